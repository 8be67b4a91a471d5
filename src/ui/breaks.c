/* SPDX-License-Identifier: MIT */
#include "ui/breaks.h"

#include "base/buf.h"
#include "story/words.h"
#include "ui/move.h"
#include "ui/place.h"
#include "ui/source.h"
#include "view/page.h"

unsigned app_break(struct app *a, const char *file, uint32_t line)
{
    if (!line) {
        app_say(a, "no line has run yet");
        return REACT_REDRAW;
    }
    struct buf where = {0};
    player_break(a->player, file, line);
    place_put(&where, a, file, line);
    app_say(a, "breakpoint on %s %s", buf_str(&where),
            player_breaks(a->player, file, line) ? "set: c runs on to it, C back" : "taken away");
    buf_free(&where);
    return REACT_REDRAW;
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
        return place_can_run(a, page.file, l.py) ? app_break(a, page.file, l.py) : REACT_REDRAW;
    app_say(a, "line %d of %s stands for no line of the Python", page.cursor + 1,
            words_name(page.name));
    return REACT_REDRAW;
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
    place_put(&where, a, at->file, at->line);
    if (task)
        buf_printf(&where, " in %s", words_name(trace_task_name(&p->trace, task)));
    const struct breakpoint *b = breaks_find(&p->breaks, &p->trace, at->file, at->line);
    if (b->condition)
        buf_printf(&where, ", as %s", condition_text(b->condition));
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
