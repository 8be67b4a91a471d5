/* SPDX-License-Identifier: MIT */
#include "view/crowd.h"

#include "view/about.h"
#include "view/axis.h"

enum { WORKERS_MOST = 64, LOOK_BACK = 4096 };

/* Who gives way first. */
enum yields { RESTS, ONLY_WAITED, NEVER };

struct candidate {
    uint32_t who, last; /* last: the event that touched it */
    enum yields yields;
    bool worker, left_out;
};

struct candidates {
    struct candidate all[CROWD_MOST + WORKERS_MOST];
    int n;
};

/* ---- who there is ---- */

/* It has ended, or nobody has told the process what to do. */
static bool rests(const struct player *p, uint32_t task, const struct row *r)
{
    const struct actor *a = trace_actor(&p->trace, task);
    return state_is_over(r->state) || (a && a->kind == ACTOR_PROCESS && r->state == TASK_WAITING);
}

static void add_tasks(struct candidates *c, const struct player *p, const struct ui *ui,
                      const struct order *o, uint32_t since)
{
    uint32_t marked = view_task(&p->model, ui);
    for (uint32_t i = 0; i < o->n; i++) {
        uint32_t task = order_task(o, i);
        const struct row *r = model_row(&p->model, task);
        if (!order_lists(&p->model, ui, task))
            continue;
        bool waits = r->state == TASK_WAITING && r->last < since;
        c->all[c->n++] = (struct candidate){.who = task,
                                            .last = r->last,
                                            .yields = task == marked      ? NEVER
                                                      : rests(p, task, r) ? RESTS
                                                      : waits             ? ONLY_WAITED
                                                                          : NEVER};
    }
}

/* One that has a function to run is alive. What it did last is looked for in the newest events. */
static struct candidate worker_of(const struct player *p, uint32_t worker)
{
    const struct trace *t = &p->trace;
    struct candidate c = {.who = worker, .worker = true, .yields = RESTS};
    uint32_t end = p->model.cursor, least = end - t->first > LOOK_BACK ? end - LOOK_BACK : t->first;
    for (uint32_t i = end; i-- > least;) {
        const struct event *e = trace_at(t, i);
        if (e->actor != worker)
            continue;
        c.last = i;
        if (e->kind != EV_THREAD && e->kind != EV_JOB_DONE)
            c.yields = NEVER;
        break;
    }
    return c;
}

static void add_workers(struct candidates *c, const struct player *p)
{
    const struct trace *t = &p->trace;
    for (uint32_t i = 0; i < t->nworkers && i < WORKERS_MOST; i++)
        if (trace_actor(t, t->workers[i])->created < p->model.cursor)
            c->all[c->n++] = worker_of(p, t->workers[i]);
}

/* ---- who gives way ---- */

static struct candidate *first_to_yield(struct candidates *c)
{
    struct candidate *first = NULL;
    for (struct candidate *one = c->all; one < c->all + c->n; one++)
        if (!one->left_out && one->yields != NEVER &&
            (!first || one->yields < first->yields ||
             (one->yields == first->yields && one->last < first->last)))
            first = one;
    return first;
}

static int count_alive(const struct candidates *c)
{
    int n = 0;
    for (int i = 0; i < c->n; i++)
        n += c->all[i].yields == NEVER;
    return n;
}

/* Where those that never give way have no room themselves, nobody does: it would help none of them. */
static void drop(struct candidates *c, int h)
{
    if (count_alive(c) > h)
        return;

    struct candidate *one;
    int left = 0;
    for (int n = c->n; n > h && (one = first_to_yield(c)); n--)
        one->left_out = true;
    for (int i = 0; i < c->n; i++)
        if (!c->all[i].left_out)
            c->all[left++] = c->all[i];
    c->n = left;
}

/* The place of who acts, a thread of the pool or the marked task. */
static int place_of_actor(const struct candidates *c, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t marked = view_task(m, ui);
    uint32_t acts = m->cursor > p->trace.first ? trace_at(&p->trace, m->cursor - 1)->actor : 0;
    int at = 0;
    for (int i = 0; i < c->n; i++) {
        if (c->all[i].worker && c->all[i].who == acts)
            return i;
        if (!c->all[i].worker && c->all[i].who == marked)
            at = i;
    }
    return at;
}

/* The page with that place on it: so whoever is seen again is seen on the same line. */
static int page_top(int at, int n, int h)
{
    int top = at / h * h, last = n > h ? n - h : 0;
    return top < last ? top : last;
}

bool crowd_choose(struct crowd *c, const struct player *p, const struct ui *ui,
                  const struct order *o, int h, int w)
{
    struct candidates all = {.n = 0};
    *c = (struct crowd){.ntasks = 0};
    if (o->places || o->n > CROWD_MOST || ui->run.task || ui->run.scroll[PANE_TASKS] || h < 1 ||
        p->trace.first == p->trace.end)
        return false;
    struct axis a = axis_make(p, ui, w);
    add_tasks(&all, p, ui, o, axis_event_at(&a, 0));
    add_workers(&all, p);
    if (all.n <= h && o->n <= (uint32_t)h) /* some of those may not be listed */
        return false;
    c->some = all.n > h;
    drop(&all, h);
    int top = page_top(place_of_actor(&all, p, ui), all.n, h);
    for (int i = top; i < all.n && i < top + h; i++)
        if (all.all[i].worker)
            c->workers[c->nworkers++] = all.all[i].who;
        else
            c->tasks[c->ntasks++] = all.all[i].who;
    return true;
}
