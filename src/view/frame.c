/* SPDX-License-Identifier: MIT */
#include "view/frame.h"

#include <stdio.h>

#include "view/find.h"
#include "view/layout.h"
#include "view/panes.h"
#include "view/stamp.h"

enum { PRESSED_PAD = 4 }; /* blanks around the key that is shown */

static int max(int a, int b)
{
    return a > b ? a : b;
}

static void wish_for_a_larger_one(struct screen *s)
{
    char text[64];
    snprintf(text, sizeof text, "needs %d×%d, has %d×%d", LEAST_W, LEAST_H, s->w, s->h);
    struct win w = win_whole(s);
    int wid = view_width(w, text);
    if (wid <= w.w)
        win_puts(w, w.h / 2, (w.w - wid) / 2, STYLE(ROLE_TEXT), text);
    else
        view_wrap(w, max(w.h / 2 - 1, 0), STYLE(ROLE_TEXT), text);
}

const struct view *const panes[PANES] = {
    [PANE_SOURCE] = &view_source,        [PANE_LOOP] = &view_loop, [PANE_TASKS] = &view_tasks,
    [PANE_DETAILS] = &view_task_details, [PANE_SYNC] = &view_sync, [PANE_OUTPUT] = &view_output,
    [PANE_STORY] = &view_story,
};

static void draw_panes(struct win w, const struct player *p, const struct ui *ui)
{
    struct layout l;
    layout_make(&l, w.screen, ui);
    view_header.draw(l.header, p, ui);
    for (int i = 0; i < PANES; i++)
        if (l.panes[i].h)
            panes[i]->draw(l.panes[i], p, ui);
    view_mark_found(win_sub(w, 1, 0, w.h - 2, w.w), ui->run.search);
}

static bool inside(const struct win *w, int y, int x)
{
    return y >= w->y && y < w->y + w->h && x >= w->x && x < w->x + w->w;
}

enum pane frame_pane(struct screen *s, const struct ui *ui, int y, int x, struct win *w)
{
    struct layout l;
    layout_make(&l, s, ui);
    for (int i = 0; i < PANES; i++)
        if (inside(&l.panes[i], y, x)) {
            *w = l.panes[i];
            return (enum pane)i;
        }
    return PANES;
}

struct range frame_range(struct screen *s, const struct player *p, const struct ui *ui)
{
    const struct view *pane = panes[ui->run.focus];
    struct range range = {0};
    struct layout l;
    layout_make(&l, s, ui);
    if (pane->range && l.panes[ui->run.focus].h)
        range = pane->range(l.panes[ui->run.focus], p, ui);
    return range;
}

static struct hit ask(const struct view *v, struct win w, const struct player *p,
                      const struct ui *ui, int y, int x)
{
    return v->hit ? v->hit(w, p, ui, y - w.y, x - w.x) : (struct hit){0};
}

static struct hit hit_panes(struct win whole, const struct player *p, const struct ui *ui, int y,
                            int x)
{
    struct screen *s = whole.screen;
    struct hit hit = {0};
    struct win w;
    enum pane pane = frame_pane(s, ui, y, x, &w);
    if (pane != PANES)
        hit = ask(panes[pane], w, p, ui, y, x);
    return hit;
}

const struct view view_panes = {.name = "panes", .draw = draw_panes, .hit = hit_panes};

/* What the key that is shown leaves of it. */
static struct win last_line(struct screen *s, const struct ui *ui)
{
    struct win w = win_sub(win_whole(s), s->h - 1, 0, 1, s->w);
    int wid = ui->pressed[0] ? view_width(w, ui->pressed) + PRESSED_PAD : 0;
    return wid < s->w / 2 ? win_sub(w, 0, 0, 1, s->w - wid) : w;
}

static void draw_pressed(struct screen *s, const struct ui *ui)
{
    struct win left = last_line(s, ui);
    struct win w = win_sub(win_whole(s), s->h - 1, left.w, 1, s->w - left.w);
    if (w.w)
        win_printf(w, 0, 1, (struct style){ROLE_KEY, GROUND_SELECTED, ATTR_BOLD}, " %s ",
                   ui->pressed);
}

struct hit frame_hit(struct screen *s, const struct player *p, const struct ui *ui, int y, int x)
{
    const struct layers *mode = ui->mode->footer ? ui->mode : ui->beneath;
    struct win whole = win_whole(s);
    if (s->w < LEAST_W || s->h < LEAST_H || y < 0 || x < 0 || y >= s->h || x >= s->w)
        return (struct hit){0};
    struct hit hit = ui->mode->over ? ask(ui->mode->over, whole, p, ui, y, x) : (struct hit){0};
    if (hit.kind != HIT_NOTHING)
        return hit;
    if (y == s->h - 1)
        return ask(mode->footer, last_line(s, ui), p, ui, y, x);
    return ui->mode->under ? ask(ui->mode->under, whole, p, ui, y, x) : (struct hit){0};
}

/* Panes of which nothing has changed that they are drawn from are as they were. */
static void draw_under(struct screen *s, const struct view *under, const struct player *p,
                       const struct ui *ui)
{
    struct stamp stamp;
    if (under != &view_panes || ui->comparing) {
        screen_erase(s);
        under->draw(win_whole(s), p, ui);
        return;
    }
    stamp_make(&stamp, s, p, ui);
    if (screen_recall(s, &stamp, sizeof stamp))
        return;
    screen_erase(s);
    under->draw(win_whole(s), p, &stamp.ui);
    screen_keep(s, &stamp, sizeof stamp);
}

void frame_draw(struct screen *s, const struct player *p, const struct ui *ui)
{
    const struct layers *mode = ui->mode, *beneath = ui->beneath;
    struct win whole = win_whole(s);
    if (s->w < LEAST_W || s->h < LEAST_H) {
        screen_erase(s);
        wish_for_a_larger_one(s);
        return;
    }
    draw_under(s, (mode->under ? mode : beneath)->under, p, ui);
    (mode->footer ? mode : beneath)->footer->draw(last_line(s, ui), p, ui);
    draw_pressed(s, ui);
    if (mode->over)
        mode->over->draw(whole, p, ui);
}

void frame_draw_aside(struct screen *s, const struct ui *ui)
{
    struct win whole = win_whole(s), last = win_sub(whole, s->h - 1, 0, 1, s->w);
    if (ui->recording)
        win_puts(whole, 0, 0, BOLD(ROLE_FAILED), "●");
    if (!ui->aside[0])
        return;
    win_fill(last, 0, 0, last.w, STYLE(ROLE_TEXT), ' ');
    win_puts(last, 0, 1, STYLE(ROLE_ACCENT), ui->aside);
}
