/* SPDX-License-Identifier: MIT */
/* Films: what of a session comes to a format, and when. The format here writes down what it is told. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "record/film.h"
#include "record/formats.h"
#include "record/text.h"
#include "tests/test.h"

static void put_last_lines(struct buf *out, const struct screen *s)
{
    struct buf text = {0};
    text_write(&text, s);
    for (char *line = strtok(text.s, "\n"); line; line = strtok(NULL, "\n"))
        buf_printf(out, " |%s", line);
    buf_free(&text);
}

static void *start(struct buf *out, const struct screen *s, const struct look *look)
{
    (void)look;
    buf_printf(out, "start %dx%d\n", s->w, s->h);
    return out;
}

static void frame(void *out, const struct film_frame *f)
{
    buf_printf(out, "%.1f", f->seconds);
    put_last_lines(out, f->screen);
    buf_printf(out, " (%s)(%s)(%s)\n", f->told, f->key, f->caption);
}

static void key(void *out, const char *bytes, double seconds)
{
    buf_printf(out, "%.1f key %s\n", seconds, bytes);
}

static void mark(void *out, enum mark m, const char *label, double seconds)
{
    buf_printf(out, "%.1f %s %s\n", seconds, m == MARK_MOMENT ? "moment" : "marker", label);
}

static void end(void *out, double seconds)
{
    buf_printf(out, "%.1f end\n", seconds);
}

static void still(struct buf *out, const struct screen *s, const struct look *look)
{
    buf_puts(out, "still");
    put_last_lines(out, s);
    buf_printf(out, " (%s)\n", look->about ? look->about : "");
}

static const struct format scribe = {.name = "scribe",
                                     .still = still,
                                     .start = start,
                                     .frame = frame,
                                     .key = key,
                                     .mark = mark,
                                     .end = end};

/* A film of a screen that is one line, and what it comes to. */
struct set {
    struct film film;
    struct screen screen;
    struct buf out;
};

static void open_set(struct set *s, struct look look)
{
    *s = (struct set){0};
    look.theme = themes[0];
    screen_init(&s->screen, 1, 40);
    film_start(&s->film, &scribe, &s->out, &s->screen, &look);
}

static void show(struct set *s, const char *text, double seconds)
{
    screen_erase(&s->screen);
    win_puts(win_whole(&s->screen), 0, 0, (struct style){0}, text);
    film_frame(&s->film, &s->screen, seconds);
}

static void press(struct set *s, const char *label, const char *does, double seconds)
{
    film_key(&s->film, &(struct film_key){label, does, label}, seconds);
}

static void assert_film(struct set *s, double seconds, const char *want)
{
    film_end(&s->film, seconds);
    assert_string_equal(s->out.s, want);
    buf_free(&s->out);
    screen_close(&s->screen);
}

TEST(a_key_is_seen_below_the_screen_for_a_while)
{
    struct set s;
    open_set(&s, (struct look){.keys = true});
    show(&s, "a", 0);
    press(&s, "s", "step", 1);
    show(&s, "b", 1);
    press(&s, "s", "step", 2);
    show(&s, "c", 2);
    press(&s, "S", "back", 5);
    show(&s, "b", 5);
    show(&s, "c", 6.5); /* the key goes with what comes then */
    assert_film(&s, 7,
                "start 40x2\n"
                "0.0 |a ()()()\n"
                "1.0 key s\n"
                "1.0 |b |  s  step ()(s step)()\n"
                "2.0 key s\n"
                "2.0 |c |  s  step ×2 ()(s step)()\n"
                "3.5 |c ()()()\n"
                "5.0 key S\n"
                "5.0 |b |  S  back ()(S back)()\n"
                "6.5 |b ()()()\n"
                "6.5 |c ()()()\n"
                "7.0 end\n");
}

TEST(what_is_typed_is_seen_as_one_text)
{
    struct set s;
    open_set(&s, (struct look){.keys = true});
    press(&s, "/", "find", 0);
    show(&s, "/", 0);
    press(&s, "a", "", 0.5);
    press(&s, "b", "", 1);
    show(&s, "/ab", 1);
    assert_film(&s, 2,
                "start 40x2\n"
                "0.0 key /\n"
                "0.0 |/ |  /  find ()(/ find)()\n"
                "0.5 key a\n"
                "1.0 key b\n"
                "1.0 |/ab |  ab ()(ab)()\n"
                "2.0 end\n");
}

TEST(a_caption_stands_in_the_middle_until_there_is_another)
{
    struct set s;
    open_set(&s, (struct look){.captions = true});
    film_caption(&s.film, "look", 0);
    show(&s, "a", 0);
    film_caption(&s.film, "here", 3);
    film_caption(&s.film, "", 4);
    assert_film(&s, 5,
                "start 40x2\n"
                "0.0 |a |                  look ()()(look)\n"
                "3.0 |a |                  here ()()(here)\n"
                "4.0 |a ()()()\n"
                "5.0 end\n");
}

