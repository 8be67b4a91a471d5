/* SPDX-License-Identifier: MIT */
/* Traces that mean no good: tests/hostile/every_field.ndjson has an @ wherever a text can stand,
 * and here is what is put in its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "player.h"
#include "record/text.h"
#include "tests/support/file.h"
#include "trace/load.h"
#include "ui/view.h"

enum { EVERYWHERE = -1 };

/* JSON escapes; some leave nothing to be seen. */
static const char *const payloads[] = {
    "",
    "\\u001b[m",
    "\\u001b]52;c;UFdO\\u0007",
    "\\u001b",
    "\\u200b",
    "\\u0301",
    "\\u0001\\u007f\\u009b31m",
    "a\\u202eb\\u2066c\\u200fd\\u061c",
    "x\\n9 9 T9 step\\ny",
    "   ",
};

/* The template with the payload in its n-th gap, or in each. */
static void put_trace(struct buf *out, const struct buf *template, const char *payload, int n)
{
    for (const char *s = template->s; *s; s++)
        if (*s != '@')
            buf_putc(out, *s);
        else
            buf_puts(out, n == EVERYWHERE || !n-- ? payload : "x");
}

static int gaps(const struct buf *template)
{
    int n = 0;
    for (const char *s = template->s; (s = strchr(s, '@')); s++)
        n++;
    return n;
}

struct show {
    struct player player;
    struct load load;
    struct screen screen;
    struct ui ui;
};

static void show_open(struct show *s, struct buf *trace, int h, int w)
{
    *s = (struct show){0};
    FILE *f = fmemopen(trace->s, trace->len, "r");
    assert_non_null(f);
    player_open_empty(&s->player, 0);
    int bad = load_trace(&s->load, f, &s->player.lint.observer);
    if (bad)
        fail_msg("%s", s->load.error);
    fclose(f);
    screen_init(&s->screen, h, w);
    s->ui.known = s->player.trace.end;
    s->ui.closing = true;
    s->ui.name = s->ui.summary = "hostile";
    if (s->load.sources) {
        s->ui.py_name = s->load.sources->name;
        s->ui.py = s->load.sources->text;
    }
}

static void show_close(struct show *s)
{
    player_close(&s->player);
    load_close(&s->load);
    screen_close(&s->screen);
}

static void draw_at_every_cursor(struct show *s)
{
    for (uint32_t at = 0; at <= s->player.trace.end; at++) {
        assert_true(player_seek(&s->player, at));
        s->ui.before = at ? at - 1 : 0;
        s->ui.objects = s->player.head.nobjects > 0;
        s->ui.ended = at == s->ui.known;
        frame_draw(&s->screen, &s->player, &s->ui);
    }
}

static void draw_every_pane_and_mode(struct show *s)
{
    static const enum mode modes[] = {MODE_WATCH, MODE_DETAILS, MODE_HELP};
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++)
        for (int pane = 0; pane < PANES; pane++)
            for (uint32_t task = 0; task < 3; task++) {
                s->ui.mode = modes[m];
                s->ui.focus = (enum pane)pane;
                s->ui.task = task;
                draw_at_every_cursor(s);
            }
}

static void every_pane_draws_texts_of_which_nothing_is_left(void **state)
{
    (void)state;
    static const int sizes[][2] = {{50, 160}, {24, 80}, {12, 40}};
    struct buf template = read_file("tests/hostile/every_field.ndjson");
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        for (size_t z = 0; z < sizeof sizes / sizeof *sizes; z++) {
            struct buf trace = {0};
            struct show s;
            put_trace(&trace, &template, payloads[i], EVERYWHERE);
            show_open(&s, &trace, sizes[z][0], sizes[z][1]);
            draw_every_pane_and_mode(&s);
            show_close(&s);
            buf_free(&trace);
        }
    buf_free(&template);
}

static void any_one_text_may_be_of_that_kind(void **state)
{
    (void)state;
    struct buf template = read_file("tests/hostile/every_field.ndjson");
    for (int n = gaps(&template); n--;)
        for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
            struct buf trace = {0};
            struct show s;
            put_trace(&trace, &template, payloads[i], n);
            show_open(&s, &trace, 50, 120);
            draw_at_every_cursor(&s);
            show_close(&s);
            buf_free(&trace);
        }
    buf_free(&template);
}

/* The screen with these events, after the last. */
static void assert_shows(const char *events, const char *what)
{
    struct buf trace = {0}, text = {0};
    struct show s;
    buf_puts(&trace, events);
    show_open(&s, &trace, 36, 120);
    draw_at_every_cursor(&s);
    text_write(&text, &s.screen);
    if (!strstr(text.s, what))
        fail_msg("the screen does not show “%s”:\n%s", what, text.s);
    show_close(&s);
    buf_free(&trace);
    buf_free(&text);
}

static void a_name_of_which_nothing_is_seen_is_quoted(void **state)
{
    (void)state;
    assert_shows("{\"e\": \"loop\"}\n"
                 "{\"e\": \"timer\", \"h\": \"H2\", \"cb\": \"\\u001b[m\"}\n"
                 "{\"e\": \"fire\", \"h\": \"H2\"}\n",
                 "“”");
    assert_shows("{\"e\": \"task\", \"id\": \"T1\", \"name\": \"\", \"coro\": \"main\"}\n",
                 "created   “”      main");
    assert_shows("{\"e\": \"task\", \"id\": \"T1\", \"name\": \"\\u200b\", \"coro\": \"main\"}\n",
                 "created   “”      main");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pane_draws_texts_of_which_nothing_is_left),
        cmocka_unit_test(any_one_text_may_be_of_that_kind),
        cmocka_unit_test(a_name_of_which_nothing_is_seen_is_quoted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
