/* SPDX-License-Identifier: MIT */
/* The locks, events, semaphores, queues …: how each stands, who holds it and who waits in line. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "story/story.h"
#include "story/transfers.h"
#include "story/words.h"
#include "view/about.h"
#include "view/circle.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

/* An event names at most SHOWN of those who wait. */
enum { SHOWN = 16, NAME_MOST = 18 };

/* Those who wait for an object, in order. */
struct standing_by {
    uint32_t of[SHOWN];
    size_t n;
};

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

/* What those in line of a queue wait for. */
static const char *line_for(const struct model *m, const uint32_t *of)
{
    const struct row *r = *of & REF_TASK ? model_row(m, *of & ~REF_TASK) : NULL;
    uint8_t on = r && r->state == TASK_WAITING ? r->on : ON_NONE;
    return on == ON_QUEUE_PUT ? "to put " : on == ON_QUEUE_GET ? "to take " : "in line ";
}

/* Those in line, as many as there is room for. */
static void put_line(struct win w, int x, const struct model *m, const struct standing_by *line)
{
    for (size_t i = 0; i < line->n; i++) {
        int wid = 2 + view_width(w, words_name(trace_task_name(m->trace, line->of[i] & ~REF_TASK)));
        int more = i + 1 < line->n || line->n == SHOWN ? 5 : 0;
        if (x + wid + more > w.w) {
            char text[16];
            snprintf(text, sizeof text, line->n < SHOWN ? "+%zu" : "+%zu…", line->n - i);
            view_puts(w, 0, x, w.w, STYLE(ROLE_DIM), text);
            return;
        }
        x = put_task(w, x, m, line->of[i]) + 2;
    }
}

/* The columns that all of them take. */
static int line_width(struct win w, const struct model *m, const struct standing_by *line)
{
    int x = 0;
    for (size_t i = 0; i < line->n; i++)
        x += 4 + view_width(w, words_name(trace_task_name(m->trace, line->of[i] & ~REF_TASK)));
    return x;
}

static int put_text(struct win w, int x, struct style st, const char *s, size_t n)
{
    struct buf b = {0};
    buf_add(&b, s, n);
    x = view_puts(w, 0, x, w.w, st, buf_str(&b));
    buf_free(&b);
    return x;
}

static int put_state(struct win w, int x, const struct model *m, struct style st,
                     const struct note *n)
{
    const char *start = !strncmp(n->text, kept_for, sizeof kept_for - 1) ? kept_for : held_by;
    uint32_t task =
        strncmp(n->text, start, strlen(start)) ? 0 : view_task_named(m, n->text + strlen(start));
    if (!task)
        return put_text(w, x, st, n->text, n->len);
    x = view_puts(w, 0, x, w.w, st, start);
    return put_task(w, x, m, task | REF_TASK);
}

/* A generator is called by its function, with which what it says of itself begins. */
static bool is_generator(const struct note *n)
{
    return n->name && n->text && !strcmp(n->name, "generator");
}

static void put_name(struct buf *b, const struct trace *t, uint32_t sync, uint32_t number)
{
    const struct note *n = sync == TRACE_NONE ? NULL : trace_note(t, sync);
    enum event_kind kind = n ? (enum event_kind)trace_at(t, sync)->kind : EV_SYNC;
    const char *class = n && n->name ? n->name : "";
    buf_clear(b);
    if (kind == EV_TRANSFER)
        buf_puts(b, words_name(class));
    else if (kind != EV_SYNC)
        buf_puts(b, *class ? class : "?");
    else if (n && is_generator(n))
        buf_add(b, n->text, strcspn(n->text, " "));
    else
        buf_printf(b, "%s-%u", *class ? class : "Object", number);
}

/* The second row: what of the state had no room, and who waits. */
static int begin_below(struct win *w, const struct model *m, struct style st, const char *rest,
                       const struct standing_by *line)
{
    *w = win_sub(*w, 1, 2, 1, w->w - 2);
    int x = rest ? view_puts(*w, 0, 0, w->w, st, rest + 2) + 2 : 0;
    return line->n ? view_puts(*w, 0, x, w->w, STYLE(ROLE_DIM), line_for(m, line->of)) : x;
}

/* Where the words of a state may be parted that are too long for one row. */
static const char *second_part(const char *state)
{
    const char *part = strstr(state, "; ");
    return part ? part : strstr(state, ", ");
}

