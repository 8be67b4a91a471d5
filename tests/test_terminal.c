/* SPDX-License-Identifier: MIT */
/* What the program shows in a terminal: at every size, in every kind of terminal. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/ioctl.h>

#include "draw/theme.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/back.h"

/* ---- what is shown ---- */

TEST(the_screen_is_what_snap_prints_at_every_size)
{
    static const int sizes[][2] = {{24, 80}, {36, 120}, {12, 40}, {50, 200}, {24, 41}, {13, 133}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct vt v;
        open_watching(&v, sizes[i][0], sizes[i][1]);
        vt_type(&v, "ssss]]");
        assert_shows(&v, "count", "4*s 2*]");
        close_watching(&v);
    }
}

/* How many writes of a frame there were, and how many of what is less than one. */
static void count_writes(const char *path, int *frames, int *others)
{
    enum { LEAST = 64 };
    struct buf all = read_file(path);
    *frames = *others = 0;
    for (const char *s = buf_str(&all); *s; s = strchr(s, '\n') + 1)
        ++*(strtol(s, NULL, 10) >= LEAST ? frames : others);
    buf_free(&all);
}

TEST(a_frame_reaches_the_terminal_in_one_write)
{
    char path[] = "/tmp/writes-XXXXXX", preload[4200], writes[64];
    int frames, others;
    struct vt v;
    close(mkstemp(path));
    snprintf(writes, sizeof writes, "WRITES=%s", path);
    snprintf(preload, sizeof preload, "LD_PRELOAD=%.*s/tests/preload/writes.so",
             (int)(strrchr(loopscope(), '/') - loopscope()), loopscope());
    vt_open(&v, 50, 200);
    vt_start(&v, WORDS("env", "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0", preload,
                       writes, loopscope(), "count"));
    assert_shows(&v, "count", "");
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    vt_type(&v, "4s");
    assert_shows(&v, "count", "5*s");
    vt_type(&v, "?");
    assert_shows(&v, "count", "5*s ?");
    vt_type(&v, "?q");
    assert_exits(&v, 0);
    count_writes(path, &frames, &others);
    if (frames < 4 || frames > 6 || others > 12)
        fail_msg("%d frames and %d shorter writes for four keys", frames, others);
    unlink(path);
    vt_close(&v);
}

TEST(every_theme_is_shown_as_snap_prints_it)
{
    static const char *const options[] = {"--theme=light", "--theme=colorblind", "--theme=mono",
                                          "--color=16", "--color=never"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct vt v;
        char args[64];
        snprintf(args, sizeof args, "count %s", options[i]);
        vt_open(&v, 30, 100);
        vt_start(&v, WORDS(loopscope(), "count", options[i]));
        assert_shows(&v, args, "");
        vt_type(&v, "]]]");
        assert_shows(&v, args, "] ] ]");
        close_watching(&v);
    }
}

static const VTermColor black = {.rgb = {VTERM_COLOR_RGB, 0, 0, 0}},
                        white = {.rgb = {VTERM_COLOR_RGB, 255, 255, 255}};

/* A terminal whose own colours are these. */
static void open_colored(struct vt *v, const VTermColor *fg, const VTermColor *bg,
                         const char *option)
{
    char args[64];
    snprintf(args, sizeof args, "count %s", option);
    vt_open(v, 24, 80);
    vterm_state_set_default_colors(vterm_obtain_state(v->vt), fg, bg);
    vterm_screen_reset(v->screen, 1);
    vt_start(v, WORDS(loopscope(), "count", option));
    assert_shows(v, args, "");
}

/* What one sees of a cell. */
static void see(const struct vt *v, VTermPos at, VTermScreenCell *c)
{
    vterm_screen_get_cell(v->screen, at, c);
    vterm_screen_convert_color_to_rgb(v->screen, &c->fg);
    vterm_screen_convert_color_to_rgb(v->screen, &c->bg);
    if (!c->chars[0] || c->chars[0] == ' ')
        c->fg = c->bg;
}

