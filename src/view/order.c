/* SPDX-License-Identifier: MIT */
#include "view/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"
#include "story/cause.h"
#include "story/words.h"
#include "trace/libraries.h"
#include "trace/turns.h"
#include "view/about.h"
#include "view/find.h"

const char *const sort_names[SORTS] = {
    [SORT_ID] = "id",       [SORT_NAME] = "name", [SORT_STATE] = "state",
    [SORT_TURNS] = "turns", [SORT_RAN] = "ran",   [SORT_READY] = "ready",
    [SORT_SLEPT] = "slept", [SORT_WAIT] = "wait", [SORT_TREE] = "tree",
};

/* A task of the list. Those with the least key come first, and of these the oldest. */
struct place_in_order {
    double key;
    uint32_t task;
    uint32_t
        parent : 31;   /* in a tree: the place of who created it + 1; 0: none in the list did … */
    uint32_t last : 1; /* … and nobody behind it has the same */
};

/* ---- which tasks ---- */

uint32_t order_closing(const struct model *m)
{
    uint32_t n = 0;
    while (n < m->nrows && view_is_closing_task(m->trace, m->nrows - n))
        n++;
    return n;
}

uint32_t order_folded(const struct model *m, const struct ui *ui)
{
    return ui->run.libraries ? 0 : libraries_upto(m->trace, m->nrows);
}

bool order_lists(const struct model *m, const struct ui *ui, uint32_t task)
{
    return model_row(m, task) && (ui->run.closing || !view_is_closing_task(m->trace, task)) &&
           (ui->run.libraries || !libraries_have(m->trace, task));
}

static bool matches(const struct model *m, uint32_t task, const char *filter)
{
    const struct row *r = model_row(m, task);
    const struct actor *f = trace_task(m->trace, task);
    return !*filter || view_has(state_names[r->state], filter) ||
           view_has(trace_task_name(m->trace, task), filter) ||
           (f && view_has(f->from->coro, filter));
}

static void collect(struct order *o, const struct ui *ui)
{
    const struct model *m = o->m;
    o->older = m->nrows > ORDER_MOST ? m->nrows - ORDER_MOST : 0;
    o->places = xcalloc(m->nrows - o->older + 1, sizeof *o->places);
    for (uint32_t task = o->older + 1; task <= m->nrows; task++)
        if (order_lists(m, ui, task) && matches(m, task, ui->run.filter))
            o->places[o->n++].task = task;
}

/* ---- what comes first ---- */

static int rank(unsigned state)
{
    static const uint8_t ranks[TASK_STATES] = {
        [TASK_RUNNING] = 0, [TASK_READY] = 1, [TASK_CREATED] = 2,   [TASK_WAITING] = 3,
        [TASK_FAILED] = 4,  [TASK_ENDED] = 6, [TASK_CANCELLED] = 5, [TASK_DESTROYED] = 4,
    };
    return ranks[state];
}

/* The longest first. To the microsecond: sums of the same times may differ in their last digits. */
static double by_time(const struct model *m, uint32_t task, enum task_state s)
{
    struct spent spent = turns_spent(m, task);
    return -round(spent_in(&spent, s) * 1e6);
}

static const enum task_state timed[SORTS] = {
    [SORT_RAN] = TASK_RUNNING, [SORT_READY] = TASK_READY, [SORT_SLEPT] = TASK_WAITING};

static double key_of(const struct model *m, uint32_t task, enum sort by)
{
    const struct row *r = model_row(m, task);
    switch (by) {
    case SORT_STATE:
        return rank(r->state);
    case SORT_TURNS:
        return -(double)turns_spent(m, task).turns;
    case SORT_RAN:
    case SORT_READY:
    case SORT_SLEPT:
        return by_time(m, task, timed[by]);
    case SORT_WAIT: /* who stopped first has waited longest */
        return r->state == TASK_WAITING ? r->stopped : TRACE_NONE;
    default:
        return 0;
    }
}

