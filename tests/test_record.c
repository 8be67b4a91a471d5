/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include <vterm.h>

#include "base/buf.h"
#include "record/cast.h"
#include "record/film.h"
#include "record/svg.h"
#include "record/text.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

static const enum depth depths[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256};

/* Deterministic; the same on every machine. */
static unsigned dice(unsigned sides)
{
    static unsigned long long x = 42;
    x = x * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(x >> 33) % sides;
}

/* A frame as the views draw it: boxes, a highlighted line, a bar that grows with n. */
static void draw_frame(struct screen *s, int n)
{
    struct win w = win_whole(s), inner = win_sub(w, 1, 0, s->h - 1, s->w);
    screen_erase(s);
    win_puts(w, 0, 1, STYLE(STRONG), "loopscope");
    win_printf(w, 0, s->w - 10, STYLE(DIM), "tick %d", n);
    win_box(inner, STYLE(FRAME));
    for (int y = 1; y < inner.h - 1; y++) {
        win_printf(inner, y, 2, STYLE(DIM), "%2d", y);
        win_puts(inner, y, 6, STYLE(TEXT), "await sleep(1)  # <世界> & “so”");
        win_fill(inner, y, 40, n % 30 + y % 3, STYLE(WAITING), u'╌');
        win_putc(inner, y, 40 + n % 30 + y % 3, STYLE(RUNNING), u'█');
    }
    win_puts(inner, 1 + n % (s->h - 3), 1, STYLE(RUNNING), "▶");
    win_ground(inner, 1 + n % (s->h - 3), 1, s->w - 2, GROUND_CURRENT);
}

/* Changes a few places of s in any style. */
static void scribble(struct screen *s)
{
    static const char *const words[] = {"a", "世", "x世y", "─╮", "two words", " ", "   ", "●"};
    for (unsigned i = 1 + dice(6); i > 0; i--) {
        struct style st = {(uint8_t)dice(ROLES), (uint8_t)(dice(2) ? 0 : dice(GROUNDS)),
                           (uint8_t)(dice(2) ? 0 : dice(16))};
        win_puts(win_whole(s), (int)dice((unsigned)s->h), (int)dice((unsigned)s->w + 2) - 2, st,
                 words[dice(sizeof words / sizeof *words)]);
    }
}

/* --- text ------------------------------------------------------------------------------------- */

static void text_is_the_characters_trimmed_at_the_right(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 10);
    win_puts(win_whole(&s), 0, 1, STYLE(TEXT), "a世 b");
    win_ground(win_whole(&s), 0, 0, 10, GROUND_CURRENT);
    win_puts(win_whole(&s), 2, 6, STYLE(TEXT), "last");
    text_write(&b, &s);
    assert_string_equal(b.s, " a世 b\n\n      last\n");
    buf_free(&b);
    screen_close(&s);
}

static void the_map_of_styles_names_roles_grounds_and_attributes(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 12);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, STYLE(RUNNING), "● run");
    win_puts(w, 0, 6, STYLE(TEXT), "世");
    win_puts(w, 1, 0, (struct style){.role = ROLE_KEY, .attr = ATTR_BOLD | ATTR_ITALIC}, "k");
    win_ground(w, 1, 0, 2, GROUND_CURRENT);
    win_ground(w, 1, 9, 3, GROUND_BAR);
    win_puts(w, 2, 1, (struct style){.role = ROLE_ANSI + 9}, "e");
    text_write_styles(&b, &s);
    assert_string_equal(b.s, "R RRR ..\n"
                             "k           | current 0+2 bar 9+3 bold 0+1 italic 0+1\n"
                             " !\n");
    buf_free(&b);
    screen_close(&s);
}

static void every_role_has_a_letter_of_its_own(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, ROLES);
    for (int i = 0; i < ROLES; i++)
        win_putc(win_whole(&s), 0, i, (struct style){.role = (uint8_t)i}, 'x');
    text_write_styles(&b, &s);
    assert_int_equal(b.len, ROLES + 1);
    for (size_t i = 0; i < ROLES; i++)
        assert_ptr_equal(strchr(b.s, b.s[i]), b.s + i);
    buf_free(&b);
    screen_close(&s);
}

