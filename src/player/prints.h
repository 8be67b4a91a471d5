/* SPDX-License-Identifier: MIT */
/* Prints: which letters, pairs and triples of them there are in what the story tells of each 256
 * events. So a search passes by all of which the print lacks one of its text's, and reads the
 * others alone. That a print lacks something is certain, that it has something is not.
 *
 * They are made of a trace that has ended: what is told of an event is always the same there. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct player;

enum { PRINT_EVENTS = 256, PRINT_BITS = 4096, PRINT_TEXT = 128 };

/* What a print must have if a text is there. */
struct print_of_text {
    uint16_t bits[PRINT_TEXT];
    size_t n;
};
struct print_of_text print_of(const char *text);

/* Of what is told where moments end, or behind each event. */
enum prints_of { PRINTED_MOMENTS, PRINTED_EVENTS, PRINTED };
struct prints;
struct prints *prints_new(void);
void prints_free(struct prints *s);
size_t prints_bytes(const struct prints *s);

/* Is it that far with the player's trace that there can be prints of it? */
bool prints_can_be(const struct player *p);
/* May the story have the text at one of the 256 events among which event i is? Makes their print and says
 * so, if it is not there. */
bool prints_may_have(const struct player *p, enum prints_of of, uint32_t i,
                     const struct print_of_text *text, bool *makes);
/* Some milliseconds of making those of the moments. true: all of them are there, or cannot be yet. */
bool prints_make(const struct player *p);
