/* SPDX-License-Identifier: MIT */
/* What is drawn on screens by chance, which is the same each time, and the pictures and recordings of them, against
 * check sums in tests/golden/sums (UPDATE_GOLDEN=1 writes them anew). The number of the line that differs first is that
 * of the screens. */
#include <stdio.h>
#include <string.h>

#include "draw/theme.h"
#include "record/film.h"
#include "record/formats.h"
#include "record/gif_colors.h"
#include "record/text.h"
#include "tests/support/frames.h"
#include "tests/support/golden.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "view/pen.h"

#define FOLDER "tests/golden/sums/"

/* ---- drawing ---- */

static struct style any_style(uint32_t *dice)
{
    int role = chance(dice, chance(dice, 2) ? 8 : ROLES);
    int ground = chance(dice, 3) ? 0 : chance(dice, GROUNDS);
    int attr = chance(dice, 3) ? 0 : chance(dice, 16);
    return (struct style){.role = (uint8_t)role, .ground = (uint8_t)ground, .attr = (uint8_t)attr};
}

/* Returns what the function that drew returned. */
static int draw_anything(struct win w, uint32_t *dice)
{
    static const char *const texts[] = {"plain",
                                        "two words & <more>",
                                        "",
                                        "漢字 wide",
                                        "e\xcc\x81 combining",
                                        "\x1b[31mred",
                                        "tab\there",
                                        "\xff\xfe",
                                        "“quoted”",
                                        "█▂╌ lanes",
                                        "a long text that is cut at the edge of any small screen",
                                        "😀",
                                        "]]>",
                                        "'\"\\",
                                        "   ",
                                        "\xe2\x80\xae"
                                        "back",
                                        "\xc2\x85"};
    const char *text = texts[chance(dice, sizeof texts / sizeof *texts)];
    int y = chance(dice, w.h + 3) - 1, x = chance(dice, w.w + 6) - 3, n = chance(dice, w.w + 4) - 1;
    struct style st = any_style(dice);
    switch (chance(dice, 11)) {
    case 0:
        win_fill(w, y, x, n, st, chance(dice, 2) ? u'─' : ' ');
        return 0;
    case 1:
        win_ground(w, y, x, n, (enum ground)chance(dice, GROUNDS));
        return 0;
    case 2:
        win_putc(w, y, x, st, chance(dice, 2) ? u'●' : u'漢');
        return 0;
    case 3:
        w = win_sub(w, y, x, chance(dice, w.h + 2), n);
        win_box(w, st, chance(dice, 2));
        return 0;
    case 4:
        return view_puts(w, y, x, n, st, text);
    case 5:
        return view_wrap(win_sub(w, 0, x, w.h, n), y, st, text);
    case 6:
        return win_putn(w, y, x, st, text, chance(dice, (int)strlen(text) + 1));
    case 7:
        return win_printf(w, y, x, st, "%d of %d", y, n);
    case 8:
        return draw_anything(win_sub(w, y, x, chance(dice, w.h + 2), n), dice);
    default:
        return win_puts(w, y, x, st, text);
    }
}

static void fill(struct screen *s, uint32_t *dice, uint32_t *sum)
{
    s->ascii = !chance(dice, 9);
    for (int n = 3 + chance(dice, 12); n; n--)
        sum_number(sum, (uint32_t)draw_anything(win_whole(s), dice));
    sum_cells(sum, s);
}

/* ---- pictures ---- */

static const struct theme *any_theme(uint32_t *dice)
{
    int n = 0;
    while (themes[n])
        n++;
    return themes[chance(dice, n)];
}

static struct look any_look(uint32_t *dice)
{
    static const enum depth depths[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_256};
    struct look look = {.theme = any_theme(dice)};
    look.depth = depths[chance(dice, 5)];
    look.title = chance(dice, 2) ? "a \"title\"" : NULL;
    return look;
}

