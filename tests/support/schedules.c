/* SPDX-License-Identifier: MIT */
#include "tests/support/schedules.h"

#include "loop/await.h"
#include "asyncio/py.h"
#include "threads/threading.h"

/* ---- stock.py: sleeps, and a lock that is acquired and released ---- */

struct stock {
    struct shared stock;
    struct threading_lock lock;
};

static void make(void *data)
{
    struct stock *s = data;
    py_def(7);
    for (int i = 0; i < 2; i++) {
        py(10) time_sleep(1);
        py(11) threading_enter(&s->lock);
        py(12) shared_write(&s->stock, shared_read(&s->stock) + 1);
        py(11) threading_exit(&s->lock);
        py(13) say("made %d", i);
        py_again(9);
    }
}

static void sell(void *data)
{
    struct stock *s = data;
    int sold = 0;
    py_def(15);
    while (sold < 2) {
        py(19) threading_acquire(&s->lock);
        py(20) if (shared_read(&s->stock) > 0) {
            py(21) shared_write(&s->stock, shared_read(&s->stock) - 1);
            sold++;
            py(23) say("sold %d", sold);
        }
        py(24) threading_release(&s->lock);
        py(25) time_sleep(0.5);
        py_again(18);
    }
}

struct stock_module {
    struct coro coro;
    struct stock s;
    struct threading_thread *maker, *seller;
};

ASYNC_DEFINE(stock_module, "module", NULL, ON_NONE, NULL, def(1))
{
    async_begin;
    self->s = (struct stock){SHARED("stock"), THREADING_LOCK("lock")};
    py(4)  shared_write(&self->s.stock, 0);
    py(27) self->maker = Thread(make, &self->s);
    py(28) self->seller = Thread(sell, &self->s);
    py(29) threading_start(self->maker);
    py(30) threading_start(self->seller);
    py(31) threading_join(self->maker);
    py(32) threading_join(self->seller);
    py(33) say("left %d", (int)shared_read(&self->s.stock));
    async_end;
}

/* ---- crossed.py: two locks in opposite order, twice ---- */

struct locks {
    struct threading_lock a, b;
};

static void nest(struct threading_lock *outer, struct threading_lock *inner, unsigned line)
{
    py_def(line);
    for (int i = 0; i < 2; i++) {
        py(line + 2) threading_enter(outer);
        py(line + 3) threading_enter(inner);
        py(line + 3) threading_exit(inner);
        py(line + 2) threading_exit(outer);
        py_again(line + 1);
    }
}

static void one(void *data)
{
    struct locks *l = data;
    nest(&l->a, &l->b, 6);
}

static void two(void *data)
{
    struct locks *l = data;
    nest(&l->b, &l->a, 12);
}

struct crossed_module {
    struct coro coro;
    struct locks l;
    struct threading_thread *first, *second;
};

ASYNC_DEFINE(crossed_module, "module", NULL, ON_NONE, NULL, def(1))
{
    async_begin;
    self->l = (struct locks){THREADING_LOCK("a"), THREADING_LOCK("b")};
    self->first = Thread(one, &self->l);
    self->second = Thread(two, &self->l);
    py(20) threading_start(self->first);
    py(21) threading_start(self->second);
    py(22) threading_join(self->first);
    py(23) threading_join(self->second);
    py(24) say("no deadlock");
    async_end;
}

/* ---- plus.py: counter += 1 ---- */

static void add(void *data)
{
    struct shared *counter = data;
    py_def(5);
    for (int i = 0; i < 2; i++) {
        py(8) shared_write(counter, shared_read(counter) + 1);
        py_again(7);
    }
}

struct plus_module {
    struct coro coro;
    struct shared counter;
    struct threading_thread *t[2];
};

ASYNC_DEFINE(plus_module, "module", NULL, ON_NONE, NULL, def(1))
{
    async_begin;
    self->counter = SHARED("counter");
    py(3)  shared_write(&self->counter, 0);
    for (int i = 0; i < 2; i++)
        self->t[i] = Thread(add, &self->counter);
    for (int i = 0; i < 2; i++) {
        py(12) threading_start(self->t[i]);
        py_again(11);
    }
    for (int i = 0; i < 2; i++) {
        py(14) threading_join(self->t[i]);
        py_again(13);
    }
    py(15) say("counter %d", (int)shared_read(&self->counter));
    async_end;
}

static const struct param params[] = {
    {.name = "gil", .about = "0: without", .value = 1, .least = 0, .most = 1},
    {0},
};

const struct program scheduled[] = {
    {.name = "stock", .file = "stock.py", .module = stock_module_async, .threads = true, .params = params},
    {.name = "crossed", .file = "crossed.py", .module = crossed_module_async, .threads = true, .params = params},
    {.name = "plus", .file = "plus.py", .module = plus_module_async, .threads = true, .params = params},
    {0},
};
