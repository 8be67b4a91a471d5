/* SPDX-License-Identifier: MIT */
/* The program, and what it meets: its start and end, threads, locks, warnings. */
#include "story/story_parts.h"

#include <string.h>

#include "base/ascii.h"
#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/threads.h"
#include "story/words.h"

/* ---- the program and its loop ---- */

static void start_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, "%s starts.",
              s->t->file  ? s->t->file
              : s->n.name ? s->n.name
                          : "The program");
}

static void start_why(const struct explained *s, struct buf *b)
{
    bool is_real = s->e->what; /* enum clock_mode */
    buf_puts(b,
             is_real
                 ? "Time is real: when nothing is ready, the loop sleeps until the next deadline."
                 : "Time is virtual: when nothing is ready, the clock jumps to the next deadline.");
}

static bool is_rest(const struct explained *s)
{
    return s->n.name && !strcmp(s->n.name, "_GatheringFuture");
}

/* What asyncio.run() cleans up with; a name may be NULL. */
static bool shuts_down(const struct explained *s)
{
    return words_contain(s->n.name, "shutdown_asyncgens") ||
           words_contain(s->n.name, "shutdown_default_executor");
}

static void run_what(const struct explained *s, struct buf *b)
{
    buf_puts(b, s->e->kind == EV_RUN ? "The loop runs until " : "The loop has stopped: ");
    if (is_rest(s) || !s->n.name)
        buf_puts(b, is_rest(s) ? "a gather" : "a future");
    else
        words_put(b, s->t, "%s()", s->n.name);
    buf_puts(b, " is done.");
}

static void run_why(const struct explained *s, struct buf *b)
{
    if (is_rest(s))
        buf_puts(b, "asyncio.run() gathers what it cancelled, and lets it come to its end.");
    else if (shuts_down(s))
        buf_puts(b, "asyncio.run() is cleaning up; that takes ticks of its own, even if there is "
                    "nothing to do.");
    else
        buf_puts(b, "run_until_complete() turns the loop, tick by tick.");
}

static void ran_why(const struct explained *s, struct buf *b)
{
    bool last = words_contain(s->n.name, "shutdown_default_executor");
    buf_puts(b, "run_until_complete() returns.");
    if (is_rest(s) || shuts_down(s))
        buf_puts(b,
                 last ? " asyncio.run() has cleaned up." : " asyncio.run() goes on cleaning up.");
}

static void stop_what(const struct explained *s, struct buf *b)
{
    story_who(s->m, b);
    buf_puts(b, " tells the loop to stop after this tick.");
}

static void exit_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t,
              s->e->ref ? "The program has ended, with status %u." : "The program has ended.",
              s->e->ref);
}

static void crash_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t,
              s->n.len ? "The program ends with an error: %s." : "The program ends with an error.",
              s->n.text);
}

bool story_computes(const struct note *n)
{
    return n->name && !strcmp(n->name, "compute");
}

static void block_what(const struct explained *s, struct buf *b)
{
    if (s->e->actor)
        words_task(b, s->t, s->e->actor);
    else
        story_who(s->m, b);
    words_put(b, s->t,
              story_computes(&s->n) ? " computes for %d s"
              : s->m->handle        ? " blocks the whole loop for %d s"
                                    : " stands still for %d s",
              s->n.number);
    words_put(b, s->t, trace_line(s->t, s->e->place) ? " at %P." : ".", (uint32_t)s->e->place);
}

static void block_why(const struct explained *s, struct buf *b)
{
    buf_puts(b, s->m->handle
                    ? "It does not await, so nothing else can run meanwhile, however ready it is."
                    : "No loop is running, so there is nothing else that could go on meanwhile.");
}

static void executor_what(const struct explained *s, struct buf *b)
{
    story_who(s->m, b);
    const char *to = s->n.coro ? s->n.coro : "thread";
    if (s->n.name)
        words_put(b, s->t, " hands %s() to a %s.", s->n.name, to);
    else
        words_put(b, s->t, " hands a function to a %s.", to);
}

static void loop_error_what(const struct explained *s, struct buf *b)
{
    const char *message = s->n.name && *s->n.name ? s->n.name : "an error";
    words_put(b, s->t, "The loop reports: %s", message);
    buf_puts(b, message[strlen(message) - 1] == '!' ? "" : ".");
}