TEST(a_white_terminal_shows_the_same_cells_as_a_black_one)
{
    static const char *const options[] = {"--theme=dark", "--theme=light", "--theme=colorblind",
                                          "--color=16"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct vt a, b;
        open_colored(&a, &white, &black, options[i]);
        open_colored(&b, &black, &white, options[i]);
        for (VTermPos at = {0, 0}; at.row < 24;
             at.col + 1 < 80 ? at.col++ : (at.row++, at.col = 0)) {
            VTermScreenCell p, q;
            see(&a, at, &p);
            see(&b, at, &q);
            assert_int_equal(p.chars[0], q.chars[0]);
            assert_true(vterm_color_is_equal(&p.fg, &q.fg) && vterm_color_is_equal(&p.bg, &q.bg));
        }
        close_watching(&a);
        close_watching(&b);
    }
}

TEST(a_terminal_too_small_says_how_large_it_must_be)
{
    struct vt v;
    open_watching(&v, 11, 39);
    assert_has(&v, "40×12");
    vt_resize(&v, 24, 80);
    assert_shows(&v, "count", "");
    close_watching(&v);
}

TEST(without_a_name_the_gallery_is_shown_and_opens_a_scene)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope()));
    assert_has(&v, "makerandom");
    vt_type(&v, "j\r");
    assert_shows(&v, "\"$($LOOPSCOPE list | sed -n '2s/ .*//p')\"", "");
    close_watching(&v);
}

TEST(a_quiz_asks_from_the_first_step_on_and_is_called_by_its_seed)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "quiz", "--seed", "4"));
    assert_shows(&v, "quiz --seed=4", "P");
    assert_has(&v, "quiz --seed 4");
    vt_type(&v, "sss2");
    assert_shows(&v, "quiz --seed=4", "P s s s 2");
    close_watching(&v);
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "quiz"));
    assert_has(&v, "quiz --seed ");
    close_watching(&v);
}

TEST(a_trace_is_watched_through_a_pipe)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("sh", "-c", "$LOOPSCOPE trace count --format ndjson | $LOOPSCOPE -"));
    assert_has(&v, "step  1/22");
    vt_type(&v, "s");
    assert_has(&v, "step  2/22");
    close_watching(&v);
}

TEST(a_long_text_goes_through_a_pager_and_only_on_a_terminal)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v,
             WORDS("sh", "-c",
                   "LOOPSCOPE_PAGER='sed s/^/paged:/' $LOOPSCOPE trace count --format seq | cat;"
                   "LOOPSCOPE_PAGER= $LOOPSCOPE trace count --format seq;"
                   "PAGER='sed s/^/PAGED:/' $LOOPSCOPE trace count --format seq; echo status $?;"
                   "PAGER='head -n 0' $LOOPSCOPE trace executor; echo left $?"));
    assert_has(&v, "PAGED:1");
    assert_has(&v, "left 0");
    struct buf b = {0};
    vt_text(&v, &b);
    assert_null(strstr(b.s, "paged:"));
    assert_non_null(strstr(b.s, "status 0"));
    assert_exits(&v, 0);
    buf_free(&b);
    vt_close(&v);
}

/* ---- sizes ---- */

TEST(a_storm_of_sizes_ends_with_the_right_screen)
{
    struct vt v;
    unsigned seed = 1;
    open_watching(&v, 24, 80);
    vt_type(&v, "]]s");
    assert_shows(&v, "count", "] ] s");
    for (int i = 0; i < 200; i++) {
        int h = 1 + rand_r(&seed) % 60, w = 1 + rand_r(&seed) % 200;
        vt_resize(&v, i % 20 ? h : 1, i % 20 ? w : 1);
        vt_type(&v, i % 2 ? "s" : "S");
        if (i % 10 == 0)
            vt_wait(&v, vt_has, "");
    }
    vt_resize(&v, 24, 80);
    assert_shows(&v, "count", "] ] s");
    close_watching(&v);
}

static bool has_painted(struct vt *v, const void *unused)
{
    (void)unused;
    return v->bytes > v->typed;
}

