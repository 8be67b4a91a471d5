/* SPDX-License-Identifier: MIT */
#include "target/peek.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"

/* Bytes: so much of a first value is looked at, so much is read at a time. */
enum { LOOK = 64 << 20, CHUNK = 4096, FILE_CHUNK = 1 << 16 };

/* ---- the keys of the first value ---- */

struct scan {
    size_t at;          /* bytes looked at */
    size_t depth;       /* of brackets */
    size_t string, end; /* where the latest string begins and ends */
    bool in_string, escaped;
    bool pending;            /* that string may turn out to be a key */
    bool main, event, other; /* keys seen: "main"; "e"; another that scenarios have */
    bool over;
};

/* As JSON reads it: escapes may hide a name. */
static void take_key(struct scan *s, const struct buf *b)
{
    static const char *const others[] = {"defs", "locks", "sems", "events", "queues"};
    json_t *key = json_loadb(b->s + s->string, s->end - s->string, JSON_DECODE_ANY, NULL);
    const char *name = json_string_value(key);
    if (name && !strcmp(name, "main"))
        s->main = s->over = true;
    if (name && !strcmp(name, "e"))
        s->event = true;
    for (size_t i = 0; name && i < sizeof others / sizeof *others; i++)
        s->other |= !strcmp(name, others[i]);
    json_decref(key);
}

/* A line cannot end within a string: the value is broken. */
static void step_in_string(struct scan *s, char c)
{
    if (c == '\n')
        s->over = true;
    else if (s->escaped)
        s->escaped = false;
    else if (c == '\\')
        s->escaped = true;
    else if (c == '"') {
        s->in_string = false;
        s->end = s->at + 1;
        s->pending = s->depth == 1;
    }
}

static void step(struct scan *s, const struct buf *b)
{
    char c = b->s[s->at];
    if (s->in_string) {
        step_in_string(s, c);
        return;
    }
    if (c && strchr(" \t\r\n", c))
        return;
    if (c == ':' && s->pending)
        take_key(s, b);
    s->pending = false;
    if (!s->depth && c != '{')
        s->over = true;
    else if (c == '{' || c == '[')
        s->depth++;
    else if (c == '}' || c == ']')
        s->over = !--s->depth;
    else if (c == '"') {
        s->in_string = true;
        s->string = s->at;
    }
}

static bool is_scenario(const struct scan *s)
{
    return s->main || (s->other && !s->event);
}

/* ---- the file behind it ---- */

struct peek {
    int fd;
    struct buf kept;
    size_t given;
};

static ssize_t read_fd(int fd, char *to, size_t n)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

static ssize_t read_on(void *cookie, char *to, size_t n)
{
    struct peek *p = cookie;
    size_t left = p->kept.len - p->given;
    if (!left)
        return read_fd(p->fd, to, n);
    n = n < left ? n : left;
    memcpy(to, p->kept.s + p->given, n);
    p->given += n;
    return (ssize_t)n;
}

static int close_peek(void *cookie)
{
    struct peek *p = cookie;
    buf_free(&p->kept);
    free(p);
    return 0;
}

/* Not more than is there: whoever writes into a pipe may wait for us. */
static bool read_some(struct peek *p)
{
    char chunk[CHUNK];
    ssize_t n = read_fd(p->fd, chunk, sizeof chunk);
    if (n > 0)
        buf_add(&p->kept, chunk, (size_t)n);
    return n > 0;
}

FILE *peek_open(int fd, bool *scenario)
{
    struct peek *p = xcalloc(1, sizeof *p);
    struct scan s = {0};
    p->fd = fd;
    while (!s.over && s.at < LOOK && (s.at < p->kept.len || read_some(p)))
        for (; !s.over && s.at < p->kept.len; s.at++)
            step(&s, &p->kept);
    *scenario = is_scenario(&s);
    FILE *again =
        fopencookie(p, "r", (cookie_io_functions_t){.read = read_on, .close = close_peek});
    if (again)
        setvbuf(again, NULL, _IOFBF, FILE_CHUNK);
    else
        close_peek(p);
    return again;
}
