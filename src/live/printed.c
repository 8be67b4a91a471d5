/* SPDX-License-Identifier: MIT */
#include "live/printed.h"

#include <string.h>

enum { MOST = 1 << 20, NEEDLE = 64 };

/* What is left of one of the two. */
static const char *left(const struct buf *b, size_t at, size_t *n)
{
    *n = b->len - at;
    return buf_str(b) + at;
}

static void add(struct buf *b, size_t *at, const char *s, size_t n)
{
    if (*at == b->len) {
        buf_clear(b);
        *at = 0;
    }
    if (*at > MOST) {
        memmove(b->s, b->s + *at, b->len - *at);
        b->len -= *at;
        *at = 0;
    }
    buf_add(b, s, n);
}

/* What was told and never came through is forgotten at last. */
void printed_told(struct printed *p, const char *s, size_t n)
{
    add(&p->told, &p->told_at, s, n);
    if (p->told.len - p->told_at > MOST)
        p->told_at = p->told.len;
}

void printed_seen(struct printed *p, const char *s, size_t n)
{
    add(&p->seen, &p->seen_at, s, n);
    p->came += n;
}

uint64_t printed_so_far(const struct printed *p)
{
    return p->came;
}

bool printed_open(const struct printed *p)
{
    return p->seen_at < p->seen.len;
}

/* What is the same in both is done with. */
static void match(struct printed *p)
{
    size_t seen, told, n = 0;
    const char *s = left(&p->seen, p->seen_at, &seen), *t = left(&p->told, p->told_at, &told);
    while (n < seen && n < told && s[n] == t[n])
        n++;
    p->seen_at += n;
    p->told_at += n;
}

/* How much there is before what was told next, as far as a line of that goes. */
static size_t before_told(const char *seen, size_t n, const char *told, size_t m)
{
    const char *line = memchr(told, '\n', m);
    size_t needle = line ? (size_t)(line + 1 - told) : m;
    needle = needle < NEEDLE ? needle : NEEDLE;
    const char *at = needle ? memmem(seen, n, told, needle) : NULL;
    return at ? (size_t)(at - seen) : n;
}

const char *printed_rest(struct printed *p, uint64_t certain, size_t *n)
{
    size_t seen, told;
    match(p);
    const char *s = left(&p->seen, p->seen_at, &seen), *t = left(&p->told, p->told_at, &told);
    uint64_t first = p->came - seen;
    *n = seen ? before_told(s, seen, t, told) : 0;
    if (*n == seen && seen < MOST) /* what was told may yet be what comes next */
        *n = certain > first ? (size_t)(certain - first) : 0;
    if (!*n)
        return NULL;
    p->seen_at += *n;
    return s;
}

void printed_close(struct printed *p)
{
    buf_free(&p->told);
    buf_free(&p->seen);
    *p = (struct printed){0};
}
