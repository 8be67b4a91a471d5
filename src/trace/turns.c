/* SPDX-License-Identifier: MIT */
#include "trace/turns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ---- one task ---- */

struct task_clock {
    struct spent spent; /* before it came into its state … */
    double since;       /* … and when that was */
    enum task_state state;
    /* It is running, and was put into the ready queue meanwhile; of a thread: it computes beside
     * others. */
    bool again;
};

static void stop(struct task_clock *c, double time)
{
    double seconds = time - c->since;
    if (c->state < TASK_READY || c->state > TASK_WAITING)
        return;
    c->spent.in[c->state - TASK_READY] += seconds;
    if (c->state == TASK_RUNNING && seconds > (double)c->spent.longest)
        c->spent.longest = (float)seconds;
}

static void begin(struct task_clock *c, enum task_state state, double time)
{
    stop(c, time);
    c->state = state;
    c->since = time;
}

static void enter(struct task_clock *c, enum task_state state, double time)
{
    if (c->state != state)
        begin(c, state, time);
}

/* An event about it happens. runs: it is the program's main thread, which starts. */
static void happen(struct task_clock *c, const struct event *e, bool runs)
{
    if (e->kind == EV_TASK || e->kind == EV_THREAD_START)
        *c = (struct task_clock){.state = TASK_CREATED};
    if (!c->state)
        return;
    switch ((enum event_kind)e->kind) {
    case EV_SOON:
    case EV_IO:
        c->again = c->state == TASK_RUNNING;
        if (!c->again)
            enter(c, TASK_READY, e->time);
        break;
    case EV_THREAD_START:
        enter(c, runs ? TASK_RUNNING : TASK_READY, e->time);
        c->spent.turns = runs;
        break;
    case EV_THREAD_WAIT:
        c->again = e->what == ON_COMPUTE;
        if (!c->again)
            enter(c, TASK_WAITING, e->time);
        break;
    case EV_SWITCH:
    case EV_BEGIN:
        if (event_goes_on(e))
            break;
        begin(c, TASK_RUNNING, e->time); /* it may run already: a thread that has computed */
        c->spent.turns++;
        c->again = false;
        break;
    case EV_END:
        if (c->state == TASK_RUNNING)
            enter(c, c->again ? TASK_READY : TASK_WAITING, e->time);
        break;
    case EV_THREAD_DONE:
    case EV_TASK_DONE:
        enter(c, TASK_ENDED, e->time);
        break;
    default:
        break;
    }
}

/* Another thread goes on instead. */
static void give_way(struct task_clock *c, double time)
{
    if (c->state == TASK_RUNNING && !c->again)
        enter(c, TASK_READY, time);
}

/* ---- all of them ---- */

static struct task_clock *clock_of(struct task_clocks *s, uint32_t actor)
{
    size_t before = s->cap;
    s->at = xgrow(s->at, &s->cap, actor, sizeof *s->at);
    if (s->cap > before)
        xrelease(s->at + before, (s->cap - before) * sizeof *s->at);
    s->n = actor > s->n ? actor : s->n;
    return &s->at[actor - 1];
}

/* The next event. Its task, or NULL: it is about none. */
static const struct task_clock *see(struct task_clocks *s, const struct event *e)
{
    s->seen++;
    if (!e->actor)
        return NULL;
    uint32_t from = e->kind == EV_SWITCH && e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
    if (from && from != e->actor && from <= s->cap)
        give_way(&s->at[from - 1], e->time);
    struct task_clock *c = clock_of(s, e->actor);
    happen(c, e, e->kind == EV_THREAD_START && !s->threads);
    s->threads |= e->kind == EV_THREAD_START;
    return c->state ? c : NULL;
}

static void copy_clocks(struct task_clocks *to, const struct task_clocks *from)
{
    to->at = xgrow(to->at, &to->cap, from->cap, sizeof *to->at);
    xrelease(to->at, to->cap * sizeof *to->at);
    for (size_t k = 0; k < from->cap; k++)
        if (from->at[k].state)
            to->at[k] = from->at[k];
    to->seen = from->seen;
    to->n = from->n;
    to->threads = from->threads;
}

/* ---- where turns begin ---- */

enum { WORD = 64, WORDS = TRACE_CHUNK / WORD };

/* For each BEGIN of a chunk of the trace what its task had spent. The n-th bit that is set, of all
 * words, is the event of the n-th of them. */
struct turn_chunk {
    uint64_t begins[WORDS];
    uint16_t before[WORDS]; /* bits that are set in the words before */
    struct spent *at;
    uint32_t n;
    size_t cap;
};

static struct turn_chunk *chunk_of(struct turns *s, uint32_t i)
{
    size_t k = i / TRACE_CHUNK;
    for (; s->nchunks <= k; s->nchunks++) {
        s->chunks = xgrow(s->chunks, &s->cap, s->nchunks + 1, sizeof(struct turn_chunk *));
        s->chunks[s->nchunks] = NULL;
    }
    if (!s->chunks[k])
        s->chunks[k] = xcalloc(1, sizeof **s->chunks);
    return s->chunks[k];
}

