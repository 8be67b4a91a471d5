/* SPDX-License-Identifier: MIT */
/* When locks, queues, variables … changed, along a trace: of each its changes, as a list in which the
 * last before some event is found (trace/links.h). It grows with the trace; a model has nothing of
 * it. */
#pragma once
#include "trace/links.h"

struct objects {
    struct linked *changes; /* of all */
    uint32_t nchanges, gone;
    size_t changes_cap;
    uint32_t *newest; /* by number - 1: the latest change + 1; 0: there was none */
    uint32_t n;
    size_t cap;
};

void objects_close(struct objects *o);
/* Event i tells of a change of one. */
void objects_see(struct objects *o, uint32_t number, uint32_t i);
/* The event of its latest change before the cursor; NO_LINK: none, or it is gone. */
uint32_t objects_find(const struct objects *o, uint32_t number, uint32_t cursor);
/* Changes before event `first` are let go of. */
void objects_drop(struct objects *o, uint32_t first);
size_t objects_bytes(const struct objects *o);
