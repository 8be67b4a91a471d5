/* SPDX-License-Identifier: MIT */
#include "view/layout.h"

enum { TWO_COLUMNS = 72 }; /* the width from which panes stand side by side */

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

static int story_height(struct win rest)
{
    if (rest.h < 16)
        return 4;
    if (rest.w < TWO_COLUMNS)
        return rest.h < 20 ? 5 : 7;
    return rest.h < 40 || rest.w > 140 ? 5 : 6;
}

/* A place for one pane is that of the pane with the focus, if it has no other, so that Tab reaches
 * them all. */
static enum pane instead_of(enum pane usual, const struct layout *l, const struct ui *ui)
{
    bool spare = ui->run.focus == PANE_TIMELINE || ui->run.focus == PANE_OUTPUT ||
                 (ui->run.focus == PANE_SYNC && ui->run.objects);
    return spare && !l->panes[ui->run.focus].h ? ui->run.focus : usual;
}

static int loop_height(int h)
{
    if (h < 10)
        return 1;
    if (h < 15)
        return 5;
    return min(h * 9 / 16, max(10, h / 3));
}

/* The timeline, what has been printed, and between them the locks and queues, if there are any. */
static void band(struct layout *l, struct win rest, const struct ui *ui)
{
    struct win left = take_left(&rest, rest.w * 2 / 3);
    l->panes[PANE_OUTPUT] = rest;
    l->panes[PANE_TIMELINE] = take_left(&left, ui->run.objects ? left.w / 2 : left.w);
    if (ui->run.objects)
        l->panes[PANE_SYNC] = left;
}

static void side_by_side(struct layout *l, struct win rest, const struct ui *ui)
{
    int middle = rest.h < 14 ? 0 : max(6, rest.h * 5 / 16);
    struct win below = take_bottom(&rest, middle);
    if (middle)
        band(l, below, ui);
    l->panes[PANE_SOURCE] = take_left(&rest, min(max(rest.w * 13 / 30, 35), 100));
    l->panes[PANE_LOOP] = take_top(&rest, loop_height(rest.h));
    l->panes[instead_of(PANE_TASKS, l, ui)] = rest;
}

static void one_pane(struct layout *l, struct win rest, const struct ui *ui)
{
    bool none = ui->run.focus == PANE_STORY || (ui->run.focus == PANE_SYNC && !ui->run.objects);
    if (ui->run.focus != PANE_LOOP)
        l->panes[PANE_LOOP] = take_top(&rest, 1);
    l->panes[none ? PANE_TASKS : ui->run.focus] = rest;
}

static void stack(struct layout *l, struct win rest, const struct ui *ui)
{
    if (rest.h < 12) {
        one_pane(l, rest, ui);
        return;
    }
    bool sync = rest.h >= 44 && ui->run.objects, output = rest.h >= 38, timeline = rest.h >= 26;
    if (output)
        l->panes[PANE_OUTPUT] = take_bottom(&rest, rest.h / 6);
    if (sync)
        l->panes[PANE_SYNC] = take_bottom(&rest, 6);
    if (timeline)
        l->panes[instead_of(PANE_TIMELINE, l, ui)] = take_bottom(&rest, max(6, rest.h / 5));
    l->panes[PANE_SOURCE] = take_top(&rest, rest.h < 18 ? rest.h / 2 : rest.h * 2 / 5);
    l->panes[PANE_LOOP] = take_top(&rest, rest.h < 11 ? 1 : loop_height(rest.h));
    l->panes[instead_of(PANE_TASKS, l, ui)] = rest;
}

void layout_make(struct layout *l, struct screen *s, const struct ui *ui)
{
    struct win rest = win_whole(s);
    *l = (struct layout){0};
    l->header = take_top(&rest, 1);
    l->footer = take_bottom(&rest, 1);
    if (rest.h >= 30)
        take_bottom(&rest, 1);
    l->panes[PANE_STORY] = take_bottom(&rest, story_height(rest));
    if (rest.w < TWO_COLUMNS)
        stack(l, rest, ui);
    else
        side_by_side(l, rest, ui);
}
