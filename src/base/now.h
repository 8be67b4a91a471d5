/* SPDX-License-Identifier: MIT */
/* The real time, and for how long one works at a time where somebody waits at a screen. */
#pragma once
#include <time.h>

/* Seconds: of work, behind which one looks whether there is a key. */
static const double now_slice = 0.008;

/* Seconds since some moment in the past; it never goes back. */
static inline double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
