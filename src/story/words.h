/* SPDX-License-Identifier: MIT */
/* What the story is written with: sentences with names and numbers in them, and text that the
 * program made, which must not do anything to a terminal. All of it is appended to the buffer. */
#pragma once
#include "base/buf.h"
#include "trace/trace.h"

enum {
    WORDS_NAMED = 4,  /* names in a list before it is shortened */
    WORDS_ALL = 4096, /* columns: as much as a verdict or a warning may take */
};

/* printf for sentences: %T task · %C its coroutine function · %R future or task · %a who ran in the
 * handle with this BEGIN · %n number as a word · %o its ordinal: first, second · %u number · %t
 * point in time · %d delay · %P place: line 4, or line 4 of util.py · %s text · %q text and its length, quoted. */
void words_put(struct buf *b, const struct trace *t, const char *fmt, ...);

/* Text that the program made: one line, nothing in it that a terminal would obey, cut at `most`
 * columns. */
void words_text(struct buf *b, const char *s, size_t n, int most);

/* The repr of a result, as it is; of a str that is long, or of several such, only that. */
const char *words_result(const char *repr);

/* A name to be drawn: one of which nothing would be seen is “”. */
const char *words_name(const char *s);
/* The name of a task; "a task" for 0. */
void words_task(struct buf *b, const struct trace *t, uint32_t task);
/* Task-2, 3, 4 · Task-2 to Task-9 · worker, Task-3, Task-5 and 7 more */
void words_refs(struct buf *b, const struct trace *t, const uint32_t *refs, size_t n);
/* A function of the program by its qualified name: callback(), a lambda. */
void words_function(struct buf *b, const char *name);
/* The callback of event i, which has the members of a handle: SOON, TIMER, IO or BEGIN. */
void words_callback(struct buf *b, const struct trace *t, uint32_t i);
/* Who ran in the handle with this BEGIN; the program for TRACE_NONE. */
void words_runner(struct buf *b, const struct trace *t, uint32_t begin);

/* Seconds as the screen shows points in time, with 3 to 9 decimals: 0.000, 12.500, 1.000000001. Of
 * real time, whose ninth decimal tells nobody anything, 3. t: NULL for all of them. */
void words_time(struct buf *out, const struct trace *t, double seconds);

/* A full stop, unless a quotation stands before it that ends in one. */
void words_stop(struct buf *b);
/* What was appended from there on begins a sentence: a capital letter, unless it is a name. */
void words_capital(struct buf *b, size_t from);
/* Is part in s, which may be NULL? */
bool words_contain(const char *s, const char *part);
