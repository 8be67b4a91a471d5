/* SPDX-License-Identifier: MIT */
#include "view/layout.h"

enum {
    TWO_COLUMNS = 72, /* the width from which panes stand side by side */
    STORY_WIDE = 80,  /* … from which a sentence of the story is one line */
    AIRY = 30,        /* the height from which the story stands by itself */
    DETAILS = 120,    /* the width from which details stand beside the other panes … */
    DETAILS_LEAST = 44,
    DETAILS_MOST = 84 /* … and theirs */
};

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

static struct win take_top(struct win *rest, int h)
{
    struct win w = win_sub(*rest, 0, 0, h, rest->w);
    *rest = win_sub(*rest, h, 0, rest->h, rest->w);
    return w;
}

static struct win take_bottom(struct win *rest, int h)
{
    struct win w = win_sub(*rest, max(rest->h - h, 0), 0, h, rest->w);
    *rest = win_sub(*rest, 0, 0, rest->h - h, rest->w);
    return w;
}

static struct win take_left(struct win *rest, int wid)
{
    struct win w = win_sub(*rest, 0, 0, rest->h, wid);
    *rest = win_sub(*rest, 0, wid, rest->h, rest->w);
    return w;
}

static struct win take_right(struct win *rest, int wid)
{
    struct win w = win_sub(*rest, 0, rest->w - wid, rest->h, wid);
    *rest = win_sub(*rest, 0, 0, rest->h, rest->w - wid);
    return w;
}

bool layout_takes_details(const struct screen *s)
{
    return s->w >= DETAILS;
}

bool layout_has_details(const struct screen *s, const struct ui *ui)
{
    return ui->run.details && layout_takes_details(s);
}

/* A headline and two lines of why; where they are narrow, the headline takes two. */
static int story_height(struct win rest)
{
    return rest.h < 12 ? 3 : rest.w < STORY_WIDE ? 4 : 3;
}

static int loop_height(int h)
{
    return h < 8 ? 1 : h < 13 ? 5 : min(h / 2, 12);
}

/* The column beside the source: the loop, the locks and queues if there are any, what was printed.
 * Where there is room for one only of the last two, the focus decides. */
static void right_column(struct layout *l, struct win rest, const struct ui *ui)
{
    l->panes[PANE_LOOP] = take_top(&rest, loop_height(rest.h));
    bool both = rest.h >= 10;
    if (ui->run.objects && (both || ui->run.focus != PANE_OUTPUT))
        l->panes[PANE_SYNC] = take_top(&rest, both ? max(4, rest.h * 2 / 5) : rest.h);
    if (rest.h)
        l->panes[PANE_OUTPUT] = rest;
}

static void side_by_side(struct layout *l, struct win rest, const struct ui *ui)
{
    l->panes[PANE_TASKS] = take_bottom(&rest, max(rest.h * 9 / 20, min(8, rest.h / 2)));
    l->panes[PANE_SOURCE] =
        take_left(&rest, min(rest.w * 11 / 20 + rest.w / 20 * (rest.w >= 100), 130));
    right_column(l, rest, ui);
}

/* The line that runs, the loop in a line, and the lanes; where there is more room, what was printed,
 * or whatever has the focus. */
static void stack(struct layout *l, struct win rest, const struct ui *ui)
{
    bool focused = ui->run.focus == PANE_OUTPUT || ui->run.focus == PANE_LOOP ||
                   (ui->run.focus == PANE_SYNC && ui->run.objects);
    l->panes[PANE_TASKS] = take_bottom(&rest, max(rest.h * 9 / 20, min(5, rest.h)));
    if (rest.h >= 12 && (!focused || ui->run.focus != PANE_LOOP))
        l->panes[focused ? ui->run.focus : PANE_OUTPUT] = take_bottom(&rest, rest.h / 3);
    else if (focused && rest.h < 12) {
        if (rest.h >= 4 && ui->run.focus != PANE_LOOP)
            l->panes[PANE_LOOP] = take_bottom(&rest, 1);
        l->panes[ui->run.focus] = rest;
        return;
    }
    if (rest.h >= 5)
        l->panes[PANE_LOOP] =
            take_bottom(&rest, ui->run.focus == PANE_LOOP && rest.h >= 12 ? rest.h / 2 : 1);
    l->panes[PANE_SOURCE] = rest;
}

/* The pane with the focus has all the room; false: it has none to be seen in. */
static bool one_pane(struct layout *l, struct win rest, const struct ui *ui)
{
    enum pane pane = ui->run.focus;
    if ((pane == PANE_SYNC && !ui->run.objects) ||
        (pane == PANE_DETAILS && !layout_has_details(rest.screen, ui)))
        return false;
    l->panes[pane] = rest;
    return true;
}

void layout_make(struct layout *l, struct screen *s, const struct ui *ui)
{
    struct win rest = win_whole(s);
    bool airy = s->h >= AIRY;
    *l = (struct layout){0};
    l->header = take_top(&rest, 1);
    l->footer = take_bottom(&rest, 1);
    if (airy) {
        take_top(&rest, 1);
        take_bottom(&rest, 1);
    }
    bool story = !ui->run.large || ui->run.focus != PANE_STORY;
    if (story)
        l->panes[PANE_STORY] = take_top(&rest, story_height(rest));
    if (airy && story)
        take_top(&rest, 1);
    bool alone = ui->run.large && ui->run.focus == PANE_DETAILS;
    if (layout_has_details(s, ui) && !alone)
        l->panes[PANE_DETAILS] =
            take_right(&rest, min(max(s->w * 36 / 100, DETAILS_LEAST), DETAILS_MOST));
    if (ui->run.large && one_pane(l, rest, ui))
        return;
    if (rest.w < TWO_COLUMNS)
        stack(l, rest, ui);
    else
        side_by_side(l, rest, ui);
}
