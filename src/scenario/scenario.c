/* SPDX-License-Identifier: MIT */
#include "scenario/scenario.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "asyncio/timeout.h"
#include "python/repr.h"
#include "scenario/plan.h"
#include "scenario/run.h"

/* What a file may ask for. */
enum {
    MOST_BYTES = 16 << 20,
    MOST_DEPTH = 64,
    MOST_OPS = 100000,
    MOST_OBJECTS = 10000,
    MOST_SLOT = 9999
};

struct reader {
    struct scenario *s;
    const char *text; /* the file, to find lines in */
    size_t len, ops;
    unsigned depth, indent, lines;
    char where[1024]; /* the place that is being read: main[3][1][0] */
    bool bad;
};

/* ---- errors: which line of the file a place is on ---- */

/* jansson does not keep positions, so the place is looked for again in the text, which is known to
 * be good JSON. */
static const char *skip_space(const char *p)
{
    return p + strspn(p, " \t\r\n,:");
}

static const char *skip_string(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1])
            p++;
    return *p ? p + 1 : p;
}

static const char *skip_value(const char *p)
{
    int depth = 0;
    p = skip_space(p);
    if (*p == '"')
        return skip_string(p);
    if (*p != '[' && *p != '{')
        return p + strcspn(p, ",]} \t\r\n");
    do {
        if (*p == '"') {
            p = skip_string(p);
            continue;
        }
        depth += (*p == '[' || *p == '{') - (*p == ']' || *p == '}');
        p++;
    } while (depth && *p);
    return p;
}

static const char *find_key(const char *p, const char *key, size_t n)
{
    for (p = skip_space(p + 1); *p == '"'; p = skip_space(skip_value(p))) {
        bool here = !strncmp(p + 1, key, n) && p[n + 1] == '"';
        p = skip_space(skip_string(p));
        if (here)
            return p;
    }
    return p;
}

static unsigned line_of(const struct reader *r)
{
    const char *p = skip_space(r->text), *w = r->where;
    size_t n = strcspn(w, "[");
    if (*p == '{' && n)
        p = find_key(p, w, n);
    for (w += n; *w == '[' && *p == '['; w += strcspn(w + 1, "[") + 1) {
        p = skip_space(p + 1);
        for (long k = strtol(w + 1, NULL, 10); k > 0; k--)
            p = skip_space(skip_value(p));
    }
    unsigned line = 1;
    for (const char *q = r->text; q < p; q++)
        line += *q == '\n';
    return line;
}

