/* SPDX-License-Identifier: MIT */
/* Traces of programs that nobody could write: events of every kind in any
 * order, with members of any value that such a member can have, by chance that
 * is the same each time. What is made of them must not break, and not change.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

/* As NDJSON. Each number is another one. of_threads: a program of threads, and
 * not of tasks. */
struct buf invented_trace(uint32_t number, int events, bool of_threads);
