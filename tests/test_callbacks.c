/* SPDX-License-Identifier: MIT */
/* Handles and timers that are a part of their owner: first three of CPython's programs
 * (tests/programs) with these instead of call_soon and call_at, then what they leave open. Runs at
 * the root of the project. */
#include <string.h>

#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/support/twin.h"
#include "tests/test.h"

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

/* lambda f: print(text), of a line. */
static void lambda_4(struct handle *h, struct future *arg)
{
    py(4)  print_text(h, arg);
}

static void lambda_6(struct handle *h, struct future *arg)
{
    py(6)  print_text(h, arg);
}

static const struct handle_type lambda_types[] = {
    {"main.<locals>.<lambda>", HANDLE_CALLBACK, lambda_4, NULL},
    {"main.<locals>.<lambda>", HANDLE_CALLBACK, lambda_6, NULL},
};

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
    loop_call_at(get_running_loop(), &f->timer, when);
}

struct s18 {
    struct coro coro;
    struct future *f;
    struct printing later, soon, past, then_soon, then_later;
    struct handle lambda;
    struct finishing finish;
};

static struct s18 *s18_frame(struct handle *lambda)
{
    return (struct s18 *)((char *)lambda - offsetof(struct s18, lambda));
}

static void s18_lambda(struct handle *h, struct future *arg)
{
    struct s18 *self = s18_frame(h);
    (void)arg;
    py(6)  say("soon2");
    py(6)  loop_call_soon(get_running_loop(), &self->then_soon.timer.handle);
    py(6)  loop_call_at(get_running_loop(), &self->then_later.timer, loop_time(get_running_loop()));
}

static const struct handle_type s18_lambda_type = {"main.<locals>.<lambda>", HANDLE_CALLBACK,
                                                   s18_lambda, NULL};

async_as (s18, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    self->later = printing("later0");
    self->soon = printing("soon1");
    self->past = printing("past");
    self->then_soon = printing("soon2->soon");
    self->then_later = printing("soon2->later0");
    self->lambda = (struct handle){.type = &s18_lambda_type};
    py(4)  loop_call_at(get_running_loop(), &self->later.timer, loop_time(get_running_loop()));
    py(5)  loop_call_soon(get_running_loop(), &self->soon.timer.handle);
    py(6)  loop_call_soon(get_running_loop(), &self->lambda);
    py(7)  loop_call_at(get_running_loop(), &self->past.timer, loop_time(get_running_loop()) - 5);
    py(8)  finish_at(&self->finish, loop_time(get_running_loop()) + 1, self->f);
    py(9)  await(self->f);
    async_end;
}
MODULE_AT(s18, 10)

enum { S19_TIMERS = 6 };

struct s19 {
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
        py(i < 4 ? 4 : 5) loop_call_at(get_running_loop(), &timers[i].timer, at[i].when);
    }
}

async_as (s19, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    s19_set(self->timers);
    py(6)  finish_at(&self->finish, 2, self->f);
    py(7)  await(self->f);
    async_end;
}
MODULE_AT(s19, 8)

struct s23 {
    struct coro coro;
    struct future *f;
    struct printing callbacks[3];
};

static void s23_add(struct s23 *self, int i, const char *text)
{
    self->callbacks[i] = printing(text);
    self->callbacks[i].timer.handle.type = &lambda_types[i / 2];
    future_add_callback(self->f, &self->callbacks[i].timer.handle);
}

async_as (s23, "main", def(2), SHOW(f)) {
    async_begin;
    py(3)  keep(self->f, future_new());
    py(4)  s23_add(self, 0, "cb1");
    py(4)  s23_add(self, 1, "cb2");
    py(5)  future_set_result(self->f, value_int(3));
    py(5)  await(self->f);
    py(5)  say("%s", str(awaited()));
    py(6)  s23_add(self, 2, "cb3");
    py(7)  await(sleep_s(0));
    async_end;
}
MODULE_AT(s23, 8)

/* ---- what these leave open ---- */

struct shouting {
    struct coro coro;
    struct printing gone, kept;
    struct printing timer;
};

async (shouting, def(2)) {
    async_begin;
    self->gone = printing("gone");
    self->kept = printing("kept");
    self->timer = printing("timer");
    loop_call_soon(get_running_loop(), &self->gone.timer.handle);
    loop_call_soon(get_running_loop(), &self->kept.timer.handle);
    loop_call_at(get_running_loop(), &self->timer.timer, 1);
    loop_cancel_handle(get_running_loop(), &self->gone.timer.handle);
    loop_cancel_timer(get_running_loop(), &self->timer.timer);
    await(sleep_s(2));
    async_end;
}
MODULE(shouting)

TEST(a_cancelled_handle_is_passed_over_and_a_cancelled_timer_forgotten)
{
    struct player p;
    run_module(&p, shouting_module_async);
    assert_prints(&p, EV_OUT, "kept\n");
    assert_int_equal(count_kind(&p, EV_UNCALL), 2);
    assert_int_equal(count_kind(&p, EV_SKIP), 1);
    assert_int_equal(count_kind(&p, EV_FIRE), 1); /* the sleep's */
    player_close(&p);
}

static void done_too_late(struct future *f, void *unused)
{
    (void)f;
    (void)unused;
    say("never");
}

struct takes_back { struct coro coro; struct future *f; };
async_as (takes_back, "main", def(1), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    remove_done_callback(self->f, add_done_callback(self->f, "main.<locals>.<lambda>", done_too_late, NULL));
    call_soon_set_result(self->f, value_int(1));
    call_soon_set_result(self->f, value_int(2));
    task_set_name(current_task(), "chief");
    await(self->f);
    say("%s %s", task_name(current_task()), str(awaited()));
    async_end;
}
MODULE_AT(takes_back, 2)

TEST(a_callback_taken_back_never_runs_and_a_result_set_twice_is_told)
{
    struct told t = told_by(takes_back_module_async);
    assert_non_null(strstr(t.seq.s, "out \"chief 1\\n\""));
    assert_null(strstr(t.seq.s, "never"));
    assert_non_null(strstr(t.seq.s, "loop_error Exception in callback F1.set_result()\n"));
    assert_non_null(strstr(t.ndjson.s, "\"exc\":\"InvalidStateError('invalid state')\""));
    assert_non_null(strstr(t.ndjson.s, "\"e\":\"name\",\"id\":\"T1\",\"name\":\"chief\""));
    told_free(&t);
}

#define TWIN(sentence, golden, fn)                                                                 \
    {sentence, goes_as_in_cpython, NULL, NULL, &(struct twin){golden, sentence, fn##_module_async}}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TWIN("what_a_handle_schedules_waits_for_the_next_tick", "s18_ntodo", s18),
        TWIN("deadlines_closer_than_a_nanosecond_fall_due_together", "s19_resolution", s19),
        TWIN("callbacks_of_a_future_run_in_order_of_registration", "s23_future_callbacks", s23),
        cmocka_unit_test(a_callback_taken_back_never_runs_and_a_result_set_twice_is_told),
        cmocka_unit_test(a_cancelled_handle_is_passed_over_and_a_cancelled_timer_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
