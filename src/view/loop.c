/* SPDX-License-Identifier: MIT */
/* The loop: which phase of the tick it is in, which handle runs, what is queued, and when the next
 * timer is due. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "story/cause.h"
#include "story/story.h"
#include "base/text.h"
#include "story/transfers.h"
#include "story/words.h"
#include "view/about.h"
#include "view/panes.h"
#include "view/shared.h"
#include "view/queue.h"
#include "view/recap.h"
#include "view/view.h"

enum {
    NARROW = 50,
    MORE = 12,
    TIMERS = 64,
    NAMED = 4,
    SPARE = 2,
    VEILED = 64,
    TRANSFERS = 16,
    SCAN = 256
};

static const char *const phases[] = {"poll", "due timers", "run the ready"};

/* A pane being filled: `y` is the next row. A list may take rows as long as `spare` is left, which
 * are those that nothing below it needs. */
struct fill {
    struct win w;
    const struct player *p;
    int y, spare;
    bool veiled;   /* nothing says who is next */
    bool left_out; /* something had no room */
};

/* ---- what there is ---- */

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
    return m->tick ? NULL : "The loop has not turned yet.";
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
        return x;
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
        const char *name = i == 1 && w.w < NARROW ? "timers" : phases[i];
        int to = win_puts(w, 0, x + now, st, name) + now;
        if (now)
            win_ground(w, 0, x, to - x, GROUND_PHASE);
        x = to + (now || w.w >= NARROW);
        if (i < 2)
            x = win_puts(w, 0, x, STYLE(ROLE_DIM), "›") + 1;
    }
    draw_progress(w, x, m);
}

/* ---- rows ---- */

/* For a row of which there is something to say. */
static bool has_room(struct fill *f)
{
    f->left_out |= f->y >= f->w.h;
    return f->y < f->w.h;
}

static struct win row(struct fill *f, const char *label)
{
    win_puts(f->w, f->y, 0, STYLE(ROLE_DIM), label);
    return win_sub(f->w, f->y, f->w.w < NARROW ? 8 : 10, 1 + f->spare, f->w.w);
}

static void draw_running(struct fill *f)
{
    const struct model *m = &f->p->model;
    if (!m->handle || m->begin < m->trace->first)
        return;
    struct win w = row(f, "running");
    struct entry e = view_entry(m->trace, m->begin);
    struct buf what = {0};
    view_handle(&what, m, e);
    win_puts(w, 0, 0, STYLE(ROLE_RUNNING), "●");
    int x = view_puts(w, 0, 2, w.w, BOLD(ROLE_RUNNING), buf_str(&what));
    if (queued_in(m) && x + 21 <= w.w)
        win_printf(w, 0, x + 2, STYLE(ROLE_DIM), "ready since tick %u", queued_in(m));
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
    f->left_out |= l->left;
    if (l->left)
        win_printf(l->w, l->y, l->x, STYLE(ROLE_DIM), "+%u more", l->left);
    f->y += l->y + 1;
    f->spare -= l->y;
}

static bool draw_entry(struct strip *l, const struct model *m, struct entry e)
{
    struct buf what = {0};
    view_handle(&what, m, e);
    bool fits = place(l, 2 + view_width(l->w, buf_str(&what)));
    if (fits) {
        bool cancelled = model_uncalled(m, e);
        struct style st = STYLE(cancelled ? ROLE_CANCELLED : ROLE_READY);
        win_putc(l->w, l->y, l->x, st, state_glyph(cancelled ? TASK_CANCELLED : TASK_READY));
        l->x = view_puts(l->w, l->y, l->x + 2, l->right, st, buf_str(&what)) + 2;
        l->left--;
    }
    buf_free(&what);
    return fits;
}

static int by_task(const void *a, const void *b)
{
    uint32_t x = ((const struct entry *)a)->task - 1, y = ((const struct entry *)b)->task - 1;
    return (x > y) - (x < y);
}

