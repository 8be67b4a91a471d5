/* SPDX-License-Identifier: MIT */
/* Putting a part of an array in order, when only that part is looked at. */
#pragma once
#include <stddef.h>

/* Whether a comes before b (less than 0), behind it, or either way (0). */
typedef int sort_compare(const void *a, const void *b, void *data);

/* Afterwards at places from..to - 1 of n stand those that would if all of them were sorted. Each is
 * looked at a few times only: Hoare's selection, and a sort of what it leaves. An element is of
 * `size` bytes, at most SORT_SIZE. */
enum { SORT_SIZE = 64 };
void sort_part(void *at, size_t n, size_t size, size_t from, size_t to, sort_compare *compare,
               void *data);
