/* SPDX-License-Identifier: MIT */
#include "io/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Seconds in which a connection must stand, if nothing else ends the fetch; redirects that it
 * follows. */
enum { CONNECTED = 300, REDIRECTS = 10 };

static void note(struct transfer *t, enum leg p)
{
    t->news |= leg_bit(p);
    t->all->changed(t->all->data);
}

/* ---- curl's sockets and timers are libuv's ---- */

struct watch {
    uv_poll_t poll;
    curl_socket_t socket;
    struct transfers *all;
};

static void free_watch(uv_handle_t *handle)
{
    free(handle->data);
}

static void end(struct transfer *t, CURLcode result)
{
    t->over = true;
    t->result = t->too_long ? CURLE_FILESIZE_EXCEEDED : result;
    note(t, t->result == CURLE_OK ? LEG_BODY : LEG_FAILED);
}

static void take_messages(struct transfers *all)
{
    CURLMsg *m;
    int left;
    while ((m = curl.multi_info_read(all->multi, &left))) {
        struct transfer *t;
        if (m->msg != CURLMSG_DONE)
            continue;
        curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        end(t, m->data.result);
    }
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watch *w = poll->data;
    struct transfers *all = w->all;
    int running, what = status < 0 ? CURL_CSELECT_ERR : 0;
    what |= events & UV_READABLE ? CURL_CSELECT_IN : 0;
    what |= events & UV_WRITABLE ? CURL_CSELECT_OUT : 0;
    curl.multi_socket_action(all->multi, w->socket, what, &running);
    take_messages(all);
}

static void on_timer(uv_timer_t *timer)
{
    struct transfers *all = timer->data;
    int running;
    curl.multi_socket_action(all->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    take_messages(all);
}

static int set_timer(CURLM *multi, long milliseconds, void *data)
{
    struct transfers *all = data;
    (void)multi;
    if (milliseconds < 0) {
        uv_timer_stop(&all->timer);
        return 0;
    }
    uv_update_time(all->loop);
    uv_timer_start(&all->timer, on_timer, (uint64_t)milliseconds, 0);
    return 0;
}

static struct watch *watch_new(struct transfers *all, curl_socket_t socket)
{
    struct watch *w = xcalloc(1, sizeof *w);
    w->socket = socket;
    w->all = all;
    w->poll.data = w;
    uv_poll_init_socket(all->loop, &w->poll, socket);
    curl.multi_assign(all->multi, socket, w);
    return w;
}

static int set_socket(CURL *easy, curl_socket_t socket, int what, void *data, void *watch)
{
    struct watch *w = watch;
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (!w)
            return 0;
        curl.multi_assign(w->all->multi, socket, NULL);
        uv_poll_stop(&w->poll);
        uv_close((uv_handle_t *)&w->poll, free_watch);
        return 0;
    }
    w = w ? w : watch_new(data, socket);
    uv_poll_start(&w->poll,
                  (what & CURL_POLL_IN ? UV_READABLE : 0) |
                      (what & CURL_POLL_OUT ? UV_WRITABLE : 0),
                  on_poll);
    return 0;
}

/* ---- how far it has got ---- */

static int on_connected(void *data, char *peer, char *local, int peer_port, int local_port)
{
    struct transfer *t = data;
    (void)local;
    (void)peer_port;
    (void)local_port;
    snprintf(t->address, sizeof t->address, "%s", peer);
    note(t, LEG_CONNECT);
    return CURL_PREREQFUNC_OK;
}

static int on_debug(CURL *easy, curl_infotype type, char *text, size_t n, void *data)
{
    (void)easy;
    (void)text;
    (void)n;
    if (type == CURLINFO_HEADER_OUT)
        note(data, LEG_REQUEST);
    return 0;
}

/* "HTTP/1.1 404 Not Found", of which the last words are kept. */
static void note_reason(struct transfer *t, const char *line, size_t n)
{
    const char *at = n > 5 && !memcmp(line, "HTTP/", 5) ? memchr(line, ' ', n) : NULL;
    if (!at)
        return;
    const char *end = line + n, *words = memchr(at + 1, ' ', (size_t)(end - at - 1));
    while (end > line && (end[-1] == '\r' || end[-1] == '\n'))
        end--;
    snprintf(t->reason, sizeof t->reason, "%.*s", words ? (int)(end - words - 1) : 0,
             words ? words + 1 : "");
}

/* An empty line ends a head: not the last one, if it leads elsewhere. */
static size_t on_header(char *line, size_t size, size_t n, void *data)
{
    struct transfer *t = data;
    bool ends = size * n <= 2;
    note(t, LEG_FIRST_BYTE);
    note_reason(t, line, size * n);
    if (!ends)
        return size * n;
    curl.easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &t->status);
    t->head = t->status >= 200 && (t->status < 300 || t->status >= 400);
    return size * n;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *data)
{
    struct transfer *t = data;
    t->too_long = t->body.len + size * n > t->most;
    if (t->too_long)
        return 0;
    buf_add(&t->body, bytes, size * n);
    return size * n;
}

