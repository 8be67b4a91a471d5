/* SPDX-License-Identifier: MIT */
/* The order and the ticks of the loop. First the micro programs of tests/oracle/programs, written
 * again in C and held against what CPython did with them (tests/golden/s*.seq); then what they
 * leave open. Runs at the root of the project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "loop/async.h"
#include "player.h"
#include "trace/save.h"

/* NAME_module: a program whose only line is asyncio.run(NAME_main()). */
#define PROGRAM(name)                                                                              \
    struct name##_module {                                                                         \
        struct coro coro;                                                                          \
    };                                                                                             \
    async (name##_module, def(1)) {                                                                \
        async_begin;                                                                               \
        asyncio_run(call(name##_main));                                                            \
        async_end;                                                                                 \
    }

/* print(v) */
static void say_value(struct value v)
{
    struct buf b = {0};
    value_text(&b, v);
    say("%s", b.s);
    buf_free(&b);
}

static const char *python_bool(bool b)
{
    return b ? "True" : "False";
}

static bool cancelled(const struct task *t)
{
    return t->future.state == OUTCOME_CANCELLED;
}

/* ---- s01 … s03: await, sleep ---- */

struct five {
    struct coro coro;
};

async (five, def(2)) {
    async_begin;
    async_return(value_int(5));
    async_end;
}

struct s01_main {
    struct coro coro;
};

async (s01_main, def(3)) {
    async_begin;
    await(call(five));
    say_value(awaited());
    async_end;
}
PROGRAM(s01)

struct s02_main {
    struct coro coro;
    struct task *t;
};

async (s02_main, def(3), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(five)));
    await(self->t);
    say_value(awaited());
    await(self->t);
    say_value(awaited());
    async_end;
}
PROGRAM(s02)

struct s03_main {
    struct coro coro;
};

async (s03_main, def(2)) {
    async_begin;
    await(sleep_s(0));
    await(sleep_s(-1));
    await(sleep_s(0.5));
    say("r");
    async_end;
}
PROGRAM(s03)

/* ---- s05: cancelling ---- */

struct s05a_w {
    struct coro coro;
};

async (s05a_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("fin");
    } end_finally;
    async_end;
}

struct s05a_main {
    struct coro coro;
    struct task *t;
};

async (s05a_main, def(5), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(s05a_w)));
    await(sleep_s(0));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("main caught");
    } end_try;
    async_end;
}
PROGRAM(s05a)

struct never {
    struct coro coro;
};

async (never, def(2)) {
    async_begin;
    say("never");
    async_end;
}

struct s05b_main {
    struct coro coro;
    struct task *t;
};

async (s05b_main, def(3), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(never)));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("main caught");
    } end_try;
    async_end;
}
PROGRAM(s05b)

struct leaf {
    struct coro coro;
};

async (leaf, def(2)) {
    async_begin;
    await(sleep_s(9));
    async_end;
}

struct mid {
    struct coro coro;
    struct task *t;
};

async (mid, def(3)) {
    async_begin;
    await(self->t);
    async_end;
}

struct s05c_main {
    struct coro coro;
    struct task *a, *b;
};

async (s05c_main, def(4), SHOW(a), SHOW(b)) {
    async_begin;
    keep(self->a, create_task(call(leaf)));
    keep(self->b, create_task(call(mid, .t = self->a)));
    await(sleep_s(0));
    await(sleep_s(0));
    task_cancel(self->b);
    try {
        await(self->b);
    } except (CancelledError) {
        say("%s %s", python_bool(cancelled(self->a)), python_bool(cancelled(self->b)));
    } end_try;
    async_end;
}
PROGRAM(s05c)

struct s05d_w {
    struct coro coro;
};

async (s05d_w, def(2)) {
    async_begin;
    task_cancel(current_task());
    say("still running");
    await(sleep_s(0));
    say("never");
    async_end;
}

struct s05d_w2 {
    struct coro coro;
};

async (s05d_w2, def(7)) {
    async_begin;
    task_cancel(current_task());
    say("returns at once");
    async_return(value_int(3));
    async_end;
}

struct s05d_main {
    struct coro coro;
};

