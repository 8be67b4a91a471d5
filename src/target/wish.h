/* SPDX-License-Identifier: MIT */
/* What is wished for on a command line. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "live/own.h"
#include "loop/clock.h"
#include "python/random.h"

enum { PARAMS_MOST = 32 };

struct wish_param {
    const char *name; /* "n", with its length: the text goes on with =value */
    int len;
    int64_t value;
    bool word;        /* it was given as on or off */
    bool other;       /* it is neither that nor a number … */
    const char *text; /* … but this; NULL: it was not given as text */
};

struct wish {
    const char *what;            /* a scene's name; a file, - for standard input */
    const struct random *seeded; /* the caller's; NULL: by itself */
    const char *seed;            /* with which it is, as it was given */
    struct own own;              /* a program of the user's own, where it launches one */
    enum clock_mode clock;
    struct wish_param params[PARAMS_MOST];
    int nparams;
    bool
        in_pieces; /* of a file the beginning is told at once, and the rest when more is asked for */
};
