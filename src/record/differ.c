/* SPDX-License-Identifier: MIT */
#include "record/differ.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "record/ink.h"

enum { FORTH = 8 }; /* bytes of the shortest sequence that leads the cursor forth */

/* Cells of a line that one ink can write, from x up to `end`. */
struct run {
    int y, x, end;
    uint32_t next; /* in the same ink, from 1; 0: none */
};

struct chain {
    struct ink ink;
    bool blank;           /* of blanks: any ink on this ground will do */
    uint32_t first, last; /* its runs, from 1 */
};

void differ_start(struct differ *d, const struct theme *t, enum depth depth)
{
    *d = (struct differ){.theme = t, .depth = depth, .cursor = {-1, 0}};
}

void differ_recolor(struct differ *d, const struct theme *t)
{
    d->theme = t;
    d->chain_count = d->ordered = 0;
    memset(d->chain_of, 0, sizeof d->chain_of);
    d->shown.h = d->shown.w = 0;
}

void differ_close(struct differ *d)
{
    screen_close(&d->shown);
    free(d->runs);
    free(d->chains);
    free(d->order);
    *d = (struct differ){0};
}

/* ---- inks ---- */

static uint16_t new_chain(struct differ *d, struct style st, bool blank)
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
static inline uint16_t chain_of(struct differ *d, const struct cell *c)
{
    struct style st = c->style;
    uint16_t *n = &d->chain_of[c->ch == ' '][st.ground][st.role][st.attr % DIFFER_ATTRS];
    if (!*n)
        *n = new_chain(d, st, c->ch == ' ');
    return *n;
}

/* The chain whose ink writes what is in either; 0: none does. */
static inline uint16_t together(const struct differ *d, uint16_t a, uint16_t b)
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

/* How the last character looked, and the last blank: what looks so, too, is of the same chain, and need not be
 * looked up. */
struct seen {
    int64_t looks[2];
};

static inline bool is_new(struct seen *s, const struct cell *c)
{
    int64_t look = look_of(c), *last = &s->looks[c->ch == ' '];
    if (*last == look)
        return false;
    *last = look;
    return true;
}

static inline uint64_t all_of(const struct cell *c)
{
    uint64_t all;
    memcpy(&all, c, sizeof all);
    return all;
}

/* Behind the cells that are the same as the one before x; four are looked at together. */
static inline int end_of_same(const struct cell *row, int x, int w)
{
    uint64_t same = all_of(&row[x - 1]);
    const struct cell *c = &row[x], *end = &row[w];
    if (c == end || all_of(c) != same)
        return x;
    while (end - c >= 4 && !((all_of(c) ^ same) | (all_of(c + 1) ^ same) | (all_of(c + 2) ^ same) |
                             (all_of(c + 3) ^ same)))
        c += 4;
    while (c < end && all_of(c) == same)
        c++;
    return (int)(c - row);
}

/* Behind the cells from x on that are the same in both; four are looked at together. */
static inline int end_of_equal(const struct cell *a, const struct cell *b, int x, int w)
{
    while (x + 4 <= w &&
           !((all_of(&a[x]) ^ all_of(&b[x])) | (all_of(&a[x + 1]) ^ all_of(&b[x + 1])) |
             (all_of(&a[x + 2]) ^ all_of(&b[x + 2])) | (all_of(&a[x + 3]) ^ all_of(&b[x + 3]))))
        x += 4;
    while (x < w && all_of(&a[x]) == all_of(&b[x]))
        x++;
    return x;
}

/* ---- what has changed ---- */

static inline bool is_changed(struct differ *d, const struct cell *was, const struct cell *now)
{
    if (all_of(was) == all_of(now))
        return false;
    return was->ch != now->ch ||
           (look_of(was) != look_of(now) && chain_of(d, was) != chain_of(d, now));
}

static int bytes_of(uint32_t ch)
{
    return ch < 0x80 ? 1 : ch < 0x800 ? 2 : 3;
}

