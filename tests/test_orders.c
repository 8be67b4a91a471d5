/* SPDX-License-Identifier: MIT */
/* The orders in which threads can read and write what they share: counted by running them, and each
 * of them can be watched. The figures are those of CPython 3.11 (tests/oracle/threads.py --count). */
#include <string.h>

#include "player/player.h"
#include "record/text.h"
#include "scenes/scene.h"
#include "story/deeds.h"
#include "story/updates.h"
#include "target/program.h"
#include "target/scene.h"
#include "tests/test.h"
#include "ui/keys.h"
#include "view/panes.h"

struct run_of {
    struct target *target;
    struct player player;
};

static void open_scene_with(struct run_of *w, const char *name, const char *param, int64_t value)
{
    struct wish wish = {.what = name, .nparams = param ? 1 : 0};
    if (param)
        wish.params[0] =
            (struct wish_param){.name = param, .len = (int)strlen(param), .value = value};
    *w = (struct run_of){0};
    assert_int_equal(scene_open(&w->target, scene_find(name), &wish), 0);
    assert_int_equal(player_open(&w->player, w->target, 0), 0);
}

static void close_it(struct run_of *w)
{
    player_close(&w->player);
    w->target->type->free(w->target);
}

static const struct orders *count(struct run_of *w)
{
    while (!w->target->type->try_orders(w->target))
        ;
    return w->target->orders;
}

/* As a key does it: the target goes on to another order, and is started again. */
static bool restart(struct run_of *w, enum order_wish wish)
{
    if (!w->target->type->take_order(w->target, wish))
        return false;
    player_close(&w->player);
    assert_int_equal(player_open(&w->player, w->target, 0), 0);
    return true;
}

static uint32_t lost_updates(const struct player *p)
{
    uint32_t n = 0;
    struct lost lost;
    for (uint32_t i = 0; i < p->trace.end; i++)
        n += update_lost(&p->trace, i, &lost);
    return n;
}

TEST(race_has_six_orders_of_which_four_lose_an_update)
{
    struct run_of w;
    open_scene_with(&w, "race", NULL, 0);
    const struct orders *o = count(&w);
    assert_int_equal(o->schedules, 520);
    assert_int_equal(o->losing_schedules, 246);
    assert_int_equal(o->orders, 6);
    assert_int_equal(o->losing, 4);
    assert_int_equal(o->reads, 2);
    assert_int_equal(o->writes, 2);
    assert_int_equal(o->now, 3);
    assert_false(o->too_many);
    close_it(&w);
}

TEST(with_a_lock_two_orders_are_left_and_none_loses)
{
    struct run_of w;
    open_scene_with(&w, "race", "lock", 1);
    const struct orders *o = count(&w);
    assert_int_equal(o->schedules, 1924);
    assert_int_equal(o->orders, 2);
    assert_int_equal(o->losing, 0);
    assert_false(restart(&w, ORDER_LOSING));
    close_it(&w);
}

TEST(the_next_order_leads_through_all_of_them_and_round)
{
    struct run_of w;
    uint32_t losing = 0;
    open_scene_with(&w, "race", NULL, 0);
    count(&w);
    for (uint32_t i = 0; i < 6; i++) {
        assert_true(restart(&w, ORDER_NEXT));
        assert_int_equal(w.target->orders->now, (2 + i + 1) % 6 + 1);
        losing += lost_updates(&w.player) > 0;
    }
    assert_int_equal(losing, 4);
    assert_true(restart(&w, ORDER_BEFORE));
    assert_int_equal(w.target->orders->now, 2);
    close_it(&w);
}

TEST(the_next_that_loses_passes_over_those_that_do_not)
{
    struct run_of w;
    open_scene_with(&w, "race", NULL, 0);
    count(&w);
    for (int i = 0; i < 8; i++) {
        assert_true(restart(&w, ORDER_LOSING));
        assert_int_equal(lost_updates(&w.player), 1);
    }
    close_it(&w);
}

TEST(a_lock_is_put_in_and_taken_out_and_the_orders_are_counted_anew)
{
    struct run_of w;
    open_scene_with(&w, "race", NULL, 0);
    assert_non_null(w.target->remarks->quiz);
    assert_true(restart(&w, ORDER_LOCKED));
    assert_null(w.target->remarks->quiz);
    assert_int_equal(lost_updates(&w.player), 0);
    assert_int_equal(count(&w)->losing, 0);
    assert_true(restart(&w, ORDER_LOCKED));
    assert_int_equal(count(&w)->losing, 4);
    assert_int_equal(lost_updates(&w.player), 1);
    close_it(&w);
}

