/* SPDX-License-Identifier: MIT */
#include "breaks/reach.h"

#include <string.h>

enum { NEAR = 16 }; /* events that are looked through for what one line does */

/* asyncio.run() makes tasks of its own, on the line on which it was called. */
static bool is_own_task(const struct trace *t, const struct event *e)
{
    const struct actor *task = trace_task(t, e->actor);
    return task && task->own;
}

bool reach_names_line(const struct trace *t, const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_OUT:
    case EV_ERR:
    case EV_BLOCK:
    case EV_LINE:
    case EV_END:
        return trace_line(t, e->place);
    case EV_TASK:
        return trace_line(t, e->place) && !is_own_task(t, e);
    default:
        return false;
    }
}

/* A wait, and what is known of it. */
struct wait {
    uint32_t task, future, timer, object;
    enum awaited on;
};

/* wait() and wait_for() set it before they do anything else. */
static bool is_time_limit(const struct trace *t, uint32_t i)
{
    const char *name = trace_note(t, i)->name;
    return name && !strcmp(name, "_release_waiter");
}

/* gather() asks to be told even by what is done already. */
static bool is_gather_callback(const struct trace *t, uint32_t i)
{
    const char *name = trace_note(t, i)->name;
    return name && !strcmp(name, "gather.<locals>._done_callback");
}

/* Does event i do no more than the await that comes next asks for? */
static bool leads(const struct trace *t, uint32_t i, const struct wait *w)
{
    const struct event *e = trace_at(t, i);
    switch ((enum event_kind)e->kind) {
    case EV_TIMER:
        return w->timer ? e->handle == w->timer : is_time_limit(t, i);
    case EV_SOON:
        if (w->on == ON_SLEEP0 || w->on == ON_YIELD)
            return e->actor == w->task;
        return w->on == ON_GATHER && is_gather_callback(t, i);
    case EV_SYNC:
        return w->object && e->ref == w->object;
    case EV_EXECUTOR:
        return w->on == ON_TO_THREAD || (w->future && e->ref == w->future);
    case EV_THREAD:
        return w->on == ON_TO_THREAD || w->on == ON_EXECUTOR;
    default:
        return false;
    }
}

static uint32_t first_lead(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    struct wait w = {0};
    if (e->kind == EV_END) {
        const struct note *n = trace_note(t, i);
        w = (struct wait){e->actor, e->ref, n->timer, n->object, (enum awaited)e->what};
    } else if (e->kind != EV_TASK) {
        return i;
    }
    uint32_t least = i - t->first > NEAR ? i - NEAR : t->first;
    while (i > least && leads(t, i - 1, &w))
        i--;
    return i;
}

/* Has a line that makes tasks, or whose running was told, come no further than this before event i?
 * Then event i is its doing, too. */
static bool runs_already(const struct trace *t, uint32_t i, uint32_t place)
{
    uint32_t least = i - t->first > NEAR ? i - NEAR : t->first;
    while (i > least) {
        const struct event *e = trace_at(t, --i);
        if (e->kind == EV_TASK || e->kind == EV_LINE)
            return e->place == place;
        if (e->kind != EV_SOON && e->kind != EV_NAME && e->kind != EV_TIMER)
            return false;
    }
    return false;
}

/* The place at which the task stopped whose turn begins with event i. */
static uint32_t stopped_at(const struct trace *t, uint32_t i)
{
    for (int n = 0; n < 2 * NEAR && (i = trace_previous(t, i)) != TRACE_NONE; n++)
        if (trace_at(t, i)->kind == EV_END)
            return trace_at(t, i)->place;
    return 0;
}

/* Is event i the first of a turn that goes on within the line, as print(await x) does? */
static bool goes_on_within(const struct trace *t, uint32_t i, uint32_t place)
{
    for (int n = 0; n < 2 * NEAR && i > t->first; n++) {
        const struct event *e = trace_at(t, --i);
        if (e->kind == EV_BEGIN)
            return e->actor && stopped_at(t, i) == place;
        if (reach_names_line(t, e))
            return false;
    }
    return false;
}

uint32_t reach_before(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    if (!reach_names_line(t, e))
        return TRACE_NONE;
    uint32_t from = first_lead(t, i);
    if (runs_already(t, from, e->place) || (e->kind != EV_END && goes_on_within(t, from, e->place)))
        return TRACE_NONE;
    return from;
}
