/* SPDX-License-Identifier: MIT */
/* The themes are tables. Contrasts are the business of tests/test_theme.c: every text at least
 * 4.5:1 on every ground. */
#include "draw/theme.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
#define RGB(hex) {(hex) >> 16 & 255, (hex) >> 8 & 255, (hex) & 255}

#define BOLD_ROLES                                                                                 \
    {[ROLE_RUNNING] = true, [ROLE_FAILED] = true, [ROLE_STRONG] = true,  [ROLE_KEY] = true,        \
     [ROLE_ACCENT] = true,  [ROLE_FOCUS] = true,  [ROLE_WARNING] = true, [ROLE_BLOCKED] = true}

/* ---- few colours ----
 * Which of a terminal's sixteen can be read on which was taken from xterm's: on black all but blue
 * and the dark red and magenta, on its blue only the bright ones that have green in them, on white
 * and grey only black, red, blue. */

/* Where a row stands out, its glyphs and words alone say what failed. */
#define LIT_ON_BLUE                                                                                \
    {                                                                                              \
        [ROLE_TEXT] = 15, [ROLE_RUNNING] = 11, [ROLE_READY] = 14, [ROLE_WAITING] = 7,              \
        [ROLE_DONE] = 10, [ROLE_FAILED] = 15, [ROLE_CANCELLED] = 15, [ROLE_CREATED] = 15,          \
        [ROLE_BLOCKED] = 15, [ROLE_DIM] = 7, [ROLE_STRONG] = 15, [ROLE_FRAME] = 7,                 \
        [ROLE_FOCUS] = 15, [ROLE_KEY] = 14, [ROLE_NAME] = 14, [ROLE_ACCENT] = 15,                  \
        [ROLE_WARNING] = 11, [ROLE_SYNTAX_KEYWORD] = 15, [ROLE_SYNTAX_STRING] = 10,                \
        [ROLE_SYNTAX_NUMBER] = 11, [ROLE_SYNTAX_COMMENT] = 7, [ROLE_SYNTAX_FUNCTION] = 14,         \
        [ROLE_SYNTAX_BUILTIN] = 14,                                                                \
        [ROLE_ANSI] = 7, 15, 10, 11, 14, 15, 14, 7, 7, 15, 10, 11, 14, 15, 14, 15,                 \
    }

#define ROLES_ON_BLACK(text, frame)                                                                \
    {                                                                                              \
        [ROLE_TEXT] = (text), [ROLE_RUNNING] = 11, [ROLE_READY] = 14, [ROLE_WAITING] = 7,          \
        [ROLE_DONE] = 10, [ROLE_FAILED] = 9, [ROLE_CANCELLED] = 13, [ROLE_CREATED] = 15,           \
        [ROLE_BLOCKED] = 9, [ROLE_DIM] = 7, [ROLE_STRONG] = 15, [ROLE_FRAME] = (frame),            \
        [ROLE_FOCUS] = 13, [ROLE_KEY] = 6, [ROLE_NAME] = 6, [ROLE_ACCENT] = 15,                    \
        [ROLE_WARNING] = 3, [ROLE_SYNTAX_KEYWORD] = 13, [ROLE_SYNTAX_STRING] = 2,                  \
        [ROLE_SYNTAX_NUMBER] = 3, [ROLE_SYNTAX_COMMENT] = 7, [ROLE_SYNTAX_FUNCTION] = 6,           \
        [ROLE_SYNTAX_BUILTIN] = 6,                                                                 \
        [ROLE_ANSI] = 7, 9, 2, 3, 6, 13, 6, 7, 7, 9, 10, 11, 14, 13, 14, 15,                       \
    }

#define GROUNDS_ON_BLACK {0, 4, 4, 4, 0}
#define SIXTEEN_ON_DARK                                                                            \
    {.roles = ROLES_ON_BLACK(15, 8), .lit = LIT_ON_BLUE, .grounds = GROUNDS_ON_BLACK, .bold = true}
#define EIGHT_ON_DARK                                                                              \
    {.roles = ROLES_ON_BLACK(7, 4), .lit = LIT_ON_BLUE, .grounds = GROUNDS_ON_BLACK, .bold = true}

/* Colours a watched program prints in: on a dark ground black is a grey, on a light one white
 * is. */