TEST(what_is_hidden_is_left_out_with_its_time)
{
    struct set s;
    open_set(&s, (struct look){.keys = true});
    show(&s, "a", 0);
    film_hide(&s.film, true, 2);
    press(&s, "s", "step", 3);
    show(&s, "b", 3);
    film_mark(&s.film, MARK_MARKER, "hidden", 3);
    film_hide(&s.film, false, 12);
    film_mark(&s.film, MARK_MARKER, "seen", 12);
    show(&s, "c", 14);
    assert_film(&s, 15,
                "start 40x2\n"
                "0.0 |a ()()()\n"
                "2.0 |b ()()()\n"
                "2.0 marker seen\n"
                "4.0 |c ()()()\n"
                "5.0 end\n");
}

TEST(moments_are_told_with_their_frames_and_marked_behind_them)
{
    struct set s;
    open_set(&s, (struct look){0});
    film_tell(&s.film, "It begins.\nWhy.", 1);
    show(&s, "a", 1);
    film_mark(&s.film, MARK_MOMENT, "It begins.", 1);
    assert_film(&s, 2,
                "start 40x1\n"
                "1.0 |a (It begins.\nWhy.)()()\n"
                "1.0 moment It begins.\n"
                "2.0 end\n");
}

TEST(a_still_is_what_is_seen_at_its_time)
{
    static const struct {
        double at;
        const char *want;
    } rows[] = {
        {0, "still |a (one)\n"},
        {0.9, "still |a (one)\n"},
        {1, "still |b |  s  step (two)\n"},
        {2.9, "still |c |  s  step ×2 (two)\n"},
        {3.5, "still |c (two)\n"},
        {99, "still |d (three)\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct set s;
        open_set(&s, (struct look){.keys = true, .still = true, .at = rows[i].at});
        film_tell(&s.film, "one", 0);
        show(&s, "a", 0);
        press(&s, "s", "step", 1);
        film_tell(&s.film, "two", 1);
        show(&s, "b", 1);
        press(&s, "s", "step", 2);
        show(&s, "c", 2);
        film_hide(&s.film, true, 6);
        film_hide(&s.film, false, 7);
        film_tell(&s.film, "three", 8);
        show(&s, "d", 8);
        assert_film(&s, 9, rows[i].want);
    }
}

TEST(a_screen_of_another_size_has_its_line_below_too)
{
    struct set s;
    open_set(&s, (struct look){.keys = true});
    show(&s, "a", 0);
    screen_resize(&s.screen, 2, 30);
    press(&s, "t", "another theme", 1);
    show(&s, "b", 1);
    assert_film(&s, 2,
                "start 40x2\n"
                "0.0 |a ()()()\n"
                "1.0 key t\n"
                "1.0 |b |  t  another theme ()(t another theme)()\n"
                "2.0 end\n");
}

TEST(every_format_has_a_name_and_an_ending_and_can_do_something)
{
    for (const struct format *f = formats; f->name; f++) {
        assert_ptr_equal(format_named(f->name), f);
        assert_ptr_equal(format_of_file(f->ending), f);
        assert_true(f->still || f->start || f->trouble);
        assert_true(!f->start == !f->frame && !f->start == !f->end);
    }
    assert_null(format_named("nosuch"));
    assert_null(format_of_file("x.mp4"));
    assert_null(format_of_file("svg"));
}

static bool is_gif(const struct format *f)
{
    return !strcmp(f->name, "gif");
}

static bool is_gif_or_cast(const struct format *f)
{
    return is_gif(f) || !strcmp(f->name, "cast");
}

static bool is_one_of_three(const struct format *f)
{
    return is_gif_or_cast(f) || !strcmp(f->name, "svg");
}

static bool is_none(const struct format *f)
{
    (void)f;
    return false;
}

TEST(endings_are_listed_with_commas_and_an_and)
{
    static const struct {
        bool (*which)(const struct format *f);
        const char *list;
    } rows[] = {{is_none, ""},
                {is_gif, ".gif"},
                {is_gif_or_cast, ".cast and .gif"},
                {is_one_of_three, ".svg, .cast and .gif"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b = {0};
        format_list(&b, rows[i].which);
        assert_string_equal(buf_str(&b), rows[i].list);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_seen_below_the_screen_for_a_while),
        cmocka_unit_test(what_is_typed_is_seen_as_one_text),
        cmocka_unit_test(a_caption_stands_in_the_middle_until_there_is_another),
        cmocka_unit_test(what_is_hidden_is_left_out_with_its_time),
        cmocka_unit_test(moments_are_told_with_their_frames_and_marked_behind_them),
        cmocka_unit_test(a_still_is_what_is_seen_at_its_time),
        cmocka_unit_test(a_screen_of_another_size_has_its_line_below_too),
        cmocka_unit_test(every_format_has_a_name_and_an_ending_and_can_do_something),
        cmocka_unit_test(endings_are_listed_with_commas_and_an_and),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
