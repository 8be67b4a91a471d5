/* SPDX-License-Identifier: MIT */
/* Everything about the marked task, in a pane at the right, or in a box over the rest. */
#include "story/words.h"
#include "view/about.h"
#include "view/layout.h"
#include "view/panes.h"
#include "view/sheet.h"
#include "view/tree.h"

enum { WIDEST = 80 };

/* The sheet from row y on, and behind a blank line whom the task waits for. The row behind it. */
static int draw_all(struct win w, int y, const struct model *m, uint32_t task)
{
    int tree = view_sheet(w, y, m, task) + 1;
    int end = view_await_tree(w, tree, m, task);
    return end > tree ? end : tree - 1;
}

/* The box in w, which its shadow surrounds, for so many rows. */
static struct win box_of(struct win w, int wid, int rows)
{
    int h = rows + 2 < w.h - 2 ? rows + 2 : w.h - 2;
    return win_sub(w, (w.h - h) / 2, (w.w - wid) / 2 - 1, h, wid + 2);
}

/* Of its text, which padding and frame surround. */
static int width_in(struct win w)
{
    return w.w - 8 < WIDEST ? w.w - 8 : WIDEST;
}

static int rows_in(struct win w, const struct model *m, uint32_t task)
{
    return draw_all(win_nowhere(w, width_in(w)), 0, m, task);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui);
    int wid = width_in(w) + 4, rows = rows_in(w, m, task);
    if (!rows)
        return;
    struct win around = box_of(w, wid, rows);
    w = win_sub(around, 0, 1, around.h, wid);
    view_clear(around);
    struct win inside =
        view_frame(w, words_name(trace_task_name(m->trace, task)), "Esc back", true);
    int top = view_top(0, rows, inside.h, ui->scroll);
    draw_all(view_padded(inside), -top, m, task);
    if (top + inside.h < rows)
        win_puts(w, w.h - 1, w.w - 5, STYLE(ROLE_DIM), " … ");
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    int rows = rows_in(w, &p->model, view_task(&p->model, ui));
    return view_range(0, rows, view_inside(box_of(w, width_in(w), rows)).h);
}

/* ---- as a pane ---- */

static struct win pane_inside(struct win w)
{
    struct win in = view_inside(w);
    return view_padded(in);
}

static int rows_of(struct win in, const struct player *p, const struct ui *ui)
{
    return draw_all(win_nowhere(in, in.w), 0, &p->model, view_task(&p->model, ui));
}

static void draw_pane(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui);
    struct win in = pane_inside(w);
    view_frame(w, task ? words_name(trace_task_name(m->trace, task)) : "Details",
               layout_has_details(w.screen, ui) ? "Esc closes" : NULL,
               ui->run.focus == PANE_DETAILS);
    int rows = rows_of(in, p, ui), top = view_top(0, rows, in.h, ui->run.scroll[PANE_DETAILS]);
    if (!rows)
        view_wrap(in, 0, STYLE(ROLE_DIM), "There is no task yet.");
    draw_all(in, -top, m, task);
    if (top + in.h < rows)
        win_puts(w, w.h - 1, w.w - 5, STYLE(ROLE_DIM), " … ");
}

static struct range range_of_pane(struct win w, const struct player *p, const struct ui *ui)
{
    struct win in = pane_inside(w);
    return view_range(0, rows_of(in, p, ui), in.h);
}

const struct view view_task_details = {
    .name = "details", .draw = draw_pane, .range = range_of_pane};

const struct view view_details = {.name = "details", .draw = draw, .range = range};
