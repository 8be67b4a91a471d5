/* SPDX-License-Identifier: MIT */
/* The player: every move is a move of the cursor, and means the same both ways. */
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "tests/support/whole.h"
#include "tests/test.h"

static uint8_t kind_at_cursor(const struct player *p)
{
    return trace_at(&p->trace, player_event(p))->kind;
}

/* `base` stands somewhere in what is kept of the trace, or shall. */
static void assert_like_a_fold(const struct player *p, struct model *base)
{
    if (!base->trace || base->cursor > p->model.cursor || base->cursor < p->trace.first)
        whole_at_first(p, base);
    model_fold(base, p->model.cursor);
    assert_true(model_same(base, &p->model));
}

/* ---- steps ---- */

TEST(a_program_opens_before_its_first_event)
{
    struct player p;
    open_scene(&p, "count");
    assert_int_equal(p.model.cursor, 0);
    assert_int_equal(player_event(&p), TRACE_NONE);
    assert_false(player_step(&p, -1));
    assert_false(player_start(&p));
    assert_true(player_step(&p, 1));
    assert_int_equal(kind_at_cursor(&p), EV_START);
    assert_true(player_step(&p, -1));
    assert_int_equal(p.model.cursor, 0);
    player_close(&p);
}

/* So many tasks that a copy of the model takes long. */
static void open_crowd(struct player *p, uint32_t tasks)
{
    player_open_empty(p, 0);
    for (uint32_t i = 1; i <= tasks; i++)
        p->observer.see(&p->observer, &(struct event){.kind = EV_TASK, .actor = i, .ref = i}, NULL);
    for (uint32_t i = 0; i < 6 * tasks; i++)
        p->observer.see(
            &p->observer,
            &(struct event){.kind = EV_SOON, .actor = 1 + i * 7919 % tasks, .handle = i + 1}, NULL);
}

TEST(among_very_many_tasks_a_move_looks_at_few_of_them)
{
    enum { TASKS = 200000, MOVES = 300 };
    struct player p;
    struct model base = {0};
    open_crowd(&p, TASKS);
    uint64_t looks = archive_looks;
    for (uint32_t i = 0; i < MOVES; i++) {
        assert_true(player_seek(&p, (uint32_t)(i * 7919ull * 7919 % p.trace.end)));
        assert_true(p.model.cursor == 0 || player_step(&p, -1));
    }
    assert_true(archive_looks - looks <= 2ull * MOVES * 3 * MARK_EVERY);
    assert_like_a_fold(&p, &base);
    model_close(&base);
    player_close(&p);
}

TEST(n_steps_forward_and_n_back_end_where_they_began)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        struct model before = {0};
        open_scene(&p, (*s)->program.name);
        for (uint32_t at = 0; player_seek(&p, at); at += 17) {
            model_close(&before);
            model_init(&before, &p.trace);
            model_fold(&before, at);
            int n = 0;
            while (n < 40 && player_step(&p, 1))
                n++;
            for (int i = 0; i < n; i++)
                assert_true(player_step(&p, -1));
            assert_true(model_same(&before, &p.model));
        }
        model_close(&before);
        player_close(&p);
    }
}

TEST(a_step_by_many_is_many_steps)
{
    struct player p;
    open_scene(&p, "count");
    assert_true(player_step(&p, 50));
    assert_int_equal(p.model.cursor, 50);
    assert_true(player_step(&p, -20));
    assert_int_equal(p.model.cursor, 30);
    assert_false(player_step(&p, -31));
    assert_false(player_step(&p, 1000000));
    assert_int_equal(p.model.cursor, 30);
    player_close(&p);
}

TEST(there_is_nothing_beyond_the_end)
{
    struct player p;
    open_scene(&p, "count");
    assert_true(player_end(&p));
    assert_int_equal(kind_at_cursor(&p), EV_EXIT);
    assert_false(player_end(&p));
    assert_false(player_step(&p, 1));
    assert_false(player_tick(&p, 1));
    assert_false(player_produce(&p, p.trace.end + 1));
    assert_false(player_seek(&p, p.trace.end + 1));
    assert_true(player_start(&p));
    assert_int_equal(p.model.cursor, 0);
    player_close(&p);
}

