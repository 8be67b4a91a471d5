/* SPDX-License-Identifier: MIT */
/* Bytes from a terminal, made into keys, clicks, turns of the wheel, pasted text and answers. Not by
 * ncurses: its getch would block the loop after a lone Esc. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "ui/app.h"

/* Zero is empty; there is nothing to free. */
struct input {
    char bytes[1024]; /* read; taken up to `at` */
    size_t at, n;
    int state;
    char kept[64]; /* of what has begun, NUL behind it */
    size_t length;
    bool pasting, returned; /* returned: the last of what is pasted was a carriage return */
    struct message queue[4];
    size_t queued;
};

/* Reads what has come: the number of bytes, or 0 for now, or negative if the terminal is gone. Call
 * input_next until it is false before reading again: it makes the room. */
int input_read(struct input *in, int fd);
/* The same from memory; returns how many of the n bytes there was room for. */
size_t input_feed(struct input *in, const char *s, size_t n);
/* Takes the next message out of what was read; false: there is no whole one. Some keys come as
 * several bytes of which the first is that of Esc: `last` says that nothing follows any more, so
 * that Esc is Esc. */
bool input_next(struct input *in, bool last, struct message *m);
/* A piece of something has been read. If nothing follows for so many milliseconds, nothing will:
 * ESCDELAY, or what suits the line, for what may be the key Esc; longer for what cannot. */
bool input_pending(const struct input *in);
int input_patience(const struct input *in);
