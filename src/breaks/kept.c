/* SPDX-License-Identifier: MIT */
#include "breaks/kept.h"

#include <stdlib.h>

#include "base/alloc.h"

void breaks_take(struct kept_breaks *k, struct breaks *b, const struct trace *t)
{
    *k = (struct kept_breaks){.at = xcalloc(b->n + 1, sizeof *k->at), .n = b->n};
    for (size_t i = 0; i < b->n; i++) {
        const struct place *at = trace_place(t, b->at[i].place);
        k->at[i] =
            (struct kept_break){at->file ? xstrdup(at->file) : NULL, at->line, b->at[i].condition};
        b->at[i].condition = NULL;
    }
    k->watched = b->watched;
    b->watched = NULL;
    breaks_close(b);
}

void breaks_put(struct kept_breaks *k, struct breaks *b, struct trace *t)
{
    for (size_t i = 0; i < k->n; i++) {
        breaks_set(b, t, k->at[i].file, k->at[i].line, k->at[i].condition);
        free(k->at[i].file);
    }
    free(b->watched);
    b->watched = k->watched;
    free(k->at);
    *k = (struct kept_breaks){0};
}