TEST(a_move_makes_only_as_much_trace_as_it_needs)
{
    struct player p;
    open_scene(&p, "makerandom");
    uint32_t known = p.trace.end;
    assert_true(player_step(&p, 1));
    assert_int_equal(p.trace.end, known);
    assert_false(player_over(&p));
    player_close(&p);
}

TEST(ten_per_cent_ten_times_is_the_whole_trace)
{
    struct player p;
    open_scene(&p, "makerandom");
    player_end(&p);
    assert_false(player_percent(&p, 10));
    for (int i = 0; i < 11 && player_percent(&p, -10); i++)
        ;
    assert_int_equal(p.model.cursor, 0);
    assert_false(player_percent(&p, -10));
    for (int i = 0; i < 11 && player_percent(&p, 10); i++)
        ;
    assert_int_equal(p.model.cursor, p.trace.end);
    player_close(&p);
}

/* ---- ticks, turns, breakpoints: the same cursors both ways ---- */

enum { MOST_STOPS = 1000 };

struct stops {
    uint32_t at[MOST_STOPS];
    int n;
};

typedef bool move(struct player *p, int by);

static struct stops go(struct player *p, move *m, int by)
{
    struct stops s = {.n = 0};
    while (s.n < MOST_STOPS && m(p, by))
        s.at[s.n++] = p->model.cursor;
    assert_in_range(s.n, 1, MOST_STOPS - 1);
    return s;
}

/* From the start on and back again: the stops between the two ends are the same. */
static void assert_same_both_ways(const char *scene, void (*prepare)(struct player *p), move *m)
{
    struct player p;
    open_scene(&p, scene);
    if (prepare)
        prepare(&p);
    struct stops forth = go(&p, m, 1);
    player_end(&p);
    struct stops back = go(&p, m, -1);
    int first = back.at[back.n - 1] == 0; /* back to the start, which forth did not stop at */
    int last = forth.at[forth.n - 1] == p.trace.end;
    assert_int_equal(forth.n - last, back.n - first);
    for (int i = 0; i < forth.n - last; i++)
        assert_int_equal(forth.at[i], back.at[back.n - 1 - first - i]);
    player_close(&p);
}

static bool by_turn(struct player *p, int by)
{
    return player_turn(p, 3, by);
}

static bool is_output(const struct player *p, uint32_t event, const struct move *m)
{
    (void)m;
    return trace_at(&p->trace, event)->kind == EV_OUT;
}

static bool by_output(struct player *p, int by)
{
    return player_move(p, (struct move){.by = by, .hit = is_output});
}

static void break_at_two_lines(struct player *p)
{
    player_break(p, NULL, 16);
    player_break(p, NULL, 19);
}

TEST(ticks_turns_and_breakpoints_stop_at_the_same_cursors_both_ways)
{
    assert_same_both_ways("count", NULL, player_tick);
    assert_same_both_ways("makerandom", NULL, player_tick);
    assert_same_both_ways("count", NULL, by_turn);
    assert_same_both_ways("makerandom", NULL, by_turn);
    assert_same_both_ways("makerandom", NULL, by_output);
    assert_same_both_ways("makerandom", break_at_two_lines, player_continue);
}

TEST(every_tick_is_a_stop_and_so_is_the_end)
{
    struct player p;
    open_scene(&p, "count");
    for (uint32_t tick = 1; tick <= 11; tick++) {
        assert_true(player_tick(&p, 1));
        assert_int_equal(kind_at_cursor(&p), EV_TICK);
        assert_int_equal(p.model.tick, tick);
    }
    assert_true(player_tick(&p, 1));
    assert_int_equal(p.model.cursor, p.trace.end);
    assert_false(player_tick(&p, 1));
    player_close(&p);
}

TEST(back_a_tick_goes_to_where_this_tick_begins_first)
{
    struct player p;
    open_scene(&p, "count");
    player_tick(&p, 1);
    player_tick(&p, 1);
    uint32_t begins = p.model.cursor;
    player_step(&p, 3);
    assert_true(player_tick(&p, -1));
    assert_int_equal(p.model.cursor, begins);
    assert_true(player_tick(&p, -1));
    assert_true(p.model.cursor < begins);
    assert_int_equal(p.model.tick, 1);
    player_close(&p);
}

