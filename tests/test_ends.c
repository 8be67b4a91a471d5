/* SPDX-License-Identifier: MIT */
/* Programs that stop where none should: circles, a loop with nothing left to wait for, too long a
 * chain, and lines that are not ended. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "loop/emit.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "story/story.h"
#include "tests/test.h"

/* The text of the only event of a kind. */
static void assert_told(const struct player *p, enum event_kind kind, const char *text)
{
    assert_int_equal(count_kind(p, kind), 1);
    for (uint32_t i = 0; i < p->trace.end; i++)
        if (trace_at(&p->trace, i)->kind == kind)
            assert_string_equal(trace_note(&p->trace, i)->text, text);
}

/* ---- circles ---- */

struct awaiter {
    struct coro coro;
    struct task *const *of;
};

async(awaiter, def(1))
{
    async_begin;
    await(*self->of);
    async_end;
}

struct two {
    struct coro coro;
    struct task *a, *b;
};

async(two, def(2), HOLD(a), HOLD(b))
{
    async_begin;
    keep(self->a, create_task(call(awaiter, .of = &self->b)));
    keep(self->b, create_task(call(awaiter, .of = &self->a)));
    await(self->a);
    async_end;
}
MODULE(two)

TEST(two_tasks_that_await_each_other_are_told_as_a_circle)
{
    struct player p;
    run_module(&p, two_module_async);
    assert_int_equal(p.target->status, 3);
    assert_told(&p, EV_DEADLOCK, "Task-2 awaits Task-3, which awaits Task-2: a circle");
    player_close(&p);
}

/* The first `before` tasks lead to a circle of the others, and are not in it. */
static int all, before;

struct many {
    struct coro coro;
    struct task *tasks[9];
    int i;
};

async(many, def(3))
{
    async_begin;
    for (self->i = 0; self->i < all; self->i++)
        self->tasks[self->i] = create_task(
            call(awaiter, .of = &self->tasks[self->i == all - 1 ? before : self->i + 1]));
    await(self->tasks[0]);
    async_end;
}
MODULE(many)

TEST(of_a_circle_four_are_told_and_who_closes_it_and_nobody_who_only_leads_to_it)
{
#define AWAITS_2_TO_6 \
    "Task-2 awaits Task-3, which awaits Task-4, which awaits Task-5, which awaits Task-6, "
    static const struct {
        int all, before;
        const char *text;
    } circles[] = {
        {2, 0, "Task-2 awaits Task-3, which awaits Task-2: a circle"},
        {4, 0,
         "Task-2 awaits Task-3, which awaits Task-4, which awaits Task-5, which awaits Task-2: a "
         "circle"},
        {5, 0, AWAITS_2_TO_6 "which awaits Task-2: a circle"},
        {6, 0, AWAITS_2_TO_6 "which awaits others, which awaits Task-2: a circle"},
        {7, 0, AWAITS_2_TO_6 "which awaits others, which awaits Task-2: a circle"},
        {4, 1, "Task-3 awaits Task-4, which awaits Task-5, which awaits Task-3: a circle"},
        {5, 3, "Task-5 awaits Task-6, which awaits Task-5: a circle"},
    };
    for (size_t i = 0; i < sizeof circles / sizeof *circles; i++) {
        struct player p;
        all = circles[i].all;
        before = circles[i].before;
        run_module(&p, many_module_async);
        assert_told(&p, EV_DEADLOCK, circles[i].text);
        player_close(&p);
    }
}

/* So many tasks that wait for what nobody brings are gathered before two that await each other: more, too, than
 * a way may be long. */
enum { LOST_MOST = 10001 };
static int lost;
static struct task *gathered[LOST_MOST + 2];
static struct future *futures[LOST_MOST + 2];

struct lost_one {
    struct coro coro;
    struct future *f;
};

async(lost_one, def(5), HOLD(f))
{
    async_begin;
    keep(self->f, future_new());
    await(self->f);
    async_end;
}

struct astray {
    struct coro coro;
    int i;
};

async(astray, def(4))
{
    async_begin;
    for (self->i = 0; self->i < lost; self->i++)
        gathered[self->i] = create_task(call(lost_one));
    gathered[lost] = create_task(call(awaiter, .of = &gathered[lost + 1]));
    gathered[lost + 1] = create_task(call(awaiter, .of = &gathered[lost]));
    for (self->i = 0; self->i < lost + 2; self->i++)
        futures[self->i] = &gathered[self->i]->future;
    await(gather_futures(futures, (size_t)lost + 2, false));
    async_end;
}
MODULE(astray)

