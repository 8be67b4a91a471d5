/* SPDX-License-Identifier: MIT */
/* Checkpoints: copies of the model along the trace, so that the model at any cursor is a copy of one
 * and some events more. They lie as close as a quarter of the bytes that the events between them
 * take, unpacked, pays for: the more tasks, the farther apart. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

struct checkpoints {
    struct model *at; /* at[0] is at the trace's first event or before it */
    size_t n, cap;
};

/* The first one is a copy of `start`. */
void checkpoints_init(struct checkpoints *c, const struct model *start);
void checkpoints_close(struct checkpoints *c);
/* To be called after each event that `head`, the model at the end of the trace, was folded on. */
void checkpoints_see(struct checkpoints *c, const struct model *head);
/* The last one at or before the cursor, or else the first. */
const struct model *checkpoints_before(const struct checkpoints *c, uint32_t cursor);
/* Before the trace drops the events before `first`: the first checkpoint will be there. */
void checkpoints_drop(struct checkpoints *c, uint32_t first);
/* What they take. */
size_t checkpoints_bytes(const struct checkpoints *c);
