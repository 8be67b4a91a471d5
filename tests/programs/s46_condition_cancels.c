/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

static bool held(struct condition *c)
{
    return c->own.locked;
}

struct one { struct coro coro; const char *name; struct condition *c; struct error *error; };
async_as (one, "waiter", def(2), SHOW(name)) {
    async_begin;
    py(3)  await(condition_acquire(self->c));
    try {
        try {
    py(5)  await(condition_wait(self->c));
    py(6)  say("%s was told", self->name);
        } except_as (CancelledError, self->error) {
    py(8)  say("%s is cancelled, and the lock is held: %s", self->name, truth(held(self->c)));
    py(9)  raise(self->error);
        } end_try;
    } end_with(condition_release(self->c));
    async_end;
}

struct twice { struct coro coro; };
async (twice, def(10)) {
    async_begin;
    py(11) await(sleep_s(0));
    py(12) await(sleep_s(0));
    async_end;
}

static struct condition c; /* the last of those who wait for it outlives main */
struct main { struct coro coro; struct task *a, *b, *d, *e; };
async (main, def(13), SHOW(a), SHOW(b), SHOW(d), SHOW(e)) {
    async_begin;
    c = (struct condition){0};
    py(15) keep(self->a, create_task(call(one, .name = "a", .c = &c)));
    py(16) await(sleep_s(0));
    py(17) await(condition_acquire(&c));
    py(18) task_cancel(self->a);
    py(19) await(call(twice));
    py(20) task_cancel(self->a);
    py(21) await(call(twice));
    py(22) task_cancel(self->a);
    py(23) await(call(twice));
    py(24) say("a lets go of nothing yet: %s", truth(task_done(self->a)));
    py(25) condition_release(&c);
    py(26) await(wait_futures((struct future *[]){&self->a->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    py(27) say("%s %s", truth(cancelled(self->a)), truth(held(&c)));
    py(28) keep(self->b, create_task(call(one, .name = "b", .c = &c)));
    py(29) await(sleep_s(0));
    py(30) await(condition_acquire(&c));
    py(31) condition_notify(&c, 1);
    py(32) await(call(twice));
    py(33) task_cancel(self->b);
    py(34) await(call(twice));
    py(35) condition_release(&c);
    py(36) await(wait_futures((struct future *[]){&self->b->future}, 1, NO_TIMEOUT, ALL_COMPLETED));
    py(37) say("%s %s", truth(cancelled(self->b)), truth(held(&c)));
    py(38) keep(self->d, create_task(call(one, .name = "d", .c = &c)));
    py(39) keep(self->e, create_task(call(one, .name = "e", .c = &c)));
    py(40) await(sleep_s(0));
    py(41) await(condition_acquire(&c));
    try {
    py(42) condition_notify(&c, 1);
    py(43) task_cancel(self->d);
    } end_with(condition_release(&c));
    py(44) await(wait_futures((struct future *[]){&self->d->future, &self->e->future}, 2, 5, ALL_COMPLETED));
    py(45) say("%s %s %s", truth(cancelled(self->d)), truth(task_done(self->e)), truth(held(&c)));
    async_end;
}

PROGRAM(s46_condition_cancels, 46, "who_is_cancelled_goes_on_only_with_the_lock_of_its_condition")