async (s05d_main, def(11)) {
    async_begin;
    await(gather_return_exceptions(call(s05d_w), call(s05d_w2)));
    say_value(awaited());
    async_end;
}
PROGRAM(s05d)

/* ---- s16, s17, s25, s27: gather, and errors nobody fetches ---- */

struct ok {
    struct coro coro;
    bool tells;
};

async (ok, def(2)) {
    async_begin;
    await(sleep_s(1));
    if (self->tells)
        say("ok ran on");
    async_return(value_int(1));
    async_end;
}

struct bad {
    struct coro coro;
};

async (bad, def(3)) {
    async_begin;
    raise(error_text(&ValueError, "x"));
    async_end;
}

struct s16a_main {
    struct coro coro;
};

async (s16a_main, def(4)) {
    async_begin;
    try {
        await(gather(call(ok, .tells = true), call(bad)));
    } except (ValueError) {
        say("caught");
    } end_try;
    await(sleep_s(2));
    async_end;
}
PROGRAM(s16a)

struct s16b_main {
    struct coro coro;
};

async (s16b_main, def(4)) {
    async_begin;
    await(gather_return_exceptions(call(ok), call(bad)));
    say_value(awaited());
    async_end;
}
PROGRAM(s16b)

struct s17_main {
    struct coro coro;
    struct task *t;
};

async (s17_main, def(3), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(bad)));
    await(sleep_s(0));
    await(sleep_s(0));
    future_drop(&self->t->future); /* del t */
    self->t = NULL;
    say("deleted");
    async_end;
}
PROGRAM(s17)

struct s25_w {
    struct coro coro;
    int n;
};

async (s25_w, def(2)) {
    async_begin;
    say("w %d", self->n);
    async_return(value_int(self->n));
    async_end;
}

static struct future *gather_twice(struct task *t)
{
    return gather_futures((struct future *[]){&t->future, &t->future}, 2, false);
}

struct s25_main {
    struct coro coro;
    struct task *t;
};

async (s25_main, def(3), SHOW(t)) {
    async_begin;
    await(gather_n(NULL, 0, false));
    say_value(awaited());
    await(gather_twice(create_task(call(s25_w, .n = 1))));
    say_value(awaited());
    keep(self->t, create_task(call(s25_w, .n = 2)));
    await(self->t);
    await(gather_twice(self->t));
    say_value(awaited());
    async_end;
}
PROGRAM(s25)

struct s27_w {
    struct coro coro;
    int n;
    struct error *e;
};

async (s27_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except_as (CancelledError, self->e) {
        say("c %d", self->n);
        raise(self->e);
    } end_try;
    async_end;
}

struct s27_p {
    struct coro coro;
};

async (s27_p, def(5)) {
    async_begin;
    await(gather(call(s27_w, .n = 1), call(s27_w, .n = 2)));
    async_end;
}

struct s27_main {
    struct coro coro;
    struct task *t;
};

async (s27_main, def(6), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(s27_p)));
    await(sleep_s(0));
    await(sleep_s(0));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("main");
    } end_try;
    async_end;
}
PROGRAM(s27)

/* ---- s18, s19, s23, s28: callbacks, deadlines, futures ---- */

/* print(text), as a callback. */
struct printing {
    struct timer timer; /* its handle, where it is no timer */
    const char *text;
};

static void print_text(struct handle *h, struct future *arg)
{
    (void)arg;
    say("%s", ((struct printing *)h)->text);
}

static const struct handle_type print_type = {"print", HANDLE_CALLBACK, print_text, NULL};
static const struct handle_type lambda_type = {"main.<locals>.<lambda>", HANDLE_CALLBACK,
                                               print_text, NULL};

static struct printing printing(const char *text)
{
    return (struct printing){.timer.handle.type = &print_type, .text = text};
}

static void set_result(struct handle *h, struct future *arg);
static const struct handle_type set_result_type = {"F1.set_result", HANDLE_CALLBACK, set_result,
                                                   NULL};

/* call_at(when, f.set_result, None) */
struct finishing {
    struct timer timer;
    struct future *future;
};

static void set_result(struct handle *h, struct future *arg)
{
    (void)arg;
    future_set_result(((struct finishing *)h)->future, NONE);
}

