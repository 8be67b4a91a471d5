/* SPDX-License-Identifier: MIT */
#include "asyncio/runner.h"

#include <stdlib.h>
#include <string.h>

#include "asyncio/deadlock.h"
#include "asyncio/executor.h"
#include "asyncio/gather.h"
#include "asyncio/generator.h"
#include "asyncio/report.h"
#include "asyncio/threaded.h"
#include "base/alloc.h"
#include "loop/describe.h"
#include "python/repr.h"

struct runner *running_runner(void)
{
    return (struct runner *)get_running_loop();
}

/* ---- run_until_complete ---- */

static void on_complete(struct handle *h, struct future *arg)
{
    (void)h;
    (void)arg;
    loop_stop(get_running_loop());
}

static const struct handle_type run_until_complete_cb = {"_run_until_complete_cb", HANDLE_CALLBACK,
                                                         on_complete, NULL};

static void until(struct runner *r, struct future *f, const char *what)
{
    struct handle *h = arena_alloc(&this_thread->arena, sizeof *h);
    h->type = &run_until_complete_cb;
    r->until = object_ref(f);
    r->what = what;
    future_add_callback(f, h);
}

static void say_run(struct runner *r, enum event_kind kind, const char *what)
{
    loop_emit(&r->loop, kind, (struct event){0}, &(struct note){.name = what});
}

/* ---- the stages at the end ---- */

static void run_stage(struct runner *r, enum run_stage stage, struct coro *c)
{
    const char *what = c->fn->name;
    r->stage = stage;
    say_run(r, EV_RUN, what);
    until(r, &create_task(c)->future, what);
}

static void drop_left(struct runner *r)
{
    for (uint32_t i = 0; i < r->nleft; i++)
        object_unref(&r->left[i]->future);
    free(r->left);
    r->left = NULL;
    r->nleft = 0;
}

static void close_loop(struct runner *r)
{
    loop_emit(&r->loop, EV_CLOSE, (struct event){0}, NULL);
    if (r->asyncio.executor)
        executor_reset(r->asyncio.executor);
    r->asyncio.running = false;
    r->loop.self.id = 0;
    r->stage = RUN_IDLE;
}

static void go_on(struct runner *r);

/* What is left awaits each other in a circle: closing the loop fails, and that is run()'s error. */
static void give_up(struct runner *r)
{
    drop_left(r);
    close_loop(r);
    this_thread->error = error_text(
        &RecursionError, "maximum recursion depth exceeded while calling a Python object");
    if (!r->program->threads)
        go_on(r);
}

static bool cancel_left(struct runner *r)
{
    size_t cap = 0;
    r->nleft = 0;
    r->left = NULL;
    for (struct task *t = r->loop.first; t; t = t->next)
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
            give_up(r);
            return true;
        }
    }
    r->stage = RUN_CANCEL;
    struct future *all = gather_futures((struct future **)r->left, r->nleft, true);
    say_run(r, EV_RUN, "_GatheringFuture");
    until(r, all, "_GatheringFuture");
    return true;
}

