/* SPDX-License-Identifier: MIT */
/* What pictures and animations are made of. Every row is a group of its own, moved to its place, with
 * the origin at the left end of its baseline. So a row's text depends on nothing but its cells, and
 * a animation can tell by comparing strings which rows two frames share. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"

/* The colours of a picture, one CSS class each: first the roles, then the grounds. */
enum { SVG_COLORS = ROLES + GROUNDS };

/* Appends what is to be seen in row y, nothing if it is blank, and notes the colours it uses. */
void svg_put_row(struct buf *out, const struct screen *s, int y, const struct theme *t,
                 bool used[SVG_COLORS]);
/* Appends the text of a row, moved to line y. */
void svg_put_placed(struct buf *out, int y, const char *row);
/* Appends a document of h lines and w columns with the body and, behind its own, the css. */
void svg_put_document(struct buf *out, int h, int w, const struct theme *t,
                      const bool used[SVG_COLORS], const struct buf *css, const struct buf *body);
