/* SPDX-License-Identifier: MIT */
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
    size_t d[NEAREST_MOST + 1][NEAREST_MOST + 1];
    for (size_t i = 0; i <= na; i++)
        for (size_t k = 0; k <= nb; k++) {
            d[i][k] = i + k;
            if (!i || !k)
                continue;
            size_t changed = d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            d[i][k] = least(changed, least(d[i - 1][k], d[i][k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
        }
    return d[na][nb];
}

void nearest_begin(struct nearest *n, const char *word, size_t len)
{
    *n = (struct nearest){.word = word, .len = len, .wrong = len > 3 ? 1 + len / 3 : len};
}

void nearest_try(struct nearest *n, const char *name)
{
    size_t len = strlen(name);
    if (n->len > NEAREST_MOST || len > NEAREST_MOST)
        return;
    size_t wrong = distance(n->word, n->len, name, len);
    if (wrong < n->wrong) {
        n->wrong = wrong;
        n->name = name;
    }
}

const char *nearest_said(struct nearest *n)
{
    if (!n->name)
        return "";
    snprintf(n->said, sizeof n->said, "; did you mean '%s'?", n->name);
    return n->said;
}
