/* SPDX-License-Identifier: MIT */
#include "target/program.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/report.h"

static struct program_target *self(struct target *t)
{
    return (struct program_target *)t;
}

static void take_end(struct program_target *p)
{
    p->target.over = p->runner.over;
    p->target.status = p->runner.status;
}

static int start(struct target *t, struct observer *to)
{
    struct program_target *p = self(t);
    int r = runner_init(&p->runner, p->clock, to);
    if (r < 0) {
        report("no event loop could be made: %s", uv_strerror(r));
        return 1;
    }
    if (p->program.threads && p->clock == CLOCK_VIRTUAL && !p->orders.program)
        orders_begin(&p->orders, &p->program);
    t->orders = p->orders.program ? &p->orders.told : NULL;
    runner_start(&p->runner, &p->program);
    take_end(p);
    return 0;
}

static double patience(struct target *t)
{
    return loop_patience(&self(t)->runner.loop);
}

static bool more(struct target *t)
{
    struct program_target *p = self(t);
    if (t->live)
        loop_poll(&p->runner.loop); /* threads may have something */
    if (patience(t) > 0)
        return false;
    runner_tick(&p->runner);
    take_end(p);
    return true;
}

static void finish(struct target *t)
{
    runner_finish(&self(t)->runner);
    take_end(self(t));
}

static void hold(struct target *t, bool still)
{
    struct clock *clock = &self(t)->runner.loop.clock;
    still ? clock_pause(clock) : clock_resume(clock);
}

static void stop(struct target *t)
{
    runner_close(&self(t)->runner);
}

static bool try_orders(struct target *t)
{
    return orders_try(&self(t)->orders);
}

static bool take_lock(struct program_target *p)
{
    if (!p->lock)
        return false;
    p->lock->value = !p->lock->value;
    p->program.schedule = NULL;
    orders_begin(&p->orders, &p->program);
    return true;
}

static bool take_beside(struct program_target *p, enum order_wish wish)
{
    const struct schedule *by = orders_beside(&p->orders, wish);
    if (!by)
        return false;
    schedule_copy(&p->chosen, by);
    p->program.schedule = &p->chosen;
    return true;
}

static bool take_order(struct target *t, enum order_wish wish)
{
    struct program_target *p = self(t);
    bool takes = wish == ORDER_LOCKED ? take_lock(p) : take_beside(p, wish);
    if (takes && p->changed)
        p->changed(p);
    return takes;
}

static void free_it(struct target *t)
{
    orders_close(&self(t)->orders);
    schedule_close(&self(t)->chosen);
    if (self(t)->let_go)
        self(t)->let_go(self(t));
    free(t);
}

static const struct target_type type = {
    .start = start,
    .more = more,
    .finish = finish,
    .patience = patience,
    .hold = hold,
    .stop = stop,
    .free = free_it,
    .try_orders = try_orders,
    .take_order = take_order,
};

void program_init(struct program_target *t, const struct program *program, enum clock_mode clock)
{
    *t = (struct program_target){
        .target = {.type = &type, .live = clock == CLOCK_REAL, .name = program->name},
        .program = *program,
        .clock = clock,
    };
}

int program_open(struct player *p, const struct program *program, enum clock_mode clock,
                 uint32_t history)
{
    struct program_target *t = xcalloc(1, sizeof *t);
    program_init(t, program, clock);
    int r = player_open(p, &t->target, history);
    if (r)
        free(t);
    p->owns_target = !r;
    return r;
}

struct runner *program_runner(const struct player *p)
{
    return &self(p->target)->runner;
}
