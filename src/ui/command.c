/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/move.h"
#include "ui/play.h"
#include "ui/search.h"

static bool number_behind(const char *s, const char *word, double *n)
{
    size_t len = strlen(word);
    char *end;
    if (strncmp(s, word, len) || (len && s[len] != ' '))
        return false;
    *n = strtod(s + len, &end);
    return end > s + len && !*end && *n >= 0 && *n < UINT32_MAX;
}

static unsigned go_to_event(struct app *a)
{
    uint32_t from = a->player->model.cursor, to = (uint32_t)a->run.number;
    return app_moved(a, from, player_seek(a->player, to), "there is no event of that number");
}

static unsigned go_to_tick(struct app *a)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor, n = (uint32_t)a->run.number;
    return app_moved(a, from,
                     n >= 1 && n <= p->trace.nticks && player_seek(p, p->trace.ticks[n - 1] + 1),
                     "there is no such tick");
}

static bool hit_time(const struct player *p, uint32_t i, const struct move *m)
{
    return play_time_behind(p, i) >= *(const double *)m->data;
}

/* From the first event on. */
static unsigned go_to_time(struct app *a, double seconds)
{
    a->run.number = seconds;
    return app_go_from(a, a->player->trace.first,
                       (struct move){.by = 1, .hit = hit_time, .data = &a->run.number},
                       "the program ends before that");
}

/* The text of a line, from 1, and its length; NULL: the file has fewer. */
static const char *line_of(const struct source *s, double n, size_t *len)
{
    const char *at = s->text;
    for (double k = 1; k < n && *at; k++) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    *len = strcspn(at, "\n");
    return *at ? at : NULL;
}

/* Is there nothing on it that could run? Says so. */
static bool is_no_line(struct app *a, const struct source *s, double n)
{
    size_t len = 0, blank;
    const char *line = line_of(s, n, &len);
    if (!line) {
        app_say(a, "there is no line %g in %s", n, s->name);
        return true;
    }
    blank = strspn(line, " \t\r");
    if (blank < len && line[blank] != '#')
        return false;
    app_say(a, "line %g of %s has nothing that runs", n, s->name);
    return true;
}

/* A breakpoint where the program can come by. file: NULL for its own. */
static unsigned break_on(struct app *a, const char *file, double n)
{
    const struct source *s = trace_source(&a->player->trace, file);
    if (n < 1 || floor(n) < n) {
        app_say(a, "a line has a whole number from 1, and not %g", n);
        return REACT_REDRAW;
    }
    if (s && is_no_line(a, s, n))
        return REACT_REDRAW;
    return app_break(a, file, (uint32_t)n);
}

/* place: FILE:LINE */
static unsigned break_in_file(struct app *a, const char *place, double line)
{
    char file[sizeof a->ui.input];
    snprintf(file, sizeof file, "%.*s", (int)(strrchr(place, ':') - place), place);
    return break_on(a, file, line);
}

static unsigned select_task(struct app *a, double n)
{
    uint32_t task = floor(n) < n ? 0 : trace_find_task(&a->player->trace, (uint32_t)n);
    if (task)
        a->ui.run.task = task;
    else
        app_say(a, "there is no Task-%g", n);
    return REACT_REDRAW;
}

unsigned app_command(struct app *a, const char *c)
{
    double n;
    if (!strcmp(c, "q") || !strcmp(c, "quit"))
        return REACT_QUIT;
    if (number_behind(c, "", &a->run.number))
        return app_once_known(a, go_to_event);
    if (number_behind(c, "tick", &a->run.number))
        return app_once_known(a, go_to_tick);
    if (number_behind(c, "t", &n))
        return go_to_time(a, n);
    if (number_behind(c, "break", &n))
        return break_on(a, NULL, n);
    if (!strncmp(c, "break ", 6) && strrchr(c, ':') && number_behind(strrchr(c, ':') + 1, "", &n))
        return break_in_file(a, c + 6, n);
    if (number_behind(c, "task", &n))
        return select_task(a, n);
    if (!strncmp(c, "until ", 6))
        return search_until(a, c + 6);
    app_say(a, "commands: NUMBER (an event), tick N, t SECONDS, task N, break [FILE:]LINE, until "
               "TEXT, quit");
    return REACT_REDRAW;
}
