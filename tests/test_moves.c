/* SPDX-License-Identifier: MIT */
/* Moves that have no end of their own go on in slices, and can be stopped. */
#include <stdint.h>
#include <string.h>

#include "asyncio/asyncio.h"
#include "tests/test.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "ui/app.h"
#include "ui/code.h"

struct forever {
    struct coro coro;
};

async (forever, def(1)) {
    async_begin;
    for (;;) {
        py(2) await(sleep_s(1));
    }
    async_end;
}

struct forever_module {
    struct coro coro;
};

async (forever_module, def(1)) {
    async_begin;
    py(3) asyncio_run(call(forever));
    async_end;
}

static const struct program endless = {
    .name = "endless", .file = "endless.py", .module = forever_module_async};

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
    const struct move moves[] = {move_end(),        move_tick(1), move_turn(7, 1),
                                 move_continue(1), {.by = 1, .hit = nothing}};
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

TEST(a_key_begins_a_move_time_goes_on_with_it_and_esc_stops_it)
{
    struct player p;
    struct app a;
    open_endless(&p);
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    assert_false(app_goes_on(&a));
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
    assert_int_equal(program_open(&p, &endless, CLOCK_VIRTUAL, 0), 0);
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    key(&a, CODE_END);
    assert_true(app_goes_on(&a));
    uint32_t cursor = p.model.cursor;
    key(&a, 's');
    assert_false(app_goes_on(&a));
    assert_int_equal(p.model.cursor, cursor + 1);
    player_close(&p);
    app_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_through_an_endless_program_comes_back_between_its_slices),
        cmocka_unit_test(a_move_that_is_given_up_leaves_the_player_as_it_was),
        cmocka_unit_test(many_slices_lead_to_where_it_is),
        cmocka_unit_test(a_key_begins_a_move_time_goes_on_with_it_and_esc_stops_it),
        cmocka_unit_test(any_other_key_stops_a_move_and_does_what_it_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
