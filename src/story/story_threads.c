/* SPDX-License-Identifier: MIT */
/* Threads: who is started, who goes on and why, what they share, whom they wait for. */
#include "story/threads.h"

#include <stdio.h>
#include <string.h>

#include "story/cause.h"
#include "story/updates.h"
#include "story/words.h"

/* ---- what several of them say ---- */

static uint32_t actor_of(uint32_t ref)
{
    return ref & REF_TASK ? ref & ~REF_TASK : 0;
}

/* "at line 5", if it is known. */
static void put_line(const struct explained *s, struct buf *b)
{
    if (trace_line(s->t, s->e->place))
        words_put(b, s->t, " at %P", s->e->place);
}

static const char *object_name(const struct model *m, uint32_t object)
{
    uint32_t at = model_object(m, object);
    return cause_kept(m->trace, at) ? trace_note(m->trace, at)->name : NULL;
}

static void put_object(const struct explained *s, struct buf *b, uint32_t object)
{
    const char *name = object_name(s->m, object);
    words_put(b, s->t, "%s", name ? name : "a lock");
}

uint32_t threads_holder(const struct model *m, uint32_t object)
{
    uint32_t at = model_object(m, object);
    return cause_kept(m->trace, at) ? trace_at(m->trace, at)->handle : 0;
}

/* The main thread has the baton as soon as it is there. */
static bool begins(const struct model *m, uint32_t actor)
{
    const struct row *r = model_row(m, actor);
    bool ran = r && cause_kept(m->trace, r->ran);
    uint32_t before = ran ? trace_previous(m->trace, r->ran) : TRACE_NONE;
    return before != TRACE_NONE && trace_at(m->trace, before)->kind == EV_THREAD_START &&
           trace_number_of(m->trace, actor) > 1;
}

void threads_goes_on(const struct model *m, struct buf *b, uint32_t actor)
{
    words_put(b, m->trace, begins(m, actor) ? "%T begins %C()" : "%T goes on", actor, actor);
}

uint32_t threads_waits_for(const struct model *m, uint32_t actor)
{
    const struct row *r = model_row(m, actor);
    if (!r || r->state != TASK_WAITING)
        return 0;
    return r->on == ON_LOCK ? threads_holder(m, r->ref) : r->on == ON_JOIN ? actor_of(r->ref) : 0;
}

static void put_held(const struct model *m, uint32_t actor, struct buf *out)
{
    for (uint32_t k = 1; k <= m->nobjects && k <= CAUSE_SCAN; k++)
        if (threads_holder(m, k) == actor)
            words_put(out, m->trace, out->len ? ", %s" : "holds %s", object_name(m, k));
}

static void put_wait(const struct model *m, const struct row *r, struct buf *out)
{
    const struct trace *t = m->trace;
    uint32_t holder = threads_holder(m, r->ref);
    if (r->on == ON_SLEEP && cause_kept(t, r->stopped))
        words_put(out, t, "sleeps until %t", trace_note(t, r->stopped)->when);
    else if (r->on == ON_JOIN)
        words_put(out, t, "for the end of %T", actor_of(r->ref));
    else if (holder)
        words_put(out, t, "for %s: %T has it", object_name(m, r->ref), holder);
    else
        words_put(out, t, "for %s: it is free", object_name(m, r->ref));
}

void threads_put_awaited(const struct model *m, uint32_t actor, struct buf *out)
{
    const struct row *r = model_row(m, actor);
    if (r && r->on == ON_LOCK)
        words_put(out, m->trace, "%s, held by", object_name(m, r->ref));
    else
        buf_puts(out, "the end of");
}

void threads_tell(const struct model *m, uint32_t actor, struct buf *out)
{
    const struct row *r = model_row(m, actor);
    size_t from = out->len;
    if (r->state == TASK_WAITING)
        put_wait(m, r, out);
    else if (m->loop && r->state == TASK_RUNNING)
        buf_puts(out, "runs the event loop");
    else if (r->state == TASK_RUNNING && m->task != actor)
        buf_puts(out, "computes");
    else if (state_is_over(r->state))
        words_put(out, m->trace,
                  trace_number_of(m->trace, actor) == 1 ? "its last line has run"
                                                        : "%C() has returned",
                  actor);
    else
        put_held(m, actor, out);
    if (out->len > from)
        return;
    if (r->place)
        words_put(out, m->trace, "%P", (uint32_t)r->place);
    else if (r->state != TASK_RUNNING)
        buf_puts(out, "has not begun");
    else if (trace_number_of(m->trace, actor) == 1)
        buf_puts(out, "runs its lines");
    else
        words_put(out, m->trace, "begins %C()", actor);
}

