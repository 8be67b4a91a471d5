/* SPDX-License-Identifier: MIT */
/* A preload that lets memory run out: the NO_MEMORY_AT-th piece that is asked for cannot be had, nor
 * can any behind it, or, with NO_MEMORY_ONCE, only that one. At the end it writes how many were asked
 * for into the file NO_MEMORY_COUNT. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);

static unsigned long asked;

static int has(void)
{
    static unsigned long at, once, ready;
    unsigned long n = __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
    if (!ready) {
        const char *s = getenv("NO_MEMORY_AT");
        at = s ? strtoul(s, NULL, 10) : 0;
        once = getenv("NO_MEMORY_ONCE") != NULL;
        ready = 1;
    }
    if (!at || n < at || (once && n > at))
        return 1;
    errno = ENOMEM;
    return 0;
}

void *malloc(size_t n)
{
    return has() ? __libc_malloc(n) : NULL;
}

void *calloc(size_t n, size_t size)
{
    return has() ? __libc_calloc(n, size) : NULL;
}

void *realloc(void *p, size_t n)
{
    return has() ? __libc_realloc(p, n) : NULL;
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return has() ? __libc_memalign(alignment, n) : NULL;
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    *p = aligned_alloc(alignment, n);
    return *p ? 0 : ENOMEM;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("NO_MEMORY_COUNT");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (fd >= 0)
        dprintf(fd, "%lu\n", asked);
}
