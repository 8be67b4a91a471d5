/* SPDX-License-Identifier: MIT */
#include "trace/save.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "trace/put.h"

/* ---- members of the object of an event: ,"key":value ---- */

/* W for a thread, T for a task. */
static char letter_of(const struct trace *t, uint32_t actor)
{
    const struct actor *a = trace_actor(t, actor);
    return a && a->kind == ACTOR_THREAD ? 'W' : 'T';
}

static void quoted_ref(struct buf *b, const struct trace *t, uint32_t r)
{
    if (r & REF_TASK)
        quoted_id(b, letter_of(t, r & ~REF_TASK), trace_number_of(t, r & ~REF_TASK));
    else
        quoted_id(b, 'F', r);
}

static void text(struct buf *b, struct key name, const char *s)
{
    if (!s)
        return;
    key(b, name);
    quoted(b, s, strlen(s));
}

static void id(struct buf *b, struct key name, char letter, uint32_t n)
{
    if (!n)
        return;
    key(b, name);
    quoted_id(b, letter, n);
}

static void task(struct buf *b, struct key name, const struct trace *t, uint32_t actor)
{
    if (actor)
        id(b, name, letter_of(t, actor), trace_number_of(t, actor));
}

static void ref(struct buf *b, struct key name, const struct trace *t, uint32_t r)
{
    if (!(r & ~REF_TASK))
        return;
    key(b, name);
    quoted_ref(b, t, r);
}

/* Rounded to a nanosecond, as the tracer rounds. Most are the same as the one before. */
static void seconds(struct buf *b, struct key name, double s)
{
    static struct {
        double s;
        size_t n;
        char text[32];
    } last;
    key(b, name);
    if (!last.n || memcmp(&s, &last.s, sizeof s) != 0) {
        size_t at = b->len;
        buf_float(b, round(s * 1e9) / 1e9);
        last.n = b->len - at < sizeof last.text ? b->len - at : 0;
        memcpy(last.text, b->s + at, last.n);
        last.s = s;
        return;
    }
    memcpy(room(b, sizeof last.text), last.text, sizeof last.text);
    b->len += last.n;
}

/* A delay as the program wrote it: a whole number without a point. */
static void number(struct buf *b, struct key name, double s)
{
    key(b, name);
    if (s == floor(s) && fabs(s) < 1e15)
        buf_int(b, (int64_t)s);
    else
        buf_float(b, s);
}

static void place(struct buf *b, struct key name, const char *file, uint32_t line)
{
    if (!file || !line)
        return;
    key(b, name);
    quoted(b, file, strlen(file));
    b->s[b->len - 1] = ':'; /* instead of the last quote */
    count(b, line);
    put(b, '"');
}

static void handle_fields(struct buf *b, const struct trace *t, const struct event *e,
                          const struct note *n)
{
    task(b, NAMED("task"), t, e->actor);
    text(b, NAMED("k"), e->what ? handle_names[e->what % HANDLE_WHATS] : NULL);
    text(b, NAMED("cb"), n->name);
    ref(b, NAMED("fut"), t, e->ref);
    if (n->text) {
        key(b, NAMED("throw"));
        buf_json(b, n->text, n->len);
    }
}

static void ready_queue(struct buf *b, const struct model *m)
{
    put(b, '[');
    for (uint32_t k = 0; k < m->ready.n; k++) {
        if (k)
            put(b, ',');
        quoted_id(b, 'H', model_ready(m, k).handle);
    }
    put(b, ']');
}

static void stack(struct buf *b, const struct note *n)
{
    key(b, NAMED("stack"));
    put(b, '[');
    for (size_t i = 0; i < n->nframes; i++) {
        const struct frame *f = &n->frames[i];
        if (i)
            put(b, ',');
        put(b, '[');
        quoted(b, f->file, strlen(f->file));
        put(b, ',');
        count(b, f->line);
        put(b, ',');
        quoted(b, f->func, strlen(f->func));
        put(b, ']');
    }
    put(b, ']');
}

