/* SPDX-License-Identifier: MIT */
#include "tests/support/vt.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>
#include <uv.h>

#include "base/alloc.h"
#include "base/now.h"
#include "base/utf8.h"

enum { PATIENCE = 30 }; /* seconds */

/* What libvterm has in the right half of a wide character. */
#define RIGHT_HALF UINT32_MAX

/* ---- the screen ---- */

static int set_property(VTermProp prop, VTermValue *value, void *data)
{
    struct vt *v = data;
    if (prop == VTERM_PROP_ALTSCREEN)
        v->alternate = value->boolean;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        v->cursor_hidden = !value->boolean;
    if (prop == VTERM_PROP_MOUSE)
        v->mouse = value->number;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property};

void vt_init(struct vt *v, int h, int w)
{
    *v = (struct vt){
        .master = -1, .slave = -1, .ended = true, .term = "xterm-256color", .locale = "C.UTF-8"};
    v->vt = vterm_new(h, w);
    vterm_set_utf8(v->vt, 1);
    v->screen = vterm_obtain_screen(v->vt);
    vterm_screen_set_callbacks(v->screen, &callbacks, v);
    vterm_screen_enable_altscreen(v->screen, 1);
    vterm_screen_reset(v->screen, 1);
}

/* At the end of a sequence. */
static void watch_modes(struct vt *v, const char *tail, size_t n)
{
    static const struct {
        const char *sequence;
        size_t flag;
        bool on;
    } table[] = {
        {"\033[?2004h", offsetof(struct vt, pastes), true},
        {"\033[?2004l", offsetof(struct vt, pastes), false},
        {"\033[?1004h", offsetof(struct vt, focuses), true},
        {"\033[?1004l", offsetof(struct vt, focuses), false},
        {"\033[?1006h", offsetof(struct vt, clicks), true},
        {"\033[?1006l", offsetof(struct vt, clicks), false},
        {"\033]11;?\033\\", offsetof(struct vt, asked), true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t len = strlen(table[i].sequence);
        if (n >= len && !memcmp(tail + n - len, table[i].sequence, len))
            *(bool *)(void *)((char *)v + table[i].flag) = table[i].on;
    }
}

static void watch_bytes(struct vt *v, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        memmove(v->tail, v->tail + 1, sizeof v->tail - 1);
        v->tail[sizeof v->tail - 1] = s[i];
        if (s[i] == 'h' || s[i] == 'l' || s[i] == '\\')
            watch_modes(v, v->tail, sizeof v->tail);
    }
}

void vt_feed(struct vt *v, const char *s, size_t n)
{
    char reply[256];
    size_t k;
    watch_bytes(v, s, n);
    vterm_input_write(v->vt, s, n);
    v->bytes += n;
    while (v->master >= 0 && (k = vterm_output_read(v->vt, reply, sizeof reply)))
        if (write(v->master, reply, k) < 0)
            return;
}

/* vterm_screen_get_cell does not look whether there is such a cell. */
static VTermScreenCell cell_at(const struct vt *v, int y, int x)
{
    VTermScreenCell c = {0};
    int h, w;
    vterm_get_size(v->vt, &h, &w);
    if (y < h && x < w)
        vterm_screen_get_cell(v->screen, (VTermPos){y, x}, &c);
    return c;
}

static uint32_t character(const VTermScreenCell *c)
{
    return c->chars[0] ? c->chars[0] : ' ';
}

void vt_text(const struct vt *v, struct buf *out)
{
    int h, w;
    char s[4];
    vterm_get_size(v->vt, &h, &w);
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            VTermScreenCell c = cell_at(v, y, x);
            if (character(&c) != RIGHT_HALF)
                buf_add(out, s, utf8_encode(character(&c), s));
        }
        buf_putc(out, '\n');
    }
}

/* -1: the terminal's own. */
static int color(const VTermColor *c)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
        return -1;
    if (VTERM_COLOR_IS_INDEXED(c))
        return c->indexed.idx;
    return 1 << 24 | c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue;
}

/* Of a blank, and of the right half of a wide character, one sees only the ground. */
static bool is_blank(const VTermScreenCell *c)
{
    return character(c) == RIGHT_HALF ||
           (character(c) == ' ' && !c->attrs.reverse && !c->attrs.underline);
}

static bool same_cell(const VTermScreenCell *a, const VTermScreenCell *b)
{
    if (character(a) == RIGHT_HALF && character(b) == RIGHT_HALF)
        return true; /* libvterm keeps no ground for it */
    if (character(a) != character(b) || color(&a->bg) != color(&b->bg))
        return false;
    if (is_blank(a) && is_blank(b))
        return true;
    return color(&a->fg) == color(&b->fg) && a->attrs.bold == b->attrs.bold &&
           a->attrs.italic == b->attrs.italic && a->attrs.underline == b->attrs.underline &&
           a->attrs.reverse == b->attrs.reverse;
}

/* The place where they differ first; false: nowhere. */
static bool find_difference(const struct vt *a, const struct vt *b, VTermPos *at)
{
    int h, w, bh, bw;
    vterm_get_size(a->vt, &h, &w);
    vterm_get_size(b->vt, &bh, &bw);
    *at = (VTermPos){0, 0};
    if (h != bh || w != bw)
        return true;
    for (at->row = 0; at->row < h; at->row++)
        for (at->col = 0; at->col < w; at->col++) {
            VTermScreenCell p = cell_at(a, at->row, at->col), q = cell_at(b, at->row, at->col);
            if (!same_cell(&p, &q))
                return true;
        }
    return false;
}

