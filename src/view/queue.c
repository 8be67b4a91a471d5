/* SPDX-License-Identifier: MIT */
#include "view/queue.h"

#include <limits.h>
#include <stdio.h>

#include "story/story.h"
#include "story/words.h"
#include "view/about.h"

enum { NARROW = 50 };

/* Its rows are those of one kind after those of another. */
enum part { RUNNING, NOW, NEXT, TIMERS, POLL, PARTS };

static const char *const labels[PARTS] = {"running", "ready", "next tick", "timers", "poll"};

struct queue {
    const struct model *m;
    uint32_t rows[PARTS];
    uint32_t first; /* of the timers that are read … */
    struct timer_entry timers[SCREEN_MAX];
    uint32_t ntimers; /* … and how many are */
};

static uint32_t measure(struct queue *q, const struct model *m)
{
    uint32_t n = 0;
    *q = (struct queue){.m = m};
    q->rows[RUNNING] = m->handle && m->begin >= m->trace->first;
    q->rows[NOW] = view_ready_now(m);
    q->rows[NEXT] = m->ready.n - q->rows[NOW];
    q->rows[TIMERS] = m->timers.n;
    q->rows[POLL] = m->poll != TRACE_NONE;
    for (int i = 0; i < PARTS; i++)
        n += q->rows[i];
    return n;
}

int view_queue_rows(const struct model *m)
{
    struct queue q;
    uint32_t n = measure(&q, m);
    return n < INT_MAX ? (int)n : INT_MAX;
}

/* ---- rows ---- */

/* Its place in the queue, what it is, and why it is there. */
static void draw_handle(struct win w, const struct model *m, uint32_t k)
{
    struct entry e = model_ready(m, k);
    bool cancelled = model_uncalled(m, e);
    struct style st = STYLE(cancelled ? ROLE_CANCELLED : ROLE_READY);
    struct buf what = {0}, why = {0};
    int wid = snprintf(NULL, 0, "%u", m->ready.n);
    int x = win_printf(w, 0, 0, STYLE(ROLE_DIM), "%*u", wid, k + 1) + 1;
    view_handle(&what, m, e);
    win_putc(w, 0, x, st, state_glyph(cancelled ? TASK_CANCELLED : TASK_READY));
    x = view_puts(w, 0, x + 2, w.w, st, buf_str(&what)) + 2;
    if (e.task)
        story_task(m, e.task, &why);
    view_puts(w, 0, x, w.w, STYLE(ROLE_DIM), buf_str(&why));
    buf_free(&what);
    buf_free(&why);
}

static void draw_running(struct win w, const struct model *m)
{
    struct entry e = view_entry(m->trace, m->begin);
    struct buf what = {0};
    view_handle(&what, m, e);
    win_putc(w, 0, 0, STYLE(ROLE_RUNNING), state_glyph(TASK_RUNNING));
    view_puts(w, 0, 2, w.w, BOLD(ROLE_RUNNING), buf_str(&what));
    buf_free(&what);
}

static void draw_timer(struct win w, const struct model *m, const struct timer_entry *t)
{
    struct buf when = {0}, what = {0};
    words_time(&when, m->trace, t->when);
    story_timer(m, t, &what);
    int x = view_puts(w, 0, 0, w.w, BOLD(ROLE_WAITING), buf_str(&when)) + 2;
    view_puts(w, 0, x, w.w, STYLE(ROLE_TEXT), buf_str(&what));
    buf_free(&when);
    buf_free(&what);
}

static void draw_poll(struct win w, const struct model *m)
{
    struct buf what = {0};
    story_poll(m, &what);
    view_puts(w, 0, 0, w.w, STYLE(ROLE_TEXT), buf_str(&what));
    buf_free(&what);
}

/* Row k of a part. */
static void draw_row(struct win w, const struct queue *q, enum part part, uint32_t k)
{
    switch (part) {
    case RUNNING:
        draw_running(w, q->m);
        break;
    case NOW:
        draw_handle(w, q->m, k);
        break;
    case NEXT:
        draw_handle(w, q->m, q->rows[NOW] + k);
        break;
    case TIMERS:
        if (k - q->first < q->ntimers)
            draw_timer(w, q->m, &q->timers[k - q->first]);
        break;
    case POLL:
        draw_poll(w, q->m);
        break;
    case PARTS:
        break;
    }
}

/* Those timers that may be seen from row `top` on in h rows. */
static void read_timers(struct queue *q, uint32_t top, uint32_t h)
{
    uint32_t before = q->rows[RUNNING] + q->rows[NOW] + q->rows[NEXT];
    q->first = top > before ? top - before : 0;
    if (before < top + h)
        q->ntimers = model_timers_from(q->m, q->first, q->timers, h < SCREEN_MAX ? h : SCREEN_MAX);
}

/* A label stands at the first row of its part that is seen. */
void view_queue(struct win w, const struct player *p, int top)
{
    struct queue q;
    uint32_t at = (uint32_t)top, h = w.h > 0 ? (uint32_t)w.h : 0;
    int label = w.w < NARROW ? 8 : 10, y = 0;
    measure(&q, &p->model);
    read_timers(&q, at, h);
    for (enum part part = RUNNING; part < PARTS; part++) {
        if (at < q.rows[part] && y < w.h)
            win_puts(w, y, 0, STYLE(ROLE_DIM),
                     part == NEXT && w.w < NARROW ? "next" : labels[part]);
        for (uint32_t k = at; k < q.rows[part] && y < w.h; k++)
            draw_row(win_sub(w, y++, label, 1, w.w), &q, part, k);
        at -= at < q.rows[part] ? at : q.rows[part];
    }
}