static void frame_locals(struct buf *b, const char *lines)
{
    put(b, '{');
    for (bool first = true; lines && *lines; first = false) {
        const char *eq = strchr(lines, '='), *end = strchr(lines, '\n');
        if (!eq || !end)
            break;
        if (!first)
            put(b, ',');
        quoted(b, lines, (size_t)(eq - lines));
        put(b, ':');
        quoted(b, eq + 1, (size_t)(end - eq - 1));
        lines = end + 1;
    }
    put(b, '}');
}

static void locals(struct buf *b, const struct note *n)
{
    key(b, NAMED("locals"));
    put(b, '[');
    for (size_t i = 0; i < n->nframes; i++) {
        if (i)
            put(b, ',');
        frame_locals(b, n->frames[i].locals);
    }
    put(b, ']');
}

/* A subclass of what is known is called by its own name. */
static const char *what_name(const struct event *e, const struct note *n)
{
    return n->name ? n->name : awaited_names[e->what];
}

static void refs(struct buf *b, struct key name, const struct trace *t, const struct note *n)
{
    if (!n->nof)
        return;
    key(b, name);
    for (size_t i = 0; i < n->nof; i++) {
        put(b, i ? ',' : '[');
        quoted_ref(b, t, n->of[i]);
    }
    put(b, ']');
}

static void awaited(struct buf *b, const struct trace *t, const struct event *e,
                    const struct note *n)
{
    key(b, NAMED("on"));
    size_t at = b->len;
    text(b, NAMED("what"), what_name(e, n));
    refs(b, NAMED("of"), t, n);
    if (n->has & HAS_NUMBER && e->what != ON_SLEEP0)
        number(b, e->what == ON_SLEEP ? NAMED("delay") : NAMED("timeout"), n->number);
    if (!(n->has & HAS_NUMBER) && e->what == ON_WAIT_FOR) {
        key(b, NAMED("timeout"));
        buf_puts(b, "null");
    }
    id(b, NAMED("timer"), 'H', n->timer);
    if (n->has & HAS_WHEN)
        seconds(b, NAMED("when"), n->when);
    ref(b, NAMED("fut"), t, e->ref);
    id(b, NAMED("obj"), 'S', n->object);
    if (b->len == at)
        put(b, '{');
    b->s[at] = '{'; /* instead of the first comma */
    put(b, '}');
}

/* ---- a function for each field of trace/fields.h ---- */

struct saving {
    struct buf *b;
    struct key key;
    const struct model *m;
    const struct event *e;
    const struct note *n;
};

static void save_text(const struct saving *s)
{
    if (!s->n->text)
        return;
    key(s->b, s->key);
    buf_json(s->b, s->n->text, s->n->len);
}

static void save_name(const struct saving *s)
{
    text(s->b, s->key, s->n->name);
}

static void save_task_name(const struct saving *s)
{
    text(s->b, s->key, trace_task_name(s->m->trace, s->e->actor));
}

static void save_coro(const struct saving *s)
{
    text(s->b, s->key, s->n->coro);
}

static void save_task(const struct saving *s)
{
    task(s->b, s->key, s->m->trace, s->e->actor);
}

static void save_thread(const struct saving *s)
{
    id(s->b, s->key, 'W', trace_number_of(s->m->trace, s->e->actor));
}

static void save_owner(const struct saving *s)
{
    task(s->b, s->key, s->m->trace, s->e->handle);
}

static void save_choice(const struct saving *s)
{
    uint32_t of = s->e->handle >> 16;
    if (of)
        buf_printf(s->b, ",\"choice\":%u,\"of\":%u", s->e->handle & 0xffff, of);
}

static void save_thread_on(const struct saving *s)
{
    text(s->b, NAMED("on"), awaited_names[s->e->what]);
    if (s->e->what == ON_LOCK)
        id(s->b, NAMED("obj"), 'S', s->e->ref);
    else
        ref(s->b, NAMED("id"), s->m->trace, s->e->ref);
    if (s->n->has & HAS_NUMBER)
        number(s->b, NAMED("secs"), s->n->number);
    if (s->n->has & HAS_WHEN)
        seconds(s->b, NAMED("when"), s->n->when);
}

