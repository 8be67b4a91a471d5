/* SPDX-License-Identifier: MIT */
#include "trace/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "trace/strings.h"

const char *const event_names[EV_KINDS] = {
#define X(id, name, means) [EV_##id] = name,
    EVENTS(X)
#undef X
};
const char *const event_means[EV_KINDS] = {
#define X(id, name, means) [EV_##id] = means,
    EVENTS(X)
#undef X
};
const char *const awaited_names[ON_KINDS] = {"",
#define X(id, name) [ON_##id] = name,
                                             AWAITS(X)
#undef X
};
const char *const deed_names[DEEDS] = {"", "takes", "gives", "marks", "waits", "leaves"};
const char *const leg_names[LEG_KINDS] = {
#define X(id, name) [LEG_##id] = name,
    LEGS(X)
#undef X
};
const char *const outcome_names[4] = {"pending", "done", "failed", "cancelled"};

const char *trace_intern(struct trace *t, const char *s, size_t n)
{
    return strings_intern(t->strings, s, n);
}

/* ---- chunks: the notes of 65536 events ---- */

enum { MEMO = 256, KNOWN = 64 };

struct chunk {
    uint32_t *words;
    size_t nwords, cap;
    struct memo {
        uint32_t hash, at, n;
    } memo[MEMO]; /* where notes seen lately are */
    struct known {
        uint32_t number, at, place;
    } same[KNOWN], frames[KNOWN], names[KNOWN]; /* where notes are that say the same, those that say
                                                   nothing but known frames, or a name */
};

static struct chunk *chunk_new(void)
{
    struct chunk *c = xcalloc(1, sizeof *c);
    c->nwords = 1; /* 0 means: no note */
    c->words = xgrow(NULL, &c->cap, 1024, sizeof *c->words);
    return c;
}

static void chunk_free(struct chunk *c)
{
    if (!c)
        return;
    free(c->words);
    free(c);
}

static struct chunk *chunk_of(const struct trace *t, uint32_t i)
{
    return t->chunks[i / TRACE_CHUNK];
}

/* ---- notes: words, in the order of these bits ---- */

enum {
    W_TEXT = 1,
    W_NAME = 2,
    W_CORO = 4,
    W_DEF = 16,
    W_TIMER = 32,
    W_FRAMES = 64,
    W_OF = 128,
    W_NUMBER = 256, /* the two numbers come first, so that trace_number need not read on */
    W_WHEN = 512,
    W_OBJECT = 1024,
    W_LIKE = 2048, /* its frames are those of another note, and here is where that is */
};

enum { SEEN = 64, ORIGINS = 64 };

struct kept_origin {
    struct origin origin;
    struct kept_origin *before;
};

struct scratch {
    struct seen {
        const char *from, *to;
    } seen[SEEN]; /* what names lately at these places were interned as */
    struct note note;
    struct frame *frames;
    size_t cap;
    uint32_t inner; /* the place of the frame that was written last */
    uint32_t *out;  /* words being written */
    size_t nout, out_cap;
    uint32_t *last; /* by actor: number + 1 of its latest event */
    size_t nlast, last_cap;
    struct kept_origin *origins[ORIGINS], *last_origin; /* those met lately, and all of them */
    struct newcomer {
        uint32_t note, chunk; /* its note, and the chunk that has that, from 1 */
        const struct origin *from;
        const char *name;
    } newcomer; /* the last actor that was told of */
    char names[4][24];
    unsigned name;
};

static size_t words_for(size_t bytes)
{
    return 1 + bytes / 4 + 1; /* their number, and a NUL always follows */
}

/* Room for all that a note says, so that nothing below asks again. */
static void make_room(struct scratch *s, const struct note *n)
{
    size_t words = 16 + n->nof + words_for(n->text ? n->len : 0);
    for (size_t i = 0; i < n->nframes; i++)
        words += 3 + (n->frames[i].locals ? words_for(strlen(n->frames[i].locals)) : 0);
    s->out = xgrow(s->out, &s->out_cap, words, sizeof *s->out);
    s->nout = 0;
}

