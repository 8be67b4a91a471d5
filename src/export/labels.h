/* SPDX-License-Identifier: MIT */
/* What tracks, slices and bars are called in other programs. All of it is appended, on one line, with
 * nothing in it that a terminal would obey. */
#pragma once
#include "base/buf.h"
#include "trace/model.h"

/* The program's own source file. */
void label_file(struct buf *b, const struct trace *t);
/* A task and its coroutine: "Task-1 main". */
void label_actor(struct buf *b, const struct trace *t, uint32_t actor);
/* T1, W1 or P1. */
void label_id(struct buf *b, const struct trace *t, uint32_t actor);
/* What it is at: "ready", "main:12" as it runs, which is its innermost function and the line where
 * that goes on, or what it waits for. */
void label_state(struct buf *b, const struct model *m, uint32_t actor, enum task_state state);
/* What one with that row waits for: "sleep(1)". */
void label_wait(struct buf *b, const struct model *m, const struct row *r);
/* The callback whose BEGIN is event i: "callback f". */
void label_callback(struct buf *b, const struct trace *t, uint32_t i);
