/* SPDX-License-Identifier: MIT */
/* BEGIN and END of a handle's run, and what is printed in it: who runs, and why now. */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/waiting.h"
#include "story/words.h"

/* ---- begin: who runs, and why now ---- */

static bool first_turn(const struct explained *s)
{
    return s->r && s->r->stopped == TRACE_NONE;
}

static void turn_why(const struct explained *s, struct buf *b)
{
    moment_turn_of(s->m, s->i, b);
}

static void callback_why(const struct explained *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    uint32_t fire = cause_fire(s->t, s->i);
    if (story_is_first(s))
        buf_puts(b, "A callback is a plain function that the loop calls: it cannot pause. ");
    if (c) {
        buf_puts(b, c->effect);
        buf_putc(b, ' ');
    }
    if (fire != TRACE_NONE)
        words_put(b, s->t, "It was due at %t", trace_number(s->t, fire));
    else if (s->e->ref & REF_TASK)
        words_put(b, s->t, "%R has ended", s->e->ref);
    else
        buf_puts(b, "It was first in the ready queue");
    moment_behind(s->m, b);
    buf_putc(b, '.');
}

static void begin_why(const struct explained *s, struct buf *b)
{
    if (s->e->actor)
        turn_why(s, b);
    else
        callback_why(s, b);
}

static void callback_what(const struct explained *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    uint32_t sleeper = c == callback_sleep ? cause_waiter(s->m, s->e->ref) : 0;
    size_t from = b->len;
    words_put(b, s->t, "%a runs", s->i);
    words_capital(b, from);
    if (sleeper) {
        struct wait w = awaits_of(s->m, model_row(s->m, sleeper));
        words_put(b, s->t, ": %T's ", sleeper);
        awaits_put(b, s->t, &w, ARTICLE_NONE);
        buf_puts(b, " is over");
    } else {
        awaits_heard(s->m, b, ": ", c, s->e->ref);
    }
    buf_putc(b, '.');
}

static void begin_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->actor;
    if (!task) {
        callback_what(s, b);
    } else if (first_turn(s) && s->r->cancel != TRACE_NONE) {
        words_put(b, s->t, "%T has its first turn, but was cancelled: no line of %C() will run.",
                  task, task);
    } else if (first_turn(s) || !s->r) {
        words_put(b, s->t, "%T starts %C().", task, task);
    } else {
        words_put(b, s->t, "%T goes on.", task);
    }
}

/* ---- end ---- */

static void end_what(const struct explained *s, struct buf *b)
{
    const struct model *m = s->m;
    struct wait w = {s->e->what, s->e->ref, s->n};
    size_t from = b->len;
    if (!s->e->actor) {
        bool known = cause_kept(s->t, m->begin) && trace_at(s->t, m->begin)->handle == s->e->handle;
        words_put(b, s->t, known ? "%a has run." : "a callback has run.", m->begin);
        words_capital(b, from);
    } else if (w.on == ON_NONE) {
        words_put(b, s->t, "%T has had its last turn.", s->e->actor);
    } else {
        bool gives_way = w.on == ON_SLEEP0 || w.on == ON_YIELD;
        words_put(b, s->t, gives_way ? "%T gives way for one tick: " : "%T waits for ",
                  s->e->actor);
        awaits_put(b, s->t, &w, ARTICLE_A);
        if (w.on == ON_SLEEP && w.n.has & HAS_WHEN)
            words_put(b, s->t, ": a timer is set for %t.", w.n.when);
        else
            words_put(b, s->t,
                      w.on == ON_WAIT_FOR && w.n.has & HAS_NUMBER ? ", for at most %d s." : ".",
                      w.n.number);
    }
}

/* How the lock, event, queue … stands that is awaited: "Lock: held by Task-2. " */
static void put_object(const struct explained *s, struct buf *b)
{
    uint32_t sync = model_object(s->m, s->n.object);
    if (!cause_kept(s->t, sync))
        return;
    struct note n = *trace_note(s->t, sync);
    if (n.name && n.len)
        words_put(b, s->t, "%s: %s. ", n.name, n.text);
}

static void end_why(const struct explained *s, struct buf *b)
{
    const char *meaning = waiting_for((uint8_t)s->e->what)->meaning;
    if (s->e->actor && s->e->what == ON_SLEEP)
        words_put(b, s->t, "Only %T pauses, and a timer will wake it. ", s->e->actor);
    else if (s->e->actor && meaning)
        words_put(b, s->t, "Only %T pauses. %s ", s->e->actor, meaning);
    put_object(s, b);
    moment_next(s->m, b);
}

/* ---- what is printed ---- */

/* The BEGIN of the turn whose first deed this is, or TRACE_NONE; lines it reached may lie between.
 */
static uint32_t begun_before(const struct explained *s)
{
    uint32_t i = s->i - 1;
    while (cause_kept(s->t, i) && trace_at(s->t, i)->kind == EV_LINE && s->i - i < CAUSE_NEAR)
        i--;
    return s->e->actor && cause_kept(s->t, i) && trace_at(s->t, i)->kind == EV_BEGIN ? i
                                                                                     : TRACE_NONE;
}

static void out_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->actor;
    bool empty = !s->n.len || (s->n.len == 1 && *s->n.text == '\n');
    if (begun_before(s) != TRACE_NONE)
        words_put(b, s->t, first_turn(s) ? "%T starts %C() and" : "%T goes on and", task, task);
    else if (task)
        words_task(b, s->t, task);
    else if (s->t->real && !trace_line(s->t, s->e->place)) /* it came from the terminal */
        buf_puts(b, "The program");
    else
        story_who(s->m, b);
    buf_puts(b, empty ? " prints an empty line" : " prints");
    if (s->e->kind == EV_ERR)
        buf_puts(b, empty ? " to stderr" : " to stderr:");
    if (!empty)
        words_put(b, s->t, " %q", s->n.text, s->n.len);
    words_stop(b);
}

static void out_why(const struct explained *s, struct buf *b)
{
    uint32_t begin = begun_before(s);
    if (begin == TRACE_NONE)
        return;
    struct explained turn = story_at(s->m, begin);
    begin_why(&turn, b);
}

static void line_what(const struct explained *s, struct buf *b)
{
    if (s->e->actor)
        words_task(b, s->t, s->e->actor);
    else
        story_who(s->m, b);
    words_put(b, s->t, " reaches %P.", (uint32_t)s->e->place);
}

const struct explanation explain_turns[EV_KINDS] = {
    [EV_BEGIN] = {begin_what, NULL, begin_why, NULL}, [EV_END] = {end_what, NULL, end_why, NULL},
    [EV_OUT] = {out_what, NULL, out_why, NULL},       [EV_ERR] = {out_what, NULL, out_why, NULL},
    [EV_LINE] = {line_what, NULL, NULL, NULL},
};
