/* SPDX-License-Identifier: MIT */
/* The cursor of a terminal, led from cell to cell in as few bytes of an asciicast as will do: an ESC is six
 * there, and \n and \b are two. As with curses, \n keeps the column. */
#pragma once

struct cursor {
    int y, x; /* y: negative where nobody knows */
};

/* More than one way takes, as the terminal gets it. */
enum { CURSOR_BYTES = 20 };

/* Appends the way to (y, x), on a screen of w columns; returns where it ends. */
char *cursor_to(char *out, struct cursor *c, int y, int x, int w);

/* ESC [ n letter, without an n that is one where that is the same. */
char *cursor_sequence(char *out, int n, char letter);
