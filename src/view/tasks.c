/* SPDX-License-Identifier: MIT */
/* The tasks: one row each, the marked one's locals, awaits and maker below. However many there are,
 * only the rows that are shown are looked at; a filter looks at the first hundred thousand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "story/story.h"
#include "story/words.h"
#include "view/about.h"
#include "view/panes.h"
#include "view/sheet.h"
#include "view/view.h"

enum { SCAN = 100000, STATE = 4, NAME_MOST = 16, CORO_MOST = 20, NARROW = 62, TINY = 40 };

/* ---- what is known of a task ---- */

/* The locals of its innermost frame, as they were when it stopped last. */
static void put_locals(struct buf *out, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    bool kept = r->stopped != TRACE_NONE && r->stopped >= m->trace->first;
    const struct note *n = kept ? trace_note(m->trace, r->stopped) : NULL;
    if (n && n->nframes)
        view_locals(out, n->frames[n->nframes - 1].locals);
}

/* ---- which rows ---- */

/* The tasks that may be shown, by their places in the list. */
struct choice {
    uint32_t *tasks; /* NULL: all of the model's */
    uint32_t n, at;  /* at: the place of the marked one, or where it would be */
};

static uint32_t task_at(const struct choice *l, uint32_t place)
{
    return l->tasks ? l->tasks[place] : place + 1;
}

/* Tasks of asyncio.run()'s own at the end of the model. */
static uint32_t closing_tasks(const struct model *m)
{
    uint32_t n = 0;
    while (n < m->nrows && view_is_closing_task(m->trace, m->nrows - n))
        n++;
    return n;
}

static bool shown(const struct model *m, const struct ui *ui, uint32_t task)
{
    return model_row(m, task) && (ui->run.closing || !view_is_closing_task(m->trace, task));
}

static bool matches(const struct model *m, uint32_t task, const char *filter)
{
    const struct row *r = model_row(m, task);
    const struct actor *f = trace_task(m->trace, task);
    return r && (strcasestr(state_names[r->state], filter) ||
                 strcasestr(trace_task_name(m->trace, task), filter) ||
                 (f && strcasestr(f->coro, filter)));
}

static void choice_make(struct choice *l, const struct model *m, const struct ui *ui)
{
    uint32_t task = view_task(m, ui), most = m->nrows < SCAN ? m->nrows : SCAN;
    *l = (struct choice){.n = m->nrows - (ui->run.closing ? 0 : closing_tasks(m)),
                         .at = task ? task - 1 : 0};
    if (!*ui->run.filter)
        return;
    *l = (struct choice){.tasks = xcalloc(most + 1, sizeof *l->tasks)};
    for (uint32_t i = 1; i <= most; i++)
        if (shown(m, ui, i) && matches(m, i, ui->run.filter)) {
            l->at += i < task;
            l->tasks[l->n++] = i;
        }
}

/* ---- rows ---- */

/* The rows that are shown, and how wide their columns are. */
struct table {
    uint32_t tasks[SCREEN_MAX];
    int n, gap, state, name, coro, line;
};

static int at_most(int n, int most)
{
    return n < most ? n : most;
}

static void widen(int *wid, int to, int most)
{
    to = at_most(to, most);
    if (*wid < to)
        *wid = to;
}

