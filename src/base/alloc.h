/* SPDX-License-Identifier: MIT */
/* Memory that is there or the program ends: out of memory prints a sentence and exits 1. */
#pragma once
#include <stddef.h>

void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

/* Room for at least `need` elements in a growing array: doubles *cap as often as it takes. */
void *xdouble(void *p, size_t *cap, size_t need, size_t size);
static inline void *xgrow(void *p, size_t *cap, size_t need, size_t size)
{
    return need <= *cap ? p : xdouble(p, cap, need, size);
}

/* The same, and new members are zero: they take no memory before they are something else. */
void *xdouble_zero(void *p, size_t *cap, size_t need, size_t size);
static inline void *xgrow_zero(void *p, size_t *cap, size_t need, size_t size)
{
    return need <= *cap ? p : xdouble_zero(p, cap, need, size);
}

/* The first n bytes of what was had are not needed any more: they are zero, and take no memory as far as
 * they are whole pages. */
void xrelease(void *p, size_t n);

/* For atexit(): what libraries do at the very end would need memory, too. */
void leave_if_out_of_memory(void);

/* The last word of a program that cannot go on: a sentence on stderr, then exit 1. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
