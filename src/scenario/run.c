/* SPDX-License-Identifier: MIT */
/* Runs a scenario: what tests/oracle/scenario_run.py does with asyncio, done with this loop. A def
 * is a coroutine; each op that waits is one of its own, awaited by the one that holds it. */
#include <stdio.h>

#include "asyncio/asyncio.h"
#include "scenario/plan.h"
#include "scenario/run.h"

/* ---- the world: what all tasks of a scenario share ---- */

struct world {
    const struct world_plan *plan;
    struct lock *locks;
    struct semaphore *sems;
    struct sync_event *events;
    struct queue *queues;
    struct task **slots;
    int64_t made; /* coroutines so far: names are d<def>.<made> */
};

/* Python's Ret: a return on its way out of nested lists of ops. */
static const struct error_type Ret = {"Ret", &Exception};

static void *make(size_t n)
{
    return arena_alloc(&this_thread->arena, n + 1);
}

static struct world *world_new(const struct world_plan *p)
{
    struct world *w = make(sizeof *w);
    w->plan = p;
    w->locks = make(p->nlocks * sizeof *w->locks);
    w->sems = make(p->nsems * sizeof *w->sems);
    w->events = make(p->nevents * sizeof *w->events);
    w->queues = make(p->nqueues * sizeof *w->queues);
    w->slots = make((size_t)p->slots * sizeof(struct task *));
    for (size_t i = 0; i < p->nsems; i++)
        w->sems[i] = SEMAPHORE(p->sems[i]);
    for (size_t i = 0; i < p->nqueues; i++)
        w->queues[i] = QUEUE(p->queues[i]);
    return w;
}

/* Where a list of ops is run: who says what it says; NULL in a plain program. */
struct place {
    struct world *world;
    const char *me;
};

static struct coro *call_ops(struct place p, struct op_list list);
static struct coro *call_def(struct world *w, int64_t i);

/* ---- words ---- */

static void show(struct buf *b, const struct error *e)
{
    if (e->group) {
        buf_puts(b, "Group[");
        for (size_t i = 0; i < e->group->n; i++) {
            buf_puts(b, i ? "," : "");
            show(b, e->group->at[i].error);
        }
        buf_putc(b, ']');
        return;
    }
    if (error_is(e, &CancelledError)) {
        buf_puts(b, "Cancelled");
        return;
    }
    buf_printf(b, "%s:", e->type->name);
    if (e->arg.kind != VALUE_UNSET)
        value_text(b, e->arg);
}

static const char *keep_text(struct buf *b)
{
    const char *s = arena_strdup(&this_thread->arena, b->s ? b->s : "");
    buf_free(b);
    return s;
}

static const char *shown(const struct error *e)
{
    struct buf b = {0};
    show(&b, e);
    return keep_text(&b);
}

static const char *shown_value(struct value v)
{
    struct buf b = {0};
    value_repr(&b, v);
    return keep_text(&b);
}

/* ---- outcome: await something and tell in words how it went ---- */

struct awaiting {
    struct coro coro;
    struct coro *of; /* a coroutine, or else … */
    struct future *future;
    struct value said;
    struct error *e;
};

async_part(awaiting, def(45), SHOW(future))
{
    async_begin;
    try {
        if (self->of)
            await(self->of);
        else
            await(self->future);
        self->said = value_str(shown_value(awaited()));
    }
    except_as(CancelledError, self->e)
    {
        if (current_task()->cancelling)
            raise(self->e);
        self->said = value_str("Cancelled");
    }
    except_as(Exception, self->e)
    {
        self->said = value_str(shown(self->e));
    }
    end_try;
    async_return(self->said);
    async_end;
}

static struct coro *outcome_of(struct coro *c)
{
    return call(awaiting, .of = c);
}

static struct coro *outcome_of_future(struct future *f)
{
    return call(awaiting, .future = object_ref(f));
}

/* ---- ops that wait ---- */

struct op_outcome {
    struct coro coro;
    struct place at;
    const char *verb; /* "join 3" */
    struct coro *of;
};

