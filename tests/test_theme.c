/* SPDX-License-Identifier: MIT */
/* Themes, as numbers: what is drawn can be read, whatever it stands on and however few colours there
 * are. */
#include <math.h>
#include <string.h>

#include "draw/screen.h"
#include "draw/theme.h"
#include "scenes/scene.h"
#include "tests/support/frames.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/code.h"

static const enum depth depths[] = {DEPTH_8, DEPTH_16, DEPTH_256};

/* --- themes ----------------------------------------------------------------------------------- */

/* https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
static double luminance(struct rgb c)
{
    uint8_t v[3] = {c.r, c.g, c.b};
    double weight[3] = {0.2126, 0.7152, 0.0722}, sum = 0;
    for (int i = 0; i < 3; i++) {
        double x = v[i] / 255.0;
        sum += weight[i] * (x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(struct rgb a, struct rgb b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

static bool same_rgb(struct rgb a, struct rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* What xterm shows for an index. It takes bold for bright: the first eight become the second. */
static struct rgb shown(int index, int attr)
{
    return theme_rgb(index < 8 && attr & ATTR_BOLD ? index + 8 : index);
}

static double contrast_at(const struct theme *t, enum depth depth, struct style st)
{
    int fg, bg, attr;
    theme_colors(t, depth, st, &fg, &bg, &attr);
    assert_true(fg >= 0 && bg >= 0);
    return contrast(shown(fg, attr), theme_rgb(bg));
}

/* Every pair there can be, so every one that is drawn; a frame is nothing to be read. */
TEST(every_text_can_be_read_on_every_ground_in_every_theme_at_every_depth)
{
    const struct theme *mono = theme_find("mono");
    for (int n = 0; n < ROLES * GROUNDS * 2; n++) {
        struct style st = {(uint8_t)(n % ROLES), (uint8_t)(n / ROLES % GROUNDS),
                           n / ROLES / GROUNDS ? ATTR_BOLD : 0};
        for (int i = 0; themes[i] && st.role != ROLE_FRAME; i++) {
            double of_picture = contrast(themes[i]->roles[st.role], themes[i]->grounds[st.ground]);
            if (of_picture < 4.5)
                fail_msg("%s: role %d on %d is %.2f", themes[i]->name, st.role, st.ground,
                         of_picture);
            for (int d = 0; d < 3 && themes[i] != mono; d++) {
                double c = contrast_at(themes[i], depths[d], st);
                if (c < 4.5)
                    fail_msg("%s: role %d on %d is %.2f at %d colours", themes[i]->name, st.role,
                             st.ground, c, (int)depths[d]);
            }
        }
    }
}

/* Else the test above would have to look at it too. */
static void assert_frames_are_lines(const struct screen *s)
{
    for (int i = 0; i < s->h * s->w; i++)
        if (s->cells[i].style.role == ROLE_FRAME && s->cells[i].ch != ' ')
            assert_in_range(s->cells[i].ch, 0x2500, 0x257f);
}

static void press(struct app *a, int code)
{
    while (app_goes_on(a))
        app_update(a, &(struct message){.kind = MSG_TIME});
    app_update(a, &(struct message){.kind = MSG_KEY, .code = code});
    app_draw(a);
    assert_frames_are_lines(&a->screen);
}

/* All panes, and what lies over them. */
TEST(nothing_to_be_read_is_drawn_in_the_colour_of_frames)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {36, 120}, {50, 200}};
    static const int over[] = {']', ']', '?', '?', CODE_ENTER, CODE_ENTER, ':', CODE_ESC, ']'};
    for (int i = 0; scenes[i]; i++)
        for (int k = 0; k < 4; k++) {
            struct player player;
            struct app app;
            assert_int_equal(program_open(&player, &scenes[i]->program, CLOCK_VIRTUAL, 0), 0);
            app_init(&app, sizes[k][0], sizes[k][1], false, catalogue_of_scenes());
            app_attach(&app, &player);
            for (size_t n = 0; n < sizeof over / sizeof *over; n++)
                press(&app, over[n]);
            for (int n = 0; n < 10; n++)
                press(&app, n % 2 ? CODE_TAB : CODE_PGDN);
            press(&app, CODE_END);
            app_close(&app);
            player_close(&player);
        }
}

/* From the last row of a hall: the contrast of the frame with the focus, and that it is another
 * colour than the one without. */
TEST(the_frame_with_the_focus_stands_out)
{
    static const struct style focus = {.role = ROLE_FOCUS}, frame = {.role = ROLE_FRAME};
    for (int i = 0; i < 3; i++) {
        const struct theme *t = themes[i];
        assert_true(contrast(t->roles[ROLE_FOCUS], t->back) >= 4.5);
        assert_true(contrast(t->roles[ROLE_FOCUS], t->roles[ROLE_FRAME]) >= 3);
        for (int d = 0; d < 3; d++) {
            int fg, bg, attr, other;
            theme_colors(t, depths[d], frame, &other, &bg, &attr);
            theme_colors(t, depths[d], focus, &fg, &bg, &attr);
            assert_int_not_equal(fg, other);
        }
    }
}

/* In degrees, 0 to 360. */
static double hue(struct rgb c)
{
    double r = c.r, g = c.g, b = c.b, most = fmax(r, fmax(g, b)),
           range = most - fmin(r, fmin(g, b));
    double h = most == r ? (g - b) / range : most == g ? 2 + (b - r) / range : 4 + (r - g) / range;
    return fmod(60 * h + 360, 360);
}

