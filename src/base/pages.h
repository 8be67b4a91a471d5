/* SPDX-License-Identifier: MIT */
/* Arrays that are cheap to copy. A copy shares its pages with what it was made from, and whoever
 * writes to a shared page first gets one of its own: copy on write, as after a fork. So a copy costs
 * a pointer for every 32 pages, and later as much as is changed in it.
 *
 * An element is found in two steps, its group of pages and then its page; both count who shares
 * them. How big an element is says every call, where it is a constant, and all calls for one array
 * say the same. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { PAGE_BYTES = 256, GROUP_PAGES = 32 };

struct arena;

struct pages_page {
    uint32_t refs;
    _Alignas(8) char bytes[PAGE_BYTES];
};

struct pages_group {
    uint32_t refs;
    struct pages_page *pages[GROUP_PAGES]; /* the last group's may end early, with NULL */
};

/* With nothing but the arena set it is an empty array. */
struct pages {
    struct arena *arena; /* where pages and groups are, the caller's; all copies have the same */
    struct pages_group **groups;
    size_t cap; /* of groups */
    uint32_t npages;
    size_t copied; /* bytes of all pages and groups that were copied to be written to, along the way
                      from copy to copy */
};

/* Before its arena. It is empty then; `copied` counts on. */
void pages_close(struct pages *p);
/* `to` has the elements of `from`; what it had is let go. */
void pages_copy(struct pages *to, const struct pages *from);
/* Room for at least n elements; new ones are zero. It never shrinks. */
void pages_grow(struct pages *p, uint32_t n, size_t size);

/* An empty array in place of p, which was copied to it or is to be. */
static inline struct pages pages_anew(const struct pages *p)
{
    return (struct pages){
        .arena = p->arena,
        .copied = p->copied + p->npages * sizeof(struct pages_page),
    };
}

/* Bytes of the table of groups: what a copy takes at once. */
static inline size_t pages_table(const struct pages *p)
{
    return (p->npages + GROUP_PAGES - 1) / GROUP_PAGES * sizeof *p->groups;
}

/* For pages_own: page k of its own, which is shared. */
struct pages_page *pages_unshare(struct pages *p, uint32_t k);

/* Element i, which there must be room for; good until the array is written to or closed. */
static inline const void *pages_at(const struct pages *p, uint32_t i, size_t size)
{
    uint32_t per = PAGE_BYTES / (uint32_t)size, k = i / per;
    return p->groups[k / GROUP_PAGES]->pages[k % GROUP_PAGES]->bytes + i % per * size;
}

/* The same to write to; good until the array is copied or closed. */
static inline void *pages_own(struct pages *p, uint32_t i, size_t size)
{
    uint32_t per = PAGE_BYTES / (uint32_t)size, k = i / per;
    struct pages_group *g = p->groups[k / GROUP_PAGES];
    struct pages_page *page = g->pages[k % GROUP_PAGES];
    if (g->refs > 1 || page->refs > 1)
        page = pages_unshare(p, k);
    return page->bytes + i % per * size;
}
