/* SPDX-License-Identifier: MIT */
/* The timeline: a lane for each task.
 *
 * Much happens at the same instant of virtual time, so the axis is made of two things that both
 * only grow: ticks, and seconds. An event lies at
 *
 *     x = floor(tick * columns per tick + time * columns per second) + its part of the tick *
 * columns per tick
 *
 * which keeps the order of events, shows a sleep as long as it is, and is found without a scan. The
 * floor keeps the columns of a tick together; it must go where several ticks share a column. */
#include <math.h>
#include <stdio.h>

#include "ui/view.h"

/* What a lane shows where its history could not be read. */
enum { UNKNOWN = TASK_STATES };

/* Events looked at for a lane, and for all lanes together: a frame must not take longer than the
 * eye. */
enum { MOST_STEPS = 4096, MOST_ALL = 32768 };

/* Lines within the frame from which the cursor has one of its own; below that its column is
 * highlighted. */
enum { ROOMY = 5 };

struct axis {
    const struct trace *trace;
    double tick, second; /* columns that each takes */
    double origin;       /* x of the left edge, whole */
    double length;       /* of the trace, in columns */
    int w;
    int here; /* the column of the cursor */
};

/* ---- where an event lies ---- */

/* Finds the first of n numbers, in order, that is greater than i. */
static uint32_t first_above(const uint32_t *at, uint32_t n, uint32_t i)
{
    uint32_t lo = 0;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        if (at[mid] > i)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* How many ticks have begun when event i happens. It mostly says so itself; a trace from elsewhere
 * need not number its ticks from 1. */
static uint32_t tick_of(const struct trace *t, uint32_t i)
{
    uint32_t n = trace_at(t, i)->tick;
    bool so = n <= t->nticks && (!n || t->ticks[n - 1] <= i) && (n == t->nticks || i < t->ticks[n]);
    return so ? n : first_above(t->ticks, t->nticks, i);
}

static double place(const struct axis *a, uint32_t i, double time)
{
    const struct trace *t = a->trace;
    uint32_t n = tick_of(t, i);
    uint32_t from = n ? t->ticks[n - 1] : 0, to = n < t->nticks ? t->ticks[n] : t->end;
    double start = n * a->tick + time * a->second, part = (double)(i - from) / (to - from);
    return (floor(a->tick) < a->tick ? start : floor(start)) + part * a->tick - a->origin;
}

static double event_x(const struct axis *a, uint32_t i)
{
    return place(a, i, trace_at(a->trace, i)->time);
}

/* -1 and w stand for whatever is outside. */
static int column(const struct axis *a, double x)
{
    return x >= a->w ? a->w : x >= 0 ? (int)x : -1;
}

/* ---- the scale ---- */

/* All of the trace, if there is room: a third of the width for its ticks, the rest for its sleeps.
 * Otherwise a column for a tick, and on average about as much for the sleeps: a power of two, so
 * that it seldom changes as the trace grows. */
static void scale(struct axis *a, double ticks, double seconds)
{
    bool fits = ticks + (seconds > 0 ? a->w / 4.0 : 0) < a->w;
    double most = seconds > 0 ? 3 : 8, share = seconds > 0 ? 3 : 1;
    a->tick = fits ? fmax(1, fmin(most, floor(a->w / share / ticks))) : 1;
    if (seconds > 0)
        a->second =
            fits ? (a->w - 1 - a->tick * ticks) / seconds : exp2(floor(log2(ticks / seconds)));
}

/* Moves the window by half its width at a time, so that lanes stand still while one steps. */
static void show_cursor(struct axis *a, double x)
{
    double half = floor(a->w / 2.0), page = floor(x / half);
    if (a->length <= a->w)
        return;
    double left = fmin(page * half - floor(half / 2), ceil(a->length) - a->w);
    if (left > 0)
        a->origin += left;
}

static struct axis make_axis(const struct player *p, const struct ui *ui, int w)
{
    const struct trace *t = &p->trace;
    struct axis a = {.trace = t, .w = w, .here = -1};
    uint32_t event = player_event(p);
    double start = trace_at(t, t->first)->time;
    double seconds = fmax(0, p->head.time - start), ticks = t->nticks - tick_of(t, t->first) + 1.0;
    scale(&a, ticks, seconds);
    double zoom = exp2(ui->zoom < -16 ? -16 : ui->zoom > 16 ? 16 : ui->zoom);
    a.tick *= zoom;
    a.second *= zoom;
    a.origin = floor(tick_of(t, t->first) * a.tick + start * a.second);
    a.length = ticks * a.tick + seconds * a.second;
    if (event == TRACE_NONE)
        return a;
    show_cursor(&a, place(&a, event, p->model.time));
    a.here = column(&a, place(&a, event, p->model.time));
    return a;
}

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
    int col = column(a, event_x(a, i));
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
        *whole = e->kind == EV_TASK || (e->kind == EV_BEGIN && event_x(a, i) < 0);
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
    if (r->last >= a->trace->first && event_x(a, r->last) >= 0) {
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

/* ---- the axis ---- */

static uint32_t first_event(const struct axis *a, double value,
                            double (*of)(const struct axis *, uint32_t))
{
    uint32_t lo = a->trace->first, hi = a->trace->end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (of(a, mid) >= value)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

static double event_time(const struct axis *a, uint32_t i)
{
    return trace_at(a->trace, i)->time;
}

/* Where it becomes `time`: at the first event of that time, or within the sleep that goes beyond
 * it. */
static double time_x(const struct axis *a, double time)
{
    uint32_t i = first_event(a, time, event_time);
    if (i < a->trace->end && event_time(a, i) <= time)
        return event_x(a, i);
    return i > a->trace->first ? place(a, i - 1, time) : 0;
}

/* 1, 2 or 5 times a power of ten: the smallest that leaves room for a label. */
static double label_step(double columns_per_second)
{
    static const double nice[] = {1, 2, 5, 10};
    double least = 14 / columns_per_second, ten = pow(10, floor(log10(least)));
    int k = 0;
    while (k < 3 && nice[k] * ten < least)
        k++;
    return nice[k] * ten;
}

static bool is_blank(struct win w, int y, int x, int n)
{
    for (int i = x; i < x + n && i < w.w; i++)
        if (screen_at(w.screen, w.y + y, w.x + i)->ch != ' ')
            return false;
    return true;
}

/* A label would say something else if a mark stood in it; then the mark alone is shown. */
static void draw_labels(struct win w, const struct axis *a, double until)
{
    double seconds = until - event_time(a, a->trace->first),
           step = seconds > 0 ? label_step(a->length / seconds) : 1;
    int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0, end = -1;
    uint32_t left = first_event(a, 0, event_x);
    if (left == a->trace->end)
        return;
    double first = ceil(event_time(a, left > a->trace->first ? left - 1 : left) / step - 1e-9);
    for (int k = 0; k < a->w && (first + k) * step <= until + 1e-9; k++) {
        double time = (first + k) * step;
        int x = column(a, time_x(a, time));
        char label[40];
        bool last = time + step > until + 1e-9;
        int n = snprintf(label, sizeof label, "%.*f%s", time > 0 ? decimals : 0, time,
                         last ? " s" : "");
        if (x >= a->w)
            break;
        if (x + n > a->w && last)
            x = a->w - n;
        if (x > end && is_blank(w, 0, x, n))
            end = win_puts(w, 0, x, STYLE(ROLE_DIM), label);
    }
    if (end < 0 && is_blank(w, 0, 0, 8))
        win_printf(w, 0, 0, STYLE(ROLE_DIM), "%.3f s", event_time(a, left));
}

/* A column that has several shows one, and the next is looked for behind it. */
static void draw_warnings(struct win w, const struct axis *a, uint32_t seen)
{
    const struct trace *t = a->trace;
    for (double x = 0; x < a->w; x = floor(x) + 1) {
        uint32_t from = first_event(a, x, event_x),
                 k = from ? first_above(t->warnings, seen, from - 1) : 0;
        if (k == seen)
            return;
        x = fmax(x, event_x(a, t->warnings[k]));
        win_putc(w, 0, column(a, x), BOLD(ROLE_WARNING), '!');
    }
}

static void draw_marks(struct win w, const struct axis *a, const struct ui *ui)
{
    for (uint32_t k = 0; k < ui->nmarks; k++)
        if (ui->marks[k] > a->trace->first && ui->marks[k] <= a->trace->end)
            win_putc(w, 0, column(a, event_x(a, ui->marks[k] - 1)), STYLE(ROLE_ACCENT), u'▼');
}

/* "you are ▲ here", or as much of it as there is room for at either side. */
static void draw_here(struct win w, int y, int x)
{
    static const char before[] = "you are ", after[] = " here";
    int left = (int)sizeof before - 1, right = (int)sizeof after - 1;
    win_putc(w, y, x, STYLE(ROLE_STRONG), u'▲');
    if (x < left) {
        win_puts(w, y, x + 1, STYLE(ROLE_DIM), " you are here");
    } else if (x + right < w.w) {
        win_puts(w, y, x - left, STYLE(ROLE_DIM), before);
        win_puts(w, y, x + 1, STYLE(ROLE_DIM), after);
    } else {
        win_puts(w, y, x - left - right, STYLE(ROLE_DIM), "you are here ");
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
    return model_row(m, task) && (ui->closing || !view_is_closing_task(m->trace, task));
}

static void choose_lanes(struct lanes *l, const struct model *m, const struct ui *ui, int room)
{
    uint32_t at = view_task(m, ui);
    l->n = 0;
    l->all = m->nrows;
    while (l->all && !is_shown(m, ui, l->all))
        l->all--;
    l->top = (uint32_t)view_top(at ? (int)at - 1 : 0, (int)l->all, room, ui->scroll[PANE_TIMELINE]);
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
    struct label lb = {.number = snprintf(NULL, 0, "%u", l->tasks[l->n - 1])};
    for (uint32_t k = 0; k < l->n; k++) {
        const struct task_facts *f = trace_task(t, l->tasks[k]);
        int wid = f ? view_width(w, f->coro) : 0;
        lb.coro = wid > lb.coro ? wid : lb.coro;
    }
    int most = w.w / 6 > 4 ? w.w / 6 : 4;
    lb.coro = lb.coro > most ? most : lb.coro;
    return lb;
}

static void draw_label(struct win w, int y, const struct label *lb, const struct trace *t,
                       uint32_t task, enum role role)
{
    const struct task_facts *f = trace_task(t, task);
    if (!f)
        return;
    view_puts(w, y, 0, lb->coro, STYLE(role), f->coro);
    win_printf(w, y, lb->coro, STYLE(role), " %*u", lb->number, task);
}

static void draw_lanes(struct win w, const struct player *p, const struct ui *ui,
                       const struct lanes *l)
{
    struct label lb = measure(w, &p->trace, l);
    int wid = lb.coro + lb.number + 2, y = w.h > 1;
    struct win right = win_sub(w, 0, wid, w.h, w.w - wid);
    if (right.w < 2)
        return;
    struct axis a = make_axis(p, ui, right.w);
    int steps = l->n * MOST_STEPS <= MOST_ALL ? MOST_STEPS : (int)(MOST_ALL / l->n);
    for (uint32_t k = 0; k < l->n; k++, y++) {
        uint32_t task = l->tasks[k];
        bool chosen = task == view_task(&p->model, ui);
        draw_label(w, y, &lb, &p->trace, task, chosen ? ROLE_STRONG : ROLE_TEXT);
        draw_lane(right, y, &a, model_row(&p->model, task), steps);
    }
    if (w.h > 1) {
        draw_marks(right, &a, ui);
        draw_warnings(right, &a, p->model.warnings);
        draw_labels(right, &a, p->head.time);
    }
    if (a.here >= 0 && w.h >= ROOMY)
        draw_here(right, y, a.here);
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
    struct win in = view_frame(w, "Timeline", note, ui->focus == PANE_TIMELINE);
    in = win_sub(in, 0, 1, in.h, in.w - 2);
    if (!l.n || p->trace.first == p->trace.end)
        win_puts(in, 0, 0, STYLE(ROLE_DIM), "no task");
    else
        draw_lanes(in, p, ui, &l);
}

const struct view view_timeline = {"timeline", draw};
