/* SPDX-License-Identifier: MIT */
#include "story/story.h"

#include "story/story_parts.h"

static const struct tale *const chapters[] = {tales_of_turns, tales_of_tasks, tales_of_loop,
                                              tales_of_program};

static const struct tale *tale_of(unsigned kind)
{
    for (size_t i = 0; kind < EV_KINDS && i < sizeof chapters / sizeof *chapters; i++)
        if (chapters[i][kind].tell_what || chapters[i][kind].what)
            return &chapters[i][kind];
    return &tales_of_program[EV_OTHER];
}

static void tell(const struct telling *s, teller *told_by, const char *text, struct buf *b)
{
    if (told_by)
        told_by(s, b);
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
    struct telling s = story_at(m, m->cursor - 1);
    const struct tale *t = tale_of(s.e->kind);
    tell(&s, t->tell_what, t->what, what);
    if (why)
        tell(&s, t->tell_why, t->why, why);
}
