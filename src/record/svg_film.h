/* SPDX-License-Identifier: MIT */
/* SVG as a format: a picture, or a picture that moves. */
#pragma once
#include "record/format.h"

void svg_still(struct buf *out, const struct screen *s, const struct look *look);
void *svg_start(struct buf *out, const struct screen *s, const struct look *look);
void svg_frame(void *recording, const struct film_frame *f);
void svg_end(void *recording, double seconds);
