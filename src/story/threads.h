/* SPDX-License-Identifier: MIT */
/* For story*.c and moment*.c: what is said of threads. */
#pragma once
#include "story/story_parts.h"

extern const struct explanation explain_threads[EV_KINDS];

/* "reads counter: it is 0.", "writes 1 to counter.", of a READ or a WRITE. */
void threads_deed(const struct explained *s, struct buf *b);
/* "Thread-1 begins count()", "Thread-1 goes on": it has the baton. */
void threads_goes_on(const struct model *m, struct buf *b, uint32_t actor);
/* What it does or waits for, in a few words. */
void threads_tell(const struct model *m, uint32_t actor, struct buf *out);
/* "a, held by", of one that waits for a lock; the holder comes next. */
void threads_put_awaited(const struct model *m, uint32_t actor, struct buf *out);
/* Whom it waits for: the holder of a lock, or the thread whose end it awaits; 0: nobody. */
uint32_t threads_waits_for(const struct model *m, uint32_t actor);
/* Who holds a lock; 0: nobody. */
uint32_t threads_holder(const struct model *m, uint32_t object);
/* A thread takes a lock, gives it back, or asks for it. */
void threads_tell_lock(const struct explained *s, struct buf *b);
void threads_explain_lock(const struct explained *s, struct buf *b);
