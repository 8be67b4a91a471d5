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
#include "loop/event.h"
#include "loop/random.h"
#include "loop/runner.h"
#include "loop/thread.h"
#include "loop/timers.h"

struct executor;
struct future;
struct generator;
struct handle;
struct task;

/* What a kind of handle does. */
struct handle_type {
    const char *name; /* as CPython names the callback; NULL: the handle's own (struct call) */
    enum handle_what what;
    /* Runs it. `arg` is the future it is a callback of, or NULL. */
    void (*run)(struct handle *h, struct future *arg);
    /* The future that must live as long as the handle is scheduled; NULL: none. */
    struct future *(*owner)(struct handle *h);
};

/* A callback waiting its turn (asyncio's Handle). Whoever schedules something brings the handle,
 * embedded in what it wakes; it is in at most one list at a time: a future's callbacks, or the
 * loop's ready queue. */
struct handle {
    struct handle *next;
    const struct handle_type *type;
    struct future *arg;
    uint32_t id; /* H number while scheduled */
    bool listed, cancelled;
};

/* A handle that falls due (asyncio's TimerHandle). */
struct timer {
    struct handle handle;
    double when;    /* seconds on the loop's clock */
    uint32_t place; /* in the heap, from 1; 0: not set */
};

/* Room that grows to the deepest chain of awaits seen, so that describing one allocates nothing. */
struct trail {
    struct frame *frames;
    size_t cap;
    uint32_t *of;
    size_t of_cap;
    struct buf locals;
};

struct loop {
    uv_loop_t uv;
    uv_check_t check; /* the phase in which handles run */
    uv_timer_t alarm; /* real clock only: ends a poll at the next deadline */
    bool ticking;     /* a tick has begun and waits for its check phase … */
    bool asleep;      /* … which may not come before an alarm or a thread */
    struct clock clock; /* its `now` stands still while handles run */

    uint32_t tick;
    struct handle *ready, *ready_last;
    size_t nready;
    struct timers timers;
    bool stopping, over;
    uint32_t spins; /* ticks since the loop last had nothing to do */

    uint32_t loops;                            /* asyncio.run() calls so far: each makes one */
    uint32_t tasks, futures, handles, objects; /* numbers given so far */
    struct task *first, *last;                 /* tasks not freed yet, in order of creation */
    struct task *current;                      /* the task whose step runs */
    uint32_t running;   /* H number of the handle that runs, 0 between handles */
    struct generator *first_generator,
        *last_generator; /* alive, to be closed at the end of run() */

    struct handle reader;      /* of asyncio's self-pipe: runs in the tick after loop_wake */
    bool woken, deaf;          /* deaf: this tick does not look whether it was woken */
    struct executor *executor; /* NULL until a function is handed to a thread */

    unsigned cancel_depth; /* how deep a cancel() has gone down the chain of awaits */
    bool cancel_too_deep;

    struct thread thread;
    const struct program *program;
    struct runner runner;
    struct observer *observer; /* NULL: nobody watches */
    struct random random;
    struct buf partial; /* printed, but without its newline yet */
    uint16_t partial_line;
    struct trail trail; /* room for describing a suspended task */
    int status;         /* the program's exit status once over */
    int bursts;         /* ticks that may still share this iteration */
};

/* A loop in its first state, seeing nothing happen yet. 0 or a negative uv error. */
int loop_init(struct loop *l, enum clock_mode clock, struct observer *observer);
/* Frees everything the run made. */
void loop_close(struct loop *l);

/* Runs the program's own lines up to its first asyncio.run(). The program must outlive the loop. */
void loop_start(struct loop *l, const struct program *p);

/* One tick. false: there was none, because the program is over. Never blocks on the virtual clock;
 * on the real clock it sleeps in poll until the next deadline. */
bool loop_tick(struct loop *l);

/* Ticks until the program is over, several to one iteration of the uv_loop_t where the kernel has
 * nothing to say. */
void loop_run(struct loop *l);

/* Seconds on the loop's clock (loop.time(), time.perf_counter()). */
double loop_time(const struct loop *l);
/* Seconds from now until loop_tick would not sleep: 0 if something is ready, INFINITY while only a
 * thread can bring something. */
double loop_patience(const struct loop *l);
/* Real clock: takes in what threads have for the loop, without a tick; call it when
 * uv_backend_fd(&l->uv) is readable, and then ask loop_patience. */
void loop_poll(struct loop *l);
/* A real clock stands still in between. */
void loop_pause(struct loop *l);
void loop_resume(struct loop *l);

/* Appends h to the ready queue; its owner is held until it has run. */
void loop_call_soon(struct loop *l, struct handle *h);
/* asyncio's _write_to_self: a poll does not sleep, and a handle that does nothing runs. */
void loop_wake(struct loop *l);
/* Sets t to fall due at `when`; equal deadlines fall due in order of setting. */
void loop_call_at(struct loop *l, struct timer *t, double when);
/* Handle.cancel: a timer is forgotten, a ready handle is passed over. Nothing happens if it is
 * neither. */
void loop_cancel_handle(struct loop *l, struct handle *h);
void loop_cancel_timer(struct loop *l, struct timer *t);

/* loop.call_exception_handler: logs "message" and the error's traceback, if any, to the program's
 * standard error. */
void loop_report(struct loop *l, const char *message, const struct error *e, uint32_t ref);
/* The same for what the callback of that name raised. */
void loop_report_callback(struct loop *l, const char *name, const struct error *e);

/* print(): n bytes of text; an event for each whole line. */
void loop_print(struct loop *l, const char *text, size_t n);
void loop_print_error(struct loop *l, const char *text, size_t n);

/* Emits e (time, tick and kind are filled in) with its note, if anybody watches. */
void loop_tell(struct loop *l, enum event_kind kind, struct event *e, const struct note *note);
static inline void loop_emit(struct loop *l, enum event_kind kind, struct event e,
                             const struct note *note)
{
    if (l->observer)
        loop_tell(l, kind, &e, note);
}
static inline bool loop_watched(const struct loop *l)
{
    return l->observer != NULL;
}
