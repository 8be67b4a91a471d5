/* SPDX-License-Identifier: MIT */
#include "compare/compare.h"

#include "base/now.h"

enum {
    MOST = 16 << 20, /* events that are made of a run, for it may have no end */
    SOME = 4096      /* what is compared before one looks at the clock */
};

/* ---- life ---- */

static int open_one(struct compared *r)
{
    r->opened = true;
    return player_open(&r->player, r->target, 0);
}

int compare_open(struct comparison *c, struct target *const targets[2], const char *const names[2])
{
    *c = (struct comparison){0};
    for (int i = 0; i < 2; i++)
        c->run[i] = (struct compared){.target = targets[i], .name = names[i]};
    int bad = open_one(&c->run[0]);
    if (!bad && targets[1]->recorded) /* what is wrong with a file is said at once */
        bad = open_one(&c->run[1]);
    return bad;
}

void compare_close(struct comparison *c)
{
    for (int i = 0; i < 2; i++) {
        if (c->run[i].opened)
            player_close(&c->run[i].player);
        line_marks_close(&c->run[i].lines);
    }
    groups_close(&c->groups);
    differences_close(&c->differences);
    *c = (struct comparison){0};
}

/* ---- finding out ---- */

/* A program that runs no more lets go of what it has; a file keeps its sources. */
static void let_go(struct compared *r)
{
    struct player *p = &r->player;
    if (!p->target || r->target->recorded)
        return;
    r->cut = !player_over(p);
    p->target = NULL;
    r->target->type->stop(r->target);
}

static bool all_is_seen(const struct player *p)
{
    return (player_over(p) || p->trace.end >= MOST) && p->moments.seen == p->trace.end;
}

static void run_on(struct comparison *c)
{
    struct compared *r = &c->run[c->running];
    player_look_ahead(&r->player, MOST);
    if (!all_is_seen(&r->player))
        return;
    let_go(r);
    if (c->running++ == 0 && !c->run[1].opened)
        c->status = open_one(&c->run[1]);
    if (c->running == 2 || c->status)
        c->phase = COMPARE_TIMES;
}

static void runs_of(const struct comparison *c, const struct player *runs[2])
{
    runs[0] = &c->run[0].player;
    runs[1] = &c->run[1].player;
}

static const char *own_source(const struct player *p)
{
    const struct source *s = trace_source(&p->trace, NULL);
    return s ? s->text : NULL;
}

static void finish(struct comparison *c)
{
    struct compared *a = &c->run[0], *b = &c->run[1];
    same_lines(own_source(&a->player), own_source(&b->player), &a->lines, &b->lines);
    c->phase = COMPARE_DONE;
    compare_start(c);
}

/* A little of it. */
static void find_out(struct comparison *c)
{
    const struct player *runs[2];
    runs_of(c, runs);
    switch (c->phase) {
    case COMPARE_RUN:
        run_on(c);
        break;
    case COMPARE_TIMES:
        if (!groups_make(&c->groups, runs, SOME))
            break;
        differences_init(&c->differences, runs);
        c->phase = COMPARE_LINES;
        break;
    case COMPARE_LINES:
        if (!differences_of_lines(&c->differences, runs, SOME))
            break;
        if (c->differences.turns)
            c->phase = COMPARE_TURNS;
        else
            finish(c);
        break;
    case COMPARE_TURNS:
        if (differences_of_turns(&c->differences, runs, &c->groups, SOME))
            finish(c);
        break;
    case COMPARE_DONE:
        break;
    }
}

bool compare_go_on(struct comparison *c)
{
    double end = now() + now_slice;
    do
        find_out(c);
    while (c->phase != COMPARE_DONE && !c->status && now() < end && compare_patience(c) <= 0);
    return c->phase == COMPARE_DONE;
}

double compare_patience(const struct comparison *c)
{
    const struct player *p = &c->run[c->running & 1].player;
    bool waits = c->phase == COMPARE_RUN && c->running < 2 && player_is_live(p);
    return waits ? player_patience(p) : 0;
}

/* ---- moving ---- */

/* Have both a loop? */
static bool has_ticks(const struct comparison *c)
{
    return c->run[0].player.trace.nticks && c->run[1].player.trace.nticks;
}

/* To where so many steps have been. */
static bool go_to(struct player *p, size_t n, enum steps steps)
{
    uint32_t to = steps_behind(p, n, steps);
    return to != p->model.cursor && player_seek(p, to);
}

/* Both to where no later step has been. */
static bool go_to_when(struct comparison *c, const struct when *w, enum steps steps)
{
    bool moved = false;
    for (int i = 0; i < 2; i++) {
        struct player *p = &c->run[i].player;
        moved |= go_to(p, when_passed(p, w, steps, has_ticks(c)), steps);
    }
    return moved;
}

/* The earliest step that is still to come. false: there is none. */
static bool find_next(const struct comparison *c, struct when *w, enum steps steps)
{
    bool any = false;
    for (int i = 0; i < 2; i++) {
        const struct player *p = &c->run[i].player;
        size_t n = steps_passed(p, steps);
        if (n == steps_of(p, steps))
            continue;
        struct when at = when_of(p, n, steps, has_ticks(c));
        if (!any || when_compare(&at, w) < 0)
            *w = at;
        any = true;
    }
    return any;
}

/* The latest that has been. */
static bool find_last(const struct comparison *c, struct when *w, enum steps steps)
{
    bool any = false;
    for (int i = 0; i < 2; i++) {
        const struct player *p = &c->run[i].player;
        size_t n = steps_passed(p, steps);
        if (!n)
            continue;
        struct when at = when_of(p, n - 1, steps, has_ticks(c));
        if (!any || when_compare(&at, w) > 0)
            *w = at;
        any = true;
    }
    return any;
}