bool vt_same(struct vt *v, const void *other)
{
    VTermPos at;
    return !find_difference(v, other, &at);
}

static void describe_cell(struct buf *out, const struct vt *v, VTermPos at)
{
    VTermScreenCell c = cell_at(v, at.row, at.col);
    buf_printf(out, " U+%04X %d on %d%s%s%s%s", character(&c), color(&c.fg), color(&c.bg),
               c.attrs.bold ? " bold" : "", c.attrs.italic ? " italic" : "",
               c.attrs.underline ? " underlined" : "", c.attrs.reverse ? " reversed" : "");
}

void vt_difference(const struct vt *a, const struct vt *b, struct buf *out)
{
    VTermPos at;
    if (!find_difference(a, b, &at))
        return;
    buf_printf(out, "line %d, column %d:", at.row, at.col);
    describe_cell(out, a, at);
    buf_puts(out, ", but should be");
    describe_cell(out, b, at);
    buf_putc(out, '\n');
    vt_text(a, out);
    buf_puts(out, "---- should be ----\n");
    vt_text(b, out);
}

/* ---- the program ---- */

void vt_open(struct vt *v, int h, int w)
{
    struct winsize z = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
    vt_init(v, h, w);
    if (openpty(&v->master, &v->slave, NULL, NULL, &z) < 0 || tcgetattr(v->slave, &v->before) < 0)
        die("no pseudoterminal could be opened");
}

/* Everything in the environment that could change what is shown. */
static void set_environment(const struct vt *v)
{
    static const char *const off[] = {
        "LC_ALL",  "LC_CTYPE", "LANGUAGE", "NO_COLOR",  "COLORTERM",      "LINES",
        "COLUMNS", "TERMINFO", "ESCDELAY", "COLORFGBG", "SSH_CONNECTION", "LOOPSCOPE_OPTIONS"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        unsetenv(off[i]);
    setenv("LANG", v->locale, 1);
    setenv("TERM", v->term, 1);
    setenv("XDG_CONFIG_HOME", v->config ? v->config : "/nonexistent", 1);
    setenv("XDG_STATE_HOME", v->config ? v->config : "/dev/null", 1);
}

/* true in the child, which then has the terminal. */
static bool fork_into(struct vt *v)
{
    fflush(NULL);
    v->ended = false;
    v->pid = fork();
    if (v->pid < 0)
        die("no process could be started");
    if (v->pid)
        return false;
    close(v->master);
    login_tty(v->slave);
    return true;
}

void vt_call(struct vt *v, int (*function)(void *), void *data)
{
    if (!fork_into(v))
        return;
    set_environment(v);
    int status = function(data);
    fflush(NULL);
    _exit(status);
}

void vt_start(struct vt *v, const char *const argv[])
{
    if (!fork_into(v))
        return;
    set_environment(v);
    execvp(argv[0], (char *const *)(void *)(const void *)argv);
    _exit(127);
}

void vt_close(struct vt *v)
{
    if (!v->ended) {
        kill(v->pid, SIGKILL);
        waitpid(v->pid, NULL, 0);
    }
    if (v->master >= 0)
        close(v->master);
    if (v->slave >= 0)
        close(v->slave);
    vterm_free(v->vt);
}

void vt_type(struct vt *v, const char *s)
{
    v->typed = v->bytes;
    v->typed_at = uv_hrtime();
    if (write(v->master, s, strlen(s)) < 0)
        die("the pseudoterminal cannot be written");
}

void vt_resize(struct vt *v, int h, int w)
{
    struct winsize z = {.ws_row = (unsigned short)h, .ws_col = (unsigned short)w};
    vterm_set_size(v->vt, h, w);
    v->typed = v->bytes;
    v->typed_at = uv_hrtime();
    ioctl(v->master, TIOCSWINSZ, &z);
}

/* ---- waiting ---- */

/* Shows what has been written; waits a little for it if there is nothing. */
static void pump(struct vt *v, int milliseconds)
{
    char s[65536];
    struct pollfd p = {.fd = v->master, .events = POLLIN};
    while (poll(&p, 1, milliseconds) > 0) {
        ssize_t n = read(v->master, s, sizeof s);
        if (n <= 0)
            return;
        vt_feed(v, s, (size_t)n);
        milliseconds = 0;
    }
}

bool vt_wait(struct vt *v, bool (*is_so)(struct vt *v, const void *data), const void *data)
{
    double end = now() + PATIENCE;
    bool so;
    while (!(so = is_so(v, data)) && now() < end)
        pump(v, 10);
    return so;
}

bool vt_has_ended(struct vt *v, const void *unused)
{
    (void)unused;
    if (v->ended || waitpid(v->pid, &v->status, WNOHANG) != v->pid)
        return v->ended;
    v->ended = true;
    if (v->master >= 0)
        pump(v, 0);
    return true;
}

/* A key that changes nothing writes nothing: after so many nanoseconds what stands there counts. */
static const uint64_t NOTHING_TO_SAY = 300000000;

bool vt_answers(const struct vt *v)
{
    return v->bytes > v->typed || uv_hrtime() - v->typed_at > NOTHING_TO_SAY;
}

long vt_sleeps(const struct vt *v)
{
    char path[64], line[256];
    long n = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)v->pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "voluntary_ctxt_switches: %ld", &n);
    if (f)
        fclose(f);
    return n;
}

bool vt_has(struct vt *v, const void *text)
{
    struct buf b = {0};
    vt_text(v, &b);
    bool has = strstr(b.s, text) != NULL;
    buf_free(&b);
    return has;
}
