/* SPDX-License-Identifier: MIT */
/* The archive: how a model comes to any cursor at once, forth or back, however many tasks there are.
 *
 * Where the trace grows, the archive sees the model at its end, and at every MARK_EVERY-th event writes down
 * its plain members, and the rows that have changed since the mark before: of each task a list in which
 * the row at some mark is found in few steps (trace/links.h). A model that seeks takes the plain
 * members of the mark before its cursor and folds the few events behind it; if it came from near by, it keeps
 * what each of them changed, and so can undo them. Its rows come when somebody looks at them; it has them until they
 * are others. */
#pragma once
#include <stdint.h>

#include "trace/links.h"
#include "trace/model.h"
#include "trace/stands.h"

enum { MARK_EVERY = 256 }; /* a power of two, of which a chunk of the trace has many */

struct archive {
    struct archived *marks; /* mark k is at event k * MARK_EVERY */
    uint32_t nmarks, first;
    size_t marks_cap;
    struct version *versions; /* rows as they were at marks */
    uint32_t nversions, gone; /* gone: those before are */
    size_t versions_cap;
    uint32_t *newest; /* by task - 1: its latest version + 1; 0: it has none */
    size_t newest_cap;
    uint32_t ntasks;    /* the last of them */
    struct row *before; /* by task - 1: what was last written down of what is gone */
    size_t before_cap;
    uint64_t *bits; /* which rows have changed since the last mark … */
    size_t bits_cap;
    uint32_t *changed; /* … and a list of them */
    uint32_t nchanged;
    size_t changed_cap;
    uint64_t *ended; /* which had ended before the first mark, for good … */
    size_t ended_cap;
    uint32_t *ended_in; /* … how many of each block … */
    size_t blocks_cap;
    uint32_t *
        whole; /* … and the blocks, from 0, all of whose tasks have, in the order in which they came to that */
    uint32_t nwhole;
    size_t whole_cap;
    struct stands stands;
};

/* So many tasks are let go of together, once all of them have ended before what is kept. */
extern uint32_t archive_block;

/* The head is a model at the end of its trace, which is at its beginning. */
void archive_init(struct archive *p, const struct model *head);
void archive_close(struct archive *p);
/* The head applies its next event. */
void archive_apply(struct archive *p, struct model *head);
/* Before the trace drops the events before `first`, where a mark is. */
void archive_drop(struct archive *p, uint32_t first);
/* A model of this archive, or its head, forgets the rows of the n tasks behind the first so many. */
void archive_forget(struct model *m, uint32_t from, uint32_t n);
size_t archive_bytes(const struct archive *p);

/* How often a row was looked up, since the program began: for tests. */
extern uint64_t archive_looks;

/* The model, which was closed or is of this archive, comes to a cursor between the first mark and the end
 * of the trace. */
void archive_seek(const struct archive *p, struct model *m, uint32_t cursor);
/* Who stands at the first n places, at the model's cursor: free it. A model that is of no archive looks at all
 * of its rows. */
struct stand *archive_stands(const struct model *m, uint32_t n);
