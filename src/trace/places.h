/* SPDX-License-Identifier: MIT */
/* Places: lines of files, each stored once, so that an event names one by a small number. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/strings.h"

struct place {
    const char *file; /* of the trace's strings; NULL: the program's own */
    uint32_t line;    /* 0: none */
    bool told;        /* an event is there, or a frame of one; else somebody only asked for it */
};

enum {
    PLACES_MOST =
        1 << 20, /* what struct event has bits for; later ones are place 0, which is none */
    PLACES_SEEN = 64,
};

struct places {
    struct place *at; /* at[0] is none */
    uint32_t n;
    size_t cap;
    uint32_t *table; /* open addressing: numbers; grows at half full */
    uint32_t size;
    struct {
        const char *file;
        uint32_t line, place;
    } seen[PLACES_SEEN]; /* the ones that were looked up lately, by where their file's name stood */
};

void places_init(struct places *p);
void places_free(struct places *p);
/* The number of a line; 0 for line 0 of no file. The file's name is kept in `names`. */
uint32_t places_intern(struct places *p, struct strings *names, const char *file, uint32_t line);
