/* SPDX-License-Identifier: MIT */
#include "compare/verdict.h"

#include <string.h>

#include "story/words.h"

static const struct trace *trace_of(const struct comparison *c, int run)
{
    return &c->run[run].player.trace;
}

static double end_of(const struct comparison *c, int run)
{
    return c->run[run].player.head.time;
}

/* ---- all of it ---- */

/* "count ends at 1.000, count-sync at 3.000: " */
static void put_ends(struct buf *b, const struct comparison *c)
{
    static const char *const ends[] = {" ends", " was left"};
    bool cut = c->run[0].cut, other = c->run[1].cut;
    if (when_same_time(end_of(c, 0), end_of(c, 1)) && !cut && !other) {
        words_put(b, trace_of(c, 0), "Both end at %t: ", end_of(c, 0));
        return;
    }
    buf_printf(b, "%s%s at ", c->run[0].name, ends[cut]);
    words_time(b, trace_of(c, 0), end_of(c, 0));
    buf_printf(b, ", %s%s at ", c->run[1].name, cut == other ? "" : ends[other]);
    words_time(b, trace_of(c, 1), end_of(c, 1));
    buf_puts(b, ": ");
}

/* Nothing that is printed differs. */
static void put_same(struct buf *b, const struct comparison *c)
{
    bool prints = trace_of(c, 0)->nouts > 0;
    if (!c->differences.n)
        buf_puts(b, prints ? "no difference, in what they print or in who runs."
                           : "no difference in who runs, and neither prints.");
    else
        buf_puts(b, prints ? "the same lines at the same times, but other turns."
                           : "neither prints, and they have other turns.");
}

/* "6 of 7 lines are", "5 of 6 and 7 lines are" */
static void put_count(struct buf *b, const struct differences *d, uint32_t one, uint32_t other)
{
    if (one == other)
        buf_printf(b, "%u of %u lines %s", d->alike, one, d->alike == 1 ? "is" : "are");
    else
        buf_printf(b, "%u of %u and %u lines %s", d->alike, one, other,
                   d->alike == 1 ? "is" : "are");
}

static void put_common(struct buf *b, const struct comparison *c)
{
    const struct differences *d = &c->differences;
    uint32_t one = trace_of(c, 0)->nouts, other = trace_of(c, 1)->nouts;
    bool all = d->alike == one && d->alike == other;
    if (!d->alike) {
        buf_puts(b, "they have no line in common.");
        return;
    }
    if (all)
        buf_puts(b, "the same lines");
    else
        put_count(b, d, one, other);
    if (!all)
        buf_puts(b, " the same");
    buf_puts(b, d->in_place < d->alike  ? ", in another order."
                : d->in_time < d->alike ? ", at other times."
                                        : ".");
}

void verdict_of_all(struct buf *out, const struct comparison *c)
{
    put_ends(out, c);
    if (c->differences.turns)
        put_same(out, c);
    else
        put_common(out, c);
}

/* ---- where the time goes ---- */

static double computed(const struct comparison *c, int run)
{
    return c->run[run].player.moments.tally.computed;
}

static void put_computing(struct buf *b, const struct comparison *c, int run)
{
    if (computed(c, run) > 0)
        words_put(b, NULL, "computes for %d s", computed(c, run));
    else
        buf_puts(b, "not at all");
}

static void put_other_work(struct buf *b, const struct comparison *c)
{
    int first = computed(c, 0) > 0 ? 0 : 1;
    buf_printf(b, "%s ", c->run[first].name);
    put_computing(b, c, first);
    buf_printf(b, ", %s ", c->run[!first].name);
    put_computing(b, c, !first);
    buf_putc(b, '.');
}

/* What they have in common is done in less time. */
static void put_won(struct buf *b, const struct comparison *c)
{
    int fast = end_of(c, 0) > end_of(c, 1);
    if (computed(c, fast) <= 0) {
        buf_puts(b, "Neither spends time computing: what is won is waiting, not work.");
        return;
    }
    words_put(b, NULL, "Both compute for %d s in all", computed(c, fast));
    if (end_of(c, fast) < computed(c, fast))
        buf_printf(b, ", but in %s several do so at a time", c->run[fast].name);
    buf_putc(b, '.');
}

/* To an end, and in virtual time: else nothing is known of where it goes. */
static bool ran_on_the_same_clock(const struct comparison *c)
{
    for (int r = 0; r < 2; r++)
        if (c->run[r].cut || trace_of(c, r)->real || c->run[r].player.moments.tally.deadlocked)
            return false;
    return true;
}

