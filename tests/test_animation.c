/* SPDX-License-Identifier: MIT */
/* Films: at any moment they show the rows of the frame that is current. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/animation.h"
#include "record/svg.h"
#include "tests/support/frames.h"
#include "tests/support/markup.h"
#include "tests/test.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

/* Whether keyframes "0%,20%{visibility:hidden}10%{visibility:visible}" show their group at a
 * moment: what was said last up to then counts, and of two at once the later one. */
static bool shown_at(const char *keyframes, double percent)
{
    bool shown = true;
    double best = -1;
    while (*keyframes != '}') {
        const char *rule = strchr(keyframes, '{');
        bool visible = !strncmp(rule, "{visibility:visible}", 20);
        assert_true(visible || !strncmp(rule, "{visibility:hidden}", 19));
        while (keyframes < rule) {
            char *end;
            double at = strtod(keyframes, &end);
            assert_int_equal(*end, '%');
            if (at <= percent && at >= best) {
                best = at;
                shown = visible;
            }
            keyframes = end + 1 + (end[1] == ',');
        }
        keyframes = strchr(rule, '}') + 1;
    }
    assert_true(best >= 0);
    return shown;
}

/* The shapes and texts of a row, each on a line behind the row's place. */
static void put_elements(struct buf *out, const char *line)
{
    const char *end = strstr(line, "</g>\n"), *from = strchr(line, '>') + 1;
    assert_non_null(end);
    for (const char *to; from < end; from = to) {
        const char *shape = strstr(from, "/>"), *text = strstr(from, "</text>");
        to = shape && (!text || shape < text) ? shape + 2 : text + 7;
        buf_add(out, line, strcspn(line, ">"));
        buf_add(out, from, (size_t)(to - from));
        buf_putc(out, '\n');
    }
}

/* What is to be seen of an animation at a moment, a shape or text on each line. */
static void rows_at(struct buf *out, const char *animation, double percent)
{
    bool shown = true;
    for (const char *line = strstr(animation, "</style>"); line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!*line)
            break;
        if (!strncmp(line, "<g class=\"", 10)) {
            char name[40];
            int len = (int)strcspn(line + 10, " \"");
            snprintf(name, sizeof name, "@keyframes %.*s{", len, line + 10);
            assert_non_null(strstr(animation, name));
            shown = shown_at(strstr(animation, name) + strlen(name), percent);
        } else if (!strncmp(line, "</g>\n", 5)) {
            shown = true;
        } else if (shown && !strncmp(line, "<g transform", 12)) {
            put_elements(out, line);
        }
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Brings the lines of b into an order that only depends on which they are. */
static void sort_lines(struct buf *b)
{
    char *lines[2000] = {NULL};
    size_t n = 0;
    struct buf sorted = {0};
    buf_clear(&sorted);
    for (char *l = b->len ? strtok(b->s, "\n") : NULL; l; l = strtok(NULL, "\n")) {
        assert_true(n < 2000);
        lines[n++] = l;
    }
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++)
        buf_printf(&sorted, "%s\n", lines[i]);
    buf_free(b);
    *b = sorted;
}

static void assert_animation_shows(const char *animation, double percent, const struct screen *s,
                                   const struct theme *t)
{
    struct buf still = {0}, want = {0}, got = {0};
    struct svg_animation f;
    svg_animation_start(&f, &(struct look){.theme = t});
    svg_animation_frame(&f, s, 0);
    svg_animation_end(&f, &still, 1);
    rows_at(&want, still.s, 0);
    rows_at(&got, animation, percent);
    sort_lines(&want);
    sort_lines(&got);
    assert_string_equal(got.s, want.s);
    buf_free(&still);
    buf_free(&want);
    buf_free(&got);
}

TEST(an_animation_shows_each_frame_in_its_time)
{
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 12, 90);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 30; n++) {
        draw_frame(&s, n % 7);
        svg_animation_frame(&f, &s, 5 + n * 0.4);
    }
    svg_animation_end(&f, &b, 20);
    assert_well_formed(b.s);
    for (int n = 0; n < 30; n++) {
        draw_frame(&s, n % 7);
        assert_animation_shows(b.s, (n * 0.4 + 0.01) / 15 * 100, &s, themes[0]);
        assert_animation_shows(b.s, (n * 0.4 + 0.39) / 15 * 100, &s, themes[0]);
    }
    assert_animation_shows(b.s, 99.9, &s, themes[0]);
    assert_contains(&b, "animation-duration:15000ms");
    assert_contains(&b, "prefers-reduced-motion");
    buf_free(&b);
    screen_close(&s);
}

TEST(of_frames_at_the_same_moment_the_last_is_shown)
{
    static const double times[] = {0, 0, 2, 2, 1, 4};
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 6, 60);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 6; n++) {
        draw_frame(&s, n);
        svg_animation_frame(&f, &s, times[n]);
    }
    svg_animation_end(&f, &b, 8);
    draw_frame(&s, 1);
    assert_animation_shows(b.s, 12, &s, themes[0]);
    draw_frame(&s, 4);
    assert_animation_shows(b.s, 37, &s, themes[0]);
    draw_frame(&s, 5);
    assert_animation_shows(b.s, 75, &s, themes[0]);
    buf_free(&b);
    screen_close(&s);
}

