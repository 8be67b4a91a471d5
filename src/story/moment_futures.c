/* SPDX-License-Identifier: MIT */
/* Moments in which a task or a callback makes others ready, or cancels them. */
#include <string.h>

#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/waiting.h"
#include "story/words.h"

enum { LOOK = 64 }; /* events of a moment looked through for what is named */

/* ---- a task finishes futures ---- */

/* What the task that becomes ready has waited for. */
static uint8_t awaited_by(const struct telling *s, const struct names *woken)
{
    const struct row *r = woken->n ? model_row(s->m, woken->task[0]) : NULL;
    return r ? r->on : ON_NONE;
}

static bool gives_to_them(uint8_t on)
{
    return on == ON_LOCK || on == ON_SEMAPHORE || on == ON_CONDITION_ACQUIRE ||
           on == ON_CONDITION || on == ON_CONDITION_FOR;
}

/* Is it the future that shield() gave? */
static bool is_shields(const struct telling *s)
{
    for (uint32_t i = s->s->head; i <= s->s->last && i - s->s->head < 8; i++)
        if (trace_at(s->t, i)->kind == EV_SOON &&
            words_contain(trace_note(s->t, i)->name, "_outer_done_callback"))
            return true;
    return false;
}

static const char *without_a_word(const struct telling *s, uint8_t outcome)
{
    return outcome == OUTCOME_FAILED      ? "gives a future its error"
           : outcome != OUTCOME_CANCELLED ? "gives a future its result"
           : is_shields(s)                ? "cancels the future of shield(), not what it shields"
                                          : "cancels a future";
}

/* Who is ready again: in the headline if there is room. */
static void put_woken(const struct telling *s)
{
    struct buf ready = {0};
    moment_ready(s, &ready);
    bool fits = moment_columns(s->headline) + moment_columns(&ready) + 3 <= MOMENT_COLUMNS;
    if (fits) {
        words_put(s->headline, s->t, ": %s", ready.s);
    } else {
        words_put(s->why, s->t, "%s. ", ready.s);
    }
    buf_free(&ready);
}

static void futures_why(const struct telling *s)
{
    struct buf still = {0};
    if (s->s->woken) {
        moment_their_turn(s, s->why);
        words_put(&still, s->t, "It is still the turn of %T.", s->who);
        if (s->who)
            moment_add(s->why, s->why, still.s);
    } else if (moment_last(s, EV_SOON) != TRACE_NONE) {
        words_put(s->why, s->t, "Whoever listens to it is told in tick %u.", s->m->tick + 1);
    } else {
        buf_puts(s->why, "Nobody waits for it yet.");
    }
    buf_free(&still);
}

void tell_futures(const struct telling *s)
{
    struct names woken = moment_tasks(s, EV_SOON, s->s->woken);
    uint8_t on = awaited_by(s, &woken), outcome = s->e->what;
    const char *gives = outcome == OUTCOME_DONE ? waiting_for(on)->gives : NULL;
    if ((on == ON_QUEUE_GET || on == ON_QUEUE_PUT) && moment_shut(s, s->s->head))
        gives = "ends the wait for the queue";
    moment_who(s, s->headline);
    buf_puts(s->headline, gives ? gives : without_a_word(s, outcome));
    if (gives && gives_to_them(on)) {
        buf_putc(s->headline, ' ');
        moment_names(s, s->headline, &woken);
    } else if (woken.all) {
        put_woken(s);
    }
    buf_putc(s->headline, '.');
    futures_why(s);
}

/* ---- cancel ---- */

static void cancelled_why(const struct telling *s, const struct row *r, struct buf *b)
{
    uint32_t task = s->e->ref & ~REF_TASK;
    const struct waiting *w = waiting_for((uint8_t)r->on);
    if (task == s->m->task) {
        buf_puts(b, "CancelledError is raised where it waits next.");
    } else if (state_is_over(r->state)) {
        buf_puts(b, "It has ended already: that changes nothing.");
    } else if (r->ran == TRACE_NONE) {
        buf_puts(b, "It has not started: it will end without running a line.");
    } else {
        words_put(b, s->t, w->noun ? "Its %s" : "Its await", w->noun);
        moment_line(b, s->t, cause_kept(s->t, r->stopped) ? trace_at(s->t, r->stopped)->place : 0);
        buf_puts(b, r->on == ON_TASK || r->on == ON_GATHER
                        ? ": the request goes on to what it awaits."
                        : " ends: it gets CancelledError in its turn.");
    }
}

