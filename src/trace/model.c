/* SPDX-License-Identifier: MIT */
#include "trace/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"

const char *const state_names[TASK_STATES] = {"",     "created", "ready",     "running",  "waiting",
                                              "done", "failed",  "cancelled", "destroyed"};

/* ---- rows ---- */

static inline struct row *row_of(const struct model *m, uint32_t task)
{
    return task && task <= m->nrows && m->rows[task - 1].state ? &m->rows[task - 1] : NULL;
}

static inline void set_state(struct model *m, struct row *r, enum task_state s)
{
    if (r->state)
        m->counts[r->state]--;
    r->state = s;
    m->counts[s]++;
}

static struct row *add_row(struct model *m, uint32_t task)
{
    if (task > m->nrows) {
        m->rows = xgrow(m->rows, &m->rows_cap, task, sizeof *m->rows);
        memset(m->rows + m->nrows, 0, (task - m->nrows) * sizeof *m->rows);
        m->nrows = task;
    }
    struct row *r = &m->rows[task - 1];
    const struct actor *a = trace_task(m->trace, task);
    if (r->state)
        m->counts[r->state]--;
    *r = (struct row){.place = a ? a->from->def_place : 0,
                      .woken = TRACE_NONE,
                      .ran = TRACE_NONE,
                      .stopped = TRACE_NONE,
                      .ended = TRACE_NONE,
                      .cancel = TRACE_NONE};
    set_state(m, r, TASK_CREATED);
    return r;
}

/* A thread beside the loop has no row, and its line is not that of the task which runs meanwhile. */
static inline uint32_t whose_line(const struct model *m, const struct event *e)
{
    return e->actor && e->actor != m->task && !row_of(m, e->actor) ? 0 : m->task;
}

static inline void set_line(struct model *m, const struct event *e)
{
    if (!trace_line(m->trace, e->place))
        return;
    m->place = e->place;
    m->line_task = whose_line(m, e);
    struct row *r = row_of(m, m->line_task);
    if (!r)
        return;
    r->place = e->place;
    r->framed = true;
}

/* ---- handles: the trace knows what became of each ---- */

static inline void make_ready(struct model *m)
{
    entries_push(&m->ready);
}

static inline void take_ready(struct model *m, uint32_t handle)
{
    entries_take(&m->trace->handles, &m->ready, m->cursor, handle);
}

static void set_timer(struct model *m)
{
    uint32_t n = m->timers.n;
    const struct timer_entry *e = set_timers_add(&m->trace->handles, &m->timers, m->cursor);
    if (e && m->soonest)
        soonest_join(m->soonest, n, e);
}

static void lose_timer(struct model *m, uint32_t handle)
{
    if (m->soonest)
        soonest_leave(m->soonest, handle);
}

/* ---- the fold: one function for each kind that changes the world; r is the row of the event's
 * task, or NULL ---- */

static void on_tick(struct model *m)
{
    m->phase = PHASE_POLL;
    m->frozen = m->ran = 0;
    m->poll = TRACE_NONE;
}

static void on_fire(struct model *m, const struct event *e)
{
    if (set_timers_fire(&m->trace->handles, &m->timers, &m->ready))
        lose_timer(m, e->handle);
    m->phase = PHASE_TIMERS;
    make_ready(m);
}

static void on_soon(struct model *m, struct row *r)
{
    make_ready(m);
    if (!r)
        return;
    r->woken = m->cursor;
    if (r->state != TASK_RUNNING)
        set_state(m, r, TASK_READY);
}

/* Where it has stopped; who still stands on its def has no line that ran. */
static inline void go_on(struct model *m, const struct row *r, uint32_t actor)
{
    if (!r->framed)
        return;
    m->place = r->place;
    m->line_task = actor;
}

static void on_begin(struct model *m, const struct event *e, struct row *r)
{
    m->task = e->actor;
    if (!event_is_within(e)) {
        take_ready(m, e->handle);
        m->phase = PHASE_RUN;
        m->handle = e->handle;
        m->begin = m->cursor;
        m->began = m->time;
        m->ran++;
    }
    if (!r || event_goes_on(e))
        return;
    set_state(m, r, TASK_RUNNING);
    r->ran = m->cursor;
    go_on(m, r, e->actor);
}

