/* SPDX-License-Identifier: MIT */
/* A screen: a grid of cells that the views draw on. The terminal, a snapshot, a recording and the
 * tests are all made from these cells and from nothing else, so they cannot disagree.
 *
 * A cell says what it means (a role), not which colour it has; src/draw/theme.h turns roles into
 * colours. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a piece of text is. The first six are the states of a task. */
enum role {
    ROLE_TEXT,
    ROLE_RUNNING,
    ROLE_READY,
    ROLE_WAITING,
    ROLE_DONE,
    ROLE_FAILED,
    ROLE_CANCELLED,
    ROLE_CREATED,
    ROLE_BLOCKED, /* what stops everything */
    ROLE_DIM,     /* labels, line numbers, what is not important now */
    ROLE_STRONG,  /* titles */
    ROLE_FRAME,   /* borders */
    ROLE_FOCUS,   /* the border that has the focus */
    ROLE_KEY,     /* the name of a key */
    ROLE_NAME,    /* a coroutine, a scene */
    ROLE_ACCENT,  /* the headline of what happened */
    ROLE_WARNING,
    ROLE_SYNTAX_KEYWORD,
    ROLE_SYNTAX_STRING,
    ROLE_SYNTAX_NUMBER,
    ROLE_SYNTAX_COMMENT,
    ROLE_SYNTAX_FUNCTION,
    ROLE_SYNTAX_BUILTIN,
    ROLE_ANSI, /* and the 15 after it: the sixteen colours a watched program may print in */
    ROLES = ROLE_ANSI + 16
};

enum ground { GROUND_NONE, GROUND_CURRENT, GROUND_SELECTED, GROUND_PHASE, GROUND_BAR, GROUNDS };

enum { ATTR_BOLD = 1, ATTR_UNDERLINE = 2, ATTR_REVERSE = 4, ATTR_ITALIC = 8 };

struct style {
    uint8_t role, ground, attr;
};

struct cell {
    uint32_t ch; /* one Unicode character; 0 is the right half of a wide one */
    struct style style;
    uint8_t spare;
};

struct screen {
    int h, w;
    bool ascii; /* only ASCII characters may be drawn */
    struct cell *cells;
    struct kept *kept; /* a picture of it, and what that was made of; NULL: none is */
};

/* A rectangle of a screen, as a curses window: y and x count from its own corner, and nothing is
 * drawn outside it. Coordinates may be any int. Make one with win_whole and win_sub: they never
 * reach beyond the screen. */
struct win {
    struct screen *screen;
    int y, x, h, w;
    bool bare; /* it is too low for the panes in it to have frames */
};

/* A blank screen of h rows and w columns, each cut to 0..SCREEN_MAX. Set .ascii after it.
 * screen_close frees it. */
enum { SCREEN_MAX = 4096 };
void screen_init(struct screen *s, int h, int w);
/* Another size, and blank again; .ascii stays. Windows made before are no longer valid. */
void screen_resize(struct screen *s, int h, int w);
void screen_close(struct screen *s);
void screen_erase(struct screen *s);
/* Keeps what it shows, as made of the n bytes at `of`. */
void screen_keep(struct screen *s, const void *of, size_t n);
/* It shows again what it kept last, if that was made of the same; false: not. */
bool screen_recall(struct screen *s, const void *of, size_t n);
/* The same size and the same cells. */
bool screen_same(const struct screen *a, const struct screen *b);

/* 0 <= y < h, 0 <= x < w */
static inline struct cell *screen_at(const struct screen *s, int y, int x)
{
    return &s->cells[y * s->w + x];
}

struct win win_whole(struct screen *s);
/* The part of w that starts at (y, x), cut to what w has. */
struct win win_sub(struct win w, int y, int x, int h, int wid);
/* A window that is so wide and shows nothing: what is drawn there is only measured. */
struct win win_nowhere(struct win w, int wid);

/* Draws UTF-8 text from column x on, cut at the window's edges; control characters and invalid
 * bytes are drawn escaped (^X, \xNN, \uNNNN). A wide character takes two cells, or blanks where
 * only half of it would fit; a combining one takes none and is dropped; on an ascii screen every
 * other character takes one cell. Returns the column behind what was, or would have been, drawn; where that
 * is beyond what any screen has, only that it is. */
int win_puts(struct win w, int y, int x, struct style st, const char *s);
int win_putn(struct win w, int y, int x, struct style st, const char *s, int bytes);
/* How many bytes of s are whole characters that fit into w's columns; what is behind them is not
 * looked at. */
size_t win_fit(struct win w, const char *s);
int win_printf(struct win w, int y, int x, struct style st, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void win_putc(struct win w, int y, int x, struct style st, uint32_t ch);
/* The same character, one cell wide, n times. */
void win_fill(struct win w, int y, int x, int n, struct style st, uint32_t ch);
/* Changes only the ground of n cells: a highlighted line keeps its colours. */
void win_ground(struct win w, int y, int x, int n, enum ground ground);
/* A box along the window's edges, if it is at least 2 by 2: thin with rounded corners, or heavy. */
void win_box(struct win w, struct style st, bool heavy);
