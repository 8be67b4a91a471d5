/* SPDX-License-Identifier: MIT */
/* Does a process, or a child of its, wait for a line of input? */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

/* Looks at what its threads are in: read() of descriptor 0. */
bool asks_for_input(pid_t pid);