static void finish_at(struct finishing *f, double when, struct future *future)
{
    *f = (struct finishing){.timer.handle.type = &set_result_type, .future = future};
    loop_call_at(running_loop, &f->timer, when);
}

struct s18_main {
    struct coro coro;
    struct future *f;
    struct printing later, soon, past, then_soon, then_later;
    struct handle lambda;
    struct finishing finish;
};

static struct s18_main *s18_frame(struct handle *lambda)
{
    return (struct s18_main *)((char *)lambda - offsetof(struct s18_main, lambda));
}

static void s18_lambda(struct handle *h, struct future *arg)
{
    struct s18_main *self = s18_frame(h);
    (void)arg;
    say("soon2");
    loop_call_soon(running_loop, &self->then_soon.timer.handle);
    loop_call_at(running_loop, &self->then_later.timer, loop_time(running_loop));
}

static const struct handle_type s18_lambda_type = {"main.<locals>.<lambda>", HANDLE_CALLBACK,
                                                   s18_lambda, NULL};

async (s18_main, def(2), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    self->later = printing("later0");
    self->soon = printing("soon1");
    self->past = printing("past");
    self->then_soon = printing("soon2->soon");
    self->then_later = printing("soon2->later0");
    self->lambda = (struct handle){.type = &s18_lambda_type};
    loop_call_at(running_loop, &self->later.timer, loop_time(running_loop));
    loop_call_soon(running_loop, &self->soon.timer.handle);
    loop_call_soon(running_loop, &self->lambda);
    loop_call_at(running_loop, &self->past.timer, loop_time(running_loop) - 5);
    finish_at(&self->finish, loop_time(running_loop) + 1, self->f);
    await(self->f);
    async_end;
}
PROGRAM(s18)

enum { S19_TIMERS = 6 };

struct s19_main {
    struct coro coro;
    struct future *f;
    struct printing timers[S19_TIMERS];
    struct finishing finish;
};

static void s19_set(struct printing *timers)
{
    static const struct {
        double when;
        const char *text;
    } at[S19_TIMERS] = {
        {1.0, "1.0"},         {1.0 + 5e-10, "+0.5ns"}, {1.0 + 1e-9, "+1ns"},
        {1.0 + 2e-9, "+2ns"}, {0.1 + 0.2, "0.1+0.2"},  {0.3, "0.3"},
    };
    for (int i = 0; i < S19_TIMERS; i++) {
        timers[i] = printing(at[i].text);
        loop_call_at(running_loop, &timers[i].timer, at[i].when);
    }
}

async (s19_main, def(2), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    s19_set(self->timers);
    finish_at(&self->finish, 2, self->f);
    await(self->f);
    async_end;
}
PROGRAM(s19)

struct s23_main {
    struct coro coro;
    struct future *f;
    struct printing callbacks[3];
};

static void s23_add(struct s23_main *self, int i, const char *text)
{
    self->callbacks[i] = printing(text);
    self->callbacks[i].timer.handle.type = &lambda_type;
    future_add_callback(self->f, &self->callbacks[i].timer.handle);
}

async (s23_main, def(2), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    s23_add(self, 0, "cb1");
    s23_add(self, 1, "cb2");
    future_set_result(self->f, value_int(3));
    await(self->f);
    say_value(awaited());
    s23_add(self, 2, "cb3");
    await(sleep_s(0));
    async_end;
}
PROGRAM(s23)

struct s28_main {
    struct coro coro;
    struct future *f;
    int64_t first;
};

async (s28_main, def(2), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    future_set_result(self->f, value_int(1));
    await(self->f);
    self->first = awaited().i;
    await(self->f);
    say("%d %d", (int)self->first, (int)awaited().i);
    async_end;
}
PROGRAM(s28)

/* ---- s26: main raises ---- */

struct s26_bg {
    struct coro coro;
};

async (s26_bg, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("bg cancelled");
    } end_finally;
    async_end;
}

struct s26_main {
    struct coro coro;
    struct task *t;
};

