/* SPDX-License-Identifier: MIT */
/* Why a task has its turn, who is behind it, who is next. */
#include <string.h>

#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/waiting.h"
#include "story/words.h"

enum { NEAR = 64 }; /* handles looked through for one that is not cancelled */

/* ---- why it has its turn ---- */

/* The CANCEL of the task since its last turn, or TRACE_NONE. */
static uint32_t cancelled_since(const struct telling *s)
{
    const struct row *r = model_row(s->m, s->who);
    bool since = r && cause_kept(s->t, r->cancel) && r->cancel < s->s->begin &&
                 (s->before == TRACE_NONE || r->cancel > s->before);
    return since ? r->cancel : TRACE_NONE;
}

void moment_canceller(const struct telling *s, struct buf *b, uint32_t cancel)
{
    uint32_t by = cause_run(s->t, cancel);
    const struct callback *c = by == TRACE_NONE ? NULL : callback_find(trace_note(s->t, by)->name);
    size_t from = b->len;
    if (by != TRACE_NONE && trace_at(s->t, by)->actor == s->who) {
        buf_puts(b, "It has cancelled itself");
        return;
    }
    if (by == TRACE_NONE)
        buf_puts(b, "asyncio.run()");
    else
        words_runner(b, s->t, by);
    words_capital(b, from);
    if (c) {
        b->s[b->len = from] = 0;
        buf_puts(b, c->told ? c->told : "The time limit");
    }
    if (s->before == TRACE_NONE) {
        buf_puts(b, " cancelled it");
        return;
    }
    const struct waiting *w = waiting_for((uint8_t)trace_at(s->t, s->before)->what);
    words_put(b, s->t, " cancelled its %s", w->noun ? w->noun : "await");
    moment_line(b, s->t, trace_at(s->t, s->before)->place);
}

bool moment_time_is_up(const struct telling *s, uint32_t soon)
{
    uint32_t by = soon == TRACE_NONE ? TRACE_NONE : cause_run(s->t, soon);
    return by != TRACE_NONE && !trace_at(s->t, by)->actor &&
           words_contain(trace_note(s->t, by)->name, "_release_waiter") &&
           cause_fire(s->t, by) != TRACE_NONE;
}

/* What it waited for has come. */
static void put_wait_over(const struct telling *s, struct buf *b, uint32_t soon, uint32_t done)
{
    const struct event *e = trace_at(s->t, s->before);
    struct note n = *trace_note(s->t, s->before);
    uint8_t outcome = done == TRACE_NONE ? OUTCOME_DONE : trace_at(s->t, done)->what;
    const struct waiting *w = waiting_for(e->what);
    if (e->what == ON_TASK && e->ref & REF_TASK) {
        words_put(b, s->t, "%R, which it awaited", e->ref);
        moment_line(b, s->t, e->place);
        buf_puts(b, outcome == OUTCOME_FAILED      ? ", has failed"
                    : outcome == OUTCOME_CANCELLED ? ", was cancelled"
                                                   : ", is done");
    } else if (e->what == ON_GATHER && outcome != OUTCOME_CANCELLED) {
        buf_puts(b, outcome == OUTCOME_FAILED ? "gather() passes on an error"
                                              : "gather() has its results");
    } else if (outcome == OUTCOME_CANCELLED) {
        words_put(b, s->t, "Its %s", w->noun ? w->noun : "await");
        moment_line(b, s->t, e->place);
        buf_puts(b, " was cancelled");
    } else if (e->what == ON_SLEEP) {
        words_put(b, s->t, n.has & HAS_NUMBER ? "Its sleep(%d)" : "Its sleep", n.number);
        moment_line(b, s->t, e->place);
        buf_puts(b, " is over");
    } else if (outcome == OUTCOME_FAILED && (e->what == ON_RESPONSE || e->what == ON_BODY)) {
        buf_puts(b, "Its request has failed");
    } else if (outcome == OUTCOME_FAILED && e->what == ON_CONNECT) {
        buf_puts(b, "Its connection has failed");
    } else if (moment_time_is_up(s, soon)) {
        words_put(b, s->t, "The time of its %s", w->noun ? w->noun : "await");
        moment_line(b, s->t, e->place);
        buf_puts(b, " is up");
    } else if ((e->what == ON_QUEUE_GET || e->what == ON_QUEUE_PUT) && moment_shut(s, soon)) {
        buf_puts(b, "The queue was shut down");
    } else {
        buf_puts(b, w->over ? w->over : "What it awaited has come");
        if (!w->over)
            moment_line(b, s->t, e->place);
    }
}

