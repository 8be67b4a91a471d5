/* SPDX-License-Identifier: MIT */
/* How far transfers have got, in words: requests and answers, streams. */
#pragma once
#include "base/buf.h"
#include "trace/trace.h"

struct leg_words {
    const char *stands;          /* how it stands */
    const char *before, *behind; /* what has happened, around its address */
    const char *why;
};
/* By enum leg. */
extern const struct leg_words leg_words[LEG_KINDS];

/* Of a transfer, given its latest TRANSFER: "example.com: request sent"; only how it stands:
 * "request sent". */
void transfer_put(const struct trace *t, uint32_t event, struct buf *out);
void transfer_put_leg(const struct trace *t, uint32_t event, struct buf *out);
/* Is that the last that happens to it? */
bool transfer_is_over(const struct event *e);
