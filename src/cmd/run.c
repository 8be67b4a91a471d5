/* SPDX-License-Identifier: MIT */
/* run: what the program prints, and nothing else. */
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/run_own.h"
#include "story/lint.h"
#include "target/open.h"
#include "player/player.h"

struct printer {
    struct observer observer;  /* first */
    bool plain_out, plain_err; /* nothing that a terminal would obey comes through */
    bool warnings;             /* those of the lints, too, and how to mend what is told */
};

static void put_text(FILE *f, bool plain, const char *s, size_t n)
{
    if (!plain) {
        fwrite(s, 1, n, f);
        return;
    }
    struct buf b = {0};
    for (const char *end = s + n; s < end;) {
        const char *stop = s;
        while (stop < end && *stop != '\n' && *stop != '\t')
            stop++;
        buf_plain(&b, s, (size_t)(stop - s));
        if (stop < end)
            buf_putc(&b, *stop++);
        s = stop;
    }
    fwrite(buf_str(&b), 1, b.len, f);
    buf_free(&b);
}

/* What happened that is not as it should be. */
static void print_trouble(const struct printer *p, const struct event *e, const struct note *n)
{
    struct buf b = {0};
    if (lint_sentence(&b, e, n, p->warnings)) {
        fflush(stdout);
        report("%s", buf_str(&b));
    }
    buf_free(&b);
}

static void print(struct observer *o, const struct event *e, const struct note *n)
{
    const struct printer *p = (struct printer *)o;
    if (e->kind == EV_OUT) {
        put_text(stdout, p->plain_out, n->text, n->len);
    } else if (e->kind == EV_ERR) {
        fflush(stdout);
        put_text(stderr, p->plain_err, n->text, n->len);
    } else if (e->kind == EV_IDLE) {
        fflush(stdout);
    } else {
        print_trouble(p, e, n);
    }
}

/* A scene may do to the terminal what it likes; a file that one was sent may not. */
static struct printer printer_for(const struct options *o)
{
    bool file = target_is_file(o->wish.what);
    return (struct printer){.observer.see = print,
                            .plain_out = file && isatty(STDOUT_FILENO),
                            .plain_err = file && isatty(STDERR_FILENO),
                            .warnings = o->warnings};
}

static int print_trace(struct target *target, const struct options *o)
{
    struct printer printer = printer_for(o);
    struct player p;
    int status = player_open_within(&p, target, o->history, o->memory);
    if (!status) {
        const struct trace *t = &p.trace;
        for (uint32_t i = t->first; i < t->end; i++)
            print(&printer.observer, trace_at(t, i), trace_note(t, i));
        status = p.head.status;
    }
    player_close(&p);
    return status;
}

static int run_target(struct target *t, const struct options *o)
{
    struct printer printer = printer_for(o);
    struct lint lint;
    lint_init(&lint, &printer.observer);
    int status = t->type->start(t, o->warnings ? &lint.observer : &printer.observer);
    if (!status) {
        t->type->finish(t);
        status = t->status;
        t->type->stop(t);
    }
    lint_close(&lint);
    return status;
}

static int run(const struct options *o)
{
    struct target *t = NULL;
    if (o->wish.own.launch)
        return run_own(o);
    int status = target_open(&t, &o->wish);
    if (!status)
        status = t->recorded ? print_trace(t, o) : run_target(t, o);
    if (t)
        t->type->free(t);
    return finish_output(status);
}

const struct command command_run = {
    .name = "run",
    .usage = "SCENE|FILE",
    .summary = "print exactly what the program prints, nothing else",
    .named = NAME_MUST,
    .options = TAKES_OWN | TAKES_WARNINGS,
    .run = run,
};
