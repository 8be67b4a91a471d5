/* SPDX-License-Identifier: MIT */
/* Moments of threads: the head of one is told as its event is; then who goes on. */
#include <string.h>

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/threads.h"
#include "story/words.h"

/* The first sentence, and what follows it in the second line, if one has no room for both. */
static void split_sentences(struct buf *text, struct buf *a, struct buf *b)
{
    const char *s = buf_str(text), *end = strstr(s, ". ");
    size_t cut = moment_columns(text) <= MOMENT_COLUMNS || !end ? text->len : (size_t)(end + 1 - s);
    buf_add(a, s, cut);
    if (cut < text->len)
        buf_puts(b, s + cut + 1);
}

static void tell_head(const struct telling *s)
{
    struct explained e = story_at(s->m, s->s->head);
    const struct explanation *x = &explain_threads[s->e->kind];
    struct buf why = {0};
    x->tell_what(&e, s->headline);
    if (x->tell_why)
        x->tell_why(&e, &why);
    split_sentences(&why, s->why, s->more);
    buf_free(&why);
}

void tell_thread(const struct telling *s)
{
    tell_head(s);
}

/* What a task does with a variable is told as all that it does in its turn. */
static void tell_task_deed(const struct telling *s)
{
    struct explained e = story_at(s->m, s->s->head);
    moment_who(s, s->headline);
    threads_deed(&e, s->headline);
    if (s->e->kind == EV_WRITE)
        explain_threads[EV_WRITE].tell_why(&e, s->why);
    if (s->begins && !s->why->len)
        moment_turn(s, s->why);
    else if (s->begins)
        moment_turn(s, s->more);
}

void tell_shared(const struct telling *s)
{
    (model_of_threads(s->m) ? tell_head : tell_task_deed)(s);
}

void tell_thread_switch(const struct telling *s)
{
    tell_head(s);
    if (!moment_meets(s, WORD_SWITCH))
        return;
    s->why->s[--s->why->len] = 0;
    buf_puts(s->why, ": there others may go on, without an await.");
    words_put(s->more, s->t,
              "Which of the %n goes on was drawn: all draws together are a schedule.",
              s->e->handle >> 16);
}

/* Each of those in the circle has a line, as far as there are lines. */
void tell_threads_stuck(const struct telling *s)
{
    const char *text = s->n.text ? s->n.text : "", *end = strstr(text, "; ");
    buf_puts(s->headline, "Deadlock: every thread waits, and none can ever go on.");
    words_text(s->why, text, end ? (size_t)(end - text) : s->n.len, WORDS_ALL);
    buf_puts(s->why, s->why->len ? "." : "What they wait for is nobody's to give.");
    if (!end)
        return;
    words_text(s->more, end + 2, strcspn(end + 2, ";"), WORDS_ALL);
    buf_putc(s->more, '.');
}

/* The SWITCH that the moment ends with. */
static const struct event *switch_of(const struct telling *s)
{
    const struct event *e = trace_at(s->t, s->s->last);
    return e->kind == EV_SWITCH ? e : NULL;
}

static void put_next(const struct telling *s, struct buf *b, uint32_t actor)
{
    const struct row *r = model_row(s->m, actor);
    bool waited = r && cause_kept(s->t, r->stopped) && r->stopped + 1 < s->s->head &&
                  trace_at(s->t, r->stopped)->kind == EV_THREAD_WAIT;
    threads_goes_on(s->m, b, actor);
    if (waited && r->on == ON_JOIN && s->e->kind == EV_THREAD_DONE &&
        r->ref == (s->e->actor | REF_TASK))
        buf_puts(b, ": it has waited for that");
    buf_putc(b, '.');
}

void tell_thread_wait(const struct telling *s)
{
    const struct event *to = switch_of(s);
    struct buf next = {0};
    tell_head(s);
    if (to && to->actor != s->e->actor) {
        put_next(s, &next, to->actor);
        moment_add(s->why, s->more, next.s);
    }
    buf_free(&next);
}

void tell_thread_done(const struct telling *s)
{
    const struct event *to = switch_of(s);
    tell_head(s);
    if (to)
        put_next(s, s->why, to->actor);
}

void tell_thread_lock(const struct telling *s)
{
    struct explained e = story_at(s->m, s->s->head);
    threads_tell_lock(&e, s->headline);
    threads_explain_lock(&e, s->why);
}

/* With the GIL. */
void tell_thread_computes(const struct telling *s)
{
    words_put(s->headline, s->t, "%T computes", s->e->actor);
    moment_line(s->headline, s->t, s->e->place);
    words_put(s->headline, s->t, ", until %t.", s->e->time + s->n.number);
    if (moment_meets(s, WORD_BLOCK))
        buf_puts(s->why, "It needs the GIL for that: until then nobody else can run.");
}

void tell_thread_jump(const struct telling *s)
{
    const struct event *to = switch_of(s);
    const struct row *r = to ? model_row(s->m, to->actor) : NULL;
    bool computes = r && r->on == ON_COMPUTE;
    words_put(s->headline, s->t,
              computes ? "Threads compute, each on a core of its own: it is %t."
                       : "Every thread waits: the clock jumps to %t.",
              s->n.number);
    if (to)
        words_put(s->why, s->t, computes ? "%T goes on." : "The sleep of %T is over: it goes on.",
                  to->actor);
}

void tell_threads_start(const struct telling *s)
{
    words_put(s->headline, s->t, "%s starts.", s->t->file ? s->t->file : "The program");
    buf_puts(s->why,
             s->t->loop
                 ? "It runs an event loop, and threads: those the system lets run, not an await."
                 : "It has no event loop, but threads: the system lets them run, not an await.");
    if (s->t->real)
        buf_puts(s->more, "On a real clock they are let loose: each run may go another way.");
}

void tell_threads_recap(const struct telling *s)
{
    if (s->t->real) {
        words_put(s->why, s->t, "%u threads, let loose: the next run may go another way.",
                  s->y->tasks);
        return;
    }
    if (s->y->tasks > s->y->threads) {
        words_put(s->why, s->t, "%u tasks and %u threads had %u turns, never two at once.",
                  s->y->tasks - s->y->threads, s->y->threads, s->y->turns + 1);
        return;
    }
    words_put(s->why, s->t,
              s->y->beside ? "%u threads had %u turns, and computed beside each other."
                           : "%u threads had %u turns, with one baton: never two at once.",
              s->y->tasks, s->y->turns + 1);
}
