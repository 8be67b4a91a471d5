/* SPDX-License-Identifier: MIT */
#include "target/orders.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "base/alloc.h"

enum { MOST = 20000 };                         /* schedules that are tried */
static const uint64_t slice = 4 * 1000 * 1000; /* nanoseconds */

/* ---- one run ---- */

struct watcher {
    struct observer observer;
    struct updates updates;
    struct buf key;
    uint32_t main, reads, writes;
    bool loses;
};

static void see(struct observer *o, const struct event *e, const struct note *n)
{
    struct watcher *w = (struct watcher *)o;
    (void)n;
    if (e->kind == EV_THREAD_START && !w->main)
        w->main = e->actor;
    if ((e->kind != EV_READ && e->kind != EV_WRITE) || e->actor == w->main)
        return;
    w->loses |= updates_see(&w->updates, e) != 0;
    w->reads += e->kind == EV_READ;
    w->writes += e->kind == EV_WRITE;
    buf_printf(&w->key, "%u%c%u ", e->actor, e->kind == EV_READ ? 'r' : 'w', e->ref);
}

/* By that schedule, which becomes what was drawn; NULL: by the program's own. */
static void run_once(struct watcher *w, const struct program *program, struct schedule *by)
{
    struct thread *before = this_thread;
    struct program copy = *program;
    struct runner r;
    *w = (struct watcher){.observer.see = see};
    buf_clear(&w->key);
    if (by)
        copy.schedule = by;
    if (runner_init(&r, CLOCK_VIRTUAL, &w->observer) >= 0) {
        runner_start(&r, &copy);
        if (by)
            schedule_move(by, &r.threads.schedule);
    }
    runner_close(&r);
    this_thread = before;
}

/* ---- all of them ---- */

static bool same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && !memcmp(buf_str(a), buf_str(b), a->len);
}

static struct found_order *find(struct orders_target *o, const struct buf *key)
{
    for (uint32_t i = 0; i < o->told.orders; i++)
        if (same(&o->found[i].key, key))
            return &o->found[i];
    return NULL;
}

static void add(struct orders_target *o, struct watcher *w)
{
    o->found = xgrow(o->found, &o->cap, o->told.orders + 1, sizeof *o->found);
    struct found_order *f = &o->found[o->told.orders++];
    *f = (struct found_order){.loses = w->loses};
    buf_add(&f->key, buf_str(&w->key), w->key.len);
    schedule_copy(&f->by, &o->next);
    o->told.losing += w->loses;
    if (same(&f->key, &o->now))
        o->told.now = o->told.orders;
}

static void count(struct orders_target *o, struct watcher *w)
{
    o->told.schedules++;
    o->told.losing_schedules += w->loses;
    o->told.reads = w->reads;
    o->told.writes = w->writes;
    if (!find(o, &w->key))
        add(o, w);
}

static void try_next(struct orders_target *o)
{
    struct watcher w;
    run_once(&w, o->program, &o->next);
    count(o, &w);
    buf_free(&w.key);
    o->told.over = !schedule_next(&o->next);
    if (o->told.over || o->told.schedules < MOST)
        return;
    o->told.over = o->told.too_many = true;
}

static void look_at_this_one(struct orders_target *o)
{
    struct watcher w;
    run_once(&w, o->program, NULL);
    o->now = w.key;
    o->told.over = !w.writes; /* they share nothing */
    schedule_take(&o->next, "");
}

bool orders_try(struct orders_target *o)
{
    uint64_t end = uv_hrtime() + slice;
    if (!o->told.over && !o->now.s)
        look_at_this_one(o);
    while (!o->told.over && uv_hrtime() < end)
        try_next(o);
    return o->told.over;
}

const struct schedule *orders_beside(struct orders_target *o, enum order_wish wish)
{
    uint32_t n = o->told.orders, at = o->told.now ? o->told.now - 1 : n - 1;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t k = wish == ORDER_BEFORE ? (at + n - i) % n : (at + i) % n;
        if (wish == ORDER_LOSING && !o->found[k].loses)
            continue;
        o->told.now = k + 1;
        return &o->found[k].by;
    }
    return NULL;
}

/* ---- life ---- */

void orders_close(struct orders_target *o)
{
    for (uint32_t i = 0; i < o->told.orders; i++) {
        buf_free(&o->found[i].key);
        schedule_close(&o->found[i].by);
    }
    free(o->found);
    buf_free(&o->now);
    schedule_close(&o->next);
    *o = (struct orders_target){0};
}

void orders_begin(struct orders_target *o, const struct program *program)
{
    orders_close(o);
    o->program = program;
}
