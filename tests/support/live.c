/* SPDX-License-Identifier: MIT */
#include "tests/support/live.h"

#include <stdint.h>
#include <stdlib.h>

#include "loop/future.h"
#include "loop/task.h"
#include "target/program.h"
#include "tests/test.h"

static void assert_same_ready(const struct model *m, const struct loop *l)
{
    uint32_t k = 0;
    assert_int_equal(m->ready.n, l->ready.n);
    for (const struct handle *h = l->ready.first; h; h = h->next, k++) {
        struct entry e = model_ready(m, k);
        assert_int_equal(e.handle, h->id);
        assert_int_equal(model_uncalled(m, e), ready_is_buried(h));
        const struct object *owner = handle_owner((struct handle *)h);
        assert_int_equal(e.task, h->type->what == HANDLE_CALLBACK ? 0 : owner->id & ~REF_TASK);
    }
}

static void assert_same_timers(const struct model *m, const struct loop *l)
{
    struct timer_entry first, *all = malloc((m->timers.n + 1) * sizeof *all);
    uint32_t n = model_timers_from(m, 0, all, m->timers.n);
    assert_int_equal(n, l->timers.n);
    for (size_t i = 0; i < l->timers.n; i++) {
        const struct timer *t = l->timers.slots[i].timer;
        uint32_t k = 0;
        while (k < n && all[k].handle != t->handle.id)
            k++;
        assert_true(k < n && all[k].when == t->when);
    }
    free(all);
    if (model_timers(m, &first, 1))
        assert_int_equal(first.handle, timers_first(&l->timers)->handle.id);
}

/* asyncio.run()'s own has no line of the program, and stands on its def. */
static uint32_t innermost_line(const struct trace *trace, const struct task *t)
{
    const struct coro *c = t->stack.top;
    while (c->fn->on != ON_NONE && c->caller)
        c = c->caller;
    return c->fn->on == ON_NONE ? c->line : trace_task(trace, task_actor(t))->from->def_line;
}

/* The invariant of loop/task.h, and the row that the model has of it. */
static enum task_state assert_same_pending(const struct trace *trace, const struct row *r,
                                           const struct task *t)
{
    bool waits = task_waiting(t) && !future_done(task_waiting(t));
    assert_true(waits != t->wake.listed);
    if (!waits)
        return TASK_READY;
    assert_int_equal(r->ref, task_waiting(t)->object.id);
    assert_int_equal(trace_line(trace, r->place), innermost_line(trace, t));
    return TASK_WAITING;
}

static void assert_same_tasks(const struct model *m, struct loop *l)
{
    static const enum task_state ended[] = {TASK_NONE, TASK_ENDED, TASK_FAILED, TASK_CANCELLED};
    uint32_t pending = 0, rows = 0;
    for (const struct task *t = l->first; t; t = t->next) {
        const struct row *r = model_row(m, task_actor(t));
        assert_non_null(r);
        pending += !task_done(t);
        assert_int_equal(r->state, task_done(t) ? ended[t->future.state]
                                                : assert_same_pending(m->trace, r, t));
    }
    assert_int_equal(m->counts[TASK_READY] + m->counts[TASK_WAITING] - m->processes[1], pending);
    assert_int_equal(m->counts[TASK_CREATED] + m->counts[TASK_RUNNING], m->processes[0]);
    for (uint32_t actor = 1; actor <= m->nrows; actor++) { /* a thread of the pool has none */
        const struct actor *a = trace_actor(m->trace, actor);
        rows += model_row(m, actor) && a && a->kind == ACTOR_TASK;
    }
    assert_int_equal(rows, l->tasks);
}

void assert_counts_are_of_the_rows(const struct model *m)
{
    uint32_t counts[TASK_STATES] = {0};
    for (uint32_t task = 1; task <= m->nrows; task++)
        if (model_row(m, task))
            counts[model_row(m, task)->state]++;
    for (int s = TASK_CREATED; s < TASK_STATES; s++)
        assert_int_equal(m->counts[s], counts[s]);
}

static void assert_like_the_loop(const struct model *m, struct runner *r)
{
    struct loop *l = &r->loop;
    enum run_stage stage = r->stage;
    assert_true(m->time == loop_time(l));
    assert_int_equal(m->tick, l->emitter.tick);
    assert_int_equal(m->loop, stage != RUN_IDLE);
    assert_int_equal(m->closing, stage != RUN_IDLE && stage != RUN_MAIN);
    assert_int_equal(m->phase == PHASE_OVER, r->over);
    assert_int_equal(m->status, r->status);
    assert_int_equal(m->handle, 0);
    assert_int_equal(m->task, 0);
    assert_same_ready(m, l);
    assert_same_timers(m, l);
    assert_same_tasks(m, l);
    assert_counts_are_of_the_rows(m);
}

void assert_true_at_every_tick(struct player *p)
{
    do
        assert_like_the_loop(&p->head, program_runner(p));
    while (runner_tick(program_runner(p)));
    assert_true(program_runner(p)->over);
}
