/* SPDX-License-Identifier: MIT */
/* Processes: event by event. */
#include "story/processes.h"
#include "story/story_parts.h"
#include "story/words.h"

/* By enum leg: what has happened, before and behind the name, and why. */
static const struct {
    const char *before, *behind, *why;
} legs[LEG_KINDS] = {
    [LEG_OPEN] = {"The process ", " is started.",
                  "It is a program of its own, with memory of its own; it runs beside the loop."},
    [LEG_SENT] = {"A line goes to the process ", ".", "It goes through a pipe, as bytes."},
    [LEG_RECEIVED] = {"The process ", " says something.", "It came through a pipe, as bytes."},
    [LEG_SLEEPS] = {"The process ", " sleeps.",
                    "Only that process stands still; the loop goes on."},
    [LEG_COMPUTES] = {"The process ", " computes.",
                      "Processes compute at the same time, as far as there are cores."},
    [LEG_DROPPED] = {"The process ", " is killed.", "The system ends it: it is not asked."},
    [LEG_EXITED] = {"The process ", " has ended.", "Its memory is gone; its exit status is kept."},
    [LEG_KILLED] = {"The process ", " has ended.", "Its memory is gone; it could say no more."},
};

bool process_shares(const struct model *m, const struct event *computes)
{
    return computes->handle && m->computing > computes->handle;
}

void process_put_share(const struct model *m, const struct event *computes, struct buf *b)
{
    words_put(b, m->trace, "one of %u on ", m->computing);
    words_put(b, m->trace, computes->handle == 1 ? "1 core" : "%u cores", computes->handle);
}

void process_explain_share(const struct model *m, const struct event *computes, struct buf *b)
{
    uint32_t others = m->computing - 1;
    words_put(b, m->trace, computes->handle == 1 ? "It shares 1 core" : "It shares %u cores",
              computes->handle);
    words_put(b, m->trace, others == 1 ? " with 1 other" : " with %u others", others);
    buf_puts(b, ": every 5 ms others have their turn.");
}

static void process_what(const struct explained *s, struct buf *b)
{
    bool known = s->e->what < LEG_KINDS && legs[s->e->what].why;
    words_put(b, s->t, "%s", known ? legs[s->e->what].before : "The process ");
    words_put(b, s->t, "%s", s->n.name ? s->n.name : "");
    buf_puts(b, known ? legs[s->e->what].behind : " goes on.");
}

static void process_why(const struct explained *s, struct buf *b)
{
    bool known = s->e->what < LEG_KINDS && legs[s->e->what].why;
    bool says = s->e->what == LEG_SENT || s->e->what == LEG_RECEIVED;
    if (s->n.len && says)
        words_put(b, s->t, "It is %q. ", s->n.text, s->n.len);
    else if (s->n.len)
        words_put(b, s->t, "Its end: %s. ", s->n.text);
    if (s->e->what == LEG_COMPUTES && process_shares(s->m, s->e))
        process_explain_share(s->m, s->e, b);
    else
        buf_puts(b, known ? legs[s->e->what].why : "It runs beside the loop.");
}

const struct explanation explain_processes[EV_KINDS] = {
    [EV_PROCESS] = {process_what, NULL, process_why, NULL},
};
