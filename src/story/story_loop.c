/* SPDX-License-Identifier: MIT */
/* The loop: handles, timers, ticks. */
#include "story/story_parts.h"

#include <string.h>

#include "story/awaits.h"
#include "story/callbacks.h"
#include "story/cause.h"
#include "story/wakes.h"
#include "story/words.h"

/* ---- handles and timers ---- */

static void soon_what(const struct explained *s, struct buf *b)
{
    uint32_t task = s->e->actor;
    size_t from = b->len;
    if (!task) {
        words_put(b, s->t, "%a joins the ready queue", s->i);
        words_capital(b, from);
        awaits_heard(s->m, b, ": ", callback_find(s->n.name), s->e->ref);
        buf_putc(b, '.');
    } else {
        bool again = s->r && s->r->ran != TRACE_NONE;
        words_put(b, s->t, again ? "%T is ready again." : "%T is ready.", task);
    }
}

static void soon_why(const struct explained *s, struct buf *b)
{
    bool again = s->r && s->r->ran != TRACE_NONE, first = story_is_first(s);
    uint32_t tick = s->m->tick + 1;
    if (!s->e->actor)
        story_place(s->m, b);
    else if (s->e->what == HANDLE_WAKEUP)
        words_put(b, s->t, "What it awaits is there: its turn is in tick %u.", tick);
    else
        words_put(b, s->t,
                  again ? "It gives way: its next turn is in tick %u."
                        : "Its first turn is in tick %u.",
                  tick);
    if (first)
        buf_puts(b, " A handle is one entry of the ready queue: a turn of a task, or a callback.");
}

static void fire_what(const struct explained *s, struct buf *b)
{
    const struct model *m = s->m;
    uint32_t source = m->ready.n ? model_ready(m, m->ready.n - 1).source : TRACE_NONE;
    bool known = cause_kept(s->t, source) && trace_at(s->t, source)->kind == EV_TIMER;
    size_t from = b->len;
    awaits_timer(m, b, known ? source : TRACE_NONE);
    words_capital(b, from);
    buf_puts(b, " is due: its handle joins the ready queue.");
}

static void fire_why(const struct explained *s, struct buf *b)
{
    if (s->e->time - s->n.when > 1e-6)
        words_put(b, s->t, "It was due at %t; the loop comes to it only now, at %t. ", s->n.when,
                  s->e->time);
    else
        words_put(b, s->t, "It was set for %t. ", s->n.when);
    story_place(s->m, b);
}

static void timer_what(const struct explained *s, struct buf *b)
{
    story_who(s->m, b);
    words_put(b, s->t, " sets a timer for %t.", s->n.when);
}

static void timer_why(const struct explained *s, struct buf *b)
{
    const char *name = s->n.name ? s->n.name : "";
    if (callback_find(name) == callback_sleep)
        buf_puts(b, "When it is due, its callback finishes the future that the sleep waits for.");
    else if (!strcmp(name, "_release_waiter"))
        buf_puts(b, "It is a time limit: if it is due first, the waiting ends.");
    else if (!strcmp(name, "Timeout._on_timeout"))
        buf_puts(
            b,
            "It is the time limit of a timeout block: if it is due first, the task is cancelled.");
    else
        words_put(b, s->t, "When it is due, %a joins the ready queue.", s->i);
}

static void io_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, "poll has found I/O: %a joins the ready queue.", s->i);
}

static void io_why(const struct explained *s, struct buf *b)
{
    story_place(s->m, b);
}

static void uncall_what(const struct explained *s, struct buf *b)
{
    bool ready = false;
    for (uint32_t k = 0; k < s->m->ready.n && k < CAUSE_SCAN && !ready; k++)
        ready = model_ready(s->m, k).handle == s->e->handle;
    story_who(s->m, b);
    buf_puts(b, ready ? " cancels a handle that is in the ready queue."
                      : " cancels a timer that has not fallen due.");
}

/* ---- ticks ---- */

static void tick_what(const struct explained *s, struct buf *b)
{
    uint32_t ready = s->e->ref, timers = s->e->handle;
    words_put(b, s->t, "Tick %u begins: ", s->e->tick);
    if (ready)
        words_put(b, s->t, ready == 1 ? "one is ready." : "%n are ready.", ready);
    else
        words_put(b, s->t,
                  !timers       ? "nobody is ready, and no timer is set."
                  : timers == 1 ? "nobody is ready, %n timer is set."
                                : "nobody is ready, %n timers are set.",
                  timers);
}

