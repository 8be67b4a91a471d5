/* SPDX-License-Identifier: MIT */
/* Notes as words. Those that say the same are there once in a chunk. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trace/strings.h"
#include "trace/trace_parts.h"

struct chunk *chunk_new(size_t words)
{
    struct chunk *c = xcalloc(1, sizeof *c);
    c->nwords = 1; /* 0 means: no note */
    c->words = xgrow(NULL, &c->cap, words, sizeof *c->words);
    return c;
}

void chunk_end(struct chunk *c)
{
    c->cap = c->nwords;
    c->words = xrealloc(c->words, c->cap * sizeof *c->words);
}

void chunk_free(struct chunk *c)
{
    if (!c)
        return;
    free(c->words);
    free(c);
}

/* ---- writing ---- */

const char *trace_intern(struct trace *t, const char *s, size_t n)
{
    return strings_intern(t->strings, s, n);
}

/* What a note has, in the order of its words. */
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

/* Names come from the same few places again and again, but what stands there may have changed. */
const char *notes_intern(struct trace *t, const char *name)
{
    struct seen *s = &t->scratch->seen[((uintptr_t)name ^ (uintptr_t)name >> 8) % SEEN];
    if (!name)
        return NULL;
    if (s->from != name || strcmp(s->to, name) != 0)
        *s = (struct seen){name, trace_intern(t, name, strlen(name))};
    return s->to;
}

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

static void put_name(struct trace *t, const char *name)
{
    put(t->scratch, strings_id(notes_intern(t, name)));
}

static uint32_t place_of(struct trace *t, const char *file, uint32_t line)
{
    if (file && t->file && (file == t->file || !strcmp(file, t->file)))
        file = NULL;
    uint32_t i = places_intern(&t->places, t->strings, file, line);
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

/* Where a note is that says these frames and nothing else. */
static uint32_t frames_alone(struct trace *t, struct chunk *c, const struct note *n)
{
    struct known *known = &c->frames[n->known % KNOWN];
    struct scratch *s = t->scratch;
    if (n->known && known->number == n->known) {
        s->inner = known->place;
        return known->at;
    }
    encode(t, n, W_FRAMES, 0);
    uint32_t at = store(t, c);
    if (n->known)
        *known = (struct known){n->known, at, s->inner};
    return at;
}

/* Where a note is that says this name and nothing else. */
static uint32_t name_alone(struct trace *t, struct chunk *c, const struct note *n)
{
    uint32_t number = strings_id(notes_intern(t, n->name)) + 1;
    struct known *known = &c->names[number % KNOWN];
    if (known->number != number) {
        encode(t, n, W_NAME, 0);
        *known = (struct known){number, store(t, c), 0};
    }
    return known->at;
}

/* Frames are said again and again, and something else with them. */
static uint32_t with_frames(struct trace *t, struct chunk *c, const struct note *n, uint32_t has)
{
    uint32_t frames = frames_alone(t, c, n);
    if (has == W_FRAMES)
        return frames;
    encode(t, n, has ^ (W_FRAMES | W_LIKE), frames);
    return store(t, c);
}

void notes_keep_new(struct trace *t, struct chunk *c, struct event *e, const struct note *n)
{
    uint32_t has = said(n);
    if (has == W_NAME) {
        e->note = name_alone(t, c, n);
    } else if (has & W_FRAMES) {
        e->note = with_frames(t, c, n, has);
    } else if (has) {
        encode(t, n, has, 0);
        e->note = store(t, c);
    }
    e->place = note_place(t, n);
}

/* ---- reading ---- */

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

size_t trace_note_bytes(const struct trace *t)
{
    size_t n = 0;
    for (size_t k = 0; k < t->nchunks; k++)
        if (t->chunks[k])
            n += t->chunks[k]->cap * sizeof(uint32_t);
    return n;
}

void notes_close(struct scratch *s)
{
    free(s->frames);
    free(s->out);
}
