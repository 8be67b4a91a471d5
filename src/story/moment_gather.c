/* SPDX-License-Identifier: MIT */
/* Moments of gather(): it hears of a result, it has all. */
#include <string.h>

#include "story/cause.h"
#include "base/text.h"
#include "story/moment_parts.h"
#include "story/words.h"

/* Is the task or future one of those that are gathered? Their numbers mostly stand in a row. */
static bool is_among(const struct note *n, uint32_t ref)
{
    size_t i = 0;
    if (n->nof && n->of[n->nof - 1] - n->of[0] == n->nof - 1)
        return ref >= n->of[0] && ref <= n->of[n->nof - 1];
    while (i < n->nof && i < CAUSE_SCAN && n->of[i] != ref)
        i++;
    return i < n->nof && i < CAUSE_SCAN;
}

/* What is awaited by the task that gathers this one; of nothing if nobody does. */
static struct note gathering(const struct telling *s, uint32_t ref)
{
    for (uint32_t k = 1; ref && k <= s->m->nrows && k <= CAUSE_SCAN; k++) {
        const struct row *r = model_row(s->m, k);
        if (!r || r->state != TASK_WAITING || r->on != ON_GATHER || !cause_kept(s->t, r->stopped))
            continue;
        struct note n = *trace_note(s->t, r->stopped);
        if (is_among(&n, ref))
            return n;
    }
    return (struct note){0};
}

static bool has_ended(const struct telling *s, uint32_t ref)
{
    const struct row *r = ref & REF_TASK ? model_row(s->m, ref & ~REF_TASK) : NULL;
    return r && state_is_over(r->state);
}

/* Futures that are no tasks have no rows: which of them are done is not known. */
static bool has_futures(const struct note *n)
{
    size_t i = 0;
    while (i < n->nof && n->of[i] & REF_TASK)
        i++;
    return i < n->nof;
}

static void put_missing(const struct telling *s, const struct note *n, struct buf *b)
{
    struct names left = {0};
    if (n->nof > CAUSE_SCAN || !n->nof || has_futures(n)) {
        buf_puts(b, n->nof ? "It needs all results, and some are not there yet."
                           : "Nobody awaits that gather() now.");
        return;
    }
    for (size_t i = 0; i < n->nof; i++)
        if (!has_ended(s, n->of[i]))
            moment_add_name(&left, n->of[i] & ~REF_TASK);
    buf_puts(b, n->nof == 2 ? "It needs both results: " : "It needs all results: ");
    buf_puts(b, left.all      ? "it still waits for "
                : n->nof == 2 ? "it has yet to hear of the other"
                              : "it has yet to hear of the rest");
    moment_names(s, b, &left);
    buf_putc(b, '.');
}

static void tell_one(const struct telling *s)
{
    struct names heard = moment_heard(s);
    struct note n = gathering(s, s->e->ref);
    const struct row *r = heard.n ? model_row(s->m, heard.task[0]) : NULL;
    bool one = r && heard.all == 1;
    if (!heard.n) {
        buf_puts(s->headline, n.nof ? "gather() keeps " : "gather() hears of ");
        words_put(s->headline, s->t, heard.all == 1 ? "a result." : "%n results.", heard.all);
        put_missing(s, &n, s->why);
        return;
    }
    buf_puts(s->headline, !n.nof                           ? "gather() hears of the end of "
                          : one && r->state == TASK_FAILED ? "gather() keeps the error of "
                          : one && r->state == TASK_CANCELLED
                              ? "gather() keeps the cancellation of "
                          : heard.all == 1 ? "gather() keeps the result of "
                                           : "gather() keeps the results of ");
    moment_names(s, s->headline, &heard);
    buf_putc(s->headline, '.');
    put_missing(s, &n, s->why);
}

/* Results that say more than that there are none. */
static bool worth_saying(const struct note *n)
{
    size_t k = 0;
    while (k < n->len && k < 2 * MOMENT_COLUMNS && strchr("[None, ].", n->text[k]))
        k++;
    return n->len && k < n->len && k < 2 * MOMENT_COLUMNS;
}

static void tell_end(const struct telling *s, uint32_t done)
{
    struct names woken = moment_tasks(s, EV_SOON, s->s->woken);
    struct note end = *trace_note(s->t, done);
    const struct row *r = woken.n ? model_row(s->m, woken.task[0]) : NULL;
    uint8_t outcome = trace_at(s->t, done)->what;
    uint32_t all = 0;
    if (r && r->on == ON_GATHER && cause_kept(s->t, r->stopped))
        all = (uint32_t)trace_note(s->t, r->stopped)->nof;
    words_put(s->headline, s->t,
              outcome == OUTCOME_FAILED      ? "gather() passes on an error"
              : outcome == OUTCOME_CANCELLED ? "gather() is cancelled"
              : all > 2                      ? "gather() has all %n results"
              : all == 2                     ? "gather() has both results"
                                             : "gather() has its results",
              all);
    if (woken.all) {
        buf_puts(s->headline, ": ");
        moment_ready(s, s->headline);
    }
    buf_putc(s->headline, '.');
    if (outcome == OUTCOME_FAILED && end.len && begins_with(end.text, "CancelledError")) {
        buf_puts(s->why, "One of its tasks was cancelled, and it passes that on.");
    } else if (outcome == OUTCOME_FAILED) {
        words_put(s->why, s->t, "It is %s; gather() does not cancel the others.",
                  end.len ? end.text : "the first");
    } else if (outcome == OUTCOME_DONE && woken.all) {
        buf_puts(s->why, "The last result finished the future of gather(), which ");
        moment_names(s, s->why, &woken);
        buf_puts(s->why, woken.all == 1 ? " awaits." : " await.");
    }
    if (outcome == OUTCOME_DONE && worth_saying(&end)) {
        buf_puts(s->more, "The results stand in the order of the arguments: ");
        const char *results = words_result(end.text);
        words_text(s->more, results, strlen(results), MOMENT_COLUMNS);
        buf_putc(s->more, '.');
    } else if (woken.all) {
        moment_their_turn(s, s->why->len ? s->more : s->why);
    }
}

void tell_gather(const struct telling *s)
{
    uint32_t done = moment_last(s, EV_FUT_DONE);
    if (done == TRACE_NONE)
        tell_one(s);
    else
        tell_end(s, done);
}
