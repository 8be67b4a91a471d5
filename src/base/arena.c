/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

struct slab {
    struct slab *next;
    size_t size;
};
struct block {
    struct block *next;
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

static size_t class_of(size_t n)
{
    return (n + ARENA_GRAIN - 1) / ARENA_GRAIN;
}

void *arena_take(struct arena *a, size_t n)
{
    size_t c = class_of(n), bytes = c * ARENA_GRAIN;
    void *p;
    if (c <= ARENA_CLASSES && a->free[c]) {
        p = a->free[c];
        ASAN_UNPOISON_MEMORY_REGION(p, bytes);
        a->free[c] = a->free[c]->next;
    } else {
        if (!a->at || (size_t)(a->end - a->at) < bytes)
            new_slab(a, bytes);
        p = a->at;
        a->at += bytes;
        ASAN_UNPOISON_MEMORY_REGION(p, bytes);
    }
    a->used += bytes;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    return memset(arena_take(a, n), 0, n);
}

void arena_free(struct arena *a, void *p, size_t n)
{
    size_t c = class_of(n);
    a->used -= c * ARENA_GRAIN;
    if (c <= ARENA_CLASSES) {
        ((struct block *)p)->next = a->free[c];
        a->free[c] = p;
    }
    ASAN_POISON_MEMORY_REGION(p, c * ARENA_GRAIN);
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
