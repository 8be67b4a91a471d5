/* SPDX-License-Identifier: MIT */
/* Moments of a task's turn: it prints, makes tasks, is done. */
#include <string.h>

#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/words.h"
#include "story/workers.h"

/* ---- it prints ---- */

/* Cut inside the quotes, so that the line has room for them. */
static void put_quotation(struct buf *b, const char *text, size_t n)
{
    struct buf whole = {0};
    buf_puts(b, "“");
    int room = MOMENT_COLUMNS - moment_columns(b);
    words_text(&whole, text, n, MOMENT_COLUMNS);
    size_t from = b->len, len = whole.len;
    buf_add(b, buf_str(&whole), len);
    buf_puts(b, "”");
    words_stop(b);
    if (moment_columns(b) > MOMENT_COLUMNS) {
        b->s[b->len = from] = 0;
        words_text(b, buf_str(&whole), len, room > 8 ? room - 2 : 8);
        buf_puts(b, "”");
    }
    buf_free(&whole);
}

/* While the loop polls only threads of its pool act. */
static bool by_thread(const struct telling *s)
{
    return !s->who && s->m->loop && s->m->phase == PHASE_POLL && !s->m->handle;
}

enum { PRINTS_MOST = 64 }; /* in a row, looked through for what let the generator go on */

/* The generator that runs, of a program without tasks; false: none does. */
static bool put_generator(const struct telling *s, struct buf *b)
{
    uint32_t i = s->s->head, n = 0;
    while (i > s->t->first && n++ < PRINTS_MOST && trace_at(s->t, i - 1)->kind == EV_OUT)
        i--;
    if (s->who || i == s->t->first || trace_at(s->t, i - 1)->kind != EV_SYNC)
        return false;
    const struct note *note = trace_note(s->t, i - 1);
    const char *call = note->name && note->text && !strcmp(note->name, "generator")
                           ? strstr(note->text, "() ")
                           : NULL;
    if (!call || (strncmp(call, "() begins", 9) && strncmp(call, "() goes on", 10)))
        return false;
    words_text(b, note->text, (size_t)(call - note->text) + 2, MOMENT_COLUMNS / 2);
    buf_putc(b, ' ');
    return true;
}

/* In a task's turn of a live program, and yet not by its print(): it came from the terminal. */
static bool is_nobodys(const struct telling *s)
{
    return s->t->real && s->m->task && !s->e->actor && !trace_line(s->t, s->e->place);
}

static void print_what(const struct telling *s, struct buf *b)
{
    size_t n = s->n.len && s->n.text[s->n.len - 1] == '\n' ? s->n.len - 1 : s->n.len;
    struct buf seen = {0};
    words_text(&seen, s->n.text, n, MOMENT_COLUMNS);
    if (worker_is(s->t, s->e->actor)) {
        worker_put(b, s->t, s->e->actor);
        buf_putc(b, ' ');
    } else if (by_thread(s))
        buf_puts(b, "A worker thread ");
    else if (is_nobodys(s))
        buf_puts(b, "A child of the program or the program itself ");
    else if (!put_generator(s, b))
        moment_who(s, b);
    buf_puts(b, seen.len ? "prints " : "prints an empty line");
    if (s->e->kind == EV_ERR)
        buf_puts(b, seen.len ? "to stderr: " : " to stderr");
    if (seen.len)
        put_quotation(b, s->n.text, n);
    else
        buf_putc(b, '.');
    buf_free(&seen);
}

/* Outside every turn. */
static void plain_why(const struct telling *s, struct buf *b)
{
    uint32_t before = s->s->head - 1;
    if (s->m->handle || s->e->kind == EV_ERR)
        return;
    if (s->m->nrows && !s->m->loop)
        buf_puts(b, "The loop is closed: this is a plain line, after asyncio.run().");
    else if (by_thread(s))
        buf_puts(b, "It runs beside the loop, where no task has its turn.");
    else if (s->m->loop)
        buf_puts(b, "No task has its turn: this is a plain line, between two ticks.");
    else if (cause_kept(s->t, before) && trace_at(s->t, before)->kind == EV_BLOCK)
        buf_puts(b, story_computes(trace_note(s->t, before))
                        ? "It has computed all: only now can the next line run."
                        : "The sleep is over: only now can the next line run.");
    else if (moment_meets(s, WORD_PLAIN))
        buf_puts(b, "A plain call: it runs to its end before the next line can run.");
}