static void save_process(const struct saving *s)
{
    id(s->b, s->key, 'P', trace_number_of(s->m->trace, s->e->actor));
}

static void save_phase(const struct saving *s)
{
    if (s->e->what < LEG_KINDS)
        text(s->b, s->key, leg_names[s->e->what]);
}

static void save_eager(const struct saving *s)
{
    if (s->e->what)
        text(s->b, s->key, "eager");
}

static void save_handle(const struct saving *s)
{
    if (s->e->handle)
        id(s->b, s->key, 'H', s->e->handle);
}

static void save_ref(const struct saving *s)
{
    ref(s->b, s->key, s->m->trace, s->e->ref);
}

static void save_loop(const struct saving *s)
{
    id(s->b, s->key, 'L', s->e->ref);
}

/* Left out where it is the first, as most programs have one. */
static void save_own_loop(const struct saving *s)
{
    const struct actor *a = trace_actor(s->m->trace, s->e->actor);
    if (a && a->from->loop > 1)
        id(s->b, s->key, 'L', a->from->loop);
}

static void save_object(const struct saving *s)
{
    id(s->b, s->key, 'S', s->e->ref);
}

static void save_count(const struct saving *s)
{
    key(s->b, s->key);
    count(s->b, s->e->ref);
}

static void save_timers(const struct saving *s)
{
    key(s->b, s->key);
    count(s->b, s->e->handle);
}

static void save_cores(const struct saving *s)
{
    if (s->e->handle)
        save_timers(s);
}

static void save_seconds(const struct saving *s)
{
    seconds(s->b, s->key, s->n->number);
}

static void save_timeout(const struct saving *s)
{
    if (s->n->has & HAS_NUMBER)
        save_seconds(s);
}

static void save_delay(const struct saving *s)
{
    number(s->b, s->key, s->n->number);
}

static void save_when(const struct saving *s)
{
    seconds(s->b, s->key, s->n->when);
}

static void save_place(const struct saving *s)
{
    const struct trace *t = s->m->trace;
    const struct place *p = trace_place(t, s->e->place);
    place(s->b, s->key, p->file ? p->file : t->file, p->line);
}

static void save_def(const struct saving *s)
{
    place(s->b, s->key, s->n->def, s->n->def_line);
}

/* The task whose step runs, else the handle that runs, else, while the loop polls, a thread. */
static void save_by(const struct saving *s)
{
    const struct model *m = s->m;
    const struct actor *a = trace_actor(m->trace, s->e->actor);
    bool polling = m->phase == PHASE_POLL || m->phase == PHASE_TIMERS;
    bool starts = s->e->kind == EV_THREAD || s->e->kind == EV_THREAD_START;
    if (starts && m->task == s->e->actor)
        return; /* the main thread: nobody started it */
    if (a && a->kind == ACTOR_THREAD && !starts)
        text(s->b, s->key, "thread");
    else if (m->task)
        task(s->b, s->key, m->trace, m->task);
    else if (m->handle)
        id(s->b, s->key, 'H', m->handle);
    else if (polling && m->loop)
        text(s->b, s->key, "thread");
}

static void save_what(const struct saving *s)
{
    handle_fields(s->b, s->m->trace, s->e, s->n);
}

static void save_outcome(const struct saving *s)
{
    text(s->b, NAMED("state"), outcome_names[s->e->what % OUTCOMES]);
    if (!s->n->text)
        return;
    key(s->b, s->e->what == OUTCOME_FAILED ? NAMED("exc") : NAMED("res"));
    buf_json(s->b, s->n->text, s->n->len);
}

static void save_deed(const struct saving *s)
{
    if (s->e->what > DEED_NONE && s->e->what < DEEDS)
        text(s->b, s->key, deed_names[s->e->what]);
}

