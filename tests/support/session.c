/* SPDX-License-Identifier: MIT */
#include "tests/support/session.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

const char *loopscope(void)
{
    const char *path = getenv("LOOPSCOPE");
    return path ? path : "build/loopscope";
}

/* ---- what is expected ---- */

int shell(struct buf *out, const char *fmt, ...)
{
    struct buf command = {0};
    char s[4096];
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&command, fmt, ap);
    va_end(ap);
    FILE *p = popen(command.s, "r");
    assert_non_null(p);
    for (size_t n; (n = fread(s, 1, sizeof s, p));)
        buf_add(out, s, n);
    buf_free(&command);
    return pclose(p);
}

void feed_lines(struct vt *v, const struct buf *b)
{
    for (const char *s = b->s, *end; s && *s; s = *end ? end + 1 : end) {
        end = strchrnul(s, '\n');
        vt_feed(v, s, (size_t)(end - s));
        if (end[0] && end[1])
            vt_feed(v, "\r\n", 2);
    }
}

static bool answers_the_same(struct vt *v, const void *wanted)
{
    return vt_answers(v) && vt_same(v, wanted);
}

static bool answers_with(struct vt *v, const void *text)
{
    return vt_answers(v) && vt_has(v, text);
}

void assert_same_screen(struct vt *v, struct vt *wanted, const char *after)
{
    struct buf b = {0};
    if (!vt_wait(v, answers_the_same, wanted)) {
        vt_difference(v, wanted, &b);
        fprintf(stderr, "after “%s”: %s", after, b.s);
    }
    bool same = !b.s;
    buf_free(&b);
    assert_true(same);
}

void assert_shows(struct vt *v, const char *args, const char *script)
{
    struct vt wanted;
    struct buf b = {0};
    int h, w;
    vterm_get_size(v->vt, &h, &w);
    vt_init(&wanted, h, w);
    setenv("SCRIPT", script, 1);
    int status = shell(&b, "%s snap %s --format ansi --size %dx%d --keys \"$SCRIPT\"", loopscope(),
                       args, w, h);
    assert_int_equal(status, 0);
    feed_lines(&wanted, &b);
    assert_same_screen(v, &wanted, script);
    buf_free(&b);
    vt_close(&wanted);
}

void assert_has(struct vt *v, const char *text)
{
    struct buf b = {0};
    bool has = vt_wait(v, answers_with, text);
    if (!has) {
        vt_text(v, &b);
        fprintf(stderr, "“%s” is not on the screen:\n%s", text, b.s);
    }
    buf_free(&b);
    assert_true(has);
}

/* ---- the terminal afterwards ---- */

void assert_ends(struct vt *v)
{
    assert_true(vt_wait(v, vt_has_ended, NULL));
}

void assert_exits(struct vt *v, int status)
{
    assert_ends(v);
    assert_true(WIFEXITED(v->status));
    assert_int_equal(WEXITSTATUS(v->status), status);
}

void assert_killed(struct vt *v, int signum)
{
    assert_ends(v);
    assert_true(WIFSIGNALED(v->status));
    assert_int_equal(WTERMSIG(v->status), signum);
}

void assert_same_modes(const struct vt *v)
{
    struct termios now;
    assert_int_equal(tcgetattr(v->slave, &now), 0);
    assert_int_equal(now.c_iflag, v->before.c_iflag);
    assert_int_equal(now.c_oflag, v->before.c_oflag);
    assert_int_equal(now.c_cflag, v->before.c_cflag);
    assert_int_equal(now.c_lflag, v->before.c_lflag);
    assert_memory_equal(now.c_cc, v->before.c_cc, sizeof now.c_cc);
}

void assert_clean(const struct vt *v)
{
    assert_false(v->alternate);
    assert_false(v->cursor_hidden);
    assert_int_equal(v->mouse, VTERM_PROP_MOUSE_NONE);
    assert_false(v->pastes || v->focuses || v->clicks);
    assert_same_modes(v);
    assert_false(fcntl(v->slave, F_GETFL) & O_NONBLOCK);
}

void open_watching(struct vt *v, int h, int w)
{
    vt_open(v, h, w);
    vt_start(v, WORDS(loopscope(), "count"));
    assert_shows(v, "count", "");
}

void close_watching(struct vt *v)
{
    vt_type(v, "q");
    assert_exits(v, 0);
    assert_clean(v);
    vt_close(v);
}

/* ---- without the program ---- */

struct term *open_term(void)
{
    struct term *t = term_open(&(struct term_options){.colors = 256, .mouse = true});
    if (!t)
        _exit(99);
    return t;
}
