/* SPDX-License-Identifier: MIT */
/* The source: which line ran last, which runs next, who stands where, and where to stop. Lines are Python's
 * everywhere in a trace; in a C source, py(N) says which one a line stands for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "draw/lexer.h"
#include "story/words.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

enum { TAB = 8, MARK = 12, WIDE = 38, SCAN = 100000, INDENT = 4, ROWS_MOST = 8 };

/* The tasks that stand on a Python line: the most interesting of them, and how many there are. */
struct spot {
    uint32_t task, count;
};

struct page {
    const char *name, *text;
    const char *file; /* of its lines, as a breakpoint has it */
    bool c;
    int nlines, current, next; /* which ran last and which one stopped before, from 0; -1: none */
    int digits;
    struct spot *spots; /* by Python line */
    uint32_t nspots;
};

struct line {
    const char *s;
    size_t n;
    uint32_t py; /* the Python line it is or stands for, 0: none */
};

/* ---- lines ---- */

static size_t line_length(const char *s)
{
    size_t n = strcspn(s, "\n");
    return n && s[n - 1] == '\r' ? n - 1 : n;
}

/* The N of word(N) on this line; 0 if there is none that could be a line's number. */
static uint32_t number_in(const struct line *l, const char *word)
{
    const char *at = memmem(l->s, l->n, word, strlen(word));
    unsigned long n = at ? strtoul(at + strlen(word), NULL, 10) : 0;
    return n <= INT32_MAX ? (uint32_t)n : 0;
}

static void number_line(const struct page *page, struct line *l, int y)
{
    if (!page->c)
        l->py = (uint32_t)y + 1;
    else if (!(l->py = number_in(l, " py(")))
        l->py = number_in(l, " def(");
}

static bool first_line(const struct page *page, struct line *l)
{
    *l = (struct line){.s = page->text, .n = line_length(page->text)};
    number_line(page, l, 0);
    return *l->s;
}

/* y is the number of the line gone to, from 0. */
static bool next_line(const struct page *page, struct line *l, int y)
{
    l->s += strcspn(l->s, "\n");
    if (*l->s)
        l->s++;
    l->n = line_length(l->s);
    number_line(page, l, y);
    return *l->s;
}

