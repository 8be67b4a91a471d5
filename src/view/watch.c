/* SPDX-License-Identifier: MIT */
#include "view/watch.h"

#include "story/words.h"
#include "view/about.h"

enum { SCAN = 64, REPR_MOST = 24, GAP = 2 }; /* tasks looked at; columns */

static bool is_known(const struct player *p, uint32_t task, struct watched *w)
{
    const struct row *r = model_row(&p->model, task);
    uint32_t told = view_told(p, task);
    return r && !state_is_over(r->state) && told != TRACE_NONE &&
           watch_look(&p->trace, told, p->breaks.watched, w);
}

static bool has_changed(const struct player *p, const struct ui *ui, const struct watched *w)
{
    struct watched same;
    return w->event >= ui->run.before && ui->run.before < p->model.cursor &&
           watch_changes(&p->trace, w->event, p->breaks.watched, &same);
}

/* "Task-3 7 was 4" */
static int draw_task(struct win w, int y, int x, const struct player *p, const struct ui *ui,
                     uint32_t task, const struct watched *value)
{
    struct buf b = {0};
    bool changed = has_changed(p, ui, value);
    x = view_puts(w, y, x, w.w, STYLE(ROLE_DIM), words_name(trace_task_name(&p->trace, task)));
    words_text(&b, value->now, value->now_len, REPR_MOST);
    x = view_puts(w, y, x + 1, w.w, changed ? BOLD(ROLE_STRONG) : STYLE(ROLE_TEXT), buf_str(&b));
    buf_clear(&b);
    if (changed) {
        buf_puts(&b, " was ");
        words_text(&b, value->was, value->was_len, REPR_MOST);
        x = view_puts(w, y, x, w.w, STYLE(ROLE_DIM), buf_str(&b));
    }
    buf_free(&b);
    return x;
}

/* In their order, but for the one that comes first; 0: none does. */
static int draw_tasks(struct win w, int y, int x, const struct player *p, const struct ui *ui,
                      uint32_t first)
{
    uint32_t n = p->model.nrows < SCAN ? p->model.nrows : SCAN;
    int from = x;
    struct watched value;
    for (uint32_t i = 0; i <= n && x < w.w; i++) {
        uint32_t task = i ? i : first;
        if ((!i && !first) || (i && i == first) || !is_known(p, task, &value))
            continue;
        x = draw_task(w, y, x > from ? x + GAP : x, p, ui, task, &value);
    }
    return x > from ? x : view_puts(w, y, x, w.w, STYLE(ROLE_DIM), "no task has it now");
}

int view_watch(struct win w, int y, int x, const struct player *p, const struct ui *ui)
{
    struct win nowhere = win_nowhere(w, INT32_MAX);
    x = view_puts(w, y, x, w.w, BOLD(ROLE_TEXT), words_name(p->breaks.watched));
    x = view_puts(w, y, x, w.w, STYLE(ROLE_DIM), ":") + 1;
    bool all = draw_tasks(nowhere, 0, x, p, ui, 0) <= w.w;
    return draw_tasks(w, y, x, p, ui, all ? 0 : view_task(&p->model, ui));
}
