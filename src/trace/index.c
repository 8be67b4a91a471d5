/* SPDX-License-Identifier: MIT */
/* What can be looked up in a trace: its actors, and the events that print, warn, end a tick … */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "base/text.h"
#include "trace/trace_parts.h"

static void push(uint32_t **list, uint32_t *n, size_t *cap, uint32_t v)
{
    *list = xgrow(*list, cap, *n + 1u, sizeof **list);
    (*list)[(*n)++] = v;
}

/* The row of an actor, which is made if need be. */
static struct actor *actor_at(struct trace *t, uint32_t id)
{
    t->actors = xgrow(t->actors, &t->actors_cap, id, sizeof *t->actors);
    if (id > t->nactors) {
        memset(t->actors + t->nactors, 0, (id - t->nactors) * sizeof *t->actors);
        t->nactors = id;
    }
    return &t->actors[id - 1];
}

/* One for all that are alike, unless too many others came in between. */
static const struct origin *origin_of(struct trace *t, struct origin o)
{
    struct kept_origin **seen = &t->scratch->origins[(o.made * 31 + o.def_line + o.loop) % ORIGINS];
    const struct origin *old = *seen ? &(*seen)->origin : NULL;
    if (old && old->coro == o.coro && old->def == o.def && old->def_line == o.def_line &&
        old->made == o.made && old->loop == o.loop)
        return old;
    struct kept_origin *k = xmalloc(sizeof *k);
    *k = (struct kept_origin){o, t->scratch->last_origin};
    t->scratch->last_origin = *seen = k;
    return &k->origin;
}

static bool is_for_the_end(const struct trace *t, const struct note *n)
{
    return t->closing && n->def && begins_with(n->def, "asyncio/") && n->coro &&
           strstr(n->coro, "shutdown_");
}

/* What its note says of an actor, which is the same as of the last one if that had the same note. */
static const struct newcomer *read_newcomer(struct trace *t, uint32_t i, const struct event *e,
                                            const struct note *n)
{
    struct newcomer *kept = &t->scratch->newcomer;
    uint32_t note = trace_at(t, i)->note, chunk = i / TRACE_CHUNK + 1;
    struct origin o = {.made = trace_at(t, i)->place, .loop = e->handle ? e->handle : t->loop};
    if (note && kept->note == note && kept->chunk == chunk && kept->from->made == o.made &&
        kept->from->loop == o.loop)
        return kept;
    o.coro = notes_intern(t, n->coro ? n->coro : "?");
    o.def = notes_intern(t, n->def);
    o.def_line = n->def_line;
    o.def_place = o.def ? places_intern(&t->places, t->strings, o.def, o.def_line) : 0;
    *kept = (struct newcomer){note, chunk, origin_of(t, o), notes_intern(t, n->name)};
    return kept;
}

static void learn_actor(struct trace *t, uint32_t i, const struct event *e, const struct note *n,
                        enum actor_kind kind)
{
    const struct newcomer *kept = read_newcomer(t, i, e, n);
    *actor_at(t, e->actor) = (struct actor){
        .from = kept->from,
        .kind = (uint8_t)kind,
        .number = e->ref ? e->ref : e->actor,
        .created = i,
        .name = kept->name,
        .maker = t->running,
        .own = is_for_the_end(t, n),
    };
    if (kind == ACTOR_TASK)
        libraries_learn(t, e->actor, n);
}

void index_add_last(struct scratch *s, uint32_t actor)
{
    s->last = xgrow(s->last, &s->last_cap, actor + 1u, sizeof *s->last);
    memset(s->last + s->nlast, 0, (actor + 1u - s->nlast) * sizeof *s->last);
    s->nlast = actor + 1u;
}

/* asyncio.run()'s own task, made for its end. */
static bool is_own(const struct trace *t, uint32_t id)
{
    const struct actor *a = t->closing ? trace_actor(t, id) : NULL;
    return a && a->own;
}

static void index_deed(struct trace *t, uint32_t i, uint32_t actor)
{
    if (is_own(t, actor))
        push(&t->own, &t->nown, &t->own_cap, t->ndeeds);
    push(&t->deeds, &t->ndeeds, &t->deeds_cap, i);
}

