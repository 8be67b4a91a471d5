/* SPDX-License-Identifier: MIT */
/* Runs a scenario. */
#pragma once
#include "loop/coro.h"

/* Its module; the program's data is its struct world_plan. */
const struct async *scenario_module(void);
