/* SPDX-License-Identifier: MIT */
#include "scenario/quiz.h"

#include <stdarg.h>
#include <string.h>

#include "scenario/plan.h"
#include "scenario/run.h"

enum { DEFS = 3, MOST_OPS = 12, INDENT = 4 };

struct maker {
    struct scenario *s;
    struct random *draws;
    const char *names[DEFS];
    unsigned indent, lines;
    bool lock; /* two of the coroutines share one */
};

/* A list of ops that grows. */
struct draft {
    struct op at[MOST_OPS];
    size_t n;
};

/* ---- drawing ---- */

/* 0 … n - 1 */
static unsigned draw(struct maker *m, unsigned n)
{
    uint64_t got = 0;
    random_below(m->draws, n, &got);
    return (unsigned)got;
}

static bool toss(struct maker *m)
{
    return draw(m, 2);
}

static void draw_names(struct maker *m)
{
    static const char *const all[] = {"tea",  "toast", "eggs", "soup",
                                      "rice", "cake",  "jam",  "bread"};
    size_t which[DEFS];
    random_sample(m->draws, sizeof all / sizeof *all, DEFS, which);
    for (size_t i = 0; i < DEFS; i++)
        m->names[i] = all[which[i]];
}

/* ---- the listing, and the ops that it says ---- */

