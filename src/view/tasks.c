/* SPDX-License-Identifier: MIT */
/* The tasks: one row each, with its lane beside it, the marked one's locals, awaits and maker below.
 * However many there are, no more of them are looked at than view/order.h says. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "story/story.h"
#include "story/words.h"
#include "story/workers.h"
#include "trace/libraries.h"
#include "view/about.h"
#include "view/lanes.h"
#include "view/orders.h"
#include "view/layout.h"
#include "view/order.h"
#include "view/panes.h"
#include "view/tasks_parts.h"
#include "view/tasks_table.h"
#include "view/view.h"

enum { WIDE_NOTE = 90 };

/* Is anything drawn as blocked: a task that blocked the loop, or a thread of the pool that sleeps? */
static bool stands_still(const struct player *p)
{
    return p->trace.first_block < p->model.cursor || tasks_has_worker(p, 0);
}

/* ---- rows ---- */

static bool changed(const struct row *r, const struct player *p, const struct ui *ui)
{
    return ui->run.before < p->model.cursor && r->last >= ui->run.before;
}

/* Behind the lines that lead to it in a tree. */
static void draw_name(struct win w, const struct tasks_table *t, int y, const struct model *m,
                      struct style st)
{
    struct buf branch = {0};
    order_branch(&branch, t->order, t->places[y], t->levels);
    int x = win_puts(w, 0, 0, STYLE(ROLE_FRAME), buf_str(&branch));
    view_puts(w, 0, x, w.w, st, words_name(trace_task_name(m->trace, t->tasks[y])));
    buf_free(&branch);
}

static void draw_figure(struct win w, const struct tasks_table *t, uint32_t task)
{
    struct buf b = {0};
    order_figure(&b, t->order, task);
    int wid = view_width(w, buf_str(&b));
    view_puts(w, 0, wid < w.w ? w.w - wid : 0, w.w, STYLE(ROLE_STRONG), buf_str(&b));
    buf_free(&b);
}

/* Row i, in a window of one line. */
static void draw_row(struct win w, int i, const struct tasks_table *t, const struct player *p,
                     const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = t->tasks[i];
    const struct row *r = model_row(m, task);
    bool marked = task == view_task(m, ui);
    struct style state = STYLE(state_role(r->state));
    struct style text = STYLE(state_is_over(r->state) ? ROLE_DIM : ROLE_TEXT), name = text;
    struct style coro = STYLE(state_is_over(r->state) ? ROLE_DIM : ROLE_NAME);
    if (changed(r, p, ui))
        name.attr = state.attr = ATTR_BOLD;

    if (marked)
        win_puts(w, 0, 0, STYLE(ROLE_STRONG), "▸");
    win_putc(w, 0, 1, state, state_glyph(r->state));
    if (t->state)
        view_puts(w, 0, 3, 3 + t->state, state, state_names[r->state]);
    int x = 3 + t->state;
    draw_name(win_sub(w, 0, x, 1, t->name), t, i, m, name);
    x += t->name + 1;
    view_puts(w, 0, x, x + t->coro, coro, tasks_coroutine(m, task));
    x += t->coro ? t->coro + 1 : 0;
    draw_figure(win_sub(w, 0, x, 1, t->figure), t, task);
    x += t->figure ? t->figure + 1 : 0;
    if (t->words) {
        struct buf words = {0};
        story_task(m, task, &words);
        view_puts(w, 0, x, x + t->words, STYLE(ROLE_DIM), buf_str(&words));
        buf_free(&words);
    }
    if (marked)
        win_ground(w, 0, 0, t->lane - 1, GROUND_SELECTED);
}

/* ---- lanes ---- */

/* Events looked at for all lanes together: a frame must not take longer than the eye. */
enum { STEPS_ALL = 32768 };

/* In a live program by name, if there is room for it: the end of a pool's tells them apart. */
static void put_worker_name(struct win w, int y, int x, int end, const struct trace *t,
                            uint32_t worker)
{
    const char *name = words_name(trace_task_name(t, worker));
    char number[24];
    snprintf(number, sizeof number, "thread %u", trace_number_of(t, worker));
    bool room = utf8_columns(name, strlen(name)) < end - x;
    view_puts(w, y, x, end, STYLE(ROLE_TEXT), t->real && room ? name : number);
}

/* A thread of the pool: its number, what it runs, its lane. */
static void draw_thread(struct win w, int y, const struct tasks_table *t, const struct axis *a,
                        const struct player *p, uint32_t worker)
{
    static const char *const doing[] = {[WORKER_RUNS] = "runs",
                                        [WORKER_SLEEPS] = "sleeps in",
                                        [WORKER_COMPUTES] = "computes in",
                                        [WORKER_SHARES] = "takes turns in"};
    enum worker_does does;
    struct win right = win_sub(w, 0, t->lane, w.h, w.w - t->lane);
    uint32_t job = lane_draw_worker(right, y, a, p, worker, &does);
    const char *name = job == TRACE_NONE ? NULL : trace_note(&p->trace, job)->name;
    int end = t->lane - 3 - t->words, x = 3 + t->state;
    char text[80];
    put_worker_name(w, y, x, t->words ? end : t->lane - 1, &p->trace, worker);
    if (does == WORKER_IDLE)
        snprintf(text, sizeof text, worker_runs(&p->trace, worker) ? "has ended" : "idle");
    else
        snprintf(text, sizeof text, "%s %s()", doing[does], words_name(name ? name : "?"));
    if (t->words)
        view_puts(w, y, end, end + t->words, STYLE(ROLE_DIM), text);
}

