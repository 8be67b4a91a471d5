/* SPDX-License-Identifier: MIT */
/* Moves that have no end of their own go on in slices, and can be stopped. */
#include <stdint.h>
#include <string.h>

#include "base/now.h"
#include "scenes/scene.h"
#include "script/parse.h"
#include "tests/support/endless.h"
#include "tests/test.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "trace/nearest.h"
#include "ui/app.h"
#include "ui/code.h"
#include "ui/move.h"

/* Keeping next to nothing of what it sees. */
static void open_endless(struct player *p)
{
    assert_int_equal(program_open(p, &endless, CLOCK_VIRTUAL, 1), 0);
}

static bool nothing(const struct player *p, uint32_t i, const struct move *m)
{
    (void)p;
    (void)i;
    (void)m;
    return false;
}

/* Were it done at once, this would never end. */
TEST(a_move_through_an_endless_program_comes_back_between_its_slices)
{
    const struct move moves[] = {
        move_end(), move_tick(1), move_turn(7, 1), move_continue(1), {.by = 1, .hit = nothing}};
    struct player p;
    open_endless(&p);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        uint32_t from = p.model.cursor;
        player_begin(&p, moves[i]);
        if (i != 1)
            assert_int_equal(player_go_on(&p), MOVE_GOES_ON);
        assert_true(p.model.cursor == from || from < p.trace.first);
    }
    player_close(&p);
}

TEST(a_move_that_is_given_up_leaves_the_player_as_it_was)
{
    struct player p;
    assert_int_equal(program_open(&p, &endless, CLOCK_VIRTUAL, 0), 0);
    assert_true(player_seek(&p, 5));
    player_begin(&p, move_end());
    assert_int_equal(player_go_on(&p), MOVE_GOES_ON);
    assert_int_equal(p.model.cursor, 5);
    assert_true(player_step(&p, 1));
    assert_int_equal(p.model.cursor, 6);
    player_close(&p);
}

static bool is_tick_ten_thousand(const struct player *p, uint32_t i, const struct move *m)
{
    (void)m;
    return trace_at(&p->trace, i)->kind == EV_TICK && trace_at(&p->trace, i)->tick == 10000;
}

TEST(many_slices_lead_to_where_it_is)
{
    struct player p;
    enum progress r;
    open_endless(&p);
    player_begin(&p, (struct move){.by = 1, .hit = is_tick_ten_thousand});
    while ((r = player_go_on(&p)) == MOVE_GOES_ON)
        ;
    assert_int_equal(r, MOVE_DONE);
    assert_int_equal(p.model.tick, 10000);
    player_close(&p);
}

static void key(struct app *a, int code)
{
    app_update(a, &(struct message){.kind = MSG_KEY, .code = code});
}

static unsigned time_goes_by(struct app *a)
{
    return app_update(a, &(struct message){.kind = MSG_TIME});
}

static void settle(struct app *a)
{
    while (app_goes_on(a))
        time_goes_by(a);
}

static void watch_endless(struct app *a, struct player *p)
{
    assert_int_equal(program_open(p, &endless, CLOCK_VIRTUAL, 0), 0);
    app_init(a, 24, 80, false, catalogue_of_scenes());
    app_attach(a, p);
}

static void unwatch(struct app *a, struct player *p)
{
    player_close(p);
    app_close(a);
}

/* ---- looking ahead ---- */

TEST(before_the_first_frame_little_of_the_run_is_made_and_then_much)
{
    struct player p;
    struct app a;
    watch_endless(&a, &p);
    assert_in_range(p.trace.end, 4096, 4096 + 100); /* to the end of a tick */
    assert_true(app_goes_on(&a) && app_due(&a) == 0);
    settle(&a);
    assert_in_range(p.trace.end, 1 << 20, (1 << 20) + 100);
    assert_true(app_due(&a) < 0);
    unwatch(&a, &p);
}