static unsigned list(struct maker *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static unsigned list(struct maker *m, const char *fmt, ...)
{
    va_list ap;
    struct buf *b = &m->s->listing;
    buf_printf(b, "%*s", (int)(*fmt ? m->indent * INDENT : 0), "");
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
    buf_putc(b, '\n');
    return ++m->lines;
}

static struct op_list keep(struct maker *m, const struct draft *d)
{
    struct op *at = arena_alloc(&m->s->arena, d->n * sizeof *at + 1);
    memcpy(at, d->at, d->n * sizeof *at);
    return (struct op_list){at, d->n};
}

static struct op *add(struct draft *d, enum op_kind kind, unsigned line)
{
    struct op *op = &d->at[d->n++];
    *op = (struct op){.kind = kind, .line = line};
    return op;
}

static void add_print(struct maker *m, struct draft *d, const char *text)
{
    struct op *op = add(d, OP_SAY, list(m, "print(\"%s\")", text));
    op->value = value_str(arena_strdup(&m->s->arena, text));
}

/* "tea 1", "tea 2" … */
static void add_count(struct maker *m, struct draft *d, const char *name, int *number)
{
    struct buf b = {0};
    buf_printf(&b, "%s %d", name, ++*number);
    add_print(m, d, buf_str(&b));
    buf_free(&b);
}

static void add_sleep(struct maker *m, struct draft *d, unsigned seconds)
{
    add(d, OP_SLEEP, list(m, "await asyncio.sleep(%u)", seconds))->seconds = seconds;
}

/* Tasks are kept in a, b and c. */
static void add_task(struct maker *m, struct draft *d, unsigned slot, unsigned i)
{
    unsigned line = list(m, "%c = asyncio.create_task(%s())", (int)('a' + slot), m->names[i]);
    struct op *op = add(d, OP_SPAWN, line);
    op->slot = slot;
    op->index = i;
}

static void add_join(struct maker *m, struct draft *d, unsigned slot)
{
    add(d, OP_JOIN, list(m, "await %c", (int)('a' + slot)))->slot = slot;
}

static void add_call(struct maker *m, struct draft *d, unsigned i)
{
    add(d, OP_CALL, list(m, "await %s()", m->names[i]))->index = i;
}

static void add_gather(struct maker *m, struct draft *d, unsigned from)
{
    struct buf b = {0};
    int64_t *defs = arena_alloc(&m->s->arena, DEFS * sizeof *defs);
    size_t n = 0;
    for (unsigned i = from; i < DEFS; i++) {
        buf_printf(&b, "%s%s()", n ? ", " : "", m->names[i]);
        defs[n++] = i;
    }
    struct op *op = add(d, OP_GATHER, list(m, "await asyncio.gather(%s)", buf_str(&b)));
    op->defs = defs;
    op->ndefs = n;
    buf_free(&b);
}

/* ---- a coroutine ---- */

static unsigned draw_seconds(struct maker *m)
{
    static const unsigned char seconds[] = {1, 1, 2, 2, 3, 3, 4, 0};
    return seconds[draw(m, sizeof seconds)];
}

static void add_locked(struct maker *m, struct draft *d, const char *name, int *number)
{
    struct draft body = {.n = 0};
    unsigned line = list(m, "async with lock:");
    m->indent++;
    add_sleep(m, &body, 1 + draw(m, 2));
    add_count(m, &body, name, number);
    m->indent--;
    add(d, OP_LOCK, line)->body = keep(m, &body);
}

static void make_def(struct maker *m, unsigned i, struct def_plan *def)
{
    struct draft d = {.n = 0};
    int number = 0;
    strcpy(def->name, m->names[i]);
    def->line = list(m, "async def %s():", def->name);
    m->indent = 1;
    if (toss(m))
        add_count(m, &d, def->name, &number);
    if (m->lock && i < 2)
        add_locked(m, &d, def->name, &number);
    for (unsigned k = 0, n = 1 + draw(m, 2) + (m->lock ? 0 : draw(m, 2)); k < n; k++) {
        add_sleep(m, &d, draw_seconds(m));
        add_count(m, &d, def->name, &number);
    }
    m->indent = 0;
    list(m, "%s", "");
    def->ops = keep(m, &d);
}

/* ---- main ---- */

static void start_all_at_once(struct maker *m, struct draft *d)
{
    add_gather(m, d, 0);
}

static void start_one_before(struct maker *m, struct draft *d)
{
    add_task(m, d, 0, 0);
    if (toss(m))
        add_sleep(m, d, draw(m, 2));
    add_gather(m, d, 1);
    add_join(m, d, 0);
}

/* The last is awaited without a task of its own. */
static void start_two_and_go_on(struct maker *m, struct draft *d)
{
    add_task(m, d, 0, 0);
    add_task(m, d, 1, 1);
    add_call(m, d, 2);
    add_join(m, d, 0);
    add_join(m, d, 1);
}

static void start_each_after_a_pause(struct maker *m, struct draft *d)
{
    for (unsigned i = 0; i < DEFS; i++) {
        add_task(m, d, i, i);
        if (i + 1 < DEFS)
            add_sleep(m, d, draw(m, 2));
    }
    for (unsigned i = 0; i < DEFS; i++)
        add_join(m, d, i);
}

static void make_main(struct maker *m, struct def_plan *def)
{
    static void (*const ways[])(struct maker * m, struct draft * d) = {
        start_all_at_once, start_one_before, start_two_and_go_on, start_each_after_a_pause};
    struct draft d = {.n = 0};
    strcpy(def->name, "main");
    def->line = list(m, "async def main():");
    m->indent = 1;
    ways[draw(m, sizeof ways / sizeof *ways)](m, &d);
    add_print(m, &d, "done");
    m->indent = 0;
    list(m, "%s", "");
    def->ops = keep(m, &d);
}

/* ---- the whole ---- */

void quiz_make(struct scenario *s, struct random *draws)
{
    *s = (struct scenario){0};
    struct maker m = {.s = s, .draws = draws};
    struct world_plan *p = s->plan = arena_alloc(&s->arena, sizeof *p);
    p->plain = true;
    p->ndefs = p->slots = DEFS;
    p->defs = arena_alloc(&s->arena, DEFS * sizeof *p->defs);
    m.lock = draw(&m, 3) == 0;
    p->nlocks = m.lock;
    draw_names(&m);
    list(&m, "import asyncio");
    list(&m, "%s", "");
    if (m.lock) {
        list(&m, "lock = asyncio.Lock()");
        list(&m, "%s", "");
    }
    for (unsigned i = 0; i < DEFS; i++)
        make_def(&m, i, &p->defs[i]);
    make_main(&m, &p->main);
    s->file = arena_strdup(&s->arena, "quiz.py");
    s->program = (struct program){.name = s->file,
                                  .file = s->file,
                                  .module = scenario_module,
                                  .data = p,
                                  .module_line = list(&m, "asyncio.run(main())")};
}
