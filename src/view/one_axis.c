/* SPDX-License-Identifier: MIT */
/* The lanes of two runs below each other, on the axis that both share. */
#include "view/one_axis.h"

#include "compare/verdict.h"
#include "story/words.h"
#include "view/axis.h"
#include "view/lanes.h"
#include "view/order.h"
#include "view/side.h"

enum {
    NAME_LEAST = 7,
    NAME_MOST = 18,
    TASK_MOST = 14,
    NARROW = 60,
    ROOMY = 60,
    STEPS = 16384,
    AXIS = 2
};

int one_axis_height(const struct ui *ui, bool airy)
{
    struct buf b = {0};
    verdict_of_time(&b, ui->comparing->comparison);
    int airs = !airy ? 0 : b.len ? 2 : 1;
    buf_free(&b);
    return side_lanes(ui, 0) + side_lanes(ui, 1) + AXIS + 2 + airs;
}

/* Where the columns of names end: of the run, of its tasks. */
struct columns {
    int task, lane;
};

static struct columns columns_of(struct win w, const struct ui *ui)
{
    int name = NAME_LEAST, most = w.w < NARROW ? NAME_LEAST : NAME_MOST;
    for (int i = 0; i < 2; i++) {
        int wid = view_width(w, side_name(ui, i));
        name = wid > name ? wid < most ? wid : most : name;
    }
    int task = name + 1;
    for (int i = 0; i < 2; i++) {
        const struct player *p = side_player(ui, i);
        for (uint32_t k = 1; k <= p->head.nrows - order_closing(&p->head) && k < SCREEN_MAX; k++) {
            int wid = view_width(w, words_name(trace_task_name(&p->trace, k)));
            task = name + 1 + wid > task ? name + 1 + wid : task;
        }
    }
    int at_least = name + 8, at_most = name + 1 + (w.w < NARROW ? NAME_LEAST : TASK_MOST);
    task = task < at_least ? at_least : task > at_most ? at_most : task;
    return (struct columns){name + 1, task + 1};
}

/* The tasks of a run that are shown in h lines. */
struct shown {
    struct order order;
    uint32_t top;
};

static struct shown choose(const struct player *p, const struct ui *ui, int h)
{
    struct shown sh;
    order_make(&sh.order, &p->model, ui);
    int n = (int)sh.order.n;
    int top = view_top(0, n, h, ui->run.scroll[PANE_TASKS]);
    sh.top = (uint32_t)(top > 0 ? top : 0);
    order_settle(&sh.order, sh.top, (uint32_t)h);
    return sh;
}

static void draw_cursor(struct win w, const struct axis *a)
{
    for (int y = 0; y < w.h && a->here >= 0; y++)
        win_putc(w, y, a->here + 1, STYLE(ROLE_STRONG), u'┃');
}

static void draw_tasks(struct win w, struct columns c, const struct axis *a, const struct player *p,
                       const struct ui *ui)
{
    struct shown sh = choose(p, ui, w.h);
    struct win right = win_sub(w, 0, c.lane, w.h, w.w);
    for (int y = 0; y < w.h && sh.top + (uint32_t)y < sh.order.n; y++) {
        uint32_t task = order_task(&sh.order, sh.top + (uint32_t)y);
        if (!order_lists(&p->model, ui, task))
            continue;
        view_puts(w, y, c.task, c.lane - 1, STYLE(ROLE_TEXT),
                  words_name(trace_task_name(&p->trace, task)));
        (p->trace.threads ? lane_draw_thread : lane_draw)(right, y, a, p, task, STEPS / w.h);
    }
    order_free(&sh.order);
}

/* One of them, in as many lines as it has. */
static void draw_run(struct win w, struct columns c, const struct ui *ui, int run)
{
    const struct comparing *both = ui->comparing;
    const struct player *p = side_player(ui, run);
    struct win right = win_sub(w, 0, c.lane, w.h, w.w);
    struct axis a = axis_make_shared(both->comparison, run, both->zoom, right.w);
    struct ui own = side_ui(ui, run, PANE_TASKS);
    bool chosen = both->side == run;
    view_puts(w, 0, 0, c.task - 1, chosen ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME), side_name(ui, run));
    if (p->model.nrows) {
        draw_tasks(w, c, &a, p, &own);
        return;
    }
    view_puts(w, 0, c.task, c.lane - 1, STYLE(ROLE_TEXT), "program");
    lane_draw_program(right, 0, &a, p);
}