async (s26_main, def(5), SHOW(t)) {
    async_begin;
    py(6) keep(self->t, create_task(call(s26_bg)));
    py(6) await(sleep_s(0));
    py(7) raise(error_text(&ValueError, "main failed"));
    async_end;
}

struct s26_module {
    struct coro coro;
};

async (s26_module, def(1)) {
    async_begin;
    py(8) asyncio_run(call(s26_main));
    say("never");
    async_end;
}

/* ---- against CPython ---- */

static void run_module(struct player *p, const struct async *(*module)(void))
{
    static struct program program;
    program = (struct program){.name = "test", .file = "test.py", .module = module};
    assert_int_equal(player_open(p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(p);
    assert_true(p->loop.over);
}

static struct buf seq_of(struct player *p)
{
    struct buf b = {0};
    buf_clear(&b);
    for (uint32_t i = 1; i <= p->trace.end; i++) {
        assert_true(player_seek(p, i));
        save_seq(&b, &p->model);
    }
    return b;
}

static struct buf read_file(const char *path)
{
    struct buf b = {0};
    char part[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s cannot be read", path);
    while ((n = fread(part, 1, sizeof part, f)))
        buf_add(&b, part, n);
    fclose(f);
    return b;
}

struct twin {
    const char *golden;
    const struct async *(*module)(void);
};

static void goes_as_in_cpython(void **state)
{
    const struct twin *twin = *state;
    struct player p;
    char path[128];
    snprintf(path, sizeof path, "tests/golden/%s.seq", twin->golden);
    struct buf want = read_file(path);
    run_module(&p, twin->module);
    struct buf got = seq_of(&p);
    assert_string_equal(got.s, want.s);
    buf_free(&got);
    buf_free(&want);
    player_close(&p);
}

#define AS_CPYTHON(sentence, golden, program)                                                      \
    {                                                                                              \
        sentence, goes_as_in_cpython, NULL, NULL, &(struct twin)                                   \
        {                                                                                          \
            golden, program##_module_async                                                         \
        }                                                                                          \
    }

/* ---- what the micro programs leave open ---- */

/* What was printed, on either stream. */
static struct buf printed(const struct player *p, enum event_kind kind)
{
    struct buf b = {0};
    buf_clear(&b);
    for (uint32_t i = 0; i < p->trace.nouts; i++) {
        const struct note *n = trace_note(&p->trace, p->trace.outs[i]);
        if (trace_at(&p->trace, p->trace.outs[i])->kind == kind)
            buf_add(&b, n->text, n->len);
    }
    return b;
}

static void assert_prints(const struct player *p, enum event_kind kind, const char *want)
{
    struct buf b = printed(p, kind);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

static void assert_module_prints(const struct async *(*module)(void), const char *want)
{
    struct player p;
    run_module(&p, module);
    assert_prints(&p, EV_OUT, want);
    assert_int_equal(p.loop.status, 0);
    player_close(&p);
}

static uint32_t count_kind(const struct player *p, enum event_kind kind)
{
    uint32_t n = 0;
    for (uint32_t i = p->trace.first; i < p->trace.end; i++)
        n += trace_at(&p->trace, i)->kind == kind;
    return n;
}

enum { TIES = 30 };

struct tie {
    struct coro coro;
    int n;
};

async (tie, def(2)) {
    async_begin;
    await(sleep_s(1));
    say("%d", self->n);
    async_end;
}

static struct future *gather_ties(void)
{
    struct coro *coros[TIES];
    for (int i = 0; i < TIES; i++)
        coros[i] = call(tie, .n = i);
    return gather_n(coros, TIES, false);
}

struct ties_main {
    struct coro coro;
};

async (ties_main, def(4)) {
    async_begin;
    await(gather_ties());
    async_end;
}
PROGRAM(ties)

static void equal_deadlines_fall_due_in_the_order_they_were_set(void **state)
{
    (void)state;
    struct buf want = {0};
    for (int i = 0; i < TIES; i++)
        buf_printf(&want, "%d\n", i);
    assert_module_prints(ties_module_async, want.s);
    buf_free(&want);
}

struct sleeper {
    struct coro coro;
    double seconds;
};

async (sleeper, def(2)) {
    async_begin;
    await(sleep_s(self->seconds));
    say("%g at %g, tick %u", self->seconds, perf_counter(), running_loop->tick);
    async_end;
}

struct blocker {
    struct coro coro;
};

async (blocker, def(5)) {
    async_begin;
    await(sleep_s(0));
    time_sleep(5);
    say("blocked until %g, tick %u", perf_counter(), running_loop->tick);
    async_end;
}

struct block_main {
    struct coro coro;
};

async (block_main, def(9)) {
    async_begin;
    await(gather(call(sleeper, .seconds = 3), call(sleeper, .seconds = 1), call(sleeper, .seconds = 6), call(blocker)));
    async_end;
}
PROGRAM(block)

static void blocking_stops_the_loop_and_what_fell_due_meanwhile_fires_by_deadline(void **state)
{
    (void)state;
    assert_module_prints(
        block_module_async,
        "blocked until 5, tick 3\n1 at 5, tick 5\n3 at 5, tick 5\n6 at 6, tick 8\n");
}

struct spin_main {
    struct coro coro;
    int ticks;
};

async (spin_main, def(2)) {
    async_begin;
    for (; perf_counter() < 0.0025; self->ticks++)
        await(sleep_s(0));
    say("%d", self->ticks);
    async_end;
}
PROGRAM(spin)

static void a_program_that_spins_moves_the_clock_a_millisecond_a_tick_after_a_thousand(void **state)
{
    (void)state;
    assert_module_prints(spin_module_async, "1002\n");
}

struct names_main {
    struct coro coro;
};

async (names_main, def(2)) {
    async_begin;
    create_task(call(five));
    create_named_task(call(five), "Bond");
    create_task(call(five));
    await(sleep_s(0));
    async_end;
}
PROGRAM(names)

static void a_name_of_one_s_own_uses_up_a_number(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, names_module_async);
    assert_string_equal(trace_task_name(&p.trace, 1), "Task-1");
    assert_string_equal(trace_task_name(&p.trace, 2), "Task-2");
    assert_string_equal(trace_task_name(&p.trace, 3), "Bond");
    assert_string_equal(trace_task_name(&p.trace, 4), "Task-4");
    player_close(&p);
}

struct uncancel_w {
    struct coro coro;
};

async (uncancel_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except (CancelledError) {
        say("cancelling %u", current_task()->cancelling);
    } end_try;
    for (int i = 0; i < 3; i++)
        say("left %u", task_uncancel(current_task()));
    async_return(value_int(3));
    async_end;
}

struct uncancel_main {
    struct coro coro;
    struct task *t;
};

async (uncancel_main, def(9), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(uncancel_w)));
    await(sleep_s(0));
    say("%s", python_bool(task_cancel(self->t)));
    say("%s", python_bool(task_cancel(self->t)));
    await(self->t);
    say_value(awaited());
    say("%s", python_bool(task_cancel(self->t)));
    async_end;
}
PROGRAM(uncancel)

static void requests_to_cancel_are_counted_and_taken_back(void **state)
{
    (void)state;
    assert_module_prints(uncancel_module_async,
                         "True\nTrue\ncancelling 2\nleft 1\nleft 0\nleft 0\n3\nFalse\n");
}

struct message_main {
    struct coro coro;
    struct task *t;
    struct error *e;
};

async (message_main, def(2), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(leaf)));
    await(sleep_s(0));
    task_cancel_with(self->t, "enough");
    try {
        await(self->t);
    } except_as (CancelledError, self->e) {
        say_value(self->e->arg);
    } end_try;
    async_end;
}
PROGRAM(message)

