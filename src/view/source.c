/* SPDX-License-Identifier: MIT */
/* The source: which line ran last, which runs next, who stands where, and where to stop. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "draw/lexer.h"
#include "story/words.h"
#include "trace/archive.h"
#include "view/find.h"
#include "view/page.h"
#include "view/panes.h"
#include "view/view.h"

enum { TAB = 8, MARK = 12, WIDE = 38, FEW = 4096, NEXT = 8, INDENT = 4, ROWS_MOST = 8 };

/* The tasks that stand on a Python line: how many there are, the most interesting of them, and its state. */
struct spot {
    uint32_t count;
    uint32_t task; /* 0: one of very many */
    enum task_state state;
};

/* The page, drawn: its lines from `top` on. */
struct sheet {
    struct page page;
    int digits, top;
    struct spot *spots; /* by Python line */
    const struct differs *differs;
};

/* ---- who stands where ---- */

static int interest(enum task_state s)
{
    return s == TASK_RUNNING ? 4 : s == TASK_READY ? 3 : s == TASK_CREATED ? 2 : s == TASK_WAITING;
}

/* That of a place; NULL: it is on no line here. */
static struct spot *spot_at(const struct page *page, const struct trace *t, struct spot *spots,
                            uint32_t place)
{
    uint32_t line = page_python(page, t, place);
    return line && line < page->npython ? &spots[line] : NULL;
}

static void show(struct spot *s, uint32_t task, enum task_state state)
{
    if (interest(state) < interest(s->state))
        return;
    s->task = task;
    s->state = state;
}

/* Where it stands, unless it is over; counted: 0 if it was before. */
static void find_task(const struct page *page, const struct model *m, struct spot *spots,
                      uint32_t task, uint32_t counted)
{
    const struct row *r = model_row(m, task);
    struct spot *s = r && interest(r->state) ? spot_at(page, m->trace, spots, r->place) : NULL;
    if (!s)
        return;
    s->count += counted;
    show(s, task, r->state);
}

/* Those at a place. One who stands there alone has come there last, or is not known. */
static void find_stand(const struct page *page, const struct model *m, struct spot *spots,
                       uint32_t place, const struct stand *at)
{
    uint32_t count = at->created + at->ready + at->running + at->waiting;
    struct spot *s = count ? spot_at(page, m->trace, spots, place) : NULL;
    enum task_state state = at->running   ? TASK_RUNNING
                            : at->ready   ? TASK_READY
                            : at->created ? TASK_CREATED
                                          : TASK_WAITING;
    if (!s)
        return;
    const struct row *last = count == 1 ? model_row(m, at->last) : NULL;
    bool alone = last && last->place == place && interest(last->state);
    s->count += count;
    show(s, alone ? at->last : 0, state);
}

/* Of very many tasks those have a name here who run, or do so next. */
static void find_among_many(const struct page *page, const struct model *m, struct spot *spots)
{
    uint32_t n = m->trace->places.n;
    struct stand *at = archive_stands(m, n);
    for (uint32_t place = 1; place < n; place++)
        find_stand(page, m, spots, place, &at[place]);
    free(at);
    for (uint32_t k = m->ready.n < NEXT ? m->ready.n : NEXT; k-- > 0;)
        find_task(page, m, spots, model_ready(m, k).task, 0);
    find_task(page, m, spots, m->task, 0);
}

static struct spot *find_tasks(const struct page *page, const struct model *m)
{
    struct spot *spots = xcalloc(page->npython + 1, sizeof *spots);
    if (m->nrows > FEW) {
        find_among_many(page, m, spots);
        return spots;
    }
    for (uint32_t task = m->nrows; task > 0; task--)
        find_task(page, m, spots, task, 1);
    return spots;
}

/* Draws a line's tasks at its right end: "○ Task-3 +1", or "○ 5600 tasks"; "○+1", "○5600" or "○" where that would
 * leave the code too little room, or may not be cut. Returns the column where the code must end. */
