/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include <errno.h>
#include <string.h>

#include "output.h"
#include "scenes/scene.h"
#include "subject.h"
#include "trace/export.h"

/* ---- output that is checked ---- */

int finish_output(int status)
{
    if (!fflush(stdout) && !ferror(stdout))
        return status;
    fprintf(stderr, "loopscope: standard output cannot be written: %s\n", strerror(errno));
    return 1;
}

/* ---- run ---- */

static void print(struct observer *o, const struct event *e, const struct note *n)
{
    (void)o;
    if (e->kind == EV_OUT) {
        fwrite(n->text, 1, n->len, stdout);
    } else if (e->kind == EV_ERR) {
        fflush(stdout);
        fwrite(n->text, 1, n->len, stderr);
    } else if (e->kind == EV_WARNING) {
        fflush(stdout);
        fprintf(stderr, "loopscope: warning: %.*s\n", (int)n->len, n->text);
    } else if (e->kind == EV_DEADLOCK) {
        fflush(stdout);
        fprintf(stderr, "loopscope: deadlock: %.*s\n", (int)n->len, n->text ? n->text : "");
    } else if (e->kind == EV_IDLE) {
        fflush(stdout);
    }
}

static int print_trace(struct subject *s)
{
    const struct trace *t = &s->player.trace;
    for (uint32_t i = t->first; i < t->end; i++)
        print(NULL, trace_at(t, i), trace_note(t, i));
    return s->player.head.status;
}

static int run_program(struct subject *s, const struct options *o)
{
    struct observer observer = {.see = print};
    struct lint lint;
    struct runner runner;
    lint_init(&lint, &observer);
    int r = runner_init(&runner, o->clock, o->warnings ? &lint.observer : &observer);
    if (r < 0) {
        fprintf(stderr, "loopscope: no event loop could be made: %s\n", uv_strerror(r));
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
            save_event(&b, &p->model, s->sources,
                       (s->sources[0].text != NULL) + (s->sources[1].text != NULL));
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