static void on_end(struct model *m, const struct event *e, struct row *r)
{
    if (r) {
        r->stopped = m->cursor;
        if (r->state == TASK_RUNNING) {
            bool again = r->woken != TRACE_NONE && (r->ran == TRACE_NONE || r->woken > r->ran);
            r->on = e->what;
            r->ref = e->ref;
            set_line(m, e);
            set_state(m, r, again ? TASK_READY : TASK_WAITING);
        }
    }
    m->task = 0;
    if (e->handle)
        m->handle = 0;
}

/* ---- threads: whoever has the baton runs; the others are ready, wait or have ended ---- */

static void give_baton(struct model *m, uint32_t actor, struct row *r)
{
    struct row *from = row_of(m, m->task);
    if (from && from->state == TASK_RUNNING) {
        from->woken = m->cursor;
        set_state(m, from, TASK_READY);
    }
    m->task = actor;
    m->begin = m->cursor;
    m->began = m->time;
    if (!r)
        return;
    r->ran = m->cursor;
    set_state(m, r, TASK_RUNNING);
    go_on(m, r, actor);
}

/* The first of all is the main thread, and runs. */
static void on_thread_start(struct model *m, const struct event *e)
{
    struct row *r = e->actor ? add_row(m, e->actor) : NULL;
    if (!r)
        return;
    set_line(m, e);
    set_state(m, r, TASK_READY);
    m->main = m->main ? m->main : e->actor;
    if (!m->task)
        give_baton(m, e->actor, r);
}

static void on_switch(struct model *m, const struct event *e, struct row *r)
{
    if (m->task)
        set_line(m, e);
    give_baton(m, e->actor, r);
    m->switches++;
}

static void on_thread_wait(struct model *m, const struct event *e, struct row *r)
{
    set_line(m, e);
    if (!r)
        return;
    r->stopped = m->cursor;
    r->on = e->what;
    r->ref = e->ref;
    if (e->what != ON_COMPUTE) /* that one runs on, beside others */
        set_state(m, r, TASK_WAITING);
    m->task = 0;
}

static void on_thread_done(struct model *m, struct row *r)
{
    if (!r)
        return;
    r->ended = m->cursor;
    set_state(m, r, TASK_ENDED);
    m->task = 0;
}

static void on_task_done(struct model *m, const struct event *e, struct row *r)
{
    if (!r)
        return;
    r->ended = m->cursor;
    set_state(m, r, state_of_outcome(e->what));
}

static void on_uncall(struct model *m, const struct event *e)
{
    if (set_timers_uncall(&m->trace->handles, &m->timers, m->cursor))
        lose_timer(m, e->handle);
}

static void on_sync(struct model *m, uint32_t object)
{
    if (object > m->nobjects && !(object & REF_TASK))
        m->nobjects = object;
}

static enum task_state process_after(const struct event *e, const struct row *r)
{
    switch ((enum leg)e->what) {
    case LEG_OPEN:
    case LEG_SENT:
    case LEG_DROPPED:
        return TASK_RUNNING;
    case LEG_RECEIVED:
        return TASK_WAITING;
    case LEG_EXITED:
        return TASK_ENDED;
    case LEG_KILLED:
        return TASK_FAILED;
    default:
        return (enum task_state)r->state;
    }
}

/* It runs beside the loop, until it has said something and waits to be told. */
static void on_process(struct model *m, const struct event *e)
{
    struct row *r = row_of(m, e->actor);
    if (e->what == LEG_OPEN && e->actor && !r)
        r = add_row(m, e->actor);
    if (!r)
        return;
    m->processes[0] -= r->state == TASK_RUNNING;
    m->processes[1] -= r->state == TASK_WAITING;
    m->computing -= r->on == ON_COMPUTE;
    set_state(m, r, process_after(e, r));
    r->on = e->what == LEG_COMPUTES && e->handle ? ON_COMPUTE : ON_NONE;
    m->computing += r->on == ON_COMPUTE;
    m->processes[0] += r->state == TASK_RUNNING;
    m->processes[1] += r->state == TASK_WAITING;
    if (state_is_over(r->state))
        r->ended = m->cursor;
}

