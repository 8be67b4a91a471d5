/* SPDX-License-Identifier: MIT */
#include "trace/load.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trace/fields.h"
#include "trace/save.h"

enum {
    MOST_LINE = 64 << 20, /* bytes; a START line carries whole sources */
    CHUNK = 1 << 16,
    MOST_FRAMES = 4096,
    AHEAD = 1 << 16, /* how far the numbers of tasks may run ahead of the events read */
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

struct reading {
    struct load *load;
    struct observer *to;
    const json_t *o;
    const char *key; /* of the member that is read */
    struct event e;
    struct note n;
    struct frame frames[MOST_FRAMES];
    char *locals[MOST_FRAMES];
    uint32_t *of;
    size_t nlocals;
    struct ids tasks, threads, processes, given; /* given: by id, whether it has an actor */
    char file[256], def[256];
    int bad;
};

static const char *str(const struct reading *r, const char *key)
{
    return json_string_value(json_object_get(r->o, key));
}

static void take_text(struct reading *r, const char *key)
{
    const json_t *v = json_object_get(r->o, key);
    if (!json_is_string(v))
        return;
    r->n.text = json_string_value(v);
    r->n.len = json_string_length(v);
}

/* "H12" -> 12 with letter 'H'; 0 if it is no such thing. */
static uint32_t number_of(const char *s, char letter)
{
    char *end;
    if (!s || s[0] != letter || s[1] < '1' || s[1] > '9')
        return 0;
    errno = 0;
    unsigned long n = strtoul(s + 1, &end, 10);
    return *end || errno || n >= REF_TASK ? 0 : (uint32_t)n;
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

static double real(const json_t *o, const char *key)
{
    double d = json_number_value(json_object_get(o, key));
    return isfinite(d) ? d : 0;
}

static void take_number(struct reading *r, const json_t *o, const char *key)
{
    if (!json_is_number(json_object_get(o, key)))
        return;
    r->n.number = real(o, key);
    r->n.has |= HAS_NUMBER;
}

static void take_when(struct reading *r, const json_t *o)
{
    if (!json_is_number(json_object_get(o, "when")))
        return;
    r->n.when = real(o, "when");
    r->n.has |= HAS_WHEN;
}

static uint32_t whole(const struct reading *r, const char *key)
{
    json_int_t v = json_integer_value(json_object_get(r->o, key));
    return v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

/* "count.py:4" -> file and line. */
static uint32_t place(const struct reading *r, const char *key, char *file, size_t size)
{
    const char *s = str(r, key), *colon = s ? strrchr(s, ':') : NULL;
    if (!colon)
        return 0;
    snprintf(file, size, "%.*s", (int)(colon - s < 255 ? colon - s : 255), s);
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
    static const char *const names[] = {"", "step", "wakeup", "cb"};
    const char *k = str(r, "k");
    for (int i = 1; k && i < 4; i++)
        if (!strcmp(k, names[i]))
            r->e.what = (unsigned)i;
    r->e.actor = actor_id(r, str(r, "task"), 'T');
    r->e.ref = ref_of(r, str(r, "fut"));
    r->n.name = str(r, "cb");
    take_text(r, "throw");
}

static void take_outcome(struct reading *r)
{
    const char *state = str(r, "state");
    for (int i = 1; state && i < 4; i++)
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

static void take_frames(struct reading *r)
{
    size_t i;
    json_t *f;
    json_array_foreach(json_object_get(r->o, "stack"), i, f)
    {
        if (i == MOST_FRAMES)
            break;
        const char *file = json_string_value(json_array_get(f, 0)),
                   *func = json_string_value(json_array_get(f, 2));
        json_int_t line = json_integer_value(json_array_get(f, 1));
        r->frames[i] = (struct frame){file ? file : "?", func ? func : "?", NULL,
                                      line < 0 || line > INT32_MAX ? 0 : (uint32_t)line};
        r->n.nframes = i + 1;
    }
    r->n.frames = r->frames;
}

/* An object: variable to repr. The text is dropped with the line. */
static void take_frame_locals(struct reading *r, const json_t *o, struct frame *f)
{
    struct buf b = {0};
    const char *name;
    json_t *v;
    json_object_foreach((json_t *)o, name, v)
    {
        if (strpbrk(name, "=\n") || !json_is_string(v))
            continue;
        buf_printf(&b, "%s=", name);
        for (const char *s = json_string_value(v); *s; s++)
            buf_putc(&b, *s == '\n' ? ' ' : *s);
        buf_putc(&b, '\n');
    }
    r->locals[r->nlocals++] = b.s;
    f->locals = b.s;
}

static void take_locals(struct reading *r)
{
    size_t i;
    json_t *o;
    json_array_foreach(json_object_get(r->o, "locals"), i, o)
    {
        if (i == r->n.nframes)
            break;
        take_frame_locals(r, o, &r->frames[i]);
    }
}

static void take_of(struct reading *r, const json_t *on)
{
    const json_t *of = json_object_get(on, "of");
    size_t n = json_array_size(of);
    if (!n)
        return;
    r->of = xcalloc(n, sizeof *r->of);
    for (size_t i = 0; i < n; i++)
        r->of[i] = ref_of(r, json_string_value(json_array_get(of, i)));
    r->n.of = r->of;
    r->n.nof = n;
}

static void take_suspended(struct reading *r)
{
    const json_t *on = json_object_get(r->o, "on");
    const char *what = json_string_value(json_object_get(on, "what"));
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
    r->e.ref = ref_of(r, json_string_value(json_object_get(on, "fut")));
    take_number(r, on, json_object_get(on, "delay") ? "delay" : "timeout");
    take_when(r, on);
    r->n.timer = number_of(json_string_value(json_object_get(on, "timer")), 'H');
    r->n.object = object_number(r, json_string_value(json_object_get(on, "obj")));
    take_of(r, on);
}

static void take_start(struct reading *r)
{
    json_int_t version = json_integer_value(json_object_get(r->o, "version"));
    const char *clock = str(r, "clock"), *name;
    json_t *v;
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
    r->e.what = clock && !strcmp(clock, "real");
    json_object_foreach(json_object_get(r->o, "sources"), name, v)
    {
        const char *t = json_is_string(v) ? json_string_value(v) : "";
        struct load *l = r->load;
        l->sources = xgrow(l->sources, &l->sources_cap, l->nsources + 1, sizeof *l->sources);
        l->sources[l->nsources++] = (struct source){xstrdup(name), xstrdup(t), strlen(t)};
    }
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
    take_number(r, r->o, "secs");
    take_when(r, r->o);
}

static void load_process(struct reading *r)
{
    r->e.actor = actor_id(r, str(r, r->key), 'P');
    r->e.ref = number_of(str(r, r->key), 'P');
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
    take_number(r, r->o, r->key);
}

static void load_when(struct reading *r)
{
    take_when(r, r->o);
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
}

static void load_locals(struct reading *r)
{
    const json_t *o = json_object_get(r->o, r->key);
    if (!json_is_object(o))
        return;
    r->frames[0] = (struct frame){r->n.file, "", NULL, r->n.line};
    r->n.frames = r->frames;
    r->n.nframes = 1;
    take_frame_locals(r, o, &r->frames[0]);
}

static void load_nothing(struct reading *r)
{
    (void)r;
}

static void load_queue(struct reading *r)
{
    r->e.ref = (uint32_t)json_array_size(json_object_get(r->o, r->key));
}

static void load_of(struct reading *r)
{
    take_of(r, r->o);
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
    [FIELD_SUSPENDED] = take_suspended,
    [FIELD_NEW_TASK] = load_new_task,
    [FIELD_THREAD] = load_thread,
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

static enum event_kind kind_of(const char *name)
{
    for (int k = 0; k < EV_OTHER; k++)
        if (!strcmp(event_names[k], name))
            return (enum event_kind)k;
    return EV_OTHER;
}

static void drop(struct reading *r)
{
    for (size_t i = 0; i < r->nlocals; i++)
        free(r->locals[i]);
    free(r->of);
    r->of = NULL;
    r->nlocals = 0;
}

static int take_line(struct reading *r, const json_t *o, const char *line, size_t len)
{
    const char *kind = json_string_value(json_object_get(o, "e"));
    if (!kind)
        return wrong(r->load, "an event needs a kind: a member \"e\" with a string");
    r->o = o;
    r->e = (struct event){.time = real(o, "t"), .kind = kind_of(kind)};
    r->e.tick = whole(r, "n");
    r->n = (struct note){0};
    r->bad = 0;
    r->e.actor = actor_id(r, str(r, "thread"), 'W');
    if (r->e.kind == EV_OTHER) {
        r->n.text = line;
        r->n.len = len;
    }
    int bad = take_members(r);
    if (!bad) {
        r->to->see(r->to, &r->e, &r->n);
        r->load->events++;
    }
    drop(r);
    return bad;
}

static int parse_line(struct reading *r, const char *line, size_t len)
{
    json_error_t error;
    json_t *o = json_loadb(line, len, JSON_ALLOW_NUL, &error);
    if (!o)
        return wrong(r->load, "not JSON: %.150s", error.text);
    int bad = json_is_object(o) ? take_line(r, o, line, len)
                                : wrong(r->load, "an event is a JSON object in {…}");
    json_decref(o);
    return bad;
}

/* What is read but not yet taken begins at `at`. */
struct input {
    FILE *f;
    char *s;
    size_t at, len, cap;
};

static bool fill(struct input *in)
{
    in->len -= in->at;
    if (in->at)
        memmove(in->s, in->s + in->at, in->len);
    in->at = 0;
    in->s = xgrow(in->s, &in->cap, in->len + CHUNK, 1);
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
    while ((left = in->len - in->at) <= MOST_LINE) {
        end = left > seen ? memchr(in->s + in->at + seen, '\n', left - seen) : NULL;
        seen = left;
        if (end || !fill(in))
            break;
    }
    char *line = in->s + in->at;
    *n = end ? (size_t)(end + 1 - line) : in->len - in->at;
    in->at += *n;
    return line;
}

int load_trace(struct load *l, FILE *f, struct observer *to)
{
    struct reading *r = xcalloc(1, sizeof *r);
    struct input in = {.f = f};
    char *line;
    size_t n;
    int bad = 0;
    *l = (struct load){0};
    r->load = l;
    r->to = to;
    while (!bad && (line = next_line(&in, &n), n)) {
        l->lines++;
        if (line[n - 1] != '\n' && l->events) {
            json_t *whole_line = json_loadb(line, n, JSON_ALLOW_NUL, NULL);
            l->cut = !whole_line;
            json_decref(whole_line);
            if (l->cut)
                break;
        }
        while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            n--;
        if (n > MOST_LINE)
            bad = wrong(l, "longer than %d bytes", MOST_LINE);
        else if (n)
            bad = parse_line(r, line, n);
    }
    if (!bad && ferror(f))
        bad = cannot_read(l);
    if (!bad && !l->events) {
        l->lines = 1;
        bad = wrong(l, "there is no event in the file");
    }
    free(in.s);
    free(r->tasks.at);
    free(r->threads.at);
    free(r->processes.at);
    free(r->given.at);
    free(r);
    return bad;
}

void load_close(struct load *l)
{
    for (size_t i = 0; i < l->nsources; i++) {
        free((void *)(uintptr_t)l->sources[i].name);
        free((void *)(uintptr_t)l->sources[i].text);
    }
    free(l->sources);
    l->sources = NULL;
    l->nsources = l->sources_cap = 0;
}
