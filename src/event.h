/* SPDX-License-Identifier: MIT */
/* An event: the smallest thing that happened. Whoever wants to know what the loop does is its
 * observer and sees one event at a time; nothing here points into the loop, so an event outlives
 * everything it speaks of.
 *
 * The kinds, their names and their fields are those of docs/trace.md, which CPython's tracer
 * (tests/oracle) writes too. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

/* clang-format off */
/* One row per kind: constant, name in a trace file, what it means. */
#define EVENTS(X)                                                                   \
    X(START, "start", "the program starts")                                         \
    X(LOOP, "loop", "an event loop was made")                                       \
    X(RUN, "run", "run_until_complete was called")                                  \
    X(RAN, "ran", "run_until_complete returned")                                    \
    X(STOP, "stop", "the loop was told to stop after this tick")                    \
    X(CLOSE, "close", "the loop was closed")                                        \
    X(EXIT, "exit", "the program ended")                                            \
    X(CRASH, "crash", "the program ended with an error")                            \
    X(TICK, "tick", "a turn of the loop begins")                                    \
    X(JUMP, "jump", "nothing is ready: the clock goes to the next deadline")        \
    X(IDLE, "idle", "nothing is ready: the loop sleeps in poll")                    \
    X(DEADLOCK, "deadlock", "nothing is ready, and nothing can ever become ready")  \
    X(FIRE, "fire", "a timer fell due: its handle joins the ready queue")           \
    X(IO, "io", "poll found I/O: its handle joins the ready queue")                 \
    X(READY, "ready", "exactly these handles run in this tick")   \
    X(BEGIN, "begin", "a handle begins to run")                                     \
    X(END, "end", "a handle has run")                                               \
    X(SKIP, "skip", "a handle was cancelled and is passed over")                    \
    X(TASK, "task", "a task was created")                                           \
    X(THREAD, "thread", "a thread was started")                                     \
    X(NAME, "name", "a task was given another name")                                \
    X(TASK_DONE, "task_done", "a task ended")                                       \
    X(FUT_DONE, "fut_done", "a future got its result, its error or was cancelled")  \
    X(CANCEL, "cancel", "cancel() was called on it")                                \
    X(SOON, "soon", "a handle joins the ready queue")                               \
    X(TIMER, "timer", "a timer was set")                                            \
    X(UNCALL, "uncall", "a handle was cancelled before it ran")                     \
    X(OUT, "out", "the program printed a line")                                     \
    X(ERR, "err", "the program printed a line on standard error")                   \
    X(BLOCK, "block", "the program blocked: the whole loop stood still")            \
    X(EXECUTOR, "executor", "a function was handed to a thread")                    \
    X(THREAD_SLEEP, "thread_sleep", "a worker thread sleeps")                       \
    X(THREAD_COMPUTE, "thread_compute", "a worker thread computes")                 \
    X(JOB, "job", "a thread of the pool begins a function")                         \
    X(JOB_DONE, "job_done", "a thread of the pool has returned from a function")    \
    X(LOOP_ERROR, "loop_error", "the loop's exception handler was called")          \
    X(SYNC, "sync", "a lock, an event, a queue … changed")                          \
    X(THREAD_START, "thread_start", "the program started a thread")                 \
    X(SWITCH, "switch", "another thread acts from here on")                         \
    X(READ, "read", "a thread read a shared variable")                              \
    X(WRITE, "write", "a thread wrote a shared variable")                           \
    X(THREAD_WAIT, "thread_wait", "a thread waits for a lock, a thread or a time")  \
    X(JOINED, "joined", "a thread has seen the end of another")                     \
    X(THREAD_DONE, "thread_done", "a thread ended")                                 \
    X(SCHEDULE, "schedule", "what was drawn wherever several threads could go on")  \
    X(PROCESS, "process", "a process was started, spoke, was spoken to or ended")   \
    X(TRANSFER, "transfer", "bytes on their way: a request, an answer, a stream got further") \
    X(LINE, "line", "a line of the program was reached")                            \
    X(WARNING, "warning", "something that is seldom meant")                         \
    X(OTHER, "", "an event of a kind this version does not know")
