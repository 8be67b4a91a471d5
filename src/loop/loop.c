/* SPDX-License-Identifier: MIT */
#include "loop/loop.h"

#include <math.h>
#include <stdlib.h>

#include "loop/coro.h"
#include "python/error.h"

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

/* ---- telling ---- */

static inline struct event describe(struct handle *h, enum event_kind kind)
{
    bool callback = h->type->what == HANDLE_CALLBACK;
    return (struct event){
        .handle = h->id,
        .actor = callback ? 0 : object_number(handle_owner(h)) & ~REF_TASK,
        .ref = h->arg ? object_number(h->arg) : 0,
        .rest = event_rest(kind, h->type->what),
    };
}

static void tell_callback(struct loop *l, struct event *e, const struct handle *h)
{
    struct note n = {.name = h->type->name};
    if (h->by_program && e->kind == EV_SOON)
        stack_put_place(l->stack, &n);
    n.same = n.line ? 0 : emit_same(&l->emitter, h->type, 0);
    emit_event(&l->emitter, e, &n);
}

static void tell_handle(struct loop *l, enum event_kind kind, struct handle *h)
{
    if (!loop_watched(l))
        return;
    struct event e = describe(h, kind);
    if (h->type->name)
        tell_callback(l, &e, h);
    else
        emit_event(&l->emitter, &e, NULL);
}

static void tell_timer(struct loop *l, struct timer *t)
{
    struct event e = describe(&t->handle, EV_TIMER);
    struct note n = {.name = t->handle.type->name, .when = t->when, .has = HAS_WHEN};
    if (t->handle.by_program)
        stack_put_place(l->stack, &n);
    emit_event(&l->emitter, &e, &n);
}

void loop_report(struct loop *l, const char *message, const struct error *e, uint32_t ref)
{
    if (l->exception_handler)
        l->exception_handler(l, message, e, ref);
}

void loop_report_callback(struct loop *l, const char *name, const struct error *e)
{
    struct buf message = {0};
    buf_printf(&message, "Exception in callback %s()", name);
    loop_report(l, message.s, e, 0);
    buf_free(&message);
}

/* ---- scheduling ---- */

/* While it is scheduled, a handle refers to its owner and to its argument. */
static inline void ref(struct handle *h)
{
    struct object *owner = handle_owner(h);
    if (owner)
        object_ref(owner);
    if (handle_arg(h))
        object_ref(h->arg);
}

static inline void unref(struct object *arg, struct object *owner)
{
    if (arg)
        object_unref(arg);
    if (owner)
        object_unref(owner);
}

void loop_call_soon(struct loop *l, struct handle *h)
{
    h->id = ++l->handles;
    ref(h);
    ready_append(&l->ready, h);
    tell_handle(l, EV_SOON, h);
}

void loop_found(struct loop *l, struct handle *h)
{
    h->id = ++l->handles;
    ref(h);
    ready_append(&l->ready, h);
    tell_handle(l, EV_IO, h);
}

void loop_call_at(struct loop *l, struct timer *t, double when)
{
    struct handle *h = &t->handle;
    h->id = ++l->handles;
    t->when = when;
    ref(h);
    timers_add(&l->timers, t);
    if (loop_watched(l))
        tell_timer(l, t);
}

void loop_cancel_handle(struct loop *l, struct handle *h)
{
    if (!h->listed)
        return;
    loop_emit(l, EV_UNCALL, (struct event){.handle = h->id}, NULL);
    ready_bury(&l->ready, h, &l->thread->arena);
    unref(handle_arg(h), handle_owner(h));
}

void loop_cancel_timer(struct loop *l, struct timer *t)
{
    struct handle *h = &t->handle;
    if (!h->place) {
        loop_cancel_handle(l, h);
        return;
    }
    loop_emit(l, EV_UNCALL, (struct event){.handle = h->id}, NULL);
    timers_remove(&l->timers, t);
    unref(handle_arg(h), handle_owner(h));
}

void loop_stop(struct loop *l)
{
    loop_emit(l, EV_STOP, (struct event){0}, NULL);
    l->stopping = true;
}

void loop_wake(struct loop *l)
{
    l->woken = true;
}

/* ---- poll: waiting for time, and for the world outside ---- */

static double next_deadline(const struct loop *l)
{
    return l->timers.n ? timers_first(&l->timers)->when : INFINITY;
}

static void jump(struct loop *l, double when, const char *whose)
{
    struct note n = {.name = whose, .number = when, .has = HAS_NUMBER};
    loop_emit(l, EV_JUMP, (struct event){0}, &n);
    l->clock.now = fmax(l->clock.now, when);
}

