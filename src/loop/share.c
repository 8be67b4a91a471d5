/* SPDX-License-Identifier: MIT */
#include "loop/share.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/alloc.h"

static int64_t nanoseconds(double seconds)
{
    return llround(seconds * 1e9);
}

static double seconds_of(int64_t ns)
{
    return (double)ns / 1e9;
}

/* ---- the line ---- */

static int length(const struct processors *p)
{
    int n = 0;
    for (const struct share *s = p->line; s; s = s->next)
        n++;
    return n;
}

static void leave(struct processors *p, struct share *s)
{
    struct share **at = &p->line;
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at)
        *at = s->next;
}

static void stand_last(struct processors *p, struct share *s)
{
    struct share **at = &p->line;
    while (*at)
        at = &(*at)->next;
    *at = s;
    s->next = NULL;
    s->slice = p->slice;
}

/* ---- time goes by ---- */

/* Nobody gives way to nobody. */
static void renew_slices(struct processors *p)
{
    for (struct share *s = p->line; s; s = s->next)
        s->slice = p->slice;
}

/* Until the first slice ends, or someone is through, or `end`. */
static int64_t step_length(const struct processors *p, bool others_wait, int64_t end)
{
    int64_t dt = end - p->now;
    int k = 0;
    for (const struct share *s = p->line; s && k < p->n; s = s->next, k++) {
        dt = s->left < dt ? s->left : dt;
        dt = others_wait && s->slice < dt ? s->slice : dt;
    }
    return dt;
}

static void compute(struct processors *p, int64_t dt, bool others_wait)
{
    int k = 0;
    for (struct share *s = p->line; s && k < p->n; s = s->next, k++) {
        s->left -= dt;
        s->slice -= others_wait ? dt : 0;
    }
    p->now += dt;
}

/* Those who had a processor and are through, or have had it long enough, in their order. */
static void give_way(struct processors *p)
{
    struct share *next, *s = p->line;
    for (int k = 0; s && k < p->n; s = next, k++) {
        next = s->next;
        if (s->left > 0 && s->slice > 0)
            continue;
        leave(p, s);
        if (s->left <= 0)
            s->done = p->now;
        else
            stand_last(p, s);
    }
}

/* Whole rounds in which nobody will be through, and after which all stand as before. */
static void skip_rounds(struct processors *p, int64_t end)
{
    int64_t least = INT64_MAX, rounds, most;
    int n = length(p), k = 0;
    for (const struct share *s = p->line; s; s = s->next, k++) {
        if (k < p->n && s->slice < p->slice)
            return;
        least = s->left < least ? s->left : least;
    }
    rounds = (least - 1) / (p->n * p->slice);
    most = (end - p->now) / (n * p->slice);
    rounds = rounds < most ? rounds : most;
    for (struct share *s = p->line; s; s = s->next)
        s->left -= rounds * p->n * p->slice;
    p->now += rounds * n * p->slice;
}

/* Until something changes, or `end`. */
static void step(struct processors *p, int64_t end)
{
    bool others_wait = length(p) > p->n;
    if (others_wait)
        skip_rounds(p, end);
    else
        renew_slices(p);
    compute(p, step_length(p, others_wait, end), others_wait);
    give_way(p);
}

/* ---- when the next one will be through: that is tried with copies ---- */

static bool any_done(const struct share *copies, int n)
{
    bool done = false;
    for (int i = 0; i < n; i++)
        done |= copies[i].done >= 0;
    return done;
}

static void foresee(struct processors *p)
{
    int n = length(p), i = 0;
    struct share *copies = xcalloc((size_t)n + 1, sizeof *copies);
    struct processors tried = *p;
    for (const struct share *s = p->line; s; s = s->next, i++) {
        copies[i] = *s;
        copies[i].next = s->next ? &copies[i + 1] : NULL;
    }
    tried.line = n ? copies : NULL;
    while (n && !any_done(copies, n))
        step(&tried, INT64_MAX / 2);
    p->due = n ? tried.now : -1;
    free(copies);
}

/* ---- what others call ---- */

struct processors processors_of(int n, double slice)
{
    return (struct processors){.n = n, .slice = nanoseconds(slice), .due = -1};
}

void share_run(struct processors *p, double now)
{
    int64_t end = nanoseconds(now);
    bool passed = p->line && end >= p->due;
    while (p->line && p->now < end)
        step(p, end);
    p->now = p->now < end ? end : p->now;
    if (passed)
        foresee(p);
}

void share_begin(struct processors *p, struct share *s, double now, double seconds)
{
    share_run(p, now);
    s->left = nanoseconds(seconds);
    s->done = s->left > 0 ? -1 : p->now;
    if (s->left > 0)
        stand_last(p, s);
    foresee(p);
}

void share_end(struct processors *p, struct share *s)
{
    leave(p, s);
    foresee(p);
}

double share_due(const struct processors *p)
{
    return p->line ? seconds_of(p->due) : INFINITY;
}

double share_done(const struct share *s)
{
    return s->done < 0 ? -1 : seconds_of(s->done);
}

double share_wait(struct processors *p, double now, double seconds)
{
    struct share s;
    if (!p->line)
        return now + seconds;
    share_begin(p, &s, now, seconds);
    while (s.done < 0)
        share_run(p, share_due(p));
    return share_done(&s);
}
