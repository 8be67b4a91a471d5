/* SPDX-License-Identifier: MIT */
/* What a trace knows of handles, at every cursor against the simplest that does the same: arrays, as
 * they were then. */
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "trace/archive.h"

static unsigned dice_state;

static unsigned roll(unsigned n)
{
    dice_state = dice_state * 1664525 + 1013904223;
    return (dice_state >> 8) % n;
}

/* ---- the same, by arrays ---- */

enum { MOST = 300, EVENTS = 6000, KINDS = 600 };

struct world {
    uint32_t ready[MOST];
    bool uncalled[MOST]; /* of these */
    uint32_t n;
    bool set[KINDS]; /* as timers */
    uint32_t nset;
};

static void take_out(struct world *w, uint32_t k)
{
    memmove(&w->ready[k], &w->ready[k + 1], (--w->n - k) * sizeof *w->ready);
    memmove(&w->uncalled[k], &w->uncalled[k + 1], (w->n - k) * sizeof *w->uncalled);
}

static uint32_t place_of(const struct world *w, uint32_t handle)
{
    uint32_t k = 0;
    while (k < w->n && w->ready[k] != handle)
        k++;
    return k;
}

static void make_ready(struct world *w, uint32_t handle)
{
    w->ready[w->n] = handle;
    w->uncalled[w->n++] = false;
}

static void happen(struct world *w, const struct event *e)
{
    uint32_t k = place_of(w, e->handle);
    bool set = w->set[e->handle];
    switch (e->kind) {
    case EV_SOON:
        make_ready(w, e->handle);
        break;
    case EV_BEGIN:
        if (k < w->n)
            take_out(w, k);
        break;
    case EV_TIMER:
        w->nset += !set;
        w->set[e->handle] = true;
        break;
    default: /* EV_FIRE, EV_UNCALL */
        w->nset -= set;
        w->set[e->handle] = false;
        if (e->kind == EV_FIRE)
            make_ready(w, e->handle);
        else if (!set && k < w->n)
            w->uncalled[k] = true;
    }
}

/* A handle that is ready is not made ready again. So many of 100 begin wherever they are in the queue. */
static struct event invent(const struct world *w, unsigned odd)
{
    static const enum event_kind kinds[] = {EV_SOON,  EV_SOON,  EV_FIRE,   EV_TIMER,
                                            EV_TIMER, EV_BEGIN, EV_UNCALL, EV_BEGIN};
    struct event e = {.kind = kinds[roll(8)], .handle = 1 + roll(KINDS - 1)};
    if (e.kind == EV_BEGIN && w->n)
        e.handle = w->ready[roll(100) < odd ? roll(w->n) : 0];
    if (e.kind == EV_UNCALL && w->n && roll(2))
        e.handle = w->ready[roll(w->n)];
    bool there = place_of(w, e.handle) < w->n || w->n == MOST;
    if ((e.kind == EV_SOON || e.kind == EV_FIRE) && there)
        e.kind = EV_BEGIN;
    return e;
}

static double due(uint32_t handle)
{
    return handle % 50;
}

static void assert_like(const struct model *m, const struct world *w)
{
    struct timer_entry all[KINDS];
    assert_int_equal(m->ready.n, w->n);
    for (uint32_t k = 0; k < w->n; k++) {
        struct entry e = model_ready(m, k);
        assert_int_equal(e.handle, w->ready[k]);
        assert_int_equal(model_uncalled(m, e), w->uncalled[k]);
    }
    assert_int_equal(m->timers.n, w->nset);
    uint32_t n = model_timers_from(m, 0, all, KINDS);
    assert_int_equal(n, w->nset);
    for (uint32_t k = 0; k < n; k++) {
        assert_true(w->set[all[k].handle] && due(all[k].handle) == all[k].when);
        assert_true(!k || timer_due_before(&all[k - 1], &all[k]));
    }
    struct timer_entry first[SOONEST];
    uint32_t few = model_timers(m, first, SOONEST);
    assert_int_equal(few, n < SOONEST ? n : SOONEST);
    for (uint32_t k = 0; k < few; k++)
        assert_int_equal(first[k].handle, all[k].handle);
}

