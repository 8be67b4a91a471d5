/* SPDX-License-Identifier: MIT */
/* The state of a thread that runs Python's lines: the value and the error on their way between
 * frames, the line, the memory, and what print() and time.sleep() do there. The thread of an event
 * loop has one, and so has each function that is handed to a worker.
 *
 * CPython has it in PyThreadState, beside and not inside its event loop. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "python/value.h"

struct coro;
struct loop;
struct stack;

struct thread {
    struct value value;   /* what the awaited thing gave to the frame that goes on now … */
    struct error *error;  /* … or raised in it: not NULL only while frames are being unwound */
    bool returning;       /* a return is on its way out through finally blocks */
    uint16_t line;        /* the Python line that runs */
    uint16_t module_line; /* the one to go back to when no task runs */
    struct stack *module; /* of the program's own lines; NULL in a worker */
    struct coro *fresh;   /* coroutines made and not yet awaited */
    const char *file;     /* __file__ */
    struct arena arena;
    struct loop *loop; /* the running one, NULL in a worker */
    uint64_t
        computed; /* on a virtual clock: looks at time.thread_time(); each takes a millisecond */
    void (*print)(struct thread *t, const char *text, size_t n);
    void (*sleep)(struct thread *t, double seconds);
    void (*compute)(struct thread *t, double seconds); /* until time.thread_time() says so */
    double (*time)(struct thread *t);                  /* time.perf_counter(), in seconds */
};

extern _Thread_local struct thread *this_thread;

_Noreturn void thread_has_no_loop(void);
/* asyncio.get_running_loop(); in a worker, where there is none, the program ends with a sentence.
 */
static inline struct loop *get_running_loop(void)
{
    if (!this_thread || !this_thread->loop)
        thread_has_no_loop();
    return this_thread->loop;
}

/* `while time.thread_time() < end: pass` on a virtual clock: how long that takes, in seconds. */
double thread_compute_virtually(struct thread *t, double seconds);
/* The same on a real one: it takes the processor for so long. */
void thread_compute_really(double seconds);

/* Marks the Python line that runs: py(n) of loop/await.h. */
static inline void thread_line(unsigned line)
{
    this_thread->line = (uint16_t)line;
}
