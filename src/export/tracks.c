/* SPDX-License-Identifier: MIT */
#include "export/tracks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void tracks_close(struct tracks *s)
{
    free(s->states);
    *s = (struct tracks){0};
}

static enum task_state state_of(const struct model *m, uint32_t actor, enum task_state before)
{
    const struct row *r = model_row(m, actor);
    const struct event *e = trace_at(m->trace, m->cursor - 1);
    if (!r && e->actor == actor && e->kind == EV_JOB)
        return TASK_RUNNING;
    if (!r)
        return e->actor == actor && e->kind == EV_JOB_DONE ? TASK_NONE : before;
    if (state_is_over(r->state))
        return m->task == actor ? TASK_RUNNING : TASK_NONE;
    return r->state == TASK_CREATED ? TASK_NONE : (enum task_state)r->state;
}

static void look(struct tracks *s, const struct model *m, uint32_t actor, track_changed *changed,
                 void *data)
{
    if (!trace_actor(m->trace, actor))
        return;
    s->states = xgrow(s->states, &s->cap, actor, sizeof *s->states);
    if (s->n < actor) {
        memset(s->states + s->n, TASK_NONE, actor - s->n);
        s->n = actor;
    }
    enum task_state before = (enum task_state)s->states[actor - 1];
    enum task_state state = state_of(m, actor, before);
    s->states[actor - 1] = (uint8_t)state;
    if (state != before)
        changed(data, actor, before, state);
}

/* An event changes the state of whom it is about, of who ran, or of who runs. */
void tracks_see(struct tracks *s, const struct model *m, track_changed *changed, void *data)
{
    const struct event *e = trace_at(m->trace, m->cursor - 1);
    look(s, m, s->task, changed, data);
    look(s, m, e->actor, changed, data);
    look(s, m, m->task, changed, data);
    s->task = m->task;
}

void tracks_end(struct tracks *s, track_changed *changed, void *data)
{
    for (uint32_t actor = 1; actor <= s->n; actor++)
        if (s->states[actor - 1])
            changed(data, actor, (enum task_state)s->states[actor - 1], TASK_NONE);
    s->n = 0;
}
