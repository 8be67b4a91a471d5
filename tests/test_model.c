/* SPDX-License-Identifier: MIT */
/* The model is a pure fold of the trace: of every scene and of hundreds of random programs it is
 * held, after every tick, against the live loop, and at random cursors against a fold from nothing.
 * So is what an archive of it brings one to. */
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "target/program.h"
#include "tests/support/live.h"
#include "tests/test.h"

enum { PROGRAMS = 400, DEEPEST = 3, CURSORS = 40, POOL = 64 };

/* ---- random programs: trees of tasks that sleep, spawn, gather, cancel, fail and clean up ---- */

static uint32_t dice_state;

static void dice_seed(uint32_t seed)
{
    dice_state = seed * 2654435769u | 1;
}

/* 0 <= result < n */
static int dice(int n)
{
    dice_state ^= dice_state << 13;
    dice_state ^= dice_state >> 17;
    dice_state ^= dice_state << 5;
    return (int)(dice_state % (uint32_t)n);
}

/* Tasks that anybody may cancel. They are never let go: closing the loop frees them. */
static struct task *pool[POOL];
static int pooled;

static struct task *remember(struct task *t)
{
    if (pooled < POOL && dice(2)) {
        object_ref(&t->future);
        pool[pooled++] = t;
    }
    return t;
}

static void cancel_somebody(void)
{
    if (pooled)
        task_cancel(pool[dice(pooled)]);
}

struct node {
    struct coro coro;
    int depth, left, what;
    struct task *kid;
};

async_declare(node);

static struct coro *child_of(const struct node *self)
{
    return call(node, .depth = self->depth + 1, .left = self->depth < DEEPEST ? dice(5) : 0);
}

async(node, def(1), SHOW(depth), SHOW(left), SHOW(kid))
{
    async_begin;
    for (; self->left > 0; self->left--) {
        self->what = dice(14);
        if (self->what == 0) {
            py(2) await(sleep_s(0));
        } else if (self->what <= 2) {
            py(3) await(sleep_s(dice(5) * 0.5));
        } else if (self->what <= 4) {
            py(4) keep(self->kid, remember(create_task(child_of(self))));
        } else if (self->what == 5 && self->kid) {
            try {
                py(5) await(self->kid);
            }
            except(BaseException)
            {
                py(6) say("caught");
            }
            end_try;
        } else if (self->what == 6) {
            py(7) cancel_somebody();
        } else if (self->what == 7) {
            py(8) await(gather(child_of(self), child_of(self)));
        } else if (self->what == 8) {
            py(9) await(gather_return_exceptions(child_of(self), child_of(self), child_of(self)));
        } else if (self->what == 9) {
            py(10) raise(error_text(&ValueError, "x"));
        } else if (self->what == 10) {
            py(11) time_sleep(dice(3) * 0.25);
        } else if (self->what == 11) {
            try {
                py(12) await(sleep_s(2));
            } finally {
                py(13) await(call(node, .depth = self->depth + 1, .left = 1));
            }
            end_finally;
        } else if (self->what == 12) {
            py(14) task_cancel(current_task());
        } else {
            py(15) await(dice(8) ? sleep_s(1) : child_of(self));
        }
    }
    async_return(value_int(self->depth));
    async_end;
}

struct stuck {
    struct coro coro;
};

async(stuck, def(20))
{
    async_begin;
    py(21) create_task(call(node, .left = 4));
    py(22) await(future_new());
    async_end;
}

struct random_module {
    struct coro coro;
    int runs;
};

async(random_module, def(1))
{
    async_begin;
    for (self->runs = 1 + dice(2); self->runs; self->runs--) {
        try {
            py(31) asyncio_run(dice(10) ? call(node, .left = 6) : call(stuck));
        }
        except(BaseException)
        {
            py(32) say("main failed");
        }
        end_try;
        time_sleep(1);
    }
    async_end;
}

static const struct program random_program = {
    .name = "random", .file = "random.py", .module = random_module_async};

