/* SPDX-License-Identifier: MIT */
/* Where work comes from outside of the loop: worker threads, transfers, child processes. Each is a
 * poller that registers with the loop (pollers_add), which asks it when it has nothing to run.
 *
 * On the virtual clock the world outside keeps to the clock: it acts while the loop is idle and the
 * clock stands still, and its deadlines are passed in order, before the loop's own of that moment. */
#pragma once
#include <stdbool.h>

struct poller;

struct poller_type {
    const char *name; /* as a jump of the clock to one of its deadlines is called … */
    /* … if they are not of several kinds: what its next deadline is. */
    const char *(*next)(struct poller *p);
    /* It stands on the loop's own uv_loop_t, which it runs to settle: that is never done within a
     * callback of that, and done in every tick, so that what poll finds depends on no chance. */
    bool wired;
    /* The loop is idle, on the virtual clock: acts, until everything of its waits for the clock or
     * for the loop. */
    void (*settle)(struct poller *p);
    /* Virtual clock: it acts at this moment, so that the loop does not look whether it was woken;
     * NULL: it never does. */
    bool (*under_way)(struct poller *p);
    /* There is something to deliver. */
    bool (*has_news)(struct poller *p);
    /* Its next deadline on the virtual clock, in seconds, or INFINITY; NULL: it never has one … */
    double (*due)(struct poller *p);
    /* … else: that has come, the clock is at `now`. */
    void (*advance)(struct poller *p, double now);
    /* What came joins the ready queue, in an order that depends on nothing but the program. */
    void (*deliver)(struct poller *p);
    /* It may wake the loop one day: else an idle loop is stuck. */
    bool (*busy)(struct poller *p);
    /* The loop is closed: first `close`, which may need the uv_loop_t to run dry; NULL: there is nothing
     * to close. Then `free`; NULL: its memory is the arena's. */
    void (*close)(struct poller *p);
    void (*free)(struct poller *p);
};

struct poller {
    const struct poller_type *type;
    struct poller *next;
};

/* ---- all that registered with a loop ---- */

struct pollers {
    struct poller *first;
    bool wired; /* one of them is */
};

void pollers_add(struct pollers *all, struct poller *p);
/* The one of that type, or NULL. */
struct poller *pollers_find(const struct pollers *all, const struct poller_type *type);
void pollers_settle(struct pollers *all);
void pollers_settle_wired(struct pollers *all);
bool pollers_under_way(struct pollers *all);
bool pollers_have_news(struct pollers *all);
bool pollers_busy(struct pollers *all);
/* The one with the earliest deadline, and that; NULL: none has one. */
struct poller *pollers_due(struct pollers *all, double *when);
void pollers_deliver(struct pollers *all);
void pollers_close(struct pollers *all);
void pollers_free(struct pollers *all);
