/* SPDX-License-Identifier: MIT */
/* A small program that CPython must equal: NAME.py, and NAME.c, which says the same in C. A test
 * holds what the C does against what CPython did with the Python (tests/golden), event by event.
 *
 *     struct main { struct coro coro; };
 *     async (main, def(2)) {
 *         async_begin;
 *         py(3)  await(sleep_s(1));
 *         async_end;
 *     }
 *
 *     PROGRAM(s99_naps, 4, "a_program_may_nap")
 *
 * A program is these two files and nothing else: the list is made when the tests are built, and
 * its goldens by "make golden". */
#pragma once
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/support/twin.h"

/* clang-format off */

/* The program of the files ID.py and ID.c, whose asyncio.run(main()) is at a line; and what it
 * shows, which is its test's name. */
#define PROGRAM(id, line, is_so)                                                                   \
    MODULE_AT(main, line)                                                                          \
    const struct twin twin_##id = {.name = #id, .sentence = is_so, .module = main_module_async};
/* clang-format on */
