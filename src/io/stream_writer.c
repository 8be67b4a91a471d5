/* SPDX-License-Identifier: MIT */
/* A StreamWriter: write, drain, and how a connection ends. */
#include <stdlib.h>
#include <string.h>

#include "io/streams_parts.h"
#include "loop/await.h"

/* Bytes. Above HIGH a writer is to drain, until there are LOW or less: CPython's. What the system
 * takes at once is its own to choose, some megabytes mostly; here it is SYSTEM_TAKES of what the
 * other end has not got, so that a program does the same each time. */
enum { HIGH = 64 << 10, LOW = HIGH / 4, SYSTEM_TAKES = 64 << 10 };

static struct error *connection_lost_error(void)
{
    return error_text(&ConnectionResetError, "Connection lost");
}

/* ---- to the system ---- */

static size_t unsent(const struct stream *s)
{
    return s->output.len - s->given;
}

/* On the virtual clock both ends are the program's own. */
static size_t room(const struct stream *s)
{
    if (s->all->loop->clock.mode == CLOCK_REAL)
        return s->under_way ? 0 : SYSTEM_TAKES;
    uint64_t on_its_way = s->sent - (s->peer ? s->peer->received : 0);
    return on_its_way < SYSTEM_TAKES ? SYSTEM_TAKES - on_its_way : 0;
}

/* The other end is closed: it takes nothing any more. */
static bool is_cut_off(const struct stream *s)
{
    return s->broken || (s->peer && s->peer->closed);
}

bool stream_is_writable(const struct stream *s)
{
    return !s->writable && unsent(s) && (room(s) || is_cut_off(s));
}

static void on_written(uv_write_t *request, int status)
{
    struct stream *s = request->data;
    s->under_way = false;
    s->broken |= status < 0;
    s->end |= status < 0;
    free(request);
    loop_rouse(s->all->loop);
}

static void send_some(struct stream *s)
{
    size_t n = unsent(s), most = room(s);
    n = n < most ? n : most;
    if (!n)
        return;
    s->under_way = true;
    s->broken = !io_write((uv_stream_t *)&s->tcp, s->output.s + s->given, n, s, on_written);
    s->sent += s->broken ? 0 : n;
    s->given += n;
    if (!unsent(s)) {
        buf_clear(&s->output);
        s->given = 0;
    }
}

void stream_write(struct stream *s, const char *text)
{
    size_t n = strlen(text);
    if (s->closing || s->broken || !n)
        return;
    bool first = !unsent(s);
    buf_add(&s->output, text, n);
    if (first)
        send_some(s);
    s->paused |= unsent(s) > HIGH;
    stream_tell(s, LEG_SENT, n);
}

/* ---- drain() ---- */

struct stream_drain {
    struct coro coro;
    struct stream *stream;
    struct future waiter;
    struct stream_drain *next;
};

static void join(struct stream_drain *d)
{
    struct stream_drain **at = &d->stream->drains;
    while (*at)
        at = &(*at)->next;
    future_init(&d->waiter, &embedded_future);
    *at = d;
}

static void leave(struct stream_drain *d)
{
    struct stream_drain **at = &d->stream->drains;
    while (*at != d)
        at = &(*at)->next;
    *at = d->next;
}

/* Who drains goes on, with an error if there is one. */
static void resume_writing(struct stream *s)
{
    s->paused = false;
    for (struct stream_drain *d = s->drains; d; d = d->next)
        if (future_done(&d->waiter))
            continue;
        else if (s->broken)
            future_set_error(&d->waiter, connection_lost_error());
        else
            future_set_result(&d->waiter, NONE);
}

static void drain_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct stream_drain *)c)->stream->object;
}

ASYNC_DEFINE(stream_drain, "StreamWriter.drain", "asyncio/streams.py", ON_DRAIN, drain_tells,
             def(359))
{
    async_begin;
    if (self->stream->closing)
        await_next_tick();
    if (self->stream->closed || self->stream->broken)
        raise(connection_lost_error());
    if (self->stream->paused) {
        join(self);
        await_then(&self->waiter, leave(self));
    }
    async_end;
}

struct coro *stream_drain(struct stream *s)
{
    return call(stream_drain, .stream = s);
}

/* ---- the end ---- */

static void on_shut(uv_shutdown_t *request, int status)
{
    uv_handle_t *tcp = (uv_handle_t *)request->handle;
    (void)status;
    if (!uv_is_closing(tcp))
        uv_close(tcp, NULL);
}

/* The other end hears that there is no more. */
static void connection_lost(struct stream *s)
{
    s->closed = true;
    if (uv_shutdown(&s->shutdown, (uv_stream_t *)&s->tcp, on_shut) < 0)
        uv_close((uv_handle_t *)&s->tcp, NULL);
    stream_tell(s, LEG_CLOSED, 0);
    if (!future_done(&s->gone))
        future_set_result(&s->gone, NONE);
    stream_bury(s);
}

static void call_connection_lost(struct handle *h, struct future *arg)
{
    (void)arg;
    connection_lost((struct stream *)((char *)h - offsetof(struct stream, lost)));
}

static const struct handle_type lost_type = {"_SelectorSocketTransport._call_connection_lost",
                                             HANDLE_CALLBACK, call_connection_lost, NULL};

/* What is written is sent first. */
void stream_close(struct stream *s)
{
    if (s->closing)
        return;
    s->closing = true;
    uv_read_stop((uv_stream_t *)&s->tcp);
    if (unsent(s))
        return;
    s->lost.type = &lost_type;
    loop_call_soon(s->all->loop, &s->lost);
}

static void write_ready(struct handle *h, struct future *arg)
{
    struct stream *s = (struct stream *)((char *)h - offsetof(struct stream, writes));
    (void)arg;
    s->writable = false;
    if (is_cut_off(s)) {
        s->broken = true;
        s->given = s->output.len;
    } else {
        send_some(s);
    }
    if (s->paused && unsent(s) <= LOW)
        resume_writing(s);
    if (s->closing && !s->closed && !unsent(s))
        connection_lost(s);
}

static const struct handle_type write_type = {"_SelectorSocketTransport._write_ready",
                                              HANDLE_CALLBACK, write_ready, NULL};

void stream_queue_writes(struct stream *s)
{
    s->writable = true;
    s->writes.type = &write_type;
    loop_found(s->all->loop, &s->writes);
}

struct stream_wait_closed {
    struct coro coro;
    struct stream *stream;
};

static void closed_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct stream_wait_closed *)c)->stream->object;
}

ASYNC_DEFINE(stream_wait_closed, "StreamWriter.wait_closed", "asyncio/streams.py", ON_CLOSED,
             closed_tells, def(340))
{
    async_begin;
    await(&self->stream->gone);
    async_end;
}

struct coro *stream_wait_closed(struct stream *s)
{
    return call(stream_wait_closed, .stream = s);
}
