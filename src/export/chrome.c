/* SPDX-License-Identifier: MIT */
/* Trace-event JSON, as chrome://tracing, Perfetto and speedscope read it: a track for the loop, on
 * which what runs lies within its tick, and one for each task, thread and process; arrows from whoever
 * schedules a handle to where it runs; and how many handles are ready.
 *
 * A slice begins (B) and ends (E) under the same name, as speedscope wants it; slices have no arguments,
 * as it takes those for a part of the name. */
#include "export/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/labels.h"
#include "export/tracks.h"
#include "story/words.h"

enum { PROGRAM = 1, LOOP = 1 }; /* pid of the program; tid of the loop, with actors behind it */

struct chrome {
    struct tracks tracks;
    struct handle_map arrows; /* handles to which an arrow leads from where they were scheduled */
    uint32_t ready;           /* the length of the queue, as it was told */
    bool any;                 /* something was written */
    char **open;              /* by actor - 1: the name of the slice that is open on its track */
    size_t nopen, cap;
    /* The same of the loop's track; "": none is. */
    char tick[24];
    struct buf handle;
    struct buf
        alone; /* the same of a program without a loop or threads, all of which is a slice there */
    const char *pause; /* for which everybody waits, on the track … */
    uint32_t paused;   /* … of this actor; NULL: nobody does */
};

/* ---- events of the file ---- */

static void put_number(struct buf *b, int64_t ns)
{
    buf_int(b, ns / 1000);
    int64_t rest = ns % 1000;
    if (rest)
        buf_printf(b, ".%03d", (int)rest);
}

static uint32_t pid_of(const struct trace *t, uint32_t actor)
{
    const struct actor *a = trace_actor(t, actor);
    return a && a->kind == ACTOR_PROCESS ? PROGRAM + actor : PROGRAM;
}

/* One begins, of a track of the actor's, 0 for the loop's; end_event ends it. */
static struct buf *begin_event(struct export *x, const char *phase, uint32_t actor)
{
    struct chrome *c = x->state;
    struct buf *b = &x->out;
    buf_printf(b, "%s{\"ph\":\"%s\",\"pid\":%u,\"tid\":%u,\"ts\":", c->any ? ",\n" : "\n", phase,
               pid_of(x->m->trace, actor), LOOP + actor);
    c->any = true;
    put_number(b, *phase == 'M' ? 0 : x->at);
    return b;
}

static void put_string(struct buf *b, const char *key, const char *s)
{
    buf_printf(b, "\"%s\":", key);
    buf_json(b, s, strlen(s));
}

static void name_event(struct buf *b, const char *name)
{
    buf_putc(b, ',');
    put_string(b, "name", name);
}

static void end_event(struct export *x)
{
    buf_putc(&x->out, '}');
}

static void metadata(struct export *x, const char *what, uint32_t actor, const char *name)
{
    struct buf *b = begin_event(x, "M", actor);
    name_event(b, what);
    buf_puts(b, ",\"args\":{");
    put_string(b, "name", name);
    buf_putc(b, '}');
    end_event(x);
}

/* Tracks stand in the order of creation, and not of names. */
static void sort_index(struct export *x, uint32_t actor)
{
    struct buf *b = begin_event(x, "M", actor);
    name_event(b, "thread_sort_index");
    buf_printf(b, ",\"args\":{\"sort_index\":%u}", actor);
    end_event(x);
}

/* It ends where its name is: speedscope goes by that. */
static void slice(struct export *x, const char *phase, uint32_t actor, const char *name)
{
    name_event(begin_event(x, phase, actor), name);
    end_event(x);
}

static void instant(struct export *x, const char *scope, const char *name, const struct note *n)
{
    struct buf *b = begin_event(x, "i", x->m->task);
    name_event(b, name);
    buf_printf(b, ",\"s\":\"%s\"", scope);
    if (n->text) {
        buf_puts(b, ",\"args\":{\"text\":");
        buf_json(b, n->text, n->len);
        buf_putc(b, '}');
    }
    end_event(x);
}