static void wrong(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void wrong(struct reader *r, const char *fmt, ...)
{
    va_list ap;
    char what[224];
    if (r->bad)
        return;
    r->bad = true;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    snprintf(r->s->error, sizeof r->s->error, "line %u: %s: %s", line_of(r), r->where, what);
}

/* ---- the listing ---- */

static unsigned list_line(struct reader *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static unsigned list_line(struct reader *r, const char *fmt, ...)
{
    va_list ap;
    struct buf *b = &r->s->listing;
    buf_printf(b, "%*s", (int)r->indent * 4, "");
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
    buf_putc(b, '\n');
    return ++r->lines;
}

static void repr(struct buf *b, struct value v)
{
    value_repr(b, v);
}

static unsigned list_value(struct reader *r, const char *before, struct value v, const char *after)
{
    struct buf b = {0};
    repr(&b, v);
    unsigned line = list_line(r, "%s%s%s", before, buf_str(&b), after);
    buf_free(&b);
    return line;
}

static unsigned list_calls(struct reader *r, const char *before, const struct op *op,
                           const char *after)
{
    struct buf b = {0};
    for (size_t i = 0; i < op->ndefs; i++)
        buf_printf(&b, "%sd%lld()", i ? ", " : "", (long long)op->defs[i]);
    unsigned line = list_line(r, "%s%s%s", before, buf_str(&b), after);
    buf_free(&b);
    return line;
}

/* ---- arguments ---- */

static void *make(struct reader *r, size_t n)
{
    return arena_alloc(&r->s->arena, n);
}

static bool is_number(struct reader *r, const json_t *v, int64_t least, int64_t most,
                      const char *what)
{
    if (json_is_integer(v) && json_integer_value(v) >= least && json_integer_value(v) <= most)
        return true;
    if (most < least)
        wrong(r, "there is none of these in the scenario: %s", what);
    else
        wrong(r, "%s is a whole number from %lld to %lld", what, (long long)least, (long long)most);
    return false;
}

static int64_t take_index(struct reader *r, const json_t *v, size_t n, const char *what)
{
    return is_number(r, v, 0, (int64_t)n - 1, what) ? json_integer_value(v) : 0;
}

static int64_t take_slot(struct reader *r, const json_t *v)
{
    if (!is_number(r, v, 0, MOST_SLOT, "a slot"))
        return 0;
    int64_t slot = json_integer_value(v);
    if (slot >= r->s->plan->slots)
        r->s->plan->slots = slot + 1;
    return slot;
}

static double take_seconds(struct reader *r, const json_t *v, bool null_is_good)
{
    if (null_is_good && json_is_null(v))
        return NO_TIMEOUT;
    double d = json_number_value(v);
    if (!json_is_number(v) || !isfinite(d) || fabs(d) > 1e9)
        wrong(r, "seconds are a number%s", null_is_good ? " or null" : "");
    return d;
}

static const char *take_text(struct reader *r, const json_t *v)
{
    if (!json_is_string(v)) {
        wrong(r, "a text in double quotes belongs here");
        return "";
    }
    return arena_strdup(&r->s->arena, json_string_value(v));
}

static struct value take_value(struct reader *r, const json_t *v, unsigned depth)
{
    if (json_is_integer(v))
        return value_int(json_integer_value(v));
    if (json_is_real(v))
        return value_float(json_real_value(v));
    if (json_is_boolean(v))
        return value_bool(json_is_true(v));
    if (json_is_string(v))
        return value_str(take_text(r, v));
    if (json_is_array(v) && depth < MOST_DEPTH) {
        size_t n = json_array_size(v);
        struct list *l = make(r, sizeof *l + n * sizeof *l->at);
        l->n = n;
        for (size_t i = 0; i < n; i++)
            l->at[i] = take_value(r, json_array_get(v, i), depth + 1);
        return (struct value){.kind = VALUE_LIST, .list = l};
    }
    if (!json_is_null(v))
        wrong(r, "a value is null, true, false, a number, a text or a list");
    return NONE;
}

static void take_defs(struct reader *r, struct op *op, const json_t *v)
{
    op->ndefs = json_array_size(v);
    if (!json_is_array(v) || op->ndefs > MOST_OBJECTS) {
        wrong(r, "a list of numbers of defs belongs here");
        op->ndefs = 0;
        return;
    }
    int64_t *defs = make(r, op->ndefs * sizeof *defs);
    for (size_t i = 0; i < op->ndefs; i++)
        defs[i] = take_index(r, json_array_get(v, i), r->s->plan->ndefs, "a def");
    op->defs = defs;
}

static void read_ops(struct reader *r, const json_t *v, struct op_list *to);

/* The list at place k of the op that is being read. */
static void take_ops(struct reader *r, const json_t *o, size_t k, struct op_list *to)
{
    size_t n = strlen(r->where);
    snprintf(r->where + n, sizeof r->where - n, "[%zu]", k);
    r->indent++;
    read_ops(r, json_array_get(o, k), to);
    r->indent--;
    if (!r->bad)
        r->where[n] = 0;
}

/* ---- ops: a function for each, which reads its arguments and lists it ---- */

typedef void read_op(struct reader *r, struct op *op, const json_t *o);

static const json_t *arg(const json_t *o, size_t k)
{
    return json_array_get(o, k);
}

static void read_say(struct reader *r, struct op *op, const json_t *o)
{
    op->value = take_value(r, arg(o, 1), 0);
    op->line = list_value(r, "say(", op->value, ")");
}

static void read_sleep(struct reader *r, struct op *op, const json_t *o)
{
    op->seconds = take_seconds(r, arg(o, 1), false);
    op->line = list_line(r, "await sleep(%g)", op->seconds);
}

static void read_spawn(struct reader *r, struct op *op, const json_t *o)
{
    op->slot = take_slot(r, arg(o, 1));
    op->index = take_index(r, arg(o, 2), r->s->plan->ndefs, "a def");
    op->line = list_line(r, "slots[%lld] = create_task(d%lld())", (long long)op->slot,
                         (long long)op->index);
}

static void read_join(struct reader *r, struct op *op, const json_t *o)
{
    op->slot = take_slot(r, arg(o, 1));
    op->line = list_line(r, "say(\"join %lld ->\", await slots[%lld])", (long long)op->slot,
                         (long long)op->slot);
}

static void read_cancel(struct reader *r, struct op *op, const json_t *o)
{
    op->slot = take_slot(r, arg(o, 1));
    op->line = list_line(r, "say(\"cancel %lld ->\", slots[%lld].cancel())", (long long)op->slot,
                         (long long)op->slot);
}

static void read_shield(struct reader *r, struct op *op, const json_t *o)
{
    op->slot = take_slot(r, arg(o, 1));
    op->line = list_line(r, "say(\"shield %lld ->\", await shield(slots[%lld]))",
                         (long long)op->slot, (long long)op->slot);
}

static void read_gather(struct reader *r, struct op *op, const json_t *o)
{
    take_defs(r, op, arg(o, 1));
    op->collect = json_is_true(arg(o, 2));
    if (!json_is_boolean(arg(o, 2)))
        wrong(r, "gather ends with true or false: return_exceptions");
    const char *comma = op->ndefs ? ", " : "",
               *end = op->collect ? "return_exceptions=True))" : "))";
    char after[64];
    snprintf(after, sizeof after, "%s%s", op->collect ? comma : "", end);
    op->line = list_calls(r, "say(\"gather ->\", await gather(", op, after);
}

static void read_lock(struct reader *r, struct op *op, const json_t *o)
{
    op->index = take_index(r, arg(o, 1), r->s->plan->nlocks, "a lock");
    op->line = list_line(r, "async with locks[%lld]:", (long long)op->index);
    take_ops(r, o, 2, &op->body);
}

static void read_sem(struct reader *r, struct op *op, const json_t *o)
{
    op->index = take_index(r, arg(o, 1), r->s->plan->nsems, "a semaphore");
    op->line = list_line(r, "async with sems[%lld]:", (long long)op->index);
    take_ops(r, o, 2, &op->body);
}

static void read_event(struct reader *r, struct op *op, const json_t *o)
{
    static const char *const verbs[] = {[OP_SET] = "set", [OP_CLEAR] = "clear", [OP_WAIT] = "wait"};
    op->index = take_index(r, arg(o, 1), r->s->plan->nevents, "an event");
    op->line = list_line(r, "%sevents[%lld].%s()", op->kind == OP_WAIT ? "await " : "",
                         (long long)op->index, verbs[op->kind]);
}

static void read_put(struct reader *r, struct op *op, const json_t *o)
{
    char before[48];
    op->index = take_index(r, arg(o, 1), r->s->plan->nqueues, "a queue");
    op->value = take_value(r, arg(o, 2), 0);
    snprintf(before, sizeof before, "await queues[%lld].put(", (long long)op->index);
    op->line = list_value(r, before, op->value, ")");
}

static void read_get(struct reader *r, struct op *op, const json_t *o)
{
    op->index = take_index(r, arg(o, 1), r->s->plan->nqueues, "a queue");
    op->line = list_line(r, "say(\"got\", await queues[%lld].get())", (long long)op->index);
}

static void read_wait_for(struct reader *r, struct op *op, const json_t *o)
{
    char t[32] = "None";
    op->index = take_index(r, arg(o, 1), r->s->plan->ndefs, "a def");
    op->seconds = take_seconds(r, arg(o, 2), true);
    if (!isinf(op->seconds))
        snprintf(t, sizeof t, "%g", op->seconds);
    op->line =
        list_line(r, "say(\"wait_for ->\", await wait_for(d%lld(), %s))", (long long)op->index, t);
}

static void read_timeout(struct reader *r, struct op *op, const json_t *o)
{
    op->seconds = take_seconds(r, arg(o, 1), true);
    if (isinf(op->seconds))
        op->line = list_line(r, "async with timeout(None):");
    else
        op->line = list_line(r, "async with timeout(%g):  # says “timeout”", op->seconds);
    take_ops(r, o, 2, &op->body);
}

static void read_group(struct reader *r, struct op *op, const json_t *o)
{
    take_defs(r, op, arg(o, 1));
    op->line = list_line(r, "async with TaskGroup() as tg:");
    r->indent++;
    op->line2 = r->lines + 1;
    for (size_t i = 0; i < op->ndefs; i++)
        list_line(r, "tg.create_task(d%lld())", (long long)op->defs[i]);
    r->indent--;
}

static void read_try(struct reader *r, struct op *op, const json_t *o)
{
    op->line = list_line(r, "try:");
    take_ops(r, o, 1, &op->body);
    op->line2 = list_line(
        r, op->kind == OP_TRY ? "except BaseException as e:  # says what was caught" : "finally:");
    take_ops(r, o, 2, &op->handler);
}

static void read_soon(struct reader *r, struct op *op, const json_t *o)
{
    op->text = take_text(r, arg(o, 1));
    op->line = list_line(r, "loop.call_soon(print, \"cb: %s\")", op->text);
}

static void read_later(struct reader *r, struct op *op, const json_t *o)
{
    op->seconds = take_seconds(r, arg(o, 1), false);
    op->text = take_text(r, arg(o, 2));
    op->line = list_line(r, "loop.call_later(%g, print, \"cb: %s\")", op->seconds, op->text);
}

static void read_raise(struct reader *r, struct op *op, const json_t *o)
{
    op->text = take_text(r, arg(o, 1));
    op->line = list_line(r, "raise ValueError(\"%s\")", op->text);
}

static void read_return(struct reader *r, struct op *op, const json_t *o)
{
    op->value = take_value(r, arg(o, 1), 0);
    op->line = list_value(r, "return ", op->value, "");
}

static const struct {
    const char *name;
    size_t args;
    enum op_kind kind;
    read_op *read;
} ops[] = {
    {"say", 1, OP_SAY, read_say},
    {"sleep", 1, OP_SLEEP, read_sleep},
    {"spawn", 2, OP_SPAWN, read_spawn},
    {"join", 1, OP_JOIN, read_join},
    {"cancel", 1, OP_CANCEL, read_cancel},
    {"gather", 2, OP_GATHER, read_gather},
    {"lock", 2, OP_LOCK, read_lock},
    {"sem", 2, OP_SEM, read_sem},
    {"set", 1, OP_SET, read_event},
    {"clear", 1, OP_CLEAR, read_event},
    {"wait", 1, OP_WAIT, read_event},
    {"put", 2, OP_PUT, read_put},
    {"get", 1, OP_GET, read_get},
    {"wait_for", 2, OP_WAIT_FOR, read_wait_for},
    {"timeout", 2, OP_TIMEOUT, read_timeout},
    {"shield", 1, OP_SHIELD, read_shield},
    {"group", 1, OP_GROUP, read_group},
    {"try", 2, OP_TRY, read_try},
    {"finally", 2, OP_FINALLY, read_try},
    {"soon", 1, OP_SOON, read_soon},
    {"later", 2, OP_LATER, read_later},
    {"raise", 1, OP_RAISE, read_raise},
    {"return", 1, OP_RETURN, read_return},
};

static void read_one(struct reader *r, const json_t *o, struct op *op)
{
    const char *name = json_string_value(json_array_get(o, 0));
    for (size_t i = 0; name && i < sizeof ops / sizeof *ops; i++) {
        if (strcmp(ops[i].name, name))
            continue;
        if (json_array_size(o) != ops[i].args + 1)
            wrong(r, "\"%s\" takes %zu argument%s", name, ops[i].args, ops[i].args == 1 ? "" : "s");
        op->kind = ops[i].kind;
        if (!r->bad)
            ops[i].read(r, op, o);
        return;
    }
    if (name)
        wrong(r, "there is no op \"%.40s\"", name);
    else
        wrong(r, "an op is a list that begins with its name, like [\"sleep\", 1]");
}

static void read_ops(struct reader *r, const json_t *v, struct op_list *to)
{
    size_t n = json_array_size(v), at = strlen(r->where);
    if (!json_is_array(v)) {
        wrong(r, "a list of ops belongs here");
        return;
    }
    if ((r->ops += n) > MOST_OPS || ++r->depth > MOST_DEPTH) {
        wrong(r, "too large: a scenario has at most %d ops, nested at most %d deep", MOST_OPS,
              MOST_DEPTH);
        return;
    }
    struct op *list = make(r, n * sizeof *list);
    for (size_t i = 0; i < n && !r->bad; i++) {
        snprintf(r->where + at, sizeof r->where - at, "[%zu]", i);
        read_one(r, json_array_get(v, i), &list[i]);
    }
    if (!n)
        list_line(r, "pass");
    r->depth--;
    *to = (struct op_list){list, n};
}

/* ---- the whole ---- */

static size_t read_count(struct reader *r, const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    snprintf(r->where, sizeof r->where, "%s", name);
    if (!v)
        return 0;
    return is_number(r, v, 0, MOST_OBJECTS, "a count") ? (size_t)json_integer_value(v) : 0;
}

static int64_t *read_numbers(struct reader *r, const json_t *o, const char *name, int64_t least,
                             size_t *n)
{
    const json_t *v = json_object_get(o, name);
    snprintf(r->where, sizeof r->where, "%s", name);
    *n = json_array_size(v);
    if (v && (!json_is_array(v) || *n > MOST_OBJECTS)) {
        wrong(r, "a list of numbers belongs here");
        *n = 0;
    }
    int64_t *at = make(r, *n * sizeof *at);
    for (size_t i = 0; i < *n; i++)
        at[i] = is_number(r, json_array_get(v, i), least, 1000000, "it")
                    ? json_integer_value(json_array_get(v, i))
                    : 0;
    return at;
}

static void read_def(struct reader *r, const json_t *v, struct def_plan *d)
{
    d->line = list_line(r, "async def %s():", d->name);
    r->indent = 1;
    read_ops(r, v, &d->ops);
    r->indent = 0;
    list_line(r, "%s", "");
}

static void read_plan(struct reader *r, const json_t *o)
{
    struct world_plan *p = r->s->plan = make(r, sizeof *p);
    const json_t *defs = json_object_get(o, "defs");
    p->nlocks = read_count(r, o, "locks");
    p->sems = read_numbers(r, o, "sems", 0, &p->nsems);
    p->nevents = read_count(r, o, "events");
    p->queues = read_numbers(r, o, "queues", -1, &p->nqueues);
    p->ndefs = json_array_size(defs);
    snprintf(r->where, sizeof r->where, "defs");
    if ((defs && !json_is_array(defs)) || p->ndefs > MOST_OBJECTS)
        wrong(r, "a list of lists of ops belongs here");
    p->defs = make(r, p->ndefs * sizeof *p->defs);
    for (size_t i = 0; i < p->ndefs && !r->bad; i++) {
        snprintf(r->where, sizeof r->where, "defs[%zu]", i);
        snprintf(p->defs[i].name, sizeof p->defs[i].name, "d%zu", i);
        read_def(r, json_array_get(defs, i), &p->defs[i]);
    }
    if (r->bad)
        return;
    snprintf(r->where, sizeof r->where, "main");
    snprintf(p->main.name, sizeof p->main.name, "main");
    read_def(r, json_object_get(o, "main"), &p->main);
    r->lines = list_line(r, "asyncio.run(main())");
}

static int read_text(struct scenario *s, char *text, size_t len)
{
    json_error_t error;
    struct reader r = {.s = s, .text = text, .len = len, .where = "the file"};
    json_t *o = json_loadb(text, len, 0, &error);
    if (!o) {
        snprintf(s->error, sizeof s->error, "line %d: not JSON: %.180s", error.line, error.text);
        return -1;
    }
    if (json_is_object(o))
        read_plan(&r, o);
    else
        wrong(&r, "a scenario is an object in {…}");
    json_decref(o);
    s->program = (struct program){.name = s->file,
                                  .file = s->file,
                                  .module = scenario_module,
                                  .data = s->plan,
                                  .module_line = r.lines};
    return r.bad ? -1 : 0;
}

int scenario_read(struct scenario *s, FILE *f, const char *path)
{
    struct buf b = {0};
    char chunk[4096];
    size_t n;
    const char *slash = strrchr(path, '/');
    *s = (struct scenario){0};
    s->file = arena_strdup(&s->arena, slash ? slash + 1 : path);
    while ((n = fread(chunk, 1, sizeof chunk, f)) && b.len <= MOST_BYTES)
        buf_add(&b, chunk, n);
    int bad = -1;
    if (b.len > MOST_BYTES)
        snprintf(s->error, sizeof s->error, "line 1: the file is larger than %d MB",
                 MOST_BYTES >> 20);
    else if (ferror(f))
        snprintf(s->error, sizeof s->error, "line 1: the file cannot be read");
    else
        bad = read_text(s, buf_str(&b), b.len);
    buf_free(&b);
    return bad;
}

void scenario_close(struct scenario *s)
{
    arena_close(&s->arena);
    buf_free(&s->listing);
}
