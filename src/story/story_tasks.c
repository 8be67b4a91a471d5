/* SPDX-License-Identifier: MIT */
/* Tasks and futures: made, done, cancelled. */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/words.h"

/* ---- tasks and futures ---- */

/* asyncio.run() makes it for its end. */
static bool is_closing_task(const struct explained *s)
{
    const struct actor *a = trace_task(s->t, s->e->actor);
    return a && a->own;
}

static void task_what(const struct explained *s, struct buf *b)
{
    if (is_closing_task(s))
        buf_puts(b, "asyncio.run()");
    else
        story_who(s->m, b);
    words_put(b, s->t, " creates %T: %C().", s->e->actor, s->e->actor);
}

static void task_why(const struct explained *s, struct buf *b)
{
    if (is_closing_task(s)) {
        buf_puts(b, "asyncio.run() is cleaning up: this task ");
        buf_puts(b, words_contain(s->n.coro, "asyncgens")
                        ? "closes asynchronous generators that are still open."
                        : "waits for the threads of the default executor.");
        buf_puts(b, " It is made even if there are none.");
        return;
    }
    buf_puts(b, "A task is a coroutine that the loop runs. It has not run yet");
    words_put(b, s->t, s->m->task ? ": %T keeps its turn until it must wait." : ".", s->m->task);
}

/* By its number: the trace knows only the newest name. */
static void name_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, s->e->actor ? "Task-%u" : "A task", s->e->actor);
    words_put(b, s->t, s->n.name ? " is now called %s." : " has a new name.", s->n.name);
}

static void task_done_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->actor;
    const char *text = s->n.text;
    if (s->e->what == OUTCOME_CANCELLED)
        words_put(b, s->t, "%T ends, cancelled.", task);
    else if (s->e->what == OUTCOME_DESTROYED)
        words_put(b, s->t, "%T is destroyed while it waits.", task);
    else if (s->e->what == OUTCOME_FAILED)
        words_put(b, s->t, "%T fails: %C() raised %s.", task, task, text ? text : "an error");
    else if (!text || !strcmp(text, "None"))
        words_put(b, s->t, "%T is done: %C() has returned.", task, task);
    else
        words_put(b, s->t, "%T is done: %C() has returned %s.", task, task, words_result(text));
}

static void task_done_why(const struct explained *s, struct buf *b)
{
    if (s->e->what == OUTCOME_DESTROYED) {
        buf_puts(b, "Nobody had a reference to it: keep one until it is done.");
        return;
    }
    if (s->e->what == OUTCOME_FAILED)
        buf_puts(b, "The error stays in the task until somebody awaits it. ");
    if (s->e->what == OUTCOME_CANCELLED && s->r && cause_kept(s->t, s->r->cancel)) {
        uint32_t by = cause_run(s->t, s->r->cancel), tick = trace_at(s->t, s->r->cancel)->tick;
        if (by != TRACE_NONE)
            words_put(b, s->t, "It was cancelled by %a in tick %u. ", by, tick);
        else
            words_put(b, s->t, "It was cancelled in tick %u. ", tick);
    }
    buf_puts(b, "A task is a future, too: whoever waits for it is told in the next tick.");
}

static void gather_done_what(const struct explained *s, struct buf *b, uint32_t all)
{
    if (s->e->what == OUTCOME_FAILED)
        words_put(b, s->t, "gather() passes on the error %s",
                  s->n.text ? s->n.text : "that it got");
    else if (s->e->what == OUTCOME_CANCELLED)
        buf_puts(b, "gather() is cancelled");
    else if (all <= 2)
        buf_puts(b, !all       ? "gather() has its results"
                    : all == 1 ? "gather() has its result"
                               : "gather() has both results");
    else
        words_put(b, s->t, "gather() has all %n results", all);
    buf_puts(b, ": its future is done.");
}

