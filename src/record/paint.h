/* SPDX-License-Identifier: MIT */
/* SVG documents painted by librsvg: into pixels, a PNG, the pages of a PDF. rsvg_load() must have found all it
 * needs. What goes wrong all the same is remembered: paint_trouble(). */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "record/look.h"

/* NULL, or a sentence on why nothing can be painted, or why what has been painted is no good. */
const char *paint_trouble(void);

/* A screen as it is painted, in pixels, row by row: premultiplied alpha, red, green and blue in each. */
struct pixels {
    unsigned char *at; /* to be freed */
    int w, h;
};
/* The size of that. */
void paint_size(const struct screen *s, const struct look *look, int *w, int *h);
void paint_pixels(struct pixels *to, const struct screen *s, const struct look *look);

/* Appends a PNG, of twice the size, as good screens show it. */
void paint_png(struct buf *out, const struct screen *s, const struct look *look);

struct paint_pdf;
/* `out` must live until the end, which frees it. */
struct paint_pdf *paint_pdf_start(struct buf *out, const struct screen *s, const struct look *look);
/* One more page; heading: what leads to it in a viewer's list, "" for nothing. */
void paint_pdf_page(struct paint_pdf *p, const struct screen *s, const struct look *look,
                    const char *heading);
void paint_pdf_end(struct paint_pdf *p);