/* All of the queue, by the numbers of the tasks, callbacks behind them. */
static void draw_veiled_queue(struct fill *f)
{
    const struct model *m = &f->p->model;
    struct entry all[VEILED];
    uint32_t n = m->ready.n, k = 0;
    if (!n || f->y >= f->w.h)
        return;
    struct strip l = {.w = row(f, "ready ?"), .left = n};
    if (n > VEILED) {
        win_printf(l.w, 0, 0, STYLE(ROLE_READY), "%u handles", n);
        f->y++;
        return;
    }
    for (; k < n; k++)
        all[k] = model_ready(m, k);
    qsort(all, n, sizeof *all, by_task);
    for (k = 0; k < n && draw_entry(&l, m, all[k]);)
        k++;
    end_strip(f, &l);
}

/* Handles from..to of the queue, in their order. */
static void draw_queue(struct fill *f, const char *label, uint32_t from, uint32_t to)
{
    const struct model *m = &f->p->model;
    if (from == to || !has_room(f))
        return;
    struct strip l = {.w = row(f, label), .left = to - from};
    while (from < to && draw_entry(&l, m, model_ready(m, from)))
        from++;
    end_strip(f, &l);
}

/* ---- timers: one deadline a row ---- */

/* The next timers, those that fall due first. */
struct deadlines {
    struct timer_entry at[TIMERS];
    uint32_t n;
};

/* How many from k on fall due with it. */
static uint32_t same_deadline(const struct deadlines *d, uint32_t k)
{
    uint32_t n = 1;
    while (k + n < d->n && d->at[k + n].when == d->at[k].when)
        n++;
    return n;
}

/* Whose timer it is ends at the "'s " in "Task-2's sleep(1)"; NULL: it is nobody's. */
static const char *end_of_whose(const struct buf *what)
{
    return strstr(buf_str(what), "'s ");
}

/* ", 3" behind "Task-2", if that one's timer is for the same. */
static bool add_another(struct buf *out, const struct model *m, const struct timer_entry *t,
                        const char *same)
{
    struct buf what = {0};
    story_timer(m, t, &what);
    const char *end = end_of_whose(&what), *name = buf_str(&what);
    bool is_same = end && !strcmp(end, same);
    if (is_same) {
        name += begins_with(name, "Task-") ? strlen("Task-") : 0;
        buf_puts(out, ", ");
        buf_add(out, name, (size_t)(end - name));
    }
    buf_free(&what);
    return is_same;
}

/* Whose timers they are, and what for; returns where in the buffer that begins. */
static size_t put_deadline(struct buf *out, const struct model *m, const struct timer_entry *at,
                           uint32_t n)
{
    struct buf what = {0};
    story_timer(m, at, &what);
    const char *of = end_of_whose(&what);
    uint32_t k = 1;
    buf_add(out, what.s, of ? (size_t)(of - what.s) : what.len);
    while (of && k < n && k < NAMED && add_another(out, m, &at[k], of))
        k++;
    size_t whose = of ? out->len : 0;
    if (of)
        buf_puts(out, n == 1 ? of : of + 2); /* "Task-2's sleep(1)", "Task-2, 3 sleep(1)" */
    if (k < n)
        buf_printf(out, " +%u", n - k);
    buf_free(&what);
    return whose;
}

static void draw_timers(struct fill *f, const struct deadlines *d)
{
    const struct model *m = &f->p->model;
    uint32_t shown = 0;
    while (shown < d->n && f->y < f->w.h) {
        struct win w = row(f, shown ? "" : "timers");
        struct buf when = {0}, what = {0};
        uint32_t k = same_deadline(d, shown);
        bool last = (f->y == f->w.h - 1 || shown + k == d->n) && shown + k < m->timers.n;
        words_time(&when, m->trace, d->at[shown].when);
        size_t whose = put_deadline(&what, m, &d->at[shown], k);
        char more[32] = "";
        if (last)
            snprintf(more, sizeof more, " +%u more", m->timers.n - shown - k);
        int right = w.w - (int)strlen(more);
        if (whose && (int)when.len + 2 + view_width(w, buf_str(&what)) > right)
            what.s[whose] = 0;
        int x = view_puts(w, 0, 0, right, BOLD(ROLE_WAITING), buf_str(&when)) + 2;
        x = view_puts(w, 0, x, right, STYLE(ROLE_TEXT), buf_str(&what));
        win_puts(w, 0, x, STYLE(ROLE_DIM), more);
        buf_free(&when);
        buf_free(&what);
        f->left_out |= k > NAMED;
        shown += k;
        f->y++;
    }
    f->left_out |= shown < m->timers.n;
}

