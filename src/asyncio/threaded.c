/* SPDX-License-Identifier: MIT */
#include "asyncio/threaded.h"

static struct loop *loop_of(void *host)
{
    return host;
}

static void tell(void *host, enum event_kind kind, struct event e, const struct note *n)
{
    loop_emit(loop_of(host), kind, e, n);
}

static void print(void *host, uint32_t actor, uint32_t line, const char *text, size_t n)
{
    emit_print(&loop_of(host)->emitter, actor, &(struct note){.line = line}, text, n);
}

static double now(void *host)
{
    return loop_time(loop_of(host));
}

static void jump(void *host, double to)
{
    loop_of(host)->clock.now = to;
}

static uint32_t actor(void *host)
{
    return ++loop_of(host)->emitter.actors;
}

static const struct threads_host host = {tell, print, now, jump, actor};

void threaded_open(struct threads *t, struct loop *l, bool gil, const struct random *seeded,
                   const struct schedule *given)
{
    threads_open(t, &host, l, gil, l->clock.mode == CLOCK_REAL, seeded, given);
}

void threaded_tell_schedule(const struct threads *t)
{
    struct buf b = {0};
    schedule_put(&b, &t->schedule);
    loop_emit(t->data, EV_SCHEDULE, (struct event){0}, &(struct note){.text = b.s, .len = b.len});
    buf_free(&b);
}
