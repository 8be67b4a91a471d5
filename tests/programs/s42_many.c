/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

enum { MOST = 6 };

struct nap { struct coro coro; int n; };
async (nap, def(2), SHOW(n)) {
    async_begin;
    py(2)  await(sleep_s(self->n));
    async_end;
}

struct waits { struct coro coro; struct sync_event *e; };
async (waits, def(3)) {
    async_begin;
    py(3)  await(event_wait(self->e));
    async_end;
}

struct notified { struct coro coro; struct condition *c; };
async (notified, def(4)) {
    async_begin;
    py(5)  await(condition_acquire(self->c));
    try {
    py(5)  await(condition_wait(self->c));
    } end_with(condition_release(self->c));
    async_end;
}

struct takes { struct coro coro; struct lock *l; };
async (takes, def(6)) {
    async_begin;
    py(7)  await(lock_acquire(self->l));
    try {
    py(7)  await(sleep_s(1));
    } end_with(lock_release(self->l));
    async_end;
}

struct fails { struct coro coro; int n; };
async (fails, def(8), SHOW(n)) {
    async_begin;
    py(9)  await(sleep_s(1));
    py(10) raise(error_new(&ValueError, value_int(self->n)));
    async_end;
}

static struct future *naps(int n)
{
    struct coro *all[MOST];
    for (int i = 0; i < n; i++)
        all[i] = call(nap, .n = i + 1);
    return gather_n(all, (size_t)n, false);
}

static struct future *takers(int n, struct lock *l)
{
    struct coro *all[MOST];
    for (int i = 0; i < n; i++)
        all[i] = call(takes, .l = l);
    return gather_n(all, (size_t)n, false);
}

struct main {
    struct coro coro;
    struct sync_event e;
    struct condition c;
    struct lock l;
    struct group g;
    struct task *ts[MOST];
    struct future *fs[MOST];
    struct error *error;
    int n, i;
};

static void set_task(struct main *self, int i, struct coro *c)
{
    keep(self->ts[i], create_task(c));
    self->fs[i] = &self->ts[i]->future;
}

async (main, def(11)) {
    async_begin;
    for (self->n = 5; self->n < 7; self->n++) {
    py(13)     await(naps(self->n));
    }
    for (self->n = 5; self->n < 6; self->n++) {
    self->e = (struct sync_event){0};
    for (self->i = 0; self->i < self->n; self->i++) {
    py(16)     set_task(self, self->i, call(waits, .e = &self->e));
    }
    py(17)     await(sleep_s(1));
    py(18)     event_set(&self->e);
    py(19)     await(wait_futures(self->fs, (size_t)self->n, NO_TIMEOUT, ALL_COMPLETED));
    }
    for (self->i = 0; self->i < 6; self->i++) {
    py(21) set_task(self, self->i, call(notified, .c = &self->c));
    }
    py(22) await(sleep_s(1));
    for (self->n = 1; self->n < 4; self->n++) {
    py(24) await(condition_acquire(&self->c));
    try {
    py(24) condition_notify(&self->c, (size_t)self->n);
    } end_with(condition_release(&self->c));
    py(25) await(sleep_s(1));
    }
    py(27) await(takers(3, &self->l));
    try {
    py(28) await(gather(call(nap, .n = 2), call(fails, .n = 1), call(fails, .n = 2),
                        call(nap, .n = 3), call(nap, .n = 4)));
    } except_as (ValueError, self->error) {
    py(29) say("%s", str(self->error->arg));
    } end_try;
    py(30) await(gather_return_exceptions(call(fails, .n = 1), call(nap, .n = 2), call(fails, .n = 2)));
    py(30) say("%s", str(awaited()));
    for (self->i = 0; self->i < 4; self->i++) {
    py(31) set_task(self, self->i, call(nap, .n = self->i + 1));
    }
    py(32) await(wait_futures(self->fs, 4, NO_TIMEOUT, FIRST_COMPLETED));
    py(33) await(wait_futures(self->fs, 4, 2, ALL_COMPLETED));
    for (self->i = 0; self->i < 4; self->i++) {
    py(34) task_cancel(self->ts[self->i]);
    }
    py(35) await(wait_futures(self->fs, 4, NO_TIMEOUT, ALL_COMPLETED));
    py(36) async_with_group (self->g) {
    for (self->n = 0; self->n < 5; self->n++) {
    py(37)     group_create_task(&self->g, call(nap, .n = self->n));
    }
    } end_group(self->g);
    for (self->i = 0; self->i < MOST; self->i++)
        keep(self->ts[self->i], NULL);
    async_end;
}

PROGRAM(s42_many, 38, "many_waits_end_one_after_the_other_as_in_python")
