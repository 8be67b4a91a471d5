/* SPDX-License-Identifier: MIT */
#include "story/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "story/callbacks.h"
#include "story/words.h"
#include "trace/save.h"

enum { SPINS = 100 };
static const double blocked_for = 0.1;

static const char *const names[] = {
#define X(id, name, means) name,
    LINTS(X)
#undef X
};
enum lint_kind {
#define X(id, name, means) LINT_##id,
    LINTS(X)
#undef X
};

static void warn(struct lint *l, enum lint_kind kind, uint32_t task, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void warn(struct lint *l, enum lint_kind kind, uint32_t task, const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    struct event e = {
        .time = l->last.time, .tick = l->last.tick, .kind = EV_WARNING, .actor = task};
    l->to->see(l->to, &e, &(struct note){.name = names[kind], .text = b.s, .len = b.len});
    buf_free(&b);
}

static struct lint_task *task_of(struct lint *l, uint32_t task)
{
    static struct lint_task nobody;
    return task && task <= l->ntasks ? &l->tasks[task - 1] : &nobody;
}

static void add_task(struct lint *l, uint32_t task, uint32_t number)
{
    if (!task)
        return;
    l->tasks = xgrow(l->tasks, &l->cap, task, sizeof *l->tasks);
    while (l->ntasks < task)
        l->tasks[l->ntasks++] = (struct lint_task){0};
    l->tasks[task - 1].number = number ? number : task;
}

/* A cancel() of the program's own; a timeout or a task group takes back its own with uncancel(). */
static void on_cancel(struct lint *l, const struct event *e)
{
    uint32_t task = e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
    if (!task)
        return;
    if (l->closing && !l->looping)
        warn(l, LINT_PENDING, task,
             "Task-%u was still pending when the main task ended, and run() cancels it: await it, "
             "or make it in a TaskGroup",
             task_of(l, task)->number);
    else if (l->task && l->task != task)
        task_of(l, task)->cancelled = e->tick;
}

static void on_done(struct lint *l, const struct event *e)
{
    struct lint_task *t = task_of(l, e->actor);
    if (t->cancelled && e->what == OUTCOME_DONE)
        warn(l, LINT_SWALLOWED, e->actor,
             "Task-%u was cancelled in tick %u and returned all the same: an except clause "
             "swallowed its CancelledError; raise it again",
             t->number, t->cancelled);
    t->cancelled = 0;
}

/* "Thread-1", "Task-1": the main thread, the first, is not counted. */
static const char *name_of(struct lint *l, uint32_t actor, char *s, size_t size)
{
    const struct lint_task *t = task_of(l, actor);
    if (t->thread && t->number < 2)
        return "MainThread";
    snprintf(s, size, t->thread ? "Thread-%u" : "Task-%u", t->number - t->thread);
    return s;
}

static void on_shared(struct lint *l, const struct event *e, const struct note *n)
{
    char writer[24], loser[24];
    uint32_t lost = updates_see(&l->updates, e);
    if (lost)
        warn(l, LINT_LOST, e->actor,
             task_of(l, lost)->thread || task_of(l, e->actor)->thread
                 ? "the update of %s is lost, as %s wrote what it made of an older value of %s: "
                   "put the read and the write under one lock"
                 : "the update of %s is lost, as %s wrote what it made of an older value of %s: "
                   "let no await stand between the read and the write, or hold a lock",
             name_of(l, lost, loser, sizeof loser), name_of(l, e->actor, writer, sizeof writer),
             n && n->name ? n->name : "it");
}

/* The longest block of a handle: where, and what it did. */
static void on_block(struct lint *l, const struct note *n)
{
    if (!n || n->number <= l->block.seconds)
        return;
    l->block.seconds = n->number;
    l->block.line = n->line;
    l->block.computes = n->name && !strcmp(n->name, "compute");
    snprintf(l->block.file, sizeof l->block.file, "%s", n->file ? n->file : "");
}

/* Whoever traced it has said so already. */
static void on_told(struct lint *l, const struct note *n)
{
    l->told |= n && n->name && !strcmp(n->name, "slow callback");
    if (l->task && n && n->name && !strcmp(n->name, "swallowed cancel"))
        task_of(l, l->task)->cancelled = 0;
}

static void warn_blocked(struct lint *l, uint32_t task, double ran)
{
    struct buf at = {0};
    bool long_one = l->block.seconds > blocked_for;
    if (long_one && l->block.line && *l->block.file)
        buf_printf(&at, " at %s:%u", l->block.file, l->block.line);
    else if (long_one && l->block.line)
        buf_printf(&at, " at line %u", l->block.line);
    warn(l, LINT_BLOCKED, task, "the loop stood still for %.3f s%s: nobody else could run; %s", ran,
         buf_str(&at),
         long_one && l->block.computes ? "sleep(0) between pieces of it, or use a process"
                                       : "await asyncio.sleep(), or use asyncio.to_thread()");
    buf_free(&at);
}

/* Of a tick one is told once, and of the turns together only where none is to blame alone. */
static void on_time(struct lint *l, const struct event *e)
{
    struct lint_tick *tick = &l->tick;
    double ran = e->time - l->begun, all = e->time - tick->since;
    if (ran > blocked_for && !l->told)
        warn_blocked(l, e->actor, ran);
    else if (ran <= blocked_for && !tick->warned && tick->left && all > blocked_for)
        warn(l, LINT_STARVING, e->actor,
             "%u turns took %.3f s together while %u more waited: each is short, but they starve "
             "the others; run fewer at a time behind a Semaphore, or use asyncio.to_thread()",
             tick->turns, all, tick->left);
    else if (!l->told)
        return;
    tick->warned = true;
}

static void leave(struct lint_tick *tick)
{
    if (tick->left)
        tick->left--;
}

static void on_begin(struct lint *l, const struct event *e)
{
    l->task = e->actor;
    l->within += e->what == HANDLE_EAGER;
    if (event_is_within(e))
        return;
    l->within = 0;
    leave(&l->tick);
    l->tick.turns++;
    l->begun = e->time;
    l->running = true;
    l->block.seconds = 0;
    l->told = false;
}

/* A turn of which the beginning was not seen says nothing. */
static void on_end(struct lint *l, const struct event *e)
{
    struct lint_task *t = task_of(l, e->actor);
    if (l->within) {
        l->within--;
        return;
    }
    if (!l->running)
        return;
    l->running = false;
    on_time(l, e);
    if (e->what != ON_SLEEP0 || e->time != t->since) {
        t->spins = 0;
        t->since = e->time;
    }
    if (e->what == ON_SLEEP0 && ++t->spins == SPINS)
        warn(l, LINT_SPINNING, e->actor,
             "Task-%u spins: %d turns in a row did nothing but sleep(0); wait for an Event, a "
             "Queue or a future instead",
             t->number, SPINS);
    l->task = 0;
}

/* ---- callbacks that are set for later ---- */

/* However long a program runs, no more of them are known than twice those that are set. */
static void forget_over(struct lint *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->ntimers; i++)
        if (!l->timers[i].over)
            l->timers[n++] = l->timers[i];
    l->ntimers = n;
    l->nover = 0;
}

