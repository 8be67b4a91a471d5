/* SPDX-License-Identifier: MIT */
#include "ui/command.h"

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

/* place: FILE:LINE */
static unsigned break_in_file(struct app *a, const char *place, uint32_t line)
{
    char file[sizeof a->ui.input];
    snprintf(file, sizeof file, "%.*s", (int)(strrchr(place, ':') - place), place);
    return app_break(a, file, line);
}

unsigned app_command(struct app *a, const char *c)
{
    struct player *p = a->player;
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
        return app_break(a, NULL, (uint32_t)n);
    if (!strncmp(c, "break ", 6) && strrchr(c, ':') && number_behind(strrchr(c, ':') + 1, "", &n))
        return break_in_file(a, c + 6, (uint32_t)n);
    if (number_behind(c, "task", &n)) {
        a->ui.run.task = trace_find_task(&p->trace, (uint32_t)n);
        return REACT_REDRAW;
    }
    if (!strncmp(c, "until ", 6))
        return search_until(a, c + 6);
    app_say(a, "commands: NUMBER (an event), tick N, t SECONDS, task N, break [FILE:]LINE, until "
               "TEXT, quit");
    return REACT_REDRAW;
}
