/* SPDX-License-Identifier: MIT */
#include "loop/loop.h"

#include <math.h>
#include <stdlib.h>

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

static struct event describe(struct handle *h)
{
    bool callback = h->type->what == HANDLE_CALLBACK;
    return (struct event){
        .handle = h->id,
        .task = callback ? 0 : object_number(h->type->owner(h)) & ~REF_TASK,
        .ref = h->arg ? object_number(h->arg) : 0,
        .what = (uint8_t)h->type->what,
    };
}

static void tell_handle(struct loop *l, enum event_kind kind, struct handle *h)
{
    if (!loop_watched(l))
        return;
    struct event e = describe(h);
    if (h->type->name)
        emit(&l->emitter, kind, &e, &(struct note){.name = h->type->name});
    else
        emit(&l->emitter, kind, &e, NULL);
}

static void tell_timer(struct loop *l, struct timer *t)
{
    struct event e = describe(&t->handle);
    struct note n = {.name = t->handle.type->name, .when = t->when, .has = HAS_WHEN};
    emit(&l->emitter, EV_TIMER, &e, &n);
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

/* While it is scheduled, a handle refers to its owner and to its argument. */
static void ref(struct handle *h)
{
    if (h->type->owner)
        object_ref(h->type->owner(h));
    if (handle_arg(h))
        object_ref(h->arg);
}

static void unref(struct object *arg, struct object *owner)
{
    if (arg)
        object_unref(arg);
    if (owner)
        object_unref(owner);
}

void loop_call_soon(struct loop *l, struct handle *h)
{
    h->id = ++l->handles;
    h->cancelled = false;
    ref(h);
    append_ready(l, h);
    tell_handle(l, EV_SOON, h);
}

void loop_call_at(struct loop *l, struct timer *t, double when)
{
    struct handle *h = &t->handle;
    h->id = ++l->handles;
    h->cancelled = false;
    t->when = when;
    ref(h);
    timers_add(&l->timers, t);
    if (loop_watched(l))
        tell_timer(l, t);
}

static const struct handle_type tombstone_type = {"cancelled", HANDLE_CALLBACK, NULL, NULL};

/* Whoever cancels a handle may be gone, with its memory, before its turn comes: one of the loop's
 * own takes its place. It is looked for from the front, since few are ever cancelled that late. */
static void leave_tombstone(struct loop *l, struct handle *h)
{
    struct handle *s = arena_alloc(&l->thread->arena, sizeof *s), **at = &l->ready;
    *s = (struct handle){
        .next = h->next, .type = &tombstone_type, .id = h->id, .listed = true, .cancelled = true};
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
    leave_tombstone(l, h);
    unref(handle_arg(h), handle_owner(h));
}

void loop_cancel_timer(struct loop *l, struct timer *t)
{
    struct handle *h = &t->handle;
    if (!t->place) {
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

void loop_add_poller(struct loop *l, struct poller *p)
{
    struct poller **at = &l->pollers;
    while (*at)
        at = &(*at)->next;
    p->next = NULL;
    *at = p;
}

static bool any_poller(struct loop *l, bool (*is)(struct poller *p, const struct poller_type *type))
{
    for (struct poller *p = l->pollers; p; p = p->next)
        if (is(p, p->type))
            return true;
    return false;
}

static bool has_news(struct poller *p, const struct poller_type *type)
{
    return type->has_news(p);
}

static bool is_busy(struct poller *p, const struct poller_type *type)
{
    return type->busy(p);
}

static bool is_under_way(struct poller *p, const struct poller_type *type)
{
    return type->under_way(p);
}

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

static void settle(struct loop *l)
{
    for (struct poller *p = l->pollers; p; p = p->next)
        p->type->settle(p);
}

/* The clock goes to the next deadline of the world's, if that comes before `limit`. */
static bool pass_time_outside(struct loop *l, double limit)
{
    struct poller *next = NULL;
    double when = INFINITY;
    for (struct poller *p = l->pollers; p; p = p->next)
        if (p->type->due(p) < when) {
            next = p;
            when = p->type->due(p);
        }
    if (!next || when > limit)
        return false;
    jump(l, when, next->type->name);
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
            settle(l);
        if (l->woken || any_poller(l, has_news))
            return true;
    } while (virtual && pass_time_outside(l, when));
    if (isinf(when) && (virtual || !any_poller(l, is_busy)))
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
        l->deaf = virtual && any_poller(l, is_under_way);
        return;
    }
    settle(l);
    if (pass_time_outside(l, INFINITY))
        settle(l);
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
    for (struct poller *p = l->pollers; p; p = p->next)
        p->type->deliver(p);
    if (!l->woken || l->deaf)
        return;
    l->woken = false;
    l->self.type = &self_type;
    if (!l->self.id)
        l->self.id = ++l->handles;
    append_ready(l, &l->self);
    tell_handle(l, EV_IO, &l->self);
}

static void collect_timers(struct loop *l)
{
    double end = l->clock.now + resolution;
    while (next_deadline(l) < end) {
        struct timer *t = timers_first(&l->timers);
        timers_remove(&l->timers, t);
        append_ready(l, &t->handle);
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
    size_t n = l->nready;
    if (n)
        loop_emit(l, EV_READY, (struct event){.ref = (uint32_t)n}, NULL);
    while (n--) {
        struct handle *h = take_ready(l);
        if (h->cancelled)
            skip_handle(l, h);
        else
            run_handle(l, h);
    }
}

/* false: the loop is stuck. */
static bool begin_tick(struct loop *l)
{
    struct event e = {.ref = (uint32_t)l->nready, .handle = (uint32_t)l->timers.n};
    l->emitter.tick++;
    l->deaf = false;
    look_at_clock(l);
    loop_emit(l, EV_TICK, e, NULL);
    if (!l->nready && !l->stopping && next_deadline(l) > l->clock.now)
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
    l->bursts = l->clock.mode == CLOCK_VIRTUAL ? bursts : 0;
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

double loop_patience(struct loop *l)
{
    if (l->nready || l->stopping || l->clock.mode == CLOCK_VIRTUAL || any_poller(l, has_news))
        return 0;
    if (l->timers.n)
        return fmax(0, next_deadline(l) - loop_time(l));
    return any_poller(l, is_busy) ? INFINITY : 0; /* 0: the tick that finds the loop stuck */
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

static void close_pollers(struct loop *l)
{
    for (struct poller *p = l->pollers; p; p = p->next)
        p->type->close(p);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    for (struct poller *p = l->pollers, *next; p; p = next) {
        next = p->next;
        p->type->free(p);
    }
}

void loop_close(struct loop *l)
{
    this_thread = l->thread;
    uv_close((uv_handle_t *)&l->check, NULL);
    uv_close((uv_handle_t *)&l->alarm, NULL);
    close_pollers(l);
    uv_loop_close(&l->uv);
    timers_close(&l->timers);
    buf_free(&l->emitter.text);
    buf_free(&l->scratch.locals);
    free(l->scratch.frames);
    free(l->scratch.of);
    this_thread = NULL;
}