/* clang-format on */

enum event_kind {
#define X(id, name, means) EV_##id,
    EVENTS(X)
#undef X
        EV_KINDS
};

/* What a handle does when it runs. */
enum handle_what {
    HANDLE_NONE,
    HANDLE_STEP,
    HANDLE_WAKEUP,
    HANDLE_CALLBACK,
    HANDLE_EAGER,   /* none: a task begins at once, within the turn of who makes it … */
    HANDLE_GOES_ON, /* … and behind its END that turn goes on */
    HANDLE_WHATS
};

/* What somebody did to a lock, a queue or the like: took it, a place of it or an item; gave it back,
 * put, set or notified; marked an item as done; joins its line; only left it, as whoever was woken
 * does; or shut a queue down. */
enum deed {
    DEED_NONE,
    DEED_TAKES,
    DEED_GIVES,
    DEED_MARKS,
    DEED_WAITS,
    DEED_LEAVES,
    DEED_SHUTS,
    DEEDS
};

/* What became of a task or future; only a task can be destroyed while it is pending. */
enum outcome {
    OUTCOME_PENDING,
    OUTCOME_DONE,
    OUTCOME_FAILED,
    OUTCOME_CANCELLED,
    OUTCOME_DESTROYED,
    OUTCOMES
};

/* clang-format off */
/* What a suspended task awaits: constant, name in a trace file. */
#define AWAITS(X)                                                                                  \
    X(SLEEP, "sleep") X(SLEEP0, "sleep0") X(YIELD, "yield") X(TASK, "task") X(FUTURE, "future")    \
    X(GATHER, "gather") X(WAIT_FOR, "wait_for") X(WAIT, "wait") X(AS_COMPLETED, "as_completed")    \
    X(TASKGROUP, "TaskGroup") X(SHIELD, "shield") X(EXECUTOR, "executor") X(TO_THREAD, "to_thread") \
    X(LOCK, "Lock.acquire") X(SEMAPHORE, "Semaphore.acquire") X(EVENT, "Event.wait")               \
    X(CONDITION, "Condition.wait") X(CONDITION_FOR, "Condition.wait_for")                          \
    X(CONDITION_ACQUIRE, "Condition.acquire") X(BARRIER, "Barrier.wait") X(BARRIER_RESET, "Barrier.reset") \
    X(QUEUE_GET, "Queue.get") X(QUEUE_PUT, "Queue.put") X(QUEUE_JOIN, "Queue.join")                \
    X(JOIN, "Thread.join") X(COMPUTE, "compute")                                                   \
    X(RESPONSE, "ClientSession.get") X(BODY, "ClientResponse.text")                                \
    X(SERVE, "start_server") X(CONNECT, "open_connection") X(READ, "StreamReader.read")            \
    X(READLINE, "StreamReader.readline") X(CLOSED, "StreamWriter.wait_closed")                     \
    X(DRAIN, "StreamWriter.drain")                                                                 \
    X(SPAWN, "create_subprocess_exec") X(EXIT, "Process.wait")                                     \
    X(OTHER, "")
/* clang-format on */

/* clang-format off */
/* How far a transfer has got: constant, name in a trace file. Those of one moment are told in this
 * order. */
#define LEGS(X)                                                                                  \
    X(OPEN, "open") X(RESOLVE, "resolve") X(CONNECT, "connect") X(REQUEST, "request")              \
    X(ARRIVED, "arrived") X(FIRST_BYTE, "first_byte") X(BODY, "body") X(FAILED, "failed")          \
    X(DROPPED, "dropped") X(ACCEPTED, "accepted") X(SENT, "sent") X(RECEIVED, "received")          \
    X(END, "end") X(CLOSED, "closed") X(EXITED, "exited") X(KILLED, "killed") \
    X(SLEEPS, "sleeps") X(COMPUTES, "computes")
/* clang-format on */