static void put(struct scratch *s, uint32_t w)
{
    s->out[s->nout++] = w;
}

static void put_double(struct scratch *s, double d)
{
    uint32_t w[2];
    memcpy(w, &d, sizeof w);
    put(s, w[0]);
    put(s, w[1]);
}

static void put_bytes(struct scratch *s, const char *p, size_t n)
{
    size_t words = words_for(n) - 1;
    put(s, (uint32_t)n);
    s->out[s->nout + words - 1] = 0;
    if (n)
        memcpy(&s->out[s->nout], p, n);
    ((char *)&s->out[s->nout])[n] = 0;
    s->nout += words;
}

/* Names come from the same few places again and again, but what stands there may have changed. */
static const char *intern(struct trace *t, const char *name)
{
    struct seen *s = &t->scratch->seen[(uintptr_t)name % SEEN];
    if (!name)
        return NULL;
    if (s->from != name || strcmp(s->to, name) != 0)
        *s = (struct seen){name, trace_intern(t, name, strlen(name))};
    return s->to;
}

static void put_name(struct trace *t, const char *name)
{
    put(t->scratch, strings_id(intern(t, name)));
}

static uint32_t place_of(struct trace *t, const char *file, uint32_t line)
{
    if (file && t->file && (file == t->file || !strcmp(file, t->file)))
        file = NULL;
    uint32_t i = places_intern(&t->places, t->strings, file, line);
    if (!t->places.at[i].told)
        t->places.at[i].told = true;
    return i;
}

static void put_frame(struct trace *t, const struct frame *f)
{
    struct scratch *s = t->scratch;
    s->inner = place_of(t, f->file, f->line);
    put(s, s->inner);
    put_name(t, f->func ? f->func : "");
    put(s, f->locals != NULL);
    if (f->locals)
        put_bytes(s, f->locals, strlen(f->locals));
}

/* Where the program stands: the line that is told, or that of the innermost frame, which was
 * written last. */
static uint32_t note_place(struct trace *t, const struct note *n)
{
    if (n->line || n->file)
        return place_of(t, n->file, n->line);
    return n->nframes ? t->scratch->inner : 0;
}

/* Which of its fields a note says. The place of the line is in the event. */
static uint32_t said(const struct note *n)
{
    return (n->text ? W_TEXT : 0u) | (n->name ? W_NAME : 0u) | (n->coro ? W_CORO : 0u) |
           (n->def ? W_DEF : 0u) | (n->timer ? W_TIMER : 0u) | (n->nframes ? W_FRAMES : 0u) |
           (n->nof ? W_OF : 0u) | (n->has & HAS_NUMBER ? W_NUMBER : 0u) |
           (n->has & HAS_WHEN ? W_WHEN : 0u) | (n->object ? W_OBJECT : 0u);
}

static void put_frames(struct trace *t, const struct note *n)
{
    put(t->scratch, (uint32_t)n->nframes);
    for (size_t i = 0; i < n->nframes; i++)
        put_frame(t, &n->frames[i]);
}

/* like: where another note is that has its frames. */
static void encode(struct trace *t, const struct note *n, uint32_t has, uint32_t like)
{
    struct scratch *s = t->scratch;
    make_room(s, n);
    put(s, has);
    if (has & W_WHEN)
        put_double(s, n->when);
    if (has & W_NUMBER)
        put_double(s, n->number);
    if (has & W_TEXT)
        put_bytes(s, n->text, n->len);
    if (has & W_NAME)
        put_name(t, n->name);
    if (has & W_CORO)
        put_name(t, n->coro);
    if (has & W_DEF) {
        put_name(t, n->def);
        put(s, n->def_line);
    }
    if (has & W_TIMER)
        put(s, n->timer);
    if (has & W_OBJECT)
        put(s, n->object);
    if (has & W_FRAMES)
        put_frames(t, n);
    if (has & W_LIKE)
        put(s, like);
    if (has & W_OF) {
        put(s, (uint32_t)n->nof);
        for (size_t i = 0; i < n->nof; i++)
            put(s, n->of[i]);
    }
}

