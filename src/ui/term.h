/* SPDX-License-Identifier: MIT */
/* The terminal, through ncurses: painted cell by cell, and left as it was found however the program
 * ends: by term_close, exit or a signal. What is written to a standard error that is a terminal too
 * appears after that instead of in the middle of the picture. There can be one at a time. */
#pragma once
#include <stdbool.h>

#include "draw/screen.h"
#include "draw/theme.h"
#include "ui/app.h"

struct term;

struct term_options {
    int colors; /* no more than so many; 0: none */
    bool mouse; /* clicks and the wheel are ours, not for the terminal's own selecting */
};

/* Handle signals before this: what nobody has is taken, to restore the terminal. NULL after a
 * sentence on stderr. term_close accepts NULL. */
struct term *term_open(const struct term_options *o);
void term_close(struct term *t);

/* Lines and columns. */
void term_size(const struct term *t, int *h, int *w);
/* Whether characters beyond ASCII can be shown. */
bool term_utf8(void);

/* Shows s in the colours of a theme, which must live until the next one. What is there already is not
 * written again; if nothing changed, nothing is. */
void term_draw(struct term *t, const struct screen *s, const struct theme *theme);
/* Asks the terminal for its background; the answer comes as input, or never does. false: this one
 * is not asked. */
bool term_ask_ground(const struct term *t);
/* Lets an answer that is still on its way come, for so many milliseconds, and throws it away, so that
 * it is not typed into whatever comes behind us. */
void term_drain(const struct term *t, int patience);
/* The terminal may show anything now: the next term_draw paints every cell. */
void term_forget(struct term *t);
/* Asks the terminal for its size, and forgets. */
void term_resize(struct term *t);

/* Leaves the terminal to others for a while, and takes it back, forgetting. term_resume also serves
 * alone, after others had it without asking. */
void term_suspend(struct term *t);
void term_resume(struct term *t);

/* The descriptor of input. It may be made non-blocking: nobody else has it. */
int term_fd(const struct term *t);
