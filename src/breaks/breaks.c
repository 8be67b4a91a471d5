/* SPDX-License-Identifier: MIT */
#include "breaks/breaks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trace/told.h"

void breaks_close(struct breaks *b)
{
    for (size_t i = 0; i < b->n; i++)
        condition_free(b->at[i].condition);
    free(b->at);
    free(b->watched);
    defs_close(&b->defs);
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

/* The program's own file comes first. */
static bool is_before(const struct trace *t, uint32_t a, uint32_t b)
{
    const struct place *x = trace_place(t, a), *y = trace_place(t, b);
    int order = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    return order ? order < 0 : x->line < y->line;
}

static struct breakpoint *find(const struct breaks *b, const struct trace *t, const char *file,
                               uint32_t line)
{
    file = file_of(t, file);
    for (size_t i = 0; i < b->n; i++)
        if (is_on(t, b->at[i].place, file, line))
            return &b->at[i];
    return NULL;
}

const struct breakpoint *breaks_find(const struct breaks *b, const struct trace *t,
                                     const char *file, uint32_t line)
{
    return find(b, t, file, line);
}

void breaks_set(struct breaks *b, struct trace *t, const char *file, uint32_t line,
                struct condition *condition)
{
    struct breakpoint *one = find(b, t, file, line);
    b->cursor = TRACE_NONE;
    if (!b->defs.files)
        defs_read(&b->defs, t);
    if (one) {
        condition_free(one->condition);
        one->condition = condition;
        return;
    }
    b->changes++;
    uint32_t place = places_intern(&t->places, t->strings, file_of(t, file), line);
    b->at = xgrow(b->at, &b->cap, b->n + 1, sizeof *b->at);
    size_t i = b->n++;
    for (; i && is_before(t, place, b->at[i - 1].place); i--)
        b->at[i] = b->at[i - 1];
    b->at[i] = (struct breakpoint){.place = place, .condition = condition};
}

void breaks_watch(struct breaks *b, const char *name)
{
    free(b->watched);
    b->watched = name ? xstrdup(name) : NULL;
}

void breaks_read_again(struct breaks *b, const struct trace *t)
{
    if (!b->n)
        return;
    defs_close(&b->defs);
    defs_read(&b->defs, t);
}

void breaks_remove(struct breaks *b, const struct breakpoint *one)
{
    size_t i = (size_t)(one - b->at);
    condition_free(b->at[i].condition);
    b->cursor = TRACE_NONE;
    b->changes++;
    memmove(&b->at[i], &b->at[i + 1], (--b->n - i) * sizeof *b->at);
}

/* ---- is the condition true? ---- */

enum { LOOK_BACK = 256 }; /* events that are looked through for who makes a task */

/* The BEGIN of the turn that event i is in; TRACE_NONE: in none, or too far back. */
static uint32_t turn_of(const struct trace *t, uint32_t i)
{
    for (int n = 0; n < LOOK_BACK && i > t->first; n++) {
        enum event_kind kind = trace_at(t, --i)->kind;
        if (kind == EV_BEGIN)
            return i;
        if (kind == EV_END)
            break;
    }
    return TRACE_NONE;
}

/* Of the task whose line event i is: what the event tells, or what was told last. */
static bool holds(const struct condition *c, const struct trace *t, uint32_t i)
{
    uint32_t by = trace_at(t, i)->kind == EV_TASK ? turn_of(t, i) : i;
    uint32_t task = by == TRACE_NONE ? 0 : trace_at(t, by)->actor;
    uint32_t told = task ? told_at(t, by) : TRACE_NONE;
    return condition_holds(c, told == TRACE_NONE ? "" : told_locals(t, told),
                           task ? trace_task_name(t, task) : NULL);
}

/* Of a call that the END i tells of. */
static bool holds_in(const struct condition *c, const struct trace *t, uint32_t i, size_t frame)
{
    const char *locals = trace_note(t, i)->frames[frame].locals;
    return condition_holds(c, locals ? locals : "", trace_task_name(t, trace_at(t, i)->actor));
}

/* ---- stopping ---- */

/* Has the END i calls around the one that waits? */
static bool has_calls(const struct trace *t, uint32_t i, const struct event *e)
{
    return e->kind == EV_END && e->actor && trace_frames(t, i) > 1;
}

/* Where one stops for a breakpoint, for what event i tells; calls: it has some. */
static uint32_t stop_of(const struct breaks *b, const struct breakpoint *one, const struct trace *t,
                        uint32_t i, bool calls)
{
    size_t frame = 0;
    uint32_t stop = TRACE_NONE;
    if (trace_at(t, i)->place == one->place) {
        stop = reach_before(t, i);
        return stop == TRACE_NONE || !one->condition || holds(one->condition, t, i) ? stop
                                                                                    : TRACE_NONE;
    }
    if (calls)
        stop = calls_before(t, &b->defs, i, trace_place(t, one->place), &frame);
    return stop == TRACE_NONE || !one->condition || holds_in(one->condition, t, i, frame)
               ? stop
               : TRACE_NONE;
}

bool breaks_nearer(struct way way, uint32_t to, uint32_t than)
{
    if (to == TRACE_NONE || (way.by > 0 ? to <= way.from : to >= way.from))
        return false;
    return than == TRACE_NONE || (way.by > 0 ? to < than : to > than);
}

uint32_t breaks_stop(const struct breaks *b, const struct trace *t, uint32_t i, struct way way)
{
    const struct event *e = trace_at(t, i);
    uint32_t best = TRACE_NONE;
    if (!b->n || !(e->place || e->kind == EV_END))
        return TRACE_NONE;
    bool calls = has_calls(t, i, e);
    for (size_t k = 0; k < b->n; k++) {
        uint32_t stop = stop_of(b, &b->at[k], t, i, calls);
        if (breaks_nearer(way, stop, best))
            best = stop;
    }
    return best;
}

const struct breakpoint *breaks_here(const struct breaks *b, const struct trace *t, uint32_t cursor,
                                     uint32_t *event)
{
    for (*event = cursor; b->n && *event < t->end && *event - cursor < REACH_FAR; ++*event) {
        bool calls = has_calls(t, *event, trace_at(t, *event));
        for (size_t k = 0; k < b->n; k++)
            if (stop_of(b, &b->at[k], t, *event, calls) == cursor)
                return &b->at[k];
    }
    return NULL;
}

/* ---- counting ---- */

static void count(struct breaks *b, const struct trace *t, uint32_t i)
{
    bool calls = has_calls(t, i, trace_at(t, i));
    for (size_t k = 0; k < b->n; k++) {
        struct breakpoint *one = &b->at[k];
        uint32_t stop = stop_of(b, one, t, i, calls);
        if (stop != TRACE_NONE)
            ++*(stop <= b->cursor ? &one->before : &one->after);
    }
}

bool breaks_count(struct breaks *b, const struct trace *t, uint32_t cursor, uint32_t events)
{
    if (b->cursor != cursor || b->counted < t->first) {
        for (size_t k = 0; k < b->n; k++)
            b->at[k].before = b->at[k].after = 0;
        b->counted = t->first;
        b->cursor = cursor;
    }
    for (; events && b->counted < t->end; events--)
        count(b, t, b->counted++);
    return b->counted < t->end;
}