/* One after the other, of which none passes it on to another task. */
static struct names cancelled_in_a_row(const struct telling *s)
{
    struct names names = {0};
    for (uint32_t i = s->s->head; i <= s->s->last && i - s->s->head < LOOK; i++) {
        const struct event *e = trace_at(s->t, i);
        const struct row *r = model_row(s->m, e->ref & ~REF_TASK);
        if (e->kind != EV_CANCEL)
            continue;
        if (!(e->ref & REF_TASK) || !r || r->on == ON_TASK || r->on == ON_GATHER)
            return (struct names){0};
        moment_add_name(&names, e->ref & ~REF_TASK);
    }
    return names;
}

static void tell_cancels(const struct telling *s, const struct names *names)
{
    buf_puts(s->headline, "cancels ");
    moment_names(s, s->headline, names);
    buf_putc(s->headline, '.');
    buf_puts(s->why, "Each gets CancelledError in its turn, at the await where it stands.");
}

void tell_cancel(const struct telling *s)
{
    uint32_t task = s->e->ref & REF_TASK ? s->e->ref & ~REF_TASK : 0;
    const struct row *r = task ? model_row(s->m, task) : NULL;
    struct names names = cancelled_in_a_row(s);
    moment_who(s, s->headline);
    if (names.all > 1)
        tell_cancels(s, &names);
    else if (task && task == s->m->task)
        buf_puts(s->headline, "cancels itself.");
    else if (task)
        words_put(s->headline, s->t, s->n.len ? "cancels %T: %s." : "cancels %T.", task, s->n.text);
    else
        words_put(s->headline, s->t, s->n.name ? "cancels %s()." : "cancels a future.", s->n.name);
    if (r && names.all < 2)
        cancelled_why(s, r, s->why);
    else if (!r && s->s->count > 1)
        buf_puts(s->why, "It passes that on to all it waits for.");
    if (moment_meets(s, WORD_CANCEL))
        buf_puts(s->more, "A task is asked to end: it may still tidy up, or even go on.");
}

/* ---- timers, callbacks that are put into the queue ---- */

void tell_timer(const struct telling *s)
{
    const struct callback *c = callback_find(s->n.name);
    moment_who(s, s->headline);
    if (words_contain(s->n.name, "Timeout._on_timeout")) {
        words_put(s->headline, s->t, "sets the time limit of a timeout block: %t.", s->n.when);
        buf_puts(s->why, "If the block is not left by then, its await is cancelled.");
        return;
    }
    words_put(s->headline, s->t, "sets a timer for %t: ", s->n.when);
    if (c)
        words_put(s->headline, s->t, "the time limit of %s()", c->title);
    else
        words_function(s->headline, s->n.name);
    buf_puts(s->headline, c ? "." : " then.");
    if (s->who)
        words_put(s->why, s->t, "Nobody waits for it: %T keeps its turn.", s->who);
}

void tell_soon(const struct telling *s)
{
    uint32_t n = s->s->count;
    moment_who(s, s->headline);
    buf_puts(s->headline, "puts ");
    words_function(s->headline, s->n.name);
    buf_puts(s->headline, " into the ready queue");
    if (n > 1)
        words_put(s->headline, s->t, n == 2 ? " twice" : " %n times", n);
    buf_putc(s->headline, '.');
    words_put(s->why, s->t,
              n > 1       ? "They run in tick %u: %T keeps its turn until it must wait."
              : s->e->ref ? "Its future is done already, so it runs in tick %u."
                          : "It runs in tick %u: %T keeps its turn until it must wait.",
              s->m->tick + 1, s->who);
    if (moment_meets(s, WORD_QUEUE))
        buf_puts(s->more, "The ready queue is the line of those whose turn comes next.");
}