/* A run that stands within a step goes to where that begins. */
static bool back_to_edges(struct comparison *c, enum steps steps)
{
    bool moved = false;
    for (int i = 0; i < 2; i++) {
        struct player *p = &c->run[i].player;
        moved |= go_to(p, steps_passed(p, steps), steps);
    }
    return moved;
}

static bool step_back(struct comparison *c, enum steps steps)
{
    struct when w;
    uint32_t before[2];
    if (back_to_edges(c, steps))
        return true;
    if (!find_last(c, &w, steps))
        return false;
    for (int i = 0; i < 2; i++) {
        struct player *p = &c->run[i].player;
        size_t n = steps_passed(p, steps);
        struct when at;
        before[i] = p->model.cursor;
        if (n && (at = when_of(p, n - 1, steps, has_ticks(c)), !when_compare(&at, &w)))
            go_to(p, n - 1, steps);
    }
    if (find_last(c, &w, steps))
        return true;
    player_seek(&c->run[0].player, before[0]); /* it was the first */
    player_seek(&c->run[1].player, before[1]);
    return false;
}

static bool step_on(struct comparison *c, enum steps steps)
{
    struct when w, at;
    if (!find_next(c, &w, steps))
        return false;
    for (int i = 0; i < 2; i++) {
        struct player *p = &c->run[i].player;
        size_t n = steps_passed(p, steps);
        if (n < steps_of(p, steps) &&
            (at = when_of(p, n, steps, has_ticks(c)), !when_compare(&at, &w)))
            go_to(p, n + 1, steps);
    }
    return true;
}

static bool step(struct comparison *c, int by, enum steps steps)
{
    return by < 0 ? step_back(c, steps) : step_on(c, steps);
}

bool compare_step(struct comparison *c, int by)
{
    return step(c, by, STEPS_MOMENTS);
}

bool compare_event(struct comparison *c, int by)
{
    return step(c, by, STEPS_EVENTS);
}

struct when compare_when(const struct comparison *c, int run, uint32_t event)
{
    return when_of_event(&c->run[run].player, event, has_ticks(c));
}

bool compare_go(struct comparison *c, int run, uint32_t event)
{
    struct when w = compare_when(c, run, event);
    return go_to_when(c, &w, STEPS_MOMENTS);
}

bool compare_start(struct comparison *c)
{
    uint32_t a = c->run[0].player.model.cursor, b = c->run[1].player.model.cursor;
    go_to(&c->run[0].player, 0, STEPS_MOMENTS);
    go_to(&c->run[1].player, 0, STEPS_MOMENTS);
    compare_step(c, 1);
    return c->run[0].player.model.cursor != a || c->run[1].player.model.cursor != b;
}

bool compare_end(struct comparison *c)
{
    bool a = go_to(&c->run[0].player, c->run[0].player.moments.n, STEPS_MOMENTS);
    bool b = go_to(&c->run[1].player, c->run[1].player.moments.n, STEPS_MOMENTS);
    return a || b;
}

bool compare_ended(const struct comparison *c)
{
    const struct player *a = &c->run[0].player, *b = &c->run[1].player;
    return compare_known(c) && a->model.cursor == a->trace.end && b->model.cursor == b->trace.end;
}

double compare_time(const struct comparison *c)
{
    struct when w;
    return compare_known(c) && find_last(c, &w, STEPS_EVENTS) ? w.time : 0;
}

/* ---- differences ---- */

/* When both have come to difference i, from 0. */
static struct when when_both(const struct comparison *c, size_t i)
{
    struct when latest = {0};
    for (int r = 0; r < 2; r++) {
        const struct player *p = &c->run[r].player;
        uint32_t event = differences_event(&c->differences, p, &c->groups, r, i);
        if (event == TRACE_NONE)
            continue;
        struct when at = when_of_event(p, event, has_ticks(c));
        if (when_compare(&at, &latest) > 0)
            latest = at;
    }
    return latest;
}

size_t compare_stands_at(const struct comparison *c)
{
    bool there = c->run[0].player.model.cursor == c->there[0] &&
                 c->run[1].player.model.cursor == c->there[1];
    return there ? c->at : 0;
}

/* How many differences both have come to. */
static size_t differences_passed(const struct comparison *c)
{
    struct when w;
    size_t lo = 0, n = c->differences.n;
    if (!find_last(c, &w, STEPS_MOMENTS))
        return 0;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        struct when at = when_both(c, mid);
        if (when_compare(&at, &w) > 0)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* Several differences may lie at one moment: where it stands at one of them the next is the next of
 * these. */
static size_t difference_beside(const struct comparison *c, int by)
{
    size_t at = compare_stands_at(c);
    if (at)
        return by > 0 ? at + 1 : at - 1;
    size_t n = differences_passed(c);
    return by > 0 ? n + 1 : n;
}

bool compare_difference(struct comparison *c, int by)
{
    return compare_go_to_difference(c, difference_beside(c, by));
}

bool compare_go_to_difference(struct comparison *c, size_t n)
{
    if (!n || n > c->differences.n)
        return false;
    struct when w = when_both(c, n - 1);
    go_to_when(c, &w, STEPS_MOMENTS);
    c->at = n;
    c->there[0] = c->run[0].player.model.cursor;
    c->there[1] = c->run[1].player.model.cursor;
    return true;
}
