/* SPDX-License-Identifier: MIT */
#include "view/circle.h"

#include "base/buf.h"
#include "story/cause.h"
#include "story/threads.h"
#include "story/words.h"

enum { SCAN = 64 }; /* looked through */

/* ---- who waits for whom ---- */

/* The number of the lock that a task waits for; 0: none. */
static uint32_t awaited_lock(const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    bool waits = r && r->state == TASK_WAITING && r->on == ON_LOCK;
    return waits && cause_kept(m->trace, r->stopped) ? trace_note(m->trace, r->stopped)->object : 0;
}

static uint32_t waits_for(const struct model *m, uint32_t actor)
{
    if (model_of_threads(m))
        return threads_waits_for(m, actor);
    uint32_t at = view_object(m, awaited_lock(m, actor));
    return at == TRACE_NONE ? 0 : view_holder(m, trace_note(m->trace, at));
}

/* One of those that wait for each other, the oldest; 0: there are none. */
static uint32_t find(const struct model *m)
{
    for (uint32_t a = 1; a <= m->nrows && a <= SCAN; a++) {
        uint32_t b = waits_for(m, a);
        for (int n = 0; b && b != a && n < SCAN; n++)
            b = waits_for(m, b);
        if (b == a)
            return a;
    }
    return 0;
}

/* ---- drawing it ---- */

static void put_wait(struct buf *b, const char *verb, const struct model *m, uint32_t actor)
{
    buf_puts(b, verb);
    if (model_of_threads(m))
        threads_put_awaited(m, actor, b);
    else
        buf_printf(b, "Lock-%u, held by", awaited_lock(m, actor));
}

/* "Thread-1 waits for b, held by": the line below has who. In fewer columns it is "wants b". */
static void draw_wait(struct win w, int y, const struct model *m, uint32_t actor)
{
    struct buf b = {0};
    int x =
        view_puts(w, y, 3, w.w, BOLD(ROLE_FAILED), words_name(trace_task_name(m->trace, actor)));
    put_wait(&b, " waits for ", m, actor);
    if (x + view_width(w, buf_str(&b)) > w.w) {
        buf_clear(&b);
        put_wait(&b, " wants ", m, actor);
    }
    view_puts(w, y, x, w.w, STYLE(ROLE_TEXT), buf_str(&b));
    buf_free(&b);
}

int view_circle(struct win w, const struct model *m)
{
    uint32_t first = find(m), a = first;
    int y = 0;
    if (!first)
        return 0;
    do {
        draw_wait(w, y, m, a);
        win_putc(w, y, 0, STYLE(ROLE_FAILED), y ? u'│' : u'╭');
        win_putc(w, y, 1, STYLE(ROLE_FAILED), y ? u' ' : u'▸');
        y++;
        a = waits_for(m, a);
    } while (a != first && y < w.h);
    win_putc(w, y - 1, 0, STYLE(ROLE_FAILED), u'╰');
    win_putc(w, y - 1, 1, STYLE(ROLE_FAILED), u'─');
    return y;
}
