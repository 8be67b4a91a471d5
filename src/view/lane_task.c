/* SPDX-License-Identifier: MIT */
/* The lane of a task or process, from its own events. */
#include <string.h>

#include "view/lane.h"
#include "view/lanes.h"

/* What the fold of src/trace/model.c makes of an event, for one task; tests/test_tasks_pane.c holds them
 * together. */
static uint8_t state_after(struct lane *l, const struct event *e)
{
    static const uint8_t ends[] = {TASK_ENDED, TASK_ENDED, TASK_FAILED, TASK_CANCELLED};
    switch ((enum event_kind)e->kind) {
    case EV_TASK:
        return TASK_CREATED;
    case EV_SOON:
    case EV_IO:
        l->woken = true;
        return l->state == TASK_RUNNING || l->state == UNKNOWN ? l->state : TASK_READY;
    case EV_BEGIN:
        l->woken = false;
        return TASK_RUNNING;
    case EV_END:
        return l->state != TASK_RUNNING ? l->state : l->woken ? TASK_READY : TASK_WAITING;
    case EV_TASK_DONE:
        return ends[e->what & 3];
    case EV_PROCESS:
        return e->what == LEG_RECEIVED                       ? TASK_WAITING
               : e->what == LEG_EXITED                       ? TASK_ENDED
               : e->what == LEG_KILLED                       ? TASK_FAILED
               : e->what == LEG_END || e->what == LEG_CLOSED ? l->state
                                                             : TASK_RUNNING;
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
        *whole = e->kind == EV_TASK || (e->kind == EV_PROCESS && e->what == LEG_OPEN) ||
                 (e->kind == EV_BEGIN && axis_event_x(a, i) < 0);
        if (*whole)
            break;
    }
    return got;
}

/* ---- warnings ---- */

enum { COLUMN_LOOK = 16 }; /* warnings looked at for one that is about the lane's task */

/* The task that a warning is about, 0: none. */
static uint32_t about(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return e->kind != EV_LOOP_ERROR ? e->actor : e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
}

static void draw_warnings(struct win w, int y, const struct axis *a, const struct player *p,
                          uint32_t task)
{
    const struct trace *t = a->trace;
    uint32_t seen = p->model.warnings, k = axis_warnings(a, 0, seen);
    for (int n = 0, at = -1; k < seen; k++) {
        int col = axis_column(a, axis_event_x(a, t->warnings[k]));
        n = col == at ? n + 1 : 1;
        at = col;
        if (col >= a->w)
            return;
        if (about(t, t->warnings[k]) == task)
            win_putc(w, y, col, BOLD(ROLE_WARNING), '!');
        if (n == COLUMN_LOOK)
            k = axis_warnings(a, col + 1, seen) - 1;
    }
}

/* Until its next event? */
static bool stands_still(const struct event *e)
{
    return e->kind == EV_BLOCK || (e->kind == EV_PROCESS && e->what == LEG_SLEEPS);
}

void lane_draw(struct win w, int y, const struct axis *a, const struct player *p, uint32_t task,
               int steps)
{
    const struct row *r = model_row(&p->model, task);
    struct lane l;
    uint32_t events[MOST_STEPS];
    bool whole;
    lane_begin(&l, r->state);
    if (r->last >= a->trace->first && axis_event_x(a, r->last) >= 0) {
        int n = read_back(a, r->last, events, steps < MOST_STEPS ? steps : MOST_STEPS, &whole);
        l.state = whole ? TASK_NONE : UNKNOWN;
        while (n) {
            const struct event *e = trace_at(a->trace, events[--n]);
            lane_add(&l, a, events[n], state_after(&l, e), stands_still(e));
        }
        if (!state_is_over(l.state))
            l.state = r->state;
    }
    lane_close(w, y, &l, a);
    draw_warnings(w, y, a, p, task);
}

const char *lane_legend(int room, bool blocked)
{
    static const char *const words[2][2] = {
        {"█ ran  ▂ ready  ╌ waiting", "█ ran  ▂ ready"},
        {"█ ran  ▒ blocked  ▂ ready  ╌ waiting", "█ ran  ▒ blocked"},
    };
    return room >= 40 ? words[blocked][0] : room >= 20 ? words[blocked][1] : "";
}