TEST(a_turn_is_where_the_task_begins_to_run)
{
    struct player p;
    open_scene(&p, "count");
    for (int turn = 0; turn < 2; turn++) {
        assert_true(player_turn(&p, 3, 1));
        assert_int_equal(kind_at_cursor(&p), EV_BEGIN);
        assert_int_equal(p.model.task, 3);
        assert_int_equal(p.model.tick, turn ? 4 : 2);
    }
    uint32_t there = p.model.cursor;
    assert_false(player_turn(&p, 3, 1));
    assert_false(player_turn(&p, 999, 1));
    assert_false(player_turn(&p, 999, -1));
    assert_int_equal(p.model.cursor, there);
    player_close(&p);
}

TEST(a_breakpoint_is_set_and_taken_away)
{
    struct player p;
    open_scene(&p, "count");
    for (uint32_t line = 1; line <= 40; line++)
        player_break(&p, NULL, line);
    for (uint32_t line = 1; line <= 40; line += 2)
        player_break(&p, NULL, line);
    for (uint32_t line = 1; line <= 40; line++)
        assert_int_equal(player_breaks(&p, NULL, line), line % 2 == 0);
    assert_false(player_breaks(&p, NULL, 41));
    player_close(&p);
}

TEST(a_breakpoint_stops_before_its_line_runs)
{
    struct player p;
    open_scene(&p, "count");
    player_break(&p, NULL, 6);
    for (uint32_t task = 2; task <= 4; task++) {
        uint32_t event;
        assert_true(player_continue(&p, 1));
        assert_int_equal(player_place(&p)->line, 5);
        assert_int_equal(p.model.line_task, task);
        assert_int_equal(kind_at_cursor(&p), EV_BEGIN);
        assert_true(player_stops_before(&p, &event));
        assert_int_equal(event, p.model.cursor);
    }
    assert_true(player_continue(&p, 1));
    assert_int_equal(p.model.cursor, p.trace.end);
    player_close(&p);
}

/* One that sleeps there goes on within the line, which has run before. */
TEST(a_breakpoint_on_an_await_stops_on_the_way_in_only)
{
    struct player p;
    open_scene(&p, "count");
    player_break(&p, NULL, 5);
    for (int i = 0; i < 3; i++) {
        assert_true(player_continue(&p, 1));
        assert_int_equal(kind_at_cursor(&p), EV_OUT);
        assert_int_equal(p.model.tick, 2);
    }
    assert_true(player_continue(&p, 1));
    assert_int_equal(p.model.cursor, p.trace.end);
    player_close(&p);
}

TEST(without_a_breakpoint_continue_runs_to_the_end_and_to_the_start)
{
    struct player p;
    open_scene(&p, "count");
    assert_true(player_continue(&p, 1));
    assert_int_equal(p.model.cursor, p.trace.end);
    assert_true(player_continue(&p, -1));
    assert_int_equal(p.model.cursor, 0);
    player_close(&p);
}

/* ---- a long program, and a history that does not hold all of it ---- */

enum { TURNS = 60000, HISTORY = 70000 };

struct spins {
    struct coro coro;
    int i;
};

async(spins, def(2), SHOW(i))
{
    async_begin;
    for (; self->i < TURNS; self->i++) {
        if (self->i % 10 == 0) {
            py(3) say("%d", self->i);
        }
        py(4) await(sleep_s(self->i % 7 ? 0 : 1));
    }
    async_end;
}

struct long_module {
    struct coro coro;
};

async(long_module, def(1))
{
    async_begin;
    py(6) asyncio_run(call(spins));
    async_end;
}

static const struct program long_program = {
    .name = "long", .file = "long.py", .module = long_module_async};

static void open_long(struct player *p, uint32_t history)
{
    assert_int_equal(program_open(p, &long_program, CLOCK_VIRTUAL, history), 0);
    player_end(p);
    assert_true(p->trace.end > 4 * TRACE_CHUNK);
}

