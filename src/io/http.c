/* SPDX-License-Identifier: MIT */
#include "io/http.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "io/settle.h"
#include "io/transfer.h"
#include "loop/await.h"

const struct error_type ClientError = {"ClientError", &Exception};
const struct error_type ClientConnectorError = {"ClientConnectorError", &ClientError};
const struct error_type ClientPayloadError = {"ClientPayloadError", &ClientError};
const struct error_type ClientResponseError = {"ClientResponseError", &ClientError};
const struct error_type ServerDisconnectedError = {"ServerDisconnectedError", &ClientError};
const struct error_type InvalidURL = {"InvalidURL", &ClientError};
static const struct error_type ImportError = {"ImportError", &Exception};

/* Seconds that a fetch may take, as aiohttp has it. */
enum { LONGEST = 300 };

/* One request and its answer. */
struct response {
    struct transfer transfer;
    struct http *http;
    struct response *next;
    const char *url;
    uint32_t number; /* of the loop's requests, from 1: what is told at one time is in this order */
    uint32_t object, actor; /* its numbers in events: its own, and that of the task */
    unsigned told;          /* legs, as transfer.news */
    struct future head, body;
    bool reads; /* somebody awaits the body */
    struct handle news;
    bool queued; /* the news are in the ready queue */
    const struct http_page *page;
    struct visit *visit;    /* at our server, waiting to be answered */
    bool arrived, answered; /* the server has the request; has answered */
    size_t pieces;          /* of an answer that trickles */
    double due;             /* on the virtual clock: when it does, or goes on … */
    double until;           /* … and when the client gives up */
};

struct http {
    struct poller poller;
    struct loop *loop;
    struct transfers transfers;
    struct server server;
    const struct http_page *pages;
    struct response *first; /* those that are not over, in order of their numbers */
    uint32_t requests;
};

static struct http *http_of(struct poller *p)
{
    return (struct http *)p;
}

/* ---- what went wrong ---- */

static struct error *error_of(const struct response *r)
{
    const struct transfer *t = &r->transfer;
    switch (t->result) {
    case CURLE_OK:
        return NULL;
    case CURLE_COULDNT_RESOLVE_HOST:
        return error_text(&ClientConnectorError,
                          "Cannot connect to host of %s [Name or service "
                          "not known]",
                          r->url);
    case CURLE_COULDNT_CONNECT:
        return error_text(&ClientConnectorError,
                          "Cannot connect to host of %s [Connection "
                          "refused]",
                          r->url);
    case CURLE_PARTIAL_FILE:
        return error_text(&ClientPayloadError, "Response payload is not completed");
    case CURLE_GOT_NOTHING:
        return error_text(&ServerDisconnectedError, "Server disconnected");
    case CURLE_OPERATION_TIMEDOUT:
        return error_new(&TimeoutError, (struct value){0});
    case CURLE_FILESIZE_EXCEEDED:
        return error_text(&ValueError, "%s is longer than %d bytes", r->url, HTTP_MOST);
    default:
        return error_text(&ClientError, "%s: %s", r->url, curl.easy_strerror(t->result));
    }
}

static const char *trouble(const struct response *r)
{
    switch (r->transfer.result) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "no such host";
    case CURLE_COULDNT_CONNECT:
        return "the connection is refused";
    case CURLE_PARTIAL_FILE:
        return "cut off in the body";
    case CURLE_GOT_NOTHING:
        return "the connection broke off";
    case CURLE_OPERATION_TIMEDOUT:
        return "it took too long";
    case CURLE_FILESIZE_EXCEEDED:
        return "the body is too long";
    default:
        return curl.easy_strerror(r->transfer.result);
    }
}

/* ---- telling ---- */

static void put_detail(struct buf *b, const struct response *r, enum leg p)
{
    if (p == LEG_CONNECT)
        buf_puts(b, r->transfer.address);
    else if (p == LEG_FIRST_BYTE && r->transfer.status)
        buf_printf(b, "status %ld", r->transfer.status);
    else if (p == LEG_BODY)
        buf_printf(b, "%zu bytes", r->transfer.body.len);
    else if (p == LEG_FAILED)
        buf_puts(b, trouble(r));
}

