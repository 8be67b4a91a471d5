/* SPDX-License-Identifier: MIT */
#include "story/awaits.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/transfers.h"
#include "story/words.h"

static void put_outcome(const struct model *m, struct buf *b, uint32_t ref)
{
    const struct row *r = model_row(m, ref & ~REF_TASK);
    const char *fmt = !r || !(ref & REF_TASK)      ? "%R is done"
                      : r->state == TASK_FAILED    ? "%R has failed"
                      : r->state == TASK_CANCELLED ? "%R was cancelled"
                      : r->state == TASK_DESTROYED ? "%R was destroyed"
                                                   : "%R is done";
    words_put(b, m->trace, fmt, ref);
}

void awaits_heard(const struct model *m, struct buf *b, const char *before,
                  const struct callback *c, uint32_t ref)
{
    if (!(ref & REF_TASK) && !(c && c->about))
        return;
    buf_puts(b, before);
    if (ref & REF_TASK)
        put_outcome(m, b, ref);
    else
        buf_puts(b, c->about);
}

struct wait awaits_of(const struct model *m, const struct row *r)
{
    struct wait w = {.on = r ? r->on : ON_NONE, .ref = r ? r->ref : 0};
    if (r && cause_kept(m->trace, r->stopped))
        w.n = *trace_note(m->trace, r->stopped);
    return w;
}

void awaits_put(struct buf *b, const struct trace *t, const struct wait *w, enum article article)
{
    static const char *const things[ON_KINDS] = {
        [ON_YIELD] = "bare yield",    [ON_FUTURE] = "future",
        [ON_TASKGROUP] = "TaskGroup", [ON_EXECUTOR] = "function in a thread",
        [ON_RESPONSE] = "answer",     [ON_BODY] = "answer",
        [ON_CONNECT] = "connection",  [ON_READ] = "bytes",
        [ON_READLINE] = "line",       [ON_CLOSED] = "close",
        [ON_SPAWN] = "process",       [ON_EXIT] = "process",
    };
    static const char *const wholes[ON_KINDS] = {[ON_SPAWN] = "a process to start",
                                                 [ON_EXIT] = "a process to end",
                                                 [ON_CLOSED] = "the connection to close"};
    static const char *const articles[] = {"", "a ", "its "};
    const char *thing = things[w->on];
    bool vowel = thing && strchr("aeiou", *thing);
    if (w->on == ON_TASK) {
        words_put(b, t, "%R", w->ref);
        return;
    }
    if (thing && wholes[w->on] && article == ARTICLE_A) {
        buf_puts(b, wholes[w->on]);
        return;
    }
    if (thing || article != ARTICLE_A)
        buf_puts(b, vowel && article == ARTICLE_A ? "an " : articles[article]);
    if (thing)
        buf_puts(b, thing);
    else if (w->on == ON_SLEEP && w->n.has & HAS_NUMBER)
        words_put(b, t, "sleep(%d)", w->n.number);
    else if (w->on == ON_SLEEP0)
        buf_puts(b, "sleep(0)");
    else if (w->on == ON_GATHER && w->n.nof) {
        buf_puts(b, "gather of ");
        words_refs(b, t, w->n.of, w->n.nof);
    } else if (w->n.name)
        words_put(b, t, "%s()", w->n.name);
    else if (w->on == ON_NONE || w->on >= ON_OTHER)
        buf_puts(b, "await");
    else
        words_put(b, t, "%s()", awaited_names[w->on]);
}

/* ---- locks, events, queues … ---- */

static struct note object_of(const struct model *m, uint32_t object)
{
    uint32_t sync = model_object(m, object);
    return cause_kept(m->trace, sync) ? *trace_note(m->trace, sync) : (struct note){0};
}

/* What of the object's state keeps the task waiting: "0 items" is "empty" to who wants one. */
static void put_state(struct buf *b, const struct wait *w, const struct note *o)
{
    unsigned n, most;
    if (w->on == ON_QUEUE_GET && begins_with(o->text, "0 "))
        buf_puts(b, "empty");
    else if (w->on == ON_QUEUE_PUT && sscanf(o->text, "%u of %u ", &n, &most) == 2 && n == most)
        buf_printf(b, "full, %u of %u", n, most);
    else if (w->on == ON_SEMAPHORE && !strcmp(o->text, "0 left"))
        buf_puts(b, "none left");
    else
        words_text(b, o->text, o->len, WORDS_ALL);
}

/* Where it matters who comes first. */
static bool has_line(const struct wait *w, const struct note *o)
{
    bool queue = w->on == ON_QUEUE_GET || w->on == ON_QUEUE_PUT;
    return w->on == ON_LOCK || w->on == ON_SEMAPHORE || w->on == ON_CONDITION_ACQUIRE ||
           (queue && o->nof > 1);
}

bool awaits_object(const struct model *m, struct buf *b, const struct wait *w, uint32_t task)
{
    uint32_t last = model_object(m, w->n.object);
    if (cause_kept(m->trace, last) && trace_at(m->trace, last)->kind == EV_TRANSFER) {
        transfer_put(m->trace, last, b);
        return true;
    }
    struct note o = object_of(m, w->n.object);
    const char *name = w->n.name ? w->n.name : awaited_names[w->on];
    if (!o.len || !*name)
        return false;
    words_put(b, m->trace, "%s: ", name);
    put_state(b, w, &o);
    for (size_t i = 0; has_line(w, &o) && i < o.nof; i++)
        if (o.of[i] == (task | REF_TASK))
            words_put(b, m->trace, ", %o in line", (uint32_t)i + 1);
    return true;
}

void awaits_timer(const struct model *m, struct buf *b, uint32_t timer)
{
    const struct trace *t = m->trace;
    if (!cause_kept(t, timer)) {
        buf_puts(b, "a timer");
        return;
    }
    const char *name = trace_note(t, timer)->name;
    uint32_t task = cause_setter(t, timer), ref = trace_at(t, timer)->ref;
    const struct row *r = model_row(m, task);
    struct wait w = awaits_of(m, r && r->ref == ref ? r : NULL);
    if (task && callback_find(name) == callback_sleep) {
        w.on = ON_SLEEP;
        words_put(b, t, "%T's ", task);
        awaits_put(b, t, &w, ARTICLE_NONE);
    } else if (task && name && !strcmp(name, "_release_waiter")) {
        words_put(b, t, w.on ? "the time limit of %T's " : "a time limit of %T's", task);
        if (w.on)
            awaits_put(b, t, &w, ARTICLE_NONE);
    } else if (task && name && !strcmp(name, "Timeout._on_timeout")) {
        words_put(b, t, "the time limit of %T's timeout block", task);
    } else {
        words_callback(b, t, timer);
    }
}