/* How each task has spent its time, too. Who sees more of the trace knows no more. */
static void assert_same_spent(struct player *a, struct player *b)
{
    player_look_at_moment(a);
    player_look_at_moment(b);
    for (uint32_t task = 1; task <= a->model.nrows + 1; task++) {
        struct spent x = turns_spent(&a->model, task), y = turns_spent(&b->model, task);
        assert_int_equal(x.turns, y.turns);
        assert_memory_equal(x.in, y.in, sizeof x.in);
        assert_true(x.longest == y.longest);
    }
}

TEST(what_falls_out_of_history_is_folded_into_its_base)
{
    struct player whole, bounded;
    open_long(&whole, 0);
    open_long(&bounded, HISTORY);
    assert_int_equal(bounded.trace.end, whole.trace.end);
    assert_true(bounded.trace.first > 0);
    assert_int_equal(bounded.trace.first % TRACE_CHUNK, 0);
    assert_true(bounded.trace.end - bounded.trace.first >= HISTORY);
    assert_true(trace_note_bytes(&bounded.trace) < trace_note_bytes(&whole.trace));
    srand(1);
    for (int i = 0; i < 60; i++) {
        uint32_t span = bounded.trace.end - bounded.trace.first;
        uint32_t cursor =
            i ? bounded.trace.first + (uint32_t)rand() % (span + 1) : bounded.trace.first;
        assert_true(player_seek(&bounded, cursor));
        assert_true(player_seek(&whole, cursor));
        assert_true(model_same(&bounded.model, &whole.model));
        assert_same_spent(&bounded, &whole);
    }
    player_close(&whole);
    player_close(&bounded);
}

/* One looks ahead, and one only to where it stands; what one task has slept is what it has not done
 * else. */
TEST(how_a_task_has_spent_its_time_is_the_same_however_one_came_to_know)
{
    struct player p, ahead;
    open_long(&p, 0);
    open_long(&ahead, 0);
    while (!player_look_ahead(&ahead, 0))
        ;
    srand(3);
    for (int i = 0; i < 60; i++) {
        uint32_t cursor = (uint32_t)rand() % (p.trace.end / 60 * (uint32_t)(i + 1));
        assert_true(player_seek(&p, cursor) && player_seek(&ahead, cursor));
        assert_same_spent(&p, &ahead);
        uint32_t task = 1 + (uint32_t)rand() % (p.model.nrows + 1);
        const struct row *r = model_row(&p.model, task);
        struct spent s = turns_spent(&p.model, task);
        if (!r || r->ran == TRACE_NONE || state_is_over(r->state))
            continue;
        double made = trace_at(&p.trace, trace_task(&p.trace, task)->created)->time;
        assert_float_equal(s.in[0] + s.in[1] + s.in[2], p.model.time - made, 1e-6);
        assert_true(s.turns > 0);
    }
    player_close(&p);
    player_close(&ahead);
}

TEST(what_takes_more_memory_than_it_may_lets_the_oldest_events_go)
{
    enum { EVENTS = 2 << 20, MEMORY = 16 << 20, APART = 1 << 16 };
    struct player p;
    player_open_empty(&p, 0);
    p.memory = MEMORY;
    for (uint32_t i = 1; i <= EVENTS; i++) {
        struct event e = {.kind = EV_UNCALL, .time = i / 3.0, .handle = i * 2654435769u};
        p.observer.see(&p.observer, &e, NULL);
        if (i % APART == 0)
            assert_true(player_bytes(&p) < MEMORY + MEMORY / 8);
    }
    assert_true(p.trace.first > 0);
    assert_int_equal(p.trace.first % TRACE_CHUNK, 0);
    assert_true(p.trace.end - p.trace.first > 4 * TRACE_CHUNK);
    player_close(&p);
}

TEST(nothing_moves_to_before_the_start_of_history)
{
    struct player p;
    open_long(&p, HISTORY);
    assert_true(player_start(&p));
    assert_int_equal(p.model.cursor, p.trace.first);
    assert_int_equal(player_event(&p), TRACE_NONE);
    assert_false(player_seek(&p, p.trace.first - 1));
    assert_false(player_step(&p, -1));
    assert_false(player_tick(&p, -1));
    assert_false(player_percent(&p, -10));
    assert_true(player_step(&p, 1));
    assert_int_equal(player_event(&p), p.trace.first);
    player_close(&p);
}

