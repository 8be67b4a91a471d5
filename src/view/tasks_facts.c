/* SPDX-License-Identifier: MIT */
/* What is known of the marked task, below the rows. */
#include <stdio.h>
#include <string.h>

#include "story/words.h"
#include "trace/told.h"
#include "view/about.h"
#include "view/figures.h"
#include "view/sheet.h"
#include "view/tasks_parts.h"

/* The locals of its innermost frame, as they are now; what has changed since it said them last was
 * something else. */
static int draw_locals(struct win w, int y, int x, const struct player *p, uint32_t task)
{
    const struct trace *t = &p->trace;
    uint32_t now = view_told(p, task);
    if (now == TRACE_NONE || state_is_over(model_row(&p->model, task)->state))
        return x;
    uint32_t before = told_at(t, trace_previous(t, now));
    const char *was = before == TRACE_NONE ? "" : told_locals(t, before);
    for (const char *s = told_locals(t, now); *s; s += strcspn(s, "\n"), s += *s == '\n') {
        size_t n = strcspn(s, "\n"), name = (size_t)(strchr(s, '=') - s), old = 0;
        const char *is = s + name + 1, *then = told_value(was, s, name, &old);
        size_t len = n - name - 1;
        bool changed = then && (old != len || memcmp(then, is, len));
        char text[160];
        snprintf(text, sizeof text, "%.*s=", (int)name, s);
        x = view_puts(w, y, x, w.w, STYLE(ROLE_TEXT), text);
        snprintf(text, sizeof text, "%.*s", (int)len, is);
        x = view_puts(w, y, x, w.w, changed ? BOLD(ROLE_STRONG) : STYLE(ROLE_TEXT), text);
        if (changed) {
            snprintf(text, sizeof text, " was %.*s", (int)old, then);
            x = view_puts(w, y, x, w.w, STYLE(ROLE_DIM), text);
        }
        x += 2;
    }
    return x;
}

/* The marked task in two lines: what it has, whom it awaits, who made it, how often and long it ran. */
static void draw_facts(struct win w, const struct player *p, uint32_t task)
{
    const struct model *m = &p->model;
    struct buf awaits = {0}, created = {0}, figures = {0};
    const struct row *r = model_row(m, task);
    if ((r->state == TASK_WAITING || r->state == TASK_READY) && !trace_is_thread(m->trace, task))
        view_awaits(&awaits, m, task);
    view_created(&created, m->trace, task);
    int x = view_puts(w, 0, 1, w.w, BOLD(ROLE_TEXT), words_name(trace_task_name(m->trace, task)));
    if (draw_locals(w, 0, x + 3, p, task) == x + 3)
        view_puts(w, 0, x + 3, w.w, STYLE(ROLE_DIM), "no locals");
    x = 1;
    if (awaits.len) {
        x = win_puts(w, 1, x, STYLE(ROLE_DIM), "awaits  ");
        x = view_puts(w, 1, x, w.w, STYLE(ROLE_TEXT), buf_str(&awaits)) + 3;
    }
    if (created.len && x + 8 + view_width(w, buf_str(&created)) <= w.w) {
        x = win_puts(w, 1, x, STYLE(ROLE_DIM),
                     trace_is_thread(m->trace, task) ? "started " : "created ");
        x = win_puts(w, 1, x, STYLE(ROLE_TEXT), buf_str(&created)) + 3;
    }
    view_figures_short(&figures, m, task);
    if (x + view_width(w, buf_str(&figures)) <= w.w)
        win_puts(w, 1, x, STYLE(ROLE_TEXT), buf_str(&figures));
    buf_free(&awaits);
    buf_free(&created);
    buf_free(&figures);
}

void tasks_draw_facts(struct win w, const struct player *p, uint32_t task)
{
    struct win inside = win_sub(w, 1, 1, w.h - 1, w.w - 2);
    if (w.h < 3)
        return;
    win_fill(w, 0, 1, w.w - 2, STYLE(ROLE_FRAME), u'╌');
    if (!view_sheet_in(inside, &p->model, task))
        draw_facts(inside, p, task);
}
