/* SPDX-License-Identifier: MIT */
/* The timeline: a lane for each task, on the axis of ui/axis.h. */
#include <stdio.h>

#include "story/words.h"
#include "view/about.h"
#include "view/axis.h"
#include "view/panes.h"
#include "view/view.h"

/* What a lane shows where its history could not be read. */
enum { UNKNOWN = TASK_STATES };

/* Events looked at for a lane, and for all lanes together: a frame must not take longer than the
 * eye. */
enum { MOST_STEPS = 4096, MOST_ALL = 32768 };

/* Lines within the frame from which the cursor has one of its own; below that its column is
 * highlighted. */
enum { ROOMY = 5 };

/* ---- one lane ---- */

struct lane {
    uint8_t cells[SCREEN_MAX]; /* enum task_state or UNKNOWN; TASK_NONE is blank */
    uint8_t state;
    int col;    /* the last one that is filled */
    bool woken; /* scheduled again while it ran */
};

static bool is_over(uint8_t state)
{
    return state == TASK_ENDED || state == TASK_FAILED || state == TASK_CANCELLED;
}

/* The state goes on up to and with column `to`. An end is shown once. */
static void carry_on(struct lane *l, int to)
{
    while (l->col < to)
        l->cells[++l->col] = is_over(l->state) ? TASK_NONE : l->state;
}

/* What the fold of src/trace/model.c makes of an event, for one task; tests/test_panes.c holds them
 * together. */
static uint8_t state_after(struct lane *l, const struct event *e)
{
    static const uint8_t ends[] = {TASK_ENDED, TASK_ENDED, TASK_FAILED, TASK_CANCELLED};
    switch (e->kind) {
    case EV_TASK:
        return TASK_CREATED;
    case EV_SOON:
    case EV_IO:
        l->woken = true;
        return l->state == TASK_RUNNING || l->state == UNKNOWN ? l->state : TASK_READY;
    case EV_BEGIN:
        l->woken = false;
        return TASK_RUNNING;
    case EV_END:
        return l->state != TASK_RUNNING ? l->state : l->woken ? TASK_READY : TASK_WAITING;
    case EV_TASK_DONE:
        return ends[e->what & 3];
    default:
        return l->state;
    }
}

/* A column that holds several events shows the end, or that it ran, or how it was left. */
static void add_event(struct lane *l, const struct axis *a, uint32_t i)
{
    int col = axis_column(a, axis_event_x(a, i));
    carry_on(l, col < a->w ? col : a->w - 1);
    if (is_over(l->state))
        return;
    l->state = state_after(l, trace_at(a->trace, i));
    if (col >= 0 && col < a->w && (is_over(l->state) || l->cells[col] != TASK_RUNNING))
        l->cells[col] = l->state;
}

/* The events of a task from its last one back to a turn that began left of the window, at most n of
 * them, newest first. *whole is false if that turn, or the task's creation, was not reached. */
static int read_back(const struct axis *a, uint32_t last, uint32_t *events, int n, bool *whole)
{
    int got = 0;
    *whole = false;
    for (uint32_t i = last; i != TRACE_NONE && got < n; i = trace_previous(a->trace, i)) {
        const struct event *e = trace_at(a->trace, i);
        events[got++] = i;
        *whole = e->kind == EV_TASK || (e->kind == EV_BEGIN && axis_event_x(a, i) < 0);
        if (*whole)
            break;
    }
    return got;
}

static void fill_lane(struct lane *l, const struct axis *a, const struct row *r, int steps)
{
    uint32_t events[MOST_STEPS];
    bool whole;
    l->col = -1;
    l->woken = false;
    l->state = r->state;
    if (r->last >= a->trace->first && axis_event_x(a, r->last) >= 0) {
        int n = read_back(a, r->last, events, steps, &whole);
        l->state = whole ? TASK_NONE : UNKNOWN;
        while (n)
            add_event(l, a, events[--n]);
        l->state = r->state;
    }
    carry_on(l, a->here < a->w ? a->here : a->w - 1);
}

static uint32_t lane_glyph(uint8_t state)
{
    switch (state) {
    case TASK_NONE:
        return ' ';
    case TASK_CREATED:
        return u'░';
    case TASK_READY:
        return u'▒';
    case TASK_RUNNING:
        return u'█';
    case TASK_WAITING:
        return u'╌';
    case UNKNOWN:
        return u'·';
    default:
        return state_glyph(state);
    }
}

static void draw_lane(struct win w, int y, const struct axis *a, const struct row *r, int steps)
{
    struct lane l;
    fill_lane(&l, a, r, steps);
    for (int x = 0; x <= l.col; x++) {
        enum role role = l.cells[x] == UNKNOWN || !l.cells[x] ? ROLE_DIM : state_role(l.cells[x]);
        win_putc(w, y, x, STYLE(role), lane_glyph(l.cells[x]));
    }
}