static int digits(unsigned n)
{
    int d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

static void table_make(struct table *t, struct win w, const struct choice *l,
                       const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    int top = view_top((int)l->at, (int)l->n, w.h, ui->run.scroll[PANE_TASKS]);
    bool narrow = w.w < NARROW, tiny = w.w < TINY;
    int coro_most = tiny ? 0 : narrow ? CORO_MOST / 2 : CORO_MOST;
    *t = (struct table){.gap = 2 - narrow, .state = 8 - narrow, .name = 6, .coro = tiny ? 0 : 4};
    for (uint32_t i = (uint32_t)top; i < l->n && t->n < w.h; i++) {
        uint32_t task = task_at(l, i);
        if (!shown(m, ui, task))
            continue;
        const struct actor *f = trace_task(m->trace, task);
        const struct row *r = model_row(m, task);
        t->tasks[t->n++] = task;
        widen(&t->name, view_width(w, words_name(trace_task_name(m->trace, task))), NAME_MOST);
        widen(&t->coro, view_width(w, f ? words_name(f->coro) : "?"), coro_most);
        widen(&t->line, 5 + digits(trace_line(m->trace, r->place)), narrow ? 0 : w.w);
        widen(&t->state, (int)strlen(state_names[r->state]), w.w);
    }
}

static bool is_over(const struct row *r)
{
    return r->state >= TASK_ENDED;
}

static bool changed(const struct row *r, const struct player *p, const struct ui *ui)
{
    return ui->run.before < p->model.cursor && r->last >= ui->run.before;
}

static void draw_row(struct win w, int y, const struct table *t, const struct player *p,
                     const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = t->tasks[y];
    const struct row *r = model_row(m, task);
    const struct actor *f = trace_task(m->trace, task);
    bool marked = task == view_task(m, ui);
    struct style state = STYLE(state_role(r->state));
    struct style text = STYLE(is_over(r) ? ROLE_DIM : ROLE_TEXT), name = text;
    struct style coro = STYLE(is_over(r) ? ROLE_DIM : ROLE_NAME);
    if (changed(r, p, ui))
        name.attr = state.attr = ATTR_BOLD;

    if (marked)
        win_puts(w, y, 0, STYLE(ROLE_STRONG), "▸");
    win_putc(w, y, 2, state, state_glyph(r->state));
    win_puts(w, y, STATE, state, state_names[r->state]);
    int x = STATE + t->state + t->gap;
    view_puts(w, y, x, x + t->name, name, words_name(trace_task_name(m->trace, task)));
    x += t->name + t->gap;
    view_puts(w, y, x, x + t->coro, coro, f ? words_name(f->coro) : "?");
    x += t->coro ? t->coro + t->gap : 0;
    uint32_t line = trace_line(m->trace, r->place);
    if (t->line && line && !is_over(r))
        win_printf(w, y, x, STYLE(ROLE_DIM), "line %u", line);
    x += t->line ? t->line + t->gap : 0;
    struct buf words = {0};
    story_task(m, task, &words);
    view_puts(w, y, x, w.w - 1, text, buf_str(&words));
    buf_free(&words);
    if (marked)
        win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

/* ---- what is below the rows ---- */

struct facts {
    struct buf locals, awaits, created;
};

static void facts_make(struct facts *f, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    *f = (struct facts){0};
    put_locals(&f->locals, m, task);
    if (!f->locals.len)
        buf_puts(&f->locals, "none");
    else if (r->state == TASK_RUNNING)
        buf_puts(&f->locals, "  when it last stopped");
    if (r->state == TASK_WAITING || r->state == TASK_READY)
        view_awaits(&f->awaits, m, task);
    if (!f->awaits.len)
        buf_puts(&f->awaits, "—");
    view_created(&f->created, m->trace, task);
    if (!f->created.len)
        buf_puts(&f->created, "before what is kept of the trace");
}

static void draw_fact(struct win w, int y, const char *label, const char *text)
{
    win_puts(w, y, 2, STYLE(ROLE_DIM), label);
    view_puts(w, y, 12, w.w - 1, STYLE(ROLE_DIM), text);
}

/* Side by side; what does not fit is left out. */
static void draw_facts_in_line(struct win w, int y, const struct facts *f)
{
    int third = w.w / 3, right = w.w - 1;
    int x = win_puts(w, y, 2, STYLE(ROLE_DIM), "locals  ");
    x = view_puts(w, y, x, right, STYLE(ROLE_DIM), buf_str(&f->locals)) + 3;
    x = x > third ? x : third;
    if (x + 8 + view_width(w, buf_str(&f->awaits)) > right)
        return;
    x = win_puts(w, y, x, STYLE(ROLE_DIM), "awaits  ");
    x = win_puts(w, y, x, STYLE(ROLE_DIM), buf_str(&f->awaits)) + 3;
    int from = right - 8 - view_width(w, buf_str(&f->created));
    if (from < x)
        return;
    x = win_puts(w, y, from, STYLE(ROLE_DIM), "created ");
    win_puts(w, y, x, STYLE(ROLE_DIM), buf_str(&f->created));
}

static void draw_facts(struct win w, int lines, const struct model *m, uint32_t task)
{
    struct facts f;
    facts_make(&f, m, task);
    if (lines < 3) {
        draw_facts_in_line(w, w.h - 1, &f);
    } else {
        draw_fact(w, w.h - 3, "locals", buf_str(&f.locals));
        draw_fact(w, w.h - 2, "awaits", buf_str(&f.awaits));
        draw_fact(w, w.h - 1, "created", buf_str(&f.created));
    }
    buf_free(&f.locals);
    buf_free(&f.awaits);
    buf_free(&f.created);
}

/* The marked task, in as much detail as there is room for. */
static void draw_below(struct win w, const struct model *m, uint32_t task)
{
    struct win inside = win_sub(w, 0, 2, w.h, w.w - 3);
    int rows = view_sheet(win_sub(inside, 0, 0, 0, inside.w), 0, m, task), y = w.h - rows;
    if (rows + 2 > w.h) {
        draw_facts(w, w.h >= 5 ? 3 : 1, m, task);
        return;
    }
    win_fill(w, y - 1, 1, w.w - 2, STYLE(ROLE_FRAME), u'╌');
    view_sheet(win_sub(inside, y, 0, rows, inside.w), 0, m, task);
}

static void draw_closing(struct win w, int y, uint32_t n, bool marked)
{
    char text[96];
    snprintf(text, sizeof text, "asyncio.run() is closing: %u task%s of its own — press e", n,
             n == 1 ? "" : "s");
    view_puts(w, y, 2, w.w, STYLE(ROLE_DIM), text);
    if (marked)
        win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

static void draw_nobody(struct win w, const struct model *m, const struct ui *ui)
{
    const char *text = *ui->run.filter ? "No task matches the filter."
                       : m->tick       ? "No task is left in what is kept of the trace."
                                       : "No task yet.";
    view_puts(w, 0, 2, w.w, STYLE(ROLE_DIM), text);
}

/* Counts by state, with words where the border has room for them. */
static void put_counts(struct buf *out, const struct model *m, bool words)
{
    static const enum task_state states[] = {
        TASK_RUNNING, TASK_READY, TASK_WAITING, TASK_ENDED, TASK_FAILED, TASK_CANCELLED,
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        uint32_t n = m->counts[states[i]];
        if (!n)
            continue;
        char glyph[5] = {0};
        utf8_encode(state_glyph(states[i]), glyph);
        buf_printf(out, "%s%s %u%s%s", out->len ? "  " : "", glyph, n, words ? " " : "",
                   words ? state_names[states[i]] : "");
    }
}

static struct win draw_frame(struct win w, const struct model *m, const struct ui *ui)
{
    struct buf title = {0}, note = {0};
    buf_puts(&title, "Tasks");
    if (*ui->run.filter)
        buf_printf(&title, " \\%s", ui->run.filter);
    put_counts(&note, m, true);
    if (view_width(w, buf_str(&title)) + view_width(w, buf_str(&note)) + 9 > w.w) {
        buf_clear(&note);
        put_counts(&note, m, false);
    }
    w = view_frame(w, buf_str(&title), note.len ? buf_str(&note) : NULL,
                   ui->run.focus == PANE_TASKS);
    buf_free(&title);
    buf_free(&note);
    return w;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    uint32_t task = view_task(m, ui), closing = ui->run.closing ? 0 : closing_tasks(m);
    struct choice l;
    struct table t;
    w = draw_frame(w, m, ui);
    choice_make(&l, m, ui);
    int below = at_most((closing != 0) + (w.h >= 5), w.h - 1);
    table_make(&t, win_sub(w, 0, 0, w.h - below, w.w), &l, p, ui);
    for (int y = 0; y < t.n; y++)
        draw_row(w, y, &t, p, ui);
    if (!t.n && !closing)
        draw_nobody(w, m, ui);
    if (closing)
        draw_closing(w, t.n, closing, view_is_closing_task(m->trace, task));
    if (task && t.n)
        draw_below(win_sub(w, t.n + (closing != 0), 0, w.h, w.w), m, task);
    free(l.tasks);
}

/* As far as the filter and the folding of asyncio.run()'s own tasks go. */
static bool lists(const struct player *p, const struct ui *ui, uint32_t task)
{
    return shown(&p->model, ui, task) &&
           (!*ui->run.filter || matches(&p->model, task, ui->run.filter));
}

static uint32_t clicked_at(struct win w, const struct player *p, const struct ui *ui, int y)
{
    struct choice l;
    struct table t;
    if (w.h >= 3) { /* its frame */
        w = win_sub(w, 1, 1, w.h - 2, w.w - 2);
        y--;
    }
    choice_make(&l, &p->model, ui);
    table_make(&t, w, &l, p, ui);
    free(l.tasks);
    return y >= 0 && y < t.n ? t.tasks[y] : 0;
}

const struct view view_tasks = {
    .name = "tasks", .draw = draw, .task_at = clicked_at, .lists = lists};
