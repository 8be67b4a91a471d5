/* SPDX-License-Identifier: MIT */
/* One run's memory: blocks by size class out of large slabs, recycled through free lists; closing
 * gives it all back. */
#pragma once
#include <stddef.h>
#include <string.h>

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

enum { ARENA_CLASSES = 64, ARENA_GRAIN = 8 }; /* blocks up to 512 bytes are recycled by size */

struct arena {
    char *at, *end; /* what is left of the newest slab */
    struct slab *slabs;
    struct arena_block *free[ARENA_CLASSES + 1];
    size_t used; /* bytes handed out and not given back */
};

struct arena_block {
    struct arena_block *next;
};

void arena_close(struct arena *a);

static inline size_t arena_class(size_t n)
{
    return (n + ARENA_GRAIN - 1) / ARENA_GRAIN;
}

/* For arena_take: n bytes that nobody had before. */
void *arena_take_new(struct arena *a, size_t n);

/* n bytes, 8-byte aligned; theirs until arena_free with the same n, or arena_close. */
static inline void *arena_take(struct arena *a, size_t n)
{
    size_t c = arena_class(n);
    if (c > ARENA_CLASSES || !a->free[c])
        return arena_take_new(a, n);
    struct arena_block *b = a->free[c];
    ASAN_UNPOISON_MEMORY_REGION(b, c * ARENA_GRAIN);
    a->free[c] = b->next;
    a->used += c * ARENA_GRAIN;
    return b;
}

/* The same, zeroed. */
static inline void *arena_alloc(struct arena *a, size_t n)
{
    return memset(arena_take(a, n), 0, n);
}

static inline void arena_free(struct arena *a, void *p, size_t n)
{
    size_t c = arena_class(n);
    a->used -= c * ARENA_GRAIN;
    if (c <= ARENA_CLASSES) {
        struct arena_block *b = p;
        b->next = a->free[c];
        a->free[c] = b;
    }
    ASAN_POISON_MEMORY_REGION(p, c * ARENA_GRAIN);
}

char *arena_strdup(struct arena *a, const char *s);
