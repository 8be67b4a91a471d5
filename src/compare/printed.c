/* SPDX-License-Identifier: MIT */
#include "compare/printed.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compare/when.h"
#include "story/words.h"

struct printed_text printed_line(const struct trace *t, uint32_t event)
{
    const struct note *note = trace_note(t, event);
    size_t n = note->len;
    if (n && note->text[n - 1] == '\n')
        n--;
    return (struct printed_text){note->text, n};
}

/* ---- lines that both have ---- */

struct tally_of_text {
    uint64_t hash; /* 0: the place is free */
    int64_t more;  /* that the first run has; negative: the second */
};

static uint64_t hash_of(struct printed_text l)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < l.n; i++)
        h = (h ^ (unsigned char)l.s[i]) * 1099511628211u;
    return h ? h : 1;
}

static void tally(struct differences *d, struct printed_text l, int by)
{
    uint64_t h = hash_of(l);
    size_t i = h & d->tallies.mask;
    while (d->tallies.at[i].hash && d->tallies.at[i].hash != h)
        i = (i + 1) & d->tallies.mask;
    struct tally_of_text *at = &d->tallies.at[i];
    at->hash = h;
    d->alike += by > 0 ? at->more < 0 : at->more > 0;
    at->more += by;
}

void differences_init(struct differences *d, const struct player *const runs[2])
{
    size_t size = 16;
    while (size < 2 * ((size_t)runs[0]->trace.nouts + runs[1]->trace.nouts))
        size *= 2;
    *d = (struct differences){.tallies.mask = size - 1};
    d->tallies.at = xcalloc(size, sizeof *d->tallies.at);
}

void differences_close(struct differences *d)
{
    free(d->tallies.at);
    free(d->at);
    *d = (struct differences){0};
}

/* ---- place by place ---- */

static void add(struct differences *d, uint32_t place)
{
    d->at = xgrow(d->at, &d->cap, d->n + 1, sizeof *d->at);
    d->at[d->n++] = place;
}

/* Event i, where there are n; TRACE_NONE behind them. */
static uint32_t event_at(const uint32_t *events, uint32_t n, uint32_t i)
{
    return i < n ? events[i] : TRACE_NONE;
}

static void compare_lines(struct differences *d, const struct trace *a, const struct trace *b)
{
    uint32_t of_a = event_at(a->outs, a->nouts, d->seen);
    uint32_t of_b = event_at(b->outs, b->nouts, d->seen);
    struct printed_text one = {0}, other = {0};
    if (of_a != TRACE_NONE)
        tally(d, one = printed_line(a, of_a), 1);
    if (of_b != TRACE_NONE)
        tally(d, other = printed_line(b, of_b), -1);
    bool both = of_a != TRACE_NONE && of_b != TRACE_NONE;
    bool text = both && one.n == other.n && (!one.n || !memcmp(one.s, other.s, one.n)) &&
                trace_at(a, of_a)->kind == trace_at(b, of_b)->kind;
    bool time = both && when_same_time(trace_at(a, of_a)->time, trace_at(b, of_b)->time);
    d->in_place += text;
    d->in_time += text && time;
    if (!text || !time)
        add(d, d->seen);
}

bool differences_of_lines(struct differences *d, const struct player *const runs[2], uint32_t most)
{
    const struct trace *a = &runs[0]->trace, *b = &runs[1]->trace;
    for (; d->seen < a->nouts || d->seen < b->nouts; d->seen++) {
        if (!most--)
            return false;
        compare_lines(d, a, b);
    }
    free(d->tallies.at);
    d->tallies.at = NULL;
    d->turns = !d->n;
    d->seen = 0;
    return true;
}

void printed_turn(struct buf *out, const struct trace *t, uint32_t event)
{
    const struct event *e = trace_at(t, event);
    if (e->kind == EV_SWITCH && e->actor)
        words_task(out, t, e->actor);
    else
        words_runner(out, t, e->kind == EV_BEGIN ? event : TRACE_NONE);
}

static bool same_turn(const struct trace *a, uint32_t of_a, const struct trace *b, uint32_t of_b)
{
    struct buf one = {0}, other = {0};
    if (of_a == TRACE_NONE || of_b == TRACE_NONE ||
        !when_same_time(trace_at(a, of_a)->time, trace_at(b, of_b)->time))
        return false;
    printed_turn(&one, a, of_a);
    printed_turn(&other, b, of_b);
    bool same = !strcmp(buf_str(&one), buf_str(&other));
    buf_free(&one);
    buf_free(&other);
    return same;
}

bool differences_of_turns(struct differences *d, const struct player *const runs[2],
                          const struct groups *g, uint32_t most)
{
    for (; d->seen < g->ndeeds[0] || d->seen < g->ndeeds[1]; d->seen++) {
        if (!most--)
            return false;
        uint32_t a = event_at(g->deeds[0], g->ndeeds[0], d->seen);
        uint32_t b = event_at(g->deeds[1], g->ndeeds[1], d->seen);
        if (!same_turn(&runs[0]->trace, a, &runs[1]->trace, b))
            add(d, d->seen);
    }
    return true;
}

uint32_t differences_event(const struct differences *d, const struct player *p,
                           const struct groups *g, int run, size_t i)
{
    return d->turns ? event_at(g->deeds[run], g->ndeeds[run], d->at[i])
                    : event_at(p->trace.outs, p->trace.nouts, d->at[i]);
}
