/* SPDX-License-Identifier: MIT */
#include "trace/story.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum {
    FAR = 1 << 14, /* events looked back over within a handle's run or a tick */
    NEAR = 64,     /* events about one task looked back over */
    ROWS = 1024,   /* tasks looked through for who waits for a future */
    NAMED = 4,     /* names in a list before it is shortened */
    COLUMNS = 60,  /* of the program's own text before it is cut … */
    LONG = 240,    /* … and of a warning */
};

/* ---- words ---- */

static bool hidden(uint32_t c)
{
    return utf8_width(c) < 0 || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* The length of the terminal sequence at s (colours, titles), 0 if there is none. */
static size_t sequence(const char *s, size_t n)
{
    size_t i = 2;
    if (n < 2 || s[0] != '\033')
        return 0;
    if (s[1] == '[')
        while (i < n && (unsigned char)s[i] < 0x40)
            i++;
    else if (s[1] == ']')
        while (i < n && s[i] != '\a' && s[i] != '\033')
            i++;
    else
        return s[1] >= 0x20 ? 2 : 0;
    return i < n ? i + 1 : n;
}

static void put_escape(struct buf *b, uint32_t c, unsigned char byte)
{
    static const char *const short_ones[] = {['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r"};
    if (c == UTF8_BAD || (c < 0x100 && c > '\r'))
        buf_printf(b, "\\x%02x", c == UTF8_BAD ? byte : (unsigned)c);
    else if (c > '\r')
        buf_printf(b, "\\u%04x", (unsigned)c);
    else if (short_ones[c])
        buf_puts(b, short_ones[c]);
    else
        buf_printf(b, "\\x%02x", (unsigned)c);
}

/* Text that the program made: one line, nothing in it that a terminal would obey, cut at so many
 * columns. */
static void put_text(struct buf *b, const char *s, size_t n, int most)
{
    int columns = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t k = sequence(s + i, n - i);
        if (k) {
            i += k;
            continue;
        }
        k = utf8_decode(s + i, n - i, &c);
        bool escape = c == UTF8_BAD || hidden(c);
        columns += escape ? 4 : utf8_width(c);
        if (columns > most) {
            buf_puts(b, "…");
            return;
        }
        if (escape)
            put_escape(b, c, (unsigned char)s[i]);
        else
            buf_add(b, s + i, k);
        i += k;
    }
}

/* A name, a class, a result: what can be empty is quoted when it is. */
static void put_name(struct buf *b, const char *s)
{
    if (*s)
        put_text(b, s, strlen(s), COLUMNS);
    else
        buf_puts(b, "“”");
}

void story_time(struct buf *out, double seconds)
{
    char s[40];
    int n = snprintf(s, sizeof s, fabs(seconds) < 1e15 ? "%.9f" : "%g", seconds);
    char *point = strchr(s, '.');
    while (point && n > point - s + 4 && s[n - 1] == '0')
        n--;
    buf_add(out, s, (size_t)n);
}

/* As a Python program would write it: 1, 0.5. */
static void put_delay(struct buf *b, double seconds)
{
    buf_float(b, seconds);
    if (b->len > 2 && !strcmp(b->s + b->len - 2, ".0"))
        b->s[b->len -= 2] = 0;
}

static void put_number(struct buf *b, uint32_t n)
{
    static const char *const words[] = {"none",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (n < sizeof words / sizeof *words)
        buf_puts(b, words[n]);
    else
        buf_printf(b, "%u", n);
}

static void put_task(struct buf *b, const struct trace *t, uint32_t task)
{
    const char *name = task ? trace_task_name(t, task) : "a task";
    put_name(b, name);
}

static const char *coro_name(const struct trace *t, uint32_t task)
{
    const struct task_facts *f = trace_task(t, task);
    return f ? f->coro : "its coroutine";
}

/* The first letter of a sentence, unless it is a name's. */
static void capital(struct buf *b, size_t from)
{
    static const char *const words[] = {"the ", "a ", "its "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(b->s + from, words[i], strlen(words[i])))
            b->s[from] -= 'a' - 'A';
}

static void put_runner(struct buf *b, const struct trace *t, uint32_t begin);

/* printf for sentences: %T task · %C its coroutine function · %R future or task · %a who ran in the
 * handle with this BEGIN · %n number as a word · %u number · %t point in time · %d delay · %s text
 * · %q text and its length, quoted. */
static void put(struct buf *b, const struct trace *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    for (const char *p = fmt; *p; p++) {
        if (*p != '%') {
            buf_putc(b, *p);
            continue;
        }
        switch (*++p) {
        case 'T':
            put_task(b, t, va_arg(ap, uint32_t));
            break;
        case 'C': {
            const char *name = coro_name(t, va_arg(ap, uint32_t));
            put_name(b, name);
            break;
        }
        case 'R': {
            uint32_t ref = va_arg(ap, uint32_t);
            if (ref & REF_TASK)
                put_task(b, t, ref & ~REF_TASK);
            else
                buf_puts(b, "a future");
            break;
        }
        case 'a':
            put_runner(b, t, va_arg(ap, uint32_t));
            break;
        case 'n':
            put_number(b, va_arg(ap, uint32_t));
            break;
        case 'u':
            buf_printf(b, "%u", va_arg(ap, uint32_t));
            break;
        case 't':
            story_time(b, va_arg(ap, double));
            break;
        case 'd':
            put_delay(b, va_arg(ap, double));
            break;
        case 's': {
            const char *s = va_arg(ap, const char *);
            if (s)
                put_name(b, s);
            break;
        }
        case 'q': {
            const char *s = va_arg(ap, const char *);
            size_t n = va_arg(ap, size_t);
            buf_puts(b, "“");
            put_text(b, s, n && s[n - 1] == '\n' ? n - 1 : n, COLUMNS);
            buf_puts(b, "”");
            break;
        }
        }
    }
    va_end(ap);
}

/* ---- what can be found near an event ---- */

static bool kept(const struct trace *t, uint32_t i)
{
    return i != TRACE_NONE && i >= t->first && i < t->end;
}

/* The BEGIN of the handle that did event i; TRACE_NONE if none did, or it is no longer there. */
static uint32_t run_of(const struct trace *t, uint32_t i)
{
    for (uint32_t n = 0; n < FAR && kept(t, i); n++, i--) {
        uint8_t kind = trace_at(t, i)->kind;
        if (kind == EV_BEGIN)
            return i;
        if (kind == EV_TICK || kind == EV_READY || (kind == EV_END && n))
            break;
    }
    return TRACE_NONE;
}

/* The SOON of a task's turn, given its BEGIN. */
static uint32_t scheduled(const struct trace *t, uint32_t begin)
{
    uint32_t handle = trace_at(t, begin)->handle, i = trace_previous(t, begin);
    for (int n = 0; n < NEAR && i != TRACE_NONE; n++, i = trace_previous(t, i))
        if (trace_at(t, i)->kind == EV_SOON && trace_at(t, i)->handle == handle)
            return i;
    return TRACE_NONE;
}

/* The event that finished the future which a SOON is a callback of: between them are only its other
 * callbacks, and warnings. */
static uint32_t finished(const struct trace *t, uint32_t soon)
{
    uint32_t ref = trace_at(t, soon)->ref;
    for (uint32_t i = soon - 1; ref && kept(t, i); i--) {
        const struct event *e = trace_at(t, i);
        if ((e->kind == EV_FUT_DONE && e->ref == ref) ||
            (e->kind == EV_TASK_DONE && (e->task | REF_TASK) == ref))
            return i;
        if (e->kind != EV_SOON && e->kind != EV_WARNING)
            break;
    }
    return TRACE_NONE;
}

/* The FIRE that put handle into this tick's ready queue. */
static uint32_t fired(const struct trace *t, uint32_t begin)
{
    uint32_t handle = trace_at(t, begin)->handle, i = begin;
    for (uint32_t n = 0; n < FAR && kept(t, i) && trace_at(t, i)->kind != EV_TICK; n++, i--)
        if (trace_at(t, i)->kind == EV_FIRE && trace_at(t, i)->handle == handle)
            return i;
    return TRACE_NONE;
}

/* The task that waits for a future, 0 if none is found. */
static uint32_t waiter_of(const struct model *m, uint32_t ref)
{
    for (uint32_t i = 0; ref && i < m->nrows && i < ROWS; i++)
        if (m->rows[i].state == TASK_WAITING && m->rows[i].ref == ref)
            return i + 1;
    return 0;
}

/* The task that set a timer, given the TIMER; 0 if none did. */
static uint32_t setter_of(const struct trace *t, uint32_t timer)
{
    uint32_t begin = run_of(t, timer);
    return begin == TRACE_NONE ? 0 : trace_at(t, begin)->task;
}

/* ---- handles and who runs in them ---- */

struct callback {
    const char *name; /* as CPython has it */
    const char *noun;
    const char *title;
    const char *about;  /* why it runs, unless a task's end says so */
    const char *effect; /* what it is for */
};

static const struct callback callbacks[] = {
    {"_set_result_unless_cancelled", "the timer's callback", "sleep", "a sleep is over",
     "It finishes the future that the sleep waits for."},
    {"gather.<locals>._done_callback", "the callback of gather()", "gather", NULL,
     "gather() is done with the last of them, or with the first error that it passes on."},
    {"_run_until_complete_cb", "the callback of run_until_complete()", "run_until_complete",
     "what it ran is done", "It tells the loop to stop."},
    {"_release_waiter", "the waiter's callback", "waiter", "the time is up",
     "It wakes the task that waits in wait_for() or wait()."},
    {"_wait.<locals>._on_completion", "the callback of wait()", "wait", NULL,
     "wait() hears of each that ends, until it has what it waits for."},
    {"as_completed.<locals>._on_completion", "the callback of as_completed()", "as_completed", NULL,
     "as_completed() hands them on in the order in which they end."},
    {"as_completed.<locals>._on_timeout", "the callback of as_completed()", "as_completed",
     "the time is up", "as_completed() waits no longer."},
    {"shield.<locals>._inner_done_callback", "the callback of shield()", "shield",
     "what it shields is done", "shield() passes the outcome on to its own future."},
    {"shield.<locals>._outer_done_callback", "the callback of shield()", "shield",
     "its own future is done", "shield() need not hear any more of what it shields."},
    {"TaskGroup._on_task_done", "the callback of the TaskGroup", "TaskGroup", NULL,
     "The TaskGroup waits for the last of its tasks; if one fails, it cancels the others."},
    {"Timeout._on_timeout", "the callback of the timeout block", "timeout", "the time is up",
     "It cancels the task inside the block."},
    {"_chain_future.<locals>._set_state", "the thread's callback", "thread",
     "the thread has its result", "It hands the result over to the loop's future."},
    {"_chain_future.<locals>._call_check_cancel", "the thread's callback", "thread",
     "the loop's future is done", "Had that been cancelled, the thread would be told."},
    {"BaseSelectorEventLoop._read_from_self", "the loop's own callback", "wake-up",
     "another thread has woken the loop", "It empties the pipe through which the loop is woken."},
};
static const struct callback *const sleep_timer = &callbacks[0];

static const struct callback *callback_find(const char *name)
{
    for (size_t i = 0; name && i < sizeof callbacks / sizeof *callbacks; i++)
        if (!strcmp(callbacks[i].name, name))
            return &callbacks[i];
    return NULL;
}

/* Event i has the members of a handle: SOON, TIMER, IO or BEGIN. */
static void put_callback(struct buf *b, const struct trace *t, uint32_t i)
{
    const char *name = trace_note(t, i)->name;
    const struct callback *c = callback_find(name);
    put(b, t, c ? "%s" : name ? "the callback %s" : "a callback", c ? c->noun : name);
}

static void put_runner(struct buf *b, const struct trace *t, uint32_t begin)
{
    if (begin == TRACE_NONE)
        buf_puts(b, "the program");
    else if (trace_at(t, begin)->task)
        put_task(b, t, trace_at(t, begin)->task);
    else
        put_callback(b, t, begin);
}

/* Who does it at the cursor, as the first word of a sentence. */
static void put_who(const struct model *m, struct buf *b)
{
    size_t from = b->len;
    if (m->task) {
        put_task(b, m->trace, m->task);
        return;
    }
    if (m->handle && !kept(m->trace, m->begin))
        buf_puts(b, "a callback");
    else
        put_runner(b, m->trace, m->handle ? m->begin : TRACE_NONE);
    capital(b, from);
}

static void put_outcome(const struct model *m, struct buf *b, uint32_t ref)
{
    const struct row *r = model_row(m, ref & ~REF_TASK);
    const char *fmt = !r || !(ref & REF_TASK)      ? "%R is done"
                      : r->state == TASK_FAILED    ? "%R has failed"
                      : r->state == TASK_CANCELLED ? "%R was cancelled"
                                                   : "%R is done";
    put(b, m->trace, fmt, ref);
}

/* What a callback has heard of, behind `before`; nothing if that is not known. */
static void put_heard(const struct model *m, struct buf *b, const char *before,
                      const struct callback *c, uint32_t ref)
{
    if (!(ref & REF_TASK) && !(c && c->about))
        return;
    buf_puts(b, before);
    if (ref & REF_TASK)
        put_outcome(m, b, ref);
    else
        buf_puts(b, c->about);
}

/* ---- what a task waits for ---- */

struct wait {
    enum awaited on;
    uint32_t ref;
    struct note n; /* of the END, without its frames; empty if that is no longer there */
};

static struct wait wait_of(const struct model *m, const struct row *r)
{
    struct wait w = {.on = r ? r->on : ON_NONE, .ref = r ? r->ref : 0};
    if (r && kept(m->trace, r->stopped))
        w.n = *trace_note(m->trace, r->stopped);
    return w;
}

/* Task-2, 3, 4 · Task-2 to Task-9 · worker, Task-3, Task-5 and 7 more */
static void put_refs(struct buf *b, const struct trace *t, const uint32_t *refs, size_t n)
{
    size_t run = 1, plain = 0, shown = n <= NAMED ? n : NAMED - 1;
    for (; plain < n && refs[plain] > REF_TASK; plain++) {
        const struct task_facts *f = trace_task(t, refs[plain] & ~REF_TASK);
        if (f && f->name)
            break;
    }
    while (run < plain && refs[run] == refs[run - 1] + 1)
        run++;
    if (n > NAMED && run >= NAMED)
        put(b, t, "%R to %R", refs[0], refs[(shown = run) - 1]);
    else
        for (size_t i = 0; i < shown; i++)
            put(b, t,
                !i          ? "%R"
                : i < plain ? ", %u"
                            : ", %R",
                i && i < plain ? refs[i] & ~REF_TASK : refs[i]);
    if (shown < n)
        put(b, t, " and %u more", (uint32_t)(n - shown));
}

/* What has no article of its own gets A, ITS or none: "sleep(1)" · "its sleep(1)", but "a future" ·
 * "its future". */
static const char A[] = "a ", ITS[] = "its ", BARE[] = "";

static void put_awaited(struct buf *b, const struct trace *t, const struct wait *w,
                        const char *article)
{
    static const char *const things[ON_KINDS] = {
        [ON_YIELD] = "bare yield",
        [ON_FUTURE] = "future",
        [ON_TASKGROUP] = "TaskGroup",
        [ON_EXECUTOR] = "function in a thread",
    };
    const char *thing = w->on < ON_KINDS ? things[w->on] : NULL;
    if (w->on == ON_TASK) {
        put(b, t, "%R", w->ref);
        return;
    }
    buf_puts(b, thing || article != A ? article : "");
    if (thing)
        buf_puts(b, thing);
    else if (w->on == ON_SLEEP && w->n.has & HAS_NUMBER)
        put(b, t, "sleep(%d)", w->n.number);
    else if (w->on == ON_SLEEP0)
        buf_puts(b, "sleep(0)");
    else if (w->on == ON_GATHER && w->n.nof) {
        buf_puts(b, "gather of ");
        put_refs(b, t, w->n.of, w->n.nof);
    } else if (w->n.name)
        put(b, t, "%s()", w->n.name);
    else if (w->on == ON_NONE || w->on >= ON_OTHER)
        buf_puts(b, "await");
    else
        put(b, t, "%s()", awaited_names[w->on]);
}

/* "its sleep(1) is over"; done: the event that finished the future, or TRACE_NONE. */
static void put_reason(const struct model *m, struct buf *b, const struct wait *w, uint32_t done)
{
    uint8_t outcome = done == TRACE_NONE ? OUTCOME_PENDING : trace_at(m->trace, done)->what;
    if (w->on == ON_TASK) {
        put_outcome(m, b, w->ref);
        return;
    }
    put_awaited(b, m->trace, w, ITS);
    if (outcome == OUTCOME_CANCELLED)
        buf_puts(b, " was cancelled");
    else if (outcome == OUTCOME_FAILED)
        buf_puts(b, " has an error");
    else if (w->on == ON_SLEEP)
        buf_puts(b, " is over");
    else
        buf_puts(b, w->on == ON_GATHER || w->on == ON_FUTURE || w->on == ON_EXECUTOR
                        ? " is done"
                        : " may go on");
}

/* What a timer is for, given its TIMER: "Task-2's sleep(1)". */
static void put_timer(const struct model *m, struct buf *b, uint32_t timer)
{
    const struct trace *t = m->trace;
    if (!kept(t, timer)) {
        buf_puts(b, "a timer");
        return;
    }
    const char *name = trace_note(t, timer)->name;
    uint32_t task = setter_of(t, timer), ref = trace_at(t, timer)->ref;
    const struct row *r = model_row(m, task);
    struct wait w = wait_of(m, r && r->ref == ref ? r : NULL);
    if (task && callback_find(name) == sleep_timer) {
        w.on = ON_SLEEP;
        put(b, t, "%T's ", task);
        put_awaited(b, t, &w, BARE);
    } else if (task && name && !strcmp(name, "_release_waiter")) {
        put(b, t, w.on ? "the time limit of %T's " : "a time limit of %T's", task);
        if (w.on)
            put_awaited(b, t, &w, BARE);
    } else if (task && name && !strcmp(name, "Timeout._on_timeout")) {
        put(b, t, "the time limit of %T's timeout block", task);
    } else {
        put_callback(b, t, timer);
    }
}

/* ---- the event at the cursor ---- */

struct telling {
    const struct model *m;
    const struct trace *t;
    uint32_t i; /* the event */
    const struct event *e;
    struct note n;       /* a copy without frames: the trace has one note at a time */
    const struct row *r; /* of e->task, or NULL */
};

static struct telling telling_of(const struct model *m, uint32_t i)
{
    const struct event *e = trace_at(m->trace, i);
    return (struct telling){m, m->trace, i, e, *trace_note(m->trace, i), model_row(m, e->task)};
}

static bool contains(const char *s, const char *part)
{
    return s && strstr(s, part);
}

static bool is_shutdown(const char *coro)
{
    return contains(coro, "shutdown_asyncgens") || contains(coro, "shutdown_default_executor");
}

static uint32_t left_of_tick(const struct model *m)
{
    uint32_t left = m->frozen > m->ran ? m->frozen - m->ran : 0;
    return left < m->ready.n ? left : m->ready.n;
}

/* A handle in the ready queue, in one or two words. */
static void put_entry(const struct model *m, struct buf *b, const struct entry *h)
{
    const struct trace *t = m->trace;
    if (h->cancelled || h->task || !kept(t, h->source)) {
        put(b, t, h->cancelled ? "a cancelled handle" : h->task ? "%T" : "a callback", h->task);
        return;
    }
    const struct callback *c = callback_find(trace_note(t, h->source)->name);
    uint32_t ref = trace_at(t, h->source)->ref,
             setter = c == sleep_timer ? setter_of(t, h->source) : 0;
    if (setter)
        put(b, t, "%T's timer", setter);
    else if (c && ref & REF_TASK)
        put(b, t, "%s's callback for %R", c->title, ref);
    else
        put_callback(b, t, h->source);
}

/* "Task-3 and Task-4 are next." */
static void put_next(const struct model *m, struct buf *b)
{
    uint32_t left = left_of_tick(m), shown = left <= NAMED ? left : NAMED - 1;
    size_t from = b->len;
    for (uint32_t k = 0; k < shown; k++) {
        buf_puts(b, !k ? "" : k + 1 == left ? " and " : ", ");
        put_entry(m, b, model_ready(m, k));
    }
    if (shown < left)
        put(b, m->trace, " and %u more", left - shown);
    buf_puts(b, left == 1 ? " is next." : " are next.");
    capital(b, from);
}

/* How the tick came to this handle: the end of every "Why now". */
static void put_turn(const struct telling *s, struct buf *b)
{
    const struct model *m = s->m;
    if (!m->frozen)
        buf_puts(b, ".");
    else if (m->frozen == 1)
        put(b, s->t, "; it is the only handle of tick %u.", s->e->tick);
    else {
        put(b, s->t, "; tick %u froze that queue at %n and runs it in order. ", s->e->tick,
            m->frozen);
        if (left_of_tick(m))
            put_next(m, b);
        else
            buf_puts(b, "This is the last of them.");
    }
}

/* When the handle that has just joined the ready queue will run. */
static void put_place(const struct model *m, struct buf *b)
{
    bool this_tick = m->phase == PHASE_POLL || m->phase == PHASE_TIMERS;
    uint32_t others = m->ready.n - (m->ready.n > 0),
             before = others - (this_tick ? 0 : left_of_tick(m));
    put(b, m->trace, "It runs in tick %u, ", m->tick + !this_tick);
    put(b, m->trace,
        !before       ? "as the first."
        : before == 1 ? "behind one other."
                      : "behind %n others.",
        before);
}

/* ---- begin: who runs, and why now ---- */

static void put_created(const struct telling *s, struct buf *b, uint32_t soon)
{
    uint32_t maker = run_of(s->t, soon), tick = trace_at(s->t, soon)->tick;
    if (maker != TRACE_NONE)
        put(b, s->t, "%a created it in tick %u", maker, tick);
    else
        put(b, s->t, tick ? "it was created in tick %u" : "it was created before the first tick",
            tick);
    buf_puts(b, ", which put its first step into the ready queue");
}

static void put_task_end(const struct telling *s, struct buf *b, uint32_t done)
{
    const struct event *e = trace_at(s->t, done);
    put(b, s->t, e->what == OUTCOME_FAILED ? "%T failed in tick %u" : "%T ended in tick %u",
        e->task, e->tick);
}

static void put_finisher(const struct telling *s, struct buf *b, uint32_t soon, uint32_t done)
{
    uint32_t by = run_of(s->t, soon);
    bool cancelled = trace_at(s->t, done)->what == OUTCOME_CANCELLED;
    put(b, s->t, ". In tick %u ", trace_at(s->t, soon)->tick);
    if (by != TRACE_NONE)
        put(b, s->t, cancelled ? "%a cancelled the future" : "%a finished the future", by);
    else
        buf_puts(b, cancelled ? "the future was cancelled" : "the future was finished");
}

static void put_woken(const struct telling *s, struct buf *b, uint32_t soon)
{
    struct wait w = wait_of(s->m, s->r);
    uint32_t done = finished(s->t, soon);
    if (done == TRACE_NONE) {
        put_reason(s->m, b, &w, done);
    } else if (trace_at(s->t, done)->kind == EV_TASK_DONE) {
        put_task_end(s, b, done);
    } else {
        if (w.on == ON_SLEEP && w.n.has & HAS_WHEN && trace_at(s->t, done)->what == OUTCOME_DONE)
            put(b, s->t, "its sleep(%d) was due at t = %t", w.n.number, w.n.when);
        else
            put_reason(s->m, b, &w, done);
        put_finisher(s, b, soon, done);
    }
    put(b, s->t, ", which put %T's wakeup into the ready queue", s->e->task);
}

static bool first_turn(const struct telling *s)
{
    return s->r && s->r->stopped == TRACE_NONE;
}

static void turn_why(const struct telling *s, struct buf *b)
{
    uint32_t soon = scheduled(s->t, s->i);
    buf_puts(b, "Why now: ");
    if (soon == TRACE_NONE)
        buf_puts(b, "it has come to the head of the ready queue");
    else if (s->e->what == HANDLE_WAKEUP)
        put_woken(s, b, soon);
    else if (first_turn(s))
        put_created(s, b, soon);
    else
        put(b, s->t, "it gave way in tick %u, and its next step joined the ready queue at once",
            trace_at(s->t, soon)->tick);
    put_turn(s, b);
}

static void callback_why(const struct telling *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    const struct row *r = s->e->ref & REF_TASK ? model_row(s->m, s->e->ref & ~REF_TASK) : NULL;
    uint32_t fire = fired(s->t, s->i);
    if (c)
        buf_puts(b, c->effect);
    buf_puts(b, c ? " Why now: " : "Why now: ");
    if (fire != TRACE_NONE) {
        put(b, s->t, "it was due at t = %t, which put it into the ready queue",
            trace_number(s->t, fire));
    } else if (r && kept(s->t, r->ended)) {
        put_task_end(s, b, r->ended);
        buf_puts(b, ", which put this callback into the ready queue");
    } else {
        buf_puts(b, "it has come to the head of the ready queue");
    }
    put_turn(s, b);
}

static void begin_why(const struct telling *s, struct buf *b)
{
    if (s->e->task)
        turn_why(s, b);
    else
        callback_why(s, b);
}

static void callback_what(const struct telling *s, struct buf *b)
{
    const struct callback *c = callback_find(s->n.name);
    uint32_t sleeper = c == sleep_timer ? waiter_of(s->m, s->e->ref) : 0;
    size_t from = b->len;
    put(b, s->t, "%a runs", s->i);
    capital(b, from);
    if (sleeper) {
        struct wait w = wait_of(s->m, model_row(s->m, sleeper));
        put(b, s->t, ": %T's ", sleeper);
        put_awaited(b, s->t, &w, BARE);
        buf_puts(b, " is over");
    } else {
        put_heard(s->m, b, ": ", c, s->e->ref);
    }
    buf_putc(b, '.');
}

static void begin_what(const struct telling *s, struct buf *b)
{
    uint32_t task = s->e->task;
    struct wait w = wait_of(s->m, s->r);
    if (!task) {
        callback_what(s, b);
    } else if (first_turn(s) && s->r->cancel != TRACE_NONE) {
        put(b, s->t, "%T has its first turn, but was cancelled: no line of %C() will run.", task,
            task);
    } else if (first_turn(s) || !s->r) {
        put(b, s->t, "%T starts to run: %C().", task, task);
    } else {
        uint32_t soon = scheduled(s->t, s->i);
        put(b, s->t, s->r->line ? "%T goes on from its await at line %u: " : "%T goes on: ", task,
            (uint32_t)s->r->line);
        if (s->e->what == HANDLE_WAKEUP)
            put_reason(s->m, b, &w, soon == TRACE_NONE ? soon : finished(s->t, soon));
        else
            buf_puts(b, "it had given way for one tick");
        buf_putc(b, '.');
    }
}

/* ---- end ---- */

static void end_what(const struct telling *s, struct buf *b)
{
    const struct model *m = s->m;
    struct wait w = {s->e->what, s->e->ref, s->n};
    size_t from = b->len;
    if (!s->e->task) {
        bool known = kept(s->t, m->begin) && trace_at(s->t, m->begin)->handle == s->e->handle;
        put(b, s->t, known ? "%a has run." : "a callback has run.", m->begin);
        capital(b, from);
    } else if (w.on == ON_NONE) {
        put(b, s->t, "%T has had its last turn.", s->e->task);
    } else {
        bool gives_way = w.on == ON_SLEEP0 || w.on == ON_YIELD;
        put(b, s->t, gives_way ? "%T gives way for one tick: " : "%T waits for ", s->e->task);
        put_awaited(b, s->t, &w, A);
        if (w.on == ON_SLEEP && w.n.has & HAS_WHEN)
            put(b, s->t, ": a timer is set for %t.", w.n.when);
        else
            put(b, s->t, w.on == ON_WAIT_FOR && w.n.has & HAS_NUMBER ? ", for at most %d s." : ".",
                w.n.number);
    }
}

static const char *const meanings[ON_KINDS] = {
    [ON_TASK] = "It goes on in the tick after that task has ended.",
    [ON_FUTURE] = "It goes on in the tick after somebody has finished that future.",
    [ON_GATHER] =
        "gather() is done with the last of them, or with the first error that it passes on.",
    [ON_WAIT_FOR] = "wait_for() cancels what it awaits when the time is up.",
    [ON_WAIT] = "wait() ends when enough of its tasks have ended.",
    [ON_AS_COMPLETED] = "as_completed() gives the next one that ends.",
    [ON_TASKGROUP] = "A TaskGroup is left when all its tasks have ended.",
    [ON_SHIELD] = "shield() keeps a cancellation away from what it awaits.",
    [ON_EXECUTOR] = "The thread runs beside the loop and reports when it has a result.",
    [ON_TO_THREAD] = "The thread runs beside the loop and reports when it has a result.",
    [ON_LOCK] = "Another task has the lock, or is before it in the line.",
    [ON_SEMAPHORE] = "No place is free, or others are before it in the line; release() frees one.",
    [ON_EVENT] = "The event is not set; set() wakes all who wait.",
    [ON_CONDITION] = "It has let go of the lock; notify() wakes it, and then it needs that again.",
    [ON_CONDITION_FOR] = "It has let go of the lock; each notify() lets it look at its condition.",
    [ON_CONDITION_ACQUIRE] = "Another task has the lock, or is before it in the line.",
    [ON_BARRIER] = "The barrier opens when enough tasks have arrived.",
    [ON_QUEUE_GET] = "The queue is empty; put() wakes the one that has waited longest.",
    [ON_QUEUE_PUT] = "The queue is full; get() makes room.",
    [ON_QUEUE_JOIN] = "join() ends when task_done() was called for every item.",
};

/* How the lock, event, queue … stands that is awaited: "Lock: held by Task-2. " */
static void put_object(const struct telling *s, struct buf *b)
{
    uint32_t object = s->n.object, sync = TRACE_NONE;
    if (object && object <= s->m->nobjects)
        sync = s->m->objects[object - 1];
    if (!kept(s->t, sync))
        return;
    struct note n = *trace_note(s->t, sync);
    if (n.name && n.len)
        put(b, s->t, "%s: %s. ", n.name, n.text);
}

static void end_why(const struct telling *s, struct buf *b)
{
    if (s->e->what && s->e->line)
        put(b, s->t, "It stands at line %u and leaves the loop to the others. ",
            (uint32_t)s->e->line);
    if (s->e->task && s->e->what < ON_KINDS && meanings[s->e->what]) {
        buf_puts(b, meanings[s->e->what]);
        buf_putc(b, ' ');
    }
    put_object(s, b);
    if (left_of_tick(s->m))
        put_next(s->m, b);
    else
        put(b, s->t, "That was all for tick %u.", s->e->tick);
}

/* ---- what is printed ---- */

/* The BEGIN of the turn whose first deed this is, or TRACE_NONE; lines it reached may lie between.
 */
static uint32_t begun_before(const struct telling *s)
{
    uint32_t i = s->i - 1;
    while (kept(s->t, i) && trace_at(s->t, i)->kind == EV_LINE && s->i - i < NEAR)
        i--;
    return s->e->task && kept(s->t, i) && trace_at(s->t, i)->kind == EV_BEGIN ? i : TRACE_NONE;
}

static void out_what(const struct telling *s, struct buf *b)
{
    uint32_t line = s->e->line, task = s->e->task;
    bool empty = !s->n.len || (s->n.len == 1 && *s->n.text == '\n');
    bool begins = line && begun_before(s) != TRACE_NONE;
    if (begins)
        put(b, s->t, first_turn(s) ? "%T starts at line %u and" : "%T goes on at line %u and", task,
            line);
    else if (task)
        put_task(b, s->t, task);
    else
        put_who(s->m, b);
    put(b, s->t, empty ? " prints an empty line" : " prints %q", s->n.text, s->n.len);
    if (line && !begins)
        put(b, s->t, " at line %u", line);
    buf_puts(b, s->e->kind == EV_ERR ? ", on standard error." : ".");
}

static void out_why(const struct telling *s, struct buf *b)
{
    uint32_t begin = begun_before(s);
    if (begin == TRACE_NONE)
        return;
    struct telling turn = telling_of(s->m, begin);
    begin_why(&turn, b);
}

/* ---- tasks and futures ---- */

static void task_what(const struct telling *s, struct buf *b)
{
    if (is_shutdown(s->n.coro))
        buf_puts(b, "asyncio.run()");
    else
        put_who(s->m, b);
    put(b, s->t, " creates %T: %C().", s->e->task, s->e->task);
}

static void task_why(const struct telling *s, struct buf *b)
{
    if (is_shutdown(s->n.coro)) {
        buf_puts(b, "asyncio.run() is cleaning up: this task ");
        buf_puts(b, contains(s->n.coro, "asyncgens")
                        ? "closes asynchronous generators that are still open."
                        : "waits for the threads of the default executor.");
        buf_puts(b, " It is made even if there are none.");
        return;
    }
    buf_puts(b, "A task is a coroutine that the loop runs. Its first step joins the ready queue");
    put(b, s->t, s->m->task ? "; %T goes on until it awaits." : ".", s->m->task);
}

/* By its number: the trace knows only the newest name. */
static void name_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, s->e->task ? "Task-%u" : "A task", s->e->task);
    put(b, s->t, s->n.name ? " is now called %s." : " has a new name.", s->n.name);
}

static void task_done_what(const struct telling *s, struct buf *b)
{
    uint32_t task = s->e->task;
    const char *text = s->n.text;
    if (s->e->what == OUTCOME_CANCELLED)
        put(b, s->t, "%T ends, cancelled.", task);
    else if (s->e->what == OUTCOME_FAILED)
        put(b, s->t, "%T fails: %C() raised %s.", task, task, text ? text : "an error");
    else if (!text || !strcmp(text, "None"))
        put(b, s->t, "%T is done: %C() has returned.", task, task);
    else
        put(b, s->t, "%T is done: %C() has returned %s.", task, task, text);
}

static void task_done_why(const struct telling *s, struct buf *b)
{
    if (s->e->what == OUTCOME_FAILED)
        buf_puts(b, "The error stays in the task until somebody awaits it. ");
    if (s->e->what == OUTCOME_CANCELLED && s->r && kept(s->t, s->r->cancel)) {
        uint32_t by = run_of(s->t, s->r->cancel), tick = trace_at(s->t, s->r->cancel)->tick;
        if (by != TRACE_NONE)
            put(b, s->t, "It was cancelled by %a in tick %u. ", by, tick);
        else
            put(b, s->t, "It was cancelled in tick %u. ", tick);
    }
    buf_puts(b, "A task is a future, too: whoever waits for it is called back in the next tick.");
}

static void gather_done_what(const struct telling *s, struct buf *b, uint32_t all)
{
    if (s->e->what == OUTCOME_FAILED)
        put(b, s->t, "gather() passes on the error %s", s->n.text ? s->n.text : "that it got");
    else if (s->e->what == OUTCOME_CANCELLED)
        buf_puts(b, "gather() is cancelled");
    else if (all <= 2)
        buf_puts(b, !all       ? "gather() has its results"
                    : all == 1 ? "gather() has its result"
                               : "gather() has both results");
    else
        put(b, s->t, "gather() has all %n results", all);
    buf_puts(b, ": its future is done.");
}

static void fut_done_what(const struct telling *s, struct buf *b)
{
    uint32_t waiter = waiter_of(s->m, s->e->ref);
    struct wait w = wait_of(s->m, model_row(s->m, waiter));
    uint8_t outcome = s->e->what;
    size_t from = b->len;
    if (w.on == ON_GATHER || (s->n.name && !strcmp(s->n.name, "gather"))) {
        gather_done_what(s, b, w.on == ON_GATHER ? (uint32_t)w.n.nof : 0);
        return;
    }
    if (waiter && w.on == ON_SLEEP && outcome == OUTCOME_DONE) {
        put(b, s->t, "%T's ", waiter);
        put_awaited(b, s->t, &w, BARE);
        buf_puts(b, " is over: its future is done.");
        return;
    }
    put(b, s->t, waiter ? "the future that %T waits for" : "a future", waiter);
    capital(b, from);
    if (waiter && w.on != ON_FUTURE && w.on != ON_EXECUTOR) {
        buf_puts(b, " in ");
        put_awaited(b, s->t, &w, ITS);
    }
    put(b, s->t,
        outcome == OUTCOME_CANCELLED ? " is cancelled."
        : outcome == OUTCOME_FAILED  ? " gets the error %s."
                                     : " gets its result, %s.",
        s->n.text ? s->n.text : "None");
}

static void fut_done_why(const struct telling *s, struct buf *b)
{
    uint32_t waiter = waiter_of(s->m, s->e->ref);
    buf_puts(b, "A future that is done calls back whoever waits for it");
    put(b, s->t, waiter ? ": %T's wakeup joins the ready queue." : ".", waiter);
}

static bool by_run(const struct telling *s)
{
    return !s->m->handle && s->m->closing;
}

static void cancel_what(const struct telling *s, struct buf *b)
{
    uint32_t task = s->e->ref & REF_TASK ? s->e->ref & ~REF_TASK : 0;
    if (by_run(s))
        buf_puts(b, "asyncio.run()");
    else
        put_who(s->m, b);
    if (task && task == s->m->task)
        buf_puts(b, " cancels itself.");
    else if (task)
        put(b, s->t, s->n.len ? " cancels %T: %s." : " cancels %T.", task, s->n.text);
    else
        put(b, s->t, s->n.name ? " cancels %s()." : " cancels a future.", s->n.name);
}

static void cancel_why(const struct telling *s, struct buf *b)
{
    const struct row *r = s->e->ref & REF_TASK ? model_row(s->m, s->e->ref & ~REF_TASK) : NULL;
    struct wait w = wait_of(s->m, r);
    if (by_run(s))
        buf_puts(b, "The main task has ended, and what is left over is cancelled. ");
    if (!r) {
        buf_puts(b, "It passes that on to all it waits for.");
    } else if (r->state == TASK_WAITING) {
        buf_puts(b, "It waits for ");
        put_awaited(b, s->t, &w, A);
        buf_puts(b,
                 w.on == ON_TASK || w.on == ON_GATHER
                     ? ", to which the request is passed on."
                     : "; that ends now, and CancelledError is raised there when it has its turn.");
    } else if (r->state == TASK_RUNNING) {
        buf_puts(b, "CancelledError is raised where it waits next.");
    } else if (r->ran == TRACE_NONE) {
        buf_puts(b, "It has not started: it will end without running a line.");
    } else {
        buf_puts(b, "It is in the ready queue: CancelledError is raised at its await when it has "
                    "its turn.");
    }
}

/* ---- handles and timers ---- */

static void soon_what(const struct telling *s, struct buf *b)
{
    uint32_t task = s->e->task;
    size_t from = b->len;
    if (!task) {
        put(b, s->t, "%a joins the ready queue", s->i);
        capital(b, from);
        put_heard(s->m, b, ": ", callback_find(s->n.name), s->e->ref);
        buf_putc(b, '.');
    } else if (s->e->what == HANDLE_WAKEUP) {
        put(b, s->t, "%T's wakeup joins the ready queue.", task);
    } else {
        bool again = s->r && s->r->ran != TRACE_NONE;
        put(b, s->t,
            again ? "%T's next step joins the ready queue."
                  : "%T's first step joins the ready queue.",
            task);
    }
}

static void soon_why(const struct telling *s, struct buf *b)
{
    struct wait w = wait_of(s->m, s->r);
    size_t from = b->len;
    /* one that is cancelled while it begins to wait is still running: what it waits for comes with
     * its END */
    if (s->r && s->r->state == TASK_READY && s->e->what == HANDLE_WAKEUP) {
        put_reason(s->m, b, &w, finished(s->t, s->i));
        capital(b, from);
        buf_puts(b, ". ");
    }
    put_place(s->m, b);
}

static void fire_what(const struct telling *s, struct buf *b)
{
    const struct model *m = s->m;
    uint32_t source = m->ready.n ? model_ready(m, m->ready.n - 1)->source : TRACE_NONE;
    bool known = kept(s->t, source) && trace_at(s->t, source)->kind == EV_TIMER;
    size_t from = b->len;
    put_timer(m, b, known ? source : TRACE_NONE);
    capital(b, from);
    buf_puts(b, " is due: its handle joins the ready queue.");
}

static void fire_why(const struct telling *s, struct buf *b)
{
    if (s->e->time - s->n.when > 1e-6)
        put(b, s->t, "It was due at %t; the loop comes to it only now, at %t. ", s->n.when,
            s->e->time);
    else
        put(b, s->t, "It was set for %t. ", s->n.when);
    put_place(s->m, b);
}

static void timer_what(const struct telling *s, struct buf *b)
{
    put_who(s->m, b);
    put(b, s->t, " sets a timer for %t.", s->n.when);
}

static void timer_why(const struct telling *s, struct buf *b)
{
    const char *name = s->n.name ? s->n.name : "";
    if (callback_find(name) == sleep_timer)
        buf_puts(b, "When it is due, its callback finishes the future that the sleep waits for.");
    else if (!strcmp(name, "_release_waiter"))
        buf_puts(b, "It is a time limit: if it is due first, the waiting ends.");
    else if (!strcmp(name, "Timeout._on_timeout"))
        buf_puts(
            b,
            "It is the time limit of a timeout block: if it is due first, the task is cancelled.");
    else
        put(b, s->t, "When it is due, %a joins the ready queue.", s->i);
}

static void io_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, "poll has found I/O: %a joins the ready queue.", s->i);
}

