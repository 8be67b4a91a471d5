/* SPDX-License-Identifier: MIT */
/* A socket to the tracer in a program: its lines come up, orders go down (docs/python.md). Nothing here
 * waits. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

struct link {
    int fd; /* -1: it is closed */
    struct buf in, out;
    size_t at, looked; /* of `in`: what was given out, and what holds no end of a line */
};

/* 0 and the other end, or a negative errno. */
int link_open(struct link *l, int *other);
void link_close(struct link *l);
/* Takes in some of what has come. false: nothing has, or the other end is closed, and then so is this. */
bool link_read(struct link *l);
/* The next whole line, without its end, good until the next call of link_read; NULL: there is none. */
char *link_line(struct link *l, size_t *n);
/* Is a line longer than any can be? */
bool link_is_flooded(const struct link *l);
/* Gives an order, with its end of line. */
void link_say(struct link *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Sends what could not be sent yet. */
void link_send(struct link *l);
