/* SPDX-License-Identifier: MIT */
/* The line at the bottom, in which one types. */
#include <string.h>

#include "base/utf8.h"
#include "ui/code.h"
#include "ui/command.h"
#include "ui/mode.h"
#include "ui/play.h"
#include "ui/search.h"
#include "view/panes.h"

static void erase_last(char *s)
{
    size_t n = strlen(s);
    while (n && ((unsigned char)s[--n] & 0xc0) == 0x80)
        ;
    s[n] = 0;
}

static unsigned accept_line(struct app *a)
{
    struct ui *ui = &a->ui;
    char *to = ui->prompt == '/' ? ui->run.search : ui->run.filter;
    mode_leave(a);
    play_pause(a);
    if (ui->prompt == ':')
        return *ui->input ? app_command(a, ui->input) : REACT_REDRAW;
    memcpy(to, ui->input, sizeof ui->input);
    return ui->prompt == '/' && *to ? search_go(a, 1) : REACT_REDRAW;
}

static unsigned key(struct app *a, int code)
{
    struct ui *ui = &a->ui;
    size_t n = strlen(ui->input);
    if (code == CODE_ENTER)
        return accept_line(a);
    if (code == CODE_ESC || (code == CODE_BACKSPACE && !n))
        return mode_leave(a);
    if (code == CODE_BACKSPACE)
        erase_last(ui->input);
    else if (code >= ' ' && code < 0x110000 && n + 5 < sizeof ui->input &&
             utf8_width((uint32_t)code) > 0)
        ui->input[n + utf8_encode((uint32_t)code, ui->input + n)] = 0;
    return REACT_REDRAW;
}

static unsigned open_prompt(struct app *a, char kind)
{
    a->ui.prompt = kind;
    a->ui.input[0] = 0;
    return mode_enter(a, &mode_prompt);
}

unsigned press_search(struct app *a)
{
    return open_prompt(a, '/');
}

unsigned press_filter(struct app *a)
{
    return open_prompt(a, '\\');
}

unsigned press_command(struct app *a)
{
    return open_prompt(a, ':');
}

const struct mode mode_prompt = {
    .layers = {.name = "prompt", .over = &view_commands, .footer = &view_prompt},
    .key = key,
    .types = true,
};
