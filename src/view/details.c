/* SPDX-License-Identifier: MIT */
/* Everything about the marked task, in a box over the rest. */
#include <stdio.h>
#include <string.h>

#include "story/story.h"
#include "story/words.h"
#include "view/view.h"

enum { LABEL = 12, WIDEST = 84, WALK = 65536 };

static bool is_kept(const struct trace *t, uint32_t event)
{
    return event != TRACE_NONE && event >= t->first;
}

void view_locals(struct buf *out, const char *locals)
{
    for (const char *s = locals; s && *s; s += strcspn(s, "\n"), s += *s == '\n') {
        buf_puts(out, out->len ? "  " : "");
        buf_add(out, s, strcspn(s, "\n"));
    }
}

void view_awaits(struct buf *out, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    if (!r || !is_kept(m->trace, r->stopped))
        return;
    const struct note *n = trace_note(m->trace, r->stopped);
    for (size_t i = 0; i < n->nframes; i++)
        buf_printf(out, "%s%s", i ? " → " : "", n->frames[i].func);
    if (r->ref & REF_TASK && (r->on == ON_TASK || r->on == ON_SHIELD))
        buf_printf(out, " → %s", words_name(trace_task_name(m->trace, r->ref & ~REF_TASK)));
    else if (r->on == ON_SLEEP)
        buf_printf(out, " → sleep(%g)", n->number);
    else if (r->on && r->on < ON_KINDS && *awaited_names[r->on])
        buf_printf(out, " → %s", r->on == ON_SLEEP0 ? "sleep(0)" : awaited_names[r->on]);
}

/* The BEGIN of the handle in which event i happened; TRACE_NONE: in none, or too far back to look
 * for. */
static uint32_t handle_around(const struct trace *t, uint32_t i)
{
    uint32_t least = i - t->first > WALK ? i - WALK : t->first;
    while (i-- > least) {
        enum event_kind kind = trace_at(t, i)->kind;
        if (kind == EV_BEGIN)
            return i;
        if (kind == EV_END || kind == EV_TICK || kind == EV_LOOP || kind == EV_RAN)
            break;
    }
    return TRACE_NONE;
}

void view_created(struct buf *out, const struct trace *t, uint32_t task)
{
    const struct task_facts *f = trace_task(t, task);
    if (!f || !is_kept(t, f->created))
        return;
    uint32_t tick = trace_at(t, f->created)->tick, begin = handle_around(t, f->created);
    uint32_t maker = begin == TRACE_NONE ? 0 : trace_at(t, begin)->task;
    if (maker)
        buf_printf(out, "by %s in tick %u", words_name(trace_task_name(t, maker)), tick);
    else if (begin != TRACE_NONE)
        buf_printf(out, "by a callback in tick %u", tick);
    else
        buf_puts(out, view_is_closing_task(t, task) ? "by asyncio.run()" : "by the program");
}

struct entry view_entry(const struct trace *t, uint32_t begin)
{
    const struct event *e = trace_at(t, begin);
    struct entry h = {.handle = e->handle, .task = e->task, .event = begin, .source = begin};
    uint32_t least = begin - t->first > WALK ? begin - WALK : t->first;
    for (uint32_t i = begin; i-- > least;) {
        const struct event *before = trace_at(t, i);
        if (before->handle == h.handle && (before->kind == EV_SOON || before->kind == EV_TIMER)) {
            h.event = h.source = i;
            break;
        }
    }
    return h;
}

/* ---- the sheet ---- */