static void io_why(const struct telling *s, struct buf *b)
{
    put_place(s->m, b);
}

static void uncall_what(const struct telling *s, struct buf *b)
{
    bool ready = false;
    for (uint32_t k = 0; k < s->m->ready.n && k < ROWS && !ready; k++)
        ready = model_ready(s->m, k)->handle == s->e->handle;
    put_who(s->m, b);
    buf_puts(b, ready ? " cancels a handle that is in the ready queue."
                      : " cancels a timer that has not fallen due.");
}

/* ---- ticks ---- */

static void tick_what(const struct telling *s, struct buf *b)
{
    uint32_t ready = s->e->ref, timers = s->e->handle;
    put(b, s->t, "Tick %u begins: ", s->e->tick);
    put(b, s->t,
        !ready       ? "nothing is ready, "
        : ready == 1 ? "%u handle is ready, "
                     : "%u handles are ready, ",
        ready);
    put(b, s->t,
        !timers       ? "no timer is set."
        : timers == 1 ? "%u timer is set."
                      : "%u timers are set.",
        timers);
}

static void tick_why(const struct telling *s, struct buf *b)
{
    if (!s->e->ref && !s->e->handle) {
        buf_puts(b, "Only I/O or another thread could bring work now.");
        return;
    }
    buf_puts(b,
             "A tick polls for I/O, collects the timers that are due, then runs what is ready. ");
    buf_puts(b, s->e->ref ? "There is work, so poll does not wait."
                          : "There is no work yet, so poll may wait until the nearest deadline.");
}

