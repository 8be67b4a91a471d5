/* SPDX-License-Identifier: MIT */
#include "live/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16,
    MOST_LINE = 16 << 20, /* bytes: a source text, with what is escaped in it */
    MOST_ORDERS = 1 << 20,
    HIGH = 200 /* the other end's number is out of the way of programs that count on low ones */
};

int link_open(struct link *l, int *other)
{
    int ends[2];
    *l = (struct link){.fd = -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return -errno;
    *other = fcntl(ends[1], F_DUPFD_CLOEXEC, HIGH);
    if (*other < 0)
        *other = ends[1];
    else
        close(ends[1]);
    l->fd = ends[0];
    fcntl(l->fd, F_SETFL, O_NONBLOCK);
    return 0;
}

void link_close(struct link *l)
{
    if (l->fd >= 0)
        close(l->fd);
    buf_free(&l->in);
    buf_free(&l->out);
    *l = (struct link){.fd = -1};
}

static void close_end(struct link *l)
{
    close(l->fd);
    l->fd = -1;
}

bool link_read(struct link *l)
{
    char chunk[CHUNK];
    if (l->fd < 0)
        return false;
    ssize_t n = recv(l->fd, chunk, sizeof chunk, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (n <= 0) {
        close_end(l);
        return false;
    }
    if (l->at) {
        memmove(l->in.s, l->in.s + l->at, l->in.len - l->at);
        l->in.len -= l->at;
        l->at = 0;
    }
    buf_add(&l->in, chunk, (size_t)n);
    return true;
}

char *link_line(struct link *l, size_t *n)
{
    char *s = buf_str(&l->in) + l->at;
    size_t left = l->in.len - l->at;
    const char *end = left > l->looked ? memchr(s + l->looked, '\n', left - l->looked) : NULL;
    if (!end) {
        l->looked = left;
        return NULL;
    }
    *n = (size_t)(end - s);
    l->at += *n + 1;
    l->looked = 0;
    return s;
}

bool link_is_flooded(const struct link *l)
{
    return l->in.len - l->at > MOST_LINE;
}

void link_send(struct link *l)
{
    if (l->fd < 0 || !l->out.len)
        return;
    ssize_t n = send(l->fd, l->out.s, l->out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0)
        return;
    memmove(l->out.s, l->out.s + n, l->out.len - (size_t)n);
    l->out.len -= (size_t)n;
}

void link_say(struct link *l, const char *fmt, ...)
{
    va_list ap;
    if (l->fd < 0 || l->out.len > MOST_ORDERS)
        return;
    va_start(ap, fmt);
    buf_vprintf(&l->out, fmt, ap);
    va_end(ap);
    buf_putc(&l->out, '\n');
    link_send(l);
}
