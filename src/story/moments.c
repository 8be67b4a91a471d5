/* SPDX-License-Identifier: MIT */
#include "story/moments.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "story/callbacks.h"
#include "story/words.h"
#include "story/workers.h"

/* What an event is to the moments: it makes one, that grows by the rule; it goes with the next one
 * that is made (LEAD); or the case decides. */
enum { LEAD = -1, ASK = -2 };
static const signed char roles[EV_KINDS] = {
    [EV_START] = GROWS_START,
    [EV_LOOP] = ASK,
    [EV_RUN] = LEAD,
    [EV_RAN] = LEAD,
    [EV_STOP] = LEAD,
    [EV_CLOSE] = ASK,
    [EV_EXIT] = GROWS_NOT,
    [EV_CRASH] = GROWS_NOT,
    [EV_TICK] = LEAD,
    [EV_JUMP] = ASK,
    [EV_IDLE] = GROWS_NOT,
    [EV_DEADLOCK] = GROWS_NOT,
    [EV_FIRE] = LEAD,
    [EV_IO] = LEAD,
    [EV_READY] = LEAD,
    [EV_BEGIN] = ASK,
    [EV_END] = ASK,
    [EV_SKIP] = LEAD,
    [EV_TASK] = ASK,
    [EV_NAME] = LEAD,
    [EV_TASK_DONE] = ASK,
    [EV_FUT_DONE] = ASK,
    [EV_CANCEL] = ASK,
    [EV_SOON] = ASK,
    [EV_TIMER] = ASK,
    [EV_UNCALL] = LEAD,
    [EV_OUT] = GROWS_NOT,
    [EV_ERR] = GROWS_NOT,
    [EV_BLOCK] = GROWS_NOT,
    [EV_THREAD] = ASK,
    [EV_EXECUTOR] = GROWS_NOT,
    [EV_THREAD_SLEEP] = GROWS_NOT,
    [EV_THREAD_COMPUTE] = GROWS_NOT,
    [EV_JOB] = LEAD,
    [EV_JOB_DONE] = ASK,
    [EV_LOOP_ERROR] = GROWS_ERROR,
    [EV_SYNC] = ASK,
    [EV_THREAD_START] = GROWS_NOT,
    [EV_SWITCH] = GROWS_NOT,
    [EV_READ] = GROWS_NOT,
    [EV_WRITE] = GROWS_WRITE,
    [EV_THREAD_WAIT] = GROWS_SWITCH,
    [EV_JOINED] = LEAD,
    [EV_THREAD_DONE] = GROWS_SWITCH,
    [EV_SCHEDULE] = LEAD,
    [EV_TRANSFER] = ASK,
    [EV_PROCESS] = ASK,
    [EV_LINE] = LEAD,
    [EV_WARNING] = GROWS_NOT,
    [EV_OTHER] = GROWS_NOT,
};