/* asyncio never sleeps longer than a day at a stretch, so a jump may end before the deadline. */
static void jump_what(const struct telling *s, struct buf *b)
{
    struct timer_entry first = {.when = s->n.number};
    if (s->n.number - s->e->time >= 24 * 3600)
        model_timers(s->m, &first, 1);
    put(b, s->t, "Nothing is ready: the clock jumps to %t", s->n.number);
    if (s->n.name)
        put(b, s->t, " (%s).", s->n.name);
    else
        buf_puts(b, first.when > s->n.number ? ", as far as one poll may sleep."
                                             : ", the nearest deadline.");
}

static void jump_why(const struct telling *s, struct buf *b)
{
    put(b, s->t, "A real loop would sleep in poll for %d s; virtual time need not.",
        s->n.number - s->e->time);
}

static void idle_what(const struct telling *s, struct buf *b)
{
    bool limit = s->n.has & HAS_NUMBER;
    put(b, s->t,
        limit ? "Nothing is ready: the loop sleeps in poll, for at most %t s."
              : "Nothing is ready: the loop sleeps in poll.",
        s->n.number);
}

static void ready_what(const struct telling *s, struct buf *b)
{
    put(b, s->t,
        s->e->ref == 1 ? "The ready queue is frozen: %u handle runs in this tick."
                       : "The ready queue is frozen: %u handles run in this tick.",
        s->e->ref);
}

