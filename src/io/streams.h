/* SPDX-License-Identifier: MIT */
/* TCP streams: asyncio.start_server and open_connection, on real sockets of 127.0.0.1. A stream is
 * both, the StreamReader and the StreamWriter of one end of a connection.
 *
 * On the virtual clock both ends are the program's own, and what one writes the other has in the next
 * tick, but for what is too much at once: who writes more than the other reads waits in stream_drain.
 *
 * https://docs.python.org/3.11/library/asyncio-stream.html; CPython 3.11 Lib/asyncio/streams.py. */
#pragma once
#include "loop/coro.h"
#include "python/error.h"
#include "python/value.h"

extern const struct error_type OSError, ConnectionRefusedError, ConnectionResetError;

/* Both are the loop's, and stay until it is closed. */
struct stream;
struct stream_server;

/* await asyncio.start_server(connected, "127.0.0.1", 0): for each connection the coroutine that
 * `connected` makes becomes a task. The server is put into *to. */
struct coro *start_server(struct coro *(*connected)(struct stream *s), struct stream_server **to);
/* server.sockets[0].getsockname()[1] */
int server_port(const struct stream_server *s);
/* It takes no more connections; those that it has stay. */
void stream_server_close(struct stream_server *s);

/* await asyncio.open_connection("127.0.0.1", port): the stream is put into *to. It raises
 * ConnectionRefusedError, or OSError. */
struct coro *open_connection(int port, struct stream **to);

/* await reader.readline(): a str with its newline; without one, or "", where the other end has
 * closed. It raises ValueError if that is longer than 64 KiB. await reader.read(n): what there is,
 * at most n bytes and at least one, "" at the end. */
struct coro *stream_readline(struct stream *s);
struct coro *stream_read(struct stream *s, size_t n);
/* writer.write(text) */
void stream_write(struct stream *s, const char *text);
/* await writer.drain(): while more than 64 KiB are not sent, until there are 16. It raises
 * ConnectionResetError where the connection is lost. */
struct coro *stream_drain(struct stream *s);
/* writer.close(), await writer.wait_closed() */
void stream_close(struct stream *s);
struct coro *stream_wait_closed(struct stream *s);
