/* SPDX-License-Identifier: MIT */
/* Checkpoints: models kept along the way, so that the model at any cursor is a copy of one and some
 * events more. A copy is cheap (trace/model.h); what makes one dear is what changed since the last.
 *
 * Those along the trace lie as close as half of the bytes of the events between them pays for.
 * Those on the way to the cursor are left behind where the next of the former is far away: 512
 * events before it, and where somebody steps back also 2048, 8192 and so on. So nearly every step
 * back folds some hundred events, however many tasks there are. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

enum { CHECKPOINT_WAY = 16 };

struct checkpoints {
    struct model *at; /* along the trace; at[0] is at its first event or before it */
    size_t n, cap;
    struct model way[CHECKPOINT_WAY]; /* to the cursor, none of them behind it */
    unsigned nway;
};

/* The first one is a copy of `start`. */
void checkpoints_init(struct checkpoints *c, const struct model *start);
void checkpoints_close(struct checkpoints *c);
/* To be called after each event that `head`, the model at the end of the trace, was folded on. */
void checkpoints_see(struct checkpoints *c, const struct model *head);
/* m becomes the model at the cursor, which is at[0].cursor or behind it, and not behind head's. */
void checkpoints_seek(struct checkpoints *c, const struct model *head, struct model *m,
                      uint32_t cursor);
/* Before the trace drops the events before `first`: the first checkpoint will be there. */
void checkpoints_drop(struct checkpoints *c, uint32_t first);
/* What those along the trace take. */
size_t checkpoints_bytes(const struct checkpoints *c);