static void on_cancel(struct model *m, const struct event *e)
{
    struct row *r = e->ref & REF_TASK ? row_of(m, e->ref & ~REF_TASK) : NULL;
    if (r)
        r->cancel = m->cursor;
}

static void apply(struct model *m, const struct event *e)
{
    struct row *r = row_of(m, e->actor);
    m->time = e->time;
    m->tick = e->tick;
    switch ((enum event_kind)e->kind) {
    case EV_LOOP:
        m->loop = true;
        m->task = 0; /* the main thread lets tasks have turns */
        break;
    case EV_CLOSE:
        m->loop = m->closing = false;
        m->phase = PHASE_PROGRAM;
        m->task = m->main;
        break;
    case EV_RAN:
        m->closing = true;
        break;
    case EV_EXIT:
        m->phase = PHASE_OVER;
        m->status = (int)e->ref;
        break;
    case EV_TICK:
        on_tick(m);
        break;
    case EV_JUMP:
        m->time = trace_number_in(m->trace, m->cursor, e);
        m->poll = m->cursor;
        break;
    case EV_IDLE:
        m->poll = m->cursor;
        break;
    case EV_BLOCK:
        m->time += trace_number_in(m->trace, m->cursor, e);
        set_line(m, e);
        break;
    case EV_TIMER:
        set_timer(m);
        set_line(m, e);
        break;
    case EV_FIRE:
        on_fire(m, e);
        break;
    case EV_IO:
    case EV_SOON:
        on_soon(m, r);
        if (e->place)
            set_line(m, e);
        break;
    case EV_READY:
        m->phase = PHASE_RUN;
        m->frozen = e->ref;
        break;
    case EV_BEGIN:
        on_begin(m, e, r);
        break;
    case EV_END:
        on_end(m, e, r);
        break;
    case EV_SKIP:
        take_ready(m, e->handle);
        m->ran++;
        break;
    case EV_UNCALL:
        on_uncall(m, e);
        break;
    case EV_TASK:
        if (e->actor)
            r = add_row(m, e->actor);
        set_line(m, e);
        break;
    case EV_TASK_DONE:
        on_task_done(m, e, r);
        break;
    case EV_CANCEL:
        on_cancel(m, e);
        set_line(m, e);
        break;
    case EV_FUT_DONE:
    case EV_EXECUTOR:
        set_line(m, e);
        break;
    case EV_SYNC:
        m->synced = true;
        on_sync(m, e->ref);
        set_line(m, e);
        break;
    case EV_PROCESS:
        on_process(m, e);
        set_line(m, e);
        r = row_of(m, e->actor);
        break;
    case EV_TRANSFER:
        on_sync(m, e->ref);
        set_line(m, e);
        break;
    case EV_READ:
    case EV_WRITE:
        m->variables = true;
        on_sync(m, e->ref);
        set_line(m, e);
        break;
    case EV_THREAD_START:
        on_thread_start(m, e);
        r = row_of(m, e->actor);
        break;
    case EV_SWITCH:
        on_switch(m, e, r);
        break;
    case EV_THREAD_WAIT:
        on_thread_wait(m, e, r);
        break;
    case EV_JOINED:
        set_line(m, e);
        break;
    case EV_THREAD_DONE:
        on_thread_done(m, r);
        break;
    case EV_OUT:
    case EV_ERR:
        m->outs++;
        set_line(m, e);
        break;
    case EV_LINE:
        set_line(m, e);
        break;
    case EV_WARNING:
    case EV_LOOP_ERROR:
    case EV_DEADLOCK:
        m->warnings++;
        break;
    case EV_START:
    case EV_RUN:
    case EV_STOP:
    case EV_CRASH:
    case EV_NAME:
    case EV_THREAD:
    case EV_THREAD_SLEEP:
    case EV_THREAD_COMPUTE:
    case EV_JOB:
    case EV_JOB_DONE:
    case EV_SCHEDULE:
    case EV_OTHER:
    case EV_KINDS:
        break;
    }
    if (r)
        r->last = m->cursor;
    m->cursor++;
}

void model_fold(struct model *m, uint32_t cursor)
{
    while (m->cursor < cursor) {
        const struct event *e = trace_pass(m->trace, m->cursor);
        uint32_t end = (m->cursor / BATCH + 1) * BATCH;
        while (m->cursor < cursor && m->cursor != end)
            apply(m, e++);
    }
}

