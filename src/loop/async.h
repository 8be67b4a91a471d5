/* SPDX-License-Identifier: MIT */
/* async, await, call, py, try: Python's words for a scene written in C. All the clever macros are
 * here.
 *
 *     struct count { struct coro coro; };
 *
 *     async (count, def(3)) {
 *         async_begin;
 *         py(4)  say("One");
 *         py(5)  await(sleep_s(1));
 *         py(6)  say("Two");
 *         async_end;
 *     }
 *
 * The struct is the coroutine's frame: `coro` first, then its arguments and every local that must
 * outlive an await. An await is one `case` of a switch over where the frame stopped, so that
 *   - a C local does not survive an await: put it into the frame (the compiler warns of one it
 * jumps over);
 *   - two awaits cannot share a line, and an await cannot stand inside a switch of the scene's own;
 *   - break, continue and C's return must not leave a try block: async_return may.
 * docs/scenes.md shows every form beside its Python. */
#pragma once
#include "base/alloc.h"
#include "loop/barrier.h"
#include "loop/callback.h"
#include "loop/completed.h"
#include "loop/condition.h"
#include "loop/coro.h"
#include "loop/error.h"
#include "loop/executor.h"
#include "loop/future.h"
#include "loop/gather.h"
#include "loop/generator.h"
#include "loop/group.h"
#include "loop/loop.h"
#include "loop/queue.h"
#include "loop/runner.h"
#include "loop/semaphore.h"
#include "loop/shield.h"
#include "loop/sync.h"
#include "loop/task.h"
#include "loop/timeout.h"
#include "loop/wait.h"

/* Defines the coroutine function fn over struct fn. def(n): the line of its def in the Python
 * twin. SHOW(x): a local or argument that the screen may show; one that holds a task or future
 * lets go of it at the end, as in Python. */
#define async(fn, ...) ASYNC_DEFINE(fn, #fn, NULL, ON_NONE, NULL, __VA_ARGS__)
/* One that is a part of its caller as far as the screen is concerned. */
#define async_part(fn, ...) ASYNC_DEFINE(fn, "", NULL, ON_NONE, NULL, __VA_ARGS__)
#define def(n)  {.type = LOCAL_DEF, .line = (n)}
#define SHOW(x) {.name = #x, .offset = offsetof(frame_type, x), .type = LOCAL_TYPE(((frame_type *)0)->x)}

/* One that is not shown, but let go of all the same. */
#define HOLD(x) {.offset = offsetof(frame_type, x), .type = LOCAL_TYPE(((frame_type *)0)->x)}

#define LOCAL_TYPE(x)                                                                              \
    _Generic((x),                                                                                  \
        bool: LOCAL_BOOL,                                                                          \
        int: LOCAL_INT,                                                                            \
        int64_t: LOCAL_I64,                                                                        \
        double: LOCAL_DOUBLE,                                                                      \
        const char *: LOCAL_STR,                                                                   \
        struct value: LOCAL_VALUE,                                                                 \
        struct future *: LOCAL_OBJECT,                                                             \
        struct task *: LOCAL_OBJECT,                                                               \
        struct generator *: LOCAL_OBJECT)

