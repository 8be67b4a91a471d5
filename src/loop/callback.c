/* SPDX-License-Identifier: MIT */
#include "loop/callback.h"

struct callback {
    struct timer timer;
    struct handle_type type; /* its own, for its own name */
    void (*fn)(void *data);
    void *data;
};

static void run_callback(struct handle *h, struct future *arg)
{
    (void)arg;
    struct callback *c = (struct callback *)h;
    c->fn(c->data);
}

static struct callback *callback_new(const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = arena_alloc(&running_loop->arena, sizeof *c);
    c->type = (struct handle_type){name, HANDLE_CALLBACK, run_callback, NULL};
    c->timer.handle.type = &c->type;
    c->fn = fn;
    c->data = data;
    return c;
}

struct callback *call_soon(const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = callback_new(name, fn, data);
    loop_call_soon(running_loop, &c->timer.handle);
    return c;
}

struct callback *call_at(double when, const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = callback_new(name, fn, data);
    loop_call_at(running_loop, &c->timer, when);
    return c;
}

struct callback *call_later(double delay, const char *name, void (*fn)(void *data), void *data)
{
    return call_at(loop_time(running_loop) + delay, name, fn, data);
}

void callback_cancel(struct callback *c)
{
    loop_cancel_timer(running_loop, &c->timer);
}
