/* SPDX-License-Identifier: MIT */
/* The loop: a ready queue of handles, a heap of timers and a clock, on a uv_loop_t of its own.
 *
 * One tick is one iteration of that uv_loop_t and one _run_once of asyncio's BaseEventLoop: poll,
 * then move the due timers into the ready queue, then freeze its length and run exactly that many
 * handles. What they schedule belongs to the next tick: that is what keeps the loop fair.
 *
 * https://docs.python.org/3.11/library/asyncio-eventloop.html; CPython 3.11
 * Lib/asyncio/base_events.py, _run_once. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "loop/clock.h"
#include "loop/emit.h"
#include "event.h"
#include "loop/handle.h"
#include "loop/poller.h"
#include "loop/ready.h"
#include "python/thread.h"
#include "loop/timers.h"

struct task;

enum { SITES = 64 };

/* Room that grows to the deepest chain of awaits seen, so that describing one allocates nothing. */
struct scratch {
    struct site *sites; /* of describe.c, SITES of them; NULL: nothing was described yet */
    struct frame *frames;
    size_t cap;
    uint32_t *of;
    size_t of_cap;
    struct buf text;
};

/* How a tick went: it ran what was ready; that told the loop to stop; nothing is ready, and nothing
 * can ever become ready. */
enum tick { TICK_RAN, TICK_STOPPED, TICK_STUCK };

struct loop {
    uv_loop_t uv;
    uv_check_t check; /* the phase in which handles run */
    uv_timer_t alarm; /* real clock only: ends a poll at the next deadline */
    bool ticking;     /* a tick has begun and waits for its check phase … */
    bool asleep;      /* … which may not come before an alarm, or a poller's news */
    enum tick went;   /* the last tick */
    int bursts;       /* ticks that may still share this iteration */

    struct clock clock; /* its `now` stands still while handles run */
    struct emitter emitter;
    struct thread *thread;

    struct ready_queue ready;
    struct timers timers;
    struct pollers pollers; /* each must stay until the loop is closed */
    bool stopping;          /* after this tick */
    bool ignores_wakes;     /* this tick does not look whether the loop was woken */
    bool woken;             /* asyncio's self-pipe has something … */
    struct handle self;     /* … and its reader */
    uint32_t spins;         /* ticks since the loop last had nothing to do */
    uint32_t running;       /* H number of the handle that runs, 0 between handles */

    uint32_t tasks, futures, handles, objects; /* numbers given so far */
    struct task *first, *last;                 /* tasks not freed yet, in order of creation */
    struct task *current;                      /* the task whose step runs, its frames … */
    const struct stack *stack;
    uint32_t actor;        /* … and its id */
    unsigned cancel_depth; /* how deep a cancel() has gone down the chain of awaits */
    bool cancel_too_deep;
    struct scratch scratch;
    void *data; /* the library's */

    /* call_exception_handler: `ref` is the future it is about, or 0. NULL: nobody minds. */
    void (*exception_handler)(struct loop *l, const char *message, const struct error *e,
                              uint32_t ref);
};

/* A loop in its first state, on a thread of the caller's. 0 or a negative uv error. */
int loop_init(struct loop *l, enum clock_mode clock, struct observer *observer, struct thread *t);
/* Frees everything the loop and its pollers made. */
void loop_close(struct loop *l);

/* One tick. Never blocks on the virtual clock; on the real clock it sleeps in poll until the next
 * deadline. */
enum tick loop_tick(struct loop *l);
/* Ticks until one does not just run, several to one iteration of the uv_loop_t where the kernel has
 * nothing to say. */
enum tick loop_run(struct loop *l);
/* BaseEventLoop.stop: when this tick has run. */
void loop_stop(struct loop *l);

/* Seconds on the loop's clock (loop.time()). */
static inline double loop_time(const struct loop *l)
{
    return clock_time(&l->clock);
}
/* Seconds from now until loop_tick would not sleep: 0 if something is ready, INFINITY while only a
 * poller can bring something. */
double loop_patience(struct loop *l);
/* Real clock: takes in what came from outside, without a tick; call it when uv_backend_fd(&l->uv)
 * is readable, and then ask loop_patience. */
void loop_poll(struct loop *l);
/* A poller has news: a poll that sleeps returns. */
void loop_rouse(struct loop *l);
/* For a poller that delivers: h joins the ready queue, as what poll has found. */
void loop_found(struct loop *l, struct handle *h);

/* Appends h to the ready queue; its owner is referred to until it has run. */
void loop_call_soon(struct loop *l, struct handle *h);
/* asyncio's _write_to_self: a poll does not sleep, and a handle that does nothing runs. */
void loop_wake(struct loop *l);
/* Sets t to fall due at `when`; equal deadlines fall due in order of setting. */
void loop_call_at(struct loop *l, struct timer *t, double when);
/* Handle.cancel: a timer is forgotten, a ready handle is passed over. Nothing happens if it is
 * neither. */
void loop_cancel_handle(struct loop *l, struct handle *h);
void loop_cancel_timer(struct loop *l, struct timer *t);

/* loop.call_exception_handler: see there. */
void loop_report(struct loop *l, const char *message, const struct error *e, uint32_t ref);
/* The same for what the callback of that name raised. */
void loop_report_callback(struct loop *l, const char *name, const struct error *e);

static inline bool loop_watched(const struct loop *l)
{
    return l->emitter.observer != NULL;
}
/* Emits e (time, tick and kind are filled in) with its note, if anybody watches. */
static inline void loop_emit(struct loop *l, enum event_kind kind, struct event e,
                             const struct note *note)
{
    if (loop_watched(l))
        emit(&l->emitter, kind, &e, note);
}
