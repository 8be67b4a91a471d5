/* SPDX-License-Identifier: MIT */
/* Moments of the loop and of the program: they start, stand still, end. */
#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/wakes.h"
#include "story/words.h"
#include "story/workers.h"

/* ---- start ---- */

/* The task that the loop is to run. */
static uint32_t main_task(const struct telling *s)
{
    for (uint32_t i = s->first; i <= s->s->last; i++)
        if (trace_at(s->t, i)->kind == EV_TASK)
            return trace_at(s->t, i)->actor;
    return 0;
}

void tell_setup(const struct telling *s)
{
    uint32_t task = main_task(s);
    if (!task) {
        buf_puts(s->headline, "An event loop is made.");
        buf_puts(s->why, "It has no task yet.");
    } else {
        words_put(s->headline, s->t, "asyncio.run() makes an event loop and %T, which will run ",
                  task);
        moment_function(s, s->headline, task);
        buf_putc(s->headline, '.');
        words_put(s->why, s->t, "Only %T is ready, so it will have the first turn.", task);
    }
    if (moment_meets(s, WORD_LOOP))
        buf_puts(s->more,
                 "The event loop gives tasks their turns, one at a time. A task can pause.");
}

/* Has all of the program been told? */
static bool is_whole(const struct trace *t)
{
    uint8_t kind = trace_at(t, t->end - 1)->kind;
    return kind == EV_EXIT || kind == EV_CRASH;
}

void tell_start(const struct telling *s)
{
    if (s->t->threads) {
        tell_threads_start(s);
        return;
    }
    if (s->s->last > s->s->head) { /* a loop is made at once */
        tell_setup(s);
        return;
    }
    words_put(s->headline, s->t, "%s starts.",
              s->t->file  ? s->t->file
              : s->n.name ? s->n.name
                          : "The program");
    if (s->t->loop)
        buf_puts(s->why, "It makes an event loop later: until then, one line follows the other.");
    else if (is_whole(s->t))
        buf_puts(s->why, s->t->real
                             ? "No event loop is seen in it: its lines run one after the other."
                             : "It makes no event loop: its lines run one after the other, "
                               "in one thread.");
    else
        buf_puts(s->why, "No event loop yet: its lines run one after the other, in one thread.");
}

void tell_ending(const struct telling *s)
{
    uint32_t from = trace_at(s->t, s->first)->tick, to = s->e->tick, left = s->s->count;
    buf_puts(s->headline, "asyncio.run() stops the loop, tidies up and closes it.");
    if (left)
        words_put(s->why, s->t,
                  left == 1 ? "It has cancelled the task that was left over."
                            : "It has cancelled the %n tasks that were left over.",
                  left);
    else
        buf_puts(s->why, "No task is left over.");
    struct buf folded = {0};
    words_put(&folded, s->t,
              from < to ? "Its ticks %u to %u are folded: e opens them."
                        : "Its tick %u is folded: e opens it.",
              from, to);
    moment_add(s->why, s->more, folded.s);
    buf_free(&folded);
}

/* ---- nobody is ready ---- */

static void put_all_wait(const struct telling *s, struct buf *b)
{
    uint32_t n = s->m->counts[TASK_WAITING] - s->m->processes[1];
    words_put(b, s->t,
              !n       ? "No task waits"
              : n == 1 ? "The only task waits"
              : n == 2 ? "Both tasks wait"
                       : "All %n tasks wait",
              n);
}

/* Whom a jump is made for, by its name; NULL: it is no thread and no process. */
static const char *who_goes_on(const char *name)
{
    return !name                                ? NULL
           : !strcmp(name, "thread")            ? "thread"
           : !strcmp(name, "a process goes on") ? "process"
                                                : NULL;
}

void tell_jump(const struct telling *s)
{
    if (model_of_threads(s->m)) {
        tell_thread_jump(s);
        return;
    }
    double to = s->n.number;
    struct timer_entry timer = {.when = to};
    model_timers(s->m, &timer, 1);
    bool passes = to > s->e->time;
    const char *who = who_goes_on(s->n.name);
    if (passes || !who)
        words_put(s->headline, s->t, "Nobody is ready: the clock jumps to %t.", to);
    else
        words_put(s->headline, s->t, "Nobody is ready: another %s goes on at %t.", who, s->e->time);
    put_all_wait(s, s->why);
    if (to < s->e->time && who)
        words_put(s->why, s->t, ", and the %s was due at %t: it was not its turn then.", who, to);
    else if (!passes && who)
        words_put(s->why, s->t, ", and the %s was due at the same time.", who);
    else if (s->n.name)
        words_put(s->why, s->t, ", and %s at %t.", wakes_why(&s->n), to);
    else if (timer.when > to)
        words_put(s->why, s->t, "; the nearest timer is due at %t, but no sleep is longer.",
                  timer.when);
    else
        words_put(s->why, s->t, ", and the nearest timer is due at %t.", to);
    if (moment_meets(s, WORD_POLL))
        words_put(s->more, s->t, "A real loop would sleep here for %d s and use no processor.",
                  to - s->e->time);
}

void tell_idle(const struct telling *s)
{
    struct buf wakes = {0};
    bool limit = s->n.has & HAS_NUMBER, known = wakes_put(&wakes, &s->n);
    words_put(s->headline, s->t,
              limit   ? "Nobody is ready: the loop sleeps, at most until %t."
              : known ? "Nobody is ready: the loop waits for "
                      : "Nobody is ready: the loop sleeps.",
              s->e->time + s->n.number);
    put_all_wait(s, s->why);
    if (known && !limit)
        words_put(s->headline, s->t, "%s.", buf_str(&wakes));
    buf_puts(s->why, limit   ? "; a timer that is due wakes the loop."
                     : known ? ", and no timer is set."
                             : "; only something from outside can wake the loop.");
    if (limit)
        words_put(s->more, s->t, "Before that, %s can wake it.",
                  known ? buf_str(&wakes) : "only something from outside");
    buf_free(&wakes);
}