/* Curses asks for the size, too, when it goes on. */
TEST(a_terminal_that_says_it_is_huge_breaks_nothing)
{
    static const unsigned short sizes[][2] = {{65535, 65535}, {1, 65535}, {65535, 1}, {0, 0}};
    static const char *const scripts[] = {"s", "2*s", "3*s", "4*s"};
    struct vt v;
    open_watching(&v, 24, 80);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct winsize z = {.ws_row = sizes[i][0], .ws_col = sizes[i][1]};
        v.typed = v.bytes;
        ioctl(v.master, TIOCSWINSZ, &z);
        assert_true(vt_wait(&v, has_painted, NULL));
        vt_type(&v, "s");
        v.typed = v.bytes;
        kill(v.pid, SIGCONT);
        assert_true(vt_wait(&v, has_painted, NULL));
        vt_resize(&v, 24, 80);
        kill(v.pid, SIGCONT);
        assert_shows(&v, "count", scripts[i]);
    }
    close_watching(&v);
}

TEST(a_terminal_without_a_size_is_taken_for_24_lines_of_80)
{
    struct vt v;
    vt_open(&v, 24, 80);
    ioctl(v.master, TIOCSWINSZ, &(struct winsize){0});
    vt_start(&v, WORDS("env", "LINES=7", "COLUMNS=9", loopscope(), "count"));
    assert_shows(&v, "count", "");
    close_watching(&v);
}

TEST(lines_and_columns_of_the_environment_do_not_count)
{
    struct vt v;
    vt_open(&v, 30, 90);
    vt_start(&v, WORDS("env", "LINES=7", "COLUMNS=9", loopscope(), "count"));
    assert_shows(&v, "count", "");
    close_watching(&v);
}

/* ---- time ---- */

TEST(playing_goes_on_to_the_end)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count", "--speed=64"));
    assert_shows(&v, "count --speed=64", "");
    vt_type(&v, " ");
    assert_has(&v, "ended");
    vt_type(&v, "g");
    assert_shows(&v, "count --speed=64", "space wait:60 g");
    close_watching(&v);
}

/* How often the process has gone to sleep. */
static long sleeps(const struct vt *v)
{
    struct buf b = {0};
    shell(&b, "sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' /proc/%d/status", (int)v->pid);
    long n = strtol(b.s, NULL, 10);
    buf_free(&b);
    return n;
}

static bool has_slept_through(struct vt *v, const void *unused)
{
    (void)unused;
    long before = sleeps(v);
    usleep(60000); /* three and a half periods of the metronome */
    return sleeps(v) == before;
}

TEST(while_nothing_happens_it_is_never_woken)
{
    struct vt v;
    open_watching(&v, 24, 80);
    assert_true(vt_wait(&v, has_slept_through, NULL));
    vt_type(&v, "--  ");
    assert_shows(&v, "count", "- -");
    assert_true(vt_wait(&v, has_slept_through, NULL));
    close_watching(&v);
}

/* ---- painting ---- */

/* Frames that differ only in their first line. */
static void draw_numbers(struct screen *s, int n)
{
    screen_erase(s);
    for (int y = 0; y < s->h; y++)
        win_printf(win_whole(s), y, y, (struct style){.role = (uint8_t)(y % ROLES)}, "%d 世界 ▶",
                   y ? y : n);
}

/* Draws frame after frame: as many different ones as the first number says, each as often as the
 * second says. */
static int paint(void *counts)
{
    const int *n = counts;
    struct screen s;
    struct term *t = open_term();
    screen_init(&s, 24, 80);
    for (int i = 0; i < n[0]; i++)
        for (int k = 0; k < n[1]; k++) {
            draw_numbers(&s, i);
            term_draw(t, &s, themes[0]);
        }
    screen_close(&s);
    term_close(t);
    return 0;
}

static size_t bytes_of_painting(int frames, int times)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_call(&v, paint, (int[]){frames, times});
    assert_exits(&v, 0);
    assert_clean(&v);
    size_t n = v.bytes;
    vt_close(&v);
    return n;
}

