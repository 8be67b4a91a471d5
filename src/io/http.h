/* SPDX-License-Identifier: MIT */
/* HTTP, as a program with aiohttp has it: a page is asked for, its head awaited, and then its body.
 *
 *     await(http_get(self->url, &self->response));
 *     await(response_text(self->response));
 *
 * libcurl fetches, and its sockets are watched by the loop's own uv_loop_t. Pages that a program
 * serves (http_serve) come from a server of ours on 127.0.0.1 whose delays go by the loop's clock; on
 * the virtual clock there are no others. */
#pragma once
#include <stdbool.h>

#include "io/server.h"
#include "loop/coro.h"
#include "python/error.h"
#include "python/value.h"

extern const struct error_type ClientError, ClientConnectorError, ClientPayloadError,
    ClientResponseError, ServerDisconnectedError, InvalidURL;

/* An answer, the caller's to use until the loop is closed. */
struct response;

/* These hosts are served by the program itself: an array that ends with a NULL host and stays the
 * caller's until the loop is closed. */
void http_serve(const struct http_page *pages);

/* async with session.get(url), up to the head of the answer, which is put into *to. It raises
 * ClientConnectorError, ServerDisconnectedError, TimeoutError, InvalidURL or ClientError. */
struct coro *http_get(const char *url, struct response **to);
/* await response.text(): the body as a str. It raises ClientPayloadError if that breaks off, and
 * ValueError if it is longer than HTTP_MOST bytes. */
struct coro *response_text(struct response *r);
enum { HTTP_MOST = 4 << 20 };

int response_status(const struct response *r);
/* response.raise_for_status(): the ClientResponseError to raise, or NULL. */
struct error *response_raise_for_status(const struct response *r);