/* The lines of each run: all its lanes, or a fair part of what there is. */
static void share(int h, const struct ui *ui, int lines[2])
{
    for (int i = 0; i < 2; i++)
        lines[i] = side_lanes(ui, i);
    if (lines[0] + lines[1] <= h)
        return;
    int small = lines[0] < lines[1] ? 0 : 1, half = h / 2;
    lines[small] = lines[small] < half ? lines[small] : half;
    lines[!small] = h - lines[small];
}

/* Below the lanes, where each run has what differs, if both stand at a difference. */
static void mark_difference(struct win w, const struct comparing *both)
{
    const struct comparison *c = both->comparison;
    size_t at = compare_stands_at(c);
    for (int r = 0; r < 2 && at; r++) {
        const struct player *p = &c->run[r].player;
        uint32_t event = differences_event(&c->differences, p, &c->groups, r, at - 1);
        struct axis a = axis_make_shared(c, r, both->zoom, w.w);
        if (event != TRACE_NONE)
            win_puts(w, 0, axis_column(&a, axis_event_x(&a, event)), BOLD(ROLE_WARNING), "≠");
    }
}

/* Where there is room for it. */
static void draw_verdict(struct win w, const struct comparison *c)
{
    struct buf b = {0};
    verdict_of_time(&b, c);
    if (w.h)
        view_puts(w, 0, 0, w.w, STYLE(ROLE_DIM), buf_str(&b));
    buf_free(&b);
}

static void draw_lanes(struct win w, const struct ui *ui)
{
    struct columns c = columns_of(w, ui);
    int lines[2];
    share(w.h - AXIS, ui, lines);
    bool airy = lines[0] + lines[1] + AXIS < w.h;
    int below_lanes = lines[0] + airy + lines[1];
    if (w.w - c.lane < 4)
        return;
    struct axis a =
        axis_make_shared(ui->comparing->comparison, 0, ui->comparing->zoom, w.w - c.lane);
    draw_cursor(win_sub(w, 0, c.lane, below_lanes, w.w), &a);
    draw_run(win_sub(w, 0, 0, lines[0], w.w), c, ui, 0);
    draw_run(win_sub(w, lines[0] + airy, 0, lines[1], w.w), c, ui, 1);
    struct win below = win_sub(w, below_lanes, c.lane, AXIS, w.w);
    axis_draw_shared(below, &a, ui->comparing->comparison);
    mark_difference(below, ui->comparing);
    draw_verdict(win_sub(w, below_lanes + AXIS, 0, 1, w.w), ui->comparing->comparison);
}

/* Is anything drawn as blocked? */
static bool blocked(const struct ui *ui)
{
    for (int i = 0; i < 2; i++)
        if (side_player(ui, i)->trace.first_block != TRACE_NONE)
            return true;
    return false;
}

/* That of threads, of tasks, or of either beside the other. */
static const char *legend_of(int room, const struct ui *ui)
{
    bool one = side_player(ui, 0)->trace.threads, other = side_player(ui, 1)->trace.threads;
    if (one && other)
        return lane_legend_threads(room, true, false);
    if (one != other && !blocked(ui) && room >= ROOMY)
        return "█ ran  ▂ ready  ╌ waiting  r w reads, writes";
    if (blocked(ui) && room >= ROOMY)
        return "█ ran  ▂ ready  ╌ waiting  ▒ blocked: nobody could run";
    return lane_legend(room, blocked(ui));
}

void view_one_axis(struct win w, const struct ui *ui)
{
    const char *legend = legend_of(w.w - 20, ui);
    bool focused = ui->comparing->pane == PANE_TASKS;
    draw_lanes(view_padded(view_frame(w, "One axis", legend, focused)), ui);
}

struct range one_axis_range(struct win w, const struct ui *ui, int run)
{
    int lines[2];
    share(view_inside(w).h - AXIS, ui, lines);
    return view_range(0, side_lanes(ui, run), lines[run]);
}

static struct win inside(struct win w)
{
    return view_padded(view_inside(w));
}

int one_axis_run(struct win w, const struct ui *ui, int y)
{
    int lines[2];
    struct win in = inside(w);
    share(in.h - AXIS, ui, lines);
    return y >= in.y + lines[0] + (lines[0] + lines[1] + AXIS < in.h);
}

uint32_t one_axis_event(struct win w, const struct ui *ui, int run, int x)
{
    struct win in = inside(w);
    int lane = columns_of(in, ui).lane, column = x - in.x - lane;
    const struct trace *t = &side_player(ui, run)->trace;
    if (column < 0 || in.w - lane < 4 || t->first == t->end)
        return TRACE_NONE;
    struct axis a =
        axis_make_shared(ui->comparing->comparison, run, ui->comparing->zoom, in.w - lane);
    uint32_t from = axis_event_at(&a, column), to = axis_event_at(&a, column + 1);
    return from < to || from == t->first ? from : from - 1;
}