TEST(a_circle_is_found_behind_ways_that_lead_nowhere_of_which_none_is_told)
{
    static const int numbers[] = {0, 1, 2, 3, LOST_MOST};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct player p;
        char want[96];
        lost = numbers[i];
        snprintf(want, sizeof want, "Task-%d awaits Task-%d, which awaits Task-%d: a circle",
                 lost + 2, lost + 3, lost + 2);
        run_module(&p, astray_module_async);
        assert_told(&p, EV_DEADLOCK, want);
        player_close(&p);
    }
}

/* ---- no circle: who waits for what nobody brings ---- */

struct waits {
    struct coro coro;
    struct sync_event *of;
};

async(waits, def(4))
{
    async_begin;
    await(event_wait(self->of));
    async_end;
}

static int waiting;

struct crowd {
    struct coro coro;
    struct sync_event event;
    int i;
};

async(crowd, def(5))
{
    async_begin;
    for (self->i = 1; self->i < waiting; self->i++)
        create_task(call(waits, .of = &self->event));
    await(future_new());
    async_end;
}
MODULE(crowd)

TEST(four_who_wait_for_ever_are_told_and_the_others_are_counted)
{
#define EVENT_OF(task) "; " task " waits for Event.wait"
    static const char *const texts[] = {
        [1] = "Task-1 waits for a future, and nobody is left to finish that",
        [2] = "Task-1 waits for a future" EVENT_OF("Task-2") "; nobody is left to finish any of it",
        [4] = "Task-1 waits for a future" EVENT_OF("Task-2") EVENT_OF("Task-3")
            EVENT_OF("Task-4") "; nobody is left to finish any of it",
        [5] = "Task-1 waits for a future" EVENT_OF("Task-2") EVENT_OF("Task-3")
            EVENT_OF("Task-4") "; and 1 more; nobody is left to finish any of it",
        [6] = "Task-1 waits for a future" EVENT_OF("Task-2") EVENT_OF("Task-3")
            EVENT_OF("Task-4") "; and 2 more; nobody is left to finish any of it",
    };
    for (waiting = 1; waiting <= 6; waiting++) {
        struct player p;
        if (!texts[waiting])
            continue;
        run_module(&p, crowd_module_async);
        assert_told(&p, EV_DEADLOCK, texts[waiting]);
        player_close(&p);
    }
}

/* Each takes its lock, lets the others take theirs, and wants the next one's. */
struct philosopher {
    struct coro coro;
    struct lock *left, *right;
};

async(philosopher, def(7))
{
    async_begin;
    await(lock_acquire(self->left));
    await(sleep_s(0));
    await(lock_acquire(self->right));
    async_end;
}

static int philosophers;

struct table {
    struct coro coro;
    struct lock forks[6];
    struct task *last;
    int i;
};

async(table, def(8))
{
    async_begin;
    for (self->i = 0; self->i < philosophers; self->i++)
        self->last = create_task(call(philosopher, .left = &self->forks[self->i],
                                      .right = &self->forks[(self->i + 1) % philosophers]));
    await(self->last);
    async_end;
}
MODULE(table)

TEST(who_holds_what_the_next_one_waits_for_is_told_of_four_and_the_others_are_counted)
{
#define WAITS(a, lock, b) "Task-" #a " waits for Lock-" #lock ", which Task-" #b " holds"
    static const char *const texts[] = {
        [2] = WAITS(2, 2, 3) "; " WAITS(3, 1, 2),
        [3] = WAITS(2, 2, 3) "; " WAITS(3, 3, 4) "; " WAITS(4, 1, 2),
        [4] = WAITS(2, 2, 3) "; " WAITS(3, 3, 4) "; " WAITS(4, 4, 5) "; " WAITS(5, 1, 2),
        [5] = WAITS(2, 2, 3) "; " WAITS(3, 3, 4) "; " WAITS(4, 4, 5) "; " WAITS(5, 5,
                                                                                6) "; and 1 more",
        [6] = WAITS(2, 2, 3) "; " WAITS(3, 3, 4) "; " WAITS(4, 4, 5) "; " WAITS(5, 5,
                                                                                6) "; and 2 more",
    };
    for (philosophers = 2; philosophers <= 6; philosophers++) {
        struct player p;
        run_module(&p, table_module_async);
        assert_told(&p, EV_DEADLOCK, texts[philosophers]);
        player_close(&p);
    }
}

