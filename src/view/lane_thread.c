/* SPDX-License-Identifier: MIT */
/* The lanes of threads that the program started, with what they read and write. */
#include "story/updates.h"
#include "view/lane.h"
#include "view/lanes.h"

/* What the fold makes of an event, for one thread: its state behind it. */
static uint8_t thread_after(struct lane *l, const struct event *e, uint32_t thread, bool first)
{
    switch ((enum event_kind)e->kind) {
    case EV_THREAD_START:
        return e->actor != thread ? l->state : first ? TASK_RUNNING : TASK_READY;
    case EV_SWITCH:
        if (e->actor == thread) {
            l->woken = false;
            return TASK_RUNNING;
        }
        return e->ref == (thread | REF_TASK) && l->state == TASK_RUNNING && !l->woken ? TASK_READY
                                                                                      : l->state;
    case EV_THREAD_WAIT:
        if (e->actor == thread && e->what == ON_COMPUTE)
            l->woken = true; /* it runs on, beside others */
        return e->actor != thread || l->woken ? l->state : TASK_WAITING;
    case EV_THREAD_DONE:
        return e->actor == thread ? TASK_ENDED : l->state;
    default:
        return l->state;
    }
}

struct marks {
    char at[SCREEN_MAX];
    bool lost[SCREEN_MAX];
};

static void mark(struct marks *marks, const struct axis *a, uint32_t i)
{
    const struct event *e = trace_at(a->trace, i);
    int col = axis_column(a, axis_event_x(a, i));
    struct lost lost;
    if ((e->kind != EV_READ && e->kind != EV_WRITE) || col < 0 || col >= a->w)
        return;
    marks->at[col] = e->kind == EV_READ ? 'r' : 'w';
    marks->lost[col] = update_lost(a->trace, i, &lost);
}

/* All events up to the cursor, those of others too: a thread is made to stand still by another one. */
static void read_thread(struct lane *l, struct marks *marks, const struct axis *a,
                        const struct player *p, uint32_t thread, int steps)
{
    const struct trace *t = a->trace;
    uint32_t i = axis_event_at(a, 0), most = (uint32_t)steps, end = p->model.cursor;
    i = i - t->first > most ? i - most : t->first;
    l->state = i > t->first ? UNKNOWN : TASK_NONE;
    i = end - i > 2 * most ? end - 2 * most : i;
    for (; i < end; i++) {
        const struct event *e = trace_at(t, i);
        uint8_t state = thread_after(l, e, thread, trace_number_of(t, thread) == 1);
        int before = l->col;
        if (state != l->state || e->actor == thread)
            lane_add(l, a, i, state, false);
        if (e->kind == EV_SWITCH && state == TASK_READY && before < l->col)
            l->cells[l->col] = TASK_READY; /* that column is the other one's */
        if (e->actor == thread)
            mark(marks, a, i);
    }
}

void lane_draw_thread(struct win w, int y, const struct axis *a, const struct player *p,
                      uint32_t thread, int steps)
{
    struct lane l;
    struct marks marks = {0};
    lane_begin(&l, TASK_NONE);
    read_thread(&l, &marks, a, p, thread, steps < MOST_STEPS ? steps : MOST_STEPS);
    lane_close(w, y, &l, a);
    for (int x = 0; x < w.w && x < a->w; x++)
        if (marks.at[x])
            win_putc(w, y, x, marks.lost[x] ? BOLD(ROLE_FAILED) : BOLD(ROLE_TEXT),
                     (uint32_t)marks.at[x]);
}

const char *lane_legend_threads(int room, bool marked, bool real)
{
    static const char *const words[2][3] = {
        {"█ has the baton  ▂ can run  ╌ waits", "█ runs  ▂ can run  ╌ waits", "█ runs  ▂ can run"},
        {"█ has the baton  ▂ can run  ╌ waits  r w reads, writes",
         "█ runs  ▂ can run  ╌ waits  r reads  w writes", "█ runs  r reads  w writes"},
    };
    int narrow = room >= 56 && !real ? 0 : room >= 46 ? 1 : 2;
    return room >= 26 ? words[marked][narrow] : "";
}