/* ---- tracks ---- */

static void name_track(struct export *x, uint32_t actor)
{
    const struct actor *a = trace_actor(x->m->trace, actor);
    struct buf name = {0};
    if (!a)
        return;
    label_actor(&name, x->m->trace, actor);
    if (a->kind == ACTOR_PROCESS)
        metadata(x, "process_name", actor, buf_str(&name));
    metadata(x, "thread_name", actor, buf_str(&name));
    sort_index(x, actor);
    buf_free(&name);
}

static char **open_slice(struct chrome *c, uint32_t actor)
{
    c->open = xgrow(c->open, &c->cap, actor, sizeof *c->open);
    while (c->nopen < actor)
        c->open[c->nopen++] = NULL;
    return &c->open[actor - 1];
}

static void changed(void *data, uint32_t actor, enum task_state before, enum task_state state)
{
    struct export *x = data;
    char **name = open_slice(x->state, actor);
    struct buf label = {0};
    export_flush(x);
    if (before)
        slice(x, "E", actor, *name);
    free(*name);
    *name = NULL;
    if (!state)
        return;
    label_state(&label, x->m, actor, state);
    slice(x, "B", actor, buf_str(&label));
    *name = xstrdup(buf_str(&label));
    buf_free(&label);
}

/* ---- the loop's own track ---- */

static void close_handle(struct export *x)
{
    struct chrome *c = x->state;
    if (c->handle.len)
        slice(x, "E", 0, c->handle.s);
    buf_clear(&c->handle);
}

static void close_tick(struct export *x)
{
    struct chrome *c = x->state;
    close_handle(x);
    if (*c->tick)
        slice(x, "E", 0, c->tick);
    *c->tick = 0;
}

static void open_tick(struct export *x)
{
    struct chrome *c = x->state;
    close_tick(x);
    snprintf(c->tick, sizeof c->tick, "tick %u", x->m->tick);
    slice(x, "B", 0, c->tick);
}

static void open_handle(struct export *x, const struct event *e)
{
    struct chrome *c = x->state;
    close_handle(x);
    if (e->actor) {
        words_task(&c->handle, x->m->trace, e->actor);
        buf_putc(&c->handle, ' ');
        label_state(&c->handle, x->m, e->actor, TASK_RUNNING);
    } else {
        label_callback(&c->handle, x->m->trace, x->m->cursor - 1);
    }
    slice(x, "B", 0, c->handle.s);
}

/* Poll, or a program that blocks, goes on until the next event. */
static void open_pause(struct export *x, uint32_t actor, const char *name)
{
    struct chrome *c = x->state;
    c->pause = name;
    c->paused = actor;
    slice(x, "B", actor, name);
}

static void close_pause(struct export *x)
{
    struct chrome *c = x->state;
    if (c->pause)
        slice(x, "E", c->paused, c->pause);
    c->pause = NULL;
}

/* ---- arrows ---- */

/* From whoever schedules it, if that is within a slice. */
static void begin_arrow(struct export *x, const struct event *e)
{
    struct chrome *c = x->state;
    if (!x->m->task && !x->m->handle)
        return;
    begin_event(x, "s", x->m->task);
    buf_printf(&x->out, ",\"id\":%u,\"cat\":\"wake\",\"name\":\"%s\"", e->handle,
               e->kind == EV_TIMER ? "timer" : "wake");
    end_event(x);
    handle_map_put(&c->arrows, e->handle, e->kind);
}

static void end_arrow(struct export *x, const struct event *e, bool runs)
{
    struct chrome *c = x->state;
    uint32_t from = handle_map_take(&c->arrows, e->handle);
    if (from == NO_PLACE || !runs)
        return;
    begin_event(x, "f", e->actor);
    buf_printf(&x->out, ",\"bp\":\"e\",\"id\":%u,\"cat\":\"wake\",\"name\":\"%s\"", e->handle,
               from == EV_TIMER ? "timer" : "wake");
    end_event(x);
}

