/* SPDX-License-Identifier: MIT */
/* Two runs beside each other: what they have in common, their sources, their lanes on one axis, what
 * they have printed. */
#include "view/compare.h"

#include <stdio.h>

#include "compare/verdict.h"
#include "story/moment.h"
#include "story/story.h"
#include "story/words.h"
#include "view/one_axis.h"
#include "view/panes.h"
#include "view/side.h"

enum {
    SIDE_BY_SIDE = 72, /* columns from which sources and outputs have a place */
    LOW = 16,          /* lines below which there are no frames … */
    ROOMY = 30,        /* lines from which all of the story is told */
    SOURCE_LEAST = 4,  /* … of a pane, its frame included */
    OUTPUT_LEAST = 3,
    OUTPUT_MOST = 9
};

/* ---- the story ---- */

/* The difference that is spoken of: where both stand at one, or the first, before they go on. */
static size_t spoken_of(const struct comparison *c)
{
    size_t at = compare_stands_at(c);
    return at ? at : 1;
}

/* Columns of each of the two lines that are quoted, so that all of it fits into w. */
static int quoted(struct win w, const struct comparison *c)
{
    enum { REST = 74, LEAST = 8, MOST = 40 };
    int names = view_width(w, c->run[0].name) + view_width(w, c->run[1].name);
    int room = (w.h * (w.w - 4) - REST - names) / 2;
    return room < LEAST ? LEAST : room > MOST ? MOST : room;
}

static void draw_difference(struct win w, const struct comparison *c)
{
    struct buf b = {0};
    verdict_of_one(&b, c, spoken_of(c), quoted(w, c));
    bool there = compare_stands_at(c);
    if (b.len) {
        win_puts(w, 0, 0, BOLD(ROLE_WARNING), "≠");
        view_wrap(win_sub(w, 0, 2, w.h, w.w), 0, STYLE(there ? ROLE_TEXT : ROLE_DIM), buf_str(&b));
    }
    buf_free(&b);
}

/* What happened last in a run, in one line behind its name, and why, if there is room for all of that. */
static void draw_moment(struct win w, int y, const struct ui *ui, int run, int name)
{
    const struct player *p = side_player(ui, run);
    struct moment m = {0};
    struct buf what = {0};
    bool fresh = ui->comparing->runs[run].before < p->model.cursor;
    view_puts(w, y, 0, name, STYLE(ROLE_NAME), side_name(ui, run));
    if (!story_moment(&p->model, &p->moments, &m))
        story_tell(&p->model, &what, NULL); /* between two moments, the event */
    int x = view_puts(w, y, name + 1, w.w, fresh ? BOLD(ROLE_STRONG) : STYLE(ROLE_DIM),
                      buf_str(m.headline.len ? &m.headline : &what));
    if (x + 1 + view_width(w, buf_str(&m.why[0])) <= w.w)
        view_puts(w, y, x + 1, w.w, STYLE(fresh ? ROLE_TEXT : ROLE_DIM), buf_str(&m.why[0]));
    moment_free(&m);
    buf_free(&what);
}

static void draw_moments(struct win w, int y, const struct ui *ui)
{
    int a = view_width(w, side_name(ui, 0)), b = view_width(w, side_name(ui, 1));
    int name = a > b ? a : b, most = w.w / 4;
    name = name < most ? name : most;
    draw_moment(w, y, ui, 0, name);
    draw_moment(w, y + 1, ui, 1, name);
}

/* Lines it takes: of all, of a difference, however long that is; of the moments. */
struct heights {
    int all, difference, moments;
};

static struct heights story_heights(struct win w, const struct ui *ui)
{
    struct buf b = {0};
    struct heights h = {.moments = 2};
    verdict_of_all(&b, ui->comparing->comparison);
    h.all = view_wrap(win_nowhere(w, w.w), 0, STYLE(ROLE_TEXT), buf_str(&b));
    bool any = ui->comparing->comparison->differences.n;
    h.difference = !any ? 0 : w.w < 110 ? 2 : 1;
    buf_free(&b);
    return h;
}

