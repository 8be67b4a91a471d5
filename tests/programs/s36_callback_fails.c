/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void bad(void *unused)
{
    (void)unused;
    py(3)  error_raise(value_error("x"));
}

static void print(void *text)
{
    say("%s", (const char *)text);
}

struct main { struct coro coro; };
async (main, def(4)) {
    static char next[] = "next";
    async_begin;
    py(6)  call_soon("bad", bad, NULL);
    py(7)  call_soon("print", print, next);
    py(8)  await(sleep_s(0));
    py(9)  await(sleep_s(0));
    async_end;
}

PROGRAM(s36_callback_fails, 10, "a_callback_that_fails_is_told_and_the_next_one_runs")
