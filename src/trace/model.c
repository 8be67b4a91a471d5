/* SPDX-License-Identifier: MIT */
#include "trace/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const char *const state_names[TASK_STATES] = {"",        "created", "ready",  "running",
                                              "waiting", "done",    "failed", "cancelled"};

/* ---- the ready queue: a ring ---- */

static struct entry *ready_at(const struct ready *r, uint32_t k)
{
    return &r->at[(r->head + k) & (r->size - 1)];
}

static void ready_grow(struct ready *r)
{
    uint32_t size = r->size ? r->size * 2 : 16;
    struct entry *at = xmalloc(size * sizeof *at);
    for (uint32_t k = 0; k < r->n; k++)
        at[k] = *ready_at(r, k);
    free(r->at);
    *r = (struct ready){.at = at, .n = r->n, .size = size};
}

static void ready_push(struct ready *r, struct entry e)
{
    if (r->n == r->size)
        ready_grow(r);
    *ready_at(r, r->n++) = e;
}

/* Takes the handle out, nearly always from the front; a trace from elsewhere may surprise. */
static void ready_take(struct ready *r, uint32_t handle)
{
    uint32_t k = 0;
    while (k < r->n && ready_at(r, k)->handle != handle)
        k++;
    if (k == r->n)
        return;
    for (; k; k--)
        *ready_at(r, k) = *ready_at(r, k - 1);
    r->head = (r->head + 1) & (r->size - 1);
    r->n--;
}

/* ---- timers: a dense array, and a table from handle to place ---- */

static uint32_t slot_of(const struct timer_set *t, uint32_t handle)
{
    return handle * 2654435769u & (t->nslots - 1);
}

/* The slot that has the handle, or the free one where it would go. */
static uint32_t find_slot(const struct timer_set *t, uint32_t handle)
{
    uint32_t s = slot_of(t, handle);
    while (t->slots[s] && t->at[t->slots[s] - 1].handle != handle)
        s = (s + 1) & (t->nslots - 1);
    return s;
}

static void grow_slots(struct timer_set *t)
{
    t->nslots = t->nslots ? t->nslots * 2 : 32;
    free(t->slots);
    t->slots = xcalloc(t->nslots, sizeof *t->slots);
    for (uint32_t i = 0; i < t->n; i++)
        t->slots[find_slot(t, t->at[i].handle)] = i + 1;
}

static void timers_put(struct timer_set *t, struct timer_entry e)
{
    if ((t->n + 1) * 2 > t->nslots)
        grow_slots(t);
    uint32_t s = find_slot(t, e.handle);
    if (t->slots[s])
        return;
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->at[t->n++] = e;
    t->slots[s] = t->n;
}

/* Closes the gap behind a freed slot, so that every handle is still found from its own slot on. */
static void free_slot(struct timer_set *t, uint32_t gap)
{
    uint32_t mask = t->nslots - 1;
    for (uint32_t s = (gap + 1) & mask; t->slots[s]; s = (s + 1) & mask) {
        uint32_t home = slot_of(t, t->at[t->slots[s] - 1].handle);
        if (((s - home) & mask) >= ((s - gap) & mask)) {
            t->slots[gap] = t->slots[s];
            gap = s;
        }
    }
    t->slots[gap] = 0;
}

static bool timers_take(struct timer_set *t, uint32_t handle, struct timer_entry *out)
{
    if (!t->n)
        return false;
    uint32_t s = find_slot(t, handle), place = t->slots[s];
    if (!place)
        return false;
    *out = t->at[place - 1];
    free_slot(t, s);
    if (place != t->n) {
        uint32_t last = find_slot(t, t->at[t->n - 1].handle);
        t->at[place - 1] = t->at[t->n - 1];
        t->slots[last] = place;
    }
    t->n--;
    return true;
}

/* ---- rows ---- */

static struct row *row_of(struct model *m, uint32_t task)
{
    return task && task <= m->nrows && m->rows[task - 1].state ? &m->rows[task - 1] : NULL;
}

static void set_state(struct model *m, struct row *r, enum task_state s)
{
    if (r->state)
        m->counts[r->state]--;
    r->state = s;
    m->counts[s]++;
}

static void add_row(struct model *m, uint32_t task)
{
    if (task > m->nrows) {
        m->rows = xgrow(m->rows, &m->rows_cap, task, sizeof *m->rows);
        memset(m->rows + m->nrows, 0, (task - m->nrows) * sizeof *m->rows);
        m->nrows = task;
    }
    struct row *r = &m->rows[task - 1];
    if (r->state)
        m->counts[r->state]--;
    *r = (struct row){.woken = TRACE_NONE,
                      .ran = TRACE_NONE,
                      .stopped = TRACE_NONE,
                      .ended = TRACE_NONE,
                      .cancel = TRACE_NONE};
    set_state(m, r, TASK_CREATED);
}

static void set_line(struct model *m, const struct event *e)
{
    if (!trace_line(m->trace, e->place))
        return;
    m->place = e->place;
    m->line_task = m->task;
    struct row *r = row_of(m, m->task);
    if (r)
        r->place = e->place;
}