static void assert_so_at_every_cursor(unsigned odd)
{
    struct world *worlds = calloc(EVENTS + 1, sizeof *worlds);
    struct trace t;
    struct model m;
    dice_state = odd;
    trace_init(&t);
    for (uint32_t i = 0; i < EVENTS; i++) {
        struct event e = invent(&worlds[i], odd);
        worlds[i + 1] = worlds[i];
        happen(&worlds[i + 1], &e);
        trace_append(&t, &e, &(struct note){.when = due(e.handle), .has = HAS_WHEN});
    }
    model_init(&m, &t);
    assert_like(&m, &worlds[0]);
    while (m.cursor < t.end) {
        model_apply(&m);
        assert_like(&m, &worlds[m.cursor]);
    }
    model_close(&m);
    trace_close(&t);
    free(worlds);
}

TEST(the_ready_queue_is_a_line_and_timers_are_a_set)
{
    assert_so_at_every_cursor(0);
}

TEST(in_a_trace_from_elsewhere_a_handle_may_begin_wherever_it_stands)
{
    assert_so_at_every_cursor(20);
    assert_so_at_every_cursor(100);
}

/* Whoever stands in front for ever keeps nobody back. */
TEST(a_handle_that_never_begins_is_no_burden)
{
    enum { MANY = 200000 };
    struct trace t;
    trace_init(&t);
    trace_append(&t, &(struct event){.kind = EV_SOON, .handle = 1}, NULL);
    for (uint32_t h = 2; h < MANY; h++) {
        trace_append(&t, &(struct event){.kind = EV_SOON, .handle = h}, NULL);
        trace_append(&t, &(struct event){.kind = EV_BEGIN, .handle = h}, NULL);
    }
    struct model m;
    model_init(&m, &t);
    model_fold(&m, t.end);
    assert_int_equal(m.ready.n, 1);
    assert_int_equal(model_ready(&m, 0).handle, 1);
    assert_true(m.ready.made - m.ready.front < 100);
    model_close(&m);
    trace_close(&t);
}

/* Among very many. */
TEST(handles_may_begin_in_any_order)
{
    enum { MANY = 1 << 18 };
    struct trace t;
    struct model m;
    trace_init(&t);
    for (uint32_t h = 0; h < MANY; h++)
        trace_append(&t, &(struct event){.kind = EV_SOON, .handle = h + 1}, NULL);
    for (uint32_t k = 0; k < MANY; k++)
        trace_append(&t, &(struct event){.kind = EV_BEGIN, .handle = 1 + k * 7919 % MANY}, NULL);
    model_init(&m, &t);
    model_fold(&m, MANY + MANY / 2);
    assert_int_equal(m.ready.n, MANY / 2);
    model_fold(&m, t.end);
    assert_int_equal(m.ready.n, 0);
    model_close(&m);
    trace_close(&t);
}

static void assert_two_wait(const struct model *m)
{
    for (uint32_t k = 0; k < 2; k++) {
        struct entry e = model_ready(m, k);
        assert_int_equal(e.handle, k + 1);
        assert_int_equal(e.task, 7 * (k + 1));
        assert_int_equal(e.event, k);
        assert_int_equal(model_uncalled(m, e), k == 1);
    }
}

/* The first is a task's, the second is cancelled, the third begins before them, as all do behind it. */
TEST(who_waits_is_still_known_when_the_event_that_made_it_ready_was_dropped)
{
    struct trace t;
    struct model head, m = {0};
    struct archive archive;
    trace_init(&t);
    for (uint32_t h = 1; h <= 3; h++)
        trace_append(&t, &(struct event){.kind = EV_SOON, .handle = h, .actor = 7 * h}, NULL);
    trace_append(&t, &(struct event){.kind = EV_UNCALL, .handle = 2}, NULL);
    trace_append(&t, &(struct event){.kind = EV_BEGIN, .handle = 3}, NULL);
    for (uint32_t h = 4; t.end < 3 * TRACE_CHUNK; h++) {
        trace_append(&t, &(struct event){.kind = EV_SOON, .handle = h}, NULL);
        trace_append(&t, &(struct event){.kind = EV_BEGIN, .handle = h}, NULL);
    }
    model_init(&head, &t);
    archive_init(&archive, &head);
    while (head.cursor < t.end)
        archive_apply(&archive, &head);
    size_t bytes = handles_bytes(&t.handles);
    archive_drop(&archive, TRACE_CHUNK);
    trace_drop(&t, TRACE_CHUNK);
    assert_true(handles_bytes(&t.handles) < bytes);
    model_init(&m, &t);
    for (uint32_t cursor = TRACE_CHUNK; cursor <= t.end; cursor += TRACE_CHUNK / 2) {
        archive_seek(&archive, &m, cursor);
        assert_two_wait(&m);
    }
    model_close(&m);
    archive_close(&archive);
    model_close(&head);
    trace_close(&t);
}

