/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "output.h"
#include "scenes/scene.h"
#include "story/export.h"
#include "trace/save.h"

/* ---- output that is checked ---- */

int finish_output(int status)
{
    if (!fflush(stdout) && !ferror(stdout))
        return status;
    report("standard output cannot be written: %s", strerror(errno));
    return 1;
}

/* ---- run ---- */

struct printer {
    struct observer observer;  /* first */
    bool plain_out, plain_err; /* nothing that a terminal would obey comes through */
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

static void print(struct observer *o, const struct event *e, const struct note *n)
{
    const struct printer *p = (struct printer *)o;
    if (e->kind == EV_OUT) {
        put_text(stdout, p->plain_out, n->text, n->len);
    } else if (e->kind == EV_ERR) {
        fflush(stdout);
        put_text(stderr, p->plain_err, n->text, n->len);
    } else if (e->kind == EV_WARNING) {
        fflush(stdout);
        report("warning: %.*s", (int)n->len, n->text);
    } else if (e->kind == EV_DEADLOCK) {
        fflush(stdout);
        report("deadlock: %.*s", (int)n->len, n->text ? n->text : "");
    } else if (e->kind == EV_IDLE) {
        fflush(stdout);
    }
}

/* A program that one runs may do to the terminal what it likes; a file that one was sent may not.
 */
static int print_trace(struct target *target, const struct options *o)
{
    struct printer printer = {.plain_out = isatty(STDOUT_FILENO),
                              .plain_err = isatty(STDERR_FILENO)};
    struct player p;
    int status = player_open(&p, target, o->history);
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
    struct printer printer = {.observer.see = print};
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

int command_run(const struct options *o)
{
    struct target *t = NULL;
    int status = target_open(&t, &o->wish);
    if (!status)
        status = t->recorded ? print_trace(t, o) : run_target(t, o);
    if (t)
        t->type->free(t);
    return finish_output(status);
}

/* ---- trace ---- */

/* The whole story from the first event kept, written as it goes so that a long one needs no memory
 * twice. */
static void write_trace(struct player *p, enum format format, FILE *f)
{
    struct buf b = {0};
    player_end(p);
    player_start(p);
    if (format == FORMAT_TEXT)
        export_header(&b);
    while (player_step(p, 1)) {
        if (format == FORMAT_SEQ)
            save_seq(&b, &p->model);
        else if (format == FORMAT_NDJSON)
            save_event(&b, &p->model);
        else
            export_line(&b, &p->model);
        if (b.len > 1 << 16) {
            fwrite(b.s, 1, b.len, f);
            buf_clear(&b);
        }
    }
    fwrite(buf_str(&b), 1, b.len, f);
    buf_free(&b);
}

static int trace_target(struct target *t, const struct options *o)
{
    struct player p;
    struct output out;
    int bad = player_open(&p, t, o->history);
    if (!bad)
        bad = output_open(&out, o->output);
    if (!bad) {
        write_trace(&p, o->format ? o->format : FORMAT_TEXT, out.f);
        bad = output_close(&out);
    }
    player_close(&p);
    return bad;
}

int command_trace(const struct options *o)
{
    struct target *t = NULL;
    int bad = target_open(&t, &o->wish);
    if (!bad)
        bad = trace_target(t, o);
    if (t)
        t->type->free(t);
    return bad;
}

/* ---- list, help ---- */

int command_list(void)
{
    for (const struct scene *const *s = scenes; *s; s++)
        printf("%-17s %s\n", (*s)->program.name, (*s)->summary);
    return finish_output(0);
}