static bool at_start(const struct comparison *c)
{
    size_t a = moments_before(&c->run[0].player.moments, c->run[0].player.model.cursor);
    size_t b = moments_before(&c->run[1].player.moments, c->run[1].player.model.cursor);
    return a <= 1 && b <= 1;
}

/* Where there is little room, either a difference or the moments stand there; where there is less, a
 * difference or what both have in common. */
static void draw_story(struct win w, const struct ui *ui, bool all)
{
    const struct comparison *c = ui->comparing->comparison;
    struct heights h = story_heights(w, ui);
    struct buf b = {0};
    if (w.h <= h.all && compare_stands_at(c)) {
        draw_difference(w, c);
        return;
    }
    verdict_of_all(&b, c);
    view_wrap(w, 0, BOLD(ROLE_ACCENT), buf_str(&b));
    buf_free(&b);
    bool difference = h.difference && (compare_stands_at(c) || at_start(c));
    if (all || difference)
        draw_difference(win_sub(w, h.all, 0, all ? h.difference : w.h - h.all, w.w), c);
    if (all || !difference)
        draw_moments(w, h.all + (all ? h.difference : 0), ui);
}

/* ---- the first line ---- */

static void draw_header(struct win w, const struct ui *ui)
{
    const struct comparing *both = ui->comparing;
    const struct comparison *c = both->comparison;
    static const char *const slow[] = {"×1", "×½", "×¼"};
    char speed[16], text[64];
    struct buf time = {0};
    if (ui->speed > 0)
        snprintf(speed, sizeof speed, "×%d", 1 << ui->speed);
    else
        snprintf(speed, sizeof speed, "%s", slow[ui->speed > -2 ? -ui->speed : 2]);
    words_time(&time, &c->run[0].player.trace, compare_time(c));
    const char *state = !compare_known(c)  ? "… looking"
                        : compare_ended(c) ? "■ both ended"
                        : both->playing    ? "▶ playing"
                                           : "‖ paused";
    snprintf(text, sizeof text, "  %s   %s s", speed, buf_str(&time));
    int wid = view_width(w, state) + view_width(w, text), right = w.w - 1 - wid;
    int x = w.w < SIDE_BY_SIDE ? 1 : win_puts(w, 0, 1, BOLD(ROLE_STRONG), "loopscope") + 2;
    for (int i = 0; i < 2; i++) {
        bool chosen = both->side == i;
        x = view_puts(w, 0, x, right - 1, chosen ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME),
                      side_name(ui, i));
        if (!i)
            x = view_puts(w, 0, x + 2, right - 1, STYLE(ROLE_FRAME), "|") + 2;
    }
    bool ended = compare_ended(c);
    x = win_puts(w, 0, right, BOLD(ended ? ROLE_DONE : ROLE_RUNNING), state);
    win_puts(w, 0, x, BOLD(ROLE_STRONG), text);
    buf_free(&time);
}

/* ---- all of it ---- */

/* Where what is; a pane that has no room has h = 0. */
struct sites {
    struct win story, source[2], axis, output[2];
    bool all; /* of the story */
};

static struct win take(struct win *rest, int h)
{
    struct win w = win_sub(*rest, 0, 0, h, rest->w);
    *rest = win_sub(*rest, h, 0, rest->h, rest->w);
    return w;
}

static void halve(struct win w, struct win to[2])
{
    int left = (w.w + 1) / 2;
    to[0] = win_sub(w, 0, 0, w.h, left);
    to[1] = win_sub(w, 0, left, w.h, w.w);
}

static int clamp(int n, int least, int most)
{
    return n > most ? most : n < least ? least : n;
}

/* The most lines that either has printed at its end. */
static int most_printed(const struct ui *ui)
{
    uint32_t a = side_player(ui, 0)->trace.nouts, b = side_player(ui, 1)->trace.nouts;
    uint32_t most = a > b ? a : b;
    return most < OUTPUT_MOST ? (int)most : OUTPUT_MOST;
}

