/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "output.h"
#include "scenes/scene.h"
#include "story/export.h"
#include "subject.h"

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
static int print_trace(struct subject *s)
{
    struct printer p = {.plain_out = isatty(STDOUT_FILENO), .plain_err = isatty(STDERR_FILENO)};
    const struct trace *t = &s->player.trace;
    for (uint32_t i = t->first; i < t->end; i++)
        print(&p.observer, trace_at(t, i), trace_note(t, i));
    return s->player.head.status;
}

static int run_program(struct subject *s, const struct options *o)
{
    struct printer printer = {.observer.see = print};
    struct lint lint;
    struct runner runner;
    lint_init(&lint, &printer.observer);
    int r = runner_init(&runner, o->clock, o->warnings ? &lint.observer : &printer.observer);
    if (r < 0) {
        report("no event loop could be made: %s", uv_strerror(r));
        return 1;
    }
    runner_start(&runner, &s->program);
    runner_finish(&runner);
    int status = runner.status;
    runner_close(&runner);
    lint_close(&lint);
    return status;
}

int command_run(const struct options *o)
{
    struct subject s;
    int status = subject_prepare(&s, o);
    if (!status)
        status = subject_is_trace(&s) ? print_trace(&s) : run_program(&s, o);
    subject_close(&s);
    return finish_output(status);
}

/* ---- trace ---- */

/* The whole story from the first event kept, written as it goes so that a long one needs no memory
 * twice. */
static void write_trace(struct subject *s, enum format format, FILE *f)
{
    struct player *p = &s->player;
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

int command_trace(const struct options *o)
{
    struct subject s;
    struct output out;
    int bad = subject_open(&s, o);
    if (!bad)
        bad = output_open(&out, o->output);
    if (!bad) {
        write_trace(&s, o->format ? o->format : FORMAT_TEXT, out.f);
        bad = output_close(&out);
    }
    subject_close(&s);
    return bad;
}

/* ---- list, help ---- */

int command_list(void)
{
    for (const struct scene *const *s = scenes; *s; s++)
        printf("%-17s %s\n", (*s)->program.name, (*s)->summary);
    return finish_output(0);
}
