/* SPDX-License-Identifier: MIT */
/* BEGIN and END of a handle's run, and what is printed in it: who runs, and why now. */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/words.h"

/* ---- begin: who runs, and why now ---- */

static void put_created(const struct explained *s, struct buf *b, uint32_t soon)
{
    uint32_t maker = cause_run(s->t, soon), tick = trace_at(s->t, soon)->tick;
    if (maker != TRACE_NONE)
        words_put(b, s->t, "%a created it in tick %u", maker, tick);
    else
        words_put(b, s->t,
                  tick ? "it was created in tick %u" : "it was created before the first tick",
                  tick);
    buf_puts(b, ", which put its first step into the ready queue");
}

static void put_task_end(const struct explained *s, struct buf *b, uint32_t done)
{
    const struct event *e = trace_at(s->t, done);
    words_put(b, s->t, e->what == OUTCOME_FAILED ? "%T failed in tick %u" : "%T ended in tick %u",
              e->actor, e->tick);
}

static void put_finisher(const struct explained *s, struct buf *b, uint32_t soon, uint32_t done)
{
    uint32_t by = cause_run(s->t, soon);
    bool cancelled = trace_at(s->t, done)->what == OUTCOME_CANCELLED;
    words_put(b, s->t, ". In tick %u ", trace_at(s->t, soon)->tick);
    if (by != TRACE_NONE)
        words_put(b, s->t, cancelled ? "%a cancelled the future" : "%a finished the future", by);
    else
        buf_puts(b, cancelled ? "the future was cancelled" : "the future was finished");
}

static void put_woken(const struct explained *s, struct buf *b, uint32_t soon)
{
    struct wait w = awaits_of(s->m, s->r);
    uint32_t done = cause_done(s->t, soon);
    if (done == TRACE_NONE) {
        awaits_reason(s->m, b, &w, done);
    } else if (trace_at(s->t, done)->kind == EV_TASK_DONE) {
        put_task_end(s, b, done);
    } else {
        if (w.on == ON_SLEEP && w.n.has & HAS_WHEN && trace_at(s->t, done)->what == OUTCOME_DONE)
            words_put(b, s->t, "its sleep(%d) was due at t = %t", w.n.number, w.n.when);
        else
            awaits_reason(s->m, b, &w, done);
        put_finisher(s, b, soon, done);
    }
    words_put(b, s->t, ", which put %T's wakeup into the ready queue", s->e->actor);
}

static bool first_turn(const struct explained *s)
{
    return s->r && s->r->stopped == TRACE_NONE;
}

static void turn_why(const struct explained *s, struct buf *b)
{
    uint32_t soon = cause_soon(s->t, s->i);
    buf_puts(b, "Why now: ");
    if (soon == TRACE_NONE)
        buf_puts(b, "it has come to the head of the ready queue");
    else if (s->e->what == HANDLE_WAKEUP)
        put_woken(s, b, soon);
    else if (first_turn(s))
        put_created(s, b, soon);
    else
        words_put(b, s->t,
                  "it gave way in tick %u, and its next step joined the ready queue at once",
                  trace_at(s->t, soon)->tick);
    story_turn(s, b);
}

static void callback_why(const struct explained *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    const struct row *r = s->e->ref & REF_TASK ? model_row(s->m, s->e->ref & ~REF_TASK) : NULL;
    uint32_t fire = cause_fire(s->t, s->i);
    if (c)
        buf_puts(b, c->effect);
    buf_puts(b, c ? " Why now: " : "Why now: ");
    if (fire != TRACE_NONE) {
        words_put(b, s->t, "it was due at t = %t, which put it into the ready queue",
                  trace_number(s->t, fire));
    } else if (r && cause_kept(s->t, r->ended)) {
        put_task_end(s, b, r->ended);
        buf_puts(b, ", which put this callback into the ready queue");
    } else {
        buf_puts(b, "it has come to the head of the ready queue");
    }
    story_turn(s, b);
}

static void begin_why(const struct explained *s, struct buf *b)
{
    if (s->e->actor)
        turn_why(s, b);
    else
        callback_why(s, b);
}

