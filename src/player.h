/* SPDX-License-Identifier: MIT */
/* The player: owns a run (its loop, its trace) or a loaded trace, and the cursor. The loop is
 * ticked only to make more trace; every move is a move of the cursor, so a step is one event and as
 * big back as forth. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "asyncio/runner.h"
#include "story/lint.h"
#include "trace/model.h"
#include "trace/trace.h"

struct player {
    struct observer observer; /* takes events as they come; first */
    struct lint lint;         /* … from here, where the loop or a reader of traces tells them */
    struct trace trace;
    struct model model; /* at the cursor */
    struct model head;  /* at the end of the trace */
    /* Checkpoints: copies of head along the way; points[0] is at trace.first or before it. */
    struct model *points;
    size_t npoints, points_cap;
    uint32_t history; /* events to keep at least; 0: all */
    struct runner runner;
    bool has_loop;    /* there is a loop, which can make more events until it is over */
    uint32_t *breaks; /* lines with a breakpoint */
    size_t nbreaks, breaks_cap;
};

/* Opens a program at its first event. It must outlive the player. 0 or a negative uv error. */
int player_open(struct player *p, const struct program *program, enum clock_mode clock,
                uint32_t history);
/* Opens a player without a loop, to be filled through p->lint.observer. */
void player_open_empty(struct player *p, uint32_t history);
void player_close(struct player *p);

/* Makes trace until it has at least `events` or the program is over; on a real clock only what is
 * due now. false: there will be no more. */
bool player_produce(struct player *p, uint32_t events);

/* The cursor counts the events that have happened: trace.first <= cursor <= trace.end. All moves
 * return false if the cursor could not be moved (nothing that way, or nothing found: then it
 * stays). */
bool player_seek(struct player *p, uint32_t cursor);
bool player_step(struct player *p, int by); /* by events, forth or back */
/* To where the next tick begins, or this one, or the one before. */
bool player_tick(struct player *p, int by);
/* To where the task's next (last) turn begins. */
bool player_turn(struct player *p, uint32_t task, int by);
bool player_start(struct player *p);
bool player_end(struct player *p);
bool player_percent(struct player *p, int by); /* of the trace as far as it is known */

/* Runs on until an event for which `hit` is true has happened; by is 1 or -1. */
typedef bool player_hit(const struct player *p, uint32_t event, void *data);
bool player_until(struct player *p, int by, player_hit *hit, void *data);

/* Breakpoints are lines of the program; an event that reaches the line hits. */
void player_break(struct player *p, uint32_t line); /* sets it, or takes it away */
bool player_breaks(const struct player *p, uint32_t line);
bool player_continue(struct player *p, int by);

/* The event that happened last, or TRACE_NONE before the first. */
static inline uint32_t player_event(const struct player *p)
{
    return p->model.cursor > p->trace.first ? p->model.cursor - 1 : TRACE_NONE;
}