TEST(what_is_there_already_is_not_written_again)
{
    assert_int_equal(bytes_of_painting(1, 1), bytes_of_painting(1, 50));
    assert_int_equal(bytes_of_painting(2, 1), bytes_of_painting(2, 50));
    assert_true(bytes_of_painting(2, 1) - bytes_of_painting(1, 1) < bytes_of_painting(1, 1) / 2);
}

/* ---- other terminals ---- */

static void assert_ascii(const struct vt *v)
{
    struct buf b = {0};
    vt_text(v, &b);
    for (size_t i = 0; i < b.len; i++)
        assert_true(b.s[i] > 0);
    buf_free(&b);
}

TEST(ascii_is_drawn_when_asked_for_and_where_nothing_else_can_be_shown)
{
    for (int asked = 0; asked < 2; asked++) {
        struct vt v;
        vt_open(&v, 24, 80);
        v.locale = asked ? "C.UTF-8" : "C";
        v.term = "tmux-256color"; /* without REP: libvterm 0.1.4 gets it wrong at the right edge */
        vt_start(&v, WORDS(loopscope(), "count", asked ? "--ascii" : "--color=auto"));
        assert_shows(&v, "count --ascii", "");
        vt_type(&v, "]]");
        assert_shows(&v, "count --ascii", "] ]");
        assert_ascii(&v);
        close_watching(&v);
    }
}

TEST(no_color_is_respected_unless_colours_are_asked_for)
{
    static const char *const cases[][3] = {
        {"NO_COLOR=1", "--color=auto", "--color=never"},
        {"NO_COLOR=", "--color=auto", "--color=256"},
        {"NO_COLOR=1", "--color=always", "--color=256"},
        {"NO_COLOR=1", "--color=16", "--color=16"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vt v;
        char args[64];
        snprintf(args, sizeof args, "count %s", cases[i][2]);
        vt_open(&v, 24, 80);
        vt_start(&v, WORDS("env", cases[i][0], loopscope(), "count", cases[i][1]));
        assert_shows(&v, args, "");
        close_watching(&v);
    }
}

/* The text, without a look at the colours. */
static bool has_same_text(struct vt *v, const void *other)
{
    struct buf a = {0}, b = {0};
    vt_text(v, &a);
    vt_text(other, &b);
    bool same = !strcmp(a.s, b.s);
    buf_free(&a);
    buf_free(&b);
    return same;
}

TEST(terminals_with_fewer_colours_show_the_same_text)
{
    static const char *const terms[] = {"xterm",         "linux", "screen", "screen-256color",
                                        "tmux-256color", "rxvt",  "vt100",  "xterm-mono"};
    struct buf b = {0};
    struct vt wanted;
    vt_init(&wanted, 24, 80);
    shell(&b, "%s snap count --size 80x24 --keys ']'", loopscope());
    feed_lines(&wanted, &b);
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct vt v;
        vt_open(&v, 24, 80);
        v.term = terms[i];
        vt_start(&v, WORDS(loopscope(), "count"));
        assert_has(&v, "step  1/22");
        vt_type(&v, "]");
        if (!vt_wait(&v, has_same_text, &wanted))
            assert_same_screen(&v, &wanted, terms[i]);
        vt_type(&v, "q");
        assert_exits(&v, 0);
        assert_same_modes(&v);
        vt_close(&v);
    }
    buf_free(&b);
    vt_close(&wanted);
}

