/* SPDX-License-Identifier: MIT */
/* Searching for a text finds what reading event after event finds: in programs that nobody could write, in both
 * directions, in each pane, by moments and by events, for texts that are there, nearly there or not. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "player/prints.h"
#include "story/moment.h"
#include "tests/support/bench.h"
#include "target/program.h"
#include "tests/support/endless.h"
#include "tests/support/invented.h"
#include "tests/test.h"
#include "ui/search.h"
#include "view/frame.h"
#include "view/panes.h"

enum { TRACES = 90, EVENTS = 700, TEXTS = 12 };

static uint32_t chance(uint32_t below)
{
    static uint32_t state = 7;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* ---- texts ---- */

/* A piece of what is told somewhere, or of what a pane shows of it. */
static void draw_text(const struct player *p, char *to, size_t most)
{
    struct player *mine = (struct player *)(uintptr_t)p;
    struct buf told = {0};
    uint32_t i = chance(p->trace.end);
    const struct note *n = trace_note(&p->trace, i);
    if (chance(3) == 0 && n->len)
        buf_add(&told, n->text, n->len);
    else if (player_seek(mine, i + 1))
        story_lines(&p->model, &p->moments, &told);
    buf_puts(&told, "x");
    size_t len = 1 + chance(chance(2) ? 4 : 20), from = chance((uint32_t)told.len);
    len = len < told.len - from ? len : told.len - from;
    len = len < most - 2 ? len : most - 2;
    memcpy(to, told.s + from, len);
    to[len] = 0;
    if (chance(6) == 0)
        strcat(to, "q");
    for (char *s = to; *s; s++)
        if (*s == '\n')
            *s = ' ';
    if (chance(4) == 0 && *to >= 'A' && *to <= 'Z')
        *to = (char)(*to - 'A' + 'a');
    buf_free(&told);
}

/* ---- the slow way ---- */

struct hits {
    uint32_t *at; /* cursors behind them */
    uint32_t n;
};

static struct hits read_all(struct bench *b, const struct view *in, bool by_events,
                            const char *text)
{
    struct player *p = &b->player;
    struct hits h = {xmalloc((p->trace.end + 1) * sizeof *h.at), 0};
    for (uint32_t i = p->trace.first; i < p->trace.end; i++) {
        uint32_t first;
        bool story = in == &view_story, ends = moments_at(&p->moments, i + 1, &first);
        player_seek(p, i + 1);
        player_look_at_moment(p);
        if ((!story || by_events || ends) && in->has(p, i, text))
            h.at[h.n++] = i + 1;
    }
    return h;
}

/* ---- and the fast one ---- */

/* false: not found, or only from the other end on. */
static bool finds(struct bench *b, int by)
{
    search_go(&b->app, by);
    while (app_goes_on(&b->app))
        app_update(&b->app, &(struct message){.kind = MSG_TIME});
    return !b->app.ui.message[0];
}

static void expect(struct bench *b, uint32_t cursor, int by, bool found)
{
    if (!found || b->player.model.cursor != cursor)
        fail_msg("“%s” in %s, %s, by %s: at %u, says “%s”; wanted %u", b->app.ui.run.search,
                 panes[b->app.ui.run.focus]->name, by > 0 ? "onwards" : "back",
                 b->app.ui.run.by_events ? "events" : "moments", b->player.model.cursor,
                 b->app.ui.message, cursor);
}

static void compare(struct bench *b, enum pane focus, bool by_events)
{
    struct run *run = &b->app.ui.run;
    run->focus = focus;
    run->by_events = by_events;
    draw_text(&b->player, run->search, sizeof run->search);
    if (!*run->search)
        return;
    struct hits h = read_all(b, panes[focus], by_events, run->search);
    player_start(&b->player);
    for (uint32_t k = 0; k < h.n; k++)
        expect(b, h.at[k], 1, finds(b, 1));
    assert_false(finds(b, 1));
    player_seek(&b->player, b->player.trace.end);
    for (uint32_t k = h.n; k--;)
        if (h.at[k] < b->player.trace.end)
            expect(b, h.at[k], -1, finds(b, -1));
    assert_false(finds(b, -1));
    free(h.at);
}

