/* SPDX-License-Identifier: MIT */
#include "threads/threads.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

static _Thread_local struct threading_thread *this_one;

struct threading_thread *threads_me(void)
{
    if (!this_one)
        die("a program of threads says so: .program.threads = true");
    return this_one;
}

void threads_enter(struct threads *t)
{
    if (t->loose)
        uv_mutex_lock(&t->mutex);
}

void threads_leave(struct threads *t)
{
    if (t->loose)
        uv_mutex_unlock(&t->mutex);
}

/* ---- telling ---- */

static void tell(struct threads *t, enum event_kind kind, struct event e, const struct note *n)
{
    if (!t->closing)
        t->host->tell(t->data, kind, e, n);
}

static void tell_switch(struct threading_thread *from, struct threading_thread *to, const char *why,
                        uint32_t line, struct draw drawn)
{
    struct event e = {
        .actor = to->actor, .ref = from->actor | REF_TASK, .handle = drawn.of << 16 | drawn.n};
    struct note n = {.name = why, .line = line};
    tell(from->all, EV_SWITCH, e, &n);
}

/* Who is let loose acts where the system lets it: that another one acts is seen by its deeds. */
static void see_acting(struct threading_thread *me)
{
    struct threading_thread *before = me->all->acting;
    me->all->acting = me;
    if (me->all->loose && before != me)
        tell_switch(before, me, "system", 0, (struct draw){0});
}

void threads_act(struct threading_thread *me, enum event_kind kind, struct event e, struct note n)
{
    if (me->all->closing)
        return;
    see_acting(me);
    me->acted = true;
    if (!e.actor)
        e.actor = me->actor;
    if (!n.line)
        n.line = me->here->line;
    tell(me->all, kind, e, &n);
}

/* ---- who can run ---- */

static double now(const struct threads *t)
{
    return t->host->time(t->data);
}

static bool has_come(const struct threading_thread *a)
{
    switch (a->waits) {
    case ON_LOCK:
        return !a->lock->owner;
    case ON_JOIN:
        return a->other->done;
    case ON_SLEEP:
    case ON_COMPUTE:
        return a->deadline <= now(a->all);
    default:
        return true;
    }
}

static bool can_run(const struct threading_thread *a)
{
    return a->actor && !a->done && has_come(a);
}

/* The k-th of those that can run, from 0, me first; NULL behind the last. */
static struct threading_thread *runnable(struct threading_thread *me, uint32_t k)
{
    if (can_run(me) && !k--)
        return me;
    for (struct threading_thread *a = me->all->first; a; a = a->next)
        if (a != me && can_run(a) && !k--)
            return a;
    return NULL;
}

static uint32_t count_runnable(struct threads *t)
{
    uint32_t n = 0;
    for (struct threading_thread *a = t->first; a; a = a->next)
        n += can_run(a);
    return n;
}

/* false: nobody sleeps. */
static bool jump_clock(struct threads *t)
{
    double to = INFINITY;
    for (struct threading_thread *a = t->first; a; a = a->next)
        if (a->waits == ON_SLEEP || a->waits == ON_COMPUTE)
            to = fmin(to, a->deadline);
    if (isinf(to))
        return false;
    tell(t, EV_JUMP, (struct event){0}, &(struct note){.number = to, .has = HAS_NUMBER});
    t->host->jump(t->data, to);
    return true;
}

/* ---- the end, and deadlocks ---- */

static struct threading_thread *waits_for(const struct threading_thread *a)
{
    return a->waits == ON_LOCK ? a->lock->owner : a->waits == ON_JOIN ? a->other : NULL;
}

/* One of those in the circle that is met from `a` on: after as many steps as there are threads one
 * is in it, or at its end. */
static struct threading_thread *in_circle(struct threads *t, struct threading_thread *a)
{
    for (struct threading_thread *b = t->first; b && a; b = b->next)
        a = waits_for(a);
    return a && waits_for(a) ? a : NULL;
}

static void put_waits(struct buf *b, const struct threading_thread *a)
{
    const struct threading_thread *on = waits_for(a);
    buf_printf(b, "%s%s waits for ", b->len ? "; " : "", a->name);
    if (a->waits == ON_LOCK)
        buf_printf(b, "%s, which %s holds", a->lock->name, on->name);
    else
        buf_printf(b, "the end of %s", on->name);
}

/* It begins with the oldest. */
static void judge(struct threads *t)
{
    struct threading_thread *a = t->first, *b;
    while (a && (a->done || !a->actor))
        a = a->next;
    t->stuck = a;
    buf_clear(&t->verdict);
    if (!a || !(a = in_circle(t, a)))
        return;
    struct threading_thread *oldest = a;
    for (b = waits_for(a); b != a; b = waits_for(b))
        oldest = b->actor < oldest->actor ? b : oldest;
    b = oldest;
    do {
        put_waits(&t->verdict, b);
        b = waits_for(b);
    } while (b != oldest);
}

