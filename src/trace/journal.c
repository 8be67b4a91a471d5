/* SPDX-License-Identifier: MIT */
#include "trace/journal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The members of a model before its arrays. */
enum { PLAIN = offsetof(struct model, rows) };

enum { ROWS = 3 };

/* What an event found. */
struct change {
    _Alignas(struct model) char plain[PLAIN];
    uint32_t tasks[ROWS]; /* whose rows it may touch; 0: nobody's */
    struct row rows[ROWS];
    uint32_t object, sync;
    uint32_t handle;
    bool was_timer, was_uncalled;
    struct timer_entry timer, uncalled; /* if it was */
    struct entry front;                 /* of the ready queue, if there was one */
    int32_t pushed;                     /* by how many that grew: 1, 0 or -1 */
};

/* ---- there ---- */

static void keep_rows(struct change *c, const struct model *m, const struct event *e)
{
    c->tasks[0] = e->actor;
    c->tasks[1] = m->task == e->actor ? 0 : m->task;
    c->tasks[2] = e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
    for (int i = 0; i < ROWS; i++) {
        if (c->tasks[i] > m->nrows)
            c->tasks[i] = 0;
        if (c->tasks[i])
            c->rows[i] = m->rows[c->tasks[i] - 1];
    }
}

static bool keep_found(struct timer_entry *to, const struct handle_set *s, uint32_t handle)
{
    const struct timer_entry *found = handle_set_find(s, handle);
    if (found)
        *to = *found;
    return found;
}

static void keep(struct change *c, const struct model *m)
{
    const struct event *e = trace_at(m->trace, m->cursor);
    memcpy(c->plain, m, PLAIN);
    keep_rows(c, m, e);
    c->object = e->ref && e->ref <= m->nobjects ? e->ref : 0;
    if (c->object)
        c->sync = m->objects[c->object - 1];
    c->handle = e->handle;
    c->was_timer = keep_found(&c->timer, &m->timers, e->handle);
    c->was_uncalled = keep_found(&c->uncalled, &m->uncalled, e->handle);
    if (m->ready.n)
        c->front = *model_ready(m, 0);
}

static void apply(struct journal *j, struct model *m)
{
    struct change *c = &j->at[m->cursor % j->most];
    uint32_t n = m->ready.n;
    keep(c, m);
    model_apply(m);
    c->pushed = (int32_t)(m->ready.n - n);
    if (j->n < j->most)
        j->n++;
    /* out of the middle, as no loop does: there is no way back behind that */
    if (c->pushed < 0 && c->front.handle != c->handle)
        journal_clear(j);
}

/* A change takes about as long to write down as to copy what it is of 1024 bytes of a model. */
uint32_t journal_room(const struct model *m)
{
    uint32_t most = JOURNAL_MOST;
    for (size_t bytes = model_bytes(m) / 1024; most < bytes && most < JOURNAL_LONGEST;)
        most *= 2;
    return most;
}

void journal_make_room(struct journal *j, uint32_t most)
{
    if (most <= j->most || j->n)
        return;
    free(j->at);
    j->at = xmalloc(most * sizeof *j->at);
    j->most = most;
}

void journal_fold(struct journal *j, struct model *m, uint32_t cursor)
{
    journal_make_room(j, JOURNAL_MOST);
    if (cursor - m->cursor > j->most) {
        journal_clear(j);
        model_fold(m, cursor - j->most);
    }
    while (m->cursor < cursor)
        apply(j, m);
}

/* ---- and back ---- */

static void put_back(struct handle_set *s, uint32_t handle, const struct timer_entry *was)
{
    struct timer_entry now;
    if (was)
        handle_set_put(s, *was);
    else
        handle_set_take(s, handle, &now);
}

/* A row or an object that was not there yet needs nothing: there are fewer of them again. */
static void undo(const struct change *c, struct model *m)
{
    memcpy(m, c->plain, PLAIN);
    for (int i = 0; i < ROWS; i++)
        if (c->tasks[i])
            m->rows[c->tasks[i] - 1] = c->rows[i];
    if (c->object)
        m->objects[c->object - 1] = c->sync;
    put_back(&m->timers, c->handle, c->was_timer ? &c->timer : NULL);
    put_back(&m->uncalled, c->handle, c->was_uncalled ? &c->uncalled : NULL);
    if (c->pushed > 0)
        handle_queue_unpush(&m->ready);
    else if (c->pushed < 0)
        handle_queue_untake(&m->ready, c->front);
}

bool journal_undo(struct journal *j, struct model *m, uint32_t cursor)
{
    if (m->cursor - cursor > j->n)
        return false;
    for (; m->cursor > cursor; j->n--)
        undo(&j->at[(m->cursor - 1) % j->most], m);
    return true;
}

void journal_close(struct journal *j)
{
    free(j->at);
    *j = (struct journal){0};
}