/* ---- the pane ---- */

/* The lanes that are shown: those around the selected task, or around whoever ran last. Tasks that
 * asyncio.run() makes for its own end are left out unless they are asked for. */
struct lanes {
    uint32_t tasks[SCREEN_MAX]; /* T numbers */
    uint32_t n, top, all; /* top: what stands above them; all: how many lanes there could be */
};

static bool is_shown(const struct model *m, const struct ui *ui, uint32_t task)
{
    return model_row(m, task) && (ui->run.closing || !view_is_closing_task(m->trace, task));
}

static void choose_lanes(struct lanes *l, const struct model *m, const struct ui *ui, int room)
{
    uint32_t at = view_task(m, ui);
    l->n = 0;
    l->all = m->nrows;
    while (l->all && !is_shown(m, ui, l->all))
        l->all--;
    l->top =
        (uint32_t)view_top(at ? (int)at - 1 : 0, (int)l->all, room, ui->run.scroll[PANE_TIMELINE]);
    for (uint32_t task = l->top + 1; task <= l->all && (int)l->n < room; task++)
        if (is_shown(m, ui, task))
            l->tasks[l->n++] = task;
}

/* "count  2": widths of the two parts. */
struct label {
    int coro, number;
};

static struct label measure(struct win w, const struct trace *t, const struct lanes *l)
{
    struct label lb = {.number = snprintf(NULL, 0, "%u", trace_number_of(t, l->tasks[l->n - 1]))};
    for (uint32_t k = 0; k < l->n; k++) {
        const struct actor *f = trace_task(t, l->tasks[k]);
        int wid = f ? view_width(w, words_name(f->coro)) : 0;
        lb.coro = wid > lb.coro ? wid : lb.coro;
    }
    int most = w.w / 6 > 4 ? w.w / 6 : 4;
    lb.coro = lb.coro > most ? most : lb.coro;
    return lb;
}

static void draw_label(struct win w, int y, const struct label *lb, const struct trace *t,
                       uint32_t task, enum role role)
{
    const struct actor *f = trace_task(t, task);
    if (!f)
        return;
    view_puts(w, y, 0, lb->coro, STYLE(role), words_name(f->coro));
    win_printf(w, y, lb->coro, STYLE(role), " %*u", lb->number, f->number);
}

static void draw_lanes(struct win w, const struct player *p, const struct ui *ui,
                       const struct lanes *l)
{
    struct label lb = measure(w, &p->trace, l);
    int wid = lb.coro + lb.number + 2, y = w.h > 1;
    struct win right = win_sub(w, 0, wid, w.h, w.w - wid);
    if (right.w < 2)
        return;
    struct axis a = axis_make(p, ui, right.w);
    int steps = l->n * MOST_STEPS <= MOST_ALL ? MOST_STEPS : (int)(MOST_ALL / l->n);
    for (uint32_t k = 0; k < l->n; k++, y++) {
        uint32_t task = l->tasks[k];
        bool chosen = task == view_task(&p->model, ui);
        draw_label(w, y, &lb, &p->trace, task, chosen ? ROLE_STRONG : ROLE_TEXT);
        draw_lane(right, y, &a, model_row(&p->model, task), steps);
    }
    if (w.h > 1)
        axis_draw(right, &a, p, ui);
    if (a.here >= 0 && w.h >= ROOMY)
        axis_draw_here(right, y, a.here);
    for (y = w.h > 1; a.here >= 0 && w.h < ROOMY && y < w.h; y++)
        win_ground(right, y, a.here, 1, GROUND_CURRENT);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    int inside = w.h < 3 ? w.h : w.h - 2, room = inside >= ROOMY ? inside - 2
                                                 : inside > 1    ? inside - 1
                                                                 : 1;
    struct lanes l;
    char note[80] = "z Z zoom";
    choose_lanes(&l, &p->model, ui, room);
    if (l.n < l.all)
        snprintf(note, sizeof note, "%u-%u of %u   z Z zoom", l.top + 1, l.top + l.n, l.all);
    struct win in = view_frame(w, "Timeline", note, ui->run.focus == PANE_TIMELINE);
    in = win_sub(in, 0, 1, in.h, in.w - 2);
    if (!l.n || p->trace.first == p->trace.end)
        win_puts(in, 0, 0, STYLE(ROLE_DIM), "no task");
    else
        draw_lanes(in, p, ui, &l);
}

const struct view view_timeline = {.name = "timeline", .draw = draw};
