/* SPDX-License-Identifier: MIT */
#include "live/terminal.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

#include "base/now.h"

/* Seconds: behind which what came from the terminal would have been told of, if the program tells
 * anything; and at the latest. */
static const double soon = 0.02, late = 0.25;

void terminal_close(struct terminal *t)
{
    printed_close(&t->printed);
}

bool terminal_take(struct terminal *t)
{
    char text[1 << 14];
    ssize_t n = read(t->child->terminal, text, sizeof text);
    t->closed |= n < 0 && errno == EIO;
    if (n <= 0)
        return false;
    printed_seen(&t->printed, text, (size_t)n);
    keep_output(&t->voice->keep, text, (size_t)n);
    return true;
}

/* Before it has told of its start nothing else can be. */
static bool sort(struct terminal *t, uint64_t certain)
{
    const char *text;
    size_t n;
    bool any = false;
    while (t->voice->started && (text = printed_rest(&t->printed, certain, &n))) {
        voice_printed(t->voice, text, n);
        any = true;
    }
    if (!printed_open(&t->printed))
        t->doubted = 0;
    return any;
}

void terminal_catch_up(struct terminal *t)
{
    while (terminal_take(t))
        ;
    sort(t, printed_so_far(&t->printed));
}

/* The program tells of what it prints when it has printed it. What it tells comes in a row, and what came
 * behind a while in which it told nothing cannot lie before that. */
bool terminal_doubt(struct terminal *t, bool told)
{
    uint64_t certain = 0;
    double age = now() - t->since;
    sort(t, 0);
    if (!printed_open(&t->printed))
        return false;
    if (!t->doubted) {
        t->doubted = printed_so_far(&t->printed);
        t->since = now();
        t->dry = false;
        return false;
    }
    if (told ? t->dry : age > late)
        certain = t->doubted;
    t->dry |= !told && age > soon;
    bool any = certain && sort(t, certain);
    if (certain)
        t->doubted = 0;
    return any;
}

double terminal_patience(const struct terminal *t)
{
    if (!t->voice->started || !printed_open(&t->printed))
        return INFINITY;
    return fmax(0.001, (t->dry ? late : soon) - (now() - t->since));
}

void terminal_told(struct terminal *t, const char *text, size_t n)
{
    printed_told(&t->printed, text, n);
}

void terminal_type(struct terminal *t, struct child *c, const char *line)
{
    struct buf text = {0};
    buf_printf(&text, "%s\n", line);
    if (t->voice->started && child_echoes(c)) {
        printed_told(&t->printed, text.s, text.len);
        voice_printed(t->voice, text.s, text.len);
    }
    child_type(c, text.s, text.len);
    buf_free(&text);
}

/* What a terminal shows of that key nobody has printed. */
void terminal_interrupt(struct terminal *t, struct child *c)
{
    if (child_echoes(c))
        printed_told(&t->printed, "^C", 2);
    child_interrupt(c);
}
