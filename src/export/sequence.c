/* SPDX-License-Identifier: MIT */
/* A sequence diagram of Mermaid: the loop calls tasks, which create and wake each other and give the
 * loop back, in the words of the story; up to the end of the main task. */
#include "export/export.h"

#include "export/labels.h"
#include "export/mermaid.h"
#include "story/cause.h"
#include "story/story.h"
#include "story/words.h"

enum { SENTENCE = 70 }; /* columns of a message */

struct sequence {
    uint32_t active; /* whose turn it is, as the diagram has it */
};

/* 0 is the loop, or in a program of threads the program. */
static void put_who(struct buf *b, const struct trace *t, uint32_t actor)
{
    if (actor)
        label_id(b, t, actor);
    else
        buf_putc(b, 'L');
}

static void declare(struct export *x, uint32_t actor)
{
    struct buf name = {0};
    label_actor(&name, x->m->trace, actor);
    buf_puts(&x->out, "    participant ");
    put_who(&x->out, x->m->trace, actor);
    buf_puts(&x->out, " as ");
    mermaid_text(&x->out, buf_str(&name));
    buf_putc(&x->out, '\n');
    buf_free(&name);
}

/* What happened in event i, behind a colon. */
static void put_sentence(struct export *x, uint32_t i)
{
    struct buf sentence = {0}, cut = {0};
    story_tell_of(x->m, i, &sentence, NULL);
    words_text(&cut, buf_str(&sentence), sentence.len, SENTENCE);
    buf_puts(&x->out, ": ");
    mermaid_text(&x->out, buf_str(&cut));
    buf_putc(&x->out, '\n');
    buf_free(&sentence);
    buf_free(&cut);
}

static void message_of(struct export *x, uint32_t from, const char *arrow, uint32_t to, uint32_t i)
{
    const struct trace *t = x->m->trace;
    buf_puts(&x->out, "    ");
    put_who(&x->out, t, from);
    buf_puts(&x->out, arrow);
    put_who(&x->out, t, to);
    put_sentence(x, i);
}

static void message(struct export *x, uint32_t from, const char *arrow, uint32_t to)
{
    message_of(x, from, arrow, to, x->m->cursor - 1);
}

static void note(struct export *x, uint32_t over)
{
    buf_puts(&x->out, "    Note over ");
    put_who(&x->out, x->m->trace, over);
    put_sentence(x, x->m->cursor - 1);
}

/* ---- what is told of which event ---- */

static void on_begin(struct export *x, const struct event *e)
{
    struct sequence *s = x->state;
    if (s->active) {
        buf_puts(&x->out, "    deactivate ");
        put_who(&x->out, x->m->trace, s->active);
        buf_putc(&x->out, '\n');
    }
    message(x, 0, e->actor ? "->>+" : "->>", e->actor);
    s->active = e->actor;
}

/* At its last turn's end it is told that the task is done. */
static void on_end(struct export *x, const struct event *e)
{
    struct sequence *s = x->state;
    const struct row *r = model_row(x->m, e->actor);
    if (!e->actor || s->active != e->actor)
        return;
    bool over = r && state_is_over(r->state) && cause_kept(x->m->trace, r->ended);
    message_of(x, e->actor, "-->>-", 0, over ? r->ended : x->m->cursor - 1);
    s->active = 0;
}

static void on_creation(struct export *x, const struct event *e)
{
    declare(x, e->actor);
    if (e->actor != x->m->task)
        message(x, x->m->task, "->>", e->actor);
}

/* That a task which was just created is ready goes without saying. */
static void on_soon(struct export *x, const struct event *e)
{
    const struct row *r = model_row(x->m, e->actor);
    if (r && r->ran != TRACE_NONE && e->actor != x->m->task)
        message(x, x->m->task, "-)", e->actor);
}

static void on_switch(struct export *x, const struct event *e)
{
    message(x, e->ref & ~REF_TASK, "->>", e->actor);
}

static void on_process(struct export *x, const struct event *e)
{
    if (e->what == LEG_OPEN)
        on_creation(x, e);
    else if (e->what == LEG_SENT || e->what == LEG_DROPPED)
        message(x, x->m->task, "->>", e->actor);
    else
        message(x, e->actor, "-)", 0);
}

static void on_note(struct export *x, const struct event *e)
{
    const struct actor *a = trace_actor(x->m->trace, e->actor);
    note(x, a && a->kind == ACTOR_THREAD ? e->actor : x->m->task);
}

static void (*const tellers[EV_KINDS])(struct export *x, const struct event *e) = {
    [EV_BEGIN] = on_begin,     [EV_END] = on_end,          [EV_TASK] = on_creation,
    [EV_THREAD] = on_creation, [EV_SOON] = on_soon,        [EV_THREAD_START] = on_creation,
    [EV_SWITCH] = on_switch,   [EV_THREAD_WAIT] = on_note, [EV_THREAD_DONE] = on_note,
    [EV_PROCESS] = on_process, [EV_JOB] = on_note,         [EV_JOB_DONE] = on_note,
    [EV_OUT] = on_note,        [EV_ERR] = on_note,         [EV_JUMP] = on_note,
    [EV_IDLE] = on_note,       [EV_BLOCK] = on_note,       [EV_CANCEL] = on_note,
    [EV_WARNING] = on_note,    [EV_LOOP_ERROR] = on_note,  [EV_DEADLOCK] = on_note,
    [EV_CRASH] = on_note,
};

static void begin(struct export *x)
{
    buf_printf(&x->out, "sequenceDiagram\n    participant L as %s\n",
               x->m->trace->threads ? "program" : "event loop");
}

static void event(struct export *x)
{
    const struct event *e = trace_at(x->m->trace, x->m->cursor - 1);
    if (tellers[e->kind] && !x->m->closing)
        tellers[e->kind](x, e);
    x->full = x->out.len > MERMAID_MOST;
}

static void end(struct export *x)
{
    if (x->full)
        buf_printf(&x->out, "    Note over L: left out from event %u on\n", x->m->cursor);
}

const struct export_format export_sequence = {
    .name = "mermaid-sequence",
    .state = sizeof(struct sequence),
    .walks = true,
    .begin = begin,
    .event = event,
    .end = end,
};