/* ---- started, switched, done ---- */

static void start_what(const struct explained *s, struct buf *b)
{
    uint32_t maker = trace_actor(s->t, s->e->actor) ? trace_actor(s->t, s->e->actor)->maker : 0;
    if (maker && maker != s->e->actor)
        words_put(b, s->t, "%T starts %T, which will run %C().", maker, s->e->actor, s->e->actor);
    else
        words_put(b, s->t, "The program's own lines run in %T.", s->e->actor);
}

static void start_why(const struct explained *s, struct buf *b)
{
    if (s->m->task == s->e->actor)
        return;
    if (s->t->real) {
        buf_puts(b, "It runs when the system lets it, perhaps beside the others.");
        return;
    }
    words_put(b, s->t, "It can run from now on; %T still has the baton.", s->m->task);
    if (trace_number_of(s->t, s->e->actor) == 2)
        buf_puts(b, " There is one, and only who has it runs: in CPython that is the GIL.");
}

static void switch_what(const struct explained *s, struct buf *b)
{
    const char *why = s->n.name ? s->n.name : "";
    uint32_t from = actor_of(s->e->ref);
    if (from == s->e->actor) {
        words_put(b, s->t, "%T goes on.", from);
        return;
    }
    words_put(b, s->t, "%T ", from);
    buf_puts(b, !strcmp(why, "done")      ? "has ended"
                : !strcmp(why, "blocked") ? "gives way"
                : !strcmp(why, "system")  ? "is interrupted"
                                          : "is switched out");
    if (strcmp(why, "done") != 0)
        put_line(s, b);
    buf_puts(b, ": ");
    threads_goes_on(s->m, b, s->e->actor);
    buf_putc(b, '.');
}

static const char *reason(const char *why)
{
    static const struct {
        const char *why, *text;
    } reasons[] = {
        {"call", "A call had ended there"},
        {"start", "A function begins there"},
        {"jump", "A loop goes round there"},
        {"read", "It was about to read"},
        {"write", "It was about to write"},
        {"lock", "It was about to use a lock"},
        {"blocked", "It waits for what has not come"},
        {"done", "Its function has returned"},
        {"system", "On a real clock the system says who runs"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (!strcmp(why, reasons[i].why))
            return reasons[i].text;
    return "Nobody asked it";
}

static void switch_why(const struct explained *s, struct buf *b)
{
    if (actor_of(s->e->ref) == s->e->actor) {
        buf_puts(b, "What it waited for has come.");
        return;
    }
    buf_puts(b, reason(s->n.name ? s->n.name : ""));
    buf_putc(b, '.');
}

static void done_what(const struct explained *s, struct buf *b)
{
    const struct actor *a = trace_task(s->t, s->e->actor);
    if (a && a->maker != s->e->actor && a->maker)
        words_put(b, s->t, "%C() returns: %T is done.", s->e->actor, s->e->actor);
    else
        words_put(b, s->t, "%T is done: its last line has run.", s->e->actor);
}

/* ---- what they share ---- */

void threads_deed(const struct explained *s, struct buf *b)
{
    struct lost lost;
    if (s->e->kind == EV_READ)
        words_put(b, s->t, "reads %s: it is %s.", s->n.name, s->n.text);
    else if (update_lost(s->t, s->i, &lost))
        words_put(b, s->t, "writes %s: the update of %T is lost.", s->n.text,
                  trace_at(s->t, lost.write)->actor);
    else
        words_put(b, s->t, "writes %s to %s.", s->n.text, s->n.name);
}

static void deed_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, "%T ", s->e->actor);
    threads_deed(s, b);
}

static void read_why(const struct explained *s, struct buf *b)
{
    if (story_is_first(s))
        buf_puts(b, "That value is its own now: what others write later does not change it.");
}

/* The value that an event reads or writes, in a buffer of the caller's. */
static const char *value_at(const struct trace *t, uint32_t i, char *s, size_t size)
{
    const char *text = trace_note(t, i)->text;
    snprintf(s, size, "%s", text ? text : "?");
    return s;
}