/* Begins a turn within another one, or does that go on? */
static bool is_within(const struct telling *s)
{
    return s->begins && event_is_within(trace_at(s->t, s->s->begin));
}

static uint32_t maker_of(const struct trace *t, uint32_t task)
{
    const struct actor *a = trace_actor(t, task);
    return a ? a->maker : 0;
}

static void put_within(const struct telling *s, struct buf *b)
{
    uint32_t maker = maker_of(s->t, s->who);
    if (!s->starts)
        buf_puts(b, "Its turn goes on");
    else if (maker)
        words_put(b, s->t, "It is eager: it begins at once, within the turn of %T", maker);
    else
        buf_puts(b, "It is eager: it begins at once, within what made it");
}

void moment_reason(const struct telling *s, struct buf *b)
{
    if (!s->begins)
        return;
    if (is_within(s)) {
        put_within(s, b);
        return;
    }
    uint32_t cancel = cancelled_since(s);
    if (cancel != TRACE_NONE) {
        moment_canceller(s, b, cancel);
        if (s->starts)
            buf_puts(b, " before its first turn");
    } else if (s->starts) {
        buf_puts(b, "It was first in the ready queue");
    } else if (s->before == TRACE_NONE) {
        buf_puts(b, "What it waited for has come");
    } else if (trace_at(s->t, s->s->begin)->what != HANDLE_WAKEUP) {
        buf_puts(b, "It had given way for one tick");
    } else {
        uint32_t soon = cause_soon(s->t, s->s->begin);
        put_wait_over(s, b, soon, soon == TRACE_NONE ? TRACE_NONE : cause_done(s->t, soon));
    }
}

/* ---- the ready queue ---- */

/* "Task-3, 4 and 7 more", as far as this tick goes. */
static void put_queue(const struct model *m, struct buf *b, uint32_t left)
{
    uint32_t shown = left <= WORDS_NAMED ? left : WORDS_NAMED - 1;
    bool plain = false;
    for (uint32_t k = 0; k < shown; k++) {
        struct entry h = model_ready(m, k);
        const struct actor *a = h.task ? trace_actor(m->trace, h.task) : NULL;
        bool is_plain = a && !a->name;
        bool cancelled = model_uncalled(m, h);
        buf_puts(b, k ? ", " : "");
        if (h.task && !cancelled)
            words_put(b, m->trace, plain && is_plain ? "%u" : "%T",
                      plain && is_plain ? trace_number_of(m->trace, h.task) : h.task);
        else
            buf_puts(b, cancelled ? "a cancelled handle" : "a callback");
        plain = is_plain && !cancelled;
    }
    if (shown < left)
        words_put(b, m->trace, " and %u more", left - shown);
}

void moment_behind(const struct model *m, struct buf *b)
{
    uint32_t left = story_left(m);
    if (m->nrows < 2)
        return;
    struct buf clause = {0};
    buf_puts(&clause, left ? "; behind it: " : "; nobody is behind it");
    put_queue(m, &clause, left);
    if (moment_columns(b) + moment_columns(&clause) < MOMENT_COLUMNS)
        buf_add(b, clause.s, clause.len);
    buf_free(&clause);
}

