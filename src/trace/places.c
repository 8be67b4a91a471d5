/* SPDX-License-Identifier: MIT */
#include "trace/places.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static uint32_t hash(const char *file, uint32_t line)
{
    return (line * 2654435769u ^ (uint32_t)((uintptr_t)file >> 3)) * 2246822519u;
}

static uint32_t *slot(struct places *p, const char *file, uint32_t line)
{
    uint32_t h = hash(file, line), k = (h ^ h >> 15) & (p->size - 1);
    while (p->table[k] && (p->at[p->table[k]].file != file || p->at[p->table[k]].line != line))
        k = (k + 1) & (p->size - 1);
    return &p->table[k];
}

static void grow_table(struct places *p)
{
    p->size = p->size ? p->size * 2 : 64;
    free(p->table);
    p->table = xcalloc(p->size, sizeof *p->table);
    for (uint32_t i = 1; i < p->n; i++)
        *slot(p, p->at[i].file, p->at[i].line) = i;
}

static uint32_t add(struct places *p, const char *file, uint32_t line)
{
    if (p->n * 2 >= p->size)
        grow_table(p);
    uint32_t *at = slot(p, file, line);
    if (*at || p->n == PLACES_MOST)
        return *at;
    p->at = xgrow(p->at, &p->cap, p->n + 1u, sizeof *p->at);
    p->at[p->n] = (struct place){file, line, false};
    return *at = p->n++;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

uint32_t places_intern(struct places *p, struct strings *names, const char *file, uint32_t line)
{
    if (!line && !file)
        return 0;
    size_t k = (line ^ (uintptr_t)file >> 4) % PLACES_SEEN;
    if (p->seen[k].line == line && p->seen[k].file == file &&
        same(file, p->at[p->seen[k].place].file))
        return p->seen[k].place;
    uint32_t i = add(p, file ? strings_intern(names, file, strlen(file)) : NULL, line);
    if (i) {
        p->seen[k].file = file;
        p->seen[k].line = line;
        p->seen[k].place = i;
    }
    return i;
}

void places_init(struct places *p)
{
    *p = (struct places){.n = 1};
    p->at = xgrow(NULL, &p->cap, 64, sizeof *p->at);
    p->at[0] = (struct place){0};
}

void places_free(struct places *p)
{
    free(p->at);
    free(p->table);
}
