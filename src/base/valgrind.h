/* SPDX-License-Identifier: MIT */
/* What valgrind cannot see is told to it, by instructions that do nothing elsewhere; where its header is not
 * installed, nothing is. */
#pragma once

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#else
#define RUNNING_ON_VALGRIND                0
#define VALGRIND_MAKE_MEM_DEFINED(from, n) ((void)0)
#endif
