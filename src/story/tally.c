/* SPDX-License-Identifier: MIT */
#include "story/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "story/callbacks.h"
#include "story/story_parts.h"

void tally_close(struct tally *y)
{
    free(y->asleep);
    *y = (struct tally){0};
}

/* ---- sums ---- */

/* Time passes for all who sleep. */
static void pass(struct tally *y, double time)
{
    double d = time - y->time;
    if (d > 0 && y->sleepers) {
        y->slept += d * y->sleepers;
        y->overlapped |= y->sleepers > 1;
    }
    y->time = time;
}

static void fall_asleep(struct tally *y, uint32_t actor)
{
    size_t before = y->asleep_cap;
    y->asleep = xgrow(y->asleep, &y->asleep_cap, actor, sizeof *y->asleep);
    memset(y->asleep + before, 0, (y->asleep_cap - before) * sizeof *y->asleep);
    y->sleepers += !y->asleep[actor - 1];
    y->asleep[actor - 1] = true;
    y->sleeps++;
}

static void wake(struct tally *y, uint32_t actor)
{
    if (actor > y->asleep_cap || !y->asleep[actor - 1])
        return;
    y->asleep[actor - 1] = false;
    y->sleepers -= y->sleepers > 0;
}

/* It waits for what comes on a connection: for that time passes as in a sleep. */
static bool is_asking(const struct event *e)
{
    return e->what == ON_RESPONSE || e->what == ON_BODY;
}

/* A thread of the pool waits in the place of whoever gave it the work. */
static void see_job(struct tally *y, const struct event *e)
{
    y->asked = true;
    if (e->kind == EV_JOB)
        fall_asleep(y, e->actor);
    else
        wake(y, e->actor);
}

/* Seconds, of a thread or a process beside others as well as of whoever keeps all others from running. */
static double computing(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    if (e->kind == EV_THREAD_WAIT)
        return e->what == ON_COMPUTE ? trace_note(t, i)->when - e->time : 0;
    bool computes = (e->kind == EV_BLOCK && story_computes(trace_note(t, i))) ||
                    e->kind == EV_THREAD_COMPUTE ||
                    (e->kind == EV_PROCESS && e->what == LEG_COMPUTES);
    return computes ? trace_number(t, i) : 0;
}

static void see_block(struct tally *y, double seconds)
{
    y->blocked += seconds;
    if (seconds > y->longest)
        y->longest = seconds;
}

void tally_see(struct tally *y, const struct trace *t, uint32_t i, bool own)
{
    const struct event *e = trace_at(t, i);
    pass(y, e->time);
    if (e->kind == EV_BLOCK && !trace_is_thread(t, e->actor))
        see_block(y, trace_number(t, i));
    if (e->kind == EV_CLOSE)
        y->sleepers = 0;
    y->computed += computing(t, i);
    y->deadlocked |= e->kind == EV_DEADLOCK;
    if (!e->actor || own)
        return;
    if (e->kind == EV_JOB || e->kind == EV_JOB_DONE)
        see_job(y, e);
    y->threads += e->kind == EV_THREAD_START;
    if (e->kind == EV_TASK || e->kind == EV_THREAD_START)
        y->tasks++;
    else if (e->kind == EV_BEGIN || e->kind == EV_SWITCH)
        y->turns += !event_goes_on(e);
    y->beside |= e->kind == EV_THREAD_WAIT && e->what == ON_COMPUTE;
    if (e->kind == EV_THREAD_WAIT && e->what == ON_SLEEP)
        fall_asleep(y, e->actor);
    else if (e->kind == EV_SWITCH)
        wake(y, e->actor);
    else if (e->kind == EV_END && (e->what == ON_SLEEP || is_asking(e))) {
        fall_asleep(y, e->actor);
        y->asked |= is_asking(e);
    } else if (e->kind == EV_SOON)
        wake(y, e->actor);
    else if (e->kind == EV_TASK_DONE) {
        y->ended[e->what % OUTCOMES]++;
    }
}

/* ---- words ---- */

/* The END of the turn before, or else the TASK. */
static uint32_t look_back(const struct trace *t, uint32_t begin)
{
    uint32_t i = begin < t->first || begin >= t->end ? TRACE_NONE : trace_previous(t, begin);
    while (i != TRACE_NONE && trace_at(t, i)->kind != EV_END && trace_at(t, i)->kind != EV_TASK)
        i = trace_previous(t, i);
    return i;
}

uint32_t turn_before(const struct trace *t, uint32_t begin)
{
    uint32_t i = look_back(t, begin);
    return i != TRACE_NONE && trace_at(t, i)->kind == EV_END ? i : TRACE_NONE;
}

bool turn_is_first(const struct trace *t, uint32_t begin)
{
    if (begin >= t->first && begin < t->end && event_goes_on(trace_at(t, begin)))
        return false;
    uint32_t i = look_back(t, begin);
    return i != TRACE_NONE && trace_at(t, i)->kind == EV_TASK;
}

/* A sleep is explained where nothing else is. */
static void meet_wait(struct tally *y, const struct trace *t, uint32_t head)
{
    uint8_t on = trace_at(t, head)->what;
    if (on == ON_SLEEP0 || on == ON_YIELD)
        return;
    bool call = on == ON_SLEEP && !y->met[WORD_CALL] && trace_note(t, head)->nframes > 1;
    if (call)
        tally_meet(y, WORD_CALL, head);
    if (on == ON_SLEEP && (!call || y->met[WORD_AWAIT]))
        tally_meet(y, WORD_SLEEP, head);
    if (on == ON_GATHER || on == ON_FUTURE)
        tally_meet(y, WORD_FUTURE, head);
    tally_meet(y, WORD_AWAIT, head);
}

static void meet_print(struct tally *y, const struct trace *t, uint32_t head, uint32_t begin)
{
    bool blocked = head > t->first && trace_at(t, head - 1)->kind == EV_BLOCK;
    if (!y->met[WORD_TICK] && turn_is_first(t, begin))
        tally_meet(y, WORD_TICK, head);
    if ((!y->tasks && !trace_at(t, head)->actor && !blocked) ||
        trace_is_thread(t, trace_at(t, head)->actor))
        tally_meet(y, WORD_PLAIN, head);
}

void tally_words(struct tally *y, const struct trace *t, uint32_t head, uint32_t begin)
{
    switch (trace_at(t, head)->kind) {
    case EV_START:
    case EV_LOOP:
        tally_meet(y, WORD_LOOP, head);
        break;
    case EV_TASK:
    case EV_SOON:
        tally_meet(y, WORD_QUEUE, head);
        break;
    case EV_END:
        meet_wait(y, t, head);
        break;
    case EV_OUT:
    case EV_ERR:
        meet_print(y, t, head, begin);
        break;
    case EV_BEGIN:
        if ((y->met[WORD_FUTURE] && y->met[WORD_TICK]) ||
            callback_find(trace_note(t, head)->name) != callback_sleep)
            break;
        tally_meet(y, WORD_FUTURE, head);
        tally_meet(y, WORD_TICK, head);
        break;
    case EV_JUMP:
        tally_meet(y, WORD_POLL, head);
        break;
    case EV_BLOCK:
        tally_meet(y, WORD_BLOCK, head);
        break;
    case EV_SWITCH:
        if (trace_at(t, head)->handle)
            tally_meet(y, WORD_SWITCH, head);
        break;
    case EV_CANCEL:
        tally_meet(y, WORD_CANCEL, head);
        break;
    case EV_TRANSFER:
        tally_meet(y, WORD_REQUEST, head);
        break;
    default:
        break;
    }
}