static int no_address(void *resolver, void *nothing, void *data)
{
    (void)resolver;
    (void)nothing;
    (void)data;
    return CURLE_COULDNT_RESOLVE_HOST; /* any but 0 */
}

/* ---- what curl is told ---- */

/* No proxy of the environment's, no signals, a connection of its own: as aiohttp's session does it
 * that is made for one fetch. */
static void set_options(struct transfer *t, const char *url)
{
    CURL *e = t->easy;
    curl.easy_setopt(e, CURLOPT_URL, url);
    curl.easy_setopt(e, CURLOPT_PRIVATE, t);
    curl.easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(e, CURLOPT_FOLLOWLOCATION, 1L);
    curl.easy_setopt(e, CURLOPT_MAXREDIRS, (long)REDIRECTS);
    curl.easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(e, CURLOPT_PROXY, "");
    curl.easy_setopt(e, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
    curl.easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
    curl.easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, CONNECTED * 1000L);
    curl.easy_setopt(e, CURLOPT_USERAGENT, "loopscope");
}

static void set_callbacks(struct transfer *t)
{
    CURL *e = t->easy;
    curl.easy_setopt(e, CURLOPT_PREREQFUNCTION, on_connected);
    curl.easy_setopt(e, CURLOPT_PREREQDATA, t);
    curl.easy_setopt(e, CURLOPT_VERBOSE, 1L);
    curl.easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_debug);
    curl.easy_setopt(e, CURLOPT_DEBUGDATA, t);
    curl.easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl.easy_setopt(e, CURLOPT_HEADERDATA, t);
    curl.easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl.easy_setopt(e, CURLOPT_WRITEDATA, t);
}

static void set_route(struct transfer *t, const struct route *route)
{
    char to[48];
    snprintf(to, sizeof to, "::127.0.0.1:%d", route->port);
    if (route->header)
        t->headers = curl.slist_append(NULL, route->header);
    if (route->port)
        t->connect_to = curl.slist_append(NULL, to);
    curl.easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
    curl.easy_setopt(t->easy, CURLOPT_CONNECT_TO, t->connect_to);
    curl.easy_setopt(t->easy, CURLOPT_TIMEOUT, route->longest);
    if (route->unknown)
        curl.easy_setopt(t->easy, CURLOPT_RESOLVER_START_FUNCTION, no_address);
    if (route->port || route->unknown) {
        curl.easy_setopt(t->easy, CURLOPT_IPRESOLVE, (long)CURL_IPRESOLVE_V4);
        return;
    }
    curl.easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "");
}

/* ---- life ---- */

void transfers_open(struct transfers *all, uv_loop_t *loop)
{
    all->loop = loop;
    all->multi = curl.multi_init();
    uv_timer_init(loop, &all->timer);
    all->timer.data = all;
    curl.multi_setopt(all->multi, CURLMOPT_SOCKETFUNCTION, set_socket);
    curl.multi_setopt(all->multi, CURLMOPT_SOCKETDATA, all);
    curl.multi_setopt(all->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl.multi_setopt(all->multi, CURLMOPT_TIMERDATA, all);
}

void transfers_close(struct transfers *all)
{
    if (!all->multi)
        return;
    while (all->first)
        transfer_drop(all->first);
    curl.multi_cleanup(all->multi);
    all->multi = NULL;
    uv_close((uv_handle_t *)&all->timer, NULL);
}

bool transfer_url_is_good(const char *url)
{
    CURLU *u = curl.url();
    char *host = NULL;
    bool good =
        !curl.url_set(u, CURLUPART_URL, url, 0) && !curl.url_get(u, CURLUPART_HOST, &host, 0);
    curl.free(host);
    curl.url_cleanup(u);
    return good;
}

void transfer_begin(struct transfer *t, struct transfers *all, const struct route *route)
{
    t->all = all;
    t->easy = curl.easy_init();
    set_options(t, route->url);
    set_callbacks(t);
    set_route(t, route);
    if (all->first)
        all->last->next = t;
    else
        all->first = t;
    all->last = t;
    t->news = leg_bit(LEG_OPEN) | (route->unknown ? 0 : leg_bit(LEG_RESOLVE));
    curl.multi_add_handle(all->multi, t->easy);
}

void transfer_time_out(struct transfer *t)
{
    curl.multi_remove_handle(t->all->multi, t->easy);
    end(t, CURLE_OPERATION_TIMEDOUT);
}

static void unlist(struct transfer *t)
{
    struct transfer **at = &t->all->first, *last = NULL;
    while (*at != t) {
        last = *at;
        at = &(*at)->next;
    }
    *at = t->next;
    if (t->all->last == t)
        t->all->last = last;
}

void transfer_drop(struct transfer *t)
{
    if (!t->easy)
        return;
    unlist(t);
    curl.multi_remove_handle(t->all->multi, t->easy);
    curl.easy_cleanup(t->easy);
    curl.slist_free_all(t->headers);
    curl.slist_free_all(t->connect_to);
    buf_free(&t->body);
    t->easy = NULL;
    t->over = true;
}
