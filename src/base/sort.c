/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct array {
    char *at;
    size_t size;
    sort_compare *compare;
    void *data;
};

static char *element(const struct array *a, int64_t i)
{
    return a->at + (size_t)i * a->size;
}

static void swap(const struct array *a, int64_t i, int64_t j)
{
    char c[SORT_SIZE];
    memcpy(c, element(a, i), a->size);
    memmove(element(a, i), element(a, j), a->size);
    memcpy(element(a, j), c, a->size);
}

/* Afterwards what stands at place k of from..to - 1 belongs there, and nothing before it belongs
 * behind it. */
static void select_place(const struct array *a, int64_t from, int64_t to, int64_t k)
{
    while (to - from > 1) {
        char middle[SORT_SIZE];
        int64_t i = from, j = to - 1;
        memcpy(middle, element(a, from + (to - from) / 2), a->size);
        while (i <= j) {
            while (a->compare(element(a, i), middle, a->data) < 0)
                i++;
            while (a->compare(middle, element(a, j), a->data) < 0)
                j--;
            if (i <= j)
                swap(a, i++, j--);
        }
        if (k > j && k < i)
            return;
        if (k <= j)
            to = j + 1;
        else
            from = i;
    }
}

void sort_part(void *at, size_t n, size_t size, size_t from, size_t to, sort_compare *compare,
               void *data)
{
    struct array a = {at, size, compare, data};
    if (from >= to)
        return;
    select_place(&a, 0, (int64_t)n, (int64_t)from);
    if (to < n)
        select_place(&a, (int64_t)from, (int64_t)n, (int64_t)to);
    qsort_r(element(&a, (int64_t)from), to - from, size, compare, data);
}
