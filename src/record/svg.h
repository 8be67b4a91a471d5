/* SPDX-License-Identifier: MIT */
/* A screen as an SVG picture. No script, no font,
 * nothing from outside, so it can stand in a README; frames and bars are drawn as shapes, so
 * they join whatever font the viewer has. The same cells give the same bytes. */
#pragma once
#include "base/buf.h"
#include "draw/screen.h"
#include "record/look.h"

/* How large it is, in pixels. */
void svg_size(const struct screen *s, const struct look *look, int *w, int *h);
/* Appends a whole document. */
void svg_write(struct buf *out, const struct screen *s, const struct look *look);