static void tell(struct response *r, enum leg p)
{
    struct buf detail = {0};
    r->told |= leg_bit(p);
    put_detail(&detail, r, p);
    struct event e = {.actor = r->actor, .ref = r->object, .what = p};
    struct note n = {.name = r->url, .text = detail.s, .len = detail.len};
    loop_emit(r->http->loop, EV_TRANSFER, e, &n);
    buf_free(&detail);
}

static void tell_news(struct http *h)
{
    for (enum leg p = LEG_OPEN; p < LEG_KINDS; p++)
        for (struct response *r = h->first; r; r = r->next)
            if (r->transfer.news & ~r->told & leg_bit(p))
                tell(r, p);
}

static void on_change(void *data)
{
    struct http *h = data;
    if (!io_in_order)
        tell_news(h);
    loop_rouse(h->loop);
}

/* ---- our server ---- */

static struct response *find(struct http *h, uint32_t number)
{
    struct response *r = h->first;
    while (r && r->number != number)
        r = r->next;
    return r;
}

static void answer(struct response *r, uint64_t milliseconds)
{
    r->answered = true;
    r->pieces++;
    r->due = r->http->loop->clock.now + HTTP_PAUSE;
    server_answer(r->visit, r->page, milliseconds);
}

static void on_arrived(void *data, uint32_t number, struct visit *v)
{
    struct http *h = data;
    struct response *r = find(h, number);
    if (!r || r->arrived)
        return;
    r->visit = v;
    r->arrived = true;
    r->transfer.news |= leg_bit(LEG_ARRIVED);
    r->due = r->page->trouble == HTTP_SILENT ? INFINITY : h->loop->clock.now + r->page->delay;
    if (h->loop->clock.mode == CLOCK_REAL && !isinf(r->due))
        answer(r, (uint64_t)ceil(r->page->delay * 1e3));
    on_change(h);
}

static void on_gone(void *data, uint32_t number)
{
    struct response *r = find(data, number);
    if (r)
        r->visit = NULL;
}

/* ---- the poller ---- */

/* The server does nothing before it is due. */
static bool server_waits(const struct response *r)
{
    if (r->arrived && r->answered && r->page->trouble == HTTP_TRICKLE)
        return r->transfer.body.len >= r->pieces * r->page->bytes;
    return r->arrived && !r->answered;
}

static bool moves(void *data)
{
    const struct http *h = data;
    for (const struct response *r = h->first; r; r = r->next)
        if (!r->transfer.over && !server_waits(r))
            return true;
    return false;
}

static void settle(struct poller *p)
{
    io_settle(http_of(p)->loop, moves, p);
}

static bool has_news(struct poller *p)
{
    for (const struct response *r = http_of(p)->first; r; r = r->next)
        if (r->transfer.news & ~r->told)
            return true;
    return false;
}

static double server_due(const struct http *h)
{
    double first = INFINITY;
    for (const struct response *r = h->first; r; r = r->next)
        if (r->visit && !r->transfer.over && server_waits(r))
            first = fmin(first, r->due);
    return first;
}

static double client_due(const struct http *h)
{
    double first = INFINITY;
    for (const struct response *r = h->first; r; r = r->next)
        if (!r->transfer.over)
            first = fmin(first, r->until);
    return first;
}

static double due(struct poller *p)
{
    return fmin(server_due(http_of(p)), client_due(http_of(p)));
}

static const char *next(struct poller *p)
{
    return server_due(http_of(p)) < client_due(http_of(p)) ? p->type->name
                                                           : "the time of a request is up";
}

static void advance(struct poller *p, double now)
{
    for (struct response *r = http_of(p)->first; r; r = r->next)
        if (!r->transfer.over && r->until <= now)
            transfer_time_out(&r->transfer);
        else if (r->visit && server_waits(r) && r->due <= now)
            answer(r, 0);
}

/* The task waits for what has come. */
static bool is_awaited(const struct response *r)
{
    const struct transfer *t = &r->transfer;
    if (!future_done(&r->head))
        return t->head || t->over;
    return t->over && r->reads && !future_done(&r->body);
}