/* ---- nothing left to wait for, on the real clock ---- */

struct forever {
    struct coro coro;
};

async(forever, def(4))
{
    async_begin;
    await(sleep_s(0.001));
    await(future_new());
    async_end;
}
MODULE(forever)

TEST(a_deadlock_ends_a_run_in_real_time_too)
{
    struct player p;
    const struct program program = {
        .name = "forever", .file = "forever.py", .module = forever_module_async};
    assert_int_equal(program_open(&p, &program, CLOCK_REAL, 0), 0);
    alarm(30); /* it may hang */
    while (player_produce(&p, UINT32_MAX))
        uv_sleep(1);
    alarm(0);
    assert_true(player_over(&p));
    assert_int_equal(p.target->status, 3);
    assert_told(&p, EV_DEADLOCK, "Task-1 waits for a future, and nobody is left to finish that");
    player_close(&p);
}

/* ---- a chain of tasks too long to cancel from a callback ---- */

enum { CHAIN = 500 }; /* Python's stack ends before that */

struct link {
    struct coro coro;
    int left;
};

async(link, def(5))
{
    async_begin;
    if (self->left) {
        await(create_task(call(link, .left = self->left - 1)));
    } else {
        await(sleep_s(9));
    }
    async_end;
}

struct chain {
    struct coro coro;
    struct timeout t;
};

async(chain, def(6))
{
    async_begin;
    async_with_timeout(self->t, 1)
    {
        await(create_task(call(link, .left = CHAIN)));
    }
    end_timeout(self->t);
    async_end;
}
MODULE(chain)

TEST(a_callback_that_goes_too_deep_is_told_as_an_error_of_the_loop)
{
    struct player p;
    struct buf said = {0};
    run_module(&p, chain_module_async);
    assert_int_equal(count_kind(&p, EV_LOOP_ERROR), 1);
    said = printed(&p, EV_ERR);
    assert_non_null(strstr(said.s, "Timeout._on_timeout"));
    assert_non_null(strstr(said.s, "RecursionError: maximum recursion depth exceeded"));
    buf_free(&said);
    player_close(&p);
}

/* ---- lines that are not ended ---- */

struct lines {
    struct observer observer;
    struct buf text; /* each event's, with its place, behind a bar */
};

static void see(struct observer *o, const struct event *e, const struct note *n)
{
    struct lines *l = (struct lines *)o;
    buf_printf(&l->text, "|%u:%u ", e->actor, n ? n->line : 0);
    if (n)
        buf_add(&l->text, n->text, n->len);
}

TEST(what_is_printed_without_its_newline_waits_for_it_or_for_what_happens_next)
{
    struct clock clock = {0};
    struct lines l = {.observer.see = see};
    struct emitter m = {.observer = &l.observer, .clock = &clock};
    emit_print(&m, 1, &(struct note){.line = 10}, "a", 1);
    emit_print(&m, 2, &(struct note){.line = 20}, "b", 1);
    assert_string_equal(buf_str(&l.text), "");
    emit_print(&m, 2, &(struct note){.line = 21}, "c\nd\ne", 5);
    assert_string_equal(buf_str(&l.text), "|1:10 abc\n|2:21 d\n");
    emit(&m, EV_TICK, &(struct event){0}, NULL);
    assert_string_equal(buf_str(&l.text), "|1:10 abc\n|2:21 d\n|2:21 e|0:0 ");
    buf_free(&l.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_tasks_that_await_each_other_are_told_as_a_circle),
        cmocka_unit_test(a_circle_is_found_behind_ways_that_lead_nowhere_of_which_none_is_told),
        cmocka_unit_test(
            of_a_circle_four_are_told_and_who_closes_it_and_nobody_who_only_leads_to_it),
        cmocka_unit_test(four_who_wait_for_ever_are_told_and_the_others_are_counted),
        cmocka_unit_test(
            who_holds_what_the_next_one_waits_for_is_told_of_four_and_the_others_are_counted),
        cmocka_unit_test(a_deadlock_ends_a_run_in_real_time_too),
        cmocka_unit_test(a_callback_that_goes_too_deep_is_told_as_an_error_of_the_loop),
        cmocka_unit_test(what_is_printed_without_its_newline_waits_for_it_or_for_what_happens_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