static void open_random(struct player *p, uint32_t seed)
{
    dice_seed(seed);
    pooled = 0;
    assert_int_equal(program_open(p, &random_program, CLOCK_VIRTUAL, 0), 0);
}

/* ---- against the live loop ---- */

TEST(after_every_tick_of_every_scene_the_fold_is_the_live_loop)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        if ((*s)->program.threads)
            continue; /* it has no loop */
        assert_int_equal(program_open(&p, &(*s)->program, CLOCK_VIRTUAL, 0), 0);
        assert_true_at_every_tick(&p);
        player_close(&p);
    }
}

TEST(after_every_tick_of_random_programs_the_fold_is_the_live_loop)
{
    for (uint32_t seed = 0; seed < PROGRAMS; seed++) {
        struct player p;
        open_random(&p, seed);
        assert_true_at_every_tick(&p);
        player_close(&p);
    }
}

/* What the programs above are good for: each kind of event that they should make is made somewhere.
 */
TEST(random_programs_meet_every_kind_of_event)
{
    static const enum event_kind kinds[] = {
        EV_TASK_DONE, EV_FUT_DONE, EV_CANCEL,     EV_SOON,     EV_TIMER, EV_UNCALL, EV_FIRE,
        EV_JUMP,      EV_BLOCK,    EV_LOOP_ERROR, EV_DEADLOCK, EV_OUT,   EV_CLOSE,
    };
    uint32_t seen[EV_KINDS] = {0};
    for (uint32_t seed = 0; seed < PROGRAMS; seed++) {
        struct player p;
        open_random(&p, seed);
        player_end(&p);
        for (uint32_t i = 0; i < p.trace.end; i++)
            seen[trace_at(&p.trace, i)->kind]++;
        player_close(&p);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_true(seen[kinds[i]] > 0);
}

/* ---- against a fold from nothing ---- */

static bool stands(const struct row *r, uint32_t place, enum task_state state)
{
    return r && r->place == place && r->state == state;
}

/* What the archive knows of who stands where, against a look at each row. */
static void assert_stands(const struct model *m)
{
    uint32_t n = m->trace->places.n;
    struct stand *at = archive_stands(m, n);
    for (uint32_t place = 1; place < n; place++) {
        struct stand found = {0};
        for (uint32_t task = 1; task <= m->nrows; task++) {
            const struct row *r = model_row(m, task);
            found.created += stands(r, place, TASK_CREATED);
            found.ready += stands(r, place, TASK_READY);
            found.running += stands(r, place, TASK_RUNNING);
            found.waiting += stands(r, place, TASK_WAITING);
        }
        assert_int_equal(at[place].created, found.created);
        assert_int_equal(at[place].ready, found.ready);
        assert_int_equal(at[place].running, found.running);
        assert_int_equal(at[place].waiting, found.waiting);
    }
    free(at);
}

static void assert_is_fold_from_nothing(const struct model *m)
{
    struct model fresh;
    model_init(&fresh, m->trace);
    while (fresh.cursor < m->cursor)
        model_apply(&fresh);
    assert_true(model_same(&fresh, m));
    assert_stands(m);
    model_close(&fresh);
}

static void assert_seeks_are_folds(struct player *p)
{
    player_end(p);
    assert_is_fold_from_nothing(&p->model);
    for (int i = 0; i < CURSORS; i++) {
        uint32_t cursor = (uint32_t)dice((int)p->trace.end + 1);
        assert_true(player_seek(p, cursor));
        assert_int_equal(p->model.cursor, cursor);
        assert_is_fold_from_nothing(&p->model);
    }
}

TEST(at_random_cursors_of_every_scene_seek_is_a_fold_of_the_prefix)
{
    dice_seed(1);
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        assert_int_equal(program_open(&p, &(*s)->program, CLOCK_VIRTUAL, 0), 0);
        assert_seeks_are_folds(&p);
        player_close(&p);
    }
}