static void draw_veiled_timers(struct fill *f)
{
    uint32_t n = f->p->model.timers.n;
    if (n && f->y < f->w.h)
        win_printf(row(f, "timers"), 0, 0, STYLE(ROLE_TEXT), n == 1 ? "%u is set" : "%u are set",
                   n);
    f->y += n > 0;
}

/* Who and what is next. */
static void draw_next(struct fill *f, const struct deadlines *d)
{
    const struct model *m = &f->p->model;
    uint32_t now = view_ready_now(m);
    if (f->veiled) {
        draw_veiled_queue(f);
        draw_veiled_timers(f);
        return;
    }
    draw_queue(f, "ready", 0, now);
    draw_queue(f, f->w.w < NARROW ? "next" : "next tick", now, m->ready.n);
    draw_timers(f, d);
}

/* ---- the rest ---- */

static void draw_poll(struct fill *f)
{
    struct buf what = {0};
    const struct model *m = &f->p->model;
    if (m->poll == TRACE_NONE || !has_room(f))
        return;
    story_poll(m, &what);
    struct win w = row(f, "poll");
    const char *why = strchr(buf_str(&what), ':');
    if (view_width(w, buf_str(&what)) > w.w && why)
        what.s[why - what.s] = 0;
    view_puts(w, 0, 0, w.w, STYLE(ROLE_TEXT), buf_str(&what));
    buf_free(&what);
    f->y++;
}

/* Those that are under way, of the latest: one a row. Returns how many. */
static uint32_t transfers_of(const struct model *m, uint32_t *events, uint32_t most)
{
    uint32_t n = 0;
    for (uint32_t k = m->nobjects, i = 0; k && i < SCAN && n < most; k--, i++) {
        uint32_t event = model_object(m, k);
        const struct event *e = cause_kept(m->trace, event) ? trace_at(m->trace, event) : NULL;
        if (e && e->kind == EV_TRANSFER && !transfer_is_over(e))
            events[n++] = event;
    }
    return n;
}

static void draw_transfers(struct fill *f)
{
    const struct trace *t = f->p->model.trace;
    uint32_t events[TRANSFERS], n = transfers_of(&f->p->model, events, TRANSFERS);
    for (uint32_t shown = 0; shown < n && has_room(f); shown++, f->y++) {
        uint32_t event = events[n - 1 - shown];
        struct win w = row(f, shown ? "" : "I/O");
        struct buf what = {0};
        transfer_put(t, event, &what);
        int x = view_puts(w, 0, 0, w.w, STYLE(ROLE_TEXT), buf_str(&what)) + 2;
        buf_clear(&what);
        if (f->y == f->w.h - 1 && shown + 1 < n)
            buf_printf(&what, "+%u more", n - shown - 1);
        else
            words_task(&what, t, trace_at(t, event)->actor);
        if (x + view_width(w, buf_str(&what)) <= w.w)
            view_puts(w, 0, x, w.w, STYLE(ROLE_DIM), buf_str(&what));
        buf_free(&what);
    }
}

/* Of I/O a trace tells what poll found: its handles in the queue. */
static void draw_io(struct fill *f)
{
    const struct model *m = &f->p->model;
    uint32_t n = 0, most = m->ready.n < TIMERS ? m->ready.n : TIMERS;
    for (uint32_t i = 0; i < most; i++) {
        uint32_t event = model_ready(m, i).event;
        n += event >= m->trace->first && trace_at(m->trace, event)->kind == EV_IO;
    }
    if (n && f->y < f->w.h)
        win_printf(row(f, "I/O"), 0, 0, STYLE(ROLE_TEXT), "poll found %u of the ready handles", n);
}