static void draw_lanes(struct win w, const struct tasks_table *t, const struct player *p,
                       const struct ui *ui)
{
    struct win right = win_sub(w, 0, t->lane, w.h, w.w - t->lane);
    if (right.w < 4 || p->trace.first == p->trace.end)
        return;
    struct axis a = axis_make(p, ui, right.w);
    if (a.here >= 0)
        for (int y = 0; y < tasks_table_lanes(t); y++)
            win_putc(right, y, a.here + 1, STYLE(ROLE_STRONG), u'┃');
    for (int i = 0; i < t->n; i++)
        (trace_is_thread(&p->trace, t->tasks[i]) ? lane_draw_thread : lane_draw)(
            right, i * t->step, &a, p, t->tasks[i], STEPS_ALL / t->n);
    for (int i = 0; i < t->threads; i++)
        draw_thread(w, tasks_table_lines(t) + i, t, &a, p, t->workers[i]);
    axis_draw(win_sub(right, tasks_table_lanes(t), 0, w.h, right.w), &a, p, ui);
}

/* ---- what is below the rows ---- */

static void draw_closing(struct win w, int y, uint32_t n, bool over, bool marked)
{
    char text[96];
    snprintf(text, sizeof text, "asyncio.run() %s %u task%s of its own — press e",
             over ? "closed with" : "is closing:", n, n == 1 ? "" : "s");
    view_puts(w, y, 2, w.w, STYLE(ROLE_DIM), text);
    if (marked)
        win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

static void draw_folded(struct win w, int y, uint32_t n, bool marked)
{
    char text[64];
    snprintf(text, sizeof text, "%u task%s of libraries — press l", n, n == 1 ? "" : "s");
    view_puts(w, y, 2, w.w, STYLE(ROLE_DIM), text);
    if (marked)
        win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

/* How many there are of each state, where not all can be seen. */
static void put_counts(struct buf *out, const struct model *m)
{
    for (enum task_state s = TASK_CREATED; s < TASK_STATES; s++) {
        char glyph[5] = {0};
        utf8_encode(state_glyph(s), glyph);
        if (m->counts[s])
            buf_printf(out, "  %s %u", glyph, m->counts[s]);
    }
}

static void put_order(struct buf *out, const struct order *o)
{
    if (o->by != SORT_ID)
        buf_printf(out, " by %s", o->by == SORT_TREE ? "creator" : sort_names[o->by]);
    if (o->older)
        buf_printf(out, ", the newest %d", ORDER_MOST);
}

static struct win draw_frame(struct win w, const struct player *p, const struct ui *ui,
                             const struct order *o, bool some)
{
    struct buf title = {0}, note = {0};
    buf_puts(&title, model_of_threads(&p->model) ? "Threads" : p->head.nrows ? "Tasks" : "Program");
    put_order(&title, o);
    if (some || (int)o->n > w.h)
        put_counts(&title, &p->model);
    if (*ui->run.filter)
        buf_printf(&title, " \\%s", ui->run.filter);
    int room = w.w - view_width(w, buf_str(&title)) - 10;
    buf_puts(&note, model_of_threads(&p->model)
                        ? lane_legend_threads(room, p->head.variables, p->trace.real)
                        : lane_legend(room, stands_still(p)));
    if (w.w >= WIDE_NOTE)
        buf_puts(&note, "    z Z zoom");
    w = view_frame(w, buf_str(&title), note.len ? buf_str(&note) : NULL,
                   ui->run.focus == PANE_TASKS);
    buf_free(&title);
    buf_free(&note);
    return w;
}

/* Lines of the inside that the rows may take: two are the axis's, where there is room. */
static int room_for(struct win w)
{
    return w.h - (w.h >= 4 ? 2 : w.h >= 3 ? 1 : 0);
}

/* ---- a swarm: so many tasks that few can have a lane ---- */

enum { SWARM = 200 };

/* Lines of the map in a window: a third of what the rows would have. */
static int map_lines(struct win w, const struct order *o)
{
    return o->n > SWARM && !o->places ? room_for(w) / 3 : 0;
}

static int rows_room(struct win w, const struct order *o)
{
    return room_for(w) - map_lines(w, o) - (o->folds && w.h > 4);
}

/* Each cell is one task, of as many as come to a cell. */
static void draw_map(struct win w, const struct order *o, const struct model *m)
{
    uint64_t cells = (uint64_t)w.w * (uint64_t)w.h, n = o->n;
    cells = cells < n ? cells : n;
    for (uint64_t i = 0; i < cells; i++) {
        const struct row *r = model_row(m, order_task(o, (uint32_t)(i * n / cells)));
        int y = (int)(i / (uint64_t)w.w), x = (int)(i % (uint64_t)w.w);
        if (r)
            lane_put_state(w, y, x, r->state);
    }
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui), closing = ui->run.closing ? 0 : order_closing(m);
    uint32_t folded = order_folded(m, ui);
    struct order o;
    struct tasks_table t;
    order_make(&o, m, ui);
    struct win inside = view_inside(w);
    tasks_table_make(&t, win_sub(inside, 0, 0, rows_room(inside, &o), inside.w), &o, p, ui);
    w = draw_frame(w, p, ui, &o, t.some);
    for (int i = 0; i < t.n; i++)
        draw_row(win_sub(w, i * t.step, 0, 1, w.w), i, &t, p, ui);
    if (t.n || t.threads)
        draw_lanes(win_sub(w, 0, 0, tasks_table_lanes(&t) + 2, w.w), &t, p, ui);
    else if (*ui->run.filter)
        view_puts(w, 0, 1, w.w, STYLE(ROLE_DIM), "No task matches the filter.");
    else
        tasks_draw_program(w, p, ui);
    int y = tasks_table_lanes(&t) + 2, map = t.n ? map_lines(w, &o) : 0;
    draw_map(win_sub(w, y, 1, map, w.w - 2), &o, m);
    y += map;
    if (closing && y < w.h)
        draw_closing(w, y++, closing, m->phase == PHASE_OVER, view_is_closing_task(m->trace, task));
    if (folded && y < w.h)
        draw_folded(w, y++, folded, libraries_have(m->trace, task));
    if (view_orders_of(p) && t.n && y + 1 < w.h)
        y += view_deeds(w, y, m);
    if (view_orders_of(p) && t.n && y < w.h)
        view_orders(w, y++, view_orders_of(p));
    if (task && t.n && !layout_shows(w.screen, ui, PANE_DETAILS))
        tasks_draw_facts(win_sub(w, y, 0, w.h, w.w), p, task);
    order_free(&o);
}

static uint32_t beside(const struct player *p, const struct ui *ui, uint32_t task, int by)
{
    return order_beside(&p->model, ui, task, by);
}

enum { LOOK_HIT = 4096 };

/* The cursor behind event i, with which it is drawn in that column, or before it: an end would lead
 * out of a turn, a jump over the sleep. */
static uint32_t cursor_at(const struct trace *t, uint32_t i)
{
    enum event_kind kind = (enum event_kind)trace_at(t, i)->kind;
    return i + (kind != EV_END && kind != EV_JUMP);
}

/* In a lane, and below it as far as the clock goes: a turn of the row's task in that column, or the
 * first event there, or, in a sleep, the last one before. */
static struct hit hit_lane(const struct player *p, const struct ui *ui, int w, int x, uint32_t task)
{
    const struct trace *t = &p->trace;
    if (w < 4 || t->first == t->end)
        return (struct hit){0};
    struct axis a = axis_make(p, ui, w);
    uint32_t from = axis_event_at(&a, x), to = axis_event_at(&a, x + 1);
    struct hit hit = {.kind = HIT_EVENT, .n = t->first};
    if (from < to)
        hit.n = cursor_at(t, from);
    else if (from > t->first)
        hit.n = cursor_at(t, from - 1);
    for (uint32_t i = from; i < to && i < from + LOOK_HIT; i++)
        if (trace_at(t, i)->kind == EV_BEGIN && trace_at(t, i)->actor == task)
            return (struct hit){.kind = HIT_EVENT, .n = i + 1};
    return hit;
}

static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    struct order o;
    struct tasks_table t;
    struct win in = view_inside(w);
    y -= in.y - w.y;
    x -= in.x - w.x;
    w = in;
    if (y < 0 || y >= w.h || x < 0 || x >= w.w)
        return (struct hit){0};
    order_make(&o, &p->model, ui);
    tasks_table_make(&t, win_sub(w, 0, 0, rows_room(w, &o), w.w), &o, p, ui);
    order_free(&o);
    int lines = t.n ? tasks_table_lanes(&t) : 1, lane = t.n ? t.lane : tasks_program_lane(w, p);
    uint32_t task = y < tasks_table_lines(&t) ? t.tasks[y / t.step] : 0;
    if (y < lines + 2 && x >= lane && (t.n || !*ui->run.filter))
        return hit_lane(p, ui, w.w - lane, x - lane, task);
    return task ? (struct hit){.kind = HIT_TASK, .n = task} : (struct hit){0};
}

const struct view view_tasks = {.name = "tasks", .draw = draw, .hit = hit, .beside = beside};
