/* SPDX-License-Identifier: MIT */
#include "loop/describe.h"

#include "base/alloc.h"
#include "loop/coro.h"

static bool is_shown(const struct coro *c)
{
    return c->fn->on == ON_NONE && *c->fn->name;
}

/* ---- what was described before ---- */

enum { SITE_DEEPEST = 4 };

/* Where calls without locals stand: they say the same whenever they stand there again. */
struct site {
    uint32_t known; /* the number of its frames, as a note has it; 0: there are none yet */
    uint32_t ncalls, nframes;
    struct {
        const struct async *fn;
        uint32_t line;
    } calls[SITE_DEEPEST]; /* innermost first */
    struct frame frames[SITE_DEEPEST];
};

/* The only place where these calls can have been described. */
static struct site *site_of(struct loop *l, const struct stack *s)
{
    const struct coro *c = s->top;
    if (!l->scratch.sites)
        l->scratch.sites = xcalloc(SITES, sizeof *l->scratch.sites);
    while (c && c->fn->on != ON_NONE)
        c = c->caller;
    return &l->scratch.sites[c ? ((uintptr_t)c->fn / sizeof *c->fn + c->line) % SITES : 0];
}

static bool recall(const struct site *site, const struct stack *s, struct note *n)
{
    uint32_t i = 0;
    for (const struct coro *c = s->top; c; c = c->caller, i++)
        if (i == site->ncalls || site->calls[i].fn != c->fn || site->calls[i].line != c->line)
            return false;
    if (!site->known || i < site->ncalls)
        return false;
    n->frames = site->frames;
    n->nframes = site->nframes;
    n->same = n->known = site->known;
    return true;
}

static void remember(struct site *site, const struct stack *s, struct note *n)
{
    struct site now = {.nframes = (uint32_t)n->nframes};
    for (const struct coro *c = s->top; c; c = c->caller) {
        if (now.ncalls == SITE_DEEPEST || (is_shown(c) && c->fn->nlocals > 1))
            return;
        now.calls[now.ncalls].fn = c->fn;
        now.calls[now.ncalls++].line = c->line;
    }
    for (size_t i = 0; i < n->nframes; i++)
        now.frames[i] = n->frames[i];
    n->same = n->known = now.known = emit_number();
    *site = now;
}

/* ---- frames ---- */

/* A frame that is a part of the one below it only says on which line that stands. */
static void look_at_frames(struct loop *l, const struct stack *s, struct note *n)
{
    struct scratch *scratch = &l->scratch;
    size_t count = 0, i;
    uint32_t line = 0;
    for (const struct coro *c = s->top; c; c = c->caller)
        count += is_shown(c);
    scratch->frames = xgrow(scratch->frames, &scratch->cap, count, sizeof *scratch->frames);
    buf_clear(&scratch->text);
    i = count;
    for (const struct coro *c = s->top; c; c = c->caller) {
        if (c->fn->on == ON_NONE && !line)
            line = c->line;
        if (!is_shown(c))
            continue;
        size_t from = scratch->text.len;
        const char *file = c->fn->file ? c->fn->file : this_thread->file;
        locals_repr(&scratch->text, c->fn->locals + 1, c->fn->nlocals - 1, c);
        /* the buffer may move while it grows: an offset for now, a pointer when it stands */
        scratch->frames[--i] = (struct frame){file, c->fn->name, NULL, line};
        line = 0;
        if (scratch->text.len > from) {
            buf_putc(&scratch->text, 0);
            scratch->frames[i].locals = (const char *)(from + 1);
        }
    }
    for (i = 0; i < count; i++)
        if (scratch->frames[i].locals)
            scratch->frames[i].locals = scratch->text.s + (uintptr_t)scratch->frames[i].locals - 1;
    n->frames = scratch->frames;
    n->nframes = count;
}

void describe_frames(struct loop *l, const struct stack *s, struct note *n)
{
    struct site *site = site_of(l, s);
    if (recall(site, s, n))
        return;
    look_at_frames(l, s, n);
    remember(site, s, n);
}

void describe_inner(struct loop *l, const struct stack *s, struct note *n)
{
    struct scratch *scratch = &l->scratch;
    const struct coro *c = s->top;
    while (c && !is_shown(c))
        c = c->caller;
    if (!c || c->fn->nlocals < 2 || !c->at)
        return;
    scratch->frames = xgrow(scratch->frames, &scratch->cap, 1, sizeof *scratch->frames);
    buf_clear(&scratch->text);
    locals_repr(&scratch->text, c->fn->locals + 1, c->fn->nlocals - 1, c);
    buf_putc(&scratch->text, 0);
    scratch->frames[0] = (struct frame){c->fn->file ? c->fn->file : this_thread->file, c->fn->name,
                                        scratch->text.s, n->line};
    n->frames = scratch->frames;
    n->nframes = 1;
}

/* ---- what is awaited ---- */

/* The futures that f waits for. */
static void describe_children(struct loop *l, const struct future *f, struct note *n)
{
    struct scratch *scratch = &l->scratch;
    struct future *child;
    for (size_t k = 0; (child = future_type(f)->child(f, k)); k++) {
        scratch->of = xgrow(scratch->of, &scratch->of_cap, k + 1, sizeof *scratch->of);
        scratch->of[k] = object_number(child);
        n->nof = k + 1;
    }
    n->of = scratch->of;
    n->same = 0;
}

static enum awaited describe_future(struct loop *l, const struct future *f, struct note *n)
{
    const struct future_type *type = future_type(f);
    if (type->child)
        describe_children(l, f, n);
    return future_done(f) && type->on_done ? type->on_done : type->on;
}

/* Whoever was notified of a Condition waits for its lock. */
static bool takes_lock_again(const struct coro *c, const struct coro *within)
{
    return (c->fn->on == ON_CONDITION || c->fn->on == ON_CONDITION_FOR) &&
           within->fn->on == ON_LOCK;
}

void describe_wait(struct loop *l, const struct stack *s, struct future *waiting, struct event *e,
                   struct note *n)
{
    const struct coro *inner = NULL;
    for (const struct coro *c = s->top; c && c->fn->on != ON_NONE; c = c->caller)
        inner = c;
    if (inner && takes_lock_again(inner, s->top))
        inner = s->top;
    if (inner)
        e->what = inner->fn->on;
    else if (!waiting)
        e->what = ON_YIELD;
    else
        e->what = describe_future(l, waiting, n);
    if (e->what == ON_SLEEP && !waiting)
        e->what = ON_SLEEP0;
    else if (inner && inner->fn->tell) {
        inner->fn->tell(inner, n);
        n->same = 0;
    }
    if (waiting)
        e->ref = object_number(waiting);
}
