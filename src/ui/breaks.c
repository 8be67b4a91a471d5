/* SPDX-License-Identifier: MIT */
#include "ui/breaks.h"

#include "base/buf.h"
#include "story/words.h"
#include "ui/move.h"
#include "ui/place.h"
#include "ui/source.h"
#include "view/page.h"

enum { REPR_MOST = 60 }; /* columns of a value */

/* Where all that will happen is known, so is where nothing does. */
void breaks_say_set(struct app *a, const char *file, uint32_t line)
{
    const struct player *p = a->player;
    const struct breakpoint *b = breaks_find(&p->breaks, &p->trace, file, line);
    struct buf text = {0};
    buf_puts(&text, "breakpoint on ");
    place_put(&text, a, file, line);
    if (b->condition)
        buf_printf(&text, " if %s", condition_text(b->condition));
    else
        buf_puts(&text, " set");
    if (player_over(p) && !trace_place(&p->trace, b->place)->told)
        buf_puts(&text, ", but no event of this run is on that line");
    else
        buf_puts(&text, ": c runs on to it, C back");
    app_say(a, "%s", buf_str(&text));
    buf_free(&text);
}

unsigned app_break(struct app *a, const char *file, uint32_t line)
{
    if (!line) {
        app_say(a, "no line has run yet");
        return REACT_REDRAW;
    }
    struct buf where = {0};
    player_break(a->player, file, line);
    place_put(&where, a, file, line);
    if (player_breaks(a->player, file, line))
        breaks_say_set(a, file, line);
    else
        app_say(a, "breakpoint on %s taken away", buf_str(&where));
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

/* "line 6 in Task-2", and if what is true it stops there. */
static void put_before(struct buf *out, struct app *a, const struct breakpoint *b, uint32_t i)
{
    const struct player *p = a->player;
    const struct place *at = trace_place(&p->trace, b->place);
    uint32_t task = whose(p, i);
    source_show(a, at->file);
    place_put(out, a, at->file, at->line);
    if (task)
        buf_printf(out, " in %s", words_name(trace_task_name(&p->trace, task)));
    if (b->condition)
        buf_printf(out, ", as %s", condition_text(b->condition));
}

/* "i of Task-3 is 7, was 4" */
static void put_change(struct buf *out, const struct app *a, const struct watched *w)
{
    const struct trace *t = &a->player->trace;
    const struct event *e = trace_at(t, player_event(a->player));
    buf_printf(out, "%s of %s is ", a->player->breaks.watched,
               words_name(trace_task_name(t, e->actor)));
    words_text(out, w->now, w->now_len, REPR_MOST);
    buf_puts(out, ", was ");
    words_text(out, w->was, w->was_len, REPR_MOST);
}

void breaks_say(struct app *a)
{
    struct buf text = {0};
    struct watched w;
    uint32_t event;
    const struct breakpoint *b = player_stops_before(a->player, &event);
    if (player_changes_watched(a->player, &w))
        put_change(&text, a, &w);
    if (b) {
        buf_puts(&text, text.len ? "; before " : "before ");
        put_before(&text, a, b, event);
        buf_puts(&text, ": a step runs it");
    }
    if (text.len)
        app_say(a, "%s", buf_str(&text));
    buf_free(&text);
}

static void say_arrived(struct app *a, const char *where)
{
    const struct breaks *b = &a->player->breaks;
    if (player_stops_here(a->player))
        breaks_say(a);
    else if (b->watched)
        app_say(a, "%s%s changes no more on the way: this is the %s",
                b->n ? "no more breakpoint, and " : "", b->watched, where);
    else if (b->n)
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