async_part(op_outcome, def(58))
{
    async_begin;
    await(self->of);
    say("%s: %s -> %s", self->at.me, self->verb, awaited().s);
    async_end;
}

static struct coro *say_outcome(struct place at, const char *verb, int64_t slot, struct coro *of)
{
    struct buf b = {0};
    if (slot >= 0)
        buf_printf(&b, "%s %lld", verb, (long long)slot);
    else
        buf_puts(&b, verb);
    return call(op_outcome, .at = at, .verb = keep_text(&b), .of = of);
}

/* Of a plain program: awaits, and says nothing. */
struct joining {
    struct coro coro;
    struct future *of;
};

async_part(joining, def(58), SHOW(of))
{
    async_begin;
    await(self->of);
    async_end;
}

struct gathering {
    struct coro coro;
    struct place at;
    const struct op *op;
};

static struct future *gather_defs(struct world *w, const struct op *op)
{
    struct coro **coros = make(op->ndefs * sizeof(struct coro *));
    for (size_t i = 0; i < op->ndefs; i++)
        coros[i] = call_def(w, op->defs[i]);
    return gather_n(coros, op->ndefs, op->collect);
}

static struct value show_errors(struct value results)
{
    struct list *l = make(sizeof *l + results.list->n * sizeof *l->at);
    l->n = results.list->n;
    for (size_t i = 0; i < l->n; i++) {
        struct value v = results.list->at[i];
        l->at[i] = v.kind == VALUE_ERROR ? value_str(shown(v.error)) : v;
    }
    return (struct value){.kind = VALUE_LIST, .list = l};
}

async_part(gathering, def(82))
{
    async_begin;
    await(gather_defs(self->at.world, self->op));
    async_return(show_errors(awaited()));
    async_end;
}

/* The frame of most ops. */
#define OP_FRAME(name, ...)  \
    struct name {            \
        struct coro coro;    \
        struct place at;     \
        const struct op *op; \
        __VA_ARGS__          \
    }

OP_FRAME(op_lock, struct lock *lock;);

async_part(op_lock, def(88))
{
    async_begin;
    self->lock = &self->at.world->locks[self->op->index];
    await(lock_acquire(self->lock));
    try {
        await(call_ops(self->at, self->op->body));
        thread_line(self->op->line);
    }
    end_with(lock_release(self->lock));
    async_end;
}

OP_FRAME(op_sem, struct semaphore *sem;);

async_part(op_sem, def(91))
{
    async_begin;
    self->sem = &self->at.world->sems[self->op->index];
    await(semaphore_acquire(self->sem));
    try {
        await(call_ops(self->at, self->op->body));
    }
    end_with(semaphore_release(self->sem));
    async_end;
}

OP_FRAME(op_get, int unused;);

static const char *text_of(struct value v)
{
    struct buf b = {0};
    value_text(&b, v);
    return keep_text(&b);
}

async_part(op_get, def(102))
{
    async_begin;
    await(queue_get(&self->at.world->queues[self->op->index]));
    say("%s: got %s", self->at.me, text_of(awaited()));
    async_end;
}

OP_FRAME(op_timeout, struct timeout t; struct error * e;);

async_part(op_timeout, def(106))
{
    async_begin;
    try {
        async_with_timeout(self->t, self->op->seconds)
        {
            await(call_ops(self->at, self->op->body));
        }
        end_timeout(self->t);
    }
    except(TimeoutError)
    {
        say("%s: timeout", self->at.me);
    }
    end_try;
    async_end;
}

OP_FRAME(op_group, struct group tg; struct error * e;);

static void create_members(struct op_group *self)
{
    for (size_t i = 0; i < self->op->ndefs; i++) {
        thread_line(self->op->line2 + (unsigned)i);
        group_create_task(&self->tg, call_def(self->at.world, self->op->defs[i]));
    }
}

async_part(op_group, def(116))
{
    async_begin;
    try {
        async_with_group(self->tg)
        {
            create_members(self);
        }
        end_group(self->tg);
        say("%s: group ok", self->at.me);
    }
    except_as(BaseExceptionGroup, self->e)
    {
        say("%s: group %s", self->at.me, shown(self->e));
    }
    end_try;
    async_end;
}