/* A window of one row or, where who waits has no room beside the state, of two. Returns how many it
 * took. */
static int draw_row(struct win w, int name, uint32_t number, const struct player *p,
                    const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t sync = view_object(m, number);
    struct standing_by line = {0};
    bool changed = sync != TRACE_NONE && ui->run.before < m->cursor && sync >= ui->run.before;
    struct style st = changed ? BOLD(ROLE_TEXT) : STYLE(ROLE_TEXT);
    struct buf b = {0};
    put_name(&b, m->trace, sync, number);
    view_puts(w, 0, 0, name, changed ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME), buf_str(&b));
    buf_free(&b);
    b = (struct buf){0};
    if (sync == TRACE_NONE) {
        view_puts(w, 0, name + 2, w.w, STYLE(ROLE_DIM), "not changed in what is kept");
        return 1;
    }
    if (trace_at(m->trace, sync)->kind == EV_TRANSFER) {
        transfer_put_leg(m->trace, sync, &b);
        view_puts(w, 0, name + 2, w.w, st, buf_str(&b));
        buf_free(&b);
        return 1;
    }
    struct note n = *trace_note(m->trace, sync);
    line.n = n.nof < SHOWN ? n.nof : SHOWN;
    if (line.n)
        memcpy(line.of, n.of, line.n * sizeof *line.of);
    int x = name + 2;
    if (is_generator(&n))
        n.text += strcspn(n.text, " ") + (strchr(n.text, ' ') != NULL);
    const char *rest = n.len ? second_part(n.text) : NULL;
    if (w.h < 2 || !rest || x + view_width(w, n.text) <= w.w)
        rest = NULL;
    else
        n.len = (size_t)(rest - n.text);
    if (n.len)
        x = put_state(w, x, m, st, &n) + 2;
    bool below = rest || (w.h > 1 && line.n && x + line_width(w, m, &line) - 2 > w.w);
    if (below)
        x = begin_below(&w, m, st, rest, &line);
    put_line(w, x, m, &line);
    return 1 + below;
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

/* Is the latest one of them a generator? */
static bool has_generators(const struct model *m)
{
    uint32_t sync = m->nobjects ? view_object(m, (uint32_t)latest(m) + 1) : TRACE_NONE;
    return sync != TRACE_NONE && is_generator(trace_note(m->trace, sync));
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    char note[32];
    snprintf(note, sizeof note, "%u", m->nobjects);
    w = view_frame(w,
                   p->head.variables   ? "Shared"
                   : has_generators(m) ? "Generators"
                                       : "Locks and queues",
                   m->nobjects ? note : NULL, ui->run.focus == PANE_SYNC);
    if (!m->nobjects) {
        view_puts(w, 0, 1, w.w, STYLE(ROLE_DIM), "none used yet");
        return;
    }
    int circle = view_circle(view_padded(w), m);
    w = win_sub(w, circle, 0, w.h, w.w);
    uint32_t top = (uint32_t)view_top(latest(m), (int)m->nobjects, w.h, ui->run.scroll[PANE_SYNC]);
    uint32_t end = m->nobjects - top < (uint32_t)w.h ? m->nobjects : top + (uint32_t)w.h;
    int name = name_width(w, m, top + 1, end);
    int spare = w.h - (int)(end - top), y = 0;
    for (uint32_t i = top; i < end; i++) {
        int rows = draw_row(win_sub(w, y, 1, 1 + (spare > 0), w.w - 2), name, i + 1, p, ui);
        spare -= rows - 1;
        y += rows;
    }
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
    uint8_t kind = trace_at(t, i)->kind;
    if (kind != EV_SYNC && kind != EV_READ && kind != EV_WRITE && kind != EV_TRANSFER)
        return false;
    put_name(&name, t, i, trace_at(t, i)->ref);
    bool found = view_has(buf_str(&name), text) || view_find(n->text, n->len, text) < n->len;
    buf_free(&name);
    return found;
}

const struct view view_sync = {.name = "sync",
                               .draw = draw,
                               .range = range,
                               .has = has,
                               .has_kinds = 1ull << EV_SYNC | 1ull << EV_READ | 1ull << EV_WRITE |
                                            1ull << EV_TRANSFER};
