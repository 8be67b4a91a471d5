/* SPDX-License-Identifier: MIT */
/* Moments of callbacks: a sleep is over, gather() hears of a result, the program's own. */
#include <string.h>

#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/waiting.h"
#include "story/words.h"

enum { NEAR = 64 }; /* events of a moment looked through for whom they cancel */

/* ---- sleeps ---- */

/* Late: what is due has waited for the loop. */
static bool is_late(const struct telling *s, double when)
{
    return s->e->time - when > 1e-6;
}

/* The END with which a task began to sleep. */
static uint32_t sleep_of(const struct telling *s, uint32_t task)
{
    const struct row *r = model_row(s->m, task);
    return r && r->on == ON_SLEEP && cause_kept(s->t, r->stopped) ? r->stopped : TRACE_NONE;
}

static void sleep_why(const struct telling *s, uint32_t end)
{
    double when = trace_number(s->t, end);
    if (is_late(s, when))
        words_put(s->why, s->t, "Its timer was due at %t: only now does the loop come to it.",
                  when);
    else
        buf_puts(s->why, moment_meets(s, WORD_FUTURE)
                             ? "Its timer finished the future that it awaits: a result that was "
                               "not there yet."
                             : "Its timer was due and finished the future that it awaits.");
    words_put(s->more, s->t, "Ready is not running: its turn is in tick %u", s->m->tick + 1);
    buf_puts(s->more, moment_meets(s, WORD_TICK) ? "; a tick is one round of the loop." : ".");
}

/* Timers are run by deadline, and of one deadline in the order in which they were set: the first
 * and the last say it of all. */
static void sleeps_why(const struct telling *s, uint32_t first, uint32_t end)
{
    uint32_t soon = moment_last(s, EV_SOON);
    uint32_t last = soon == TRACE_NONE ? TRACE_NONE : sleep_of(s, trace_at(s->t, soon)->actor);
    double when = trace_number(s->t, end);
    double since = trace_at(s->t, end)->time;
    if (s->veiled)
        buf_puts(s->why, "Each timer finished the future that one of them awaits.");
    else if (last != TRACE_NONE && trace_number(s->t, last) - when > 1e-9)
        words_put(s->why, s->t,
                  "%T’s timer was due first, so it is first; each timer finished a "
                  "future.",
                  first);
    else if (last != TRACE_NONE && trace_at(s->t, last)->time - since > 1e-9)
        words_put(s->why, s->t,
                  "%T’s timer was set first, so it is first; each timer finished a "
                  "future.",
                  first);
    else
        words_put(s->why, s->t,
                  s->s->woken == 2 ? "Both slept from %t to %t; each timer finished one task’s "
                                     "future."
                                   : "All %n slept from %t to %t; each timer finished one task’s "
                                     "future.",
                  s->s->woken, since, s->e->time);
    words_put(s->more, s->t,
              "Ready is not running: their turns are in tick %u, one after the other.",
              s->m->tick + 1);
}

static void sleep_over(const struct telling *s)
{
    struct names woken = moment_tasks(s, EV_SOON, s->s->woken);
    uint32_t end = woken.n ? sleep_of(s, woken.task[0]) : TRACE_NONE;
    size_t from = s->headline->len;
    if (end == TRACE_NONE && woken.n) {
        const struct row *r = model_row(s->m, woken.task[0]);
        bool within = r && r->on == ON_WAIT_FOR;
        words_put(s->headline, s->t,
                  within ? "A sleep within %T’s wait_for() is over: it is ready again."
                         : "A sleep is over: %T is ready again.",
                  woken.task[0]);
        moment_their_turn(s, s->why);
        return;
    }
    if (end == TRACE_NONE) {
        buf_puts(s->headline, "A timer is due: nobody waits for it any more.");
        return;
    }
    struct note n = *trace_note(s->t, end);
    if (woken.all == 1) {
        words_put(s->headline, s->t, "%T’s sleep(%d) is over: it is ready again.", woken.task[0],
                  n.number);
        sleep_why(s, end);
        return;
    }
    words_put(s->headline, s->t, "%n sleeps are over: ", woken.all);
    if (s->headline->s[from] >= 'a')
        s->headline->s[from] -= 'a' - 'A';
    struct names told = moment_veil(s, woken);
    moment_names(s, s->headline, &told);
    buf_puts(s->headline, " are ready again.");
    sleeps_why(s, woken.task[0], end);
}

/* ---- others ---- */

/* Whom the callbacks cancel. */
static struct names cancelled_by(const struct telling *s)
{
    struct names names = {.n = 0};
    for (uint32_t i = s->s->head; i <= s->s->last && i - s->s->head < NEAR; i++) {
        const struct event *e = trace_at(s->t, i);
        if (e->kind == EV_CANCEL && e->ref & REF_TASK)
            moment_add_name(&names, e->ref & ~REF_TASK);
    }
    return names;
}

/* What it did besides: others are cancelled, or ready again. */
static void put_effect(const struct telling *s, struct buf *b)
{
    struct names cancelled = cancelled_by(s);
    if (cancelled.n) {
        buf_puts(b, ": it cancels ");
        moment_names(s, b, &cancelled);
    } else if (moment_last(s, EV_TASK) != TRACE_NONE && callback_find(s->n.name)) {
        words_put(b, s->t, ": it makes %T", trace_at(s->t, moment_last(s, EV_TASK))->actor);
    } else if (s->s->woken && moment_last(s, EV_TASK) == TRACE_NONE) {
        buf_puts(b, ": ");
        moment_ready(s, b);
    }
}

