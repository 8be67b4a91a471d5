/* SPDX-License-Identifier: MIT */
#include "ui/keys.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/breaks.h"
#include "ui/compare.h"
#include "ui/held.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/orders.h"
#include "ui/play.h"
#include "ui/search.h"
#include "ui/select.h"

static bool is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && !memcmp(s, word, n);
}

/* Has it a code of its own with Ctrl? That of [ is Esc. */
static bool is_with_ctrl(char c)
{
    return islower((unsigned char)c) || (c && strchr("\\]^_", c));
}

int key_code(const char *name, size_t n)
{
    uint32_t c;
    for (const struct key *k = keys; k->name; k++)
        if (is_word(name, n, k->name))
            return k->code;
    if (n == 6 && !memcmp(name, "ctrl-", 5) && is_with_ctrl(name[5]))
        return CODE_CTRL(name[5]);
    if (is_word(name, n, "backspace"))
        return CODE_BACKSPACE;
    if (is_word(name, n, "delete"))
        return CODE_DELETE;
    if (!n || utf8_decode(name, n, &c) != n || c == UTF8_BAD || utf8_width(c) < 0)
        return 0;
    return (int)c;
}

void key_name(struct buf *out, int code)
{
    char c[4];
    const struct key *k = keys;
    while (k->name && k->code != code)
        k++;
    if (k->name)
        buf_puts(out, k->name);
    else if (code == CODE_BACKSPACE || code == CODE_DELETE)
        buf_puts(out, code == CODE_DELETE ? "delete" : "backspace");
    else if (code > 0 && code < ' ')
        buf_printf(out, "ctrl-%c", tolower(code + '@'));
    else if (code >= ' ' && code < 0x110000 && utf8_width((uint32_t)code) >= 0)
        buf_add(out, c, utf8_encode((uint32_t)code, c));
}

/* ---- the table, in the order of the help ---- */

enum { BOTH = KEY_WATCHING | KEY_COMPARING };

