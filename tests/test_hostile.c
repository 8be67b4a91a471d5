/* SPDX-License-Identifier: MIT */
/* Traces that mean no good: the templates have an @ wherever a text can stand, and here is what is
 * put in its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "base/utf8.h"
#include "record/cast.h"
#include "record/svg.h"
#include "record/text.h"
#include "tests/support/file.h"
#include "story/export.h"
#include "tests/support/text.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/save.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/frame.h"
#include "view/view.h"

enum { EVERYWHERE = -1 };

static const char *const templates[] = {"tests/hostile/every_field.ndjson",
                                        "tests/hostile/every_field_of_threads.ndjson"};
enum { TEMPLATES = sizeof templates / sizeof *templates };

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
    "\\u00ad\\ufff9\\ufdd0\\uffff\\udb40\\udc41\\u2028",
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
    s->ui.run.known = s->player.trace.end;
    s->ui.run.closing = true;
    s->ui.keys = keys;
    s->ui.hint = key_hint;
    s->ui.command = command_hint;
    s->ui.mode = s->ui.beneath = &mode_watch.layers;
    s->ui.run.name = s->ui.run.summary = "hostile";
    s->player.trace.sources = s->load.sources;
    s->player.trace.nsources = s->load.nsources;
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
        s->ui.run.before = at ? at - 1 : 0;
        s->ui.run.objects = s->player.head.nobjects;
        s->ui.run.ended = at == s->ui.run.known;
        player_look_at_moment(&s->player);
        frame_draw(&s->screen, &s->player, &s->ui);
    }
}

/* The panes with each of them in focus, and all that lies over them. */
static void draw_every_pane_and_mode(struct show *s)
{
    static const struct mode *const modes[] = {&mode_details, &mode_help, &mode_prompt};
    for (uint32_t task = 0; task < 3; task++) {
        s->ui.run.task = task;
        s->ui.mode = &mode_watch.layers;
        for (int pane = PANES; pane--;) {
            s->ui.run.focus = (enum pane)pane;
            draw_at_every_cursor(s);
        }
        for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
            s->ui.mode = &modes[m]->layers;
            draw_at_every_cursor(s);
        }
    }
}

static void draw_all_payloads(const char *file)
{
    static const int sizes[][2] = {{50, 160}, {24, 80}, {12, 40}};
    struct buf template = read_file(file);
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

TEST(every_pane_draws_texts_of_which_nothing_is_left)
{
    for (int t = 0; t < TEMPLATES; t++)
        draw_all_payloads(templates[t]);
}

static void draw_one_at_a_time(const char *file)
{
    struct buf template = read_file(file);
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

TEST(any_one_text_may_be_of_that_kind)
{
    for (int t = 0; t < TEMPLATES; t++)
        draw_one_at_a_time(templates[t]);
}

/* ---- what is written ---- */

/* All events in one of the formats of `trace`. */
static void put_events(struct buf *out, struct buf *trace, char format)
{
    struct show s;
    show_open(&s, trace, 12, 40);
    player_start(&s.player);
    while (player_step(&s.player, 1))
        if (format == 's')
            save_seq(out, &s.player.model);
        else if (format == 'n')
            save_event(out, &s.player.model);
        else
            export_line(out, &s.player.model);
    show_close(&s);
}

static void write_all_payloads(const char *file)
{
    struct buf template = read_file(file), harmless = {0};
    put_trace(&harmless, &template, "x", EVERYWHERE);
    for (const char *format = "snt"; *format; format++) {
        struct buf wanted = {0};
        put_events(&wanted, &harmless, *format);
        for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
            struct buf trace = {0}, out = {0};
            put_trace(&trace, &template, payloads[i], EVERYWHERE);
            put_events(&out, &trace, *format);
            assert_plain(payloads[i], &out);
            assert_int_equal(lines(&out), lines(&wanted));
            buf_free(&trace);
            buf_free(&out);
        }
        buf_free(&wanted);
    }
    buf_free(&harmless);
    buf_free(&template);
}

TEST(nothing_that_is_written_can_be_obeyed_or_forge_a_line)
{
    for (int t = 0; t < TEMPLATES; t++)
        write_all_payloads(templates[t]);
}

/* What is kept as it was read has such characters as they are, and blanks that are none. */
TEST(an_event_of_unknown_kind_is_written_again_without_them)
{
    struct buf trace = {0}, out = {0};
    buf_puts(&trace, "{\"e\": \"new\",\t\"s\": \"\177\302\233\342\200\256\363\240\201\201\"}\n");
    put_events(&out, &trace, 'n');
    assert_string_equal(out.s,
                        "{\"e\": \"new\", \"s\": \"\\u007f\\u009b\\u202e\\udb40\\udc41\"}\n");
    buf_free(&trace);
    buf_free(&out);
}

static void picture_all_payloads(const char *file)
{
    struct buf template = read_file(file);
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        struct buf trace = {0}, out = {0};
        struct show s;
        put_trace(&trace, &template, payloads[i], EVERYWHERE);
        show_open(&s, &trace, 50, 160);
        for (uint32_t at = 0; at <= s.player.trace.end; at++) {
            player_seek(&s.player, at);
            player_look_at_moment(&s.player);
            frame_draw(&s.screen, &s.player, &s.ui);
            for (int k = 0; k < s.screen.h * s.screen.w; k++)
                assert_true(!s.screen.cells[k].ch || utf8_width(s.screen.cells[k].ch) > 0);
        }
        svg_write(&out, &s.screen, &(struct look){.theme = theme_find("dark")});
        text_write(&out, &s.screen);
        assert_plain(payloads[i], &out);
        show_close(&s);
        buf_free(&trace);
        buf_free(&out);
    }
    buf_free(&template);
}

