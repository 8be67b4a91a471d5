/* SPDX-License-Identifier: MIT */
#include "trace/pack.h"

#include <stdbool.h>
#include <string.h>

/* The words that go on by even steps, in a vector, so that they all step at once. */
enum { ACTOR, HANDLE, REF, NOTE, WORDS };
typedef uint32_t words __attribute__((vector_size(WORDS * sizeof(uint32_t))));

/* Which words follow: bits 0 to NOTE are those, and these. */
enum { PLACE = 1 << WORDS, PREVIOUS = 1 << 5, TICK = 1 << 6, TIME = 1 << 7 };

/* Beside the kind: the time is a whole number of nanoseconds, and these follow. */
enum { KIND = 0x3f, NANO = 0x40 };

/* The last event of a kind, and by how much it was more than the one before. */
struct last {
    words words, by;
    uint32_t place; /* and kind and what, as they lie in struct event */
    uint32_t previous;
};

/* What is known on the way through a batch. */
struct course {
    struct last kinds[EV_KINDS];
    double time;  /* the last event's … */
    int64_t nano; /* … in nanoseconds */
    uint32_t tick;
};

enum { AT_WORDS = offsetof(struct event, actor), AT_PLACE = AT_WORDS + sizeof(words) };

_Static_assert(AT_PLACE == offsetof(struct event, note) + sizeof(uint32_t) &&
                   sizeof(struct event) == AT_PLACE + sizeof(uint32_t),
               "an event is time, tick, the words and the place");

/* ---- numbers: seven bits a byte, those nearest to 0 the shortest ---- */

static inline uint8_t *put(uint8_t *out, uint64_t n)
{
    for (; n >= 128; n >>= 7)
        *out++ = (uint8_t)(n | 128);
    *out++ = (uint8_t)n;
    return out;
}

static inline uint8_t *put_step(uint8_t *out, int64_t n)
{
    return put(out, (uint64_t)n << 1 ^ -(uint64_t)(n < 0));
}

static inline uint64_t get(const uint8_t **in)
{
    const uint8_t *p = *in;
    uint64_t n = *p & 127;
    for (unsigned shift = 7; *p++ & 128; shift += 7)
        n |= (uint64_t)(*p & 127) << shift;
    *in = p;
    return n;
}

static inline int64_t get_step(const uint8_t **in)
{
    uint64_t n = get(in);
    return (int64_t)(n >> 1 ^ -(n & 1));
}

/* ---- time: what a clock says is a whole number of nanoseconds, and what is reckoned with may not be
 * ---- */

static int64_t nanoseconds(double time)
{
    return time > -9e9 && time < 9e9 ? (int64_t)(time * 1e9 + (time < 0 ? -0.5 : 0.5)) : 0;
}

static bool is_nano(double time, int64_t nano)
{
    double again = (double)nano / 1e9;
    return !memcmp(&again, &time, sizeof time);
}

/* ---- there ---- */

static uint8_t *pack_words(uint8_t *out, const words by, words wrong, unsigned *odd)
{
    for (unsigned k = 0; k < WORDS; k++)
        if (wrong[k]) {
            *odd |= 1u << k;
            out = put_step(out, (int32_t)by[k]);
        }
    return out;
}

static inline uint8_t *pack_word(uint8_t *out, uint32_t *last, uint32_t word, unsigned bit,
                                 unsigned *odd)
{
    if (word == *last)
        return out;
    *odd |= bit;
    out = put_step(out, (int32_t)(word - *last));
    *last = word;
    return out;
}

static uint8_t *pack_time(uint8_t *out, struct course *c, double time, unsigned *odd,
                          unsigned *kind)
{
    int64_t nano = nanoseconds(time);
    if (!memcmp(&time, &c->time, sizeof time))
        return out;
    *odd |= TIME;
    if (is_nano(time, nano)) {
        *kind |= NANO;
        out = put_step(out, nano - c->nano);
    } else {
        memcpy(out, &time, sizeof time);
        out += sizeof time;
    }
    c->time = time;
    c->nano = nano;
    return out;
}

