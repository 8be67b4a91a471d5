/* SPDX-License-Identifier: MIT */
/* A program that makes tasks for ever: of those that ended before what is kept nothing is known any more, and of all
 * others the same as ever. */
#include <limits.h>
#include <string.h>

#include "asyncio/asyncio.h"
#include "story/moment.h"
#include "target/program.h"
#include "tests/test.h"
#include "trace/turns.h"
#include "ui/app.h"
#include "view/order.h"

/* ---- the program: brief tasks, one of which is cancelled now and then, and some that live for ever ---- */

struct brief {
    struct coro coro;
    int n;
};

async(brief, def(1))
{
    async_begin;
    for (; self->n; self->n--)
        py(3) await(sleep_s(self->n % 2 / 1000.0));
    async_end;
}

struct maker {
    struct coro coro;
    struct task *brief;
    int n;
};

async(maker, def(5))
{
    async_begin;
    for (;; self->n++) {
        py(7) self->brief = create_task(call(brief, .n = self->n % 4));
        if (self->n % 97 == 5) {
            py(8) create_task(call(brief, .n = INT_MAX));
        }
        py(9) await(sleep_s(0.001));
        if (self->n % 11 == 3 && !task_done(self->brief)) {
            py(10) task_cancel(self->brief);
        }
    }
    async_end;
}

struct module {
    struct coro coro;
};

async(module, def(1))
{
    async_begin;
    py(12) asyncio_run(call(maker));
    async_end;
}

static const struct program busy = {.name = "busy", .file = "busy.py", .module = module_async};

/* ---- with tasks let go of, and without ---- */

enum { EVENTS = 5 * TRACE_CHUNK, FEW = 16, ALL = 1 << 30, LOOKS = 300 };

static void open_busy(struct player *p, uint32_t block, uint32_t history)
{
    archive_block = block;
    assert_int_equal(program_open(p, &busy, CLOCK_VIRTUAL, history), 0);
    player_produce(p, EVENTS);
    player_seek(p, p->trace.end);
    player_look_at_moment(p);
    player_start(p);
}

/* Nothing is known of what has ended before; and of what is not known nobody can tell. */
static void compare_rows(struct player *few, struct player *all, uint32_t *gone)
{
    const struct model *a = &few->model, *b = &all->model;
    assert_int_equal(a->nrows, b->nrows);
    assert_memory_equal(a->counts, b->counts, sizeof a->counts);
    for (uint32_t task = 1; task <= a->nrows; task++) {
        const struct row *x = model_row(a, task), *y = model_row(b, task);
        if (!x) {
            assert_true(state_is_over(y->state) && y->ended < few->trace.first);
            assert_null(trace_actor(&few->trace, task));
            assert_int_equal(trace_find_task(&few->trace, task), 0);
            ++*gone;
            continue;
        }
        assert_memory_equal(x, y, sizeof *x);
        assert_int_equal(trace_find_task(&few->trace, task), task);
        struct spent s = turns_spent(a, task), t = turns_spent(b, task);
        assert_memory_equal(&s, &t, sizeof s);
    }
}

