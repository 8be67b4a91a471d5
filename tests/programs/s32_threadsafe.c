/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void print(void *text)
{
    say("%s", (const char *)text);
}

static void set_five(void *f)
{
    future_set_result(f, value_int(5));
}

static struct value work(void *f)
{
    static char text[] = "from a thread";
    py(3)  call_soon_threadsafe("print", print, text);
    py(4)  time_sleep(1);
    py(5)  call_soon_threadsafe("F2.set_result", set_five, f);
    py(6)  return value_int(1);
}

struct main { struct coro coro; struct future *f, *j; struct value first; };
async (main, def(7), SHOW(f), SHOW(j)) {
    static char text[] = "from the loop";
    async_begin;
    py(9)  keep(self->f, future_new());
    py(10) keep(self->j, run_in_executor("work", work, self->f));
    py(11) call_soon_threadsafe("print", print, text);
    py(12) await(self->f);
    py(12) self->first = awaited();
    py(12) await(self->j);
    py(12) say("%s %s", str(self->first), str(awaited()));
    async_end;
}

PROGRAM(s32_threadsafe, 13, "a_thread_s_callbacks_wait_until_the_loop_is_idle")
