/* SPDX-License-Identifier: MIT */
/* The small numbers in a terminal's sequences, of which there are many. */
#pragma once

/* Writes n, from 0 to 9999; returns where it ends. */
static inline char *digits_put(char *to, int n)
{
    if (n >= 1000)
        *to++ = (char)('0' + n / 1000);
    if (n >= 100)
        *to++ = (char)('0' + n / 100 % 10);
    if (n >= 10)
        *to++ = (char)('0' + n / 10 % 10);
    *to++ = (char)('0' + n % 10);
    return to;
}
