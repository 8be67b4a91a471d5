/* SPDX-License-Identifier: MIT */
/* The trace in words: what an event was and why it happened, what a task waits for, what a handle
 * does. Everything is looked up in the trace and the model; nothing is guessed, and what is no
 * longer kept is left out. All of it is one line of printable text, appended to the buffer without
 * a newline: what the program itself made is escaped and cut. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* The event that m's cursor stands behind (number m->cursor - 1): what happened, in one sentence,
 * and why, in one to four, nothing if there is nothing to add ("Why now: …" where a handle begins
 * to run). why: NULL if not asked for. Before the first event kept: that there is none. */
void story_tell(const struct model *m, struct buf *what, struct buf *why);
/* The same of an event not far before the cursor. */
void story_tell_of(const struct model *m, uint32_t i, struct buf *what, struct buf *why);

/* What a task does or waits for, in a few words: "gather of Task-2, 3, 4", "sleep(1) until 1.000",
 * "woken by its sleep(1)", "returned 10", "ValueError('x')"; of a cancelled one by whom:
 * "by Task-1". Nothing if it is not known. */
void story_task(const struct model *m, uint32_t task, struct buf *out);

/* A handle in the ready queue: "Task-3", "sleep timer of Task-2", "gather: Task-2 is done".
 * One that runs now is described by an entry whose event and source are its BEGIN. */
void story_handle(const struct model *m, struct entry h, struct buf *out);
/* What a timer is for: "Task-2's sleep(1)", "the time limit of Task-1's wait_for()",
 * "the callback print". */
void story_timer(const struct model *m, const struct timer_entry *t, struct buf *out);
/* What poll did in this tick: "slept 1.000 s: the nearest timer was due at 1.000",
 * "did not wait: 3 handles were ready". */
void story_poll(const struct model *m, struct buf *out);
