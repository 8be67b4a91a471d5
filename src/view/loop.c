/* SPDX-License-Identifier: MIT */
/* The loop: which phase of the tick it is in, which handle runs, what is queued, and when the next
 * timer is due. */
#include <stdio.h>

#include "story/story.h"
#include "story/words.h"
#include "view/about.h"
#include "view/panes.h"
#include "view/view.h"

enum { NARROW = 50, MORE = 12, TIMERS = 64 };

static const char *const phases[] = {"poll", "due timers", "run the ready"};

/* Rows of the pane, in the order in which they are given up when there is no room. */
enum part {
    PART_IO,
    PART_AIR,
    PART_POLL,
    PART_NEXT,
    PART_TIMERS,
    PART_READY,
    PART_RUNNING,
    PART_PHASE,
    PARTS
};

/* A pane being filled: `y` is the next row, `spare` how many rows more than one each there are for
 * lists. */
struct fill {
    struct win w;
    const struct player *p;
    int y, spare;
    enum part least; /* parts before it do not fit */
};

/* ---- what there is ---- */

/* Handles in the queue that belong to this tick; those behind them wait for the next. */
static uint32_t ready_now(const struct model *m)
{
    if (m->phase != PHASE_RUN)
        return m->ready.n;
    uint32_t left = m->frozen > m->ran ? m->frozen - m->ran : 0;
    return left < m->ready.n ? left : m->ready.n;
}

/* The tick in which the running handle was queued, or 0. */
static uint32_t queued_in(const struct model *m)
{
    const struct row *r = model_row(m, m->task);
    if (!r || r->woken == TRACE_NONE || r->woken < m->trace->first || r->woken >= m->begin)
        return 0;
    return trace_at(m->trace, r->woken)->tick;
}

/* ---- the phases ---- */

static const char *no_loop(const struct model *m, char *text, size_t n)
{
    if (m->phase == PHASE_OVER) {
        snprintf(text, n, "The program has ended with status %d.", m->status);
        return text;
    }
    if (!m->loop && m->tick)
        return "The loop is closed; the program's own lines go on.";
    if (!m->loop && m->cursor)
        return "There is no loop: the program's own lines run.";
    if (!m->loop)
        return "There is no loop yet.";
    return m->tick ? NULL : "The loop is there; it has not turned yet.";
}

static int current_phase(const struct model *m)
{
    switch (m->phase) {
    case PHASE_POLL:
        return 0;
    case PHASE_TIMERS:
        return 1;
    case PHASE_RUN:
        return 2;
    default:
        return -1;
    }
}

static int draw_progress(struct win w, int x, const struct model *m)
{
    char text[32];
    if (m->phase != PHASE_RUN || !m->frozen)
        return x;
    snprintf(text, sizeof text, "%u of %u", m->ran, m->frozen);
    if (x + view_width(w, text) > w.w)
        snprintf(text, sizeof text, "%u/%u", m->ran, m->frozen);
    return view_puts(w, 0, x, w.w, STYLE(ROLE_DIM), text);
}

static void draw_phases(struct win w, const struct model *m)
{
    char text[64];
    const char *none = no_loop(m, text, sizeof text);
    if (none) {
        view_puts(w, 0, 0, w.w, STYLE(ROLE_TEXT), none);
        return;
    }
    int x = 0;
    for (int i = 0; i < 3; i++) {
        bool now = i == current_phase(m);
        struct style st = now ? BOLD(ROLE_STRONG) : STYLE(ROLE_DIM);
        int to = win_puts(w, 0, x + now, st, phases[i]) + now;
        if (now)
            win_ground(w, 0, x, to - x, GROUND_PHASE);
        x = to + 1;
        if (i < 2)
            x = win_puts(w, 0, x, STYLE(ROLE_DIM), "›") + 1;
    }
    draw_progress(w, x, m);
}

/* ---- rows ---- */

static struct win row(struct fill *f, const char *label)
{
    win_puts(f->w, f->y, 0, STYLE(ROLE_DIM), label);
    return win_sub(f->w, f->y, f->w.w < NARROW ? 8 : 10, 1 + f->spare, f->w.w);
}

static void draw_word(struct fill *f, const char *label, const char *word)
{
    view_puts(row(f, label), 0, 0, f->w.w, STYLE(ROLE_DIM), word);
    f->y++;
}

