/* SPDX-License-Identifier: MIT */
/* From one screen of a terminal to the next, in few bytes, as an asciicast has them: an ESC is six there, and a
 * colour of 24 bits some twenty. So all that is written in one ink is written together, wherever on the screen
 * it stands. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "record/ink.h"
#include "record/text.h"

enum { SEQUENCE = 8, ATTRS = 16 }; /* bytes of an ESC, a bracket and a letter */

/* Cells of a line that one ink can write, from x up to `end`. */
struct run {
    int y, x, end;
    uint32_t next; /* in the same ink, from 1; 0: none */
};

struct chain {
    struct ink ink;
    bool blank; /* of blanks: any ink on this ground will do */
    uint32_t first, last;
};

struct diff {
    const struct screen *before, *after; /* before: NULL for a screen whose cells are all others */
    const struct theme *theme;
    enum depth depth;
    struct run *runs;
    struct chain *chains;
    size_t run_count, run_cap, chain_count, chain_cap;
    uint16_t chain_of[2][GROUNDS][ROLES][ATTRS]; /* of blanks, and of others; from 1 */
};

/* ---- inks ---- */

static uint16_t new_chain(struct diff *d, struct style st, bool blank)
{
    struct ink ink = ink_of(d->theme, d->depth, st);
    blank = blank && !(ink.attr & ON_BLANKS);
    if (blank)
        ink = (struct ink){ink_own.fg, ink.bg, 0};
    for (size_t i = 0; i < d->chain_count; i++)
        if (d->chains[i].blank == blank && ink_same(d->chains[i].ink, ink))
            return (uint16_t)(i + 1);
    d->chains = xgrow(d->chains, &d->chain_cap, d->chain_count + 1, sizeof *d->chains);
    d->chains[d->chain_count] = (struct chain){.ink = ink, .blank = blank};
    return (uint16_t)++d->chain_count;
}

/* The number of its chain. */
static inline uint16_t chain_of(struct diff *d, const struct cell *c)
{
    struct style st = c->style;
    uint16_t *n = &d->chain_of[c->ch == ' '][st.ground][st.role][st.attr % ATTRS];
    if (!*n)
        *n = new_chain(d, st, c->ch == ' ');
    return *n;
}

/* The chain whose ink writes what is in either; 0: none does. */
static inline uint16_t together(const struct diff *d, uint16_t a, uint16_t b)
{
    const struct chain *x = &d->chains[a - 1], *y = &d->chains[b - 1];
    if (a == b)
        return a;
    if (x->ink.bg != y->ink.bg || (x->ink.attr | y->ink.attr) & ON_BLANKS)
        return 0;
    return y->blank ? a : x->blank ? b : 0;
}

/* The role, ground and attributes of a cell, as one number. */
static inline uint32_t look_of(const struct cell *c)
{
    uint32_t look;
    memcpy(&look, &c->style, sizeof look);
    return look;
}

_Static_assert(sizeof(struct cell) - offsetof(struct cell, style) == sizeof(uint32_t),
               "look_of takes what is behind the character");

/* Two cells that stand beside each other: are they of the same chain, without looking it up? */
static inline bool are_alike(const struct cell *a, const struct cell *b)
{
    return look_of(a) == look_of(b) && (a->ch == ' ') == (b->ch == ' ');
}

/* ---- what has changed ---- */

static inline bool is_changed(struct diff *d, const struct cell *was, const struct cell *now)
{
    return was->ch != now->ch ||
           (look_of(was) != look_of(now) && chain_of(d, was) != chain_of(d, now));
}

static int bytes_of(uint32_t ch)
{
    return ch < 0x80 ? 1 : ch < 0x800 ? 2 : 3;
}

static void add_run(struct diff *d, uint16_t chain, struct run r)
{
    struct chain *c = &d->chains[chain - 1];
    d->runs = xgrow(d->runs, &d->run_cap, d->run_count + 1, sizeof *d->runs);
    d->runs[d->run_count++] = r;
    if (c->last)
        d->runs[c->last - 1].next = (uint32_t)d->run_count;
    else
        c->first = (uint32_t)d->run_count;
    c->last = (uint32_t)d->run_count;
}

/* From a changed cell on, as far as one ink goes. What stands there already is written again where that is
 * shorter than to pass over it. A right half goes with its left one. Returns where it ends. was: NULL if all
 * cells are others. */
static int take_run(struct diff *d, const struct cell *was, const struct cell *now, int y, int from)
{
    int end = from, passed = 0, w = d->after->w;
    uint16_t chain = chain_of(d, &now[from]), reached = chain;
    for (int x = from; x < w && passed <= SEQUENCE; x++) {
        if (!now[x].ch) {
            end += end == x;
            continue;
        }
        if (x > from && !are_alike(&now[x], &now[x - 1]) &&
            !(reached = together(d, reached, chain_of(d, &now[x]))))
            break;
        if (was && !is_changed(d, &was[x], &now[x])) {
            passed += bytes_of(now[x].ch);
            continue;
        }
        end = x + 1;
        passed = 0;
        chain = reached;
    }
    add_run(d, chain, (struct run){.y = y, .x = from, .end = end});
    return end;
}

