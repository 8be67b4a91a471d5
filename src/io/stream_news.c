/* SPDX-License-Identifier: MIT */
/* What has come to one end of a connection is told, and who waits for it is woken. */
#include "io/streams_parts.h"
#include "loop/await.h"

bool stream_has_news(const struct stream *s)
{
    if (stream_is_writable(s))
        return true;
    if (s->closing || (!s->number && !s->peer && s->all->loop->clock.mode == CLOCK_VIRTUAL))
        return false;
    return s->reader.come.len || (s->open && !s->told_open) || (s->end && !s->told_end) ||
           (s->error && !future_done(&s->connected) && !s->server);
}

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

/* Who reads is slower than who writes: the other end shall come to know. */
static void hold_back(struct stream *s)
{
    if (s->reader.buffer.len <= 2 * READER_HOLDS || s->holds)
        return;
    s->holds = true;
    uv_read_stop((uv_stream_t *)&s->tcp);
}

static void deliver_bytes(struct stream *s)
{
    size_t n = s->reader.come.len;
    if (n) {
        stream_tell(s, LEG_RECEIVED, n);
        reader_told(&s->reader);
        hold_back(s);
    }
    if (s->end && !s->told_end) {
        s->told_end = true;
        stream_tell(s, LEG_END, 0);
        n = 1;
    }
    if (n)
        queue(s, &read_type);
}

void stream_deliver(struct stream *s)
{
    if (s->error && !s->server && !future_done(&s->connected)) {
        stream_tell(s, LEG_FAILED, 0);
        queue(s, &connect_type);
    } else if (s->open && !s->told_open) {
        s->told_open = true;
        stream_tell(s, LEG_ACCEPTED, 0);
        queue(s, s->server ? &accept_type : &connect_type);
    } else if (!s->closing) {
        deliver_bytes(s);
    }
    if (stream_is_writable(s))
        stream_queue_writes(s);
}