static void add_run(struct differ *d, uint16_t chain, struct run r)
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

/* What stands there already is written again where that is shorter than to pass over it. A right half goes with
 * its left one. */
static int end_of_run(struct differ *d, const struct cell *was, const struct cell *now, int w,
                      int from, uint16_t *chain)
{
    int end = from, passed = 0;
    uint16_t reached = *chain;
    struct seen seen = {{-1, -1}};
    for (int x = from; x < w && passed <= FORTH; x++) {
        if (!now[x].ch) {
            end += end == x;
            continue;
        }
        if (is_new(&seen, &now[x]) && !(reached = together(d, reached, chain_of(d, &now[x]))))
            break;
        if (!is_changed(d, &was[x], &now[x])) {
            passed += bytes_of(now[x].ch);
            continue;
        }
        end = x + 1;
        passed = 0;
        *chain = reached;
    }
    return end;
}

/* The same where all cells are others. */
static int end_of_ink(struct differ *d, const struct cell *now, int w, int from, uint16_t *chain)
{
    struct seen seen = {{-1, -1}};
    is_new(&seen, &now[from]);
    int x = end_of_same(now, from + 1, w);
    for (; x < w; x = end_of_same(now, x + 1, w)) {
        if (!now[x].ch || !is_new(&seen, &now[x]))
            continue;
        uint16_t reached = together(d, *chain, chain_of(d, &now[x]));
        if (!reached)
            break;
        *chain = reached;
    }
    return x;
}

/* From a changed cell on, as far as one ink goes. Returns where it ends. was: NULL if all cells are others. */
static int take_run(struct differ *d, const struct cell *was, const struct cell *now, int w, int y,
                    int from)
{
    uint16_t chain = chain_of(d, &now[from]);
    int end = was ? end_of_run(d, was, now, w, from, &chain) : end_of_ink(d, now, w, from, &chain);
    add_run(d, chain, (struct run){.y = y, .x = from, .end = end});
    return end;
}

static void take_row(struct differ *d, const struct screen *s, int y, bool all)
{
    struct cell *now = screen_at(s, y, 0), *was = screen_at(&d->shown, y, 0);
    size_t size = (size_t)s->w * sizeof *now;
    if (!all && !memcmp(was, now, size))
        return;
    for (int x = 0; x < s->w;) {
        x = all ? x : end_of_equal(was, now, x, s->w);
        if (x < s->w && now[x].ch && (all || is_changed(d, &was[x], &now[x])))
            x = take_run(d, all ? NULL : was, now, s->w, y, x);
        else
            x++;
    }
    memcpy(was, now, size);
}

/* ---- writing ---- */

/* The same of blanks, from x on. */
static int blanks_at(const struct cell *row, int x, int end)
{
    const struct cell *c = &row[x], *last = &row[end];
    if (c->ch != ' ')
        return 0;
    if (c + 1 < last && c[1].ch != ' ')
        return 1;
    while (last - c >= 4 &&
           !((c[0].ch ^ ' ') | (c[1].ch ^ ' ') | (c[2].ch ^ ' ') | (c[3].ch ^ ' ')))
        c += 4;
    while (c < last && c->ch == ' ')
        c++;
    return (int)(c - row) - x;
}

/* Are n blanks shorter erased than written? A cursor must go over them afterwards if they are not the last. */
static bool are_erased(int n, bool last)
{
    return n > FORTH * (last ? 1 : 2) + 2;
}

static inline char *write_cell(char *to, uint32_t ch)
{
    if (ch < 0x80) {
        *to = (char)ch;
        return to + (ch != 0);
    }
    if (ch < 0x800 || ch >= 0x10000)
        return to + utf8_encode(ch, to);
    to[0] = (char)(0xe0 | ch >> 12);
    to[1] = (char)(0x80 | (ch >> 6 & 0x3f));
    to[2] = (char)(0x80 | (ch & 0x3f));
    return to + 3;
}