static void draw_running(struct fill *f)
{
    const struct model *m = &f->p->model;
    if (!m->handle || m->begin < m->trace->first) {
        draw_word(f, "running", "none");
        return;
    }
    struct win w = row(f, "running");
    struct entry e = view_entry(m->trace, m->begin);
    struct buf what = {0};
    story_handle(m, &e, &what);
    win_puts(w, 0, 0, STYLE(ROLE_RUNNING), "●");
    int x = view_puts(w, 0, 2, w.w, BOLD(ROLE_RUNNING), buf_str(&what));
    if (queued_in(m) && x + 26 <= w.w)
        win_printf(w, 0, x + 2, STYLE(ROLE_DIM), "queued in tick %u", queued_in(m));
    buf_free(&what);
    f->y++;
}

/* A strip of items runs on over the spare rows; where it does not fit, the last says how many are
 * left out. */
struct strip {
    struct win w;
    int y, x;
    int right;     /* where the item at hand must end */
    uint32_t left; /* items not drawn yet, with the one at hand */
};

/* Where the next item goes, `wid` columns wide; false: there is no room for it. */
static bool place(struct strip *l, int wid)
{
    bool last_row = l->y == l->w.h - 1, last_item = l->left == 1;
    l->right = l->w.w - (last_row && !last_item ? MORE : 0);
    if (!l->x || l->x + wid <= l->right)
        return true;
    if (last_row)
        return false;
    l->y++;
    l->x = 0;
    return place(l, wid);
}

static void end_strip(struct fill *f, struct strip *l)
{
    if (l->left)
        win_printf(l->w, l->y, l->x, STYLE(ROLE_DIM), "+%u more", l->left);
    f->y += l->y + 1;
    f->spare -= l->y;
}

static bool draw_entry(struct strip *l, const struct model *m, const struct entry *e)
{
    struct buf what = {0};
    story_handle(m, e, &what);
    bool fits = place(l, 2 + view_width(l->w, buf_str(&what)));
    if (fits) {
        bool cancelled = model_uncalled(m, e->handle);
        struct style st = STYLE(cancelled ? ROLE_CANCELLED : ROLE_READY);
        win_putc(l->w, l->y, l->x, st, state_glyph(cancelled ? TASK_CANCELLED : TASK_READY));
        l->x = view_puts(l->w, l->y, l->x + 2, l->right, st, buf_str(&what)) + 2;
        l->left--;
    }
    buf_free(&what);
    return fits;
}

/* Handles from..to of the queue, in their order. */
static void draw_queue(struct fill *f, const char *label, uint32_t from, uint32_t to,
                       const char *none)
{
    const struct model *m = &f->p->model;
    if (from == to) {
        draw_word(f, label, none);
        return;
    }
    struct strip l = {.w = row(f, label), .left = to - from};
    while (from < to && draw_entry(&l, m, model_ready(m, from)))
        from++;
    end_strip(f, &l);
}

static bool draw_timer(struct strip *l, const struct model *m, const struct timer_entry *t)
{
    struct buf when = {0}, what = {0};
    words_time(&when, t->when);
    story_timer(m, t, &what);
    bool fits = place(l, view_width(l->w, buf_str(&when)) + 1 + view_width(l->w, buf_str(&what)));
    if (fits) {
        int x = view_puts(l->w, l->y, l->x, l->right, STYLE(ROLE_WAITING), buf_str(&when));
        l->x = view_puts(l->w, l->y, x + 1, l->right, STYLE(ROLE_TEXT), buf_str(&what)) + 2;
        l->left--;
    }
    buf_free(&when);
    buf_free(&what);
    return fits;
}

static void draw_timers(struct fill *f)
{
    const struct model *m = &f->p->model;
    struct timer_entry timers[TIMERS];
    uint32_t n = model_timers(m, timers, TIMERS);
    if (!n) {
        draw_word(f, "timers", "none");
        return;
    }
    struct strip l = {.w = row(f, "timers"), .left = m->timers.n};
    for (uint32_t i = 0; i < n && draw_timer(&l, m, &timers[i]); i++)
        ;
    end_strip(f, &l);
}