OP_FRAME(op_try, struct error *e;);

async_part(op_try, def(125))
{
    async_begin;
    try {
        await(call_ops(self->at, self->op->body));
    }
    except_as(Ret, self->e)
    {
        raise(self->e);
    }
    except_as(BaseException, self->e)
    {
        thread_line(self->op->line2);
        say("%s: caught %s", self->at.me, shown(self->e));
        await(call_ops(self->at, self->op->handler));
    }
    end_try;
    async_end;
}

OP_FRAME(op_finally, int unused;);

async_part(op_finally, def(133))
{
    async_begin;
    try {
        await(call_ops(self->at, self->op->body));
    } finally {
        await(call_ops(self->at, self->op->handler));
    }
    end_finally;
    async_end;
}

/* The same in a plain program, where it is not what it is there; NULL: it is. */
static struct coro *plain_waiting_op(struct place at, const struct op *op)
{
    struct world *w = at.world;
    switch (op->kind) {
    case OP_JOIN:
        return call(joining, .of = object_ref(&w->slots[op->slot]->future));
    case OP_GATHER:
        return call(gathering, .at = at, .op = op);
    case OP_CALL:
        return call_def(w, op->index);
    default:
        return NULL;
    }
}

/* The coroutine of an op that waits; NULL if there is nothing to wait for. */
static struct coro *waiting_op(struct place at, const struct op *op)
{
    struct world *w = at.world;
    struct coro *plain = at.me ? NULL : plain_waiting_op(at, op);
    if (plain)
        return plain;
    struct task *t = op->kind == OP_JOIN || op->kind == OP_SHIELD ? w->slots[op->slot] : NULL;
    if (t == current_task())
        t = NULL;
    switch (op->kind) {
    case OP_SLEEP:
        return sleep_s(op->seconds);
    case OP_JOIN:
        return t ? say_outcome(at, "join", op->slot, outcome_of_future(&t->future)) : NULL;
    case OP_SHIELD:
        return t ? say_outcome(at, "shield", op->slot, outcome_of_future(shield(t))) : NULL;
    case OP_GATHER:
        return say_outcome(at, "gather", -1, outcome_of(call(gathering, .at = at, .op = op)));
    case OP_WAIT_FOR:
        return say_outcome(at, "wait_for", -1,
                           outcome_of(wait_for(call_def(w, op->index), op->seconds)));
    case OP_WAIT:
        return event_wait(&w->events[op->index]);
    case OP_PUT:
        return queue_put(&w->queues[op->index], op->value);
    case OP_GET:
        return call(op_get, .at = at, .op = op);
    case OP_LOCK:
        return call(op_lock, .at = at, .op = op);
    case OP_SEM:
        return call(op_sem, .at = at, .op = op);
    case OP_TIMEOUT:
        return call(op_timeout, .at = at, .op = op);
    case OP_GROUP:
        return call(op_group, .at = at, .op = op);
    case OP_TRY:
        return call(op_try, .at = at, .op = op);
    case OP_FINALLY:
        return call(op_finally, .at = at, .op = op);
    default:
        return NULL;
    }
}

/* ---- ops that do not wait ---- */

static void print_text(void *text)
{
    say("cb: %s", (const char *)text);
}

static void spawn(struct place at, const struct op *op)
{
    keep(at.world->slots[op->slot], create_task(call_def(at.world, op->index)));
}

static void say_value(struct place at, struct value v)
{
    const char *text = v.kind == VALUE_STR ? v.s : shown_value(v);
    if (at.me)
        say("%s: %s", at.me, text);
    else
        say("%s", text);
}

