/* SPDX-License-Identifier: MIT */
/* Moments in which a task waits, or gives way. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story_parts.h"
#include "story/waiting.h"
#include "story/words.h"

enum { LOOK = 64 }; /* of which it is looked up who has ended */

static bool gives_way(const struct telling *s)
{
    return s->e->what == ON_SLEEP0 || s->e->what == ON_YIELD;
}

static void way_what(const struct telling *s, struct buf *b)
{
    bool others = s->m->ready.n > 1;
    moment_who(s, b);
    buf_puts(b, others ? "lets the others go first, for one tick."
                       : "gives way for one tick, but nobody else is ready.");
}

static void way_why(const struct telling *s)
{
    const struct row *r = model_row(s->m, s->who);
    if (r && r->state == TASK_READY)
        words_put(s->why, s->t, "It does not wait: its next turn is in tick %u.", s->m->tick + 1);
    if (story_left(s->m))
        moment_add_next(s, s->why, s->more);
}

/* Those of a gather() that have not ended yet, if they are few; else all. */
static size_t still_to_end(const struct telling *s, uint32_t refs[LOOK])
{
    size_t n = 0;
    for (size_t i = 0; i < s->n.nof && s->n.nof <= LOOK; i++) {
        const struct row *r =
            s->n.of[i] & REF_TASK ? model_row(s->m, s->n.of[i] & ~REF_TASK) : NULL;
        if (!r || !state_is_over(r->state))
            refs[n++] = s->n.of[i];
    }
    return n;
}

static void put_of(const struct telling *s, struct buf *b)
{
    uint32_t few[LOOK];
    size_t left = still_to_end(s, few);
    const uint32_t *refs = left ? few : s->n.of;
    struct names of = {.all = (uint32_t)(left ? left : s->n.nof)};
    uint32_t most = of.all <= WORDS_NAMED ? of.all : WORDS_NAMED - 1;
    if (of.all == 2 && refs[0] == refs[1]) /* twice the same */
        of.all = most = 1;
    for (uint32_t k = 0; k < most && refs[k] & REF_TASK; k++)
        of.task[of.n++] = refs[k] & ~REF_TASK;
    bool names = of.n == most;
    size_t from = b->len;
    if (names)
        moment_names(s, b, &of);
    bool fits = moment_columns(b) < MOMENT_COLUMNS;
    if (names && fits && of.all <= WORDS_NAMED)
        return;
    b->s[b->len = from] = 0;
    if (!names)
        words_put(b, s->t, "%n results", of.all);
    else
        words_refs(b, s->t, refs, left ? left : s->n.nof);
}

/* Is it wait_for() whose time is up, and that waits on for the end of what it cancelled? */
static bool waits_on(const struct telling *s)
{
    uint32_t begin = s->e->what == ON_WAIT_FOR ? cause_run(s->t, s->s->head) : TRACE_NONE;
    uint32_t soon = begin == TRACE_NONE ? TRACE_NONE : cause_soon(s->t, begin);
    return soon != TRACE_NONE && moment_time_is_up(s, soon);
}

/* The time limit of a wait(), whose timer was set just before; INFINITY: it has none. */
static double limit(const struct telling *s)
{
    for (uint32_t i = s->s->head; i-- > s->first;)
        if (trace_at(s->t, i)->kind == EV_TIMER)
            return trace_note(s->t, i)->when;
    return INFINITY;
}

