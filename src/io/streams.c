/* SPDX-License-Identifier: MIT */
#include "io/streams.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "io/reader.h"
#include "io/settle.h"
#include "loop/await.h"

const struct error_type OSError = {"OSError", &Exception};
const struct error_type ConnectionError = {"ConnectionError", &OSError};
const struct error_type ConnectionRefusedError = {"ConnectionRefusedError", &ConnectionError};
const struct error_type ConnectionResetError = {"ConnectionResetError", &ConnectionError};

enum { BACKLOG = 100 };

/* One end of a connection. */
struct stream {
    uv_tcp_t tcp;
    uv_connect_t connecting;
    struct streams *all;
    struct stream *next, *peer;   /* the other end, if it is the program's own and both are known */
    struct stream_server *server; /* whose end it is; NULL: it is a client's */
    uint32_t number;              /* of the connection: both ends have the same */
    uint32_t object, actor;       /* its numbers in events: its own, and that of its task */
    int port;                     /* the client's, by which the ends find each other */
    bool open, told_open;         /* the connection stands */
    int error;                    /* a negative uv error: it never will, or broke */
    struct reader reader;
    bool end, told_end;           /* the other end has closed */
    bool closing, closed;         /* close() was called; the socket is gone */
    uint64_t sent, received;
    struct future connected, waiter, gone;
    bool waits, queued;
    struct handle news, lost;
    uv_shutdown_t shutdown;
};

struct stream_server {
    uv_tcp_t tcp;
    struct streams *all;
    struct stream_server *next;
    struct coro *(*connected)(struct stream *s);
    struct handle accepts;
    int port;
    bool closed, queued;
};

struct streams {
    struct poller poller;
    struct loop *loop;
    struct stream *first; /* in order of their numbers, the client's end before the server's */
    struct stream *dead;  /* those that are closed */
    struct stream_server *servers;
    uint32_t connections;
};

static struct streams *streams_of(struct poller *p)
{
    return (struct streams *)p;
}

/* ---- telling ---- */

static void tell(struct stream *s, enum leg leg, size_t bytes)
{
    struct buf name = {0}, detail = {0};
    buf_printf(&name, "connection %u", s->number);
    if (s->server)
        buf_puts(&name, " (server)");
    if (bytes)
        buf_printf(&detail, "%zu bytes", bytes);
    struct event e = {.actor = s->actor, .ref = s->object, .what = leg};
    struct note n = {.name = name.s, .text = detail.s, .len = detail.len};
    loop_emit(s->all->loop, EV_TRANSFER, e, &n);
    buf_free(&name);
    buf_free(&detail);
}

/* ---- what libuv brings is only noted ---- */

static void on_read(uv_stream_t *tcp, ssize_t n, const uv_buf_t *from)
{
    struct stream *s = tcp->data;
    if (n > 0) {
        buf_add(&s->reader.come, from->base, (size_t)n);
        s->received += (uint64_t)n;
    }
    s->end |= n < 0;
    free(from->base);
    loop_rouse(s->all->loop);
}

static void begin_to_read(struct stream *s)
{
    s->open = true;
    uv_tcp_nodelay(&s->tcp, 1);
    uv_read_start((uv_stream_t *)&s->tcp, reader_room, on_read);
    loop_rouse(s->all->loop);
}

static int port_of(const struct sockaddr_storage *at)
{
    return ntohs(((const struct sockaddr_in *)at)->sin_port);
}

/* The ends of a connection find each other by the port of the client's. */
static void find_peer(struct stream *s)
{
    for (struct stream *o = s->all->first; o && !s->peer; o = o->next)
        if (o != s && !o->peer && o->port == s->port && !o->server != !s->server) {
            s->peer = o;
            o->peer = s;
        }
}

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
    s->port = port_of(&at);
    begin_to_read(s);
    find_peer(s);
}

static struct stream *stream_new(struct streams *all)
{
    struct stream *s = arena_alloc(&this_thread->arena, sizeof *s);
    s->all = all;
    uv_tcp_init(&all->loop->uv, &s->tcp);
    s->tcp.data = s->connecting.data = s;
    future_init(&s->connected, &embedded_future);
    future_init(&s->waiter, &embedded_future);
    future_init(&s->gone, &embedded_future);
    return s;
}

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
    s->port = port_of(&at);
    s->next = server->all->first; /* it has its place once its peer is known */
    server->all->first = s;
    begin_to_read(s);
    find_peer(s);
}

