/* SPDX-License-Identifier: MIT */
/* Small programs, run to their end on the virtual clock, and what is asked of them then. */
#pragma once
#include "asyncio/asyncio.h"
#include "player/player.h"

/* clang-format off */

/* A coroutine whose name in Python is not its name in C: async_as (hears, "main", def(3)). */
#define async_as(fn, python_name, ...) ASYNC_DEFINE(fn, python_name, NULL, ON_NONE, NULL, __VA_ARGS__)

/* FN_module: a program that is asyncio.run(FN()), at a line. */
#define MODULE_AT(fn, n)                                                                           \
    struct fn##_module { struct coro coro; };                                                      \
    async_as (fn##_module, "<module>", def(1)) {                                                   \
        async_begin;                                                                               \
        py(n) asyncio_run(call(fn));                                                               \
        async_end;                                                                                 \
    }
#define MODULE(fn) MODULE_AT(fn, 99)
/* clang-format on */

/* Runs a program to its end, as that of a file or of test.py; to be closed by player_close. */
void run_file(struct player *p, const char *file, const struct async *(*module)(void));
void run_module(struct player *p, const struct async *(*module)(void));

/* A scene before its first event; to be closed by player_close. */
void open_scene(struct player *p, const char *name);

/* A whole run as seq and as NDJSON. */
struct told {
    struct buf seq, ndjson;
};
struct told told(struct player *p);
struct told told_by(const struct async *(*module)(void));
void told_free(struct told *t);
void assert_seq(const struct async *(*module)(void), const char *want);

/* What was printed: EV_OUT, or EV_ERR for standard error. */
struct buf printed(const struct player *p, enum event_kind kind); /* to be freed */
void assert_prints(const struct player *p, enum event_kind kind, const char *want);
/* Runs it: that is printed, and the status is 0. */
void assert_module_prints(const struct async *(*module)(void), const char *want);
/* How many events of a kind are still in the trace. */
uint32_t count_kind(const struct player *p, enum event_kind kind);

/* ---- tests that are a line of a table ---- */

/* The story: what was printed, then how the main task ended, as in "one\ndone 3". */
struct expected {
    const struct async *(*module)(void);
    const char *story;
};
void goes_as_in_python(void **state);
/* clang-format off */
#define STORY(sentence, name, story)                                                               \
    {sentence, goes_as_in_python, NULL, NULL, &(struct expected){name##_module_async, story}}
/* clang-format on */
