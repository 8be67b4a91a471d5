/* SPDX-License-Identifier: MIT */
#include "story/story.h"

#include "story/story_parts.h"
#include "story/threads.h"

static const struct explanation *const tables[] = {
    explain_turns,   explain_tasks,     explain_loop,      explain_program,
    explain_threads, explain_transfers, explain_processes, explain_workers};

static const struct explanation *explanation_of(unsigned kind)
{
    for (size_t i = 0; kind < EV_KINDS && i < sizeof tables / sizeof *tables; i++)
        if (tables[i][kind].tell_what || tables[i][kind].what)
            return &tables[i][kind];
    return &explain_program[EV_OTHER];
}

static void tell(const struct explained *s, explainer *by, const char *text, struct buf *b)
{
    if (by)
        by(s, b);
    else if (text)
        buf_puts(b, text);
    else
        buf_add(b, "", 0);
}

static void tell_start(const struct model *m, struct buf *what, struct buf *why)
{
    bool dropped = m->cursor;
    buf_puts(what, dropped ? "What happened before is no longer kept."
                           : "The program has not started yet.");
    if (why)
        buf_puts(why, dropped ? "The history is bounded; the state shown is true all the same."
                              : "Take the first step, or let it play.");
}

void story_tell(const struct model *m, struct buf *what, struct buf *why)
{
    if (m->cursor <= m->trace->first) {
        tell_start(m, what, why);
        return;
    }
    story_tell_of(m, m->cursor - 1, what, why);
}

void story_tell_of(const struct model *m, uint32_t i, struct buf *what, struct buf *why)
{
    struct explained s = story_at(m, i);
    const struct explanation *t = explanation_of(s.e->kind);
    tell(&s, t->tell_what, t->what, what);
    if (why)
        tell(&s, t->tell_why, t->why, why);
}