TEST(what_blocks_has_another_hue_than_what_runs)
{
    for (int i = 0; i < 3; i++) {
        double d = fabs(hue(themes[i]->roles[ROLE_BLOCKED]) - hue(themes[i]->roles[ROLE_RUNNING]));
        assert_true(fmin(d, 360 - d) >= 30);
        for (int n = 0; n < 3; n++) {
            int running, blocked, bg, attr;
            theme_colors(themes[i], depths[n], (struct style){.role = ROLE_RUNNING}, &running, &bg,
                         &attr);
            theme_colors(themes[i], depths[n], (struct style){.role = ROLE_BLOCKED}, &blocked, &bg,
                         &attr);
            assert_int_not_equal(running, blocked);
        }
    }
}

TEST(the_states_of_a_task_differ_in_every_theme_and_depth)
{
    static const enum depth all[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256};
    for (int i = 0; themes[i]; i++)
        for (int d = 0; d < 4; d++)
            for (int a = ROLE_RUNNING; a <= ROLE_CREATED; a++)
                for (int b = ROLE_RUNNING; b < a; b++) {
                    struct style sa = {.role = (uint8_t)a}, sb = {.role = (uint8_t)b};
                    int fa, fb, ba, bb, aa, ab;
                    theme_colors(themes[i], all[d], sa, &fa, &ba, &aa);
                    theme_colors(themes[i], all[d], sb, &fb, &bb, &ab);
                    if (fa == fb && aa == ab)
                        fail_msg("%s at %d: %d is as %d", themes[i]->name, (int)all[d], a, b);
                }
}

/* So the terminal's own colours do not matter. */
TEST(a_theme_has_its_own_ink_and_ground_for_everything_unless_it_is_mono)
{
    for (int i = 0; themes[i]; i++)
        for (int d = 0; d < 4; d++)
            for (int n = 0; n < ROLES * GROUNDS; n++) {
                struct style st = {(uint8_t)(n % ROLES), (uint8_t)(n / ROLES), ATTR_ITALIC};
                int fg, bg, attr,
                    most = strcmp(themes[i]->name, "mono") && d < 3 ? (int)depths[d] : 0;
                theme_colors(themes[i], d < 3 ? depths[d] : DEPTH_MONO, st, &fg, &bg, &attr);
                assert_in_range(fg + 1, most ? 1 : 0, most);
                assert_in_range(bg + 1, most ? 1 : 0, most);
                assert_true(attr & ATTR_ITALIC);
                if (st.ground == GROUND_CURRENT && !most)
                    assert_true(attr & ATTR_REVERSE);
            }
}

TEST(bold_stands_for_bright_where_there_are_eight_colours)
{
    const struct theme *t = theme_find("dark");
    int fg, bg, attr;
    theme_colors(t, DEPTH_16, (struct style){.role = ROLE_DONE}, &fg, &bg, &attr);
    assert_int_equal(fg, 10);
    assert_int_equal(attr, 0);
    theme_colors(t, DEPTH_8, (struct style){.role = ROLE_DONE}, &fg, &bg, &attr);
    assert_int_equal(fg, 2);
    assert_int_equal(attr, ATTR_BOLD);
    theme_colors(theme_find("light"), DEPTH_8, (struct style){.role = ROLE_FAILED}, &fg, &bg,
                 &attr);
    assert_int_equal(fg, 1);
    assert_int_equal(attr, 0); /* where bright is pale */
}

static int distance(struct rgb a, struct rgb b)
{
    int r = a.r - b.r, g = a.g - b.g, bl = a.b - b.b;
    return r * r + g * g + bl * bl;
}

TEST(no_other_of_the_256_is_nearer)
{
    for (int n = 0; n < 100000; n++) {
        struct rgb c = {(uint8_t)dice(256), (uint8_t)dice(256), (uint8_t)dice(256)};
        if (n % 4 == 0)
            c.b = c.g = c.r;
        int got = theme_256(c), least = distance(c, theme_rgb(got));
        assert_in_range(got, 16, 255);
        for (int i = 16; i < 256; i++)
            if (distance(c, theme_rgb(i)) < least)
                fail_msg("%d %d %d: %d is nearer than %d", c.r, c.g, c.b, i, got);
    }
    for (int i = 16; i < 256; i++)
        assert_true(same_rgb(theme_rgb(theme_256(theme_rgb(i))), theme_rgb(i)));
}

TEST(a_role_has_the_nearest_of_the_256_whichever_theme_was_asked_before)
{
    for (int n = 0; n < 2 * ROLES; n++)
        for (int i = 0; i < 3; i++) {
            struct style st = {.role = (uint8_t)(n % ROLES)};
            int fg, bg, attr;
            theme_colors(themes[i], DEPTH_256, st, &fg, &bg, &attr);
            assert_int_equal(fg, theme_256(themes[i]->roles[st.role]));
        }
}

TEST(a_theme_is_found_by_its_name)
{
    static const char *const names[] = {"dark", "light", "colorblind", "mono"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(theme_find(names[i])->name, names[i]);
    assert_null(theme_find("pink"));
    for (int i = 0; themes[i]; i++)
        assert_ptr_equal(theme_find(themes[i]->name), themes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_can_be_read_on_every_ground_in_every_theme_at_every_depth),
        cmocka_unit_test(nothing_to_be_read_is_drawn_in_the_colour_of_frames),
        cmocka_unit_test(the_frame_with_the_focus_stands_out),
        cmocka_unit_test(what_blocks_has_another_hue_than_what_runs),
        cmocka_unit_test(the_states_of_a_task_differ_in_every_theme_and_depth),
        cmocka_unit_test(a_theme_has_its_own_ink_and_ground_for_everything_unless_it_is_mono),
        cmocka_unit_test(bold_stands_for_bright_where_there_are_eight_colours),
        cmocka_unit_test(no_other_of_the_256_is_nearer),
        cmocka_unit_test(a_role_has_the_nearest_of_the_256_whichever_theme_was_asked_before),
        cmocka_unit_test(a_theme_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
