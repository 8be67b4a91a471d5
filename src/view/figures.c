/* SPDX-License-Identifier: MIT */
#include "view/figures.h"

#include <stdio.h>
#include <stdlib.h>

#include "story/cause.h"
#include "story/words.h"
#include "trace/turns.h"

enum { WALK = 4096 }; /* events looked through for those that ran before it */

/* A float has six digits that are right. */
static double six_digits(double x)
{
    char s[32];
    snprintf(s, sizeof s, "%.6g", x);
    return strtod(s, NULL);
}

static void put_time(struct buf *out, const struct model *m, const char *what, double seconds)
{
    buf_puts(out, what);
    words_time(out, m->trace, seconds);
    buf_puts(out, " s");
}

static void put_longest(struct buf *out, const struct model *m, const struct spent *s)
{
    if (s->turns > 1)
        put_time(out, m, ", the longest ", six_digits((double)s->longest));
}

/* What its turns took. */
static void put_turns(struct buf *out, const struct model *m, const struct spent *s)
{
    double ran = spent_in(s, TASK_RUNNING);
    buf_printf(out, "%u", s->turns);
    if (m->trace->real)
        put_time(out, m, "; ran ", ran);
    else if (ran > 0)
        put_time(out, m, "; blocked for ", ran);
    else
        buf_puts(out, s->turns > 1 ? "; none blocked" : "; it did not block");
    if (ran > 0)
        put_longest(out, m, s);
}

/* Handles that ran between the one that woke it and its latest turn; 0 too where that is too far
 * back to look. */
static uint32_t ran_before(const struct model *m, const struct row *r)
{
    uint32_t n = 0;
    if (!cause_kept(m->trace, r->woken) || r->ran == TRACE_NONE || r->ran < r->woken ||
        r->ran - r->woken > WALK)
        return 0;
    for (uint32_t i = r->woken + 1; i < r->ran; i++)
        n += trace_at(m->trace, i)->kind == EV_BEGIN;
    return n;
}

static void put_times(struct buf *out, const char *by, const struct model *m, const struct spent *s)
{
    double ready = spent_in(s, TASK_READY), slept = spent_in(s, TASK_WAITING);
    if (ready > 0) {
        buf_puts(out, by);
        put_time(out, m, "ready ", ready);
    }
    if (slept > 0) {
        buf_puts(out, by);
        put_time(out, m, "slept ", slept);
    }
}

void view_figures(struct buf *out, const struct model *m, uint32_t task)
{
    struct spent s = turns_spent(m, task);
    if (!s.turns)
        return;
    uint32_t before = ran_before(m, model_row(m, task));
    put_turns(out, m, &s);
    put_times(out, "; ", m, &s);
    if (before)
        words_put(out, m->trace,
                  before == 1 ? "; the last came behind one other handle"
                              : "; the last came behind %n other handles",
                  before);
}

void view_figures_short(struct buf *out, const struct model *m, uint32_t task)
{
    struct spent s = turns_spent(m, task);
    if (!s.turns)
        return;
    double ran = spent_in(&s, TASK_RUNNING);
    buf_printf(out, "%u turn%s", s.turns, s.turns == 1 ? "" : "s");
    if (ran > 0)
        put_time(out, m, m->trace->real ? ", ran " : ", blocked ", ran);
    put_times(out, ", ", m, &s);
}