static int draw_tasks(struct win w, int y, const struct model *m, const struct spot *s, int code,
                      bool whole)
{
    char many[24], more[16] = "";
    struct style st = STYLE(state_role(s->state));
    const char *name = s->task ? words_name(trace_task_name(m->trace, s->task)) : many;
    snprintf(many, sizeof many, "%u tasks", s->count);
    if (s->task && s->count > 1)
        snprintf(more, sizeof more, "+%u", s->count - 1);
    int full = 2 + view_width(w, name) + (*more ? 1 + (int)strlen(more) : 0);
    bool fits = code + 1 + full <= w.w, named = fits || (!whole && w.w >= WIDE);
    if (!s->task && !named)
        snprintf(more, sizeof more, "%u", s->count);
    if (!named && code + 2 + (int)strlen(more) > w.w)
        *more = 0;
    int x = w.w - (!named ? 1 + (int)strlen(more) : full > MARK ? full : MARK);
    if (fits && x < code + 1)
        x = code + 1;
    win_putc(w, y, x, st, state_glyph(s->state));
    int end = named ? win_puts(w, y, x + 2, st, name) + 1 : x + 1;
    win_puts(w, y, end, st, more);
    return x - 1;
}

/* ---- drawing ---- */

static int behind_tab(int x)
{
    return (x / TAB + 1) * TAB;
}

static int draw_code(struct win w, int y, const struct line *l, const uint8_t *roles)
{
    int x = 0;
    for (size_t i = 0, to; i < l->n; i = to) {
        to = i + 1;
        if (l->s[i] == '\t') {
            x = behind_tab(x);
            continue;
        }
        while (to < l->n && l->s[to] != '\t' && roles[to] == roles[i])
            to++;
        x = win_putn(w, y, x, STYLE(roles[i]), l->s + i, (int)(to - i));
    }
    return x;
}

static int code_width(struct win w, const struct line *l, const uint8_t *roles)
{
    return draw_code(win_nowhere(w, w.w), 0, l, roles);
}

/* The part of a line that starts at byte `from` and fits into wid columns: up to a blank if there
 * is one. Returns where the next begins. */
static size_t part_end(struct win w, const struct line *l, size_t from, int wid)
{
    struct win nowhere = win_nowhere(w, w.w);
    size_t to = from, blank = from;
    int x = 0;
    while (to < l->n) {
        size_t next = to + 1;
        while (next < l->n && (l->s[next] & 0xc0) == 0x80)
            next++;
        x = l->s[to] == '\t'
                ? behind_tab(x)
                : win_putn(nowhere, 0, x, STYLE(ROLE_TEXT), l->s + to, (int)(next - to));
        if (x > wid)
            return blank > from ? blank : to > from ? to : next;
        to = next;
        if (l->s[to - 1] == ' ' && to - from > (size_t)wid / 2)
            blank = to;
    }
    return to;
}

/* Draws the line that runs over as many rows as it needs. Returns how many those are. */
static int draw_whole(struct win w, int y, const struct line *l, const uint8_t *roles)
{
    size_t at = 0;
    int rows = 0;
    do {
        int in = rows ? INDENT : 0;
        size_t to = part_end(w, l, at, w.w - in);
        struct line part = {.s = l->s + at, .n = to - at};
        draw_code(win_sub(w, 0, in, w.h, w.w), y + rows, &part, roles + at);
        at = to;
    } while (++rows < ROWS_MOST && at < l->n);
    return rows;
}

/* The line that ran last, and one that is about to run, are always shown whole. */
static bool is_whole(const struct page *page, int number)
{
    return number == page->ran || number == page->next;
}

static int gutter(const struct sheet *s)
{
    return s->digits + 3;
}

static void draw_gutter(struct win w, int y, const struct sheet *s, int number, uint32_t py,
                        const struct player *p)
{
    const struct page *page = &s->page;
    if (is_whole(page, number))
        win_puts(w, y, 0, STYLE(ROLE_RUNNING), number == page->next ? "▷" : "▶");
    else if (number == page->cursor)
        win_puts(w, y, 0, STYLE(ROLE_STRONG), "▌");
    win_printf(w, y, 1, number == page->cursor ? BOLD(ROLE_STRONG) : STYLE(ROLE_DIM), "%*d",
               s->digits, number + 1);
    const struct breakpoint *b = py ? breaks_find(&p->breaks, &p->trace, page->file, py) : NULL;
    if (b)
        win_puts(w, y, gutter(s) - 2, STYLE(ROLE_FAILED), b->condition ? "◆" : "●");
    else if (!page->file && s->differs && py && py <= s->differs->nlines && s->differs->lines[py])
        win_puts(w, y, gutter(s) - 2, BOLD(ROLE_WARNING), "≠");
}

