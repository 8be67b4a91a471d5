/* SPDX-License-Identifier: MIT */
/* What streams are made of: the ends of connections and the servers of a loop. Which file does what:
 * stream.c an end, its place among the others and its peer, stream_news.c how a program comes to know
 * what has come, streams_poller.c the poller, stream_server.c, stream_connection.c, stream_reader.c and
 * stream_writer.c what a program calls. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "event.h"
#include "io/reader.h"
#include "io/streams.h"
#include "loop/future.h"
#include "loop/loop.h"

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
    bool holds;              /* the reader has enough: nothing is received until some is read */
    bool end, told_end;      /* the other end has closed */
    bool closing, closed;    /* close() was called; the socket is gone */
    uint64_t sent, received; /* bytes, given to the system and got from it */
    struct buf output;       /* written by the program … */
    size_t given;            /* … of which so many bytes are the system's already */
    bool under_way;          /* it has not taken all of them yet */
    bool broken;             /* what was written last can never come to the other end */
    bool paused;             /* who drains has to wait: these do, in that order */
    struct stream_drain *drains;
    struct future connected, waiter, gone;
    bool waits, queued, writable;
    struct handle news, writes, lost;
    uv_shutdown_t shutdown;
};

struct stream_server {
    uv_tcp_t tcp;
    struct streams *all;
    struct stream_server *next;
    struct coro *(*connected)(struct stream *s);
    int port;
    bool closed;
};

struct streams {
    struct poller poller;
    struct loop *loop;
    struct stream *first; /* in order of their numbers, the client's end before the server's */
    struct stream *dead;  /* those that are closed */
    struct stream_server *servers;
    uint32_t connections;
};

/* Bytes that a reader holds before who reads must take some, as in CPython: twice that stops it. */
enum { READER_HOLDS = 64 << 10 };

/* Those of the running loop. */
struct streams *running_streams(void);

struct stream *stream_new(struct streams *all);
/* It stands: what comes is read. */
void stream_begin(struct stream *s);
/* The ends of a connection find each other by the port of the client's. */
void stream_find_peer(struct stream *s);
int stream_port(const struct sockaddr_storage *at);
/* Takes its place: behind those of a lower number; the server's end right behind the client's. */
void stream_insert(struct stream *s);
void stream_unlist(struct stream *s);
/* The reader holds less than it did: it may receive again. */
void stream_resume(struct stream *s);
/* It is closed. */
void stream_bury(struct stream *s);
/* Tells of so many bytes; 0: of none. */
void stream_tell(struct stream *s, enum leg leg, size_t bytes);

/* Something waits to be given to the system, and it would take some. */
bool stream_is_writable(const struct stream *s);
/* Puts the callback that gives it more into the ready queue. */
void stream_queue_writes(struct stream *s);

/* There is something to deliver. */
bool stream_has_news(const struct stream *s);
/* Tells it, and puts the callback that wakes who waits into the ready queue. */
void stream_deliver(struct stream *s);
