/* SPDX-License-Identifier: MIT */
#include "asyncio/callback.h"

#include <stdio.h>

#include "python/error.h"

struct callback {
    struct timer timer;
    struct handle_type type; /* its own, for its own name */
    void (*fn)(void *data);
    void (*done)(struct future *f, void *data); /* instead of fn: a future's */
    void *data;
    struct future *future; /* instead of both: gets this result */
    struct value result;
};

static void set_result(struct callback *c)
{
    if (future_done(c->future))
        error_raise(error_text(&InvalidStateError, "invalid state"));
    else
        future_set_result(c->future, c->result);
}

/* Handle._run: what a callback raises ends here. */
static void report(struct loop *l, const struct callback *c)
{
    struct error *e = this_thread->error;
    this_thread->error = NULL;
    if (e)
        loop_report_callback(l, c->type.name, e);
}

static void run_callback(struct handle *h, struct future *arg)
{
    struct callback *c = (struct callback *)h;
    this_thread->error = NULL;
    if (c->future)
        set_result(c);
    else if (c->done)
        c->done(arg, c->data);
    else
        c->fn(c->data);
    report(get_running_loop(), c);
}

static struct callback *callback_new(const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = arena_alloc(&this_thread->arena, sizeof *c);
    c->type = (struct handle_type){name, HANDLE_CALLBACK, run_callback, NULL};
    c->timer.handle.type = &c->type;
    c->timer.handle.by_program = true;
    c->fn = fn;
    c->data = data;
    return c;
}

struct callback *call_soon(const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = callback_new(name, fn, data);
    loop_call_soon(get_running_loop(), &c->timer.handle);
    return c;
}

struct callback *call_at(double when, const char *name, void (*fn)(void *data), void *data)
{
    struct callback *c = callback_new(name, fn, data);
    loop_call_at(get_running_loop(), &c->timer, when);
    return c;
}

struct callback *call_later(double delay, const char *name, void (*fn)(void *data), void *data)
{
    return call_at(loop_time(get_running_loop()) + delay, name, fn, data);
}

static struct object *result_owner(struct handle *h)
{
    struct future *f = ((struct callback *)h)->future;
    return f ? &f->object : NULL;
}

static struct callback *set_result_callback(struct future *f, struct value v)
{
    char name[32];
    uint32_t ref = object_number(f);
    snprintf(name, sizeof name, "%c%u.set_result", ref & REF_TASK ? 'T' : 'F', ref & ~REF_TASK);
    struct callback *c = callback_new(arena_strdup(&this_thread->arena, name), NULL, NULL);
    c->type.owner = result_owner;
    c->future = f;
    c->result = v;
    return c;
}

struct callback *call_soon_set_result(struct future *f, struct value v)
{
    struct callback *c = set_result_callback(f, v);
    loop_call_soon(get_running_loop(), &c->timer.handle);
    return c;
}

struct callback *call_at_set_result(double when, struct future *f, struct value v)
{
    struct callback *c = set_result_callback(f, v);
    loop_call_at(get_running_loop(), &c->timer, when);
    return c;
}

struct callback *call_later_set_result(double delay, struct future *f, struct value v)
{
    return call_at_set_result(loop_time(get_running_loop()) + delay, f, v);
}

struct callback *add_done_callback(struct future *f, const char *name,
                                   void (*fn)(struct future *f, void *data), void *data)
{
    struct callback *c = callback_new(name, NULL, data);
    c->done = fn;
    future_add_callback(f, &c->timer.handle);
    return c;
}

void remove_done_callback(struct future *f, struct callback *c)
{
    future_remove_callback(f, &c->timer.handle);
}

void callback_cancel(struct callback *c)
{
    loop_cancel_timer(get_running_loop(), &c->timer);
}
