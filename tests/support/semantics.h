/* SPDX-License-Identifier: MIT */
/* Programs in C beside programs in Python (tests/oracle/programs), and what CPython did with these
 * (tests/golden). */
#pragma once
#include "asyncio/asyncio.h"
#include "trace/save.h"

/* async, for a C function whose Python name many programs use: async_as (s01_main, "main",
 * def(3)). */
#define async_as(fn, python_name, ...) ASYNC_DEFINE(fn, python_name, NULL, ON_NONE, NULL, __VA_ARGS__)

/* The frame of a coroutine without arguments and locals. */
#define EMPTY_FRAME(fn)                                                                            \
    struct fn {                                                                                    \
        struct coro coro;                                                                          \
    }

/* fn_module: asyncio.run(fn()) at a line. */
#define RUN_AT(fn, n)                                                                              \
    EMPTY_FRAME(fn##_module);                                                                      \
    async_as (fn##_module, "<module>", def(1)) {                                                   \
        async_begin;                                                                               \
        py(n) asyncio_run(call(fn));                                                               \
        async_end;                                                                                 \
    }

/* A whole run on the virtual clock as seq and as NDJSON, to be freed. */
struct told {
    struct buf seq, ndjson;
};
struct told run_program(const char *file, const struct async *(*module)(void));

/* The run equals tests/golden/NAME.seq byte for byte, and NAME.ndjson in all but these: the start
 * line; locals; lines on standard error, where tracebacks differ; our own events and objects
 * (sync, warning, obj); "by":"thread"; 2 for 2.0. Of the numbers of events what is left is their
 * order. */
void assert_like_cpython(const char *name, const struct async *(*module)(void));

/* Python's str() and repr() of a value, True or False, a group's .exceptions; they live as long as
 * the run. */
const char *str(struct value v);
const char *repr(struct value v);
const char *truth(bool b);
const char *exceptions(const struct error *group);