/* Task-9 before Task-10. */
static int compare_names(const struct trace *t, uint32_t a, uint32_t b)
{
    const struct actor *x = trace_task(t, a), *y = trace_task(t, b);
    if (x && y && !x->name && !y->name)
        return x->number < y->number ? -1 : x->number > y->number;
    return strverscmp(trace_task_name(t, a), trace_task_name(t, b));
}

static int compare(const void *x, const void *y, void *data)
{
    const struct place_in_order *a = x, *b = y;
    const struct order *o = data;
    int names = o->by == SORT_NAME ? compare_names(o->m->trace, a->task, b->task) : 0;
    if (names)
        return names;
    if (a->key < b->key || b->key < a->key)
        return a->key < b->key ? -1 : 1;
    return a->task < b->task ? -1 : a->task > b->task;
}

static bool is_ordered(const struct order *o)
{
    return !o->places || o->by == SORT_ID || o->by == SORT_TREE;
}

void order_settle(struct order *o, uint32_t from, uint32_t n)
{
    if (is_ordered(o) || from >= o->n)
        return;
    sort_part(o->places, o->n, sizeof *o->places, from, n < o->n - from ? from + n : o->n, compare,
              o);
}

/* ---- the tree: a task stands below who created it ---- */

/* Of each task of the list, counted from 1; 0 is the root of all. */
struct family {
    uint32_t *parent, *first, *next; /* first: of its children; next: of its siblings */
    uint32_t *place;                 /* in the tree, + 1 */
};

/* The nearest of those that led to each task which is in the list. */
static void find_parents(struct family *f, const struct order *o)
{
    uint32_t *nearest = xcalloc(o->m->nrows - o->older + 1, sizeof *nearest), k = 0;
    for (uint32_t task = o->older + 1; task <= o->m->nrows; task++) {
        const struct actor *a = trace_task(o->m->trace, task);
        uint32_t maker = a ? a->maker : 0;
        uint32_t up = maker > o->older && maker < task ? nearest[maker - o->older - 1] : 0;
        if (k < o->n && o->places[k].task == task) {
            f->parent[++k] = up;
            up = k;
        }
        nearest[task - o->older - 1] = up;
    }
    free(nearest);
}

static uint32_t next_in_tree(const struct family *f, uint32_t i)
{
    if (f->first[i])
        return f->first[i];
    while (i && !f->next[i])
        i = f->parent[i];
    return f->next[i];
}

static void plant(struct order *o)
{
    uint32_t size = o->n + 1, n = 0;
    uint32_t *all = xcalloc(4 * (size_t)size, sizeof *all);
    struct family f = {all, all + size, all + 2 * (size_t)size, all + 3 * (size_t)size};
    struct place_in_order *tree = xcalloc(size, sizeof *tree);
    find_parents(&f, o);
    for (uint32_t i = o->n; i; i--) {
        f.next[i] = f.first[f.parent[i]];
        f.first[f.parent[i]] = i;
    }
    for (uint32_t i = f.first[0]; i; i = next_in_tree(&f, i)) {
        tree[n] = (struct place_in_order){.task = o->places[i - 1].task,
                                          .parent = f.place[f.parent[i]] & INT32_MAX,
                                          .last = !f.next[i]};
        f.place[i] = ++n;
    }
    free(all);
    free(o->places);
    o->places = tree;
}

void order_branch(struct buf *out, const struct order *o, uint32_t place, int levels)
{
    bool last[ORDER_LEVELS];
    int n = 0;
    if (o->by != SORT_TREE || !o->places)
        return;
    for (const struct place_in_order *p = &o->places[place]; p->parent && n < levels;
         p = &o->places[p->parent - 1])
        last[n++] = p->last;
    while (n-- > 1)
        buf_puts(out, last[n] ? "  " : "│ ");
    if (n == 0)
        buf_puts(out, last[0] ? "└ " : "├ ");
}

/* ---- the marked one ---- */

