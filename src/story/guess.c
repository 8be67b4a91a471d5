/* SPDX-License-Identifier: MIT */
#include "story/guess.h"

#include <math.h>
#include <stdlib.h>

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story.h"
#include "story/words.h"

enum { NEAR = 64, SCAN = 1024 }; /* handles, timers, tasks looked through */

/* ---- what lies ahead ---- */

/* Between the cursor and the next turn of a task. */
struct ahead {
    uint32_t begin; /* of that turn; TRACE_NONE: none is near */
    bool joins;     /* a task becomes ready before that */
    bool chance;    /* poll finds I/O */
};

static bool is_own(const struct trace *t, uint32_t task)
{
    const struct actor *a = trace_task(t, task);
    return !a || a->own;
}

static struct ahead look_ahead(const struct model *m)
{
    const struct trace *t = m->trace;
    struct ahead a = {.begin = TRACE_NONE};
    uint32_t most = t->end - m->cursor < GUESS_AHEAD ? t->end : m->cursor + GUESS_AHEAD;
    for (uint32_t i = m->cursor; i < most && a.begin == TRACE_NONE; i++) {
        const struct event *e = trace_at(t, i);
        if (e->kind == EV_BEGIN && e->actor && !event_is_within(e))
            a.begin = i;
        a.joins |= e->kind == EV_SOON && e->actor;
        a.chance |= e->kind == EV_IO;
    }
    if (a.begin != TRACE_NONE && is_own(t, trace_at(t, a.begin)->actor))
        a.begin = TRACE_NONE;
    return a;
}

/* Did poll find I/O in the tick in which the turn was put into the ready queue? Then the order may
 * be that of what it found. */
static bool woken_by_chance(const struct trace *t, uint32_t begin)
{
    uint32_t soon = cause_soon(t, begin), i = soon;
    for (uint32_t n = 0; n < GUESS_AHEAD && cause_kept(t, i); n++, i--) {
        if (trace_at(t, i)->kind == EV_IO)
            return true;
        if (trace_at(t, i)->kind == EV_TICK)
            break;
    }
    return false;
}

/* ---- who could be next ---- */

struct set {
    uint32_t task[3 * NEAR];
    uint32_t n;
};

static void add(struct set *s, const struct trace *t, uint32_t task)
{
    for (uint32_t k = 0; k < s->n; k++)
        if (s->task[k] == task)
            return;
    if (!is_own(t, task))
        s->task[s->n++] = task;
}

static void add_ready(struct set *s, const struct model *m)
{
    for (uint32_t k = 0; k < m->ready.n && k < NEAR; k++) {
        struct entry h = model_ready(m, k);
        if (h.task && !model_uncalled(m, h))
            add(s, m->trace, h.task);
    }
}

static bool waits(const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    return r && r->state == TASK_WAITING;
}

/* Those whose timers are due next. */
static void add_sleepers(struct set *s, const struct model *m)
{
    struct timer_entry timers[NEAR];
    uint32_t n = model_timers(m, timers, NEAR);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t task = cause_setter(m->trace, timers[k].event);
        if (task && waits(m, task))
            add(s, m->trace, task);
    }
}