static void on_timer(struct lint *l, const struct event *e, const struct note *n)
{
    if (!n || !n->name || e->what != HANDLE_CALLBACK || callback_find(n->name))
        return;
    if (l->nover > 16 && l->nover > l->ntimers / 2)
        forget_over(l);
    l->timers = xgrow(l->timers, &l->timers_cap, l->ntimers + 1, sizeof *l->timers);
    struct lint_timer *t = &l->timers[l->ntimers++];
    *t = (struct lint_timer){.handle = e->handle, .when = n->when};
    snprintf(t->name, sizeof t->name, "%s", n->name);
}

/* Handles are numbered in the order in which they were made. */
static struct lint_timer *timer_of(struct lint *l, uint32_t handle)
{
    size_t lo = 0, hi = l->ntimers;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l->timers[mid].handle < handle)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < l->ntimers && l->timers[lo].handle == handle ? &l->timers[lo] : NULL;
}

static void on_timer_over(struct lint *l, const struct event *e)
{
    struct lint_timer *t = timer_of(l, e->handle);
    if (!t || t->over)
        return;
    t->over = true;
    l->nover++;
}

/* One is named for all. */
static void on_close(struct lint *l)
{
    const struct lint_timer *first = NULL;
    struct buf name = {0}, more = {0};
    size_t left = 0;
    for (size_t i = 0; i < l->ntimers; i++)
        if (!l->timers[i].over && !left++)
            first = &l->timers[i];
    l->ntimers = l->nover = 0;
    if (!left)
        return;
    words_function(&name, first->name);
    if (left > 1)
        buf_printf(&more, left == 2 ? ", nor was another" : ", nor were %zu more", left - 1);
    warn(l, LINT_UNCALLED, 0,
         "the callback %s, set for %.3f, was never called%s: the loop was closed before; let "
         "main() run until "
         "then, or cancel() it",
         name.s, first->when, buf_str(&more));
    buf_free(&name);
    buf_free(&more);
}

