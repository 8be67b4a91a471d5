/* SPDX-License-Identifier: MIT */
#include "trace/libraries.h"

#include <string.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "base/text.h"

/* How many of the list are below `task`. */
static uint32_t below(const struct trace *t, uint32_t task)
{
    return sorted_below(t->library, t->nlibrary, task);
}

/* gather(), sleep(), Queue.get(): what asyncio calls with an underscore is not for programs. */
static bool is_public(const struct note *n)
{
    const char *dot = n->coro ? strrchr(n->coro, '.') : NULL, *name = dot ? dot + 1 : n->coro;
    return n->def && begins_with(n->def, "asyncio/") && name && *name != '_';
}

void libraries_learn(struct trace *t, uint32_t task, const struct note *n)
{
    if (!(n->has & HAS_LIBRARY) || !t->inside || t->closing || is_public(n))
        return;
    t->library = xgrow(t->library, &t->library_cap, t->nlibrary + 1u, sizeof *t->library);
    t->library[t->nlibrary++] = task;
}

void libraries_ran(struct trace *t, uint32_t task)
{
    uint32_t at = below(t, task);
    if (at == t->nlibrary || t->library[at] != task)
        return;
    memmove(&t->library[at], &t->library[at + 1], (--t->nlibrary - at) * sizeof *t->library);
}

bool libraries_have(const struct trace *t, uint32_t task)
{
    uint32_t at = below(t, task);
    return at < t->nlibrary && t->library[at] == task;
}

uint32_t libraries_upto(const struct trace *t, uint32_t task)
{
    return below(t, task + 1);
}

/* Of the tasks below the one at place `at` of the list, library[at] - 1 - at are none. */
uint32_t libraries_skip(const struct trace *t, uint32_t k)
{
    uint32_t from = 0, to = t->nlibrary;
    while (from < to) {
        uint32_t at = from + (to - from) / 2;
        if (t->library[at] - 1 - at <= k)
            from = at + 1;
        else
            to = at;
    }
    return k + 1 + from;
}
