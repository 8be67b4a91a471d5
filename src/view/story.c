/* SPDX-License-Identifier: MIT */
/* The story: what happened last, and why. */
#include <stdio.h>
#include <string.h>

#include "story/story.h"
#include "view/panes.h"
#include "view/view.h"

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    char note[32] = "";
    if (player_event(p) != TRACE_NONE)
        snprintf(note, sizeof note, "event %u", m->cursor);
    struct win whole = w;
    w = view_frame(w, "What happened", *note ? note : NULL, ui->run.focus == PANE_STORY);
    w = win_sub(w, 0, 1, w.h, w.w - 2);

    struct buf what = {0}, why = {0};
    story_tell(m, &what, &why);
    int y = -ui->run.scroll[PANE_STORY];
    if (what.len)
        y = view_wrap(w, y, BOLD(ROLE_ACCENT), buf_str(&what));
    if (!m->cursor && ui->run.lesson)
        y = view_wrap(w, y, STYLE(ROLE_TEXT), ui->run.lesson);
    if (why.len)
        y = view_wrap(w, y, STYLE(ROLE_TEXT), buf_str(&why));
    if (y > w.h)
        win_puts(whole, whole.h - 1, whole.w - 5, STYLE(ROLE_DIM), " … ");
    buf_free(&what);
    buf_free(&why);
}

static bool has_text(const char *s, const char *text)
{
    return s && strcasestr(s, text);
}

/* What the event is called, whose it is, and the words in it. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    const struct trace *t = &p->trace;
    const struct event *e = trace_at(t, i);
    const struct note *n = trace_note(t, i);
    const struct actor *f = trace_actor(t, e->actor);
    return (n->text && view_find(n->text, n->len, text) < n->len) || has_text(n->name, text) ||
           has_text(event_names[e->kind], text) || (f && has_text(f->coro, text)) ||
           (e->actor && has_text(trace_task_name(t, e->actor), text));
}

const struct view view_story = {.name = "story", .draw = draw, .has = has};
