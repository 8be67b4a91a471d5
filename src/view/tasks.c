/* SPDX-License-Identifier: MIT */
/* The tasks: one row each, with its lane beside it, the marked one's locals, awaits and maker below.
 * However many there are, no more of them are looked at than view/order.h says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "story/story.h"
#include "story/words.h"
#include "trace/told.h"
#include "view/about.h"
#include "view/crowd.h"
#include "view/figures.h"
#include "view/lanes.h"
#include "view/orders.h"
#include "view/layout.h"
#include "view/order.h"
#include "view/panes.h"
#include "view/sheet.h"
#include "view/view.h"

enum {
    NAME_MOST = 16,
    CORO_MOST = 20,
    WORDS_LEAST = 24,
    WORDS_WIDE = 30,
    WORDS_MOST = 50,
    VERY_WIDE = 160,
    FIGURE = 9,  /* "12345.678" */
    ROOMY = 100, /* columns from which a state is a word, too … */
    NARROW = 62, /* … below which nothing is said but by the lanes … */
    TINY = 44,   /* … and below which the coroutine is left out */
    WIDE_NOTE = 90
};

/* ---- what is known of a task ---- */

/* The locals of its innermost frame, as they are now; what has changed since it said them last was
 * something else. */
static int draw_locals(struct win w, int y, int x, const struct player *p, uint32_t task)
{
    const struct trace *t = &p->trace;
    uint32_t now = view_told(p, task);
    if (now == TRACE_NONE || state_is_over(model_row(&p->model, task)->state))
        return x;
    uint32_t before = told_at(t, trace_previous(t, now));
    const char *was = before == TRACE_NONE ? "" : told_locals(t, before);
    for (const char *s = told_locals(t, now); *s; s += strcspn(s, "\n"), s += *s == '\n') {
        size_t n = strcspn(s, "\n"), name = (size_t)(strchr(s, '=') - s), old = 0;
        const char *is = s + name + 1, *then = told_value(was, s, name, &old);
        size_t len = n - name - 1;
        bool changed = then && (old != len || memcmp(then, is, len));
        char text[160];
        snprintf(text, sizeof text, "%.*s=", (int)name, s);
        x = view_puts(w, y, x, w.w, STYLE(ROLE_TEXT), text);
        snprintf(text, sizeof text, "%.*s", (int)len, is);
        x = view_puts(w, y, x, w.w, changed ? BOLD(ROLE_STRONG) : STYLE(ROLE_TEXT), text);
        if (changed) {
            snprintf(text, sizeof text, " was %.*s", (int)old, then);
            x = view_puts(w, y, x, w.w, STYLE(ROLE_DIM), text);
        }
        x += 2;
    }
    return x;
}

/* ---- rows ---- */

/* The rows that are shown, and how wide their columns are; 0: left out. */
struct table {
    uint32_t tasks[SCREEN_MAX];
    uint32_t places[SCREEN_MAX]; /* … in the order */
    const struct order *order;
    int levels;                                    /* of the tree that are shown */
    int step;                                      /* lines from one row to the next */
    int n, state, name, coro, figure, words, lane; /* lane: the column it begins in */
    uint32_t workers[SCREEN_MAX];
    int threads; /* … of the pool, in lines below the rows */
    bool some;   /* others have no room */
};

static int at_most(int n, int most)
{
    return n < most ? n : most;
}

static void widen(int *wid, int to, int most)
{
    to = at_most(to, most);
    if (*wid < to)
        *wid = to;
}

/* The rows that fit into h, those of the order around the one that is to be seen. */
static void choose_rows(struct table *t, struct order *o, int h, const struct ui *ui)
{
    int top = view_top((int)o->shown, (int)o->n, h, ui->run.scroll[PANE_TASKS]);
    order_settle(o, (uint32_t)top, (uint32_t)h);
    for (uint32_t i = (uint32_t)top; i < o->n && t->n < h; i++) {
        uint32_t task = order_task(o, i);
        if (!order_lists(o->m, ui, task))
            continue;
        t->places[t->n] = i;
        t->tasks[t->n++] = task;
    }
}

