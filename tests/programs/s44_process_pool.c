/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "io/io.h"
#include "tests/programs/program.h"

static struct value nap(const char *seconds)
{
    py(8)  time_sleep(atof(seconds));
    return value_str("slept");
}
IN_PROCESS(nap)

static void compute(double seconds)
{
    py(5)  compute_s(seconds);
}

static struct value crunch(const char *seconds)
{
    compute(atof(seconds));
    py(12) time_sleep(0.01);
    compute(atof(seconds));
    return value_float(2 * atof(seconds));
}
IN_PROCESS(crunch)

static struct value quick(const char *n)
{
    return value_int(atoi(n) + 1);
}
IN_PROCESS(quick)

struct ticks { struct coro coro; int i; };
async (ticks, def(17), SHOW(i)) {
    async_begin;
    for (; self->i < 3; self->i++) {
    py(19) await(sleep_s(0.1));
    py(20) say("tick %.10g", perf_counter());
    }
    async_end;
}

static struct future *all_work(struct executor *pool)
{
    struct future *all[6];
    for (int i = 0; i < 6; i++) {
        char text[8];
        snprintf(text, sizeof text, "0.0%d", i + 4);
        all[i] = run_in_process(pool, "crunch", text);
    }
    return gather_futures(all, 6, false);
}

struct main { struct coro coro; struct executor *pool; struct task *ticking; struct futures *naps; int i; };
async (main, def(21), SHOW(ticking)) {
    async_begin;
    py(23) self->pool = process_pool(6);
    py(24) keep(self->ticking, create_task(call(ticks)));
    py(25) await(run_in_process(self->pool, "quick", "41"));
    py(25) say("%s", repr(awaited()));
    py(26) await(all_work(self->pool));
    py(26) say("%s", repr(awaited()));
    py(27) say("all %.10g", perf_counter());
    self->naps = futures_list(7);
    for (; self->i < 7; self->i++)
    py(28) futures_append(self->naps, run_in_process(self->pool, "nap", "0.25"));
    compute(0.1);
    py(30) await(gather_futures(self->naps->at, self->naps->n, false));
    py(30) say("%s", repr(awaited()));
    py(31) say("all %.10g", perf_counter());
    py(32) process_pool_shutdown(self->pool);
    py(33) await(self->ticking);
    async_end;
}

PROGRAM(s44_process_pool, 34, "a_pool_of_processes_gives_its_results_as_cpythons_does")
