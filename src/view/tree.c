/* SPDX-License-Identifier: MIT */
#include "view/tree.h"

#include <stdio.h>
#include <string.h>

#include "story/story.h"
#include "story/words.h"
#include "view/about.h"
#include "view/tree.h"

enum { DEEPEST = 12, WIDEST = 16, MOST_ROWS = 48 };

struct tree {
    struct win w;
    const struct model *m;
    int y, top;
    uint32_t path[DEEPEST]; /* tasks from the root to here */
    int depth;
    bool last[DEEPEST]; /* is the branch at this depth the last of its node? */
};

/* Whom a task waits for: another task, those of a gather(), the holder of a lock. */
struct branches {
    uint32_t refs[WIDEST];
    size_t n, all;
};

static void add(struct branches *b, uint32_t ref)
{
    if (b->n < WIDEST)
        b->refs[b->n++] = ref;
    b->all++;
}

static struct branches branches_of(const struct model *m, const struct row *r)
{
    struct branches b = {0};
    bool kept = r->stopped != TRACE_NONE && r->stopped >= m->trace->first;
    if (r->state != TASK_WAITING || !kept)
        return b;
    struct note n = *trace_note(m->trace, r->stopped);
    for (size_t i = 0; i < n.nof; i++)
        add(&b, n.of[i]);
    if (!b.n && r->ref & REF_TASK)
        add(&b, r->ref);
    if (!b.n && view_object(m, n.object) != TRACE_NONE) {
        struct note o = *trace_note(m->trace, view_object(m, n.object));
        uint32_t holder = view_holder(m, &o);
        if (holder)
            add(&b, holder | REF_TASK);
    }
    return b;
}

/* The lines that lead to a node; returns the column behind them. */
static int draw_lines(struct tree *t)
{
    int x = 0;
    for (int i = 1; i <= t->depth; i++, x += 3) {
        bool here = i == t->depth;
        if (here)
            win_puts(t->w, t->y, x, STYLE(ROLE_FRAME), t->last[i - 1] ? "└─" : "├─");
        else if (!t->last[i - 1])
            win_puts(t->w, t->y, x, STYLE(ROLE_FRAME), "│");
    }
    return x;
}

static bool on_path(const struct tree *t, uint32_t task)
{
    for (int i = 0; i < t->depth; i++)
        if (t->path[i] == task)
            return true;
    return false;
}

static void draw_task(struct tree *t, uint32_t task, bool again)
{
    const struct row *r = model_row(t->m, task);
    const struct actor *f = trace_task(t->m->trace, task);
    struct style st = STYLE(state_role(r->state));
    struct buf words = {0};
    int x = draw_lines(t);
    win_putc(t->w, t->y, x, st, again ? u'↺' : state_glyph(r->state));
    x = view_puts(t->w, t->y, x + 2, t->w.w, st, words_name(trace_task_name(t->m->trace, task))) +
        1;
    x = view_puts(t->w, t->y, x, t->w.w, STYLE(ROLE_NAME), f ? words_name(f->from->coro) : "") + 2;
    if (again)
        buf_puts(&words, "waits for itself");
    else
        story_task(t->m, task, &words);
    view_puts(t->w, t->y++, x, t->w.w, STYLE(ROLE_TEXT), buf_str(&words));
    buf_free(&words);
}

static void draw_more(struct tree *t, size_t n)
{
    char text[32];
    snprintf(text, sizeof text, "… %zu more", n);
    int x = draw_lines(t);
    view_puts(t->w, t->y++, x, t->w.w, STYLE(ROLE_DIM), text);
}

static void draw_node(struct tree *t, uint32_t ref);

static void draw_branches(struct tree *t, const struct branches *b)
{
    size_t i = 0;
    t->depth++;
    for (; i < b->n && t->y - t->top < MOST_ROWS; i++) {
        t->last[t->depth - 1] = i + 1 == b->all;
        draw_node(t, b->refs[i]);
    }
    t->last[t->depth - 1] = true;
    if (i < b->all)
        draw_more(t, b->all - i);
    t->depth--;
}

static void draw_node(struct tree *t, uint32_t ref)
{
    uint32_t task = ref & ~REF_TASK;
    if (!(ref & REF_TASK) || !model_row(t->m, task)) {
        int x = draw_lines(t);
        view_puts(t->w, t->y++, x, t->w.w, STYLE(ROLE_DIM), "a future");
        return;
    }
    bool again = on_path(t, task);
    draw_task(t, task, again);
    struct branches b = branches_of(t->m, model_row(t->m, task));
    t->path[t->depth] = task;
    if (!again && b.n && t->depth + 1 < DEEPEST)
        draw_branches(t, &b);
}

int view_await_tree(struct win w, int y, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    struct tree t = {.w = w, .y = y, .top = y, .m = m};
    if (!r || !branches_of(m, r).n)
        return y;
    draw_node(&t, task | REF_TASK);
    return t.y;
}
