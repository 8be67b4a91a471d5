/* SPDX-License-Identifier: MIT */
/* Bytes from a terminal, made into keys, clicks and turns of the wheel. Not by ncurses: its getch
 * would block the loop after a lone Esc. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "ui/app.h"

/* Zero is empty; there is nothing to free. */
struct input {
    char bytes[1024]; /* read and not taken yet */
    size_t n;
};

/* Reads what has come: the number of bytes, or 0 for now, or negative if the terminal is gone. Call
 * input_next until it is false before reading again: it makes the room. */
int input_read(struct input *in, int fd);
/* Takes the next key, click or turn of the wheel out of what was read; false: there is no whole
 * one. Some keys come as several bytes of which the first is that of Esc: `last` says that nothing
 * follows any more, so that Esc is Esc. */
bool input_next(struct input *in, bool last, struct message *m);
/* A piece of a key has been read. If nothing follows for ESCAPE_MS, nothing will. */
bool input_pending(const struct input *in);
enum { ESCAPE_MS = 25 };
