/* SPDX-License-Identifier: MIT */
/* An HTTP server on 127.0.0.1, that serves the pages of a program in their place. It answers nobody
 * but our own client, who knows its secret: a request that brings it says which transfer it is of. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* What becomes of a request. */
enum http_trouble {
    HTTP_GOOD,
    HTTP_REFUSED, /* nobody listens there */
    HTTP_UNKNOWN, /* there is no host of that name */
    HTTP_SILENT,  /* it is never answered */
    HTTP_ENDLESS, /* the body has no end */
    HTTP_TRICKLE, /* nor has this: a piece of so many bytes each HTTP_PAUSE seconds */
    HTTP_CUT      /* the connection ends in the middle of the body */
};

enum { HTTP_PAUSE = 60 };

struct http_page {
    const char *host;
    double delay; /* seconds on the loop's clock before it is answered */
    size_t bytes; /* of its body */
    int status;   /* 0: 200 */
    enum http_trouble trouble;
};

/* A connection, with one request. */
struct visit;

struct server {
    uv_loop_t *loop;
    uv_tcp_t tcp;
    bool real; /* its pauses are of real time; else who owns it says when they are over */
    char secret[33];
    int port;         /* 0: it does not listen yet */
    int refused;      /* a socket that is bound and never listens, -1: none … */
    int refused_port; /* … so that nobody else can have this port */
    struct visit *visits;
    /* The request of a transfer has come whole. The visit may be answered until it is NULLed by
     * `gone`. */
    void (*arrived)(void *data, uint32_t transfer, struct visit *v);
    void (*gone)(void *data, uint32_t transfer);
    void *data;
};

/* Begins to listen, if it does not yet. 0 or a negative uv error. */
int server_listen(struct server *s, uv_loop_t *loop);
/* Answers with that page, after so many real milliseconds; one that trickles is answered by a piece
 * each time. */
void server_answer(struct visit *v, const struct http_page *page, uint64_t milliseconds);
/* Begins to close; all is over when the uv_loop_t has run dry. */
void server_close(struct server *s);