/* A cursor that stays behind while history passes over it is carried along. */
TEST(a_cursor_that_history_passes_is_carried_along)
{
    struct player p;
    assert_int_equal(program_open(&p, &long_program, CLOCK_VIRTUAL, HISTORY), 0);
    assert_true(player_step(&p, 5));
    while (player_produce(&p, p.trace.end + 1000))
        assert_in_range(p.model.cursor, p.trace.first, p.trace.end);
    assert_int_equal(p.model.cursor, p.trace.first);
    struct model base = {0};
    assert_like_a_fold(&p, &base);
    model_close(&base);
    player_close(&p);
}

TEST(a_moment_ends_where_it_does_however_much_of_what_follows_has_been_made)
{
    for (uint32_t first = 0; first < 120; first++) {
        struct player made, making;
        assert_int_equal(program_open(&made, &scene_find("count")->program, CLOCK_VIRTUAL, 0), 0);
        assert_int_equal(program_open(&making, &scene_find("count")->program, CLOCK_VIRTUAL, 0), 0);
        player_end(&made);
        player_start(&made);
        player_produce(&making, first);
        while (player_moment(&made, 1)) {
            assert_true(player_moment(&making, 1));
            assert_int_equal(making.model.cursor, made.model.cursor);
        }
        assert_false(player_moment(&making, 1));
        player_close(&made);
        player_close(&making);
    }
}

TEST(where_the_archive_has_marks_nothing_else_is_seen)
{
    struct player p;
    struct model base = {0};
    open_long(&p, 0);
    assert_true(p.archive.nmarks > 2);
    for (uint32_t i = 1; i < p.archive.nmarks; i++)
        for (int by = 1; by >= -1; by--) {
            assert_true(player_seek(&p, i * MARK_EVERY + (uint32_t)by));
            assert_like_a_fold(&p, &base);
        }
    model_close(&base);
    player_close(&p);
}

/* Runs of steps back and forth and jumps, while the trace grows and history is let go. */
static void wander(struct player *p, void (*grow)(struct player *p, uint32_t events))
{
    struct model base = {0};
    srand(7);
    for (int i = 0; i < 120; i++) {
        grow(p, (uint32_t)rand() % 5000);
        uint32_t all = p->trace.end - p->trace.first;
        if (rand() % 3 == 0)
            player_seek(p, p->trace.first + (uint32_t)rand() % (all + 1));
        int by = rand() % 2 ? 1 : -1;
        for (int n = rand() % (2 * MARK_EVERY); n > 0; n--)
            player_step(p, by);
        assert_like_a_fold(p, &base);
        player_look_at_moment(p);
        turns_spent(&p->model, 1 + (uint32_t)rand() % 60);
        if (player_step(p, -rand() % (2 * MARK_EVERY)))
            assert_like_a_fold(p, &base);
    }
    assert_true(p->history ? p->trace.first > 0 : p->trace.first == 0);
    model_close(&base);
    player_close(p);
}

static void go_on_long(struct player *p, uint32_t events)
{
    player_produce(p, p->trace.end + events);
}

TEST(a_random_walk_meets_the_fold_of_what_came_before_everywhere)
{
    struct player p;
    assert_int_equal(program_open(&p, &long_program, CLOCK_VIRTUAL, 0), 0);
    wander(&p, go_on_long);
    assert_int_equal(program_open(&p, &long_program, CLOCK_VIRTUAL, HISTORY), 0);
    wander(&p, go_on_long);
}

/* Of a trace from elsewhere, that makes no sense. */
static void go_on_oddly(struct player *p, uint32_t events)
{
    for (; events; events--) {
        struct event e = {
            .kind = (unsigned)rand() % EV_KINDS,
            .actor = (uint32_t)rand() % (40 + p->trace.end / 100),
            .handle = (uint32_t)rand() % 60,
            .ref = ((uint32_t)rand() % (9 + p->trace.end / 100)) | (rand() % 2 ? REF_TASK : 0),
            .what = (unsigned)rand() % 32,
            .tick = (uint32_t)rand() % 99,
            .time = rand() % 99,
        };
        struct note n = {.line = (uint32_t)rand() % 9, .when = rand() % 9, .has = HAS_WHEN};
        if ((e.kind == EV_BEGIN || e.kind == EV_SKIP) && p->head.ready.n && rand() % 200)
            e.handle = model_ready(&p->head, 0).handle;
        p->observer.see(&p->observer, &e, rand() % 2 ? &n : NULL);
    }
}

