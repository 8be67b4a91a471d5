/* SPDX-License-Identifier: MIT */
#include "asyncio/barrier.h"

#include "loop/await.h"

static void tell_barrier(struct barrier *b, enum deed deed)
{
    static const char *const words[] = {"filling", "open", "resetting", "broken"};
    sync_tell(&b->sync, deed, "Barrier", &b->condition.waiters, "%s, %d of %d",
              words[b->state], b->count, b->parties);
}

static bool not_draining(void *data)
{
    const struct barrier *b = data;
    return b->state != BARRIER_DRAINING && b->state != BARRIER_RESETTING;
}

static bool not_filling(void *data)
{
    const struct barrier *b = data;
    return b->state != BARRIER_FILLING;
}

/* The last to leave makes way for the next round. */
static void leave_barrier(struct barrier *b)
{
    if (--b->count == 0) {
        if (b->state == BARRIER_RESETTING || b->state == BARRIER_DRAINING)
            b->state = BARRIER_FILLING;
        condition_notify_all(&b->condition);
    }
    tell_barrier(b, DEED_LEAVES);
}

struct barrier_wait {
    struct coro coro;
    struct barrier *barrier;
    int index;
};

ASYNC_DEFINE(barrier_wait, "Barrier.wait", "asyncio/locks.py", ON_BARRIER, sync_tells, def(481))
{
    async_begin;
    await(condition_acquire(&self->barrier->condition));
    try {
        await(condition_wait_for(&self->barrier->condition, not_draining, self->barrier));
        if (self->barrier->state == BARRIER_BROKEN)
            raise(error_text(&BrokenBarrierError, "Barrier aborted"));
        self->index = self->barrier->count++;
        tell_barrier(self->barrier, DEED_WAITS);
        try {
            if (self->index + 1 == self->barrier->parties) {
                self->barrier->state = BARRIER_DRAINING;
                condition_notify_all(&self->barrier->condition);
            } else {
                await(condition_wait_for(&self->barrier->condition, not_filling, self->barrier));
                if (self->barrier->state == BARRIER_BROKEN ||
                    self->barrier->state == BARRIER_RESETTING)
                    raise(error_text(&BrokenBarrierError, "Abort or reset of barrier"));
            }
        }
        end_with(leave_barrier(self->barrier));
    }
    end_with(condition_release(&self->barrier->condition));
    async_return(value_int(self->index));
    async_end;
}

struct coro *barrier_wait(struct barrier *b)
{
    b->condition.sync.hidden = b->condition.own.sync.hidden = true;
    return call(barrier_wait, .barrier = b);
}

struct barrier_change {
    struct coro coro;
    struct barrier *barrier;
    bool abort;
};

static void change_barrier(struct barrier *b, bool abort)
{
    b->state = abort ? BARRIER_BROKEN : b->count > 0 ? BARRIER_RESETTING : BARRIER_FILLING;
    condition_notify_all(&b->condition);
    tell_barrier(b, DEED_GIVES);
    condition_release(&b->condition);
}

ASYNC_DEFINE(barrier_change, "Barrier.reset", "asyncio/locks.py", ON_BARRIER_RESET, sync_tells,
             def(547))
{
    async_begin;
    await(condition_acquire(&self->barrier->condition));
    change_barrier(self->barrier, self->abort);
    async_end;
}

struct coro *barrier_reset(struct barrier *b)
{
    return call(barrier_change, .barrier = b);
}

struct coro *barrier_abort(struct barrier *b)
{
    return call(barrier_change, .barrier = b, .abort = true);
}
