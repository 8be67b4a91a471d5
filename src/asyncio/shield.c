/* SPDX-License-Identifier: MIT */
#include "asyncio/shield.h"

#include "loop/await.h"

struct shield {
    struct future outer;
    struct handle inner_done, outer_done;
    struct future *inner; /* held */
};

static struct shield *shield_of_inner(struct handle *h)
{
    return (struct shield *)((char *)h - offsetof(struct shield, inner_done));
}

static struct object *inner_done_owner(struct handle *h)
{
    return &shield_of_inner(h)->outer.object;
}

static void inner_done(struct handle *h, struct future *inner)
{
    struct future *outer = &shield_of_inner(h)->outer;
    if (outer->state != OUTCOME_CANCELLED) {
        if (inner->state == OUTCOME_CANCELLED)
            future_cancel(outer, (struct value){0});
        else if (inner->state == OUTCOME_FAILED)
            future_set_error(outer, future_error(inner));
        else
            future_set_result(outer, future_value(inner));
    }
    inner->unseen = false;
}

static void outer_done(struct handle *h, struct future *outer)
{
    (void)h;
    struct shield *s = (struct shield *)outer;
    if (!future_done(s->inner))
        future_remove_callback(s->inner, &s->inner_done);
}

static const struct handle_type inner_done_type = {"shield.<locals>._inner_done_callback",
                                                   HANDLE_CALLBACK, inner_done, inner_done_owner};
static const struct handle_type outer_done_type = {"shield.<locals>._outer_done_callback",
                                                   HANDLE_CALLBACK, outer_done, NULL};

static void free_shield(struct future *f)
{
    struct shield *s = (struct shield *)f;
    object_unref(s->inner);
    arena_free(&this_thread->arena, s, sizeof *s);
}

static const struct future_type shield_type = {
    .object = FUTURE_OBJECT("Future"),
    .unseen = "Future exception was never retrieved",
    .on = ON_SHIELD,
    .on_done = ON_FUTURE,
    .free = free_shield,
};

struct future *shield_future(struct future *f)
{
    if (future_done(f))
        return f;
    struct shield *s = arena_alloc(&this_thread->arena, sizeof *s);
    future_init(&s->outer, &shield_type);
    s->inner = object_ref(f);
    s->inner_done.type = &inner_done_type;
    s->outer_done.type = &outer_done_type;
    future_add_callback(f, &s->inner_done);
    future_add_callback(&s->outer, &s->outer_done);
    return &s->outer;
}

struct future *shield_coro(struct coro *c)
{
    return shield_future(&create_task(c)->future);
}

struct future *shield_task(struct task *t)
{
    return shield_future(&t->future);
}