TEST(a_random_walk_through_what_makes_no_sense_meets_the_fold_everywhere)
{
    struct player p;
    player_open_empty(&p, 0);
    wander(&p, go_on_oddly);
    player_open_empty(&p, 1000);
    wander(&p, go_on_oddly);
}

/* ---- what history lets go while somebody stands there, or looks there ---- */

static void tell_ticks(struct player *p, uint32_t end)
{
    while (p->trace.end < end)
        p->observer.see(&p->observer,
                        &(struct event){.kind = EV_TICK, .tick = p->trace.end, .actor = 1}, NULL);
}

static void tell_kind(struct player *p, enum event_kind kind)
{
    p->observer.see(&p->observer, &(struct event){.kind = kind, .actor = 1}, NULL);
}

TEST(steps_back_end_where_history_begins_whatever_was_seen_before)
{
    struct player p;
    struct model base = {0};
    player_open_empty(&p, 10);
    tell_kind(&p, EV_TASK);
    tell_ticks(&p, TRACE_CHUNK + 5);
    assert_true(player_seek(&p, TRACE_CHUNK - 500));
    assert_true(player_step(&p, 503));
    tell_ticks(&p, 2 * TRACE_CHUNK);
    assert_int_equal(p.trace.first, TRACE_CHUNK);
    for (uint32_t left = 3; left; left--) {
        assert_true(player_step(&p, -1));
        assert_like_a_fold(&p, &base);
    }
    assert_int_equal(p.model.cursor, TRACE_CHUNK);
    assert_false(player_step(&p, -1));
    assert_false(player_seek(&p, TRACE_CHUNK - 1));
    assert_int_equal(p.model.cursor, TRACE_CHUNK);
    model_close(&base);
    player_close(&p);
}

TEST(who_was_carried_along_with_history_steps_from_there)
{
    struct player p;
    struct model base = {0};
    player_open_empty(&p, 10);
    tell_kind(&p, EV_TASK);
    tell_ticks(&p, TRACE_CHUNK + 5);
    assert_true(player_seek(&p, TRACE_CHUNK - 3));
    tell_ticks(&p, 2 * TRACE_CHUNK);
    assert_int_equal(p.model.cursor, TRACE_CHUNK);
    assert_false(player_step(&p, -1));
    assert_true(player_step(&p, 3));
    assert_true(player_step(&p, -2));
    assert_like_a_fold(&p, &base);
    model_close(&base);
    player_close(&p);
}

/* A second of a program without end: it sleeps, prints, and sets a timer; a callback of another one is
 * cancelled. */
static void tell_second(struct player *p, uint32_t n)
{
    const struct event events[] = {
        {.kind = EV_TICK, .tick = n},
        {.kind = EV_JUMP, .tick = n},
        {.kind = EV_FIRE, .tick = n, .handle = 2 * n},
        {.kind = EV_UNCALL, .tick = n, .handle = 2 * n + 1},
        {.kind = EV_SOON, .tick = n, .actor = 1, .handle = 2 * n},
        {.kind = EV_BEGIN, .tick = n, .actor = 1, .handle = 2 * n},
        {.kind = EV_OUT, .tick = n, .actor = 1},
        {.kind = EV_SYNC, .tick = n, .actor = 1, .ref = 1},
        {.kind = EV_TIMER, .tick = n, .actor = 1, .handle = 2 * n + 2, .what = HANDLE_CALLBACK},
        {.kind = EV_TIMER, .tick = n, .actor = 1, .handle = 2 * n + 3, .what = HANDLE_CALLBACK},
        {.kind = EV_END, .tick = n, .actor = 1, .what = ON_SLEEP},
        {.kind = EV_BEGIN, .tick = n, .handle = 2 * n},
        {.kind = EV_END, .tick = n},
    };
    const struct note note = {.text = "again", .name = "shout", .when = n, .has = HAS_WHEN};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        bool told = events[i].kind == EV_OUT || events[i].kind == EV_TIMER;
        p->lint.observer.see(&p->lint.observer, &events[i], told ? &note : NULL);
    }
}

