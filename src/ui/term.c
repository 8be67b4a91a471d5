/* SPDX-License-Identifier: MIT */
#include "ui/term.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/report.h"
#include "base/text.h"
#include "base/write.h"
#include "ui/back.h"

/* Lines or columns: ncurses keeps three cells of 28 bytes for each of the terminal's. */
enum { SIDE_MOST = 1000 };

struct term {
    /* Two openings of the terminal. Input does not block; if output did not either, ncurses would
     * spin while the terminal is slow. */
    int in;
    FILE *out;
    /* ncurses writes a frame line by line, and who looks could see half of it: so it writes into a file in
     * memory, -1 where there is none or none may be as large as it likes, and that goes to the terminal at
     * once, by a descriptor that always is it. */
    int frame, tty;
    struct buf bytes;
    SCREEN *curses;
    const struct theme *theme;
    enum depth depth;
    bool mouse;
    int h, w;
    struct screen shown; /* what the terminal shows; has no cells while that is not known */
    wchar_t run[SIDE_MOST];
};

/* ---- opening and closing ---- */

static int open_tty(void)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    const char *name = fd < 0 ? ttyname(STDOUT_FILENO) : NULL;
    return name ? open(name, O_RDWR | O_CLOEXEC | O_NOCTTY) : fd;
}

static void free_term(struct term *t)
{
    if (t->curses)
        delscreen(t->curses);
    if (t->out)
        fclose(t->out);
    if (t->in >= 0)
        close(t->in);
    if (t->frame >= 0)
        close(t->frame);
    if (t->tty >= 0)
        close(t->tty);
    buf_free(&t->bytes);
    screen_close(&t->shown);
    free(t);
}

static int side(int n, int usual)
{
    return n <= 0 ? usual : n < SIDE_MOST ? n : SIDE_MOST;
}

static void ask_size(struct term *t)
{
    struct winsize z = {0};
    ioctl(fileno(t->out), TIOCGWINSZ, &z);
    t->h = side(z.ws_row, 24);
    t->w = side(z.ws_col, 80);
}

static void set_number(const char *name, int n)
{
    char s[16];
    snprintf(s, sizeof s, "%d", n);
    setenv(name, s, 1);
}

/* Curses asks for the size by itself when it begins, and when it goes on after endwin(). It believes
 * LINES and COLUMNS more than the terminal, which may say anything. */
static void tell_curses_the_size(const struct term *t)
{
    set_number("LINES", t->h);
    set_number("COLUMNS", t->w);
}

static void forget_told_size(void)
{
    unsetenv("LINES");
    unsetenv("COLUMNS");
}

static SCREEN *new_screen(const struct term *t, const char *term)
{
    tell_curses_the_size(t);
    SCREEN *s = newterm(term, t->out, t->out);
    forget_told_size();
    return s;
}

/* A terminal that is gone is told nothing; reading will say so. */
static void refresh_at_once(struct term *t)
{
    dup3(t->frame, fileno(t->out), O_CLOEXEC);
    refresh();
    dup3(t->tty, fileno(t->out), O_CLOEXEC);
    off_t n = lseek(t->frame, 0, SEEK_CUR);
    ssize_t k = n > 0 ? pread(t->frame, buf_room(&t->bytes, (size_t)n), (size_t)n, 0) : 0;
    lseek(t->frame, 0, SEEK_SET);
    if (k > 0)
        write_all(t->tty, t->bytes.s, (size_t)k);
}

/* Behind endwin() it also sets the terminal's modes. */
static void refresh_screen(struct term *t)
{
    if (!isendwin() && t->frame >= 0) {
        refresh_at_once(t);
        return;
    }
    tell_curses_the_size(t);
    refresh();
    forget_told_size();
}

/* May a file be as large as the largest frame? What goes beyond such a limit is a signal that ends us. */
static bool has_room_for_frames(void)
{
    enum { FRAME_MOST = 64 << 20 };
    struct rlimit most;
    return getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur >= FRAME_MOST;
}

