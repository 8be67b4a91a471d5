/* SPDX-License-Identifier: MIT */
#include "asyncio/generator.h"

#include "asyncio/gather.h"
#include "asyncio/state.h"
#include "loop/await.h"

const struct error_type StopAsyncIteration = {"StopAsyncIteration", &Exception};
const struct error_type GeneratorExit = {"GeneratorExit", &BaseException};

/* Its frame is on the stack of a task only while a turn runs: from anext() to the next yield. */
struct generator {
    struct object object;
    struct stack stack; /* of one frame; none: it has ended */
    struct generator *prev,
        *next; /* those that the loop will close, in order of their first turn */
    const char *name;
    uint16_t line; /* of the async for that takes from it */
    bool begun, listed;
    bool running, yielded; /* a turn runs; it ended with a yield */
    bool closed;
};

/* ---- those that have begun ---- */

static void list(struct asyncio *a, struct generator *g)
{
    g->listed = true;
    g->prev = a->last;
    if (g->prev)
        g->prev->next = g;
    else
        a->generators = g;
    a->last = g;
}

static void unlist(struct asyncio *a, struct generator *g)
{
    if (!g->listed)
        return;
    g->listed = false;
    if (g->prev)
        g->prev->next = g->next;
    else
        a->generators = g->next;
    if (g->next)
        g->next->prev = g->prev;
    else
        a->last = g->prev;
    g->prev = g->next = NULL;
}

/* ---- life ---- */

static void drop_frame(struct generator *g)
{
    struct coro *c = g->stack.top;
    g->stack.top = NULL;
    if (c)
        coro_free(c);
}

static void generator_free(struct asyncio *a, struct generator *g)
{
    unlist(a, g);
    if (!g->running) /* else its frame goes with the stack that it is on */
        drop_frame(g);
    arena_free(&this_thread->arena, g, sizeof *g);
}

struct closing {
    struct handle handle;
    struct generator *generator;
};

static void run_closing(struct handle *h, struct future *arg)
{
    (void)arg;
    struct generator *g = ((struct closing *)h)->generator;
    create_task(aclose(g));
    object_unref(g);
    arena_free(&this_thread->arena, h, sizeof(struct closing));
}

static const struct handle_type closing_type = {"BaseEventLoop.create_task", HANDLE_CALLBACK,
                                                run_closing, NULL};

/* BaseEventLoop._asyncgen_finalizer_hook */
static void close_soon(struct asyncio *a, struct generator *g)
{
    struct closing *c = arena_alloc(&this_thread->arena, sizeof *c);
    unlist(a, g);
    c->handle.type = &closing_type;
    c->generator = object_ref(g);
    loop_call_soon(get_running_loop(), &c->handle);
    loop_wake(get_running_loop());
}

static void finalize(struct object *o)
{
    struct generator *g = (struct generator *)o;
    struct asyncio *a = asyncio_state();
    bool open = a->running;
    if (open && g->stack.top && g->begun && !g->running && !g->closed)
        close_soon(a, g);
    else
        generator_free(a, g);
}

static const struct object_type generator_type = {"async_generator", finalize, NULL, NULL};

struct generator *async_gen(struct coro *c)
{
    struct generator *g = arena_alloc(&this_thread->arena, sizeof *g);
    g->object.type = &generator_type;
    coro_take(c);
    g->stack.top = c;
    g->name = c->fn->name;
    return g;
}

/* ---- a turn ---- */

struct turn {
    struct coro coro;
    struct generator *generator;
};

static bool begin_turn(struct coro *self, struct generator *g)
{
    if (!g->begun)
        list(asyncio_state(), g);
    g->begun = g->running = true;
    g->yielded = false;
    stack_join(&g->stack, self);
    return true;
}

static void end_turn(struct generator *g)
{
    g->running = false;
    if (!g->yielded)
        g->stack.top = NULL; /* freed when it returned */
}

static void taken(struct generator *g)
{
    struct error *cause = this_thread->error;
    end_turn(g);
    if (!g->stack.top && !cause) {
        this_thread->error = error_new(&StopAsyncIteration, (struct value){0});
    } else if (!g->stack.top && error_raised(&StopAsyncIteration)) {
        this_thread->error = error_text(&RuntimeError, "async generator raised StopAsyncIteration");
        this_thread->error->cause = cause;
    }
}

static struct error *already_running(const char *what)
{
    return error_text(&RuntimeError, "%s(): asynchronous generator is already running", what);
}