void verdict_of_time(struct buf *out, const struct comparison *c)
{
    const struct trace *a = trace_of(c, 0), *b = trace_of(c, 1);
    int threads = a->threads ? 0 : 1;
    if (!ran_on_the_same_clock(c))
        return;
    if (!when_same_time(computed(c, 0), computed(c, 1)))
        put_other_work(out, c);
    else if (!when_same_time(end_of(c, 0), end_of(c, 1)) && c->differences.alike)
        put_won(out, c);
    else if (a->threads != b->threads)
        buf_printf(out, "In %s a switch may come at any call, in %s only at an await.",
                   c->run[threads].name, c->run[!threads].name);
}

/* ---- one of them ---- */

/* Bytes with which line k of both begins, up to a blank: a long one is quoted from there on. */
static size_t common(const struct comparison *c, uint32_t k)
{
    size_t same = 0, blank = 0;
    for (int r = 0; r < 2; r++)
        if (k >= trace_of(c, r)->nouts)
            return 0;
    struct printed_text a = printed_line(trace_of(c, 0), trace_of(c, 0)->outs[k]);
    struct printed_text b = printed_line(trace_of(c, 1), trace_of(c, 1)->outs[k]);
    while (same < a.n && same < b.n && a.s[same] == b.s[same]) {
        if (a.s[same++] == ' ')
            blank = same;
    }
    return same == a.n && same == b.n ? 0 : blank;
}

static void put_what(struct buf *b, const struct comparison *c, int run, uint32_t event, size_t i,
                     int most)
{
    const struct trace *t = trace_of(c, run);
    if (c->differences.turns) {
        printed_turn(b, t, event);
        return;
    }
    struct printed_text l = printed_line(t, event);
    size_t skip = l.n > (size_t)most ? common(c, c->differences.at[i - 1]) : 0;
    buf_puts(b, skip ? "“…" : "“");
    words_text(b, l.s + skip, l.n - skip, most - (skip > 0));
    buf_puts(b, "”");
}

/* "“One” at 0.000 (count)"; i: NULL where what it is stands before. */
static void put_side(struct buf *b, const struct comparison *c, int run, const size_t *i,
                     uint32_t event, int most)
{
    const struct trace *t = trace_of(c, run);
    if (event == TRACE_NONE) {
        buf_printf(b, "nothing (%s)", c->run[run].name);
        return;
    }
    if (i) {
        put_what(b, c, run, event, *i, most);
        buf_putc(b, ' ');
    }
    buf_puts(b, "at ");
    words_time(b, t, trace_at(t, event)->time);
    buf_printf(b, " (%s)", c->run[run].name);
}

/* Is it the same line, at another time? */
static bool same_text(const struct comparison *c, const uint32_t events[2])
{
    if (c->differences.turns || events[0] == TRACE_NONE || events[1] == TRACE_NONE)
        return false;
    struct printed_text a = printed_line(trace_of(c, 0), events[0]);
    struct printed_text b = printed_line(trace_of(c, 1), events[1]);
    return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

/* "the second line", "line 21" */
static void put_place(struct buf *b, const char *what, uint32_t n)
{
    if (n <= 10)
        words_put(b, NULL, "the %o %s", n, what);
    else
        buf_printf(b, "%s %u", what, n);
}

void verdict_of_one(struct buf *out, const struct comparison *c, size_t i, int most)
{
    const struct differences *d = &c->differences;
    if (!i || i > d->n)
        return;
    uint32_t events[2];
    for (int r = 0; r < 2; r++)
        events[r] = differences_event(d, &c->run[r].player, &c->groups, r, i - 1);
    if (i == 1)
        buf_puts(out, "First difference: ");
    else
        buf_printf(out, "Difference %zu of %zu: ", i, d->n);
    put_place(out, d->turns ? "turn" : "line", d->at[i - 1] + 1);
    bool once = same_text(c, events);
    if (once) {
        buf_puts(out, ", ");
        put_what(out, c, 0, events[0], i, 2 * most);
    }
    buf_puts(out, ": ");
    put_side(out, c, 0, once ? NULL : &i, events[0], most);
    buf_puts(out, ", ");
    put_side(out, c, 1, once ? NULL : &i, events[1], most);
    buf_putc(out, '.');
}
