/* SPDX-License-Identifier: MIT */
#include "view/pen.h"

#include <string.h>
#include <uchar.h>

#include "base/utf8.h"

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

uint32_t state_glyph(enum task_state s)
{
    static const char16_t glyphs[TASK_STATES] = u" ·○●◷✓✗⊘†";
    return glyphs[s];
}

enum role state_role(enum task_state s)
{
    static const uint8_t roles[TASK_STATES] = {
        [TASK_CREATED] = ROLE_CREATED,     [TASK_READY] = ROLE_READY,
        [TASK_RUNNING] = ROLE_RUNNING,     [TASK_WAITING] = ROLE_WAITING,
        [TASK_ENDED] = ROLE_DONE,          [TASK_FAILED] = ROLE_FAILED,
        [TASK_CANCELLED] = ROLE_CANCELLED, [TASK_DESTROYED] = ROLE_FAILED,
    };
    return roles[s];
}

bool view_framed(struct win w)
{
    return w.h >= 3 && !w.bare;
}

struct win view_inside(struct win w)
{
    return view_framed(w) ? win_sub(w, 1, 1, w.h - 2, w.w - 2) : w;
}

struct win view_padded(struct win w)
{
    return win_sub(w, 0, 1, w.h, w.w - 2);
}

void view_clear(struct win w)
{
    for (int y = 0; y < w.h; y++)
        win_fill(w, y, 0, w.w, STYLE(ROLE_TEXT), ' ');
}

struct win view_frame(struct win w, const char *title, const char *note, bool focused)
{
    if (!view_framed(w))
        return w;
    struct style line = STYLE(focused ? ROLE_FOCUS : ROLE_FRAME);
    win_box(w, line, focused);
    win_putc(w, 0, 2, line, ' ');
    int x = view_puts(w, 0, 3, w.w - 3, BOLD(ROLE_STRONG), title);
    win_putc(w, 0, x, line, ' ');
    int at = note ? w.w - 3 - view_width(w, note) : 0;
    if (at > x + 2) {
        win_putc(w, 0, at - 1, line, ' ');
        win_puts(w, 0, at, STYLE(focused ? ROLE_TEXT : ROLE_DIM), note);
        win_putc(w, 0, w.w - 3, line, ' ');
    }
    return view_inside(w);
}

int view_top(int at, int n, int h, int scroll)
{
    int jump = max(h / 2, 1);
    int top = n <= h ? 0 : at / jump * jump - (h - jump) / 2;
    top = max(min(top, n - h), 0);
    return max(min(top + scroll, n - h), 0);
}

struct range view_range(int at, int n, int h)
{
    int top = view_top(at, n, h, 0);
    return (struct range){-top, max(n - h, 0) - top};
}

/* Drawn where there is no room, so only the column behind it comes of it. */
static int width(struct win w, const char *s, int bytes)
{
    return win_putn(win_nowhere(w, w.w), 0, 0, STYLE(ROLE_TEXT), s, bytes);
}

int view_width(struct win w, const char *s)
{
    return width(w, s, (int)strlen(s));
}

int view_puts(struct win w, int y, int x, int right, struct style st, const char *s)
{
    right = min(right, w.w);
    if (x >= right)
        return x;
    if (x + view_width(w, s) <= right)
        return win_puts(w, y, x, st, s);
    win_puts(win_sub(w, 0, 0, w.h, right - 1), y, x, st, s);
    win_putc(w, y, right - 1, st, u'…');
    return right;
}

/* A word ends before byte n of s. */
static bool word_ends(const char *s, size_t n)
{
    return s[n - 1] != ' ' && (!s[n] || s[n] == ' ');
}

static size_t first_character(const char *s)
{
    uint32_t ch;
    return utf8_decode(s, strnlen(s, 4), &ch);
}

/* The bytes of s, not empty, that go onto one line: whole words, or what fits of a word longer than
 * that, at least one character. */
static size_t line_bytes(struct win w, const char *s)
{
    size_t fits = win_fit(w, s), n = fits;
    if (!s[fits])
        return fits;
    while (n && !word_ends(s, n))
        n--;
    return n ? n : fits ? fits : first_character(s);
}

int view_wrap(struct win w, int y, struct style st, const char *s)
{
    while (*(s += strspn(s, " "))) {
        size_t n = line_bytes(w, s);
        win_putn(w, y++, 0, st, s, (int)n);
        s += n;
    }
    return y;
}
