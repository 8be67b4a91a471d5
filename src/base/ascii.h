/* SPDX-License-Identifier: MIT */
/* Letters of ASCII, whatever the locale: in a Turkish one tolower('I') is no 'i'. */
#pragma once
#include <stdbool.h>

static inline bool ascii_is_upper(int c)
{
    return c >= 'A' && c <= 'Z';
}

static inline int ascii_lower(int c)
{
    return ascii_is_upper(c) ? c - 'A' + 'a' : c;
}

static inline int ascii_upper(int c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}