_Noreturn static void unwind(struct threading_thread *me)
{
    longjmp(me->start, 1);
}

static void hand_over(struct threading_thread *me, struct threading_thread *to)
{
    bool over = me->done && me != me->all->first;
    uv_sem_post(&to->baton);
    if (over)
        return;
    uv_sem_wait(&me->baton);
    if (me->all->closing)
        unwind(me);
}

/* Nobody can run any more: the main thread takes over. */
static void end(struct threading_thread *me)
{
    struct threads *t = me->all;
    judge(t);
    t->closing = true;
    if (me == t->first)
        unwind(me);
    hand_over(me, t->first);
}

/* ---- the baton ---- */

static void give_way(struct threading_thread *me, const char *why, uint32_t line)
{
    struct threads *t = me->all;
    struct draw drawn = {0};
    bool waited = me->waits != ON_NONE;
    uint32_t n;
    while (!(n = count_runnable(t)))
        if (!jump_clock(t)) {
            end(me);
            return;
        }
    if (n > 1)
        drawn = (struct draw){schedule_choose(&t->schedule, n), n};
    struct threading_thread *to = runnable(me, drawn.n);
    me->acted = to->acted = false;
    if (to != me || waited)
        tell_switch(me, to, why, line, drawn);
    t->acting = to;
    if (to != me)
        hand_over(me, to);
}

void threads_point(struct threading_thread *me, const char *why, uint32_t line)
{
    if (!me->all->loose && me->acted && !me->all->closing)
        give_way(me, why, line);
}

void threads_unguarded(struct threading_thread *me, const char *why)
{
    if (!me->all->gil)
        threads_point(me, why, me->here->line);
}

/* Let loose, a thread that waits may be the last one that could run. */
static void wait_loose(struct threading_thread *me)
{
    struct threads *t = me->all;
    while (!t->closing && !has_come(me)) {
        bool sleeps = false, runs = false;
        for (struct threading_thread *a = t->first; a; a = a->next) {
            runs |= can_run(a);
            sleeps |= a->waits == ON_SLEEP;
        }
        if (!runs && !sleeps) {
            judge(t);
            t->closing = true;
            uv_cond_broadcast(&t->changed);
        } else if (me->waits == ON_SLEEP) {
            uv_cond_timedwait(&t->changed, &t->mutex,
                              (uint64_t)(fmax(0, me->deadline - now(t)) * 1e9));
        } else {
            uv_cond_wait(&t->changed, &t->mutex);
        }
    }
    if (t->closing) {
        threads_leave(t);
        unwind(me);
    }
}

void threads_wait(struct threading_thread *me, struct event e, struct note n)
{
    uint32_t line = me->here->line;
    e.what = me->waits & 31;
    threads_act(me, EV_THREAD_WAIT, e, n);
    if (me->all->loose)
        wait_loose(me);
    else
        give_way(me, "blocked", line);
    me->waits = ON_NONE;
}

void threads_changed(struct threads *t)
{
    if (t->loose)
        uv_cond_broadcast(&t->changed);
}

/* ---- life ---- */

static void finish(struct threading_thread *me)
{
    struct threads *t = me->all;
    threads_enter(t);
    me->done = true;
    me->here->line = 0;
    threads_act(me, EV_THREAD_DONE, (struct event){0}, (struct note){0});
    threads_changed(t);
    threads_leave(t);
    if (!t->loose)
        give_way(me, "done", 0);
}

static void body(void *data)
{
    struct threading_thread *me = data;
    this_one = me;
    this_thread = me->here;
    if (!setjmp(me->start)) {
        if (!me->all->loose)
            uv_sem_wait(&me->baton);
        threads_enter(me->all);
        bool closing = me->all->closing;
        threads_leave(me->all);
        if (!closing) {
            me->target(me->data);
            finish(me);
        }
    }
    arena_close(&me->own.arena);
    this_thread = NULL;
    this_one = NULL;
}

static void print_here(struct thread *here, const char *text, size_t n)
{
    struct threading_thread *me = this_one;
    struct threads *t = me->all;
    threads_enter(t);
    if (!t->closing) {
        see_acting(me);
        me->acted = true;
        t->host->print(t->data, me->actor, here->line, text, n);
    }
    threads_leave(t);
    threads_point(me, "call", here->line);
}

static void sleep_here(struct thread *here, double seconds)
{
    struct threading_thread *me = this_one;
    threads_enter(me->all);
    me->waits = ON_SLEEP;
    me->deadline = now(me->all) + seconds;
    struct note n = {.number = seconds, .when = me->deadline, .has = HAS_NUMBER | HAS_WHEN};
    threads_wait(me, (struct event){0}, n);
    threads_leave(me->all);
    threads_point(me, "call", here->line);
}