/* Rows for all there is to say, lists that fit into one. */
static int rows_needed(const struct model *m, const struct deadlines *d, int most)
{
    uint32_t now = view_ready_now(m);
    int rows = 1 + (m->handle != 0) + (now > 0) + (m->ready.n > now) + (m->poll != TRACE_NONE);
    uint32_t events[TRANSFERS];
    rows += (int)transfers_of(m, events, TRANSFERS);
    for (uint32_t i = 0; i < d->n && rows < most; i += same_deadline(d, i))
        rows++;
    return rows;
}

/* Only what there is to say; all of it comes in one order, and what has no room is left out: then it
 * returns false. */
static bool draw_rows(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    if (m->phase == PHASE_OVER) {
        view_recap(w, p, ui);
        return true;
    }
    if (!m->loop) {
        char text[64];
        view_wrap(w, 0, STYLE(ROLE_TEXT), no_loop(m, text, sizeof text));
        return true;
    }
    struct deadlines d;
    d.n = model_timers(m, d.at, TIMERS);
    struct fill f = {
        .w = w, .p = p, .spare = w.h - rows_needed(m, &d, w.h), .veiled = ui->run.predict.on};
    draw_phases(w, m);
    f.y = f.spare > SPARE ? 2 : 1;
    f.spare = f.spare > SPARE ? f.spare - 1 : f.spare > 0 ? f.spare : 0;
    draw_running(&f);
    draw_next(&f, &d);
    draw_poll(&f);
    draw_transfers(&f);
    draw_io(&f);
    return !f.left_out;
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

/* ---- as a list, which can be scrolled, while the pane has the focus and not all has room ---- */

static bool is_list(struct win w, const struct player *p, const struct ui *ui)
{
    if (ui->run.focus != PANE_LOOP || ui->run.predict.on || !p->model.loop)
        return false;
    if (!view_framed(w) || ui->run.large)
        return w.h > 1;
    struct win in = view_inside(w);
    struct screen s;
    screen_init(&s, in.h, in.w - 2);
    bool all = draw_rows(win_whole(&s), p, ui);
    screen_close(&s);
    return !all;
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    return is_list(w, p, ui) ? view_range(0, view_queue_rows(&p->model), view_inside(w).h - 1)
                             : (struct range){0};
}

/* Below the first row of the inside; how many more there are, in the frame. */
static void draw_list(struct win w, const struct player *p, const struct ui *ui)
{
    struct win in = view_inside(w);
    int rows = view_queue_rows(&p->model), h = in.h - 1;
    int top = view_top(0, rows, h, ui->run.scroll[PANE_LOOP]), more = rows - top - h;
    view_queue(win_sub(in, 1, 1, h, in.w - 2), p, top);
    if (more > 0 && view_framed(w)) {
        char text[32];
        snprintf(text, sizeof text, " %d more ", more);
        win_puts(w, w.h - 1, w.w - 2 - view_width(w, text), STYLE(ROLE_TEXT), text);
    }
}

static void draw_shared(struct win w, const struct player *p, const struct ui *ui)
{
    struct win in = view_frame(w, "Shared", "what all threads see", ui->run.focus == PANE_LOOP);
    view_shared(view_padded(in), p, ui);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    char note[48] = "";
    if (model_of_threads(&p->model)) {
        draw_shared(w, p, ui);
        return;
    }
    if (p->model.tick && ui->run.known)
        snprintf(note, sizeof note, "tick %u of %u", p->model.tick, p->trace.nticks);
    else if (p->model.tick)
        snprintf(note, sizeof note, "tick %u", p->model.tick);
    struct win in = view_frame(w, "Loop", *note ? note : NULL, ui->run.focus == PANE_LOOP);
    struct win text = view_padded(in);
    bool list = is_list(w, p, ui);
    if (!view_framed(w))
        draw_line(w, p);
    else if (list)
        draw_phases(text, &p->model);
    else
        draw_rows(text, p, ui);
    if (list)
        draw_list(w, p, ui);
}

const struct view view_loop = {.name = "loop", .draw = draw, .range = range};