/* Until as much is made as shall be, the screen is that of the beginning; then it is drawn again. */
TEST(how_much_is_made_ahead_is_not_to_be_seen_until_all_is)
{
    struct player p, q;
    struct app a, b;
    watch_endless(&a, &p);
    watch_endless(&b, &q);
    assert_false(time_goes_by(&a) & REACT_REDRAW);
    assert_true(p.trace.end > q.trace.end);
    for (int i = 0; i < 2; i++) {
        app_draw(&a);
        app_draw(&b);
        assert_true(screen_same(&a.screen, &b.screen));
        key(&a, ']');
        key(&b, ']');
    }
    settle(&a);
    settle(&b);
    app_draw(&b);
    assert_false(screen_same(&a.screen, &b.screen)); /* the time line has another scale */
    app_draw(&a);
    assert_true(screen_same(&a.screen, &b.screen));
    unwatch(&a, &p);
    unwatch(&b, &q);
}

TEST(a_key_that_depends_on_it_waits_for_it_and_esc_stops_it)
{
    static const char *const scripts[] = {"pgdn", ": 5 0 0 0 0 0 enter",
                                          ": t i c k space 9 9 enter"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct script keys = {0};
        struct buf error = {0};
        struct player p, q;
        struct app a, b;
        assert_true(script_parse(&keys, scripts[i], &error));
        watch_endless(&a, &p);
        watch_endless(&b, &q);
        settle(&b);
        uint32_t start = p.model.cursor;
        for (size_t k = 0; k < keys.n; k++) {
            key(&a, keys.at[k].code);
            key(&b, keys.at[k].code);
        }
        assert_int_equal(p.model.cursor, start);
        assert_non_null(strstr(a.ui.message, "Esc stops"));
        settle(&a);
        assert_int_not_equal(q.model.cursor, start);
        assert_int_equal(p.model.cursor, q.model.cursor);
        assert_string_equal(a.ui.message, "");
        unwatch(&a, &p);
        unwatch(&b, &q);
        script_free(&keys);
    }
    struct player p;
    struct app a;
    watch_endless(&a, &p);
    uint32_t start = p.model.cursor;
    key(&a, CODE_PGDN);
    key(&a, CODE_ESC);
    assert_string_equal(a.ui.message, "stopped");
    settle(&a);
    assert_int_equal(p.model.cursor, start);
    unwatch(&a, &p);
}

/* ---- keys ---- */

TEST(a_key_begins_a_move_time_goes_on_with_it_and_esc_stops_it)
{
    struct player p;
    struct app a;
    open_endless(&p);
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    settle(&a);
    key(&a, CODE_END);
    assert_true(app_goes_on(&a));
    assert_true(app_due(&a) <= 0);
    uint32_t seen = p.trace.end;
    assert_true(app_update(&a, &(struct message){.kind = MSG_TIME}) & REACT_REDRAW);
    assert_true(p.trace.end > seen);
    assert_non_null(strstr(a.ui.message, "Esc stops"));
    key(&a, CODE_ESC);
    assert_false(app_goes_on(&a));
    assert_true(app_due(&a) < 0);
    assert_string_equal(a.ui.message, "stopped");
    player_close(&p);
    app_close(&a);
}

TEST(any_other_key_stops_a_move_and_does_what_it_does)
{
    struct player p;
    struct app a;
    watch_endless(&a, &p);
    settle(&a);
    key(&a, CODE_END);
    assert_true(app_goes_on(&a));
    uint32_t cursor = p.model.cursor;
    key(&a, '.');
    settle(&a);
    assert_int_equal(p.model.cursor, cursor + 1);
    unwatch(&a, &p);
}

TEST(a_move_that_lets_go_of_what_it_passes_can_be_drawn)
{
    struct player p;
    struct app a;
    open_endless(&p);
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    key(&a, CODE_END);
    while (!p.trace.first) {
        time_goes_by(&a);
        app_draw(&a);
    }
    assert_true(app_goes_on(&a));
    unwatch(&a, &p);
}

