/* SPDX-License-Identifier: MIT */
/* The player: owns a trace, the model of it and the cursor, and has a target, which is asked for
 * more only to make more trace. Every move is a move of the cursor, so a step is one event and as
 * big back as forth. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "breaks/breaks.h"
#include "player/target.h"
#include "story/lint.h"
#include "story/moments.h"
#include "trace/model.h"
#include "trace/archive.h"
#include "trace/trace.h"
#include "trace/turns.h"

struct player;
struct prints; /* player/prints.h */

/* A move of which nobody knows how long it takes: on to an event, or back to one. */
struct move {
    int by; /* 1 or -1 */
    /* Is event i what is looked for? NULL: nothing is, it goes on to the end. */
    bool (*hit)(const struct player *p, uint32_t i, const struct move *m);
    /* Instead of hit(): where it stops for the sake of event i, as a cursor; TRACE_NONE: not. */
    uint32_t (*stop)(const struct player *p, uint32_t i, const struct move *m);
    /* Moves *at, the cursor it has come to, on to where hit() shall be asked next, past what it would say
     * no to; false: nobody knows, and each event is looked at. NULL: that is always so. */
    bool (*skip)(const struct player *p, const struct move *m, uint32_t *at);
    const void *data; /* for hit(), the caller's: it must live until the move is over */
    uint32_t task;    /* for hit() */
    bool moment;      /* nothing is looked for but the end of a moment */
    bool along; /* hit() looks at the world: the cursor goes along, and stands behind event i */
    uint32_t
        lets; /* a target that is held may go on so many events at a time; 0: it is left alone */
    uint32_t upto; /* it does not go beyond this cursor; 0: there is no such bound */
    bool or_end;   /* if nothing is found: to the last event, or back to the first */
};

enum progress { MOVE_NOWHERE, MOVE_DONE, MOVE_GOES_ON };

struct player {
    struct observer observer; /* takes events as they come; first */
    struct lint lint;         /* … from here, where the loop or a reader of traces tells them */
    struct trace trace;
    struct model model;     /* at the cursor; only seeking changes it */
    struct model head;      /* at the end of the trace */
    struct moments moments; /* up to some event: player_moment looks on */
    struct turns turns;     /* up to some event, too */
    struct archive archive; /* how the model comes to any cursor */
    struct prints *prints;  /* what the story may tell where */
    uint64_t number;        /* of all that there ever were */
    uint32_t history;       /* events to keep at least; 0: all … */
    uint64_t memory; /* … and about how many bytes it may take all in all; 0: as many as it does */
    struct move move;      /* that goes on */
    uint32_t at;           /* the event it looks at next */
    uint32_t from;         /* where the cursor was when it began */
    bool waits;            /* … for a target that is held, and may have something soon */
    struct target *target; /* NULL: all there is to the trace is told by others */
    bool owns_target;      /* and frees it in the end */
    struct breaks breaks;
    uint32_t stops_told; /* breaks.changes, when a target that is held was told of them */
};

/* Starts a target and stands before its first event. The target stays the caller's and must outlive
 * the player, which must be closed in any case. 0, or an exit status after a sentence on stderr. */
int player_open(struct player *p, struct target *t, uint32_t history);
/* The same with a bound on its bytes, beyond which the oldest events are let go. */
int player_open_within(struct player *p, struct target *t, uint32_t history, uint64_t memory);
/* About how many it takes. */
uint64_t player_bytes(const struct player *p);
/* Opens a player without a target, to be filled through p->lint.observer. */
void player_open_empty(struct player *p, uint32_t history);
void player_close(struct player *p);

/* Will there be no more events than the trace has? */
static inline bool player_over(const struct player *p)
{
    return !p->target || p->target->over;
}

/* Does it go on in real time? */
static inline bool player_is_live(const struct player *p)
{
    return !player_over(p) && p->target->live;
}

/* Is there a file of which more is yet to be read? */
static inline bool player_is_read(const struct player *p)
{
    return !player_over(p) && p->target->recorded;
}

/* Does it go on by itself, and no further than it may? */
static inline bool player_is_held(const struct player *p)
{
    return !player_over(p) && p->target->held;
}