TEST(at_random_cursors_of_random_programs_seek_is_a_fold_of_the_prefix)
{
    for (uint32_t seed = 0; seed < PROGRAMS; seed++) {
        struct player p;
        open_random(&p, seed);
        assert_seeks_are_folds(&p);
        player_close(&p);
    }
}

/* ---- the model itself ---- */

/* Whichever member is another one, the world is. */
TEST(two_worlds_are_the_same_if_all_of_them_is)
{
    struct player p;
    struct model a = {0}, b;
    bool rich = false;
    for (uint32_t seed = 0; !rich && seed < PROGRAMS; seed++) { /* one that has of everything */
        if (seed) {
            model_close(&a);
            player_close(&p);
        }
        open_random(&p, seed);
        player_end(&p);
        model_init(&a, &p.trace);
        while (a.cursor < p.trace.end && !rich) {
            model_apply(&a);
            rich = a.timers.n && a.ready.n > 1;
        }
    }
    assert_true(rich);
    model_init(&b, &p.trace);
    while (b.cursor < a.cursor)
        model_apply(&b);
    assert_true(model_same(&a, &b));
#define DIFFERS(member)                   \
    do {                                  \
        b.member++;                       \
        assert_false(model_same(&a, &b)); \
        assert_false(model_same(&b, &a)); \
        b.member--;                       \
        assert_true(model_same(&a, &b));  \
    } while (0)
    DIFFERS(cursor);
    DIFFERS(nrows);
    DIFFERS(time);
    DIFFERS(tick);
    DIFFERS(phase);
    DIFFERS(frozen);
    DIFFERS(ran);
    DIFFERS(handle);
    DIFFERS(task);
    DIFFERS(begin);
    DIFFERS(began);
    DIFFERS(poll);
    DIFFERS(place);
    DIFFERS(line_task);
    DIFFERS(status);
    DIFFERS(outs);
    DIFFERS(warnings);
    DIFFERS(counts[TASK_STATES - 1]);
    DIFFERS(rows[0].last);
    DIFFERS(rows[b.nrows - 1].last);
    DIFFERS(nobjects);
    DIFFERS(ready.front);
    DIFFERS(ready.made);
    DIFFERS(ready.n);
    DIFFERS(timers.set);
    DIFFERS(timers.n);
    for (int i = 0; i < 2; i++) {
        bool *flag = i ? &b.loop : &b.closing;
        *flag = !*flag;
        assert_false(model_same(&a, &b));
        *flag = !*flag;
    }
    model_close(&a);
    model_close(&b);
    player_close(&p);
}

static void put(struct trace *t, struct event e, const struct note *n)
{
    trace_append(t, &e, n);
}

static void fold(struct model *m)
{
    while (m->cursor < m->trace->end)
        model_apply(m);
}

TEST(timers_come_in_the_order_they_fall_due)
{
    static const double whens[] = {5, 1, 3, 1, 9, 2, 3};
    struct trace t;
    struct model m;
    struct timer_entry out[9];
    trace_init(&t);
    for (uint32_t i = 0; i < 7; i++)
        put(&t, (struct event){.kind = EV_TIMER, .handle = i + 1},
            &(struct note){.when = whens[i], .has = HAS_WHEN});
    model_init(&m, &t);
    fold(&m);
    static const uint32_t order[] = {2, 4, 6, 3, 7, 1, 5};
    for (uint32_t most = 0; most <= 9; most++) {
        uint32_t n = model_timers(&m, out, most);
        assert_int_equal(n, most < 7 ? most : 7);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(out[i].handle, order[i]);
        for (uint32_t from = 0; from <= 8; from++) {
            uint32_t left = from < 7 ? 7 - from : 0;
            n = model_timers_from(&m, from, out, most);
            assert_int_equal(n, most < left ? most : left);
            for (uint32_t i = 0; i < n; i++)
                assert_int_equal(out[i].handle, order[from + i]);
        }
    }
    model_close(&m);
    trace_close(&t);
}