static void open_invented(struct bench *b, uint32_t number)
{
    struct buf text = invented_trace(3000 + number, EVENTS, number % 3 == 2);
    FILE *f = fmemopen(text.s, text.len, "r");
    *b = (struct bench){.is_file = true};
    app_init(&b->app, 40, 120, false, NULL);
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
    buf_free(&text);
    b->player.trace.sources = b->load.sources;
    b->player.trace.nsources = b->load.nsources;
    app_attach(&b->app, &b->player);
    while (app_goes_on(&b->app))
        app_update(&b->app, &(struct message){.kind = MSG_TIME});
}

TEST(a_search_finds_what_reading_event_after_event_finds)
{
    static const enum pane searched[] = {PANE_STORY, PANE_STORY,  PANE_STORY,
                                         PANE_SYNC,  PANE_SOURCE, PANE_OUTPUT};
    for (uint32_t number = 0; number < TRACES; number++) {
        struct bench b;
        open_invented(&b, number);
        for (uint32_t k = 0; k < TEXTS; k++)
            compare(&b, searched[k % 6], k % 2);
        bench_close(&b);
    }
}

/* ---- prints ---- */

TEST(the_print_of_a_long_text_asks_for_its_triples_and_that_of_a_short_one_for_all_it_has)
{
    assert_int_equal(print_of("").n, 0);
    assert_int_equal(print_of("x").n, 1);
    assert_int_equal(print_of("xy").n, 1);
    assert_int_equal(print_of("xyz").n, 1);
    assert_int_equal(print_of("Task-7").n, 4);
    assert_memory_equal(print_of("TASK").bits, print_of("task").bits, 4);
}

TEST(there_are_prints_only_of_what_has_ended)
{
    struct player p;
    struct print_of_text text = print_of("nobody says this");
    bool makes = false;
    player_open_empty(&p, 0);
    assert_true(prints_can_be(&p));
    assert_true(prints_make(&p));
    player_close(&p);

    struct bench b;
    bench_open(&b, "count", 5);
    bench_tell(&b, (struct message){.kind = MSG_TIME});
    b.player.target->over = false;
    assert_false(prints_can_be(&b.player));
    assert_true(prints_may_have(&b.player, PRINTED_MOMENTS, 5, &text, &makes));
    b.player.target->over = true;
    assert_false(prints_may_have(&b.player, PRINTED_MOMENTS, 5, &text, &makes));
    assert_true(makes);
    assert_false(prints_may_have(&b.player, PRINTED_MOMENTS, 6, &text, &makes));
    assert_false(makes);
    assert_true(prints_bytes(b.player.prints) > 0);
    bench_close(&b);
}

TEST(a_long_trace_is_prepared_for_searches_while_nobody_does_anything)
{
    struct player p;
    struct app a;
    assert_int_equal(program_open(&p, &endless, CLOCK_VIRTUAL, 0), 0);
    app_init(&a, 24, 80, false, NULL);
    app_attach(&a, &p);
    p.target->over = true;
    assert_false(search_prepares(&a)); /* it is short */
    p.target->over = false;
    player_produce(&p, 1 << 18);
    p.target->over = true;
    while (app_goes_on(&a))
        app_update(&a, &(struct message){.kind = MSG_TIME});
    while (!player_look_ahead(&p, p.trace.end))
        ;
    assert_true(search_prepares(&a) && app_due(&a) == 0);
    a.ui.run.playing = true;
    assert_true(app_due(&a) > 0);
    a.ui.run.playing = false;
    app_update(&a, &(struct message){.kind = MSG_TIME});
    size_t some = prints_bytes(p.prints);
    assert_true(some > 0 && search_prepares(&a));
    while (search_prepares(&a))
        app_update(&a, &(struct message){.kind = MSG_TIME});
    assert_true(app_due(&a) < 0);
    app_close(&a);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_finds_what_reading_event_after_event_finds),
        cmocka_unit_test(
            the_print_of_a_long_text_asks_for_its_triples_and_that_of_a_short_one_for_all_it_has),
        cmocka_unit_test(there_are_prints_only_of_what_has_ended),
        cmocka_unit_test(a_long_trace_is_prepared_for_searches_while_nobody_does_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