TEST(threads_that_share_no_variable_have_no_order_to_count)
{
    struct run_of w;
    open_scene_with(&w, "deadlock", NULL, 0);
    const struct orders *o = count(&w);
    assert_true(o->over);
    assert_int_equal(o->orders, 0);
    assert_false(restart(&w, ORDER_NEXT));
    assert_false(restart(&w, ORDER_LOCKED));
    close_it(&w);
}

TEST(a_program_without_threads_has_no_orders)
{
    struct run_of w;
    open_scene_with(&w, "count", NULL, 0);
    assert_null(w.target->orders);
    close_it(&w);
}

/* ---- as events come ---- */

static uint32_t see(struct updates *u, enum event_kind kind, uint32_t actor)
{
    return updates_see(u, &(struct event){.kind = kind, .actor = actor, .ref = 1});
}

TEST(an_update_between_a_read_and_its_write_is_lost)
{
    struct updates u = {0};
    assert_int_equal(see(&u, EV_READ, 2), 0);
    assert_int_equal(see(&u, EV_READ, 3), 0);
    assert_int_equal(see(&u, EV_WRITE, 2), 0);
    assert_int_equal(see(&u, EV_WRITE, 3), 2);
}

TEST(who_writes_without_having_read_loses_nothing)
{
    struct updates u = {0};
    assert_int_equal(see(&u, EV_WRITE, 2), 0);
    assert_int_equal(see(&u, EV_WRITE, 3), 0);
    assert_int_equal(see(&u, EV_READ, 2), 0);
    assert_int_equal(see(&u, EV_WRITE, 2), 0);
    assert_int_equal(see(&u, EV_WRITE, 2), 0);
}

/* ---- the keys that lead to them ---- */

static void assert_last_line(struct run_of *w, int width, const char *line)
{
    struct screen screen;
    struct ui ui = {.hint = key_hint, .keys = keys};
    struct buf text = {0};
    screen_init(&screen, 1, width);
    view_footer.draw(win_whole(&screen), &w->player, &ui);
    text_write(&text, &screen);
    assert_non_null(strstr(buf_str(&text), line));
    buf_free(&text);
    screen_close(&screen);
}

TEST(where_there_is_more_than_one_order_the_last_line_has_their_keys)
{
    struct run_of w;
    open_scene_with(&w, "race", NULL, 0);
    assert_last_line(&w, 80, " ← back   . every event   ] switch ");
    count(&w);
    assert_last_line(&w, 80, " ← back   } next order   ) losing one   ? help   q quit");
    assert_last_line(&w, 100, " } next order   ) losing one   L with a lock   ? help   q quit");
    close_it(&w);
    open_scene_with(&w, "count", NULL, 0);
    assert_last_line(&w, 80, " ← back   . every event   ] tick ");
    close_it(&w);
}

/* ---- what is said of an order ---- */

static void assert_deeds(const struct run_of *w, const char *letters, const char *says,
                         const char *due)
{
    struct deeds all, one;
    struct buf told = {0}, told_due = {0};
    const struct model *m = &w->player.model;
    assert_true(deeds_of(m, 0, &all) && deeds_of(m, 1, &one));
    assert_int_equal(all.n, strlen(letters));
    assert_memory_equal(all.letters, letters, strlen(letters));
    deeds_tell(&all, &told);
    deeds_tell_due(m, &one, &told_due);
    assert_string_equal(buf_str(&told), says);
    assert_string_equal(buf_str(&told_due), due);
    buf_free(&told);
    buf_free(&told_due);
}

TEST(each_order_of_a_race_is_told_in_a_line)
{
    struct run_of w;
    open_scene_with(&w, "race", NULL, 0);
    count(&w);
    for (int i = 0; i < 6; i++) {
        assert_true(player_end(&w.player));
        bool loses = lost_updates(&w.player);
        assert_deeds(&w, loses ? "rrww" : "rwrw",
                     loses ? "both reads before the first write"
                           : "each read what was written last",
                     loses ? "two adds: it should be 2" : "");
        assert_true(restart(&w, ORDER_NEXT));
    }
    close_it(&w);
}

TEST(of_more_rounds_it_is_told_what_they_should_have_come_to)
{
    struct run_of w;
    open_scene_with(&w, "race", "n", 20);
    assert_true(player_end(&w.player));
    struct deeds d;
    struct buf told = {0};
    assert_true(deeds_of(&w.player.model, 1, &d));
    assert_int_equal(d.n, 80);
    assert_true(d.lost && d.counts && d.adds && d.due == 40 && d.is < 40);
    deeds_tell_due(&w.player.model, &d, &told);
    assert_string_equal(buf_str(&told), "40 adds: it should be 40");
    buf_clear(&told);
    deeds_tell(&d, &told);
    assert_string_equal(buf_str(&told), "a write between another’s read and its write");
    buf_free(&told);
    close_it(&w);
}

