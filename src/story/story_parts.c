/* SPDX-License-Identifier: MIT */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/words.h"

void story_who(const struct model *m, struct buf *b)
{
    size_t from = b->len;
    if (m->task) {
        words_task(b, m->trace, m->task);
        return;
    }
    if (m->handle && !cause_kept(m->trace, m->begin))
        buf_puts(b, "a callback");
    else
        words_runner(b, m->trace, m->handle ? m->begin : TRACE_NONE);
    words_capital(b, from);
}

struct explained story_at(const struct model *m, uint32_t i)
{
    const struct event *e = trace_at(m->trace, i);
    return (struct explained){m, m->trace, i, e, *trace_note(m->trace, i), model_row(m, e->actor)};
}

bool story_shuts_down(const char *coro)
{
    return words_contain(coro, "shutdown_asyncgens") ||
           words_contain(coro, "shutdown_default_executor");
}

uint32_t story_left(const struct model *m)
{
    uint32_t left = m->frozen > m->ran ? m->frozen - m->ran : 0;
    return left < m->ready.n ? left : m->ready.n;
}

/* A handle in the ready queue, in one or two words. */
static void put_entry(const struct model *m, struct buf *b, const struct entry *h)
{
    const struct trace *t = m->trace;
    bool cancelled = model_uncalled(m, h->handle);
    if (cancelled || h->task || !cause_kept(t, h->source)) {
        words_put(b, t, cancelled ? "a cancelled handle" : h->task ? "%T" : "a callback", h->task);
        return;
    }
    const struct callback *c = callback_find(trace_note(t, h->source)->name);
    uint32_t ref = trace_at(t, h->source)->ref,
             setter = c == callback_sleep ? cause_setter(t, h->source) : 0;
    if (setter)
        words_put(b, t, "%T's timer", setter);
    else if (c && ref & REF_TASK)
        words_put(b, t, "%s's callback for %R", c->title, ref);
    else
        words_callback(b, t, h->source);
}

void story_next(const struct model *m, struct buf *b)
{
    uint32_t left = story_left(m), shown = left <= WORDS_NAMED ? left : WORDS_NAMED - 1;
    size_t from = b->len;
    for (uint32_t k = 0; k < shown; k++) {
        buf_puts(b, !k ? "" : k + 1 == left ? " and " : ", ");
        put_entry(m, b, model_ready(m, k));
    }
    if (shown < left)
        words_put(b, m->trace, " and %u more", left - shown);
    buf_puts(b, left == 1 ? " is next." : " are next.");
    words_capital(b, from);
}

void story_turn(const struct explained *s, struct buf *b)
{
    const struct model *m = s->m;
    if (!m->frozen)
        buf_puts(b, ".");
    else if (m->frozen == 1)
        words_put(b, s->t, "; it is the only handle of tick %u.", s->e->tick);
    else {
        words_put(b, s->t, "; tick %u froze that queue at %n and runs it in order. ", s->e->tick,
                  m->frozen);
        if (story_left(m))
            story_next(m, b);
        else
            buf_puts(b, "This is the last of them.");
    }
}

void story_place(const struct model *m, struct buf *b)
{
    bool this_tick = m->phase == PHASE_POLL || m->phase == PHASE_TIMERS;
    uint32_t others = m->ready.n - (m->ready.n > 0),
             before = others - (this_tick ? 0 : story_left(m));
    words_put(b, m->trace, "It runs in tick %u, ", m->tick + !this_tick);
    words_put(b, m->trace,
              !before       ? "as the first."
              : before == 1 ? "behind one other."
                            : "behind %n others.",
              before);
}
