/* SPDX-License-Identifier: MIT */
/* For moment*.c: who tells which kind of moment, and what several of them say. */
#pragma once
#include "story/awaits.h"
#include "base/buf.h"
#include "story/moments.h"
#include "trace/model.h"

/* The moment that is told. */
struct telling {
    const struct model *m; /* at its end */
    const struct trace *t;
    const struct tally *y;
    const struct stop *s;
    uint32_t first;        /* its first event */
    const struct event *e; /* its head … */
    struct note n;         /* … and the head's note, without frames */
    uint32_t who;          /* the task whose turn it is or was; 0: none's */
    bool begins;           /* that turn begins here … */
    bool starts;           /* … and is its first */
    uint32_t before;       /* the END of the turn before, or TRACE_NONE */
    bool veiled;           /* the order of those who are ready is not told */
    struct buf *headline, *why, *more;
};

typedef void teller(const struct telling *s);

/* By what makes the moment. */
extern teller tell_setup, tell_start, tell_ending, tell_jump, tell_idle, tell_block, tell_recap,
    tell_tasks, tell_wait, tell_print, tell_done, tell_callback, tell_futures, tell_cancel,
    tell_gather, tell_timer, tell_sync, tell_executor, tell_worker, tell_soon, tell_thread_wait,
    tell_thread_done, tell_thread, tell_shared, tell_thread_computes, tell_thread_switch,
    tell_thread_lock, tell_threads_stuck, tell_thread_jump, tell_threads_start, tell_threads_recap,
    tell_transfers, tell_answers, tell_process, tell_pipe;

/* The transfer with which the task's turn asks for something, in this moment; NULL: none. */
const char *moment_asks(const struct telling *s);
/* The result of a pool's process is handed over; false: it is a thread's. */
bool tell_pool(const struct telling *s);
/* The process that it starts in this moment; NULL: none. */
const char *moment_starts(const struct telling *s);
/* What it writes in this moment: "8 bytes"; NULL: nothing. */
const char *moment_writes(const struct telling *s);

/* "the lock", or where there are several which of them: "Lock-2". */
void moment_lock(const struct telling *s, struct buf *b, uint32_t object);

/* Is the word first met in this moment? */
/* Was a queue shut down before event i, in the same turn? */
bool moment_shut(const struct telling *s, uint32_t i);
bool moment_meets(const struct telling *s, enum word word);

/* Columns that the text takes. */
int moment_columns(const struct buf *b);
/* Cuts a line that is too long. */
void moment_fit(struct buf *b);
/* Appends a sentence to a line that has room for it; else to the line below it, if that is empty. */
void moment_add(struct buf *b, struct buf *below, const char *sentence);

/* The function of a task's coroutine: count(), of Counter.count. */
void moment_function(const struct telling *s, struct buf *b, uint32_t task);
/* "Task-2 starts count() and ", "Task-2 goes on and ", "Task-2 ", "The program ": a verb is next. */
void moment_who(const struct telling *s, struct buf *b);
/* "Task-2 starts count()" or "Task-2 goes on", where a turn begins. */
void moment_verb(const struct telling *s, struct buf *b);
/* Why the turn is now: "Its sleep(1) at line 5 is over"; nothing if none begins. */
void moment_reason(const struct telling *s, struct buf *b);
/* "Task-1 cancelled its sleep at line 3", given the CANCEL. */
void moment_canceller(const struct telling *s, struct buf *b, uint32_t cancel);
/* The callback of asyncio's own that is next, if somebody is told by it; or NULL. */
struct callback;
const struct callback *moment_told_next(const struct model *m);
/* The same as moment_reason, and who is behind it: "…, so it has its turn; behind it: Task-3, 4." */
void moment_turn(const struct telling *s, struct buf *b);
/* The same, of the turn that begins with this BEGIN, as far as the model's cursor has got in it. */
void moment_turn_of(const struct model *m, uint32_t begin, struct buf *b);
/* As moment_reason, of the turn that begins with this BEGIN, which may lie ahead. */
void moment_reason_of(const struct model *m, uint32_t begin, struct buf *b);
/* "; behind it: Task-3, 4": what this tick has yet to run. */
void moment_behind(const struct model *m, struct buf *b);
/* Did a time limit make the task ready, given the SOON of its turn? */
bool moment_time_is_up(const struct telling *s, uint32_t soon);
/* Who is next: "Task-3 is next." "Nobody is ready now." */
void moment_next(const struct model *m, struct buf *b);
/* The same, by moment_add. */
void moment_add_next(const struct telling *s, struct buf *b, struct buf *below);

/* Some of a list of tasks, and how many they are in all. */
struct names {
    uint32_t task[4];
    uint32_t n, all; /* n: of them known */
};
/* One more of them, behind the others. */
void moment_add_name(struct names *names, uint32_t task);
/* "Task-2, Task-3 and Task-4" · "Task-2, Task-3, Task-4 and 7 more" */
void moment_names(const struct telling *s, struct buf *b, const struct names *names);
/* The first tasks of which an event of this kind tells behind the head. */
struct names moment_tasks(const struct telling *s, enum event_kind kind, uint32_t all);
/* The tasks of whose end the callbacks of the moment hear. */
struct names moment_heard(const struct telling *s);
/* The last event of the kind in the moment, or TRACE_NONE. */
uint32_t moment_last(const struct telling *s, enum event_kind kind);
/* Where their order is not told: by their numbers, and not some of them only. */
struct names moment_veil(const struct telling *s, struct names names);
/* "Task-1 is ready again" · "Task-3 and Task-4 are ready again" */
void moment_ready(const struct telling *s, struct buf *b);
/* "Its turn is in tick 6." */
void moment_their_turn(const struct telling *s, struct buf *b);

/* Where a task stands. */
struct standing {
    const char *inner, *outer; /* the two innermost functions; NULL: none */
    uint32_t outer_line;
    size_t depth;
};
struct standing moment_standing(const struct trace *t, uint32_t end);
/* " at line 5"; nothing if the place is none. */
void moment_line(struct buf *b, const struct trace *t, uint32_t place);

/* What the lesson says about the line; nothing if it has no remark. */
void moment_remark(const struct telling *s, struct buf *b);
