/* SPDX-License-Identifier: MIT */
/* Programs of threads in C beside those in Python (tests/schedules/NAME.py). */
#pragma once
#include "asyncio/runner.h"

/* The last has no name. */
extern const struct program scheduled[];
