/* SPDX-License-Identifier: MIT */
/* What somebody who looks on can see of a key that is pressed. */
#pragma once
#include "ui/app.h"

struct pressed {
    char label[12];   /* "→", "PgUp", "s" */
    char bytes[8];    /* as a terminal sends it */
    const char *does; /* a word or two: "step"; "": it is typed, or nothing is said of it */
};

/* Before the app is told of it, for that may change what it means. */
struct pressed key_pressed(const struct app *a, int code);