static void ready_why(const struct telling *s, struct buf *b)
{
    buf_puts(b, s->e->ref == 1 ? "What it schedules"
                               : "They run in the order in which they joined. What they schedule");
    buf_puts(b, " waits for the next tick: that keeps the loop fair.");
}

static void deadlock_why(const struct telling *s, struct buf *b)
{
    uint32_t waiting[NAMED], n = 0, all = s->m->counts[TASK_WAITING];
    if (s->n.len) { /* the loop's own verdict */
        put_text(b, s->n.text, s->n.len, LONG);
        buf_putc(b, '.');
        return;
    }
    for (uint32_t i = 0; i < s->m->nrows && i < ROWS && n < NAMED; i++)
        if (s->m->rows[i].state == TASK_WAITING)
            waiting[n++] = (i + 1) | REF_TASK;
    if (!n)
        return;
    put_refs(b, s->t, waiting, n);
    if (all > n)
        put(b, s->t, " and %u more", all - n);
    buf_puts(b, all == 1 ? " waits" : " wait");
    buf_puts(b, " for what nobody can bring about any more.");
}

/* ---- the program and its loop ---- */

static void start_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, "%s starts.", s->n.file ? s->n.file : s->n.name ? s->n.name : "The program");
}

static void start_why(const struct telling *s, struct buf *b)
{
    bool is_real = s->e->what; /* enum clock */
    buf_puts(b,
             is_real
                 ? "Time is real: when nothing is ready, the loop sleeps until the next deadline."
                 : "Time is virtual: when nothing is ready, the clock jumps to the next deadline.");
}

