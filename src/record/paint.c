/* SPDX-License-Identifier: MIT */
#include "record/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/brittle.h"
#include "record/png.h"
#include "record/rsvg.h"
#include "record/svg.h"

static const char *wrong;

const char *paint_trouble(void)
{
    const char *missing = rsvg_load();
    return missing ? missing : wrong;
}

#ifdef HAVE_RSVG

/* ---- onto cairo: each function that others call is where the libraries begin, and end ---- */

static void begin(void)
{
    brittle_begin(RSVG_BREAKS);
}

static void paint(cairo_t *cr, const struct screen *s, const struct look *look)
{
    struct buf svg = {0};
    int w, h;
    svg_write(&svg, s, look);
    svg_size(s, look, &w, &h);
    RsvgHandle *handle =
        rsvg.rsvg_handle_new_from_data((const guint8 *)buf_str(&svg), svg.len, NULL);
    RsvgRectangle whole = {0, 0, w, h};
    if (!handle || !rsvg.rsvg_handle_render_document(handle, cr, &whole, NULL))
        wrong = "librsvg cannot draw our picture";
    if (handle)
        rsvg.g_object_unref(handle);
    buf_free(&svg);
}

static void close_surface(cairo_surface_t *surface)
{
    rsvg.cairo_surface_finish(surface);
    cairo_status_t status = rsvg.cairo_surface_status(surface);
    if (status)
        wrong = rsvg.cairo_status_to_string(status);
    rsvg.cairo_surface_destroy(surface);
}

static cairo_status_t take(void *out, const unsigned char *bytes, unsigned n)
{
    buf_add(out, (const char *)bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

/* ---- pixels ---- */

static cairo_surface_t *painted(const struct screen *s, const struct look *look, int scale)
{
    int w, h;
    svg_size(s, look, &w, &h);
    cairo_surface_t *surface =
        rsvg.cairo_image_surface_create(CAIRO_FORMAT_ARGB32, scale * w, scale * h);
    cairo_t *cr = rsvg.cairo_create(surface);
    rsvg.cairo_scale(cr, scale, scale);
    paint(cr, s, look);
    rsvg.cairo_destroy(cr);
    rsvg.cairo_surface_flush(surface);
    return surface;
}

void paint_size(const struct screen *s, const struct look *look, int *w, int *h)
{
    svg_size(s, look, w, h);
}

void paint_pixels(struct pixels *to, const struct screen *s, const struct look *look)
{
    begin();
    cairo_surface_t *surface = painted(s, look, 1);
    const unsigned char *from = rsvg.cairo_image_surface_get_data(surface);
    int stride = rsvg.cairo_image_surface_get_stride(surface);
    svg_size(s, look, &to->w, &to->h);
    to->at = xcalloc((size_t)to->w * (size_t)to->h, 4);
    for (int y = 0; from && y < to->h; y++)
        memcpy(to->at + (size_t)y * (size_t)to->w * 4, from + (ptrdiff_t)y * stride,
               (size_t)to->w * 4);
    close_surface(surface);
    brittle_end();
}

void paint_png(struct buf *out, const struct screen *s, const struct look *look)
{
    begin();
    cairo_surface_t *surface = painted(s, look, 2);
    const unsigned char *pixels = rsvg.cairo_image_surface_get_data(surface);
    int w, h;
    svg_size(s, look, &w, &h);
    if (pixels &&
        !png_write(out, pixels, 2 * w, 2 * h, rsvg.cairo_image_surface_get_stride(surface)))
        wrong = "zlib cannot write our picture";
    close_surface(surface);
    brittle_end();
}

/* ---- pages ---- */

/* A pixel of SVG is three quarters of a point. */
static const double points = 0.75;

struct paint_pdf {
    cairo_surface_t *surface;
    cairo_t *cr;
    unsigned pages;
};

struct paint_pdf *paint_pdf_start(struct buf *out, const struct screen *s, const struct look *look)
{
    struct paint_pdf *p = xcalloc(1, sizeof *p);
    int w, h;
    svg_size(s, look, &w, &h);
    begin();
    p->surface = rsvg.cairo_pdf_surface_create_for_stream(take, out, w * points, h * points);
    rsvg.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE,
                                        look->title ? look->title : "loopscope");
    rsvg.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "loopscope");
    rsvg.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                        "2000-01-01T00:00:00Z"); /* the same each time */
    p->cr = rsvg.cairo_create(p->surface);
    rsvg.cairo_scale(p->cr, points, points);
    brittle_end();
    return p;
}

void paint_pdf_page(struct paint_pdf *p, const struct screen *s, const struct look *look,
                    const char *heading)
{
    char place[32];
    snprintf(place, sizeof place, "page=%u pos=[0 0]", ++p->pages);
    begin();
    paint(p->cr, s, look);
    if (*heading)
        rsvg.cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, heading, place, 0);
    rsvg.cairo_show_page(p->cr);
    brittle_end();
}

void paint_pdf_end(struct paint_pdf *p)
{
    begin();
    rsvg.cairo_destroy(p->cr);
    close_surface(p->surface);
    brittle_end();
    free(p);
}

#endif