#define ANSI_ON_DARK                                                                               \
    [ROLE_ANSI] = RGB(0x8d949d), RGB(0xff7b72), RGB(0x3fb950), RGB(0xd29922), RGB(0x58a6ff),       \
    RGB(0xbc8cff), RGB(0x39c5cf), RGB(0xb1bac4), RGB(0x8b949e), RGB(0xffa198), RGB(0x7ee787),      \
    RGB(0xe3b341), RGB(0x79c0ff), RGB(0xd2a8ff), RGB(0x56d4dd), RGB(0xffffff)

static const struct theme dark = {
    .name = "dark",
    .about = "quiet colours on a dark ground, one accent for what runs now",
    .text = RGB(0xc9d1d9),
    .back = RGB(0x14171c),
    .roles = {
        [ROLE_TEXT] = RGB(0xc9d1d9),
        [ROLE_RUNNING] = RGB(0xf0a202),
        [ROLE_READY] = RGB(0x56b4e9),
        [ROLE_WAITING] = RGB(0x949da8),
        [ROLE_DONE] = RGB(0x6cc081),
        [ROLE_FAILED] = RGB(0xff7b72),
        [ROLE_CANCELLED] = RGB(0xe08bb5),
        [ROLE_CREATED] = RGB(0xa8b3c0),
        [ROLE_BLOCKED] = RGB(0xff7b72),
        [ROLE_DIM] = RGB(0x8b949e),
        [ROLE_STRONG] = RGB(0xe6edf3),
        [ROLE_FRAME] = RGB(0x3b434f),
        [ROLE_FOCUS] = RGB(0xb48cff),
        [ROLE_KEY] = RGB(0x8fb8ff),
        [ROLE_NAME] = RGB(0x8fb8ff),
        [ROLE_ACCENT] = RGB(0xf5e6b8),
        [ROLE_WARNING] = RGB(0xff9e64),
        [ROLE_SYNTAX_KEYWORD] = RGB(0xc792ea),
        [ROLE_SYNTAX_STRING] = RGB(0xa5d6a7),
        [ROLE_SYNTAX_NUMBER] = RGB(0xf2c57c),
        [ROLE_SYNTAX_COMMENT] = RGB(0x8b94a0),
        [ROLE_SYNTAX_FUNCTION] = RGB(0x82aaff),
        [ROLE_SYNTAX_BUILTIN] = RGB(0x82aaff),
        ANSI_ON_DARK,
    },
    .grounds = {RGB(0x14171c), RGB(0x1c2b45), RGB(0x252a33), RGB(0x1c2b45), RGB(0x1b1f26)},
    .grounds256 = {233, 17, 235, 17, 234},
    .sixteen = SIXTEEN_ON_DARK,
    .eight = EIGHT_ON_DARK,
    .roles_bold = BOLD_ROLES,
};

/* With few colours there are fewer inks than states. */
#define ATTRS_ON_WHITE                                                                             \
    {[ROLE_READY] = ATTR_ITALIC, [ROLE_DONE] = ATTR_UNDERLINE, [ROLE_CANCELLED] = ATTR_ITALIC,     \
     [ROLE_CREATED] = ATTR_ITALIC}

