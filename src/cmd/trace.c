/* SPDX-License-Identifier: MIT */
/* trace: every event as text, or the story of it. */
#include <string.h>

#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/pager.h"
#include "story/export.h"
#include "target/open.h"
#include "trace/save.h"

/* How what lies behind the player's cursor is written, and how far apart that is. */
struct text_format {
    const char *name;
    void (*header)(struct buf *out); /* or NULL */
    bool (*step)(struct player *p, int by);
    void (*write)(struct buf *out, const struct player *p);
};

static void write_line(struct buf *out, const struct player *p)
{
    export_line(out, &p->model);
}

static void write_ndjson(struct buf *out, const struct player *p)
{
    save_event(out, &p->model);
}

static void write_seq(struct buf *out, const struct player *p)
{
    save_seq(out, &p->model);
}

static void write_moment(struct buf *out, const struct player *p)
{
    export_moment(out, &p->model, &p->moments);
}

static const struct text_format text_formats[] = {
    {"text", export_header, player_step, write_line},
    {"story", NULL, player_moment, write_moment},
    {"ndjson", NULL, player_step, write_ndjson},
    {"seq", NULL, player_step, write_seq},
};
static const char *const names[] = {"text", "story", "ndjson", "seq", NULL};

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
    if (player_is_live(p)) /* all of it, however long that takes */
        p->target->type->finish(p->target);
    player_end(p);
    player_start(p);
    if (format->header)
        format->header(&b);
    while (format->step(p, 1)) {
        format->write(&b, p);
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
    if (!bad && !o->output)
        pager_begin();
    if (!bad)
        bad = trace_target(t, o);
    pager_end();
    if (t)
        t->type->free(t);
    return bad;
}

const struct command command_trace = {
    .name = "trace",
    .usage = "SCENE|FILE",
    .summary = "print every event; --format text, story, ndjson or seq",
    .named = NAME_MUST,
    .options = TAKES_FORMAT | TAKES_OUTPUT,
    .formats = names,
    .run = run,
};
