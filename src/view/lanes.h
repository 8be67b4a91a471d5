/* SPDX-License-Identifier: MIT */
/* A lane: what one task, or the program itself, did and when, on the axis of view/axis.h. */
#pragma once
#include "view/axis.h"

/* Into line y of w, as far as the cursor. At most `steps` of its events are looked at. */
void lane_draw(struct win w, int y, const struct axis *a, const struct player *p, uint32_t task,
               int steps);
/* The same for the program, where it does all by itself. */
void lane_draw_program(struct win w, int y, const struct axis *a, const struct player *p);
/* What a SYNC event says of a generator; NULL: it is of something else. */
const struct note *lane_generator_note(const struct trace *t, uint32_t i);
/* The same for a generator, by the number of its SYNC events; returns its state. */
uint8_t lane_draw_generator(struct win w, int y, const struct axis *a, const struct player *p,
                            uint32_t number);
/* What a thread of the loop's pool does in its function; or it computes there and shares the GIL with
 * others. */
enum worker_does { WORKER_IDLE, WORKER_RUNS, WORKER_SLEEPS, WORKER_COMPUTES, WORKER_SHARES };
/* The same for such a thread. Returns its last JOB up to the cursor, or TRACE_NONE, if it has none
 * at the cursor or too many events lie between. */
uint32_t lane_draw_worker(struct win w, int y, const struct axis *a, const struct player *p,
                          uint32_t worker, enum worker_does *does);
/* One cell as a lane has it where a task is in this state. */
void lane_put_state(struct win w, int y, int x, unsigned state);
/* The same for a thread that the program started; its reads and writes of what threads share are
 * marked on it. */
void lane_draw_thread(struct win w, int y, const struct axis *a, const struct player *p,
                      uint32_t thread, int steps);
/* "█ has the baton  ▂ can run  ╌ waits", …; marked: and what the marks are. */
const char *lane_legend_threads(int room, bool marked, bool real);
/* "█ ran  ▂ ready  ╌ waiting", the shortest that there is room for; blocked: and that, too. */
const char *lane_legend(int room, bool blocked);
