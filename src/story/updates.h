/* SPDX-License-Identifier: MIT */
/* Updates of a shared variable that were lost: a thread reads it, another one writes it, and then
 * the first writes what it made of the old value. Found in a trace, or as events come. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "trace/trace.h"

struct lost {
    uint32_t read;  /* the event with which the writer read the old value … */
    uint32_t write; /* … and the write behind it, of another thread, that is lost */
};

/* Does WRITE event i lose an update? Only looked for among the events shortly before it. */
bool update_lost(const struct trace *t, uint32_t i, struct lost *lost);

/* The same without a trace, of the variables and the readers that came first. All zero: nothing was
 * read yet. */
enum { UPDATES_MOST = 64 };
struct updates {
    struct {
        uint32_t version, writer;
    } objects[UPDATES_MOST]; /* by number - 1 */
    struct {
        uint32_t object, reader, version;
    } reads[UPDATES_MOST];
    uint32_t n;
};
/* Takes in an event. The thread whose update it loses; 0: it loses none. */
uint32_t updates_see(struct updates *u, const struct event *e);
