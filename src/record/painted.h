/* SPDX-License-Identifier: MIT */
/* Formats that are painted: PNG, a folder of such pictures, PDF with a page a moment. */
#pragma once
#include "record/format.h"

void png_still(struct buf *out, const struct screen *s, const struct look *look);

void *steps_start(struct buf *out, const struct screen *s, const struct look *look);
void *pdf_start(struct buf *out, const struct screen *s, const struct look *look);
/* Both: */
void painted_frame(void *recording, const struct film_frame *f);
void painted_mark(void *recording, enum mark mark, const char *label, double seconds);
void painted_end(void *recording, double seconds);

void pdf_still(struct buf *out, const struct screen *s, const struct look *look);