/* Why this terminal cannot be used, or NULL. */
static const char *open_curses(struct term *t)
{
    int out = open_tty();
    t->in = open_tty();
    t->out = fdopen(out, "r+");
    t->tty = fcntl(out, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    t->frame = has_room_for_frames() ? memfd_create("frame", MFD_CLOEXEC) : -1;
    if (t->in < 0 || !t->out || t->tty < 0)
        return "the terminal cannot be opened";
    setlocale(LC_CTYPE, "");
    ask_size(t);
    const char *term = back_term(out);
    const char *why = back_open(t->tty, term, t->mouse);
    if (why)
        return why;
    t->curses = new_screen(t, term);
    return t->curses ? NULL : "this kind of terminal (TERM) cannot be used";
}

static void start_colors(struct term *t, int most)
{
    if (most < DEPTH_8 || !has_colors() || start_color() == ERR || use_default_colors() == ERR)
        return;
    int n = most < COLORS ? most : COLORS;
    t->depth = n < DEPTH_8     ? DEPTH_MONO
               : n < DEPTH_16  ? DEPTH_8
               : n < DEPTH_256 ? DEPTH_16
                               : DEPTH_256;
}

/* Signals stay on: ^C and ^Z are theirs. ^S is off: it would stop us in the middle of writing. */
static void set_modes(const struct term *t)
{
    struct termios m;
    cbreak();
    noecho();
    nonl();
    if (tcgetattr(fileno(t->out), &m) == 0) {
        m.c_iflag &= ~(tcflag_t)IXON;
        tcsetattr(fileno(t->out), TCSADRAIN, &m);
    }
    def_prog_mode();
    curs_set(0);
    leaveok(stdscr, TRUE);
    typeahead(-1);
}

static void tell(const struct term *t, const char *s)
{
    write_all(t->tty, s, strlen(s));
}

static void listen(const struct term *t, bool on)
{
    tell(t, on ? LISTEN_ON : LISTEN_OFF);
    if (t->mouse)
        tell(t, on ? MOUSE_ON : MOUSE_OFF);
}

/* The Linux console and old terminals would print the question, or answer nothing. */
bool term_ask_ground(const struct term *t)
{
    const char *name = termname();
    bool asks = t->depth != DEPTH_MONO && !begins_with(name, "linux") && !begins_with(name, "vt");
    if (asks)
        tell(t, "\033]11;?\033\\");
    return asks;
}

void term_drain(const struct term *t, int patience)
{
    struct pollfd p = {.fd = term_fd(t), .events = POLLIN};
    if (poll(&p, 1, patience) > 0)
        tcflush(p.fd, TCIFLUSH);
}

static struct term *the_open_one;

static void close_at_exit(void)
{
    term_close(the_open_one);
}

struct term *term_open(const struct term_options *o)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        report("standard input and output must be a terminal");
        return NULL;
    }
    struct term *t = xcalloc(1, sizeof *t);
    t->frame = t->tty = -1;
    t->mouse = o->mouse;
    const char *why = open_curses(t);
    if (why) {
        back_close();
        report("%s", why);
        report_hint("Try 'loopscope trace', which needs none.");
        free_term(t);
        return NULL;
    }
    start_colors(t, o->colors);
    set_modes(t);
    the_open_one = t;
    atexit(close_at_exit); /* which, told so twice, closes nothing the second time */
    listen(t, true);
    return t;
}

void term_close(struct term *t)
{
    if (!t)
        return;
    listen(t, false);
    endwin();
    back_close();
    the_open_one = NULL;
    free_term(t);
}

void term_suspend(struct term *t)
{
    listen(t, false);
    endwin();
    back_leave(true);
}

void term_resume(struct term *t)
{
    back_leave(false);
    if (!isendwin())
        endwin();
    listen(t, true);
    term_resize(t);
}

/* ---- size ---- */

void term_resize(struct term *t)
{
    ask_size(t);
    resize_term(t->h, t->w);
    term_forget(t);
}

