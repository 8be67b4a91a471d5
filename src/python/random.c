/* SPDX-License-Identifier: MIT */
#include "python/random.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { N = RANDOM_STATE, M = 397 };

static uint32_t mix(uint32_t here, uint32_t next, uint32_t far)
{
    uint32_t y = (here & 0x80000000u) | (next & 0x7fffffffu);
    return far ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
}

static void twist(struct random *r)
{
    uint32_t *s = r->state;
    int i = 0;
    for (; i < N - M; i++)
        s[i] = mix(s[i], s[i + 1], s[i + M]);
    for (; i < N - 1; i++)
        s[i] = mix(s[i], s[i + 1], s[i + M - N]);
    s[N - 1] = mix(s[N - 1], s[0], s[M - 1]);
    r->next = 0;
}

static uint32_t draw(struct random *r)
{
    if (r->next >= N)
        twist(r);
    uint32_t y = r->state[r->next++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

/* init_genrand */
static void seed_number(struct random *r, uint32_t n)
{
    r->state[0] = n;
    for (uint32_t i = 1; i < N; i++) {
        uint32_t last = r->state[i - 1];
        r->state[i] = 1812433253u * (last ^ last >> 30) + i;
    }
}

/* init_by_array: n >= 1 words, least significant first. */
static void seed_words(struct random *r, const uint32_t *key, size_t n)
{
    uint32_t *s = r->state;
    size_t i = 1;
    seed_number(r, 19650218);
    for (size_t k = 0; k < (n > N ? n : N); k++) {
        size_t j = k % n;
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    for (size_t k = 1; k < N; k++) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
    r->next = N;
}

void random_seed(struct random *r, int64_t n)
{
    uint64_t magnitude = n < 0 ? -(uint64_t)n : (uint64_t)n;
    uint32_t key[] = {(uint32_t)magnitude, (uint32_t)(magnitude >> 32)};
    seed_words(r, key, key[1] ? 2 : 1);
}

int random_seed_text(struct random *r, const char *decimal)
{
    if (*decimal == '-' || *decimal == '+')
        decimal++;
    size_t digits = strspn(decimal, "0123456789");
    if (!digits || digits > RANDOM_MAX_DIGITS || decimal[digits])
        return -EINVAL;
    uint32_t key[RANDOM_MAX_DIGITS / 9 + 1] = {0}; /* nine digits fit a word */
    size_t n = 1;
    for (; *decimal; decimal++) {
        uint64_t carry = (uint64_t)(*decimal - '0');
        for (size_t i = 0; i < n; i++, carry >>= 32) {
            carry += key[i] * UINT64_C(10);
            key[i] = (uint32_t)carry;
        }
        if (carry)
            key[n++] = (uint32_t)carry;
    }
    seed_words(r, key, n);
    return 0;
}

double random_unit(struct random *r)
{
    uint64_t high = draw(r) >> 5;
    return (double)(high << 26 | draw(r) >> 6) * 0x1p-53;
}

/* 0 <= k <= 64 */
static uint64_t bits(struct random *r, int k)
{
    if (!k)
        return 0;
    if (k <= 32)
        return draw(r) >> (32 - k);
    uint64_t low = draw(r);
    return (uint64_t)(draw(r) >> (64 - k)) << 32 | low;
}

int random_bits(struct random *r, int k, uint64_t *out)
{
    if (k < 0 || k > 64)
        return -EINVAL;
    *out = bits(r, k);
    return 0;
}

void random_words(struct random *r, size_t k, uint32_t *words)
{
    for (; k > 32; k -= 32)
        *words++ = draw(r);
    if (k)
        *words = draw(r) >> (32 - k);
}

/* n > 0. CPython asks for the bits of n, not of n - 1: a power of two draws one more than it needs,
 * and below(1) draws too. */
static uint64_t below(struct random *r, uint64_t n)
{
    int k = 64 - __builtin_clzll(n);
    uint64_t x;
    do
        x = bits(r, k);
    while (x >= n);
    return x;
}

/* below(2^64): 65 bits, of which the top one must be 0. */
static uint64_t below_2_64(struct random *r)
{
    uint32_t w[3];
    do
        random_words(r, 65, w);
    while (w[2]);
    return (uint64_t)w[1] << 32 | w[0];
}

int random_below(struct random *r, uint64_t n, uint64_t *out)
{
    if (!n)
        return -EINVAL;
    *out = below(r, n);
    return 0;
}

int random_int(struct random *r, int64_t a, int64_t b, int64_t *out)
{
    if (a > b)
        return -EINVAL;
    uint64_t n = (uint64_t)b - (uint64_t)a + 1; /* 0: all 2^64 of them */
    *out = (int64_t)((uint64_t)a + (n ? below(r, n) : below_2_64(r)));
    return 0;
}

int random_range(struct random *r, int64_t start, int64_t stop, int64_t step, int64_t *out)
{
    if (!step || (step > 0 ? start >= stop : start <= stop))
        return -EINVAL;
    uint64_t from = (uint64_t)start, to = (uint64_t)stop, by = (uint64_t)step;
    uint64_t n = step > 0 ? (to - from - 1) / by + 1 : (from - to - 1) / -by + 1;
    *out = (int64_t)(from + by * below(r, n));
    return 0;
}

double random_uniform(struct random *r, double a, double b)
{
    /* Rounded twice, as in Python: volatile keeps a compiler from fusing product and sum. */
    volatile double far = (b - a) * random_unit(r);
    return a + far;
}

int random_expovariate(struct random *r, double lambda, double *out)
{
    double x = -log(1.0 - random_unit(r));
    if (lambda == 0)
        return -EINVAL;
    *out = x / lambda;
    return 0;
}

int random_choice(struct random *r, size_t n, size_t *index)
{
    if (!n)
        return -EINVAL;
    *index = below(r, n);
    return 0;
}

static void swap(char *a, char *b, size_t size)
{
    for (; size; size--, a++, b++) {
        char c = *a;
        *a = *b;
        *b = c;
    }
}

void random_shuffle(struct random *r, void *base, size_t n, size_t size)
{
    char *x = base;
    for (; n > 1; n--)
        swap(x + (n - 1) * size, x + below(r, n) * size, size);
}

static bool among(const size_t *x, size_t n, size_t wanted)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] == wanted)
            return true;
    return false;
}

/* Draws until each index is a new one. */
static void sample_set(struct random *r, size_t n, size_t k, size_t *x)
{
    for (size_t i = 0; i < k; i++)
        do
            x[i] = below(r, n);
        while (among(x, i, x[i]));
}

/* CPython takes pool[j] out of a copy of the population, and the last of the n - i that are left
 * fills the gap. Here x holds the draws, and going back over the gaps filled before a draw tells
 * which index lay there. The last draw is the first to be traced: it needs the others as drawn. */
static void sample_pool(struct random *r, size_t n, size_t k, size_t *x)
{
    for (size_t i = 0; i < k; i++)
        x[i] = below(r, n - i);
    while (k--)
        for (size_t i = k; i--;)
            if (x[k] == x[i])
                x[k] = n - i - 1;
}

/* Whether CPython reckons that a set of k takes less memory than a list of n: it decides which
 * values come out. */
static bool set_is_smaller(size_t n, size_t k)
{
    size_t table = 1;
    while (table < 3 * k)
        table *= 4;
    return n > 21 + (k > 5 ? table : 0);
}

int random_sample(struct random *r, size_t n, size_t k, size_t *indices)
{
    if (k > n)
        return -EINVAL;
    if (set_is_smaller(n, k))
        sample_set(r, n, k, indices);
    else
        sample_pool(r, n, k, indices);
    return 0;
}