/* Timers that a sleep or a wait sets: told where the task waits. */
static bool is_inner_timer(const char *name)
{
    static const char *const names[] = {"_set_result_unless_cancelled", "_release_waiter"};
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

/* asyncio.run() closes with tasks of its own, which nobody made. */
static bool is_own_task(const struct trace *t, uint32_t task)
{
    const struct actor *a = trace_actor(t, task);
    return a && a->own;
}

/* ---- growing ---- */

static bool grows_setup(struct moments *m, const struct event *e)
{
    if (e->kind == EV_TASK)
        m->main = e->actor;
    if (e->kind == EV_RUN)
        m->growth = GROWS_NOT;
    return true;
}

static bool grows_tasks(struct moments *m, const struct event *e)
{
    if (e->kind == EV_TASK && m->actor == m->by && e->place == m->place) {
        m->made = e->actor;
        m->stops[m->n - 1].count++;
        return true;
    }
    return e->kind == EV_NAME || (e->kind == EV_SOON && e->actor == m->made);
}

static bool grows_done(struct moments *m, const struct event *e)
{
    if (e->kind == EV_END && e->actor == m->done) {
        m->growth = GROWS_NOT;
        return true;
    }
    return e->kind == EV_SOON && (e->what == HANDLE_CALLBACK || e->ref == (m->done | REF_TASK));
}

/* Do two callbacks begin here that have the same name? Within a chunk notes that are alike are mostly
 * one. */
static bool same_callback(const struct trace *t, uint32_t a, uint32_t b)
{
    bool near = a / TRACE_CHUNK == b / TRACE_CHUNK;
    if (near && trace_at(t, a)->note == trace_at(t, b)->note)
        return true;
    const char *name = trace_note(t, a)->name, *other = trace_note(t, b)->name;
    return name && other && !strcmp(name, other);
}

static bool grows_callback(struct moments *m, const struct trace *t, uint32_t i,
                           const struct event *e)
{
    if (!m->running) {
        struct stop *s = &m->stops[m->n - 1];
        bool next = !m->eventful && e->kind == EV_BEGIN && !e->actor && s->head >= t->first;
        m->running = next && same_callback(t, s->head, i);
        s->count += m->running;
        return m->running;
    }
    m->eventful |=
        e->kind == EV_OUT || e->kind == EV_TASK || e->kind == EV_CANCEL || e->kind == EV_BLOCK;
    m->running = e->kind != EV_END;
    return true;
}

static bool grows_futures(struct moments *m, const struct trace *t, const struct event *e)
{
    struct stop *s = &m->stops[m->n - 1];
    bool more = m->actor == m->by && (e->kind == EV_SOON || e->kind == EV_FUT_DONE ||
                                      e->kind == EV_CANCEL || e->kind == EV_SYNC);
    s->count += more && s->head >= t->first && trace_at(t, s->head)->kind == e->kind;
    return more;
}

/* The same callback is put into the ready queue once more. */
static bool grows_soon(struct moments *m, const struct trace *t, uint32_t i, const struct event *e)
{
    struct stop *s = &m->stops[m->n - 1];
    bool again = e->kind == EV_SOON && e->what == HANDLE_CALLBACK && s->head >= t->first &&
                 same_callback(t, s->head, i);
    s->count += again;
    return again;
}

/* A change of which is not said what it is goes with the end of a task's turn: that task waits. */
static bool grows_sync(struct moments *m, const struct event *e)
{
    if (e->kind == EV_END || e->kind == EV_THREAD_WAIT) {
        m->open = false;
        m->n--;
        return false;
    }
    return e->kind == EV_SOON;
}

/* Up to the server; what comes back from there is told with the callback that hands it on. */
static bool is_on_its_way(const struct event *e)
{
    return e->kind == EV_TRANSFER && e->what >= LEG_RESOLVE && e->what <= LEG_ARRIVED;
}

static bool is_destroyed(const struct event *e)
{
    return e->kind == EV_TASK_DONE && e->what == OUTCOME_DESTROYED;
}

static bool grows(struct moments *m, const struct trace *t, uint32_t i, const struct event *e)
{
    switch (m->growth) {
    case GROWS_START:
        m->growth = e->kind == EV_LOOP ? GROWS_SETUP : GROWS_NOT;
        return e->kind == EV_LOOP || e->kind == EV_THREAD_START;
    case GROWS_SETUP:
        return grows_setup(m, e);
    case GROWS_TASKS:
        return grows_tasks(m, e);
    case GROWS_DONE:
        return grows_done(m, e);
    case GROWS_CALLBACK:
        return grows_callback(m, t, i, e);
    case GROWS_FUTURES:
        return grows_futures(m, t, e);
    case GROWS_SYNC:
        return grows_sync(m, e);
    case GROWS_SOON:
        return grows_soon(m, t, i, e);
    case GROWS_ERROR:
        return e->kind == EV_ERR || is_destroyed(e);
    case GROWS_SWITCH:
        m->growth = GROWS_NOT;
        return e->kind == EV_SWITCH;
    case GROWS_WRITE:
        m->growth = GROWS_NOT;
        return e->kind == EV_WARNING;
    case GROWS_TRANSFERS:
        return is_on_its_way(e);
    case GROWS_NOT:
        break;
    }
    return false;
}

/* ---- making ---- */

static int make_tasks(struct moments *m, const struct trace *t, const struct event *e)
{
    if (is_own_task(t, e->actor))
        return LEAD;
    m->made = e->actor;
    m->by = m->actor;
    m->place = e->place;
    return GROWS_TASKS;
}

static int make_done(struct moments *m, const struct trace *t, const struct event *e)
{
    if (is_own_task(t, e->actor) || is_destroyed(e))
        return LEAD;
    m->ending |= e->actor == m->main;
    m->done = e->actor;
    return GROWS_DONE;
}

static int make_callback(struct moments *m, const struct event *e, const struct note *n)
{
    if (e->actor || !n->name || words_contain(n->name, "_run_until_complete_cb"))
        return LEAD;
    m->running = true;
    m->eventful = false;
    return GROWS_CALLBACK;
}

/* asyncio puts it into the ready queue, not the program; the task of a generator that nobody closed
 * is made by a callback. */
static bool is_asyncio_s(const char *name)
{
    return callback_find(name) || !strcmp(name, "BaseEventLoop.create_task");
}

/* A task puts a callback of the program's own into the ready queue. */
static int make_soon(const struct moments *m, const struct event *e, const struct note *n)
{
    bool callback = m->actor && e->what == HANDLE_CALLBACK && n->name;
    return callback && !is_asyncio_s(n->name) ? GROWS_SOON : LEAD;
}

/* That somebody waits, or waits no longer, is told with what comes of it. */
static int make_sync(const struct event *e)
{
    return e->what == DEED_NONE                              ? GROWS_SYNC
           : e->what == DEED_WAITS || e->what == DEED_LEAVES ? LEAD
                                                             : GROWS_NOT;
}

static int make_close(struct moments *m)
{
    bool was = m->ending;
    m->ending = false;
    return was ? GROWS_NOT : LEAD;
}

/* A pool tells its processes what to do while nobody has a turn. */
static bool makes_process(const struct moments *m, const struct event *e)
{
    bool spoken_to = e->what == LEG_SENT && m->actor;
    return spoken_to || e->what == LEG_DROPPED || e->what == LEG_SLEEPS || e->what == LEG_COMPUTES;
}

/* What moment an event makes of which the table does not say it: its growth, or LEAD. */
static int makes(struct moments *m, const struct trace *t, const struct event *e,
                 const struct note *n)
{
    switch (e->kind) {
    case EV_LOOP:
        return m->ending ? LEAD : GROWS_SETUP;
    case EV_CLOSE:
        return make_close(m);
    case EV_BEGIN:
        return make_callback(m, e, n);
    case EV_END:
        return e->actor && e->what != ON_NONE ? GROWS_NOT : LEAD;
    case EV_TASK:
        return make_tasks(m, t, e);
    case EV_TASK_DONE:
        return make_done(m, t, e);
    case EV_SOON:
        return make_soon(m, e, n);
    case EV_THREAD:
    case EV_JOB_DONE:
        return worker_runs(t, e->actor) ? GROWS_NOT : LEAD;
    case EV_SYNC:
        return make_sync(e);
    case EV_JUMP:
        return m->threads && !m->looping ? GROWS_SWITCH : GROWS_NOT;
    case EV_PROCESS:
        return makes_process(m, e) ? GROWS_NOT : LEAD;
    case EV_TRANSFER:
        return is_on_its_way(e) && !m->actor ? GROWS_TRANSFERS : LEAD;
    case EV_TIMER:
        return is_inner_timer(n->name) || is_own_task(t, m->actor) ? LEAD : GROWS_NOT;
    default: /* EV_FUT_DONE, EV_CANCEL */
        m->by = m->actor;
        return m->actor ? GROWS_FUTURES : LEAD;
    }
}

/* Of most events the note is not asked for. */
static const struct note *note_of(const struct trace *t, uint32_t i, const struct event *e)
{
    static const struct note nothing;
    bool callback = (e->kind == EV_BEGIN || e->kind == EV_SOON) && !e->actor;
    return callback || e->kind == EV_TIMER ? trace_note(t, i) : &nothing;
}

/* Event i makes a moment, that grows by the rule. */
static void begin_moment(struct moments *m, const struct trace *t, uint32_t i, enum growth growth)
{
    uint32_t before = m->n ? m->stops[m->n - 1].last + 1 : 0;
    uint32_t begin = m->begun > before ? m->begun - 1 : TRACE_NONE;
    const struct event *e = trace_at(t, i);
    uint32_t count = e->kind == EV_CLOSE       ? m->left
                     : e->kind == EV_TASK_DONE ? e->actor == m->main
                                               : 1;
    m->growth = growth;
    m->stops = xgrow(m->stops, &m->cap, m->n + 1, sizeof *m->stops);
    m->stops[m->n++] = (struct stop){i, i, begin, count, 0};
    tally_words(&m->tally, t, i, begin);
}

/* Whose turn it is. */
static void follow(struct moments *m, uint32_t i, const struct event *e)
{
    bool outside = m->ending && !m->actor;
    m->left += e->kind == EV_CANCEL && outside && e->ref & REF_TASK;
    if (e->kind == EV_CLOSE)
        m->left = 0;
    m->threads |= e->kind == EV_THREAD_START;
    m->looping = e->kind == EV_LOOP || (m->looping && e->kind != EV_CLOSE);
    if (e->kind == EV_BEGIN || e->kind == EV_SWITCH)
        m->actor = e->actor;
    else if (e->kind == EV_END)
        m->actor = 0;
    if (e->kind == EV_BEGIN && e->actor)
        m->begun = i + 1;
}

static void see(struct moments *m, const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    if (m->open && m->growth != GROWS_NOT && grows(m, t, i, e)) {
        m->stops[m->n - 1].last = i;
        m->stops[m->n - 1].woken += e->kind == EV_SOON && e->actor;
    } else {
        int growth = roles[e->kind] == ASK ? makes(m, t, e, note_of(t, i, e)) : roles[e->kind];
        m->open = growth >= 0;
        if (m->open)
            begin_moment(m, t, i, (enum growth)growth);
    }
    follow(m, i, e);
    tally_see(&m->tally, t, i, is_own_task(t, e->actor));
}

void moments_see(struct moments *m, const struct trace *t, uint32_t upto)
{
    for (; m->seen < upto && m->seen < t->end; m->seen++)
        see(m, t, m->seen);
}

void moments_close(struct moments *m)
{
    free(m->stops);
    tally_close(&m->tally);
    *m = (struct moments){0};
}

/* ---- stepping ---- */

/* How many stops lie at or before the cursor. */
static size_t count_upto(const struct moments *m, uint32_t cursor)
{
    size_t lo = 0, hi = m->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->stops[mid].last + 1 <= cursor)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The one that ends where history begins stays, for the next one begins there. */
void moments_drop(struct moments *m, const struct trace *t, uint32_t first)
{
    moments_see(m, t, first);
    size_t before = count_upto(m, first);
    m->gone = before > m->gone + 1 ? before - 1 : m->gone;
    xrelease(m->stops, m->gone * sizeof *m->stops);
}

size_t moments_bytes(const struct moments *m)
{
    return (m->n - m->gone) * sizeof *m->stops;
}

uint32_t moments_next(const struct moments *m, uint32_t cursor)
{
    size_t k = count_upto(m, cursor);
    return k < m->n ? m->stops[k].last + 1 : UINT32_MAX;
}

size_t moments_before(const struct moments *m, uint32_t cursor)
{
    return count_upto(m, cursor);
}

uint32_t moments_previous(const struct moments *m, uint32_t cursor)
{
    size_t k = cursor ? count_upto(m, cursor - 1) : 0;
    return k ? m->stops[k - 1].last + 1 : UINT32_MAX;
}

const struct stop *moments_at(const struct moments *m, uint32_t cursor, uint32_t *first)
{
    size_t k = count_upto(m, cursor);
    if (!k || m->stops[k - 1].last + 1 != cursor || m->seen < cursor)
        return NULL;
    *first = k > 1 ? m->stops[k - 2].last + 1 : 0;
    return &m->stops[k - 1];
}
