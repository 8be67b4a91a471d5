/* SPDX-License-Identifier: MIT */
/* Each program of tests/oracle/programs in C, event by event what CPython did with it. Runs at
 * the root of the project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/support/semantics.h"

#define PROGRAM(sentence, name, main)                                                              \
    static void sentence(void **state)                                                             \
    {                                                                                              \
        (void)state;                                                                               \
        assert_like_cpython(name, main##_module_async);                                            \
    }

/* A coroutine with one number for an argument: w(n). */
#define NUMBER_FRAME(fn)                                                                           \
    struct fn {                                                                                    \
        struct coro coro;                                                                          \
        int n;                                                                                     \
    }

static struct error *value_error(const char *text)
{
    return error_text(&ValueError, "%s", text);
}

/* ---- s01 ---- */

EMPTY_FRAME(s01_inner);
async_as (s01_inner, "inner", def(2)) {
    async_begin;
    py(2)  async_return(value_int(5));
    async_end;
}

struct s01_main { struct coro coro; struct value x; };
async_as (s01_main, "main", def(3), SHOW(x)) {
    async_begin;
    py(4)  await(call(s01_inner));
    py(4)  self->x = awaited();
    py(5)  say("%s", str(self->x));
    async_end;
}
RUN_AT(s01_main, 6)
PROGRAM(an_awaited_coroutine_runs_in_the_same_step, "s01_await_coro", s01_main)

/* ---- s02 ---- */

struct s02_main { struct coro coro; struct task *t; };
async_as (s02_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(s01_inner)));
    py(5)  await(self->t);
    py(5)  say("%s", str(awaited()));
    py(6)  await(self->t);
    py(6)  say("%s", str(awaited()));
    async_end;
}
RUN_AT(s02_main, 7)
PROGRAM(awaiting_a_task_suspends_only_while_it_is_not_done, "s02_await_task", s02_main)

/* ---- s03 ---- */

EMPTY_FRAME(s03_main);
async_as (s03_main, "main", def(2)) {
    async_begin;
    py(3)  await(sleep_s(0));
    py(4)  await(sleep_s(-1));
    py(5)  await(sleep_result(0.5, value_str("r")));
    py(5)  say("%s", str(awaited()));
    async_end;
}
RUN_AT(s03_main, 6)
PROGRAM(a_sleep_of_nothing_gives_way_for_one_tick, "s03_sleeps", s03_main)

/* ---- s05a ---- */

EMPTY_FRAME(s05a_w);
async_as (s05a_w, "w", def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } finally {
    py(4)  say("fin");
    } end_finally;
    async_end;
}

struct s05a_main { struct coro coro; struct task *t; };
async_as (s05a_main, "main", def(5), SHOW(t)) {
    async_begin;
    py(6)  keep(self->t, create_task(call(s05a_w)));
    py(7)  await(sleep_s(0));
    py(8)  task_cancel(self->t);
    try {
    py(9)  await(self->t);
    } except (CancelledError) {
    py(10) say("main caught");
    } end_try;
    async_end;
}
RUN_AT(s05a_main, 11)
PROGRAM(a_cancelled_sleeper_runs_its_finally_block, "s05a_cancel_sleep", s05a_main)

/* ---- s05b ---- */

EMPTY_FRAME(s05b_w);
async_as (s05b_w, "w", def(2)) {
    async_begin;
    py(2)  say("never");
    async_end;
}

struct s05b_main { struct coro coro; struct task *t; };
async_as (s05b_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(s05b_w)));
    py(4)  task_cancel(self->t);
    try {
    py(5)  await(self->t);
    } except (CancelledError) {
    py(6)  say("main caught");
    } end_try;
    async_end;
}
RUN_AT(s05b_main, 7)
PROGRAM(a_task_cancelled_before_its_first_step_never_runs_a_line, "s05b_cancel_unstarted", s05b_main)

/* ---- s05c ---- */

EMPTY_FRAME(s05c_leaf);
async_as (s05c_leaf, "leaf", def(2)) {
    async_begin;
    py(2)  await(sleep_s(9));
    async_end;
}

struct s05c_mid { struct coro coro; struct task *t; };
async_as (s05c_mid, "mid", def(3)) {
    async_begin;
    py(3)  await(self->t);
    async_end;
}

struct s05c_main { struct coro coro; struct task *a, *b; };
async_as (s05c_main, "main", def(4), SHOW(a), SHOW(b)) {
    async_begin;
    py(5)  keep(self->a, create_task(call(s05c_leaf)));
    py(5)  keep(self->b, create_task(call(s05c_mid, .t = self->a)));
    py(6)  await(sleep_s(0));
    py(6)  await(sleep_s(0));
    py(7)  task_cancel(self->b);
    try {
    py(8)  await(self->b);
    } except (CancelledError) {
    py(9)  say("%s %s", truth(self->a->future.state == OUTCOME_CANCELLED),
               truth(self->b->future.state == OUTCOME_CANCELLED));
    } end_try;
    async_end;
}
RUN_AT(s05c_main, 10)
PROGRAM(cancelling_goes_down_the_chain_of_awaited_tasks, "s05c_cancel_chain", s05c_main)