static bool is_rest(const struct telling *s)
{
    return s->n.name && !strcmp(s->n.name, "_GatheringFuture");
}

static void run_what(const struct telling *s, struct buf *b)
{
    buf_puts(b, s->e->kind == EV_RUN ? "The loop runs until " : "The loop has stopped: ");
    if (is_rest(s) || !s->n.name)
        buf_puts(b, is_rest(s) ? "a gather" : "a future");
    else
        put(b, s->t, "%s()", s->n.name);
    buf_puts(b, " is done.");
}

static void run_why(const struct telling *s, struct buf *b)
{
    if (is_rest(s))
        buf_puts(b, "asyncio.run() gathers what it cancelled, and lets it come to its end.");
    else if (is_shutdown(s->n.name))
        buf_puts(b, "asyncio.run() is cleaning up; that takes ticks of its own, even if there is "
                    "nothing to do.");
    else
        buf_puts(b, "run_until_complete() turns the loop, tick by tick.");
}

static void ran_why(const struct telling *s, struct buf *b)
{
    bool last = contains(s->n.name, "shutdown_default_executor");
    buf_puts(b, "run_until_complete() returns.");
    if (is_rest(s) || is_shutdown(s->n.name))
        buf_puts(b,
                 last ? " asyncio.run() has cleaned up." : " asyncio.run() goes on cleaning up.");
}

