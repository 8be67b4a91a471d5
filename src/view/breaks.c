/* SPDX-License-Identifier: MIT */
/* The breakpoints, over the panes: where each is, what must be true, and how often one stops for it
 * before here and after. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "story/words.h"
#include "view/box.h"
#include "view/page.h"
#include "view/panes.h"
#include "view/view.h"

enum { WIDEST = 84, NARROW = 60, GAP = 2 };

/* Columns of a row. */
struct columns {
    int place, counts;
};

static const struct place *place_of(const struct player *p, size_t i)
{
    return trace_place(&p->trace, p->breaks.at[i].place);
}

/* "6", "b.py:6" of another file than the program's own. */
static void put_place(struct buf *out, const struct player *p, size_t i)
{
    const struct place *at = place_of(p, i);
    buf_clear(out);
    if (at->file)
        buf_printf(out, "%s:", words_name(at->file));
    buf_printf(out, "%u", at->line);
}

/* The line itself, without what it is indented by. */
static void put_text(struct buf *out, const struct player *p, size_t i)
{
    const struct place *at = place_of(p, i);
    const struct source *s = trace_source(&p->trace, at->file);
    struct page page = {.text = s ? s->text : ""};
    struct line l;
    if (!page_line(&page, (int)at->line - 1, &l))
        return;
    size_t blank = 0;
    while (blank < l.n && (l.s[blank] == ' ' || l.s[blank] == '\t'))
        blank++;
    buf_add(out, l.s + blank, l.n - blank);
}

static void put_counts(struct buf *out, struct win w, const struct player *p, size_t i)
{
    const struct breakpoint *b = &p->breaks.at[i];
    buf_clear(out);
    if (player_has_counted_stops(p))
        buf_printf(out, w.w < NARROW ? "%u, %u" : "%u before, %u after", b->before, b->after);
    else
        buf_puts(out, "…");
}

static struct columns measure(struct win w, const struct player *p)
{
    struct columns c = {0};
    struct buf b = {0};
    for (size_t i = 0; i < p->breaks.n; i++) {
        put_place(&b, p, i);
        int wid = view_width(w, buf_str(&b));
        c.place = wid > c.place ? wid : c.place;
        put_counts(&b, w, p, i);
        wid = view_width(w, buf_str(&b));
        c.counts = wid > c.counts ? wid : c.counts;
    }
    buf_free(&b);
    return c;
}

/* Where it is, what must be true or else its line, how often. */
static void draw_row(struct win w, int y, const struct columns *c, const struct player *p, size_t i,
                     bool chosen)
{
    const struct breakpoint *one = &p->breaks.at[i];
    int right = w.w - 1 - c->counts, x = 5 + c->place + GAP;
    struct buf b = {0};
    win_puts(w, y, 1, STYLE(ROLE_STRONG), chosen ? "▸" : " ");
    win_puts(w, y, 3, STYLE(ROLE_FAILED), one->condition ? "◆" : "●");
    put_place(&b, p, i);
    win_puts(w, y, 5 + c->place - view_width(w, buf_str(&b)), BOLD(ROLE_TEXT), buf_str(&b));
    buf_clear(&b);
    if (one->condition) {
        buf_printf(&b, "if %s", condition_text(one->condition));
        x = view_puts(w, y, x, right - GAP, BOLD(ROLE_TEXT), buf_str(&b)) + GAP;
        buf_clear(&b);
    }
    put_text(&b, p, i);
    view_puts(w, y, x, right - GAP, STYLE(ROLE_DIM), buf_str(&b));
    put_counts(&b, w, p, i);
    win_puts(w, y, w.w - 1 - view_width(w, buf_str(&b)), STYLE(ROLE_TEXT), buf_str(&b));
    buf_free(&b);
    if (chosen)
        win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

static int rows_of(const struct player *p)
{
    return p->breaks.n ? (int)p->breaks.n : 1;
}

static int first_row(struct win inside, const struct player *p, const struct ui *ui)
{
    return view_top((int)ui->run.breakpoint, (int)p->breaks.n, inside.h, 0);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    struct win box = view_box(w, WIDEST, rows_of(p));
    struct win in = view_frame(box, "Breakpoints",
                               !p->breaks.n     ? NULL
                               : box.w < NARROW ? "before, after"
                                                : "stops before here, after",
                               true);
    if (!p->breaks.n)
        view_puts(in, 0, 1, in.w, STYLE(ROLE_DIM), "There are none: b sets one.");
    struct columns c = measure(in, p);
    int top = first_row(in, p, ui);
    for (int y = 0; y < in.h && (size_t)(top + y) < p->breaks.n; y++)
        draw_row(in, y, &c, p, (size_t)(top + y), (size_t)(top + y) == ui->run.breakpoint);
}

static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    struct win in = view_inside(view_box_at(w, WIDEST, rows_of(p)));
    size_t i = (size_t)(first_row(in, p, ui) + y - in.y);
    if (y < in.y || y >= in.y + in.h || x < in.x || x >= in.x + in.w || i >= p->breaks.n)
        return (struct hit){0};
    return (struct hit){.kind = HIT_BREAK, .n = (uint32_t)i};
}

const struct view view_breaks = {.name = "breaks", .draw = draw, .hit = hit};
