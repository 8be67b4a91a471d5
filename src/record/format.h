/* SPDX-License-Identifier: MIT */
/* The formats of pictures and recordings: a row each. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"

/* How it shall look. */
struct look {
    const struct theme *theme;
    enum depth depth;
    const char *title; /* may be NULL */
};

struct format {
    const char *name;   /* of --format */
    const char *ending; /* of a recording's file: ".svg"; NULL: it does not record */
    /* Appends one screen; NULL: it takes no single ones. */
    void (*still)(struct buf *out, const struct screen *s, const struct look *look);
    /* A recording: begun with the screen it will show first, then frame by frame, with seconds since
     * the beginning. end() frees it; `out` and what the look points to must live until then. */
    void *(*start)(struct buf *out, const struct screen *s, const struct look *look);
    void (*frame)(void *animation, const struct screen *s, double seconds);
    void (*end)(void *animation, double seconds);
};

/* Ends with a NULL name. */
extern const struct format formats[];
/* The format of a picture by its name; NULL: there is none. */
const struct format *format_named(const char *name);
/* The format of a recording by the ending of its file's name; an asciicast where none fits. */
const struct format *format_of_file(const char *path);