enum leg {
#define X(id, name) LEG_##id,
    LEGS(X)
#undef X
        LEG_KINDS
};

enum awaited {
    ON_NONE,
#define X(id, name) ON_##id,
    AWAITS(X)
#undef X
        ON_KINDS
};

/* Who acts: events name it by an id from 1, given in order of appearance; 0 is the program itself,
 * its main thread. */
enum actor_kind { ACTOR_PROGRAM, ACTOR_TASK, ACTOR_THREAD, ACTOR_PROCESS };

/* A number for a future in an event: F3 is 3, a task is its actor's id with this bit. 0 is none. */
#define REF_TASK 0x80000000u

/* 32 bytes. Which fields a kind uses is in docs/trace.md; what does not fit is in the note beside
 * it. */
struct event {
    double time;     /* seconds on the loop's clock */
    uint32_t tick;   /* turn of the loop, from 1; 0 before the first */
    uint32_t actor;  /* whom it is about: a task, or else who did it */
    uint32_t handle; /* H number */
    uint32_t ref;    /* a future it mentions; a count for TICK, READY and EXIT; an actor's own
                            number where that appears */
    uint32_t note;   /* where the trace keeps the note; who tells it leaves it 0 … */
    union {
        struct {
            uint32_t place : 20; /* … and of the note, file and line */
            uint32_t kind : 6;   /* enum event_kind */
            uint32_t what : 6;   /* handle_what, outcome or awaited, by kind; a TASK: eager? */
        };
        uint32_t rest; /* all three */
    };
};

/* `rest` of an event without a place, put together before it is written: a processor waits that must
 * read several writes as one. */
static inline uint32_t event_rest(enum event_kind kind, unsigned what)
{
    return (uint32_t)kind << 20 | (uint32_t)what << 26;
}

/* A suspended call, outermost first. */
struct frame {
    const char *file, *func;
    const char *locals; /* "name=repr" lines, or NULL */
    uint32_t line;
};

/* What an event says beyond its 32 bytes. Fields not said are zero. Valid during the call only. */
struct note {
    const char *text; /* output, result, error, message; `len` bytes */
    size_t len;
    const char *name;    /* a task's name, a callback's, what is run or awaited */
    const char *coro;    /* a task's coroutine function */
    const char *file;    /* of the source line; NULL: the program's own */
    uint32_t line;       /* it is about, 0 if none */
    const char *def;     /* file of the coroutine's definition */
    uint32_t def_line;   /* and its line */
    uint32_t timer;      /* H number of the timer that is awaited */
    uint32_t object;     /* number of the lock, event, queue … that is awaited */
    double number, when; /* seconds: a delay, a timeout, a block; a deadline */
    unsigned has;        /* HAS_NUMBER | HAS_WHEN: which of the two are meant; HAS_LIBRARY */
    const struct frame *frames;
    size_t nframes;
    uint32_t same;      /* notes of the same number say the same, in one run; 0: nobody knows … */
    uint32_t known;     /* … and frames alone */
    const uint32_t *of; /* the futures awaited together */
    size_t nof;
};
/* HAS_LIBRARY: the coroutine is defined, or all frames are, in none of the program's files. Only who sees the
 * event learns that. */
enum { HAS_NUMBER = 1, HAS_WHEN = 2, HAS_LIBRARY = 4 };

static inline bool event_goes_on(const struct event *e)
{
    return e->kind == EV_BEGIN && e->what == HANDLE_GOES_ON;
}

/* Does a turn begin within another one, or that go on? No handle is taken then. */
static inline bool event_is_within(const struct event *e)
{
    return event_goes_on(e) || (e->kind == EV_BEGIN && e->what == HANDLE_EAGER);
}

_Static_assert(sizeof(struct event) == 32, "an event is 32 bytes");
_Static_assert(EV_KINDS <= 1 << 6 && ON_KINDS <= 1 << 6, "kind and what fit into their bits");

struct observer {
    /* `note` may be NULL: nothing more to say. */
    void (*see)(struct observer *self, const struct event *e, const struct note *note);
};
