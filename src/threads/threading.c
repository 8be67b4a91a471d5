/* SPDX-License-Identifier: MIT */
#include "threads/threading.h"

#include <stdio.h>

enum { WAITERS = 64 }; /* that an event names */

/* Behind a call that left the program's own code. */
static void called(struct threading_thread *me)
{
    threads_point(me, "call", me->here->line);
}

static uint32_t numbered(struct threads *t, uint32_t *number)
{
    if (!*number)
        *number = ++t->objects;
    return *number;
}

/* ---- shared variables ---- */

static void tell_value(struct threading_thread *me, enum event_kind kind, struct shared *v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v->value);
    threads_act(me, kind, (struct event){.ref = numbered(me->all, &v->number)},
                (struct note){.name = v->name, .text = text, .len = (size_t)n});
}

int64_t shared_read(struct shared *v)
{
    struct threading_thread *me = threads_me();
    threads_unguarded(me, "read");
    threads_enter(me->all);
    int64_t value = v->value;
    tell_value(me, EV_READ, v);
    threads_leave(me->all);
    return value;
}

void shared_write(struct shared *v, int64_t value)
{
    struct threading_thread *me = threads_me();
    threads_unguarded(me, "write");
    threads_enter(me->all);
    v->value = value;
    tell_value(me, EV_WRITE, v);
    threads_leave(me->all);
}

/* ---- locks ---- */

static void tell_lock(struct threading_thread *me, struct threading_lock *l)
{
    char text[40];
    uint32_t of[WAITERS];
    size_t n = 0;
    for (struct threading_thread *a = me->all->first; a && n < WAITERS; a = a->next)
        if (a->waits == ON_LOCK && a->lock == l)
            of[n++] = a->actor | REF_TASK;
    int len = snprintf(text, sizeof text, l->owner ? "held by %s" : "free",
                       l->owner ? l->owner->name : "");
    struct event e = {.ref = numbered(me->all, &l->number),
                      .handle = l->owner ? l->owner->actor : 0};
    threads_act(
        me, EV_SYNC, e,
        (struct note){.name = l->name, .text = text, .len = (size_t)len, .of = of, .nof = n});
}

void threading_enter(struct threading_lock *l)
{
    struct threading_thread *me = threads_me();
    threads_unguarded(me, "lock");
    threads_enter(me->all);
    if (l->owner) {
        me->waits = ON_LOCK;
        me->lock = l;
        tell_lock(me, l);
        threads_wait(me, (struct event){.ref = l->number}, (struct note){0});
    }
    l->owner = me;
    tell_lock(me, l);
    threads_leave(me->all);
}

void threading_exit(struct threading_lock *l)
{
    struct threading_thread *me = threads_me();
    threads_unguarded(me, "lock");
    threads_enter(me->all);
    l->owner = NULL;
    tell_lock(me, l);
    threads_changed(me->all);
    threads_leave(me->all);
    called(me);
}

void threading_acquire(struct threading_lock *l)
{
    threading_enter(l);
    called(threads_me());
}

void threading_release(struct threading_lock *l)
{
    threading_exit(l);
}

/* ---- threads ---- */

struct threading_thread *threading_new(const char *func, void (*target)(void *data), void *data)
{
    struct threads *t = threads_me()->all;
    threads_enter(t);
    struct threading_thread *thread = threads_add(t);
    threads_leave(t);
    thread->func = func;
    thread->target = target;
    thread->data = data;
    return thread;
}

void threading_start(struct threading_thread *thread)
{
    struct threading_thread *me = threads_me();
    struct threads *t = me->all;
    threads_unguarded(me, "start");
    threads_enter(t);
    threads_make_last(thread);
    snprintf(thread->name, sizeof thread->name, "Thread-%u", t->made++);
    thread->actor = t->host->actor(t->data);
    threads_act(me, EV_THREAD_START, (struct event){.actor = thread->actor, .ref = t->made},
                (struct note){.name = thread->name, .coro = thread->func});
    threads_leave(t);
    threads_start(thread);
    called(me);
}

void threading_join(struct threading_thread *thread)
{
    struct threading_thread *me = threads_me();
    struct event e = {.ref = thread->actor | REF_TASK};
    threads_enter(me->all);
    if (!thread->done) {
        me->waits = ON_JOIN;
        me->other = thread;
        threads_wait(me, e, (struct note){0});
    }
    threads_act(me, EV_JOINED, e, (struct note){0});
    threads_leave(me->all);
    called(me);
}

/* ---- where it is ---- */

void py_called(void)
{
    called(threads_me());
}

void threading_gil(bool on)
{
    threads_me()->all->gil = on;
}

void py_def(uint32_t line)
{
    threads_point(threads_me(), "start", line);
}

void py_again(uint32_t line)
{
    threads_point(threads_me(), "jump", line);
}