/* ---- what a list or a link knows is not looked for ---- */

static void assert_same_way(struct player *p, struct move m, uint32_t from)
{
    struct move each = m;
    each.skip = NULL;
    player_seek(p, from);
    bool could = player_move(p, m);
    uint32_t to = p->model.cursor;
    player_seek(p, from);
    assert_int_equal(player_move(p, each), could);
    assert_int_equal(p->model.cursor, to);
}

static void assert_same_ways(struct player *p)
{
    assert_true(player_end(p) || p->trace.end == p->model.cursor);
    for (uint32_t from = p->trace.first; from <= p->trace.end; from += 1 + p->trace.end / 150)
        for (int by = -1; by <= 1; by += 2) {
            assert_same_way(p, move_tick(by), from);
            assert_same_way(p, move_warning(by), from);
            for (uint32_t task = 1; task < 6; task++)
                assert_same_way(p, move_turn(task, by), from);
        }
}

TEST(moves_that_skip_arrive_where_those_do_that_look_at_each_event)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        assert_int_equal(program_open(&p, &(*s)->program, CLOCK_VIRTUAL, 0), 0);
        assert_same_ways(&p);
        player_close(&p);
    }
}

/* Of a trace from elsewhere: turns of what was never created, or is created twice. */
TEST(moves_that_skip_arrive_there_in_a_trace_that_makes_no_sense_too)
{
    static const enum event_kind kinds[] = {EV_BEGIN, EV_SOON,    EV_TASK,  EV_TICK,
                                            EV_END,   EV_WARNING, EV_SWITCH};
    struct player p;
    uint32_t chance = 1;
    player_open_empty(&p, 0);
    for (int i = 0; i < 3000; i++) {
        chance = chance * 1103515245 + 12345;
        struct event e = {.kind = kinds[chance >> 16 & 7 ? chance >> 20 & 3 : 4 + chance % 3],
                          .actor = 1 + (chance >> 24) % 6};
        p.observer.see(&p.observer, &e, NULL);
    }
    assert_same_ways(&p);
    player_close(&p);
}

/* One that was last seen a million events ago, and one that has more turns than are passed by. */
TEST(the_turn_of_a_task_that_sleeps_long_is_found_along_its_links)
{
    enum { OTHERS = 100000 };
    struct player p;
    uint32_t found;
    player_open_empty(&p, 0);
    for (uint32_t task = 1; task <= 2; task++) {
        p.observer.see(&p.observer, &(struct event){.kind = EV_TASK, .actor = task}, NULL);
        p.observer.see(&p.observer, &(struct event){.kind = EV_BEGIN, .actor = task}, NULL);
    }
    for (int i = 0; i < OTHERS; i++)
        p.observer.see(&p.observer, &(struct event){.kind = EV_BEGIN, .actor = 2}, NULL);
    p.observer.see(&p.observer, &(struct event){.kind = EV_BEGIN, .actor = 1}, NULL);
    assert_true(nearest_turn(&p.head, 1, 5, 1, &found));
    assert_int_equal(found, OTHERS + 4);
    assert_true(nearest_turn(&p.head, 1, OTHERS + 4, -1, &found));
    assert_int_equal(found, 1);
    assert_false(nearest_turn(&p.head, 2, 5, 1, &found));
    assert_true(nearest_turn(&p.head, 2, OTHERS, 1, &found));
    assert_int_equal(found, OTHERS);
    assert_false(nearest_turn(&p.head, 3, 0, 1, &found));
    player_close(&p);
}

/* ---- how far it has come ---- */

/* Of 200 events, with the cursor in the middle. */
static void open_halfway(struct player *p)
{
    player_open_empty(p, 0);
    for (uint32_t i = 0; i < 200; i++)
        p->observer.see(&p->observer, &(struct event){.kind = EV_TICK, .tick = i}, NULL);
    player_seek(p, 100);
}