/* Has what is held told that nothing can wake it? Then only a signal does, and nobody need wait for that. */
bool player_is_stuck(const struct player *p);
/* Seconds until a target that is not over has more; 0 or less: it has. */
double player_patience(const struct player *p);
/* Waits at most so long that a target that is held has more. */
void player_wait(const struct player *p, double seconds);
/* It may go on for as long as nobody holds it, and a little further. */
void player_let_run(struct player *p);
/* A clock that goes by real time stands still, or goes on. */
void player_hold(struct player *p, bool still);

/* Makes trace until it has at least `events` or the target is over; in real time only what is due
 * now. false: there will be no more. */
bool player_produce(struct player *p, uint32_t events);
/* Some milliseconds of that. true: it is done, or the target has no more for now. */
bool player_look_ahead(struct player *p, uint32_t events);
/* All there will be, however long that takes. */
void player_finish(struct player *p);

/* The cursor counts the events that have happened: trace.first <= cursor <= trace.end. All moves
 * return false if the cursor could not be moved (nothing that way, or nothing found: then it
 * stays). */
bool player_seek(struct player *p, uint32_t cursor);
bool player_step(struct player *p, int by); /* by events, forth or back */
bool player_start(struct player *p);
bool player_percent(struct player *p, int by); /* of the trace as far as it is known */

/* To the end of the next moment (story/moments.h), or of the one before. */
struct move move_moment(int by);
/* To where the next tick begins, or this one, or the one before. */
struct move move_tick(int by);
/* To where the task's next (last) turn begins. */
struct move move_turn(uint32_t task, int by);
/* To where a breakpoint's line is about to run, or the watched local has changed. */
struct move move_continue(int by);
/* Behind the last event there will be. */
struct move move_end(void);
/* To the next warning, error or deadlock that is told of, or the one before. */
struct move move_warning(int by);

/* A move is begun, and then goes on, some milliseconds at a time, until it is somewhere: found, or
 * nowhere to be found, and then the cursor is where it was. */
void player_begin(struct player *p, struct move m);
/* The same from another place than the cursor. */
void player_begin_at(struct player *p, uint32_t at, struct move m);
enum progress player_go_on(struct player *p);
/* How far one that goes on has come. */
struct behind {
    unsigned percent; /* of the way to the trace's end or start, … */
    bool around;      /* … or, once it has gone on at the other one, to where it began */
};
struct behind player_behind(const struct player *p);
/* One that goes on is given up: the cursor is where it was. */
void player_give_up(struct player *p);
/* All of it at once. */
bool player_move(struct player *p, struct move m);
bool player_moment(struct player *p, int by);
bool player_tick(struct player *p, int by);
bool player_turn(struct player *p, uint32_t task, int by);
bool player_continue(struct player *p, int by);
bool player_end(struct player *p);

/* A breakpoint before a line of a file, NULL for the program's own, is set or taken away. */
void player_break(struct player *p, const char *file, uint32_t line);
bool player_breaks(const struct player *p, const char *file, uint32_t line);
/* The breakpoint whose line is about to run, and the event that tells so; NULL: there is none. */
const struct breakpoint *player_stops_before(const struct player *p, uint32_t *event);
/* Has the event that happened last changed the watched local? Then what it is and was. */
bool player_changes_watched(const struct player *p, struct watched *w);
/* Is one of the two so? */
bool player_stops_here(const struct player *p);
/* Some milliseconds of counting how often each breakpoint stops before here, and after, as far as the
 * trace is known. true: that is done. */
bool player_count_stops(struct player *p);
/* Is it, already? */
bool player_has_counted_stops(const struct player *p);
/* The first place behind cursor `from`, and not behind the player's, where playing stops; the
 * player's own if there is none. */
uint32_t player_stop_since(const struct player *p, uint32_t from);
/* The line that was reached last. */
const struct place *player_place(const struct player *p);

/* Looks at the trace up to the cursor, so that the moment that ends there can be told, and how tasks
 * have spent their time. */
void player_look_at_moment(struct player *p);

/* The event that happened last, or TRACE_NONE before the first. */
static inline uint32_t player_event(const struct player *p)
{
    return p->model.cursor > p->trace.first ? p->model.cursor - 1 : TRACE_NONE;
}
