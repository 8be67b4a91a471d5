/* SPDX-License-Identifier: MIT */
/* Lists that grow at their ends, in which one finds in few steps what was the last before some event:
 * each member knows the one before it, and one far before (skew-binary jumps: Myers, An applicative
 * random-access stack, 1983). The members of many lists lie in one array, each of some size, and
 * begin with their link. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define NO_LINK UINT32_MAX

struct linked {
    uint32_t at;     /* the event, or whatever grows along the list */
    uint32_t before; /* places in the array; NO_LINK: none */
    uint32_t jump;   /* itself: it is the first */
    uint32_t depth;  /* how many are before it, as far as anybody knew */
};

struct links {
    char *all;
    size_t size;    /* of a member, in bytes */
    uint32_t first; /* those before it are gone */
};

/* The link of a member that will be at `place` of the array, behind `before`. */
struct linked links_add(const struct links *l, uint32_t place, uint32_t before, uint32_t at);
/* The last in the list that ends with `newest` whose `at` is at most that; NO_LINK: it has none, or that
 * is gone. */
uint32_t links_find(const struct links *l, uint32_t newest, uint32_t at);
