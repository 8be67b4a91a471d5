/* SPDX-License-Identifier: MIT */
/* The orders in which threads can go: they are counted while time goes by, and a key has another one. */
#pragma once
#include "ui/state.h"

/* Are there some that were not tried yet? */
bool orders_are_open(const struct app *a);
/* Tries some. Reaction bits. */
unsigned orders_go_on(struct app *a);

unsigned press_order(struct app *a), press_order_back(struct app *a), press_losing(struct app *a),
    press_lock(struct app *a);
