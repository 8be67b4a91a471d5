/* SPDX-License-Identifier: MIT */
#include "view/sheet.h"

#include <stdio.h>
#include <string.h>

#include "story/cause.h"
#include "story/story.h"
#include "story/words.h"
#include "view/about.h"
#include "view/figures.h"
#include "view/sheet.h"

enum { LABEL = 12 };

struct sheet {
    struct win w;
    int y;
    const struct model *m;
    uint32_t task;
    const struct row *row;
    const struct actor *facts;
};

/* A label, and its text over as many lines as it needs; nothing without a text. */
static void put(struct sheet *s, const char *label, struct style st, const char *text)
{
    if (!text || !*text)
        return;
    win_puts(s->w, s->y, 0, STYLE(ROLE_DIM), label);
    s->y = view_wrap(win_sub(s->w, 0, LABEL, s->w.h, s->w.w), s->y, st, text);
}

static void put_state(struct sheet *s)
{
    struct buf words = {0};
    enum task_state state = s->row->state;
    story_task(s->m, s->task, &words);
    win_puts(s->w, s->y, 0, STYLE(ROLE_DIM), "state");
    win_putc(s->w, s->y, LABEL, STYLE(state_role(state)), state_glyph(state));
    int x = win_puts(s->w, s->y, LABEL + 2, BOLD(state_role(state)), state_names[state]) + 2;
    if (words.len)
        s->y =
            view_wrap(win_sub(s->w, 0, x, s->w.h, s->w.w), s->y, STYLE(ROLE_TEXT), buf_str(&words));
    else
        s->y++;
    buf_free(&words);
}

static void put_coroutine(struct sheet *s)
{
    struct buf text = {0};
    const struct origin *from = s->facts->from;
    buf_puts(&text, words_name(from->coro));
    if (from->def)
        buf_printf(&text, ", defined at %s:%u", from->def, from->def_line);
    put(s, trace_is_thread(s->m->trace, s->task) ? "function" : "coroutine", STYLE(ROLE_TEXT),
        buf_str(&text));
    buf_free(&text);
}

static void put_created(struct sheet *s)
{
    struct buf text = {0};
    view_created(&text, s->m->trace, s->task);
    uint32_t line = trace_line(s->m->trace, s->facts->from->made);
    if (text.len && line)
        buf_printf(&text, ", at line %u", line);
    if (!text.len)
        buf_puts(&text, "before what is kept of the trace");
    put(s, trace_is_thread(s->m->trace, s->task) ? "started" : "created", STYLE(ROLE_TEXT),
        buf_str(&text));
    buf_free(&text);
}

static void put_figures(struct sheet *s)
{
    struct buf text = {0};
    view_figures(&text, s->m, s->task);
    put(s, "turns", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

/* The handle in which its latest turn was scheduled, unless that was its own or its maker's. */
static void put_woken(struct sheet *s)
{
    const struct trace *t = s->m->trace;
    uint32_t woken = s->row->woken;
    if (!cause_kept(t, woken) || trace_at(t, woken)->what != HANDLE_WAKEUP)
        return;
    uint32_t begin = view_handle_around(t, woken);
    if (begin == TRACE_NONE)
        return;
    struct entry by = view_entry(t, begin);
    struct buf text = {0};
    story_handle(s->m, by, &text);
    buf_printf(&text, ", in tick %u (event %u)", trace_at(t, woken)->tick, woken);
    put(s, "woken by", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

static void put_awaits(struct sheet *s)
{
    struct buf text = {0};
    bool awaits = s->row->state == TASK_WAITING || s->row->state == TASK_READY;
    if (awaits && !trace_is_thread(s->m->trace, s->task))
        view_awaits(&text, s->m, s->task);
    put(s, "awaits", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

static void put_locals(struct sheet *s, const char *locals)
{
    struct buf text = {0};
    view_locals(&text, locals);
    put(s, "", STYLE(ROLE_DIM), buf_str(&text));
    buf_free(&text);
}

static void put_frames(struct sheet *s)
{
    if (state_is_over(s->row->state) || !cause_kept(s->m->trace, s->row->stopped))
        return;
    const struct note *n = trace_note(s->m->trace, s->row->stopped);
    for (size_t i = 0; i < n->nframes; i++) {
        const struct frame *f = &n->frames[i];
        char text[160];
        snprintf(text, sizeof text, "%s, line %u of %s", f->func, f->line, f->file);
        put(s, i ? "" : "stood in", STYLE(ROLE_TEXT), text);
        put_locals(s, f->locals);
    }
}

static void put_cancel(struct sheet *s)
{
    if (!cause_kept(s->m->trace, s->row->cancel))
        return;
    const struct event *e = trace_at(s->m->trace, s->row->cancel);
    char text[96];
    snprintf(text, sizeof text, "cancel() was called on it in tick %u (event %u)", e->tick,
             s->row->cancel);
    put(s, "cancelled", STYLE(ROLE_CANCELLED), text);
}

static void put_result(struct sheet *s)
{
    if (!cause_kept(s->m->trace, s->row->ended))
        return;
    const struct note *n = trace_note(s->m->trace, s->row->ended);
    struct buf text = {0};
    buf_add(&text, n->text ? n->text : "", n->len);
    put(s, s->row->state == TASK_FAILED ? "error" : "result", STYLE(state_role(s->row->state)),
        buf_str(&text));
    buf_free(&text);
}

/* From top to bottom; what has a `spare` is left out where so much is spared. */
static const struct part {
    void (*put)(struct sheet *s);
    int spare;
} parts[] = {
    {put_state, 0},  {put_coroutine, 1}, {put_created, 0}, {put_figures, 0}, {put_woken, 2},
    {put_awaits, 0}, {put_frames, 0},    {put_cancel, 0},  {put_result, 0},
};

static int put_parts(struct win w, int y, const struct model *m, uint32_t task, int spare)
{
    struct sheet s = {.w = w, .y = y, .m = m, .task = task};
    s.row = model_row(m, task);
    s.facts = trace_task(m->trace, task);
    if (!s.row || !s.facts)
        return y;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!parts[i].spare || parts[i].spare > spare)
            parts[i].put(&s);
    return s.y;
}

int view_sheet(struct win w, int y, const struct model *m, uint32_t task)
{
    return put_parts(w, y, m, task, 0);
}

int view_sheet_in(struct win w, const struct model *m, uint32_t task)
{
    for (int spare = 0; spare <= 2; spare++) {
        int rows = put_parts(win_nowhere(w, w.w), 0, m, task, spare);
        if (rows <= w.h)
            return put_parts(w, 0, m, task, spare);
    }
    return 0;
}