static void compare_words(const struct player *few, const struct player *all)
{
    struct buf x = {0}, y = {0};
    story_lines(&few->model, &few->moments, &x);
    story_lines(&all->model, &all->moments, &y);
    assert_string_equal(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
}

static uint32_t cursor_of(const struct player *p, uint32_t k)
{
    return p->trace.first + (uint32_t)((uint64_t)k * 2654435769u % (p->trace.end - p->trace.first));
}

TEST(what_is_known_of_tasks_that_are_there_is_what_it_is_where_all_are_kept)
{
    struct player few, all;
    uint32_t gone = 0;
    open_busy(&few, FEW, TRACE_CHUNK);
    open_busy(&all, ALL, TRACE_CHUNK);
    assert_int_equal(few.trace.end, all.trace.end);
    assert_int_equal(few.trace.first, all.trace.first);
    for (uint32_t k = 0; k < LOOKS; k++) {
        uint32_t cursor = cursor_of(&few, k);
        assert_true(player_seek(&few, cursor) && player_seek(&all, cursor));
        player_look_at_moment(&few);
        player_look_at_moment(&all);
        compare_words(&few, &all);
        if (k % 10 == 0)
            compare_rows(&few, &all, &gone);
    }
    assert_true(gone > 1000);
    player_close(&few);
    player_close(&all);
}

/* Wherever one was, as some rows were looked at there. */
TEST(who_stands_there_while_tasks_are_let_go_of_sees_what_who_comes_later_sees)
{
    struct player stands, comes;
    uint32_t gone = 0;
    archive_block = FEW;
    assert_int_equal(program_open(&stands, &busy, CLOCK_VIRTUAL, TRACE_CHUNK), 0);
    for (uint32_t to = 1000; to <= EVENTS; to += 997) {
        player_produce(&stands, to);
        player_seek(&stands, to);
        player_look_at_moment(&stands);
        for (uint32_t task = 1; task <= stands.model.nrows; task += 3)
            model_row(&stands.model, task);
    }
    uint32_t at = stands.model.cursor;
    player_produce(&stands, EVENTS);
    open_busy(&comes, FEW, TRACE_CHUNK);
    assert_int_equal(stands.trace.first, comes.trace.first);
    assert_true(player_seek(&comes, at));
    player_look_at_moment(&comes);
    for (uint32_t task = 1; task <= stands.model.nrows; task++) {
        const struct row *x = model_row(&stands.model, task), *y = model_row(&comes.model, task);
        assert_true(!x == !y);
        if (x)
            assert_memory_equal(x, y, sizeof *x);
        gone += !x;
    }
    assert_true(gone > 1000);
    player_close(&stands);
    player_close(&comes);
}

/* ---- and seen ---- */

TEST(screens_of_tasks_that_are_gone_show_the_others)
{
    struct player p;
    struct app a;
    open_busy(&p, FEW, TRACE_CHUNK);
    app_init(&a, 50, 160, false, NULL);
    app_attach(&a, &p);
    for (int sort = 0; sort < SORTS; sort++)
        for (uint32_t k = 0; k < 5; k++) {
            a.ui.run.sort = (enum sort)sort;
            a.ui.run.task = k; /* one that is gone, too */
            assert_true(player_seek(&p, cursor_of(&p, k)));
            app_draw(&a);
            for (const char *key = "jk\tjkdsb"; *key; key++) {
                app_update(&a, &(struct message){.kind = MSG_KEY, .code = *key});
                app_draw(&a);
            }
        }
    app_close(&a);
    player_close(&p);
}

TEST(within_its_memory_as_much_is_kept_however_many_tasks_were_made)
{
    enum { MEMORY = 24 << 20, PART = 400000, PARTS = 5 };
    struct player p;
    archive_block = 1024;
    assert_int_equal(program_open(&p, &busy, CLOCK_VIRTUAL, 0), 0);
    p.memory = MEMORY;
    for (uint32_t k = 1; k <= PARTS; k++) {
        player_produce(&p, k * PART);
        player_seek(&p, p.trace.end);
        player_look_at_moment(&p);
    }
    assert_true(p.trace.first > PART);
    assert_true(p.trace.end - p.trace.first > 3 * TRACE_CHUNK);
    assert_true(player_bytes(&p) < MEMORY + MEMORY / 4);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_known_of_tasks_that_are_there_is_what_it_is_where_all_are_kept),
        cmocka_unit_test(
            who_stands_there_while_tasks_are_let_go_of_sees_what_who_comes_later_sees),
        cmocka_unit_test(screens_of_tasks_that_are_gone_show_the_others),
        cmocka_unit_test(within_its_memory_as_much_is_kept_however_many_tasks_were_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