/* What is the same in every way as was to be expected needs no look at each word. */
static inline bool is_even(words wrong, const struct last *l, const struct course *c,
                           uint32_t place, uint32_t previous, const struct event *e)
{
    uint64_t half[2], time, before;
    memcpy(half, &wrong, sizeof half);
    memcpy(&time, &e->time, sizeof time);
    memcpy(&before, &c->time, sizeof before);
    return !(half[0] | half[1] | (place ^ l->place) | (previous ^ l->previous) |
             (e->tick ^ c->tick) | (time ^ before));
}

size_t pack(uint8_t *out, const struct batch *batch)
{
    struct course c;
    uint8_t *start = out;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < BATCH; i++) {
        const struct event *e = &batch->events[i];
        struct last *l = &c.kinds[e->kind];
        uint32_t place, previous = batch->previous[i];
        unsigned kind = e->kind, odd = 0;
        uint8_t *head = out;
        words w;
        memcpy(&w, (const char *)e + AT_WORDS, sizeof w);
        memcpy(&place, (const char *)e + AT_PLACE, sizeof place);
        words by = w - l->words, wrong = by ^ l->by;
        l->words = w;
        out += 2;
        if (!is_even(wrong, l, &c, place, previous, e)) {
            l->by = by;
            out = pack_words(out, by, wrong, &odd);
            out = pack_word(out, &l->place, place, PLACE, &odd);
            out = pack_word(out, &l->previous, previous, PREVIOUS, &odd);
            out = pack_word(out, &c.tick, e->tick, TICK, &odd);
            out = pack_time(out, &c, e->time, &odd, &kind);
        }
        head[0] = (uint8_t)kind;
        head[1] = (uint8_t)odd;
    }
    return (size_t)(out - start);
}

/* ---- and back ---- */

static const uint8_t *unpack_time(const uint8_t *in, struct course *c, bool nano)
{
    if (nano) {
        c->nano += get_step(&in);
        c->time = (double)c->nano / 1e9;
    } else {
        memcpy(&c->time, in, sizeof c->time);
        c->nano = nanoseconds(c->time);
        in += sizeof c->time;
    }
    return in;
}

/* What is not as it was. */
static const uint8_t *unpack_odd(const uint8_t *in, unsigned odd, unsigned kind, struct last *l,
                                 struct course *c)
{
    if (odd & 1 << ACTOR)
        l->by[ACTOR] = (uint32_t)get_step(&in);
    if (odd & 1 << HANDLE)
        l->by[HANDLE] = (uint32_t)get_step(&in);
    if (odd & 1 << REF)
        l->by[REF] = (uint32_t)get_step(&in);
    if (odd & 1 << NOTE)
        l->by[NOTE] = (uint32_t)get_step(&in);
    if (odd & PLACE)
        l->place += (uint32_t)get_step(&in);
    if (odd & PREVIOUS)
        l->previous += (uint32_t)get_step(&in);
    if (odd & TICK)
        c->tick += (uint32_t)get_step(&in);
    if (odd & TIME)
        in = unpack_time(in, c, kind & NANO);
    return in;
}

void unpack(struct batch *batch, const uint8_t *in)
{
    struct course c;
    memset(&c, 0, sizeof c);
    for (uint32_t i = 0; i < BATCH; i++) {
        struct event *e = &batch->events[i];
        unsigned kind = in[0], odd = in[1];
        struct last *l = &c.kinds[kind & KIND];
        in += 2;
        if (odd)
            in = unpack_odd(in, odd, kind, l, &c);
        l->words += l->by;
        e->time = c.time;
        e->tick = c.tick;
        memcpy((char *)e + AT_WORDS, &l->words, sizeof l->words);
        memcpy((char *)e + AT_PLACE, &l->place, sizeof l->place);
        batch->previous[i] = l->previous;
    }
}