TEST(a_program_without_end_takes_no_more_memory_than_it_may)
{
    enum { MEMORY = 12 << 20, SECONDS = 100000 };
    struct player p;
    struct model base = {0};
    player_open_empty(&p, 0);
    p.memory = MEMORY;
    tell_kind(&p, EV_TASK);
    for (uint32_t n = 1; n < SECONDS; n++) {
        tell_second(&p, n);
        if (n % (SECONDS / 50))
            continue;
        assert_true(player_bytes(&p) < MEMORY + (4 << 20));
        assert_true(p.lint.ntimers < 100);
        player_seek(&p, p.trace.first + (p.trace.end - p.trace.first) / 2);
        assert_like_a_fold(&p, &base);
    }
    assert_true(p.trace.first > p.trace.end / 2);
    assert_true(p.moments.gone > 0 && p.trace.lists_gone > SECONDS);
    assert_true(p.trace.handles.blocks_gone > 0 && p.trace.objects.gone > 0);
    assert_true(player_move(&p, move_tick(-1)));
    model_close(&base);
    player_close(&p);
}

static struct move to_output(int by)
{
    return (struct move){.by = by, .hit = is_output};
}

/* To its end, in as many slices as that takes. */
static enum progress go_on(struct player *p)
{
    enum progress r;
    while ((r = player_go_on(p)) == MOVE_GOES_ON)
        ;
    return r;
}

TEST(a_move_that_history_overtakes_goes_on_from_where_that_begins)
{
    struct player p;
    player_open_empty(&p, 10);
    tell_ticks(&p, 100);
    tell_kind(&p, EV_OUT);
    player_begin(&p, to_output(1));
    tell_ticks(&p, 2 * TRACE_CHUNK + 7);
    tell_kind(&p, EV_OUT);
    assert_int_equal(p.trace.first, TRACE_CHUNK);
    assert_int_equal(go_on(&p), MOVE_DONE);
    assert_int_equal(p.model.cursor, 2 * TRACE_CHUNK + 8);
    player_close(&p);
}

TEST(a_move_back_that_history_overtakes_finds_nothing)
{
    struct player p;
    player_open_empty(&p, 10);
    tell_kind(&p, EV_OUT);
    tell_ticks(&p, 100);
    player_seek(&p, 90);
    player_begin(&p, to_output(-1));
    tell_ticks(&p, 3 * TRACE_CHUNK);
    assert_int_equal(go_on(&p), MOVE_NOWHERE);
    assert_int_equal(p.model.cursor, p.trace.first);
    player_close(&p);
}

/* Tells far more at once than history holds. */
struct burst {
    struct target target;
    struct player *to;
};

static bool burst_more(struct target *t)
{
    tell_ticks(((struct burst *)t)->to, 3 * TRACE_CHUNK + 1);
    t->over = true;
    return true;
}

static void burst_stop(struct target *t)
{
    (void)t;
}

TEST(a_step_to_what_is_gone_already_ends_where_history_begins)
{
    static const struct target_type type = {.more = burst_more, .stop = burst_stop};
    struct player p;
    struct burst burst = {.target.type = &type, .to = &p};
    player_open_empty(&p, 10);
    p.target = &burst.target;
    assert_true(player_step(&p, 1));
    assert_int_equal(p.model.cursor, p.trace.first);
    assert_true(p.trace.first > 1);
    struct model base = {0};
    assert_like_a_fold(&p, &base);
    model_close(&base);
    player_close(&p);
}

/* ---- a player without a loop ---- */

TEST(a_loaded_trace_plays_like_the_run_it_came_from)
{
    struct player run, loaded;
    open_scene(&run, "makerandom");
    player_end(&run);
    player_open_empty(&loaded, 0);
    assert_false(player_step(&loaded, 1));
    for (uint32_t i = 0; i < run.trace.end; i++)
        loaded.observer.see(&loaded.observer, trace_at(&run.trace, i), trace_note(&run.trace, i));
    assert_int_equal(loaded.model.cursor, 0);
    assert_false(player_produce(&loaded, 1));
    player_start(&run);
    while (player_tick(&run, 1)) {
        assert_true(player_tick(&loaded, 1));
        assert_true(model_same(&run.model, &loaded.model));
    }
    assert_false(player_tick(&loaded, 1));
    player_close(&run);
    player_close(&loaded);
}