static void stop_what(const struct telling *s, struct buf *b)
{
    put_who(s->m, b);
    buf_puts(b, " tells the loop to stop after this tick.");
}

static void exit_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, s->e->ref ? "The program has ended, with status %u." : "The program has ended.",
        s->e->ref);
}

static void crash_what(const struct telling *s, struct buf *b)
{
    put(b, s->t,
        s->n.len ? "The program ends with an error: %s." : "The program ends with an error.",
        s->n.text);
}

static void block_what(const struct telling *s, struct buf *b)
{
    if (s->e->task)
        put_task(b, s->t, s->e->task);
    else
        put_who(s->m, b);
    put(b, s->t, s->m->handle ? " blocks the whole loop for %d s" : " stands still for %d s",
        s->n.number);
    put(b, s->t, s->e->line ? " at line %u." : ".", (uint32_t)s->e->line);
}

static void block_why(const struct telling *s, struct buf *b)
{
    buf_puts(b, s->m->handle
                    ? "It does not await, so nothing else can run meanwhile, however ready it is."
                    : "No loop is running, so there is nothing else that could go on meanwhile.");
}

static void executor_what(const struct telling *s, struct buf *b)
{
    put_who(s->m, b);
    put(b, s->t, s->n.name ? " hands %s() to a thread." : " hands a function to a thread.",
        s->n.name);
}

