/* SPDX-License-Identifier: MIT */
/* The handout of the lesson, over the panes: its question, where to look, what many believe, what to
 * change, and what one is asked on the way. */
#include <stdio.h>

#include "view/panes.h"
#include "view/view.h"

enum { WIDEST = 80, LABEL = 9 };

/* A paragraph with its label from row y on; the row behind it and a blank one. */
static int put(struct win w, int y, const char *label, struct style st, const char *text)
{
    if (!text)
        return y;
    win_puts(w, y, 0, STYLE(ROLE_DIM), label);
    return view_wrap(win_sub(w, 0, LABEL, w.h, w.w), y, st, text) + 1;
}

static int put_quiz(struct win w, int y, const struct quiz *q)
{
    for (; q && q->question; q++) {
        char label[16];
        snprintf(label, sizeof label, "step %u", q->asked);
        y = put(w, y, label, STYLE(ROLE_TEXT), q->question);
    }
    return y;
}

/* From row y on, which may be above the window; the row behind it. */
static int draw_all(struct win w, int y, const struct player *p, const struct ui *ui)
{
    const struct handout *h = ui->run.handout;
    y = put(w, y, "asks", BOLD(ROLE_ACCENT), h->question);
    y = put(w, y, "shows", STYLE(ROLE_TEXT), ui->run.lesson);
    y = put(w, y, "look", STYLE(ROLE_TEXT), h->look);
    y = put(w, y, "belief", STYLE(ROLE_TEXT), h->belief);
    y = put(w, y, "try", STYLE(ROLE_TEXT), h->change);
    y = put_quiz(w, y, p->trace.remarks ? p->trace.remarks->quiz : NULL);
    return y - 1;
}

/* Of its text, which padding and frame surround. */
static int width_in(struct win w)
{
    return w.w - 8 < WIDEST ? w.w - 8 : WIDEST;
}

static int rows_in(struct win w, const struct player *p, const struct ui *ui)
{
    return draw_all(win_nowhere(w, width_in(w)), 0, p, ui);
}

static struct win box_in(struct win w, int rows)
{
    int h = rows + 2 < w.h - 2 ? rows + 2 : w.h - 2;
    int wid = width_in(w) + 4;
    return win_sub(w, (w.h - h) / 2, (w.w - wid) / 2, h, wid);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    int rows = rows_in(w, p, ui);
    struct win box = box_in(w, rows);
    view_clear(box);
    struct win inside = view_frame(box, ui->run.name, "Esc back", true);
    int top = view_top(0, rows, inside.h, ui->scroll);
    draw_all(view_padded(inside), -top, p, ui);
    if (top + inside.h < rows)
        win_puts(box, box.h - 1, box.w - 5, STYLE(ROLE_DIM), " … ");
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    int rows = rows_in(w, p, ui);
    return view_range(0, rows, view_inside(box_in(w, rows)).h);
}

const struct view view_handout = {.name = "handout", .draw = draw, .range = range};
