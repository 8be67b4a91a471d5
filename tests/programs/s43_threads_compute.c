/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

struct part { char name[2]; double seconds; };
static struct part first = {"a", 0.2}, second = {"b", 0.1015}, third = {"c", 0.013};

static void compute(double seconds)
{
    py(4)  compute_s(seconds);
}

static struct value work(void *part)
{
    struct part *p = part;
    compute(p->seconds);
    py(8)  say("%s half %.10g", p->name, perf_counter());
    py(9)  time_sleep(0.01);
    compute(p->seconds);
    py(11) return value_str(p->name);
}

struct ticks { struct coro coro; int i; };
async (ticks, def(12), SHOW(i)) {
    async_begin;
    for (; self->i < 4; self->i++) {
    py(14) await(sleep_s(0.1));
    py(15) say("tick %.10g", perf_counter());
    }
    async_end;
}

struct main { struct coro coro; struct loop *loop; struct task *ticking; struct future *a, *b, *c; };
async (main, def(16), SHOW(loop), SHOW(ticking), SHOW(a), SHOW(b), SHOW(c)) {
    async_begin;
    py(17) self->loop = get_running_loop();
    py(18) keep(self->ticking, create_task(call(ticks)));
    py(19) keep(self->a, run_in_executor("work", work, &first));
    py(20) keep(self->b, run_in_executor("work", work, &second));
    py(21) await(sleep_s(0.05));
    py(22) keep(self->c, run_in_executor("work", work, &third));
    py(23) await(sleep_s(0.033));
    compute(0.04);
    py(25) say("computed %.10g", perf_counter());
    py(26) time_sleep(0.2);
    py(27) say("slept %.10g", perf_counter());
    py(28) await(gather_futures((struct future *[]){self->a, self->b, self->c, &self->ticking->future}, 4, false));
    py(28) say("%s", repr(awaited()));
    py(29) say("all %.10g", perf_counter());
    async_end;
}

PROGRAM(s43_threads_compute, 30, "threads_that_compute_share_the_gil_with_each_other_and_with_the_loop")
