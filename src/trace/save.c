/* SPDX-License-Identifier: MIT */
#include "trace/save.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- members of the object of an event: ,"key":value ---- */

static void key(struct buf *b, const char *name)
{
    buf_puts(b, ",\"");
    buf_puts(b, name);
    buf_puts(b, "\":");
}

/* "H12" */
static void quoted_id(struct buf *b, char letter, uint32_t n)
{
    buf_putc(b, '"');
    buf_putc(b, letter);
    buf_int(b, n);
    buf_putc(b, '"');
}

static void quoted_ref(struct buf *b, uint32_t r)
{
    quoted_id(b, r & REF_TASK ? 'T' : 'F', r & ~REF_TASK);
}

static void text(struct buf *b, const char *name, const char *s)
{
    if (!s)
        return;
    key(b, name);
    buf_json(b, s, strlen(s));
}

static void id(struct buf *b, const char *name, char letter, uint32_t n)
{
    if (!n)
        return;
    key(b, name);
    quoted_id(b, letter, n);
}

static void ref(struct buf *b, const char *name, uint32_t r)
{
    id(b, name, r & REF_TASK ? 'T' : 'F', r & ~REF_TASK);
}

/* Rounded to a nanosecond, as the tracer rounds. */
static void seconds(struct buf *b, const char *name, double s)
{
    key(b, name);
    buf_float(b, round(s * 1e9) / 1e9);
}

/* A delay as the program wrote it: a whole number without a point. */
static void number(struct buf *b, const char *name, double s)
{
    key(b, name);
    if (s == floor(s) && fabs(s) < 1e15)
        buf_int(b, (int64_t)s);
    else
        buf_float(b, s);
}

static void place(struct buf *b, const char *name, const char *file, uint32_t line)
{
    if (!file || !line)
        return;
    key(b, name);
    struct buf at = {0};
    buf_printf(&at, "%s:%u", file, line);
    buf_json(b, at.s, at.len);
    buf_free(&at);
}

static const char *file_of(const struct model *m, const struct note *n)
{
    return n->file ? n->file : m->trace->file;
}

/* Whose doing it was: the task whose step runs, else the handle that runs, else, while the loop
 * polls, a thread. */
static void by(struct buf *b, const struct model *m)
{
    bool polling = m->phase == PHASE_POLL || m->phase == PHASE_TIMERS;
    if (m->task)
        id(b, "by", 'T', m->task);
    else if (m->handle)
        id(b, "by", 'H', m->handle);
    else if (polling && m->loop)
        text(b, "by", "thread");
}

static void handle_fields(struct buf *b, const struct event *e, const struct note *n)
{
    static const char *const names[] = {NULL, "step", "wakeup", "cb"};
    id(b, "task", 'T', e->task);
    text(b, "k", names[e->what & 3]);
    text(b, "cb", n->name);
    ref(b, "fut", e->ref);
    if (n->text) {
        key(b, "throw");
        buf_json(b, n->text, n->len);
    }
}

static void ready_queue(struct buf *b, const struct model *m)
{
    key(b, "q");
    buf_putc(b, '[');
    for (uint32_t k = 0; k < m->ready.n; k++) {
        if (k)
            buf_putc(b, ',');
        quoted_id(b, 'H', model_ready(m, k)->handle);
    }
    buf_putc(b, ']');
}

static void stack(struct buf *b, const struct note *n)
{
    key(b, "stack");
    buf_putc(b, '[');
    for (size_t i = 0; i < n->nframes; i++) {
        const struct frame *f = &n->frames[i];
        buf_puts(b, i ? ",[" : "[");
        buf_json(b, f->file, strlen(f->file));
        buf_putc(b, ',');
        buf_int(b, f->line);
        buf_putc(b, ',');
        buf_json(b, f->func, strlen(f->func));
        buf_putc(b, ']');
    }
    buf_putc(b, ']');
}

static void frame_locals(struct buf *b, const char *lines)
{
    buf_putc(b, '{');
    for (bool first = true; lines && *lines; first = false) {
        const char *eq = strchr(lines, '='), *end = strchr(lines, '\n');
        if (!eq || !end)
            break;
        if (!first)
            buf_putc(b, ',');
        buf_json(b, lines, (size_t)(eq - lines));
        buf_putc(b, ':');
        buf_json(b, eq + 1, (size_t)(end - eq - 1));
        lines = end + 1;
    }
    buf_putc(b, '}');
}

static void locals(struct buf *b, const struct note *n)
{
    key(b, "locals");
    buf_putc(b, '[');
    for (size_t i = 0; i < n->nframes; i++) {
        if (i)
            buf_putc(b, ',');
        frame_locals(b, n->frames[i].locals);
    }
    buf_putc(b, ']');
}

/* A subclass of what is known is called by its own name. */
static const char *what_name(const struct event *e, const struct note *n)
{
    return n->name ? n->name : awaited_names[e->what];
}

