/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

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

static int width_of(uint32_t c)
{
    if (within(hidden, sizeof hidden / sizeof *hidden, c) || (c & 0xfffe) == 0xfffe)
        return -1;
    if (c < 0x300)
        return 1;
    /* What Unicode has no character for yet is drawn as a box. */
    return utf8proc_category((int32_t)c) == UTF8PROC_CATEGORY_CN ? 1
                                                                 : utf8proc_charwidth((int32_t)c);
}

/* Who is asked for one is mostly asked for it again. */
int utf8_width(uint32_t c)
{
    enum { KNOWN = 0x110000 };  /* of which few pages are ever touched */
    static int8_t known[KNOWN]; /* and 2; 0: nobody has asked yet */
    if (c >= ' ' && c < 0x7f)
        return 1;
    if (c >= KNOWN)
        return width_of(c);
    if (!known[c])
        known[c] = (int8_t)(width_of(c) + 2);
    return known[c] - 2;
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
