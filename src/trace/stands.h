/* SPDX-License-Identifier: MIT */
/* Who stands where: how many tasks there are at each place, and in which states, at each mark of an archive
 * (trace/archive.h). A source is drawn by that, however many tasks there are. */
#pragma once
#include "trace/links.h"
#include "trace/model.h"

/* Those at one place. Who is over stands nowhere. */
struct stand {
    uint32_t created, ready, running, waiting;
    uint32_t last; /* who came last, and may have gone */
};

struct stands {
    struct stand *now; /* by place, at the last mark */
    size_t now_cap;
    uint32_t nplaces;  /* behind the last at which anybody ever stood */
    uint32_t *changed; /* places, since that mark, some of them more than once */
    uint32_t nchanged;
    size_t changed_cap;
    struct stand_version *versions; /* as they were at marks */
    uint32_t nversions, gone;       /* gone: those before are, but for the last of each place */
    size_t versions_cap;
    uint32_t *newest; /* by place: its latest version + 1; 0: it has none */
    size_t newest_cap;
    struct stand *before; /* by place: what was last written down of what is gone */
    size_t before_cap;
};

void stands_close(struct stands *s);
/* A task was so, and is so now; either may be NULL. */
void stands_move(struct stands *s, uint32_t task, const struct row *from, const struct row *to);
/* All that has changed is written down as what is so at that mark. */
void stands_mark(struct stands *s, uint32_t mark);
/* Those before this mark are let go of. */
void stands_drop(struct stands *s, uint32_t first);
size_t stands_bytes(const struct stands *s);
/* How it was at a mark. */
struct stand stands_at(const struct stands *s, uint32_t place, uint32_t mark);

/* The same move, of those at all n places. */
void stand_move(struct stand *at, uint32_t n, uint32_t task, const struct row *from,
                const struct row *to);