static void report_left(struct runner *r)
{
    for (uint32_t i = 0; i < r->nleft; i++) {
        struct future *f = &r->left[i]->future;
        if (f->state == OUTCOME_FAILED)
            loop_report(&r->loop, "unhandled exception during asyncio.run() shutdown",
                        future_error(f), f->object.id);
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
static void tell_left(struct runner *r, bool crashed)
{
    for (struct task *t = r->loop.first; t; t = t->next) {
        bool pending = !task_done(t) && t->log_destroy_pending && (!crashed || is_lost(t));
        if (t->future.unseen && !crashed)
            loop_report(&r->loop, "Task exception was never retrieved", future_error(&t->future),
                        t->future.object.id);
        else if (pending)
            loop_report(&r->loop, "Task was destroyed but it is pending!", NULL,
                        t->future.object.id);
    }
}

static void end_program(struct runner *r, int status)
{
    loop_emit(&r->loop, EV_EXIT, (struct event){.ref = (uint32_t)status}, NULL);
    r->status = status;
    r->over = true;
}

static void crash(struct runner *r, const struct error *e)
{
    struct buf text = {0};
    error_brief(&text, e);
    loop_emit(&r->loop, EV_CRASH, (struct event){0},
              &(struct note){.text = text.s, .len = text.len});
    buf_clear(&text);
    error_traceback(&text, e);
    emit_print_error(&r->loop.emitter, 0, this_thread->line, text.s, text.len);
    buf_free(&text);
    tell_left(r, true);
    end_program(r, 1);
}

static void tell_never_awaited(struct runner *r)
{
    for (const struct coro *c = this_thread->fresh; c; c = c->next) {
        struct buf text = {0};
        buf_printf(&text, "coroutine '%s' was never awaited", c->fn->name);
        loop_emit(&r->loop, EV_WARNING, (struct event){0},
                  &(struct note){.text = text.s, .len = text.len});
        buf_free(&text);
    }
}

/* Nothing can ever become ready: the program ends with a verdict. */
static void end_with_verdict(struct runner *r, const struct buf *why)
{
    loop_emit(&r->loop, EV_DEADLOCK, (struct event){0},
              &(struct note){.text = why->s, .len = why->len});
    end_program(r, 3);
}

static void go_on(struct runner *r)
{
    this_thread->line = this_thread->module_line;
    enum flow flow = stack_run(&r->module);
    if (flow == FLOW_AWAIT)
        return;
    struct error *e = flow == FLOW_RAISE ? this_thread->error : NULL;
    this_thread->error = NULL;
    tell_never_awaited(r);
    if (e) {
        crash(r, e);
        return;
    }
    tell_left(r, false);
    end_program(r, 0);
}

/* asyncio.run(coro) */
static void begin_run(struct runner *r, struct coro *coro)
{
    const char *what = coro->fn->name;
    this_thread->module_line = this_thread->line;
    r->stage = RUN_MAIN;
    r->asyncio.running = true;
    loop_emit(&r->loop, EV_LOOP, (struct event){.ref = ++r->runs}, NULL);
    struct task *t = create_task(coro);
    r->main = t;
    object_ref(&t->future);
    say_run(r, EV_RUN, what);
    until(r, &t->future, what);
}

bool await_run(struct coro *self, struct coro *c)
{
    struct loop *l = get_running_loop();
    if (l->current || self->stack != this_thread->module)
        die("asyncio.run() cannot be called from a running event loop: only a module may");
    if (running_runner()->program->threads && !threads_alone(&running_runner()->threads))
        die("asyncio.run() beside threads that are at work: join them first");
    begin_run(running_runner(), c);
    return true;
}

static void finish_run(struct runner *r)
{
    struct future *main = &r->main->future;
    close_loop(r);
    future_fetch(main);
    object_unref(main);
    r->main = NULL;
    if (!r->program->threads)
        go_on(r);
}

/* run_until_complete has returned: goes on with the next stage. */
static void next_stage(struct runner *r)
{
    if (!future_done(r->until))
        die("the loop was stopped before what it ran was done");
    say_run(r, EV_RAN, r->what);
    object_unref(r->until);
    switch (r->stage) {
    case RUN_MAIN:
        r->main->future.unseen = false; /* run() fetches it */
        if (cancel_left(r))
            break;
        run_stage(r, RUN_ASYNCGENS, shutdown_asyncgens());
        break;
    case RUN_CANCEL:
        report_left(r);
        run_stage(r, RUN_ASYNCGENS, shutdown_asyncgens());
        break;
    case RUN_ASYNCGENS:
        run_stage(r, RUN_EXECUTOR, shutdown_default_executor());
        break;
    case RUN_EXECUTOR:
        finish_run(r);
        break;
    case RUN_IDLE:
        break;
    }
}

static void end_stuck(struct runner *r)
{
    struct buf why = {0};
    deadlock_verdict(&r->loop, &why);
    end_with_verdict(r, &why);
    buf_free(&why);
}

/* ---- what print(), time.sleep(), computing and time.perf_counter() do in the loop's thread ---- */

static void print_line(struct thread *t, const char *text, size_t n)
{
    struct loop *l = t->loop;
    struct note at = {.line = t->line};
    if (l->current && loop_watched(l))
        describe_inner(l, &l->current->stack, &at);
    emit_print(&l->emitter, l->actor, &at, text, n);
}

/* The whole loop stands still. */
static void tell_block(struct thread *t, double seconds, const char *why)
{
    struct event e = {.actor = t->loop->actor};
    struct note n = {.line = t->line, .name = why, .number = seconds, .has = HAS_NUMBER};
    loop_emit(t->loop, EV_BLOCK, e, &n);
}

static void sleep_here(struct thread *t, double seconds)
{
    tell_block(t, seconds, NULL);
    if (t->loop->clock.mode == CLOCK_VIRTUAL)
        t->loop->clock.now += seconds;
    else
        uv_sleep((unsigned)(seconds * 1e3));
}

static void compute_here(struct thread *t, double seconds)
{
    struct executor *x = asyncio_state()->executor;
    struct clock *clock = &t->loop->clock;
    if (clock->mode == CLOCK_REAL) {
        tell_block(t, seconds, "compute");
        executor_compute_really(x, seconds);
        return;
    }
    double takes = executor_compute(x, clock->now, thread_compute_virtually(t, seconds));
    tell_block(t, takes, "compute");
    clock->now += takes;
}

static double time_here(struct thread *t)
{
    return loop_time(t->loop);
}

/* ---- a program of threads, all at once ---- */

static void take_up(struct runner *r, enum tick went)
{
    if (went == TICK_STOPPED)
        next_stage(r);
    else if (went == TICK_STUCK)
        end_stuck(r);
}

static void take_hooks(struct thread *t)
{
    t->print = print_line;
    t->sleep = sleep_here;
    t->compute = compute_here;
    t->time = time_here;
}

/* Its main thread runs a loop, and is the only one: print() and the like are the loop's meanwhile. */
static void run_loop_in_main(struct runner *r)
{
    struct thread *t = this_thread, before = *t;
    take_hooks(t);
    while (r->stage != RUN_IDLE && !r->over)
        take_up(r, loop_run(&r->loop));
    t->print = before.print;
    t->sleep = before.sleep;
    t->compute = before.compute;
    t->time = before.time;
}

static int run_module(void *data)
{
    struct runner *r = data;
    enum flow flow = stack_run(&r->module);
    while (flow == FLOW_AWAIT) {
        run_loop_in_main(r);
        this_thread->line = this_thread->module_line;
        flow = r->over ? FLOW_RETURN : stack_run(&r->module);
    }
    if (flow == FLOW_RAISE)
        crash(r, this_thread->error);
    r->threads.closing |= r->over;
    return (int)flow;
}

static void run_threads(struct runner *r)
{
    threads_run(&r->threads, run_module, r);
    if (r->over)
        return;
    threaded_tell_schedule(&r->threads);
    if (r->threads.stuck)
        end_with_verdict(r, &r->threads.verdict);
    else
        end_program(r, 0);
}

/* ---- life ---- */

int runner_init(struct runner *r, enum clock_mode clock, struct observer *observer)
{
    *r = (struct runner){0};
    take_hooks(&r->thread);
    int bad = loop_init(&r->loop, clock, observer, &r->thread);
    r->loop.exception_handler = report_exception;
    r->loop.data = &r->asyncio;
    return bad;
}

/* Threads switch where CPython's do, unless its parameter gil is off. */
static bool has_gil(const struct program *p)
{
    for (const struct param *q = p->params; q && q->name; q++)
        if (!strcmp(q->name, "gil"))
            return q->value;
    return true;
}

void runner_start(struct runner *r, const struct program *p)
{
    struct note n = {.name = p->name, .file = p->file};
    r->program = p;
    r->thread.file = p->file;
    r->thread.module = &r->module;
    this_thread = &r->thread;
    if (p->seeded)
        r->random = *p->seeded;
    else
        random_seed(&r->random, 0);
    loop_emit(&r->loop, EV_START, (struct event){.what = (uint8_t)r->loop.clock.mode}, &n);
    if (p->threads)
        threaded_open(&r->threads, &r->loop, has_gil(p), &r->random, p->schedule);
    coro_start(coro_new(p->module(), NULL), &r->module, NULL);
    (p->threads ? run_threads : go_on)(r);
}

bool runner_tick(struct runner *r)
{
    if (r->over)
        return false;
    take_up(r, loop_tick(&r->loop));
    return true;
}

void runner_finish(struct runner *r)
{
    while (!r->over)
        take_up(r, loop_run(&r->loop));
}

void runner_close(struct runner *r)
{
    free(r->left);
    threads_close(&r->threads);
    loop_close(&r->loop);
    arena_close(&r->thread.arena);
}
