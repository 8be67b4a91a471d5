/* SPDX-License-Identifier: MIT */
/* A screen is drawn from scratch for every frame, so the way from a string to its cells is
 * short: a pen runs along one row and drops what lies outside its window. */
#include "draw/screen.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* screen_same compares cells as bytes. */
_Static_assert(sizeof(struct cell) == 8, "a cell has padding");

enum { REPLACEMENT = 0xfffd };

/* What an ascii screen shows instead: one for one. */
static const char16_t fancy[] =
    u"─━│┃╌┄╭╮╰╯┌┐└┘┏┓┗┛├┤┬┴┼╵█▓▀▄▌▐▂▏▒░●◆○■↺◷✓✗⊘†▶▷▸◀▲▼‖×›‹…·•“”‘’→←↑↓—–≠";
static const char plain[] =
    "-=||..++++++++++++++++++######_|%.*?o#@zvx-+>)><^v|x><~.*\"\"''><^v--#";
_Static_assert(sizeof fancy == 2 * sizeof plain, "one ASCII character for each");

void screen_init(struct screen *s, int h, int w)
{
    *s = (struct screen){0};
    screen_resize(s, h, w);
}

static int side(int n)
{
    return n < 0 ? 0 : n > SCREEN_MAX ? SCREEN_MAX : n;
}

struct kept {
    struct cell *cells;
    void *of;
    size_t n;
};

static void forget(struct screen *s)
{
    if (s->kept) {
        free(s->kept->cells);
        free(s->kept->of);
    }
    free(s->kept);
    s->kept = NULL;
}

void screen_resize(struct screen *s, int h, int w)
{
    s->h = side(h);
    s->w = side(w);
    free(s->cells);
    forget(s);
    s->cells = xcalloc((size_t)s->h * (size_t)s->w, sizeof *s->cells);
    screen_erase(s);
}

void screen_close(struct screen *s)
{
    free(s->cells);
    forget(s);
    *s = (struct screen){0};
}

void screen_erase(struct screen *s)
{
    size_t n = (size_t)s->h * (size_t)s->w;
    for (size_t i = 0; i < n; i++)
        s->cells[i] = (struct cell){.ch = ' '};
}

static size_t cells_bytes(const struct screen *s)
{
    return (size_t)s->h * (size_t)s->w * sizeof *s->cells;
}

void screen_keep(struct screen *s, const void *of, size_t n)
{
    if (!s->kept || s->kept->n != n) {
        forget(s);
        s->kept = xmalloc(sizeof *s->kept);
        *s->kept = (struct kept){xmalloc(cells_bytes(s)), xmalloc(n), n};
    }
    memcpy(s->kept->cells, s->cells, cells_bytes(s));
    memcpy(s->kept->of, of, n);
}

bool screen_recall(struct screen *s, const void *of, size_t n)
{
    const struct kept *k = s->kept;
    if (!k || k->n != n || memcmp(k->of, of, n) != 0)
        return false;
    memcpy(s->cells, k->cells, cells_bytes(s));
    return true;
}

bool screen_same(const struct screen *a, const struct screen *b)
{
    if (a->h != b->h || a->w != b->w)
        return false;
    size_t n = (size_t)a->h * (size_t)a->w;
    return !n || !memcmp(a->cells, b->cells, n * sizeof *a->cells);
}

struct win win_whole(struct screen *s)
{
    return (struct win){.screen = s, .h = s->h, .w = s->w};
}

/* Cuts the n cells from *at on to the `limit` there are. */
static int cut(int *at, int n, int limit)
{
    long long from = *at < 0 ? 0 : *at;
    long long to = (long long)*at + n;
    *at = from < limit ? (int)from : limit;
    to = to < limit ? to : limit;
    return to > *at ? (int)(to - *at) : 0;
}

struct win win_sub(struct win w, int y, int x, int h, int wid)
{
    h = cut(&y, h, w.h);
    wid = cut(&x, wid, w.w);
    return (struct win){
        .screen = w.screen, .y = w.y + y, .x = w.x + x, .h = h, .w = wid, .bare = w.bare};
}

struct win win_nowhere(struct win w, int wid)
{
    return (struct win){.screen = w.screen, .w = wid, .bare = w.bare};
}

/* Draws along one row of a window. The column may be anywhere; only what falls between 0 and w
 * is drawn, and `from` is where that starts. */
struct pen {
    struct screen *screen;
    struct cell *row; /* the window's first cell in this row */
    long long from, col;
    int x, w; /* the window's own; w is 0 where there is no such row */
    struct style st;
};

/* The two ends of what a pen draws may each cut a wide character in two; the half that is left
 * becomes a blank. This is the left end, called before the first character. */
static void cut_left(struct pen *p)
{
    if (p->from >= p->w || p->row[p->from].ch)
        return;
    p->row[p->from - 1].ch = ' ';
    p->row[p->from].ch = ' ';
}

/* The right end, called after the last character. */
static void cut_right(struct pen *p)
{
    long long to = p->col < p->w ? p->col : p->w;
    if (to > p->from && p->x + to < p->screen->w && !p->row[to].ch)
        p->row[to].ch = ' ';
}

static struct pen pen_at(struct win w, int y, int x, struct style st)
{
    struct pen p = {.screen = w.screen, .from = x < 0 ? 0 : x, .col = x, .x = w.x, .st = st};
    if (y < 0 || y >= w.h || w.w <= 0)
        return p;
    p.row = screen_at(w.screen, w.y + y, w.x);
    p.w = w.w;
    cut_left(&p);
    return p;
}

static int pen_end(struct pen *p)
{
    cut_right(p);
    return p->col > INT_MAX ? INT_MAX : (int)p->col;
}