/* A kind of terminal whose colours are 0xRRGGBB from 8 on; in the database of a folder. */
static void describe_direct(const char *folder)
{
    static const char source[] = "direct|an xterm whose colours are no indexes,\n"
                                 "\tRGB, colors#0x1000000, pairs#0x7fff,\n"
                                 "\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;"
                                 "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
                                 "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;"
                                 "%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
                                 "\tuse=xterm-256color,\n";
    char path[64];
    struct buf b = {0};
    snprintf(path, sizeof path, "%s/source", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(source, f);
    fclose(f);
    if (shell(&b, "tic -x -o %s %s", folder, path))
        skip();
    buf_free(&b);
}

static bool same_colour(VTermColor direct, VTermColor indexed)
{
    if (!VTERM_COLOR_IS_INDEXED(&indexed) || indexed.indexed.idx < 8)
        return vterm_color_is_equal(&direct, &indexed);
    struct rgb c = theme_rgb(indexed.indexed.idx);
    return VTERM_COLOR_IS_RGB(&direct) && direct.rgb.red == c.r && direct.rgb.green == c.g &&
           direct.rgb.blue == c.b;
}

static void assert_shows_directly(const char *terminfo, const char *option)
{
    struct vt v, wanted;
    struct buf b = {0};
    vt_init(&wanted, 24, 80);
    shell(&b, "%s snap count %s --size 80x24 --format ansi --keys ']'", loopscope(), option);
    feed_lines(&wanted, &b);
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("env", terminfo, "TERM=direct", loopscope(), "count", option));
    assert_has(&v, "step  1/22");
    vt_type(&v, "]");
    assert_true(vt_wait(&v, has_same_text, &wanted));
    for (VTermPos at = {0, 0}; at.row < 24; at.col + 1 < 80 ? at.col++ : (at.row++, at.col = 0)) {
        VTermScreenCell p, q;
        vterm_screen_get_cell(v.screen, at, &p);
        vterm_screen_get_cell(wanted.screen, at, &q);
        bool blank = p.chars[0] == 0 || p.chars[0] == ' ';
        assert_true((blank || same_colour(p.fg, q.fg)) && same_colour(p.bg, q.bg));
    }
    close_watching(&v);
    vt_close(&wanted);
    buf_free(&b);
}

TEST(a_terminal_whose_colours_are_no_indexes_gets_the_same_colours)
{
    char folder[] = "/tmp/loopscope-XXXXXX", terminfo[64];
    struct buf b = {0};
    assert_non_null(mkdtemp(folder));
    describe_direct(folder);
    snprintf(terminfo, sizeof terminfo, "TERMINFO=%s", folder);
    assert_shows_directly(terminfo, "--color=256");
    assert_shows_directly(terminfo, "--color=16");
    shell(&b, "rm -r %s", folder);
    buf_free(&b);
}

TEST(a_kind_of_terminal_that_is_not_in_the_database_is_used_as_an_xterm)
{
    static const char *const terms[] = {"TERM=xterm-kitty",
                                        "TERM=xterm-ghostty",
                                        "TERM=nonsense",
                                        "TERM=unknown",
                                        "TERM=",
                                        "-uTERM"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct vt v;
        vt_open(&v, 24, 80);
        vt_start(&v, WORDS("env", terms[i], loopscope(), "count"));
        assert_shows(&v, "count", "");
        close_watching(&v);
    }
}

TEST(a_terminal_that_cannot_move_its_cursor_is_told_so)
{
    struct vt v;
    vt_open(&v, 24, 80);
    v.term = "dumb";
    vt_start(&v, WORDS(loopscope(), "count"));
    assert_exits(&v, 2);
    assert_has(&v, "cannot move its cursor");
    assert_clean(&v);
    vt_close(&v);
}

TEST(without_a_database_of_terminals_a_sentence_names_the_way_out)
{
    struct vt v;
    vt_open(&v, 24, 80);
    assert_non_null(strstr(back_open(v.slave, NULL, true), "TERMINFO"));
    vt_close(&v);
}

/* ---- its background ---- */

TEST(the_terminal_is_asked_for_its_background_and_a_late_answer_counts)
{
    struct vt v;
    open_watching(&v, 24, 80);
    assert_true(v.asked);
    vt_type(&v, "s\033]11;rgb:ffff/ff");
    vt_type(&v, "ff/ffff\033\\");
    assert_shows(&v, "count --theme=light", "s");
    vt_type(&v, "\033]11;rgb:0000/0000/0000\a");
    assert_shows(&v, "count", "s");
    close_watching(&v);
}

TEST(an_answer_that_comes_while_it_quits_is_not_left_to_the_shell)
{
    struct vt v;
    int left = -1;
    open_watching(&v, 24, 80);
    vt_type(&v, "q");
    vt_type(&v, "\033]11;rgb:ffff/ffff/ffff\033\\");
    assert_exits(&v, 0);
    assert_int_equal(ioctl(v.slave, FIONREAD, &left), 0);
    assert_int_equal(left, 0);
    vt_close(&v);
}

