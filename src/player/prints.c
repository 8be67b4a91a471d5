/* SPDX-License-Identifier: MIT */
#include "player/prints.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/ascii.h"
#include "base/now.h"
#include "player/player.h"
#include "story/moment.h"

enum { PRINT_WORDS = PRINT_BITS / 64 };

/* Bit 0 says that it is there. */
struct print {
    uint64_t words[PRINT_WORDS];
};

struct prints {
    struct print *of[PRINTED];
    size_t n[PRINTED], cap[PRINTED];
    uint32_t made;      /* of moments, from the first event on */
    struct model model; /* goes where something is told */
    struct buf told;
};

/* ---- letters ---- */

/* The bit of up to three letters, the last of them in the lowest byte: 0 for none. */
static inline uint32_t bit_of(uint32_t letters)
{
    uint32_t bit = letters * 2654435769u >> 20;
    return bit ? bit : 1;
}

_Static_assert(PRINT_BITS == 1 << (32 - 20), "a hash is a bit");

static inline void add(struct print *p, uint32_t letters)
{
    uint32_t bit = bit_of(letters);
    p->words[bit / 64] |= 1ull << bit % 64;
}

static void add_text(struct print *p, const char *s, size_t n)
{
    uint32_t before = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = (unsigned char)ascii_lower((unsigned char)s[i]);
        uint32_t three = (before << 8 | c) & 0xffffff;
        add(p, c);
        add(p, three & 0xffff);
        add(p, three);
        before = three;
    }
}

struct print_of_text print_of(const char *text)
{
    struct print_of_text to = {.n = 0};
    uint32_t three = 0;
    for (size_t i = 0; text[i] && to.n < PRINT_TEXT; i++) {
        three = (three << 8 | (unsigned char)ascii_lower((unsigned char)text[i])) & 0xffffff;
        if (i <= 2)
            to.n = 0; /* what is longer says it, too */
        to.bits[to.n++] = (uint16_t)bit_of(three);
    }
    return to;
}

static bool has_all(const struct print *p, const struct print_of_text *text)
{
    for (size_t i = 0; i < text->n; i++)
        if (!(p->words[text->bits[i] / 64] >> text->bits[i] % 64 & 1))
            return false;
    return true;
}

/* ---- what is told ---- */

static void add_told(struct prints *s, const struct player *p, struct print *to, uint32_t cursor)
{
    archive_seek(&p->archive, &s->model, cursor);
    buf_clear(&s->told);
    story_lines(&s->model, &p->moments, &s->told);
    add_text(to, buf_str(&s->told), s->told.len);
}

static void fill(struct prints *s, const struct player *p, enum prints_of of, struct print *to,
                 uint32_t from)
{
    uint32_t end = p->trace.end - from < PRINT_EVENTS ? p->trace.end : from + PRINT_EVENTS;
    if (from < p->trace.first)
        from = p->trace.first;
    if (of == PRINTED_EVENTS)
        for (uint32_t cursor = from + 1; cursor <= end; cursor++)
            add_told(s, p, to, cursor);
    else
        for (uint32_t cursor = from; (cursor = moments_next(&p->moments, cursor)) <= end;)
            add_told(s, p, to, cursor);
    to->words[0] |= 1;
}

static struct print *print_at(const struct player *p, enum prints_of of, uint32_t i, bool *makes)
{
    struct prints *s = p->prints;
    size_t k = i / PRINT_EVENTS, all = (p->trace.end - 1) / PRINT_EVENTS + 1;
    if (s->n[of] < all) {
        s->of[of] = xgrow(s->of[of], &s->cap[of], all, sizeof(struct print));
        for (; s->n[of] < all; s->n[of]++)
            s->of[of][s->n[of]] = (struct print){{0}};
    }
    struct print *to = &s->of[of][k];
    *makes = !(to->words[0] & 1);
    if (*makes) {
        if (!s->model.trace)
            model_init(&s->model, &p->trace);
        fill(s, p, of, to, (uint32_t)k * PRINT_EVENTS);
    }
    return to;
}

bool prints_can_be(const struct player *p)
{
    return player_over(p) && p->moments.seen == p->trace.end;
}

bool prints_may_have(const struct player *p, enum prints_of of, uint32_t i,
                     const struct print_of_text *text, bool *makes)
{
    return !prints_can_be(p) || has_all(print_at(p, of, i, makes), text);
}

bool prints_make(const struct player *p)
{
    double end = now() + now_slice / 4; /* a key may come */
    struct prints *s = p->prints;
    bool makes;
    if (!prints_can_be(p))
        return true;
    if (s->made < p->trace.first)
        s->made = p->trace.first;
    for (; s->made < p->trace.end; s->made += PRINT_EVENTS) {
        if (now() >= end)
            return false;
        print_at(p, PRINTED_MOMENTS, s->made, &makes);
    }
    return true;
}

/* ---- life ---- */

struct prints *prints_new(void)
{
    return xcalloc(1, sizeof(struct prints));
}

size_t prints_bytes(const struct prints *s)
{
    return (s->n[0] + s->n[1]) * sizeof(struct print);
}

void prints_free(struct prints *s)
{
    if (!s)
        return;
    for (int of = 0; of < PRINTED; of++)
        free(s->of[of]);
    if (s->model.trace)
        model_close(&s->model);
    buf_free(&s->told);
    free(s);
}