/* With the GIL nobody else can run while it computes; without, others go on. */
static void compute_step(struct threading_thread *me, double seconds)
{
    struct threads *t = me->all;
    struct note n = {.number = seconds, .has = HAS_NUMBER};
    if (t->gil) {
        n.name = "compute";
        threads_act(me, EV_BLOCK, (struct event){0}, n);
        t->host->jump(t->data, now(t) + seconds);
        return;
    }
    me->waits = ON_COMPUTE;
    me->deadline = now(t) + seconds;
    n.when = me->deadline;
    n.has |= HAS_WHEN;
    threads_wait(me, (struct event){0}, n);
}

static void compute_loose(struct threading_thread *me, double seconds)
{
    struct threads *t = me->all;
    threads_enter(t);
    threads_act(me, EV_BLOCK, (struct event){0},
                (struct note){.name = "compute", .number = seconds, .has = HAS_NUMBER});
    threads_leave(t);
    gil_compute(t->gil ? &t->lock : NULL, seconds);
}

/* `while time.thread_time() < end: pass`: each look is a call, and a step goes by between two. */
static void compute_here(struct thread *here, double seconds)
{
    static const double step = 0.25;
    struct threading_thread *me = this_one;
    if (me->all->loose) {
        compute_loose(me, seconds);
        return;
    }
    threads_point(me, "call", here->line);
    for (double left = seconds; left > 0; left -= step) {
        compute_step(me, step);
        threads_point(me, "call", here->line);
    }
}

static double time_here(struct thread *here)
{
    (void)here;
    return now(this_one->all);
}

bool threads_alone(const struct threads *t)
{
    for (const struct threading_thread *a = t->first->next; a; a = a->next)
        if (a->actor && !a->done)
            return false;
    return true;
}

static void append(struct threads *t, struct threading_thread *a)
{
    a->next = NULL;
    if (t->last)
        t->last->next = a;
    else
        t->first = a;
    t->last = a;
}

struct threading_thread *threads_add(struct threads *t)
{
    struct threading_thread *a = xcalloc(1, sizeof *a);
    a->all = t;
    a->own = (struct thread){.file = t->first ? t->first->here->file : NULL};
    a->here = &a->own;
    uv_sem_init(&a->baton, 0);
    append(t, a);
    return a;
}

void threads_make_last(struct threading_thread *a)
{
    struct threads *t = a->all;
    struct threading_thread *before = t->first;
    if (t->last == a)
        return;
    while (before->next != a)
        before = before->next;
    before->next = a->next;
    append(t, a);
}

static void take_hooks(struct thread *here)
{
    here->print = print_here;
    here->sleep = sleep_here;
    here->compute = compute_here;
    here->time = time_here;
}

void threads_start(struct threading_thread *thread)
{
    take_hooks(thread->here);
    if (uv_thread_create(&thread->system, body, thread))
        die("the system has no room for another thread");
}

void threads_open(struct threads *t, const struct threads_host *host, void *data, bool gil,
                  bool loose, const struct random *seeded, const struct schedule *given)
{
    *t = (struct threads){.host = host, .data = data, .gil = gil, .loose = loose};
    uv_mutex_init(&t->mutex);
    uv_cond_init(&t->changed);
    gil_init(&t->lock);
    schedule_draw_from(&t->schedule, seeded);
    if (given)
        schedule_copy(&t->schedule, given);
    struct threading_thread *main = threads_add(t);
    main->here = this_thread;
    main->func = "<module>";
    snprintf(main->name, sizeof main->name, "MainThread");
    main->actor = host->actor(data);
    t->made = 1;
    t->acting = this_one = main;
    take_hooks(main->here);
    tell(t, EV_THREAD_START, (struct event){.actor = main->actor, .ref = t->made},
         &(struct note){.name = main->name, .coro = main->func});
}

/* What main's end has to wait for, where the system decides. */
static void wait_for_all(struct threads *t)
{
    threads_enter(t);
    t->first->waits = ON_JOIN;
    for (struct threading_thread *a = t->first; a; a = a->next)
        if (t->loose && a->actor && !a->done) {
            t->first->other = a;
            wait_loose(t->first);
        }
    threads_leave(t);
}

static void join_all(struct threads *t)
{
    threads_enter(t);
    t->closing = true;
    threads_leave(t);
    for (struct threading_thread *a = t->first->next; a; a = a->next) {
        if (!a->actor)
            continue;
        uv_sem_post(&a->baton);
        uv_thread_join(&a->system);
    }
}

int threads_run(struct threads *t, int (*fn)(void *data), void *data)
{
    t->result = -1;
    if (!setjmp(t->first->start)) {
        t->result = fn(data);
        finish(t->first);
        wait_for_all(t);
    }
    join_all(t);
    return t->result;
}

void threads_close(struct threads *t)
{
    for (struct threading_thread *next, *a = t->first; a; a = next) {
        next = a->next;
        uv_sem_destroy(&a->baton);
        free(a);
    }
    if (t->host) {
        uv_mutex_destroy(&t->mutex);
        uv_cond_destroy(&t->changed);
        gil_close(&t->lock);
    }
    schedule_close(&t->schedule);
    buf_free(&t->verdict);
    *t = (struct threads){0};
}