void tell_print(const struct telling *s)
{
    print_what(s, s->headline);
    if (worker_is(s->t, s->e->actor))
        buf_puts(s->why, "It runs beside the loop, whoever has a turn there.");
    else if (is_nobodys(s))
        buf_puts(s->why, "It came from the terminal, not from print(): who wrote it is not known.");
    else if (s->begins)
        moment_turn(s, s->why);
    else if (model_of_threads(s->m))
        buf_puts(s->why, moment_meets(s, WORD_PLAIN)
                             ? "print() is a call: when it is over, another thread may go on."
                             : "");
    else if (s->who)
        buf_puts(s->why, "It is still its turn: no await has made it wait yet.");
    else
        plain_why(s, s->why);
    if (moment_meets(s, WORD_TICK))
        words_put(s->more, s->t,
                  s->m->frozen > 1 ? "A tick is one round of the loop: this one runs the %n that "
                                     "were ready."
                                   : "A tick is one round of the loop.",
                  s->m->frozen);
}

/* ---- it makes tasks ---- */

/* "Task-2 to Task-1001", if they are that, and many. */
static void put_made(const struct telling *s, struct buf *b)
{
    struct names made = moment_tasks(s, EV_TASK, s->s->count);
    uint32_t last = moment_last(s, EV_TASK), first = made.n ? made.task[0] : 0;
    const struct event *e = last == TRACE_NONE ? NULL : trace_at(s->t, last);
    bool row = e && made.all > WORDS_NAMED && e->actor - first + 1 == made.all &&
               !trace_actor(s->t, first)->name && !trace_actor(s->t, e->actor)->name;
    if (row)
        words_put(b, s->t, "%T to %T", first, e->actor);
    else
        moment_names(s, b, &made);
}

void tell_tasks(const struct telling *s)
{
    uint32_t n = s->s->count;
    moment_who(s, s->headline);
    words_put(s->headline, s->t, n == 1 ? "makes a task: " : "makes %n tasks: ", n);
    put_made(s, s->headline);
    buf_putc(s->headline, '.');
    if (s->e->what) {
        buf_puts(s->why, "It is eager: it begins at once, within this turn.");
        return;
    }
    words_put(s->why, s->t,
              n == 1   ? "It has not run yet"
              : n == 2 ? "Neither has run yet"
                       : "None of the %n has run yet",
              n);
    if (s->who)
        words_put(s->why, s->t, ": %T keeps its turn until it must wait.", s->who);
    else
        buf_puts(s->why, n == 1 ? ": its turn comes in a tick." : ": their turns come in a tick.");
    if (moment_meets(s, WORD_QUEUE))
        buf_puts(s->more,
                 n == 1 ? "It joins the ready queue: the line of those whose turn comes next."
                        : "They join the ready queue: the line of those whose turn comes next.");
    else if (n > 1)
        buf_puts(s->more, "They join the ready queue, in this order.");
}

/* ---- it is done ---- */

static void done_what(const struct telling *s, struct buf *b)
{
    const char *text = s->n.text;
    uint8_t outcome = s->e->what;
    if (outcome == OUTCOME_CANCELLED) {
        if (s->starts)
            words_put(b, s->t, "%T ends before its first line, cancelled.", s->who);
        else
            words_put(b, s->t,
                      s->begins ? "%T goes on and ends, cancelled." : "%T ends, cancelled.",
                      s->who);
        return;
    }
    if (s->begins) {
        moment_verb(s, b);
        buf_puts(b, ": ");
    }
    moment_function(s, b, s->who);
    if (outcome == OUTCOME_FAILED)
        words_put(b, s->t, " raises %s", text ? text : "an error");
    else if (text && strcmp(text, "None"))
        words_put(b, s->t, " returns %s", words_result(text));
    else
        buf_puts(b, " returns");
    words_put(b, s->t, s->begins ? ", so %T" : ": %T", s->who);
    buf_puts(b, outcome == OUTCOME_FAILED ? " has failed." : " is done.");
}