/* A very high screen has a blank line between the lanes, if there is room for that to the end. */
static int step_of(struct win w, const struct order *o, const struct ui *ui)
{
    uint32_t lanes = ui->run.lanes > o->n ? ui->run.lanes : o->n;
    return layout_is_high(w.screen) && lanes * 2 <= (uint32_t)w.h ? 2 : 1;
}

/* Lines that the rows take. */
static int lines_of(const struct table *t)
{
    return t->n ? (t->n - 1) * t->step + 1 : 0;
}

/* … and the threads of the pool below them. */
static int lanes_of(const struct table *t)
{
    return lines_of(t) + t->threads;
}

static bool has_started(const struct player *p, uint32_t worker)
{
    const struct trace *t = &p->trace;
    return worker < t->nworkers && trace_actor(t, t->workers[worker])->created < p->model.cursor;
}

/* As many as have been started, and as there is room for. */
static void choose_threads(struct table *t, const struct player *p, int room)
{
    while (t->threads < room && has_started(p, (uint32_t)t->threads)) {
        t->workers[t->threads] = p->trace.workers[t->threads];
        t->threads++;
    }
}

/* Is anything drawn as blocked: a task that blocked the loop, or a thread of the pool that sleeps? */
static bool stands_still(const struct player *p)
{
    return p->trace.first_block < p->model.cursor || has_started(p, 0);
}

static const char *coroutine_of(const struct model *m, uint32_t task)
{
    const struct actor *f = trace_task(m->trace, task);
    return f ? words_name(f->from->coro) : "?";
}

static int words_width(int w)
{
    int wide = w < VERY_WIDE ? WORDS_WIDE : at_most(w / 5, WORDS_MOST);
    return w * 3 / 10 < WORDS_LEAST ? WORDS_LEAST : at_most(w * 3 / 10, wide);
}

static void widen_columns(struct table *t, struct win w, const struct trace *trace, uint32_t task,
                          const char *branch)
{
    bool narrow = w.w < NARROW;
    widen(&t->name, view_width(w, branch) + view_width(w, words_name(trace_task_name(trace, task))),
          (narrow ? 8 : NAME_MOST) + 2 * t->levels);
    widen(&t->coro, view_width(w, coroutine_of(t->order->m, task)),
          w.w < TINY ? 0
          : narrow   ? 8
                     : CORO_MOST);
}

/* As wide as those need who are shown. */
static void fit_columns(struct table *t, struct win w, const struct order *o)
{
    for (int y = 0; y < t->n; y++) {
        struct buf branch = {0};
        order_branch(&branch, o, t->places[y], t->levels);
        widen_columns(t, w, o->m->trace, t->tasks[y], buf_str(&branch));
        buf_free(&branch);
    }
}

/* As wide as all need of whom some are shown, one at one moment and another one at the next. */
static void fit_all_columns(struct table *t, struct win w, const struct order *o,
                            const struct ui *ui)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (order_lists(o->m, ui, order_task(o, i)))
            widen_columns(t, w, o->m->trace, order_task(o, i), "");
}

/* Those for whom there is room, or around whom there is. */
static void choose(struct table *t, struct win w, struct order *o, const struct player *p,
                   const struct ui *ui)
{
    struct crowd c;
    if (!crowd_choose(&c, p, ui, o, w.h, w.w / 2)) {
        choose_rows(t, o, w.h / t->step, ui);
        choose_threads(t, p, t->n ? w.h - lines_of(t) : 0);
        fit_columns(t, w, o);
        return;
    }
    t->some = c.some;
    fit_all_columns(t, w, o, ui);
    t->n = c.ntasks;
    t->threads = c.nworkers;
    memcpy(t->tasks, c.tasks, sizeof t->tasks);
    memcpy(t->workers, c.workers, sizeof t->workers);
}

/* Columns are as wide as their texts need, but for the words and the figure: those change with each
 * step, and the lanes stand still. */
