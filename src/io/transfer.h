/* SPDX-License-Identifier: MIT */
/* Transfers: what libcurl's multi interface fetches, driven by a uv_loop_t. Its callbacks only note
 * how far each has got; who owns the transfers tells it.
 *
 * https://curl.se/libcurl/c/libcurl-multi.html; with libuv: its example multi-uv.c. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "event.h"
#include "io/curl.h"

/* All of a loop's. */
struct transfers {
    uv_loop_t *loop;
    CURLM *multi; /* NULL: not begun */
    uv_timer_t timer;
    struct transfer *first, *last; /* those that were begun and not dropped, in that order */
    void (*changed)(void *data);   /* one got further */
    void *data;
};

struct transfer {
    struct transfers *all;
    struct transfer *next;
    CURL *easy;
    struct curl_slist *headers, *connect_to;
    unsigned news;   /* bits: 1 << enum leg, for each that it has come to */
    bool head, over; /* the answer's head is in; it has ended, well or not */
    long status;
    char reason[64]; /* of it, as the server says */
    CURLcode result;
    struct buf body;
    size_t most; /* bytes that the body may have … */
    bool too_long;
    char address[64]; /* of the peer, once connected */
};

static inline unsigned leg_bit(enum leg p)
{
    return 1u << p;
}

/* How to come to it. */
struct route {
    const char *url;
    int port;           /* of 127.0.0.1, whatever the URL says; 0: where the URL leads */
    const char *header; /* one that goes with the request, or NULL */
    bool unknown;       /* its host has no address */
    long longest;       /* seconds of real time that it may take; 0: for ever */
};

/* libcurl must be loaded. */
void transfers_open(struct transfers *all, uv_loop_t *loop);
/* Begins to close; all is over when the uv_loop_t has run dry. */
void transfers_close(struct transfers *all);

bool transfer_url_is_good(const char *url);
/* Of a good URL. */
void transfer_begin(struct transfer *t, struct transfers *all, const struct route *route);
/* It took too long: it ends as any other error does. */
void transfer_time_out(struct transfer *t);
/* It is let go of, whether it has ended or not; its body goes too. */
void transfer_drop(struct transfer *t);
