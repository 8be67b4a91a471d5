/* SPDX-License-Identifier: MIT */
/* gather, and errors nobody fetches: the micro programs of tests/oracle/programs, written again in C
 * and held against what CPython did with them (tests/golden/s*.seq). Runs at the root of the
 * project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/support/run.h"


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
    object_unref(&self->t->future); /* del t */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        AS_CPYTHON("an_error_ends_gather_and_the_other_child_runs_on", "s16a_gather_exc", s16a),
        AS_CPYTHON("gather_may_return_errors_as_results", "s16b_gather_exc_true", s16b),
        AS_CPYTHON("an_error_nobody_fetched_is_told_when_the_task_goes", "s17_never_retrieved",
                   s17),
        AS_CPYTHON("gather_of_nothing_and_of_the_same_twice", "s25_gather_edge", s25),
        AS_CPYTHON("cancelling_gather_cancels_its_children_in_order", "s27_cancel_gather", s27),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
