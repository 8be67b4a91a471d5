/* SPDX-License-Identifier: MIT */
/* What pictures and animations are made of. Every row, or piece of one, is a group of its own, moved to
 * its line, with the origin at the left end of its baseline. So a piece's text depends on nothing but its
 * cells, and an animation can tell by comparing strings which pieces two frames share. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "record/look.h"

/* A cell in pixels; the baseline is ASCENT below its top. DejaVu Sans Mono and JetBrains Mono
 * are 9 wide at 15. */
enum { CELL_W = 9, CELL_H = 19, ASCENT = 14, MARGIN = 9, FONT = 15 };

/* The colours of a picture, one CSS class each: first the roles, then the grounds. */
enum { SVG_COLORS = ROLES + GROUNDS, COLOR_BACK = ROLES + GROUND_NONE };

/* A row falls into pieces that change without each other: its grounds are the first, and lie below the
 * others; the lines of its frames are one, and what stands between them, or between blanks, others. `pieces`
 * gets the number of each cell's piece, SVG_BLANK for blanks; returns how many there are. */
enum { SVG_BLANK = 0xffff, SVG_GROUNDS = 0, SVG_FRAME = 1 };
unsigned svg_cut_row(const struct screen *s, int y, const struct theme *t, uint16_t *pieces);
/* Appends what is to be seen of a piece, and notes the colours it uses. */
void svg_put_piece(struct buf *out, const struct screen *s, int y, const uint16_t *pieces,
                   unsigned piece, const struct theme *t, bool used[SVG_COLORS]);
/* Appends all of a row: its grounds, and what stands on them. */
void svg_put_row(struct buf *out, const struct screen *s, int y, const struct theme *t,
                 bool used[SVG_COLORS]);
/* Appends the CSS of the colours that are used, and of the ground; and text such that it is no markup. */
void svg_put_styles(struct buf *out, const struct theme *t, const bool used[SVG_COLORS]);
void svg_put_escaped(struct buf *out, const char *text);
/* Appends the text of a row, or of a piece of it, moved to line y. */
void svg_put_placed(struct buf *out, int y, const char *row);
/* Appends a document of h lines and w columns with the body and, behind its own, the css. */
void svg_put_document(struct buf *out, int h, int w, const struct look *look,
                      const bool used[SVG_COLORS], const struct buf *css, const struct buf *body);