static void table_make(struct table *t, struct win w, struct order *o, const struct player *p,
                       const struct ui *ui)
{
    bool narrow = w.w < NARROW, tiny = w.w < TINY, tree = o->by == SORT_TREE;
    *t = (struct table){.order = o,
                        .levels = !tree    ? 0
                                  : narrow ? 3
                                           : ORDER_LEVELS,
                        .state = w.w < ROOMY ? 0 : 10,
                        .name = 6,
                        .coro = tiny ? 0 : 4,
                        .figure = order_has_figures(o->by) ? FIGURE : 0};
    t->step = step_of(w, o, ui);
    choose(t, w, o, p, ui);
    t->words = narrow ? 0 : words_width(w.w);
    t->lane = 4 + t->state + t->name + 1 + (t->coro ? t->coro + 1 : 0) +
              (t->figure ? t->figure + 1 : 0) + (t->words ? t->words + 2 : 0);
}

static bool changed(const struct row *r, const struct player *p, const struct ui *ui)
{
    return ui->run.before < p->model.cursor && r->last >= ui->run.before;
}

/* Behind the lines that lead to it in a tree. */
static void draw_name(struct win w, const struct table *t, int y, const struct model *m,
                      struct style st)
{
    struct buf branch = {0};
    order_branch(&branch, t->order, t->places[y], t->levels);
    int x = win_puts(w, 0, 0, STYLE(ROLE_FRAME), buf_str(&branch));
    view_puts(w, 0, x, w.w, st, words_name(trace_task_name(m->trace, t->tasks[y])));
    buf_free(&branch);
}

static void draw_figure(struct win w, const struct table *t, uint32_t task)
{
    struct buf b = {0};
    order_figure(&b, t->order, task);
    int wid = view_width(w, buf_str(&b));
    view_puts(w, 0, wid < w.w ? w.w - wid : 0, w.w, STYLE(ROLE_STRONG), buf_str(&b));
    buf_free(&b);
}

/* Row i, in a window of one line. */
static void draw_row(struct win w, int i, const struct table *t, const struct player *p,
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
    view_puts(w, 0, x, x + t->coro, coro, coroutine_of(m, task));
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

/* A thread of the pool: its number, what it runs, its lane. */
static void draw_thread(struct win w, int y, const struct table *t, const struct axis *a,
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
    snprintf(text, sizeof text, "thread %u", trace_number_of(&p->trace, worker));
    view_puts(w, y, x, t->words ? end : t->lane - 1, STYLE(ROLE_TEXT), text);
    if (does == WORKER_IDLE)
        snprintf(text, sizeof text, "idle");
    else
        snprintf(text, sizeof text, "%s %s()", doing[does], words_name(name ? name : "?"));
    if (t->words)
        view_puts(w, y, end, end + t->words, STYLE(ROLE_DIM), text);
}

static void draw_lanes(struct win w, const struct table *t, const struct player *p,
                       const struct ui *ui)
{
    struct win right = win_sub(w, 0, t->lane, w.h, w.w - t->lane);
    if (right.w < 4 || p->trace.first == p->trace.end)
        return;
    struct axis a = axis_make(p, ui, right.w);
    if (a.here >= 0)
        for (int y = 0; y < lanes_of(t); y++)
            win_putc(right, y, a.here + 1, STYLE(ROLE_STRONG), u'┃');
    for (int i = 0; i < t->n; i++)
        (trace_is_thread(&p->trace, t->tasks[i]) ? lane_draw_thread : lane_draw)(
            right, i * t->step, &a, p, t->tasks[i], STEPS_ALL / t->n);
    for (int i = 0; i < t->threads; i++)
        draw_thread(w, lines_of(t) + i, t, &a, p, t->workers[i]);
    axis_draw(win_sub(right, lanes_of(t), 0, w.h, right.w), &a, p, ui);
}

static const char *program_name(const struct player *p)
{
    return p->trace.file ? words_name(p->trace.file) : "the program";
}

/* The column its lane begins in. */
static int program_lane(struct win w, const struct player *p)
{
    return 4 + view_width(w, program_name(p)) + 1;
}

enum { OBJECTS_SCAN = 1024 }; /* looked at for generators */

/* The generators of a program without a loop: their names, their lanes below that of the program. Returns how
 * many lines they take. */
static int draw_generators(struct win w, int lane, const struct axis *a, const struct player *p)
{
    const struct model *m = &p->model;
    struct win right = win_sub(w, 0, lane, w.h, w.w);
    int lines = 0;
    for (uint32_t i = 1; i <= m->nobjects && i < OBJECTS_SCAN && lines < w.h; i++) {
        uint32_t sync = model_object(m, i);
        const struct note *n =
            sync == TRACE_NONE || sync < p->trace.first ? NULL : trace_note(&p->trace, sync);
        if (!n || !n->name || strcmp(n->name, "generator") || !n->text)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(n->text, " "), n->text);
        view_puts(w, lines, 3, lane - 1, STYLE(ROLE_NAME), words_name(name));
        uint8_t state = lane_draw_generator(right, lines, a, p, i);
        if (state < TASK_STATES)
            win_putc(w, lines, 1, STYLE(state_role(state)), state_glyph(state));
        lines++;
    }
    return lines;
}