/* The error that it raises, or NULL. */
static struct error *plain_op(struct place at, const struct op *op)
{
    struct world *w = at.world;
    struct task *t = op->kind == OP_CANCEL ? w->slots[op->slot] : NULL;
    bool could;
    switch (op->kind) {
    case OP_SAY:
        say_value(at, op->value);
        break;
    case OP_SPAWN:
        spawn(at, op);
        break;
    case OP_CANCEL:
        if (!t)
            break;
        could = task_cancel(t);
        if (task_cancel_too_deep())
            return error_text(&RecursionError,
                              "maximum recursion depth exceeded while calling a Python object");
        say("%s: cancel %lld -> %s", at.me, (long long)op->slot, could ? "True" : "False");
        break;
    case OP_SET:
        event_set(&w->events[op->index]);
        break;
    case OP_CLEAR:
        event_clear(&w->events[op->index]);
        break;
    case OP_SOON:
        call_soon("print", print_text, (void *)(uintptr_t)op->text);
        break;
    case OP_LATER:
        call_later(op->seconds, "print", print_text, (void *)(uintptr_t)op->text);
        break;
    case OP_RAISE:
        return error_text(&ValueError, "%s", op->text);
    case OP_RETURN:
        return error_new(&Ret, op->value);
    default:
        break;
    }
    return NULL;
}

/* ---- lists of ops, and defs ---- */

struct ops {
    struct coro coro;
    struct place at;
    struct op_list list;
    size_t i;
    struct coro *wait;
    struct error *e;
};

static struct coro *begin_op(struct ops *self)
{
    const struct op *op = &self->list.at[self->i];
    thread_line(op->line);
    self->e = plain_op(self->at, op);
    return self->e ? NULL : waiting_op(self->at, op);
}

async_part(ops, def(41))
{
    async_begin;
    for (; self->i < self->list.n; self->i++) {
        self->wait = begin_op(self);
        if (self->e)
            raise(self->e);
        if (self->wait)
            await(self->wait);
    }
    async_end;
}

static struct coro *call_ops(struct place p, struct op_list list)
{
    return call(ops, .at = p, .list = list);
}

struct body {
    struct coro coro;
    struct place at;
    struct op_list list;
    struct error *e;
};

async(body, def(35))
{
    async_begin;
    try {
        await(call_ops(self->at, self->list));
    }
    except_as(Ret, self->e)
    {
        async_return(self->e->arg);
    }
    end_try;
    async_end;
}

/* A def is a coroutine function of its own, with its own name and line. */
static struct coro *call_body(struct world *w, const struct def_plan *d, const char *me)
{
    struct async *fn = make(sizeof *fn + sizeof *fn->locals);
    struct local *line = (struct local *)(fn + 1);
    *fn = *body_async();
    *line = (struct local){.type = LOCAL_DEF, .line = (uint16_t)d->line};
    fn->name = d->name;
    fn->locals = line;
    return coro_new(fn, &(struct body){.at = {w, me}, .list = d->ops});
}

static struct coro *call_def(struct world *w, int64_t i)
{
    struct buf b = {0};
    if (w->plan->plain)
        return call_body(w, &w->plan->defs[i], NULL);
    buf_printf(&b, "d%lld.%lld", (long long)i, (long long)++w->made);
    return call_body(w, &w->plan->defs[i], keep_text(&b));
}

/* ---- the program ---- */

struct main {
    struct coro coro;
    struct world *world;
    struct timeout t;
};

static const char *rounded(double seconds)
{
    struct buf b = {0};
    char text[64];
    snprintf(text, sizeof text, "%.6f", seconds);
    sscanf(text, "%lf", &seconds);
    buf_float(&b, seconds);
    return keep_text(&b);
}

async(main, def(149))
{
    async_begin;
    self->world = world_new(py_data());
    thread_line(self->world->plan->main.line);
    try {
        async_with_timeout(self->t, 100)
        {
            await(call_body(self->world, &self->world->plan->main, "main"));
        }
        end_timeout(self->t);
    }
    except(TimeoutError)
    {
        say("main: stuck");
    }
    end_try;
    say("end at %s", rounded(perf_counter()));
    async_end;
}

static struct coro *call_main(void)
{
    const struct world_plan *p = py_data();
    return p->plain ? call_body(world_new(p), &p->main, NULL) : call(main);
}

struct module {
    struct coro coro;
};

async(module, def(1))
{
    async_begin;
    thread_line(py_module_line());
    asyncio_run(call_main());
    async_end;
}

const struct async *scenario_module(void)
{
    return module_async();
}
