/* SPDX-License-Identifier: MIT */
/* For story*.c: who explains which kind of event, and what several of them say. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* The event that is explained. */
struct explained {
    const struct model *m;
    const struct trace *t;
    uint32_t i; /* its number */
    const struct event *e;
    struct note n;       /* a copy without frames: the trace has one note at a time */
    const struct row *r; /* of e->actor, or NULL */
};
struct explained story_at(const struct model *m, uint32_t i);

/* What happened, and why: told by a function, or always the same. */
typedef void explainer(const struct explained *s, struct buf *b);
struct explanation {
    explainer *tell_what;
    const char *what;
    explainer *tell_why;
    const char *why;
};
/* By event kind; each kind is in one of them. */
extern const struct explanation explain_turns[EV_KINDS], explain_tasks[EV_KINDS],
    explain_loop[EV_KINDS], explain_program[EV_KINDS], explain_transfers[EV_KINDS],
    explain_processes[EV_KINDS], explain_workers[EV_KINDS];

/* Who does it at the cursor, as the first word of a sentence. */
void story_who(const struct model *m, struct buf *b);
/* Handles that this tick has yet to run. */
uint32_t story_left(const struct model *m);
/* Is it the first of its kind in the trace, of BEGINs the first of a task or of a callback? Only
 * looked for among the first events: there a word is explained. */
bool story_is_first(const struct explained *s);
/* Given the note of a BLOCK: did it compute, and not sleep? */
bool story_computes(const struct note *n);
/* When the handle that has just joined the ready queue will run. */
void story_place(const struct model *m, struct buf *b);