struct sheet {
    struct win w;
    int y;
    const struct model *m;
    uint32_t task;
    const struct row *row;
    const struct task_facts *facts;
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
    buf_puts(&text, words_name(s->facts->coro));
    if (s->facts->def)
        buf_printf(&text, ", defined at %s:%u", s->facts->def, s->facts->def_line);
    put(s, "coroutine", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

static void put_created(struct sheet *s)
{
    struct buf text = {0};
    view_created(&text, s->m->trace, s->task);
    if (text.len && s->facts->src_line)
        buf_printf(&text, ", at line %u", s->facts->src_line);
    if (!text.len)
        buf_puts(&text, "before what is kept of the trace");
    put(s, "created", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

/* The handle in which its latest turn was scheduled, unless that was its own or its maker's. */
static void put_woken(struct sheet *s)
{
    const struct trace *t = s->m->trace;
    uint32_t woken = s->row->woken;
    if (!is_kept(t, woken) || trace_at(t, woken)->what != HANDLE_WAKEUP)
        return;
    uint32_t begin = handle_around(t, woken);
    if (begin == TRACE_NONE)
        return;
    struct entry by = view_entry(t, begin);
    struct buf text = {0};
    story_handle(s->m, &by, &text);
    buf_printf(&text, ", in tick %u (event %u)", trace_at(t, woken)->tick, woken + 1);
    put(s, "woken by", STYLE(ROLE_TEXT), buf_str(&text));
    buf_free(&text);
}

static void put_awaits(struct sheet *s)
{
    struct buf text = {0};
    if (s->row->state == TASK_WAITING || s->row->state == TASK_READY)
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
    if (s->row->state >= TASK_ENDED || !is_kept(s->m->trace, s->row->stopped))
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
    if (!is_kept(s->m->trace, s->row->cancel))
        return;
    const struct event *e = trace_at(s->m->trace, s->row->cancel);
    char text[96];
    snprintf(text, sizeof text, "cancel() was called on it in tick %u (event %u)", e->tick,
             s->row->cancel + 1);
    put(s, "cancelled", STYLE(ROLE_CANCELLED), text);
}

static void put_result(struct sheet *s)
{
    if (!is_kept(s->m->trace, s->row->ended))
        return;
    const struct note *n = trace_note(s->m->trace, s->row->ended);
    struct buf text = {0};
    buf_add(&text, n->text ? n->text : "", n->len);
    put(s, s->row->state == TASK_FAILED ? "error" : "result", STYLE(state_role(s->row->state)),
        buf_str(&text));
    buf_free(&text);
}

int view_sheet(struct win w, const struct model *m, uint32_t task)
{
    struct sheet s = {.w = w, .m = m, .task = task};
    s.row = model_row(m, task);
    s.facts = trace_task(m->trace, task);
    if (!s.row || !s.facts)
        return 0;
    put_state(&s);
    put_coroutine(&s);
    put_created(&s);
    put_woken(&s);
    put_awaits(&s);
    put_frames(&s);
    put_cancel(&s);
    put_result(&s);
    return s.y;
}

/* The sheet, and behind a blank line whom the task waits for. */
static int draw_all(struct win w, const struct model *m, uint32_t task)
{
    int rows = view_sheet(w, m, task);
    int tree = rows ? view_await_tree(win_sub(w, rows + 1, 0, w.h, w.w), m, task) : 0;
    return tree ? rows + 1 + tree : rows;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui);
    int wid = w.w - 4 < WIDEST ? w.w - 4 : WIDEST;
    int rows = draw_all(win_sub(w, 0, 0, 0, wid - 4), m, task);
    if (!rows)
        return;
    int h = rows + 2 < w.h - 2 ? rows + 2 : w.h - 2;
    struct win around = win_sub(w, (w.h - h) / 2, (w.w - wid) / 2 - 1, h, wid + 2);
    w = win_sub(around, 0, 1, h, wid);
    for (int y = 0; y < h; y++)
        win_fill(around, y, 0, around.w, STYLE(ROLE_TEXT), ' ');
    struct win inside =
        view_frame(w, words_name(trace_task_name(m->trace, task)), "Esc back", true);
    draw_all(win_sub(inside, 0, 1, inside.h, inside.w - 2), m, task);
    if (rows > inside.h)
        win_puts(w, w.h - 1, w.w - 5, STYLE(ROLE_DIM), " … ");
}

const struct view view_details = {.name = "details", .draw = draw};
