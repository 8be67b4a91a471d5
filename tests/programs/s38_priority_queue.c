/* SPDX-License-Identifier: MIT */
#include "tests/programs/program.h"

#include <stdio.h>
#include <string.h>

static const int numbers[] = {5, 3, 8, 1, 9, 2, 7, 3, 6, 4, 0};
static const char *const words[] = {"pear", "apple", "fig"};
static const struct { int n; const char *s; } pairs[] = {{2, "c"}, {1, "z"}, {2, "a"}, {1, "b"}, {2, "b"}};

static void put_pair(struct queue *q, int n, const char *s)
{
    struct list *l = arena_alloc(&this_thread->arena, sizeof *l + 2 * sizeof *l->at);
    l->n = 2;
    l->at[0] = value_int(n);
    l->at[1] = value_str(s);
    queue_put_nowait(q, (struct value){.kind = VALUE_LIST, .list = l});
}

static void print(struct queue *q, int n)
{
    char line[256] = "";
    while (n--) {
        struct value v = NONE;
        queue_get_nowait(q, &v);
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s", str(v), n ? " " : "");
    }
    say("%s", line);
}

static void put_range(struct queue *q, int from, int to)
{
    for (; from < to; from++)
        queue_put_nowait(q, value_int(from));
}

struct main { struct coro coro; struct queue q, l, f; };
async (main, def(2)) {
    async_begin;
    py(3)  self->q = PRIORITY_QUEUE(0);
    for (size_t i = 0; i < 11; i++)
        py(4)  queue_put_nowait(&self->q, value_int(numbers[i]));
    py(5)  print(&self->q, 11);
    for (size_t i = 0; i < 5; i++)
        py(6)  put_pair(&self->q, pairs[i].n, pairs[i].s);
    py(7)  print(&self->q, 5);
    for (size_t i = 0; i < 3; i++)
        py(8)  queue_put_nowait(&self->q, value_str(words[i]));
    py(9)  print(&self->q, 3);
    py(10) queue_put_nowait(&self->q, value_float(1.5));
    py(10) queue_put_nowait(&self->q, value_int(1));
    py(10) queue_put_nowait(&self->q, value_bool(true));
    py(10) queue_put_nowait(&self->q, value_float(0.5));
    py(10) queue_put_nowait(&self->q, value_int(-2));
    py(11) print(&self->q, 5);
    py(12) self->l = LIFO_QUEUE(0);
    py(13) put_range(&self->l, 0, 10);
    py(14) print(&self->l, 10);
    py(15) self->f = QUEUE(0);
    py(16) put_range(&self->f, 0, 6);
    py(17) print(&self->f, 5);
    py(18) put_range(&self->f, 6, 26);
    py(19) print(&self->f, 21);
    async_end;
}

PROGRAM(s38_priority_queue, 20, "queues_give_their_items_in_their_order_and_equal_ones_as_heapq_does")
