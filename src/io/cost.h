/* SPDX-License-Identifier: MIT */
/* What it costs to start something, let it do nothing and see its end: measured on this machine, in
 * real time, one after the other. Seconds for one. */
#pragma once
#include "loop/coro.h"

double cost_of_process(int n);
double cost_of_thread(int n);
/* The same of a task, of n that are gathered: to be awaited, it gives a float. */
struct coro *cost_of_task(int n);
/* As people say it: "1.2 ms", "30 µs", "150 ns"; in a buffer that the next few calls use again. */
const char *cost_text(double seconds);
