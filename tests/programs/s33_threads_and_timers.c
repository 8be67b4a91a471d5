/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static struct value two_seconds = {.kind = VALUE_INT, .i = 2};
static struct value a_little_less = {.kind = VALUE_FLOAT, .f = 1.5};

static struct value work(void *n)
{
    const struct value *v = n;
    py(3)  time_sleep(v->kind == VALUE_INT ? (double)v->i : v->f);
    py(4)  return *v;
}

struct main { struct coro coro; struct future *a, *b; int i; };
async (main, def(5), SHOW(a), SHOW(b), SHOW(i)) {
    async_begin;
    py(7)  keep(self->a, run_in_executor("work", work, &two_seconds));
    py(8)  keep(self->b, run_in_executor("work", work, &a_little_less));
    for (; self->i < 3; self->i++) {
    py(10) await(sleep_s(1));
    py(11) say("%.1f %s %s", perf_counter(), truth(future_done(self->a)), truth(future_done(self->b)));
    }
    py(12) await(gather_futures((struct future *[]){self->a, self->b}, 2, false));
    py(12) say("%s", repr(awaited()));
    async_end;
}

PROGRAM(s33_threads_and_timers, 13, "sleeping_threads_and_timers_share_the_virtual_clock")
