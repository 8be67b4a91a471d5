/* SPDX-License-Identifier: MIT */
#include "loop/loop.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loop/error.h"
#include "loop/executor.h"
#include "loop/future.h"
#include "loop/task.h"
#include "loop/tell.h"

/* Deadlines closer than this fall due together (the clock resolution of the oracle's virtual
 * clock). */
static const double resolution = 1e-9;
/* asyncio never sleeps longer than this at a stretch: MAXIMUM_SELECT_TIMEOUT. */
static const double longest_sleep = 24 * 3600;
/* A program that spins must not stop the clock for ever: after this many ticks without sleep each
 * one takes a millisecond of virtual time. */
enum { SPIN_TICKS = 1000 };

/* How many ticks may share one uv iteration in an unattended run: the kernel is asked once in that
 * many. */
enum { BURST = 64 };

/* ---- scheduling ---- */

static void append_ready(struct loop *l, struct handle *h)
{
    h->listed = true;
    h->next = NULL;
    if (l->ready)
        l->ready_last->next = h;
    else
        l->ready = h;
    l->ready_last = h;
    l->nready++;
}

static struct handle *take_ready(struct loop *l)
{
    struct handle *h = l->ready;
    l->ready = h->next;
    l->nready--;
    h->listed = false;
    return h;
}

/* What must live until h has run: its owner, and the future it is a callback of. What a task awaits
 * the task holds. */
static void hold(struct handle *h)
{
    if (h->type->owner)
        object_ref(h->type->owner(h));
    if (h->arg && h->type->what == HANDLE_CALLBACK)
        object_ref(h->arg);
}

static void release(const struct handle_type *type, struct future *arg, struct future *owner)
{
    if (arg && type->what == HANDLE_CALLBACK)
        object_unref(arg);
    if (owner)
        object_unref(owner);
}

void loop_call_soon(struct loop *l, struct handle *h)
{
    h->id = ++l->handles;
    h->cancelled = false;
    hold(h);
    append_ready(l, h);
    tell_handle(l, EV_SOON, h);
}

void loop_call_at(struct loop *l, struct timer *t, double when)
{
    struct handle *h = &t->handle;
    h->id = ++l->handles;
    h->cancelled = false;
    t->when = when;
    hold(h);
    timers_add(&l->timers, t);
    tell_timer(l, t);
}

static const struct handle_type stand_in_type = {"cancelled", HANDLE_CALLBACK, NULL, NULL};

/* Whoever cancels a handle may be gone, with its memory, before its turn comes: one of the loop's
 * own takes its place. It is looked for from the front, since few are ever cancelled that late. */
static void leave_stand_in(struct loop *l, struct handle *h)
{
    struct handle *s = arena_alloc(&this_thread->arena, sizeof *s), **at = &l->ready;
    *s = (struct handle){
        .next = h->next, .type = &stand_in_type, .id = h->id, .listed = true, .cancelled = true};
    while (*at != h)
        at = &(*at)->next;
    *at = s;
    if (l->ready_last == h)
        l->ready_last = s;
    h->listed = false;
}

void loop_cancel_handle(struct loop *l, struct handle *h)
{
    if (!h->listed)
        return;
    loop_emit(l, EV_UNCALL, (struct event){.handle = h->id}, NULL);
    leave_stand_in(l, h);
    release(h->type, h->arg, h->type->owner ? h->type->owner(h) : NULL);
}

void loop_cancel_timer(struct loop *l, struct timer *t)
{
    if (!t->place) {
        loop_cancel_handle(l, &t->handle);
        return;
    }
    loop_emit(l, EV_UNCALL, (struct event){.handle = t->handle.id}, NULL);
    timers_remove(&l->timers, t);
    const struct handle_type *type = t->handle.type;
    release(type, t->handle.arg, type->owner ? type->owner(&t->handle) : NULL);
}

/* ---- one tick ---- */

/* The one error that a callback of the loop's own can raise. */
static void report_too_deep(struct loop *l, const char *callback)
{
    l->cancel_too_deep = false;
    loop_report_callback(l, callback,
                         error_text(&RecursionError, "maximum recursion depth exceeded"));
}

