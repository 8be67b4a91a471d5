/* SPDX-License-Identifier: MIT */
#include "record/formats.h"

#include <string.h>

#include "record/cast_film.h"
#include "record/svg_film.h"
#include "record/text.h"

static void text_still(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)look;
    text_write(out, s);
}

/* Colours of 24 bits are for recordings. */
static void ansi_still(struct buf *out, const struct screen *s, const struct look *look)
{
    ansi_write(out, s, look->theme, look->depth == DEPTH_RGB ? DEPTH_256 : look->depth);
}

/* clang-format off */
const struct format formats[] = {
    {.name = "text", .ending = ".txt", .about = "plain text", .still = text_still},
    {.name = "ansi", .ending = ".ansi", .about = "text with a terminal's colours", .still = ansi_still},
    {"svg", ".svg", "a picture, or one that moves", svg_still, svg_start, svg_frame, .end = svg_end, .windows = true},
    {"cast", ".cast", "an asciicast, for asciinema", NULL, cast_film_start, cast_film_frame, cast_film_key,
     cast_film_mark, cast_film_end, .prompts = true},
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
    return f->start;
}

bool format_is_still(const struct format *f)
{
    return f->still;
}

void format_list(struct buf *out, bool (*which)(const struct format *f), bool names)
{
    const char *last = NULL;
    for (const struct format *f = formats; f->name; f++) {
        if (!which(f))
            continue;
        if (last)
            buf_printf(out, "%s%s", out->len ? ", " : "", last);
        last = names ? f->name : f->ending;
    }
    if (last)
        buf_printf(out, "%s%s", out->len ? " and " : "", last);
}
