/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

static void room(struct buf *b, size_t n)
{
    b->s = xgrow(b->s, &b->cap, b->len + n + 1, 1);
}

void buf_add(struct buf *b, const char *s, size_t n)
{
    room(b, n);
    if (n)
        memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = 0;
}

char *buf_room(struct buf *b, size_t n)
{
    room(b, n);
    return b->s + b->len;
}

void buf_put(struct buf *b, size_t n)
{
    b->len += n;
    b->s[b->len] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    room(b, 1);
    b->s[b->len++] = c;
    b->s[b->len] = 0;
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    room(b, 64);
    size_t left = b->cap - b->len;
    int n = vsnprintf(b->s + b->len, left, fmt, ap);
    if (n >= 0 && (size_t)n >= left) {
        room(b, (size_t)n);
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
    }
    b->len += n < 0 ? 0 : (size_t)n;
    va_end(again);
}

void buf_int(struct buf *b, int64_t n)
{
    char digits[20], *at = digits + sizeof digits;
    uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do
        *--at = (char)('0' + u % 10);
    while (u /= 10);
    if (n < 0)
        *--at = '-';
    buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void buf_clear(struct buf *b)
{
    room(b, 0);
    b->len = 0;
    b->s[0] = 0;
}

void buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}

/* How many bytes at s stand for themselves in JSON. */
static size_t plain(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        unsigned char c = (unsigned char)s[i];
        uint32_t ch = c;
        size_t k = c < 0x7f ? 1 : utf8_decode(s + i, n - i, &ch);
        if (c < 0x20 || c == '"' || c == '\\' ||
            (c >= 0x7f && (ch == UTF8_BAD || utf8_width(ch) < 0)))
            break;
        i += k;
    }
    return i;
}

static void json_char(struct buf *b, const char *s, size_t k, uint32_t c)
{
    static const char *const escapes[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    if (c == UTF8_BAD) {
        buf_puts(b, "\xef\xbf\xbd");
    } else if (c == '"' || c == '\\') {
        buf_putc(b, '\\');
        buf_putc(b, (char)c);
    } else if (c < sizeof escapes / sizeof *escapes && escapes[c]) {
        buf_puts(b, escapes[c]);
    } else if (utf8_width(c) >= 0) {
        buf_add(b, s, k);
    } else if (c < 0x10000) {
        buf_printf(b, "\\u%04x", (unsigned)c);
    } else {
        c -= 0x10000;
        buf_printf(b, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
    }
}

void buf_json_inside(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t run = plain(s + i, n - i);
        buf_add(b, s + i, run);
        i += run;
        if (i == n)
            break;
        size_t k = utf8_decode(s + i, n - i, &c);
        json_char(b, s + i, k, c);
        i += k;
    }
}

void buf_json(struct buf *b, const char *s, size_t n)
{
    buf_putc(b, '"');
    buf_json_inside(b, s, n);
    buf_putc(b, '"');
}

void buf_json_again(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t k = utf8_decode(s + i, n - i, &c);
        if (c >= 0x7f)
            json_char(b, s + i, k, c);
        else
            buf_putc(b, c < ' ' ? ' ' : (char)c);
        i += k;
    }
}

void buf_plain(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        char plain[UTF8_ESCAPE];
        uint32_t c;
        size_t len = utf8_plain(plain, s + i, n - i);
        buf_add(b, plain, len);
        i += utf8_decode(s + i, n - i, &c);
    }
}

/* Up to 15 digits name a double uniquely: where a whole number of billionths is x, its digits are
 * the shortest. */
static bool short_float(struct buf *b, double x)
{
    double size = fabs(x), n = round(size * 1e9);
    if (!(x == 0 || (size >= 1e-4 && size < 1e6)) || n / 1e9 != size)
        return false;
    uint32_t rest = (uint32_t)((uint64_t)n % 1000000000);
    char digits[9];
    size_t len = sizeof digits;
    for (size_t i = len; i--; rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (len > 1 && digits[len - 1] == '0')
        len--;
    if (signbit(x))
        buf_putc(b, '-');
    buf_int(b, (int64_t)size);
    buf_putc(b, '.');
    buf_add(b, digits, len);
    return true;
}

void buf_float(struct buf *b, double x)
{
    if (short_float(b, x))
        return;
    char s[40];
    if (isnan(x) || isinf(x)) {
        buf_puts(b, isnan(x) ? "nan" : signbit(x) ? "-inf" : "inf");
        return;
    }
    int digits = 1;
    do
        snprintf(s, sizeof s, "%.*e", digits - 1, x);
    while (strtod(s, NULL) != x && ++digits <= 17);
    int exponent = atoi(strchr(s, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        char *e = strchr(s, 'e');
        buf_add(b, s, (size_t)(e - s));
        buf_printf(b, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        return;
    }
    int after = digits - 1 - exponent;
    snprintf(s, sizeof s, "%.*f", after > 0 ? after : 1, x);
    buf_puts(b, s);
}

void buf_repr(struct buf *b, const char *s, size_t n)
{
    char q = memchr(s, '\'', n) && !memchr(s, '"', n) ? '"' : '\'';
    buf_putc(b, q);
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t k = utf8_decode(s + i, n - i, &c);
        if (c == (uint32_t)q || c == '\\')
            buf_printf(b, "\\%c", (char)c);
        else
            buf_plain(b, s + i, k);
        i += k;
    }
    buf_putc(b, q);
}
