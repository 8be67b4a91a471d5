/* SPDX-License-Identifier: MIT */
#include "view/axis.h"

#include <math.h>

#include "compare/compare.h"
#include "story/words.h"

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

/* Which deed an event belongs to, from 0, and which part of it it comes at, 0 to 1. What comes
 * before the first is at its beginning; a deed that has no columns of its own is at the end of the
 * one before. */
struct spot {
    uint32_t deed;
    double part;
};

static struct spot spot_of(const struct axis *a, uint32_t i)
{
    const double last = 0.999;
    const struct trace *t = a->trace;
    uint32_t n = first_above(t->deeds, t->ndeeds, i);
    if (!n)
        return (struct spot){0};
    uint32_t left_out = a->own ? 0 : first_above(t->own, t->nown, n - 1);
    struct spot at = {.deed = n > left_out ? n - left_out - 1 : 0, .part = last};
    if (left_out && t->own[left_out - 1] == n - 1)
        return at;
    uint32_t from = t->deeds[n - 1], to = n < a->ndeeds ? t->deeds[n] : a->end;
    at.part = (double)(i - from) / (to - from);
    return at;
}

/* On an axis that is shared a deed has the columns of its group. */
static struct spot on_shared(const struct axis *a, struct spot at, uint32_t i, double time)
{
    bool inside = false, any = a->ndeeds && a->trace->deeds[0] <= i;
    uint32_t deed = groups_place(a->shared, a->run, any ? at.deed : UINT32_MAX, time, &inside);
    return (struct spot){deed, inside ? at.part : 0};
}