static struct sites place(struct win w, const struct ui *ui)
{
    struct sites at = {.all = w.h >= ROOMY};
    struct win rest = win_sub(w, 1, 0, w.h - 2, w.w);
    if (at.all)
        take(&rest, 1);
    struct heights h = story_heights(win_sub(rest, 0, 1, 0, rest.w - 2), ui);
    int beside = w.h < LOW ? 0 : h.difference > h.moments ? h.difference : h.moments;
    at.story = take(&rest, h.all + (at.all ? h.difference + h.moments : beside));
    at.story = win_sub(at.story, 0, 1, at.story.h, at.story.w - 2);
    if (at.all)
        take(&rest, 1);
    bool sides = w.w >= SIDE_BY_SIDE && rest.h >= SOURCE_LEAST + OUTPUT_LEAST + 6;
    int lanes = one_axis_height(ui, at.all);
    if (!sides) {
        at.axis = rest;
        return at;
    }
    int output = clamp(most_printed(ui) + 2, OUTPUT_LEAST, rest.h / 4);
    int axis = clamp(lanes, 5, rest.h - SOURCE_LEAST - output);
    halve(take(&rest, rest.h - axis - output), at.source);
    at.axis = take(&rest, axis);
    halve(rest, at.output);
    return at;
}

static void draw_panes(struct win w, const struct ui *ui)
{
    struct sites at = place(w, ui);
    draw_story(at.story, ui, at.all);
    for (int i = 0; i < 2; i++) {
        struct ui source = side_ui(ui, i, PANE_SOURCE), output = side_ui(ui, i, PANE_OUTPUT);
        if (at.source[i].h)
            view_source.draw(at.source[i], side_player(ui, i), &source);
        if (at.output[i].h)
            view_output.draw(at.output[i], side_player(ui, i), &output);
    }
    view_one_axis(at.axis, ui);
}

/* Nothing is compared before both have run. */
static void draw_waiting(struct win w, const struct ui *ui)
{
    const struct comparison *c = ui->comparing->comparison;
    char text[128];
    const struct compared *r = &c->run[c->running & 1];
    if (c->status)
        snprintf(text, sizeof text, "%s cannot be run.", side_name(ui, 1));
    else if (c->phase == COMPARE_RUN)
        snprintf(text, sizeof text, "%s runs: %u events so far.", r->name, r->player.trace.end);
    else
        snprintf(text, sizeof text, "Both have run; what differs is looked for.");
    view_wrap(view_padded(w), w.h / 2, STYLE(ROLE_TEXT), text);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    draw_header(win_sub(w, 0, 0, 1, w.w), ui);
    w.bare = w.h < LOW;
    if (compare_known(ui->comparing->comparison))
        draw_panes(w, ui);
    else
        draw_waiting(w, ui);
}

struct range view_compare_range(struct win w, const struct ui *ui)
{
    const struct comparing *both = ui->comparing;
    struct sites at = place(w, ui);
    int side = both->side;
    struct ui own = side_ui(ui, side, both->pane);
    const struct player *p = side_player(ui, side);
    if (both->pane == PANE_TASKS)
        return one_axis_range(at.axis, ui, side);
    if (both->pane == PANE_SOURCE)
        return at.source[side].h ? view_source.range(at.source[side], p, &own) : (struct range){0};
    return at.output[side].h ? view_output.range(at.output[side], p, &own) : (struct range){0};
}

static bool is_in(struct win w, int y, int x)
{
    return y >= w.y && y < w.y + w.h && x >= w.x && x < w.x + w.w;
}

struct spot view_compare_at(struct win w, const struct ui *ui, int y, int x)
{
    w.bare = w.h < LOW;
    struct sites at = place(w, ui);
    struct spot found = {.pane = PANES, .event = TRACE_NONE};
    for (int i = 0; i < 2; i++) {
        if (is_in(at.source[i], y, x))
            found = (struct spot){PANE_SOURCE, i, TRACE_NONE};
        if (is_in(at.output[i], y, x))
            found = (struct spot){PANE_OUTPUT, i, TRACE_NONE};
    }
    if (is_in(at.axis, y, x)) {
        found.pane = PANE_TASKS;
        found.run = one_axis_run(at.axis, ui, y);
        found.event = one_axis_event(at.axis, ui, found.run, x);
    }
    return found;
}

const struct view view_compare = {.name = "compare", .draw = draw};
