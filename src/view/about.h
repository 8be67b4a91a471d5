/* SPDX-License-Identifier: MIT */
/* What several views say of a task, a handle or a lock. */
#pragma once
#include "base/buf.h"
#include "view/view.h"

/* The task that is marked in the tasks pane and that o, O and Enter mean: the selected one, else
 * the one that runs, else the one that ran last; 0: there is none yet. */
uint32_t view_task(const struct model *m, const struct ui *ui);

/* Made by asyncio.run() itself, for its end. */
bool view_is_closing_task(const struct trace *t, uint32_t task);
/* Locks, queues … that have a pane of their own, of a model of p. */
uint32_t view_objects(const struct player *p, const struct model *m);
/* The scene that the recap offers to open, where that is what is shown and no task is selected;
 * else NULL. */
const char *view_offered(const struct player *p, const struct ui *ui);
/* Where a task stood when it stopped last, and for what: "main → say_hello → sleep(1)"; nothing
 * before its first. */
void view_awaits(struct buf *out, const struct model *m, uint32_t task);
/* Who made a task, and when: "by Task-1 in tick 1", "by the program"; nothing if that is no longer
 * in the trace. */
void view_created(struct buf *out, const struct trace *t, uint32_t task);
/* The event that tells what a task's locals are now; TRACE_NONE: none does. One before whose line it
 * has stopped tells it already. */
uint32_t view_told(const struct player *p, uint32_t task);
/* A frame's "name=repr" lines on one line; NULL for none. */
void view_locals(struct buf *out, const char *locals);
/* Handles in the ready queue that belong to this tick; those behind them wait for the next. */
uint32_t view_ready_now(const struct model *m);
/* A task is called by its name; what a callback does is said. */
void view_handle(struct buf *out, const struct model *m, struct entry e);
/* The handle that a BEGIN runs, as it stood in the queue. */
struct entry view_entry(const struct trace *t, uint32_t begin);
/* The latest SYNC event of object `number`, from 1, at the cursor; TRACE_NONE if it is not kept. */
uint32_t view_object(const struct model *m, uint32_t number);
/* The task that a SYNC event's note says holds the object; 0: none, or that is not known. */
uint32_t view_holder(const struct model *m, const struct note *n);
/* The BEGIN of the handle in which event i happened; TRACE_NONE: in none, or too far back to look
 * for. */
uint32_t view_handle_around(const struct trace *t, uint32_t i);
/* The one task of that name; 0 if there is none, or more than one. */
uint32_t view_task_named(const struct model *m, const char *name);
