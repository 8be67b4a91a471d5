/* SPDX-License-Identifier: MIT */
/* A StreamWriter: write, drain, and how a connection ends. */
#include <stdlib.h>
#include <string.h>

#include "io/streams_parts.h"
#include "loop/await.h"

static void on_written(uv_write_t *request, int status)
{
    struct stream *s = request->data;
    s->end |= status < 0;
    free(request);
    loop_rouse(s->all->loop);
}

void stream_write(struct stream *s, const char *text)
{
    size_t n = strlen(text);
    if (s->closing || !n)
        return;
    if (!io_write((uv_stream_t *)&s->tcp, text, n, s, on_written))
        return;
    s->sent += n;
    stream_tell(s, LEG_SENT, n);
}

struct stream_drain {
    struct coro coro;
    struct stream *stream;
};

ASYNC_DEFINE(stream_drain, "StreamWriter.drain", "asyncio/streams.py", ON_OTHER, NULL, def(359))
{
    async_begin;
    if (self->stream->closing)
        await_next_tick();
    async_end;
}

struct coro *stream_drain(struct stream *s)
{
    return call(stream_drain, .stream = s);
}

static void on_shut(uv_shutdown_t *request, int status)
{
    uv_handle_t *tcp = (uv_handle_t *)request->handle;
    (void)status;
    if (!uv_is_closing(tcp))
        uv_close(tcp, NULL);
}

/* What was written is sent, and then the other end hears that there is no more. */
static void connection_lost(struct handle *h, struct future *arg)
{
    struct stream *s = (struct stream *)((char *)h - offsetof(struct stream, lost));
    (void)arg;
    s->closed = true;
    if (uv_shutdown(&s->shutdown, (uv_stream_t *)&s->tcp, on_shut) < 0)
        uv_close((uv_handle_t *)&s->tcp, NULL);
    stream_tell(s, LEG_CLOSED, 0);
    if (!future_done(&s->gone))
        future_set_result(&s->gone, NONE);
    stream_bury(s);
}

static const struct handle_type lost_type = {"_SelectorSocketTransport._call_connection_lost",
                                             HANDLE_CALLBACK, connection_lost, NULL};

void stream_close(struct stream *s)
{
    if (s->closing)
        return;
    s->closing = true;
    uv_read_stop((uv_stream_t *)&s->tcp);
    s->lost.type = &lost_type;
    loop_call_soon(s->all->loop, &s->lost);
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
