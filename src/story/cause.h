/* SPDX-License-Identifier: MIT */
/* What led to what, as far as the trace near an event shows it. Events are numbers; TRACE_NONE
 * means that there is none, or that it is too far away to be looked for. */
#pragma once
#include "trace/model.h"

enum {
    CAUSE_NEAR = 64,   /* events about one task looked back over */
    CAUSE_SCAN = 1024, /* tasks looked through for one that waits */
};

/* Is event i still in the trace? */
bool cause_kept(const struct trace *t, uint32_t i);
/* The BEGIN of the handle that did event i. */
uint32_t cause_run(const struct trace *t, uint32_t i);
/* The SOON of a task's turn, given its BEGIN. */
uint32_t cause_soon(const struct trace *t, uint32_t begin);
/* The event that finished the future which a SOON is a callback of. */
uint32_t cause_done(const struct trace *t, uint32_t soon);
/* The event that finished the future of which a callback begins to hear. */
uint32_t cause_heard(const struct trace *t, uint32_t begin);
/* The FIRE that put the handle of a BEGIN into this tick's ready queue. */
uint32_t cause_fire(const struct trace *t, uint32_t begin);
/* The task that waits for a future, 0 if none is found. */
uint32_t cause_waiter(const struct model *m, uint32_t ref);
/* The task that set a timer, given the TIMER; 0 if none did. */
uint32_t cause_setter(const struct trace *t, uint32_t timer);

/* Why the run of a handle in which event happened took place: the TASK that created its task, or
 * the BEGIN of the handle that scheduled it or set its timer, or, if nothing that ran did, the
 * CANCEL, SOON, TIMER or IO that put it there. TRACE_NONE: no handle ran, or that is no longer in
 * the trace. */
uint32_t cause_of(const struct model *m, uint32_t event);