static void save_queue(const struct saving *s)
{
    key(s->b, s->key);
    ready_queue(s->b, s->m);
}

static void save_of(const struct saving *s)
{
    refs(s->b, s->key, s->m->trace, s->n);
}

static void save_words(const struct saving *s)
{
    if (!s->n->len)
        return;
    const char *word = s->n->text, *end = word + s->n->len;
    key(s->b, s->key);
    for (char before = '['; word < end; before = ',') {
        const char *stop = memchr(word, '\n', (size_t)(end - word));
        size_t len = (size_t)((stop ? stop : end) - word);
        put(s->b, before);
        quoted(s->b, word, len);
        word += len + 1;
    }
    put(s->b, ']');
}

static void save_locals(const struct saving *s)
{
    if (!s->n->nframes)
        return;
    key(s->b, s->key);
    frame_locals(s->b, s->n->frames[s->n->nframes - 1].locals);
}

static void save_suspended(const struct saving *s)
{
    const struct event *e = s->e;
    const struct row *r = model_row(s->m, e->actor);
    if (!r)
        return;
    if (e->what == ON_NONE) {
        text(s->b, NAMED("state"), state_names[r->state]);
        return;
    }
    text(s->b, NAMED("state"), e->what == ON_SLEEP0 || e->what == ON_YIELD ? "ready" : "waiting");
    stack(s->b, s->n);
    awaited(s->b, s->m->trace, e, s->n);
    locals(s->b, s->n);
}

const char own_name[] = "loopscope";

static void save_start(const struct saving *s)
{
    struct buf *b = s->b;
    const struct trace *t = s->m->trace;
    text(b, NAMED("script"), t->file);
    text(b, NAMED("impl"), s->n->coro ? s->n->coro : own_name);
    text(b, NAMED("clock"), s->e->what ? "real" : "virtual");
    text(b, NAMED("name"), s->n->name);
    buf_printf(b, ",\"version\":%d", TRACE_VERSION);
    key(b, NAMED("sources"));
    put(b, '{');
    for (size_t i = 0; i < t->nsources; i++) {
        const struct source *source = &t->sources[i];
        if (i)
            put(b, ',');
        buf_json(b, source->name, strlen(source->name));
        put(b, ':');
        buf_json(b, source->text, source->len);
    }
    put(b, '}');
}

static void (*const savers[FIELDS])(const struct saving *s) = {
    [FIELD_START] = save_start,
    [FIELD_TEXT] = save_text,
    [FIELD_NAME] = save_name,
    [FIELD_TASK_NAME] = save_task_name,
    [FIELD_CORO] = save_coro,
    [FIELD_TASK] = save_task,
    [FIELD_NEW_TASK] = save_task,
    [FIELD_THREAD] = save_thread,
    [FIELD_EAGER] = save_eager,
    [FIELD_OWN_LOOP] = save_own_loop,
    [FIELD_HANDLE] = save_handle,
    [FIELD_REF] = save_ref,
    [FIELD_LOOP] = save_loop,
    [FIELD_OBJECT] = save_object,
    [FIELD_COUNT] = save_count,
    [FIELD_TIMERS] = save_timers,
    [FIELD_SECONDS] = save_seconds,
    [FIELD_TIMEOUT] = save_timeout,
    [FIELD_DELAY] = save_delay,
    [FIELD_WHEN] = save_when,
    [FIELD_PLACE] = save_place,
    [FIELD_DEF] = save_def,
    [FIELD_BY] = save_by,
    [FIELD_BY_TASK] = save_by,
    [FIELD_WHAT] = save_what,
    [FIELD_OUTCOME] = save_outcome,
    [FIELD_DEED] = save_deed,
    [FIELD_QUEUE] = save_queue,
    [FIELD_OF] = save_of,
    [FIELD_LOCALS] = save_locals,
    [FIELD_SUSPENDED] = save_suspended,
    [FIELD_OWNER] = save_owner,
    [FIELD_FROM] = save_ref,
    [FIELD_CHOICE] = save_choice,
    [FIELD_THREAD_ON] = save_thread_on,
    [FIELD_PHASE] = save_phase,
    [FIELD_PROCESS] = save_process,
    [FIELD_CORES] = save_cores,
    [FIELD_WORDS] = save_words,
};