static void fut_done_what(const struct explained *s, struct buf *b)
{
    uint32_t waiter = cause_waiter(s->m, s->e->ref);
    struct wait w = awaits_of(s->m, model_row(s->m, waiter));
    uint8_t outcome = s->e->what;
    size_t from = b->len;
    if (w.on == ON_GATHER || (s->n.name && !strcmp(s->n.name, "gather"))) {
        gather_done_what(s, b, w.on == ON_GATHER ? (uint32_t)w.n.nof : 0);
        return;
    }
    if (waiter && w.on == ON_SLEEP && outcome == OUTCOME_DONE) {
        words_put(b, s->t, "%T's ", waiter);
        awaits_put(b, s->t, &w, ARTICLE_NONE);
        buf_puts(b, " is over: its future is done.");
        return;
    }
    words_put(b, s->t, waiter ? "the future that %T waits for" : "a future", waiter);
    words_capital(b, from);
    if (waiter && w.on != ON_FUTURE && w.on != ON_EXECUTOR) {
        buf_puts(b, " in ");
        awaits_put(b, s->t, &w, ARTICLE_ITS);
    }
    words_put(b, s->t,
              outcome == OUTCOME_CANCELLED ? " is cancelled."
              : outcome == OUTCOME_FAILED  ? " gets the error %s."
                                           : " gets its result, %s.",
              s->n.text ? s->n.text : "None");
}

static void fut_done_why(const struct explained *s, struct buf *b)
{
    uint32_t waiter = cause_waiter(s->m, s->e->ref);
    if (waiter)
        words_put(b, s->t, "%T waits for it, and gets ready.", waiter);
    else
        buf_puts(b, "Whoever waits for it is told.");
}

static bool by_run(const struct explained *s)
{
    return !s->m->handle && s->m->closing;
}

static void cancel_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->ref & REF_TASK ? s->e->ref & ~REF_TASK : 0;
    if (by_run(s))
        buf_puts(b, "asyncio.run()");
    else
        story_who(s->m, b);
    if (task && task == s->m->task)
        buf_puts(b, " cancels itself.");
    else if (task)
        words_put(b, s->t, s->n.len ? " cancels %T: %s." : " cancels %T.", task, s->n.text);
    else
        words_put(b, s->t, s->n.name ? " cancels %s()." : " cancels a future.", s->n.name);
}

static void cancel_why(const struct explained *s, struct buf *b)
{
    const struct row *r = s->e->ref & REF_TASK ? model_row(s->m, s->e->ref & ~REF_TASK) : NULL;
    struct wait w = awaits_of(s->m, r);
    if (by_run(s))
        buf_puts(b, "The main task has ended, and what is left over is cancelled. ");
    if (!r) {
        buf_puts(b, "It passes that on to all it waits for.");
    } else if (r->state == TASK_WAITING) {
        buf_puts(b, "It waits for ");
        awaits_put(b, s->t, &w, ARTICLE_A);
        buf_puts(b,
                 w.on == ON_TASK || w.on == ON_GATHER
                     ? ", to which the request is passed on."
                     : "; that ends now, and CancelledError is raised there when it has its turn.");
    } else if (r->state == TASK_RUNNING) {
        buf_puts(b, "CancelledError is raised where it waits next.");
    } else if (r->ran == TRACE_NONE) {
        buf_puts(b, "It has not started: it will end without running a line.");
    } else {
        buf_puts(b, "It is in the ready queue: CancelledError is raised at its await when it has "
                    "its turn.");
    }
}

const struct explanation explain_tasks[EV_KINDS] = {
    [EV_TASK] = {task_what, NULL, task_why, NULL},
    [EV_NAME] = {name_what, NULL, NULL, NULL},
    [EV_TASK_DONE] = {task_done_what, NULL, task_done_why, NULL},
    [EV_FUT_DONE] = {fut_done_what, NULL, fut_done_why, NULL},
    [EV_CANCEL] = {cancel_what, NULL, cancel_why, NULL},
};
