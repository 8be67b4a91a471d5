/* SPDX-License-Identifier: MIT */
/* Names, each stored once and for ever: the same pointer and the same number for the same bytes. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct string {
    uint32_t hash;
    const char *s;
};

struct string_block {
    struct string_block *next;
    char text[];
};

struct strings {
    struct string *table; /* open addressing; grows at half full */
    size_t size, n;
    const char **by_id;
    size_t ids_cap;
    struct string_block *blocks;
};

struct strings *strings_new(void);
void strings_free(struct strings *st);
const char *strings_intern(struct strings *st, const char *s, size_t n);

/* The number of an interned string, its index in by_id: it is in the four bytes before it. */
static inline uint32_t strings_id(const char *s)
{
    uint32_t id;
    memcpy(&id, s - sizeof id, sizeof id);
    return id;
}