/* ---- the poller ---- */

/* Is something between the two ends that this one has not got? */
static bool lacks(const struct stream *s)
{
    const struct stream *p = s->peer;
    if (s->closing || s->error)
        return false;
    if (!p)
        return !s->server;
    return s->received < p->sent || (p->closed && !s->end);
}

static bool moves(void *data)
{
    const struct streams *all = data;
    for (const struct stream *s = all->first; s; s = s->next)
        if (lacks(s))
            return true;
    return false;
}

static void settle(struct poller *p)
{
    io_settle(streams_of(p)->loop, moves, p);
}

static bool is_new(const struct stream *s)
{
    if (s->closing || (!s->number && !s->peer && s->all->loop->clock.mode == CLOCK_VIRTUAL))
        return false;
    return s->reader.come.len || (s->open && !s->told_open) || (s->end && !s->told_end) ||
           (s->error && !future_done(&s->connected) && !s->server);
}

static bool has_news(struct poller *p)
{
    for (const struct stream *s = streams_of(p)->first; s; s = s->next)
        if (is_new(s))
            return true;
    return false;
}

/* Behind those of a lower number; the server's end right behind the client's. */
static void insert(struct stream *s)
{
    struct stream **at = &s->all->first;
    while (*at && ((*at)->number < s->number || ((*at)->number == s->number && s->server)))
        at = &(*at)->next;
    s->next = *at;
    *at = s;
}

static void unlist(struct stream *s)
{
    struct stream **at = &s->all->first;
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at)
        *at = s->next;
}

/* A server's end is numbered as its client's is; a stranger's comes last. */
static void number(struct streams *all)
{
    struct stream *s = all->first;
    while (s) {
        struct stream *next = s->next;
        if (!s->number && (s->peer || all->loop->clock.mode == CLOCK_REAL)) {
            s->number = s->peer ? s->peer->number : ++all->connections;
            s->object = ++all->loop->objects;
            unlist(s);
            insert(s);
            next = all->first;
        }
        s = next;
    }
}

/* ---- the callbacks of what poll found ---- */

static struct stream *stream_with(struct handle *news)
{
    return (struct stream *)((char *)news - offsetof(struct stream, news));
}

static struct error *error_of(const struct stream *s)
{
    if (s->error == UV_ECONNREFUSED)
        return error_text(&ConnectionRefusedError, "[Errno 111] Connect call failed");
    return error_text(&OSError, "%s", uv_strerror(s->error));
}

static void finish(struct future *f, struct error *e)
{
    if (future_done(f))
        return;
    if (e)
        future_set_error(f, e);
    else
        future_set_result(f, NONE);
}

static void connect_cb(struct handle *h, struct future *arg)
{
    struct stream *s = stream_with(h);
    (void)arg;
    s->queued = false;
    finish(&s->connected, s->error ? error_of(s) : NULL);
}

static void accept_cb(struct handle *h, struct future *arg)
{
    struct stream *s = stream_with(h);
    (void)arg;
    s->queued = false;
    s->actor = task_actor(create_task(s->server->connected(s)));
}

static void read_ready(struct handle *h, struct future *arg)
{
    struct stream *s = stream_with(h);
    (void)arg;
    s->queued = false;
    if (s->waits)
        finish(&s->waiter, NULL);
}

static const struct handle_type connect_type = {"BaseSelectorEventLoop._sock_connect_cb",
                                                HANDLE_CALLBACK, connect_cb, NULL};
static const struct handle_type accept_type = {"BaseSelectorEventLoop._accept_connection",
                                               HANDLE_CALLBACK, accept_cb, NULL};
static const struct handle_type read_type = {"_SelectorSocketTransport._read_ready",
                                             HANDLE_CALLBACK, read_ready, NULL};

static void queue(struct stream *s, const struct handle_type *type)
{
    if (s->queued)
        return;
    s->queued = true;
    s->news.type = type;
    s->news.arg = NULL;
    loop_found(s->all->loop, &s->news);
}

static void deliver_bytes(struct stream *s)
{
    size_t n = s->reader.come.len;
    if (n) {
        tell(s, LEG_RECEIVED, n);
        reader_told(&s->reader);
    }
    if (s->end && !s->told_end) {
        s->told_end = true;
        tell(s, LEG_END, 0);
        n = 1;
    }
    if (n)
        queue(s, &read_type);
}

