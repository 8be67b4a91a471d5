/* SPDX-License-Identifier: MIT */
#include "trace/strings.h"

#include <stdlib.h>

#include "base/alloc.h"

static uint32_t hash_bytes(const void *p, size_t n)
{
    const unsigned char *s = p; /* FNV-1a */
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ s[i]) * 16777619u;
    return h;
}

static void grow_table(struct strings *st)
{
    size_t size = st->size ? st->size * 2 : 64;
    struct string *old = st->table;
    st->table = xcalloc(size, sizeof *st->table);
    for (size_t i = 0; i < st->size; i++)
        if (old[i].s) {
            size_t k = old[i].hash & (size - 1);
            while (st->table[k].s)
                k = (k + 1) & (size - 1);
            st->table[k] = old[i];
        }
    st->size = size;
    free(old);
}

static const char *store(struct strings *st, const char *s, size_t n)
{
    struct string_block *b = xmalloc(sizeof *b + sizeof(uint32_t) + n + 1);
    uint32_t id = (uint32_t)st->n++;
    b->next = st->blocks;
    st->blocks = b;
    memcpy(b->text, &id, sizeof id);
    char *text = b->text + sizeof id;
    if (n)
        memcpy(text, s, n);
    text[n] = 0;
    st->by_id = xgrow(st->by_id, &st->ids_cap, st->n, sizeof *st->by_id);
    st->by_id[id] = text;
    return text;
}

const char *strings_intern(struct strings *st, const char *s, size_t n)
{
    if (st->n * 2 >= st->size)
        grow_table(st);
    uint32_t h = hash_bytes(s, n);
    size_t k = h & (st->size - 1);
    while (st->table[k].s) {
        if (st->table[k].hash == h && !strncmp(st->table[k].s, s, n) && !st->table[k].s[n])
            return st->table[k].s;
        k = (k + 1) & (st->size - 1);
    }
    st->table[k] = (struct string){h, store(st, s, n)};
    return st->table[k].s;
}

struct strings *strings_new(void)
{
    return xcalloc(1, sizeof(struct strings));
}

void strings_free(struct strings *st)
{
    while (st->blocks) {
        struct string_block *b = st->blocks;
        st->blocks = b->next;
        free(b);
    }
    free(st->table);
    free(st->by_id);
    free(st);
}
