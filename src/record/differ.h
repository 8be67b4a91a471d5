/* SPDX-License-Identifier: MIT */
/* From one screen of a terminal to the next in few bytes, as an asciicast has them: an ESC is six there, and a
 * colour of 24 bits some twenty. So all that is written in one ink is written together, wherever on the screen it
 * stands. What is found out about inks is kept from screen to screen. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"
#include "record/cursor.h"

enum { DIFFER_ATTRS = 16 };

struct run;
struct chain;

struct differ {
    const struct theme *theme;
    enum depth depth;
    struct screen shown; /* by the terminal; of no size where nobody knows */
    struct cursor cursor;
    struct run *runs;
    struct chain *chains, **order;
    size_t run_count, run_cap, chain_count, chain_cap, ordered, order_cap;
    uint16_t chain_of[2][GROUNDS][ROLES][DIFFER_ATTRS]; /* of blanks, and of others; from 1 */
};

/* The theme must live until differ_close. */
void differ_start(struct differ *d, const struct theme *t, enum depth depth);
/* Appends what turns the terminal into one that shows s: cursor movements and changed cells; everything, after
 * clearing, where its size is another. Begins and ends in the terminal's own colours. Nothing is appended if
 * nothing changed. */
void differ_frame(struct differ *d, struct buf *out, const struct screen *s);
/* From the next frame on; in other colours all cells are others. */
void differ_recolor(struct differ *d, const struct theme *t);
void differ_close(struct differ *d);
