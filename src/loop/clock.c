/* SPDX-License-Identifier: MIT */
#include "loop/clock.h"

#include <uv.h>

struct clock clock_start(enum clock_mode mode)
{
    return (struct clock){.mode = mode, .origin = uv_hrtime()};
}

double clock_time_real(const struct clock *c)
{
    return (double)((c->paused ? c->paused : uv_hrtime()) - c->origin) / 1e9;
}

void clock_pause(struct clock *c)
{
    if (!c->paused)
        c->paused = uv_hrtime();
}

void clock_resume(struct clock *c)
{
    if (c->paused)
        c->origin += uv_hrtime() - c->paused;
    c->paused = 0;
}
