/* SPDX-License-Identifier: MIT */
/* A screen as text: plain, as a map of its styles, and with the escape sequences of a terminal.
 * All of them append to `out`, end every line with \n and give the same bytes
 * for the same cells. */
#pragma once
#include "base/buf.h"
#include "draw/screen.h"
#include "draw/theme.h"

/* The characters, lines trimmed at the right. */
void text_write(struct buf *out, const struct screen *s);

/* The style of every cell that one can see, a character for each, in the same places as
 * text_write's:
 *
 *     .  text                  d  dim     a  accent   K  keyword   U  function
 *     R  running   D  done     s  strong  w  warning  S  string    B  builtin
 *     Y  ready     F  failed   f  frame               N  number
 *     W  waiting   X  cancelled                       /  comment   0..7      ANSI colours
 *     C  created   k  key      n  name                             )!@#$%^&  bright: with shift
 *
 * A blank says nothing about its role. Behind column w stands which cells have a ground or
 * attributes, as first column and number of cells: "| current 1+40 bold 3+8". */
void text_write_styles(struct buf *out, const struct screen *s);

/* For a terminal, without moving its cursor: the characters with as few SGR sequences as will
 * do; blanks at the right that have no ground are left out, and a line in other than the
 * terminal's own colours ends with a reset. */
void ansi_write(struct buf *out, const struct screen *s, const struct theme *t, enum depth depth);
