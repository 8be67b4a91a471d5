/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void print(void *text)
{
    say("%s", (const char *)text);
}

static void at(double when, const char *text)
{
    call_at(when, "print", print, (void *)(uintptr_t)text);
}

struct main { struct coro coro; struct future *f; };
async (main, def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  at(1.0, "1.0");
    py(4)  at(1.0 + 5e-10, "+0.5ns");
    py(4)  at(1.0 + 1e-9, "+1ns");
    py(4)  at(1.0 + 2e-9, "+2ns");
    py(5)  at(0.1 + 0.2, "0.1+0.2");
    py(5)  at(0.3, "0.3");
    py(6)  call_at_set_result(2, self->f, NONE);
    py(7)  await(self->f);
    async_end;
}

PROGRAM(s19_resolution, 8, "deadlines_within_the_clock_s_resolution_fall_due_together")