static void take_row(struct diff *d, int y)
{
    const struct cell *now = screen_at(d->after, y, 0);
    const struct cell *was = d->before ? screen_at(d->before, y, 0) : NULL;
    int w = d->after->w;
    if (was && !memcmp(was, now, (size_t)w * sizeof *now))
        return;
    for (int x = 0; x < w;)
        if (now[x].ch && (!was || is_changed(d, &was[x], &now[x])))
            x = take_run(d, was, now, y, x);
        else
            x++;
}

/* ---- writing ---- */

struct place {
    int y, x;
};

/* ESC [ n letter */
static void put_sequence(struct buf *out, int n, char letter)
{
    buf_puts(out, "\033[");
    buf_int(out, n);
    buf_putc(out, letter);
}

/* At the right margin, where it is depends on the terminal. */
static void move_to(struct buf *out, struct place *at, int y, int x)
{
    if (at->y != y || at->x > x) {
        put_sequence(out, y + 1, ';');
        buf_int(out, x + 1);
        buf_putc(out, 'H');
    } else if (at->x + 1 == x) {
        buf_puts(out, "\033[C");
    } else if (at->x < x) {
        put_sequence(out, x - at->x, 'C');
    }
    *at = (struct place){y, x};
}

static int blanks_at(const struct cell *row, int x, int end)
{
    int from = x;
    while (x < end && row[x].ch == ' ')
        x++;
    return x - from;
}

/* Blanks that are shorter erased than written. true: it has been done. */
static bool erase(struct buf *out, struct place *at, const struct run *r, int x, int n, int w)
{
    bool last = x + n == r->end;
    if (n <= SEQUENCE * (last ? 1 : 2) + 2)
        return false;
    move_to(out, at, r->y, x);
    if (x + n == w)
        buf_puts(out, "\033[K");
    else
        put_sequence(out, n, 'X');
    return true;
}

/* Up to the next blanks, and those with them that are not worth an erasing. */
static int write_cells(struct buf *out, const struct cell *row, int x, int end)
{
    char *to = buf_room(out, 4 * (size_t)(end - x));
    do {
        uint32_t ch = row[x++].ch;
        if (ch < 0x80 && ch)
            *to++ = (char)ch;
        else if (ch)
            to += utf8_encode(ch, to);
    } while (x < end && (row[x].ch != ' ' || row[x - 1].ch == ' '));
    *to = 0;
    out->len = (size_t)(to - out->s);
    return x;
}

static void write_run(struct buf *out, struct place *at, const struct screen *s,
                      const struct run *r, const struct ink *pen)
{
    const struct cell *row = screen_at(s, r->y, 0);
    bool erases = !(pen->attr & ON_BLANKS);
    for (int x = r->x; x < r->end;) {
        int n = erases ? blanks_at(row, x, r->end) : 0;
        if (n && erase(out, at, r, x, n, s->w)) {
            x += n;
            continue;
        }
        move_to(out, at, r->y, x);
        at->x = x = write_cells(out, row, x, r->end);
    }
}

static int by_ground(const void *a, const void *b)
{
    const struct chain *x = a, *y = b;
    int order[] = {x->ink.bg - y->ink.bg, x->blank - y->blank, x->ink.attr - y->ink.attr,
                   x->ink.fg - y->ink.fg};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i])
            return order[i];
    return 0;
}

static void write_chains(struct buf *out, const struct diff *d)
{
    struct ink pen = ink_own;
    struct place at = {-1, 0};
    for (size_t i = 0; i < d->chain_count; i++) {
        const struct chain *c = &d->chains[i];
        if (c->first && c->blank)
            ink_set(out, &pen, (struct ink){pen.fg, c->ink.bg, pen.attr & ~ON_BLANKS});
        else if (c->first)
            ink_set(out, &pen, c->ink);
        for (uint32_t r = c->first; r; r = d->runs[r - 1].next)
            write_run(out, &at, d->after, &d->runs[r - 1], &pen);
    }
    ink_set(out, &pen, ink_own);
}

void ansi_diff(struct buf *out, const struct screen *before, const struct screen *after,
               const struct theme *t, enum depth depth)
{
    struct diff d = {.before = before, .after = after, .theme = t, .depth = depth};
    if (before && (before->h != after->h || before->w != after->w))
        d.before = NULL;
    if (!d.before)
        buf_puts(out, "\033[m\033[2J");
    for (int y = 0; y < after->h; y++)
        take_row(&d, y);
    if (d.chain_count)
        qsort(d.chains, d.chain_count, sizeof *d.chains, by_ground);
    write_chains(out, &d);
    free(d.runs);
    free(d.chains);
}