/* ---- s05d ---- */

EMPTY_FRAME(s05d_w);
async_as (s05d_w, "w", def(2)) {
    async_begin;
    py(3)  task_cancel(current_task());
    py(4)  say("still running");
    py(5)  await(sleep_s(0));
    py(6)  say("never");
    async_end;
}

EMPTY_FRAME(s05d_w2);
async_as (s05d_w2, "w2", def(7)) {
    async_begin;
    py(8)  task_cancel(current_task());
    py(9)  say("returns at once");
    py(10) async_return(value_int(3));
    async_end;
}

static struct future *gather_two_tasks(struct coro *a, struct coro *b)
{
    struct future *const both[] = {&create_task(a)->future, &create_task(b)->future};
    return gather_futures(both, 2, true);
}

struct s05d_main { struct coro coro; struct value r; };
async_as (s05d_main, "main", def(11), SHOW(r)) {
    async_begin;
    py(12) await(gather_two_tasks(call(s05d_w), call(s05d_w2)));
    py(12) self->r = awaited();
    py(13) say("%s", repr(self->r));
    async_end;
}
RUN_AT(s05d_main, 14)
PROGRAM(a_task_that_cancels_itself_runs_on_to_its_next_await, "s05d_self_cancel", s05d_main)

/* ---- s05e ---- */

