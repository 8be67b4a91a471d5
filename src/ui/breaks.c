/* SPDX-License-Identifier: MIT */
#include "ui/breaks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "story/words.h"
#include "ui/argument.h"
#include "ui/move.h"
#include "ui/source.h"
#include "view/page.h"

/* ---- where there is one ---- */

static bool is_own(const struct app *a, const char *file)
{
    const char *own = a->player->trace.file;
    return !file || (own && !strcmp(file, own));
}

/* "line 6" of the source that is shown, "line 6 of a.py" if that is the C beside it, "b.py:6" of another
 * file. */
static void put_line(struct buf *out, const struct app *a, const char *file, uint32_t line)
{
    const char *own = a->player->trace.file;
    struct page page = {0};
    page_open(&page, a->player, &a->ui);
    if (!is_own(a, file))
        buf_printf(out, "%s:%u", words_name(file), line);
    else if (own && page.c)
        buf_printf(out, "line %u of %s", line, words_name(own));
    else
        buf_printf(out, "line %u", line);
}

unsigned app_break(struct app *a, const char *file, uint32_t line)
{
    if (!line) {
        app_say(a, "no line has run yet");
        return REACT_REDRAW;
    }
    struct buf where = {0};
    player_break(a->player, file, line);
    put_line(&where, a, file, line);
    app_say(a, "breakpoint on %s %s", buf_str(&where),
            player_breaks(a->player, file, line) ? "set: c runs on to it, C back" : "taken away");
    buf_free(&where);
    return REACT_REDRAW;
}

/* ---- which line ---- */

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

/* On the line that the cursor in the source is on, or else on that which ran last. */
unsigned press_break(struct app *a)
{
    const struct place *at = player_place(a->player);
    struct page page;
    struct line l;
    if (!page_open(&page, a->player, &a->ui) || page.cursor < 0)
        return app_break(a, at->file, at->line);
    if (page_line(&page, page.cursor, &l) && l.py)
        return break_on(a, page.file, l.py);
    app_say(a, "line %d of %s stands for no line of the Python", page.cursor + 1,
            words_name(page.name));
    return REACT_REDRAW;
}

unsigned command_break(struct app *a, const char *place)
{
    const char *colon = strrchr(place, ':');
    char file[sizeof a->ui.input];
    double line;
    if (!argument_number(colon ? colon + 1 : place, &line) || colon == place)
        return argument_wrong(a, place, "break [FILE:]LINE");
    if (!colon)
        return break_on(a, NULL, line);
    snprintf(file, sizeof file, "%.*s", (int)(colon - place), place);
    return break_on(a, file, line);
}

/* ---- coming to one ---- */

/* Whose line event i is: of one that makes a task, who runs. */
static uint32_t whose(const struct player *p, uint32_t i)
{
    const struct event *e = trace_at(&p->trace, i);
    return e->kind == EV_TASK ? p->model.task : e->actor;
}

void breaks_say(struct app *a)
{
    const struct player *p = a->player;
    uint32_t i = player_stops_before(p);
    if (i == TRACE_NONE)
        return;
    struct buf where = {0};
    const struct place *at = trace_place(&p->trace, trace_at(&p->trace, i)->place);
    uint32_t task = whose(p, i);
    source_show(a, at->file);
    put_line(&where, a, at->file, at->line);
    if (task)
        buf_printf(&where, " in %s", words_name(trace_task_name(&p->trace, task)));
    app_say(a, "before %s: a step runs it", buf_str(&where));
    buf_free(&where);
}

static void say_arrived(struct app *a, const char *where)
{
    if (player_stops_before(a->player) != TRACE_NONE)
        breaks_say(a);
    else if (a->player->breaks.n)
        app_say(a, "no more breakpoint on the way: this is the %s", where);
}

static void arrived_on(struct app *a)
{
    say_arrived(a, "end");
}

static void arrived_back(struct app *a)
{
    say_arrived(a, "beginning");
}

unsigned press_continue(struct app *a)
{
    a->run.arrived = arrived_on;
    return app_go(a, move_continue(1), "this is the end");
}

unsigned press_continue_back(struct app *a)
{
    a->run.arrived = arrived_back;
    return app_go(a, move_continue(-1), "this is the beginning");
}
