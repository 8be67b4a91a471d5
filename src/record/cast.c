/* SPDX-License-Identifier: MIT */
#include "record/cast.h"

#include <endian.h>
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
    *c = (struct cast){.out = out, .h = h, .w = w};
    differ_start(&c->differ, t, depth);
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

static void begin_event(struct cast *c, double seconds, char code)
{
    long long us = llround(seconds * 1e6);
    c->at = us > c->at ? us : c->at;
    buf_putc(c->out, '[');
    put_time(c->out, c->at);
    buf_puts(c->out, ", \"");
    buf_putc(c->out, code);
    buf_puts(c->out, "\", ");
}

static void put_event(struct cast *c, double seconds, char code, const char *data, size_t n)
{
    begin_event(c, seconds, code);
    buf_json(c->out, data, n);
    buf_puts(c->out, "]\n");
}

/* Which of eight bytes are control characters, quotes or backslashes, by arithmetic on all of them: the top bit of the
 * lowest that is one is set, and none below it. */
static uint64_t escaped_of(const char *s)
{
    static const uint64_t each = 0x0101010101010101, top = 0x8080808080808080;
    uint64_t v, quote, slash;
    memcpy(&v, s, sizeof v);
    v = le64toh(v);
    quote = v ^ each * '"';
    slash = v ^ each * '\\';
    return ((v - each * ' ') | (quote - each) | (slash - each)) & ~v & top;
}

/* How many bytes from s on need no escaping. What cells hold is plain, whatever it is. */
static size_t whole(const char *s, size_t n)
{
    size_t i = 0;
    for (uint64_t escaped; i + 8 <= n; i += 8)
        if ((escaped = escaped_of(s + i)))
            return i + (size_t)__builtin_ctzll(escaped) / 8;
    while (i < n && (unsigned char)s[i] >= ' ' && s[i] != '"' && s[i] != '\\')
        i++;
    return i;
}

static char *put_escape(char *to, char c)
{
    static const char letters[] = {
        ['\b'] = 'b', ['\n'] = 'n', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    *to++ = '\\';
    if (c != '\033') {
        *to++ = letters[(unsigned char)c];
        return to;
    }
    memcpy(to, "u001b", 5);
    return to + 5;
}

/* Characters of cells, and what leads from one to the other. */
static void put_output(struct cast *c, double seconds, const char *s, size_t n)
{
    enum { ESCAPE = 6 };
    begin_event(c, seconds, 'o');
    buf_putc(c->out, '"');
    char *to = buf_room(c->out, ESCAPE * n), *from = to;
    for (size_t i = 0; i < n;) {
        size_t run = whole(s + i, n - i);
        memcpy(to, s + i, run);
        to += run;
        i += run;
        if (i < n)
            to = put_escape(to, s[i++]);
    }
    buf_put(c->out, (size_t)(to - from));
    buf_puts(c->out, "\"]\n");
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

void cast_frame(struct cast *c, const struct screen *s, double seconds)
{
    buf_clear(&c->data);
    if (c->h != s->h || c->w != s->w)
        resize(c, s, seconds);
    if (!c->began)
        buf_puts(&c->data, "\033[?25l");
    c->began = true;
    differ_frame(&c->differ, &c->data, s);
    if (c->data.len)
        put_output(c, seconds, c->data.s, c->data.len);
}

void cast_recolor(struct cast *c, const struct theme *t)
{
    differ_recolor(&c->differ, t);
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
    put_output(c, seconds, data.s, data.len);
    buf_free(&data);
    cast_close(c);
}

void cast_close(struct cast *c)
{
    differ_close(&c->differ);
    buf_free(&c->data);
}
