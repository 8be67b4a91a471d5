/* SPDX-License-Identifier: MIT */
#include "ui/pressed.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/keys.h"
#include "ui/mode.h"

static bool is_character(int code)
{
    return code > ' ' && code < 0x110000 && utf8_width((uint32_t)code) > 0;
}

static void put_label(struct pressed *to, const struct app *a, int code)
{
    const struct key *k = key_find(a->keymap.rows, code);
    k = k ? k : key_find(keys, code);
    if (is_character(code))
        to->label[utf8_encode((uint32_t)code, to->label)] = 0;
    else if (k)
        snprintf(to->label, sizeof to->label, "%s", key_label(k));
    else if (code == CODE_BACKSPACE || code == CODE_DELETE)
        strcpy(to->label, code == CODE_DELETE ? "Delete" : "Backspace");
    else if (code > 0 && code < ' ')
        snprintf(to->label, sizeof to->label, "Ctrl-%c", code + '@');
}

/* What xterm sends. */
static void put_bytes(struct pressed *to, int code)
{
    static const struct {
        int code;
        const char *bytes;
    } table[] = {
        {CODE_UP, "\033[A"},      {CODE_DOWN, "\033[B"},  {CODE_RIGHT, "\033[C"},
        {CODE_LEFT, "\033[D"},    {CODE_HOME, "\033[H"},  {CODE_END, "\033[F"},
        {CODE_PGUP, "\033[5~"},   {CODE_PGDN, "\033[6~"}, {CODE_F1, "\033OP"},
        {CODE_F10, "\033[21~"},   {CODE_ENTER, "\r"},     {CODE_SHIFT_TAB, "\033[Z"},
        {CODE_DELETE, "\033[3~"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code) {
            strcpy(to->bytes, table[i].bytes);
            return;
        }
    if (code > 0 && code < 0x110000)
        to->bytes[utf8_encode((uint32_t)code, to->bytes)] = 0;
}

/* Is its help not that of others too? */
static bool has_own_help(const struct key *k)
{
    return k->help && (!k[1].name || k[1].help);
}

static const char *deed(const struct app *a, int code)
{
    const struct key *rows = a->keymap.rows, *k = key_find(rows, code);
    if (mode_now(a)->key || !k || (k->needs & KEY_WATCHING && !a->player && !a->comparison))
        return "";
    for (const struct key *same = rows; same->name; same++)
        if (same->press == k->press && same->footer)
            return same->playing && a->ui.run.playing ? same->playing : same->footer;
    return has_own_help(k) ? k->help : "";
}

struct pressed key_pressed(const struct app *a, int code)
{
    struct pressed p = {0};
    put_label(&p, a, code);
    put_bytes(&p, code);
    p.does = deed(a, code);
    return p;
}
