/* SPDX-License-Identifier: MIT */
#include "view/layout.h"

enum {
    BOX = 3,          /* a frame around one line */
    TWO_COLUMNS = 72, /* the width from which panes stand side by side */
    STORY_WIDE = 80,  /* … from which a sentence of the story is one line */
    SPARE = 16,       /* the height from which panes have frames */
    AIRY = 30,        /* the height from which the story stands by itself */
    DETAILS = 120,    /* the width from which details stand beside the other panes … */
    DETAILS_LEAST = 44,
    DETAILS_MOST = 84, /* … and theirs */
    ROOMY_W = 160,     /* the size from which they stand there even if nobody asked for them */
    ROOMY_H = 44,
    ROOMY_COLUMN = 27,
    ROOMY_OBJECTS = 6,
    HIGH = 60, /* the height from which lanes have a blank line between them */
    BELOW = 11 /* lines below the lanes, where details are not beside the panes */
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

bool layout_has_details(struct screen *s, const struct ui *ui)
{
    struct layout l;
    layout_make(&l, s, ui);
    return l.beside;
}

bool layout_shows(struct screen *s, const struct ui *ui, enum pane pane)
{
    struct layout l;
    layout_make(&l, s, ui);
    return l.panes[pane].h > 0;
}

bool layout_is_high(const struct screen *s)
{
    return s->h >= HIGH;
}

static bool is_roomy(const struct screen *s)
{
    return s->w >= ROOMY_W && s->h >= ROOMY_H;
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

/* Lines for so many locks and queues, each of which may take two, but not more than `most`. */
static int objects_height(const struct ui *ui, int most)
{
    int n = ui->run.objects < 100 ? (int)ui->run.objects : 100;
    return min(2 * n + 2, most);
}

/* Where the program has ended, the lesson stands in the Loop pane: lines for all of it. */
static int lesson_height(struct win w, const struct ui *ui)
{
    bool ended = ui->run.ended && ui->run.lesson;
    return ended ? view_wrap(win_nowhere(w, w.w - 4), 0, STYLE(ROLE_TEXT), ui->run.lesson) + 2 : 0;
}

/* The column beside the source: the loop, the locks and queues if there are any, what was printed.
 * Where there is room for one only of the last two, the focus decides. */
static void right_column(struct layout *l, struct win rest, const struct ui *ui)
{
    int lesson = lesson_height(rest, ui), objects = BOX + (ui->run.objects > 1);
    int loop = min(max(loop_height(rest.h), lesson), rest.h - BOX);
    bool three = ui->run.objects && max(lesson, BOX) + objects + BOX <= rest.h;
    l->panes[PANE_LOOP] = take_top(&rest, three ? min(loop, rest.h - objects - BOX) : loop);
    if (three)
        l->panes[PANE_SYNC] =
            take_top(&rest, objects_height(ui, max(rest.h / 2, min(4, rest.h - BOX))));
    else if (ui->run.objects && ui->run.focus != PANE_OUTPUT)
        l->panes[PANE_SYNC] = take_top(&rest, rest.h);
    if (rest.h)
        l->panes[PANE_OUTPUT] = rest;
}

/* The same with the details of the marked task. */
static void roomy_column(struct layout *l, struct win rest, const struct ui *ui)
{
    l->panes[PANE_LOOP] = take_top(&rest, min(rest.h / 4 + 1, 12));
    l->panes[PANE_DETAILS] = take_bottom(&rest, min(max(rest.h / 3, BELOW), 20));
    if (ui->run.objects)
        l->panes[PANE_SYNC] = take_top(&rest, objects_height(ui, rest.h / 2));
    l->panes[PANE_OUTPUT] = rest;
}

/* No more than there will be lanes for, with the axis below them, and what is below that. */
static int tasks_height(struct win rest, const struct ui *ui, bool below)
{
    int least = rest.w < TWO_COLUMNS ? min(5, rest.h) : min(8, rest.h / 2);
    int most = max(rest.h * 9 / 20, least);
    int lanes = ui->run.lanes < 1000 ? (int)ui->run.lanes : 1000;
    int lines = layout_is_high(rest.screen) ? 2 * lanes : lanes;
    if (lines + 2 <= rest.h / 2) /* rather all lanes than a line more of the source */
        most = max(most, lines + 2);
    return lanes ? min(most, max(8, lines + 4 + below * BELOW)) : most;
}

/* Has the column beside the source room for the details? */
static bool has_roomy_column(struct win rest, const struct ui *ui)
{
    int h = rest.h - tasks_height(rest, ui, false);
    return ui->run.tasks && is_roomy(rest.screen) &&
           h >= ROOMY_COLUMN + (ui->run.objects > 0) * ROOMY_OBJECTS;
}

static void side_by_side(struct layout *l, struct win rest, const struct ui *ui)
{
    bool roomy = !l->beside && has_roomy_column(rest, ui);
    l->panes[PANE_TASKS] = take_bottom(&rest, tasks_height(rest, ui, !l->beside && !roomy));
    l->panes[PANE_SOURCE] =
        take_left(&rest, min(rest.w * 11 / 20 + rest.w / 20 * (rest.w >= 100), 130));
    (roomy ? roomy_column : right_column)(l, rest, ui);
}

/* The line that runs, the loop in a line, and the lanes; where there is more room, what was printed,
 * or whatever has the focus. */
static void stack(struct layout *l, struct win rest, const struct ui *ui)
{
    bool focused = ui->run.focus == PANE_OUTPUT || ui->run.focus == PANE_LOOP ||
                   (ui->run.focus == PANE_SYNC && ui->run.objects);
    l->panes[PANE_TASKS] = take_bottom(&rest, tasks_height(rest, ui, true));
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
        (pane == PANE_DETAILS && !(layout_takes_details(rest.screen) &&
                                   (ui->run.details || (ui->run.tasks && is_roomy(rest.screen))))))
        return false;
    l->panes[pane] = rest;
    return true;
}

void layout_make(struct layout *l, struct screen *s, const struct ui *ui)
{
    struct win rest = win_whole(s);
    rest.bare = s->h < SPARE;
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
    l->beside = ui->run.details && layout_takes_details(s) &&
                (ui->run.large ? ui->run.focus != PANE_DETAILS : !has_roomy_column(rest, ui));
    if (l->beside)
        l->panes[PANE_DETAILS] =
            take_right(&rest, min(max(s->w * 36 / 100, DETAILS_LEAST), DETAILS_MOST));
    if (ui->run.large && one_pane(l, rest, ui))
        return;
    if (rest.w < TWO_COLUMNS)
        stack(l, rest, ui);
    else
        side_by_side(l, rest, ui);
}
