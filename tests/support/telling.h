/* SPDX-License-Identifier: MIT */
/* What the story says of an event, asked of small programs and of traces that a test makes up. */
#pragma once
#include "base/buf.h"
#include "player/player.h"
#include "target/program.h"
#include "tests/support/run.h"

/* FN_program, which is nothing but asyncio.run(FN()), at line 99. */
#define RUNS(fn)                                 \
    MODULE(fn)                                   \
    static const struct program fn##_program = { \
        .name = #fn, .file = "test.py", .module = fn##_module_async}

/* Of the event that was told last. */
extern struct buf what, why;
int free_words(void **state);

void open_program(struct player *p, const struct program *program);
/* The one behind the cursor. */
void tell_event(const struct player *p);
/* Puts an event into a trace that is made up, goes behind it and tells it. */
void see_event(struct player *p, struct event e, struct note n);
/* Goes to the next event of a kind, of a task if that is not 0, and tells it. */
void tell_next(struct player *p, enum event_kind kind, uint32_t task);
void assert_next(struct player *p, enum event_kind kind, uint32_t task, const char *text);

/* There are no controls in it, nor anything that should have been a name. */
void assert_printable(const struct buf *b);
void assert_fits_a_line(const struct buf *b);
/* Everything that can be said at the cursor is fit to be printed. */
void assert_well_told(struct player *p);
