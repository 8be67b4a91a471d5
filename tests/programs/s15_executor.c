/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static struct value power(void *data)
{
    const int *of = data;
    int64_t v = 1;
    for (int i = 0; i < of[1]; i++)
        v *= of[0];
    return value_int(v);
}

struct main { struct coro coro; int of[2]; };
async (main, def(2)) {
    async_begin;
    self->of[0] = 2;
    self->of[1] = 3;
    py(4)  await(run_in_executor("pow", power, self->of));
    py(4)  say("%s", str(awaited()));
    async_end;
}

PROGRAM(s15_executor, 5, "what_a_thread_brings_arrives_when_the_loop_is_idle")
