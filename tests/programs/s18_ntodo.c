/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void print(void *text)
{
    say("%s", (const char *)text);
}

static void soon(const char *text)
{
    call_soon("print", print, (void *)(uintptr_t)text);
}

static void later(double delay, const char *text)
{
    call_later(delay, "print", print, (void *)(uintptr_t)text);
}

static void at(double when, const char *text)
{
    call_at(when, "print", print, (void *)(uintptr_t)text);
}

static void lambda(void *unused)
{
    (void)unused;
    py(6)  say("soon2");
    py(6)  soon("soon2->soon");
    py(6)  later(0, "soon2->later0");
}

struct main { struct coro coro; struct future *f; };
async (main, def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  later(0, "later0");
    py(5)  soon("soon1");
    py(6)  call_soon("main.<locals>.<lambda>", lambda, NULL);
    py(7)  at(loop_time(get_running_loop()) - 5, "past");
    py(8)  call_later_set_result(1, self->f, NONE);
    py(9)  await(self->f);
    async_end;
}

PROGRAM(s18_ntodo, 10, "what_is_scheduled_in_a_tick_runs_in_the_next")