static double get_double(const uint32_t *w)
{
    double d;
    memcpy(&d, w, sizeof d);
    return d;
}

static const uint32_t *get_bytes(const uint32_t *w, const char **p, size_t *n)
{
    *n = *w;
    *p = (const char *)(w + 1);
    return w + 1 + *n / 4 + 1;
}

static const uint32_t *get_frames(const struct trace *t, const uint32_t *w)
{
    struct scratch *s = t->scratch;
    const char **names = t->strings->by_id;
    size_t n = *w++, len;
    s->frames = xgrow(s->frames, &s->cap, n, sizeof *s->frames);
    for (size_t i = 0; i < n; i++, w += 3) {
        const struct place *p = trace_place(t, w[0]);
        s->frames[i] = (struct frame){p->file ? p->file : t->file, names[w[1]], NULL, p->line};
        if (w[2])
            w = get_bytes(w + 3, &s->frames[i].locals, &len) - 3;
    }
    s->note.frames = s->frames;
    s->note.nframes = n;
    return w;
}

/* The note at `at` of a chunk's words. */
static void decode(const struct trace *t, const uint32_t *words, uint32_t at)
{
    const char **names = t->strings->by_id;
    struct note *n = &t->scratch->note;
    const uint32_t *w = words + at;
    uint32_t has = *w++;
    if (has & W_WHEN) {
        n->when = get_double(w);
        n->has |= HAS_WHEN;
        w += 2;
    }
    if (has & W_NUMBER) {
        n->number = get_double(w);
        n->has |= HAS_NUMBER;
        w += 2;
    }
    if (has & W_TEXT)
        w = get_bytes(w, &n->text, &n->len);
    if (has & W_NAME)
        n->name = names[*w++];
    if (has & W_CORO)
        n->coro = names[*w++];
    if (has & W_DEF) {
        n->def = names[*w++];
        n->def_line = *w++;
    }
    if (has & W_TIMER)
        n->timer = *w++;
    if (has & W_OBJECT)
        n->object = *w++;
    if (has & W_FRAMES)
        w = get_frames(t, w);
    if (has & W_LIKE)
        get_frames(t, words + *w++ + 1);
    if (has & W_OF) {
        n->nof = *w++;
        n->of = w;
    }
}

static uint32_t hash_words(const uint32_t *w, size_t n)
{
    uint32_t h = 0;
    for (size_t i = 0; i < n; i++)
        h = (h ^ w[i]) * 2654435769u;
    return h ^ h >> 16;
}

/* Stores the encoded note, or finds the same one stored lately. */
static uint32_t store(struct trace *t, struct chunk *c)
{
    struct scratch *s = t->scratch;
    uint32_t h = hash_words(s->out, s->nout);
    struct memo *m = &c->memo[h % MEMO];
    if (m->n == s->nout && m->hash == h &&
        !memcmp(&c->words[m->at], s->out, s->nout * sizeof *s->out))
        return m->at;
    c->words = xgrow(c->words, &c->cap, c->nwords + s->nout, sizeof *c->words);
    memcpy(&c->words[c->nwords], s->out, s->nout * sizeof *s->out);
    *m = (struct memo){h, (uint32_t)c->nwords, (uint32_t)s->nout};
    c->nwords += s->nout;
    return m->at;
}

/* Where a note is that says these frames and nothing else, and its place. */
static const struct known *known_frames(struct trace *t, struct chunk *c, const struct note *n)
{
    struct known *known = &c->frames[n->known % KNOWN];
    if (known->number == n->known)
        return known;
    encode(t, n, W_FRAMES, 0);
    *known = (struct known){n->known, store(t, c), t->scratch->inner};
    return known;
}

