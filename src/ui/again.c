/* SPDX-License-Identifier: MIT */
#include "ui/again.h"

#include <stdio.h>
#include <string.h>

#include "story/workers.h"
#include "ui/move.h"
#include "view/about.h"

/* ---- how one looks at it ---- */

void again_look(struct app *a)
{
    const struct run *was = &a->again.looked;
    struct run *run = &a->ui.run;
    if (!a->again.kept)
        return;
    a->again.kept = false;
    run->focus = was->focus;
    run->sort = was->sort;
    run->zoom = was->zoom;
    run->details = was->details;
    run->large = was->large;
    run->by_events = was->by_events;
    run->closing = was->closing;
    run->libraries = was->libraries;
    memcpy(run->filter, was->filter, sizeof run->filter);
    memcpy(run->search, was->search, sizeof run->search);
}

/* ---- lines that have moved ---- */

/* A line without the blanks around it; *s goes behind it. */
static const char *next_line(const char **s, const char *end, size_t *n)
{
    const char *stop = memchr(*s, '\n', (size_t)(end - *s)), *line = *s;
    stop = stop ? stop : end;
    *s = stop < end ? stop + 1 : end;
    while (line < stop && (*line == ' ' || *line == '\t'))
        line++;
    while (stop > line && (stop[-1] == ' ' || stop[-1] == '\r'))
        stop--;
    *n = (size_t)(stop - line);
    return line;
}

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

uint32_t again_line(const struct stood *s, const char *source, size_t n)
{
    uint32_t best = 0, number = 0;
    size_t len, wanted = strlen(s->text);
    for (const char *at = source, *end = source + n; at < end;) {
        const char *line = next_line(&at, end, &len);
        number++;
        len = len < sizeof s->text - 1 ? len : sizeof s->text - 1;
        bool same = wanted && len == wanted && !memcmp(line, s->text, len);
        if (same && (!best || apart(number, s->line) < apart(best, s->line)))
            best = number;
    }
    return best ? best : s->line;
}

/* ---- where one stands ---- */

static const char *file_of(const struct place *at)
{
    return at->file ? at->file : "";
}

/* A worker thread's line is not one of the turn. */
static bool is_of_turn(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return trace_line(t, e->place) && !worker_is(t, e->actor);
}

/* The event of a turn up to the cursor whose line was reached last: within it, or where it ended. */
static uint32_t last_placed(const struct model *m, uint32_t task)
{
    const struct trace *t = m->trace;
    const struct row *r = model_row(m, task);
    if (m->task != task)
        return r && r->stopped >= t->first && r->stopped < m->cursor ? r->stopped : TRACE_NONE;
    for (uint32_t i = m->cursor; i-- > t->first && trace_at(t, i)->kind != EV_BEGIN;)
        if (is_of_turn(t, i))
            return i;
    return TRACE_NONE;
}

static void keep_line(struct stood *s, const struct trace *t, const struct place *at)
{
    const struct source *source = trace_source(t, at->file);
    size_t n = 0;
    s->line = at->line;
    snprintf(s->file, sizeof s->file, "%s", file_of(at));
    if (!source)
        return;
    const char *line = "", *from = source->text, *end = from + source->len;
    for (uint32_t i = 0; i < at->line && from < end; i++)
        line = next_line(&from, end, &n);
    snprintf(s->text, sizeof s->text, "%.*s", (int)n, line);
}

void again_keep_place(struct app *a)
{
    struct again *g = &a->again;
    const struct model *m = &a->player->model;
    uint32_t task = view_task(m, &a->ui);
    *g = stood_of(&a->ui.run);
    player_look_at_moment(a->player);
    g->turn = task ? turns_spent(m, task).turns : 0;
    g->goes = g->turn != 0;
    g->chose = a->ui.run.task != 0;
    if (!g->goes)
        return;
    uint32_t i = last_placed(m, task);
    snprintf(g->task, sizeof g->task, "%s", trace_task_name(m->trace, task));
    if (i != TRACE_NONE && trace_line(m->trace, trace_at(m->trace, i)->place))
        keep_line(&g->stood, m->trace, trace_place(m->trace, trace_at(m->trace, i)->place));
}

/* ---- the way there ---- */

static void reach_turn(struct again *g, const struct trace *t, uint32_t i)
{
    const char *file = *g->stood.file ? g->stood.file : NULL;
    const struct source *source = trace_source(t, file);
    g->begin = g->best = i;
    g->actor = trace_at(t, i)->actor;
    g->off = UINT32_MAX;
    if (source && g->stood.line)
        g->stood.line = again_line(&g->stood, source->text, source->len);
}

static void look_at(struct again *g, const struct trace *t, uint32_t i)
{
    const struct place *at = trace_place(t, trace_at(t, i)->place);
    if (!is_of_turn(t, i) || strcmp(file_of(at), g->stood.file) != 0)
        return;
    uint32_t off = apart(at->line, g->stood.line);
    if (off < g->off) {
        g->off = off;
        g->best = i;
    }
}

/* In the turn in which one stood, behind the event that is nearest to where that was. */
static uint32_t stop_there(const struct player *p, uint32_t i, const struct move *m)
{
    struct app *a = (struct app *)(uintptr_t)m->data;
    struct again *g = &a->again;
    const struct trace *t = &p->trace;
    const struct event *e = trace_at(t, i);
    if (!g->actor) {
        if (e->kind != EV_BEGIN || !e->actor ||
            strcmp(trace_task_name(t, e->actor), g->task) != 0 || --g->turn)
            return TRACE_NONE;
        reach_turn(g, t, i);
        if (g->chose)
            a->ui.run.task = e->actor;
        return g->stood.line ? TRACE_NONE : i + 1;
    }
    look_at(g, t, i);
    bool ends = e->kind == EV_END && e->actor == g->actor;
    return ends || !g->off ? g->best + 1 : TRACE_NONE;
}

bool again_go(struct app *a)
{
    struct move m = {.by = 1, .stop = stop_there, .data = a, .lets = 16, .or_end = true};
    if (!a->again.goes)
        return false;
    a->again.goes = false;
    app_go(a, m, "it has ended, and told nothing");
    return true;
}