/* Where there is no task, the program does all by itself. */
static void draw_program(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    if (p->trace.first == p->trace.end)
        return;
    bool over = m->phase == PHASE_OVER;
    struct win right = win_sub(w, 0, program_lane(w, p), w.h, w.w);
    struct axis a = axis_make(p, ui, right.w);
    win_putc(w, 0, 1, STYLE(over ? ROLE_DONE : ROLE_RUNNING),
             state_glyph(over ? TASK_ENDED : TASK_RUNNING));
    view_puts(w, 0, 3, w.w, STYLE(ROLE_TEXT), program_name(p));
    lane_draw_program(right, 0, &a, p);
    int y = 1 + draw_generators(win_sub(w, 1, 0, w.h - 3, w.w), program_lane(w, p), &a, p);
    axis_draw(win_sub(right, y, 0, w.h, right.w), &a, p, ui);
    if (w.h > y + 3)
        view_puts(w, y + 3, 1, w.w, STYLE(ROLE_DIM),
                  m->tick ? "No task is left in what is kept of the trace."
                  : over  ? "No task was made: the program's own lines ran."
                          : "No task yet: the program's own lines run.");
}

/* ---- what is below the rows ---- */

/* The marked task in two lines: what it has, whom it awaits, who made it, how often and long it ran. */
static void draw_facts(struct win w, const struct player *p, uint32_t task)
{
    const struct model *m = &p->model;
    struct buf awaits = {0}, created = {0}, figures = {0};
    const struct row *r = model_row(m, task);
    if ((r->state == TASK_WAITING || r->state == TASK_READY) && !trace_is_thread(m->trace, task))
        view_awaits(&awaits, m, task);
    view_created(&created, m->trace, task);
    int x = view_puts(w, 0, 1, w.w, BOLD(ROLE_TEXT), words_name(trace_task_name(m->trace, task)));
    if (draw_locals(w, 0, x + 3, p, task) == x + 3)
        view_puts(w, 0, x + 3, w.w, STYLE(ROLE_DIM), "no locals");
    x = 1;
    if (awaits.len) {
        x = win_puts(w, 1, x, STYLE(ROLE_DIM), "awaits  ");
        x = view_puts(w, 1, x, w.w, STYLE(ROLE_TEXT), buf_str(&awaits)) + 3;
    }
    if (created.len && x + 8 + view_width(w, buf_str(&created)) <= w.w) {
        x = win_puts(w, 1, x, STYLE(ROLE_DIM),
                     trace_is_thread(m->trace, task) ? "started " : "created ");
        x = win_puts(w, 1, x, STYLE(ROLE_TEXT), buf_str(&created)) + 3;
    }
    view_figures_short(&figures, m, task);
    if (x + view_width(w, buf_str(&figures)) <= w.w)
        win_puts(w, 1, x, STYLE(ROLE_TEXT), buf_str(&figures));
    buf_free(&awaits);
    buf_free(&created);
    buf_free(&figures);
}