static void thread_sleep_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, "A worker thread sleeps for %d s.", s->n.number);
}

static void loop_error_what(const struct telling *s, struct buf *b)
{
    const char *message = s->n.name && *s->n.name ? s->n.name : "an error";
    put(b, s->t, "The loop reports: %s", message);
    buf_puts(b, message[strlen(message) - 1] == '!' ? "" : ".");
}

static void loop_error_why(const struct telling *s, struct buf *b)
{
    const char *error = s->n.len ? " The error is %s." : "";
    if (contains(s->n.name, "never retrieved"))
        buf_puts(b, "Nobody had awaited it when the last reference to it was gone.");
    else if (contains(s->n.name, "destroyed"))
        put(b, s->t, "It was %R; nobody had a reference to it any more.", s->e->ref);
    else if (s->e->ref)
        put(b, s->t, "It is about %R.", s->e->ref);
    else if (*error)
        error++; /* no sentence before it */
    put(b, s->t, error, s->n.text);
}

static void sync_what(const struct telling *s, struct buf *b)
{
    put(b, s->t, "%s: %s.", s->n.name ? s->n.name : "Changed", s->n.len ? s->n.text : "changed");
}

static void sync_why(const struct telling *s, struct buf *b)
{
    if (!s->n.nof)
        return;
    put_refs(b, s->t, s->n.of, s->n.nof);
    buf_puts(b, s->n.nof == 1 ? " waits for it." : " wait for it, in this order.");
}

static void line_what(const struct telling *s, struct buf *b)
{
    if (s->e->task)
        put_task(b, s->t, s->e->task);
    else
        put_who(s->m, b);
    put(b, s->t, " reaches line %u.", (uint32_t)s->e->line);
}

static void warning_what(const struct telling *s, struct buf *b)
{
    buf_puts(b, "Warning: ");
    if (s->n.len)
        put_text(b, s->n.text, s->n.len, LONG);
    else
        put(b, s->t, "%s", s->n.name ? s->n.name : event_means[EV_WARNING]);
    buf_putc(b, '.');
}

static void warning_why(const struct telling *s, struct buf *b)
{
    if (contains(s->n.text, "never awaited"))
        buf_puts(b, "Calling a coroutine function only makes a coroutine; it runs when it is "
                    "awaited, or as a task.");
}

/* ---- a row for each kind: told by a function, or always the same ---- */

typedef void teller(const struct telling *s, struct buf *b);

