/* SPDX-License-Identifier: MIT */
/* The line at the bottom, in which one types. */
#include <string.h>

#include "ui/code.h"
#include "ui/command.h"
#include "ui/compare_search.h"
#include "ui/gallery_search.h"
#include "ui/held.h"
#include "ui/line.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/search.h"
#include "view/panes.h"

static struct past *past(struct app *a)
{
    static const char kinds[] = "/:\\>";
    return &a->past[strchr(kinds, a->ui.prompt) - kinds];
}

static unsigned accept_line(struct app *a)
{
    struct ui *ui = &a->ui;
    char *to = ui->prompt == '/' ? ui->run.search : ui->run.filter;
    past_add(past(a), ui->input);
    mode_leave(a);
    if (ui->prompt == '>')
        return held_type(a, ui->input);
    if (ui->prompt == '/' && ui->beneath == a->floors[FLOOR_GALLERY])
        return gallery_search(a, ui->input);
    if (a->player)
        play_pause(a);
    if (ui->prompt == ':')
        return *ui->input ? app_command(a, ui->input) : REACT_REDRAW;
    memcpy(to, ui->input, sizeof ui->input);
    if (ui->prompt != '/' || !*to)
        return REACT_REDRAW;
    return a->comparison ? compare_search(a, 1) : search_go(a, 1);
}

/* The filter that was in force is in force again. */
static unsigned cancel(struct app *a)
{
    if (a->ui.prompt == '\\')
        memcpy(a->ui.run.filter, a->run.filter_before, sizeof a->ui.run.filter);
    past(a)->back = 0;
    return mode_leave(a);
}

/* The name of a command, as far as there is only one way on. */
static void complete(struct app *a)
{
    struct ui *ui = &a->ui;
    const char *only = NULL;
    size_t n = strlen(ui->input), same = 0;
    for (const struct command_line *c = command_lines; c->name && ui->prompt == ':'; c++) {
        if (!c->help || !(a->comparison ? c->both : c->run) || strncmp(c->name, ui->input, n) ||
            !c->name[n])
            continue;
        for (same = only ? same : strlen(c->name); only && strncmp(only, c->name, same); same--)
            ;
        only = c->name;
    }
    for (; only && n < same; n++)
        line_edit(ui, only[n]);
}

static unsigned key(struct app *a, int code)
{
    struct ui *ui = &a->ui;
    bool empty = !*ui->input;
    if (code == CODE_ENTER || (code == CODE_BACKSPACE && empty && ui->prompt == '\\'))
        return accept_line(a);
    if (code == CODE_ESC || code == CODE_CTRL('C') || (code == CODE_BACKSPACE && empty))
        return cancel(a);
    if (code == CODE_UP || code == CODE_DOWN)
        past_go(past(a), ui, code == CODE_UP ? 1 : -1);
    else if (code == CODE_TAB)
        complete(a);
    else
        line_edit(ui, code);
    if (ui->prompt == '\\')
        memcpy(ui->run.filter, ui->input, sizeof ui->input);
    return REACT_REDRAW;
}

static unsigned open_prompt(struct app *a, char kind, const char *text)
{
    a->ui.prompt = kind;
    line_set(&a->ui, text);
    return mode_enter(a, &mode_prompt);
}

unsigned press_search(struct app *a)
{
    return open_prompt(a, '/', "");
}

unsigned press_filter(struct app *a)
{
    memcpy(a->run.filter_before, a->ui.run.filter, sizeof a->run.filter_before);
    return open_prompt(a, '\\', a->ui.run.filter);
}

unsigned press_command(struct app *a)
{
    return open_prompt(a, ':', "");
}

unsigned press_type(struct app *a)
{
    if (player_is_held(a->player))
        return open_prompt(a, '>', "");
    app_say(a, "> types a line for a program of your own that runs");
    return REACT_REDRAW;
}

const struct mode mode_prompt = {
    .layers = {.name = "prompt", .over = &view_commands, .footer = &view_prompt},
    .key = key,
    .types = true,
};