static double x_of(const struct axis *a, uint32_t i, double time)
{
    struct spot at = spot_of(a, i);
    if (a->shared)
        at = on_shared(a, at, i, time);
    double start = at.deed * a->deed + (time - a->start) * a->second;
    return (floor(a->deed) < a->deed ? start : floor(start)) + at.part * a->deed - a->origin;
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

/* Columns between two groups of deeds: the least with which their times can be read, and those
 * they have where not all fits. */
enum { GAP_LEAST = 6, GAP = 9, DEED_MOST = 3 };

/* All of the trace, if it can be read then. Otherwise a column for a deed and some for a sleep: a
 * power of two a second, so that it seldom changes as the trace grows. */
static void scale(struct axis *a, double deeds, double seconds)
{
    double room = a->w - 2; /* the end of the last turn, and the cursor */
    double gaps = a->nwaits ? a->nwaits : deeds, least = seconds > 0 ? gaps * GAP_LEAST : 0;
    bool fits = deeds + least <= room;
    a->deed =
        fits ? fmax(1, fmin(DEED_MOST, floor((room - least) / (seconds > 0 ? 2 : 1) / deeds))) : 1;
    if (seconds > 0)
        a->second =
            fits ? (room - a->deed * deeds) / seconds : exp2(round(log2(GAP * gaps / seconds)));
}

/* Moves the window by half its width at a time, so that lanes stand still while one steps; what is
 * to come is not drawn, so the cursor is in its right half. */
static void show_cursor(struct axis *a, double x)
{
    double half = floor((a->w - 2) / 2.0), page = floor(x / half);
    if (a->length <= a->w)
        return;
    double left = fmin((page - 1) * half, ceil(a->length) - a->w);
    if (left > 0)
        a->origin += left;
}

/* The horizon is beyond the cursor. */
static void measure(struct axis *a, const struct player *p, uint32_t horizon)
{
    const struct trace *t = &p->trace;
    bool all = !horizon || horizon >= t->end;
    a->end = all ? t->end : horizon;
    a->ndeeds = all ? t->ndeeds : first_above(t->deeds, t->ndeeds, horizon - 1);
    a->nwaits = all ? t->nwaits : first_above(t->waits, t->nwaits, horizon - 1);
    a->time = all ? p->head.time : trace_at(t, horizon - 1)->time;
}

struct axis axis_make(const struct player *p, const struct ui *ui, int w)
{
    const struct trace *t = &p->trace;
    struct axis a = {.trace = t, .w = w, .here = -1, .own = ui->run.closing};
    uint32_t event = player_event(p);
    a.start = trace_at(t, t->first)->time;
    measure(&a, p, ui->run.horizon);
    double seconds = fmax(0, a.time - a.start);
    uint32_t first = spot_of(&a, t->first).deed;
    double deeds = spot_of(&a, a.end - 1).deed - first + 1.0;
    scale(&a, deeds, seconds);
    double zoom = exp2(ui->run.zoom);
    a.deed *= zoom;
    a.second *= zoom;
    a.origin = floor(first * a.deed);
    a.length = deeds * a.deed + seconds * a.second + 2;
    if (event == TRACE_NONE)
        return a;
    show_cursor(&a, x_of(&a, event, p->model.time));
    a.here = axis_column(&a, x_of(&a, event, p->model.time)); /* the window may have moved */
    return a;
}

/* ---- two runs on one axis ---- */

static struct axis shared_scale(const struct comparison *c, int zoom, int w)
{
    const struct groups *g = &c->groups;
    double end = 0;
    for (int i = 0; i < 2; i++)
        end = fmax(end, c->run[i].player.head.time);
    struct axis a = {.w = w, .here = -1, .shared = g};
    a.start = g->n ? fmin(0, g->all[0].time) : 0;
    a.nwaits = g->n > 1 ? (uint32_t)g->n - 1 : 0;
    scale(&a, fmax(1, g->all[g->n].at), fmax(0, end - a.start));
    a.deed *= exp2(zoom);
    a.second *= exp2(zoom);
    a.length = g->all[g->n].at * a.deed + (end - a.start) * a.second + 2;
    a.time = end;
    return a;
}

static void put_run(struct axis *a, const struct comparison *c, int run)
{
    const struct trace *t = &c->run[run].player.trace;
    a->trace = t;
    a->run = run;
    a->end = t->end;
    a->ndeeds = t->ndeeds;
}

struct axis axis_make_shared(const struct comparison *c, int run, int zoom, int w)
{
    struct axis a = shared_scale(c, zoom, w);
    double furthest = -1;
    for (int i = 0; i < 2; i++) {
        const struct player *p = &c->run[i].player;
        put_run(&a, c, i);
        if (player_event(p) != TRACE_NONE)
            furthest = fmax(furthest, axis_event_x(&a, player_event(p)));
    }
    put_run(&a, c, run);
    if (furthest < 0)
        return a;
    show_cursor(&a, furthest);
    a.here = axis_column(&a, furthest - a.origin);
    return a;
}

uint32_t axis_event_at(const struct axis *a, int x)
{
    uint32_t lo = a->trace->first, hi = a->end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (axis_event_x(a, mid) >= x)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* ---- groups: the deeds of one instant ---- */

struct bracket {
    double time;
    int from, to; /* columns, both of them its own */
};

/* The group that deed k, an index into the trace's, is in, and the first deed behind it. */
static uint32_t group_at(const struct axis *a, uint32_t k, uint32_t end, struct bracket *g)
{
    const struct trace *t = a->trace;
    g->time = trace_at(t, t->deeds[k])->time;
    g->from = axis_column(a, axis_event_x(a, t->deeds[k]));
    while (k + 1 < end) { /* the last deed of that time, which lies in k..end - 1 */
        uint32_t mid = k + (end - k) / 2;
        if (trace_at(t, t->deeds[mid])->time > g->time)
            end = mid;
        else
            k = mid;
    }
    g->to = axis_column(a, axis_event_x(a, t->deeds[k])) + (int)fmax(a->deed, 1) - 1;
    return k + 1;
}

static bool is_blank(struct win w, int y, int x, int n)
{
    for (int i = x; i < x + n && i < w.w; i++)
        if (screen_at(w.screen, w.y + y, w.x + i)->ch != ' ')
            return false;
    return true;
}

static void draw_bracket(struct win w, const struct bracket *g)
{
    if (g->from >= 0 && g->from < w.w)
        win_putc(w, 0, g->from, STYLE(ROLE_DIM), g->from == g->to ? u'╵' : u'└');
    for (int x = g->from + 1 > 0 ? g->from + 1 : 0; x < g->to && x < w.w; x++)
        win_putc(w, 0, x, STYLE(ROLE_DIM), u'─');
    if (g->from < g->to && g->to < w.w)
        win_putc(w, 0, g->to, STYLE(ROLE_DIM), u'┘');
}

/* Under the left end of the group, if nothing stands there yet; drawn whole. */
static void draw_time(struct win w, const struct trace *t, const struct bracket *g)
{
    struct buf time = {0};
    words_time(&time, t, g->time);
    int wid = (int)time.len, x = g->from < 0 ? 0 : g->from;
    x = x + wid > w.w ? w.w - wid : x;
    if (w.h > 1 && x >= 0 && is_blank(w, 1, x ? x - 1 : 0, wid + 1))
        win_puts(w, 1, x, STYLE(ROLE_DIM), buf_str(&time));
    buf_free(&time);
}

/* Did the time between two deeds pass because somebody kept the thread? Then the last event of the
 * earlier time says so. */
static bool is_behind_block(const struct trace *t, uint32_t before, uint32_t deed)
{
    double time = trace_at(t, deed)->time;
    while (before < deed) {
        uint32_t mid = before + (deed - before) / 2;
        if (trace_at(t, mid)->time < time)
            before = mid + 1;
        else
            deed = mid;
    }
    return deed > t->first && trace_at(t, deed - 1)->kind == EV_BLOCK;
}

static void draw_gap(struct win w, int from, int to, bool blocked)
{
    const char *text = blocked ? "all stood still" : "nobody ran";
    int wid = view_width(w, text);
    if (to - from >= wid + 6)
        win_puts(w, 0, from + (to - from - wid) / 2, STYLE(ROLE_DIM), text);
}

/* Those that have begun before the cursor. Where there may be very many, as several share a column,
 * only the first of each column is looked at. */
static void draw_groups(struct win w, const struct axis *a, uint32_t cursor)
{
    const struct trace *t = a->trace;
    struct bracket g = {.to = -1};
    uint32_t k = first_above(t->deeds, t->ndeeds, axis_event_at(a, 0)), begun = 0;
    uint32_t kept = t->first ? first_above(t->deeds, t->ndeeds, t->first - 1) : 0;
    if (cursor)
        begun = first_above(t->deeds, t->ndeeds, cursor - 1);
    for (k = k > kept ? k - 1 : kept; k < begun;) {
        int before = g.to;
        bool blocked = is_behind_block(t, t->deeds[k ? k - 1 : k], t->deeds[k]);
        k = group_at(a, k, begun, &g);
        if (g.from >= w.w)
            break;
        if (before >= 0 && w.h > 1)
            draw_gap(w, before + 1, g.from, blocked);
        draw_bracket(w, &g);
        draw_time(w, t, &g);
        if (a->deed < 1 && g.to < w.w) {
            uint32_t next = first_above(t->deeds, begun, axis_event_at(a, g.to + 1));
            k = next > k ? next : k;
        }
    }
}

static double group_x(const struct axis *a, size_t i)
{
    const struct instant *g = &a->shared->all[i];
    return floor(g->at * a->deed + (g->time - a->start) * a->second) - a->origin;
}

/* The first group at column x or behind it. */
static size_t group_from(const struct axis *a, double x)
{
    size_t lo = 0, n = a->shared->n;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        if (group_x(a, mid) >= x)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* Of several that share a column, the first. */
void axis_draw_shared(struct win w, const struct axis *a, const struct comparison *c)
{
    const struct groups *all = a->shared;
    double now = compare_time(c);
    size_t i = group_from(a, 0);
    for (i -= i > 0; i < all->n; i++) {
        double x = group_x(a, i), wid = fmax(1, groups_width(all, i) * a->deed);
        struct bracket g = {all->all[i].time, axis_column(a, x), axis_column(a, x + wid - 1)};
        if (g.from >= w.w || (g.time > now && !when_same_time(g.time, now)))
            break;
        draw_bracket(w, &g);
        draw_time(w, a->trace, &g);
        size_t next = a->deed < 1 && g.to >= 0 ? group_from(a, g.to + 1) : 0;
        i = next > i + 1 ? next - 1 : i;
    }
}

/* ---- what else stands on it ---- */

uint32_t axis_warnings(const struct axis *a, int x, uint32_t seen)
{
    uint32_t from = axis_event_at(a, x);
    return from ? first_above(a->trace->warnings, seen, from - 1) : 0;
}

/* A column that has several shows one, and the next is looked for behind it. */
static void draw_warnings(struct win w, const struct axis *a, uint32_t seen)
{
    const struct trace *t = a->trace;
    for (int x = 0; x < a->w; x++) {
        uint32_t k = axis_warnings(a, x, seen);
        if (k == seen)
            return;
        int at = axis_column(a, axis_event_x(a, t->warnings[k]));
        x = at > x ? at : x;
        win_putc(w, 0, x, BOLD(ROLE_WARNING), '!');
    }
}

static void draw_marks(struct win w, const struct axis *a, const struct ui *ui)
{
    for (uint32_t k = 0; k < ui->run.nmarks; k++)
        if (ui->run.marks[k] > a->trace->first && ui->run.marks[k] <= a->trace->end)
            win_putc(w, 0, axis_column(a, axis_event_x(a, ui->run.marks[k] - 1)),
                     STYLE(ROLE_ACCENT), u'▼');
}

void axis_draw(struct win w, const struct axis *a, const struct player *p, const struct ui *ui)
{
    draw_groups(w, a, p->model.cursor);
    draw_marks(w, a, ui);
    draw_warnings(w, a, p->model.warnings);
}
