/* SPDX-License-Identifier: MIT */
/* What the loop's exception handler says of errors that nobody else will see: an event, and lines
 * on the program's standard error as asyncio logs them. */
#pragma once
#include "loop/loop.h"

/* asyncio's default_exception_handler; a loop's exception_handler. */
void report_exception(struct loop *l, const char *message, const struct error *e, uint32_t ref);