void index_begin(struct trace *t, uint32_t i, const struct event *e)
{
    if ((e->actor || !t->calling) && !event_goes_on(e))
        index_deed(t, i, e->actor);
    t->calling = !e->actor;
    t->running = e->actor;
    t->inside = true;
}

static void learn_thread(struct trace *t, uint32_t i, const struct event *e, const struct note *n)
{
    learn_actor(t, i, e, n, ACTOR_THREAD);
    t->actors[e->actor - 1].started = t->threads = true;
    t->running = t->running ? t->running : e->actor;
    index_deed(t, i, 0);
}

/* It was at a line of the program's, but that where its loop is run, and tasks are made by callbacks. */
static void ran_at(struct trace *t, uint32_t actor, uint32_t place)
{
    const struct actor *a = t->nlibrary && place ? trace_actor(t, actor) : NULL;
    if (a && a->from->made != place)
        libraries_ran(t, actor);
}

static void index_object(struct trace *t, uint32_t i, uint32_t object)
{
    if (object && !(object & REF_TASK))
        objects_see(&t->objects, object, i);
}

void index_other(struct trace *t, uint32_t i, const struct event *e, const struct note *n)
{
    static const struct note nothing;
    switch ((enum event_kind)e->kind) {
    case EV_START:
        t->file = n ? notes_intern(t, n->file) : NULL;
        t->real = e->what;
        break;
    case EV_LOOP:
        t->loop = e->ref;
        t->closing = false;
        t->running = 0;
        break;
    case EV_TASK:
    case EV_THREAD:
        if (e->actor)
            learn_actor(t, i, e, n ? n : &nothing, e->kind == EV_TASK ? ACTOR_TASK : ACTOR_THREAD);
        if (e->actor && e->kind == EV_THREAD)
            push(&t->workers, &t->nworkers, &t->workers_cap, e->actor);
        break;
    case EV_SYNC:
        index_object(t, i, e->ref);
        /* fall through */
    case EV_JOB:
    case EV_JOB_DONE:
        if (!t->inside)
            index_deed(t, i, 0);
        break;
    case EV_THREAD_START:
        if (e->actor)
            learn_thread(t, i, e, n ? n : &nothing);
        break;
    case EV_SWITCH:
        t->running = e->actor;
        index_deed(t, i, 0);
        break;
    case EV_READ:
    case EV_WRITE:
        index_object(t, i, e->ref);
        /* fall through */
    case EV_THREAD_WAIT:
    case EV_JOINED:
    case EV_THREAD_DONE:
        index_deed(t, i, 0);
        break;
    case EV_NAME:
        if (e->actor && e->actor <= t->nactors && n)
            t->actors[e->actor - 1].name = notes_intern(t, n->name);
        break;
    case EV_RAN:
        t->closing = true;
        break;
    case EV_CLOSE: /* the main thread goes on, if there are threads */
        t->running = trace_is_thread(t, 1) ? 1 : 0;
        break;
    case EV_JUMP:
    case EV_IDLE:
        push(&t->waits, &t->nwaits, &t->waits_cap, i);
        break;
    case EV_LINE:
        ran_at(t, e->actor, trace_at(t, i)->place);
        break;
    case EV_BLOCK:
        ran_at(t, e->actor, trace_at(t, i)->place);
        push(&t->waits, &t->nwaits, &t->waits_cap, i);
        if (t->first_block == TRACE_NONE)
            t->first_block = i;
        if (!t->inside)
            index_deed(t, i, 0);
        break;
    case EV_TIMER:
        handles_set(&t->handles, e->handle, i, trace_number_in(t, i, trace_at(t, i)));
        break;
    case EV_FIRE:
        handles_fire(&t->handles, e->handle, i);
        break;
    case EV_IO:
        handles_push(&t->handles, e->handle, e->actor, i);
        break;
    case EV_SKIP:
        handles_take(&t->handles, e->handle, i);
        break;
    case EV_UNCALL:
        handles_uncall(&t->handles, e->handle, i);
        break;
    case EV_PROCESS:
    case EV_TRANSFER:
        if (e->kind == EV_TRANSFER)
            index_object(t, i, e->ref);
        else if (e->actor && e->what == LEG_OPEN)
            learn_actor(t, i, e, n ? n : &nothing, ACTOR_PROCESS);
        if (!t->inside && !t->calling)
            index_deed(t, i, 0);
        t->calling |= !t->inside;
        break;
    case EV_OUT:
    case EV_ERR:
        ran_at(t, e->actor, trace_at(t, i)->place);
        if (!t->inside)
            index_deed(t, i, 0);
        push(&t->outs, &t->nouts, &t->outs_cap, i);
        break;
    case EV_TICK:
        t->calling = false;
        push(&t->ticks, &t->nticks, &t->ticks_cap, i);
        break;
    case EV_WARNING:
    case EV_LOOP_ERROR:
    case EV_DEADLOCK:
        push(&t->warnings, &t->nwarnings, &t->warnings_cap, i);
        break;
    default:
        break;
    }
}

