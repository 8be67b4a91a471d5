/* SPDX-License-Identifier: MIT */
/* Text as a format: a screen, or one behind the other with the time between. */
#pragma once
#include "record/format.h"

void text_still(struct buf *out, const struct screen *s, const struct look *look);
void *text_start(struct buf *out, const struct screen *s, const struct look *look);
void text_frame(void *recording, const struct film_frame *f);
void text_end(void *recording, double seconds);