static void escape_sequences_change_only_what_differs(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 4, 20);
    struct win w = win_whole(&s);
    win_puts(w, 0, 0, STYLE(TEXT), "plain");
    win_puts(w, 1, 0, STYLE(DONE), "a b");
    win_puts(w, 1, 4, STYLE(RUNNING), "c");
    win_puts(w, 1, 5, STYLE(READY), "d");
    win_fill(w, 2, 0, 2, (struct style){.ground = GROUND_SELECTED}, ' ');
    win_putc(w, 3, 0, (struct style){.role = ROLE_ANSI + 1}, 'e');
    ansi_write(&b, &s, theme_find("dark"), DEPTH_16);
    assert_string_equal(b.s, "plain\n"
                             "\033[92ma b \033[1;93mc\033[22;96md\033[m\n"
                             "\033[44m  \033[m\n"
                             "\033[31me\033[m\n");
    buf_clear(&b);
    ansi_write(&b, &s, theme_find("dark"), DEPTH_MONO);
    assert_string_equal(b.s, "plain\n\033[4ma b\033[m \033[1;4mc\033[24md\033[m\n"
                             "\033[7m  \033[m\ne\n");
    buf_free(&b);
    screen_close(&s);
}

/* --- what a terminal makes of it -------------------------------------------------------------- */

struct terminal {
    VTerm *vt;
    VTermScreen *screen;
    int h, w;
};

static void terminal_open(struct terminal *t, int h, int w)
{
    t->h = h;
    t->w = w;
    t->vt = vterm_new(h, w);
    vterm_set_utf8(t->vt, 1);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_reset(t->screen, 1);
}

static void terminal_feed(struct terminal *t, const char *s, size_t n)
{
    assert_int_equal(vterm_input_write(t->vt, s, n), n);
}

static int color_index(VTermColor c)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
        return -1;
    assert_true(VTERM_COLOR_IS_INDEXED(&c));
    return c.indexed.idx;
}

static int attrs_of(const VTermScreenCell *c)
{
    return (c->attrs.bold ? ATTR_BOLD : 0) | (c->attrs.underline ? ATTR_UNDERLINE : 0) |
           (c->attrs.reverse ? ATTR_REVERSE : 0) | (c->attrs.italic ? ATTR_ITALIC : 0);
}

static void assert_shows(const struct terminal *t, const struct screen *s, const struct theme *th,
                         enum depth depth)
{
    const int on_blanks = ATTR_UNDERLINE | ATTR_REVERSE;
    assert_int_equal(t->h, s->h);
    assert_int_equal(t->w, s->w);
    for (int y = 0; y < s->h; y++)
        for (int x = 0; x < s->w; x++) {
            const struct cell *want = screen_at(s, y, x);
            VTermScreenCell got;
            int fg, bg, attr;
            if (!want->ch)
                continue;
            assert_true(vterm_screen_get_cell(t->screen, (VTermPos){y, x}, &got));
            theme_colors(th, depth, want->style, &fg, &bg, &attr);
            assert_int_equal(got.chars[0] ? got.chars[0] : ' ', want->ch);
            assert_int_equal(color_index(got.bg), bg);
            assert_int_equal(attrs_of(&got) & on_blanks, attr & on_blanks);
            if (want->ch == ' ' && !(attr & on_blanks))
                continue;
            assert_int_equal(color_index(got.fg), fg);
            assert_int_equal(attrs_of(&got), attr);
        }
}

static void a_terminal_that_gets_the_differences_shows_the_screen(void **state)
{
    (void)state;
    for (size_t d = 0; d < 4; d++)
        for (int i = 0; themes[i]; i++) {
            struct terminal t;
            struct screen before, after;
            struct buf b = {0};
            terminal_open(&t, 5, 17);
            screen_init(&before, 5, 17);
            screen_init(&after, 5, 17);
            scribble(&after);
            ansi_diff(&b, NULL, &after, themes[i], depths[d]);
            for (int n = 0; n < 300; n++) {
                terminal_feed(&t, b.s, b.len);
                assert_shows(&t, &after, themes[i], depths[d]);
                memcpy(before.cells, after.cells, 5 * 17 * sizeof *after.cells);
                n % 50 ? scribble(&after) : screen_erase(&after);
                buf_clear(&b);
                ansi_diff(&b, &before, &after, themes[i], depths[d]);
            }
            vterm_free(t.vt);
            screen_close(&before);
            screen_close(&after);
            buf_free(&b);
        }
}