static void refs(struct buf *b, const char *name, const struct note *n)
{
    if (!n->nof)
        return;
    key(b, name);
    for (size_t i = 0; i < n->nof; i++) {
        buf_putc(b, i ? ',' : '[');
        quoted_ref(b, n->of[i]);
    }
    buf_putc(b, ']');
}

static void awaited(struct buf *b, const struct event *e, const struct note *n)
{
    struct buf on = {0};
    text(&on, "what", what_name(e, n));
    refs(&on, "of", n);
    if (n->has & HAS_NUMBER && e->what != ON_SLEEP0)
        number(&on, e->what == ON_SLEEP ? "delay" : "timeout", n->number);
    id(&on, "timer", 'H', n->timer);
    if (n->has & HAS_WHEN)
        seconds(&on, "when", n->when);
    ref(&on, "fut", e->ref);
    id(&on, "obj", 'S', n->object);
    key(b, "on");
    buf_putc(b, '{');
    if (on.len)
        buf_add(b, on.s + 1, on.len - 1);
    buf_putc(b, '}');
    buf_free(&on);
}

static void end(struct buf *b, const struct model *m, const struct event *e, const struct note *n)
{
    const struct row *r = model_row(m, e->task);
    id(b, "h", 'H', e->handle);
    id(b, "task", 'T', e->task);
    if (!e->task || !r)
        return;
    if (e->what == ON_NONE) {
        text(b, "state", state_names[r->state]);
        return;
    }
    text(b, "state", e->what == ON_SLEEP0 || e->what == ON_YIELD ? "ready" : "waiting");
    stack(b, n);
    awaited(b, e, n);
    locals(b, n);
}

static void outcome(struct buf *b, const struct event *e, const struct note *n)
{
    text(b, "state", outcome_names[e->what & 3]);
    if (!n->text)
        return;
    key(b, e->what == OUTCOME_FAILED ? "exc" : "res");
    buf_json(b, n->text, n->len);
}

const char own_name[] = "loopscope";

static void start(struct buf *b, const struct note *n, const struct event *e, const struct trace *t)
{
    text(b, "script", n->file);
    text(b, "impl", n->coro ? n->coro : own_name);
    text(b, "clock", e->what ? "real" : "virtual");
    text(b, "name", n->name);
    buf_printf(b, ",\"version\":%d", TRACE_VERSION);
    key(b, "sources");
    buf_putc(b, '{');
    for (size_t i = 0; i < t->nsources; i++) {
        const struct source *s = &t->sources[i];
        if (i)
            buf_putc(b, ',');
        buf_json(b, s->name, strlen(s->name));
        buf_putc(b, ':');
        buf_json(b, s->text, s->len);
    }
    buf_putc(b, '}');
}

static void message(struct buf *b, const char *name, const struct note *n)
{
    if (!n->text)
        return;
    key(b, name);
    buf_json(b, n->text, n->len);
}

static void task(struct buf *b, const struct model *m, const struct event *e, const struct note *n)
{
    id(b, "id", 'T', e->task);
    text(b, "name", trace_task_name(m->trace, e->task));
    text(b, "coro", n->coro);
    place(b, "at", n->def, n->def_line);
    by(b, m);
    place(b, "src", file_of(m, n), e->line);
}

static void fut_done(struct buf *b, const struct model *m, const struct event *e,
                     const struct note *n)
{
    ref(b, "id", e->ref);
    outcome(b, e, n);
    by(b, m);
    text(b, "what", n->name);
}

static void cancel(struct buf *b, const struct model *m, const struct event *e,
                   const struct note *n)
{
    ref(b, "id", e->ref);
    message(b, "msg", n);
    text(b, "what", n->name);
    by(b, m);
}