/* The table of timers closes its gaps, whatever the order they are taken in. */
TEST(timers_can_be_set_and_taken_in_any_order)
{
    enum { N = 500 };
    struct trace t;
    struct model m;
    bool set[N + 1] = {false};
    uint32_t count = 0;
    trace_init(&t);
    model_init(&m, &t);
    dice_seed(7);
    for (int i = 0; i < 20000; i++) {
        uint32_t h = 1 + (uint32_t)dice(N);
        put(&t, (struct event){.kind = set[h] ? EV_UNCALL : EV_TIMER, .handle = h},
            &(struct note){.when = h, .has = HAS_WHEN});
        count += set[h] ? -1u : 1u;
        set[h] = !set[h];
        model_apply(&m);
        assert_int_equal(m.timers.n, count);
    }
    struct timer_entry left[N];
    assert_int_equal(model_timers_from(&m, 0, left, N), count);
    for (uint32_t k = 0; k < count; k++)
        assert_true(set[left[k].handle] && (!k || left[k - 1].handle < left[k].handle));
    model_close(&m);
    trace_close(&t);
}

/* Those of handle h fall due at h % 50, so that many are alike. */
static uint32_t first_of(const bool *set, uint32_t n, uint32_t *out, uint32_t most)
{
    uint32_t found = 0;
    for (uint32_t due = 0; due < 50; due++)
        for (uint32_t h = due ? due : 50; h <= n && found < most; h += 50)
            if (set[h])
                out[found++] = h;
    return found;
}

static void assert_first(const struct model *m, const bool *set, uint32_t n)
{
    struct timer_entry out[SOONEST + 4];
    uint32_t expected[SOONEST + 4], most = (uint32_t)dice(SOONEST + 5);
    uint32_t found = model_timers(m, out, most);
    assert_int_equal(found, first_of(set, n, expected, most));
    for (uint32_t i = 0; i < found; i++)
        assert_int_equal(out[i].handle, expected[i]);
}

TEST(the_timers_that_fall_due_first_are_known_whatever_is_set_and_taken)
{
    static const uint32_t sizes[] = {3, 15, 16, 17, 40, 500};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        struct trace t;
        struct model m;
        uint32_t n = sizes[k];
        bool set[501] = {false};
        trace_init(&t);
        model_init(&m, &t);
        dice_seed(3);
        for (int i = 0; i < 3000; i++) {
            uint32_t h = 1 + (uint32_t)dice((int)n);
            put(&t, (struct event){.kind = set[h] ? EV_UNCALL : EV_TIMER, .handle = h},
                &(struct note){.when = h % 50, .has = HAS_WHEN});
            set[h] = !set[h];
            model_apply(&m);
            if (dice(3))
                assert_first(&m, set, n);
        }
        model_close(&m);
        trace_close(&t);
    }
}

/* Where they fall due in turn, and are set again. */
TEST(looking_at_the_first_timers_does_not_look_through_all_of_them_each_time)
{
    enum { N = 1000, TURNS = 8000 };
    struct trace t;
    struct model m;
    struct timer_entry out[SOONEST];
    trace_init(&t);
    model_init(&m, &t);
    for (uint32_t h = 1; h <= N; h++)
        put(&t, (struct event){.kind = EV_TIMER, .handle = h},
            &(struct note){.when = h, .has = HAS_WHEN});
    fold(&m);
    uint64_t looks = set_timers_looks;
    for (uint32_t h = 1; h <= TURNS; h++) {
        put(&t, (struct event){.kind = EV_FIRE, .handle = h}, NULL);
        put(&t, (struct event){.kind = EV_TIMER, .handle = N + h},
            &(struct note){.when = N + h, .has = HAS_WHEN});
        fold(&m);
        assert_int_equal(model_timers(&m, out, 4), 4);
        assert_int_equal(out[0].handle, h + 1);
    }
    assert_true(set_timers_looks - looks <= 1 + TURNS / (SOONEST - 4));
    model_close(&m);
    trace_close(&t);
}

