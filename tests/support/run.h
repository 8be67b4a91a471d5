/* SPDX-License-Identifier: MIT */
/* Small programs, run to their end on the virtual clock, and what is asked of them then. */
#pragma once
#include "asyncio/asyncio.h"
#include "player.h"

/* NAME_module: a program whose only line is asyncio.run(NAME()). */
#define MODULE(name)                                                                               \
    struct name##_module {                                                                         \
        struct coro coro;                                                                          \
    };                                                                                             \
    async (name##_module, def(1)) {                                                                \
        async_begin;                                                                               \
        asyncio_run(call(name));                                                                   \
        async_end;                                                                                 \
    }

/* The same for a NAME whose coroutine is NAME_main. */
#define PROGRAM(name)                                                                              \
    struct name##_module {                                                                         \
        struct coro coro;                                                                          \
    };                                                                                             \
    async (name##_module, def(1)) {                                                                \
        async_begin;                                                                               \
        asyncio_run(call(name##_main));                                                            \
        async_end;                                                                                 \
    }

/* print(v), str(b), task.cancelled() */
void say_value(struct value v);
const char *python_bool(bool b);
bool cancelled(const struct task *t);

/* To be closed by player_close. */
void run_module(struct player *p, const struct async *(*module)(void));
/* What was printed: EV_OUT, or EV_ERR for standard error. */
struct buf printed(const struct player *p, enum event_kind kind); /* to be freed */
void assert_prints(const struct player *p, enum event_kind kind, const char *want);
/* Runs it: that is printed, and the status is 0. */
void assert_module_prints(const struct async *(*module)(void), const char *want);
/* How many events of a kind are still in the trace. */
uint32_t count_kind(const struct player *p, enum event_kind kind);

/* ---- tests that are a line of a table ---- */

/* The run goes as CPython's of the same program (tests/oracle/programs), event by event: it equals
 * tests/golden/GOLDEN.seq. */
struct twin {
    const char *golden;
    const struct async *(*module)(void);
};
void goes_as_in_cpython(void **state);
#define AS_CPYTHON(sentence, golden, program)                                                      \
    {                                                                                              \
        sentence, goes_as_in_cpython, NULL, NULL, &(struct twin)                                   \
        {                                                                                          \
            golden, program##_module_async                                                         \
        }                                                                                          \
    }

/* The story: what was printed, then how the main task ended, as in "one\ndone 3". */
struct expected {
    const struct async *(*module)(void);
    const char *story;
};
void goes_as_in_python(void **state);
#define STORY(sentence, name, story)                                                               \
    {                                                                                              \
        sentence, goes_as_in_python, NULL, NULL, &(struct expected)                                \
        {                                                                                          \
            name##_module_async, story                                                             \
        }                                                                                          \
    }