static void tick_why(const struct explained *s, struct buf *b)
{
    if (!s->e->ref && !s->e->handle)
        buf_puts(b, "Only I/O or another thread could bring work now.");
    else
        buf_puts(b, "One round: look for I/O, then for due timers, then run those who are ready.");
}

/* asyncio never sleeps longer than a day at a stretch, so a jump may end before the deadline. */
static void jump_what(const struct explained *s, struct buf *b)
{
    struct timer_entry first = {.when = s->n.number};
    if (s->n.number - s->e->time >= 24 * 3600)
        model_timers(s->m, &first, 1);
    const char *why = wakes_why(&s->n);
    if (why && s->n.number <= s->e->time) {
        words_put(b, s->t, "Nobody is ready: %s.", why);
        return;
    }
    words_put(b, s->t, "Nobody is ready: the clock jumps to %t", s->n.number);
    if (why)
        words_put(b, s->t, " (%s).", why);
    else
        buf_puts(b, first.when > s->n.number ? ", as far as one poll may sleep."
                                             : ", the nearest deadline.");
}

static void jump_why(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, "A real loop would sleep here for %d s and use no processor.",
              s->n.number - s->e->time);
}

static void idle_what(const struct explained *s, struct buf *b)
{
    if (s->n.has & HAS_NUMBER) {
        words_put(b, s->t, "Nobody is ready: the loop sleeps, for at most %t s.", s->n.number);
    } else if (s->n.len) {
        buf_puts(b, "Nobody is ready: the loop waits for ");
        wakes_put(b, &s->n);
        buf_putc(b, '.');
    } else {
        buf_puts(b, "Nobody is ready: the loop sleeps.");
    }
}

/* Turns, or whatever it is that runs. */
static const char *runs(const struct model *m, uint32_t n)
{
    bool turns = true;
    for (uint32_t k = 0; k < n && k < m->ready.n && k < CAUSE_NEAR; k++)
        turns &= model_ready(m, k).task != 0;
    return turns ? n == 1 ? "turn" : "turns" : n == 1 ? "handle" : "handles";
}

static void ready_what(const struct explained *s, struct buf *b)
{
    uint32_t n = s->e->ref;
    if (n)
        words_put(b, s->t, "This tick runs %n %s and no more.", n, runs(s->m, n));
    else
        buf_puts(b, "This tick has nothing to run.");
}

static void deadlock_why(const struct explained *s, struct buf *b)
{
    uint32_t waiting[WORDS_NAMED], n = 0, all = s->m->counts[TASK_WAITING];
    if (s->n.len) { /* the loop's own verdict */
        words_text(b, s->n.text, s->n.len, WORDS_ALL);
        buf_putc(b, '.');
        return;
    }
    for (uint32_t task = 1; task <= s->m->nrows && task <= CAUSE_SCAN && n < WORDS_NAMED; task++) {
        const struct row *r = model_row(s->m, task);
        if (r && r->state == TASK_WAITING)
            waiting[n++] = task | REF_TASK;
    }
    if (!n)
        return;
    words_refs(b, s->t, waiting, n);
    if (all > n)
        words_put(b, s->t, " and %u more", all - n);
    buf_puts(b, all == 1 ? " waits" : " wait");
    buf_puts(b, " for what nobody can bring about any more.");
}

const struct explanation explain_loop[EV_KINDS] = {
    [EV_TICK] = {tick_what, NULL, tick_why, NULL},
    [EV_JUMP] = {jump_what, NULL, jump_why, NULL},
    [EV_IDLE] = {idle_what, NULL, NULL,
                 "It goes on with a timer that is due or with I/O, whatever comes first."},
    [EV_DEADLOCK] = {NULL, "Deadlock: nothing is ready, and nothing can ever become ready.",
                     deadlock_why, NULL},
    [EV_READY] = {ready_what, NULL, NULL,
                  "Who gets ready from now on has a turn in the next: so all come round."},
    [EV_FIRE] = {fire_what, NULL, fire_why, NULL},
    [EV_IO] = {io_what, NULL, io_why, NULL},
    [EV_SKIP] =
        {NULL, "A cancelled handle is passed over.", NULL,
         "Cancelling a handle only marks it; it keeps its place in the queue and is not run."},
    [EV_SOON] = {soon_what, NULL, soon_why, NULL},
    [EV_TIMER] = {timer_what, NULL, timer_why, NULL},
    [EV_UNCALL] = {uncall_what, NULL, NULL, "It will not run."},
};
