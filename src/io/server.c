/* SPDX-License-Identifier: MIT */
#include "io/server.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"

enum { REQUEST_MOST = 16384 }; /* bytes of a request that are read before it is too long */
enum { PIECE = 65536 };        /* of an answer without end, written at a time */
enum { READ_CHUNK = 4096 };
enum { BACKLOG = 128 };

struct visit {
    uv_tcp_t tcp;
    uv_timer_t timer;
    struct server *server;
    struct visit *prev, *next;
    struct buf request, answer;
    uint32_t transfer; /* 0: its request is not whole yet */
    const struct http_page *page;
    uv_write_t write;
    uv_shutdown_t shutdown;
    char room[READ_CHUNK];
    int open; /* handles that are not closed yet */
    bool closing;
};

/* ---- the end of a visit ---- */

static void on_closed(uv_handle_t *handle)
{
    struct visit *v = handle->data;
    if (--v->open)
        return;
    buf_free(&v->request);
    buf_free(&v->answer);
    free(v);
}

static void leave(struct visit *v)
{
    struct server *s = v->server;
    if (v->closing)
        return;
    v->closing = true;
    if (v->transfer)
        s->gone(s->data, v->transfer);
    if (v->prev)
        v->prev->next = v->next;
    else
        s->visits = v->next;
    if (v->next)
        v->next->prev = v->prev;
    uv_close((uv_handle_t *)&v->tcp, on_closed);
    uv_close((uv_handle_t *)&v->timer, on_closed);
}

/* ---- the answer ---- */

static const char *reason(int status)
{
    return status == 200 ? "OK" : status == 404 ? "Not Found" : "Service Unavailable";
}

static void put_body(struct buf *b, size_t n)
{
    static const char begin[] = "<html>";
    size_t head = n < sizeof begin - 1 ? n : sizeof begin - 1;
    buf_add(b, begin, head);
    for (size_t i = head; i < n; i++)
        buf_putc(b, 'x');
}

static void put_answer(struct buf *b, const struct http_page *p)
{
    int status = p->status ? p->status : 200;
    buf_printf(b,
               "HTTP/1.1 %d %s\r\nContent-Type: text/html; charset=utf-8\r\n"
               "Connection: close\r\n",
               status, reason(status));
    if (p->trouble != HTTP_ENDLESS && p->trouble != HTTP_TRICKLE)
        buf_printf(b, "Content-Length: %zu\r\n", p->bytes);
    buf_puts(b, "\r\n");
    put_body(b, p->trouble == HTTP_CUT       ? p->bytes / 2
                : p->trouble == HTTP_ENDLESS ? PIECE
                                             : p->bytes);
}

static void on_shut(uv_shutdown_t *shutdown, int status)
{
    struct visit *v = shutdown->data;
    if (status < 0)
        leave(v);
}

static void send_piece(struct visit *v);

static void on_time(uv_timer_t *timer);

static void on_written(uv_write_t *write, int status)
{
    struct visit *v = write->data;
    if (status < 0 || v->closing) {
        leave(v);
    } else if (v->page->trouble == HTTP_ENDLESS) {
        buf_clear(&v->answer);
        put_body(&v->answer, PIECE);
        send_piece(v);
    } else if (v->page->trouble == HTTP_TRICKLE) {
        if (v->server->real)
            uv_timer_start(&v->timer, on_time, HTTP_PAUSE * 1000, 0);
    } else {
        v->shutdown.data = v;
        uv_shutdown(&v->shutdown, (uv_stream_t *)&v->tcp, on_shut);
    }
}

static void send_piece(struct visit *v)
{
    uv_buf_t piece = uv_buf_init(v->answer.s, (unsigned)v->answer.len);
    v->write.data = v;
    if (uv_write(&v->write, (uv_stream_t *)&v->tcp, &piece, 1, on_written) < 0)
        leave(v);
}

static void on_time(uv_timer_t *timer)
{
    struct visit *v = timer->data;
    bool more = v->answer.len;
    buf_clear(&v->answer);
    if (more)
        put_body(&v->answer, v->page->bytes);
    else
        put_answer(&v->answer, v->page);
    send_piece(v);
}