static void callback_what(const struct explained *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    uint32_t sleeper = c == callback_sleep ? cause_waiter(s->m, s->e->ref) : 0;
    size_t from = b->len;
    words_put(b, s->t, "%a runs", s->i);
    words_capital(b, from);
    if (sleeper) {
        struct wait w = awaits_of(s->m, model_row(s->m, sleeper));
        words_put(b, s->t, ": %T's ", sleeper);
        awaits_put(b, s->t, &w, ARTICLE_NONE);
        buf_puts(b, " is over");
    } else {
        awaits_heard(s->m, b, ": ", c, s->e->ref);
    }
    buf_putc(b, '.');
}

static void begin_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->actor;
    struct wait w = awaits_of(s->m, s->r);
    if (!task) {
        callback_what(s, b);
    } else if (first_turn(s) && s->r->cancel != TRACE_NONE) {
        words_put(b, s->t, "%T has its first turn, but was cancelled: no line of %C() will run.",
                  task, task);
    } else if (first_turn(s) || !s->r) {
        words_put(b, s->t, "%T starts to run: %C().", task, task);
    } else {
        uint32_t soon = cause_soon(s->t, s->i), stands = s->r->place;
        words_put(b, s->t, stands ? "%T goes on from its await at %P: " : "%T goes on: ", task,
                  stands);
        if (s->e->what == HANDLE_WAKEUP)
            awaits_reason(s->m, b, &w, soon == TRACE_NONE ? soon : cause_done(s->t, soon));
        else
            buf_puts(b, "it had given way for one tick");
        buf_putc(b, '.');
    }
}

/* ---- end ---- */

static void end_what(const struct explained *s, struct buf *b)
{
    const struct model *m = s->m;
    struct wait w = {s->e->what, s->e->ref, s->n};
    size_t from = b->len;
    if (!s->e->actor) {
        bool known = cause_kept(s->t, m->begin) && trace_at(s->t, m->begin)->handle == s->e->handle;
        words_put(b, s->t, known ? "%a has run." : "a callback has run.", m->begin);
        words_capital(b, from);
    } else if (w.on == ON_NONE) {
        words_put(b, s->t, "%T has had its last turn.", s->e->actor);
    } else {
        bool gives_way = w.on == ON_SLEEP0 || w.on == ON_YIELD;
        words_put(b, s->t, gives_way ? "%T gives way for one tick: " : "%T waits for ",
                  s->e->actor);
        awaits_put(b, s->t, &w, ARTICLE_A);
        if (w.on == ON_SLEEP && w.n.has & HAS_WHEN)
            words_put(b, s->t, ": a timer is set for %t.", w.n.when);
        else
            words_put(b, s->t,
                      w.on == ON_WAIT_FOR && w.n.has & HAS_NUMBER ? ", for at most %d s." : ".",
                      w.n.number);
    }
}

static const char *const meanings[ON_KINDS] = {
    [ON_TASK] = "It goes on in the tick after that task has ended.",
    [ON_FUTURE] = "It goes on in the tick after somebody has finished that future.",
    [ON_GATHER] =
        "gather() is done with the last of them, or with the first error that it passes on.",
    [ON_WAIT_FOR] = "wait_for() cancels what it awaits when the time is up.",
    [ON_WAIT] = "wait() ends when enough of its tasks have ended.",
    [ON_AS_COMPLETED] = "as_completed() gives the next one that ends.",
    [ON_TASKGROUP] = "A TaskGroup is left when all its tasks have ended.",
    [ON_SHIELD] = "shield() keeps a cancellation away from what it awaits.",
    [ON_EXECUTOR] = "The thread runs beside the loop and reports when it has a result.",
    [ON_TO_THREAD] = "The thread runs beside the loop and reports when it has a result.",
    [ON_LOCK] = "Another task has the lock, or is before it in the line.",
    [ON_SEMAPHORE] = "No place is free, or others are before it in the line; release() frees one.",
    [ON_EVENT] = "The event is not set; set() wakes all who wait.",
    [ON_CONDITION] = "It has let go of the lock; notify() wakes it, and then it needs that again.",
    [ON_CONDITION_FOR] = "It has let go of the lock; each notify() lets it look at its condition.",
    [ON_CONDITION_ACQUIRE] = "Another task has the lock, or is before it in the line.",
    [ON_BARRIER] = "The barrier opens when enough tasks have arrived.",
    [ON_QUEUE_GET] = "The queue is empty; put() wakes the one that has waited longest.",
    [ON_QUEUE_PUT] = "The queue is full; get() makes room.",
    [ON_QUEUE_JOIN] = "join() ends when task_done() was called for every item.",
};

