/* SPDX-License-Identifier: MIT */
#include "record/cast.h"

#include <math.h>
#include <string.h>

#include "record/text.h"

static void put_color(struct buf *out, struct rgb c)
{
    buf_printf(out, "#%02x%02x%02x", c.r, c.g, c.b);
}

/* With few colours the terminal's own sixteen also are grounds, so they are left as they are
 * known. */
static void put_palette(struct buf *out, const struct theme *t, enum depth depth)
{
    for (int i = 0; i < 16; i++) {
        if (i)
            buf_putc(out, ':');
        put_color(out, depth >= DEPTH_256 ? t->roles[ROLE_ANSI + i] : theme_rgb(i));
    }
}

void cast_start(struct cast *c, struct buf *out, int h, int w, const char *title,
                const struct theme *t, enum depth depth)
{
    *c = (struct cast){.out = out, .theme = t, .depth = depth, .h = h, .w = w};
    screen_init(&c->last, 0, 0);
    buf_printf(out, "{\"version\": 2, \"width\": %d, \"height\": %d, ", w, h);
    if (title) {
        buf_puts(out, "\"title\": ");
        struct buf plain = {0};
        buf_plain(&plain, title, strlen(title));
        buf_json(out, buf_str(&plain), plain.len);
        buf_free(&plain);
        buf_puts(out, ", ");
    }
    buf_puts(out, "\"theme\": {\"fg\": \"");
    put_color(out, t->text);
    buf_puts(out, "\", \"bg\": \"");
    put_color(out, t->back);
    buf_puts(out, "\", \"palette\": \"");
    put_palette(out, t, depth);
    buf_puts(out, "\"}}\n");
}

/* Seconds with as many decimals as they have, six at most, and a point in every locale. */
static void put_time(struct buf *out, long long us)
{
    buf_int(out, us / 1000000);
    buf_putc(out, '.');
    for (int unit = 100000; unit; unit /= 10)
        buf_putc(out, (char)('0' + us / unit % 10));
    while (out->s[out->len - 1] == '0' && out->s[out->len - 2] != '.')
        out->s[--out->len] = 0;
}

static void put_event(struct cast *c, double seconds, char code, const char *data, size_t n)
{
    long long us = llround(seconds * 1e6);
    c->at = us > c->at ? us : c->at;
    buf_putc(c->out, '[');
    put_time(c->out, c->at);
    buf_puts(c->out, ", \"");
    buf_putc(c->out, code);
    buf_puts(c->out, "\", ");
    buf_json(c->out, data, n);
    buf_puts(c->out, "]\n");
}

static void resize(struct cast *c, const struct screen *s, double seconds)
{
    struct buf size = {0};
    buf_printf(&size, "%dx%d", s->w, s->h);
    put_event(c, seconds, 'r', size.s, size.len);
    buf_free(&size);
    c->h = s->h;
    c->w = s->w;
}

static void keep(struct screen *last, const struct screen *s)
{
    if (last->h != s->h || last->w != s->w)
        screen_resize(last, s->h, s->w);
    memcpy(last->cells, s->cells, (size_t)s->h * (size_t)s->w * sizeof *s->cells);
}

void cast_frame(struct cast *c, const struct screen *s, double seconds)
{
    struct buf data = {0};
    if (c->h != s->h || c->w != s->w)
        resize(c, s, seconds);
    if (!c->last.h)
        buf_puts(&data, "\033[?25l");
    ansi_diff(&data, &c->last, s, c->theme, c->depth);
    if (data.len)
        put_event(c, seconds, 'o', data.s, data.len);
    keep(&c->last, s);
    buf_free(&data);
}

void cast_mark(struct cast *c, const char *label, double seconds)
{
    put_event(c, seconds, 'm', label, strlen(label));
}

void cast_key(struct cast *c, const char *bytes, double seconds)
{
    put_event(c, seconds, 'i', bytes, strlen(bytes));
}

void cast_end(struct cast *c, double seconds)
{
    struct buf data = {0};
    buf_printf(&data, "\033[%d;1H\r\n\033[K\033[?25h", c->h > 1 ? c->h - 1 : 1);
    put_event(c, seconds, 'o', data.s, data.len);
    buf_free(&data);
    screen_close(&c->last);
}
