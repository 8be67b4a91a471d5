/* SPDX-License-Identifier: MIT */
#include "loop/runner.h"

#include <stdlib.h>
#include <string.h>

#include "loop/async.h"
#include "loop/deadlock.h"

/* ---- run_until_complete ---- */

static void on_complete(struct handle *h, struct future *arg)
{
    (void)h;
    (void)arg;
    loop_emit(get_running_loop(), EV_STOP, (struct event){0}, NULL);
    get_running_loop()->stopping = true;
}

static const struct handle_type run_until_complete_cb = {"_run_until_complete_cb", HANDLE_CALLBACK,
                                                         on_complete, NULL};

static void until(struct loop *l, struct future *f, const char *what)
{
    struct handle *h = arena_alloc(&this_thread->arena, sizeof *h);
    h->type = &run_until_complete_cb;
    l->runner.until = object_ref(f);
    l->runner.what = what;
    future_add_callback(f, h);
}

static void say_run(struct loop *l, enum event_kind kind, const char *what)
{
    loop_emit(l, kind, (struct event){0}, &(struct note){.name = what});
}

/* ---- the stages at the end ---- */

static void run_stage(struct loop *l, enum run_stage stage, struct coro *c)
{
    const char *what = c->fn->name;
    l->runner.stage = stage;
    say_run(l, EV_RUN, what);
    until(l, &create_task(c)->future, what);
}

static void drop_left(struct runner *r)
{
    for (uint32_t i = 0; i < r->nleft; i++)
        object_unref(&r->left[i]->future);
    free(r->left);
    r->left = NULL;
    r->nleft = 0;
}

static void close_loop(struct loop *l)
{
    loop_emit(l, EV_CLOSE, (struct event){0}, NULL);
    executor_reset(l);
    l->reader.id = 0;
    l->runner.stage = RUN_IDLE;
}

static void go_on(struct loop *l);

/* What is left awaits each other in a circle: closing the loop fails, and that is run()'s error. */
static void give_up(struct loop *l)
{
    drop_left(&l->runner);
    close_loop(l);
    this_thread->error = error_text(&RecursionError,
                          "maximum recursion depth exceeded while calling a Python object");
    go_on(l);
}

static bool cancel_left(struct loop *l)
{
    struct runner *r = &l->runner;
    size_t cap = 0;
    r->nleft = 0;
    r->left = NULL;
    for (struct task *t = l->first; t; t = t->next)
        if (!task_done(t)) {
            r->left = xgrow(r->left, &cap, r->nleft + 1, sizeof *r->left);
            object_ref(&t->future);
            r->left[r->nleft++] = t;
        }
    if (!r->nleft)
        return false;
    for (uint32_t i = 0; i < r->nleft; i++) {
        task_cancel(r->left[i]);
        if (task_cancel_too_deep()) {
            give_up(l);
            return true;
        }
    }
    r->stage = RUN_CANCEL;
    struct future *all = gather_futures((struct future **)r->left, r->nleft, true);
    say_run(l, EV_RUN, "_GatheringFuture");
    until(l, all, "_GatheringFuture");
    return true;
}

static void report_left(struct loop *l)
{
    struct runner *r = &l->runner;
    for (uint32_t i = 0; i < r->nleft; i++) {
        struct future *f = &r->left[i]->future;
        if (f->state == OUTCOME_FAILED)
            loop_report(l, "unhandled exception during asyncio.run() shutdown", future_error(f),
                        f->object.id | REF_TASK);
    }
    drop_left(r);
}

/* ---- the program's own lines ---- */

/* Does nothing but the closed loop know of it? Its timer is gone, and nobody else holds it. */
static bool is_lost(const struct task *t)
{
    return t->future.object.refs == 1 && t->stack.top && t->stack.top->fn->on == ON_SLEEP;
}

/* Nobody can fetch or await anything any more: what is left untold is told now, oldest first. A
 * crash keeps what the frames of its traceback can reach. */