/* ---- the fold: one function for each kind that changes the world ---- */

static void on_tick(struct model *m)
{
    m->phase = PHASE_POLL;
    m->frozen = m->ran = 0;
    m->poll = TRACE_NONE;
}

static void on_fire(struct model *m, const struct event *e)
{
    struct timer_entry t = {.event = m->cursor};
    timers_take(&m->timers, e->handle, &t);
    m->phase = PHASE_TIMERS;
    ready_push(&m->ready,
               (struct entry){.handle = e->handle, .event = m->cursor, .source = t.event});
}

static void on_soon(struct model *m, const struct event *e)
{
    ready_push(&m->ready,
               (struct entry){
                   .handle = e->handle, .task = e->actor, .event = m->cursor, .source = m->cursor});
    struct row *r = row_of(m, e->actor);
    if (!r)
        return;
    r->woken = m->cursor;
    if (r->state != TASK_RUNNING)
        set_state(m, r, TASK_READY);
}

static void on_begin(struct model *m, const struct event *e)
{
    ready_take(&m->ready, e->handle);
    m->phase = PHASE_RUN;
    m->handle = e->handle;
    m->task = e->actor;
    m->begin = m->cursor;
    m->ran++;
    struct row *r = row_of(m, e->actor);
    if (!r)
        return;
    set_state(m, r, TASK_RUNNING);
    r->ran = m->cursor;
    if (r->place) {
        m->place = r->place;
        m->line_task = e->actor;
    }
}

static void on_end(struct model *m, const struct event *e)
{
    struct row *r = row_of(m, e->actor);
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
    m->handle = m->task = 0;
}

static void on_task_done(struct model *m, const struct event *e)
{
    static const enum task_state states[] = {TASK_ENDED, TASK_ENDED, TASK_FAILED, TASK_CANCELLED};
    struct row *r = row_of(m, e->actor);
    if (!r)
        return;
    r->ended = m->cursor;
    set_state(m, r, states[e->what & 3]);
}

static void on_uncall(struct model *m, const struct event *e)
{
    struct timer_entry t;
    if (timers_take(&m->timers, e->handle, &t))
        return;
    for (uint32_t k = 0; k < m->ready.n; k++)
        if (ready_at(&m->ready, k)->handle == e->handle)
            ready_at(&m->ready, k)->cancelled = true;
}

static void on_sync(struct model *m, uint32_t object)
{
    if (!object || object & REF_TASK)
        return;
    m->objects = xgrow(m->objects, &m->objects_cap, object, sizeof *m->objects);
    while (m->nobjects < object)
        m->objects[m->nobjects++] = TRACE_NONE;
    m->objects[object - 1] = m->cursor;
}

static void on_cancel(struct model *m, const struct event *e)
{
    struct row *r = e->ref & REF_TASK ? row_of(m, e->ref & ~REF_TASK) : NULL;
    if (r)
        r->cancel = m->cursor;
}

void model_apply(struct model *m)
{
    const struct event *e = trace_at(m->trace, m->cursor);
    m->time = e->time;
    m->tick = e->tick;
    switch ((enum event_kind)e->kind) {
    case EV_LOOP:
        m->loop = true;
        break;
    case EV_CLOSE:
        m->loop = m->closing = false;
        m->phase = PHASE_PROGRAM;
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
        m->time = trace_number(m->trace, m->cursor);
        m->poll = m->cursor;
        break;
    case EV_IDLE:
        m->poll = m->cursor;
        break;
    case EV_BLOCK:
        m->time += trace_number(m->trace, m->cursor);
        set_line(m, e);
        break;
    case EV_TIMER:
        timers_put(&m->timers,
                   (struct timer_entry){trace_number(m->trace, m->cursor), e->handle, m->cursor});
        break;
    case EV_FIRE:
        on_fire(m, e);
        break;
    case EV_IO:
    case EV_SOON:
        on_soon(m, e);
        break;
    case EV_READY:
        m->phase = PHASE_RUN;
        m->frozen = e->ref;
        break;
    case EV_BEGIN:
        on_begin(m, e);
        break;
    case EV_END:
        on_end(m, e);
        break;
    case EV_SKIP:
        ready_take(&m->ready, e->handle);
        m->ran++;
        break;
    case EV_UNCALL:
        on_uncall(m, e);
        break;
    case EV_TASK:
        if (e->actor)
            add_row(m, e->actor);
        set_line(m, e);
        break;
    case EV_TASK_DONE:
        on_task_done(m, e);
        break;
    case EV_CANCEL:
        on_cancel(m, e);
        break;
    case EV_SYNC:
        on_sync(m, e->ref);
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
    case EV_FUT_DONE:
    case EV_EXECUTOR:
    case EV_THREAD:
    case EV_THREAD_SLEEP:
    case EV_OTHER:
    case EV_KINDS:
        break;
    }
    struct row *r = row_of(m, e->actor);
    if (r)
        r->last = m->cursor;
    m->cursor++;
}

/* ---- reading it ---- */

const struct row *model_row(const struct model *m, uint32_t task)
{
    return task && task <= m->nrows && m->rows[task - 1].state ? &m->rows[task - 1] : NULL;
}

