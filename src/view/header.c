/* SPDX-License-Identifier: MIT */
/* The first line: what is shown, and where in it we are. */
#include <stdio.h>

#include "story/story.h"
#include "story/words.h"
#include "view/orders.h"
#include "view/panes.h"
#include "view/view.h"

/* The parts from left to right; FILL pushes those behind it to the right end. */
enum part { TITLE, NAME, ABOUT, FILL, SCORE, STATE, SPEED, TIME, TICK, EVENT, PARTS };

enum { DIGITS = 4 }; /* that a number has room for whose end is not known */

struct head {
    struct win w;
    char text[PARTS][160];
    struct style style[PARTS];
    bool shown[PARTS];
};

static const int gap[PARTS] = {
    [NAME] = 2,  [ABOUT] = 2, [SCORE] = 2, [STATE] = 2,
    [SPEED] = 2, [TIME] = 3,  [TICK] = 3,  [EVENT] = 3,
};

/* It has come to where its loop sleeps. */
static bool sleeps(const struct player *p)
{
    uint32_t i = player_event(p);
    return p->model.cursor == p->trace.end && i != TRACE_NONE &&
           trace_at(&p->trace, i)->kind == EV_IDLE;
}

static const char *state(const struct player *p, const struct ui *ui)
{
    if (ui->run.ended)
        return "■ ended";
    if (!player_is_held(p))
        return ui->run.playing ? "▶ playing" : "‖ paused";
    if (p->target->asks)
        return "▶ wants input";
    return !ui->run.playing ? "‖ held" : sleeps(p) ? "▶ waiting" : "▶ running";
}

static void say_state(struct head *h, const struct player *p, const struct ui *ui)
{
    snprintf(h->text[STATE], sizeof h->text[STATE], "%s", state(p, ui));
    h->style[STATE] = BOLD(ui->run.ended ? ROLE_DONE : ROLE_RUNNING);
}

/* How often one was right about who is next. */
static void say_score(struct head *h, const struct predict *p)
{
    if (p->on || p->asked)
        snprintf(h->text[SCORE], sizeof h->text[SCORE], "? %u of %u", p->right, p->asked);
    h->style[SCORE] = BOLD(ROLE_ACCENT);
}

static void say_speed(struct head *h, const struct ui *ui)
{
    static const char *const slow[] = {"×1", "×½", "×¼"};
    if (ui->speed > 0)
        snprintf(h->text[SPEED], sizeof h->text[SPEED], "×%d", 1 << ui->speed);
    else
        snprintf(h->text[SPEED], sizeof h->text[SPEED], "%s",
                 slow[ui->speed > -2 ? -ui->speed : 2]);
}

/* Columns of a number that becomes n; where that is not known yet, so many that the line stands still
 * for long. */
static int digits(uint32_t n, const struct ui *ui)
{
    return ui->run.known ? snprintf(NULL, 0, "%u", n) : DIGITS;
}

/* As wide as it will be at the end. */
static void say_time(struct head *h, const struct player *p, const struct ui *ui)
{
    struct buf time = {0}, end = {0};
    words_time(&time, &p->trace, p->model.time);
    words_time(&end, &p->trace, p->head.time);
    int wid = ui->run.known ? (int)end.len : DIGITS + 4;
    snprintf(h->text[TIME], sizeof h->text[TIME], "%*s s", wid, buf_str(&time));
    h->style[TIME] = BOLD(ROLE_STRONG);
    buf_free(&time);
    buf_free(&end);
}

static void say_order(struct head *h, const struct orders *o)
{
    snprintf(h->text[TIME], sizeof h->text[TIME], "order %u of %u", o->now, o->orders);
    h->style[TIME] = BOLD(ROLE_STRONG);
}

/* What one steps by, and how far one has got: at what, of how many if that is known. */
static void say_step(struct head *h, const char *what, const char *at, uint32_t of)
{
    if (of)
        snprintf(h->text[EVENT], sizeof h->text[EVENT], "%s %*s/%u", what,
                 snprintf(NULL, 0, "%u", of), at, of);
    else
        snprintf(h->text[EVENT], sizeof h->text[EVENT], "%s %*s", what, DIGITS, at);
}