static const struct theme light = {
    .name = "light",
    .about = "dark colours on white, for projectors and daylight",
    .text = RGB(0x24292f),
    .back = RGB(0xffffff),
    .roles = {
        [ROLE_TEXT] = RGB(0x24292f),
        [ROLE_RUNNING] = RGB(0x985600),
        [ROLE_READY] = RGB(0x0862cc),
        [ROLE_WAITING] = RGB(0x5e6770),
        [ROLE_DONE] = RGB(0x166a2e),
        [ROLE_FAILED] = RGB(0xc6212c),
        [ROLE_CANCELLED] = RGB(0xa3298f),
        [ROLE_CREATED] = RGB(0x3d4650),
        [ROLE_BLOCKED] = RGB(0xc6212c),
        [ROLE_DIM] = RGB(0x5f666f),
        [ROLE_STRONG] = RGB(0x0b0f14),
        [ROLE_FRAME] = RGB(0xc4cbd3),
        [ROLE_FOCUS] = RGB(0x6d28d9),
        [ROLE_KEY] = RGB(0x0550ae),
        [ROLE_NAME] = RGB(0x0550ae),
        [ROLE_ACCENT] = RGB(0x5c3d00),
        [ROLE_WARNING] = RGB(0x8f3a00),
        [ROLE_SYNTAX_KEYWORD] = RGB(0x6a2fd9),
        [ROLE_SYNTAX_STRING] = RGB(0x116329),
        [ROLE_SYNTAX_NUMBER] = RGB(0x953800),
        [ROLE_SYNTAX_COMMENT] = RGB(0x5f666f),
        [ROLE_SYNTAX_FUNCTION] = RGB(0x0550ae),
        [ROLE_SYNTAX_BUILTIN] = RGB(0x0550ae),
        [ROLE_ANSI] = RGB(0x24292f), RGB(0xc6212c), RGB(0x166a2e), RGB(0x7d5700), RGB(0x0862cc),
        RGB(0x6a2fd9), RGB(0x197178), RGB(0x5f666f), RGB(0x57606a), RGB(0xa40e26), RGB(0x116329),
        RGB(0x633c01), RGB(0x0550ae), RGB(0x6639ba), RGB(0x136066), RGB(0x60676e),
    },
    .grounds = {RGB(0xffffff), RGB(0xe3eefd), RGB(0xedf0f3), RGB(0xd9e8fd), RGB(0xf3f5f7)},
    .grounds256 = {231, 195, 255, 195, 255},
    .sixteen = {
        .roles = {
            [ROLE_TEXT] = 0, [ROLE_RUNNING] = 5, [ROLE_READY] = 4, [ROLE_WAITING] = 0,
            [ROLE_DONE] = 12, [ROLE_FAILED] = 1, [ROLE_CANCELLED] = 1, [ROLE_CREATED] = 0,
            [ROLE_BLOCKED] = 1, [ROLE_DIM] = 0, [ROLE_STRONG] = 0, [ROLE_FRAME] = 7,
            [ROLE_FOCUS] = 4, [ROLE_KEY] = 4, [ROLE_NAME] = 4, [ROLE_ACCENT] = 5,
            [ROLE_WARNING] = 1, [ROLE_SYNTAX_KEYWORD] = 5, [ROLE_SYNTAX_STRING] = 12,
            [ROLE_SYNTAX_NUMBER] = 1, [ROLE_SYNTAX_COMMENT] = 12, [ROLE_SYNTAX_FUNCTION] = 4,
            [ROLE_SYNTAX_BUILTIN] = 4,
            [ROLE_ANSI] = 0, 1, 0, 0, 4, 5, 12, 0, 0, 1, 0, 0, 12, 5, 12, 0,
        },
        .lit = {
            [ROLE_RUNNING] = 4, [ROLE_READY] = 4, [ROLE_FAILED] = 1, [ROLE_CANCELLED] = 1,
            [ROLE_BLOCKED] = 1, [ROLE_FOCUS] = 4, [ROLE_KEY] = 4, [ROLE_NAME] = 4,
            [ROLE_WARNING] = 1, [ROLE_SYNTAX_KEYWORD] = 4, [ROLE_SYNTAX_NUMBER] = 1,
            [ROLE_SYNTAX_FUNCTION] = 4, [ROLE_SYNTAX_BUILTIN] = 4,
            [ROLE_ANSI] = 0, 1, 0, 0, 4, 4, 4, 0, 0, 1, 0, 0, 4, 4, 4, 0,
        },
        .attrs = ATTRS_ON_WHITE,
        .grounds = {15, 7, 7, 7, 15},
    },
    .eight = {
        .roles = {
            [ROLE_RUNNING] = 4, [ROLE_READY] = 4, [ROLE_FAILED] = 1, [ROLE_CANCELLED] = 1,
            [ROLE_BLOCKED] = 1, [ROLE_FRAME] = 6, [ROLE_FOCUS] = 4, [ROLE_KEY] = 4,
            [ROLE_NAME] = 4, [ROLE_WARNING] = 1, [ROLE_SYNTAX_KEYWORD] = 4,
            [ROLE_SYNTAX_NUMBER] = 1, [ROLE_SYNTAX_FUNCTION] = 4, [ROLE_SYNTAX_BUILTIN] = 4,
            [ROLE_ANSI] = 0, 1, 0, 0, 4, 4, 4, 0, 0, 1, 0, 0, 4, 4, 4, 0,
        },
        .lit = {
            [ROLE_RUNNING] = 4, [ROLE_READY] = 4, [ROLE_FOCUS] = 4, [ROLE_KEY] = 4,
            [ROLE_NAME] = 4, [ROLE_SYNTAX_KEYWORD] = 4, [ROLE_SYNTAX_FUNCTION] = 4,
        },
        .attrs = ATTRS_ON_WHITE,
        .grounds = {7, 6, 6, 6, 7},
    },
    .roles_bold = BOLD_ROLES,
};