/* The marked task, in as much detail as there is room for. */
static void draw_below(struct win w, const struct player *p, uint32_t task)
{
    struct win inside = win_sub(w, 1, 1, w.h - 1, w.w - 2);
    if (w.h < 3)
        return;
    win_fill(w, 0, 1, w.w - 2, STYLE(ROLE_FRAME), u'╌');
    if (!view_sheet_in(inside, &p->model, task))
        draw_facts(inside, p, task);
}

static void draw_closing(struct win w, int y, uint32_t n, bool over, bool marked)
{
    char text[96];
    snprintf(text, sizeof text, "asyncio.run() %s %u task%s of its own — press e",
             over ? "closed with" : "is closing:", n, n == 1 ? "" : "s");
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
    return room_for(w) - map_lines(w, o);
}

/* Each cell is one task, of as many as come to a cell. */
static void draw_map(struct win w, const struct order *o, const struct model *m)
{
    uint64_t cells = (uint64_t)w.w * (uint64_t)w.h, n = o->n;
    cells = cells < n ? cells : n;
    for (uint64_t i = 0; i < cells; i++) {
        const struct row *r = model_row(m, (uint32_t)(i * n / cells) + 1);
        int y = (int)(i / (uint64_t)w.w), x = (int)(i % (uint64_t)w.w);
        if (r)
            lane_put_state(w, y, x, r->state);
    }
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui), closing = ui->run.closing ? 0 : order_closing(m);
    struct order o;
    struct table t;
    order_make(&o, m, ui);
    struct win inside = view_inside(w);
    table_make(&t, win_sub(inside, 0, 0, rows_room(inside, &o), inside.w), &o, p, ui);
    w = draw_frame(w, p, ui, &o, t.some);
    for (int i = 0; i < t.n; i++)
        draw_row(win_sub(w, i * t.step, 0, 1, w.w), i, &t, p, ui);
    if (t.n)
        draw_lanes(win_sub(w, 0, 0, lanes_of(&t) + 2, w.w), &t, p, ui);
    else if (*ui->run.filter)
        view_puts(w, 0, 1, w.w, STYLE(ROLE_DIM), "No task matches the filter.");
    else
        draw_program(w, p, ui);
    int y = lanes_of(&t) + 2, map = t.n ? map_lines(w, &o) : 0;
    draw_map(win_sub(w, y, 1, map, w.w - 2), &o, m);
    y += map;
    if (closing && y < w.h)
        draw_closing(w, y++, closing, m->phase == PHASE_OVER, view_is_closing_task(m->trace, task));
    if (view_orders_of(p) && t.n && y + 1 < w.h)
        y += view_deeds(w, y, m);
    if (view_orders_of(p) && t.n && y < w.h)
        view_orders(w, y++, view_orders_of(p));
    if (task && t.n && !layout_shows(w.screen, ui, PANE_DETAILS))
        draw_below(win_sub(w, y, 0, w.h, w.w), p, task);
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
    struct table t;
    struct win in = view_inside(w);
    y -= in.y - w.y;
    x -= in.x - w.x;
    w = in;
    if (y < 0 || y >= w.h || x < 0 || x >= w.w)
        return (struct hit){0};
    order_make(&o, &p->model, ui);
    table_make(&t, win_sub(w, 0, 0, rows_room(w, &o), w.w), &o, p, ui);
    order_free(&o);
    int lines = t.n ? lanes_of(&t) : 1, lane = t.n ? t.lane : program_lane(w, p);
    uint32_t task = y < lines_of(&t) ? t.tasks[y / t.step] : 0;
    if (y < lines + 2 && x >= lane && (t.n || !*ui->run.filter))
        return hit_lane(p, ui, w.w - lane, x - lane, task);
    return task ? (struct hit){.kind = HIT_TASK, .n = task} : (struct hit){0};
}

const struct view view_tasks = {.name = "tasks", .draw = draw, .hit = hit, .beside = beside};
