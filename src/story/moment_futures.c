/* SPDX-License-Identifier: MIT */
/* Moments in which a task or a callback makes others ready, or cancels them. */
#include <string.h>

#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/waiting.h"
#include "story/words.h"

/* ---- a task finishes futures ---- */

/* What the task that becomes ready has waited for. */
static uint8_t awaited_by(const struct telling *s, const struct names *woken)
{
    const struct row *r = woken->n ? model_row(s->m, woken->task[0]) : NULL;
    return r ? r->on : ON_NONE;
}

void tell_futures(const struct telling *s)
{
    struct names woken = moment_tasks(s, EV_SOON, s->s->woken);
    uint8_t on = awaited_by(s, &woken), outcome = s->e->what;
    const char *gives = outcome == OUTCOME_DONE ? waiting_for(on)->gives : NULL;
    bool to = gives && (on == ON_LOCK || on == ON_CONDITION_ACQUIRE || on == ON_CONDITION ||
                        on == ON_CONDITION_FOR);
    moment_who(s, s->headline);
    buf_puts(s->headline, gives                          ? gives
                          : outcome == OUTCOME_CANCELLED ? "cancels a future"
                          : outcome == OUTCOME_FAILED    ? "gives a future its error"
                                                         : "gives a future its result");
    if (to) {
        buf_putc(s->headline, ' ');
        moment_names(s, s->headline, &woken);
    } else if (woken.all) {
        buf_puts(s->headline, ": ");
        moment_ready(s, s->headline);
    }
    buf_putc(s->headline, '.');
    if (woken.all) {
        moment_their_turn(s, s->why);
        words_put(s->why, s->t, s->who ? " It is still the turn of %T." : "", s->who);
    } else if (moment_last(s, EV_SOON) != TRACE_NONE) {
        words_put(s->why, s->t, "Whoever listens to it is told in tick %u.", s->m->tick + 1);
    } else {
        buf_puts(s->why, "Nobody waits for it yet.");
    }
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

void tell_cancel(const struct telling *s)
{
    uint32_t task = s->e->ref & REF_TASK ? s->e->ref & ~REF_TASK : 0;
    const struct row *r = task ? model_row(s->m, task) : NULL;
    moment_who(s, s->headline);
    if (task && task == s->m->task)
        buf_puts(s->headline, "cancels itself.");
    else if (task)
        words_put(s->headline, s->t, s->n.len ? "cancels %T: %s." : "cancels %T.", task, s->n.text);
    else
        words_put(s->headline, s->t, s->n.name ? "cancels %s()." : "cancels a future.", s->n.name);
    if (r)
        cancelled_why(s, r, s->why);
    else if (s->s->count > 1)
        buf_puts(s->why, "It passes that on to all it waits for.");
    if (moment_meets(s, WORD_CANCEL))
        buf_puts(s->more, "A task is asked to end: it may still tidy up, or even go on.");
}

/* ---- timers, callbacks that are put into the queue, locks ---- */

void tell_timer(const struct telling *s)
{
    const struct callback *c = callback_find(s->n.name);
    moment_who(s, s->headline);
    words_put(s->headline, s->t, "sets a timer for %t: ", s->n.when);
    if (c)
        words_put(s->headline, s->t, "the time limit of %s()", c->title);
    else
        moment_callback(s, s->headline, s->n.name);
    buf_puts(s->headline, c ? "." : " then.");
    if (s->who)
        words_put(s->why, s->t, "Nobody waits for it: %T keeps its turn.", s->who);
}

void tell_soon(const struct telling *s)
{
    uint32_t n = s->s->count;
    moment_who(s, s->headline);
    buf_puts(s->headline, "puts ");
    moment_callback(s, s->headline, s->n.name);
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

void tell_sync(const struct telling *s)
{
    const char *name = s->n.name ? s->n.name : "It";
    bool lock = !strcmp(name, "Lock") && s->n.len, held = lock && !strncmp(s->n.text, "held", 4);
    moment_who(s, s->headline);
    if (lock && (held || !strcmp(s->n.text, "free"))) {
        buf_puts(s->headline, held ? "takes the lock: nobody had it." : "gives the lock back.");
        buf_puts(s->why, held ? "Whoever wants it now must wait." : "Nobody waits for it.");
    } else {
        words_put(s->headline, s->t, "changes the %s: %s.", name, s->n.len ? s->n.text : "changed");
    }
    if (s->n.nof) {
        buf_clear(s->why);
        words_refs(s->why, s->t, s->n.of, s->n.nof);
        buf_puts(s->why, s->n.nof == 1 ? " waits for it." : " wait for it, in this order.");
    }
}