void server_answer(struct visit *v, const struct http_page *page, uint64_t milliseconds)
{
    v->page = page;
    if (!milliseconds)
        on_time(&v->timer);
    else
        uv_timer_start(&v->timer, on_time, milliseconds, 0);
}

/* ---- the request ---- */

/* "Loopscope: SECRET NUMBER", NUMBER being the transfer's; 0: it is none of ours. */
static uint32_t transfer_of(const struct server *s, const char *request)
{
    const char *line = strstr(request, "\r\nLoopscope: ");
    if (!line || strncmp(line += 13, s->secret, 32) != 0 || line[32] != ' ')
        return 0;
    return (uint32_t)strtoul(line + 33, NULL, 10);
}

static void take_request(struct visit *v)
{
    struct server *s = v->server;
    v->transfer = transfer_of(s, v->request.s);
    if (v->transfer)
        s->arrived(s->data, v->transfer, v);
    else
        leave(v);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *to)
{
    struct visit *v = handle->data;
    (void)suggested;
    *to = uv_buf_init(v->room, READ_CHUNK);
}

static void on_read(uv_stream_t *tcp, ssize_t n, const uv_buf_t *from)
{
    struct visit *v = tcp->data;
    if (n < 0) {
        leave(v);
        return;
    }
    if (v->transfer) /* it has said all it has to say */
        return;
    buf_add(&v->request, from->base, (size_t)n);
    if (v->request.len > REQUEST_MOST)
        leave(v);
    else if (v->request.len && strstr(v->request.s, "\r\n\r\n"))
        take_request(v);
}

static void on_connection(uv_stream_t *listener, int status)
{
    struct server *s = listener->data;
    if (status < 0)
        return;
    struct visit *v = xcalloc(1, sizeof *v);
    v->server = s;
    uv_tcp_init(s->loop, &v->tcp);
    uv_timer_init(s->loop, &v->timer);
    v->open = 2;
    v->tcp.data = v->timer.data = v;
    v->next = s->visits;
    if (v->next)
        v->next->prev = v;
    s->visits = v;
    if (uv_accept(listener, (uv_stream_t *)&v->tcp) < 0 ||
        uv_read_start((uv_stream_t *)&v->tcp, on_room, on_read) < 0)
        leave(v);
}

/* ---- the server ---- */

/* A port that is ours, and at which nobody listens. */
static void take_silent_port(struct server *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    s->refused = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->refused < 0 || bind(s->refused, (struct sockaddr *)&at, n) < 0 ||
        getsockname(s->refused, (struct sockaddr *)&at, &n) < 0)
        die("no port of 127.0.0.1 can be had for a connection that is refused");
    s->refused_port = ntohs(at.sin_port);
}

static void make_secret(struct server *s)
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        die("the system has no random numbers to spare");
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(s->secret + 2 * i, 3, "%02x", bytes[i]);
}

int server_listen(struct server *s, uv_loop_t *loop)
{
    struct sockaddr_in at;
    int n = sizeof at, bad;
    if (s->port)
        return 0;
    s->loop = loop;
    s->tcp.data = s;
    uv_ip4_addr("127.0.0.1", 0, &at);
    uv_tcp_init(loop, &s->tcp);
    bad = uv_tcp_bind(&s->tcp, (struct sockaddr *)&at, 0);
    bad = bad ? bad : uv_listen((uv_stream_t *)&s->tcp, BACKLOG, on_connection);
    bad = bad ? bad : uv_tcp_getsockname(&s->tcp, (struct sockaddr *)&at, &n);
    s->port = bad ? -1 : ntohs(at.sin_port);
    make_secret(s);
    take_silent_port(s);
    return bad;
}

void server_close(struct server *s)
{
    struct visit *next;
    if (!s->port)
        return;
    for (struct visit *v = s->visits; v; v = next) {
        next = v->next;
        leave(v);
    }
    uv_close((uv_handle_t *)&s->tcp, NULL);
    close(s->refused);
}
