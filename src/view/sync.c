/* SPDX-License-Identifier: MIT */
/* The locks, events, semaphores, queues …: how each stands, who holds it and who waits in line. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "story/story.h"
#include "story/words.h"
#include "view/about.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

/* An event names at most SHOWN of those who wait. */
enum { SHOWN = 16, NAME_MOST = 18 };

static const char held_by[] = "held by ", kept_for[] = "free, kept for ";

/* ---- a row ---- */

/* A task in the colour of its state. Returns the column behind it. */
static int put_task(struct win w, int x, const struct model *m, uint32_t ref)
{
    const struct row *r = ref & REF_TASK ? model_row(m, ref & ~REF_TASK) : NULL;
    enum task_state state = r ? r->state : TASK_NONE;
    win_putc(w, 0, x, STYLE(state_role(state)), state_glyph(state));
    return view_puts(w, 0, x + 2, w.w, STYLE(state_role(state)),
                     ref & REF_TASK ? words_name(trace_task_name(m->trace, ref & ~REF_TASK))
                                    : "a future");
}

/* Those in line, as many as there is room for. */
static void put_line(struct win w, int x, const struct model *m, const uint32_t *of, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int wid = 2 + view_width(w, words_name(trace_task_name(m->trace, of[i] & ~REF_TASK)));
        int more = i + 1 < n || n == SHOWN ? 5 : 0;
        if (x + wid + more > w.w) {
            char text[16];
            snprintf(text, sizeof text, n < SHOWN ? "+%zu" : "+%zu…", n - i);
            view_puts(w, 0, x, w.w, STYLE(ROLE_DIM), text);
            return;
        }
        x = put_task(w, x, m, of[i]) + 2;
    }
}

static int put_state(struct win w, int x, const struct model *m, struct style st,
                     const struct note *n)
{
    const char *start = !strncmp(n->text, kept_for, sizeof kept_for - 1) ? kept_for : held_by;
    uint32_t task =
        strncmp(n->text, start, strlen(start)) ? 0 : view_task_named(m, n->text + strlen(start));
    if (!task)
        return view_puts(w, 0, x, w.w, st, n->text);
    x = view_puts(w, 0, x, w.w, st, start);
    return put_task(w, x, m, task | REF_TASK);
}

static void put_name(struct buf *b, const struct trace *t, uint32_t sync, uint32_t number)
{
    const char *class = sync == TRACE_NONE ? NULL : trace_note(t, sync)->name;
    buf_clear(b);
    buf_printf(b, "%s-%u", class && *class ? class : "Object", number);
}

/* A window of one row. */
static void draw_row(struct win w, int name, uint32_t number, const struct player *p,
                     const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t sync = view_object(m, number), of[SHOWN];
    bool changed = sync != TRACE_NONE && ui->run.before < m->cursor && sync >= ui->run.before;
    struct style st = changed ? BOLD(ROLE_TEXT) : STYLE(ROLE_TEXT);
    struct buf b = {0};
    put_name(&b, m->trace, sync, number);
    view_puts(w, 0, 0, name, changed ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME), buf_str(&b));
    buf_free(&b);
    if (sync == TRACE_NONE) {
        view_puts(w, 0, name + 2, w.w, STYLE(ROLE_DIM), "not changed in what is kept");
        return;
    }
    struct note n = *trace_note(m->trace, sync);
    size_t nof = n.nof < SHOWN ? n.nof : SHOWN;
    if (nof)
        memcpy(of, n.of, nof * sizeof *of);
    int x = name + 2;
    if (n.len)
        x = put_state(w, x, m, st, &n) + 2;
    put_line(w, x, m, of, nof);
}

/* ---- the pane ---- */

/* The object that changed last: its row is kept in view. */
static int latest(const struct model *m)
{
    int at = 0;
    uint32_t newest = 0;
    for (uint32_t i = 1; i <= m->nobjects; i++) {
        uint32_t sync = view_object(m, i);
        if (sync != TRACE_NONE && sync >= newest) {
            newest = sync;
            at = (int)i - 1;
        }
    }
    return at;
}

static int name_width(struct win w, const struct model *m, uint32_t from, uint32_t to)
{
    struct buf b = {0};
    int most = 0;
    for (uint32_t i = from; i <= to; i++) {
        put_name(&b, m->trace, view_object(m, i), i);
        int wid = view_width(w, buf_str(&b));
        most = wid > most ? wid : most;
    }
    buf_free(&b);
    return most < NAME_MOST ? most : NAME_MOST;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    char note[32];
    snprintf(note, sizeof note, "%u", m->nobjects);
    w = view_frame(w, "Locks and queues", m->nobjects ? note : NULL, ui->run.focus == PANE_SYNC);
    if (!m->nobjects) {
        view_puts(w, 0, 1, w.w, STYLE(ROLE_DIM), "none used yet");
        return;
    }
    uint32_t top = (uint32_t)view_top(latest(m), (int)m->nobjects, w.h, ui->run.scroll[PANE_SYNC]);
    uint32_t end = m->nobjects - top < (uint32_t)w.h ? m->nobjects : top + (uint32_t)w.h;
    int name = name_width(w, m, top + 1, end);
    for (uint32_t i = top; i < end; i++)
        draw_row(win_sub(w, (int)(i - top), 1, 1, w.w - 2), name, i + 1, p, ui);
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    (void)ui;
    const struct model *m = &p->model;
    return view_range(latest(m), (int)m->nobjects, view_inside(w).h);
}

/* What a row of it becomes. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    const struct trace *t = &p->trace;
    const struct note *n = trace_note(t, i);
    struct buf name = {0};
    if (trace_at(t, i)->kind != EV_SYNC)
        return false;
    put_name(&name, t, i, trace_at(t, i)->ref);
    bool found = view_has(buf_str(&name), text) || view_find(n->text, n->len, text) < n->len;
    buf_free(&name);
    return found;
}

const struct view view_sync = {.name = "sync", .draw = draw, .range = range, .has = has};
