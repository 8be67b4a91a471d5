/* SPDX-License-Identifier: MIT */
#include "tests/support/text.h"

#include <string.h>

#include "base/utf8.h"
#include "tests/test.h"

size_t lines(const struct buf *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->len; i++)
        n += b->s[i] == '\n';
    return n;
}

const char *second_line(const struct buf *b)
{
    const char *nl = strchr(b->s, '\n');
    assert_non_null(nl);
    return nl + 1;
}

void assert_plain(const char *what, const struct buf *b)
{
    for (size_t i = 0; i < b->len;) {
        uint32_t c;
        size_t k = utf8_decode(b->s + i, b->len - i, &c);
        if (c != '\n' && (c == UTF8_BAD || utf8_width(c) < 0))
            fail_msg("%s: byte %zu is the start of U+%04x:\n%.300s", what, i, (unsigned)c,
                     b->s + (i < 100 ? 0 : i - 100));
        i += k;
    }
}