/* Returns how many rows it took. */
static int draw_line(struct win w, int y, const struct sheet *s, const struct line *l, int number,
                     const uint8_t *roles, const struct player *p)
{
    const struct page *page = &s->page;
    bool whole = is_whole(page, number);
    struct win code = win_sub(w, 0, gutter(s), w.h, w.w);
    int wid = code_width(code, l, roles), right = code.w, rows = 1;
    struct spot *spot = &s->spots[l->py];
    draw_gutter(w, y, s, number, l->py, p);
    if (l->py && spot->count)
        right = draw_tasks(code, y, &p->model, spot, wid, whole);
    *spot =
        (struct spot){0}; /* a second line of C that stands for the same one shows them no more */
    code = win_sub(code, 0, 0, code.h, right);
    if (whole)
        rows = draw_whole(code, y, l, roles);
    else
        draw_code(code, y, l, roles);
    if (wid > right && !whole)
        win_puts(code, y, right - 1, STYLE(ROLE_DIM), "…");
    for (int r = 0; r < rows; r++)
        if (number == page->cursor || number == page->ran)
            win_ground(w, y + r, 0, w.w, number == page->cursor ? GROUND_SELECTED : GROUND_CURRENT);
    return rows;
}

static void draw_lines(struct win w, const struct sheet *s, const struct player *p)
{
    const struct page *page = &s->page;
    struct lexer lx = {.language = lexer_language(page->name ? page->name : "")};
    struct line l;
    uint8_t *roles = NULL;
    size_t cap = 0;
    int row = 0;
    bool more = page_first(page, &l);
    for (int y = 0; more && row < w.h; more = page_next(page, &l, ++y)) {
        roles = xgrow(roles, &cap, l.n + 1, sizeof *roles);
        lexer_line(&lx, l.s, l.n, roles);
        if (y >= s->top)
            row += draw_line(w, row, s, &l, y, roles, p);
    }
    free(roles);
}

/* Rows that the lines from..to take more than one each, in a pane of w. */
static int rows_more(struct win w, const struct sheet *s, int from, int to)
{
    struct line l;
    int rows = 0;
    bool more = page_first(&s->page, &l);
    for (int y = 0; more && y <= to; more = page_next(&s->page, &l, ++y)) {
        if (y < from || !is_whole(&s->page, y))
            continue;
        bool has_tasks = l.py && s->spots[l.py].task;
        struct win nowhere = win_nowhere(w, w.w - gutter(s) - (has_tasks ? 2 : 0));
        uint8_t *roles = xcalloc(l.n + 1, sizeof *roles);
        rows += draw_whole(nowhere, 0, &l, roles) - 1;
        free(roles);
    }
    return rows;
}

static void draw_nothing(struct win w, const struct model *m)
{
    char text[96] = "This trace was saved without its source.";
    uint32_t line = trace_line(m->trace, m->place);
    if (line)
        snprintf(text, sizeof text, "This trace was saved without its source. Line %u ran last.",
                 line);
    view_wrap(view_padded(w), 0, STYLE(ROLE_DIM), text);
}

/* What the key x would show. */
static const char *put_next(char *to, size_t size, const struct source *now,
                            const struct source *next)
{
    static const char *const languages[] = {
        [LANGUAGE_C] = "C source", [LANGUAGE_PYTHON] = "Python source"};
    enum language language = lexer_language(next->name);
    snprintf(to, size, "x: %s",
             language != lexer_language(now->name) ? languages[language] : next->name);
    return to;
}

/* Of a run beside another: when it ended, if it has. */
static const char *put_end(char *to, size_t size, const struct trace *t)
{
    struct buf time = {0};
    words_time(&time, t, trace_at(t, t->end - 1)->time);
    snprintf(to, size, "ended at %s", buf_str(&time));
    buf_free(&time);
    return to;
}

