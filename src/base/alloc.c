/* SPDX-License-Identifier: MIT */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/report.h"
#include "base/valgrind.h"

_Noreturn void die(const char *fmt, ...)
{
    va_list ap;
    fflush(stdout);
    report_to(NULL, NULL); /* who takes sentences may be the one that cannot go on */
    va_start(ap, fmt);
    report_v(fmt, ap);
    va_end(ap);
    exit(1);
}

static volatile bool nothing_left;

static void *there(void *p, size_t n)
{
    if (!p && n) {
        nothing_left = true;
        die("out of memory: %zu more bytes could not be had", n);
    }
    return p;
}

void leave_if_out_of_memory(void)
{
    if (nothing_left)
        _exit(1);
}

void *xmalloc(size_t n)
{
    return there(malloc(n), n);
}

void *xcalloc(size_t n, size_t size)
{
    return there(calloc(n, size), n * size);
}

void *xrealloc(void *p, size_t n)
{
    return there(realloc(p, n), n);
}

char *xstrdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(xmalloc(n), s, n);
}

void *xdouble(void *p, size_t *cap, size_t need, size_t size)
{
    size_t n = *cap ? *cap : 16;
    while (n < need)
        n *= 2;
    *cap = n;
    return xrealloc(p, n * size);
}

#ifdef __linux__
void xrelease(void *p, size_t n)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    char *begin = (char *)(((uintptr_t)p + page - 1) & ~(page - 1));
    char *end = (char *)(((uintptr_t)p + n) & ~(page - 1));
    if (begin >= end || madvise(begin, (size_t)(end - begin), MADV_DONTNEED)) {
        if (n)
            memset(p, 0, n);
        return;
    }
    (void)VALGRIND_MAKE_MEM_DEFINED(begin, end - begin); /* the kernel has made it zero */
    memset(p, 0, (size_t)(begin - (char *)p));
    memset(end, 0, (size_t)((char *)p + n - end));
}
#else
void xrelease(void *p, size_t n)
{
    if (n)
        memset(p, 0, n);
}
#endif

void *xdouble_zero(void *p, size_t *cap, size_t need, size_t size)
{
    size_t before = *cap;
    p = xdouble(p, cap, need, size);
    xrelease((char *)p + before * size, (*cap - before) * size);
    return p;
}
