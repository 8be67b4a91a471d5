/* SPDX-License-Identifier: MIT */
#include "record/cursor.h"

#include <stdbool.h>

#include "record/digits.h"

enum { ESC = 6, SHORT = 2 }; /* bytes of an asciicast */

static int digits(int n)
{
    return n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : 4;
}

static int sequence_cost(int n)
{
    return ESC + 2 + (n == 1 ? 0 : digits(n));
}

char *cursor_sequence(char *out, int n, char letter)
{
    *out++ = '\033';
    *out++ = '[';
    if (n != 1)
        out = digits_put(out, n);
    *out++ = letter;
    return out;
}

/* ---- across ---- */

/* Single bytes instead of a sequence. */
static bool is_short(int n)
{
    return SHORT * n <= sequence_cost(n);
}

static int across_cost(int columns)
{
    int back = -columns;
    if (columns >= 0)
        return columns ? sequence_cost(columns) : 0;
    return is_short(back) ? SHORT * back : sequence_cost(back);
}

static char *put_many(char *out, int n, char c)
{
    while (n-- > 0)
        *out++ = c;
    return out;
}

static char *go_across(char *out, int columns)
{
    if (columns >= 0)
        return columns ? cursor_sequence(out, columns, 'C') : out;
    return is_short(-columns) ? put_many(out, -columns, '\b') : cursor_sequence(out, -columns, 'D');
}

/* ---- up and down ---- */

static int down_cost(int lines)
{
    if (lines < 0)
        return sequence_cost(-lines);
    return is_short(lines) ? SHORT * lines : sequence_cost(lines);
}

static char *go_down(char *out, int lines)
{
    if (lines < 0)
        return cursor_sequence(out, -lines, 'A');
    return is_short(lines) ? put_many(out, lines, '\n') : cursor_sequence(out, lines, 'B');
}

/* ---- anywhere ---- */

static int place_cost(int y, int x)
{
    return ESC + 2 + (y ? digits(y + 1) : 0) + (x ? 1 + digits(x + 1) : 0);
}

static char *go_to_place(char *out, int y, int x)
{
    *out++ = '\033';
    *out++ = '[';
    if (y)
        out = digits_put(out, y + 1);
    if (x) {
        *out++ = ';';
        out = digits_put(out, x + 1);
    }
    *out++ = 'H';
    return out;
}

char *cursor_to(char *out, struct cursor *c, int y, int x, int w)
{
    struct cursor from = *c;
    *c = (struct cursor){y, x};
    /* Behind the right edge, where it is depends on the terminal. */
    if (from.y < 0 || from.x >= w)
        return go_to_place(out, y, x);
    int down = y - from.y, across = x - from.x;
    if (!down && across >= 0)
        return go_across(out, across);
    if (down_cost(down) + across_cost(across) >= place_cost(y, x))
        return go_to_place(out, y, x);
    return go_across(go_down(out, down), across);
}