static void wait_what(const struct telling *s, struct buf *b)
{
    const struct waiting *w = waiting_for(s->e->what);
    struct standing at = moment_standing(s->t, s->s->head);
    moment_who(s, b);
    if (s->e->what == ON_TASK)
        words_put(b, s->t, "awaits %R", s->e->ref);
    else if (s->e->what == ON_RESPONSE && moment_asks(s))
        words_put(b, s->t, "asks for %s", moment_asks(s));
    else if (s->e->what == ON_SPAWN && moment_starts(s))
        words_put(b, s->t, "starts the process %s", moment_starts(s));
    else if (s->e->what == ON_READLINE && moment_writes(s))
        words_put(b, s->t, "writes %s, then waits for a line", moment_writes(s));
    else if (s->e->what == ON_DRAIN && moment_writes(s))
        words_put(b, s->t, "writes %s, then waits in drain()", moment_writes(s));
    else if (w->verb)
        buf_puts(b, w->verb);
    else
        words_put(b, s->t, s->n.name ? "waits for %s()" : "waits", s->n.name);
    moment_line(b, s->t, s->e->place);
    if (s->e->what == ON_SLEEP && at.depth > 1)
        words_put(b, s->t, ", in %s()", at.inner);
    if (s->e->what == ON_SLEEP && s->n.has & HAS_WHEN)
        words_put(b, s->t, ", until %t", s->n.when);
    else if (s->e->what == ON_WAIT_FOR && s->n.has & HAS_NUMBER && !waits_on(s))
        words_put(b, s->t, ", for at most %d s", s->n.number);
    else if (s->e->what == ON_WAIT && limit(s) < INFINITY)
        words_put(b, s->t, ", until %t at most", limit(s));
    else if (s->e->what == ON_GATHER && s->n.nof) {
        buf_puts(b, ": it waits for ");
        put_of(s, b);
    }
    buf_putc(b, '.');
}

/* The call that sleeps began in this turn, and another one ended. */
static bool calls_in_a_row(const struct telling *s, const struct standing *at)
{
    struct standing was = moment_standing(s->t, turn_before(s->t, cause_run(s->t, s->s->head)));
    return at->depth == 2 && was.depth == 2 && !strcmp(at->outer, was.outer) &&
           strcmp(at->inner, was.inner) && at->outer_line != was.outer_line;
}

static void sleep_why(const struct telling *s)
{
    struct standing at = moment_standing(s->t, s->s->head);
    bool explained = moment_meets(s, WORD_CALL) && at.outer && strcmp(at.outer, at.inner);
    if (explained && at.depth > 2)
        words_put(s->why, s->t, "await %s() starts no task: all %n functions are %T.", at.inner,
                  (unsigned)at.depth, s->who);
    else if (explained)
        words_put(s->why, s->t, "await %s() starts no task: %s() and %s() are both %T.", at.inner,
                  at.outer, at.inner, s->who);
    else if (calls_in_a_row(s, &at))
        words_put(s->why, s->t, "It begins only now: %s() awaits one call after the other.",
                  at.outer);
    else {
        words_put(s->why, s->t, "Only %T pauses, and a timer will wake it.", s->who);
        moment_add_next(s, s->why, s->why);
    }
    if (explained && moment_meets(s, WORD_AWAIT)) {
        words_put(s->more, s->t, "That sleep has to wait, so %T pauses.", s->who);
        moment_add_next(s, s->more, s->more);
    } else if (moment_meets(s, WORD_SLEEP)) {
        buf_puts(s->more, "asyncio.sleep() stops nobody else; time.sleep() would stop them all.");
    }
    if (explained && !moment_meets(s, WORD_AWAIT))
        moment_add_next(s, s->why, s->more);
}

/* What it waits for now that it was woken; NULL: it is no other thing than before. */
static const char *still_waits(const struct telling *s)
{
    uint8_t before = s->before == TRACE_NONE ? ON_NONE : trace_at(s->t, s->before)->what;
    if (waits_on(s))
        return "Its time is up: it waits until what it cancelled has ended.";
    if (s->begins && s->e->what == ON_TASKGROUP && before == ON_TASKGROUP)
        return "It was cancelled, but it waits for those of its tasks that still run.";
    if (s->begins && s->e->what == ON_LOCK &&
        (before == ON_CONDITION || before == ON_CONDITION_FOR))
        return "It was notified, but it can go on only when it has the lock, too.";
    return NULL;
}

/* Its place in line, counted from 1; 0: it is not among those that are named. */
static uint32_t place_in_line(const struct note *o, uint32_t task)
{
    for (size_t i = 0; i < o->nof; i++)
        if (o->of[i] == (task | REF_TASK))
            return (uint32_t)i + 1;
    return 0;
}

