/* SPDX-License-Identifier: MIT */
/* trace: every event as text, the story of it, or what other programs read. */
#include <string.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/parse.h"
#include "cmd/pager.h"
#include "export/export.h"
#include "story/export.h"
#include "target/open.h"
#include "trace/save.h"
#include "player/player.h"

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
static const struct export_format *const exports[] = {&export_chrome, &export_gantt,
                                                      &export_sequence, &export_dot, &export_csv};
static const char *const names[] = {
    "text", "story", "ndjson", "seq", "chrome", "mermaid-gantt", "mermaid-sequence",
    "dot",  "csv",   NULL};

/* Of other programs; NULL: it is none of these. */
static const struct export_format *export_named(const char *name)
{
    for (size_t i = 0; name && i < sizeof exports / sizeof *exports; i++)
        if (!strcmp(exports[i]->name, name))
            return exports[i];
    return NULL;
}

/* NULL: the first. */
static const struct text_format *text_format(const char *name)
{
    size_t i = 0;
    while (name && strcmp(text_formats[i].name, name))
        i++;
    return &text_formats[i];
}

enum { CHUNK = 1 << 16 }; /* bytes written at a time */

/* The whole story from the first event kept, written as it goes so that a long one needs no memory
 * twice. */
static void write_trace(struct player *p, const struct text_format *format, FILE *f)
{
    struct buf b = {0};
    if (format->header)
        format->header(&b);
    while (format->step(p, 1)) {
        format->write(&b, p);
        if (b.len > CHUNK) {
            fwrite(b.s, 1, b.len, f);
            buf_clear(&b);
        }
    }
    fwrite(buf_str(&b), 1, b.len, f);
    buf_free(&b);
}

static void write_export(struct player *p, const struct export_format *format, bool by_event,
                         FILE *f)
{
    struct export x = {.format = format, .m = &p->model, .f = f, .by_event = by_event};
    export_begin(&x);
    while (format->walks && !x.full && player_step(p, 1))
        export_event(&x);
    export_end(&x);
    export_close(&x);
}

/* Behind the event that is asked for, or the last. 0, or an exit status after a sentence on stderr. */
static int seek_event(struct player *p, const struct options *o)
{
    uint32_t first = p->trace.first, end = p->trace.end;
    if (parse_given(o, "event") && (o->event < first || o->event >= end))
        return usage_error("there is no event %u; they are numbered from %u to %u", o->event, first,
                           end - 1);
    player_seek(p, parse_given(o, "event") ? o->event + 1 : end);
    player_look_at_moment(p);
    return 0;
}

/* All of it is there, however long that takes, and the cursor where the format begins. */
static int prepare(struct player *p, const struct options *o)
{
    const struct export_format *export = export_named(o->format);
    if (player_is_live(p))
        player_finish(p);
    player_end(p);
    if (export && !export->walks)
        return seek_event(p, o);
    player_start(p);
    return 0;
}

static int trace_target(struct target *t, const struct options *o)
{
    struct player p;
    struct output out;
    const struct export_format *export = export_named(o->format);
    int bad = player_open_within(&p, t, o->history, o->memory);
    if (!bad)
        bad = prepare(&p, o);
    if (!bad)
        bad = output_open(&out, o->output);
    if (!bad) {
        if (export)
            write_export(&p, export, parse_given(o, "axis") ? o->by_event : !p.trace.real, out.f);
        else
            write_trace(&p, text_format(o->format), out.f);
        bad = output_close(&out);
    }
    player_close(&p);
    return bad;
}

static int check(const struct options *o)
{
    const struct export_format *format = export_named(o->format);
    if (parse_given(o, "axis") && !(format && format->axis))
        return usage_error("--axis goes with --format chrome and mermaid-gantt");
    if (parse_given(o, "event") && (!format || format->walks))
        return usage_error("--event goes with --format dot and csv");
    return 0;
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
    .summary = "print every event; --format for other programs, too",
    .named = NAME_MUST,
    .options = TAKES_OWN | TAKES_FORMAT | TAKES_OUTPUT | TAKES_EXPORT,
    .formats = names,
    .check = check,
    .run = run,
};
