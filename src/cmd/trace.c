/* SPDX-License-Identifier: MIT */
/* trace: every event as text. */
#include <string.h>

#include "cmd/command.h"
#include "cmd/output.h"
#include "story/export.h"
#include "target/open.h"
#include "trace/save.h"

/* How the event behind a model's cursor is written. */
struct text_format {
    const char *name;
    void (*header)(struct buf *out); /* or NULL */
    void (*event)(struct buf *out, const struct model *m);
};

static const struct text_format text_formats[] = {
    {"text", export_header, export_line},
    {"ndjson", NULL, save_event},
    {"seq", NULL, save_seq},
};
static const char *const names[] = {"text", "ndjson", "seq", NULL};

/* NULL: the first. */
static const struct text_format *text_format(const char *name)
{
    size_t i = 0;
    while (name && strcmp(text_formats[i].name, name))
        i++;
    return &text_formats[i];
}

/* The whole story from the first event kept, written as it goes so that a long one needs no memory
 * twice. */
static void write_trace(struct player *p, const struct text_format *format, FILE *f)
{
    struct buf b = {0};
    player_end(p);
    player_start(p);
    if (format->header)
        format->header(&b);
    while (player_step(p, 1)) {
        format->event(&b, &p->model);
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
        write_trace(&p, text_format(o->format), out.f);
        bad = output_close(&out);
    }
    player_close(&p);
    return bad;
}

static int run(const struct options *o)
{
    struct target *t = NULL;
    int bad = target_open(&t, &o->wish);
    if (!bad)
        bad = trace_target(t, o);
    if (t)
        t->type->free(t);
    return bad;
}

const struct command command_trace = {
    .name = "trace",
    .usage = "SCENE|FILE",
    .summary = "print every event; --format text, ndjson or seq",
    .named = NAME_MUST,
    .options = TAKES_FORMAT | TAKES_OUTPUT,
    .formats = names,
    .run = run,
};
