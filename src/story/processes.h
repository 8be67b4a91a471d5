/* SPDX-License-Identifier: MIT */
/* For story*.c and moment*.c: what is said of processes that compute, where they are more than there are
 * cores. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* Do more compute than there are cores, given the event with which one of them began? */
bool process_shares(const struct model *m, const struct event *computes);
/* "one of 4 on 2 cores" */
void process_put_share(const struct model *m, const struct event *computes, struct buf *b);
/* "It shares 2 cores with 3 others: every 5 ms others have their turn." */
void process_explain_share(const struct model *m, const struct event *computes, struct buf *b);
