/* SPDX-License-Identifier: MIT */
/* Recordings for asciinema. */
#include <string.h>
#include <jansson.h>

#include "record/cast.h"
#include "tests/support/frames.h"
#include "tests/test.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

static void assert_color(const char *s, size_t n)
{
    assert_true(n == 7 && s[0] == '#');
    assert_true(strspn(s + 1, "0123456789abcdef") >= 6);
}

static void check_theme(json_t *theme)
{
    const char *fg, *bg, *palette;
    int bad = json_unpack_ex(theme, NULL, JSON_STRICT, "{s:s, s:s, s:s}", "fg", &fg, "bg", &bg,
                             "palette", &palette);
    assert_false(bad);
    assert_color(fg, strlen(fg));
    assert_color(bg, strlen(bg));
    assert_int_equal(strlen(palette), 16 * 8 - 1);
    for (int i = 0; i < 16; i++) {
        assert_color(palette + 8 * i, 7);
        assert_int_equal(palette[8 * i + 7], i < 15 ? ':' : 0);
    }
}

/* The next line of *s as JSON; a line must end in \n. */
static json_t *next_line(const char **s)
{
    size_t n = strcspn(*s, "\n");
    assert_int_equal((*s)[n], '\n');
    json_t *j = json_loadb(*s, n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(j);
    *s += n + 1;
    return j;
}

static void check_header(const char **s, int *h, int *w)
{
    int version;
    const char *title = NULL;
    json_t *theme, *j = next_line(s);
    int bad = json_unpack_ex(j, NULL, JSON_STRICT, "{s:i, s:i, s:i, s?s, s:o}", "version", &version,
                             "width", w, "height", h, "title", &title, "theme", &theme);
    assert_false(bad);
    assert_int_equal(version, 2);
    check_theme(theme);
    json_decref(j);
}

/* At most six decimals, and no exponent. */
static void check_time(const char *line)
{
    size_t whole = strspn(line + 1, "0123456789"), decimals;
    assert_true(line[0] == '[' && whole >= 1 && line[1 + whole] == '.');
    decimals = strspn(line + whole + 2, "0123456789");
    assert_in_range(decimals, 1, 6);
    assert_int_equal(line[whole + 2 + decimals], ',');
}

struct event {
    double at;
    char code;
    const char *data;
    size_t len;
    json_t *json; /* owns data */
};

static struct event next_event(const char **s)
{
    struct event e;
    const char *code;
    check_time(*s);
    e.json = next_line(s);
    int bad =
        json_unpack_ex(e.json, NULL, JSON_STRICT, "[F, s, s%]", &e.at, &code, &e.data, &e.len);
    assert_false(bad);
    assert_int_equal(strlen(code), 1);
    assert_non_null(strchr("oimr", *code));
    e.code = *code;
    return e;
}

TEST(a_recording_is_a_strict_asciicast)
{
    struct screen s;
    struct buf b = {0};
    struct cast c;
    int h, w, seen[128] = {0};
    double last = 0;
    screen_init(&s, 10, 80);
    cast_start(&c, &b, 10, 80, "a \"title\"\n\xff", themes[0], DEPTH_256);
    for (int n = 0; n < 5; n++) {
        draw_frame(&s, n);
        cast_key(&c, n % 2 ? "\033[C" : " ", n / 3.0);
        cast_frame(&c, &s, n / 3.0);
        cast_mark(&c, "tick", n / 3.0);
    }
    cast_end(&c, 9);
    const char *p = b.s;
    check_header(&p, &h, &w);
    assert_int_equal(h, 10);
    assert_int_equal(w, 80);
    while (*p) {
        struct event e = next_event(&p);
        assert_true(e.at >= last);
        last = e.at;
        seen[(int)e.code]++;
        json_decref(e.json);
    }
    assert_true(last == 9);
    assert_int_equal(seen['o'], 6);
    assert_int_equal(seen['i'], 5);
    assert_int_equal(seen['m'], 5);
    assert_int_equal(seen['r'], 0);
    buf_free(&b);
    screen_close(&s);
}

TEST(a_recording_has_the_theme_s_own_colors_and_ends_on_a_line_of_its_own)
{
    struct screen s;
    struct buf b = {0};
    struct cast c;
    screen_init(&s, 3, 4);
    cast_start(&c, &b, 3, 4, NULL, theme_find("dark"), DEPTH_RGB);
    win_puts(win_whole(&s), 0, 0, STYLE(TEXT), "hi");
    cast_frame(&c, &s, 0);
    cast_end(&c, 1);
    assert_non_null(strstr(b.s, "\\u001b[38;2;201;209;217;48;2;20;23;28m\\u001b[Hhi"));
    assert_string_equal(strstr(b.s, "[1.0,"),
                        "[1.0, \"o\", \"\\u001b[2;1H\\r\\n\\u001b[K\\u001b[?25h\"]\n");
    buf_free(&b);
    screen_close(&s);
}

TEST(a_terminal_that_plays_a_recording_shows_every_frame)
{
    for (int i = 0; themes[i]; i++) {
        struct screen s;
        struct buf b = {0};
        struct cast c;
        struct vt v;
        int h, w;
        screen_init(&s, 12, 90);
        cast_start(&c, &b, 12, 90, NULL, themes[i], DEPTH_256);
        for (int n = 0; n < 20; n++) {
            draw_frame(&s, n);
            cast_frame(&c, &s, n);
        }
        cast_end(&c, 20);
        const char *p = b.s;
        check_header(&p, &h, &w);
        vt_init(&v, h, w);
        for (int n = 0; n < 20; n++) {
            struct event e = next_event(&p);
            assert_true(e.code == 'o' && e.at == n);
            vt_feed(&v, e.data, e.len);
            draw_frame(&s, n);
            assert_vt_shows(&v, &s, themes[i], DEPTH_256);
            json_decref(e.json);
        }
        vt_close(&v);
        buf_free(&b);
        screen_close(&s);
    }
}

/* In an asciicast an ESC is six bytes, \n and \b are two. */
TEST(a_cursor_goes_the_shortest_way)
{
    static const struct {
        struct cursor from, to;
        const char *way;
    } rows[] = {
        {{-1, 0}, {0, 0}, "\033[H"},
        {{-1, 0}, {4, 0}, "\033[5H"},
        {{-1, 0}, {0, 11}, "\033[;12H"},
        {{3, 80}, {3, 4}, "\033[4;5H"}, /* behind the right edge */
        {{3, 7}, {3, 7}, ""},
        {{3, 7}, {3, 8}, "\033[C"},
        {{3, 7}, {3, 79}, "\033[72C"},
        {{3, 7}, {3, 3}, "\b\b\b\b"},
        {{3, 70}, {3, 60}, "\033[10D"},
        {{3, 7}, {4, 7}, "\n"},
        {{3, 7}, {7, 7}, "\n\n\n\n"},
        {{3, 7}, {8, 7}, "\033[5B"},
        {{3, 7}, {5, 5}, "\n\n\b\b"},
        {{3, 7}, {1, 7}, "\033[2A"},
        {{3, 7}, {4, 8}, "\n\033[C"},
        {{3, 7}, {1, 8}, "\033[2;9H"},
        {{3, 7}, {22, 50}, "\033[23;51H"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char way[CURSOR_BYTES + 1] = "";
        struct cursor at = rows[i].from;
        *cursor_to(way, &at, rows[i].to.y, rows[i].to.x, 80) = 0;
        assert_string_equal(way, rows[i].way);
        assert_int_equal(at.y, rows[i].to.y);
        assert_int_equal(at.x, rows[i].to.x);
    }
}

TEST(the_bytes_of_a_recording_are_these)
{
    struct screen s;
    struct buf b = {0};
    struct cast c;
    screen_init(&s, 2, 8);
    cast_start(&c, &b, 2, 8, "t", theme_find("dark"), DEPTH_16);
    win_puts(win_whole(&s), 0, 0, STYLE(TEXT), "hi");
    cast_frame(&c, &s, 0);
    cast_frame(&c, &s, 0.5);
    win_puts(win_whole(&s), 1, 2, STYLE(READY), "x");
    cast_frame(&c, &s, 1.25);
    cast_key(&c, "\033", 1.0);
    cast_mark(&c, "", 1.0000004 + 1);
    screen_resize(&s, 1, 3);
    cast_frame(&c, &s, 2.1234567);
    cast_end(&c, 3);
    assert_string_equal(
        strchr(b.s, '\n') + 1,
        "[0.0, \"o\", \"\\u001b[?25l\\u001b[m\\u001b[2J\\u001b[97;40m"
        "\\u001b[Hhi      \\u001b[2H        \\u001b[m\"]\n"
        "[1.25, \"o\", \"\\u001b[96;40m\\u001b[2;3Hx\\u001b[m\"]\n"
        "[1.25, \"i\", \"\\u001b\"]\n"
        "[2.0, \"m\", \"\"]\n"
        "[2.123457, \"r\", \"3x1\"]\n"
        "[2.123457, \"o\", \"\\u001b[m\\u001b[2J\\u001b[40m\\u001b[H   \\u001b[m\"]\n"
        "[3.0, \"o\", \"\\u001b[1;1H\\r\\n\\u001b[K\\u001b[?25h\"]\n");
    assert_memory_equal(b.s,
                        "{\"version\": 2, \"width\": 8, \"height\": 2, \"title\": \"t\", "
                        "\"theme\": {\"fg\": \"#c9d1d9\", \"bg\": \"#14171c\", "
                        "\"palette\": \"#000000:#cd0000:",
                        126);
    buf_free(&b);
    screen_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_is_a_strict_asciicast),
        cmocka_unit_test(a_recording_has_the_theme_s_own_colors_and_ends_on_a_line_of_its_own),
        cmocka_unit_test(a_terminal_that_plays_a_recording_shows_every_frame),
        cmocka_unit_test(a_cursor_goes_the_shortest_way),
        cmocka_unit_test(the_bytes_of_a_recording_are_these),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
