/* SPDX-License-Identifier: MIT */
/* Looking something up in a list of numbers that rise. */
#pragma once
#include <stdint.h>

/* How many of the n are below `limit`. */
static inline uint32_t sorted_below(const uint32_t *list, uint32_t n, uint32_t limit)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (list[mid] < limit)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
