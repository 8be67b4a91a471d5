/* SPDX-License-Identifier: MIT */
#include "cmd/run_own.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/report.h"
#include "live/limits.h"
#include "story/lint.h"
#include "target/plain.h"

enum {
    SAID_MOST = 20,
    KINDS = 16
}; /* warnings of one kind that are said: of more there is a number */

struct said {
    char name[32]; /* "": of other kinds than there is room for */
    unsigned n;
};

/* What is to be said when it has ended: its own output is its own. */
struct afterwards {
    struct observer observer; /* first */
    struct buf lines;         /* each ends with a zero */
    struct said said[KINDS];
    bool started;
};

static struct said *said_of(struct afterwards *a, const char *name)
{
    struct said *s = a->said, *last = a->said + KINDS - 1;
    while (s < last && s->n && strcmp(s->name, name) != 0)
        s++;
    if (!s->n && s < last)
        snprintf(s->name, sizeof s->name, "%s", name);
    return s;
}

static void remember(struct observer *o, const struct event *e, const struct note *n)
{
    struct afterwards *a = (struct afterwards *)o;
    size_t before = a->lines.len;
    a->started |= e->kind == EV_START;
    if (!lint_sentence(&a->lines, e, n, true))
        return;
    const char *name = n->name ? n->name : e->kind == EV_DEADLOCK ? "deadlock" : "warning";
    if (said_of(a, name)->n++ >= SAID_MOST)
        a->lines.len = before;
    else
        buf_add(&a->lines, "", 1);
}

static void say_afterwards(struct observer *o)
{
    struct lint *lint = (struct lint *)o;
    struct afterwards *a = (struct afterwards *)lint->to;
    for (const char *s = buf_str(&a->lines), *end = s + a->lines.len; s < end; s += strlen(s) + 1)
        report("%s", s);
    for (const struct said *s = a->said; s < a->said + KINDS && s->n; s++)
        if (s->n > SAID_MOST)
            report("warning: %u more of “%s”", s->n - SAID_MOST, s->name);
    if (!a->started)
        report("it was not seen, so there are no warnings: " UNSEEN);
    buf_free(&a->lines);
    lint_close(lint);
}

int run_own(const struct options *o)
{
    struct afterwards a = {.observer.see = remember};
    struct lint lint;
    if (!o->warnings)
        return plain_run(&o->wish, NULL);
    lint_init(&lint, &a.observer);
    return plain_run(&o->wish, &(struct plain_ear){&lint.observer, say_afterwards});
}
