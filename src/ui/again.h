/* SPDX-License-Identifier: MIT */
/* A program that is started again: how one looked at it stays, and where one stood is found again, though
 * its lines may have moved. */
#pragma once
#include "ui/state.h"

/* Keeps how one looks at it, and where one stands. */
void again_keep_place(struct app *a);
/* The new run is looked at as the old one was. */
void again_look(struct app *a);
/* Sets out for where one stood; false: that is nowhere. */
bool again_go(struct app *a);

/* For tests: the line that has become of it in a source of so many bytes. */
uint32_t again_line(const struct stood *s, const char *source, size_t n);
