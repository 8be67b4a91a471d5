/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

size_t utf8_decode(const char *str, size_t n, uint32_t *c)
{
    const unsigned char *s = (const unsigned char *)str;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = s[0] < 0x80             ? 1
                 : (s[0] & 0xe0) == 0xc0 ? 2
                 : (s[0] & 0xf0) == 0xe0 ? 3
                 : (s[0] & 0xf8) == 0xf0 ? 4
                                         : 0;
    if (len == 1) {
        *c = s[0];
        return 1;
    }
    *c = UTF8_BAD;
    if (!len || len > n)
        return 1;
    uint32_t v = s[0] & (0x7f >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 1;
        v = v << 6 | (s[i] & 0x3f);
    }
    if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
        return 1;
    *c = v;
    return len;
}

size_t utf8_encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00 >> n) | c);
    return n;
}

struct range {
    uint32_t from, to;
};

static int within(const struct range *r, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].from && c <= r[i].to)
            return 1;
    return 0;
}

/* Controls (C0, DEL, C1), the soft hyphen, marks that reorder text, separators of lines and
 * paragraphs, marks of annotations, the last of each plane and others that are no characters, and
 * tags: see https://trojansource.codes/. Those of planes are in utf8_width. */
static const struct range hidden[] = {
    {0, 0x1f},        {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},   {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfdd0, 0xfdef}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

/* The blocks that Unicode marks as combining or as wide, coarse on purpose: a terminal that
 * disagrees is off by one cell inside a program's own output, nowhere else. */
static const struct range zero[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
    {0x64b, 0x65f},   {0x200b, 0x200d}, {0x2060, 0x2064}, {0x20d0, 0x20f0},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
    {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x26a1, 0x26a1},
    {0x2705, 0x2705},   {0x274c, 0x274c},   {0x2e80, 0x303e},   {0x3041, 0x33ff},
    {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

int utf8_width(uint32_t c)
{
    if (c >= ' ' && c < 0x7f)
        return 1;
    if (within(hidden, sizeof hidden / sizeof *hidden, c) || (c & 0xfffe) == 0xfffe)
        return -1;
    if (c < 0x300)
        return 1;
    if (within(zero, sizeof zero / sizeof *zero, c))
        return 0;
    return within(wide, sizeof wide / sizeof *wide, c) ? 2 : 1;
}

int utf8_columns(const char *s, size_t n)
{
    int columns = 0;
    uint32_t c;
    for (size_t i = 0; i < n;) {
        i += utf8_decode(s + i, n - i, &c);
        int w = c == UTF8_BAD ? 1 : utf8_width(c);
        columns += w > 0 ? w : 0;
    }
    return columns;
}

size_t utf8_plain(char out[UTF8_ESCAPE], const char *s, size_t n)
{
    uint32_t c;
    size_t k = utf8_decode(s, n, &c);
    if (c == UTF8_BAD)
        c = (unsigned char)*s;
    else if (utf8_width(c) >= 0) {
        memcpy(out, s, k);
        return k;
    }
    if (c == '\n' || c == '\t' || c == '\r') {
        out[0] = '\\';
        out[1] = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
        return 2;
    }
    return (size_t)snprintf(out, UTF8_ESCAPE,
                            c < 0x100     ? "\\x%02x"
                            : c < 0x10000 ? "\\u%04x"
                                          : "\\U%08x",
                            (unsigned)c);
}
