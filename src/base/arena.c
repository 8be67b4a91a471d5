/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"

struct slab {
    struct slab *next;
    size_t size;
};

/* Slabs double from 16 KB to 2 MB, the size of a huge page: with a million tasks, page faults are
 * what costs. */
enum { SLAB_FIRST = 16 << 10, SLAB_MOST = 2 << 20 };

static void new_slab(struct arena *a, size_t n)
{
    size_t size = a->slabs ? a->slabs->size * 2 : SLAB_FIRST;
    size = size > SLAB_MOST ? SLAB_MOST : size;
    if (size < n + sizeof(struct slab))
        size = n + sizeof(struct slab);
    struct slab *s;
    if (size >= SLAB_MOST) {
        size = (size + SLAB_MOST - 1) / SLAB_MOST * SLAB_MOST;
        s = aligned_alloc(SLAB_MOST, size);
        if (!s)
            die("out of memory: no room for another slab of tasks");
        madvise(s, size, MADV_HUGEPAGE);
    } else {
        s = xmalloc(size);
    }
    *s = (struct slab){.next = a->slabs, .size = size};
    a->slabs = s;
    a->at = (char *)(s + 1);
    a->end = (char *)s + size;
    ASAN_POISON_MEMORY_REGION(a->at, (size_t)(a->end - a->at));
}

void *arena_take_new(struct arena *a, size_t n)
{
    size_t bytes = arena_class(n) * ARENA_GRAIN;
    if (!a->at || (size_t)(a->end - a->at) < bytes)
        new_slab(a, bytes);
    void *p = a->at;
    a->at += bytes;
    a->used += bytes;
    ASAN_UNPOISON_MEMORY_REGION(p, bytes);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(arena_alloc(a, n), s, n);
}

void arena_close(struct arena *a)
{
    while (a->slabs) {
        struct slab *s = a->slabs;
        a->slabs = s->next;
        ASAN_UNPOISON_MEMORY_REGION(s, s->size);
        free(s);
    }
    *a = (struct arena){0};
}