static void the_difference_between_equal_screens_is_nothing(void **state)
{
    (void)state;
    struct screen a, b;
    struct buf out = {0};
    screen_init(&a, 12, 80);
    screen_init(&b, 12, 80);
    draw_frame(&a, 3);
    draw_frame(&b, 3);
    ansi_diff(&out, &a, &b, themes[0], DEPTH_256);
    assert_int_equal(out.len, 0);
    win_puts(win_whole(&b), 5, 7, STYLE(TEXT), "X");
    ansi_diff(&out, &a, &b, themes[0], DEPTH_256);
    assert_string_equal(out.s, "\033[6;8HX");
    screen_close(&a);
    screen_close(&b);
    buf_free(&out);
}

static void another_size_is_drawn_from_the_start(void **state)
{
    (void)state;
    struct screen a, b;
    struct buf all = {0}, diff = {0};
    screen_init(&a, 4, 70);
    screen_init(&b, 5, 70);
    draw_frame(&b, 0);
    ansi_diff(&all, NULL, &b, themes[0], DEPTH_256);
    ansi_diff(&diff, &a, &b, themes[0], DEPTH_256);
    assert_string_equal(all.s, diff.s);
    assert_memory_equal(all.s, "\033[m\033[2J", 7);
    screen_close(&a);
    screen_close(&b);
    buf_free(&all);
    buf_free(&diff);
}

static void lines_with_escape_sequences_look_as_the_screen_does(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 6, 30);
    for (int n = 0; n < 100; n++) {
        struct terminal t;
        terminal_open(&t, 6, 30);
        scribble(&s);
        buf_clear(&b);
        ansi_write(&b, &s, themes[n % 4], depths[n / 4 % 4]);
        const char *line = b.s;
        for (int y = 0; y < 6; y++) {
            size_t len = strcspn(line, "\n");
            terminal_feed(&t, line, len);
            terminal_feed(&t, "\r\n", y < 5 ? 2 : 0);
            line += len + 1;
        }
        assert_int_equal(*line, 0);
        assert_shows(&t, &s, themes[n % 4], depths[n / 4 % 4]);
        vterm_free(t.vt);
    }
    screen_close(&s);
    buf_free(&b);
}

/* --- asciicast -------------------------------------------------------------------------------- */

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
    int bad = json_unpack_ex(j, NULL, JSON_STRICT, "{s:i, s:i, s:i, s?s, s:o}", "version",
                             &version, "width", w, "height", h, "title", &title, "theme", &theme);
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
    int bad = json_unpack_ex(e.json, NULL, JSON_STRICT, "[F, s, s%]", &e.at, &code, &e.data,
                             &e.len);
    assert_false(bad);
    assert_int_equal(strlen(code), 1);
    assert_non_null(strchr("oimr", *code));
    e.code = *code;
    return e;
}

