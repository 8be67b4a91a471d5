/* SPDX-License-Identifier: MIT */
/* Moments of processes: they are started, spoken to, heard of, ended. */
#include <string.h>

#include "story/moment_parts.h"
#include "story/processes.h"
#include "story/words.h"

enum { NEAR = 256, TOLD = 2 }; /* events looked through; processes that are named in a sentence */

const char *moment_starts(const struct telling *s)
{
    for (uint32_t i = s->first; i <= s->s->last && i - s->first < NEAR; i++)
        if (trace_at(s->t, i)->kind == EV_PROCESS && trace_at(s->t, i)->what == LEG_OPEN)
            return trace_note(s->t, i)->name;
    return NULL;
}

/* It begins a sentence: a name that is a word of its own is told as a name. */
static void put_first(const struct telling *s, const char *name)
{
    bool word = name && *name >= 'a' && *name <= 'z';
    words_put(s->headline, s->t, word ? "The process %s " : "%s ", name ? name : "A process");
}

/* It rests until the clock has got there. */
static void tell_rest(const struct telling *s)
{
    bool computes = s->e->what == LEG_COMPUTES;
    put_first(s, s->n.name);
    words_put(s->headline, s->t, computes ? "computes for %d s." : "sleeps for %d s.", s->n.number);
    if (computes && process_shares(s->m, s->e))
        process_explain_share(s->m, s->e, s->why);
    else
        buf_puts(s->why, computes ? "Processes compute at the same time, as far as there are cores."
                                  : "Only that process stands still; the loop goes on.");
}

void tell_process(const struct telling *s)
{
    const char *name = s->n.name ? s->n.name : "a process";
    if (s->e->what == LEG_SLEEPS || s->e->what == LEG_COMPUTES) {
        tell_rest(s);
        return;
    }
    moment_who(s, s->headline);
    if (s->e->what == LEG_DROPPED) {
        words_put(s->headline, s->t, "kills the process %s.", name);
        buf_puts(s->why, "The system ends it, whatever it does: it is not asked.");
    } else {
        words_put(s->headline, s->t, "writes %q to the process %s", s->n.len ? s->n.text : "",
                  s->n.len, name);
        buf_putc(s->headline, '.');
        buf_puts(s->why, "It goes through a pipe: nothing else gets from one memory to the other.");
    }
}

static void put_news(const struct telling *s, uint32_t i, uint32_t n)
{
    struct note note = *trace_note(s->t, i);
    if (n)
        words_put(s->headline, s->t, ", %s ", note.name ? note.name : "a process");
    else
        put_first(s, note.name);
    if (trace_at(s->t, i)->what == LEG_RECEIVED)
        words_put(s->headline, s->t, "says %q", note.len ? note.text : "", note.len);
    else {
        buf_puts(s->headline, "has ended, ");
        words_text(s->headline, note.text, note.len, MOMENT_COLUMNS);
    }
}

/* What processes did in this tick, told before the callback, perhaps before others had turns. */
static bool is_news(const struct telling *s, uint32_t i)
{
    const struct event *e = trace_at(s->t, i);
    return e->kind == EV_PROCESS && e->tick == s->e->tick &&
           (e->what == LEG_RECEIVED || e->what == LEG_EXITED || e->what == LEG_KILLED);
}

static uint32_t first_news(const struct telling *s)
{
    uint32_t first = s->s->head;
    for (uint32_t i = s->s->head, n = 0; i > s->t->first && n < NEAR; n++)
        if (is_news(s, --i))
            first = i;
    return first;
}

/* Whether something was said, and not only ended. */
static bool put_all_news(const struct telling *s)
{
    uint32_t n = 0;
    bool said = false;
    for (uint32_t i = first_news(s); i < s->s->head; i++) {
        if (!is_news(s, i))
            continue;
        said |= trace_at(s->t, i)->what == LEG_RECEIVED;
        if (n < TOLD)
            put_news(s, i, n);
        n++;
    }
    if (!n)
        buf_puts(s->headline, "A process has news");
    else if (n > TOLD)
        words_put(s->headline, s->t, " and %n more", n - TOLD);
    return said;
}

void tell_pipe(const struct telling *s)
{
    bool said = put_all_news(s);
    if (s->s->woken) {
        buf_puts(s->headline, ": ");
        moment_ready(s, s->headline);
        moment_their_turn(s, s->more);
    }
    buf_putc(s->headline, '.');
    buf_puts(s->why, !said ? "The system has told its parent: its status is all that is left of it."
                     : s->s->woken
                         ? "It came through a pipe, and poll found it."
                         : "It came through a pipe; nobody waits for it yet, so it is kept.");
}

bool tell_pool(const struct telling *s)
{
    uint32_t i = first_news(s);
    if (i == s->s->head)
        return false;
    struct note n = *trace_note(s->t, i);
    words_put(s->headline, s->t, "%s has its result", n.name ? n.name : "A process");
    if (n.len) {
        buf_puts(s->headline, ": ");
        words_text(s->headline, n.text, strcspn(n.text, "\n"), MOMENT_COLUMNS / 2);
    }
    buf_putc(s->headline, '.');
    buf_puts(s->why, "It came through a pipe; the future that stands for it here gets it.");
    return true;
}