static void the_message_of_a_cancel_arrives_with_the_error(void **state)
{
    (void)state;
    assert_module_prints(message_module_async, "enough\n");
}

/* Cancelled once more while its finally block awaits. */
struct twice_w {
    struct coro coro;
};

async (twice_w, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } finally {
        say("cleaning up");
        await(sleep_s(9));
        say("never");
    } end_finally;
    async_end;
}

struct twice_main {
    struct coro coro;
    struct task *t;
};

async (twice_main, def(8), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(twice_w)));
    await(sleep_s(0));
    task_cancel(self->t);
    await(sleep_s(0));
    task_cancel(self->t);
    await(gather_futures((struct future *[]){&self->t->future}, 1, true));
    say_value(awaited());
    async_end;
}
PROGRAM(twice)

static void a_task_can_be_cancelled_again_while_it_cleans_up(void **state)
{
    (void)state;
    assert_module_prints(twice_module_async, "cleaning up\n[CancelledError('')]\n");
}

struct forever_main {
    struct coro coro;
};

async (forever_main, def(2)) {
    async_begin;
    await(future_new());
    async_end;
}
PROGRAM(forever)

static void nothing_to_wait_for_is_a_deadlock_with_status_3(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, forever_module_async);
    assert_int_equal(p.loop.status, 3);
    assert_int_equal(count_kind(&p, EV_DEADLOCK), 1);
    assert_int_equal(trace_at(&p.trace, p.trace.end - 1)->kind, EV_EXIT);
    assert_int_equal(p.model.status, 3);
    player_close(&p);
}