static void deliver_one(struct stream *s)
{
    if (s->error && !s->server && !future_done(&s->connected)) {
        tell(s, LEG_FAILED, 0);
        queue(s, &connect_type);
    } else if (s->open && !s->told_open) {
        s->told_open = true;
        tell(s, LEG_ACCEPTED, 0);
        queue(s, s->server ? &accept_type : &connect_type);
    } else if (!s->closing) {
        deliver_bytes(s);
    }
}

static void deliver(struct poller *p)
{
    struct streams *all = streams_of(p);
    number(all);
    for (struct stream *s = all->first; s; s = s->next)
        if (s->number)
            deliver_one(s);
}

static bool busy(struct poller *p)
{
    const struct streams *all = streams_of(p);
    bool any = all->first;
    for (const struct stream_server *s = all->servers; s; s = s->next)
        any |= !s->closed;
    return any && all->loop->clock.mode == CLOCK_REAL;
}

static void let_go(struct stream *s)
{
    if (!uv_is_closing((uv_handle_t *)&s->tcp))
        uv_close((uv_handle_t *)&s->tcp, NULL);
    reader_close(&s->reader);
}

static void close_all(struct poller *p)
{
    struct streams *all = streams_of(p);
    for (struct stream *s = all->first; s; s = s->next)
        let_go(s);
    for (struct stream *s = all->dead; s; s = s->next)
        let_go(s);
    all->first = all->dead = NULL;
    for (struct stream_server *s = all->servers; s; s = s->next)
        stream_server_close(s);
}

static const struct poller_type streams_type = {
    .name = "a stream goes on",
    .wired = true,
    .settle = settle,
    .has_news = has_news,
    .deliver = deliver,
    .busy = busy,
    .close = close_all,
};

static struct streams *running_streams(void)
{
    struct streams *all = io_poller(&streams_type, sizeof *all);
    all->loop = get_running_loop();
    return all;
}

/* ---- the server ---- */

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

void stream_server_close(struct stream_server *s)
{
    if (!s->closed)
        uv_close((uv_handle_t *)&s->tcp, NULL);
    s->closed = true;
}

/* ---- the client ---- */

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
    insert(s);
    tell(s, LEG_OPEN, 0);
    begin_to_connect(s, port);
    return s;
}

static void give_up(struct stream *s)
{
    s->closing = s->closed = true;
    unlist(s);
    s->next = s->all->dead;
    s->all->dead = s;
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

/* ---- reading ---- */

static size_t line_length(const struct stream *s)
{
    return reader_line(&s->reader, s->told_end);
}

static bool must_wait(const struct stream *s, bool line)
{
    return !s->told_end && (line ? !line_length(s) : !s->reader.buffer.len);
}

static void begin_to_wait(struct stream *s)
{
    future_init(&s->waiter, &embedded_future);
    s->waits = true;
}

struct stream_readline {
    struct coro coro;
    struct stream *stream;
};

static void readline_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct stream_readline *)c)->stream->object;
}

ASYNC_DEFINE(stream_readline, "StreamReader.readline", "asyncio/streams.py", ON_READLINE,
             readline_tells, def(531))
{
    async_begin;
    while (must_wait(self->stream, true)) {
        begin_to_wait(self->stream);
        await_then(&self->stream->waiter, self->stream->waits = false);
    }
    async_return(reader_take(&self->stream->reader, line_length(self->stream)));
    async_end;
}

struct coro *stream_readline(struct stream *s)
{
    return call(stream_readline, .stream = s);
}

struct stream_read {
    struct coro coro;
    struct stream *stream;
    size_t most;
};

static void read_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct stream_read *)c)->stream->object;
}

ASYNC_DEFINE(stream_read, "StreamReader.read", "asyncio/streams.py", ON_READ, read_tells, def(643))
{
    async_begin;
    while (must_wait(self->stream, false)) {
        begin_to_wait(self->stream);
        await_then(&self->stream->waiter, self->stream->waits = false);
    }
    async_return(reader_take(&self->stream->reader, self->most));
    async_end;
}

struct coro *stream_read(struct stream *s, size_t n)
{
    return call(stream_read, .stream = s, .most = n);
}

/* ---- writing, and the end ---- */

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
    tell(s, LEG_SENT, n);
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
    tell(s, LEG_CLOSED, 0);
    finish(&s->gone, NULL);
    unlist(s);
    s->next = s->all->dead;
    s->all->dead = s;
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