/* How the lock, event, queue … stands that is awaited: "Lock: held by Task-2. " */
static void put_object(const struct explained *s, struct buf *b)
{
    uint32_t sync = model_object(s->m, s->n.object);
    if (!cause_kept(s->t, sync))
        return;
    struct note n = *trace_note(s->t, sync);
    if (n.name && n.len)
        words_put(b, s->t, "%s: %s. ", n.name, n.text);
}

static void end_why(const struct explained *s, struct buf *b)
{
    if (s->e->what && trace_line(s->t, s->e->place))
        words_put(b, s->t, "It stands at %P and leaves the loop to the others. ",
                  (uint32_t)s->e->place);
    if (s->e->actor && s->e->what < ON_KINDS && meanings[s->e->what]) {
        buf_puts(b, meanings[s->e->what]);
        buf_putc(b, ' ');
    }
    put_object(s, b);
    if (story_left(s->m))
        story_next(s->m, b);
    else
        words_put(b, s->t, "That was all for tick %u.", s->e->tick);
}

/* ---- what is printed ---- */

/* The BEGIN of the turn whose first deed this is, or TRACE_NONE; lines it reached may lie between.
 */
static uint32_t begun_before(const struct explained *s)
{
    uint32_t i = s->i - 1;
    while (cause_kept(s->t, i) && trace_at(s->t, i)->kind == EV_LINE && s->i - i < CAUSE_NEAR)
        i--;
    return s->e->actor && cause_kept(s->t, i) && trace_at(s->t, i)->kind == EV_BEGIN ? i
                                                                                     : TRACE_NONE;
}

static void out_what(const struct explained *s, struct buf *b)
{
    uint32_t place = s->e->place, task = s->e->actor;
    bool empty = !s->n.len || (s->n.len == 1 && *s->n.text == '\n');
    bool begins = trace_line(s->t, place) && begun_before(s) != TRACE_NONE;
    if (begins)
        words_put(b, s->t, first_turn(s) ? "%T starts at %P and" : "%T goes on at %P and", task,
                  place);
    else if (task)
        words_task(b, s->t, task);
    else
        story_who(s->m, b);
    words_put(b, s->t, empty ? " prints an empty line" : " prints %q", s->n.text, s->n.len);
    if (trace_line(s->t, place) && !begins)
        words_put(b, s->t, " at %P", place);
    buf_puts(b, s->e->kind == EV_ERR ? ", on standard error." : ".");
}

static void out_why(const struct explained *s, struct buf *b)
{
    uint32_t begin = begun_before(s);
    if (begin == TRACE_NONE)
        return;
    struct explained turn = story_at(s->m, begin);
    begin_why(&turn, b);
}

static void line_what(const struct explained *s, struct buf *b)
{
    if (s->e->actor)
        words_task(b, s->t, s->e->actor);
    else
        story_who(s->m, b);
    words_put(b, s->t, " reaches %P.", (uint32_t)s->e->place);
}

const struct explanation explain_turns[EV_KINDS] = {
    [EV_BEGIN] = {begin_what, NULL, begin_why, NULL}, [EV_END] = {end_what, NULL, end_why, NULL},
    [EV_OUT] = {out_what, NULL, out_why, NULL},       [EV_ERR] = {out_what, NULL, out_why, NULL},
    [EV_LINE] = {line_what, NULL, NULL, NULL},
};
