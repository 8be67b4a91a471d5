/* SPDX-License-Identifier: MIT */
/* The help: every key of the table, and how the states of a task look. */
#include "base/buf.h"
#include "base/checked.h"
#include "view/panes.h"
#include "view/view.h"

enum { WIDE = 78, TWO_COLUMNS = 78, GAP = 2, MOST = 128, BELOW = 5 };

static const char *const states[TASK_STATES] = {
    [TASK_NONE] = "",
    [TASK_CREATED] = "not ready yet",
    [TASK_READY] = "will have its turn",
    [TASK_RUNNING] = "its code runs now",
    [TASK_WAITING] = "awaits a future",
    [TASK_ENDED] = "it returned",
    [TASK_FAILED] = "it raised an error",
    [TASK_CANCELLED] = "a cancel() ended it",
    [TASK_DESTROYED] = "nobody kept it",
};

/* A line of the help: keys that are described together, and what they do; or, without a text, a
 * state; or nothing. */
struct line {
    size_t key; /* the first of them */
    const char *text;
    enum task_state state;
};

/* The lines stand in columns of h lines each. */
struct page {
    struct line lines[MOST];
    int n, columns, h;
};

static void add(struct page *pg, struct line l)
{
    checked(pg->n < MOST);
    pg->lines[pg->n++] = l;
}

static void make_page(struct page *pg, const struct ui *ui, int columns)
{
    *pg = (struct page){.columns = columns};
    struct hint k;
    for (size_t i = 0; (k = view_hint(ui, i)).label; i++)
        if (k.help && !(ui->comparing ? k.only_one : k.only_two))
            add(pg, (struct line){.key = i, .text = k.help});
    add(pg, (struct line){.state = TASK_NONE});
    for (int s = TASK_CREATED; s < TASK_STATES; s++)
        add(pg, (struct line){.state = (enum task_state)s});
    pg->h = (pg->n + columns - 1) / columns;
}

/* "→ . s" */
static void put_name(struct buf *b, const struct ui *ui, const struct line *l)
{
    struct hint k;
    if (!l->text) {
        buf_printf(b, "  %s", state_names[l->state]);
        return;
    }
    buf_puts(b, view_hint(ui, l->key).label);
    for (size_t i = l->key + 1; (k = view_hint(ui, i)).label && !k.help; i++)
        buf_printf(b, " %s", k.label);
}

static const char *text_of(const struct line *l)
{
    return l->text ? l->text : states[l->state];
}

/* The widths of a column: of its names, and of all of it. */
struct widths {
    int name, all;
};

static struct widths measure(struct win w, const struct ui *ui, const struct line *l, int n)
{
    int name = 0, text = 0;
    for (int i = 0; i < n; i++) {
        struct buf b = {0};
        put_name(&b, ui, &l[i]);
        int wid = view_width(w, buf_str(&b)), twid = view_width(w, text_of(&l[i]));
        name = wid > name ? wid : name;
        text = twid > text ? twid : text;
        buf_free(&b);
    }
    return (struct widths){name + 2, name + 2 + text};
}

static void draw_line(struct win w, const struct ui *ui, int y, int text, const struct line *l)
{
    struct buf b = {0};
    struct style st = l->text ? BOLD(ROLE_KEY) : STYLE(state_role(l->state));
    put_name(&b, ui, l);
    win_puts(w, y, 0, st, buf_str(&b));
    if (!l->text)
        win_putc(w, y, 0, st, state_glyph(l->state));
    view_puts(w, y, text, w.w, STYLE(l->text ? ROLE_TEXT : ROLE_DIM), text_of(l));
    buf_free(&b);
}

static void draw_columns(struct win w, const struct ui *ui, const struct page *pg, int top)
{
    for (int from = 0; from < pg->n; from += pg->h) {
        const struct line *l = &pg->lines[from];
        int n = pg->n - from < pg->h ? pg->n - from : pg->h;
        struct widths wid = measure(w, ui, l, n);
        for (int i = 0; i < n; i++)
            draw_line(w, ui, i - top, wid.name, &l[i]);
        w = win_sub(w, 0, wid.all + GAP, w.h, w.w);
    }
}

/* Lanes have glyphs of their own. */
static void draw_lanes(struct win w, int y)
{
    int x = win_puts(w, y, 0, STYLE(ROLE_DIM), "lanes ");
    x = win_puts(w, y, x, STYLE(ROLE_RUNNING), "█ ran  ");
    x = win_puts(w, y, x, STYLE(ROLE_READY), "▂ ready  ");
    x = win_puts(w, y, x, STYLE(ROLE_WAITING), "╌ waiting  ");
    x = win_puts(w, y, x, STYLE(ROLE_BLOCKED), "▒ blocked  ");
    x = win_puts(w, y, x, STYLE(ROLE_DIM), "· not known  ");
    x = win_puts(w, y, x, STYLE(ROLE_ACCENT), "▼ mark  ");
    win_puts(w, y, x, BOLD(ROLE_WARNING), "! warning");
}

static struct win centred(struct win w, int h, int wid)
{
    return win_sub(w, h < w.h ? (w.h - h) / 2 : 0, wid < w.w ? (w.w - wid) / 2 : 0, h, wid);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    struct page pg;
    make_page(&pg, ui, w.w < TWO_COLUMNS ? 1 : 2);
    w = centred(w, pg.h + BELOW, WIDE);
    bool all = w.h >= pg.h + BELOW;
    int top = view_top(0, pg.h, w.h - 2, ui->scroll);
    w = view_frame(w, "Keys", all ? "Esc closes" : "↑↓ more   Esc closes", true);
    view_clear(w);
    w = view_padded(w);
    draw_columns(w, ui, &pg, top);
    if (!all)
        return;
    view_puts(w, pg.h, 0, w.w, STYLE(ROLE_DIM),
              "mouse a click on a line, lane, task or key; Shift+drag selects text");
    draw_lanes(w, pg.h + 1);
    view_puts(w, pg.h + 2, 0, w.w, STYLE(ROLE_DIM),
              "too many lanes? who has ended, or only waits, gives way; ↑ ↓ show them all");
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    struct page pg;
    make_page(&pg, ui, w.w < TWO_COLUMNS ? 1 : 2);
    return view_range(0, pg.h, centred(w, pg.h + BELOW, WIDE).h - 2);
}

const struct view view_help = {.name = "help", .draw = draw, .range = range};