static void run_handle(struct loop *l, struct handle *h)
{
    const struct handle_type *type = h->type;
    struct future *arg = h->arg, *owner = type->owner ? type->owner(h) : NULL;
    if (h->cancelled) {
        loop_emit(l, EV_SKIP, (struct event){.handle = h->id}, NULL);
        arena_free(&this_thread->arena, h, sizeof *h); /* the stand-in */
    } else {
        tell_handle(l, EV_BEGIN, h);
        l->running = h->id;
        this_thread->line = this_thread->module_line;
        h->arg = NULL; /* a task's wake handle may be scheduled again while it runs */
        const char *name = handle_name(h); /* h may be gone behind this */
        type->run(h, arg);
        if (type->what == HANDLE_CALLBACK && l->cancel_too_deep)
            report_too_deep(l, name);
        if (type->what == HANDLE_CALLBACK)
            loop_emit(l, EV_END, (struct event){.handle = l->running}, NULL);
        l->running = 0;
    }
    release(type, arg, owner);
}

static void collect_timers(struct loop *l)
{
    double end = l->clock.now + resolution;
    while (l->timers.n && l->timers.slots[0].when < end) {
        struct timer *t = timers_first(&l->timers);
        timers_remove(&l->timers, t);
        append_ready(l, &t->handle);
        if (loop_watched(l))
            loop_emit(l, EV_FIRE, (struct event){.handle = t->handle.id},
                      &(struct note){.when = t->when, .has = HAS_WHEN});
    }
}

/* Exactly the handles that are ready now: what they schedule waits for the next tick. */
static void run_ready(struct loop *l)
{
    size_t n = l->nready;
    if (n)
        loop_emit(l, EV_READY, (struct event){.ref = (uint32_t)n}, NULL);
    while (n--)
        run_handle(l, take_ready(l));
}

static void read_from_self(struct handle *h, struct future *arg)
{
    (void)h;
    (void)arg;
}

/* It is one handle for as long as the loop lives, so it keeps its number. */
static const struct handle_type reader_type = {"BaseSelectorEventLoop._read_from_self",
                                               HANDLE_CALLBACK, read_from_self, NULL};

void loop_wake(struct loop *l)
{
    l->woken = true;
}

static void collect_io(struct loop *l)
{
    executor_deliver(l);
    if (!l->woken || l->deaf)
        return;
    l->woken = false;
    l->reader.type = &reader_type;
    if (!l->reader.id)
        l->reader.id = ++l->handles;
    append_ready(l, &l->reader);
    tell_handle(l, EV_IO, &l->reader);
}

/* An alarm that is due already when poll is entered must keep it from blocking for ever: libuv
 * #3686. */
static void on_alarm(uv_timer_t *alarm)
{
    struct loop *l = alarm->data;
    l->asleep = false;
    uv_stop(&l->uv);
}

/* Nothing is ready: virtual time jumps to the next deadline, real time is slept until then. */
static void wait_for_timers(struct loop *l)
{
    double when = timers_first(&l->timers)->when;
    if (l->clock.mode == CLOCK_REAL) {
        struct note n = {.number = when - l->clock.now, .has = HAS_NUMBER};
        loop_emit(l, EV_IDLE, (struct event){0}, &n);
        uv_update_time(&l->uv);
        uv_timer_start(&l->alarm, on_alarm, (uint64_t)ceil(fmax(0, when - loop_time(l)) * 1e3), 0);
        l->asleep = true;
        return;
    }
    if (when > l->clock.now + longest_sleep)
        when = l->clock.now + longest_sleep;
    loop_emit(l, EV_JUMP, (struct event){0}, &(struct note){.number = when, .has = HAS_NUMBER});
    l->clock.now = when;
}

/* Only on the real clock: on the virtual one they have run. */
static void wait_for_threads(struct loop *l)
{
    loop_emit(l, EV_IDLE, (struct event){0}, NULL);
    l->asleep = true;
}

static void begin_tick(struct loop *l)
{
    l->tick++;
    if (l->clock.mode == CLOCK_REAL)
        l->clock.now = loop_time(l);
    loop_emit(l, EV_TICK,
              (struct event){.ref = (uint32_t)l->nready, .handle = (uint32_t)l->timers.n}, NULL);
    bool due = l->timers.n && l->timers.slots[0].when <= l->clock.now;
    l->deaf = false;
    if (l->nready || l->stopping || due) {
        bool spins = ++l->spins > SPIN_TICKS && l->clock.mode == CLOCK_VIRTUAL;
        if (!spins)
            l->deaf = executor_computing(l);
        else if (!executor_pass_time(l))
            l->clock.now += 1e-3;
        return;
    }
    l->spins = 0;
    if (executor_poll(l) || l->woken)
        return;
    if (l->timers.n)
        wait_for_timers(l);
    else if (executor_busy(l))
        wait_for_threads(l);
    else
        runner_deadlock(l);
}