static bool is_shown(int line, int top, int h)
{
    return line >= top && line - top < h;
}

/* The line that matters, which is in view unless one has scrolled: the chosen one, or the one that ran
 * last, if that shows the one that runs next, too; else this one. */
static int anchor(const struct page *page, int h)
{
    int ran = page->ran < 0 ? 0 : page->ran;
    if (page->cursor >= 0)
        return page->cursor;
    if (page->next >= 0 && !is_shown(page->next, view_top(ran, page->nlines, h, 0), h))
        return page->next;
    return ran;
}

/* Which line is on the first row, so that the one that matters is there whole. */
static int first_row(struct win w, const struct sheet *s, const struct ui *ui)
{
    int at = anchor(&s->page, w.h);
    int top = view_top(at, s->page.nlines, w.h, ui->run.scroll[PANE_SOURCE]);
    if (is_shown(at, top, w.h))
        while (top < at && at - top + rows_more(w, s, top, at) >= w.h)
            top++;
    return top;
}

static int count_digits(int n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

/* In a pane whose inside is w. False: there is no source. Free s->spots. */
static bool open_sheet(struct sheet *s, struct win w, const struct player *p, const struct ui *ui)
{
    int least = w.w < WIDE ? 2 : 3;
    if (!page_open(&s->page, p, ui))
        return false;
    s->differs = ui->run.differs;
    s->digits = count_digits(s->page.nlines);
    if (s->digits < least)
        s->digits = least;
    s->spots = find_tasks(&s->page, &p->model);
    s->top = first_row(w, s, ui);
    return true;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct trace *t = &p->trace;
    bool focused = ui->run.focus == PANE_SOURCE;
    struct sheet sheet;
    char note[64];
    if (!t->nsources) {
        draw_nothing(view_frame(w, "Source", NULL, focused), &p->model);
        return;
    }
    size_t which = page_which(t, ui);
    const struct source *s = &t->sources[which], *next = &t->sources[(which + 1) % t->nsources];
    const char *right = t->nsources < 2 ? NULL : put_next(note, sizeof note, s, next);
    if (ui->run.differs && ui->run.ended && t->end > t->first)
        right = put_end(note, sizeof note, t);
    w = view_frame(w, s->name, right, focused);
    if (open_sheet(&sheet, w, p, ui)) {
        draw_lines(w, &sheet, p);
        free(sheet.spots);
    }
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    struct page page;
    int h = view_inside(w).h;
    if (!page_open(&page, p, ui))
        return (struct range){0};
    return view_range(anchor(&page, h), page.nlines, h);
}

/* The Python line that a row of the source is, or stands for. */
static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    struct sheet s;
    struct line l;
    int row = 0;
    struct win in = view_inside(w);
    y -= in.y - w.y;
    x -= in.x - w.x;
    w = in;
    if (y < 0 || y >= w.h || x < 0 || x >= w.w || !open_sheet(&s, w, p, ui))
        return (struct hit){0};
    bool more = page_first(&s.page, &l);
    for (int n = 0; more; more = page_next(&s.page, &l, ++n)) {
        if (n >= s.top)
            row += 1 + rows_more(w, &s, n, n);
        if (row > y)
            break;
    }
    free(s.spots);
    return more && l.py ? (struct hit){.kind = HIT_LINE, .n = l.py, .file = s.page.file}
                        : (struct hit){0};
}

/* Of the Python's lines, whichever source is shown: the one that the event reaches. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    const struct trace *t = &p->trace;
    const struct place *at = trace_place(t, trace_at(t, i)->place);
    if (!at->line || !t->nsources)
        return false;
    const struct source *s = at->file ? trace_source(t, at->file) : &t->sources[page_own(t)];
    if (!s)
        return false;
    struct page page = {.text = s->text};
    struct line l;
    return page_line(&page, (int)at->line - 1, &l) && view_find(l.s, l.n, text) < l.n;
}

const struct view view_source = {.name = "source",
                                 .draw = draw,
                                 .hit = hit,
                                 .range = range,
                                 .has = has,
                                 .has_kinds = UINT64_MAX,
                                 .has_places = true};
