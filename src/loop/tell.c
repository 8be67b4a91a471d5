/* SPDX-License-Identifier: MIT */
#include "loop/tell.h"

#include <string.h>

#include "loop/error.h"
#include "loop/future.h"
#include "loop/task.h"

static void flush_partial(struct loop *l)
{
    struct buf b = l->partial;
    if (!b.len)
        return;
    l->partial = (struct buf){0};
    struct event e = {.line = l->partial_line, .task = l->current ? l->current->future.object.id : 0};
    loop_emit(l, EV_OUT, e, &(struct note){.text = b.s, .len = b.len});
    buf_free(&b);
}

void loop_tell(struct loop *l, enum event_kind kind, struct event *e, const struct note *note)
{
    if (l->partial.len && kind != EV_OUT && kind != EV_ERR)
        flush_partial(l);
    e->time = loop_time(l);
    e->tick = l->tick;
    e->kind = (uint8_t)kind;
    l->observer->see(l->observer, e, note);
}

static void print_line(struct loop *l, enum event_kind kind, uint16_t line, const char *text,
                       size_t n)
{
    struct event e = {.line = line, .task = l->current ? l->current->future.object.id : 0};
    loop_emit(l, kind, e, &(struct note){.text = text, .len = n});
}

void loop_print(struct loop *l, const char *text, size_t n)
{
    if (!l->observer)
        return;
    while (n) {
        const char *nl = memchr(text, '\n', n);
        size_t len = nl ? (size_t)(nl - text) + 1 : n;
        if (!l->partial.len)
            l->partial_line = this_thread->line;
        if (nl && !l->partial.len) {
            print_line(l, EV_OUT, this_thread->line, text, len);
        } else {
            buf_add(&l->partial, text, len);
            if (nl)
                flush_partial(l);
        }
        text += len;
        n -= len;
    }
}

void loop_print_error(struct loop *l, const char *text, size_t n)
{
    while (n) {
        const char *nl = memchr(text, '\n', n);
        size_t len = nl ? (size_t)(nl - text) + 1 : n;
        print_line(l, EV_ERR, this_thread->line, text, len);
        text += len;
        n -= len;
    }
}

const char *handle_name(const struct handle *h)
{
    return h->type->name;
}

static struct event describe(struct loop *l, struct handle *h)
{
    bool callback = h->type->what == HANDLE_CALLBACK;
    return (struct event){
        .handle = h->id,
        .task = callback ? 0 : h->type->owner(h)->object.id,
        .ref = h->arg ? future_ref(l, h->arg) : 0,
        .what = (uint8_t)h->type->what,
    };
}

void tell_handle(struct loop *l, enum event_kind kind, struct handle *h)
{
    if (!l->observer)
        return;
    struct event e = describe(l, h);
    if (h->type->what == HANDLE_CALLBACK)
        loop_tell(l, kind, &e, &(struct note){.name = handle_name(h)});
    else
        loop_tell(l, kind, &e, NULL);
}

void tell_timer(struct loop *l, struct timer *t)
{
    struct handle *h = &t->handle;
    if (!l->observer)
        return;
    struct event e = describe(l, h);
    bool callback = h->type->what == HANDLE_CALLBACK;
    loop_tell(
        l, EV_TIMER, &e,
        &(struct note){.name = callback ? handle_name(h) : NULL, .when = t->when, .has = HAS_WHEN});
}

/* ---- the exception handler ---- */

static void describe_task(struct loop *l, struct buf *b, uint32_t id)
{
    for (struct task *t = l->first; t; t = t->next) {
        if (t->future.object.id != id)
            continue;
        const struct async *fn = task_async(t);
        buf_printf(b, "future: <Task %s name='", task_done(t) ? "finished" : "pending");
        t->name ? buf_puts(b, t->name) : buf_printf(b, "Task-%u", id);
        buf_putc(b, '\'');
        if (fn)
            buf_printf(b, " coro=<%s()>", fn->name);
        buf_puts(b, ">\n");
        return;
    }
}

void loop_report(struct loop *l, const char *message, const struct error *e, uint32_t ref)
{
    if (!l->observer)
        return;
    struct buf b = {0};
    struct event ev = {.ref = ref};
    if (e)
        error_brief(&b, e);
    loop_emit(l, EV_LOOP_ERROR, ev, &(struct note){.name = message, .text = b.s, .len = b.len});
    buf_clear(&b);
    buf_printf(&b, "%s\n", message);
    if (ref & REF_TASK)
        describe_task(l, &b, ref & ~REF_TASK);
    if (e)
        error_traceback(&b, e);
    loop_print_error(l, b.s, b.len);
    buf_free(&b);
}

void loop_report_callback(struct loop *l, const char *name, const struct error *e)
{
    struct buf message = {0};
    buf_printf(&message, "Exception in callback %s()", name);
    loop_report(l, message.s, e, 0);
    buf_free(&message);
}