static bool nothing_for_a_slice(const struct player *p, uint32_t i, const struct move *m)
{
    double end = now() + now_slice;
    while (now() < end)
        ;
    return nothing(p, i, m);
}

/* A slice for each event. */
static const struct move slow = {.by = 1, .hit = nothing_for_a_slice, .along = true},
                         slow_back = {.by = -1, .hit = nothing_for_a_slice, .along = true};

TEST(how_far_a_move_has_come_is_of_its_way_to_the_end_and_then_to_where_it_began)
{
    static const struct {
        struct move move;
        uint32_t at;
        unsigned percent;
        bool around;
    } rows[] = {
        {{.by = 1}, 100, 0, false},  {{.by = 1}, 125, 25, false}, {{.by = 1}, 199, 99, false},
        {{.by = 1}, 0, 0, true},     {{.by = 1}, 40, 40, true},   {{.by = 1}, 99, 99, true},
        {{.by = -1}, 100, 0, false}, {{.by = -1}, 30, 70, false}, {{.by = -1}, 0, 100, false},
        {{.by = -1}, 200, 0, true},  {{.by = -1}, 150, 50, true},
    };
    struct player p;
    open_halfway(&p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        player_begin(&p, rows[i].move);
        p.at = rows[i].at;
        struct behind b = player_behind(&p);
        assert_int_equal(b.percent, rows[i].percent);
        assert_int_equal(b.around, rows[i].around);
    }
    player_seek(&p, 200);
    player_begin(&p, (struct move){.by = 1});
    assert_int_equal(player_behind(&p).percent, 100);
    player_close(&p);
}

TEST(how_far_it_has_come_is_said_and_from_where_if_it_goes_around)
{
    static const struct {
        struct move move;
        uint32_t from;
        const char *says;
    } rows[] = {
        {slow, 149, "searching … 50 % · Esc stops"},
        {slow_back, 52, "searching … 50 % · Esc stops"},
        {slow, 24, "searching from the start … 25 % · Esc stops"},
        {slow_back, 177, "searching from the end … 25 % · Esc stops"},
    };
    struct player p;
    struct app a;
    open_halfway(&p);
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        player_seek(&p, 100);
        app_go_from(&a, rows[i].from, rows[i].move, NULL);
        assert_true(app_goes_on(&a));
        assert_string_equal(a.ui.message, rows[i].says);
        app_stop(&a);
    }
    unwatch(&a, &p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_through_an_endless_program_comes_back_between_its_slices),
        cmocka_unit_test(a_move_that_is_given_up_leaves_the_player_as_it_was),
        cmocka_unit_test(many_slices_lead_to_where_it_is),
        cmocka_unit_test(before_the_first_frame_little_of_the_run_is_made_and_then_much),
        cmocka_unit_test(how_much_is_made_ahead_is_not_to_be_seen_until_all_is),
        cmocka_unit_test(a_key_that_depends_on_it_waits_for_it_and_esc_stops_it),
        cmocka_unit_test(a_key_begins_a_move_time_goes_on_with_it_and_esc_stops_it),
        cmocka_unit_test(a_move_that_lets_go_of_what_it_passes_can_be_drawn),
        cmocka_unit_test(any_other_key_stops_a_move_and_does_what_it_does),
        cmocka_unit_test(moves_that_skip_arrive_where_those_do_that_look_at_each_event),
        cmocka_unit_test(moves_that_skip_arrive_there_in_a_trace_that_makes_no_sense_too),
        cmocka_unit_test(the_turn_of_a_task_that_sleeps_long_is_found_along_its_links),
        cmocka_unit_test(
            how_far_a_move_has_come_is_of_its_way_to_the_end_and_then_to_where_it_began),
        cmocka_unit_test(how_far_it_has_come_is_said_and_from_where_if_it_goes_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
