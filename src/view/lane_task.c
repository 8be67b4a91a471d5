/* SPDX-License-Identifier: MIT */
/* The lane of a task, from its own events. */
#include "view/lane.h"
#include "view/lanes.h"

/* What the fold of src/trace/model.c makes of an event, for one task; tests/test_tasks_pane.c holds them
 * together. */
static uint8_t state_after(struct lane *l, const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_TASK:
        return TASK_CREATED;
    case EV_SOON:
    case EV_IO:
        l->woken = true;
        return l->state == TASK_RUNNING || l->state == UNKNOWN ? l->state : TASK_READY;
    case EV_BEGIN:
        if (event_goes_on(e))
            return l->state;
        l->woken = false;
        return TASK_RUNNING;
    case EV_END:
        return l->state != TASK_RUNNING ? l->state : l->woken ? TASK_READY : TASK_WAITING;
    case EV_TASK_DONE:
        return (uint8_t)state_of_outcome(e->what);
    default:
        return l->state;
    }
}

/* The events of a task from its last one back to a turn that began left of the window, at most n of
 * them, newest first. *whole is false if that turn, or the task's creation, was not reached. */
static int read_back(const struct axis *a, uint32_t last, uint32_t *events, int n, bool *whole)
{
    int got = 0;
    *whole = false;
    for (uint32_t i = last; i != TRACE_NONE && got < n; i = trace_previous(a->trace, i)) {
        const struct event *e = trace_at(a->trace, i);
        events[got++] = i;
        *whole = e->kind == EV_TASK || (e->kind == EV_BEGIN && axis_event_x(a, i) < 0);
        if (*whole)
            break;
    }
    return got;
}

void lane_draw(struct win w, int y, const struct axis *a, const struct player *p, uint32_t task,
               int steps)
{
    const struct actor *who = trace_actor(a->trace, task);
    const struct row *r = model_row(&p->model, task);
    struct lane l;
    uint32_t events[MOST_STEPS];
    bool whole;
    if (who && who->kind == ACTOR_PROCESS) {
        lane_draw_process(w, y, a, p, task, steps);
        return;
    }
    lane_begin(&l, r->state);
    if (r->last >= a->trace->first && axis_event_x(a, r->last) >= 0) {
        int n = read_back(a, r->last, events, steps < MOST_STEPS ? steps : MOST_STEPS, &whole);
        l.state = whole ? TASK_NONE : UNKNOWN;
        while (n) {
            const struct event *e = trace_at(a->trace, events[--n]);
            lane_add(&l, a, events[n], state_after(&l, e), e->kind == EV_BLOCK);
        }
        if (!state_is_over(l.state))
            l.state = r->state;
    }
    lane_close(w, y, &l, a);
    lane_draw_warnings(w, y, a, p, task);
}

const char *lane_legend(int room, bool blocked)
{
    static const char *const words[2][2] = {
        {"█ ran  ▂ ready  ╌ waiting", "█ ran  ▂ ready"},
        {"█ ran  ▒ blocked  ▂ ready  ╌ waiting", "█ ran  ▒ blocked"},
    };
    return room >= 40 ? words[blocked][0] : room >= 20 ? words[blocked][1] : "";
}