static void loop_error_why(const struct explained *s, struct buf *b)
{
    const char *error = s->n.len ? " The error is %s." : "";
    if (words_contain(s->n.name, "never retrieved"))
        buf_puts(b, "Nobody awaited it before it was gone: await it, or ask for its exception().");
    else if (words_contain(s->n.name, "destroyed"))
        words_put(b, s->t,
                  "It was %R, and nobody had a reference to it: keep one until it is done.",
                  s->e->ref);
    else if (s->e->ref)
        words_put(b, s->t, "It is about %R.", s->e->ref);
    else if (*error)
        error++; /* no sentence before it */
    words_put(b, s->t, error, s->n.text);
}

static void sync_what(const struct explained *s, struct buf *b)
{
    if (s->n.name && !strcmp(s->n.name, "generator") && s->n.len) {
        words_text(b, s->n.text, s->n.len, WORDS_ALL);
        buf_putc(b, '.');
        return;
    }
    if (s->r && s->t->threads) {
        threads_tell_lock(s, b);
        return;
    }
    words_put(b, s->t, "%s: %s.", s->n.name ? s->n.name : "Changed",
              s->n.len ? s->n.text : "changed");
}

static void sync_why(const struct explained *s, struct buf *b)
{
    if (s->r && s->t->threads) {
        threads_explain_lock(s, b);
        return;
    }
    if (!s->n.nof)
        return;
    words_refs(b, s->t, s->n.of, s->n.nof);
    buf_puts(b, s->n.nof == 1 ? " waits for it." : " wait for it, in this order.");
}

/* A warning is what happened, a colon, and how to mend it; each is a sentence of its own. */
static size_t warning_head(const struct note *n)
{
    const char *colon = n->len ? memmem(n->text, n->len, ": ", 2) : NULL;
    return colon ? (size_t)(colon - n->text) : n->len;
}

static void put_sentence(struct buf *b, const char *s, size_t n)
{
    size_t from = b->len;
    words_text(b, s, n, WORDS_ALL);
    if (b->len == from)
        return;
    b->s[from] = (char)ascii_upper(b->s[from]);
    if (!strchr(".!", b->s[b->len - 1]))
        buf_putc(b, '.');
}

static void warning_what(const struct explained *s, struct buf *b)
{
    const char *name = s->n.name && *s->n.name ? s->n.name : event_means[EV_WARNING];
    size_t from = b->len;
    put_sentence(b, s->n.text, warning_head(&s->n));
    if (b->len == from)
        put_sentence(b, name, strlen(name));
}

static void warning_why(const struct explained *s, struct buf *b)
{
    size_t head = warning_head(&s->n);
    if (head + 2 < s->n.len)
        put_sentence(b, s->n.text + head + 2, s->n.len - head - 2);
    else if (words_contain(s->n.text, "never awaited"))
        buf_puts(b, "Calling a coroutine function only makes a coroutine; it runs when it is "
                    "awaited, or as a task.");
}

const struct explanation explain_program[EV_KINDS] = {
    [EV_START] = {start_what, NULL, start_why, NULL},
    [EV_LOOP] = {NULL, "An event loop is made.", NULL,
                 "It has a ready queue, timers and a clock; nothing is in them yet."},
    [EV_RUN] = {run_what, NULL, run_why, NULL},
    [EV_RAN] = {run_what, NULL, ran_why, NULL},
    [EV_STOP] = {stop_what, NULL, NULL, "What this tick has yet to run still runs."},
    [EV_CLOSE] = {NULL, "The loop is closed.", NULL, "The program goes on behind it."},
    [EV_EXIT] = {exit_what, NULL, NULL, NULL},
    [EV_CRASH] = {crash_what, NULL, NULL, "Nobody caught it."},
    [EV_BLOCK] = {block_what, NULL, block_why, NULL},
    [EV_EXECUTOR] = {executor_what, NULL, NULL,
                     "The loop goes on; the result will come back as a future."},
    [EV_LOOP_ERROR] = {loop_error_what, NULL, loop_error_why, NULL},
    [EV_SYNC] = {sync_what, NULL, sync_why, NULL},
    [EV_WARNING] = {warning_what, NULL, warning_why, NULL},
    [EV_OTHER] = {NULL, "Something happened that this version has no words for.", NULL, NULL},
};