/* How many come before it. */
static uint32_t place_of(const struct order *o, uint32_t task)
{
    struct place_in_order one = {.task = task};
    uint32_t n = 0;
    if (model_row(o->m, task))
        one.key = key_of(o->m, task, o->by);
    if (o->by == SORT_TREE) {
        while (n < o->n && o->places[n].task != task)
            n++;
        return n < o->n ? n : 0;
    }
    for (uint32_t i = 0; i < o->n; i++)
        n += compare(&o->places[i], &one, (void *)o) < 0;
    return n;
}

void order_make(struct order *o, const struct model *m, const struct ui *ui)
{
    uint32_t task = view_task(m, ui);
    *o = (struct order){.m = m, .by = ui->run.sort, .folds = order_folded(m, ui) > 0};
    if (o->by == SORT_ID && !*ui->run.filter) {
        o->n = m->nrows - (ui->run.closing ? 0 : order_closing(m)) - order_folded(m, ui);
        o->at = o->shown =
            task ? task - 1 - (o->folds ? libraries_upto(m->trace, task - 1) : 0) : 0;
        return;
    }
    collect(o, ui);
    for (uint32_t i = 0; i < o->n; i++)
        o->places[i].key = key_of(m, o->places[i].task, o->by);
    if (o->by == SORT_TREE)
        plant(o);
    o->at = place_of(o, task);
    o->shown = is_ordered(o) || ui->run.task ? o->at : 0;
}

void order_free(struct order *o)
{
    free(o->places);
    o->places = NULL;
}

uint32_t order_task(const struct order *o, uint32_t place)
{
    if (o->places)
        return o->places[place].task;
    return o->folds ? libraries_skip(o->m->trace, place) : place + 1;
}

/* ---- its neighbours ---- */

static uint32_t beside_by_number(const struct model *m, const struct ui *ui, uint32_t task, int by)
{
    int64_t way = by < 0 ? -1 : 1, left = by < 0 ? -by : by;
    uint32_t at = order_lists(m, ui, task) ? task : 0;
    for (int64_t t = task + way; left && t >= 1 && t <= m->nrows; t += way)
        if (order_lists(m, ui, (uint32_t)t)) {
            at = (uint32_t)t;
            left--;
        }
    return at;
}

/* The place so many rows away from that of `task`. Where nobody is selected the first rows are seen, and
 * the first press goes there. */
static int64_t place_beside(const struct order *o, const struct ui *ui, bool listed, int by)
{
    if (!is_ordered(o) && !ui->run.task)
        return by > 0 ? by - 1 : 0;
    return (int64_t)o->at + by - (!listed && by > 0);
}

uint32_t order_beside(const struct model *m, const struct ui *ui, uint32_t task, int by)
{
    struct order o;
    uint32_t found = 0;
    order_make(&o, m, ui);
    if (!o.places)
        return beside_by_number(m, ui, task, by);
    order_settle(&o, o.at, 1);
    bool listed = o.at < o.n && o.places[o.at].task == task;
    if (o.n && (listed || (by < 0 ? o.shown > 0 : o.shown < o.n))) {
        int64_t to = place_beside(&o, ui, listed, by);
        uint32_t place = to < 0 ? 0 : to < o.n ? (uint32_t)to : o.n - 1;
        order_settle(&o, place, 1);
        found = order_task(&o, place);
    }
    order_free(&o);
    return found;
}

/* ---- figures ---- */

bool order_has_figures(enum sort by)
{
    return by >= SORT_TURNS && by <= SORT_WAIT;
}

void order_figure(struct buf *out, const struct order *o, uint32_t task)
{
    const struct model *m = o->m;
    const struct row *r = model_row(m, task);
    struct spent spent = turns_spent(m, task);
    if (o->by == SORT_TURNS)
        buf_printf(out, "%u", spent.turns);
    else if (timed[o->by])
        words_time(out, m->trace, spent_in(&spent, timed[o->by]));
    else if (r->state == TASK_WAITING && cause_kept(m->trace, r->stopped))
        words_time(out, m->trace, m->time - trace_at(m->trace, r->stopped)->time);
}
