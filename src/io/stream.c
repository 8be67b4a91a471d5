/* SPDX-License-Identifier: MIT */
/* One end of a connection: its place among the others, its peer, and the bytes that libuv brings. */
#include <arpa/inet.h>
#include <stdlib.h>

#include "io/streams_parts.h"

const struct error_type OSError = {"OSError", &Exception};
const struct error_type ConnectionError = {"ConnectionError", &OSError};
const struct error_type ConnectionRefusedError = {"ConnectionRefusedError", &ConnectionError};
const struct error_type ConnectionResetError = {"ConnectionResetError", &ConnectionError};

void stream_tell(struct stream *s, enum leg leg, size_t bytes)
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

void stream_resume(struct stream *s)
{
    if (!s->holds || s->closing)
        return;
    s->holds = false;
    uv_read_start((uv_stream_t *)&s->tcp, reader_room, on_read);
}

void stream_begin(struct stream *s)
{
    s->open = true;
    uv_tcp_nodelay(&s->tcp, 1);
    uv_read_start((uv_stream_t *)&s->tcp, reader_room, on_read);
    loop_rouse(s->all->loop);
}

int stream_port(const struct sockaddr_storage *at)
{
    return ntohs(((const struct sockaddr_in *)at)->sin_port);
}

void stream_find_peer(struct stream *s)
{
    for (struct stream *o = s->all->first; o && !s->peer; o = o->next)
        if (o != s && !o->peer && o->port == s->port && !o->server != !s->server) {
            s->peer = o;
            o->peer = s;
        }
}

struct stream *stream_new(struct streams *all)
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

void stream_insert(struct stream *s)
{
    struct stream **at = &s->all->first;
    while (*at && ((*at)->number < s->number || ((*at)->number == s->number && s->server)))
        at = &(*at)->next;
    s->next = *at;
    *at = s;
}

void stream_unlist(struct stream *s)
{
    struct stream **at = &s->all->first;
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at)
        *at = s->next;
}

void stream_bury(struct stream *s)
{
    stream_unlist(s);
    s->next = s->all->dead;
    s->all->dead = s;
}
