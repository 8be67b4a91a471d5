/* SPDX-License-Identifier: MIT */
#include "tests/support/frames.h"

#include "record/differ.h"

#include "tests/test.h"

#define STYLE(r) ((struct style){.role = ROLE_##r})

unsigned dice(unsigned sides)
{
    static unsigned long long x = 42;
    x = x * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(x >> 33) % sides;
}

void draw_frame(struct screen *s, int n)
{
    struct win w = win_whole(s), inner = win_sub(w, 1, 0, s->h - 1, s->w);
    screen_erase(s);
    win_puts(w, 0, 1, STYLE(STRONG), "loopscope");
    win_printf(w, 0, s->w - 10, STYLE(DIM), "tick %d", n);
    win_box(inner, STYLE(FRAME), false);
    for (int y = 1; y < inner.h - 1; y++) {
        win_printf(inner, y, 2, STYLE(DIM), "%2d", y);
        win_puts(inner, y, 6, STYLE(TEXT), "await sleep(1)  # <世界> & “so”");
        win_fill(inner, y, 40, n % 30 + y % 3, STYLE(WAITING), u'╌');
        win_putc(inner, y, 40 + n % 30 + y % 3, STYLE(RUNNING), u'█');
    }
    win_puts(inner, 1 + n % (s->h - 3), 1, STYLE(RUNNING), "▶");
    win_ground(inner, 1 + n % (s->h - 3), 1, s->w - 2, GROUND_CURRENT);
}

void scribble(struct screen *s)
{
    static const char *const words[] = {"a", "世", "x世y", "─╮", "two words", " ", "   ", "●"};
    for (unsigned i = 1 + dice(6); i > 0; i--) {
        struct style st = {(uint8_t)dice(ROLES), (uint8_t)(dice(2) ? 0 : dice(GROUNDS)),
                           (uint8_t)(dice(2) ? 0 : dice(16))};
        win_puts(win_whole(s), (int)dice((unsigned)s->h), (int)dice((unsigned)s->w + 2) - 2, st,
                 words[dice(sizeof words / sizeof *words)]);
    }
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

void assert_vt_shows(const struct vt *v, const struct screen *s, const struct theme *t,
                     enum depth depth)
{
    const int on_blanks = ATTR_UNDERLINE | ATTR_REVERSE;
    int h, w;
    vterm_get_size(v->vt, &h, &w);
    assert_int_equal(h, s->h);
    assert_int_equal(w, s->w);
    for (int y = 0; y < s->h; y++)
        for (int x = 0; x < s->w; x++) {
            const struct cell *want = screen_at(s, y, x);
            VTermScreenCell got;
            int fg, bg, attr;
            if (!want->ch)
                continue;
            assert_true(vterm_screen_get_cell(v->screen, (VTermPos){y, x}, &got));
            theme_colors(t, depth, want->style, &fg, &bg, &attr);
            assert_int_equal(got.chars[0] ? got.chars[0] : ' ', want->ch);
            assert_int_equal(color_index(got.bg), bg);
            assert_int_equal(attrs_of(&got) & on_blanks, attr & on_blanks);
            if (want->ch == ' ' && !(attr & on_blanks))
                continue;
            assert_int_equal(color_index(got.fg), fg);
            assert_int_equal(attrs_of(&got), attr);
        }
}

void ansi_diff(struct buf *out, const struct screen *before, const struct screen *after,
               const struct theme *t, enum depth depth)
{
    struct differ d;
    struct buf shown = {0};
    differ_start(&d, t, depth);
    if (before)
        differ_frame(&d, &shown, before);
    d.cursor.y = -1; /* as if it had been drawn by somebody else */
    differ_frame(&d, out, after);
    differ_close(&d);
    buf_free(&shown);
}