/* Okabe and Ito, https://jfly.uni-koeln.de/color/: eight colours that every kind of colour
 * vision tells apart; two of them a little lighter, to be read on a selected row. Their blue is
 * too dark for text on this ground; it serves as a ground. What blocks is their purple: beside
 * their orange, vermillion is another brightness to many and no other colour. */
static const struct theme colorblind = {
    .name = "colorblind",
    .about = "the Okabe-Ito palette on a dark ground",
    .text = RGB(0xd5dae0),
    .back = RGB(0x14171c),
    .roles = {
        [ROLE_TEXT] = RGB(0xd5dae0),
        [ROLE_RUNNING] = RGB(0xe69f00),
        [ROLE_READY] = RGB(0x56b4e9),
        [ROLE_WAITING] = RGB(0x9aa3ad),
        [ROLE_DONE] = RGB(0x00a679),
        [ROLE_FAILED] = RGB(0xef6a00),
        [ROLE_CANCELLED] = RGB(0xcc79a7),
        [ROLE_CREATED] = RGB(0xc3cbd4),
        [ROLE_BLOCKED] = RGB(0xcc79a7),
        [ROLE_DIM] = RGB(0x8f97a1),
        [ROLE_STRONG] = RGB(0xffffff),
        [ROLE_FRAME] = RGB(0x444c58),
        [ROLE_FOCUS] = RGB(0xffffff),
        [ROLE_KEY] = RGB(0x56b4e9),
        [ROLE_NAME] = RGB(0x56b4e9),
        [ROLE_ACCENT] = RGB(0xf0e442),
        [ROLE_WARNING] = RGB(0xf0e442),
        [ROLE_SYNTAX_KEYWORD] = RGB(0xcc79a7),
        [ROLE_SYNTAX_STRING] = RGB(0x00a679),
        [ROLE_SYNTAX_NUMBER] = RGB(0xf0e442),
        [ROLE_SYNTAX_COMMENT] = RGB(0x8f97a1),
        [ROLE_SYNTAX_FUNCTION] = RGB(0x56b4e9),
        [ROLE_SYNTAX_BUILTIN] = RGB(0x56b4e9),
        ANSI_ON_DARK,
    },
    .grounds = {RGB(0x14171c), RGB(0x002b44), RGB(0x252a33), RGB(0x002b44), RGB(0x1b1f26)},
    .grounds256 = {233, 17, 235, 17, 234},
    .sixteen = SIXTEEN_ON_DARK,
    .eight = EIGHT_ON_DARK,
    .roles_bold = BOLD_ROLES,
};

#define SIX(...)   __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__
#define EVERY(...) {SIX(SIX(__VA_ARGS__)), __VA_ARGS__, __VA_ARGS__, __VA_ARGS__}
_Static_assert(ROLES == 39, "EVERY fills all the roles");

static const struct theme mono = {
    .name = "mono",
    .about = "no colours: bold, underline and reverse tell the states apart",
    .text = RGB(0xc9d1d9),
    .back = RGB(0x14171c),
    .roles = EVERY(RGB(0xc9d1d9)),
    .grounds = {RGB(0x14171c), RGB(0x14171c), RGB(0x14171c), RGB(0x14171c), RGB(0x14171c)},
    .roles_bold = BOLD_ROLES,
};

/* What stands in for colour. Running must not be reversed: its bar in the timeline is made of
 * full blocks, and those would vanish. */
static const uint8_t mono_roles[ROLES] = {
    [ROLE_RUNNING] = ATTR_BOLD | ATTR_UNDERLINE,
    [ROLE_READY] = ATTR_BOLD,
    [ROLE_DONE] = ATTR_UNDERLINE,
    [ROLE_FAILED] = ATTR_BOLD | ATTR_REVERSE,
    [ROLE_CANCELLED] = ATTR_REVERSE,
    [ROLE_CREATED] = ATTR_ITALIC,
};
/* clang-format on */
static const uint8_t mono_grounds[GROUNDS] = {0, ATTR_REVERSE, ATTR_REVERSE, ATTR_REVERSE, 0};

