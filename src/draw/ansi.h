/* SPDX-License-Identifier: MIT */
/* The colours a watched program prints in. Only they are taken from its output; whatever else a
 * terminal would obey is text like any other, and win_putn draws it escaped. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "draw/screen.h"

/* What the sequences so far have left switched on; zero to begin with. */
struct ansi {
    bool colored, bold;
    uint8_t color; /* 0 to 15 */
};

/* Obeys the colour sequences (SGR: ECMA-48, 8.3.117) at the beginning of s and finds the text
 * behind them: *text, *len bytes, up to the next one; 0 at the end. Returns how many of the n bytes
 * are dealt with. */
size_t ansi_next(struct ansi *a, const char *s, size_t n, const char **text, size_t *len);
/* Obeys all of them. */
void ansi_skip(struct ansi *a, const char *s, size_t n);

/* `st` in these colours. */
struct style ansi_style(const struct ansi *a, struct style st);
