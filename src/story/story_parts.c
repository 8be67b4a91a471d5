/* SPDX-License-Identifier: MIT */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
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

uint32_t story_left(const struct model *m)
{
    uint32_t left = m->frozen > m->ran ? m->frozen - m->ran : 0;
    return left < m->ready.n ? left : m->ready.n;
}

bool story_is_first(const struct explained *s)
{
    enum { EARLY = 4096 };
    uint32_t i = 0;
    if (s->t->first || s->i >= EARLY)
        return false;
    while (i < s->i && (trace_at(s->t, i)->kind != s->e->kind ||
                        (s->e->kind == EV_BEGIN && !trace_at(s->t, i)->actor != !s->e->actor)))
        i++;
    return i == s->i;
}

void story_place(const struct model *m, struct buf *b)
{
    bool this_tick = m->phase == PHASE_POLL || m->phase == PHASE_TIMERS;
    words_put(b, m->trace, "It runs in tick %u.", m->tick + !this_tick);
}
