/* SPDX-License-Identifier: MIT */
#include "ui/keys.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* What a script may come to, so that a slip of the finger (99999999*s) is an error and not a long
 * wait. */
enum { MOST_PRESSES = 1000000, MOST_SIZE = 4096 };
#define MOST_SECONDS 3600.0

const char *key_label(const struct key *k)
{
    return k->label ? k->label : k->name;
}

const char *key_help(const struct key *k)
{
    while (!k->help)
        k--;
    return k->help;
}

struct hint key_hint(size_t i)
{
    const struct key *k = &keys[i];
    if (!k->name)
        return (struct hint){0};
    return (struct hint){
        .label = key_label(k),
        .help = k->help,
        .footer = k->footer,
        .playing = k->action == ACTION_PLAY ? "pause" : NULL,
        .always = k->footer && (k->action == ACTION_HELP || k->action == ACTION_QUIT),
    };
}

const struct key *key_find(int code)
{
    for (const struct key *k = keys; k->name; k++)
        if (k->code == code)
            return k;
    return NULL;
}

static bool is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && !memcmp(s, word, n);
}

int key_code(const char *name, size_t n)
{
    uint32_t c;
    for (const struct key *k = keys; k->name; k++)
        if (is_word(name, n, k->name))
            return k->code;
    if (is_word(name, n, "backspace"))
        return CODE_BACKSPACE;
    if (is_word(name, n, "delete"))
        return CODE_DELETE;
    if (!n || utf8_decode(name, n, &c) != n || c == UTF8_BAD || utf8_width(c) < 0)
        return 0;
    return (int)c;
}

/* ---- scripts ---- */

static bool is_space(char c)
{
    return c && strchr(" \t\r\n", c);
}

/* The end of the word at s: a quote holds it together, if it is where typed text can begin. */
static const char *word_end(const char *s)
{
    const char *from = s;
    bool quoted = false;
    for (; *s && (quoted || !is_space(*s)); s++)
        if (*s == '"' && (quoted || s == from || s[-1] == '*'))
            quoted = !quoted;
    return s;
}

/* Nothing but a number: strtod would take signs, blanks, "inf" and hexadecimal too. */
static bool read_number(const char *s, size_t n, double most, double *to)
{
    char digits[32], *end;
    if (!n || n >= sizeof digits || strspn(s, "0123456789.") < n)
        return false;
    memcpy(digits, s, n);
    digits[n] = 0;
    *to = strtod(digits, &end);
    return end == digits + n && *to <= most;
}

static bool read_count(const char *s, size_t n, int most, int *to)
{
    double x = 0;
    if (!read_number(s, n, most, &x) || x < 1 || floor(x) < x)
        return false;
    *to = (int)x;
    return true;
}

static bool add(struct presses *p, struct press press)
{
    if (p->n == MOST_PRESSES)
        return false;
    p->at = xgrow(p->at, &p->cap, p->n + 1, sizeof *p->at);
    p->at[p->n++] = press;
    return true;
}

static bool add_text(struct presses *p, const char *s, size_t n)
{
    uint32_t c;
    for (size_t used; n; s += used, n -= used) {
        used = utf8_decode(s, n, &c);
        if (c == UTF8_BAD || utf8_width(c) < 0 || !add(p, (struct press){.code = (int)c}))
            return false;
    }
    return true;
}

static bool add_wait(struct presses *p, const char *s, size_t n)
{
    struct press wait = {.code = CODE_WAIT};
    return read_number(s, n, MOST_SECONDS, &wait.seconds) && add(p, wait);
}

static bool add_resize(struct presses *p, const char *s, size_t n)
{
    struct press size = {.code = CODE_RESIZE};
    const char *x = memchr(s, 'x', n);
    if (!x || !read_count(s, (size_t)(x - s), MOST_SIZE, &size.w) ||
        !read_count(x + 1, n - (size_t)(x + 1 - s), MOST_SIZE, &size.h))
        return false;
    return add(p, size);
}

/* Moves *s behind a prefix. */
static bool skip(const char **s, size_t *n, const char *prefix)
{
    size_t len = strlen(prefix);
    if (*n < len || memcmp(*s, prefix, len))
        return false;
    *s += len;
    *n -= len;
    return true;
}

static bool add_word(struct presses *p, const char *s, size_t n)
{
    int code = key_code(s, n);
    if (code)
        return add(p, (struct press){.code = code});
    if (skip(&s, &n, "wait:"))
        return add_wait(p, s, n);
    if (skip(&s, &n, "resize:"))
        return add_resize(p, s, n);
    if (n >= 2 && s[0] == '"' && s[n - 1] == '"')
        return add_text(p, s + 1, n - 2);
    return false;
}

static bool add_times(struct presses *p, const char *s, size_t n)
{
    int times = 1;
    const char *star = memchr(s, '*', n);
    if (star && star > s && read_count(s, (size_t)(star - s), MOST_PRESSES, &times)) {
        n -= (size_t)(star + 1 - s);
        s = star + 1;
    }
    for (; times; times--)
        if (!add_word(p, s, n))
            return false;
    return true;
}

bool keys_parse(const char *script, struct presses *out, struct buf *error)
{
    for (const char *s = script, *end; *s; s = end) {
        end = s + 1;
        if (is_space(*s))
            continue;
        end = word_end(s);
        if (add_times(out, s, (size_t)(end - s)))
            continue;
        buf_json(error, s, (size_t)(end - s));
        if (out->n == MOST_PRESSES)
            buf_printf(error, " goes beyond the %d keys that a script may have", MOST_PRESSES);
        else
            buf_puts(error, " is not a key");
        return false;
    }
    return true;
}