static int count_digits(int n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static void measure(struct page *page, uint32_t current, uint32_t next, int wid)
{
    struct line l;
    int least = wid < WIDE ? 2 : 3;
    page->current = page->next = -1;
    for (bool more = first_line(page, &l); more; more = next_line(page, &l, ++page->nlines)) {
        if (page->current < 0 && current && l.py == current)
            page->current = page->nlines;
        if (page->next < 0 && next && l.py == next)
            page->next = page->nlines;
        if (l.py >= page->nspots)
            page->nspots = l.py + 1;
    }
    page->digits = count_digits(page->nlines);
    if (page->digits < least)
        page->digits = least;
}

/* ---- who stands where ---- */

static int interest(enum task_state s)
{
    return s == TASK_RUNNING ? 4 : s == TASK_READY ? 3 : s == TASK_CREATED ? 2 : s == TASK_WAITING;
}

/* The line of a place, if it is in this file. */
static uint32_t line_here(const struct page *page, const struct trace *t, uint32_t place)
{
    const struct place *at = trace_place(t, place);
    if (!at->file)
        return page->file ? 0 : at->line;
    return page->file && !strcmp(page->file, at->file) ? at->line : 0;
}

/* A coroutine that has not begun stands on its def, as Python says too. */
static uint32_t stands_at(const struct page *page, const struct model *m, uint32_t task)
{
    const struct row *r = model_row(m, task);
    const struct actor *f = trace_task(m->trace, task);
    if (!r || !interest(r->state))
        return 0;
    if (r->place)
        return line_here(page, m->trace, r->place);
    return f && f->def && page->name && !strcmp(f->def, page->name) ? f->def_line : 0;
}

/* Of very many tasks only the newest are looked at. */
static void find_tasks(struct page *page, const struct model *m)
{
    page->spots = xcalloc(page->nspots + 1, sizeof *page->spots);
    uint32_t least = m->nrows > SCAN ? m->nrows - SCAN : 0;
    for (uint32_t task = m->nrows; task > least; task--) {
        uint32_t line = stands_at(page, m, task);
        if (!line || line >= page->nspots)
            continue;
        struct spot *s = &page->spots[line];
        s->count++;
        if (!s->task ||
            interest(model_row(m, task)->state) >= interest(model_row(m, s->task)->state))
            s->task = task;
    }
}

/* Draws a line's tasks at its right end: "○ Task-3 +1", or "○+1" or "○" where that would leave the
 * code too little room, or may not be cut. Returns the column where the code must end. */
static int draw_tasks(struct win w, int y, const struct model *m, const struct spot *s, int code,
                      bool whole)
{
    enum task_state state = model_row(m, s->task)->state;
    const char *name = words_name(trace_task_name(m->trace, s->task));
    struct style st = STYLE(state_role(state));
    char more[16] = "";
    if (s->count > 1)
        snprintf(more, sizeof more, "+%u", s->count - 1);
    int full = 2 + view_width(w, name) + (*more ? 1 + (int)strlen(more) : 0);
    bool fits = code + 1 + full <= w.w, named = fits || (!whole && w.w >= WIDE);
    if (!named && code + 2 + (int)strlen(more) > w.w)
        *more = 0;
    int x = w.w - (!named ? 1 + (int)strlen(more) : full > MARK ? full : MARK);
    if (fits && x < code + 1)
        x = code + 1;
    win_putc(w, y, x, st, state_glyph(state));
    int end = named ? win_puts(w, y, x + 2, st, name) + 1 : x + 1;
    win_puts(w, y, end, st, more);
    return x - 1;
}

/* ---- drawing ---- */

static int draw_code(struct win w, int y, const struct line *l, const uint8_t *roles)
{
    int x = 0;
    for (size_t i = 0, to; i < l->n; i = to) {
        to = i + 1;
        if (l->s[i] == '\t') {
            x = (x / TAB + 1) * TAB;
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
    return draw_code(win_sub(w, 0, 0, 0, 0), 0, l, roles);
}

/* The part of a line that starts at byte `from` and fits into wid columns: up to a blank if there
 * is one. Returns where the next begins. */
static size_t part_end(struct win w, const struct line *l, size_t from, const uint8_t *roles,
                       int wid)
{
    struct win nowhere = win_sub(w, 0, 0, 0, 0);
    size_t to = from, blank = from;
    while (to < l->n) {
        size_t next = to + 1;
        while (next < l->n && (l->s[next] & 0xc0) == 0x80)
            next++;
        struct line part = {.s = l->s + from, .n = next - from};
        if (code_width(nowhere, &part, roles + from) > wid)
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
        size_t to = part_end(w, l, at, roles, w.w - in);
        struct line part = {.s = l->s + at, .n = to - at};
        draw_code(win_sub(w, 0, in, w.h, w.w), y + rows, &part, roles + at);
        at = to;
    } while (++rows < ROWS_MOST && at < l->n);
    return rows;
}

/* The line that ran last, and one that is about to run, are always shown whole. */
static bool is_whole(const struct page *page, int number)
{
    return number == page->current || number == page->next;
}

/* Returns how many rows it took. */
static int draw_line(struct win w, int y, const struct page *page, const struct line *l, int number,
                     const uint8_t *roles, const struct player *p)
{
    bool current = number == page->current, whole = is_whole(page, number);
    int gutter = page->digits + 3;
    if (whole)
        win_puts(w, y, 0, STYLE(ROLE_RUNNING), number == page->next ? "▷" : "▶");
    win_printf(w, y, 1, STYLE(ROLE_DIM), "%*d", page->digits, number + 1);
    if (l->py && player_breaks(p, page->file, l->py))
        win_puts(w, y, gutter - 2, STYLE(ROLE_FAILED), "●");

    struct win code = win_sub(w, 0, gutter, w.h, w.w);
    int wid = code_width(code, l, roles), right = code.w, rows = 1;
    struct spot *s = &page->spots[l->py];
    if (l->py && s->task)
        right = draw_tasks(code, y, &p->model, s, wid, whole);
    *s = (struct spot){0}; /* a second line of C that stands for the same one shows them no more */
    code = win_sub(code, 0, 0, code.h, right);
    if (whole)
        rows = draw_whole(code, y, l, roles);
    else
        draw_code(code, y, l, roles);
    if (wid > right && !whole)
        win_puts(code, y, right - 1, STYLE(ROLE_DIM), "…");
    for (int r = 0; current && r < rows; r++)
        win_ground(w, y + r, 0, w.w, GROUND_CURRENT);
    return rows;
}

static void draw_lines(struct win w, const struct page *page, int top, const struct player *p)
{
    struct lexer lx = {.language = lexer_language(page->name ? page->name : "")};
    struct line l;
    uint8_t *roles = NULL;
    size_t cap = 0;
    int row = 0;
    bool more = first_line(page, &l);
    for (int y = 0; more && row < w.h; more = next_line(page, &l, ++y)) {
        roles = xgrow(roles, &cap, l.n + 1, sizeof *roles);
        lexer_line(&lx, l.s, l.n, roles);
        if (y >= top)
            row += draw_line(w, row, page, &l, y, roles, p);
    }
    free(roles);
}

/* Rows that the lines from..to take more than one each, in a pane of w. */
static int rows_more(struct win w, const struct page *page, int from, int to)
{
    struct line l;
    int rows = 0, wid = w.w - page->digits - 3;
    bool more = first_line(page, &l);
    for (int y = 0; more && y <= to; more = next_line(page, &l, ++y)) {
        if (y < from || !is_whole(page, y))
            continue;
        struct win nowhere = {.screen = w.screen,
                              .w = wid - (l.py && page->spots[l.py].task ? 2 : 0)};
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
    view_wrap(win_sub(w, 0, 1, w.h, w.w - 2), 0, STYLE(ROLE_DIM), text);
}

/* Which of the sources the program's own is; the first, if that is not known. */
static size_t own_source(const struct trace *t)
{
    const struct source *own = trace_source(t, NULL);
    return own ? (size_t)(own - t->sources) : 0;
}

/* Which of them is shown. There is one. */
static size_t shown_source(const struct trace *t, const struct ui *ui)
{
    return (own_source(t) + ui->run.source) % t->nsources;
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

static bool is_shown(int line, int top, int h)
{
    return line >= top && line - top < h;
}

/* Which line is on the first row, so that the one that ran last is there, whole, or else the one that
 * runs next. */
static int first_row(struct win w, const struct page *page, const struct ui *ui)
{
    int scroll = ui->run.scroll[PANE_SOURCE], at = page->current < 0 ? 0 : page->current;
    int top = view_top(at, page->nlines, w.h, scroll);
    if (page->next >= 0 && !is_shown(page->next, top, w.h)) {
        at = page->next;
        top = view_top(at, page->nlines, w.h, scroll);
    }
    if (is_shown(at, top, w.h))
        while (top < at && at - top + rows_more(w, page, top, at) >= w.h)
            top++;
    return top;
}

/* The source that is shown, in a pane whose inside is w: which lines, and from which on. False: there
 * is none. Free page->spots. */
static bool open_page(struct page *page, struct win w, const struct player *p, const struct ui *ui,
                      int *top)
{
    const struct trace *t = &p->trace;
    if (!t->nsources)
        return false;
    size_t which = shown_source(t, ui);
    const struct source *s = &t->sources[which];
    *page =
        (struct page){.name = s->name, .text = s->text, .c = lexer_language(s->name) == LANGUAGE_C};
    page->file = page->c || which == own_source(t) ? NULL : s->name;
    uint32_t next = player_stops_before(p);
    measure(page, line_here(page, t, p->model.place),
            next == TRACE_NONE ? 0 : line_here(page, t, trace_at(t, next)->place), w.w);
    find_tasks(page, &p->model);
    *top = first_row(w, page, ui);
    return true;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    const struct trace *t = &p->trace;
    bool focused = ui->run.focus == PANE_SOURCE;
    struct page page;
    char note[64];
    int top;
    if (!t->nsources) {
        draw_nothing(view_frame(w, "Source", NULL, focused), &p->model);
        return;
    }
    size_t which = shown_source(t, ui);
    const struct source *s = &t->sources[which], *next = &t->sources[(which + 1) % t->nsources];
    w = view_frame(w, s->name, t->nsources < 2 ? NULL : put_next(note, sizeof note, s, next),
                   focused);
    if (open_page(&page, w, p, ui, &top)) {
        draw_lines(w, &page, top, p);
        free(page.spots);
    }
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    struct page page;
    int top;
    if (!open_page(&page, view_inside(w), p, ui, &top))
        return (struct range){0};
    free(page.spots);
    return view_range(page.current < 0 ? 0 : page.current, page.nlines, view_inside(w).h);
}

/* The Python line that a row of the source is, or stands for. */
static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    struct page page;
    struct line l;
    int top, row = 0;
    struct win in = view_inside(w);
    y -= in.y - w.y;
    x -= in.x - w.x;
    w = in;
    if (y < 0 || y >= w.h || x < 0 || x >= w.w || !open_page(&page, w, p, ui, &top))
        return (struct hit){0};
    bool more = first_line(&page, &l);
    for (int n = 0; more; more = next_line(&page, &l, ++n)) {
        if (n >= top)
            row += 1 + rows_more(w, &page, n, n);
        if (row > y)
            break;
    }
    free(page.spots);
    return more && l.py ? (struct hit){.kind = HIT_LINE, .n = l.py, .file = page.file}
                        : (struct hit){0};
}

/* Of the Python's lines, whichever source is shown: the one that the event reaches. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    const struct trace *t = &p->trace;
    const struct place *at = trace_place(t, trace_at(t, i)->place);
    if (!at->line || !t->nsources)
        return false;
    const struct source *s = at->file ? trace_source(t, at->file) : &t->sources[own_source(t)];
    if (!s)
        return false;
    struct page page = {.text = s->text};
    struct line l;
    int y = 0;
    bool more = first_line(&page, &l);
    while (more && l.py < at->line)
        more = next_line(&page, &l, ++y);
    return more && view_find(l.s, l.n, text) < l.n;
}

const struct view view_source = {
    .name = "source", .draw = draw, .hit = hit, .range = range, .has = has};
