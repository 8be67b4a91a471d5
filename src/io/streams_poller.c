/* SPDX-License-Identifier: MIT */
/* Streams as a poller: what libuv has brought to each end is told in the order of the connections. */
#include "io/settle.h"
#include "io/streams_parts.h"
#include "loop/await.h"

static struct streams *streams_of(struct poller *p)
{
    return (struct streams *)p;
}

/* Is something between the two ends that this one has not got? */
static bool lacks(const struct stream *s)
{
    const struct stream *p = s->peer;
    if (s->closing || s->error || s->holds)
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

static bool has_news(struct poller *p)
{
    for (const struct stream *s = streams_of(p)->first; s; s = s->next)
        if (stream_has_news(s))
            return true;
    return false;
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
            stream_unlist(s);
            stream_insert(s);
            next = all->first;
        }
        s = next;
    }
}

static void deliver(struct poller *p)
{
    struct streams *all = streams_of(p);
    number(all);
    for (struct stream *s = all->first; s; s = s->next)
        if (s->number)
            stream_deliver(s);
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
    buf_free(&s->output);
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

struct streams *running_streams(void)
{
    struct streams *all = io_poller(&streams_type, sizeof *all);
    all->loop = get_running_loop();
    return all;
}

void stream_server_close(struct stream_server *s)
{
    if (!s->closed)
        uv_close((uv_handle_t *)&s->tcp, NULL);
    s->closed = true;
}
