/* SPDX-License-Identifier: MIT */
/* A clock that a run goes by: virtual time, which only moves when it is told to, or real time as a
 * stopwatch has it. */
#pragma once
#include <stdint.h>

enum clock_mode { CLOCK_VIRTUAL, CLOCK_REAL };

struct clock {
    enum clock_mode mode;
    double now;      /* seconds; on a real clock as it was last looked at */
    uint64_t origin; /* real: the nanosecond that is second 0; moves on while it is stopped */
    uint64_t paused; /* real: when it was stopped, 0 if it runs */
};

struct clock clock_start(enum clock_mode mode);
double clock_time_real(const struct clock *c);
/* Seconds. */
static inline double clock_time(const struct clock *c)
{
    return c->mode == CLOCK_VIRTUAL ? c->now : clock_time_real(c);
}
/* A real clock stands still in between. */
void clock_pause(struct clock *c);
void clock_resume(struct clock *c);