static void count_ready(struct export *x)
{
    struct chrome *c = x->state;
    if (c->ready == x->m->ready.n)
        return;
    c->ready = x->m->ready.n;
    name_event(begin_event(x, "C", 0), "ready queue");
    buf_printf(&x->out, ",\"args\":{\"handles\":%u}", c->ready);
    end_event(x);
}

/* ---- all of it ---- */

static void begin(struct export *x)
{
    const struct trace *t = x->m->trace;
    struct chrome *c = x->state;
    struct buf file = {0};
    label_file(&file, t);
    buf_printf(&x->out,
               "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"producer\":\"loopscope\","
               "\"clock\":\"%s\",\"axis\":\"%s\",",
               t->real ? "real" : "virtual", x->by_event ? "event: a microsecond is one" : "time");
    put_string(&x->out, "program", buf_str(&file));
    buf_puts(&x->out, "},\"traceEvents\":[");
    metadata(x, "process_name", 0, buf_str(&file));
    metadata(x, "thread_name", 0, t->loop || t->threads ? "event loop" : "program");
    sort_index(x, 0);
    if (!t->loop && !t->threads) {
        buf_puts(&c->alone, buf_str(&file));
        slice(x, "B", 0, buf_str(&c->alone));
    }
    buf_free(&file);
}

/* What comes before the tracks are seen: there what runs is still open. */
static void before_tracks(struct export *x, const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_TASK:
    case EV_THREAD:
    case EV_THREAD_START:
        name_track(x, e->actor);
        break;
    case EV_PROCESS:
        if (e->what == LEG_OPEN)
            name_track(x, e->actor);
        break;
    case EV_TICK:
        open_tick(x);
        break;
    case EV_BEGIN:
        open_handle(x, e);
        break;
    case EV_END:
        close_handle(x);
        break;
    case EV_RAN:
    case EV_CLOSE:
    case EV_EXIT:
    case EV_CRASH:
        close_tick(x);
        break;
    default:
        break;
    }
}

static void behind_tracks(struct export *x, const struct event *e)
{
    const struct note *n = trace_note(x->m->trace, x->m->cursor - 1);
    switch ((enum event_kind)e->kind) {
    case EV_JUMP:
    case EV_IDLE:
        open_pause(x, 0, "poll");
        break;
    case EV_BLOCK:
        open_pause(x, x->m->task, "blocks");
        break;
    case EV_SOON:
    case EV_TIMER:
        begin_arrow(x, e);
        break;
    case EV_BEGIN:
    case EV_SKIP:
    case EV_UNCALL:
        end_arrow(x, e, e->kind == EV_BEGIN);
        break;
    case EV_OUT:
    case EV_ERR:
        instant(x, "t", "prints", n);
        break;
    case EV_CANCEL:
        instant(x, "t", "cancel()", n);
        break;
    case EV_WARNING:
    case EV_DEADLOCK:
    case EV_LOOP_ERROR:
    case EV_CRASH:
        instant(x, "p", event_names[e->kind], n);
        break;
    default:
        break;
    }
}

static void event(struct export *x)
{
    struct chrome *c = x->state;
    const struct event *e = trace_at(x->m->trace, x->m->cursor - 1);
    close_pause(x);
    before_tracks(x, e);
    tracks_see(&c->tracks, x->m, changed, x);
    behind_tracks(x, e);
    count_ready(x);
}

static void end(struct export *x)
{
    struct chrome *c = x->state;
    close_pause(x);
    close_tick(x);
    tracks_end(&c->tracks, changed, x);
    if (c->alone.len)
        slice(x, "E", 0, buf_str(&c->alone));
    buf_puts(&x->out, "\n]}\n");
    tracks_close(&c->tracks);
    handle_map_close(&c->arrows);
    buf_free(&c->handle);
    buf_free(&c->alone);
    free(c->open);
}

const struct export_format export_chrome = {
    .name = "chrome",
    .walks = true,
    .axis = true,
    .state = sizeof(struct chrome),
    .begin = begin,
    .event = event,
    .end = end,
};
