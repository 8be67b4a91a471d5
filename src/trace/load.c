/* SPDX-License-Identifier: MIT */
#include "trace/load.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trace/fields.h"
#include "trace/line.h"
#include "trace/save.h"

enum {
    MOST_LINE = 64 << 20, /* bytes; a START line carries whole sources */
    CHUNK = 1 << 16,
    MOST_FRAMES = 4096,
    MOST_SOURCES = 4096, /* files */
    AHEAD = 1 << 16,     /* how far the numbers of tasks may run ahead of the events read */
};

static int wrong(struct load *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static int wrong(struct load *l, const char *fmt, ...)
{
    va_list ap;
    int n = snprintf(l->error, sizeof l->error, "line %u: ", l->lines);
    va_start(ap, fmt);
    vsnprintf(l->error + n, sizeof l->error - (size_t)n, fmt, ap);
    va_end(ap);
    return -1;
}

static int cannot_read(struct load *l)
{
    int error = errno;
    l->lines++;
    return wrong(l, "cannot be read: %s", strerror(error));
}

/* ---- members ---- */

/* Which actor a number of a kind's means: ids by number, 0 where none was given yet. */
struct ids {
    uint32_t *at;
    size_t n, cap;
};

/* What is read but not yet taken begins at `at`. */
struct input {
    FILE *f;
    char *s;
    size_t at, len, cap;
};

struct reading {
    struct load *load;
    struct input input;
    struct observer *to;
    struct line line; /* that is read */
    const char *key;  /* of the member that is read */
    struct event e;
    struct note n;
    struct frame frames[MOST_FRAMES];
    struct buf locals[MOST_FRAMES]; /* of the frames */
    struct buf words;
    uint32_t *of;
    size_t of_cap;
    struct ids tasks, threads, processes, given; /* given: by id, whether it has an actor */
    char file[256], def[256];
    int bad;
};

static const char *str(const struct reading *r, const char *key)
{
    return value_string(line_get(&r->line, key));
}

static const struct value *in(const struct reading *r, const struct value *o, const char *key)
{
    return value_get(&r->line, o, key);
}

static void take_text(struct reading *r, const char *key)
{
    const struct value *v = line_get(&r->line, key);
    if (!value_string(v))
        return;
    r->n.text = v->string;
    r->n.len = v->n;
}

/* "H12" -> 12 with letter 'H'; 0 if it is no such thing. */
static uint32_t number_of(const char *s, char letter)
{
    uint64_t n = 0;
    if (!s || s[0] != letter || s[1] < '1')
        return 0;
    for (s++; *s >= '0' && *s <= '9' && n < REF_TASK; s++)
        n = n * 10 + (uint64_t)(*s - '0');
    return *s || n >= REF_TASK ? 0 : (uint32_t)n;
}

static uint32_t *id_at(struct ids *ids, uint32_t number)
{
    ids->at = xgrow(ids->at, &ids->cap, number + 1u, sizeof *ids->at);
    for (; ids->n <= number; ids->n++)
        ids->at[ids->n] = 0;
    return &ids->at[number];
}

/* The id of the actor that a letter and a number mean. Tasks have their own numbers as ids, but for
 * those that a thread got first. A number far beyond what was seen would make a huge table. */
static uint32_t actor_id(struct reading *r, const char *s, char letter)
{
    uint32_t n = number_of(s, letter);
    if (n > r->load->events + AHEAD)
        r->bad = wrong(r->load, "%s number %s is too large", letter == 'T' ? "task" : "thread", s);
    if (!n || r->bad)
        return 0;
    uint32_t *id = id_at(letter == 'T'   ? &r->tasks
                         : letter == 'W' ? &r->threads
                                         : &r->processes,
                         n);
    if (!*id) {
        bool own = letter == 'T' && !(n < r->given.n && r->given.at[n]);
        *id = own ? n : r->given.n ? (uint32_t)r->given.n : 1;
        *id_at(&r->given, *id) = 1;
    }
    return *id;
}

static uint32_t object_number(struct reading *r, const char *s)
{
    uint32_t n = number_of(s, 'S');
    if (n > r->load->events + AHEAD)
        r->bad = wrong(r->load, "object number S%u is too large", n);
    return n;
}

static uint32_t ref_of(struct reading *r, const char *s)
{
    uint32_t t = actor_id(r, s, s && *s == 'W' ? 'W' : 'T');
    return t ? t | REF_TASK : number_of(s, 'F');
}

static double real(const struct value *v)
{
    double d = value_number(v);
    return isfinite(d) ? d : 0;
}

static void take_number(struct reading *r, const struct value *v)
{
    if (!value_is_number(v))
        return;
    r->n.number = real(v);
    r->n.has |= HAS_NUMBER;
}

static void take_when(struct reading *r, const struct value *v)
{
    if (!value_is_number(v))
        return;
    r->n.when = real(v);
    r->n.has |= HAS_WHEN;
}

static uint32_t whole(const struct reading *r, const char *key)
{
    int64_t v = value_whole(line_get(&r->line, key));
    return v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

/* "count.py:4" -> file and line. */
static uint32_t place(const struct reading *r, const char *key, char *file, size_t size)
{
    const char *s = str(r, key), *colon = s ? strrchr(s, ':') : NULL;
    if (!colon)
        return 0;
    size_t n = (size_t)(colon - s) < size - 1 ? (size_t)(colon - s) : size - 1;
    memcpy(file, s, n);
    file[n] = 0;
    unsigned long line = strtoul(colon + 1, NULL, 10);
    return line > INT32_MAX ? 0 : (uint32_t)line;
}

static void take_place(struct reading *r, const char *key)
{
    r->n.line = place(r, key, r->file, sizeof r->file);
    if (r->n.line)
        r->n.file = r->file;
}

static void take_handle(struct reading *r)
{
    const char *k = str(r, "k");
    for (int i = 1; k && i < HANDLE_WHATS; i++)
        if (*k == *handle_names[i] && !strcmp(k, handle_names[i]))
            r->e.what = (unsigned)i;
    r->e.actor = actor_id(r, str(r, "task"), 'T');
    r->e.ref = ref_of(r, str(r, "fut"));
    r->n.name = str(r, "cb");
    take_text(r, "throw");
}

static void take_outcome(struct reading *r)
{
    const char *state = str(r, "state");
    for (int i = 1; state && i < OUTCOMES; i++)
        if (!strcmp(state, outcome_names[i]))
            r->e.what = (unsigned)i;
    take_text(r, r->e.what == OUTCOME_FAILED ? "exc" : "res");
}

static void load_deed(struct reading *r)
{
    const char *does = str(r, r->key);
    for (int i = 1; does && i < DEEDS; i++)
        if (!strcmp(does, deed_names[i]))
            r->e.what = (unsigned)i;
}

/* ["count.py", 4, "count"] */
static struct frame frame_of(const struct reading *r, const struct value *f)
{
    const struct value *at[3] = {NULL, NULL, NULL}, *v = value_first(f);
    uint32_t n = value_size(f, VALUE_ARRAY);
    for (uint32_t i = 0; i < n && i < 3; i++, v = value_next(&r->line, v))
        at[i] = v;
    const char *file = value_string(at[0]), *func = value_string(at[2]);
    int64_t line = value_whole(at[1]);
    return (struct frame){file ? file : "?", func ? func : "?", NULL,
                          line < 0 || line > INT32_MAX ? 0 : (uint32_t)line};
}

/* A file that the program has made up has no text, and is its own. */
static bool is_library(const struct load *l, const char *file)
{
    bool found = *file == '<' || !l->nsources;
    for (size_t i = 0; i < l->nsources && !found; i++)
        found = !strcmp(l->sources[i].name, file);
    return !found;
}

static bool are_libraries(const struct reading *r, uint32_t nframes)
{
    while (nframes && is_library(r->load, r->frames[nframes - 1].file))
        nframes--;
    return !nframes;
}

static void take_frames(struct reading *r)
{
    const struct value *stack = line_get(&r->line, "stack"), *f;
    uint32_t n = value_size(stack, VALUE_ARRAY);
    n = n < MOST_FRAMES ? n : MOST_FRAMES;
    f = n ? value_first(stack) : NULL;
    for (uint32_t i = 0; i < n; i++, f = value_next(&r->line, f))
        r->frames[i] = frame_of(r, f);
    r->n.nframes = n;
    r->n.frames = r->frames;
    if (r->load->libraries && are_libraries(r, n))
        r->n.has |= HAS_LIBRARY;
}

/* An object: variable to repr. */
static void take_frame_locals(struct reading *r, const struct value *o, uint32_t i)
{
    struct buf *b = &r->locals[i];
    uint32_t n = value_size(o, VALUE_OBJECT);
    const struct value *v = value_first(o);
    buf_clear(b);
    for (uint32_t k = 0; k < n; k++, v = value_next(&r->line, v)) {
        if (v->kind != VALUE_STRING || strpbrk(v->key, "=\n"))
            continue;
        buf_puts(b, v->key);
        buf_putc(b, '=');
        size_t at = b->len;
        buf_puts(b, v->string);
        for (char *s = b->s + at; (s = strchr(s, '\n'));)
            *s = ' ';
        buf_putc(b, '\n');
    }
    r->frames[i].locals = b->len ? b->s : NULL;
}

static void take_locals(struct reading *r)
{
    const struct value *all = line_get(&r->line, "locals"), *o;
    uint32_t n = value_size(all, VALUE_ARRAY);
    n = n < r->n.nframes ? n : (uint32_t)r->n.nframes;
    o = n ? value_first(all) : NULL;
    for (uint32_t i = 0; i < n; i++, o = value_next(&r->line, o))
        take_frame_locals(r, o, i);
}

static void take_of(struct reading *r, const struct value *of)
{
    uint32_t n = value_size(of, VALUE_ARRAY);
    if (!n)
        return;
    const struct value *v = value_first(of);
    r->of = xgrow(r->of, &r->of_cap, n, sizeof *r->of);
    for (uint32_t i = 0; i < n; i++, v = value_next(&r->line, v))
        r->of[i] = ref_of(r, value_string(v));
    r->n.of = r->of;
    r->n.nof = n;
}

static void take_suspended(struct reading *r)
{
    const struct value *on = line_get(&r->line, "on"), *delay = in(r, on, "delay");
    const char *what = value_string(in(r, on, "what"));
    if (!on)
        return;
    take_frames(r);
    take_locals(r);
    r->e.what = ON_OTHER;
    for (int i = 1; what && i < ON_OTHER; i++)
        if (!strcmp(what, awaited_names[i]))
            r->e.what = (unsigned)i;
    if (r->e.what == ON_OTHER)
        r->n.name = what ? what : "?";
    r->e.ref = ref_of(r, value_string(in(r, on, "fut")));
    take_number(r, delay ? delay : in(r, on, "timeout"));
    take_when(r, in(r, on, "when"));
    r->n.timer = number_of(value_string(in(r, on, "timer")), 'H');
    r->n.object = object_number(r, value_string(in(r, on, "obj")));
    take_of(r, in(r, on, "of"));
}

/* A later one of the same name is of no use: places in the trace are of the first. */
static void add_source(struct load *l, const char *name, const char *text)
{
    for (size_t i = 0; i < l->nsources; i++)
        if (!strcmp(l->sources[i].name, name))
            return;
    if (l->nsources == MOST_SOURCES)
        return;
    l->sources = xgrow(l->sources, &l->sources_cap, l->nsources + 1, sizeof *l->sources);
    l->sources[l->nsources++] = (struct source){xstrdup(name), xstrdup(text), strlen(text)};
}

static void take_source(struct load *l, const struct value *v)
{
    const char *text = value_string(v);
    add_source(l, v->key, text ? text : "");
}

static void take_start(struct reading *r)
{
    int64_t version = value_whole(line_get(&r->line, "version"));
    const char *clock = str(r, "clock"), *python = str(r, "py");
    const struct value *sources = line_get(&r->line, "sources"), *v;
    if (version > TRACE_VERSION)
        r->bad = wrong(r->load,
                       "the trace is of version %lld, and this program reads up to %d: a newer "
                       "loopscope is needed",
                       (long long)version, TRACE_VERSION);
    r->n.file = str(r, "script");
    r->n.name = str(r, "name");
    if (!r->n.name)
        r->n.name = r->n.file;
    r->n.coro = str(r, "impl");
    snprintf(r->load->python, sizeof r->load->python, "%s", python ? python : "");
    r->e.what = clock && !strcmp(clock, "real");
    uint32_t n = value_size(sources, VALUE_OBJECT);
    v = n ? value_first(sources) : NULL;
    for (uint32_t i = 0; i < n; i++, v = value_next(&r->line, v))
        take_source(r->load, v);
}

/* ---- a function for each field of trace/fields.h ---- */

static void load_text(struct reading *r)
{
    take_text(r, r->key);
}

static void load_name(struct reading *r)
{
    r->n.name = str(r, r->key);
}

static void load_task_name(struct reading *r)
{
    const char *name = str(r, r->key);
    char own[24];
    snprintf(own, sizeof own, "Task-%u", number_of(str(r, "id"), 'T'));
    r->n.name = name && strcmp(name, own) ? name : NULL;
}

static void load_coro(struct reading *r)
{
    r->n.coro = str(r, r->key);
}

static void load_task(struct reading *r)
{
    uint32_t task = actor_id(r, str(r, r->key), 'T');
    if (task)
        r->e.actor = task;
}

static void load_new_task(struct reading *r)
{
    load_task(r);
    r->e.ref = number_of(str(r, r->key), 'T');
}

static void load_thread(struct reading *r)
{
    r->e.actor = actor_id(r, str(r, r->key), 'W');
    r->e.ref = number_of(str(r, r->key), 'W');
}

static void load_owner(struct reading *r)
{
    r->e.handle = ref_of(r, str(r, r->key)) & ~REF_TASK;
}

static void load_choice(struct reading *r)
{
    uint32_t n = whole(r, "choice"), of = whole(r, "of");
    if (of < 1 << 16 && n < of)
        r->e.handle = of << 16 | n;
}

static void load_thread_on(struct reading *r)
{
    const char *on = str(r, "on");
    r->e.what = ON_OTHER;
    for (int i = 1; on && i < ON_OTHER; i++)
        if (!strcmp(on, awaited_names[i]))
            r->e.what = (unsigned)i;
    r->e.ref = r->e.what == ON_LOCK ? object_number(r, str(r, "obj")) : ref_of(r, str(r, "id"));
    take_number(r, line_get(&r->line, "secs"));
    take_when(r, line_get(&r->line, "when"));
}

static void load_process(struct reading *r)
{
    r->e.actor = actor_id(r, str(r, r->key), 'P');
    r->e.ref = number_of(str(r, r->key), 'P');
}

static void load_eager(struct reading *r)
{
    const char *k = str(r, r->key);
    r->e.what = k && !strcmp(k, "eager");
}

static void load_own_loop(struct reading *r)
{
    r->e.handle = number_of(str(r, r->key), 'L');
}

static void load_handle(struct reading *r)
{
    r->e.handle = number_of(str(r, r->key), 'H');
}

static void load_ref(struct reading *r)
{
    r->e.ref = ref_of(r, str(r, r->key));
}

static void load_loop(struct reading *r)
{
    r->e.ref = number_of(str(r, r->key), 'L');
}

static void load_object(struct reading *r)
{
    r->e.ref = object_number(r, str(r, r->key));
}

static void load_phase(struct reading *r)
{
    const char *phase = str(r, r->key);
    r->e.what = LEG_KINDS; /* one that this version does not know */
    for (unsigned i = 0; phase && i < LEG_KINDS; i++)
        if (!strcmp(phase, leg_names[i]))
            r->e.what = i;
}

static void load_count(struct reading *r)
{
    r->e.ref = whole(r, r->key);
}

static void load_timers(struct reading *r)
{
    r->e.handle = whole(r, r->key);
}

static void load_number(struct reading *r)
{
    take_number(r, line_get(&r->line, r->key));
}

static void load_when(struct reading *r)
{
    take_when(r, line_get(&r->line, "when"));
}

static void load_place(struct reading *r)
{
    take_place(r, r->key);
}

static void load_def(struct reading *r)
{
    r->n.def_line = place(r, r->key, r->def, sizeof r->def);
    if (r->n.def_line)
        r->n.def = r->def;
    if (r->n.def_line && is_library(r->load, r->def)) {
        r->n.has |= HAS_LIBRARY;
        r->load->libraries = true;
    }
}

static void load_locals(struct reading *r)
{
    const struct value *o = line_get(&r->line, r->key);
    if (!o || o->kind != VALUE_OBJECT)
        return;
    r->frames[0] = (struct frame){r->n.file, "", NULL, r->n.line};
    r->n.frames = r->frames;
    r->n.nframes = 1;
    take_frame_locals(r, o, 0);
}

static void load_nothing(struct reading *r)
{
    (void)r;
}

static void load_queue(struct reading *r)
{
    r->e.ref = value_size(line_get(&r->line, r->key), VALUE_ARRAY);
}

static void load_of(struct reading *r)
{
    take_of(r, line_get(&r->line, r->key));
}

static void load_words(struct reading *r)
{
    const struct value *list = line_get(&r->line, r->key);
    uint32_t n = value_size(list, VALUE_ARRAY);
    const struct value *v = n ? value_first(list) : NULL;
    buf_clear(&r->words);
    for (uint32_t k = 0; k < n; k++, v = value_next(&r->line, v))
        if (value_string(v))
            buf_printf(&r->words, "%s%s", r->words.len ? "\n" : "", value_string(v));
    r->n.text = r->words.len ? r->words.s : NULL;
    r->n.len = r->words.len;
}

static void (*const loaders[FIELDS])(struct reading *r) = {
    [FIELD_START] = take_start,
    [FIELD_TEXT] = load_text,
    [FIELD_NAME] = load_name,
    [FIELD_TASK_NAME] = load_task_name,
    [FIELD_CORO] = load_coro,
    [FIELD_TASK] = load_task,
    [FIELD_HANDLE] = load_handle,
    [FIELD_REF] = load_ref,
    [FIELD_LOOP] = load_loop,
    [FIELD_OBJECT] = load_object,
    [FIELD_COUNT] = load_count,
    [FIELD_TIMERS] = load_timers,
    [FIELD_CORES] = load_timers,
    [FIELD_SECONDS] = load_number,
    [FIELD_TIMEOUT] = load_number,
    [FIELD_DELAY] = load_number,
    [FIELD_WHEN] = load_when,
    [FIELD_PLACE] = load_place,
    [FIELD_DEF] = load_def,
    [FIELD_BY] = load_nothing,
    [FIELD_BY_TASK] = load_task,
    [FIELD_WHAT] = take_handle,
    [FIELD_OUTCOME] = take_outcome,
    [FIELD_DEED] = load_deed,
    [FIELD_QUEUE] = load_queue,
    [FIELD_OF] = load_of,
    [FIELD_WORDS] = load_words,
    [FIELD_SUSPENDED] = take_suspended,
    [FIELD_NEW_TASK] = load_new_task,
    [FIELD_THREAD] = load_thread,
    [FIELD_EAGER] = load_eager,
    [FIELD_OWN_LOOP] = load_own_loop,
    [FIELD_LOCALS] = load_locals,
    [FIELD_OWNER] = load_owner,
    [FIELD_FROM] = load_ref,
    [FIELD_CHOICE] = load_choice,
    [FIELD_THREAD_ON] = load_thread_on,
    [FIELD_PHASE] = load_phase,
    [FIELD_PROCESS] = load_process,
};

static int take_members(struct reading *r)
{
    for (const struct member *m = trace_members[r->e.kind]; m->field && !r->bad; m++) {
        r->key = m->key;
        loaders[m->field](r);
    }
    return r->bad;
}

/* ---- lines ---- */

enum { KIND_SLOTS = 256 };

static uint32_t kind_slot(const char *name)
{
    size_t n = strlen(name);
    return (uint32_t)((unsigned char)name[0] * 31u + (n ? (unsigned char)name[n - 1] * 7u : 0u) +
                      n) %
           KIND_SLOTS;
}

/* Kinds by their names: of those in one slot each says which is next. */
struct kinds {
    uint8_t first[KIND_SLOTS], next[EV_OTHER + 1]; /* kind + 1; 0: none */
};

static const struct kinds *kinds(void)
{
    static struct kinds k;
    for (int i = EV_OTHER; i-- && !k.next[EV_OTHER];) {
        uint8_t *slot = &k.first[kind_slot(event_names[i])];
        k.next[i] = *slot;
        *slot = (uint8_t)(i + 1);
    }
    k.next[EV_OTHER] = 1; /* the table is made */
    return &k;
}

static enum event_kind kind_of(const char *name)
{
    const struct kinds *all = kinds();
    for (unsigned k = all->first[kind_slot(name)]; k; k = all->next[k - 1])
        if (!strcmp(event_names[k - 1], name))
            return (enum event_kind)(k - 1);
    return EV_OTHER;
}

/* What was read of a line is told. */
static int take_line(struct reading *r)
{
    const char *kind = str(r, "e");
    if (!kind)
        return wrong(r->load, "an event needs a kind: a member \"e\" with a string");
    if (!strcmp(kind, "source")) { /* the text of one file, before the first event that names it */
        const char *file = str(r, "file"), *text = str(r, "text");
        if (file && text)
            add_source(r->load, file, text);
        return 0;
    }
    r->e = (struct event){.time = real(line_get(&r->line, "t")), .kind = kind_of(kind)};
    r->e.tick = whole(r, "n");
    r->n = (struct note){0};
    r->bad = 0;
    r->e.actor = actor_id(r, str(r, "thread"), 'W');
    if (r->e.kind == EV_OTHER) {
        line_restore(&r->line);
        r->n.text = r->line.raw;
        r->n.len = r->line.len;
    }
    if (take_members(r))
        return r->bad;
    r->to->see(r->to, &r->e, &r->n);
    r->load->events++;
    return 0;
}

static bool read_line(struct reading *r, char *s, size_t n)
{
    bool quick = !r->load->slow;
    return (quick && line_read(&r->line, s, n)) || line_read_any(&r->line, s, n);
}

static int parse_line(struct reading *r, char *s, size_t n)
{
    return read_line(r, s, n) ? take_line(r) : wrong(r->load, "%s", r->line.error);
}

static bool fill(struct input *in)
{
    in->len -= in->at;
    if (in->at)
        memmove(in->s, in->s + in->at, in->len);
    in->at = 0;
    in->s = xgrow(in->s, &in->cap, in->len + CHUNK + 1, 1); /* and one behind the last line */
    size_t n = fread(in->s + in->len, 1, CHUNK, in->f);
    in->len += n;
    return n;
}

/* The next line with its newline, if it has one, and its length: 0 at the end, and more than
 * MOST_LINE for one that was not read to its end. It lives until the next call. */
static char *next_line(struct input *in, size_t *n)
{
    size_t seen = 0, left;
    char *end = NULL;
    do {
        left = in->len - in->at;
        end = left > seen ? memchr(in->s + in->at + seen, '\n', left - seen) : NULL;
        seen = left;
    } while (!end && left <= MOST_LINE && fill(in));
    char *line = in->s + in->at;
    *n = end ? (size_t)(end + 1 - line) : in->len - in->at;
    in->at += *n;
    return line;
}

/* Does the file end within it? What is JSON is whole. */
static bool is_cut(struct reading *r, char *line, size_t n)
{
    if (line[n - 1] == '\n' || !r->load->events)
        return false;
    bool whole = read_line(r, line, n) || r->line.json;
    line_restore(&r->line);
    return !whole;
}

static int take_bytes(struct reading *r, char *line, size_t n)
{
    struct load *l = r->load;
    l->lines++;
    l->bytes += n;
    if (is_cut(r, line, n)) {
        l->cut = true;
        return 0;
    }
    while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        n--;
    if (n > MOST_LINE)
        return wrong(l, "longer than %d bytes", MOST_LINE);
    return n ? parse_line(r, line, n) : 0;
}

static int come_to_end(struct reading *r)
{
    struct load *l = r->load;
    if (ferror(r->input.f))
        return cannot_read(l);
    if (!l->events) {
        l->lines = 1;
        return wrong(l, "there is no event in the file");
    }
    return 0;
}

/* ---- life ---- */

void load_begin(struct load *l, FILE *f, struct observer *to)
{
    *l = (struct load){.reading = xcalloc(1, sizeof *l->reading), .slow = l->slow};
    l->reading->load = l;
    l->reading->to = to;
    l->reading->input.f = f;
}

static void end_reading(struct load *l)
{
    struct reading *r = l->reading;
    if (!r)
        return;
    for (size_t i = 0; i < MOST_FRAMES; i++)
        buf_free(&r->locals[i]);
    buf_free(&r->words);
    line_close(&r->line);
    free(r->input.s);
    free(r->of);
    free(r->tasks.at);
    free(r->threads.at);
    free(r->processes.at);
    free(r->given.at);
    free(r);
    l->reading = NULL;
}

int load_some(struct load *l, size_t bytes)
{
    struct reading *r = l->reading;
    uint64_t enough = l->bytes + bytes;
    char *line;
    size_t n;
    int bad = 0;
    while (!bad && !l->cut && l->bytes < enough && (line = next_line(&r->input, &n), n))
        bad = take_bytes(r, line, n);
    if (!bad && !l->cut && l->bytes >= enough)
        return 1;
    if (!bad && !l->cut)
        bad = come_to_end(r);
    end_reading(l);
    return bad;
}

int load_line(struct load *l, char *s, size_t n)
{
    l->lines++;
    return n ? parse_line(l->reading, s, n) : 0;
}

int load_trace(struct load *l, FILE *f, struct observer *to)
{
    int r;
    *l = (struct load){0};
    load_begin(l, f, to);
    while ((r = load_some(l, SIZE_MAX / 2)) > 0)
        ;
    return r;
}

void load_close(struct load *l)
{
    end_reading(l);
    for (size_t i = 0; i < l->nsources; i++) {
        free((void *)(uintptr_t)l->sources[i].name);
        free((void *)(uintptr_t)l->sources[i].text);
    }
    free(l->sources);
    l->sources = NULL;
    l->nsources = l->sources_cap = 0;
}
