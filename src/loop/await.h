/* SPDX-License-Identifier: MIT */
/* async, await, call and py: Python's words for a coroutine written in C. All the clever macros are
 * here, and in try.h.
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
 *   - a C local does not survive an await: put it into the frame (the compiler warns of one that
 *     it jumps over);
 *   - two awaits cannot share a line, and an await cannot stand inside a switch of the scene's own;
 *   - break, continue and C's return must not leave a try block: async_return may.
 * docs/scenes.md shows every form beside its Python. */
#pragma once
#include "base/alloc.h"
#include "loop/coro.h"
#include "loop/future.h"
#include "loop/loop.h"
#include "loop/task.h"
#include "loop/try.h"
#include "python/error.h"

/* clang-format off */

/* Defines the coroutine function fn over struct fn. def(n): the line of its def in the Python
 * twin. SHOW(x): a local or argument that the screen may show; one that holds a task or future
 * lets go of it at the end, as in Python. */
#define async(fn, ...) ASYNC_DEFINE(fn, #fn, NULL, ON_NONE, NULL, __VA_ARGS__)
/* One that is a part of its caller as far as the screen is concerned. */
#define async_part(fn, ...) ASYNC_DEFINE(fn, "", NULL, ON_NONE, NULL, __VA_ARGS__)
#define def(n)  {.type = LOCAL_DEF, .line = (n)}
#define SHOW(x) {.name = #x, .offset = offsetof(frame_type, x), .type = LOCAL_CHECKED(x)}
/* A pointer to something else, as an object of that class: SHOW_AS(room, "Semaphore"). */
#define SHOW_AS(x, of_class)                                                                       \
    {.name = #x,                                                                                   \
     .offset = offsetof(frame_type, x) + 0 * sizeof *((frame_type *)0)->x,                         \
     .type = LOCAL_OTHER,                                                                          \
     .class = (of_class)}

/* One that is not shown, but let go of all the same. */
#define HOLD(x) {.offset = offsetof(frame_type, x), .type = LOCAL_CHECKED(x)}

#define LOCAL_CHECKED(x)                                                                           \
    (enum local_type)(sizeof(struct {                                                              \
        _Static_assert(LOCAL_TYPE(((frame_type *)0)->x) != LOCAL_DEF,                              \
                       "SHOW and HOLD take locals of the types bool, int, int64_t, double, "       \
                       "const char *, struct value, struct future *, struct task *, "              \
                       "struct generator *, struct futures *, struct coro *, struct loop *; not "  \
                       "the one of: " #x);                                                         \
        char size[1 + LOCAL_TYPE(((frame_type *)0)->x)];                                           \
    }) - 1)

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
        struct generator *: LOCAL_OBJECT,                                                          \
        struct futures *: LOCAL_OBJECT,                                                            \
        struct coro *: LOCAL_CORO,                                                                 \
        struct loop *: LOCAL_LOOP,                                                                 \
        default: LOCAL_DEF)

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
        _Static_assert(offsetof(frame_type, coro) == 0,                                            \
                       "struct coro coro must come first in struct " #fn);                         \
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
        coro_return(v);                                                                            \
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

/* clang-format on */

/* ---- what the macros stand on ---- */

bool await_too_deep(struct coro *c);
static inline bool await_coro(struct coro *self, struct coro *c)
{
    if (self->depth >= CORO_DEEPEST)
        return await_too_deep(c);
    coro_start(c, self->stack, self);
    return true;
}
bool await_task(struct coro *self, struct task *t);
bool await_future(struct coro *self, struct future *f);
/* A bare yield: gives way until the next tick. */
#define await_next_tick() await_with(yield_now(), (void)0)
static inline bool yield_now(void)
{
    struct loop *l = get_running_loop();
    struct handle *h = &l->current->wake;
    h->type = &task_step_type;
    h->arg = NULL;
    loop_call_soon(l, h);
    return true;
}

static inline bool await_raised(struct coro *self)
{
    if (self->fn->on == ON_NONE)
        this_thread->line = self->line;
    return this_thread->error != NULL;
}
_Noreturn void coro_lost(const struct coro *self);
