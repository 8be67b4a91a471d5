/* SPDX-License-Identifier: MIT */
/* The names of kinds, as they stand in a file. */
#include "trace/trace.h"

const char *const event_names[EV_KINDS] = {
#define X(id, name, means) [EV_##id] = name,
    EVENTS(X)
#undef X
};
const char *const event_means[EV_KINDS] = {
#define X(id, name, means) [EV_##id] = means,
    EVENTS(X)
#undef X
};
const char *const awaited_names[ON_KINDS] = {"",
#define X(id, name) [ON_##id] = name,
                                             AWAITS(X)
#undef X
};
const char *const deed_names[DEEDS] = {"", "takes", "gives", "marks", "waits", "leaves", "shuts"};
const char *const leg_names[LEG_KINDS] = {
#define X(id, name) [LEG_##id] = name,
    LEGS(X)
#undef X
};
const char *const handle_names[HANDLE_WHATS] = {"", "step", "wakeup", "cb", "eager", "on"};
const char *const outcome_names[OUTCOMES] = {"pending", "done", "failed", "cancelled", "destroyed"};