TEST(before_anything_is_written_and_without_threads_nothing_is_told)
{
    struct run_of w;
    struct deeds d;
    open_scene_with(&w, "count", NULL, 0);
    assert_true(player_end(&w.player));
    assert_false(deeds_of(&w.player.model, 0, &d));
    close_it(&w);
    open_scene_with(&w, "race", NULL, 0);
    assert_false(deeds_of(&w.player.model, 0, &d));
    while (w.player.model.cursor < w.player.trace.end && !deeds_of(&w.player.model, 0, &d))
        assert_true(player_step(&w.player, 1));
    assert_deeds(&w, "r", "", "");
    close_it(&w);
}

TEST(where_threads_take_turns_a_key_is_called_by_switches_and_not_by_ticks)
{
    struct run_of w;
    open_scene_with(&w, "threads", NULL, 0);
    assert_last_line(&w, 120, " ← back   . every event   ] switch ");
    close_it(&w);
}

/* Of so many orders number `now` is watched, from 1, and each bit says of one that it loses. */
TEST(the_order_beside_is_the_next_of_its_kind_all_around_and_the_last_is_the_one_that_is_watched)
{
    static const struct {
        uint32_t n, now;
        enum order_wish wish;
        unsigned losing;
        uint32_t to; /* 0: there is none */
    } rows[] = {
        {0, 0, ORDER_NEXT, 0, 0},   {0, 0, ORDER_LOSING, 0, 0}, {1, 1, ORDER_NEXT, 0, 1},
        {1, 1, ORDER_BEFORE, 0, 1}, {1, 1, ORDER_LOSING, 0, 0}, {1, 1, ORDER_LOSING, 1, 1},
        {1, 0, ORDER_NEXT, 0, 1},   {3, 0, ORDER_NEXT, 0, 1},   {3, 1, ORDER_NEXT, 0, 2},
        {3, 3, ORDER_NEXT, 0, 1},   {3, 3, ORDER_BEFORE, 0, 2}, {3, 1, ORDER_BEFORE, 0, 3},
        {3, 2, ORDER_LOSING, 2, 2}, {3, 2, ORDER_LOSING, 3, 1}, {3, 2, ORDER_LOSING, 5, 3},
        {3, 2, ORDER_LOSING, 7, 3}, {3, 3, ORDER_LOSING, 7, 1}, {3, 1, ORDER_LOSING, 0, 0},
        {3, 0, ORDER_LOSING, 4, 3}, {3, 0, ORDER_LOSING, 6, 2}, {4, 2, ORDER_LOSING, 9, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct found_order found[4] = {0};
        struct orders_target o = {.told = {.orders = rows[i].n, .now = rows[i].now},
                                  .found = found};
        for (uint32_t k = 0; k < rows[i].n; k++)
            found[k].loses = rows[i].losing & 1u << k;
        const struct schedule *by = orders_beside(&o, rows[i].wish);
        if (by != (rows[i].to ? &found[rows[i].to - 1].by : NULL) ||
            o.told.now != (rows[i].to ? rows[i].to : rows[i].now))
            fail_msg("%zu: %u", i, o.told.now);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(race_has_six_orders_of_which_four_lose_an_update),
        cmocka_unit_test(with_a_lock_two_orders_are_left_and_none_loses),
        cmocka_unit_test(the_next_order_leads_through_all_of_them_and_round),
        cmocka_unit_test(the_next_that_loses_passes_over_those_that_do_not),
        cmocka_unit_test(a_lock_is_put_in_and_taken_out_and_the_orders_are_counted_anew),
        cmocka_unit_test(threads_that_share_no_variable_have_no_order_to_count),
        cmocka_unit_test(a_program_without_threads_has_no_orders),
        cmocka_unit_test(an_update_between_a_read_and_its_write_is_lost),
        cmocka_unit_test(who_writes_without_having_read_loses_nothing),
        cmocka_unit_test(where_there_is_more_than_one_order_the_last_line_has_their_keys),
        cmocka_unit_test(each_order_of_a_race_is_told_in_a_line),
        cmocka_unit_test(of_more_rounds_it_is_told_what_they_should_have_come_to),
        cmocka_unit_test(before_anything_is_written_and_without_threads_nothing_is_told),
        cmocka_unit_test(where_threads_take_turns_a_key_is_called_by_switches_and_not_by_ticks),
        cmocka_unit_test(
            the_order_beside_is_the_next_of_its_kind_all_around_and_the_last_is_the_one_that_is_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