TEST(a_theme_that_was_chosen_stays)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("env", "COLORFGBG=15;0", loopscope(), "count", "--theme=light"));
    assert_shows(&v, "count --theme=light", "");
    assert_false(v.asked);
    vt_type(&v, "\033]11;rgb:0000/0000/0000\a");
    vt_type(&v, "s");
    assert_shows(&v, "count --theme=light", "s");
    close_watching(&v);
    open_watching(&v, 24, 80);
    vt_type(&v, "t");
    assert_shows(&v, "count", "t");
    vt_type(&v, "\033]11;rgb:0000/0000/0000\as");
    assert_shows(&v, "count", "t s");
    close_watching(&v);
}

TEST(colorfgbg_says_what_the_background_is_until_the_terminal_does)
{
    static const char *const cases[][2] = {
        {"COLORFGBG=0;15", "light"},    {"COLORFGBG=0;default;7", "light"},
        {"COLORFGBG=15;0", "dark"},     {"COLORFGBG=0;8", "dark"},
        {"COLORFGBG=7", "dark"},        {"COLORFGBG=;", "dark"},
        {"COLORFGBG=0;default", "dark"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vt v;
        char args[64];
        snprintf(args, sizeof args, "count --theme=%s", cases[i][1]);
        vt_open(&v, 24, 80);
        vt_start(&v, WORDS("env", cases[i][0], loopscope(), "count"));
        assert_shows(&v, args, "");
        close_watching(&v);
    }
}

TEST(being_looked_at_again_repairs_a_screen_that_was_scrolled)
{
    struct vt v;
    open_watching(&v, 24, 80);
    assert_true(v.focuses);
    vt_feed(&v, "\033[24;1H\n\n\n", 10);
    vt_type(&v, "\033[I");
    assert_shows(&v, "count", "");
    close_watching(&v);
}

TEST(input_that_is_no_terminal_is_told_so)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("sh", "-c", "$LOOPSCOPE count </dev/null"));
    assert_exits(&v, 2);
    assert_has(&v, "must be a terminal");
    vt_close(&v);
}

TEST(without_a_terminal_the_story_is_told_as_text)
{
    struct buf story = {0}, trace = {0}, gallery = {0}, list = {0};
    assert_int_equal(shell(&story, "%s count", loopscope()), 0);
    assert_int_equal(shell(&trace, "%s trace count", loopscope()), 0);
    assert_string_equal(story.s, trace.s);
    assert_int_equal(shell(&gallery, "%s", loopscope()), 0);
    assert_int_equal(shell(&list, "%s list", loopscope()), 0);
    assert_string_equal(gallery.s, list.s);
    buf_free(&story);
    buf_free(&trace);
    buf_free(&gallery);
    buf_free(&list);
}

TEST(a_scene_that_does_not_exist_leaves_the_terminal_alone)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "nosuchscene"));
    assert_exits(&v, 2);
    assert_has(&v, "there is no scene 'nosuchscene'");
    assert_clean(&v);
    vt_close(&v);
}

/* ---- idle ---- */

/* How often it goes to sleep within a second, once it has come to rest. */
static long sleeps_in_a_second(struct vt *v)
{
    const struct timespec settles = {.tv_nsec = 200000000}, second = {.tv_sec = 1};
    nanosleep(&settles, NULL);
    long before = vt_sleeps(v);
    assert_true(before > 0);
    nanosleep(&second, NULL);
    return vt_sleeps(v) - before;
}

/* The one that may be counted is its coming to rest. */
static void assert_idle(struct vt *v)
{
    assert_in_range(sleeps_in_a_second(v), 0, 1);
}

TEST(playing_wakes_it_for_an_event_and_for_nothing_else)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "-- "); /* five events in eight seconds */
    assert_has(&v, "playing");
    assert_in_range(sleeps_in_a_second(&v), 0, 5); /* an event wakes it, and what is written */
    close_watching(&v);
}