ASYNC_DEFINE(turn, "async_generator_asend", NULL, ON_OTHER, NULL, def(0), HOLD(generator))
{
    async_begin;
    if (self->generator->running)
        raise(already_running("anext"));
    if (!self->generator->stack.top || self->generator->closed)
        raise(error_new(&StopAsyncIteration, (struct value){0}));
    await_with(begin_turn(&self->coro, self->generator), taken(self->generator));
    async_return(awaited());
    async_end;
}

struct coro *anext(struct generator *g)
{
    return call(turn, .generator = object_ref(g));
}

/* Raised in the frame when it goes on. */
static bool begin_exit(struct coro *self, struct generator *g)
{
    this_thread->error = error_new(&GeneratorExit, (struct value){0});
    return begin_turn(self, g);
}

static void exited(struct generator *g)
{
    end_turn(g);
    if (error_raised(&GeneratorExit) || error_raised(&StopAsyncIteration))
        this_thread->error = NULL;
    if (g->stack.top)
        this_thread->error = error_text(&RuntimeError, "async generator ignored GeneratorExit");
}

static bool needs_exit(struct generator *g)
{
    bool needs = g->stack.top && g->begun && !g->closed;
    g->closed = true;
    if (!g->begun)
        drop_frame(g);
    return needs;
}

struct turn_exit {
    struct coro coro;
    struct generator *generator;
};

ASYNC_DEFINE(turn_exit, "async_generator_athrow", NULL, ON_OTHER, NULL, def(0), HOLD(generator))
{
    async_begin;
    if (self->generator->running)
        raise(already_running("aclose"));
    if (needs_exit(self->generator))
        await_with(begin_exit(&self->coro, self->generator), exited(self->generator));
    async_end;
}

struct coro *aclose(struct generator *g)
{
    return call(turn_exit, .generator = object_ref(g));
}

void generator_yield(struct coro *self, struct value v)
{
    struct coro *turn = self->caller;
    if (!turn || (turn->fn != turn_async() && turn->fn != turn_exit_async()))
        die("%s() yields, so it is no coroutine to be awaited: async_gen(call(%s)) makes a "
            "generator",
            self->fn->name, self->fn->name);
    struct generator *g = ((struct turn *)turn)->generator;
    g->yielded = true;
    stack_split(self, &g->stack);
    this_thread->value = v;
}

/* ---- async for ---- */

void generator_loop(struct generator *g)
{
    g->line = this_thread->line;
}

struct coro *generator_next(struct generator *g)
{
    thread_line(g->line);
    return anext(g);
}

void generator_stop(void)
{
    if (coro_except(&StopAsyncIteration, NULL))
        this_thread->value = (struct value){0};
}

/* ---- the end of run() ---- */

struct shutdown_asyncgens {
    struct coro coro;
    struct generator **all;
    size_t n;
};

static void shutdown_tell(const struct coro *c, struct note *n)
{
    (void)c;
    n->name = "_UnixSelectorEventLoop.shutdown_asyncgens";
}

static struct future *close_all(struct shutdown_asyncgens *self)
{
    struct asyncio *a = asyncio_state();
    for (struct generator *g = a->generators; g; g = g->next)
        self->n++;
    struct coro **closing = arena_alloc(&this_thread->arena, self->n * sizeof *closing);
    self->all = arena_alloc(&this_thread->arena, self->n * sizeof *self->all);
    for (size_t i = 0; i < self->n; i++) {
        self->all[i] = object_ref(a->generators);
        closing[i] = aclose(self->all[i]);
        unlist(a, self->all[i]);
    }
    return gather_n(closing, self->n, true);
}

static void tell_errors(struct shutdown_asyncgens *self, const struct list *results)
{
    for (size_t i = 0; i < self->n; i++) {
        struct value v = results->at[i];
        if (v.kind == VALUE_ERROR && error_is(v.error, &Exception)) {
            struct buf b = {0};
            buf_printf(&b,
                       "an error occurred during closing of asynchronous generator "
                       "<async_generator object %s>",
                       self->all[i]->name);
            loop_report(get_running_loop(), b.s, v.error, 0);
            buf_free(&b);
        }
        object_unref(self->all[i]);
    }
}

ASYNC_DEFINE(shutdown_asyncgens, "BaseEventLoop.shutdown_asyncgens", "asyncio/base_events.py",
             ON_OTHER, shutdown_tell, def(539))
{
    async_begin;
    if (!asyncio_state()->generators)
        async_return(NONE);
    await(close_all(self));
    tell_errors(self, awaited().list);
    async_end;
}

struct coro *shutdown_asyncgens(void)
{
    return call(shutdown_asyncgens);
}