static void tell_left(struct loop *l, bool crashed)
{
    for (struct task *t = l->first; t; t = t->next) {
        bool pending = !task_done(t) && !t->quiet && (!crashed || is_lost(t));
        if (t->future.unseen && !crashed)
            loop_report(l, "Task exception was never retrieved", future_error(&t->future),
                        t->future.object.id | REF_TASK);
        else if (pending)
            loop_report(l, "Task was destroyed but it is pending!", NULL, t->future.object.id | REF_TASK);
    }
}

static void end_program(struct loop *l, int status)
{
    loop_emit(l, EV_EXIT, (struct event){.ref = (uint32_t)status}, NULL);
    l->status = status;
    l->over = true;
}

static void crash(struct loop *l, const struct error *e)
{
    struct buf text = {0};
    error_brief(&text, e);
    loop_emit(l, EV_CRASH, (struct event){0}, &(struct note){.text = text.s, .len = text.len});
    buf_clear(&text);
    error_traceback(&text, e);
    loop_print_error(l, text.s, text.len);
    buf_free(&text);
    tell_left(l, true);
    end_program(l, 1);
}

static void tell_never_awaited(struct loop *l)
{
    for (const struct coro *c = this_thread->fresh; c; c = c->next) {
        struct buf text = {0};
        buf_printf(&text, "coroutine '%s' was never awaited", c->fn->name);
        loop_emit(l, EV_WARNING, (struct event){0},
                  &(struct note){.text = text.s, .len = text.len});
        buf_free(&text);
    }
}

static void go_on(struct loop *l)
{
    this_thread->line = this_thread->module_line;
    enum flow flow = stack_run(&l->runner.module);
    if (flow == FLOW_AWAIT)
        return;
    struct error *e = flow == FLOW_RAISE ? this_thread->error : NULL;
    this_thread->error = NULL;
    tell_never_awaited(l);
    if (e) {
        crash(l, e);
        return;
    }
    tell_left(l, false);
    end_program(l, 0);
}

void runner_start(struct loop *l)
{
    struct note n = {.name = l->program->name, .file = l->program->file};
    loop_emit(l, EV_START, (struct event){.what = (uint8_t)l->clock.mode}, &n);
    l->thread.module = &l->runner.module;
    coro_start(coro_new(l->program->module(), NULL), &l->runner.module, NULL);
    go_on(l);
}

void runner_run(struct loop *l, struct coro *coro)
{
    const char *what = coro->fn->name;
    this_thread->module_line = this_thread->line;
    l->runner.stage = RUN_MAIN;
    loop_emit(l, EV_LOOP, (struct event){.ref = ++l->loops}, NULL);
    struct task *t = create_task(coro);
    l->runner.main = t;
    object_ref(&t->future);
    say_run(l, EV_RUN, what);
    until(l, &t->future, what);
}

static void finish_run(struct loop *l)
{
    struct runner *r = &l->runner;
    struct future *main = &r->main->future;
    close_loop(l);
    future_fetch(main);
    object_unref(main);
    r->main = NULL;
    go_on(l);
}

void runner_next(struct loop *l)
{
    struct runner *r = &l->runner;
    if (!future_done(r->until))
        die("the loop was stopped before what it ran was done");
    say_run(l, EV_RAN, r->what);
    object_unref(r->until);
    switch (r->stage) {
    case RUN_MAIN:
        r->main->future.unseen = false; /* run() fetches it */
        if (cancel_left(l))
            break;
        run_stage(l, RUN_ASYNCGENS, shutdown_asyncgens());
        break;
    case RUN_CANCEL:
        report_left(l);
        run_stage(l, RUN_ASYNCGENS, shutdown_asyncgens());
        break;
    case RUN_ASYNCGENS:
        run_stage(l, RUN_EXECUTOR, shutdown_default_executor());
        break;
    case RUN_EXECUTOR:
        finish_run(l);
        break;
    case RUN_IDLE:
        break;
    }
}

void runner_deadlock(struct loop *l)
{
    struct buf why = {0};
    deadlock_verdict(l, &why);
    loop_emit(l, EV_DEADLOCK, (struct event){0}, &(struct note){.text = why.s, .len = why.len});
    buf_free(&why);
    end_program(l, 3);
}

void runner_close(struct loop *l)
{
    free(l->runner.left);
}
