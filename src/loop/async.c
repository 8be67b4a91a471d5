/* SPDX-License-Identifier: MIT */
#include "loop/async.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- await ---- */

bool await_coro(struct coro *self, struct coro *c)
{
    if (self->depth >= CORO_DEEPEST) {
        coro_drop(c);
        running_loop->error = error_text(&RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    coro_start(c, self->task, self);
    return true;
}

static void wait_for_wake(struct task *t, struct future *f)
{
    t->wake.type = &task_wakeup_type;
    t->wake.arg = object_ref(f);
    future_add_callback(f, &t->wake);
}

bool await_future(struct coro *self, struct future *f)
{
    struct loop *l = running_loop;
    if (!l->current)
        die("await outside a task: a module may only asyncio_run");
    if (!future_done(f)) {
        wait_for_wake(self->task, f);
        return true;
    }
    object_ref(f); /* perhaps nobody else does */
    future_fetch(l, f);
    object_unref(f);
    return false;
}

bool await_task(struct coro *self, struct task *t)
{
    if (t == self->task)
        die("%s() awaits its own task: that would never end", self->fn->name);
    return await_future(self, &t->future);
}

bool await_next_tick(struct coro *self, struct next_tick *nothing)
{
    (void)nothing;
    struct task *t = self->task;
    t->wake.type = &task_step_type;
    t->wake.arg = NULL;
    loop_call_soon(running_loop, &t->wake);
    return true;
}

struct run_until *run_until(struct coro *c)
{
    return (struct run_until *)c; /* a type of its own, so that await can tell them apart */
}

bool await_run(struct coro *self, struct run_until *r)
{
    struct loop *l = running_loop;
    if (l->current || self->task != l->runner.module)
        die("asyncio.run() cannot be called from a running event loop: only a module may");
    runner_run(l, (struct coro *)r);
    return true;
}

/* ---- try ---- */

struct try_block {
    struct try_block *outer;
    struct coro *coro;
    uint16_t handler;    /* where its except or finally block is; 0: that block is running */
    bool returning;      /* a finally block: what goes on behind it … */
    struct error *error; /* … */
    struct value value;
};

static struct try_block *innermost(struct coro *self)
{
    struct try_block *t = self->task->tries;
    return t && t->coro == self ? t : NULL;
}

static void pop(struct coro *self)
{
    struct try_block *t = self->task->tries;
    self->task->tries = t->outer;
    arena_free(&running_loop->arena, t, sizeof *t);
}

void coro_try(struct coro *self, unsigned line)
{
    struct try_block *t = arena_alloc(&running_loop->arena, sizeof *t);
    *t = (struct try_block){.outer = self->task->tries, .coro = self, .handler = (uint16_t)line};
    self->task->tries = t;
}

bool coro_trying(struct coro *self, unsigned line)
{
    struct try_block *t = innermost(self);
    return t && t->handler == line;
}

void coro_try_end(struct coro *self)
{
    pop(self);
}

static _Noreturn void left_try(const struct coro *self)
{
    die("%s() left a try block by break, continue or return: use async_return, or a flag",
        self->fn->name);
}

/* Behind the block, which coro_try_end has closed unless a break jumped over it. */
void coro_try_left(struct coro *self, unsigned line)
{
    if (coro_trying(self, line))
        left_try(self);
}

bool coro_catch(struct coro *self)
{
    struct try_block *t = innermost(self);
    /* an error or return out of a finally block replaces what was held there */
    while (t && !t->handler) {
        pop(self);
        t = innermost(self);
    }
    if (!t)
        return false;
    self->at = t->handler;
    pop(self);
    return true;
}

void coro_return(struct coro *self, struct value v)
{
    (void)self;
    running_loop->value = v;
    running_loop->error = NULL;
    running_loop->returning = true;
}

enum flow coro_leave(struct coro *self)
{
    if (innermost(self))
        left_try(self);
    running_loop->returning = false;
    return running_loop->error ? FLOW_RAISE : FLOW_RETURN;
}

bool coro_except(const struct error_type *type, struct error **e)
{
    struct loop *l = running_loop;
    if (!error_raised(type))
        return false;
    if (e)
        *e = l->error;
    l->error = NULL;
    return true;
}

void coro_finally(struct coro *self)
{
    struct loop *l = running_loop;
    coro_try(self, 0);
    struct try_block *t = self->task->tries;
    t->error = l->error;
    t->returning = l->returning;
    t->value = l->value;
    l->error = NULL;
    l->returning = false;
}

struct error *coro_held(const struct coro *self)
{
    return self->task->tries->error;
}

bool coro_finally_end(struct coro *self)
{
    struct loop *l = running_loop;
    struct try_block *t = self->task->tries;
    l->error = t->error;
    l->returning = t->returning;
    l->value = t->value;
    pop(self);
    return coro_unwinding();
}

struct try_block *coro_suspend(struct coro *self)
{
    struct try_block *all = innermost(self), *last = all;
    struct task *t = self->task;
    while (last && last->outer && last->outer->coro == self)
        last = last->outer;
    if (last) {
        t->tries = last->outer;
        last->outer = NULL;
    }
    t->top = self->caller;
    return all;
}

void coro_resume(struct coro *self, struct coro *caller, struct try_block *tries)
{
    struct task *t = caller->task;
    struct try_block *last = tries;
    while (last && last->outer)
        last = last->outer;
    if (last) {
        last->outer = t->tries;
        t->tries = tries;
    }
    self->caller = caller;
    self->task = t;
    self->depth = caller->depth + 1;
    t->top = self;
}

_Noreturn void coro_lost(const struct coro *self)
{
    die("%s() cannot go on at its line %u: an await must not stand inside a switch of the scene's "
        "own",
        self->fn->name, self->at);
}

/* ---- a module's small things ---- */

void say(const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;
    if (!running_loop->job && !loop_watched(running_loop))
        return;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    buf_putc(&b, '\n');
    if (running_loop->job)
        thread_print(b.s, b.len);
    else
        loop_print(running_loop, b.s, b.len);
    buf_free(&b);
}

void time_sleep(double seconds)
{
    struct loop *l = running_loop;
    if (l->job) {
        thread_sleep(seconds);
        return;
    }
    struct event e = {.line = l->line, .task = l->current ? l->current->future.object.id : 0};
    loop_emit(l, EV_BLOCK, e, &(struct note){.number = seconds, .has = HAS_NUMBER});
    if (l->clock == CLOCK_VIRTUAL)
        l->now += seconds;
    else
        uv_sleep((unsigned)(seconds * 1e3));
}

double perf_counter(void)
{
    return loop_time(running_loop);
}

const char *py_file(void)
{
    return running_loop->program->file;
}

const void *py_data(void)
{
    return running_loop->program->data;
}

unsigned py_module_line(void)
{
    return running_loop->program->module_line;
}

static const struct param *find_param(const char *name)
{
    for (const struct param *p = running_loop->program->params; p && p->name; p++)
        if (!strcmp(p->name, name))
            return p;
    die("the scene asks for a parameter that it does not have: %s", name);
}

int64_t param(const char *name)
{
    return find_param(name)->value;
}

bool param_is_set(const char *name)
{
    return find_param(name)->set;
}

struct random *py_random(void)
{
    return &running_loop->random;
}

void py_seed(int64_t n)
{
    struct loop *l = running_loop;
    if (l->program->seed)
        random_seed_text(&l->random, l->program->seed);
    else
        random_seed(&l->random, n);
}
