/* SPDX-License-Identifier: MIT */
#include "record/painted.h"

#include "record/rsvg.h"

#ifdef HAVE_RSVG
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/folder.h"
#include "record/pages.h"
#include "record/paint.h"

struct painted {
    struct pages pages;
    struct look look;
    struct buf *out;
    struct paint_pdf *pdf; /* NULL: it is a folder of pictures */
};

void png_still(struct buf *out, const struct screen *s, const struct look *look)
{
    paint_png(out, s, look);
}

/* ---- a folder ---- */

static void put_picture(void *data, const struct screen *s, const char *told)
{
    struct painted *p = data;
    struct buf png = {0};
    (void)told;
    paint_png(&png, s, &p->look);
    folder_add(p->out, &png);
    buf_free(&png);
}

static struct painted *start(struct buf *out, const struct screen *s, const struct look *look,
                             void (*page)(void *data, const struct screen *s, const char *told))
{
    struct painted *p = xcalloc(1, sizeof *p);
    p->look = *look;
    p->out = out;
    pages_start(&p->pages, s, page, p);
    return p;
}

void *steps_start(struct buf *out, const struct screen *s, const struct look *look)
{
    return start(out, s, look, put_picture);
}

/* ---- PDF ---- */

static void put_page(void *data, const struct screen *s, const char *told)
{
    struct painted *p = data;
    struct buf heading = {0};
    buf_add(&heading, told, (size_t)(strchrnul(told, '\n') - told));
    paint_pdf_page(p->pdf, s, &p->look, buf_str(&heading));
    buf_free(&heading);
}

void *pdf_start(struct buf *out, const struct screen *s, const struct look *look)
{
    struct painted *p = start(out, s, look, put_page);
    p->pdf = paint_pdf_start(out, s, look);
    return p;
}

void pdf_still(struct buf *out, const struct screen *s, const struct look *look)
{
    struct paint_pdf *pdf = paint_pdf_start(out, s, look);
    paint_pdf_page(pdf, s, look, "");
    paint_pdf_end(pdf);
}

/* ---- both ---- */

void painted_frame(void *recording, const struct film_frame *f)
{
    pages_frame(&((struct painted *)recording)->pages, f);
}

void painted_mark(void *recording, enum mark mark, const char *label, double seconds)
{
    (void)mark, (void)label, (void)seconds;
    pages_mark(&((struct painted *)recording)->pages);
}

void painted_end(void *recording, double seconds)
{
    struct painted *p = recording;
    (void)seconds;
    pages_end(&p->pages);
    if (p->pdf)
        paint_pdf_end(p->pdf);
    free(p);
}
#endif
