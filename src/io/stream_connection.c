/* SPDX-License-Identifier: MIT */
/* The client's end: asyncio.open_connection(). */
#include <arpa/inet.h>

#include "io/streams_parts.h"
#include "loop/await.h"

static void on_connected(uv_connect_t *request, int status)
{
    struct stream *s = request->data;
    struct sockaddr_storage at;
    int n = sizeof at;
    s->error = status;
    if (status < 0) {
        loop_rouse(s->all->loop);
        return;
    }
    uv_tcp_getsockname(&s->tcp, (struct sockaddr *)&at, &n);
    s->port = stream_port(&at);
    stream_begin(s);
    stream_find_peer(s);
}

static bool is_own_port(const struct streams *all, int port)
{
    for (const struct stream_server *s = all->servers; s; s = s->next)
        if (s->port == port && !s->closed)
            return true;
    return false;
}

/* On the virtual clock nobody else is there. */
static void begin_to_connect(struct stream *s, int port)
{
    struct sockaddr_in at;
    bool own = is_own_port(s->all, port);
    uv_ip4_addr("127.0.0.1", port, &at);
    if (!own && s->all->loop->clock.mode == CLOCK_VIRTUAL)
        s->error = UV_ECONNREFUSED;
    else
        s->error = uv_tcp_connect(&s->connecting, &s->tcp, (struct sockaddr *)&at, on_connected);
}

static struct stream *connect_to(int port)
{
    struct streams *all = running_streams();
    struct stream *s = stream_new(all);
    s->number = ++all->connections;
    s->object = ++all->loop->objects;
    s->actor = task_actor(current_task());
    stream_insert(s);
    stream_tell(s, LEG_OPEN, 0);
    begin_to_connect(s, port);
    return s;
}

static void give_up(struct stream *s)
{
    s->closing = s->closed = true;
    stream_bury(s);
    if (!uv_is_closing((uv_handle_t *)&s->tcp))
        uv_close((uv_handle_t *)&s->tcp, NULL);
}

struct open_connection {
    struct coro coro;
    int port;
    struct stream *stream, **to;
};

static void connection_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct open_connection *)c)->stream->object;
}

ASYNC_DEFINE(open_connection, "open_connection", "asyncio/streams.py", ON_CONNECT, connection_tells,
             def(24))
{
    async_begin;
    self->stream = connect_to(self->port);
    await_then(&self->stream->connected, this_thread->error ? give_up(self->stream) : (void)0);
    *self->to = self->stream;
    async_end;
}

struct coro *open_connection(int port, struct stream **to)
{
    return call(open_connection, .port = port, .to = to);
}