TEST(a_picture_and_a_recording_hold_nothing_of_that_kind)
{
    for (int t = 0; t < TEMPLATES; t++)
        picture_all_payloads(templates[t]);
}

/* ---- texts that are long ---- */

static void repeat(struct buf *b, const char *s, size_t bytes)
{
    while (b->len < bytes)
        buf_puts(b, s);
}

/* At so many bytes each step for every pair of them would be noticed. */
static void draw_long(const char *file, const char *piece)
{
    struct buf template = read_file(file), text = {0}, trace = {0}, out = {0};
    struct show s;
    repeat(&text, piece, 1 << 18);
    put_trace(&trace, &template, text.s, EVERYWHERE);
    show_open(&s, &trace, 50, 120);
    for (uint32_t at = s.player.trace.end; at-- > s.player.trace.end - 2;) {
        player_seek(&s.player, at);
        player_look_at_moment(&s.player);
        s.ui.run.task = 1;
        s.ui.mode = &mode_watch.layers;
        frame_draw(&s.screen, &s.player, &s.ui);
        s.ui.mode = &mode_details.layers;
        frame_draw(&s.screen, &s.player, &s.ui);
    }
    svg_write(&out, &s.screen, &(struct look){.theme = theme_find("dark")});
    assert_plain(piece, &out);
    show_close(&s);
    buf_free(&out);
    buf_free(&trace);
    buf_free(&text);
    buf_free(&template);
}

TEST(each_text_may_be_as_long_as_it_likes)
{
    static const char *const pieces[] = {"x",        "x ",     "\\u001b",     "\\u200b",
                                         "e\\u0301", "\\n\\t", "\345\255\227"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        draw_long(templates[i % TEMPLATES], pieces[i]);
}

TEST(a_recording_s_title_is_plain)
{
    struct cast c;
    struct buf out = {0};
    cast_start(&c, &out, 12, 40, "a\033[m\342\200\256b", theme_find("dark"), DEPTH_16);
    cast_end(&c, 1);
    assert_non_null(strstr(out.s, "\"a\\\\x1b[m\\\\u202eb\""));
    buf_free(&out);
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

TEST(a_name_of_which_nothing_is_seen_is_quoted)
{
    assert_shows("{\"e\": \"loop\"}\n"
                 "{\"e\": \"timer\", \"h\": \"H2\", \"cb\": \"\\u001b[m\"}\n"
                 "{\"e\": \"fire\", \"h\": \"H2\"}\n",
                 "“”");
    assert_shows("{\"e\": \"task\", \"id\": \"T1\", \"name\": \"\", \"coro\": \"main\"}\n",
                 "created   “”     main");
    assert_shows("{\"e\": \"task\", \"id\": \"T1\", \"name\": \"\\u200b\", \"coro\": \"main\"}\n",
                 "created   “”     main");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pane_draws_texts_of_which_nothing_is_left),
        cmocka_unit_test(any_one_text_may_be_of_that_kind),
        cmocka_unit_test(nothing_that_is_written_can_be_obeyed_or_forge_a_line),
        cmocka_unit_test(an_event_of_unknown_kind_is_written_again_without_them),
        cmocka_unit_test(a_picture_and_a_recording_hold_nothing_of_that_kind),
        cmocka_unit_test(each_text_may_be_as_long_as_it_likes),
        cmocka_unit_test(a_recording_s_title_is_plain),
        cmocka_unit_test(a_name_of_which_nothing_is_seen_is_quoted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