static void write_why(const struct explained *s, struct buf *b)
{
    struct lost lost;
    char old[32], other[32];
    if (!update_lost(s->t, s->i, &lost))
        return;
    value_at(s->t, lost.read, old, sizeof old);
    value_at(s->t, lost.write, other, sizeof other);
    words_put(b, s->t, "It had read %s before %T wrote %s, ", old,
              trace_at(s->t, lost.write)->actor, other);
    if (!strcmp(other, s->n.text ? s->n.text : ""))
        words_put(b, s->t, "so both wrote %s.", s->n.text);
    else
        words_put(b, s->t, "and made its %s of that.", s->n.text);
}

/* ---- locks and waiting ---- */

void threads_tell_lock(const struct explained *s, struct buf *b)
{
    uint32_t owner = s->e->handle;
    if (!owner)
        words_put(b, s->t, "%T gives %s back: it is free.", s->e->actor, s->n.name);
    else if (owner == s->e->actor)
        words_put(b, s->t, "%T takes %s: nobody has it.", s->e->actor, s->n.name);
    else
        words_put(b, s->t, "%T asks for %s, but %T has it.", s->e->actor, s->n.name, owner);
}

void threads_explain_lock(const struct explained *s, struct buf *b)
{
    if (s->n.nof) {
        words_refs(b, s->t, s->n.of, s->n.nof);
        buf_puts(b, s->n.nof == 1 ? " waits for it" : " wait for it");
        buf_puts(b, s->e->handle ? "." : ", and can have it now.");
    } else if (s->e->handle && story_is_first(s)) {
        buf_puts(b, "Until it gives it back, whoever else asks for it must wait.");
    }
}

static void wait_what(const struct explained *s, struct buf *b)
{
    uint32_t holder = threads_holder(s->m, s->e->ref);
    words_put(b, s->t,
              s->e->what == ON_SLEEP     ? "%T sleeps"
              : s->e->what == ON_COMPUTE ? "%T computes"
                                         : "%T waits",
              s->e->actor);
    put_line(s, b);
    if (s->e->what == ON_SLEEP || s->e->what == ON_COMPUTE) {
        words_put(b, s->t, ", until %t.", s->n.when);
    } else if (s->e->what == ON_JOIN) {
        words_put(b, s->t, " for the end of %T.", actor_of(s->e->ref));
    } else {
        buf_puts(b, " for ");
        put_object(s, b, s->e->ref);
        if (holder)
            words_put(b, s->t, ": %T has it.", holder);
        else
            buf_putc(b, '.');
    }
}

static void wait_why(const struct explained *s, struct buf *b)
{
    buf_puts(b, s->e->what == ON_COMPUTE ? "Without a GIL it needs no baton for that."
                : s->e->what == ON_SLEEP ? "time.sleep() stops this thread, and no other."
                : s->e->what == ON_JOIN
                    ? "join() waits until that thread has ended."
                    : "A lock has one holder: it stands still until it is free.");
}

static void joined_what(const struct explained *s, struct buf *b)
{
    words_put(b, s->t, "%T goes on: %T has ended.", s->e->actor, actor_of(s->e->ref));
}

static void schedule_what(const struct explained *s, struct buf *b)
{
    uint32_t draws = 0;
    for (size_t i = 0; i < s->n.len; i++)
        draws += s->n.text[i] == '/';
    words_put(b, s->t, draws == 1 ? "%u draw said who goes on." : "%u draws said who goes on.",
              draws);
}

static void schedule_why(const struct explained *s, struct buf *b)
{
    if (!s->n.len)
        return;
    buf_puts(b, "Each is a number, and of how many: ");
    words_text(b, s->n.text, s->n.len, WORDS_ALL);
    buf_putc(b, '.');
}

const struct explanation explain_threads[EV_KINDS] = {
    [EV_THREAD_START] = {start_what, NULL, start_why, NULL},
    [EV_SWITCH] = {switch_what, NULL, switch_why, NULL},
    [EV_READ] = {deed_what, NULL, read_why, NULL},
    [EV_WRITE] = {deed_what, NULL, write_why, NULL},
    [EV_THREAD_WAIT] = {wait_what, NULL, wait_why, NULL},
    [EV_JOINED] = {joined_what, NULL, NULL, NULL},
    [EV_THREAD_DONE] = {done_what, NULL, NULL, NULL},
    [EV_SCHEDULE] = {schedule_what, NULL, schedule_why, NULL},
};