/* They wait for something else, and a learner may think that it has come. */
static void add_waiting(struct set *s, const struct model *m)
{
    uint32_t most = s->n + NEAR;
    for (uint32_t task = 1; task <= m->nrows && task <= SCAN && s->n < most; task++)
        if (waits(m, task))
            add(s, m->trace, task);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Of more than can be offered, neighbours by number; where among them the answer stands must say
 * nothing. */
static bool choose(struct guess *g, struct set *s)
{
    uint32_t at = 0, from = 0;
    qsort(s->task, s->n, sizeof *s->task, by_number);
    while (at < s->n && s->task[at] != g->answer)
        at++;
    if (at == s->n || s->n < 2)
        return false;
    if (s->n > GUESS_MOST) {
        uint32_t before = (g->begin * 2654435761u >> 16) % GUESS_MOST, last = s->n - GUESS_MOST;
        from = at < before ? 0 : at - before > last ? last : at - before;
    }
    g->n = s->n < GUESS_MOST ? s->n : GUESS_MOST;
    for (uint32_t k = 0; k < g->n; k++)
        g->tasks[k] = s->task[from + k];
    return true;
}

bool guess_make(const struct model *m, struct guess *g)
{
    struct set s = {.n = 0};
    *g = (struct guess){.begin = TRACE_NONE};
    if (m->handle || !m->loop)
        return false;
    struct ahead a = look_ahead(m);
    if (a.begin == TRACE_NONE || woken_by_chance(m->trace, a.begin))
        return false;
    g->begin = a.begin;
    g->answer = trace_at(m->trace, a.begin)->actor;
    add_ready(&s, m);
    g->asleep = !s.n;
    if (s.n)
        return !a.joins && choose(g, &s);
    add_sleepers(&s, m);
    if (s.n < 2 || a.chance)
        return false;
    add_waiting(&s, m);
    return choose(g, &s);
}

void guess_ask(const struct guess *g, struct buf *b)
{
    buf_puts(b, g->asleep ? "Nobody is ready: who runs next?" : "Who runs next?");
}

/* ---- why ---- */

/* The FIRE that led to the turn which begins so, or TRACE_NONE. */
static uint32_t fire_of(const struct trace *t, uint32_t soon)
{
    uint32_t run = cause_kept(t, soon) ? cause_run(t, soon) : TRACE_NONE;
    return run == TRACE_NONE || trace_at(t, run)->actor ? TRACE_NONE : cause_fire(t, run);
}

static void put_names(const struct model *m, struct buf *b, const struct names *names)
{
    struct telling s = {.m = m, .t = m->trace};
    moment_names(&s, b, names);
}

/* Not in the order in which they are due: that would tell of later turns. */
static void put_tied(const struct model *m, struct buf *b, struct names names)
{
    struct telling s = {.m = m, .t = m->trace, .veiled = true};
    names = moment_veil(&s, names);
    moment_names(&s, b, &names);
}

/* "; its timer was set first", if the timers of both fell due in one tick. */
static void put_timers(const struct model *m, const struct guess *g, struct buf *b)
{
    const struct trace *t = m->trace;
    uint32_t fire = fire_of(t, cause_soon(t, g->begin));
    for (uint32_t k = 0; k < g->n && fire != TRACE_NONE; k++) {
        const struct row *r = model_row(m, g->tasks[k]);
        uint32_t other = g->tasks[k] == g->answer ? TRACE_NONE : fire_of(t, r->woken);
        if (other == TRACE_NONE || trace_at(t, other)->tick != trace_at(t, fire)->tick)
            continue;
        bool tie = fabs(trace_number(t, other) - trace_number(t, fire)) < 1e-9;
        buf_puts(b, tie ? "; its timer was set first" : "; its timer was due first");
        return;
    }
}

/* The queue decided. */
static void tell_queue(const struct model *m, const struct guess *g, struct moment *to)
{
    struct names others = {0};
    uint32_t run = cause_run(m->trace, cause_soon(m->trace, g->begin));
    if (turn_is_first(m->trace, g->begin)) {
        size_t from = to->why[0].len;
        words_runner(&to->why[0], m->trace, run);
        words_capital(&to->why[0], from);
        buf_puts(&to->why[0], " made it, and it has had no turn yet.");
    } else {
        moment_reason_of(m, g->begin, &to->why[0]);
        put_timers(m, g, &to->why[0]);
        buf_putc(&to->why[0], '.');
    }
    for (uint32_t k = 0; k < g->n; k++)
        if (g->tasks[k] != g->answer)
            moment_add_name(&others, g->tasks[k]);
    buf_puts(&to->why[1], "It joined the ready queue before ");
    put_names(m, &to->why[1], &others);
    buf_puts(&to->why[1], ": first come, first served.");
}

/* Whose timers are due when this one is; nobody's if it is not known. */
static struct names due_with(const struct model *m, uint32_t fire)
{
    struct timer_entry timers[NEAR];
    struct names names = {0};
    uint32_t n = model_timers(m, timers, NEAR);
    for (uint32_t k = 0; k < n && fire != TRACE_NONE; k++) {
        uint32_t task = cause_setter(m->trace, timers[k].event);
        bool same = fabs(timers[k].when - trace_number(m->trace, fire)) < 1e-9;
        if (task && same && timers[k].handle != trace_at(m->trace, fire)->handle && waits(m, task))
            moment_add_name(&names, task);
    }
    return names;
}

static bool has(const struct names *names, uint32_t task)
{
    for (uint32_t k = 0; k < names->n; k++)
        if (names->task[k] == task)
            return true;
    return false;
}

/* A timer decided. */
static void tell_timers(const struct model *m, const struct guess *g, uint32_t said,
                        struct moment *to)
{
    uint32_t fire = fire_of(m->trace, cause_soon(m->trace, g->begin));
    struct names tied = due_with(m, fire);
    moment_reason_of(m, g->begin, &to->why[0]);
    if (fire != TRACE_NONE)
        words_put(&to->why[0], m->trace, " first, at %t", trace_number(m->trace, fire));
    buf_putc(&to->why[0], '.');
    if (said != g->answer && !has(&tied, said)) {
        words_put(&to->why[1], m->trace, "%T has to wait: ", said);
        story_task(m, said, &to->why[1]);
        buf_putc(&to->why[1], '.');
    } else if (tied.all) {
        put_tied(m, &to->why[1], tied);
        buf_puts(&to->why[1], tied.all == 1 ? " is due then, too, but its timer was set later."
                                            : " are due then, too, but their timers were set "
                                              "later.");
    }
}

void guess_tell(const struct model *m, const struct guess *g, uint32_t said, struct moment *to)
{
    if (said == g->answer)
        words_put(&to->headline, m->trace, "Right: %T runs next.", g->answer);
    else
        words_put(&to->headline, m->trace, "No: %T runs next, not %T.", g->answer, said);
    if (g->asleep)
        tell_timers(m, g, said, to);
    else
        tell_queue(m, g, to);
    moment_fit(&to->headline);
    moment_fit(&to->why[0]);
    moment_fit(&to->why[1]);
}