static inline void put(struct pen *p, uint32_t ch)
{
    if (p->col >= 0 && p->col < p->w)
        p->row[p->col] = (struct cell){.ch = ch, .style = p->st};
    p->col++;
}

static void put_wide(struct pen *p, uint32_t ch)
{
    bool fits = p->col >= 0 && p->col + 2 <= p->w;
    put(p, fits ? ch : ' ');
    put(p, fits ? 0 : ' ');
}

static void put_byte(struct pen *p, unsigned byte)
{
    put(p, '\\');
    put(p, 'x');
    put(p, (unsigned char)"0123456789abcdef"[byte >> 4 & 15]);
    put(p, (unsigned char)"0123456789abcdef"[byte & 15]);
}

static void put_control(struct pen *p, uint32_t ch)
{
    char s[4], escape[UTF8_ESCAPE];
    if (ch < 0x80) {
        put(p, '^');
        put(p, ch ^ '@');
        return;
    }
    size_t n = utf8_plain(escape, s, utf8_encode(ch, s));
    for (size_t i = 0; i < n; i++)
        put(p, (unsigned char)escape[i]);
}

static uint32_t ascii_for(uint32_t ch)
{
    for (size_t i = 0; i < sizeof plain - 1; i++)
        if (fancy[i] == ch)
            return (unsigned char)plain[i];
    return '?';
}

/* Frames and bars are most of what is not ASCII; they need no look-up. */
static int width(uint32_t ch)
{
    return ch >= 0x2500 && ch < 0x25fd ? 1 : utf8_width(ch);
}

static void put_any(struct pen *p, uint32_t ch)
{
    int wid = width(ch);
    if (wid < 0)
        put_control(p, ch);
    else if (!wid)
        return;
    else if (ch > '~' && p->screen->ascii)
        put(p, ascii_for(ch));
    else if (wid == 1)
        put(p, ch);
    else
        put_wide(p, ch);
}

/* The first character of the bytes from s to end; returns how many it took. */
static inline size_t put_one(struct pen *p, const char *s, const char *end)
{
    if (*s >= ' ' && *s < 0x7f) {
        put(p, (unsigned char)*s);
        return 1;
    }
    uint32_t ch;
    size_t n = utf8_decode(s, (size_t)(end - s), &ch);
    if (ch == UTF8_BAD)
        put_byte(p, (unsigned char)*s);
    else
        put_any(p, ch);
    return n;
}

int win_putn(struct win w, int y, int x, struct style st, const char *s, int bytes)
{
    if (bytes <= 0)
        return x;
    enum { FAR = 2 * SCREEN_MAX };
    struct pen p = pen_at(w, y, x, st);
    const char *end = s + bytes;
    while (s < end && p.col < FAR)
        s += put_one(&p, s, end);
    p.col += end - s;
    return pen_end(&p);
}

size_t win_fit(struct win w, const char *s)
{
    struct pen p = pen_at(win_nowhere(w, w.w), 0, 0, (struct style){0});
    size_t fits = 0;
    while (s[fits]) {
        size_t n = put_one(&p, s + fits, s + fits + strnlen(s + fits, 4));
        if (p.col > w.w)
            break;
        fits += n;
    }
    return fits;
}

int win_puts(struct win w, int y, int x, struct style st, const char *s)
{
    size_t n = strlen(s);
    return win_putn(w, y, x, st, s, n > INT_MAX ? INT_MAX : (int)n);
}

int win_printf(struct win w, int y, int x, struct style st, const char *fmt, ...)
{
    char s[512], *big = NULL;
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(s, sizeof s, fmt, ap);
    va_end(ap);
    if (n >= (int)sizeof s) {
        big = xmalloc((size_t)n + 1);
        vsnprintf(big, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    x = win_putn(w, y, x, st, big ? big : s, n);
    free(big);
    return x;
}

void win_putc(struct win w, int y, int x, struct style st, uint32_t ch)
{
    struct pen p = pen_at(w, y, x, st);
    put_any(&p, ch > 0x10ffff || (ch >= 0xd800 && ch < 0xe000) ? REPLACEMENT : ch);
    pen_end(&p);
}

void win_fill(struct win w, int y, int x, int n, struct style st, uint32_t ch)
{
    n = cut(&x, n, w.w);
    if (!n)
        return;
    if (width(ch) != 1)
        ch = ' ';
    else if (ch > '~' && w.screen->ascii)
        ch = ascii_for(ch);
    struct pen p = pen_at(w, y, x, st);
    for (int i = 0; i < n; i++)
        put(&p, ch);
    pen_end(&p);
}

void win_ground(struct win w, int y, int x, int n, enum ground ground)
{
    n = cut(&x, n, w.w);
    if (y < 0 || y >= w.h)
        return;
    for (int i = 0; i < n; i++)
        screen_at(w.screen, w.y + y, w.x + x + i)->style.ground = (uint8_t)ground;
}

void win_box(struct win w, struct style st, bool heavy)
{
    const char16_t *line = heavy ? u"━┃┏┓┗┛" : u"─│╭╮╰╯";
    int right = w.w - 1, bottom = w.h - 1;
    if (right < 1 || bottom < 1)
        return;
    win_fill(w, 0, 0, w.w, st, line[0]);
    win_fill(w, bottom, 0, w.w, st, line[0]);
    for (int y = 1; y < bottom; y++) {
        win_putc(w, y, 0, st, line[1]);
        win_putc(w, y, right, st, line[1]);
    }
    win_putc(w, 0, 0, st, line[2]);
    win_putc(w, 0, right, st, line[3]);
    win_putc(w, bottom, 0, st, line[4]);
    win_putc(w, bottom, right, st, line[5]);
}