static void a_recording_is_a_strict_asciicast(void **state)
{
    (void)state;
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

static void a_terminal_that_plays_a_recording_shows_every_frame(void **state)
{
    (void)state;
    for (int i = 0; themes[i]; i++) {
        struct screen s;
        struct buf b = {0};
        struct cast c;
        struct terminal t;
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
        terminal_open(&t, h, w);
        for (int n = 0; n < 20; n++) {
            struct event e = next_event(&p);
            assert_true(e.code == 'o' && e.at == n);
            terminal_feed(&t, e.data, e.len);
            draw_frame(&s, n);
            assert_shows(&t, &s, themes[i], DEPTH_256);
            json_decref(e.json);
        }
        vterm_free(t.vt);
        buf_free(&b);
        screen_close(&s);
    }
}

static void the_bytes_of_a_recording_are_these(void **state)
{
    (void)state;
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
    assert_string_equal(strchr(b.s, '\n') + 1,
                        "[0.0, \"o\", \"\\u001b[?25l\\u001b[m\\u001b[2J\\u001b[1;1Hhi\"]\n"
                        "[1.25, \"o\", \"\\u001b[2;3H\\u001b[96mx\\u001b[m\"]\n"
                        "[1.25, \"i\", \"\\u001b\"]\n"
                        "[2.0, \"m\", \"\"]\n"
                        "[2.123457, \"r\", \"3x1\"]\n"
                        "[2.123457, \"o\", \"\\u001b[m\\u001b[2J\"]\n"
                        "[3.0, \"o\", \"\\u001b[1;1H\\u001b[?25h\"]\n");
    assert_memory_equal(b.s, "{\"version\": 2, \"width\": 8, \"height\": 2, \"title\": \"t\", "
                             "\"theme\": {\"fg\": \"#c9d1d9\", \"bg\": \"#14171c\", "
                             "\"palette\": \"#000000:#cd0000:", 126);
    buf_free(&b);
    screen_close(&s);
}

/* --- SVG -------------------------------------------------------------------------------------- */

static size_t count(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

static void assert_has(const struct buf *b, const char *what)
{
    if (!strstr(b->s, what))
        fail_msg("there is no %s in %s", what, b->s);
}

static void assert_has_not(const struct buf *b, const char *what)
{
    if (strstr(b->s, what))
        fail_msg("there is %s in %s", what, b->s);
}

/* Every element that is opened is closed, in order, and every attribute is quoted. */
static void assert_well_formed(const char *s)
{
    const char *open[16];
    size_t depth = 0;
    for (; (s = strchr(s, '<')); s++) {
        if (s[1] == '/') {
            assert_true(depth > 0);
            size_t n = strcspn(open[--depth], " >");
            assert_true(!strncmp(s + 2, open[depth], n) && s[2 + n] == '>');
            continue;
        }
        const char *end = strchr(s, '>');
        assert_true(end && strspn(s + 1, "abcdefghijklmnopqrstuvwxyz") > 0);
        size_t quotes = 0;
        for (const char *c = s + 1; c < end; c++) {
            quotes += *c == '"';
            assert_true(*c != '<');
        }
        assert_int_equal(quotes % 2, 0);
        if (end[-1] == '/')
            continue;
        assert_true(depth < 16);
        open[depth++] = s + 1;
    }
    assert_int_equal(depth, 0);
}

static void a_picture_is_well_formed_and_needs_nothing_from_outside(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0}, again = {0};
    screen_init(&s, 12, 90);
    for (int i = 0; themes[i]; i++) {
        buf_clear(&b);
        buf_clear(&again);
        draw_frame(&s, i);
        scribble(&s);
        svg_write(&b, &s, themes[i]);
        svg_write(&again, &s, themes[i]);
        assert_string_equal(b.s, again.s);
        assert_well_formed(b.s);
        assert_has_not(&b, "<script");
        assert_has_not(&b, "href");
        assert_has_not(&b, "url(");
        assert_int_equal(count(b.s, "http"), 1);
    }
    buf_free(&b);
    buf_free(&again);
    screen_close(&s);
}

static void text_in_a_picture_is_escaped_and_as_wide_as_its_cells(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 40);
    win_puts(win_whole(&s), 0, 1, STYLE(TEXT), "a<b&c>\"d\"  two words 世 ✓x");
    win_putc(win_whole(&s), 0, 39, STYLE(TEXT), 0xffff); /* which XML does not allow */
    svg_write(&b, &s, theme_find("dark"));
    assert_has(&b, "<text class=\"c0\" x=\"9\" textLength=\"81\">a&lt;b&amp;c&gt;\"d\"</text>");
    assert_has(&b, "x=\"108\" textLength=\"81\">two words</text>");
    assert_has(&b, "<text class=\"c0 m\" x=\"207\">世</text>");
    assert_has(&b, "<text class=\"c0 m\" x=\"229.5\">✓</text>");
    assert_has(&b, "<text class=\"c0\" x=\"234\">x</text>");
    assert_has(&b, "<text class=\"c0 m\" x=\"355.5\">\xef\xbf\xbd</text>");
    buf_free(&b);
    screen_close(&s);
}

static void frames_and_bars_are_shapes(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 3, 12);
    win_box(win_whole(&s), STYLE(FRAME));
    win_fill(win_whole(&s), 1, 1, 3, STYLE(RUNNING), u'█');
    win_fill(win_whole(&s), 1, 4, 2, STYLE(READY), u'▒');
    win_putc(win_whole(&s), 1, 6, STYLE(READY), u'▄');
    win_fill(win_whole(&s), 1, 7, 4, STYLE(WAITING), u'╌');
    svg_write(&b, &s, theme_find("dark"));
    assert_has_not(&b, "<text ");
    assert_has(&b, "<path class=\"c10\" d=\"M0-14m4.5 19v-5q0-4.5 4.5-4.5M9-4.5h90");
    assert_has(&b, "<path class=\"c3 d\" d=\"M63-4.5h36\"/>");
    assert_has(&b, "<rect class=\"c1\" x=\"9\" y=\"-14\" width=\"27\" height=\"19\"/>");
    assert_has(&b, "<rect class=\"c2 q\" x=\"36\" y=\"-14\" width=\"18\" height=\"19\"/>");
    assert_has(&b, "<rect class=\"c2\" x=\"54\" y=\"-4.5\" width=\"9\" height=\"9.5\"/>");
    buf_free(&b);
    screen_close(&s);
}