struct s05e_w { struct coro coro; struct future *f; struct error *e; };
async_as (s05e_w, "w", def(2), HOLD(f)) {
    async_begin;
    try {
    py(3)  await(self->f);
    py(3)  say("got %s", str(awaited()));
    } except_as (CancelledError, self->e) {
    py(4)  say("cancelled though result was ready");
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

struct s05e_main { struct coro coro; struct future *f; struct task *t; };
async_as (s05e_main, "main", def(5), SHOW(f), SHOW(t)) {
    async_begin;
    py(6)  keep(self->f, future_new());
    py(7)  keep(self->t, create_task(call(s05e_w, .f = object_ref(self->f))));
    py(8)  await(sleep_s(0));
    py(9)  future_set_result(self->f, value_int(1));
    py(10) task_cancel(self->t);
    py(11) await(wait_futures((struct future *[]){&self->t->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    py(12) say("%s", truth(self->t->future.state == OUTCOME_CANCELLED));
    async_end;
}
RUN_AT(s05e_main, 13)
PROGRAM(a_task_cancelled_with_its_result_ready_is_cancelled, "s05e_cancel_ready", s05e_main)

/* ---- s06a ---- */

EMPTY_FRAME(s06a_w);
async_as (s06a_w, "w", def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  async_return(value_int(7));
    async_end;
}

EMPTY_FRAME(s06a_main);
async_as (s06a_main, "main", def(3)) {
    async_begin;
    py(3)  await(wait_for(call(s06a_w), 5));
    py(3)  say("%s", str(awaited()));
    async_end;
}
RUN_AT(s06a_main, 4)
PROGRAM(wait_for_gives_the_result_that_comes_in_time, "s06a_wait_for_ok", s06a_main)

/* ---- s06b ---- */

EMPTY_FRAME(s06b_w);
async_as (s06b_w, "w", def(2)) {
    async_begin;
    py(2)  await(sleep_s(5));
    async_end;
}

EMPTY_FRAME(s06b_main);
async_as (s06b_main, "main", def(3)) {
    async_begin;
    try {
    py(4)  await(wait_for(call(s06b_w), 1));
    } except (TimeoutError) {
    py(5)  say("timeout");
    } end_try;
    async_end;
}
RUN_AT(s06b_main, 6)
PROGRAM(wait_for_cancels_what_takes_too_long, "s06b_wait_for_timeout", s06b_main)

/* ---- s07 ---- */

struct s07_main { struct coro coro; struct timeout t; };
async_as (s07_main, "main", def(2)) {
    async_begin;
    try {
    py(4)  async_with_timeout (self->t, 1) {
    py(4)      await(sleep_s(5));
    } end_timeout(self->t);
    } except (TimeoutError) {
    py(5)  say("timeout");
    } end_try;
    async_end;
}
RUN_AT(s07_main, 6)
PROGRAM(a_timeout_block_ends_with_a_timeout_error, "s07_timeout_ctx", s07_main)

/* ---- s08a ---- */

struct s08a_c { struct coro coro; struct queue *q; };
async_as (s08a_c, "c", def(2)) {
    async_begin;
    py(2)  await(queue_get(self->q));
    py(2)  say("got %s", str(awaited()));
    async_end;
}

struct s08a_main { struct coro coro; struct queue q; struct task *t; };
async_as (s08a_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(5)  keep(self->t, create_task(call(s08a_c, .q = &self->q)));
    py(6)  await(sleep_s(0));
    py(7)  await(queue_put(&self->q, value_int(1)));
    py(7)  await(queue_put(&self->q, value_int(2)));
    py(8)  say("put done");
    py(9)  await(self->t);
    async_end;
}
RUN_AT(s08a_main, 10)
PROGRAM(putting_into_a_queue_with_room_does_not_suspend, "s08a_queue_get_then_put", s08a_main)

/* ---- s08b ---- */

struct s08b_p { struct coro coro; struct queue *q; int i; };
async_as (s08b_p, "p", def(2), SHOW(i)) {
    async_begin;
    for (; self->i < 3; self->i++) {
    py(3)  await(queue_put(self->q, value_int(self->i)));
    py(3)  say("put %d", self->i);
    }
    async_end;
}

struct s08b_main { struct coro coro; struct queue q; struct task *t; int i; };
async_as (s08b_main, "main", def(4), SHOW(i), SHOW(t)) {
    async_begin;
    py(5)  self->q = QUEUE(1);
    py(6)  keep(self->t, create_task(call(s08b_p, .q = &self->q)));
    for (; self->i < 3; self->i++) {
    py(7)  await(queue_get(&self->q));
    py(7)  say("got %s", str(awaited()));
    }
    py(8)  await(self->t);
    async_end;
}
RUN_AT(s08b_main, 9)
PROGRAM(putting_into_a_full_queue_waits_for_room, "s08b_queue_full", s08b_main)

/* ---- s08c ---- */

struct s08c_w { struct coro coro; struct queue *q; };
async_as (s08c_w, "w", def(2)) {
    async_begin;
    for (;;) {
    py(4)  await(queue_get(self->q));
    py(4)  await(sleep_s(1));
    py(4)  queue_task_done(self->q);
    }
    async_end;
}

/* The queue outlives main, because w does. */
struct s08c_main { struct coro coro; struct queue *q; struct task *t; };
async_as (s08c_main, "main", def(5), SHOW(t)) {
    async_begin;
    py(6)  self->q = arena_alloc(&this_thread->arena, sizeof *self->q);
    py(6)  queue_put_nowait(self->q, value_int(1));
    py(7)  keep(self->t, create_task(call(s08c_w, .q = self->q)));
    py(8)  await(queue_join(self->q));
    py(8)  say("joined");
    py(8)  task_cancel(self->t);
    async_end;
}
RUN_AT(s08c_main, 9)
PROGRAM(join_waits_until_every_item_is_done, "s08c_queue_join", s08c_main)

/* ---- s09 ---- */

struct s09_w { struct coro coro; struct lock *l; int n; };
async_as (s09_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(4)  say("in %d", self->n);
    py(4)  await(sleep_s(0));
    } end_with(lock_release(self->l));
    py(5)  say("out %d", self->n);
    async_end;
}

struct s09_main { struct coro coro; struct lock l; };
async_as (s09_main, "main", def(6)) {
    async_begin;
    py(8)  await(gather(call(s09_w, .l = &self->l, .n = 1), call(s09_w, .l = &self->l, .n = 2),
                        call(s09_w, .l = &self->l, .n = 3)));
    async_end;
}
RUN_AT(s09_main, 9)
PROGRAM(a_lock_lets_in_one_after_the_other, "s09_lock", s09_main)

/* ---- s10 ---- */

struct s10_w { struct coro coro; struct semaphore *l; int n; };
async_as (s10_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(3)  await(semaphore_acquire(self->l));
    try {
    py(4)  say("in %d", self->n);
    py(4)  await(sleep_s(1));
    } end_with(semaphore_release(self->l));
    async_end;
}

struct s10_main { struct coro coro; struct semaphore l; };
async_as (s10_main, "main", def(5)) {
    async_begin;
    py(6)  self->l = SEMAPHORE(2);
    py(7)  await(gather(call(s10_w, .l = &self->l), call(s10_w, .l = &self->l, .n = 1),
                        call(s10_w, .l = &self->l, .n = 2),
                        call(s10_w, .l = &self->l, .n = 3)));
    async_end;
}
RUN_AT(s10_main, 8)
PROGRAM(a_semaphore_of_two_lets_in_two_at_a_time, "s10_semaphore", s10_main)

/* ---- s11 ---- */

struct s11_w { struct coro coro; struct sync_event *e; int n; };
async_as (s11_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(2)  await(event_wait(self->e));
    py(2)  say("go %d", self->n);
    async_end;
}

static struct future *gather_both(struct task *a, struct task *b)
{
    struct future *const both[] = {&a->future, &b->future};
    return gather_futures(both, 2, false);
}

struct s11_main { struct coro coro; struct sync_event e; struct task *a, *b; };
async_as (s11_main, "main", def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(5)  keep(self->a, create_task(call(s11_w, .e = &self->e)));
    py(5)  keep(self->b, create_task(call(s11_w, .e = &self->e, .n = 1)));
    py(6)  await(sleep_s(0));
    py(6)  event_set(&self->e);
    py(6)  say("set");
    py(6)  await(gather_both(self->a, self->b));
    async_end;
}
RUN_AT(s11_main, 7)
PROGRAM(an_event_wakes_all_who_wait_for_it, "s11_event", s11_main)

/* ---- s12 ---- */

struct s12_w { struct coro coro; struct condition *c; int n; };
async_as (s12_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(3)  await(condition_acquire(self->c));
    try {
    py(4)  await(condition_wait(self->c));
    py(4)  say("woken %d", self->n);
    } end_with(condition_release(self->c));
    async_end;
}

struct s12_main { struct coro coro; struct condition c; struct task *a, *b; };
async_as (s12_main, "main", def(5), HOLD(a), HOLD(b)) {
    async_begin;
    py(7)  keep(self->a, create_task(call(s12_w, .c = &self->c)));
    py(7)  keep(self->b, create_task(call(s12_w, .c = &self->c, .n = 1)));
    py(8)  await(sleep_s(0));
    py(9)  await(condition_acquire(&self->c));
    try {
    py(9)  condition_notify_all(&self->c);
    py(9)  say("notified");
    } end_with(condition_release(&self->c));
    py(10) await(gather_both(self->a, self->b));
    async_end;
}
RUN_AT(s12_main, 11)
PROGRAM(who_is_notified_goes_on_once_it_has_the_lock_again, "s12_condition", s12_main)

/* ---- s13a ---- */

NUMBER_FRAME(s13a_w);
async_as (s13a_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct s13a_main { struct coro coro; struct group g; struct task *a, *b; };
async_as (s13a_main, "main", def(3), SHOW(a), SHOW(b)) {
    async_begin;
    py(4)  async_with_group (self->g) {
    py(5)      keep(self->a, group_create_task(&self->g, call(s13a_w, .n = 1)));
    py(5)      keep(self->b, group_create_task(&self->g, call(s13a_w, .n = 2)));
    } end_group(self->g);
    py(6)  say("%s %s", str(future_value(&self->a->future)), str(future_value(&self->b->future)));
    async_end;
}
RUN_AT(s13a_main, 7)
PROGRAM(a_group_ends_when_its_last_task_has_ended, "s13a_taskgroup_ok", s13a_main)

/* ---- s13b ---- */

struct s13b_ok { struct coro coro; struct error *e; };
async_as (s13b_ok, "ok", def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } except_as (CancelledError, self->e) {
    py(4)  say("ok cancelled");
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

EMPTY_FRAME(s13b_bad);
async_as (s13b_bad, "bad", def(5)) {
    async_begin;
    py(5)  await(sleep_s(1));
    py(5)  raise(value_error("x"));
    async_end;
}

struct s13b_main { struct coro coro; struct group g; struct error *e; };
async_as (s13b_main, "main", def(6)) {
    async_begin;
    try {
    py(8)  async_with_group (self->g) {
    py(9)      group_create_task(&self->g, call(s13b_ok));
    py(9)      group_create_task(&self->g, call(s13b_bad));
    } end_group(self->g);
    } except_as (ExceptionGroup, self->e) {
    py(10) say("%s", exceptions(self->e));
    } end_try;
    async_end;
}
RUN_AT(s13b_main, 11)
PROGRAM(a_failing_task_cancels_the_others_of_its_group, "s13b_taskgroup_fail", s13b_main)

/* ---- s13c ---- */

EMPTY_FRAME(s13c_bad);
async_as (s13c_bad, "bad", def(2)) {
    async_begin;
    py(2)  raise(value_error("x"));
    async_end;
}

struct s13c_main { struct coro coro; struct group g; struct error *e; };
async_as (s13c_main, "main", def(3)) {
    async_begin;
    try {
    py(5)  async_with_group (self->g) {
    py(6)      group_create_task(&self->g, call(s13c_bad));
    py(7)      await(sleep_s(9));
    py(7)      say("never");
    } end_group(self->g);
    } except_as (ExceptionGroup, self->e) {
    py(8)  say("%s %u", exceptions(self->e), current_task()->cancelling);
    } end_try;
    async_end;
}
RUN_AT(s13c_main, 9)
PROGRAM(a_failing_task_cancels_the_body_of_its_group, "s13c_taskgroup_fail_in_body", s13c_main)

/* ---- s14 ---- */

struct s14_main { struct coro coro; struct task *a, *b; struct as_completed *all; };
async_as (s14_main, "main", def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(4)  keep(self->a, create_task(call(s13a_w, .n = 2)));
    py(4)  keep(self->b, create_task(call(s13a_w, .n = 1)));
    py(5)  self->all = as_completed((struct future *[]){&self->a->future, &self->b->future}, 2, NO_TIMEOUT);
    while (as_completed_left(self->all)) {
    py(5)  await(as_completed_next(self->all));
    py(5)  say("%s", str(awaited()));
    }
    async_end;
}
RUN_AT(s14_main, 6)
PROGRAM(as_completed_gives_results_in_the_order_they_come, "s14_as_completed", s14_main)

/* ---- s31 ---- */

struct s31_main { struct coro coro; struct task *a, *b; struct as_completed *all; };
async_as (s31_main, "main", def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(4)  keep(self->a, create_task(call(s13a_w, .n = 1)));
    py(4)  keep(self->b, create_task(call(s13a_w, .n = 3)));
    py(5)  self->all = as_completed((struct future *[]){&self->a->future, &self->b->future}, 2, 2);
    while (as_completed_left(self->all)) {
    try {
    py(6)  await(as_completed_next(self->all));
    py(6)  say("%s", str(awaited()));
    } except (TimeoutError) {
    py(7)  say("too late");
    } end_try;
    }
    async_end;
}
RUN_AT(s31_main, 8)
PROGRAM(as_completed_raises_for_each_that_comes_too_late, "s31_as_completed_timeout", s31_main)

/* ---- s15 ---- */

static struct value power(void *data)
{
    const int *of = data;
    int64_t v = 1;
    for (int i = 0; i < of[1]; i++)
        v *= of[0];
    return value_int(v);
}

struct s15_main { struct coro coro; int of[2]; };
async_as (s15_main, "main", def(2)) {
    async_begin;
    self->of[0] = 2;
    self->of[1] = 3;
    py(4)  await(run_in_executor("pow", power, self->of));
    py(4)  say("%s", str(awaited()));
    async_end;
}
RUN_AT(s15_main, 5)
PROGRAM(what_a_thread_brings_arrives_when_the_loop_is_idle, "s15_executor", s15_main)

/* ---- s16 ---- */

EMPTY_FRAME(s16a_ok);
async_as (s16a_ok, "ok", def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  say("ok ran on");
    py(2)  async_return(value_int(1));
    async_end;
}

EMPTY_FRAME(s16_bad);
async_as (s16_bad, "bad", def(3)) {
    async_begin;
    py(3)  raise(value_error("x"));
    async_end;
}

EMPTY_FRAME(s16a_main);
async_as (s16a_main, "main", def(4)) {
    async_begin;
    try {
    py(5)  await(gather(call(s16a_ok), call(s16_bad)));
    } except (ValueError) {
    py(6)  say("caught");
    } end_try;
    py(7)  await(sleep_s(2));
    async_end;
}
RUN_AT(s16a_main, 8)
PROGRAM(gather_raises_the_first_error_and_the_others_run_on, "s16a_gather_exc", s16a_main)

EMPTY_FRAME(s16b_ok);
async_as (s16b_ok, "ok", def(2)) {
    async_begin;
    py(2)  await(sleep_s(1));
    py(2)  async_return(value_int(1));
    async_end;
}

EMPTY_FRAME(s16b_main);
async_as (s16b_main, "main", def(4)) {
    async_begin;
    py(4)  await(gather_return_exceptions(call(s16b_ok), call(s16_bad)));
    py(4)  say("%s", repr(awaited()));
    async_end;
}
RUN_AT(s16b_main, 5)
PROGRAM(gather_with_return_exceptions_gives_errors_as_results, "s16b_gather_exc_true", s16b_main)

/* ---- s17 ---- */

struct s17_main { struct coro coro; struct task *t; };
async_as (s17_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(s13c_bad)));
    py(4)  await(sleep_s(0));
    py(4)  await(sleep_s(0));
    py(4)  keep(self->t, NULL);
    py(4)  say("deleted");
    async_end;
}
RUN_AT(s17_main, 5)
PROGRAM(an_error_nobody_fetched_is_told_when_its_task_is_let_go, "s17_never_retrieved", s17_main)

/* ---- s18 ---- */

static void print(void *text)
{
    say("%s", (const char *)text);
}

static void soon(const char *text)
{
    call_soon("print", print, (void *)(uintptr_t)text);
}

static void later(double delay, const char *text)
{
    call_later(delay, "print", print, (void *)(uintptr_t)text);
}

static void at(double when, const char *text)
{
    call_at(when, "print", print, (void *)(uintptr_t)text);
}

static void s18_lambda(void *unused)
{
    (void)unused;
    py(6)  say("soon2");
    py(6)  soon("soon2->soon");
    py(6)  later(0, "soon2->later0");
}

struct s18_main { struct coro coro; struct future *f; };
async_as (s18_main, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  later(0, "later0");
    py(5)  soon("soon1");
    py(6)  call_soon("main.<locals>.<lambda>", s18_lambda, NULL);
    py(7)  at(loop_time(get_running_loop()) - 5, "past");
    py(8)  call_later_set_result(1, self->f, NONE);
    py(9)  await(self->f);
    async_end;
}
RUN_AT(s18_main, 10)
PROGRAM(what_is_scheduled_in_a_tick_runs_in_the_next, "s18_ntodo", s18_main)

/* ---- s19 ---- */

struct s19_main { struct coro coro; struct future *f; };
async_as (s19_main, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  at(1.0, "1.0");
    py(4)  at(1.0 + 5e-10, "+0.5ns");
    py(4)  at(1.0 + 1e-9, "+1ns");
    py(4)  at(1.0 + 2e-9, "+2ns");
    py(5)  at(0.1 + 0.2, "0.1+0.2");
    py(5)  at(0.3, "0.3");
    py(6)  call_at_set_result(2, self->f, NONE);
    py(7)  await(self->f);
    async_end;
}
RUN_AT(s19_main, 8)
PROGRAM(deadlines_within_the_clock_s_resolution_fall_due_together, "s19_resolution", s19_main)

/* ---- s20 ---- */

EMPTY_FRAME(s20_w);
async_as (s20_w, "w", def(2)) {
    async_begin;
    py(2)  await(sleep_s(2));
    py(2)  say("inner done");
    py(2)  async_return(value_int(1));
    async_end;
}

struct s20_main { struct coro coro; struct task *t; };
async_as (s20_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(4)  keep(self->t, create_task(call(s20_w)));
    try {
    py(5)  await(wait_for(shield(self->t), 1));
    } except (TimeoutError) {
    py(6)  say("timeout");
    } end_try;
    py(7)  await(self->t);
    py(7)  say("%s", str(awaited()));
    async_end;
}
RUN_AT(s20_main, 8)
PROGRAM(a_shielded_task_runs_on_when_its_waiter_gives_up, "s20_shield", s20_main)

/* ---- s21 ---- */

struct s21_main { struct coro coro; struct task *a, *b; };
async_as (s21_main, "main", def(3), HOLD(a), HOLD(b)) {
    async_begin;
    py(4)  keep(self->a, create_task(call(s13a_w, .n = 1)));
    py(4)  keep(self->b, create_task(call(s13a_w, .n = 3)));
    py(5)  await(wait_futures((struct future *[]){&self->a->future, &self->b->future}, 2, 2, ALL_COMPLETED));
    py(5)  say("%s %d", str(awaited()), 2 - (int)awaited().i);
    py(6)  await(wait_futures((struct future *[]){&self->b->future}, 1, NO_TIMEOUT, FIRST_COMPLETED));
    py(6)  say("%s %d", str(awaited()), 1 - (int)awaited().i);
    async_end;
}
RUN_AT(s21_main, 7)
PROGRAM(wait_tells_after_its_timeout_how_many_are_done, "s21_wait", s21_main)

/* ---- s22 ---- */

EMPTY_FRAME(s22_g);
async_as (s22_g, "g", def(2)) {
    async_begin;
    try {
    py(4)  async_yield(value_int(1));
    py(5)  await(sleep_s(1));
    py(6)  async_yield(value_int(2));
    } finally {
    py(7)  say("g closed");
    } end_finally;
    async_end;
}

struct s22_main { struct coro coro; struct generator *a, *it; struct value x; };
async_as (s22_main, "main", def(8), SHOW(a), SHOW(x), HOLD(it)) {
    async_begin;
    py(9)  keep(self->a, async_gen(call(s22_g)));
    py(10) await(anext(self->a));
    py(10) say("%s", str(awaited()));
    py(11) async_for (self->x, self->it, async_gen(call(s22_g))) {
    py(12)     say("%s", str(self->x));
    py(12)     break;
    } end_for(self->it);
    py(13) await(sleep_s(0));
    py(14) say("main end");
    py(15) object_ref(self->a); /* a global keeps it */
    async_end;
}
RUN_AT(s22_main, 16)
PROGRAM(generators_left_unfinished_are_closed_by_the_loop, "s22_asyncgen", s22_main)

/* ---- s23 ---- */

static void print_done(struct future *f, void *text)
{
    (void)f;
    say("%s", (const char *)text);
}

static void s23_lambda_4(struct future *f, void *text)
{
    py(4)  print_done(f, text);
}

static void s23_lambda_6(struct future *f, void *text)
{
    py(6)  print_done(f, text);
}

struct s23_main { struct coro coro; struct future *f; };
async_as (s23_main, "main", def(2), SHOW(f)) {
    static char cb1[] = "cb1", cb2[] = "cb2", cb3[] = "cb3";
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  add_done_callback(self->f, "main.<locals>.<lambda>", s23_lambda_4, cb1);
    py(4)  add_done_callback(self->f, "main.<locals>.<lambda>", s23_lambda_4, cb2);
    py(5)  future_set_result(self->f, value_int(3));
    py(5)  await(self->f);
    py(5)  say("%s", str(awaited()));
    py(6)  add_done_callback(self->f, "main.<locals>.<lambda>", s23_lambda_6, cb3);
    py(7)  await(sleep_s(0));
    async_end;
}
RUN_AT(s23_main, 8)
PROGRAM(callbacks_of_a_future_run_in_order_in_the_next_tick, "s23_future_callbacks", s23_main)

/* ---- s24 ---- */

struct s24_w { struct coro coro; struct barrier *b; int n; };
async_as (s24_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(2)  await(barrier_wait(self->b));
    py(2)  say("at %d %s", self->n, str(awaited()));
    async_end;
}

struct s24_main { struct coro coro; struct barrier b; };
async_as (s24_main, "main", def(3)) {
    async_begin;
    py(4)  self->b = BARRIER(2);
    py(5)  await(gather(call(s24_w, .b = &self->b, .n = 1), call(s24_w, .b = &self->b, .n = 2)));
    async_end;
}
RUN_AT(s24_main, 6)
PROGRAM(a_barrier_lets_all_pass_when_the_last_has_come, "s24_barrier", s24_main)

/* ---- s25 ---- */

NUMBER_FRAME(s25_w);
async_as (s25_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(2)  say("w %d", self->n);
    py(2)  async_return(value_int(self->n));
    async_end;
}

struct s25_main { struct coro coro; struct coro *c; struct task *t; };
async_as (s25_main, "main", def(3), SHOW(t)) {
    async_begin;
    py(4)  await(gather_n(NULL, 0, false));
    py(4)  say("%s", repr(awaited()));
    py(5)  self->c = call(s25_w, .n = 1);
    py(6)  await(gather(self->c, self->c));
    py(6)  say("%s", repr(awaited()));
    py(7)  keep(self->t, create_task(call(s25_w, .n = 2)));
    py(7)  await(self->t);
    py(8)  await(gather_both(self->t, self->t));
    py(8)  say("%s", repr(awaited()));
    async_end;
}
RUN_AT(s25_main, 9)
PROGRAM(gather_takes_nothing_at_all_and_the_same_one_twice, "s25_gather_edge", s25_main)

/* ---- s26 ---- */

EMPTY_FRAME(s26_bg);
async_as (s26_bg, "bg", def(2)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } finally {
    py(4)  say("bg cancelled");
    } end_finally;
    async_end;
}

struct s26_main { struct coro coro; struct task *t; };
async_as (s26_main, "main", def(5), SHOW(t)) {
    async_begin;
    py(6)  keep(self->t, create_task(call(s26_bg)));
    py(6)  await(sleep_s(0));
    py(7)  raise(value_error("main failed"));
    async_end;
}
RUN_AT(s26_main, 8)
PROGRAM(run_cancels_what_is_left_when_main_fails, "s26_main_raises", s26_main)

/* ---- s27 ---- */

struct s27_w { struct coro coro; int n; struct error *e; };
async_as (s27_w, "w", def(2), SHOW(n)) {
    async_begin;
    try {
    py(3)  await(sleep_s(9));
    } except_as (CancelledError, self->e) {
    py(4)  say("c %d", self->n);
    py(4)  raise(self->e);
    } end_try;
    async_end;
}

EMPTY_FRAME(s27_p);
async_as (s27_p, "p", def(5)) {
    async_begin;
    py(5)  await(gather(call(s27_w, .n = 1), call(s27_w, .n = 2)));
    async_end;
}

struct s27_main { struct coro coro; struct task *t; };
async_as (s27_main, "main", def(6), SHOW(t)) {
    async_begin;
    py(7)  keep(self->t, create_task(call(s27_p)));
    py(7)  await(sleep_s(0));
    py(7)  await(sleep_s(0));
    py(8)  task_cancel(self->t);
    try {
    py(9)  await(self->t);
    } except (CancelledError) {
    py(10) say("main");
    } end_try;
    async_end;
}
RUN_AT(s27_main, 11)
PROGRAM(cancelling_who_awaits_a_gather_cancels_all_it_gathers, "s27_cancel_gather", s27_main)

/* ---- s28 ---- */

struct s28_main { struct coro coro; struct future *f; struct value first; };
async_as (s28_main, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(3)  future_set_result(self->f, value_int(1));
    py(4)  await(self->f);
    py(4)  self->first = awaited();
    py(4)  await(self->f);
    py(4)  say("%s %s", str(self->first), str(awaited()));
    async_end;
}
RUN_AT(s28_main, 5)
PROGRAM(awaiting_a_finished_future_does_not_suspend, "s28_await_finished_future", s28_main)

/* ---- s29 ---- */

struct s29_w { struct coro coro; struct lock *l; int n; };
async_as (s29_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(3)  say("in %d", self->n);
    } end_with(lock_release(self->l));
    async_end;
}

struct s29_main { struct coro coro; struct lock l; struct task *a, *b; };
async_as (s29_main, "main", def(4), SHOW(a), SHOW(b)) {
    async_begin;
    py(5)  await(lock_acquire(&self->l));
    py(6)  keep(self->a, create_task(call(s29_w, .l = &self->l, .n = 1)));
    py(6)  keep(self->b, create_task(call(s29_w, .l = &self->l, .n = 2)));
    py(7)  await(sleep_s(0));
    py(8)  lock_release(&self->l);
    py(8)  task_cancel(self->a);
    py(9)  await(wait_futures((struct future *[]){&self->a->future, &self->b->future}, 2, NO_TIMEOUT, ALL_COMPLETED));
    py(9)  say("%s %s %s", truth(self->a->future.state == OUTCOME_CANCELLED),
               truth(self->b->future.state == OUTCOME_CANCELLED),
               truth(self->l.locked));
    async_end;
}
RUN_AT(s29_main, 10)
PROGRAM(a_woken_waiter_that_is_cancelled_passes_the_lock_on, "s29_lock_cancel_waiter", s29_main)

/* ---- s30 ---- */

struct s30_w { struct coro coro; struct lock *l; const char *n; };
async_as (s30_w, "w", def(2), SHOW(n)) {
    async_begin;
    py(3)  await(lock_acquire(self->l));
    try {
    py(3)  say("in %s", self->n);
    } end_with(lock_release(self->l));
    async_end;
}

struct s30_main { struct coro coro; struct lock l; struct task *a; };
async_as (s30_main, "main", def(4), SHOW(a)) {
    async_begin;
    py(5)  await(lock_acquire(&self->l));
    py(6)  keep(self->a, create_task(call(s30_w, .l = &self->l, .n = "waiter")));
    py(7)  await(sleep_s(0));
    py(8)  lock_release(&self->l);
    py(9)  await(lock_acquire(&self->l));
    try {
    py(9)  say("main re-acquires?");
    } end_with(lock_release(&self->l));
    py(10) await(self->a);
    async_end;
}
RUN_AT(s30_main, 11)
PROGRAM(nobody_overtakes_who_waits_for_a_lock, "s30_lock_barging", s30_main)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_awaited_coroutine_runs_in_the_same_step),
        cmocka_unit_test(awaiting_a_task_suspends_only_while_it_is_not_done),
        cmocka_unit_test(a_sleep_of_nothing_gives_way_for_one_tick),
        cmocka_unit_test(a_cancelled_sleeper_runs_its_finally_block),
        cmocka_unit_test(a_task_cancelled_before_its_first_step_never_runs_a_line),
        cmocka_unit_test(cancelling_goes_down_the_chain_of_awaited_tasks),
        cmocka_unit_test(a_task_that_cancels_itself_runs_on_to_its_next_await),
        cmocka_unit_test(a_task_cancelled_with_its_result_ready_is_cancelled),
        cmocka_unit_test(wait_for_gives_the_result_that_comes_in_time),
        cmocka_unit_test(wait_for_cancels_what_takes_too_long),
        cmocka_unit_test(a_timeout_block_ends_with_a_timeout_error),
        cmocka_unit_test(putting_into_a_queue_with_room_does_not_suspend),
        cmocka_unit_test(putting_into_a_full_queue_waits_for_room),
        cmocka_unit_test(join_waits_until_every_item_is_done),
        cmocka_unit_test(a_lock_lets_in_one_after_the_other),
        cmocka_unit_test(a_semaphore_of_two_lets_in_two_at_a_time),
        cmocka_unit_test(an_event_wakes_all_who_wait_for_it),
        cmocka_unit_test(who_is_notified_goes_on_once_it_has_the_lock_again),
        cmocka_unit_test(a_group_ends_when_its_last_task_has_ended),
        cmocka_unit_test(a_failing_task_cancels_the_others_of_its_group),
        cmocka_unit_test(a_failing_task_cancels_the_body_of_its_group),
        cmocka_unit_test(as_completed_gives_results_in_the_order_they_come),
        cmocka_unit_test(as_completed_raises_for_each_that_comes_too_late),
        cmocka_unit_test(what_a_thread_brings_arrives_when_the_loop_is_idle),
        cmocka_unit_test(gather_raises_the_first_error_and_the_others_run_on),
        cmocka_unit_test(gather_with_return_exceptions_gives_errors_as_results),
        cmocka_unit_test(an_error_nobody_fetched_is_told_when_its_task_is_let_go),
        cmocka_unit_test(what_is_scheduled_in_a_tick_runs_in_the_next),
        cmocka_unit_test(deadlines_within_the_clock_s_resolution_fall_due_together),
        cmocka_unit_test(a_shielded_task_runs_on_when_its_waiter_gives_up),
        cmocka_unit_test(wait_tells_after_its_timeout_how_many_are_done),
        cmocka_unit_test(generators_left_unfinished_are_closed_by_the_loop),
        cmocka_unit_test(callbacks_of_a_future_run_in_order_in_the_next_tick),
        cmocka_unit_test(a_barrier_lets_all_pass_when_the_last_has_come),
        cmocka_unit_test(gather_takes_nothing_at_all_and_the_same_one_twice),
        cmocka_unit_test(run_cancels_what_is_left_when_main_fails),
        cmocka_unit_test(cancelling_who_awaits_a_gather_cancels_all_it_gathers),
        cmocka_unit_test(awaiting_a_finished_future_does_not_suspend),
        cmocka_unit_test(a_woken_waiter_that_is_cancelled_passes_the_lock_on),
        cmocka_unit_test(nobody_overtakes_who_waits_for_a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
