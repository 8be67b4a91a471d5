/* SPDX-License-Identifier: MIT */
#include "story/cause.h"

enum {
    FAR = 1 << 14,  /* events looked back over within a handle's run or a tick … */
    DEEP = 1 << 20, /* … and for who set a timer */
};

bool cause_kept(const struct trace *t, uint32_t i)
{
    return i != TRACE_NONE && i >= t->first && i < t->end;
}

uint32_t cause_run(const struct trace *t, uint32_t i)
{
    for (uint32_t n = 0; n < FAR && cause_kept(t, i); n++, i--) {
        uint8_t kind = trace_at(t, i)->kind;
        if (kind == EV_BEGIN)
            return i;
        if (kind == EV_TICK || kind == EV_READY || (kind == EV_END && n))
            break;
    }
    return TRACE_NONE;
}

uint32_t cause_soon(const struct trace *t, uint32_t begin)
{
    uint32_t handle = trace_at(t, begin)->handle, i = trace_previous(t, begin);
    for (int n = 0; n < CAUSE_NEAR && i != TRACE_NONE; n++, i = trace_previous(t, i))
        if (trace_at(t, i)->kind == EV_SOON && trace_at(t, i)->handle == handle)
            return i;
    return TRACE_NONE;
}

/* The event that finished the future which a SOON is a callback of: between them are only its other
 * callbacks, and warnings. */
uint32_t cause_done(const struct trace *t, uint32_t soon)
{
    uint32_t ref = trace_at(t, soon)->ref;
    for (uint32_t i = soon - 1; ref && cause_kept(t, i); i--) {
        const struct event *e = trace_at(t, i);
        if ((e->kind == EV_FUT_DONE && e->ref == ref) ||
            (e->kind == EV_TASK_DONE && (e->actor | REF_TASK) == ref))
            return i;
        if (e->kind != EV_SOON && e->kind != EV_WARNING)
            break;
    }
    return TRACE_NONE;
}

uint32_t cause_fire(const struct trace *t, uint32_t begin)
{
    uint32_t handle = trace_at(t, begin)->handle, i = begin;
    for (uint32_t n = 0; n < FAR && cause_kept(t, i) && trace_at(t, i)->kind != EV_TICK; n++, i--)
        if (trace_at(t, i)->kind == EV_FIRE && trace_at(t, i)->handle == handle)
            return i;
    return TRACE_NONE;
}

uint32_t cause_waiter(const struct model *m, uint32_t ref)
{
    for (uint32_t task = 1; ref && task <= m->nrows && task <= CAUSE_SCAN; task++) {
        const struct row *r = model_row(m, task);
        if (r && r->state == TASK_WAITING && r->ref == ref)
            return task;
    }
    return 0;
}

uint32_t cause_setter(const struct trace *t, uint32_t timer)
{
    uint32_t begin = cause_run(t, timer);
    return begin == TRACE_NONE ? 0 : trace_at(t, begin)->actor;
}

/* Where a callback's handle comes from: its SOON or TIMER, or the IO that poll had found. */
static uint32_t handle_source(const struct trace *t, uint32_t begin)
{
    uint32_t handle = trace_at(t, begin)->handle;
    for (uint32_t n = 0, i = begin - 1; n < DEEP && cause_kept(t, i); n++, i--) {
        const struct event *e = trace_pass(t, i);
        if (e->handle == handle && (e->kind == EV_SOON || e->kind == EV_TIMER || e->kind == EV_IO))
            return i;
    }
    return TRACE_NONE;
}

uint32_t cause_heard(const struct trace *t, uint32_t begin)
{
    uint32_t source = handle_source(t, begin);
    return source == TRACE_NONE ? TRACE_NONE : cause_done(t, source);
}

/* The CANCEL that a SOON outside every handle came of: asyncio.run() cancels what is left over. */
static uint32_t cancel_before(const struct trace *t, uint32_t soon)
{
    const struct event *s = trace_at(t, soon);
    uint32_t whom = s->actor ? s->actor | REF_TASK : s->ref;
    for (uint32_t n = 0, i = soon - 1; n < CAUSE_NEAR && cause_kept(t, i); n++, i--) {
        const struct event *e = trace_at(t, i);
        if (e->kind == EV_CANCEL && e->ref == whom)
            return i;
        if (e->kind == EV_END || e->kind == EV_TICK || e->kind == EV_RAN || e->kind == EV_RUN)
            break;
    }
    return TRACE_NONE;
}

static uint32_t cause_of_source(const struct trace *t, uint32_t source)
{
    uint32_t before = trace_at(t, source)->actor ? trace_previous(t, source) : TRACE_NONE;
    if (before != TRACE_NONE && trace_at(t, before)->kind == EV_TASK)
        return before;
    uint32_t run = cause_run(t, source);
    if (run == TRACE_NONE && trace_at(t, source)->kind == EV_SOON)
        run = cancel_before(t, source);
    return run == TRACE_NONE ? source : run;
}

uint32_t cause_of(const struct model *m, uint32_t event)
{
    const struct trace *t = m->trace;
    uint32_t begin = cause_kept(t, event) ? cause_run(t, event) : TRACE_NONE;
    if (begin == TRACE_NONE)
        return TRACE_NONE;
    uint32_t source = trace_at(t, begin)->actor ? cause_soon(t, begin) : handle_source(t, begin);
    return source == TRACE_NONE ? TRACE_NONE : cause_of_source(t, source);
}