static void reversed_text_swaps_its_colours(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    screen_init(&s, 1, 8);
    struct style st = {.role = ROLE_READY, .ground = GROUND_BAR, .attr = ATTR_REVERSE};
    win_puts(win_whole(&s), 0, 0, st, "ab");
    svg_write(&b, &s, theme_find("dark"));
    assert_has(&b, "<rect class=\"c2\" x=\"0\" y=\"-14\" width=\"18\" height=\"19\"/>");
    assert_has(&b, "<text class=\"c41\" x=\"0\" textLength=\"18\">ab</text>");
    assert_has(&b, ".c41{color:#1b1f26}");
    buf_free(&b);
    screen_close(&s);
}

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

/* The rows of a film that are to be seen at a moment, a line each. */
static void rows_at(struct buf *out, const char *film, double percent)
{
    bool shown = true;
    for (const char *line = strstr(film, "</style>"); line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!*line)
            break;
        if (!strncmp(line, "<g class=\"", 10)) {
            char name[40];
            int len = (int)strcspn(line + 10, "\"");
            snprintf(name, sizeof name, "@keyframes %.*s{", len, line + 10);
            assert_non_null(strstr(film, name));
            shown = shown_at(strstr(film, name) + strlen(name), percent);
        } else if (!strncmp(line, "</g>\n", 5)) {
            shown = true;
        } else if (shown && !strncmp(line, "<g transform", 12)) {
            buf_add(out, line, strcspn(line, "\n") + 1);
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
    char *lines[200] = {NULL};
    size_t n = 0;
    struct buf sorted = {0};
    buf_clear(&sorted);
    for (char *l = b->len ? strtok(b->s, "\n") : NULL; l; l = strtok(NULL, "\n")) {
        assert_true(n < 200);
        lines[n++] = l;
    }
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++)
        buf_printf(&sorted, "%s\n", lines[i]);
    buf_free(b);
    *b = sorted;
}

static void assert_film_shows(const char *film, double percent, const struct screen *s,
                              const struct theme *t)
{
    struct buf still = {0}, want = {0}, got = {0};
    svg_write(&still, s, t);
    rows_at(&want, still.s, 0);
    rows_at(&got, film, percent);
    sort_lines(&want);
    sort_lines(&got);
    assert_string_equal(got.s, want.s);
    buf_free(&still);
    buf_free(&want);
    buf_free(&got);
}

static void a_film_shows_each_frame_in_its_time(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    struct svg_film f;
    screen_init(&s, 12, 90);
    svg_film_start(&f, themes[0]);
    for (int n = 0; n < 30; n++) {
        draw_frame(&s, n % 7);
        svg_film_frame(&f, &s, 5 + n * 0.4);
    }
    svg_film_end(&f, &b, 20);
    assert_well_formed(b.s);
    for (int n = 0; n < 30; n++) {
        draw_frame(&s, n % 7);
        assert_film_shows(b.s, (n * 0.4 + 0.01) / 15 * 100, &s, themes[0]);
        assert_film_shows(b.s, (n * 0.4 + 0.39) / 15 * 100, &s, themes[0]);
    }
    assert_film_shows(b.s, 99.9, &s, themes[0]);
    assert_has(&b, "animation-duration:15000ms");
    assert_has(&b, "prefers-reduced-motion");
    buf_free(&b);
    screen_close(&s);
}

static void of_frames_at_the_same_moment_the_last_is_shown(void **state)
{
    (void)state;
    static const double times[] = {0, 0, 2, 2, 1, 4};
    struct screen s;
    struct buf b = {0};
    struct svg_film f;
    screen_init(&s, 6, 60);
    svg_film_start(&f, themes[0]);
    for (int n = 0; n < 6; n++) {
        draw_frame(&s, n);
        svg_film_frame(&f, &s, times[n]);
    }
    svg_film_end(&f, &b, 8);
    draw_frame(&s, 1);
    assert_film_shows(b.s, 12, &s, themes[0]);
    draw_frame(&s, 4);
    assert_film_shows(b.s, 37, &s, themes[0]);
    draw_frame(&s, 5);
    assert_film_shows(b.s, 75, &s, themes[0]);
    buf_free(&b);
    screen_close(&s);
}

