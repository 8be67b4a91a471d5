/* SPDX-License-Identifier: MIT */
#include "record/formats.h"

#include <string.h>

#include "record/cast_film.h"
#include "record/gif.h"
#include "record/gif_film.h"
#include "record/html_film.h"
#include "record/paint.h"
#include "record/painted.h"
#include "record/rsvg.h"
#include "record/svg_film.h"
#include "record/text.h"
#include "record/text_film.h"

/* Colours of 24 bits are for recordings. */
static void ansi_still(struct buf *out, const struct screen *s, const struct look *look)
{
    ansi_write(out, s, look->theme, look->depth == DEPTH_RGB ? DEPTH_256 : look->depth);
}

#ifdef HAVE_RSVG
#define WITH_RSVG(...) .trouble = paint_trouble, __VA_ARGS__
#else
#define WITH_RSVG(...) .trouble = paint_trouble
#endif

#ifdef HAVE_GIF
#define WITH_GIF(...) .trouble = gif_trouble, __VA_ARGS__
#else
#define WITH_GIF(...) .trouble = gif_trouble
#endif

/* clang-format off */
const struct format formats[] = {
    {.name = "text", .ending = ".txt", .about = "plain text", .still = text_still, .start = text_start,
     .frame = text_frame, .end = text_end},
    {.name = "ansi", .ending = ".ansi", .about = "text with a terminal's colours", .still = ansi_still},
    {"svg", ".svg", "a picture, or one that moves", svg_still, svg_start, svg_frame, .end = svg_end, .windows = true},
    {"cast", ".cast", "an asciicast, for asciinema", NULL, cast_film_start, cast_film_frame, cast_film_key,
     cast_film_mark, cast_film_end, .prompts = true},
    {.name = "png", .ending = ".png", .about = "a picture in pixels", .windows = true, WITH_RSVG(.still = png_still)},
    {.name = "steps", .ending = "/", .about = "a folder of such pictures, one a moment", .windows = true,
     .folder = true, .files = ".png",
     WITH_RSVG(.start = steps_start, .frame = painted_frame, .mark = painted_mark, .end = painted_end)},
    {.name = "pdf", .ending = ".pdf", .about = "pages, one a moment", .windows = true,
     WITH_RSVG(.still = pdf_still,
               .start = pdf_start, .frame = painted_frame, .mark = painted_mark, .end = painted_end)},
    {.name = "gif", .ending = ".gif", .about = "a picture in pixels that moves", .windows = true,
     WITH_GIF(.still = gif_still, .start = gif_start, .frame = gif_frame, .end = gif_end)},
    {.name = "html", .ending = ".html", .about = "a page that plays and steps, without a network", .start = html_start,
     .frame = html_frame, .mark = html_mark, .end = html_end},
    {.name = NULL},
};
/* clang-format on */

const struct format *format_named(const char *name)
{
    for (const struct format *f = formats; f->name; f++)
        if (!strcmp(f->name, name))
            return f;
    return NULL;
}

const struct format *format_of_file(const char *path)
{
    size_t n = strlen(path);
    for (const struct format *f = formats; f->name; f++) {
        size_t k = strlen(f->ending);
        if (n >= k && !strcmp(path + n - k, f->ending))
            return f;
    }
    return NULL;
}

bool format_records(const struct format *f)
{
    return f->start || f->still || f->trouble;
}

bool format_is_still(const struct format *f)
{
    return f->still || (f->trouble && !f->folder);
}

const char *format_trouble(const struct format *f)
{
    return f->trouble ? f->trouble() : NULL;
}

void format_list(struct buf *out, bool (*which)(const struct format *f))
{
    const char *last = NULL;
    for (const struct format *f = formats; f->name; f++) {
        if (!which(f))
            continue;
        if (last)
            buf_printf(out, "%s%s", out->len ? ", " : "", last);
        last = f->ending;
    }
    if (last)
        buf_printf(out, "%s%s", out->len ? " and " : "", last);
}
