/* SPDX-License-Identifier: MIT */
/* What a task has done with its time: its turns, how long it ran, was ready and slept. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* "3; none blocked; slept 2.000 s; the last came behind two other handles": as the details have it. On a
 * virtual clock only blocking takes time, so only that is said of a turn. Nothing before its first
 * turn. */
void view_figures(struct buf *out, const struct model *m, uint32_t task);
/* The same in few words: "3 turns, slept 2.000 s". */
void view_figures_short(struct buf *out, const struct model *m, uint32_t task);
