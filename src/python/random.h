/* SPDX-License-Identifier: MIT */
/* CPython's random module, bit for bit: the same seed yields what random.Random(seed) yields, call
 * by call, so that a scene meets the same numbers as its Python twin.
 *
 * The generator is MT19937 (M. Matsumoto, T. Nishimura: "Mersenne Twister", ACM TOMACS 8(1), 1998,
 * with init_by_array of 2002), seeded and drawn from as in CPython 3.11, Modules/_randommodule.c
 * and Lib/random.py.
 *
 * Functions that return int return 0, or -EINVAL where Python raises an exception; then *out is
 * left alone and, unless it says otherwise, nothing was drawn. The others cannot fail. Nothing here
 * allocates. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define RANDOM_STATE      624
#define RANDOM_MAX_DIGITS 4300

/* A generator. Embed it and seed it before the first draw. It owns nothing: a copy is a second
 * generator that will yield the same. */
struct random {
    uint32_t state[RANDOM_STATE];
    uint32_t next; /* index of the next word; RANDOM_STATE if all are spent */
};

/* seed(n). As in Python the sign is lost: -1 seeds as 1 does. */
void random_seed(struct random *r, int64_t n);

/* seed(int(decimal)): an optional sign and 1 to RANDOM_MAX_DIGITS digits (Python's own limit).
 * Anything else is -EINVAL, and the generator is as it was. */
int random_seed_text(struct random *r, const char *decimal);

/* random(): 0 <= x < 1. */
double random_unit(struct random *r);

/* getrandbits(k), 0 <= k <= 64; 0 bits draw nothing. */
int random_bits(struct random *r, int k, uint64_t *out);

/* getrandbits(k) for any k, as (k + 31) / 32 words, least significant first. */
void random_words(struct random *r, size_t k, uint32_t *words);

/* randrange(n): 0 <= *out < n, for n > 0. */
int random_below(struct random *r, uint64_t n, uint64_t *out);

/* randint(a, b): a <= *out <= b. */
int random_int(struct random *r, int64_t a, int64_t b, int64_t *out);

/* randrange(start, stop, step): one of start, start + step, … before stop; step may be negative. */
int random_range(struct random *r, int64_t start, int64_t stop, int64_t step, int64_t *out);

/* uniform(a, b): a + (b - a) * random(). */
double random_uniform(struct random *r, double a, double b);

/* expovariate(lambda): a waiting time whose mean is 1 / lambda. A lambda of 0 is refused after the
 * draw, as in Python. The last bit is up to the C library's log, there as here. */
int random_expovariate(struct random *r, double lambda, double *out);

/* choice(seq): *index of one of n > 0 elements. */
int random_choice(struct random *r, size_t n, size_t *index);

/* shuffle(x): n elements of `size` bytes, in place. */
void random_shuffle(struct random *r, void *base, size_t n, size_t size);

/* sample(range(n), k): k <= n different indices below n, in the order they were drawn, into indices
 * (room for k). Takes no memory of its own, and about k * k / 2 comparisons. */
int random_sample(struct random *r, size_t n, size_t k, size_t *indices);
