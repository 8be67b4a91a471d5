/* SPDX-License-Identifier: MIT */
/* What all views draw with. */
#pragma once
#include "draw/screen.h"
#include "trace/model.h"

/* From where to where what a view shows can be scrolled, in lines; 0 is where it stands by itself. */
struct range {
    int least, most;
};

#define STYLE(r) ((struct style){.role = (r)})
#define BOLD(r)  ((struct style){.role = (r), .attr = ATTR_BOLD})

/* How a state looks: always glyph, word and colour. */
uint32_t state_glyph(enum task_state s);
enum role state_role(enum task_state s);

/* Draws the frame of a pane with its title and a dim note at the right end of the top border (NULL:
 * none), brighter if it has the focus; returns the inside. A window less than three lines high gets
 * no frame, only the inside, and so do all on a screen that has no lines to spare. */
struct win view_frame(struct win w, const char *title, const char *note, bool focused);
/* Has it a frame, and what is its inside? */
bool view_framed(struct win w);
struct win view_inside(struct win w);
/* A window without its first and last column: text does not touch a frame. */
struct win view_padded(struct win w);
/* Covers what lies beneath it. */
void view_clear(struct win w);

/* Which of n lines is the first to show in h, so that line `at` is in view with some context; all
 * from 0. It moves by half a window at a time, and depends on nothing but its arguments: stepping
 * to and fro does not shake it. */
int view_top(int at, int n, int h, int scroll);

/* How far the n lines can be scrolled in h. */
struct range view_range(int at, int n, int h);

/* Columns that a text takes on w's screen. */
int view_width(struct win w, const char *s);
/* win_puts, but nothing is drawn from column `right` on; a text that would, ends in …. */
int view_puts(struct win w, int y, int x, int right, struct style st, const char *s);
/* Draws a text wrapped at its blanks from row y on, which may be above the window. Returns the row
 * behind the last. */
int view_wrap(struct win w, int y, struct style st, const char *s);
