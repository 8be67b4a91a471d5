/* SPDX-License-Identifier: MIT */
#include "export/labels.h"

#include <string.h>

#include "story/awaits.h"
#include "story/cause.h"
#include "story/words.h"

enum { LABEL = 40 }; /* columns of a name that the program made */

static void put(struct buf *b, const char *s)
{
    words_text(b, s, strlen(s), LABEL);
}

/* One of the loop's pool: it runs one function after the other. */
static bool is_worker(const struct actor *a)
{
    return a->kind == ACTOR_THREAD && !a->started;
}

void label_file(struct buf *b, const struct trace *t)
{
    put(b, words_name(t->file ? t->file : "program"));
}

void label_actor(struct buf *b, const struct trace *t, uint32_t actor)
{
    const struct actor *a = trace_actor(t, actor);
    put(b, words_name(trace_task_name(t, actor)));
    if (a && a->from->coro && !is_worker(a)) {
        buf_putc(b, ' ');
        put(b, words_name(a->from->coro));
    }
}

void label_id(struct buf *b, const struct trace *t, uint32_t actor)
{
    static const char letters[] = {'A', 'T', 'W', 'P'};
    const struct actor *a = trace_actor(t, actor);
    buf_putc(b, letters[a ? a->kind : ACTOR_PROGRAM]);
    buf_int(b, trace_number_of(t, actor));
}

/* Where it has stopped, or else where it begins. */
static void put_turn(struct buf *b, const struct model *m, uint32_t actor)
{
    const struct row *r = model_row(m, actor);
    const struct actor *a = trace_actor(m->trace, actor);
    const char *func = a && a->from->coro ? a->from->coro : "runs";
    uint32_t line = r ? trace_line(m->trace, r->place) : a ? a->from->def_line : 0;
    if (r && cause_kept(m->trace, r->stopped)) {
        const struct note *n = trace_note(m->trace, r->stopped);
        if (n->nframes) {
            func = n->frames[n->nframes - 1].func;
            line = n->frames[n->nframes - 1].line;
        }
    }
    put(b, words_name(func));
    if (line)
        buf_printf(b, ":%u", line);
}

/* The function that a thread of the pool begins. */
static void put_job(struct buf *b, const struct model *m)
{
    const char *name = trace_note(m->trace, m->cursor - 1)->name;
    put(b, name ? words_name(name) : "runs");
}

void label_wait(struct buf *b, const struct model *m, const struct row *r)
{
    struct wait w = awaits_of(m, r);
    awaits_put(b, m->trace, &w, ARTICLE_NONE);
}

void label_state(struct buf *b, const struct model *m, uint32_t actor, enum task_state state)
{
    const struct actor *a = trace_actor(m->trace, actor);
    if (a && is_worker(a))
        put_job(b, m);
    else if (state == TASK_RUNNING)
        put_turn(b, m, actor);
    else if (state == TASK_WAITING && (!a || a->kind != ACTOR_PROCESS))
        label_wait(b, m, model_row(m, actor));
    else
        buf_puts(b, state_names[state]);
}

void label_callback(struct buf *b, const struct trace *t, uint32_t i)
{
    const char *name = trace_note(t, i)->name;
    buf_puts(b, "callback ");
    put(b, name ? words_name(name) : "?");
}