static void an_error_out_of_main_ends_the_program_with_a_traceback_and_status_1(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, s26_module_async);
    assert_int_equal(p.loop.status, 1);
    assert_int_equal(count_kind(&p, EV_CRASH), 1);
    assert_prints(&p, EV_OUT, "bg cancelled\n");
    assert_prints(&p, EV_ERR,
                  "Traceback (most recent call last):\n"
                  "  File \"test.py\", line 8, in <module>\n"
                  "  File \"test.py\", line 7, in s26_main\n"
                  "ValueError: main failed\n");
    player_close(&p);
}

struct stubborn {
    struct coro coro;
    int n;
};

async (stubborn, def(2)) {
    async_begin;
    try {
        await(sleep_s(9));
    } except (CancelledError) {
        say("%d was cancelled at %g", self->n, perf_counter());
    } end_try;
    await(sleep_s(2));
    if (self->n == 2)
        raise(error_text(&ValueError, "not like this"));
    say("%d is through at %g", self->n, perf_counter());
    async_end;
}

struct leftovers_main {
    struct coro coro;
};

async (leftovers_main, def(10)) {
    async_begin;
    create_task(call(stubborn, .n = 1));
    create_task(call(stubborn, .n = 2));
    create_task(call(stubborn, .n = 3));
    await(sleep_s(1));
    say("main ends");
    async_end;
}
PROGRAM(leftovers)

static void what_main_leaves_behind_is_cancelled_in_order_and_waited_for(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, leftovers_module_async);
    assert_prints(&p, EV_OUT,
                  "main ends\n"
                  "1 was cancelled at 1\n2 was cancelled at 1\n3 was cancelled at 1\n"
                  "1 is through at 3\n3 is through at 3\n");
    struct buf errors = printed(&p, EV_ERR);
    assert_non_null(strstr(errors.s, "unhandled exception during asyncio.run() shutdown\n"));
    assert_non_null(strstr(errors.s, "ValueError: not like this\n"));
    assert_int_equal(count_kind(&p, EV_LOOP_ERROR), 1);
    assert_int_equal(p.loop.status, 0);
    buf_free(&errors);
    player_close(&p);
}

struct fails_main {
    struct coro coro;
};

async (fails_main, def(2)) {
    async_begin;
    await(gather(call(bad), call(five)));
    async_end;
}

struct again_module {
    struct coro coro;
};

async (again_module, def(1)) {
    async_begin;
    try {
        asyncio_run(call(fails_main));
    } except (ValueError) {
        say("caught in the module");
    } end_try;
    asyncio_run(call(s01_main));
    async_end;
}

static void a_module_may_run_twice_and_catch_what_main_raised(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, again_module_async);
    assert_prints(&p, EV_OUT, "caught in the module\n5\n");
    assert_int_equal(p.loop.status, 0);
    assert_int_equal(count_kind(&p, EV_LOOP), 2);
    assert_int_equal(count_kind(&p, EV_CLOSE), 2);
    player_close(&p);
}

struct shouting_main {
    struct coro coro;
    struct printing gone, kept;
    struct printing timer;
};