void term_size(const struct term *t, int *h, int *w)
{
    *h = t->h;
    *w = t->w;
}

bool term_utf8(void)
{
    return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* ---- painting ---- */

static int color(int index)
{
    if (index < 8 || COLORS <= 256)
        return index;
    struct rgb c = theme_rgb(index); /* a terminal whose colours are no indexes */
    return c.r << 16 | c.g << 8 | c.b;
}

static void set_ink(const struct term *t, struct style st)
{
    static const struct {
        int attr;
        attr_t curses;
    } attrs[] = {{ATTR_BOLD, A_BOLD},
                 {ATTR_UNDERLINE, A_UNDERLINE},
                 {ATTR_REVERSE, A_REVERSE},
                 {ATTR_ITALIC, A_ITALIC}};
    int fg, bg, attr;
    theme_colors(t->theme, t->depth, st, &fg, &bg, &attr);
    int pair = t->depth == DEPTH_MONO ? 0 : alloc_pair(color(fg), color(bg));
    attr_t a = A_NORMAL;
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        if (attr & attrs[i].attr)
            a |= attrs[i].curses;
    attr_set(a, 0, &pair);
}

/* The C library has the last word on widths, for ncurses asks it too: where it does not agree, '?'
 * keeps the row in place. Returns how many characters it put at `to`. */
static int put_glyph(wchar_t *to, uint32_t ch, int wid)
{
    bool agreed = (ch >= ' ' && ch < 0x7f) || wcwidth((wchar_t)ch) == wid;
    to[0] = agreed ? (wchar_t)ch : L'?';
    if (agreed || wid == 1)
        return 1;
    to[1] = L' ';
    return 2;
}

static bool same_style(struct style a, struct style b)
{
    return a.role == b.role && a.ground == b.ground && a.attr == b.attr;
}

/* A right half is painted with its left one. */
static bool changed(const struct term *t, const struct screen *s, int y, int x)
{
    const struct cell *now = screen_at(s, y, x);
    if (!t->shown.cells)
        return now->ch;
    const struct cell *was = screen_at(&t->shown, y, x);
    return now->ch && (now->ch != was->ch || !same_style(now->style, was->style));
}

/* Paints the changed cells from x on that have one style; returns the column behind them. */
static int paint_run(struct term *t, const struct screen *s, int y, int x)
{
    const struct cell *row = screen_at(s, y, 0);
    struct style st = row[x].style;
    int n = 0, from = x, w = s->w < t->w ? s->w : t->w;
    while (x < w && changed(t, s, y, x) && same_style(row[x].style, st)) {
        int wid = x + 1 < w && !row[x + 1].ch ? 2 : 1;
        n += put_glyph(t->run + n, row[x].ch, wid);
        x += wid;
    }
    set_ink(t, st);
    mvaddnwstr(y, from, t->run, n);
    return x;
}

static void remember(struct term *t, const struct screen *s)
{
    if (!t->shown.cells)
        screen_resize(&t->shown, s->h, s->w);
    memcpy(t->shown.cells, s->cells, (size_t)s->h * (size_t)s->w * sizeof *s->cells);
}

void term_draw(struct term *t, const struct screen *s, const struct theme *theme)
{
    if (t->theme != theme)
        term_forget(t);
    t->theme = theme;
    if (t->shown.cells && screen_same(&t->shown, s))
        return;
    if (t->shown.h != s->h || t->shown.w != s->w)
        term_forget(t);
    if (!t->shown.cells) {
        erase();
        clearok(curscr, TRUE);
    }
    for (int y = 0; y < s->h && y < t->h; y++)
        for (int x = 0; x < s->w && x < t->w;)
            x = changed(t, s, y, x) ? paint_run(t, s, y, x) : x + 1;
    refresh_screen(t);
    remember(t, s);
}

void term_forget(struct term *t)
{
    screen_close(&t->shown);
}

int term_fd(const struct term *t)
{
    return t->in;
}