/* The clock goes to the next deadline of the world's, if that comes before `limit`. */
static bool pass_time_outside(struct loop *l, double limit)
{
    double when;
    struct poller *next = pollers_due(&l->pollers, &when);
    if (!next || when > limit)
        return false;
    jump(l, when, next->type->next ? next->type->next(next) : next->type->name);
    next->type->advance(next, l->clock.now);
    return true;
}

/* An alarm that is due already when poll is entered must keep it from blocking for ever: libuv
 * #3686. */
static void on_alarm(uv_timer_t *alarm)
{
    loop_rouse(alarm->data);
    uv_stop(alarm->loop);
}

static void sleep_until(struct loop *l, double when)
{
    struct note n = {.number = when - l->clock.now, .has = isinf(when) ? 0 : HAS_NUMBER};
    loop_emit(l, EV_IDLE, (struct event){0}, isinf(when) ? NULL : &n);
    l->asleep = true;
    if (isinf(when))
        return;
    uv_update_time(&l->uv);
    uv_timer_start(&l->alarm, on_alarm, (uint64_t)ceil(fmax(0, when - loop_time(l)) * 1e3), 0);
}

void loop_rouse(struct loop *l)
{
    l->asleep = false;
}

/* Nothing is ready: virtual time jumps, real time is slept, to the next deadline. false: there is
 * none, and nothing that could ever come. */
static bool wait_for_work(struct loop *l)
{
    bool virtual = l->clock.mode == CLOCK_VIRTUAL;
    double when = next_deadline(l);
    l->spins = 0;
    do {
        if (virtual)
            pollers_settle(&l->pollers);
        if (l->woken || pollers_have_news(&l->pollers))
            return true;
    } while (virtual && pass_time_outside(l, when));
    if (isinf(when) && (virtual || !pollers_busy(&l->pollers)))
        return false;
    if (virtual)
        jump(l, fmin(when, l->clock.now + longest_sleep), NULL);
    else
        sleep_until(l, when);
    return true;
}

/* There is work at once. A program that spins still lets time pass. */
static void poll_without_waiting(struct loop *l)
{
    bool virtual = l->clock.mode == CLOCK_VIRTUAL;
    if (++l->spins <= SPIN_TICKS || !virtual) {
        if (virtual)
            pollers_settle_wired(&l->pollers);
        l->ignores_wakes = virtual && pollers_under_way(&l->pollers);
        return;
    }
    pollers_settle(&l->pollers);
    if (pass_time_outside(l, INFINITY))
        pollers_settle(&l->pollers);
    else
        l->clock.now += 1e-3;
}

static void read_from_self(struct handle *h, struct future *arg)
{
    (void)h;
    (void)arg;
}

/* It is one handle for as long as the loop lives, so it keeps its number. */
static const struct handle_type self_type = {"BaseSelectorEventLoop._read_from_self",
                                             HANDLE_CALLBACK, read_from_self, NULL};

/* ---- one tick ---- */

static void look_at_clock(struct loop *l)
{
    if (l->clock.mode == CLOCK_REAL)
        l->clock.now = loop_time(l);
}

static void collect_io(struct loop *l)
{
    pollers_deliver(&l->pollers);
    if (!l->woken || l->ignores_wakes)
        return;
    l->woken = false;
    l->self.type = &self_type;
    if (!l->self.id)
        l->self.id = ++l->handles;
    ready_append(&l->ready, &l->self);
    tell_handle(l, EV_IO, &l->self);
}

static void collect_timers(struct loop *l)
{
    double end = l->clock.now + resolution;
    while (next_deadline(l) < end) {
        struct timer *t = timers_first(&l->timers);
        timers_remove(&l->timers, t);
        ready_append(&l->ready, &t->handle);
        if (loop_watched(l))
            loop_emit(l, EV_FIRE, (struct event){.handle = t->handle.id},
                      &(struct note){.when = t->when, .has = HAS_WHEN});
    }
}

/* The one error that a callback of the loop's own can raise. */
static void report_too_deep(struct loop *l, const char *callback)
{
    l->cancel_too_deep = false;
    loop_report_callback(l, callback,
                         error_text(&RecursionError, "maximum recursion depth exceeded"));
}

static void run_callback(struct loop *l, struct handle *h, struct future *arg)
{
    const char *name = h->type->name; /* h may be gone when it has run */
    h->type->run(h, arg);
    if (l->cancel_too_deep)
        report_too_deep(l, name);
    loop_emit(l, EV_END, (struct event){.handle = l->running}, NULL);
}

