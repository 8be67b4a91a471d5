/* SPDX-License-Identifier: MIT */
/* Everything about the marked task, in a pane at the right, or in a box over the rest. */
#include <stdio.h>

#include "story/words.h"
#include "view/about.h"
#include "view/box.h"
#include "view/layout.h"
#include "view/panes.h"
#include "view/sheet.h"
#include "view/tree.h"

/* The sheet, and behind a blank line whom the task waits for. */
static int draw_text(struct win w, int y, const struct player *p, const struct ui *ui)
{
    uint32_t task = view_task(&p->model, ui);
    int tree = view_sheet(w, y, &p->model, task) + 1;
    int end = view_await_tree(w, tree, &p->model, task);
    return end > tree ? end : tree - 1;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    char name[128]; /* words_name() gives its room away again while the text is drawn */
    uint32_t task = view_task(&p->model, ui);
    snprintf(name, sizeof name, "%s", words_name(trace_task_name(&p->trace, task)));
    view_text_box(w, name, draw_text, p, ui);
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    return view_text_box_range(w, draw_text, p, ui);
}

/* ---- as a pane ---- */

static struct win pane_inside(struct win w)
{
    struct win in = view_inside(w);
    return view_padded(in);
}

static int rows_of(struct win in, const struct player *p, const struct ui *ui)
{
    return draw_text(win_nowhere(in, in.w), 0, p, ui);
}

static void draw_pane(struct win w, const struct player *p, const struct ui *ui)
{
    uint32_t task = view_task(&p->model, ui);
    struct win in = pane_inside(w);
    view_frame(w, task ? words_name(trace_task_name(&p->trace, task)) : "Details",
               layout_has_details(w.screen, ui) ? "Esc closes" : NULL,
               ui->run.focus == PANE_DETAILS);
    int rows = rows_of(in, p, ui), top = view_top(0, rows, in.h, ui->run.scroll[PANE_DETAILS]);
    if (!rows)
        view_wrap(in, 0, STYLE(ROLE_DIM), "There is no task yet.");
    draw_text(in, -top, p, ui);
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