/* ---- it stands still ---- */

void tell_block(const struct telling *s)
{
    if (model_of_threads(s->m)) {
        tell_thread_computes(s);
        return;
    }
    double until = s->e->time + s->n.number;
    bool computes = story_computes(&s->n);
    words_put(s->headline, s->t, computes ? "Computing for %d s" : "time.sleep(%d)", s->n.number);
    moment_line(s->headline, s->t, s->e->place);
    words_put(s->headline, s->t, ": everything stands still until %t.", until);
    if (s->begins) {
        moment_verb(s, s->why);
        buf_puts(s->why, computes ? ", and computes without a pause: no other line can run."
                                  : ", and waits inside time.sleep(): no other line can run.");
    } else {
        buf_puts(s->why, computes
                             ? "The thread computes without a pause, so no other line can run."
                             : "The thread waits inside time.sleep(), so no other line can run.");
    }
    if (s->m->handle && moment_meets(s, WORD_BLOCK))
        buf_puts(s->more, "Whoever is ready has no turn meanwhile, and what is due will be late.");
}

void tell_executor(const struct telling *s)
{
    moment_who(s, s->headline);
    const char *to = s->n.coro ? s->n.coro : "thread";
    if (s->n.name)
        words_put(s->headline, s->t, "hands %s() to a %s.", s->n.name, to);
    else
        words_put(s->headline, s->t, "hands work to a %s.", to);
    words_put(s->why, s->t, "The %s runs beside the loop; its result will come back as a future.",
              to);
}

/* A thread of the program's own; one of a pool is told of when it has something. */
void tell_worker(const struct telling *s)
{
    moment_who(s, s->headline);
    words_put(s->headline, s->t, "starts the thread %T, which runs %s().", s->e->actor,
              worker_runs(s->t, s->e->actor));
    buf_puts(s->why, "A thread runs beside the loop: who goes on first is not said.");
}

/* ---- the end ---- */

/* As one would say it: 3, 0.5, 1.234. */
static void put_seconds(struct buf *b, double s)
{
    words_put(b, NULL, "%d s", round(s * 1000) / 1000);
}

static void recap_what(const struct telling *s, struct buf *b)
{
    const struct tally *y = s->y;
    double total = s->e->time;
    words_put(b, s->t, "The end, at %t", total);
    if (y->deadlocked) {
        buf_puts(b, ", in a deadlock");
    } else if (y->blocked > 0) {
        buf_puts(b, ": it stood still for ");
        put_seconds(b, y->blocked);
        buf_puts(b, " of ");
        put_seconds(b, total);
    } else if (y->slept > 0) {
        buf_puts(b, ": ");
        put_seconds(b, y->slept);
        buf_puts(b, y->asked ? " of waiting in " : " of sleep in ");
        put_seconds(b, total);
        if (y->slept > total + 1e-6)
            words_put(b, s->t,
                      moment_columns(b) + 32 <= MOMENT_COLUMNS ? ", because the %s overlapped"
                                                               : ", as the %s overlapped",
                      y->asked ? "waits" : "sleeps");
        else if (!y->overlapped && y->sleeps > 1)
            buf_puts(b, ", one after the other");
    }
    buf_putc(b, '.');
}

static void add_bad(const struct telling *s)
{
    static const struct {
        enum outcome outcome;
        const char *one, *many;
    } ends[] = {{OUTCOME_FAILED, "failed", "failed"},
                {OUTCOME_CANCELLED, "was cancelled", "were cancelled"},
                {OUTCOME_DESTROYED, "was destroyed", "were destroyed"}};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        uint32_t n = s->y->ended[ends[i].outcome];
        if (!n)
            continue;
        words_put(&b, s->t, b.len ? ", %n " : "%n ", n);
        buf_puts(&b, n == 1 ? ends[i].one : ends[i].many);
    }
    if (b.len) {
        b.s[0] = (char)ascii_upper(b.s[0]);
        buf_putc(&b, '.');
        moment_add(s->why, s->more, b.s);
    }
    buf_free(&b);
}

static void add_status(const struct telling *s)
{
    struct buf b = {0};
    words_put(&b, s->t, "Its status is %u.", s->e->ref);
    if (s->e->ref)
        moment_add(s->why, s->more, b.s);
    buf_free(&b);
}

void tell_recap(const struct telling *s)
{
    uint32_t tasks = s->y->tasks, turns = s->y->turns;
    recap_what(s, s->headline);
    if (s->t->threads)
        tell_threads_recap(s);
    else if (!tasks)
        buf_puts(s->why,
                 s->t->loop ? "No task was made." : "No loop, no task: one line after the other.");
    else
        words_put(s->why, s->t, tasks == 1 ? "%u task had %u " : "%u tasks had %u ", tasks, turns);
    if (tasks && !s->t->threads && s->t->real && s->t->loop > 1) /* they may run side by side */
        words_put(s->why, s->t, "turns, in %u loops.", s->t->loop);
    else if (tasks && !s->t->threads)
        buf_puts(s->why, tasks > 1 ? "turns, never two at once." : turns == 1 ? "turn." : "turns.");
    if (s->t->remarks && s->t->remarks->end)
        buf_puts(s->more, s->t->remarks->end);
    add_bad(s);
    add_status(s);
}