/* ---- timers that are over ---- */

enum { BLOCKS = 5, SET = BLOCKS * TIMER_BLOCK + 10, STAYS = TIMER_BLOCK + 7 };

/* Handle k is set by event k, and taken out by event SET + k; one stays. */
static struct handles timers_set_and_taken(void)
{
    struct handles h = {0};
    for (uint32_t k = 1; k <= SET; k++)
        handles_set(&h, k, k, 1);
    for (uint32_t k = 1; k <= SET; k++)
        if (k != STAYS)
            handles_uncall(&h, k, SET + k);
    return h;
}

static void assert_gone(const struct handles *h, size_t bytes, unsigned blocks)
{
    size_t gone = 0;
    for (uint32_t k = 0; k < BLOCKS; k++) {
        bool is_gone = blocks & 1u << k;
        const struct timer_entry *block = &h->timers[k * TIMER_BLOCK];
        gone += is_gone;
        assert_true(block[0].when == !is_gone && block[TIMER_BLOCK - 1].when == !is_gone);
    }
    assert_int_equal(bytes - handles_bytes(h), gone * TIMER_BLOCK * sizeof *h->timers);
    assert_true(h->timers[BLOCKS * TIMER_BLOCK].when == 1);
}

TEST(of_timers_every_whole_block_is_let_go_of_once_its_last_one_is_over)
{
    static const struct {
        uint32_t first; /* that is kept */
        unsigned blocks;
    } rows[] = {
        {0, 0},
        {SET + TIMER_BLOCK, 0},
        {SET + TIMER_BLOCK + 1, 1},
        {SET + 2 * TIMER_BLOCK + 1, 1}, /* one of the second stays */
        {SET + 3 * TIMER_BLOCK + 1, 5},
        {SET + 4 * TIMER_BLOCK + 1, 13},
        {SET + 5 * TIMER_BLOCK, 13},
        {SET + 5 * TIMER_BLOCK + 1, 29},
        {UINT32_MAX, 29},
    };
    size_t n = sizeof rows / sizeof *rows;
    struct handles all = timers_set_and_taken();
    size_t bytes = handles_bytes(&all);
    for (size_t i = 0; i < n; i++) { /* at once, and one row after the other */
        struct handles h = timers_set_and_taken();
        handles_drop(&h, rows[i].first, 0);
        assert_gone(&h, bytes, rows[i].blocks);
        handles_close(&h);
        handles_drop(&all, rows[i].first, 0);
        assert_gone(&all, bytes, rows[i].blocks);
    }
    handles_fire(&all, STAYS, 3 * SET);
    bytes = handles_bytes(&all);
    handles_drop(&all, 3 * SET, 0);
    assert_int_equal(handles_bytes(&all), bytes);
    handles_drop(&all, 3 * SET + 1, 0);
    assert_int_equal(bytes - handles_bytes(&all), TIMER_BLOCK * sizeof *all.timers);
    handles_close(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ready_queue_is_a_line_and_timers_are_a_set),
        cmocka_unit_test(in_a_trace_from_elsewhere_a_handle_may_begin_wherever_it_stands),
        cmocka_unit_test(a_handle_that_never_begins_is_no_burden),
        cmocka_unit_test(handles_may_begin_in_any_order),
        cmocka_unit_test(who_waits_is_still_known_when_the_event_that_made_it_ready_was_dropped),
        cmocka_unit_test(of_timers_every_whole_block_is_let_go_of_once_its_last_one_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