static const struct tale {
    teller *tell_what;
    const char *what;
    teller *tell_why;
    const char *why;
} tales[EV_KINDS] = {
    [EV_START] = {start_what, NULL, start_why, NULL},
    [EV_LOOP] = {NULL, "An event loop is made.", NULL,
                 "It has a ready queue, timers and a clock; nothing is in them yet."},
    [EV_RUN] = {run_what, NULL, run_why, NULL},
    [EV_RAN] = {run_what, NULL, ran_why, NULL},
    [EV_STOP] = {stop_what, NULL, NULL, "What this tick has yet to run still runs."},
    [EV_CLOSE] = {NULL, "The loop is closed.", NULL, "The program goes on behind it."},
    [EV_EXIT] = {exit_what, NULL, NULL, NULL},
    [EV_CRASH] = {crash_what, NULL, NULL, "Nobody caught it."},
    [EV_TICK] = {tick_what, NULL, tick_why, NULL},
    [EV_JUMP] = {jump_what, NULL, jump_why, NULL},
    [EV_IDLE] = {idle_what, NULL, NULL,
                 "It goes on with a timer that is due or with I/O, whatever comes first."},
    [EV_DEADLOCK] = {NULL, "Deadlock: nothing is ready, and nothing can ever become ready.",
                     deadlock_why, NULL},
    [EV_FIRE] = {fire_what, NULL, fire_why, NULL},
    [EV_IO] = {io_what, NULL, io_why, NULL},
    [EV_READY] = {ready_what, NULL, ready_why, NULL},
    [EV_BEGIN] = {begin_what, NULL, begin_why, NULL},
    [EV_END] = {end_what, NULL, end_why, NULL},
    [EV_SKIP] =
        {NULL, "A cancelled handle is passed over.", NULL,
         "Cancelling a handle only marks it; it keeps its place in the queue and is not run."},
    [EV_TASK] = {task_what, NULL, task_why, NULL},
    [EV_NAME] = {name_what, NULL, NULL, NULL},
    [EV_TASK_DONE] = {task_done_what, NULL, task_done_why, NULL},
    [EV_FUT_DONE] = {fut_done_what, NULL, fut_done_why, NULL},
    [EV_CANCEL] = {cancel_what, NULL, cancel_why, NULL},
    [EV_SOON] = {soon_what, NULL, soon_why, NULL},
    [EV_TIMER] = {timer_what, NULL, timer_why, NULL},
    [EV_UNCALL] = {uncall_what, NULL, NULL, "It will not run."},
    [EV_OUT] = {out_what, NULL, out_why, NULL},
    [EV_ERR] = {out_what, NULL, out_why, NULL},
    [EV_BLOCK] = {block_what, NULL, block_why, NULL},
    [EV_EXECUTOR] = {executor_what, NULL, NULL,
                     "The loop goes on; the result will come back as a future."},
    [EV_THREAD_SLEEP] = {thread_sleep_what, NULL, NULL,
                         "Only that thread stands still; the loop goes on."},
    [EV_LOOP_ERROR] = {loop_error_what, NULL, loop_error_why, NULL},
    [EV_SYNC] = {sync_what, NULL, sync_why, NULL},
    [EV_LINE] = {line_what, NULL, NULL, NULL},
    [EV_WARNING] = {warning_what, NULL, warning_why, NULL},
    [EV_OTHER] = {NULL, "Something happened that this version has no words for.", NULL, NULL},
};

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
    struct telling s = telling_of(m, m->cursor - 1);
    const struct tale *t = &tales[s.e->kind < EV_KINDS ? s.e->kind : EV_OTHER];
    tell(&s, t->tell_what, t->what, what);
    if (why)
        tell(&s, t->tell_why, t->why, why);
}

/* ---- for the panes ---- */

static void tell_ended(const struct model *m, const struct row *r, struct buf *out)
{
    const struct note *n = kept(m->trace, r->ended) ? trace_note(m->trace, r->ended) : NULL;
    if (n && n->len)
        put(out, m->trace, r->state == TASK_ENDED ? "returned %s" : "%s", n->text);
}

static void tell_cancelled(const struct model *m, const struct row *r, struct buf *out)
{
    uint32_t by = kept(m->trace, r->cancel) ? run_of(m->trace, r->cancel) : TRACE_NONE;
    if (by != TRACE_NONE)
        put(out, m->trace, "by %a", by);
}

static void tell_woken(const struct model *m, const struct row *r, struct buf *out)
{
    if (r->stopped == TRACE_NONE) {
        buf_puts(out, r->ran == TRACE_NONE ? "waits for its first turn" : "has its first turn");
        return;
    }
    const struct event *soon = kept(m->trace, r->woken) ? trace_at(m->trace, r->woken) : NULL;
    uint32_t done = soon ? finished(m->trace, r->woken) : TRACE_NONE;
    bool cancelled = done != TRACE_NONE && trace_at(m->trace, done)->what == OUTCOME_CANCELLED;
    struct wait w = wait_of(m, r);
    if (w.on == ON_SLEEP0 || w.on == ON_YIELD) {
        buf_puts(out, "gave way for one tick");
        return;
    }
    buf_puts(out, cancelled ? "cancelled in " : "woken by ");
    put_awaited(out, m->trace, &w, ITS);
}

static void tell_waiting(const struct model *m, const struct row *r, struct buf *out)
{
    struct wait w = wait_of(m, r);
    put_awaited(out, m->trace, &w, A);
    if (w.n.has & HAS_WHEN)
        put(out, m->trace, " until %t", w.n.when);
}

void story_task(const struct model *m, uint32_t task, struct buf *out)
{
    const struct row *r = model_row(m, task);
    if (!r)
        return;
    if (r->state == TASK_CREATED)
        buf_puts(out, "not scheduled yet");
    else if (r->state == TASK_READY || r->state == TASK_RUNNING)
        tell_woken(m, r, out);
    else if (r->state == TASK_WAITING)
        tell_waiting(m, r, out);
    else if (r->state == TASK_CANCELLED)
        tell_cancelled(m, r, out);
    else
        tell_ended(m, r, out);
}

static void tell_callback(const struct model *m, uint32_t source, struct buf *out)
{
    const struct trace *t = m->trace;
    const struct event *e = trace_at(t, source);
    const char *name = trace_note(t, source)->name;
    const struct callback *c = callback_find(name);
    uint32_t sleeper = c != sleep_timer      ? 0
                       : e->kind == EV_TIMER ? setter_of(t, source)
                                             : waiter_of(m, e->ref);
    if (sleeper)
        put(out, t, "sleep timer of %T", sleeper);
    else if (c) {
        buf_puts(out, c->title);
        put_heard(m, out, ": ", c, e->ref);
    } else
        put(out, t, e->ref & REF_TASK ? "%s: %R" : "%s", name ? name : "callback", e->ref);
}

void story_handle(const struct model *m, const struct entry *h, struct buf *out)
{
    const struct trace *t = m->trace;
    if (h->task)
        put(out, t,
            kept(t, h->source) && trace_at(t, h->source)->what == HANDLE_STEP ? "%T step"
                                                                              : "%T wakeup",
            h->task);
    else if (kept(t, h->source))
        tell_callback(m, h->source, out);
    else
        buf_puts(out, "callback");
    if (h->cancelled)
        buf_puts(out, " (cancelled)");
}

void story_timer(const struct model *m, const struct timer_entry *timer, struct buf *out)
{
    put_timer(m, out, timer->event);
}

static void tell_sleep(const struct model *m, struct buf *out)
{
    const struct event *e = trace_at(m->trace, m->poll);
    const struct note *n = trace_note(m->trace, m->poll);
    if (e->kind == EV_JUMP)
        put(out, m->trace, "slept %t s: the nearest timer was due at %t", n->number - e->time,
            n->number);
    else
        put(out, m->trace,
            n->has & HAS_NUMBER ? "sleeps for at most %t s" : "sleeps until there is I/O",
            n->number);
}

void story_poll(const struct model *m, struct buf *out)
{
    const struct trace *t = m->trace;
    uint32_t tick = m->tick && m->tick <= t->nticks ? t->ticks[m->tick - 1] : TRACE_NONE;
    uint32_t ready = kept(t, tick) ? trace_at(t, tick)->ref : 0;
    if (!m->tick)
        buf_puts(out, "has not run yet");
    else if (kept(t, m->poll))
        tell_sleep(m, out);
    else if (ready)
        put(out, t,
            ready == 1 ? "did not wait: %u handle was ready"
                       : "did not wait: %u handles were ready",
            ready);
    else if (m->phase == PHASE_POLL)
        buf_puts(out, "nothing is ready");
    else
        buf_puts(out, "did not wait");
}

uint32_t story_cause(const struct model *m, uint32_t event)
{
    const struct trace *t = m->trace;
    uint32_t begin = kept(t, event) ? run_of(t, event) : TRACE_NONE;
    uint32_t soon =
        begin == TRACE_NONE || !trace_at(t, begin)->task ? TRACE_NONE : scheduled(t, begin);
    uint32_t before = soon == TRACE_NONE ? TRACE_NONE : trace_previous(t, soon);
    if (before != TRACE_NONE && trace_at(t, before)->kind == EV_TASK)
        return before;
    return soon == TRACE_NONE ? TRACE_NONE : run_of(t, soon);
}
