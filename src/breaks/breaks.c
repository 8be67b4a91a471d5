/* SPDX-License-Identifier: MIT */
#include "breaks/breaks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void breaks_close(struct breaks *b)
{
    free(b->at);
    *b = (struct breaks){0};
}

/* A trace has no file for its program's own lines. */
static const char *file_of(const struct trace *t, const char *file)
{
    return file && t->file && !strcmp(file, t->file) ? NULL : file;
}

static bool is_on(const struct trace *t, uint32_t place, const char *file, uint32_t line)
{
    const struct place *at = trace_place(t, place);
    if (at->line != line)
        return false;
    return at->file && file ? !strcmp(at->file, file) : at->file == file;
}

const struct breakpoint *breaks_find(const struct breaks *b, const struct trace *t,
                                     const char *file, uint32_t line)
{
    file = file_of(t, file);
    for (size_t i = 0; i < b->n; i++)
        if (is_on(t, b->at[i].place, file, line))
            return &b->at[i];
    return NULL;
}

void breaks_add(struct breaks *b, struct trace *t, const char *file, uint32_t line)
{
    b->at = xgrow(b->at, &b->cap, b->n + 1, sizeof *b->at);
    b->at[b->n++] = (struct breakpoint){
        places_intern(&t->places, t->strings, file_of(t, file), line),
    };
}

void breaks_remove(struct breaks *b, const struct breakpoint *one)
{
    size_t i = (size_t)(one - b->at);
    memmove(&b->at[i], &b->at[i + 1], (--b->n - i) * sizeof *b->at);
}

uint32_t breaks_stop(const struct breaks *b, const struct trace *t, uint32_t i)
{
    uint32_t place = trace_at(t, i)->place;
    for (size_t k = 0; place && k < b->n; k++)
        if (b->at[k].place == place)
            return reach_before(t, i);
    return TRACE_NONE;
}

uint32_t breaks_here(const struct breaks *b, const struct trace *t, uint32_t cursor)
{
    for (uint32_t i = cursor; b->n && i < t->end && i - cursor < REACH_MOST; i++)
        if (breaks_stop(b, t, i) == cursor)
            return i;
    return TRACE_NONE;
}
