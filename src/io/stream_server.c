/* SPDX-License-Identifier: MIT */
/* The server: asyncio.start_server(), and the connections that it accepts. */
#include <arpa/inet.h>

#include "base/alloc.h"
#include "io/streams_parts.h"
#include "loop/await.h"

enum { BACKLOG = 100 };

static void on_connection(uv_stream_t *listener, int status)
{
    struct stream_server *server = listener->data;
    struct sockaddr_storage at;
    int n = sizeof at;
    if (status < 0)
        return;
    this_thread = server->all->loop->thread;
    struct stream *s = stream_new(server->all);
    s->server = server;
    if (uv_accept(listener, (uv_stream_t *)&s->tcp) < 0)
        die("a connection cannot be accepted");
    uv_tcp_getpeername(&s->tcp, (struct sockaddr *)&at, &n);
    s->port = stream_port(&at);
    s->next = server->all->first; /* it has its place once its peer is known */
    server->all->first = s;
    stream_begin(s);
    stream_find_peer(s);
}

static struct error *listen_on(struct stream_server *s)
{
    struct sockaddr_in at;
    int n = sizeof at, bad;
    s->tcp.data = s;
    uv_ip4_addr("127.0.0.1", 0, &at);
    uv_tcp_init(&s->all->loop->uv, &s->tcp);
    bad = uv_tcp_bind(&s->tcp, (struct sockaddr *)&at, 0);
    bad = bad ? bad : uv_listen((uv_stream_t *)&s->tcp, BACKLOG, on_connection);
    bad = bad ? bad : uv_tcp_getsockname(&s->tcp, (struct sockaddr *)&at, &n);
    s->port = bad ? 0 : ntohs(at.sin_port);
    return bad ? error_text(&OSError, "%s", uv_strerror(bad)) : NULL;
}

struct start_server {
    struct coro coro;
    struct coro *(*connected)(struct stream *s);
    struct stream_server *server, **to;
    struct error *e;
};

ASYNC_DEFINE(start_server, "start_server", "asyncio/streams.py", ON_SERVE, NULL, def(54))
{
    async_begin;
    self->server = arena_alloc(&this_thread->arena, sizeof *self->server);
    self->server->all = running_streams();
    self->server->connected = self->connected;
    self->server->next = self->server->all->servers;
    self->server->all->servers = self->server;
    self->e = listen_on(self->server);
    if (self->e)
        raise(self->e);
    await_next_tick();
    *self->to = self->server;
    async_end;
}

struct coro *start_server(struct coro *(*connected)(struct stream *s), struct stream_server **to)
{
    return call(start_server, .connected = connected, .to = to);
}

int server_port(const struct stream_server *s)
{
    return s->port;
}
