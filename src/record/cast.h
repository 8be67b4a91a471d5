/* SPDX-License-Identifier: MIT */
/* Screens as an asciicast, version 2, the file that asciinema and its player show:
 * https://docs.asciinema.org/manual/asciicast/v2/. No time of day and nothing of the machine is
 * in it: the same frames give the same bytes. Times are seconds since the start; one before the
 * last event's counts as the same. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"
#include "record/differ.h"

struct cast {
    struct buf *out;
    struct differ differ;
    struct buf data; /* of an event, before it is escaped */
    bool began;      /* there has been a frame */
    int h, w;        /* the terminal's size */
    long long at;    /* the last event, in microseconds */
};

/* Appends the header; out and t must live until cast_end. h and w are the size of the terminal,
 * title may be NULL. */
void cast_start(struct cast *c, struct buf *out, int h, int w, const char *title,
                const struct theme *t, enum depth depth);
/* What the screen shows from now on: only what changed is written, nothing if nothing did. A
 * screen of another size resizes the terminal. */
void cast_frame(struct cast *c, const struct screen *s, double seconds);
/* Other colours, from the next frame on. */
void cast_recolor(struct cast *c, const struct theme *t);
/* A marker, at which a player can pause; the label may be "". */
void cast_mark(struct cast *c, const char *label, double seconds);
/* A key, as the bytes that a terminal sends for it. */
void cast_key(struct cast *c, const char *bytes, double seconds);
/* Keeps the last frame until then; a newline leads to its last line, which becomes that of a shell's
 * prompt, and has the cursor, which was hidden. Frees what c holds; out is the caller's. */
void cast_end(struct cast *c, double seconds);
/* The same without an end. */
void cast_close(struct cast *c);
