/* SPDX-License-Identifier: MIT */
#include "view/about.h"

#include <stdio.h>
#include <string.h>

#include "story/cause.h"
#include "story/story.h"
#include "story/words.h"
#include "trace/told.h"
#include "player/offer.h"

enum { WALK = 65536, SCAN = 4096 }; /* events, tasks looked through */

uint32_t view_task(const struct model *m, const struct ui *ui)
{
    uint32_t task = ui->run.task ? ui->run.task : m->task ? m->task : m->line_task;
    return model_row(m, task) ? task : model_row(m, 1) ? 1 : 0;
}

uint32_t view_objects(const struct player *p, const struct model *m)
{
    (void)p;
    return model_of_threads(m) || !m->synced ? 0 : m->nobjects;
}

const char *view_offered(const struct player *p, const struct ui *ui)
{
    const struct catalogue *c = ui->catalogue;
    bool recap = p && p->model.phase == PHASE_OVER && !ui->run.task;
    if (!recap || !c || !ui->run.name)
        return NULL;
    size_t next = catalogue_find(c, ui->run.name) + 1;
    return next < c->n ? c->at[next].name : NULL;
}

bool view_is_closing_task(const struct trace *t, uint32_t task)
{
    const struct actor *f = trace_task(t, task);
    return f && f->own;
}

uint32_t view_told(const struct player *p, uint32_t task)
{
    const struct row *r = model_row(&p->model, task);
    uint32_t next;
    const struct breakpoint *b = player_stops_before(p, &next);
    if (b && trace_at(&p->trace, next)->place == b->place &&
        trace_at(&p->trace, next)->actor == task && told_in(&p->trace, next))
        return next;
    return r ? told_at(&p->trace, r->last) : TRACE_NONE;
}

void view_locals(struct buf *out, const char *locals)
{
    for (const char *s = locals; s && *s; s += strcspn(s, "\n"), s += *s == '\n') {
        buf_puts(out, out->len ? "  " : "");
        buf_add(out, s, strcspn(s, "\n"));
    }
}

void view_awaits(struct buf *out, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    if (!r || !cause_kept(m->trace, r->stopped))
        return;
    const struct note *n = trace_note(m->trace, r->stopped);
    for (size_t i = 0; i < n->nframes; i++)
        buf_printf(out, "%s%s", i ? " → " : "", n->frames[i].func);
    if (r->ref & REF_TASK && (r->on == ON_TASK || r->on == ON_SHIELD))
        buf_printf(out, " → %s", words_name(trace_task_name(m->trace, r->ref & ~REF_TASK)));
    else if (r->on == ON_SLEEP)
        buf_printf(out, " → sleep(%g)", n->number);
    else if (*awaited_names[r->on])
        buf_printf(out, " → %s", r->on == ON_SLEEP0 ? "sleep(0)" : awaited_names[r->on]);
}

uint32_t view_handle_around(const struct trace *t, uint32_t i)
{
    uint32_t least = i - t->first > WALK ? i - WALK : t->first;
    while (i-- > least) {
        enum event_kind kind = trace_at(t, i)->kind;
        if (kind == EV_BEGIN)
            return i;
        if (kind == EV_END || kind == EV_TICK || kind == EV_LOOP || kind == EV_RAN)
            break;
    }
    return TRACE_NONE;
}

void view_created(struct buf *out, const struct trace *t, uint32_t task)
{
    const struct actor *f = trace_task(t, task);
    if (!f || !cause_kept(t, f->created))
        return;
    uint32_t tick = trace_at(t, f->created)->tick, begin = view_handle_around(t, f->created);
    uint32_t maker = begin == TRACE_NONE ? 0 : trace_at(t, begin)->actor;
    if (trace_is_thread(t, task) && f->maker && f->maker != task)
        buf_printf(out, "by %s", words_name(trace_task_name(t, f->maker)));
    else if (maker)
        buf_printf(out, "by %s in tick %u", words_name(trace_task_name(t, maker)), tick);
    else if (begin != TRACE_NONE)
        buf_printf(out, "by a callback in tick %u", tick);
    else
        buf_puts(out, view_is_closing_task(t, task) ? "by asyncio.run()" : "by the program");
}

uint32_t view_ready_now(const struct model *m)
{
    if (m->phase != PHASE_RUN)
        return m->ready.n;
    uint32_t left = m->frozen > m->ran ? m->frozen - m->ran : 0;
    return left < m->ready.n ? left : m->ready.n;
}

void view_handle(struct buf *out, const struct model *m, struct entry e)
{
    if (e.task)
        words_task(out, m->trace, e.task);
    else
        story_handle(m, e, out);
}

struct entry view_entry(const struct trace *t, uint32_t begin)
{
    const struct event *e = trace_at(t, begin);
    struct entry h = {.handle = e->handle,
                      .task = e->actor,
                      .event = begin,
                      .source = begin,
                      .uncalled = HANDLE_STAYS};
    uint32_t least = begin - t->first > WALK ? begin - WALK : t->first;
    for (uint32_t i = begin; i-- > least;) {
        const struct event *before = trace_at(t, i);
        if (before->handle == h.handle && (before->kind == EV_SOON || before->kind == EV_TIMER)) {
            h.event = h.source = i;
            break;
        }
    }
    return h;
}

/* ---- locks and queues ---- */

static const char held_by[] = "held by ";

uint32_t view_object(const struct model *m, uint32_t number)
{
    uint32_t sync = model_object(m, number);
    return sync != TRACE_NONE && sync >= m->trace->first ? sync : TRACE_NONE;
}

uint32_t view_task_named(const struct model *m, const char *name)
{
    uint32_t found = 0, most = m->nrows < SCAN ? m->nrows : SCAN, task;
    if (sscanf(name, "Task-%u", &task) == 1 && model_row(m, task) &&
        !strcmp(name, trace_task_name(m->trace, task)))
        return task;
    for (uint32_t i = 1; i <= most; i++) {
        if (!model_row(m, i) || strcmp(name, trace_task_name(m->trace, i)))
            continue;
        if (found)
            return 0;
        found = i;
    }
    return found;
}

uint32_t view_holder(const struct model *m, const struct note *n)
{
    bool held = n->text && !strncmp(n->text, held_by, sizeof held_by - 1);
    return held ? view_task_named(m, n->text + sizeof held_by - 1) : 0;
}
