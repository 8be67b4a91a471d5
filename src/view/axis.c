/* SPDX-License-Identifier: MIT */
#include "view/axis.h"

#include <math.h>
#include <stdio.h>

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

static double x_of(const struct axis *a, uint32_t i, double time)
{
    const struct trace *t = a->trace;
    uint32_t n = tick_of(t, i);
    uint32_t from = n ? t->ticks[n - 1] : 0, to = n < a->nticks ? t->ticks[n] : a->end;
    double start = n * a->tick + time * a->second, part = (double)(i - from) / (to - from);
    return (floor(a->tick) < a->tick ? start : floor(start)) + part * a->tick - a->origin;
}

double axis_event_x(const struct axis *a, uint32_t i)
{
    return x_of(a, i, trace_at(a->trace, i)->time);
}

int axis_column(const struct axis *a, double x)
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

/* The horizon is beyond the cursor. */
static void measure(struct axis *a, const struct player *p, uint32_t horizon)
{
    const struct trace *t = &p->trace;
    bool all = !horizon || horizon >= t->end;
    a->end = all ? t->end : horizon;
    a->nticks = all ? t->nticks : first_above(t->ticks, t->nticks, horizon - 1);
    a->time = all ? p->head.time : trace_at(t, horizon - 1)->time;
}

struct axis axis_make(const struct player *p, const struct ui *ui, int w)
{
    const struct trace *t = &p->trace;
    struct axis a = {.trace = t, .w = w, .here = -1};
    measure(&a, p, ui->run.horizon);
    uint32_t event = player_event(p);
    double start = trace_at(t, t->first)->time;
    double seconds = fmax(0, a.time - start), ticks = a.nticks - tick_of(t, t->first) + 1.0;
    scale(&a, ticks, seconds);
    double zoom = exp2(ui->run.zoom < -16 ? -16 : ui->run.zoom > 16 ? 16 : ui->run.zoom);
    a.tick *= zoom;
    a.second *= zoom;
    a.origin = floor(tick_of(t, t->first) * a.tick + start * a.second);
    a.length = ticks * a.tick + seconds * a.second;
    if (event == TRACE_NONE)
        return a;
    show_cursor(&a, x_of(&a, event, p->model.time));
    a.here = axis_column(&a, x_of(&a, event, p->model.time));
    return a;
}

/* ---- what stands on it ---- */

static uint32_t first_event(const struct axis *a, double value,
                            double (*of)(const struct axis *, uint32_t))
{
    uint32_t lo = a->trace->first, hi = a->end;
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
    if (i < a->end && event_time(a, i) <= time)
        return axis_event_x(a, i);
    return i > a->trace->first ? x_of(a, i - 1, time) : 0;
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
    uint32_t left = first_event(a, 0, axis_event_x);
    if (left == a->end)
        return;
    double first = ceil(event_time(a, left > a->trace->first ? left - 1 : left) / step - 1e-9);
    for (int k = 0; k < a->w && (first + k) * step <= until + 1e-9; k++) {
        double time = (first + k) * step;
        int x = axis_column(a, time_x(a, time));
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
        uint32_t from = first_event(a, x, axis_event_x),
                 k = from ? first_above(t->warnings, seen, from - 1) : 0;
        if (k == seen)
            return;
        x = fmax(x, axis_event_x(a, t->warnings[k]));
        win_putc(w, 0, axis_column(a, x), BOLD(ROLE_WARNING), '!');
    }
}

static void draw_marks(struct win w, const struct axis *a, const struct ui *ui)
{
    for (uint32_t k = 0; k < ui->run.nmarks; k++)
        if (ui->run.marks[k] > a->trace->first && ui->run.marks[k] <= a->end)
            win_putc(w, 0, axis_column(a, axis_event_x(a, ui->run.marks[k] - 1)),
                     STYLE(ROLE_ACCENT), u'▼');
}

void axis_draw(struct win w, const struct axis *a, const struct player *p, const struct ui *ui)
{
    draw_marks(w, a, ui);
    draw_warnings(w, a, p->model.warnings);
    draw_labels(w, a, a->time);
}

/* "you are ▲ here", or as much of it as there is room for at either side. */
void axis_draw_here(struct win w, int y, int x)
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
