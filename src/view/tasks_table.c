/* SPDX-License-Identifier: MIT */
#include "view/tasks_table.h"

#include <string.h>

#include "base/buf.h"
#include "story/words.h"
#include "view/crowd.h"
#include "view/layout.h"

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
    TINY = 44    /* … and below which the coroutine is left out */
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
static void choose_rows(struct tasks_table *t, struct order *o, int h, const struct ui *ui)
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

int tasks_table_lines(const struct tasks_table *t)
{
    return t->n ? (t->n - 1) * t->step + 1 : 0;
}

int tasks_table_lanes(const struct tasks_table *t)
{
    return tasks_table_lines(t) + t->threads;
}

bool tasks_has_worker(const struct player *p, uint32_t worker)
{
    const struct trace *t = &p->trace;
    return worker < t->nworkers && trace_actor(t, t->workers[worker])->created < p->model.cursor;
}

/* As many as have been started, and as there is room for. */
static void choose_threads(struct tasks_table *t, const struct player *p, int room)
{
    while (t->threads < room && tasks_has_worker(p, (uint32_t)t->threads)) {
        t->workers[t->threads] = p->trace.workers[t->threads];
        t->threads++;
    }
}

/* Of "main.<locals>.job" the last: whose it is stands in the source. */
static const char *bare(const char *name)
{
    static const char locals[] = "<locals>.";
    for (const char *at; (at = strstr(name, locals));)
        name = at + sizeof locals - 1;
    return *name ? name : "?";
}

const char *tasks_coroutine(const struct model *m, uint32_t task)
{
    const struct actor *f = trace_task(m->trace, task);
    return f ? bare(words_name(f->from->coro)) : "?";
}

static int words_width(int w)
{
    int wide = w < VERY_WIDE ? WORDS_WIDE : at_most(w / 5, WORDS_MOST);
    return w * 3 / 10 < WORDS_LEAST ? WORDS_LEAST : at_most(w * 3 / 10, wide);
}

static void widen_columns(struct tasks_table *t, struct win w, const struct trace *trace,
                          uint32_t task, const char *branch)
{
    bool narrow = w.w < NARROW;
    widen(&t->name, view_width(w, branch) + view_width(w, words_name(trace_task_name(trace, task))),
          (narrow ? 8 : NAME_MOST) + 2 * t->levels);
    widen(&t->coro, view_width(w, tasks_coroutine(t->order->m, task)),
          w.w < TINY ? 0
          : narrow   ? 8
                     : CORO_MOST);
}

/* As wide as those need who are shown. */
static void fit_columns(struct tasks_table *t, struct win w, const struct order *o)
{
    for (int y = 0; y < t->n; y++) {
        struct buf branch = {0};
        order_branch(&branch, o, t->places[y], t->levels);
        widen_columns(t, w, o->m->trace, t->tasks[y], buf_str(&branch));
        buf_free(&branch);
    }
}

/* As wide as all need of whom some are shown, one at one moment and another one at the next. */
static void fit_all_columns(struct tasks_table *t, struct win w, const struct order *o,
                            const struct ui *ui)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (order_lists(o->m, ui, order_task(o, i)))
            widen_columns(t, w, o->m->trace, order_task(o, i), "");
}

/* Those for whom there is room, or around whom there is. */
static void choose(struct tasks_table *t, struct win w, struct order *o, const struct player *p,
                   const struct ui *ui)
{
    struct crowd c;
    if (!crowd_choose(&c, p, ui, o, w.h, w.w / 2)) {
        choose_rows(t, o, w.h / t->step, ui);
        choose_threads(t, p, t->n ? w.h - tasks_table_lines(t) : 0);
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

void tasks_table_make(struct tasks_table *t, struct win w, struct order *o, const struct player *p,
                      const struct ui *ui)
{
    bool narrow = w.w < NARROW, tiny = w.w < TINY, tree = o->by == SORT_TREE;
    *t = (struct tasks_table){.order = o,
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
