/* SPDX-License-Identifier: MIT */
#include "cmd/columns.h"

#include <string.h>

#include "base/utf8.h"

/* The bytes of the text that have room: up to a blank, or all of a word that is too long. */
static size_t fitting(const char *text, int room)
{
    size_t all = 0;
    for (size_t n = 0; text[n]; n = all + strspn(text + all, " ")) {
        size_t to = n + strcspn(text + n, " ");
        if (all && utf8_columns(text, to) > room)
            break;
        all = to;
    }
    return all;
}

void columns_put(FILE *f, int at, const char *left, const char *text)
{
    int x = utf8_columns(left, strlen(left));
    fputs(left, f);
    do {
        size_t n = fitting(text, COLUMNS_MOST - at);
        if (x + (x > 0) > at) {
            putc('\n', f);
            x = 0;
        }
        fprintf(f, "%*s%.*s\n", n ? at - x : 0, "", (int)n, text);
        text += n + strspn(text + n, " ");
        x = 0;
    } while (*text);
}