async (shouting_main, def(2)) {
    async_begin;
    self->gone = printing("gone");
    self->kept = printing("kept");
    self->timer = printing("timer");
    loop_call_soon(running_loop, &self->gone.timer.handle);
    loop_call_soon(running_loop, &self->kept.timer.handle);
    loop_call_at(running_loop, &self->timer.timer, 1);
    loop_cancel_handle(running_loop, &self->gone.timer.handle);
    loop_cancel_timer(running_loop, &self->timer.timer);
    await(sleep_s(2));
    async_end;
}
PROGRAM(shouting)

static void a_cancelled_handle_is_passed_over_and_a_cancelled_timer_forgotten(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, shouting_module_async);
    assert_prints(&p, EV_OUT, "kept\n");
    assert_int_equal(count_kind(&p, EV_UNCALL), 2);
    assert_int_equal(count_kind(&p, EV_SKIP), 1);
    assert_int_equal(count_kind(&p, EV_FIRE), 1); /* the sleep's */
    player_close(&p);
}

/* Blocking lets t's timer fall due in the tick in which t, cancelled before, goes on: the timer is
 * passed over though its sleep is gone, and the sleep that may get its memory is none the shorter.
 */
struct due_main {
    struct coro coro;
    struct task *t;
};

async (due_main, def(4), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(sleeper, .seconds = 1)));
    await(sleep_s(0));
    task_cancel(self->t);
    time_sleep(1);
    await(gather_return_exceptions(call(sleeper, .seconds = 2)));
    async_end;
}
PROGRAM(due)

static void a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, due_module_async);
    assert_prints(&p, EV_OUT, "2 at 3, tick 5\n");
    assert_int_equal(count_kind(&p, EV_UNCALL), 1);
    assert_int_equal(count_kind(&p, EV_SKIP), 1);
    player_close(&p);
}

/* ---- ticks and clocks ---- */

static uint32_t run_untraced(void (*run)(struct loop *l), struct trace *t)
{
    struct loop l;
    const struct program program = {
        .name = "test", .file = "test.py", .module = block_module_async};
    trace_init(t);
    assert_int_equal(loop_init(&l, CLOCK_VIRTUAL, &t->observer), 0);
    loop_start(&l, &program);
    run(&l);
    assert_true(l.over);
    uint32_t ticks = l.tick;
    loop_close(&l);
    return ticks;
}

static void tick_by_tick(struct loop *l)
{
    for (uint32_t n = 1; loop_tick(l); n++)
        assert_int_equal(l->tick, n);
}

static void running_through_and_ticking_through_are_the_same(void **state)
{
    (void)state;
    struct trace a, b;
    assert_int_equal(run_untraced(tick_by_tick, &a), run_untraced(loop_run, &b));
    assert_int_equal(a.end, b.end);
    for (uint32_t i = 0; i < a.end; i++)
        assert_memory_equal(trace_at(&a, i), trace_at(&b, i), sizeof(struct event));
    trace_close(&a);
    trace_close(&b);
}

static void a_loop_that_nobody_watches_comes_to_the_same_end(void **state)
{
    (void)state;
    struct loop l;
    const struct program program = {.name = "test", .file = "test.py", .module = s26_module_async};
    assert_int_equal(loop_init(&l, CLOCK_VIRTUAL, NULL), 0);
    loop_start(&l, &program);
    loop_run(&l);
    assert_int_equal(l.status, 1);
    assert_int_equal(l.tick, 10);
    loop_close(&l);
}

static void a_loop_can_be_closed_at_any_tick(void **state)
{
    (void)state;
    const struct program program = {
        .name = "test", .file = "test.py", .module = leftovers_module_async};
    for (int ticks = 0; ticks < 20; ticks++) {
        struct loop l;
        assert_int_equal(loop_init(&l, CLOCK_VIRTUAL, NULL), 0);
        loop_start(&l, &program);
        for (int i = 0; i < ticks; i++)
            loop_tick(&l);
        loop_close(&l);
        assert_null(running_loop);
    }
}

