/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void print_done(struct future *f, void *text)
{
    (void)f;
    say("%s", (const char *)text);
}

static void lambda_4(struct future *f, void *text)
{
    py(4)  print_done(f, text);
}

static void lambda_6(struct future *f, void *text)
{
    py(6)  print_done(f, text);
}

struct main { struct coro coro; struct future *f; };
async (main, def(2), SHOW(f)) {
    static char cb1[] = "cb1", cb2[] = "cb2", cb3[] = "cb3";
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  add_done_callback(self->f, "main.<locals>.<lambda>", lambda_4, cb1);
    py(4)  add_done_callback(self->f, "main.<locals>.<lambda>", lambda_4, cb2);
    py(5)  future_set_result(self->f, value_int(3));
    py(5)  await(self->f);
    py(5)  say("%s", str(awaited()));
    py(6)  add_done_callback(self->f, "main.<locals>.<lambda>", lambda_6, cb3);
    py(7)  await(sleep_s(0));
    async_end;
}

PROGRAM(s23_future_callbacks, 8, "callbacks_of_a_future_run_in_order_in_the_next_tick")