TEST(an_animation_without_animation_shows_its_last_frame)
{
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 3, 20);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 3; n++) {
        screen_erase(&s);
        win_printf(win_whole(&s), 0, 0, STYLE(TEXT), "frame%d", n);
        win_puts(win_whole(&s), 1, 0, STYLE(TEXT), "always");
        svg_animation_frame(&f, &s, n);
    }
    svg_animation_end(&f, &b, 4);
    assert_contains(&b, ".o{visibility:hidden}\n");
    assert_contains(&b, "<g class=\"k0 o\">");
    assert_contains(&b, "<g class=\"k2 o\">");
    assert_contains(&b, "<g class=\"k3\">");
    assert_lacks(&b, "@keyframes k1{");
    buf_free(&b);
    screen_close(&s);
}

TEST(a_row_is_in_an_animation_once_however_often_it_returns)
{
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 3, 20);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 50; n++) {
        screen_erase(&s);
        win_puts(win_whole(&s), 0, 0, STYLE(TEXT), n % 2 ? "tick" : "tock");
        win_puts(win_whole(&s), 1, 0, STYLE(TEXT), "still");
        win_puts(win_whole(&s), 2, 0, STYLE(TEXT), "still");
        svg_animation_frame(&f, &s, n);
    }
    svg_animation_end(&f, &b, 50);
    assert_int_equal(count_text(b.s, ">tick<"), 1);
    assert_int_equal(count_text(b.s, ">tock<"), 1);
    assert_int_equal(count_text(b.s, ">still<"), 2);
    buf_free(&b);
    screen_close(&s);
}

TEST(a_hundred_large_frames_stay_a_small_film)
{
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 36, 120);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 100; n++) {
        draw_frame(&s, n);
        svg_animation_frame(&f, &s, n * 0.25);
    }
    svg_animation_end(&f, &b, 30);
    assert_well_formed(b.s);
    assert_in_range(b.len, 10000, 600000);
    buf_free(&b);
    screen_close(&s);
}

/* From the first frame on, and the last has a second for itself. */
TEST(an_animation_is_as_long_as_is_asked_and_at_least_its_last_second)
{
    static const struct {
        double first, last, until;
        const char *length;
    } table[] = {
        {0, 2, 0, "3000ms"}, {0, 2, 3, "3000ms"},    {0, 2, 3.5, "3500ms"}, {0, 2, 9, "9000ms"},
        {1, 2, 2, "2000ms"}, {1, 2, 3.25, "2250ms"}, {4, 4, 0, "1000ms"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct svg_animation f;
        struct screen s;
        struct buf b = {0};
        char want[64];
        screen_init(&s, 1, 2);
        svg_animation_start(&f, &(struct look){.theme = theme_find("dark")});
        svg_animation_frame(&f, &s, table[i].first);
        win_puts(win_whole(&s), 0, 0, STYLE(TEXT), "a");
        svg_animation_frame(&f, &s, table[i].last);
        svg_animation_end(&f, &b, table[i].until);
        snprintf(want, sizeof want, "g{animation-duration:%s;", table[i].length);
        assert_contains(&b, want);
        buf_free(&b);
        screen_close(&s);
    }
}

TEST(what_changes_in_a_row_is_there_again_and_not_the_row)
{
    struct screen s;
    struct buf b = {0};
    struct svg_animation f;
    screen_init(&s, 1, 40);
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    for (int n = 0; n < 9; n++) {
        screen_erase(&s);
        win_puts(win_whole(&s), 0, 0, STYLE(FRAME), "│");
        win_puts(win_whole(&s), 0, 2, STYLE(TEXT), "it stays");
        win_printf(win_whole(&s), 0, 20, STYLE(TEXT), "%d", n);
        win_ground(win_whole(&s), 0, 0, n % 2 ? 40 : 0, GROUND_CURRENT);
        svg_animation_frame(&f, &s, n);
    }
    svg_animation_end(&f, &b, 9);
    assert_int_equal(count_text(b.s, ">it stays<"), 1);
    assert_int_equal(count_text(b.s, "<path"), 1);
    assert_int_equal(count_text(b.s, "<rect"), 2); /* that of the picture, that below the row */
    assert_true(strstr(b.s, "width=\"360\"") < strstr(b.s, ">it stays<"));
    buf_free(&b);
    screen_close(&s);
}

TEST(an_animation_goes_as_often_as_is_wanted)
{
    static const struct {
        unsigned loop;
        const char *count;
    } rows[] = {{0, "animation-iteration-count:infinite}"}, {3, "animation-iteration-count:3}"}};
    for (size_t i = 0; i < 2; i++) {
        struct buf b = {0};
        struct svg_animation f;
        svg_animation_start(&f, &(struct look){.theme = themes[0], .loop = rows[i].loop});
        svg_animation_end(&f, &b, 1);
        assert_contains(&b, rows[i].count);
        buf_free(&b);
    }
}

TEST(an_animation_without_frames_is_an_empty_picture)
{
    struct buf b = {0};
    struct svg_animation f;
    svg_animation_start(&f, &(struct look){.theme = themes[0]});
    svg_animation_end(&f, &b, 0);
    assert_contains(&b, "g{animation-duration:1000ms;");
    assert_well_formed(b.s);
    assert_lacks(&b, "<g ");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_animation_shows_each_frame_in_its_time),
        cmocka_unit_test(of_frames_at_the_same_moment_the_last_is_shown),
        cmocka_unit_test(an_animation_without_animation_shows_its_last_frame),
        cmocka_unit_test(a_row_is_in_an_animation_once_however_often_it_returns),
        cmocka_unit_test(a_hundred_large_frames_stay_a_small_film),
        cmocka_unit_test(an_animation_is_as_long_as_is_asked_and_at_least_its_last_second),
        cmocka_unit_test(what_changes_in_a_row_is_there_again_and_not_the_row),
        cmocka_unit_test(an_animation_goes_as_often_as_is_wanted),
        cmocka_unit_test(an_animation_without_frames_is_an_empty_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