/* Up to the next blanks, and those with them that are not worth an erasing; to the end, if none are erased. */
static int write_cells(char **out, const struct cell *row, int x, int end, bool erases)
{
    char *to = *out;
    do
        to = write_cell(to, row[x++].ch);
    while (x < end && (row[x].ch != ' ' || row[x - 1].ch == ' ' || !erases));
    *out = to;
    return x;
}

static char *write_run(struct differ *d, char *to, const struct screen *s, const struct run *r,
                       bool erases)
{
    const struct cell *row = screen_at(s, r->y, 0);
    for (int x = r->x; x < r->end;) {
        int n = erases ? blanks_at(row, x, r->end) : 0;
        if (d->cursor.y != r->y || d->cursor.x != x)
            to = cursor_to(to, &d->cursor, r->y, x, s->w);
        if (n && are_erased(n, x + n == r->end)) {
            to = cursor_sequence(to, x + n == s->w ? 1 : n, x + n == s->w ? 'K' : 'X');
            x += n;
        } else {
            d->cursor.x = x = write_cells(&to, row, x, r->end, erases);
        }
    }
    return to;
}

static void write_chain(struct differ *d, struct buf *out, const struct screen *s,
                        const struct chain *c, struct ink *pen)
{
    if (c->blank)
        ink_set(out, pen, (struct ink){pen->fg, c->ink.bg, pen->attr & ~ON_BLANKS});
    else
        ink_set(out, pen, c->ink);
    const struct run *r;
    for (uint32_t i = c->first; i; i = r->next) {
        r = &d->runs[i - 1];
        size_t most = 4 * (size_t)(r->end - r->x) + CURSOR_BYTES;
        char *to = buf_room(out, most), *from = to;
        to = write_run(d, to, s, r, !(pen->attr & ON_BLANKS));
        buf_put(out, (size_t)(to - from));
    }
}

static int by_ground(const void *a, const void *b)
{
    const struct chain *x = *(struct chain *const *)a, *y = *(struct chain *const *)b;
    int order[] = {x->ink.bg - y->ink.bg, x->blank - y->blank, x->ink.attr - y->ink.attr,
                   x->ink.fg - y->ink.fg};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i])
            return order[i];
    return 0;
}

/* Chains may have moved, and there may be more of them. */
static void put_in_order(struct differ *d)
{
    if (d->ordered == d->chain_count)
        return;
    d->order = xgrow(d->order, &d->order_cap, d->chain_count, sizeof *d->order);
    for (size_t i = 0; i < d->chain_count; i++)
        d->order[i] = &d->chains[i];
    qsort(d->order, d->chain_count, sizeof *d->order, by_ground);
    d->ordered = d->chain_count;
}

static void write_chains(struct differ *d, struct buf *out, const struct screen *s)
{
    struct ink pen = ink_own;
    put_in_order(d);
    for (size_t i = 0; i < d->chain_count; i++) {
        struct chain *c = d->order[i];
        if (c->first)
            write_chain(d, out, s, c, &pen);
        c->first = c->last = 0;
    }
    d->run_count = 0;
    ink_set(out, &pen, ink_own);
}

/* Nothing is known of what it shows. */
static void begin(struct differ *d, struct buf *out, const struct screen *s)
{
    buf_puts(out, "\033[m\033[2J");
    d->shown.h = s->h;
    d->shown.w = s->w;
    d->shown.cells = xrealloc(d->shown.cells, (size_t)s->h * (size_t)s->w * sizeof *s->cells);
    d->cursor.y = -1;
}

void differ_frame(struct differ *d, struct buf *out, const struct screen *s)
{
    bool all = d->shown.h != s->h || d->shown.w != s->w;
    if (all)
        begin(d, out, s);
    for (int y = 0; y < s->h; y++)
        take_row(d, s, y, all);
    write_chains(d, out, s);
}