/* clang-format off */
const struct key keys[] = {
    {' ', "space", press_play, .needs = BOTH, .help = "play, pause", .footer = "play", .playing = "pause",
     .orders = "play"},
    {CODE_RIGHT, "right", press_step, .needs = BOTH, .help = "a step on, back", .footer = "step",
     .told = "go on", .orders = "step", .label = "→"},
    {'s', "s", press_step, .needs = BOTH},
    {CODE_LEFT, "left", press_back, .needs = BOTH, .footer = "back", .asking = "look back",
     .orders = "back", .label = "←"},
    {'S', "S", press_back, .needs = BOTH},
    {'.', ".", press_event, .needs = BOTH, .help = "one event on, back", .footer = "every event"},
    {',', ",", press_event_back, .needs = BOTH},
    {'1', "1", press_count, .needs = BOTH, .help = "the next key so often", .label = "1-9"},
    {']', "]", press_tick, .needs = BOTH, .help = "a tick on, or back", .footer = "tick",
     .threads = "switch"},
    {'[', "[", press_tick_back, .needs = BOTH},
    {'o', "o", press_turn, .needs = KEY_WATCHING, .help = "its next, last turn", .footer = "next turn"},
    {'O', "O", press_turn_back, .needs = KEY_WATCHING},
    {'c', "c", press_continue, .needs = KEY_WATCHING, .help = "to a breakpoint, back"},
    {'C', "C", press_continue_back, .needs = KEY_WATCHING},
    {'b', "b", press_break, .needs = KEY_WATCHING, .help = "breakpoint here", .footer = "break"},
    {CODE_PGDN, "pgdn", press_percent, .needs = KEY_WATCHING, .help = "10 % on, 10 % back", .label = "PgDn"},
    {CODE_PGUP, "pgup", press_percent_back, .needs = KEY_WATCHING, .label = "PgUp"},
    {CODE_HOME, "home", press_start, .needs = BOTH, .help = "first, last event", .label = "Home"},
    {'g', "g", press_start, .needs = BOTH},
    {CODE_END, "end", press_end, .needs = BOTH, .label = "End"},
    {'G', "G", press_end, .needs = BOTH},
    {'+', "+", press_faster, .needs = BOTH, .help = "faster, slower, ×1"},
    {'=', "=", press_faster, .needs = BOTH},
    {'-', "-", press_slower, .needs = BOTH},
    {'_', "_", press_slower, .needs = BOTH},
    {'0', "0", press_speed, .needs = BOTH},
    {'p', "p", press_pace, .needs = KEY_WATCHING, .help = "pace: clock or events"},
    {'w', "w", press_warning, .needs = BOTH, .help = "next, earlier warning"},
    {'W', "W", press_warning_back, .needs = BOTH},
    {'u', "u", press_cause, .needs = KEY_WATCHING, .help = "its cause, and back", .footer = "its cause"},
    {'U', "U", press_cause_back, .needs = KEY_WATCHING},
    {'m', "m", press_mark, .needs = KEY_WATCHING, .help = "mark, go to next mark"},
    {'\'', "'", press_mark_next, .needs = KEY_WATCHING},
    {CODE_UP, "up", press_up, .needs = KEY_COUNTED, .help = "select, scroll", .label = "↑"},
    {CODE_DOWN, "down", press_down, .needs = KEY_COUNTED, .label = "↓"},
    {'k', "k", press_up, .needs = KEY_COUNTED},
    {'j', "j", press_down, .needs = KEY_COUNTED},
    {CODE_TAB, "tab", press_pane, .needs = BOTH, .help = "next, previous pane", .label = "Tab"},
    {CODE_SHIFT_TAB, "shift-tab", press_pane_back, .needs = BOTH, .label = "Shift-Tab"},
    {'f', "f", press_large, .needs = KEY_WATCHING, .help = "only this pane, back"},
    {CODE_ENTER, "enter", press_enter, .help = "task's details, back", .label = "Enter"},
    {CODE_ESC, "esc", press_esc, .label = "Esc"},
    {'/', "/", press_search, .needs = BOTH, .help = "find, next, previous", .footer = "find"},
    {'n', "n", press_find, .needs = BOTH},
    {'N', "N", press_find_back, .needs = BOTH},
    {'\\', "\\", press_filter, .needs = KEY_WATCHING, .help = "filter the tasks"},
    {':', ":", press_command, .needs = BOTH, .help = "command, typed input"},
    {'>', ">", press_type, .needs = KEY_WATCHING},
    {'z', "z", press_zoom_in, .needs = BOTH, .help = "lanes in, out"},
    {'Z', "Z", press_zoom_out, .needs = BOTH},
    {'x', "x", press_source, .needs = BOTH, .help = "C or Python source"},
    {'e', "e", press_closing, .needs = KEY_WATCHING, .help = "run's end, libraries"},
    {'l', "l", press_libraries, .needs = KEY_WATCHING},
    {'}', "}", press_order, .needs = KEY_WATCHING, .help = "another order, losing", .orders = "next order"},
    {'{', "{", press_order_back, .needs = KEY_WATCHING},
    {')', ")", press_losing, .needs = KEY_WATCHING, .orders = "losing one"},
    {'L', "L", press_lock, .needs = KEY_WATCHING, .help = "with a lock, without", .orders = "with a lock"},
    {'d', "d", press_difference, .needs = KEY_COMPARING, .help = "next, last difference"},
    {'D', "D", press_difference_back, .needs = KEY_COMPARING},
    {'P', "P", press_predict, .needs = KEY_WATCHING, .help = "ask who runs next", .asking = "no more"},
    {'t', "t", press_theme, .needs = 0, .help = "another theme"},
    {'i', "i", press_handout, .needs = KEY_WATCHING, .help = "lesson, its questions"},
    {'I', "I", press_questions, .needs = KEY_WATCHING},
    {'r', "r", press_restart, .needs = BOTH, .help = "start again, record"},
    {'R', "R", press_record, .needs = 0},
    {'?', "?", press_help, .needs = KEY_ALWAYS, .help = "this help", .footer = "help", .asking = "help"},
    {'h', "h", press_help, .needs = 0},
    {CODE_F1, "f1", press_help, .label = "F1"},
    {CODE_CTRL_L, "ctrl-l", press_redraw, .help = "draw the screen again", .label = "Ctrl-L"},
    {CODE_CTRL_C, "ctrl-c", press_interrupt, .help = "cancel, stop, quit", .label = "Ctrl-C"},
    {'q', "q", press_quit, .needs = KEY_ALWAYS, .help = "quit", .footer = "quit"},
    {CODE_F10, "f10", press_quit, .label = "F10"},
    {.name = NULL},
};
/* clang-format on */
