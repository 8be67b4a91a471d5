/* SPDX-License-Identifier: MIT */
/* GIF as a format: of each frame what has changed, and as long as the film shows it. */
#pragma once
#include "record/format.h"

/* NULL, or a sentence on why there can be none, or why what there is is no good. */
const char *gif_trouble(void);
void gif_still(struct buf *out, const struct screen *s, const struct look *look);
void *gif_start(struct buf *out, const struct screen *s, const struct look *look);
void gif_frame(void *recording, const struct film_frame *f);
void gif_end(void *recording, double seconds);