/* Of what is no task. */
static const char *future_ends(const struct telling *s)
{
    uint32_t done = cause_heard(s->t, s->s->head);
    uint8_t outcome = done == TRACE_NONE ? OUTCOME_DONE : trace_at(s->t, done)->what;
    return outcome == OUTCOME_CANCELLED ? "its future was cancelled"
           : outcome == OUTCOME_FAILED  ? "its future has failed"
                                        : "its future is done";
}

static void put_heard(const struct telling *s, struct buf *b, const struct callback *c,
                      const struct names *heard)
{
    const struct row *r = heard->n ? model_row(s->m, heard->task[0]) : NULL;
    words_put(b, s->t, "%s hears that ", c->told);
    if (r)
        moment_names(s, b, heard);
    buf_puts(b, !r                           ? future_ends(s)
                : heard->all > 1             ? " have ended"
                : r->state == TASK_FAILED    ? " has failed"
                : r->state == TASK_CANCELLED ? " was cancelled"
                                             : " is done");
}

/* What a TaskGroup makes of it. */
static const char *group_effect(const struct telling *s, const struct names *heard)
{
    const struct row *r = heard->n ? model_row(s->m, heard->task[0]) : NULL;
    if (cancelled_by(s).n)
        return "One has failed, so those that still run are asked to end.";
    if (s->s->woken)
        return "That was the last of its tasks.";
    if (r && r->state == TASK_FAILED)
        return "It keeps that error, too, and waits for the last of its tasks.";
    return "It waits for the last of its tasks; if one fails, it cancels the others.";
}

static const char *effect_of(const struct telling *s, const struct callback *c, bool timed,
                             const struct names *heard)
{
    if (!strcmp(c->title, "TaskGroup"))
        return group_effect(s, heard);
    if (strcmp(c->title, "waiter"))
        return c->effect;
    return timed ? "What was awaited has not ended in time." : "What was awaited has ended.";
}

/* "The time of wait_for() is up", if it is known of which wait. */
static void put_happens(const struct telling *s, struct buf *b, const struct callback *c)
{
    struct names woken = moment_tasks(s, EV_SOON, s->s->woken);
    const struct row *r = woken.n ? model_row(s->m, woken.task[0]) : NULL;
    const char *noun = r ? waiting_for((uint8_t)r->on)->noun : NULL;
    if (!strcmp(c->title, "waiter") && noun)
        words_put(b, s->t, "the time of %s is up", noun);
    else
        buf_puts(b, c->happens);
}

static void library_callback(const struct telling *s, const struct callback *c)
{
    struct names heard = moment_heard(s);
    bool timed = cause_fire(s->t, s->s->head) != TRACE_NONE;
    size_t from = s->headline->len;
    if (c->told && !timed)
        put_heard(s, s->headline, c, &heard);
    else if (c->happens)
        put_happens(s, s->headline, c);
    else
        words_put(s->headline, s->t, "%s runs", c->noun);
    words_capital(s->headline, from);
    put_effect(s, s->headline);
    buf_putc(s->headline, '.');
    buf_puts(s->why, effect_of(s, c, timed, &heard));
    if (s->s->woken)
        moment_their_turn(s, s->more);
}

/* What the program's own callback did. */
static void put_deed(const struct telling *s, struct buf *b)
{
    uint32_t out = moment_last(s, EV_OUT), made = moment_last(s, EV_TASK),
             error = moment_last(s, EV_LOOP_ERROR);
    if (s->s->count > 1) {
        words_put(b, s->t, s->s->count == 2 ? " runs twice" : " runs %n times", s->s->count);
    } else if (error != TRACE_NONE) {
        struct note n = *trace_note(s->t, error);
        words_put(b, s->t, n.len ? " runs and raises %s" : " runs and fails", n.text);
    } else if (made != TRACE_NONE) {
        words_put(b, s->t, " runs and makes %T", trace_at(s->t, made)->actor);
    } else if (out != TRACE_NONE) {
        struct note n = *trace_note(s->t, out);
        words_put(b, s->t, " runs and prints %q", n.text, n.len);
    } else {
        buf_puts(b, " runs");
    }
}

static void user_callback(const struct telling *s)
{
    uint32_t fire = cause_fire(s->t, s->s->head), ref = s->e->ref;
    size_t from = s->headline->len;
    words_function(s->headline, s->n.name);
    if (s->headline->s[from] == 'a' && s->headline->s[from + 1] == ' ')
        s->headline->s[from] = 'A';
    put_deed(s, s->headline);
    put_effect(s, s->headline);
    words_stop(s->headline);
    if (fire != TRACE_NONE)
        words_put(s->why, s->t, "It was due at %t.", trace_number(s->t, fire));
    else if (ref & REF_TASK)
        words_put(s->why, s->t, "%R has ended, and calls it back.", ref);
    else if (ref)
        buf_puts(s->why, "Its future is done, and calls it back.");
    else
        buf_puts(s->why, "It stood in the ready queue.");
    moment_add(s->why, s->more, "A callback is a function: it cannot pause.");
}

void tell_callback(const struct telling *s)
{
    const struct callback *c = callback_find(s->n.name);
    if (c == callback_sleep)
        sleep_over(s);
    else if (c == callback_read)
        tell_answers(s);
    else if (c == callback_pipe)
        tell_pipe(s);
    else if (c && !strcmp(c->title, "gather"))
        tell_gather(s);
    else if (c && (c != callback_result || !tell_pool(s)))
        library_callback(s, c);
    else if (!c)
        user_callback(s);
}