/* An event is called by its number in the trace, the first of which is 0. */
static void say_event(struct head *h, const struct player *p, uint32_t known)
{
    char at[16] = "-";
    if (player_event(p) != TRACE_NONE)
        snprintf(at, sizeof at, "%u", player_event(p));
    say_step(h, "event", at, known ? known - 1 : 0);
}

static void say_moment(struct head *h, const struct player *p, uint32_t known)
{
    char at[32];
    snprintf(at, sizeof at, "%zu", moments_before(&p->moments, p->model.cursor));
    say_step(h, "step", at, known && p->moments.seen == known ? (uint32_t)p->moments.n : 0);
}

static void say_where(struct head *h, const struct player *p, const struct ui *ui)
{
    const struct orders *o = view_orders_of(p);
    if (o && o->over && o->now)
        say_order(h, o);
    else
        say_time(h, p, ui);
    if (model_of_threads(&p->model))
        snprintf(h->text[TICK], sizeof h->text[TICK], "switch %*u", digits(p->head.switches, ui),
                 p->model.switches);
    else
        snprintf(h->text[TICK], sizeof h->text[TICK], "tick %*u", digits(p->trace.nticks, ui),
                 p->model.tick);
    if (ui->run.by_events)
        say_event(h, p, ui->run.known);
    else
        say_moment(h, p, ui->run.known);
}

static void say_what(struct head *h, const struct player *p, const struct ui *ui)
{
    snprintf(h->text[TITLE], sizeof h->text[TITLE], "loopscope");
    snprintf(h->text[NAME], sizeof h->text[NAME], "%s", ui->run.name ? ui->run.name : "");
    snprintf(h->text[ABOUT], sizeof h->text[ABOUT], "%s", ui->run.summary ? ui->run.summary : "");
    h->style[TITLE] = BOLD(ROLE_STRONG);
    h->style[NAME] = BOLD(ROLE_NAME);
    h->style[ABOUT] = STYLE(ROLE_DIM);
    if (!p->trace.first)
        return;
    snprintf(h->text[ABOUT], sizeof h->text[ABOUT], "the first %u events are no longer kept",
             p->trace.first);
    h->style[ABOUT] = STYLE(ROLE_WARNING);
}

static int part_width(const struct head *h, enum part i)
{
    return *h->text[i] ? gap[i] + view_width(h->w, h->text[i]) : 0;
}

/* Shows the parts in order of importance for as long as they fit. */
static void choose(struct head *h, bool start_is_lost)
{
    static const enum part order[] = {STATE, EVENT, SCORE, NAME, TIME, TICK, SPEED, TITLE, ABOUT};
    static const enum part lossy[] = {STATE, EVENT, SCORE, NAME, ABOUT, TIME, TICK, SPEED, TITLE};
    int room = h->w.w - 2;
    for (int i = 0; i < PARTS - 1; i++) {
        enum part part = start_is_lost ? lossy[i] : order[i];
        h->shown[part] = part_width(h, part) <= room;
        room -= h->shown[part] ? part_width(h, part) : 0;
    }
}

static int draw_parts(struct head *h, enum part from, enum part to, int x)
{
    bool first = true;
    for (int i = (int)from; i < (int)to; i++) {
        if (!h->shown[i] || !*h->text[i])
            continue;
        x = win_puts(h->w, 0, first ? x : x + gap[i], h->style[i], h->text[i]);
        first = false;
    }
    return x;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    struct head h = {.w = w};
    say_what(&h, p, ui);
    say_score(&h, &ui->run.predict);
    say_state(&h, p, ui);
    say_speed(&h, ui);
    say_where(&h, p, ui);
    choose(&h, p->trace.first > 0);
    draw_parts(&h, TITLE, FILL, 1);
    struct head measure = h;
    measure.w = win_nowhere(w, w.w);
    draw_parts(&h, SCORE, PARTS, w.w - 1 - draw_parts(&measure, SCORE, PARTS, 0));
}

const struct view view_header = {.name = "header", .draw = draw};
