/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void ring(void *data)
{
    (void)data;
    py(4)  say("ring");
}

static void knock(void *data)
{
    (void)data;
    py(7)  say("knock");
}

struct main { struct coro coro; struct loop *loop; };
async (main, def(9), SHOW(loop)) {
    async_begin;
    py(10) self->loop = get_running_loop();
    py(11) call_soon("ring", ring, NULL);
    py(12) call_soon("ring", ring, NULL);
    for (int i = 0; i < 3; i++)
        py(14) call_soon("knock", knock, NULL);
    py(15) await(sleep_s(0));
    async_end;
}

PROGRAM(s40_callbacks_put, 17, "the_same_callback_may_stand_in_the_queue_more_than_once")
