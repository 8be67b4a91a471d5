/* SPDX-License-Identifier: MIT */
#include "compare/same_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { MOST = 4 << 20 }; /* cells of the table of the lengths of common subsequences */

struct line {
    const char *s;
    size_t n;
};

struct text {
    struct line *lines;
    size_t n, cap;
};

static void split(struct text *t, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, "\n");
        t->lines = xgrow(t->lines, &t->cap, t->n + 1, sizeof *t->lines);
        t->lines[t->n++] = (struct line){s, n};
        s += n + (s[n] == '\n');
    }
}

static bool same(const struct line *a, const struct line *b)
{
    return a->n == b->n && !memcmp(a->s, b->s, a->n);
}

static void mark(struct line_marks *m, const struct text *t, size_t i)
{
    const struct line *l = &t->lines[i];
    m->differs[i + 1] = strspn(l->s, " \t\r") < l->n;
}

/* The parts of two texts that begin and end differently. */
struct middle {
    const struct line *a, *b;
    size_t n, m;
};

/* Lengths of the longest common subsequences of what is left from line i of a and j of b on. */
static uint16_t *measure(const struct middle *d)
{
    size_t wid = d->m + 1;
    uint16_t *len = xcalloc((d->n + 1) * wid, sizeof *len);
    for (size_t i = d->n; i-- > 0;)
        for (size_t j = d->m; j-- > 0;) {
            uint16_t down = len[(i + 1) * wid + j], right = len[i * wid + j + 1];
            len[i * wid + j] = same(&d->a[i], &d->b[j]) ? (uint16_t)(len[(i + 1) * wid + j + 1] + 1)
                               : down > right           ? down
                                                        : right;
        }
    return len;
}

/* Calls mark() for lines of both that have no part in the common subsequence. */
static void follow(const struct middle *d, size_t from, const struct text *a, const struct text *b,
                   struct line_marks *of_a, struct line_marks *of_b)
{
    uint16_t *len = measure(d);
    size_t i = 0, j = 0, wid = d->m + 1;
    while (i < d->n || j < d->m) {
        if (i < d->n && j < d->m && same(&d->a[i], &d->b[j]))
            i++, j++;
        else if (j == d->m || (i < d->n && len[(i + 1) * wid + j] >= len[i * wid + j + 1]))
            mark(of_a, a, from + i++);
        else
            mark(of_b, b, from + j++);
    }
    free(len);
}

static void line_by_line(const struct middle *d, size_t from, const struct text *a,
                         const struct text *b, struct line_marks *of_a, struct line_marks *of_b)
{
    for (size_t i = 0; i < d->n || i < d->m; i++) {
        if (i < d->n && i < d->m && same(&d->a[i], &d->b[i]))
            continue;
        if (i < d->n)
            mark(of_a, a, from + i);
        if (i < d->m)
            mark(of_b, b, from + i);
    }
}

static void compare(const struct text *a, const struct text *b, struct line_marks *of_a,
                    struct line_marks *of_b)
{
    size_t from = 0, end_a = a->n, end_b = b->n;
    while (from < end_a && from < end_b && same(&a->lines[from], &b->lines[from]))
        from++;
    while (end_a > from && end_b > from && same(&a->lines[end_a - 1], &b->lines[end_b - 1]))
        end_a--, end_b--;
    if (from == end_a && from == end_b)
        return;
    struct middle d = {a->lines + from, b->lines + from, end_a - from, end_b - from};
    bool fits = (d.n + 1) * (d.m + 1) <= MOST;
    (fits ? follow : line_by_line)(&d, from, a, b, of_a, of_b);
}

void same_lines(const char *a, const char *b, struct line_marks *of_a, struct line_marks *of_b)
{
    struct text ta = {0}, tb = {0};
    *of_a = *of_b = (struct line_marks){0};
    if (!a || !b)
        return;
    split(&ta, a);
    split(&tb, b);
    *of_a = (struct line_marks){xcalloc(ta.n + 1, sizeof(bool)), (uint32_t)ta.n};
    *of_b = (struct line_marks){xcalloc(tb.n + 1, sizeof(bool)), (uint32_t)tb.n};
    compare(&ta, &tb, of_a, of_b);
    free(ta.lines);
    free(tb.lines);
}

void line_marks_close(struct line_marks *m)
{
    free(m->differs);
    *m = (struct line_marks){0};
}