const struct theme *const themes[] = {&dark, &light, &colorblind, &mono, NULL};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; themes[i]; i++)
        if (!strcmp(themes[i]->name, name))
            return themes[i];
    return NULL;
}

static int square(int x)
{
    return x * x;
}

static int distance(struct rgb a, struct rgb b)
{
    return square(a.r - b.r) + square(a.g - b.g) + square(a.b - b.b);
}

/* The cube's six levels are 0, 95, 135, 175, 215 and 255. */
static int cube_level(int v)
{
    return v < 48 ? 0 : v < 115 ? 1 : (v - 35) / 40;
}

int theme_256(struct rgb c)
{
    int cube = 16 + 36 * cube_level(c.r) + 6 * cube_level(c.g) + cube_level(c.b);
    int sum = c.r + c.g + c.b;
    int grey = sum >= 729 ? 255 : 232 + (sum - 9) / 30;
    return distance(c, theme_rgb(cube)) <= distance(c, theme_rgb(grey)) ? cube : grey;
}

struct rgb theme_rgb(int index)
{
    static const struct rgb first[16] = {
        RGB(0x000000), RGB(0xcd0000), RGB(0x00cd00), RGB(0xcdcd00), RGB(0x0000ee), RGB(0xcd00cd),
        RGB(0x00cdcd), RGB(0xe5e5e5), RGB(0x7f7f7f), RGB(0xff0000), RGB(0x00ff00), RGB(0xffff00),
        RGB(0x5c5cff), RGB(0xff00ff), RGB(0x00ffff), RGB(0xffffff),
    };
    static const uint8_t level[6] = {0, 95, 135, 175, 215, 255};
    if (index < 16)
        return first[index];
    if (index < 232) {
        int i = index - 16;
        return (struct rgb){level[i / 36], level[i / 6 % 6], level[i % 6]};
    }
    uint8_t grey = (uint8_t)(8 + 10 * (index - 232));
    return (struct rgb){grey, grey, grey};
}

/* One theme is shown at a time, and a colour is asked for with every cell. */
static int role_256(const struct theme *t, int role)
{
    static const struct theme *last;
    static uint8_t index[ROLES];
    if (t != last) {
        for (int i = 0; i < ROLES; i++)
            index[i] = (uint8_t)theme_256(t->roles[i]);
        last = t;
    }
    return index[role];
}

static bool stands_out(int ground)
{
    return ground == GROUND_CURRENT || ground == GROUND_SELECTED || ground == GROUND_PHASE;
}

/* Eight colours have no bright ones: bold stands for them. */
static void few_colors(const struct palette *p, enum depth depth, struct style st, int *fg, int *bg,
                       int *attr)
{
    int ink = (stands_out(st.ground) ? p->lit : p->roles)[st.role];
    *attr |= p->attrs[st.role] | (depth == DEPTH_8 && ink >= 8 ? ATTR_BOLD : 0);
    *attr &= p->bold ? ~0 : ~ATTR_BOLD;
    *fg = depth == DEPTH_8 ? ink % 8 : ink;
    *bg = p->grounds[st.ground];
}

static int whole_color(struct rgb c)
{
    return COLOR_RGB | c.r << 16 | c.g << 8 | c.b;
}

void theme_colors(const struct theme *t, enum depth depth, struct style st, int *fg, int *bg,
                  int *attr)
{
    *attr = st.attr | (t->roles_bold[st.role] ? ATTR_BOLD : 0);
    if (depth == DEPTH_MONO || t == &mono) {
        *attr |= mono_roles[st.role] | mono_grounds[st.ground];
        *fg = *bg = -1;
    } else if (depth == DEPTH_RGB) {
        *fg = whole_color(t->roles[st.role]);
        *bg = whole_color(t->grounds[st.ground]);
    } else if (depth == DEPTH_256) {
        *fg = role_256(t, st.role);
        *bg = t->grounds256[st.ground];
    } else {
        few_colors(depth == DEPTH_8 ? &t->eight : &t->sixteen, depth, st, fg, bg, attr);
    }
}