static void see(struct observer *o, const struct event *e, const struct note *n)
{
    struct lint *l = (struct lint *)o;
    l->to->see(l->to, e, n);
    l->last = *e;
    if (e->kind == EV_START)
        l->off = n && n->coro && !strcmp(n->coro, own_name);
    if (l->off)
        return;
    switch (e->kind) {
    case EV_RUN:
        l->looping = true;
        break;
    case EV_RAN:
        l->looping = false;
        l->closing = true;
        break;
    case EV_THREAD_START:
        add_task(l, e->actor, e->ref);
        task_of(l, e->actor)->thread = e->actor != 0;
        break;
    case EV_TASK:
        add_task(l, e->actor, e->ref);
        break;
    case EV_READ:
    case EV_WRITE:
        on_shared(l, e, n);
        break;
    case EV_READY:
        l->tick = (struct lint_tick){.since = e->time, .left = e->ref};
        break;
    case EV_SKIP:
        leave(&l->tick);
        break;
    case EV_BEGIN:
        on_begin(l, e);
        break;
    case EV_BLOCK:
        on_block(l, n);
        break;
    case EV_WARNING:
        on_told(l, n);
        break;
    case EV_TIMER:
        on_timer(l, e, n);
        break;
    case EV_FIRE:
    case EV_UNCALL:
        on_timer_over(l, e);
        break;
    case EV_CLOSE:
        on_close(l);
        break;
    case EV_END:
        on_end(l, e);
        break;
    case EV_CANCEL:
        on_cancel(l, e);
        break;
    case EV_TASK_DONE:
        on_done(l, e);
        break;
    default:
        break;
    }
}

/* ---- what the loop tells itself ---- */

static bool has(const struct note *n, const char *words)
{
    return (n->text && strstr(n->text, words)) || (n->name && strstr(n->name, words));
}

const char *lint_fix(const struct event *e, const struct note *n)
{
    if (e->kind == EV_DEADLOCK)
        return "somebody who can still run must bring what they wait for, or they must not wait "
               "for "
               "ever: asyncio.timeout()";
    if (e->kind == EV_WARNING && has(n, "never awaited") && !has(n, "create_task"))
        return "await it, or make a task of it with asyncio.create_task()";
    if (e->kind == EV_LOOP_ERROR && has(n, "never retrieved"))
        return "await it, or ask for its exception()";
    if (e->kind == EV_LOOP_ERROR && has(n, "destroyed"))
        return "keep a reference to it until it is done";
    return NULL;
}

void lint_init(struct lint *l, struct observer *to)
{
    *l = (struct lint){.observer.see = see, .to = to};
}

void lint_forget(struct lint *l, uint32_t from, uint32_t n)
{
    if (from < l->ntasks)
        xrelease(l->tasks + from, (n < l->ntasks - from ? n : l->ntasks - from) * sizeof *l->tasks);
}

void lint_close(struct lint *l)
{
    free(l->tasks);
    free(l->timers);
}

/* A lint's warning has a name, the loop's own has none, and what the exception handler was told is on standard
 * error anyway. */
bool lint_sentence(struct buf *b, const struct event *e, const struct note *n, bool fixes)
{
    bool dead = e->kind == EV_DEADLOCK, told = e->kind == EV_LOOP_ERROR;
    if (told ? !fixes || !lint_fix(e, n) : !dead && (e->kind != EV_WARNING || (n->name && !fixes)))
        return false;
    const char *text = told ? n->name : n->text;
    size_t len = !told ? n->len : text ? strlen(text) : 0;
    const char *fix = fixes ? lint_fix(e, &(struct note){.text = text, .len = len}) : NULL;
    buf_printf(b, "%s: %.*s%s%s", dead ? "deadlock" : "warning", (int)len, text ? text : "",
               fix && len ? ": " : "", fix ? fix : "");
    return true;
}