static void draw_poll(struct fill *f)
{
    struct buf what = {0};
    story_poll(&f->p->model, &what);
    struct win w = row(f, "poll");
    view_puts(w, 0, 0, w.w, STYLE(ROLE_TEXT), buf_str(&what));
    buf_free(&what);
    f->y++;
}

/* Of I/O a trace tells what poll found: its handles in the queue. */
static void draw_io(struct fill *f)
{
    const struct model *m = &f->p->model;
    uint32_t n = 0, most = m->ready.n < TIMERS ? m->ready.n : TIMERS;
    char text[48] = "none";
    for (uint32_t i = 0; i < most; i++) {
        uint32_t event = model_ready(m, i)->event;
        n += event >= m->trace->first && trace_at(m->trace, event)->kind == EV_IO;
    }
    if (n)
        snprintf(text, sizeof text, "poll found %u of the ready handles", n);
    draw_word(f, "I/O", text);
}

static void draw_part(struct fill *f, enum part part)
{
    const struct model *m = &f->p->model;
    uint32_t now = ready_now(m);
    if (part < f->least)
        return;
    switch (part) {
    case PART_PHASE:
        draw_phases(f->w, m);
        f->y++;
        break;
    case PART_AIR:
        f->y++;
        break;
    case PART_RUNNING:
        draw_running(f);
        break;
    case PART_READY:
        draw_queue(f, "ready", 0, now, "none");
        break;
    case PART_NEXT:
        draw_queue(f, f->w.w < NARROW ? "next" : "next tick", now, m->ready.n, "none yet");
        break;
    case PART_TIMERS:
        draw_timers(f);
        break;
    case PART_POLL:
        draw_poll(f);
        break;
    case PART_IO:
        draw_io(f);
        break;
    case PARTS:
        break;
    }
}

static void draw_rows(struct win w, const struct player *p)
{
    static const enum part order[PARTS] = {
        PART_PHASE, PART_AIR, PART_RUNNING, PART_READY, PART_NEXT, PART_TIMERS, PART_POLL, PART_IO,
    };
    struct fill f = {.w = w, .p = p, .spare = w.h > PARTS ? w.h - PARTS : 0};
    f.least = w.h < PARTS ? (enum part)(PARTS - w.h) : PART_IO;
    if (!p->model.loop) {
        char text[64];
        view_wrap(w, 0, STYLE(ROLE_TEXT), no_loop(&p->model, text, sizeof text));
        return;
    }
    for (int i = 0; i < PARTS; i++)
        draw_part(&f, order[i]);
}

/* The whole loop in one line. */
static void draw_line(struct win w, const struct player *p)
{
    const struct model *m = &p->model;
    char text[64];
    const char *none = no_loop(m, text, sizeof text);
    if (none) {
        view_puts(w, 0, 1, w.w, STYLE(ROLE_DIM), none);
        return;
    }
    int phase = current_phase(m), x = win_puts(w, 0, 1, STYLE(ROLE_DIM), "Loop ");
    if (phase >= 0) {
        int to = win_printf(w, 0, x, BOLD(ROLE_STRONG), " %s ", phases[phase]);
        win_ground(w, 0, x, to - x, GROUND_PHASE);
        x = draw_progress(w, to + 1, m);
    }
    x = win_printf(w, 0, x + 2, STYLE(m->ready.n ? ROLE_READY : ROLE_DIM), "%u ready", m->ready.n);
    if (x + 11 < w.w)
        win_printf(w, 0, x + 2, STYLE(ROLE_DIM), "%u timer%s", m->timers.n,
                   m->timers.n == 1 ? "" : "s");
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    char note[48] = "";
    if (p->model.tick && ui->run.known)
        snprintf(note, sizeof note, "tick %u of %u", p->model.tick, p->trace.nticks);
    else if (p->model.tick)
        snprintf(note, sizeof note, "tick %u", p->model.tick);
    bool framed = w.h >= 3;
    w = view_frame(w, "Loop", *note ? note : NULL, ui->run.focus == PANE_LOOP);
    if (!framed) {
        draw_line(w, p);
        return;
    }
    draw_rows(win_sub(w, 0, 1, w.h, w.w - 2), p);
}

const struct view view_loop = {.name = "loop", .draw = draw};
