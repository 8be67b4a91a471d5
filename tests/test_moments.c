/* SPDX-License-Identifier: MIT */
/* Moments: where a trace is cut, and steps of that size. */
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "story/moments.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "tests/test.h"

/* ---- where it is cut ---- */

/* How many moments, and which of them is the first to print. */
static void assert_moments(const char *name, uint32_t moments, uint32_t first_print)
{
    struct player p;
    uint32_t n = 0, print = 0;
    open_scene(&p, name);
    while (player_moment(&p, 1)) {
        n++;
        if (!print && trace_at(&p.trace, player_event(&p))->kind == EV_OUT)
            print = n;
    }
    assert_int_equal(n, moments);
    assert_int_equal(print, first_print);
    player_close(&p);
}

TEST(the_lessons_scenes_have_so_many_moments)
{
    assert_moments("count", 22, 4);
    assert_moments("count-sync", 12, 2);
    assert_moments("hello-sequential", 12, 5);
    assert_moments("hello-gather", 15, 8);
    assert_moments("makerandom", 78, 4);
    assert_moments("coroutine", 12, 2);
    assert_moments("chain", 13, 5);
    assert_moments("tasks", 19, 3);
    assert_moments("blocking", 26, 4);
    assert_moments("callbacks", 21, 4);
    assert_moments("cpu-bound", 30, 5);
    assert_moments("swarm", 51, 49);
    assert_moments("generator", 16, 3);
    assert_moments("executor", 43, 7);
    assert_moments("arrivals", 24, 9);
    assert_moments("threads", 23, 4);
    assert_moments("race", 20, 18);
    assert_moments("race-async", 16, 13);
    assert_moments("deadlock", 15, 5);
    assert_moments("deadlock-async", 15, 5);
    assert_moments("gil", 26, 19);
    assert_moments("random", 12, 2);
}

TEST(a_trace_that_grows_event_by_event_is_cut_like_a_whole_one)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        struct trace t;
        struct moments m = {0};
        open_scene(&p, (*s)->program.name);
        player_end(&p);
        trace_init(&t);
        for (uint32_t i = 0; i < p.trace.end; i++) {
            trace_append(&t, trace_at(&p.trace, i), trace_note(&p.trace, i));
            moments_see(&m, &t, t.end);
            assert_true(m.n == 0 || m.stops[m.n - 1].last <= i);
        }
        moments_see(&p.moments, &p.trace, p.trace.end);
        assert_int_equal(m.n, p.moments.n);
        assert_memory_equal(m.stops, p.moments.stops, m.n * sizeof *m.stops);
        moments_close(&m);
        trace_close(&t);
        player_close(&p);
    }
}

/* ---- steps ---- */

TEST(as_many_moments_back_as_forth_end_where_they_began)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        uint32_t at[128] = {0};
        int n = 0;
        open_scene(&p, (*s)->program.name);
        while (player_moment(&p, 1))
            at[++n] = p.model.cursor;
        assert_int_equal(p.model.cursor, p.trace.end);
        while (n--) {
            assert_true(player_moment(&p, -1));
            assert_int_equal(p.model.cursor, at[n]);
        }
        assert_false(player_moment(&p, -1));
        player_close(&p);
    }
}

TEST(between_two_stops_a_step_goes_to_the_nearest)
{
    struct player p;
    open_scene(&p, "count");
    player_seek(&p, 10); /* in the second moment, events 5 to 13 */
    assert_true(player_moment(&p, 1));
    assert_int_equal(p.model.cursor, 14);
    player_seek(&p, 10);
    assert_true(player_moment(&p, -1));
    assert_int_equal(p.model.cursor, 5);
    player_close(&p);
}

/* In a trace that ends while tasks are being made, the moment is as long as it got. */
TEST(what_was_cut_off_within_a_moment_ends_it)
{
    struct player whole, p;
    open_scene(&whole, "count");
    player_end(&whole);
    player_open_empty(&p, 0);
    for (uint32_t i = 0; i < 9; i++)
        p.observer.see(&p.observer, trace_at(&whole.trace, i), trace_note(&whole.trace, i));
    assert_true(player_moment(&p, 1));
    assert_int_equal(p.model.cursor, 5);
    assert_true(player_moment(&p, 1));
    assert_int_equal(p.model.cursor, 9);
    assert_false(player_moment(&p, 1));
    player_close(&p);
    player_close(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lessons_scenes_have_so_many_moments),
        cmocka_unit_test(a_trace_that_grows_event_by_event_is_cut_like_a_whole_one),
        cmocka_unit_test(as_many_moments_back_as_forth_end_where_they_began),
        cmocka_unit_test(between_two_stops_a_step_goes_to_the_nearest),
        cmocka_unit_test(what_was_cut_off_within_a_moment_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