static void end_tick(struct loop *l)
{
    if (l->clock.mode == CLOCK_REAL)
        l->clock.now = loop_time(l);
    collect_io(l);
    collect_timers(l);
    run_ready(l);
    if (!l->stopping)
        return;
    l->stopping = false;
    runner_next(l);
}

/* The check phase of the uv iteration, right behind poll: here, and only here, handles run. */
static void on_check(uv_check_t *check)
{
    struct loop *l = check->data;
    if (!l->ticking || l->asleep)
        return;
    l->ticking = false;
    this_thread = &l->thread;
    end_tick(l);
    for (; l->bursts && !l->over; l->bursts--) {
        begin_tick(l);
        if (!l->over)
            end_tick(l);
    }
}

static bool tick(struct loop *l, int bursts)
{
    if (l->over)
        return false;
    this_thread = &l->thread;
    begin_tick(l);
    if (l->over)
        return true;
    l->bursts = l->clock.mode == CLOCK_VIRTUAL ? bursts : 0;
    l->ticking = true;
    while (l->ticking)
        uv_run(&l->uv, l->asleep ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    uv_timer_stop(&l->alarm);
    return true;
}

bool loop_tick(struct loop *l)
{
    return tick(l, 0);
}

void loop_run(struct loop *l)
{
    while (tick(l, BURST))
        ;
}

/* ---- the clock ---- */

double loop_time(const struct loop *l)
{
    return clock_time(&l->clock);
}

double loop_patience(const struct loop *l)
{
    if (l->nready || l->stopping || l->clock.mode == CLOCK_VIRTUAL || executor_has_mail(l))
        return 0;
    if (!l->timers.n)
        return executor_busy(l) ? INFINITY : 0; /* 0: the tick that finds the deadlock */
    return fmax(0, l->timers.slots[0].when - loop_time(l));
}

void loop_poll(struct loop *l)
{
    if (!l->over)
        uv_run(&l->uv, UV_RUN_NOWAIT);
}

void loop_pause(struct loop *l)
{
    clock_pause(&l->clock);
}

void loop_resume(struct loop *l)
{
    clock_resume(&l->clock);
}

/* ---- life ---- */

static void print_here(struct thread *t, const char *text, size_t n)
{
    loop_print(t->loop, text, n);
}

/* The whole loop stands still. */
static void sleep_here(struct thread *t, double seconds)
{
    struct loop *l = t->loop;
    struct event e = {.line = t->line, .task = l->current ? l->current->future.object.id : 0};
    loop_emit(l, EV_BLOCK, e, &(struct note){.number = seconds, .has = HAS_NUMBER});
    if (l->clock.mode == CLOCK_VIRTUAL)
        l->clock.now += seconds;
    else
        uv_sleep((unsigned)(seconds * 1e3));
}

static double time_here(struct thread *t)
{
    return loop_time(t->loop);
}

int loop_init(struct loop *l, enum clock_mode clock, struct observer *observer)
{
    *l = (struct loop){.clock = clock_start(clock), .observer = observer};
    l->thread = (struct thread){
        .loop = l, .print = print_here, .sleep = sleep_here, .time = time_here};
    int r = uv_loop_init(&l->uv);
    if (r < 0)
        return r;
    uv_check_init(&l->uv, &l->check);
    uv_timer_init(&l->uv, &l->alarm);
    l->check.data = l->alarm.data = l;
    return uv_check_start(&l->check, on_check);
}

void loop_close(struct loop *l)
{
    this_thread = &l->thread;
    uv_close((uv_handle_t *)&l->check, NULL);
    uv_close((uv_handle_t *)&l->alarm, NULL);
    executor_close(l);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    uv_loop_close(&l->uv);
    executor_free(l);
    timers_close(&l->timers);
    runner_close(l);
    buf_free(&l->partial);
    buf_free(&l->trail.locals);
    free(l->trail.frames);
    free(l->trail.of);
    arena_close(&l->thread.arena);
    this_thread = NULL;
}

void loop_start(struct loop *l, const struct program *p)
{
    l->program = p;
    l->thread.file = p->file;
    this_thread = &l->thread;
    random_seed_text(&l->random, p->seed ? p->seed : "0");
    runner_start(l);
}
