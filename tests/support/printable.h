/* SPDX-License-Identifier: MIT */
/* For fuzzers: what is told must be fit to be printed. */
#pragma once
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

static inline void must_be_printable(const struct buf *b)
{
    for (size_t i = 0; i < b->len;) {
        uint32_t c;
        i += utf8_decode(b->s + i, b->len - i, &c);
        if (c != '\n' && (c == UTF8_BAD || utf8_width(c) < 0))
            abort();
    }
}