/* ---- letting go ---- */

/* How many members of a list, which are in order, are below `first`; they are let go of. */
static uint32_t drop_below(uint32_t *list, uint32_t n, uint32_t first)
{
    uint32_t below = sorted_below(list, n, first);
    xrelease(list, below * sizeof *list);
    return below;
}

/* Where the ready queue began before the first event. */
static uint32_t front_at_first(const struct trace *t)
{
    return t->first < t->end ? chunk_of(t, t->first)->front : t->handles.front;
}

void index_drop(struct trace *t)
{
    uint32_t deeds = drop_below(t->deeds, t->ndeeds, t->first);
    t->lists_gone =
        (uint64_t)deeds + drop_below(t->own, t->nown, deeds) +
        drop_below(t->outs, t->nouts, t->first) + drop_below(t->ticks, t->nticks, t->first) +
        drop_below(t->waits, t->nwaits, t->first) + drop_below(t->warnings, t->nwarnings, t->first);
    handles_drop(&t->handles, t->first, front_at_first(t));
    objects_drop(&t->objects, t->first);
}

void trace_forget_actors(struct trace *t, uint32_t from, uint32_t n)
{
    struct scratch *s = t->scratch;
    xrelease(t->actors + from, n * sizeof *t->actors);
    if (from + 1 < s->nlast) {
        uint32_t most = s->nlast - from - 1;
        xrelease(s->last + from + 1, (n < most ? n : most) * sizeof *s->last);
    }
    t->actors_gone += n;
}

/* ---- looking up ---- */

const struct actor *trace_actor(const struct trace *t, uint32_t id)
{
    return id && id <= t->nactors && t->actors[id - 1].kind ? &t->actors[id - 1] : NULL;
}

const struct actor *trace_task(const struct trace *t, uint32_t id)
{
    const struct actor *a = trace_actor(t, id);
    bool shown = a && (a->kind == ACTOR_TASK || a->kind == ACTOR_PROCESS || a->started);
    return shown ? a : NULL;
}

bool trace_is_thread(const struct trace *t, uint32_t actor)
{
    const struct actor *a = trace_actor(t, actor);
    return a && a->started;
}

uint32_t trace_number_of(const struct trace *t, uint32_t id)
{
    const struct actor *a = trace_actor(t, id);
    return a ? a->number : id;
}

uint32_t trace_find_task(const struct trace *t, uint32_t number)
{
    for (uint32_t id = number; id && id <= t->nactors; id++) { /* no id is below its number */
        const struct actor *a = &t->actors[id - 1];
        if (a->kind == ACTOR_TASK && a->number == number)
            return id;
        if (a->kind == ACTOR_TASK && t->actors_gone && a->number > number)
            break; /* it is gone */
    }
    return 0;
}

const char *trace_task_name(const struct trace *t, uint32_t id)
{
    const struct actor *a = trace_actor(t, id);
    if (a && a->name)
        return a->name;
    struct scratch *s = t->scratch;
    char *name = s->names[s->name++ % 4];
    snprintf(name, sizeof s->names[0],
             a && a->kind == ACTOR_THREAD    ? "Thread-%u"
             : a && a->kind == ACTOR_PROCESS ? "Process-%u"
                                             : "Task-%u",
             trace_number_of(t, id));
    return name;
}

static void free_origins(struct kept_origin *k)
{
    while (k) {
        struct kept_origin *before = k->before;
        free(k);
        k = before;
    }
}

void index_close(struct scratch *s)
{
    free(s->last);
    free_origins(s->last_origin);
}
