/* SPDX-License-Identifier: MIT */
/* What the program says of itself, on standard error: the one place where it is written. What
 * stands in it may come from anywhere, so each call is one line, with nothing in it that a terminal
 * would obey. */
#pragma once
#include <stdarg.h>

/* "loopscope: sentence" */
void report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void report_v(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));
/* The same of a command line that makes no sense, with a hint; returns USAGE. */
enum { USAGE = 2 }; /* exit status */
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Each sentence is given to somebody instead, without hints; NULL: standard error has them again. */
void report_to(void (*take)(void *data, const char *sentence), void *data);
/* A line below it, on what to do. */
void report_hint(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