const struct entry *model_ready(const struct model *m, uint32_t k)
{
    return ready_at(&m->ready, k);
}

static bool due_before(const struct timer_entry *a, const struct timer_entry *b)
{
    return a->when < b->when || (a->when == b->when && a->handle < b->handle);
}

uint32_t model_timers(const struct model *m, struct timer_entry *out, uint32_t most)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->timers.n; i++) {
        const struct timer_entry *t = &m->timers.at[i];
        if (n == most && !(n && due_before(t, &out[n - 1])))
            continue;
        uint32_t k = n < most ? n++ : n - 1;
        for (; k && due_before(t, &out[k - 1]); k--)
            out[k] = out[k - 1];
        out[k] = *t;
    }
    return n;
}

const struct timer_entry *model_timer(const struct model *m, uint32_t handle)
{
    if (!m->timers.n)
        return NULL;
    uint32_t place = m->timers.slots[find_slot(&m->timers, handle)];
    return place ? &m->timers.at[place - 1] : NULL;
}

/* ---- copies ---- */

void model_init(struct model *m, const struct trace *t)
{
    *m = (struct model){.trace = t, .cursor = t->first, .begin = TRACE_NONE, .poll = TRACE_NONE};
}

void model_close(struct model *m)
{
    free(m->rows);
    free(m->ready.at);
    free(m->timers.at);
    free(m->timers.slots);
    free(m->objects);
    *m = (struct model){0};
}

void model_copy(struct model *to, const struct model *from)
{
    struct model old = *to;
    *to = *from;
    to->rows = xgrow(old.rows, &old.rows_cap, from->nrows, sizeof *to->rows);
    to->rows_cap = old.rows_cap;
    if (from->nrows)
        memcpy(to->rows, from->rows, from->nrows * sizeof *to->rows);
    to->objects = xgrow(old.objects, &old.objects_cap, from->nobjects, sizeof *to->objects);
    to->objects_cap = old.objects_cap;
    if (from->nobjects)
        memcpy(to->objects, from->objects, from->nobjects * sizeof *to->objects);
    to->timers.at = xgrow(old.timers.at, &old.timers.cap, from->timers.n, sizeof *to->timers.at);
    to->timers.cap = old.timers.cap;
    if (from->timers.n)
        memcpy(to->timers.at, from->timers.at, from->timers.n * sizeof *to->timers.at);
    to->timers.slots =
        old.timers.nslots == from->timers.nslots
            ? old.timers.slots
            : xrealloc(old.timers.slots, from->timers.nslots * sizeof *to->timers.slots);
    if (from->timers.nslots)
        memcpy(to->timers.slots, from->timers.slots,
               from->timers.nslots * sizeof *to->timers.slots);
    to->ready.at = old.ready.size == from->ready.size
                       ? old.ready.at
                       : xrealloc(old.ready.at, from->ready.size * sizeof *to->ready.at);
    if (from->ready.size)
        memcpy(to->ready.at, from->ready.at, from->ready.size * sizeof *to->ready.at);
}

static bool same_ready(const struct model *a, const struct model *b)
{
    if (a->ready.n != b->ready.n)
        return false;
    for (uint32_t k = 0; k < a->ready.n; k++) {
        const struct entry *x = ready_at(&a->ready, k), *y = ready_at(&b->ready, k);
        if (x->handle != y->handle || x->task != y->task || x->event != y->event ||
            x->source != y->source || x->cancelled != y->cancelled)
            return false;
    }
    return true;
}

static bool same_timers(const struct model *a, const struct model *b)
{
    if (a->timers.n != b->timers.n)
        return false;
    for (uint32_t i = 0; i < a->timers.n; i++) {
        const struct timer_entry *x = &a->timers.at[i], *y = model_timer(b, x->handle);
        if (!y || x->when != y->when || x->event != y->event)
            return false;
    }
    return true;
}

bool model_same(const struct model *a, const struct model *b)
{
    return a->cursor == b->cursor && a->time == b->time && a->tick == b->tick &&
           a->phase == b->phase && a->frozen == b->frozen && a->ran == b->ran &&
           a->handle == b->handle && a->task == b->task && a->begin == b->begin &&
           a->poll == b->poll && a->place == b->place && a->line_task == b->line_task &&
           a->loop == b->loop && a->closing == b->closing && a->status == b->status &&
           a->nrows == b->nrows && a->outs == b->outs && a->warnings == b->warnings &&
           !memcmp(a->counts, b->counts, sizeof a->counts) &&
           (!a->nrows || !memcmp(a->rows, b->rows, a->nrows * sizeof *a->rows)) &&
           a->nobjects == b->nobjects &&
           (!a->nobjects || !memcmp(a->objects, b->objects, a->nobjects * sizeof *a->objects)) &&
           same_ready(a, b) && same_timers(a, b);
}

size_t model_bytes(const struct model *m)
{
    return m->nrows * sizeof *m->rows + m->nobjects * sizeof *m->objects +
           m->ready.size * sizeof *m->ready.at + m->timers.n * sizeof *m->timers.at +
           m->timers.nslots * sizeof *m->timers.slots;
}
