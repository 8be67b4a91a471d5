/* SPDX-License-Identifier: MIT */
/* A program that is run: a scene's, a scenario's. */
#pragma once
#include "asyncio/runner.h"
#include "target/orders.h"
#include "player/player.h"

struct program_target {
    struct target target; /* first */
    struct program program;
    enum clock_mode clock;
    struct runner runner;
    void (*let_go)(struct program_target *t);  /* before it is freed; or NULL */
    void (*changed)(struct program_target *t); /* it will go another way; or NULL */
    struct orders_target orders;
    struct schedule chosen;
    struct param *lock; /* its parameter that puts a lock in, or NULL */
};

/* The program's parts stay the caller's and must outlive the target, which is to be allocated: its
 * type's free() frees it. */
void program_init(struct program_target *t, const struct program *program, enum clock_mode clock);

/* Opens a player on a program at its first event, with a target of its own. 0 or an exit status;
 * close it in any case. */
int program_open(struct player *p, const struct program *program, enum clock_mode clock,
                 uint32_t history);
/* What runs it. */
struct runner *program_runner(const struct player *p);
