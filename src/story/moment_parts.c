/* SPDX-License-Identifier: MIT */
#include "story/moment_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "story/cause.h"
#include "story/story_parts.h"
#include "story/words.h"

enum { NEAR = 64 }; /* events of a moment looked through for what is named */

bool moment_meets(const struct telling *s, enum word word)
{
    return tally_first(s->y, word, s->s->head);
}

bool moment_shut(const struct telling *s, uint32_t i)
{
    for (uint32_t n = 0; n < NEAR && cause_kept(s->t, i); n++, i--) {
        const struct event *e = trace_at(s->t, i);
        if (e->kind == EV_BEGIN || e->kind == EV_TICK)
            break;
        if (e->kind == EV_SYNC && e->what == DEED_SHUTS)
            return true;
    }
    return false;
}

/* ---- room ---- */

int moment_columns(const struct buf *b)
{
    return utf8_columns(buf_str(b), b->len);
}

void moment_fit(struct buf *b)
{
    if (moment_columns(b) <= MOMENT_COLUMNS)
        return;
    size_t at = 0;
    uint32_t c;
    for (int columns = 0; at < b->len; at += utf8_decode(b->s + at, b->len - at, &c)) {
        columns += utf8_columns(b->s + at, utf8_decode(b->s + at, b->len - at, &c));
        if (columns > MOMENT_COLUMNS - 1)
            break;
    }
    b->s[b->len = at] = 0;
    buf_puts(b, "…");
}

void moment_add(struct buf *b, struct buf *below, const char *sentence)
{
    size_t n = strlen(sentence);
    if (!b->len || moment_columns(b) + 1 + utf8_columns(sentence, n) <= MOMENT_COLUMNS) {
        buf_puts(b, b->len ? " " : "");
        buf_add(b, sentence, n);
    } else if (!below->len) {
        buf_add(below, sentence, n);
    }
}

/* ---- who ---- */

void moment_function(const struct telling *s, struct buf *b, uint32_t task)
{
    const struct actor *a = trace_task(s->t, task);
    const char *dot = a && a->from->coro ? strrchr(a->from->coro, '.') : NULL;
    if (dot && dot[1])
        words_put(b, s->t, "%s()", dot + 1);
    else
        words_put(b, s->t, "%C()", task);
}

void moment_verb(const struct telling *s, struct buf *b)
{
    words_put(b, s->t, s->starts ? "%T starts " : "%T goes on", s->who);
    if (s->starts)
        moment_function(s, b, s->who);
}

void moment_who(const struct telling *s, struct buf *b)
{
    if (s->begins) {
        moment_verb(s, b);
        buf_puts(b, " and");
    } else if (s->who) {
        words_task(b, s->t, s->who);
    } else {
        story_who(s->m, b);
    }
    buf_putc(b, ' ');
}

void moment_line(struct buf *b, const struct trace *t, uint32_t place)
{
    if (trace_line(t, place))
        words_put(b, t, " at %P", place);
}

struct standing moment_standing(const struct trace *t, uint32_t end)
{
    struct standing at = {0};
    const struct note *n = cause_kept(t, end) ? trace_note(t, end) : NULL;
    if (!n || !n->nframes)
        return at;
    const struct frame *f = &n->frames[n->nframes - 1];
    at = (struct standing){.inner = f->func, .depth = n->nframes};
    if (n->nframes > 1) {
        at.outer = f[-1].func;
        at.outer_line = f[-1].line;
    }
    return at;
}

/* ---- lists ---- */

/* The task that an event is about, or the one whose end its callback hears of; 0: none. */
static uint32_t about(const struct event *e)
{
    return e->actor;
}

static uint32_t heard_of(const struct event *e)
{
    return e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
}

/* The first of `all` tasks that events of a kind name; as many as are said. */
static struct names collect(const struct telling *s, enum event_kind kind, uint32_t all,
                            uint32_t (*whom)(const struct event *e))
{
    struct names names = {.all = all};
    uint32_t most = all <= WORDS_NAMED ? all : WORDS_NAMED;
    for (uint32_t i = s->s->head; i <= s->s->last && i - s->s->head < NEAR && names.n < most; i++) {
        const struct event *e = trace_at(s->t, i);
        if (e->kind == kind && whom(e))
            names.task[names.n++] = whom(e);
    }
    return names;
}

struct names moment_tasks(const struct telling *s, enum event_kind kind, uint32_t all)
{
    return collect(s, kind, all, about);
}

struct names moment_heard(const struct telling *s)
{
    return collect(s, EV_BEGIN, s->s->count, heard_of);
}

uint32_t moment_last(const struct telling *s, enum event_kind kind)
{
    for (uint32_t i = s->s->last, n = 0; i >= s->s->head && i >= s->first && n < NEAR; i--, n++) {
        if (trace_at(s->t, i)->kind == kind)
            return i;
        if (!i)
            break;
    }
    return TRACE_NONE;
}

void moment_add_name(struct names *names, uint32_t task)
{
    if (names->n < WORDS_NAMED)
        names->task[names->n++] = task;
    names->all++;
}

void moment_names(const struct telling *s, struct buf *b, const struct names *names)
{
    uint32_t most = names->all <= WORDS_NAMED ? WORDS_NAMED : WORDS_NAMED - 1;
    uint32_t shown = names->n < most ? names->n : most, more = names->all - shown;
    for (uint32_t k = 0; k < shown; k++) {
        buf_puts(b, !k ? "" : k + 1 == shown && !more ? " and " : ", ");
        words_task(b, s->t, names->task[k]);
    }
    if (more)
        words_put(b, s->t, shown ? " and %u more" : "%u of them", more);
}

struct names moment_veil(const struct telling *s, struct names names)
{
    if (!s->veiled)
        return names;
    if (names.n < names.all)
        names.n = 0;
    for (uint32_t i = 1; i < names.n; i++)
        for (uint32_t k = i; k && names.task[k] < names.task[k - 1]; k--) {
            uint32_t task = names.task[k];
            names.task[k] = names.task[k - 1];
            names.task[k - 1] = task;
        }
    return names;
}

void moment_ready(const struct telling *s, struct buf *b)
{
    struct names woken = moment_veil(s, moment_tasks(s, EV_SOON, s->s->woken));
    moment_names(s, b, &woken);
    buf_puts(b, woken.all == 1 ? " is ready again" : " are ready again");
}

void moment_their_turn(const struct telling *s, struct buf *b)
{
    words_put(b, s->t, s->s->woken == 1 ? "Its turn is in tick %u." : "Their turns are in tick %u.",
              s->m->tick + 1);
}