/* The same for a name. */
static const struct known *known_name(struct trace *t, struct chunk *c, const struct note *n)
{
    uint32_t number = strings_id(intern(t, n->name)) + 1;
    struct known *known = &c->names[number % KNOWN];
    if (known->number == number)
        return known;
    encode(t, n, W_NAME, 0);
    *known = (struct known){number, store(t, c), 0};
    return known;
}

/* Into event e, with the place. */
static void keep_new_note(struct trace *t, struct chunk *c, struct event *e, const struct note *n)
{
    uint32_t has = said(n);
    const struct known *known = NULL;
    if (has & W_FRAMES && n->known)
        known = known_frames(t, c, n);
    else if (has == W_NAME)
        known = known_name(t, c, n);
    if (known && (has == W_FRAMES || has == W_NAME)) {
        e->note = known->at;
    } else if (has) {
        encode(t, n, known ? has ^ (W_FRAMES | W_LIKE) : has, known ? known->at : 0);
        e->note = store(t, c);
    }
    if (known)
        t->scratch->inner = known->place;
    e->place = note_place(t, n);
}

static inline void keep_note(struct trace *t, struct chunk *c, struct event *e,
                             const struct note *n)
{
    struct known *same = &c->same[n->same % KNOWN];
    if (!n->same || same->number != n->same) {
        keep_new_note(t, c, e, n);
        *same = (struct known){n->same, e->note, e->place};
    }
    e->note = same->at;
    e->place = same->place;
}

/* ---- what can be looked up ---- */

static inline void push(uint32_t **list, uint32_t *n, size_t *cap, uint32_t v)
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
    struct newcomer *new = &t->scratch->newcomer;
    uint32_t note = trace_at(t, i)->note, chunk = i / TRACE_CHUNK + 1;
    struct origin o = {.made = trace_at(t, i)->place, .loop = e->handle ? e->handle : t->loop};
    if (note && new->note == note &&new->chunk == chunk &&new->from->made ==
                    o.made &&new->from->loop == o.loop)
        return new;
    o.coro = intern(t, n->coro ? n->coro : "?");
    o.def = intern(t, n->def);
    o.def_line = n->def_line;
    *new = (struct newcomer){note, chunk, origin_of(t, o), intern(t, n->name)};
    return new;
}

static void learn_actor(struct trace *t, uint32_t i, const struct event *e, const struct note *n,
                        enum actor_kind kind)
{
    const struct newcomer *new = read_newcomer(t, i, e, n);
    *actor_at(t, e->actor) = (struct actor){
        .from = new->from,
        .kind = (uint8_t)kind,
        .number = e->ref ? e->ref : e->actor,
        .created = i,
        .name = new->name,
        .maker = t->running,
        .own = is_for_the_end(t, n),
    };
}

static void add_last(struct scratch *s, uint32_t actor)
{
    s->last = xgrow(s->last, &s->last_cap, actor + 1u, sizeof *s->last);
    memset(s->last + s->nlast, 0, (actor + 1u - s->nlast) * sizeof *s->last);
    s->nlast = actor + 1u;
}

/* How far before i the event before it of the same actor is; 0: there is none. */
static inline uint32_t link_previous(struct trace *t, uint32_t i, uint32_t actor)
{
    struct scratch *s = t->scratch;
    if (actor >= s->nlast)
        add_last(s, actor);
    uint32_t last = actor ? s->last[actor] : 0;
    s->last[actor] = i + 1;
    return last ? i + 1 - last : 0;
}

/* asyncio.run()'s own task, made for its end. */
static bool is_own(const struct trace *t, uint32_t id)
{
    const struct actor *a = t->closing ? trace_actor(t, id) : NULL;
    return a && a->own;
}

static inline void index_deed(struct trace *t, uint32_t i, uint32_t actor)
{
    if (is_own(t, actor))
        push(&t->own, &t->nown, &t->own_cap, t->ndeeds);
    push(&t->deeds, &t->ndeeds, &t->deeds_cap, i);
}