/* In the ready queue, wherever it stands there, and only until it was passed over. */
TEST(a_ready_handle_is_cancelled_until_its_turn_comes)
{
    enum { N = 300 };
    struct trace t;
    struct model m;
    trace_init(&t);
    model_init(&m, &t);
    for (uint32_t h = 1; h <= N; h++)
        put(&t, (struct event){.kind = EV_SOON, .handle = h}, NULL);
    for (uint32_t h = N; h > 0; h -= 3)
        put(&t, (struct event){.kind = EV_UNCALL, .handle = h}, NULL);
    fold(&m);
    for (uint32_t k = 0; k < N; k++)
        assert_int_equal(model_uncalled(&m, model_ready(&m, k)), (k + 1) % 3 == 0);
    for (uint32_t h = 1; h <= N; h++)
        put(&t, (struct event){.kind = h % 3 ? EV_BEGIN : EV_SKIP, .handle = h}, NULL);
    put(&t, (struct event){.kind = EV_SOON, .handle = 3}, NULL);
    fold(&m);
    assert_int_equal(m.ready.n, 1);
    assert_false(model_uncalled(&m, model_ready(&m, 0)));
    model_close(&m);
    trace_close(&t);
}

/* ---- what no loop does, but a trace from elsewhere may ---- */

/* Tasks and objects come up all the time, and little is where it should be. */
static void open_odd(struct trace *t, uint32_t seed, int events)
{
    struct model m;
    trace_init(t);
    model_init(&m, t);
    dice_seed(seed);
    for (int i = 0; i < events; i++) {
        struct event e = {
            .kind = (unsigned)dice(EV_KINDS),
            .actor = (uint32_t)dice(40 + i / 100),
            .handle = (uint32_t)dice(60),
            .ref = (uint32_t)dice(9 + i / 100) | (dice(2) ? REF_TASK : 0),
            .what = (unsigned)dice(32),
            .tick = (uint32_t)dice(99),
            .time = dice(99),
        };
        struct note n = {.name = "x", .line = (uint32_t)dice(9), .when = dice(9), .has = HAS_WHEN};
        if ((e.kind == EV_BEGIN || e.kind == EV_SKIP) && m.ready.n && dice(200))
            e.handle = model_ready(&m, 0).handle;
        put(t, e, dice(2) ? &n : NULL);
        fold(&m);
    }
    model_close(&m);
}

TEST(events_that_make_no_sense_do_no_harm)
{
    struct trace t;
    struct model m;
    open_odd(&t, 9, 50000);
    model_init(&m, &t);
    fold(&m);
    assert_counts_are_of_the_rows(&m);
    assert_int_equal(m.outs, t.nouts);
    assert_int_equal(m.warnings, t.nwarnings);
    model_close(&m);
    trace_close(&t);
}

/* ---- anywhere ---- */

static void file(struct archive *a, struct model *head, const struct trace *t)
{
    model_init(head, t);
    archive_init(a, head);
    while (head->cursor < t->end)
        archive_apply(a, head);
}

/* Steps, strides and jumps, forth and back; now and then somebody looks at a row. */
static void wander(const struct trace *t)
{
    struct archive a;
    struct model head, m = {0};
    file(&a, &head, t);
    for (int i = 0; i < 200; i++) {
        int64_t far = dice(4) ? dice(5) : dice(2) ? 3 * MARK_EVERY : (int)t->end;
        int64_t to = (int64_t)m.cursor + dice((int)far + 1) * (dice(2) ? 1 : -1);
        archive_seek(&a, &m, to < 0 ? 0 : to > t->end ? t->end : (uint32_t)to);
        model_row(&m, (uint32_t)dice(80));
        if (dice(2))
            assert_is_fold_from_nothing(&m);
    }
    model_close(&m);
    model_close(&head);
    archive_close(&a);
}

