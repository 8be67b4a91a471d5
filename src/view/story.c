/* SPDX-License-Identifier: MIT */
/* The story: at the end of a moment what happened in it, and why; between two ends, what the event
 * was that happened last. It stands above all else, without a frame. */
#include <string.h>

#include "story/moment.h"
#include "story/story.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

static int draw_moment(struct win w, int y, const struct moment *told)
{
    y = view_wrap(w, y, BOLD(ROLE_ACCENT), buf_str(&told->headline));
    for (int i = 0; i < 2; i++)
        if (told->why[i].len)
            y = view_wrap(w, y, STYLE(ROLE_TEXT), buf_str(&told->why[i]));
    return y;
}

/* Where the order of the ready queue is not to be said, only what happened is. */
static int draw_event(struct win w, int y, const struct model *m, const struct run *run)
{
    struct buf what = {0}, why = {0};
    const char *lesson = run->lesson;
    story_tell(m, &what, run->predict.on ? NULL : &why);
    if (what.len)
        y = view_wrap(w, y, BOLD(ROLE_ACCENT), buf_str(&what));
    if (!m->cursor && lesson)
        y = view_wrap(w, y, STYLE(ROLE_TEXT), lesson);
    if (why.len)
        y = view_wrap(w, y, STYLE(ROLE_TEXT), buf_str(&why));
    buf_free(&what);
    buf_free(&why);
    return y;
}

/* From row y on; the row behind it. */
static int draw_text(struct win w, int y, const struct moment *told, const struct player *p,
                     const struct ui *ui)
{
    return told ? draw_moment(w, y, told) : draw_event(w, y, &p->model, &ui->run);
}

/* At the end, how often one was right. */
static void add_score(struct moment *told, const struct model *m, const struct predict *p)
{
    if (p->asked && m->phase == PHASE_OVER)
        buf_printf(&told->why[0], " You foresaw %u of %u turn%s.", p->right, p->asked,
                   p->asked == 1 ? "" : "s");
}

/* The lesson's question that is due at this step, or its answer, instead of the second why. */
static void ask(struct moment *told, const struct player *p)
{
    const struct quiz *q = p->trace.remarks ? p->trace.remarks->quiz : NULL;
    size_t step = moments_before(&p->moments, p->model.cursor);
    for (; q && q->question; q++) {
        if (q->asked != step && q->answered != step)
            continue;
        buf_clear(&told->why[1]);
        buf_printf(&told->why[1], "%s %s", q->asked == step ? "?" : "→",
                   q->asked == step ? q->question : q->answer);
    }
}

/* What happened, as it is told here and now; false: no moment ends here. */
static bool tell(struct moment *told, const struct player *p, const struct ui *ui)
{
    *told = (struct moment){.veiled = ui->run.predict.on};
    if (!story_moment(&p->model, &p->moments, told))
        return false;
    add_score(told, &p->model, &ui->run.predict);
    if (!ui->run.unasked && !ui->run.predict.on)
        ask(told, p);
    return true;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    struct moment moment, *told = tell(&moment, p, ui) ? &moment : NULL;
    w = view_padded(w);
    int rows = draw_text(win_nowhere(w, w.w), 0, told, p, ui);
    int y = draw_text(w, -view_top(0, rows, w.h, ui->run.scroll[PANE_STORY]), told, p, ui);
    if (y > w.h)
        win_puts(w, w.h - 1, w.w - 2, STYLE(ROLE_DIM), " …");
    moment_free(&moment);
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    struct moment moment, *told = tell(&moment, p, ui) ? &moment : NULL;
    int rows = draw_text(win_nowhere(w, w.w - 2), 0, told, p, ui);
    moment_free(&moment);
    return view_range(0, rows, w.h);
}

/* What it tells at the cursor, which stands behind event i. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    struct buf told = {0};
    (void)i;
    story_lines(&p->model, &p->moments, &told);
    bool found = view_has(buf_str(&told), text);
    buf_free(&told);
    return found;
}

const struct view view_story = {.name = "story", .draw = draw, .range = range, .has = has};