static void tell_line(struct player *p, const char *file, uint32_t line)
{
    struct event e = {.kind = EV_LINE};
    p->observer.see(&p->observer, &e, &(struct note){.file = file, .line = line});
}

TEST(a_breakpoint_is_on_a_line_of_one_file)
{
    struct player p;
    struct event start = {.kind = EV_START};
    player_open_empty(&p, 0);
    p.observer.see(&p.observer, &start, &(struct note){.file = "a.py"});
    tell_line(&p, "b.py", 5);
    tell_line(&p, NULL, 5);
    tell_line(&p, "b.py", 5);
    player_break(&p, "a.py", 5);
    assert_true(player_breaks(&p, NULL, 5) && !player_breaks(&p, "b.py", 5));
    assert_true(player_continue(&p, 1));
    assert_int_equal(p.model.cursor, 2);
    player_break(&p, NULL, 5);
    player_break(&p, "b.py", 5);
    assert_true(player_continue(&p, 1));
    assert_int_equal(p.model.cursor, 3);
    assert_true(player_continue(&p, -1));
    assert_int_equal(p.model.cursor, 1);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breakpoint_is_on_a_line_of_one_file),
        cmocka_unit_test(a_program_opens_before_its_first_event),
        cmocka_unit_test(among_very_many_tasks_a_move_looks_at_few_of_them),
        cmocka_unit_test(n_steps_forward_and_n_back_end_where_they_began),
        cmocka_unit_test(a_step_by_many_is_many_steps),
        cmocka_unit_test(there_is_nothing_beyond_the_end),
        cmocka_unit_test(a_move_makes_only_as_much_trace_as_it_needs),
        cmocka_unit_test(ten_per_cent_ten_times_is_the_whole_trace),
        cmocka_unit_test(ticks_turns_and_breakpoints_stop_at_the_same_cursors_both_ways),
        cmocka_unit_test(every_tick_is_a_stop_and_so_is_the_end),
        cmocka_unit_test(back_a_tick_goes_to_where_this_tick_begins_first),
        cmocka_unit_test(a_turn_is_where_the_task_begins_to_run),
        cmocka_unit_test(a_breakpoint_is_set_and_taken_away),
        cmocka_unit_test(a_breakpoint_stops_before_its_line_runs),
        cmocka_unit_test(a_breakpoint_on_an_await_stops_on_the_way_in_only),
        cmocka_unit_test(without_a_breakpoint_continue_runs_to_the_end_and_to_the_start),
        cmocka_unit_test(what_falls_out_of_history_is_folded_into_its_base),
        cmocka_unit_test(how_a_task_has_spent_its_time_is_the_same_however_one_came_to_know),
        cmocka_unit_test(what_takes_more_memory_than_it_may_lets_the_oldest_events_go),
        cmocka_unit_test(nothing_moves_to_before_the_start_of_history),
        cmocka_unit_test(a_cursor_that_history_passes_is_carried_along),
        cmocka_unit_test(a_moment_ends_where_it_does_however_much_of_what_follows_has_been_made),
        cmocka_unit_test(where_the_archive_has_marks_nothing_else_is_seen),
        cmocka_unit_test(a_random_walk_meets_the_fold_of_what_came_before_everywhere),
        cmocka_unit_test(a_random_walk_through_what_makes_no_sense_meets_the_fold_everywhere),
        cmocka_unit_test(steps_back_end_where_history_begins_whatever_was_seen_before),
        cmocka_unit_test(who_was_carried_along_with_history_steps_from_there),
        cmocka_unit_test(a_program_without_end_takes_no_more_memory_than_it_may),
        cmocka_unit_test(a_move_that_history_overtakes_goes_on_from_where_that_begins),
        cmocka_unit_test(a_move_back_that_history_overtakes_finds_nothing),
        cmocka_unit_test(a_step_to_what_is_gone_already_ends_where_history_begins),
        cmocka_unit_test(a_loaded_trace_plays_like_the_run_it_came_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
