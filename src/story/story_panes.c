/* SPDX-License-Identifier: MIT */
/* What the panes are told in a few words. */
#include "story/story.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/processes.h"
#include "story/threads.h"
#include "story/wakes.h"
#include "story/words.h"

/* ---- for the panes ---- */

static void tell_ended(const struct model *m, const struct row *r, struct buf *out)
{
    const struct note *n = cause_kept(m->trace, r->ended) ? trace_note(m->trace, r->ended) : NULL;
    if (n && n->len)
        words_put(out, m->trace, r->state == TASK_ENDED ? "returned %s" : "%s", n->text);
}

static void tell_cancelled(const struct model *m, const struct row *r, struct buf *out)
{
    uint32_t by = cause_kept(m->trace, r->cancel) ? cause_run(m->trace, r->cancel) : TRACE_NONE;
    if (by != TRACE_NONE)
        words_put(out, m->trace, "by %a", by);
}

static void tell_woken(const struct model *m, const struct row *r, struct buf *out)
{
    if (r->stopped == TRACE_NONE) {
        buf_puts(out, r->ran == TRACE_NONE ? "waits for its first turn" : "has its first turn");
        return;
    }
    const struct event *soon = cause_kept(m->trace, r->woken) ? trace_at(m->trace, r->woken) : NULL;
    uint32_t done = soon ? cause_done(m->trace, r->woken) : TRACE_NONE;
    bool cancelled = done != TRACE_NONE && trace_at(m->trace, done)->what == OUTCOME_CANCELLED;
    struct wait w = awaits_of(m, r);
    if (w.on == ON_SLEEP0 || w.on == ON_YIELD) {
        buf_puts(out, "gave way for one tick");
        return;
    }
    buf_puts(out, cancelled ? "cancelled in " : "woken by ");
    awaits_put(out, m->trace, &w, ARTICLE_ITS);
}

static void tell_waiting(const struct model *m, uint32_t task, const struct row *r, struct buf *out)
{
    struct wait w = awaits_of(m, r);
    if (awaits_object(m, out, &w, task))
        return;
    if (w.on == ON_TASK) {
        words_put(out, m->trace, "until %R ends", w.ref);
        return;
    }
    awaits_put(out, m->trace, &w, ARTICLE_A);
    if (w.n.has & HAS_WHEN)
        words_put(out, m->trace, " until %t", w.n.when);
}

static void tell_process(const struct model *m, const struct row *r, struct buf *out)
{
    const struct note *n = cause_kept(m->trace, r->ended) ? trace_note(m->trace, r->ended) : NULL;
    const struct event *last = cause_kept(m->trace, r->last) ? trace_at(m->trace, r->last) : NULL;
    if (n)
        words_text(out, n->text, n->len, WORDS_ALL);
    else if (last && last->what == LEG_SLEEPS)
        words_put(out, m->trace, "sleeps for %d s", trace_number(m->trace, r->last));
    else if (last && last->what == LEG_COMPUTES && process_shares(m, last))
        process_put_share(m, last, out);
    else if (last && last->what == LEG_COMPUTES)
        words_put(out, m->trace, "computes for %d s", trace_number(m->trace, r->last));
    else
        buf_puts(out, r->state == TASK_WAITING ? "waits to be told" : "runs beside the loop");
}

void story_task(const struct model *m, uint32_t task, struct buf *out)
{
    const struct row *r = model_row(m, task);
    if (!r)
        return;
    const struct actor *a = trace_actor(m->trace, task);
    if (trace_is_thread(m->trace, task))
        threads_tell(m, task, out);
    else if (a && a->kind == ACTOR_PROCESS)
        tell_process(m, r, out);
    else if (r->state == TASK_CREATED)
        buf_puts(out, "not ready yet");
    else if (r->state == TASK_READY || r->state == TASK_RUNNING)
        tell_woken(m, r, out);
    else if (r->state == TASK_WAITING)
        tell_waiting(m, task, r, out);
    else if (r->state == TASK_CANCELLED)
        tell_cancelled(m, r, out);
    else if (r->state == TASK_DESTROYED)
        buf_puts(out, "nobody kept it");
    else
        tell_ended(m, r, out);
}

static void tell_callback(const struct model *m, uint32_t source, struct buf *out)
{
    const struct trace *t = m->trace;
    const struct event *e = trace_at(t, source);
    const char *name = trace_note(t, source)->name;
    const struct callback *c = callback_find(name);
    uint32_t sleeper = c != callback_sleep   ? 0
                       : e->kind == EV_TIMER ? cause_setter(t, source)
                                             : cause_waiter(m, e->ref);
    if (sleeper)
        words_put(out, t, "sleep timer of %T", sleeper);
    else if (c) {
        buf_puts(out, c->title);
        awaits_heard(m, out, ": ", c, e->ref);
    } else
        words_put(out, t, e->ref & REF_TASK ? "%s: %R" : "%s", name ? name : "callback", e->ref);
}

void story_handle(const struct model *m, struct entry h, struct buf *out)
{
    const struct trace *t = m->trace;
    if (h.task)
        words_task(out, t, h.task);
    else if (cause_kept(t, h.source))
        tell_callback(m, h.source, out);
    else
        buf_puts(out, "callback");
    if (model_uncalled(m, h))
        buf_puts(out, " (cancelled)");
}

void story_timer(const struct model *m, const struct timer_entry *timer, struct buf *out)
{
    awaits_timer(m, out, timer->event);
}

static void tell_sleep(const struct model *m, struct buf *out)
{
    const struct event *e = trace_at(m->trace, m->poll);
    const struct note *n = trace_note(m->trace, m->poll);
    const char *why = wakes_why(n);
    if (e->kind == EV_JUMP && why && n->number <= e->time)
        words_put(out, m->trace, "did not sleep: %s", why);
    else if (e->kind == EV_JUMP && why)
        words_put(out, m->trace, "slept %t s: %s at %t", n->number - e->time, why, n->number);
    else if (e->kind == EV_JUMP)
        words_put(out, m->trace, "slept %t s: the nearest timer was due at %t", n->number - e->time,
                  n->number);
    else if (n->has & HAS_NUMBER)
        words_put(out, m->trace, "sleeps for at most %t s", n->number);
    else if (n->len)
        buf_puts(out, "waits for "), wakes_put(out, n);
    else
        buf_puts(out, "sleeps until there is I/O");
}

void story_poll(const struct model *m, struct buf *out)
{
    const struct trace *t = m->trace;
    uint32_t tick = m->tick && m->tick <= t->nticks ? t->ticks[m->tick - 1] : TRACE_NONE;
    uint32_t ready = cause_kept(t, tick) ? trace_at(t, tick)->ref : 0;
    if (!m->tick)
        buf_puts(out, "has not run yet");
    else if (cause_kept(t, m->poll))
        tell_sleep(m, out);
    else if (ready)
        words_put(out, t,
                  ready == 1 ? "did not wait: %u handle was ready"
                             : "did not wait: %u handles were ready",
                  ready);
    else if (m->phase == PHASE_POLL)
        buf_puts(out, "nothing is ready");
    else
        buf_puts(out, "did not wait");
}