static inline void index_begin(struct trace *t, uint32_t i, const struct event *e)
{
    if (e->actor || !t->calling)
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

static void index_other(struct trace *t, uint32_t i, const struct event *e, const struct note *n)
{
    static const struct note nothing;
    switch ((enum event_kind)e->kind) {
    case EV_START:
        t->file = n ? intern(t, n->file) : NULL;
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
    case EV_JOB:
    case EV_JOB_DONE:
    case EV_SYNC:
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
    case EV_THREAD_WAIT:
    case EV_JOINED:
    case EV_THREAD_DONE:
        index_deed(t, i, 0);
        break;
    case EV_NAME:
        if (e->actor && e->actor <= t->nactors && n)
            t->actors[e->actor - 1].name = intern(t, n->name);
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
    case EV_BLOCK:
        push(&t->waits, &t->nwaits, &t->waits_cap, i);
        if (t->first_block == TRACE_NONE)
            t->first_block = i;
        if (!t->inside)
            index_deed(t, i, 0);
        break;
    case EV_PROCESS:
        if (e->actor && e->what == LEG_OPEN)
            learn_actor(t, i, e, n ? n : &nothing, ACTOR_PROCESS);
        /* fall through */
    case EV_TRANSFER:
        if (!t->inside && !t->calling)
            index_deed(t, i, 0);
        t->calling |= !t->inside;
        break;
    case EV_OUT:
    case EV_ERR:
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

/* Nearly all events are of these kinds. */
static inline void index_event(struct trace *t, uint32_t i, const struct event *e,
                               const struct note *n)
{
    if (e->kind == EV_SOON)
        return;
    if (e->kind == EV_BEGIN) {
        index_begin(t, i, e);
    } else if (e->kind == EV_END) {
        t->running = 0;
        t->inside = false;
    } else {
        index_other(t, i, e, n);
    }
}

/* ---- appending and reading ---- */

void trace_drop(struct trace *t, uint32_t i)
{
    for (; i - t->first >= TRACE_CHUNK; t->first += TRACE_CHUNK) {
        events_drop(t->events, t->first, t->first + TRACE_CHUNK);
        chunk_free(t->chunks[t->first / TRACE_CHUNK]);
        t->chunks[t->first / TRACE_CHUNK] = NULL;
    }
}

static void add_chunk(struct trace *t)
{
    if (t->end / TRACE_CHUNK == TRACE_NONE / TRACE_CHUNK)
        die("the trace is full: it can number %u events", t->end);
    t->chunks = xgrow(t->chunks, &t->cap, t->nchunks + 1, sizeof(struct chunk *));
    t->chunks[t->nchunks++] = chunk_new();
}

/* Where event i, the next one, goes. */
static inline struct batch *room_for(struct trace *t, uint32_t i)
{
    if (i % BATCH == 0) {
        if (i % TRACE_CHUNK == 0)
            add_chunk(t);
        events_grow(t->events);
    }
    return t->events->growing;
}

/* Word by word, each as wide as it was just written: a processor waits if it must read several writes
 * as one. */
static inline void put_event(struct event *to, const volatile struct event *e)
{
    to->time = e->time;
    to->tick = e->tick;
    to->actor = e->actor;
    to->handle = e->handle;
    to->ref = e->ref;
    to->note = 0;
    to->rest = e->rest;
    to->place = 0;
}

static inline void append(struct trace *t, const struct event *e, const struct note *note)
{
    uint32_t i = t->end;
    struct batch *batch = room_for(t, i);
    struct event *to = &batch->events[i % BATCH];
    put_event(to, e);
    if (note)
        keep_note(t, t->chunks[t->nchunks - 1], to, note);
    batch->previous[i % BATCH] = link_previous(t, i, e->actor);
    index_event(t, i, e, note);
    t->end = i + 1;
}

void trace_append(struct trace *t, const struct event *e, const struct note *note)
{
    append(t, e, note);
}

static void see(struct observer *o, const struct event *e, const struct note *note)
{
    append((struct trace *)o, e, note);
}

/* The place goes back into the note, unless it is that of the innermost frame anyway. */
static void tell_place(const struct trace *t, uint32_t place, struct note *n)
{
    const struct frame *inner = n->nframes ? &n->frames[n->nframes - 1] : NULL;
    const struct place *p = trace_place(t, place);
    if (inner && p->line == inner->line && (p->file ? p->file : t->file) == inner->file)
        return;
    n->file = p->file;
    n->line = p->line;
}

const struct note *trace_note(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    struct note *n = &t->scratch->note;
    *n = (struct note){0};
    if (e->note)
        decode(t, chunk_of(t, i)->words, e->note);
    tell_place(t, e->place, n);
    return n;
}

const struct source *trace_source(const struct trace *t, const char *file)
{
    file = file ? file : t->file;
    for (size_t i = 0; file && i < t->nsources; i++)
        if (!strcmp(t->sources[i].name, file))
            return &t->sources[i];
    return NULL;
}

double trace_number_in(const struct trace *t, uint32_t i, const struct event *e)
{
    const uint32_t *words = &chunk_of(t, i)->words[e->note];
    return e->note && *words & (W_WHEN | W_NUMBER) ? get_double(words + 1) : 0;
}

double trace_number(const struct trace *t, uint32_t i)
{
    return trace_number_in(t, i, trace_at(t, i));
}

uint32_t trace_frames(const struct trace *t, uint32_t i)
{
    uint32_t at = trace_at(t, i)->note;
    const uint32_t *words = chunk_of(t, i)->words, *w = &words[at], has = *w++;
    if (!at || !(has & (W_FRAMES | W_LIKE)))
        return 0;
    w += (has & W_WHEN ? 2 : 0) + (has & W_NUMBER ? 2 : 0);
    if (has & W_TEXT)
        w += words_for(*w);
    w += !!(has & W_NAME) + !!(has & W_CORO) + (has & W_DEF ? 2 : 0) + !!(has & W_TIMER) +
         !!(has & W_OBJECT);
    return has & W_LIKE ? words[*w + 1] : *w;
}

uint32_t trace_previous(const struct trace *t, uint32_t i)
{
    uint32_t distance = events_batch(t->events, i)->previous[i % BATCH];
    return distance && i - distance >= t->first ? i - distance : TRACE_NONE;
}

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
    for (uint32_t id = number; id && id <= t->nactors; id++) /* no id is below its number */
        if (t->actors[id - 1].kind == ACTOR_TASK && t->actors[id - 1].number == number)
            return id;
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

size_t trace_note_bytes(const struct trace *t)
{
    size_t n = 0;
    for (size_t k = 0; k < t->nchunks; k++)
        if (t->chunks[k])
            n += t->chunks[k]->cap * sizeof(uint32_t);
    return n;
}

size_t trace_bytes(const struct trace *t)
{
    return events_bytes(t->events) + trace_note_bytes(t);
}

void trace_init(struct trace *t)
{
    *t = (struct trace){.observer.see = see, .first_block = TRACE_NONE};
    t->events = xmalloc(sizeof *t->events);
    events_init(t->events);
    t->strings = strings_new();
    places_init(&t->places);
    t->scratch = xcalloc(1, sizeof *t->scratch);
}

static void free_origins(struct kept_origin *k)
{
    while (k) {
        struct kept_origin *before = k->before;
        free(k);
        k = before;
    }
}

void trace_close(struct trace *t)
{
    for (size_t k = 0; k < t->nchunks; k++)
        chunk_free(t->chunks[k]);
    events_close(t->events);
    free(t->events);
    strings_free(t->strings);
    places_free(&t->places);
    free(t->scratch->frames);
    free(t->scratch->out);
    free(t->scratch->last);
    free_origins(t->scratch->last_origin);
    free(t->scratch);
    free(t->chunks);
    free(t->actors);
    free(t->outs);
    free(t->ticks);
    free(t->warnings);
    free(t->deeds);
    free(t->own);
    free(t->waits);
    free(t->workers);
    *t = (struct trace){0};
}