static void put_stills(struct buf *out, const struct screen *s, const struct screen *before,
                       uint32_t *dice)
{
    struct buf b = {0};
    for (const struct format *f = formats; f->name; f++) {
        struct look look = any_look(dice);
        if (f->still && !f->trouble)
            f->still(&b, s, &look);
    }
    text_write_styles(&b, s);
    struct look look = any_look(dice);
    ansi_diff(&b, before, s, look.theme, look.depth);
    ansi_diff(&b, s, s, look.theme, look.depth);
    uint32_t sum = NO_SUM;
    sum_text(&sum, buf_str(&b));
    sum_put(out, "pictures", sum);
    buf_free(&b);
}

enum { SCREENS = 400 };

TEST(what_is_drawn_and_its_pictures_are_as_they_were)
{
    struct buf out = {0};
    struct screen before = {0};
    uint32_t dice = NO_SUM;
    for (int i = 0; i < SCREENS; i++) {
        struct screen s;
        uint32_t sum = NO_SUM;
        if (before.cells && chance(&dice, 3))
            screen_init(&s, before.h, before.w);
        else
            any_screen(&s, 1, 14, 1, 50, &dice);
        fill(&s, &dice, &sum);
        sum_put(&out, "cells", sum);
        put_stills(&out, &s, before.cells ? &before : NULL, &dice);
        buf_putc(&out, '\n');
        screen_close(&before);
        before = s;
    }
    screen_close(&before);
    golden_check(FOLDER "pictures.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- recordings ---- */

/* What is painted depends on libraries and fonts, and is not among these. Frames of which many are like the one before,
 * at times that are sometimes no later. */
static void record(struct buf *b, const struct format *f, uint32_t *dice)
{
    struct look look = any_look(dice);
    struct screen s;
    uint32_t unused = 0;
    double time = 0;
    any_screen(&s, 2, 8, 10, 30, dice);
    void *recording = f->start(b, &s, &look);
    for (int n = 1 + chance(dice, 12); n; n--) {
        if (!chance(dice, 6))
            screen_close(&s), any_screen(&s, 2, 8, 10, 30, dice);
        if (!chance(dice, 3))
            fill(&s, dice, &unused);
        else if (chance(dice, 3))
            draw_anything(win_sub(win_whole(&s), s.h - 1, 0, 1, s.w), dice);
        f->frame(recording,
                 &(struct film_frame){
                     .screen = &s, .seconds = time, .told = "", .caption = "", .key = ""});
        time += chance(dice, 4) ? chance(dice, 9) / 4.0 : -0.25;
    }
    f->end(recording, time + chance(dice, 3));
    screen_close(&s);
}

enum { RECORDINGS = 250 };

TEST(recordings_of_anything_are_as_they_were)
{
    struct buf out = {0};
    uint32_t dice = NO_SUM;
    for (int i = 0; i < RECORDINGS; i++) {
        for (const struct format *f = formats; f->name; f++) {
            struct buf b = {0};
            uint32_t sum = NO_SUM;
            if (!f->start || f->trouble)
                continue;
            record(&b, f, &dice);
            sum_text(&sum, buf_str(&b));
            sum_put(&out, f->name, sum);
            buf_free(&b);
        }
        buf_putc(&out, '\n');
    }
    golden_check(FOLDER "recordings.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- films ---- */

static const char *any_word(uint32_t *dice)
{
    static const char *const words[] = {
        "",
        "step",
        "→",
        "a caption of a few words",
        "漢字",
        "a caption that is longer than the screen on which it is to be seen",
        "<&>\"'\\",
        "\x1b[31m",
        "Task-2 wakes up\nit slept\nfor a second",
        "play, pause, faster"};
    return words[chance(dice, sizeof words / sizeof *words)];
}

static struct look film_look(const struct format *f, uint32_t *dice)
{
    struct look look = any_look(dice);
    look.about = chance(dice, 2) ? "what it is <about>" : NULL;
    look.keys = chance(dice, 2);
    look.captions = chance(dice, 2);
    look.window = f->windows && chance(dice, 2);
    look.loop = chance(dice, 2) ? 0 : (unsigned)chance(dice, 4);
    look.still = !f->start || (f->still && !chance(dice, 4));
    look.at = chance(dice, 12) / 2.0;
    return look;
}

/* Anything that can happen to a film, at a time. */
static void film_anything(struct film *f, struct screen *s, uint32_t *dice, double time)
{
    uint32_t unused = 0;
    int what = chance(dice, 12);
    if (what < 5) {
        if (!chance(dice, 5))
            screen_close(s), any_screen(s, 2, 6, 10, 50, dice);
        if (chance(dice, 2))
            fill(s, dice, &unused);
        film_frame(f, s, time);
    } else if (what < 8) {
        film_key(f, &(struct film_key){any_word(dice), chance(dice, 2) ? any_word(dice) : "", "k"},
                 time);
    } else if (what == 8) {
        film_caption(f, any_word(dice), time);
    } else if (what == 9) {
        film_tell(f, any_word(dice), time);
    } else if (what == 10) {
        film_mark(f, (enum mark)chance(dice, 2), any_word(dice), time);
    } else {
        film_hide(f, chance(dice, 2), time);
    }
}

static void put_film(struct buf *out, const struct format *format, uint32_t *dice)
{
    static const double lapses[] = {0, 0, 0.1, 0.5, 1.5, 1.501, 4};
    struct look look = film_look(format, dice);
    struct buf b = {0};
    struct screen s;
    struct film f;
    double time = 0;
    uint32_t sum = NO_SUM;
    any_screen(&s, 2, 6, 30, 40, dice);
    film_start(&f, format, &b, &s, &look);
    for (int n = chance(dice, 25); n; n--) {
        film_anything(&f, &s, dice, time);
        time += lapses[chance(dice, sizeof lapses / sizeof *lapses)];
    }
    sum_number(&sum, (uint32_t)(film_length(&f, time) * 1000));
    sum_number(&sum, f.frames);
    film_end(&f, time);
    sum_text(&sum, buf_str(&b));
    sum_put(out, format->name, sum);
    buf_free(&b);
    screen_close(&s);
}

enum { FILMS = 150 };

TEST(films_of_anything_are_as_they_were)
{
    struct buf out = {0};
    uint32_t dice = NO_SUM;
    for (int i = 0; i < FILMS; i++) {
        for (const struct format *f = formats; f->name; f++)
            if (!f->trouble)
                put_film(&out, f, &dice);
        buf_putc(&out, '\n');
    }
    golden_check(FOLDER "films.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- colours ---- */

enum { APART = 5 };

TEST(each_colour_has_the_nearest_that_it_had)
{
    struct buf out = {0};
    for (int r = 0; r < 256; r += APART) {
        uint32_t sum = NO_SUM;
        for (int g = 0; g < 256; g += APART)
            for (int b = 0; b < 256; b += APART)
                sum_number(&sum,
                           (uint32_t)theme_256((struct rgb){(uint8_t)r, (uint8_t)g, (uint8_t)b}));
        sum_put(&out, "nearest", sum);
        buf_putc(&out, '\n');
    }
    for (int v = 0; v < 256; v++)
        buf_printf(&out, "%d%c", theme_256((struct rgb){(uint8_t)v, (uint8_t)v, (uint8_t)v}),
                   v % 16 == 15 ? '\n' : ' ');
    for (int i = 0; i < 256; i++) {
        struct rgb c = theme_rgb(i);
        buf_printf(&out, "%02x%02x%02x%c", c.r, c.g, c.b, i % 16 == 15 ? '\n' : ' ');
    }
    for (int n = 0; themes[n]; n++) {
        static struct gif_colors c;
        uint32_t sum = NO_SUM;
        gif_colors_of(&c, themes[n]);
        for (int i = 1; i < c.count; i++)
            sum_number(&sum, (uint32_t)(c.at[i].r << 16 | c.at[i].g << 8 | c.at[i].b));
        sum_put(&out, themes[n]->name, sum);
    }
    golden_check(FOLDER "colours.txt", &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_and_its_pictures_are_as_they_were),
        cmocka_unit_test(recordings_of_anything_are_as_they_were),
        cmocka_unit_test(films_of_anything_are_as_they_were),
        cmocka_unit_test(each_colour_has_the_nearest_that_it_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
