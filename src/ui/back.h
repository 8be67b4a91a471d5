/* SPDX-License-Identifier: MIT */
/* The way back: what leaves a good terminal behind if a signal ends the program, and keeps what is
 * written to a standard error that is a terminal too until nobody paints over it. For src/ui/term.c
 * alone; there is one. */
#pragma once
#include <stdbool.h>

/* Before anything of the terminal behind fd is changed: from here on each signal that would end the
 * program, and that nobody else has taken, first brings it back to what it is now. fd must stay
 * open until back_close. NULL, or a sentence why this terminal cannot be used. */
const char *back_open(int fd, const char *term, bool mouse);
/* The kind of terminal behind fd, for curses: TERM's, or what nearly all of those that are not in the
 * database understand. NULL: there is no database. */
const char *back_term(int fd);
/* The terminal is as it was. Does nothing if there is no way back to close. */
void back_close(void);
/* The terminal belongs to others for a while, and whatever ends us leaves it to them. */
void back_leave(bool left);

/* What is pasted comes in brackets, and we are told when we are looked at again. */
#define LISTEN_ON  "\033[?2004h\033[?1004h"
#define LISTEN_OFF "\033[?1004l\033[?2004l"
/* Clicks and the wheel, told to us or not. */
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