static void finish(struct future *f, struct error *e)
{
    if (e)
        future_set_error(f, e);
    else
        future_set_result(f, NONE);
}

static void read_ready(struct handle *h, struct future *arg)
{
    struct response *r = (struct response *)((char *)h - offsetof(struct response, news));
    (void)arg;
    r->queued = false;
    if (!future_done(&r->head))
        finish(&r->head, r->transfer.head ? NULL : error_of(r));
    if (r->head.state == OUTCOME_FAILED)
        transfer_drop(&r->transfer);
    if (r->transfer.over && r->reads && !future_done(&r->body))
        finish(&r->body, error_of(r));
}

static const struct handle_type news_type = {"_SelectorSocketTransport._read_ready",
                                             HANDLE_CALLBACK, read_ready, NULL};

static void queue_news(struct loop *l, struct response *r)
{
    if (r->queued || !is_awaited(r))
        return;
    r->queued = true;
    r->news.type = &news_type;
    r->news.arg = future_done(&r->head) ? &r->body : &r->head;
    loop_found(l, &r->news);
}

static void deliver(struct poller *p)
{
    struct http *h = http_of(p);
    tell_news(h);
    for (struct response **at = &h->first; *at;) {
        struct response *r = *at;
        queue_news(h->loop, r);
        if (r->transfer.over)
            *at = r->next;
        else
            at = &r->next;
    }
}

static bool busy(struct poller *p)
{
    return http_of(p)->first;
}

static void close_all(struct poller *p)
{
    struct http *h = http_of(p);
    h->first = NULL;
    transfers_close(&h->transfers);
    server_close(&h->server);
}

static const struct poller_type http_type = {
    .name = "the server answers",
    .next = next,
    .wired = true,
    .settle = settle,
    .has_news = has_news,
    .due = due,
    .advance = advance,
    .deliver = deliver,
    .busy = busy,
    .close = close_all,
};

static void begin(struct http *h, struct loop *l)
{
    h->loop = l;
    h->server.arrived = on_arrived;
    h->server.gone = on_gone;
    h->server.data = h;
    h->server.real = l->clock.mode == CLOCK_REAL;
    h->transfers.changed = on_change;
    h->transfers.data = h;
}

static struct http *running_http(void)
{
    struct http *h = io_poller(&http_type, sizeof *h);
    if (!h->loop)
        begin(h, get_running_loop());
    return h;
}

void http_serve(const struct http_page *pages)
{
    running_http()->pages = pages;
}

/* ---- a request ---- */

static const struct http_page *page_of(const struct http *h, const char *url)
{
    CURLU *u = curl.url();
    char *host = NULL;
    const struct http_page *p = h->pages;
    if (!curl.url_set(u, CURLUPART_URL, url, 0))
        curl.url_get(u, CURLUPART_HOST, &host, 0);
    while (p && p->host && (!host || strcasecmp(p->host, host)))
        p++;
    curl.free(host);
    curl.url_cleanup(u);
    return p && p->host ? p : NULL;
}

static void set_out(struct response *r)
{
    struct http *h = r->http;
    char header[80];
    struct route route = {.url = r->url};
    if (h->loop->clock.mode == CLOCK_REAL)
        route.longest = LONGEST;
    if (r->page) {
        int bad = server_listen(&h->server, &h->loop->uv);
        if (bad)
            die("no server can be started on 127.0.0.1: %s", uv_strerror(bad));
        snprintf(header, sizeof header, "Loopscope: %s %u", h->server.secret, r->number);
        route.header = header;
        route.unknown = r->page->trouble == HTTP_UNKNOWN;
        route.port = route.unknown                      ? 0
                     : r->page->trouble == HTTP_REFUSED ? h->server.refused_port
                                                        : h->server.port;
    }
    transfer_begin(&r->transfer, &h->transfers, &route);
}

static struct response *response_new(struct http *h, const char *url, const struct http_page *page)
{
    struct response *r = arena_alloc(&this_thread->arena, sizeof *r), **at = &h->first;
    r->http = h;
    r->url = url;
    r->page = page;
    r->number = ++h->requests;
    r->object = ++h->loop->objects;
    r->actor = task_actor(current_task());
    r->transfer.most = HTTP_MOST;
    r->until = h->loop->clock.now + LONGEST;
    future_init(&r->head, &embedded_future);
    future_init(&r->body, &embedded_future);
    while (*at)
        at = &(*at)->next;
    *at = r;
    return r;
}