static void write_down(struct turns *s, uint32_t i, const struct spent *spent)
{
    struct turn_chunk *c = chunk_of(s, i);
    uint32_t word = i % TRACE_CHUNK / WORD;
    if (!c->begins[word])
        c->before[word] = (uint16_t)c->n;
    c->begins[word] |= 1ull << i % WORD;
    c->at = xgrow(c->at, &c->cap, c->n + 1, sizeof *c->at);
    c->at[c->n++] = *spent;
}

/* NULL: event i is not the BEGIN of a task, or was not seen. */
static const struct spent *look_up(const struct turns *s, uint32_t i)
{
    const struct turn_chunk *c = i / TRACE_CHUNK < s->nchunks ? s->chunks[i / TRACE_CHUNK] : NULL;
    uint32_t word = i % TRACE_CHUNK / WORD;
    uint64_t bit = 1ull << i % WORD;
    if (!c || !(c->begins[word] & bit))
        return NULL;
    return &c->at[c->before[word] + __builtin_popcountll(c->begins[word] & (bit - 1))];
}

static void forget_clocks(struct task_clocks *s, size_t from, size_t n)
{
    if (from < s->cap)
        xrelease(s->at + from, (n < s->cap - from ? n : s->cap - from) * sizeof *s->at);
}

void turns_forget(struct turns *s, uint32_t from, uint32_t n)
{
    forget_clocks(&s->front, from, n);
    forget_clocks(&s->base, from, n);
    s->gone += n;
}

size_t turns_bytes(const struct turns *s)
{
    size_t both = (size_t)s->front.n + s->base.n, n = 0;
    if (both > 2 * s->gone)
        n = (both - 2 * s->gone) * sizeof *s->front.at;
    for (size_t k = 0; k < s->nchunks; k++)
        if (s->chunks[k])
            n += sizeof *s->chunks[k] + s->chunks[k]->cap * sizeof *s->chunks[k]->at;
    return n;
}

static void chunk_free(struct turn_chunk *c)
{
    if (c)
        free(c->at);
    free(c);
}

/* ---- along the trace ---- */

void turns_see(struct turns *s, const struct trace *t, uint32_t upto)
{
    if (s->front.seen < s->base.seen)
        copy_clocks(&s->front, &s->base);
    while (s->front.seen < upto && s->front.seen < t->end) {
        uint32_t i = s->front.seen;
        const struct event *e = trace_pass(t, i);
        const struct task_clock *c = see(&s->front, e);
        if (c && (e->kind == EV_BEGIN || e->kind == EV_SWITCH || e->kind == EV_THREAD_START))
            write_down(s, i, &c->spent);
    }
}

void turns_drop(struct turns *s, const struct trace *t, uint32_t first)
{
    while (s->base.seen < first)
        see(&s->base, trace_pass(t, s->base.seen));
    for (size_t k = 0; k < first / TRACE_CHUNK && k < s->nchunks; k++) {
        chunk_free(s->chunks[k]);
        s->chunks[k] = NULL;
    }
}

void turns_close(struct turns *s)
{
    for (size_t k = 0; k < s->nchunks; k++)
        chunk_free(s->chunks[k]);
    free(s->chunks);
    free(s->front.at);
    free(s->base.at);
    *s = (struct turns){0};
}

/* ---- at the cursor ---- */

/* Where the latest turn of its began, or at the start of what is kept. */
static struct task_clock latest(const struct turns *s, const struct model *m, uint32_t task)
{
    uint32_t ran = model_row(m, task)->ran;
    const struct spent *spent = ran == TRACE_NONE ? NULL : look_up(s, ran);
    if (spent)
        return (struct task_clock){
            .spent = *spent, .since = trace_at(m->trace, ran)->time, .state = TASK_RUNNING};
    if (task <= s->base.cap && s->base.at[task - 1].state)
        return s->base.at[task - 1];
    if (trace_is_thread(m->trace, task)) /* ready from the start */
        return (struct task_clock){
            .since = trace_at(m->trace, trace_actor(m->trace, task)->created)->time,
            .state = TASK_READY};
    return (struct task_clock){.state = TASK_CREATED};
}

/* The first event from there on that its row remembers. */
static uint32_t next_of(const struct row *r, uint32_t from)
{
    uint32_t known[] = {r->woken, r->stopped, r->ended}, next = TRACE_NONE;
    for (int i = 0; i < 3; i++)
        if (known[i] >= from && known[i] < next)
            next = known[i];
    return next;
}

struct spent turns_spent(const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    if (!r || !m->trace->turns)
        return (struct spent){0};
    struct task_clock c = latest(m->trace->turns, m, task);
    bool ran = r->ran != TRACE_NONE && r->ran >= m->trace->first;
    uint32_t next = next_of(r, ran ? r->ran + 1 : m->trace->first);
    for (; next != TRACE_NONE; next = next_of(r, next + 1)) {
        const struct event *e = trace_at(m->trace, next);
        e->kind == EV_SWITCH ? give_way(&c, e->time) : happen(&c, e, false);
    }
    stop(&c, m->time);
    for (int i = 0; i < 3; i++)
        c.spent.in[i] = fmax(c.spent.in[i], 0);
    return c.spent;
}
