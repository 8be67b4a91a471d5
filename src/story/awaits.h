/* SPDX-License-Identifier: MIT */
/* What a task waits for, in words. */
#pragma once
#include "base/buf.h"
#include "story/callbacks.h"
#include "trace/model.h"

struct wait {
    enum awaited on;
    uint32_t ref;
    struct note n; /* of the END, without its frames; empty if that is no longer there */
};
/* What the task with this row, which may be NULL, waits or waited for. */
struct wait awaits_of(const struct model *m, const struct row *r);

/* What has no article of its own gets one: "sleep(1)" · "its sleep(1)", but "a future" · "its
 * future". */
enum article { ARTICLE_NONE, ARTICLE_A, ARTICLE_ITS };
void awaits_put(struct buf *b, const struct trace *t, const struct wait *w, enum article article);

/* How the lock, event, queue … stands that a task waits for, and its place in the line:
 * "Lock.acquire: held by Task-2, third in line". false, and nothing: it waits for none, or that is
 * not known. */
bool awaits_object(const struct model *m, struct buf *b, const struct wait *w, uint32_t task);

/* What a timer is for, given its TIMER: "Task-2's sleep(1)". */
void awaits_timer(const struct model *m, struct buf *b, uint32_t timer);
/* What a callback has heard of, behind `before`; nothing if that is not known. */
void awaits_heard(const struct model *m, struct buf *b, const char *before,
                  const struct callback *c, uint32_t ref);
