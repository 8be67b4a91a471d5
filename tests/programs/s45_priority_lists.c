/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

enum { LISTS = 9, LONGEST = 3 };
static const struct { size_t n; int at[LONGEST]; } lists[LISTS] = {
    {1, {2}}, {2, {1, 2}}, {1, {1}}, {3, {1, 2, 0}}, {2, {1, 1}}, {0}, {2, {2, 0}}, {1, {1}}, {2, {0, 9}}};

static struct value list(int i)
{
    struct list *l = arena_alloc(&this_thread->arena, sizeof *l + LONGEST * sizeof *l->at);
    l->n = lists[i].n;
    for (size_t k = 0; k < l->n; k++)
        l->at[k] = value_int(lists[i].at[k]);
    return (struct value){.kind = VALUE_LIST, .list = l};
}

struct main { struct coro coro; struct queue q; int i; };
async (main, def(3)) {
    async_begin;
    py(4)  self->q = PRIORITY_QUEUE(0);
    for (int i = 0; i < LISTS; i++) {
    py(6)  queue_put_nowait(&self->q, list(i));
    }
    for (; self->i < LISTS; self->i++) {
    py(8)  await(queue_get(&self->q));
    py(8)  say("%s", str(awaited()));
    }
    for (int i = LISTS; i--;) {
    py(10) queue_put_nowait(&self->q, list(i));
    }
    for (; self->i < 2 * LISTS; self->i++) {
    py(12) await(queue_get(&self->q));
    py(12) say("%s", str(awaited()));
    }
    async_end;
}

PROGRAM(s45_priority_lists, 13, "a_list_comes_before_a_longer_one_that_begins_like_it")
