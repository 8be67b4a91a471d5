/* SPDX-License-Identifier: MIT */
/* A lock as CPython's GIL is: one holds it while it computes, and passes it on after some milliseconds
 * if others wait for it. For threads that are let loose. CPython 3.11 Python/ceval_gil.h. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct gil {
    uv_mutex_t mutex;
    uv_cond_t changed;
    bool held;
    uint32_t waiting;
    uint64_t taken; /* how often */
};

void gil_init(struct gil *g);
void gil_close(struct gil *g);
/* Computes for so many seconds of this thread's processor time; NULL: without a lock. */
void gil_compute(struct gil *g, double seconds);
