/* SPDX-License-Identifier: MIT */
#include "base/pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"

static uint32_t groups_of(const struct pages *p)
{
    return (p->npages + GROUP_PAGES - 1) / GROUP_PAGES;
}

static void let_go(struct arena *a, struct pages_group *g)
{
    if (--g->refs)
        return;
    for (int k = 0; k < GROUP_PAGES && g->pages[k]; k++)
        if (!--g->pages[k]->refs)
            arena_free(a, g->pages[k], sizeof *g->pages[k]);
    arena_free(a, g, sizeof *g);
}

static void own_group(struct pages *p, struct pages_group **g)
{
    if ((*g)->refs == 1)
        return;
    struct pages_group *own = arena_take(p->arena, sizeof *own);
    *own = **g;
    own->refs = 1;
    for (int k = 0; k < GROUP_PAGES && own->pages[k]; k++)
        own->pages[k]->refs++;
    (*g)->refs--;
    *g = own;
    p->copied += sizeof *own;
}

static void own_page(struct pages *p, struct pages_page **page)
{
    if ((*page)->refs == 1)
        return;
    struct pages_page *own = arena_take(p->arena, sizeof *own);
    *own = **page;
    own->refs = 1;
    (*page)->refs--;
    *page = own;
    p->copied += sizeof *own;
}

struct pages_page *pages_unshare(struct pages *p, uint32_t k)
{
    struct pages_group **g = &p->groups[k / GROUP_PAGES];
    own_group(p, g);
    struct pages_page **page = &(*g)->pages[k % GROUP_PAGES];
    own_page(p, page);
    return *page;
}

static void add_page(struct pages *p)
{
    uint32_t k = p->npages++, group = k / GROUP_PAGES;
    if (k % GROUP_PAGES == 0) {
        p->groups = xgrow(p->groups, &p->cap, group + 1u, sizeof(struct pages_group *));
        p->groups[group] = arena_alloc(p->arena, sizeof **p->groups);
        p->groups[group]->refs = 1;
    }
    own_group(p, &p->groups[group]);
    struct pages_page *page = arena_alloc(p->arena, sizeof *page);
    page->refs = 1;
    p->groups[group]->pages[k % GROUP_PAGES] = page;
}

void pages_grow(struct pages *p, uint32_t n, size_t size)
{
    uint32_t per = PAGE_BYTES / (uint32_t)size, need = n / per + (n % per != 0);
    while (p->npages < need)
        add_page(p);
}

/* Neighbours along a trace have most groups in common: those are left alone. */
void pages_copy(struct pages *to, const struct pages *from)
{
    uint32_t had = groups_of(to), n = groups_of(from);
    to->groups = xgrow(to->groups, &to->cap, n, sizeof(struct pages_group *));
    for (uint32_t g = 0; g < n || g < had; g++) {
        if (g < n && g < had && to->groups[g] == from->groups[g])
            continue;
        if (g < had)
            let_go(to->arena, to->groups[g]);
        if (g < n) {
            to->groups[g] = from->groups[g];
            to->groups[g]->refs++;
        }
    }
    to->arena = from->arena;
    to->npages = from->npages;
    to->copied = from->copied;
}

void pages_close(struct pages *p)
{
    for (uint32_t g = 0; g < groups_of(p); g++)
        let_go(p->arena, p->groups[g]);
    free(p->groups);
    *p = (struct pages){.arena = p->arena, .copied = p->copied};
}