static void members(struct buf *b, const struct model *m, const struct event *e,
                    const struct note *n)
{
    switch ((enum event_kind)e->kind) {
    case EV_LOOP:
        id(b, "id", 'L', e->ref);
        break;
    case EV_RUN:
    case EV_RAN:
        text(b, "what", n->name);
        break;
    case EV_STOP:
        by(b, m);
        break;
    case EV_EXIT:
        buf_printf(b, ",\"rc\":%u", e->ref);
        break;
    case EV_CRASH:
        message(b, "exc", n);
        break;
    case EV_DEADLOCK:
        message(b, "msg", n);
        break;
    case EV_TICK:
        buf_printf(b, ",\"ready\":%u,\"timers\":%u", e->ref, e->handle);
        break;
    case EV_JUMP:
        seconds(b, "to", n->number);
        text(b, "why", n->name);
        break;
    case EV_IDLE:
        if (n->has & HAS_NUMBER)
            seconds(b, "timeout", n->number);
        break;
    case EV_FIRE:
        id(b, "h", 'H', e->handle);
        seconds(b, "when", n->when);
        break;
    case EV_READY:
        ready_queue(b, m);
        break;
    case EV_IO:
    case EV_BEGIN:
        id(b, "h", 'H', e->handle);
        handle_fields(b, e, n);
        break;
    case EV_END:
        end(b, m, e, n);
        break;
    case EV_SKIP:
        id(b, "h", 'H', e->handle);
        break;
    case EV_TASK:
        task(b, m, e, n);
        break;
    case EV_NAME:
        id(b, "id", 'T', e->task);
        text(b, "name", n->name);
        break;
    case EV_TASK_DONE:
        by(b, m);
        id(b, "id", 'T', e->task);
        outcome(b, e, n);
        break;
    case EV_FUT_DONE:
        fut_done(b, m, e, n);
        break;
    case EV_CANCEL:
        cancel(b, m, e, n);
        break;
    case EV_SOON:
        id(b, "h", 'H', e->handle);
        by(b, m);
        handle_fields(b, e, n);
        break;
    case EV_TIMER:
        id(b, "h", 'H', e->handle);
        seconds(b, "when", n->when);
        by(b, m);
        handle_fields(b, e, n);
        break;
    case EV_UNCALL:
        id(b, "h", 'H', e->handle);
        by(b, m);
        break;
    case EV_OUT:
    case EV_ERR:
        message(b, "s", n);
        place(b, "at", file_of(m, n), e->line);
        by(b, m);
        break;
    case EV_BLOCK:
        number(b, "secs", n->number);
        by(b, m);
        place(b, "at", file_of(m, n), e->line);
        break;
    case EV_EXECUTOR:
        ref(b, "fut", e->ref);
        text(b, "func", n->name);
        by(b, m);
        break;
    case EV_THREAD_SLEEP:
        number(b, "secs", n->number);
        break;
    case EV_LOOP_ERROR:
        text(b, "msg", n->name);
        message(b, "exc", n);
        ref(b, "task", e->ref);
        break;
    case EV_WARNING:
        message(b, "msg", n);
        text(b, "what", n->name);
        break;
    case EV_SYNC:
        id(b, "id", 'S', e->ref);
        text(b, "what", n->name);
        message(b, "state", n);
        refs(b, "of", n);
        by(b, m);
        break;
    case EV_LINE:
        place(b, "at", file_of(m, n), e->line);
        by(b, m);
        break;
    default:
        break;
    }
}

void save_event(struct buf *out, const struct model *m)
{
    uint32_t i = m->cursor - 1;
    const struct event *e = trace_at(m->trace, i);
    const struct note *note = trace_note(m->trace, i);
    if (e->kind == EV_OTHER) { /* kept as it was read */
        buf_json_again(out, note->text, note->len);
        buf_putc(out, '\n');
        return;
    }
    buf_puts(out, "{\"i\":");
    buf_int(out, i);
    key(out, "n");
    buf_int(out, e->tick);
    seconds(out, "t", e->time);
    text(out, "e", event_names[e->kind]);
    if (e->kind == EV_START)
        start(out, note, e, m->trace);
    else
        members(out, m, e, note);
    buf_puts(out, "}\n");
}

/* ---- seq ---- */

/* gather.<locals>._done_callback is written without its <locals>. */
static void without_locals(struct buf *out, const char *name)
{
    const char *cut;
    while ((cut = strstr(name, ".<locals>"))) {
        buf_plain(out, name, (size_t)(cut - name));
        name = cut + strlen(".<locals>");
    }
    buf_plain(out, name, strlen(name));
}

static void seq_line(struct buf *out, const char *before, const char *s, size_t n)
{
    buf_puts(out, before);
    buf_plain(out, s, n);
    buf_putc(out, '\n');
}

void save_seq(struct buf *out, const struct model *m)
{
    uint32_t i = m->cursor - 1;
    const struct event *e = trace_at(m->trace, i);
    const struct note *n = trace_note(m->trace, i);
    const struct row *r = model_row(m, e->task);
    switch (e->kind) {
    case EV_BEGIN:
        buf_printf(out, "%u %.9g ", e->tick, e->time);
        if (e->task)
            buf_printf(out, "T%u %s", e->task, e->what == HANDLE_STEP ? "step" : "wakeup");
        else
            without_locals(out, n->name ? n->name : "?");
        if (!e->task && e->ref)
            buf_printf(out, "(%c%u)", e->ref & REF_TASK ? 'T' : 'F', e->ref & ~REF_TASK);
        buf_putc(out, '\n');
        break;
    case EV_END:
        if (!r)
            break;
        if (e->what == ON_NONE)
            buf_printf(out, "    -> %s\n", state_names[r->state]);
        else
            seq_line(out,
                     e->what == ON_SLEEP0 || e->what == ON_YIELD ? "    -> ready "
                                                                 : "    -> waiting ",
                     what_name(e, n), strlen(what_name(e, n)));
        break;
    case EV_OUT:
        buf_puts(out, "    out ");
        buf_json(out, n->text, n->len);
        buf_putc(out, '\n');
        break;
    case EV_LOOP_ERROR: {
        const char *name = n->name ? n->name : "", *at = strstr(name, " at ");
        seq_line(out, "    loop_error ", name, at ? (size_t)(at - name) : strlen(name));
        break;
    }
    default:
        break;
    }
}
