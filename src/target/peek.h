/* SPDX-License-Identifier: MIT */
/* A file that is looked into before it is read, by its beginning: which kind is it? What was read
 * for that is kept and given out again, so it may be a pipe. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

/* What is left to read of fd, which must stay open until this is closed. NULL with errno set.
 * *scenario: the first JSON value in it is an object with a "main", or with another member that
 * only a scenario has; then it is no event of a trace. */
FILE *peek_open(int fd, bool *scenario);
