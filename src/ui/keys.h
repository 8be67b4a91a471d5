/* SPDX-License-Identifier: MIT */
/* The keys: one table that says what they do. Footer, help and man page are printed from it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/view.h"

/* A key is a number: a character is its Unicode code point, the others lie beyond Unicode. A
 * terminal translates what it gets into these: one code for Enter, one for Backspace. */
enum code {
    CODE_CTRL_L = 12,
    CODE_TAB = '\t',
    CODE_ENTER = '\n',
    CODE_ESC = 27,
    CODE_BACKSPACE = 127,
    CODE_UP = 0x110000,
    CODE_DOWN,
    CODE_LEFT,
    CODE_RIGHT,
    CODE_HOME,
    CODE_END,
    CODE_PGUP,
    CODE_PGDN,
    CODE_SHIFT_TAB,
    CODE_DELETE,
    CODE_F1,
    CODE_F10,
    CODE_MOUSE,  /* something the mouse did */
    CODE_WAIT,   /* in scripts only: time goes by */
    CODE_RESIZE, /* the screen has another size */
};

enum action {
    ACTION_NONE,
    ACTION_PLAY,
    ACTION_STEP,
    ACTION_BACK,
    ACTION_TICK,
    ACTION_TICK_BACK,
    ACTION_TURN,
    ACTION_TURN_BACK,
    ACTION_CONTINUE,
    ACTION_CONTINUE_BACK,
    ACTION_BREAK,
    ACTION_PERCENT,
    ACTION_PERCENT_BACK,
    ACTION_START,
    ACTION_END,
    ACTION_FASTER,
    ACTION_SLOWER,
    ACTION_SPEED,
    ACTION_PACE,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_PANE,
    ACTION_PANE_BACK,
    ACTION_DETAILS,
    ACTION_CLOSE,
    ACTION_SEARCH,
    ACTION_FIND,
    ACTION_FIND_BACK,
    ACTION_FILTER,
    ACTION_COMMAND,
    ACTION_CAUSE,
    ACTION_CAUSE_BACK,
    ACTION_MARK,
    ACTION_MARK_NEXT,
    ACTION_WARNING,
    ACTION_WARNING_BACK,
    ACTION_ZOOM_IN,
    ACTION_ZOOM_OUT,
    ACTION_SOURCE,
    ACTION_CLOSING,
    ACTION_RESTART,
    ACTION_HELP,
    ACTION_REDRAW,
    ACTION_QUIT,
    ACTIONS
};

struct key {
    int code;
    const char *name; /* in scripts: "space", "s" */
    enum action action;
    const char *help;   /* NULL: that of the entry above covers it too */
    const char *footer; /* a word for the last line of the screen, or NULL */
    const char *label;  /* on the screen, where that is not the name */
};

/* Ends with a NULL name. */
extern const struct key keys[];

/* NULL if the code is bound to nothing. */
const struct key *key_find(int code);
/* The code that a script means by a name: one of the table's, another key's (backspace, delete), or
 * any single character. 0 if it is none. The name need not end in a NUL. */
int key_code(const char *name, size_t n);
/* What the screen calls it: "→", "PgUp", "s". */
const char *key_label(const struct key *k);
/* What the screen says of key i; the label is NULL behind the last. */
struct hint key_hint(size_t i);
/* Never NULL, and shared by the keys that are described together. */
const char *key_help(const struct key *k);

/* A key of a script. */
struct press {
    int code;
    double seconds; /* CODE_WAIT */
    int h, w;       /* CODE_RESIZE: lines and columns */
};
struct presses {
    struct press *at;
    size_t n, cap;
};

/* Reads a script: words with white space between them. A word is the name of a key; "text" in
 * double quotes, typed a character at a time; wait:SECONDS; resize:COLUMNSxLINES; or N*WORD for N
 * times a word. Appends to `out` (zero it first, presses_free it in the end). false: `error` gets a
 * sentence that names the word at fault. */
bool keys_parse(const char *script, struct presses *out, struct buf *error);
void presses_free(struct presses *p);
