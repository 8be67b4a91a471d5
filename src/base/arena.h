/* SPDX-License-Identifier: MIT */
/* One run's memory: blocks by size class out of large slabs, recycled through free lists; closing
 * gives it all back. */
#pragma once
#include <stddef.h>

enum { ARENA_CLASSES = 64, ARENA_GRAIN = 8 }; /* blocks up to 512 bytes are recycled by size */

struct arena {
    char *at, *end; /* what is left of the newest slab */
    struct slab *slabs;
    struct block *free[ARENA_CLASSES + 1];
    size_t used; /* bytes handed out and not given back */
};

void arena_close(struct arena *a);

/* n zeroed bytes, 8-byte aligned; theirs until arena_free with the same n, or arena_close. */
void *arena_alloc(struct arena *a, size_t n);
/* The same, not zeroed. */
void *arena_take(struct arena *a, size_t n);
void arena_free(struct arena *a, void *p, size_t n);
char *arena_strdup(struct arena *a, const char *s);