static void a_film_without_animation_shows_its_last_frame(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    struct svg_film f;
    screen_init(&s, 3, 20);
    svg_film_start(&f, themes[0]);
    for (int n = 0; n < 3; n++) {
        screen_erase(&s);
        win_printf(win_whole(&s), 0, 0, STYLE(TEXT), "frame%d", n);
        win_puts(win_whole(&s), 1, 0, STYLE(TEXT), "always");
        svg_film_frame(&f, &s, n);
    }
    svg_film_end(&f, &b, 4);
    assert_has(&b, ".k0{animation-name:k0;visibility:hidden}");
    assert_has(&b, ".k2{animation-name:k2;visibility:hidden}");
    assert_has(&b, ".k3{animation-name:k3}");
    assert_has_not(&b, "@keyframes k1{");
    buf_free(&b);
    screen_close(&s);
}

static void a_row_is_in_a_film_once_however_often_it_returns(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    struct svg_film f;
    screen_init(&s, 3, 20);
    svg_film_start(&f, themes[0]);
    for (int n = 0; n < 50; n++) {
        screen_erase(&s);
        win_puts(win_whole(&s), 0, 0, STYLE(TEXT), n % 2 ? "tick" : "tock");
        win_puts(win_whole(&s), 1, 0, STYLE(TEXT), "still");
        win_puts(win_whole(&s), 2, 0, STYLE(TEXT), "still");
        svg_film_frame(&f, &s, n);
    }
    svg_film_end(&f, &b, 50);
    assert_int_equal(count(b.s, ">tick<"), 1);
    assert_int_equal(count(b.s, ">tock<"), 1);
    assert_int_equal(count(b.s, ">still<"), 2);
    buf_free(&b);
    screen_close(&s);
}

static void a_hundred_large_frames_stay_a_small_film(void **state)
{
    (void)state;
    struct screen s;
    struct buf b = {0};
    struct svg_film f;
    screen_init(&s, 36, 120);
    svg_film_start(&f, themes[0]);
    for (int n = 0; n < 100; n++) {
        draw_frame(&s, n);
        svg_film_frame(&f, &s, n * 0.25);
    }
    svg_film_end(&f, &b, 30);
    assert_well_formed(b.s);
    assert_in_range(b.len, 10000, 600000);
    buf_free(&b);
    screen_close(&s);
}

static void a_film_without_frames_is_an_empty_picture(void **state)
{
    (void)state;
    struct buf b = {0};
    struct svg_film f;
    svg_film_start(&f, themes[0]);
    svg_film_end(&f, &b, 0);
    assert_well_formed(b.s);
    assert_has_not(&b, "<g ");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_the_characters_trimmed_at_the_right),
        cmocka_unit_test(the_map_of_styles_names_roles_grounds_and_attributes),
        cmocka_unit_test(every_role_has_a_letter_of_its_own),
        cmocka_unit_test(escape_sequences_change_only_what_differs),
        cmocka_unit_test(a_terminal_that_gets_the_differences_shows_the_screen),
        cmocka_unit_test(the_difference_between_equal_screens_is_nothing),
        cmocka_unit_test(another_size_is_drawn_from_the_start),
        cmocka_unit_test(lines_with_escape_sequences_look_as_the_screen_does),
        cmocka_unit_test(a_recording_is_a_strict_asciicast),
        cmocka_unit_test(a_terminal_that_plays_a_recording_shows_every_frame),
        cmocka_unit_test(the_bytes_of_a_recording_are_these),
        cmocka_unit_test(a_picture_is_well_formed_and_needs_nothing_from_outside),
        cmocka_unit_test(text_in_a_picture_is_escaped_and_as_wide_as_its_cells),
        cmocka_unit_test(frames_and_bars_are_shapes),
        cmocka_unit_test(reversed_text_swaps_its_colours),
        cmocka_unit_test(a_film_shows_each_frame_in_its_time),
        cmocka_unit_test(of_frames_at_the_same_moment_the_last_is_shown),
        cmocka_unit_test(a_film_without_animation_shows_its_last_frame),
        cmocka_unit_test(a_row_is_in_a_film_once_however_often_it_returns),
        cmocka_unit_test(a_hundred_large_frames_stay_a_small_film),
        cmocka_unit_test(a_film_without_frames_is_an_empty_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