void presses_free(struct presses *p)
{
    free(p->at);
    *p = (struct presses){0};
}

/* ---- the table, in the order of the help ---- */

const struct key keys[] = {
    {' ', "space", ACTION_PLAY, "play, pause", "play", NULL},
    {CODE_RIGHT, "right", ACTION_STEP, "one event on", "step", "→"},
    {'.', ".", ACTION_STEP, NULL, NULL, NULL},
    {'s', "s", ACTION_STEP, NULL, NULL, NULL},
    {CODE_LEFT, "left", ACTION_BACK, "one event back", "back", "←"},
    {',', ",", ACTION_BACK, NULL, NULL, NULL},
    {'S', "S", ACTION_BACK, NULL, NULL, NULL},
    {']', "]", ACTION_TICK, "a tick on, or back", "tick", NULL},
    {'[', "[", ACTION_TICK_BACK, NULL, "tick back", NULL},
    {'o', "o", ACTION_TURN, "its next, last turn", "next turn", NULL},
    {'O', "O", ACTION_TURN_BACK, NULL, NULL, NULL},
    {'c', "c", ACTION_CONTINUE, "to a breakpoint, back", NULL, NULL},
    {'C', "C", ACTION_CONTINUE_BACK, NULL, NULL, NULL},
    {'b', "b", ACTION_BREAK, "breakpoint here", "break", NULL},
    {CODE_PGDN, "pgdn", ACTION_PERCENT, "10 % on, 10 % back", NULL, "PgDn"},
    {CODE_PGUP, "pgup", ACTION_PERCENT_BACK, NULL, NULL, "PgUp"},
    {CODE_HOME, "home", ACTION_START, "first, last event", NULL, "Home"},
    {'g', "g", ACTION_START, NULL, NULL, NULL},
    {CODE_END, "end", ACTION_END, NULL, NULL, "End"},
    {'G', "G", ACTION_END, NULL, NULL, NULL},
    {'+', "+", ACTION_FASTER, "faster, slower, ×1", NULL, NULL},
    {'=', "=", ACTION_FASTER, NULL, NULL, NULL},
    {'-', "-", ACTION_SLOWER, NULL, NULL, NULL},
    {'_', "_", ACTION_SLOWER, NULL, NULL, NULL},
    {'0', "0", ACTION_SPEED, NULL, NULL, NULL},
    {'p', "p", ACTION_PACE, "pace: clock or events", NULL, NULL},
    {'w', "w", ACTION_WARNING, "next, earlier warning", NULL, NULL},
    {'W', "W", ACTION_WARNING_BACK, NULL, NULL, NULL},
    {'u', "u", ACTION_CAUSE, "its cause, and back", NULL, NULL},
    {'U', "U", ACTION_CAUSE_BACK, NULL, NULL, NULL},
    {'m', "m", ACTION_MARK, "mark, go to next mark", NULL, NULL},
    {'\'', "'", ACTION_MARK_NEXT, NULL, NULL, NULL},
    {CODE_UP, "up", ACTION_UP, "select, scroll", NULL, "↑"},
    {CODE_DOWN, "down", ACTION_DOWN, NULL, NULL, "↓"},
    {'k', "k", ACTION_UP, NULL, NULL, NULL},
    {'j', "j", ACTION_DOWN, NULL, NULL, NULL},
    {CODE_TAB, "tab", ACTION_PANE, "next, previous pane", NULL, "Tab"},
    {CODE_SHIFT_TAB, "shift-tab", ACTION_PANE_BACK, NULL, NULL, "Shift-Tab"},
    {CODE_ENTER, "enter", ACTION_DETAILS, "details of the task", NULL, "Enter"},
    {CODE_ESC, "esc", ACTION_CLOSE, "close, go back", NULL, "Esc"},
    {'/', "/", ACTION_SEARCH, "find, next, previous", "find", NULL},
    {'n', "n", ACTION_FIND, NULL, NULL, NULL},
    {'N', "N", ACTION_FIND_BACK, NULL, NULL, NULL},
    {'\\', "\\", ACTION_FILTER, "filter the tasks", NULL, NULL},
    {':', ":", ACTION_COMMAND, "a command", NULL, NULL},
    {'z', "z", ACTION_ZOOM_IN, "timeline in, out", NULL, NULL},
    {'Z', "Z", ACTION_ZOOM_OUT, NULL, NULL, NULL},
    {'x', "x", ACTION_SOURCE, "C or Python source", NULL, NULL},
    {'e', "e", ACTION_CLOSING, "asyncio.run's ending", NULL, NULL},
    {'r', "r", ACTION_RESTART, "start again", NULL, NULL},
    {'?', "?", ACTION_HELP, "this help", "help", NULL},
    {'h', "h", ACTION_HELP, NULL, NULL, NULL},
    {CODE_F1, "f1", ACTION_HELP, NULL, NULL, "F1"},
    {CODE_CTRL_L, "ctrl-l", ACTION_REDRAW, "draw the screen again", NULL, "Ctrl-L"},
    {'q', "q", ACTION_QUIT, "quit", "quit", NULL},
    {CODE_F10, "f10", ACTION_QUIT, NULL, NULL, "F10"},
    {0, NULL, ACTION_NONE, NULL, NULL, NULL},
};
