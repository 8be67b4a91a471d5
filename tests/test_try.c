/* SPDX-License-Identifier: MIT */
/* await and try: what they let through and what they catch. */

#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

struct fails {
    struct coro coro;
};

async (fails, def(1)) {
    async_begin;
    await(sleep_s(1));
    raise(value_error("x"));
    async_end;
}

struct passes_on {
    struct coro coro;
};

async (passes_on, def(1)) {
    async_begin;
    await(call(fails));
    say("never");
    async_end;
}
MODULE(passes_on)

struct no_error {
    struct coro coro;
};

async (no_error, def(1)) {
    async_begin;
    try {
        await(sleep_s(1));
        say("body");
    } except (ValueError) {
        say("never");
    } end_try;
    say("after");
    async_return(value_int(3));
    async_end;
}
MODULE(no_error)

struct from_below {
    struct coro coro;
};

async (from_below, def(1)) {
    async_begin;
    try {
        await(call(passes_on));
        say("never");
    } except (ValueError) {
        await(sleep_s(1));
        say("caught at %g", perf_counter());
    } end_try;
    async_end;
}
MODULE(from_below)

struct by_base {
    struct coro coro;
};

async (by_base, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } except (Exception) {
        say("caught");
    } end_try;
    async_end;
}
MODULE(by_base)

struct second_except {
    struct coro coro;
};

async (second_except, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } except (TimeoutError) {
        say("never");
    } except (ValueError) {
        say("caught");
    } except (Exception) {
        say("never");
    } end_try;
    async_end;
}
MODULE(second_except)

struct not_mine {
    struct coro coro;
    struct error *e;
};

async (not_mine, def(1)) {
    async_begin;
    try {
        try {
            await(call(fails));
        } except (TimeoutError) {
            say("never");
        } end_try;
        say("never");
    } except_as (ValueError, self->e) {
        say("outer: %s", self->e->arg.s);
    } end_try;
    async_end;
}
MODULE(not_mine)

struct nobody_s {
    struct coro coro;
};

async (nobody_s, def(1)) {
    async_begin;
    try {
        raise(error_text(&CancelledError, "c"));
    } except (Exception) {
        say("never");
    } end_try;
    say("never");
    async_end;
}
MODULE(nobody_s)

struct again {
    struct coro coro;
    struct error *e;
};

async (again, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } except_as (ValueError, self->e) {
        say("caught");
        raise(self->e);
    } end_try;
    async_end;
}
MODULE(again)

struct another {
    struct coro coro;
};

async (another, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } except (ValueError) {
        raise(value_error("second"));
    } end_try;
    async_end;
}
MODULE(another)

struct in_a_loop {
    struct coro coro;
    int i;
};

async (in_a_loop, def(1)) {
    async_begin;
    for (; self->i < 9; self->i++) {
        try {
            await(sleep_s(1));
            if (self->i == 4)
                async_return(value_str("out"));
            if (self->i % 2)
                raise(value_error("odd"));
            say("%d", self->i);
        } except (ValueError) {
            say("odd");
        } end_try;
    }
    async_end;
}
MODULE(in_a_loop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY("an_error_passes_through_every_await", passes_on, "failed ValueError('x')"),
        STORY("a_try_without_an_error_skips_its_except", no_error, "body\nafter\ndone 3"),
        STORY("an_error_is_caught_far_above_where_it_was_raised", from_below,
              "caught at 2\ndone None"),
        STORY("an_error_is_caught_by_the_class_it_derives_from", by_base, "caught\ndone None"),
        STORY("the_first_except_that_fits_catches", second_except, "caught\ndone None"),
        STORY("an_error_of_another_class_goes_on_outwards", not_mine, "outer: x\ndone None"),
        STORY("a_cancelled_error_is_no_exception", nobody_s, "cancelled "),
        STORY("a_caught_error_can_be_raised_again", again, "caught\nfailed ValueError('first')"),
        STORY("an_error_in_except_is_not_caught_by_its_neighbours", another,
              "failed ValueError('second')"),
        STORY("try_works_in_a_loop_and_return_leaves_it", in_a_loop, "0\nodd\n2\nodd\ndone 'out'"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