TEST(nothing_wakes_it_while_it_waits_for_a_key)
{
    struct vt v;
    open_watching(&v, 24, 80);
    assert_idle(&v);
    vt_type(&v, "? ");
    assert_has(&v, "playing");
    vt_type(&v, " ");
    assert_has(&v, "paused");
    assert_idle(&v);
    close_watching(&v);
}

TEST(nothing_wakes_it_at_the_end_of_playing)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "count", "--speed=64"));
    assert_shows(&v, "count --speed=64", "");
    vt_type(&v, " ");
    assert_has(&v, "step 22/22");
    assert_idle(&v);
    close_watching(&v);
}

TEST(nothing_wakes_it_in_the_gallery)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope()));
    assert_has(&v, "makerandom");
    assert_idle(&v);
    close_watching(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_is_what_snap_prints_at_every_size),
        cmocka_unit_test(a_frame_reaches_the_terminal_in_one_write),
        cmocka_unit_test(every_theme_is_shown_as_snap_prints_it),
        cmocka_unit_test(a_white_terminal_shows_the_same_cells_as_a_black_one),
        cmocka_unit_test(a_terminal_too_small_says_how_large_it_must_be),
        cmocka_unit_test(without_a_name_the_gallery_is_shown_and_opens_a_scene),
        cmocka_unit_test(a_quiz_asks_from_the_first_step_on_and_is_called_by_its_seed),
        cmocka_unit_test(a_trace_is_watched_through_a_pipe),
        cmocka_unit_test(a_long_text_goes_through_a_pager_and_only_on_a_terminal),
        cmocka_unit_test(playing_goes_on_to_the_end),
        cmocka_unit_test(while_nothing_happens_it_is_never_woken),
        cmocka_unit_test(a_storm_of_sizes_ends_with_the_right_screen),
        cmocka_unit_test(a_terminal_that_says_it_is_huge_breaks_nothing),
        cmocka_unit_test(a_terminal_without_a_size_is_taken_for_24_lines_of_80),
        cmocka_unit_test(lines_and_columns_of_the_environment_do_not_count),
        cmocka_unit_test(what_is_there_already_is_not_written_again),
        cmocka_unit_test(ascii_is_drawn_when_asked_for_and_where_nothing_else_can_be_shown),
        cmocka_unit_test(no_color_is_respected_unless_colours_are_asked_for),
        cmocka_unit_test(terminals_with_fewer_colours_show_the_same_text),
        cmocka_unit_test(a_terminal_whose_colours_are_no_indexes_gets_the_same_colours),
        cmocka_unit_test(a_kind_of_terminal_that_is_not_in_the_database_is_used_as_an_xterm),
        cmocka_unit_test(a_terminal_that_cannot_move_its_cursor_is_told_so),
        cmocka_unit_test(without_a_database_of_terminals_a_sentence_names_the_way_out),
        cmocka_unit_test(the_terminal_is_asked_for_its_background_and_a_late_answer_counts),
        cmocka_unit_test(an_answer_that_comes_while_it_quits_is_not_left_to_the_shell),
        cmocka_unit_test(a_theme_that_was_chosen_stays),
        cmocka_unit_test(colorfgbg_says_what_the_background_is_until_the_terminal_does),
        cmocka_unit_test(being_looked_at_again_repairs_a_screen_that_was_scrolled),
        cmocka_unit_test(input_that_is_no_terminal_is_told_so),
        cmocka_unit_test(without_a_terminal_the_story_is_told_as_text),
        cmocka_unit_test(a_scene_that_does_not_exist_leaves_the_terminal_alone),
        cmocka_unit_test(nothing_wakes_it_while_it_waits_for_a_key),
        cmocka_unit_test(playing_wakes_it_for_an_event_and_for_nothing_else),
        cmocka_unit_test(nothing_wakes_it_at_the_end_of_playing),
        cmocka_unit_test(nothing_wakes_it_in_the_gallery),
    };
    setenv("LOOPSCOPE", loopscope(), 1);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