void moment_turn(const struct telling *s, struct buf *b)
{
    static const char so[] = ", so it has its turn";
    moment_reason(s, b);
    bool within = is_within(s), turn = !s->starts || cancelled_since(s) != TRACE_NONE;
    if (turn && !within && moment_columns(b) + (int)sizeof so <= MOMENT_COLUMNS)
        buf_puts(b, so);
    if (!s->veiled && !within)
        moment_behind(s->m, b);
    buf_putc(b, '.');
}

/* Of the turn that begins with this BEGIN; the stop is made for it. */
static struct telling telling_of_turn(const struct model *m, uint32_t begin, struct stop *stop)
{
    *stop = (struct stop){.last = begin, .head = begin, .begin = begin};
    return (struct telling){.m = m,
                            .t = m->trace,
                            .s = stop,
                            .e = trace_at(m->trace, begin),
                            .who = trace_at(m->trace, begin)->actor,
                            .begins = true,
                            .starts = turn_is_first(m->trace, begin),
                            .before = turn_before(m->trace, begin)};
}

void moment_turn_of(const struct model *m, uint32_t begin, struct buf *b)
{
    struct stop stop;
    struct telling s = telling_of_turn(m, begin, &stop);
    moment_turn(&s, b);
}

void moment_reason_of(const struct model *m, uint32_t begin, struct buf *b)
{
    struct stop stop;
    struct telling s = telling_of_turn(m, begin, &stop);
    moment_reason(&s, b);
}

/* The first handle that is not cancelled; false: there is none near. */
static bool next_entry(const struct model *m, struct entry *h)
{
    for (uint32_t k = 0; k < m->ready.n && k < NEAR; k++) {
        *h = model_ready(m, k);
        if (!model_uncalled(m, *h))
            return true;
    }
    return false;
}

const struct callback *moment_told_next(const struct model *m)
{
    struct entry h;
    bool kept = next_entry(m, &h) && !h.task && cause_kept(m->trace, h.source);
    const struct callback *c = kept ? callback_find(trace_note(m->trace, h.source)->name) : NULL;
    return c && c->told ? c : NULL;
}

static void put_next(const struct model *m, struct buf *b, const struct entry *h, bool later)
{
    const char *name =
        cause_kept(m->trace, h->source) ? trace_note(m->trace, h->source)->name : NULL;
    const struct callback *c = callback_find(name);
    uint32_t tick = m->tick + 1;
    if (h->task)
        words_put(b, m->trace, later ? "%T is next, in tick %u." : "%T is next.", h->task, tick);
    else if (c && c->told)
        words_put(b, m->trace, later ? "%s is told in tick %u." : "%s is told next.", c->told,
                  tick);
    else
        words_put(b, m->trace, later ? "A callback runs in tick %u." : "A callback is next.", tick);
}

/* Who made the task whose turn within another one has ended here; 0: none has. */
static uint32_t who_goes_on(const struct model *m)
{
    uint32_t i = m->cursor - 1;
    const struct event *e = cause_kept(m->trace, i) ? trace_at(m->trace, i) : NULL;
    const struct row *r = e && e->kind == EV_END ? model_row(m, e->actor) : NULL;
    bool within = r && cause_kept(m->trace, r->ran) && event_is_within(trace_at(m->trace, r->ran));
    return within ? maker_of(m->trace, e->actor) : 0;
}

void moment_next(const struct model *m, struct buf *b)
{
    struct entry h;
    uint32_t maker = who_goes_on(m);
    if (maker)
        words_put(b, m->trace, "%T, which made it, goes on.", maker);
    else if (next_entry(m, &h))
        put_next(m, b, &h, !story_left(m));
    else
        buf_puts(b, "Nobody is ready now.");
}

void moment_add_next(const struct telling *s, struct buf *b, struct buf *below)
{
    struct buf next = {0};
    if (s->veiled && next_entry(s->m, &(struct entry){0}))
        return;
    moment_next(s->m, &next);
    moment_add(b, below, buf_str(&next));
    buf_free(&next);
}
