/* SPDX-License-Identifier: MIT */
/* Who runs next? What is asked and counted, and that nothing on the screen says it before. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/support/bench.h"
#include "tests/support/file.h"
#include "tests/test.h"
#include "trace/load.h"
#include "ui/app.h"
#include "ui/keys.h"

static const struct foreseeing {
    const char *keys;
    uint32_t right, asked, cursor;
    const char *says;
} foreseeings[] = {
    {"P", 0, 0, 0, "from here on you are asked who runs next, where two or more could; P: no more"},
    {"P P", 0, 0, 0, "no more questions; P asks again"},
    {"P 4*s", 0, 0, 15, NULL},
    {"P 9*s", 0, 0, 15, NULL},
    {"P 9 s", 0, 0, 15, NULL},
    {"P 4*s 1", 1, 1, 15, NULL},
    {"P 4*s 2", 0, 1, 15, NULL},
    {"P 4*s 4", 0, 0, 15, "there is no answer 4: 1 to 3 answer"},
    {"P 4*s 4 1", 1, 1, 15, NULL},
    {"P 4*s enter", 1, 1, 15, NULL}, /* the first is marked */
    {"P 4*s down enter", 0, 1, 15, NULL},
    {"P 4*s up up up enter", 1, 1, 15, NULL}, /* round */
    {"P 4*s j k enter", 1, 1, 15, NULL},
    {"P 4*s left s s down s enter", 0, 1, 15, NULL},
    {"P 4*s 2 1", 0, 1, 15, NULL}, /* an answer stands */
    {"P 4*s 2 s", 0, 1, 19, NULL},
    {"P 4*s 1 s s s 1", 2, 2, 21, NULL},
    {"P 4*s 1 s s s 2", 1, 2, 21, NULL},
    {"P 4*s 1 5*left 9*s", 1, 1, 21, NULL}, /* not asked again */
    {"P 4*s 1 3*s 1 5*s 2", 3, 3, 29, NULL},
    {"P 4*s 1 3*s 1 5*s 2 5*s 1", 4, 4, 54, NULL},
    {"P 4*s 1 3*s 1 5*s 2 5*s 1 99*s", 4, 4, 119, "this is the end"},
    {"P 4*s 1 3*s 1 5*s 1 99*s", 2, 3, 54, NULL},
    {"P end", 0, 0, 119, NULL}, /* nobody asks on the way */
    {"P 2 ] s", 0, 0, 16, NULL},
    {"P 4*s 1 r", 0, 0, 0, NULL},
    {"P 4*s 1 r 4*s", 0, 0, 15, NULL},
    {"P 4*s 1 P", 1, 1, 15, "no more questions; P asks again"},
    {"P 4*s 1 P 3*s", 1, 1, 23, NULL},
    {"P 4*s esc", 0, 0, 15, "no more questions; P asks again"},
    {"P 4*s esc 2 s", 0, 0, 21, NULL},
    {"P 4*s 1 space wait:99", 1, 1, 21, NULL}, /* playing stops at the next */
    {"P p space wait:0.5", 0, 0, 15, NULL},
};

TEST(answers_are_counted_as_the_table_says)
{
    for (size_t i = 0; i < sizeof foreseeings / sizeof *foreseeings; i++) {
        const struct foreseeing *f = &foreseeings[i];
        struct bench b;
        bench_open(&b, "count", 0);
        bench_press(&b, f->keys);
        const struct predict *p = &b.app.ui.run.predict;
        if (p->right != f->right || p->asked != f->asked || b.player.model.cursor != f->cursor ||
            strcmp(b.app.ui.message, f->says ? f->says : ""))
            fail_msg("“%s”: %u of %u at %u, says “%s”", f->keys, p->right, p->asked,
                     b.player.model.cursor, b.app.ui.message);
        app_draw(&b.app);
        bench_close(&b);
    }
}

TEST(nobody_is_asked_in_real_time)
{
    struct bench b = {0};
    app_init(&b.app, 24, 80, false, catalogue_of_scenes());
    assert_int_equal(program_open(&b.player, &scene_find("count")->program, CLOCK_REAL, 0), 0);
    app_attach(&b.app, &b.player);
    bench_press(&b, "P");
    assert_false(b.app.ui.run.predict.on);
    assert_string_equal(b.app.ui.message, "in real time nobody knows yet who is next: P asks once "
                                          "the program is over");
    bench_close(&b);
}

/* count's trace, in which the timers of Task-2 and Task-3 fell due the other way round, so that
 * Task-3 stands before Task-2 in the ready queue (behind event 46). */
static struct buf other_order(void)
{
    static const struct {
        uint32_t from, to; /* lines, from 0 */
    } blocks[] = {{0, 30},  {32, 32}, {31, 31}, {33, 34}, {39, 42},
                  {35, 38}, {43, 48}, {54, 58}, {49, 53}, {59, 118}};
    struct buf all = read_file("tests/golden/count.ndjson"), b = {0};
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
        const char *from = all.s, *to;
        for (uint32_t i = 0; i < blocks[k].from; i++)
            from = strchr(from, '\n') + 1;
        to = from;
        for (uint32_t i = blocks[k].from; i <= blocks[k].to; i++)
            to = strchr(to, '\n') + 1;
        buf_add(&b, from, (size_t)(to - from));
    }
    buf_free(&all);
    return b;
}

static void open_text(struct bench *b, int h, int w, const struct buf *trace)
{
    *b = (struct bench){.is_file = true};
    FILE *f = fmemopen(trace->s, trace->len, "r");
    app_init(&b->app, h, w, false, catalogue_of_scenes());
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
    app_attach(&b->app, &b->player);
}

/* Draws what is there after the keys, and says who is next there. */
static uint32_t draw_at(struct bench *b, uint32_t cursor, const char *script)
{
    struct guess g;
    assert_true(player_seek(&b->player, cursor));
    bench_press(b, script);
    app_draw(&b->app);
    assert_true(guess_make(&b->player.model, &g));
    return g.answer;
}

static bool same_frame(const struct screen *a, const struct screen *b)
{
    for (int y = 0; y < a->h; y++)
        for (int x = 0; x < a->w; x++) {
            const struct cell *p = screen_at(a, y, x), *q = screen_at(b, y, x);
            if (p->ch != q->ch || memcmp(&p->style, &q->style, sizeof p->style))
                return false;
        }
    return true;
}

TEST(a_frame_before_an_answer_is_the_same_whatever_the_answer_is)
{
    static const int screens[][2] = {{24, 80}, {12, 40}};
    /* the moment that ends there, the event, the question, another pane and details beside it */
    static const char *const scripts[] = {"P",       "P , .",   "P s",
                                          "P s tab", "P enter", "P : \"task 1\" enter"};
    struct buf one = read_file("tests/golden/count.ndjson"), other = other_order();
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
        for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
            struct bench a, b;
            open_text(&a, screens[i][0], screens[i][1], &one);
            open_text(&b, screens[i][0], screens[i][1], &other);
            assert_int_equal(draw_at(&a, 47, scripts[k]), 2);
            assert_int_equal(draw_at(&b, 47, scripts[k]), 3);
            if (!same_frame(&a.app.screen, &b.app.screen))
                fail_msg("%dx%d after “%s”", screens[i][1], screens[i][0], scripts[k]);
            bench_close(&a);
            bench_close(&b);
        }
    buf_free(&one);
    buf_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_counted_as_the_table_says),
        cmocka_unit_test(nobody_is_asked_in_real_time),
        cmocka_unit_test(a_frame_before_an_answer_is_the_same_whatever_the_answer_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
