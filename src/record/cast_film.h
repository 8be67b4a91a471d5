/* SPDX-License-Identifier: MIT */
/* The asciicast as a format. */
#pragma once
#include "record/format.h"

void *cast_film_start(struct buf *out, const struct screen *s, const struct look *look);
void cast_film_frame(void *recording, const struct film_frame *f);
void cast_film_key(void *recording, const char *bytes, double seconds);
void cast_film_mark(void *recording, enum mark mark, const char *label, double seconds);
void cast_film_end(void *recording, double seconds);