static void unlist(struct response *r)
{
    for (struct response **at = &r->http->first; *at; at = &(*at)->next)
        if (*at == r) {
            *at = r->next;
            return;
        }
}

/* Otherwise the thread has the error. */
static bool can_fetch(struct http *h)
{
    const char *trouble = curl_load();
    if (trouble)
        this_thread->error = error_text(&ImportError, "%s", trouble);
    else if (!h->transfers.multi)
        transfers_open(&h->transfers, &h->loop->uv);
    return !trouble;
}

/* NULL: the thread has the error. */
static struct response *request(const char *url)
{
    struct http *h = running_http();
    if (!can_fetch(h))
        return NULL;
    const struct http_page *page = page_of(h, url);
    if (!transfer_url_is_good(url))
        this_thread->error = error_text(&InvalidURL, "%s", url);
    else if (!page && h->loop->clock.mode == CLOCK_VIRTUAL)
        this_thread->error = error_text(&ClientError,
                                        "%s is out in the world: only --clock real "
                                        "goes there",
                                        url);
    if (this_thread->error)
        return NULL;
    struct response *r = response_new(h, url, page);
    set_out(r);
    tell(r, LEG_OPEN);
    return r;
}

/* The task was cancelled: the transfer ends with it. */
static void let_go(struct response *r)
{
    if (!error_raised(&CancelledError) || r->transfer.over)
        return;
    tell(r, LEG_DROPPED);
    unlist(r);
    transfer_drop(&r->transfer);
}

struct http_get {
    struct coro coro;
    const char *url;
    struct response *response, **to;
};

static void get_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct http_get *)c)->response->object;
}

ASYNC_DEFINE(http_get, "ClientSession.get", "aiohttp/client.py", ON_RESPONSE, get_tells, def(850))
{
    async_begin;
    self->response = request(self->url);
    if (!self->response)
        raise(this_thread->error);
    await_then(&self->response->head, let_go(self->response));
    *self->to = self->response;
    async_end;
}

struct coro *http_get(const char *url, struct response **to)
{
    return call(http_get, .url = url, .to = to);
}

/* ---- the body ---- */

/* The bytes as a str: what is no character is U+FFFD. */
static struct value text_of(const struct buf *body)
{
    struct buf text = {0};
    for (size_t i = 0, n; i < body->len; i += n) {
        uint32_t c;
        char bytes[5] = {0};
        n = utf8_decode(body->s + i, body->len - i, &c);
        utf8_encode(c && c != UTF8_BAD ? c : 0xfffd, bytes);
        buf_puts(&text, bytes);
    }
    struct value v = value_str(arena_strdup(&this_thread->arena, buf_str(&text)));
    buf_free(&text);
    return v;
}

struct response_text {
    struct coro coro;
    struct response *response;
    struct error *error;
    struct value text;
};

static void text_tells(const struct coro *c, struct note *n)
{
    n->object = ((const struct response_text *)c)->response->object;
}

ASYNC_DEFINE(response_text, "ClientResponse.text", "aiohttp/client_reqrep.py", ON_BODY, text_tells,
             def(1051))
{
    async_begin;
    self->response->reads = true;
    if (!self->response->transfer.over)
        await_then(&self->response->body, let_go(self->response));
    self->error = error_of(self->response);
    if (self->error)
        raise(self->error);
    self->text = text_of(&self->response->transfer.body);
    transfer_drop(&self->response->transfer);
    async_return(self->text);
    async_end;
}

struct coro *response_text(struct response *r)
{
    return call(response_text, .response = r);
}

int response_status(const struct response *r)
{
    return (int)r->transfer.status;
}

struct error *response_raise_for_status(const struct response *r)
{
    long status = r->transfer.status;
    if (status < 400)
        return NULL;
    return error_text(&ClientResponseError, "%ld, message='%s', url=URL('%s')", status,
                      r->transfer.reason, r->url);
}
