/* SPDX-License-Identifier: MIT */
/* The real clock: it stands still while paused, and a deadline that passes too early is not slept
 * over. Nothing here measures how long anything takes. */
#include <stdint.h>
#include <unistd.h>

#include "asyncio/asyncio.h"
#include "tests/test.h"

enum { HANGS = 30 }; /* seconds after which a test that hangs is killed */

struct main {
    struct coro coro;
};

async (main, def(1)) {
    async_begin;
    await(sleep_s(0.001));
    await(sleep_s(0.002));
    async_end;
}

struct module {
    struct coro coro;
};

async (module, def(2)) {
    async_begin;
    asyncio_run(call(main));
    async_end;
}

static const struct program program = {.name = "real", .file = "real.py", .module = module_async};

/* So slow that the deadline is over before poll is entered. */
static void see_slowly(struct observer *o, const struct event *e, const struct note *n)
{
    (void)o;
    if (e->kind != EV_IDLE)
        return;
    assert_true(n->has & HAS_NUMBER && n->number > -0.001 && n->number <= 0.002);
    uv_sleep(10);
}

TEST(a_deadline_that_passes_before_poll_does_not_block_it)
{
    struct observer slow = {.see = see_slowly};
    struct runner l;
    assert_int_equal(runner_init(&l, CLOCK_REAL, &slow), 0);
    alarm(HANGS);
    runner_start(&l, &program);
    runner_finish(&l);
    alarm(0);
    assert_true(l.over);
    assert_int_equal(l.status, 0);
    runner_close(&l);
}

TEST(the_clock_stands_still_while_paused)
{
    struct runner l;
    assert_int_equal(runner_init(&l, CLOCK_REAL, NULL), 0);
    clock_pause(&l.loop.clock);
    double before = loop_time(&l.loop);
    uv_sleep(5);
    assert_true(loop_time(&l.loop) == before);
    clock_resume(&l.loop.clock);
    uv_sleep(1);
    assert_true(loop_time(&l.loop) > before);
    runner_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_that_passes_before_poll_does_not_block_it),
        cmocka_unit_test(the_clock_stands_still_while_paused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
