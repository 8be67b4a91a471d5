/* SPDX-License-Identifier: MIT */
/* What a terminal shows when screens are painted over one another: that of a terminal that was cleared, and got the
 * whole screen as text with its colours, which is another way to it. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/text.h"
#include "tests/support/session.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "ui/term.h"

enum { FRAMES = 40, HEIGHT = 9, WIDTH = 31 };

/* ---- screens ---- */

static void draw_anything(struct screen *s, uint32_t *dice)
{
    static const char *const texts[] = {"plain text", "漢字漢字", "a漢b字",
                                        "→ ▶ █▂ ─",   "x",        "more of it, which is long",
                                        "é",          "漢",       "      "};
    struct style st = {.role = (uint8_t)chance(dice, ROLES),
                       .ground = (uint8_t)chance(dice, GROUNDS),
                       .attr = (uint8_t)(chance(dice, 2) ? chance(dice, 16) : 0)};
    win_puts(win_whole(s), chance(dice, s->h), chance(dice, s->w), st,
             texts[chance(dice, sizeof texts / sizeof *texts)]);
}

/* Frame n: much of that before, and something else; often as large as the terminal, and else larger. */
static void draw_frame(struct screen *s, int n)
{
    uint32_t dice = (uint32_t)n * 77;
    if (!s->cells)
        screen_init(s, HEIGHT, WIDTH);
    if (n % 8 == 5)
        screen_resize(s, HEIGHT + chance(&dice, 3), WIDTH + chance(&dice, 5));
    if (n % 8 == 7)
        screen_resize(s, HEIGHT, WIDTH);
    for (int i = n % 3 ? 3 : 20; i; i--)
        draw_anything(s, &dice);
}

static const struct theme *theme_of(int n)
{
    return themes[n / 10 % 2];
}

/* ---- the terminal ---- */

static int type_next(const struct term *t)
{
    char byte = 0;
    struct pollfd p = {.fd = term_fd(t), .events = POLLIN};
    while (read(p.fd, &byte, 1) != 1)
        poll(&p, 1, -1);
    return byte;
}

/* Whenever a byte is typed it draws the next frame. */
static int paint_frames(void *colors)
{
    struct screen s = {0};
    struct term *t = term_open(&(struct term_options){.colors = *(int *)colors});
    for (int n = 0; t && n < FRAMES; n++) {
        draw_frame(&s, n);
        term_draw(t, &s, theme_of(n));
        type_next(t);
    }
    screen_close(&s);
    term_close(t);
    return t ? 0 : 99;
}

/* As much of it as the terminal has room for, drawn at once; '?' for a character of which half has none. */
static void show_whole(struct vt *wanted, const struct screen *s, int n, enum depth depth)
{
    struct screen seen;
    struct buf b = {0};
    screen_init(&seen, HEIGHT, WIDTH);
    for (int y = 0; y < HEIGHT && y < s->h; y++)
        for (int x = 0; x < WIDTH && x < s->w; x++)
            *screen_at(&seen, y, x) = *screen_at(s, y, x);
    for (int y = 0; y < HEIGHT && s->w > WIDTH; y++)
        if (!screen_at(s, y, WIDTH)->ch)
            screen_at(&seen, y, WIDTH - 1)->ch = '?';
    ansi_write(&b, &seen, theme_of(n), depth);
    vt_init(wanted, HEIGHT, WIDTH);
    feed_lines(wanted, &b);
    screen_close(&seen);
    buf_free(&b);
}

static bool has_all_of(struct vt *v, const void *wanted)
{
    return vt_same(v, wanted);
}

static void assert_painted(int colors, enum depth depth)
{
    struct vt v;
    struct screen s = {0};
    vt_open(&v, HEIGHT, WIDTH);
    vt_call(&v, paint_frames, &colors);
    for (int n = 0; n < FRAMES; n++) {
        struct vt wanted;
        struct buf b = {0};
        draw_frame(&s, n);
        show_whole(&wanted, &s, n, depth);
        if (!vt_wait(&v, has_all_of, &wanted)) {
            vt_difference(&v, &wanted, &b);
            fail_msg("frame %d with %d colours: %s", n, colors, buf_str(&b));
        }
        vterm_free(wanted.vt);
        vt_type(&v, "x");
    }
    assert_exits(&v, 0);
    screen_close(&s);
    vt_close(&v);
}

TEST(screens_painted_over_one_another_show_what_each_would_alone)
{
    assert_painted(256, DEPTH_256);
}

TEST(so_they_do_with_fewer_colours_or_none)
{
    assert_painted(16, DEPTH_16);
    assert_painted(8, DEPTH_8);
    assert_painted(0, DEPTH_MONO);
}

/* ---- widths ---- */

static int paint_what_it_has_not(void *unused)
{
    struct screen s;
    struct term *t = open_term();
    (void)unused;
    screen_init(&s, HEIGHT, WIDTH);
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "a漢b~ c→d");
    win_puts(win_whole(&s), 1, WIDTH - 3, (struct style){0}, "x漢");
    term_draw(t, &s, themes[0]);
    type_next(t);
    screen_close(&s);
    term_close(t);
    return 0;
}

/* In this locale the C library knows no character but ASCII's. */
TEST(a_question_mark_stands_for_what_the_c_library_measures_otherwise_and_the_rest_stays_in_place)
{
    struct vt v;
    struct buf b = {0};
    vt_open(&v, HEIGHT, WIDTH);
    v.locale = "C";
    vt_call(&v, paint_what_it_has_not, NULL);
    assert_has(&v, "x?");
    vt_text(&v, &b);
    assert_memory_equal(b.s, "a? b~ c?d ", 10);
    assert_memory_equal(strchr(b.s, '\n') + 1, "                            x?", 30);
    vt_type(&v, "x");
    assert_exits(&v, 0);
    buf_free(&b);
    vt_close(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screens_painted_over_one_another_show_what_each_would_alone),
        cmocka_unit_test(so_they_do_with_fewer_colours_or_none),
        cmocka_unit_test(
            a_question_mark_stands_for_what_the_c_library_measures_otherwise_and_the_rest_stays_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
