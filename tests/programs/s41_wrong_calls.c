/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static void tell(const struct error *e)
{
    py(4)  say("%s %s", e->type->name, e->arg.kind == VALUE_UNSET ? "" : str(e->arg));
}

struct w { struct coro coro; struct barrier *b; struct error *e; };
async (w, def(5)) {
    async_begin;
    try {
    py(6)  await(barrier_wait(self->b));
    py(6)  say("%s", str(awaited()));
    } except_as (BrokenBarrierError, self->e) {
    py(7)  say("%s", str(self->e->arg));
    } end_try;
    async_end;
}

struct five { struct coro coro; };
async (five, def(8)) {
    async_begin;
    py(8)  async_return(value_int(5));
    async_end;
}

struct fails { struct coro coro; int n; };
async (fails, def(9), SHOW(n)) {
    async_begin;
    py(9)  raise(error_new(&ValueError, value_int(self->n)));
    async_end;
}

struct main {
    struct coro coro;
    struct lock l;
    struct condition c;
    struct semaphore s;
    struct queue q;
    struct timeout t;
    struct barrier b;
    struct task *a;
    struct as_completed *all;
    struct group g;
    struct error *e;
    struct value v;
    int n;
};
async (main, def(10), HOLD(a)) {
    async_begin;
    py(11) tell(lock_release(&self->l));
    py(12) tell(condition_notify(&self->c, 1));
    try {
    py(13) await(condition_wait(&self->c));
    } except_as (RuntimeError, self->e) {
    py(14) say("%s", str(self->e->arg));
    } end_try;
    py(15) self->s = BOUNDED_SEMAPHORE(1);
    py(15) tell(semaphore_release(&self->s));
    py(16) self->q = QUEUE(1);
    py(16) tell(queue_get_nowait(&self->q, &self->v));
    py(16) tell(queue_task_done(&self->q));
    py(17) queue_put_nowait(&self->q, value_int(1));
    py(17) tell(queue_put_nowait(&self->q, value_int(2)));
    py(18) self->t = timeout_after(1);
    py(18) tell(timeout_reschedule(&self->t, 2));
    py(19) timeout_enter(&self->t);
    try {
    py(19) say("%s", truth(timeout_expired(&self->t)));
    } end_timeout(self->t);
    py(20) tell(timeout_reschedule(&self->t, 2));
    try {
    py(22) async_with_timeout (self->t, 1) {
    py(23)     await(sleep_s(2));
    } end_timeout(self->t);
    } except (TimeoutError) {
    py(24) say("%s", truth(timeout_expired(&self->t)));
    } end_try;
    py(25) tell(timeout_reschedule(&self->t, 2));
    py(26) self->b = BARRIER(3);
    py(27) keep(self->a, create_task(call(w, .b = &self->b)));
    py(28) await(sleep_s(0));
    py(29) await(barrier_abort(&self->b));
    py(30) await(self->a);
    py(31) await(call(w, .b = &self->b));
    py(32) await(barrier_reset(&self->b));
    py(33) keep(self->a, create_task(call(w, .b = &self->b)));
    py(34) await(sleep_s(0));
    py(35) await(barrier_reset(&self->b));
    py(36) await(self->a);
    py(37) await(gather_n(NULL, 0, false));
    py(37) say("%s", str(awaited()));
    py(38) await(shield(call(five)));
    py(38) say("%s", str(awaited()));
    py(39) await(wait_for(create_task(call(five)), NO_TIMEOUT));
    py(39) say("%s", str(awaited()));
    py(40) await(wait_for(create_task(call(five)), 9));
    py(40) say("%s", str(awaited()));
    py(41) keep(self->a, create_task(call(five)));
    py(41) self->all = as_completed((struct future *[]){&self->a->future}, 1, 9);
    while (as_completed_left(self->all)) {
    py(41) await(as_completed_next(self->all));
    py(41) say("%s", str(awaited()));
    }
    py(42) callback_cancel(call_later(1, "print", NULL, NULL));
    try {
    py(44) async_with_group (self->g) {
    for (self->n = 0; self->n < 6; self->n++) {
    py(45)     group_create_task(&self->g, call(fails, .n = self->n));
    }
    } end_group(self->g);
    } except_as (ExceptionGroup, self->e) {
    py(46) say("%s", exceptions(self->e));
    } end_try;
    py(47) await(sleep_s(20));
    async_end;
}

PROGRAM(s41_wrong_calls, 48, "calls_that_make_no_sense_raise_what_they_do_in_python")
