/* SPDX-License-Identifier: MIT */
/* A growing run of bytes, always ending in a NUL that is not counted. Zero-initialise, then
 * buf_free. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *s;
    size_t len, cap;
};

void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
/* Where n bytes more have room; whoever writes some there adds them with buf_put, or adds them to len,
 * and a NUL. */
char *buf_room(struct buf *b, size_t n);
void buf_put(struct buf *b, size_t n);
void buf_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

/* What is in it, as a string: "" before anything was put, when b->s is still NULL. */
static inline char *buf_str(const struct buf *b)
{
    return b->s ? b->s : (char *)"";
}

/* s on one line, with nothing in it that a terminal would obey: what utf8_plain escapes. */
void buf_plain(struct buf *b, const char *s, size_t n);

/* "s" as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD; other text stays as
 * it is, as Python's json does with ensure_ascii=False, but for what utf8_plain escapes: that is
 * escaped here too. */
void buf_json(struct buf *b, const char *s, size_t n);
/* The same without the quotes. */
void buf_json_inside(struct buf *b, const char *s, size_t n);

/* JSON as it is, but for blanks that are none and for what buf_json would escape: such characters
 * can only stand in its strings. */
void buf_json_again(struct buf *b, const char *s, size_t n);

/* A double as Python's repr prints it: the shortest digits that read back equal, always with a
 * point or an exponent. */
void buf_float(struct buf *b, double x);

/* A str as Python's repr prints it. */
void buf_repr(struct buf *b, const char *s, size_t n);
