/* SPDX-License-Identifier: MIT */
/* A StreamReader: who reads waits until there is a line, or any byte at all. */
#include "io/streams_parts.h"
#include "loop/await.h"

/* The first n bytes, or as many as there are. */
static struct value take(struct stream *s, size_t n)
{
    struct value v = reader_take(&s->reader, n);
    if (s->reader.buffer.len <= READER_HOLDS)
        stream_resume(s);
    return v;
}

static size_t line_length(const struct stream *s)
{
    return reader_line(&s->reader, s->told_end);
}

/* No line, or the part of one that has come, may be longer than a reader holds. */
static bool is_too_long(const struct stream *s)
{
    size_t n = reader_line(&s->reader, false);
    return n ? n > READER_HOLDS + 1 : s->reader.buffer.len > READER_HOLDS;
}

/* What it is too long for is gone. */
static struct error *too_long(struct stream *s)
{
    size_t n = reader_line(&s->reader, false);
    take(s, n ? n : s->reader.buffer.len);
    return error_text(&ValueError, n ? "Separator is found, but chunk is longer than limit"
                                     : "Separator is not found, and chunk exceed the limit");
}

static bool must_wait(const struct stream *s, bool line)
{
    return !s->told_end && (line ? !line_length(s) && !is_too_long(s) : !s->reader.buffer.len);
}

static void begin_to_wait(struct stream *s)
{
    stream_resume(s);
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
    if (is_too_long(self->stream))
        raise(too_long(self->stream));
    async_return(take(self->stream, line_length(self->stream)));
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
    async_return(take(self->stream, self->most));
    async_end;
}

struct coro *stream_read(struct stream *s, size_t n)
{
    return call(stream_read, .stream = s, .most = n);
}
