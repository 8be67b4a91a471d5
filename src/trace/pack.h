/* SPDX-License-Identifier: MIT */
/* A batch: events that lie together, and how they are packed into a few bytes each.
 *
 * What happens in a loop happens again: an event differs from the last of its kind as that one did
 * from the one before. The task is the next, the handle is three farther on, the place is the same.
 * So a packed event is two bytes, its kind and a bit for each of its words that this is not true of,
 * and behind them the differences of these. Time and tick are compared with the event before it,
 * whatever its kind. A batch knows nothing of the one before it, so that each can be unpacked alone. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "event.h"

enum {
    BATCH = 256,
    PACKED_MOST = BATCH * 64, /* bytes that no batch needs */
};

struct batch {
    struct event events[BATCH];
    uint32_t previous[BATCH]; /* of the same actor, as a distance; 0: none */
};

/* Into `out`, which has room for PACKED_MOST; returns how many bytes it took. */
size_t pack(uint8_t *out, const struct batch *batch);
void unpack(struct batch *batch, const uint8_t *in);