static void a_paused_real_clock_stands_still(void **state)
{
    (void)state;
    struct loop l;
    const struct program program = {.name = "test", .file = "test.py", .module = ties_module_async};
    assert_int_equal(loop_init(&l, CLOCK_REAL, NULL), 0);
    loop_start(&l, &program);
    loop_tick(&l);
    loop_tick(&l);
    loop_pause(&l);
    double then = loop_time(&l), patience = loop_patience(&l);
    uv_sleep(2);
    assert_true(loop_time(&l) == then);
    assert_true(patience > 0 && loop_patience(&l) == patience);
    loop_resume(&l);
    assert_true(loop_time(&l) >= then);
    loop_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AS_CPYTHON("awaiting_a_coroutine_takes_no_tick", "s01_await_coro", s01),
        AS_CPYTHON("awaiting_a_task_that_is_done_does_not_suspend", "s02_await_task", s02),
        AS_CPYTHON("a_sleeper_resumes_one_tick_after_its_timer_fires", "s03_sleeps", s03),
        AS_CPYTHON("a_sleeper_is_cancelled_one_tick_after_the_call", "s05a_cancel_sleep", s05a),
        AS_CPYTHON("a_task_cancelled_before_its_start_runs_no_line", "s05b_cancel_unstarted", s05b),
        AS_CPYTHON("cancel_goes_down_the_chain_of_awaits", "s05c_cancel_chain", s05c),
        AS_CPYTHON("a_task_that_cancels_itself_is_stopped_at_its_next_await", "s05d_self_cancel",
                   s05d),
        AS_CPYTHON("an_error_ends_gather_and_the_other_child_runs_on", "s16a_gather_exc", s16a),
        AS_CPYTHON("gather_may_return_errors_as_results", "s16b_gather_exc_true", s16b),
        AS_CPYTHON("an_error_nobody_fetched_is_told_when_the_task_goes", "s17_never_retrieved",
                   s17),
        AS_CPYTHON("what_a_handle_schedules_waits_for_the_next_tick", "s18_ntodo", s18),
        AS_CPYTHON("deadlines_closer_than_a_nanosecond_fall_due_together", "s19_resolution", s19),
        AS_CPYTHON("callbacks_of_a_future_run_in_order_of_registration", "s23_future_callbacks",
                   s23),
        AS_CPYTHON("gather_of_nothing_and_of_the_same_twice", "s25_gather_edge", s25),
        AS_CPYTHON("an_error_out_of_main_still_cancels_the_rest", "s26_main_raises", s26),
        AS_CPYTHON("cancelling_gather_cancels_its_children_in_order", "s27_cancel_gather", s27),
        AS_CPYTHON("awaiting_a_finished_future_does_not_suspend", "s28_await_finished_future", s28),
        cmocka_unit_test(equal_deadlines_fall_due_in_the_order_they_were_set),
        cmocka_unit_test(blocking_stops_the_loop_and_what_fell_due_meanwhile_fires_by_deadline),
        cmocka_unit_test(
            a_program_that_spins_moves_the_clock_a_millisecond_a_tick_after_a_thousand),
        cmocka_unit_test(a_name_of_one_s_own_uses_up_a_number),
        cmocka_unit_test(requests_to_cancel_are_counted_and_taken_back),
        cmocka_unit_test(the_message_of_a_cancel_arrives_with_the_error),
        cmocka_unit_test(a_task_can_be_cancelled_again_while_it_cleans_up),
        cmocka_unit_test(nothing_to_wait_for_is_a_deadlock_with_status_3),
        cmocka_unit_test(an_error_out_of_main_ends_the_program_with_a_traceback_and_status_1),
        cmocka_unit_test(what_main_leaves_behind_is_cancelled_in_order_and_waited_for),
        cmocka_unit_test(a_module_may_run_twice_and_catch_what_main_raised),
        cmocka_unit_test(a_cancelled_handle_is_passed_over_and_a_cancelled_timer_forgotten),
        cmocka_unit_test(a_sleep_cancelled_as_its_timer_falls_due_leaves_nothing_behind),
        cmocka_unit_test(running_through_and_ticking_through_are_the_same),
        cmocka_unit_test(a_loop_that_nobody_watches_comes_to_the_same_end),
        cmocka_unit_test(a_loop_can_be_closed_at_any_tick),
        cmocka_unit_test(a_paused_real_clock_stands_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