static void run_handle(struct loop *l, struct handle *h)
{
    struct object *arg = handle_arg(h), *owner = handle_owner(h);
    struct future *given = h->arg;
    tell_handle(l, EV_BEGIN, h);
    l->running = h->id;
    l->thread->line = l->thread->module_line;
    h->arg = NULL; /* a task's wake handle may be scheduled again while it runs */
    if (h->type->what == HANDLE_CALLBACK)
        run_callback(l, h, given);
    else
        h->type->run(h, given); /* tells its end itself */
    l->running = 0;
    unref(arg, owner);
}

static void skip_handle(struct loop *l, struct handle *tombstone)
{
    loop_emit(l, EV_SKIP, (struct event){.handle = tombstone->id}, NULL);
    arena_free(&l->thread->arena, tombstone, sizeof *tombstone);
}

/* Exactly the handles that are ready now: what they schedule waits for the next tick. */
static void run_ready(struct loop *l)
{
    size_t n = l->ready.n;
    if (n)
        loop_emit(l, EV_READY, (struct event){.ref = (uint32_t)n}, NULL);
    while (n--) {
        struct handle *h = ready_take(&l->ready);
        if (ready_is_buried(h))
            skip_handle(l, h);
        else
            run_handle(l, h);
    }
}

/* false: the loop is stuck. */
static bool begin_tick(struct loop *l)
{
    struct event e = {.ref = (uint32_t)l->ready.n, .handle = (uint32_t)l->timers.n};
    l->emitter.tick++;
    l->ignores_wakes = false;
    look_at_clock(l);
    loop_emit(l, EV_TICK, e, NULL);
    if (!l->ready.n && !l->stopping && next_deadline(l) > l->clock.now)
        return wait_for_work(l);
    poll_without_waiting(l);
    return true;
}

static enum tick end_tick(struct loop *l)
{
    bool stopping;
    look_at_clock(l);
    collect_io(l);
    collect_timers(l);
    run_ready(l);
    stopping = l->stopping;
    l->stopping = false;
    return stopping ? TICK_STOPPED : TICK_RAN;
}

/* The check phase of the uv iteration, right behind poll: here, and only here, handles run. */
static void on_check(uv_check_t *check)
{
    struct loop *l = check->data;
    if (!l->ticking || l->asleep)
        return;
    l->ticking = false;
    this_thread = l->thread;
    l->went = end_tick(l);
    for (; l->bursts && l->went == TICK_RAN; l->bursts--)
        l->went = begin_tick(l) ? end_tick(l) : TICK_STUCK;
}

static enum tick tick(struct loop *l, int bursts)
{
    this_thread = l->thread;
    if (!begin_tick(l))
        return TICK_STUCK;
    l->bursts = l->clock.mode == CLOCK_VIRTUAL && !l->pollers.wired ? bursts : 0;
    l->ticking = true;
    while (l->ticking)
        uv_run(&l->uv, l->asleep ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    uv_timer_stop(&l->alarm);
    return l->went;
}

enum tick loop_tick(struct loop *l)
{
    return tick(l, 0);
}

enum tick loop_run(struct loop *l)
{
    enum tick went;
    do
        went = tick(l, BURST);
    while (went == TICK_RAN);
    return went;
}

/* What a wired poller has set of libuv's own timers. */
static double patience_of_wires(struct loop *l)
{
    uv_update_time(&l->uv);
    int timeout = l->pollers.wired ? uv_backend_timeout(&l->uv) : -1;
    return timeout < 0 ? INFINITY : fmax(timeout, 1) / 1e3;
}

double loop_patience(struct loop *l)
{
    if (l->ready.n || l->stopping || l->clock.mode == CLOCK_VIRTUAL ||
        pollers_have_news(&l->pollers))
        return 0;
    if (l->timers.n)
        return fmin(fmax(0, next_deadline(l) - loop_time(l)), patience_of_wires(l));
    return pollers_busy(&l->pollers) ? patience_of_wires(l)
                                     : 0; /* 0: the tick that finds the loop stuck */
}

void loop_poll(struct loop *l)
{
    uv_run(&l->uv, UV_RUN_NOWAIT);
}

/* ---- life ---- */

int loop_init(struct loop *l, enum clock_mode clock, struct observer *observer, struct thread *t)
{
    *l = (struct loop){.clock = clock_start(clock), .thread = t};
    l->emitter = (struct emitter){.observer = observer, .clock = &l->clock};
    t->loop = l;
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
    this_thread = l->thread;
    uv_close((uv_handle_t *)&l->check, NULL);
    uv_close((uv_handle_t *)&l->alarm, NULL);
    pollers_close(&l->pollers);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    pollers_free(&l->pollers);
    uv_loop_close(&l->uv);
    timers_close(&l->timers);
    buf_free(&l->emitter.text);
    buf_free(&l->scratch.text);
    free(l->scratch.sites);
    free(l->scratch.frames);
    free(l->scratch.of);
    this_thread = NULL;
}