/* {"i": */
static const struct key beginning = {"{\"i\":\0\0\0\0\0\0\0\0\0\0\0", 5};

void save_event(struct buf *out, const struct model *m)
{
    uint32_t i = m->cursor - 1;
    const struct event *e = trace_at(m->trace, i);
    const struct note *note = trace_note(m->trace, i);
    if (e->kind == EV_OTHER) { /* kept as it was read */
        buf_json_again(out, note->text, note->len);
        buf_putc(out, '\n');
        return;
    }
    key(out, beginning);
    count(out, i);
    key(out, NAMED("n"));
    count(out, e->tick);
    seconds(out, NAMED("t"), e->time);
    text(out, NAMED("e"), event_names[e->kind]);
    const struct actor *a = trace_actor(m->trace, e->actor);
    if (a && a->kind == ACTOR_THREAD && e->kind != EV_THREAD && e->kind != EV_THREAD_START)
        id(out, NAMED("thread"), 'W', a->number);
    struct saving s = {.b = out, .m = m, .e = e, .n = note};
    for (const struct member *member = trace_members[e->kind]; member->field; member++) {
        s.key = member->written;
        savers[member->field](&s);
    }
    buf_puts(out, "}\n");
}

/* ---- seq ---- */

/* gather.<locals>._done_callback is written without its <locals>. */
static void without_locals(struct buf *out, const char *name)
{
    const char *cut;
    while ((cut = strstr(name, ".<locals>"))) {
        buf_plain(out, name, (size_t)(cut - name));
        name = cut + strlen(".<locals>");
    }
    buf_plain(out, name, strlen(name));
}

static void seq_line(struct buf *out, const char *before, const char *s, size_t n)
{
    buf_puts(out, before);
    buf_plain(out, s, n);
    buf_putc(out, '\n');
}

void save_seq(struct buf *out, const struct model *m)
{
    uint32_t i = m->cursor - 1;
    const struct event *e = trace_at(m->trace, i);
    const struct note *n = trace_note(m->trace, i);
    const struct row *r = model_row(m, e->actor);
    switch ((enum event_kind)e->kind) {
    case EV_BEGIN:
        buf_printf(out, "%u %.9g ", e->tick, e->time);
        if (e->actor)
            buf_printf(out, "T%u %s", trace_number_of(m->trace, e->actor),
                       e->what == HANDLE_STEP ? "step" : "wakeup");
        else
            without_locals(out, n->name ? n->name : "?");
        if (!e->actor && e->ref & REF_TASK)
            buf_printf(out, "(T%u)", trace_number_of(m->trace, e->ref & ~REF_TASK));
        else if (!e->actor && e->ref)
            buf_printf(out, "(F%u)", e->ref);
        buf_putc(out, '\n');
        break;
    case EV_END:
        if (!r)
            break;
        if (e->what == ON_NONE)
            buf_printf(out, "    -> %s\n", state_names[r->state]);
        else
            seq_line(out,
                     e->what == ON_SLEEP0 || e->what == ON_YIELD ? "    -> ready "
                                                                 : "    -> waiting ",
                     what_name(e, n), strlen(what_name(e, n)));
        break;
    case EV_OUT:
        buf_puts(out, "    out ");
        buf_json(out, n->text, n->len);
        buf_putc(out, '\n');
        break;
    case EV_LOOP_ERROR: {
        const char *name = n->name ? n->name : "", *at = strstr(name, " at ");
        seq_line(out, "    loop_error ", name, at ? (size_t)(at - name) : strlen(name));
        break;
    }
    default:
        break;
    }
}