TEST(wherever_one_comes_to_by_an_archive_it_is_as_if_folded_from_nothing)
{
    for (uint32_t seed = 0; seed < PROGRAMS; seed++) {
        struct player p;
        open_random(&p, seed);
        player_end(&p);
        wander(&p.trace);
        player_close(&p);
    }
}

TEST(that_is_so_of_events_that_make_no_sense)
{
    for (uint32_t seed = 0; seed < 8; seed++) {
        struct trace t;
        open_odd(&t, seed, 20000);
        wander(&t);
        trace_close(&t);
    }
}

/* From one mark to the one before. */
TEST(who_goes_back_step_by_step_looks_no_row_up_again)
{
    struct trace t;
    struct archive a;
    struct model head, m = {0};
    open_odd(&t, 3, 8 * MARK_EVERY);
    file(&a, &head, &t);
    archive_seek(&a, &m, 5 * MARK_EVERY - 1);
    for (; m.cursor > 4 * MARK_EVERY; archive_seek(&a, &m, m.cursor - 1))
        assert_is_fold_from_nothing(&m);
    archive_seek(&a, &m, 7 * MARK_EVERY);
    archive_seek(&a, &m, 7 * MARK_EVERY - 1);
    for (uint64_t looks = archive_looks; m.cursor > 6 * MARK_EVERY;) {
        archive_seek(&a, &m, m.cursor - 1);
        assert_int_equal(archive_looks, looks);
    }
    model_close(&m);
    model_close(&head);
    archive_close(&a);
    trace_close(&t);
}

/* What tasks were before the place is known, though what said so is gone. */
TEST(an_archive_that_was_cut_at_its_beginning_knows_the_rest)
{
    enum { EVENTS = 20 * MARK_EVERY };
    struct trace t;
    open_odd(&t, 5, EVENTS);
    for (uint32_t first = 0; first <= EVENTS; first += 4 * MARK_EVERY) {
        struct archive a;
        struct model head, m = {0};
        file(&a, &head, &t);
        archive_seek(&a, &m, EVENTS / 2);
        size_t bytes = archive_bytes(&a);
        archive_drop(&a, first / 2 / MARK_EVERY * MARK_EVERY);
        archive_drop(&a, first);
        assert_true(first < EVENTS / 2 || archive_bytes(&a) < bytes);
        for (uint32_t cursor = first; cursor <= EVENTS; cursor += 1 + (uint32_t)dice(3000)) {
            archive_seek(&a, &m, cursor);
            assert_is_fold_from_nothing(&m);
        }
        model_close(&m);
        model_close(&head);
        archive_close(&a);
    }
    trace_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_every_tick_of_every_scene_the_fold_is_the_live_loop),
        cmocka_unit_test(after_every_tick_of_random_programs_the_fold_is_the_live_loop),
        cmocka_unit_test(random_programs_meet_every_kind_of_event),
        cmocka_unit_test(at_random_cursors_of_every_scene_seek_is_a_fold_of_the_prefix),
        cmocka_unit_test(at_random_cursors_of_random_programs_seek_is_a_fold_of_the_prefix),
        cmocka_unit_test(two_worlds_are_the_same_if_all_of_them_is),
        cmocka_unit_test(a_ready_handle_is_cancelled_until_its_turn_comes),
        cmocka_unit_test(timers_come_in_the_order_they_fall_due),
        cmocka_unit_test(timers_can_be_set_and_taken_in_any_order),
        cmocka_unit_test(the_timers_that_fall_due_first_are_known_whatever_is_set_and_taken),
        cmocka_unit_test(looking_at_the_first_timers_does_not_look_through_all_of_them_each_time),
        cmocka_unit_test(events_that_make_no_sense_do_no_harm),
        cmocka_unit_test(wherever_one_comes_to_by_an_archive_it_is_as_if_folded_from_nothing),
        cmocka_unit_test(that_is_so_of_events_that_make_no_sense),
        cmocka_unit_test(who_goes_back_step_by_step_looks_no_row_up_again),
        cmocka_unit_test(an_archive_that_was_cut_at_its_beginning_knows_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
