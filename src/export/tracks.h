/* SPDX-License-Identifier: MIT */
/* What each task, thread and process is seen doing, for whoever draws a track for each: its state at
 * the model's cursor, but that one which is over runs on until its last turn ends, and that a thread of
 * the loop's pool runs while it has a job. */
#pragma once
#include "trace/model.h"

/* All zero: nothing was seen. */
struct tracks {
    uint8_t *states; /* enum task_state, by actor - 1 */
    size_t n, cap;
    uint32_t task; /* that ran before the event */
};

/* One of them does something else than before; TASK_NONE: nothing. */
typedef void track_changed(void *data, uint32_t actor, enum task_state before,
                           enum task_state state);

void tracks_close(struct tracks *s);
/* To be called behind each event. */
void tracks_see(struct tracks *s, const struct model *m, track_changed *changed, void *data);
/* All who do something do nothing. */
void tracks_end(struct tracks *s, track_changed *changed, void *data);
