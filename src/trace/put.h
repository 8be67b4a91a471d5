/* SPDX-License-Identifier: MIT */
/* The small parts of a line of JSON, which are written by the million: keys, numbers, short texts.
 * They are put into a buffer in moves of eight or sixteen bytes, of which only those that were meant
 * count. */
#pragma once
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "trace/fields.h"

#define NAMED(name) ((struct key)KEY(name))

/* Room for n bytes: most often there is. */
static inline char *room(struct buf *b, size_t n)
{
    return b->cap - b->len > n ? b->s + b->len : buf_room(b, n);
}

static inline void key(struct buf *b, struct key k)
{
    memcpy(room(b, KEY_MOST), k.text, KEY_MOST);
    b->len += k.n;
}

/* Only what ends the line ends with a NUL. */
static inline void put(struct buf *b, char c)
{
    *room(b, 1) = c;
    b->len++;
}

/* The digits of n, which end before `end`; returns where they begin. */
static inline char *digits(char *end, uint32_t n)
{
    static const char pairs[] = "0001020304050607080910111213141516171819"
                                "2021222324252627282930313233343536373839"
                                "4041424344454647484950515253545556575859"
                                "6061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    for (; n >= 100; n /= 100)
        memcpy(end -= 2, pairs + n % 100 * 2, 2);
    if (n >= 10)
        return memcpy(end - 2, pairs + n * 2, 2);
    *--end = (char)('0' + n);
    return end;
}

enum { SHORT = 16 }; /* more than any number, with its letter and quotes, takes */

/* What is written from `at` to the middle of `text`, which is twice as long as it need be, so that a copy
 * is one move. */
static inline void put_short(struct buf *b, const char text[2 * SHORT], const char *at)
{
    memcpy(room(b, SHORT), at, SHORT);
    b->len += (size_t)(text + SHORT - at);
}

static inline void count(struct buf *b, uint32_t n)
{
    char text[2 * SHORT];
    put_short(b, text, digits(text + SHORT, n));
}

/* "H12" */
static inline void quoted_id(struct buf *b, char letter, uint32_t n)
{
    char text[2 * SHORT], *at;
    text[SHORT - 1] = '"';
    at = digits(text + SHORT - 1, n);
    *--at = letter;
    *--at = '"';
    put_short(b, text, at);
}

/* Are all eight bytes of w from ' ' to '~', and no quotes or backslashes? */
static inline bool is_plain(uint64_t w)
{
    const uint64_t ones = UINT64_MAX / 255, high = ones << 7;
    uint64_t quotes = w ^ ones * '"', slashes = w ^ ones * '\\', deletes = w ^ ones * 0x7f;
    return !(((w - ones * ' ') | (quotes - ones) | (slashes - ones) | (deletes - ones) | w) & high);
}

/* Copies eight bytes that are plain; false: they are not. */
static inline bool move_plain(char *to, const char *from)
{
    uint64_t w;
    memcpy(&w, from, sizeof w);
    memcpy(to, &w, sizeof w);
    return is_plain(w);
}

/* The same of any number; the last eight may overlap those before them. */
static inline bool move_all_plain(char *to, const char *from, size_t n)
{
    size_t i = 0;
    if (n < sizeof(uint64_t)) {
        for (; i < n && from[i] >= ' ' && from[i] < 0x7f && from[i] != '"' && from[i] != '\\'; i++)
            to[i] = from[i];
        return i == n;
    }
    for (; i + sizeof(uint64_t) < n; i += sizeof(uint64_t))
        if (!move_plain(to + i, from + i))
            return false;
    return move_plain(to + n - sizeof(uint64_t), from + n - sizeof(uint64_t));
}

/* A text that is mostly plain. */
static inline void quoted(struct buf *b, const char *s, size_t n)
{
    char *to = room(b, n + 2);
    if (!move_all_plain(to + 1, s, n)) {
        buf_json(b, s, n);
        return;
    }
    to[0] = to[n + 1] = '"';
    b->len += n + 2;
}