static void put_holder(const struct telling *s, struct buf *b, const char *holder)
{
    words_put(b, s->t, "%s has ", holder);
    moment_lock(s, b, s->n.object);
    buf_putc(b, '.');
}

/* How the lock or the like stands, where the trace tells it; nothing where not. */
static void put_object(const struct telling *s, struct buf *b)
{
    static const char held_by[] = "held by ", kept_for[] = "free, kept for ";
    uint32_t sync = s->n.object ? model_object(s->m, s->n.object) : TRACE_NONE;
    struct note o = cause_kept(s->t, sync) ? *trace_note(s->t, sync) : (struct note){0};
    uint32_t place = place_in_line(&o, s->who);
    const char *rest;
    unsigned n, parties;
    if (!o.len)
        return;
    if (s->e->what == ON_LOCK && !strncmp(o.text, held_by, sizeof held_by - 1))
        put_holder(s, b, o.text + sizeof held_by - 1);
    else if (s->e->what == ON_LOCK && !strncmp(o.text, kept_for, sizeof kept_for - 1))
        words_put(b, s->t, "The lock is kept for %s, which has waited longer.",
                  o.text + sizeof kept_for - 1);
    else if (s->e->what == ON_SEMAPHORE && place && !strcmp(o.text, "0 left"))
        words_put(b, s->t, "No place is left: it is the %o in line.", place);
    else if (s->e->what == ON_QUEUE_JOIN && (rest = strstr(o.text, "; ")) &&
             sscanf(rest, "; %u not done", &n) == 1)
        words_put(b, s->t,
                  n == 1 ? "One of them is not done yet: join() waits for its task_done()."
                         : "%u of them are not done yet: join() waits for their task_done().",
                  n);
    else if (s->e->what == ON_BARRIER && sscanf(o.text, "filling, %u of %u", &n, &parties) == 2)
        words_put(b, s->t, "It is the %o of %n; the last to come opens it.", n, parties);
}

/* When the wait ends; NULL: there is nothing to say of that. */
static const char *meaning_of(const struct telling *s)
{
    if (s->e->what == ON_WAIT_FOR && !(s->n.has & HAS_NUMBER))
        return "It has no time limit: it waits as long as that takes.";
    return waiting_for(s->e->what)->meaning;
}

static void other_why(const struct telling *s)
{
    const char *meaning = meaning_of(s);
    bool gather = s->e->what == ON_GATHER, await = moment_meets(s, WORD_AWAIT);
    if (gather || await) {
        words_put(s->why, s->t, "This await has to wait, so %T pauses", s->who);
        buf_puts(s->why, s->m->ready.n ? "; now others have their turns." : ".");
        if (!s->m->ready.n)
            moment_add_next(s, s->why, s->why);
    }
    const char *still = still_waits(s);
    struct buf object = {0};
    put_object(s, &object);
    if (moment_meets(s, WORD_FUTURE))
        buf_puts(s->more, gather ? "gather() gave it a future to wait for: a result that is not "
                                   "there yet."
                                 : "A future is a result that is not there yet: somebody has to "
                                   "bring it.");
    else if (!gather && meaning)
        buf_puts(s->why->len ? s->more : s->why, still ? still : object.len ? object.s : meaning);
    if (!gather && !await)
        moment_add_next(s, s->why, s->more);
    buf_free(&object);
}

/* One of the tasks with which asyncio.run() closes. */
static void closing_wait(const struct telling *s, const char *coro)
{
    bool generators = words_contain(coro, "asyncgens");
    buf_puts(s->headline, generators
                              ? "asyncio.run() closes the asynchronous generators that are left."
                              : "asyncio.run() waits for the threads of its executor to end.");
    words_put(s->why, s->t, "It made a task for that: %T.", s->who);
}

void tell_wait(const struct telling *s)
{
    const struct actor *a = trace_task(s->t, s->who);
    if (a && a->own) {
        closing_wait(s, a->from->coro);
        return;
    }
    if (gives_way(s)) {
        way_what(s, s->headline);
        way_why(s);
        return;
    }
    wait_what(s, s->headline);
    if (s->e->what == ON_SLEEP)
        sleep_why(s);
    else
        other_why(s);
}