void model_apply(struct model *m)
{
    model_fold(m, m->cursor + 1);
}

/* ---- reading it ---- */

const struct row *model_row(const struct model *m, uint32_t task)
{
    if (m->sight && task && task <= m->nrows)
        m->sight->look((struct model *)m, task);
    return row_of(m, task);
}

struct entry model_ready(const struct model *m, uint32_t k)
{
    return entries_at(&m->trace->handles, &m->ready, m->cursor, k);
}

uint32_t model_object(const struct model *m, uint32_t number)
{
    return objects_find(&m->trace->objects, number, m->cursor);
}

static uint32_t look_for_timers(const struct model *m, struct timer_entry *out, uint32_t most)
{
    return set_timers_first(&m->trace->handles, &m->timers, m->cursor, out, most);
}

/* What it remembers of the first ones is nothing that could be seen. */
uint32_t model_timers(const struct model *m, struct timer_entry *out, uint32_t most)
{
    if (most > SOONEST)
        return look_for_timers(m, out, most);
    if (!m->soonest)
        ((struct model *)m)->soonest = xcalloc(1, sizeof *m->soonest);
    struct soonest *first = m->soonest;
    if (first->n < most && first->n < m->timers.n)
        first->n = look_for_timers(m, first->at, SOONEST);
    uint32_t n = first->n < most ? first->n : most;
    memcpy(out, first->at, n * sizeof *out);
    return n;
}

static int compare_timers(const void *a, const void *b, void *nothing)
{
    (void)nothing;
    return timer_due_before(a, b) ? -1 : timer_due_before(b, a);
}

uint32_t model_timers_from(const struct model *m, uint32_t k, struct timer_entry *out,
                           uint32_t most)
{
    uint32_t all = m->timers.n, n = k < all ? all - k : 0;
    n = n < most ? n : most;
    if (!n)
        return 0;
    struct timer_entry *copy = xmalloc(all * sizeof *copy);
    set_timers_all(&m->trace->handles, &m->timers, m->cursor, copy);
    sort_part(copy, all, sizeof *copy, k, k + n, compare_timers, NULL);
    memcpy(out, copy + k, n * sizeof *out);
    free(copy);
    return n;
}

/* ---- life ---- */

void model_init(struct model *m, const struct trace *t)
{
    *m = (struct model){.trace = t, .cursor = t->first, .begin = TRACE_NONE, .poll = TRACE_NONE};
}

void model_close(struct model *m)
{
    free(m->rows);
    free(m->soonest);
    if (m->sight)
        m->sight->close(m->sight);
    *m = (struct model){0};
}

size_t model_bytes(const struct model *m)
{
    return sizeof *m + m->nrows * sizeof *m->rows;
}

/* ---- equality ---- */

static bool same_rows(const struct model *a, const struct model *b)
{
    for (uint32_t task = 1; task <= a->nrows; task++) {
        const struct row *x = model_row(a, task), *y = model_row(b, task);
        if (!x != !y || (x && memcmp(x, y, sizeof *x)))
            return false;
    }
    return true;
}

/* How many handles of the ready queue are cancelled is in the trace, as all is of them. */
static bool same_handles(const struct model *a, const struct model *b)
{
    return a->ready.front == b->ready.front && a->ready.made == b->ready.made &&
           a->ready.n == b->ready.n && a->timers.set == b->timers.set && a->timers.n == b->timers.n;
}

bool model_same(const struct model *a, const struct model *b)
{
    return a->cursor == b->cursor && a->time == b->time && a->tick == b->tick &&
           a->phase == b->phase && a->frozen == b->frozen && a->ran == b->ran &&
           a->handle == b->handle && a->task == b->task && a->begin == b->begin &&
           a->began == b->began && a->poll == b->poll && a->place == b->place &&
           a->line_task == b->line_task && a->switches == b->switches &&
           a->variables == b->variables && a->synced == b->synced && a->loop == b->loop &&
           a->closing == b->closing && a->status == b->status && a->outs == b->outs &&
           a->warnings == b->warnings && !memcmp(a->counts, b->counts, sizeof a->counts) &&
           a->nrows == b->nrows && a->nobjects == b->nobjects && same_handles(a, b) &&
           same_rows(a, b);
}
