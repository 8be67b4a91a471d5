/* SPDX-License-Identifier: MIT */
#include "live/stops.h"

#include <string.h>

static bool has_line(const char *lines, const char *line, size_t n)
{
    for (const char *at = lines; (at = memmem(at, strlen(at), line, n)); at += n)
        if (at == lines || at[-1] == '\n')
            return true;
    return false;
}

/* Orders for the lines of `a` that `b` has not. */
static void say_lines(struct link *l, const char *order, const char *a, const char *b)
{
    for (const char *end; (end = strchr(a, '\n')); a = end + 1)
        if (!has_line(b, a, (size_t)(end + 1 - a)))
            link_say(l, "%s %.*s", order, (int)(end - a), a);
}

void stops_set(struct stops *s, struct link *l, const char *lines)
{
    say_lines(l, "B", lines, buf_str(&s->known));
    say_lines(l, "D", buf_str(&s->known), lines);
    buf_clear(&s->known);
    buf_puts(&s->known, lines);
}

void stops_close(struct stops *s)
{
    buf_free(&s->known);
}