#define ASYNC_DEFINE(fn, python_name, python_file, awaits, tells, ...)                             \
    static enum flow fn##_run(struct fn *self);                                                    \
    static enum flow fn##_body(struct coro *coro)                                                  \
    {                                                                                              \
        return fn##_run((struct fn *)coro);                                                        \
    }                                                                                              \
    static const struct async *fn##_async(void)                                                    \
    {                                                                                              \
        typedef struct fn frame_type;                                                              \
        static const struct local locals[] = {__VA_ARGS__};                                        \
        static const struct async function = {                                                     \
            .name = python_name,                                                                   \
            .file = python_file,                                                                   \
            .on = awaits,                                                                          \
            .tell = tells,                                                                         \
            .size = sizeof(frame_type),                                                            \
            .body = fn##_body,                                                                     \
            .locals = locals,                                                                      \
            .nlocals = sizeof locals / sizeof *locals,                                             \
        };                                                                                         \
        _Static_assert(offsetof(frame_type, coro) == 0, "struct coro coro must come first in struct " #fn); \
        return &function;                                                                          \
    }                                                                                              \
    static enum flow fn##_run(struct fn *self)

/* Lets fn be called above its definition. */
#define async_declare(fn) static const struct async *fn##_async(void)

/* fn(.x = 1, …): makes the coroutine and runs nothing, as in Python. */
#define call(...)            CALL(__VA_ARGS__, .coro = {0})
#define CALL(fn, ...)        coro_new(fn##_async(), &(struct fn){__VA_ARGS__})

/* The Python line that the statement behind it stands for, both as one statement. */
#define py(n) if (thread_line(n), 0) { } else

#define async_begin                                                                                \
    goto async_go;                                                                                 \
async_raise:                                                                                       \
    __attribute__((unused));                                                                       \
    if (!coro_catch(&self->coro))                                                                  \
        return coro_leave(&self->coro);                                                            \
async_go:                                                                                          \
    switch (self->coro.at) {                                                                       \
    case 0:

#define async_end                                                                                  \
    this_thread->value = NONE;                                                                    \
    return coro_leave(&self->coro);                                                                \
    default:                                                                                       \
        coro_lost(&self->coro);                                                                    \
        }                                                                                          \
    return FLOW_RETURN

/* Waits for a coroutine (runs in the same step), a task or a future. Its errors go on as in
 * Python. */
#define await(x) await_then(x, (void)0)

/* try: await x finally: then; for a `then` that does not await. */
#define await_then(x, then)                                                                        \
    await_with(_Generic((x),                                                                       \
                   struct coro *: await_coro,                                                      \
                   struct task *: await_task,                                                      \
                   struct future *: await_future)(&self->coro, (x)), then)

/* What every await is made of: `begin` tells whether the frame must wait now; `then` is run when it
 * goes on, whether it waited or not. */
#define await_with(begin, then)                                                                    \
    do {                                                                                           \
        _Static_assert(__LINE__ < CORO_FRESH, "the file is too long");                             \
        self->coro.at = __LINE__;                                                                  \
        self->coro.line = this_thread->line;                                                      \
        if (begin)                                                                                 \
            return FLOW_AWAIT;                                                                     \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        then;                                                                                      \
        if (await_raised(&self->coro))                                                             \
            goto async_raise;                                                                      \
    } while (0)

/* What the last await gave. */
static inline struct value awaited(void)
{
    return this_thread->value;
}

/* return v, also from inside a try block. */
#define async_return(v)                                                                            \
    do {                                                                                           \
        coro_return(&self->coro, (v));                                                             \
        goto async_raise;                                                                          \
    } while (0)

/* return what future_fetch fetched, or raise it. */
#define async_result()                                                                             \
    do {                                                                                           \
        this_thread->returning = !this_thread->error;                                            \
        goto async_raise;                                                                          \
    } while (0)

/* raise; e is a struct error *. */
#define raise(e)                                                                                   \
    do {                                                                                           \
        this_thread->error = (e);                                                                 \
        goto async_raise;                                                                          \
    } while (0)

/* self->x = a task, future or generator, held until x is assigned again or the coroutine ends (x
 * must be in SHOW or HOLD). del self->x: keep(self->x, NULL). */
#define keep(x, v) object_assign((void **)&(x), (v))

/* try { … } except (ValueError) { … } end_try;
 * try { … } finally { … } end_finally; */
#define try                                                                                        \
    {                                                                                              \
    coro_try(&self->coro, __LINE__);                                                               \
    __attribute__((fallthrough));                                                                  \
    case __LINE__:                                                                                 \
    if (!coro_unwinding())                                                                         \
        for (; coro_trying(&self->coro, __LINE__); coro_try_left(&self->coro, __LINE__))           \
            for (; coro_trying(&self->coro, __LINE__); coro_try_end(&self->coro))
#define except(type) else if (coro_except(&(type), NULL))
/* … as e, where e is a struct error * in the frame */
#define except_as(type, e) else if (coro_except(&(type), &(e)))
#define end_try            else goto async_raise; }
#define finally            else (void)0; coro_finally(&self->coro);
#define end_finally                                                                                \
    if (coro_finally_end(&self->coro))                                                             \
        goto async_raise;                                                                          \
    }

/* async with: enter; try { … } end_with(exit); where exit is run on every way out, does not await,
 * and may put another error into this_thread->error. */
#define end_with(exit)                                                                             \
    else (void)0;                                                                                  \
    exit;                                                                                          \
    if (coro_unwinding())                                                                          \
        goto async_raise;                                                                          \
    }

/* asyncio.run(coro), in a module: awaited like everything that takes its time. */
#define asyncio_run(c) await_with(await_run(&self->coro, (c)), (void)0)

/* print(): a formatted line. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* time.sleep(): the whole loop stands still; in a thread, only that. Seconds. */
void time_sleep(double seconds);
/* time.perf_counter(): seconds on the loop's clock. */
double perf_counter(void);
/* __file__ */
const char *py_file(void);
/* What the program was given: its data, and the line of its asyncio.run(). */
const void *py_data(void);
unsigned py_module_line(void);
/* A value that the user set with -p, or the program's own. */
int64_t param(const char *name);
bool param_is_set(const char *name);
/* The program's random numbers, and random.seed(n) on them (or what the user gave with --seed). */
struct random *py_random(void);
void py_seed(int64_t n);

/* ---- what the macros stand on ---- */

bool await_coro(struct coro *self, struct coro *c);
bool await_task(struct coro *self, struct task *t);
bool await_future(struct coro *self, struct future *f);
bool await_run(struct coro *self, struct coro *c);
/* A bare yield: gives way until the next tick. */
#define await_next_tick() await_with(yield_now(), (void)0)
bool yield_now(void);

static inline bool await_raised(struct coro *self)
{
    if (self->fn->on == ON_NONE)
        this_thread->line = self->line;
    return this_thread->error != NULL;
}
static inline bool coro_unwinding(void)
{
    return this_thread->error || this_thread->returning;
}
void coro_return(struct coro *self, struct value v);
/* Goes to the innermost handler of self's; false if it has none. */
bool coro_catch(struct coro *self);
enum flow coro_leave(struct coro *self);
void coro_try(struct coro *self, unsigned line);
bool coro_trying(struct coro *self, unsigned line);
void coro_try_end(struct coro *self);
void coro_try_left(struct coro *self, unsigned line);
bool coro_except(const struct error_type *type, struct error **e);
void coro_finally(struct coro *self);
/* In a finally block: the error that goes on behind it, or NULL. */
struct error *coro_held(const struct coro *self);
bool coro_finally_end(struct coro *self);
_Noreturn void coro_lost(const struct coro *self);
/* A generator's frame leaves the stack it is on, with its try blocks, for one of its own; and comes
 * back from there, on top of `caller`. */
void stack_split(struct coro *self, struct stack *to);
void stack_join(struct stack *from, struct coro *caller);