/* A callback of the program's, and whoever awaits the task. */
static void put_called(const struct telling *s, struct buf *b, const char *name, uint32_t soon)
{
    uint32_t waiter = 0;
    for (uint32_t i = soon; i < s->t->end && trace_at(s->t, i)->kind == EV_SOON && !waiter; i++)
        waiter = trace_at(s->t, i)->actor;
    words_function(b, name);
    words_put(b, s->t, " will be told in tick %u", s->m->tick + 1);
    words_put(b, s->t, waiter ? "; then %T has its turn." : ".", waiter);
}

/* Who is told of it, given the SOON, in tick n. */
static void put_told(const struct telling *s, struct buf *b, uint32_t soon)
{
    const struct event *e = trace_at(s->t, soon);
    const char *name = trace_note(s->t, soon)->name;
    const struct callback *c = callback_find(name);
    uint32_t tick = s->m->tick + 1;
    if (e->actor)
        words_put(b, s->t, "%T awaits it: its turn is in tick %u.", e->actor, tick);
    else if (c && c->told)
        words_put(b, s->t, "%s will be told in tick %u.", c->told, tick);
    else
        put_called(s, b, name, soon);
}

static void main_why(const struct telling *s)
{
    struct buf until = {0};
    if (s->begins) {
        moment_reason(s, s->why);
        buf_puts(s->why, ".");
    }
    buf_puts(&until, "asyncio.run() runs until ");
    moment_function(s, &until, s->who);
    buf_puts(&until, " returns.");
    moment_add(s->why, s->more,
               s->e->what == OUTCOME_DONE
                   ? buf_str(&until)
                   : "asyncio.run() tidies up, then raises the error again.");
    buf_free(&until);
}

/* Why it has its turn, or who cancelled it. */
static void end_why(const struct telling *s)
{
    const struct row *r = model_row(s->m, s->who);
    if (s->e->what != OUTCOME_CANCELLED) {
        moment_turn(s, s->why);
    } else if (r && cause_kept(s->t, r->cancel)) {
        moment_canceller(s, s->why, r->cancel);
        buf_puts(s->why, s->starts ? " before its first turn." : ".");
    }
}

/* The SOON of who is told of it; a warning may stand before that. */
static uint32_t callback_of(const struct telling *s)
{
    uint32_t i = s->s->head + 1;
    while (i < s->t->end && trace_at(s->t, i)->kind == EV_WARNING)
        i++;
    return i < s->t->end && trace_at(s->t, i)->kind == EV_SOON ? i : TRACE_NONE;
}

/* Is the next to be told, of another, the one who is told of this one later? */
static bool is_told_next(const struct telling *s, uint32_t soon)
{
    const struct callback *c = callback_find(trace_note(s->t, soon)->name);
    const struct callback *next = moment_told_next(s->m);
    return next && c == next;
}

void tell_done(const struct telling *s)
{
    uint32_t soon = callback_of(s);
    struct buf told = {0};
    done_what(s, s->headline);
    if (s->s->count) {
        main_why(s);
        return;
    }
    if (s->begins)
        end_why(s);
    if (soon != TRACE_NONE)
        put_told(s, &told, soon);
    else
        buf_puts(&told, s->e->what == OUTCOME_FAILED
                            ? "The error stays in the task until somebody awaits it."
                            : "Nobody awaits it now.");
    struct buf *b = s->why->len ? s->more : s->why;
    buf_add(b, told.s, told.len);
    bool again = soon != TRACE_NONE && is_told_next(s, soon);
    if ((story_left(s->m) || soon == TRACE_NONE) && !again)
        moment_add_next(s, b, b);
    buf_free(&told);
}
