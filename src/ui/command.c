/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ui/argument.h"
#include "ui/breaks.h"
#include "ui/compare_commands.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/search.h"
#include "view/order.h"

static unsigned go_to_event(struct app *a)
{
    uint32_t to = (uint32_t)a->run.number;
    return app_jumped(a, player_seek(a->player, to + 1), "there is no event of that number");
}

static unsigned go_to_tick(struct app *a)
{
    struct player *p = a->player;
    uint32_t n = (uint32_t)a->run.number;
    return app_jumped(a,
                      n >= 1 && n <= p->trace.nticks && player_seek(p, p->trace.ticks[n - 1] + 1),
                      "there is no such tick");
}

static bool hit_time(const struct player *p, uint32_t i, const struct move *m)
{
    return play_time_behind(p, i) >= *(const double *)m->data;
}

/* Between two times nothing happens, and the clock jumps. */
static void say_when(struct app *a)
{
    const struct player *p = a->player;
    double now = play_time_behind(p, player_event(p));
    if (now > a->run.number)
        app_say(a, "nothing happens at %g s: the clock jumps to %g s", a->run.number, now);
}

/* From the first event on. */
static unsigned run_time(struct app *a, const char *seconds)
{
    if (!argument_number(seconds, &a->run.number))
        return argument_wrong(a, seconds, "t SECONDS");
    a->run.arrived = say_when;
    return app_go_from(a, a->player->trace.first,
                       (struct move){.by = 1, .hit = hit_time, .data = &a->run.number},
                       "the program ends before that");
}

static unsigned run_event(struct app *a, const char *number)
{
    if (!argument_number(number, &a->run.number))
        return argument_wrong(a, number, "N");
    return app_once_known(a, go_to_event);
}

static unsigned run_tick(struct app *a, const char *number)
{
    if (!argument_number(number, &a->run.number))
        return argument_wrong(a, number, "tick N");
    return app_once_known(a, go_to_tick);
}

static unsigned run_task(struct app *a, const char *number)
{
    double n;
    if (!argument_number(number, &n))
        return argument_wrong(a, number, "task N");
    uint32_t task = floor(n) < n ? 0 : trace_find_task(&a->player->trace, (uint32_t)n);
    if (task)
        a->ui.run.task = task;
    else
        app_say(a, "there is no Task-%g", n);
    return REACT_REDRAW;
}

static unsigned run_sort(struct app *a, const char *word)
{
    struct buf usage = {0};
    int i = 0;
    while (i < SORTS && strcmp(word, sort_names[i])) {
        buf_printf(&usage, "%s%s", i ? "|" : "sort ", sort_names[i]);
        i++;
    }
    if (i == SORTS)
        argument_wrong(a, word, buf_str(&usage));
    else
        a->ui.run.sort = a->comparing.runs[0].sort = a->comparing.runs[1].sort = (enum sort)i;
    buf_free(&usage);
    return REACT_REDRAW;
}

static unsigned run_until(struct app *a, const char *text)
{
    return *text ? search_until(a, text) : argument_wrong(a, text, "until TEXT");
}

static unsigned run_quit(struct app *a, const char *nothing)
{
    return *nothing ? argument_wrong(a, nothing, "quit") : REACT_QUIT;
}

/* ---- the table, in the order of the help ---- */

/* clang-format off */
const struct command_line command_lines[] = {
    {"", "N", "to where event N has happened", run_event, both_event},
    {"tick", "N", "to where tick N begins", run_tick, both_tick},
    {"t", "SECONDS", "to the first event at that time or later", run_time, both_time},
    {"until", "TEXT", "on to where the story has the text", run_until, both_until},
    {"difference", "N", "to difference N of both", NULL, both_difference},
    {"break", "N", "breakpoint on line N, or on FILE:N; again: none", typed_break, NULL},
    {"break", "N if C", "only if C is true, as i > 5 or task == 'Task-2'", typed_break, NULL},
    {"breaks", "", "a list of the breakpoints", typed_breaks, NULL},
    {"delete", "N", "no breakpoint on line N; without N: none at all", typed_delete, NULL},
    {"watch", "NAME", "show a local, and stop where it changes; alone: none", typed_watch, NULL},
    {"task", "N", "select Task-N", run_task, NULL},
    {"sort", "ORDER", "tasks by id name state turns ran ready slept wait or tree", run_sort, run_sort},
    {"quit", "", "quit", run_quit, run_quit},
    {"q", "", NULL, run_quit, run_quit},
    {.name = NULL},
};
/* clang-format on */

struct hint command_hint(size_t i)
{
    const struct command_line *c = &command_lines[i];
    return (struct hint){
        .label = c->name,
        .argument = c->argument,
        .help = c->help,
        .only_one = c->name && !c->both,
        .only_two = c->name && !c->run,
    };
}

static unsigned run(struct app *a, const struct command_line *c, const char *argument)
{
    unsigned (*does)(struct app *, const char *) = a->comparison ? c->both : c->run;
    if (does)
        return does(a, argument);
    app_say(a,
            a->comparison ? ":%s is for a run that is watched alone"
                          : ":%s is for two: loopscope compare count count-sync",
            c->name);
    return REACT_REDRAW;
}

unsigned app_command(struct app *a, const char *line)
{
    size_t n = strcspn(line, " ");
    if (strspn(line, "-.0123456789") && !line[n])
        return run(a, command_lines, line);
    for (const struct command_line *c = command_lines; c->name; c++)
        if (strlen(c->name) == n && !memcmp(c->name, line, n))
            return run(a, c, line + n + strspn(line + n, " "));
    app_say(a, "there is no command “%.*s”; : lists them", (int)n, line);
    return REACT_REDRAW;
}
