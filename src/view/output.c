/* SPDX-License-Identifier: MIT */
/* What the program has printed up to the cursor, the newest line at the bottom. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "draw/ansi.h"
#include "story/words.h"
#include "view/find.h"
#include "view/panes.h"
#include "view/view.h"

/* A colour stays on from line to line, so that of the first line shown depends on those above it:
 * on at most these. */
enum { LOOK_BACK = 256, MOST_TEXT = 16384 };

/* Narrower than that, the text needs the room more than the time does. */
enum { NARROW = 32 };

/* The widths of the columns before the text; that of the time has its gap in it, or is 0. */
struct columns {
    int time, who;
};

/* The BEGIN of the callback that printed the line, or TRACE_NONE: no handle ran. */
static uint32_t callback_of(const struct trace *t, uint32_t event)
{
    for (uint32_t i = event, n = 0; n < LOOK_BACK && i-- > t->first; n++) {
        uint8_t kind = trace_at(t, i)->kind;
        if (kind == EV_BEGIN)
            return trace_at(t, i)->actor ? TRACE_NONE : i;
        if (kind == EV_END || kind == EV_TICK || kind == EV_RUN || kind == EV_CLOSE)
            break;
    }
    return TRACE_NONE;
}

/* Who printed it: a task, a callback of the program's, or its own lines. */
static void put_who(struct buf *b, const struct trace *t, uint32_t event)
{
    uint32_t task = trace_at(t, event)->actor;
    uint32_t begin = task ? TRACE_NONE : callback_of(t, event);
    buf_clear(b);
    if (task)
        buf_puts(b, words_name(trace_task_name(t, task)));
    else if (begin == TRACE_NONE)
        buf_puts(b, "program");
    else
        words_function(b, trace_note(t, begin)->name);
}

static int text_at(const struct columns *c)
{
    return c->time + c->who + 2;
}

/* What was printed, without its newline, and only as much of it as a screen could show. */
struct line {
    const char *s;
    size_t n;
};

static struct line line_text(const struct trace *t, uint32_t event)
{
    const struct note *note = trace_note(t, event);
    size_t n = note->len;
    if (n && note->text[n - 1] == '\n')
        n--;
    return (struct line){note->text, n < MOST_TEXT ? n : MOST_TEXT};
}

static struct ansi color_before(const struct trace *t, uint32_t k)
{
    struct ansi a = {0};
    for (uint32_t i = k > LOOK_BACK ? k - LOOK_BACK : 0; i < k; i++) {
        if (t->outs[i] < t->first)
            continue;
        struct line l = line_text(t, t->outs[i]);
        ansi_skip(&a, l.s, l.n);
    }
    return a;
}

/* Returns the column behind it. The program's own colours are not those of the text, whose red would
 * be a failure: *color is the first of them, if there is one. */
static int draw_text(struct win w, struct style st, struct ansi *a, struct line l, uint8_t *color)
{
    const char *text;
    int x = 0;
    for (size_t used, len; l.n; l.s += used, l.n -= used) {
        used = ansi_next(a, l.s, l.n, &text, &len);
        struct style own = ansi_style(a, st);
        if (len && *color == st.role)
            *color = own.role;
        own.role = st.role;
        x = win_putn(w, 0, x, own, text, (int)len);
    }
    return x;
}

/* A text in cells, all on one line, however long it is; returns its colour. */
static uint8_t set_line(struct screen *to, struct win w, struct style st, struct ansi *a,
                        struct line l)
{
    struct ansi first = *a;
    uint8_t color = st.role;
    int wid = draw_text(win_nowhere(w, w.w), st, &first, l, &color);
    screen_init(to, 1, wid);
    to->ascii = w.screen->ascii;
    draw_text(win_whole(to), st, a, l, &color);
    return color;
}

/* Where the row that begins at column `from` ends, in a pane of `room`: behind a blank, if there is
 * one behind a word; what has no room even so is cut where the pane ends. */
static int row_end(const struct screen *line, int from, int room)
{
    int end = from + room, word = from;
    if (end >= line->w)
        return line->w;
    while (word < end && screen_at(line, 0, word)->ch == ' ')
        word++;
    for (int x = end + 1; x > word; x--)
        if (screen_at(line, 0, x - 1)->ch == ' ')
            return x;
    return screen_at(line, 0, end)->ch || end - from < 2 ? end
                                                         : end - 1; /* not within a wide one */
}

/* Draws as many rows as it may, from column `at` on, behind a thin bar in the line's own colour; what
 * does not fit into those ends in …. */
static void draw_rows(struct win all, int at, int y, int rows, struct style st, struct ansi *a,
                      struct line l)
{
    struct win w = win_sub(all, 0, at, all.h, all.w);
    struct screen line;
    uint8_t color = set_line(&line, w, st, a, l);
    int from = 0;
    for (int r = 0; r < rows && color != st.role; r++)
        win_putc(all, y + r, at - 1, STYLE(color), u'│');
    for (int r = 0; r < rows && w.w > 0; r++) {
        int end = r < rows - 1 ? row_end(&line, from, w.w) : line.w;
        for (int x = from; x < end && x - from < w.w; x++) {
            const struct cell *c = screen_at(&line, 0, x);
            if (c->ch)
                win_putc(w, y + r, x - from, c->style, c->ch);
        }
        if (r == rows - 1 && end - from > w.w)
            win_putc(w, y + r, w.w - 1, STYLE(ROLE_DIM), u'…');
        from = end;
    }
    screen_close(&line);
}

static void draw_line(struct win w, int y, int rows, const struct columns *c, struct ansi *a,
                      uint32_t event, const struct player *p, const struct ui *ui)
{
    const struct event *e = trace_at(&p->trace, event);
    bool fresh = event >= ui->run.before;
    struct style st = STYLE(e->kind == EV_ERR ? ROLE_FAILED : ROLE_TEXT);
    enum role name = !e->actor ? ROLE_DIM : fresh ? ROLE_RUNNING : ROLE_TEXT;
    if (fresh)
        st.attr = ATTR_BOLD;
    if (c->time)
        win_printf(w, y, 0, STYLE(ROLE_DIM), "%*.3f", c->time - 2, e->time);
    struct buf who = {0};
    put_who(&who, &p->trace, event);
    view_puts(w, y, c->time, c->time + c->who, STYLE(name), who.s);
    buf_free(&who);
    draw_rows(w, text_at(c), y, rows, st, a, line_text(&p->trace, event));
}

static struct columns measure(struct win w, const struct trace *t, uint32_t from, uint32_t to)
{
    struct columns c = {0};
    struct buf who = {0};
    for (uint32_t k = from; k < to; k++) {
        int time = w.w < NARROW ? 0 : snprintf(NULL, 0, "%.3f", trace_at(t, t->outs[k])->time) + 2;
        put_who(&who, t, t->outs[k]);
        int name = view_width(w, who.s);
        c.time = time > c.time ? time : c.time;
        c.who = name > c.who ? name : c.who;
    }
    c.who = c.who > w.w / 3 ? w.w / 3 : c.who;
    buf_free(&who);
    return c;
}

/* The oldest line that is still in the trace. */
static uint32_t oldest(const struct trace *t, uint32_t n)
{
    uint32_t lo = 0;
    while (lo < n) {
        uint32_t mid = lo + (n - lo) / 2;
        if (t->outs[mid] >= t->first)
            n = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

/* The lines that are shown, as places in the trace's outs. The last of them is shown whole, on
 * `rows` rows. */
struct shown {
    uint32_t top, end;
    int rows;
    struct columns columns;
};

static int count_rows(struct win w, const struct player *p, uint32_t k, const struct columns *c)
{
    struct ansi a = {0};
    int room = w.w - text_at(c);
    if (room < 1)
        return 1;
    struct screen line;
    set_line(&line, w, STYLE(ROLE_TEXT), &a, line_text(&p->trace, p->trace.outs[k]));
    int rows = 0;
    for (int from = 0; from < line.w && rows < w.h; rows++)
        from = row_end(&line, from, room);
    screen_close(&line);
    return rows < 1 ? 1 : rows;
}

/* What fits above line `end`, and that line itself. */
static struct shown lines_before(struct win w, const struct player *p, uint32_t first, uint32_t end)
{
    uint32_t h = (uint32_t)w.h;
    struct shown sh = {.top = end - first > h ? end - h : first, .end = end};
    if (end == first)
        return sh;
    sh.columns = measure(w, &p->trace, sh.top, end);
    sh.rows = count_rows(w, p, end - 1, &sh.columns);
    while (sh.top + 1 < end && end - 1 - sh.top + (uint32_t)sh.rows > h)
        sh.top++;
    return sh;
}

/* Scrolled to the very top, the pane stays full. */
static struct shown choose_lines(struct win w, const struct player *p, int scroll)
{
    uint32_t n = p->model.outs, first = oldest(&p->trace, n);
    int64_t end = (int64_t)n + (scroll < 0 ? scroll : 0);
    struct shown sh = lines_before(w, p, first, end > first ? (uint32_t)end : first);
    while (sh.top == first && sh.end < n) {
        struct shown more = lines_before(w, p, first, sh.end + 1);
        if (more.top > first)
            break;
        sh = more;
    }
    return sh;
}

/* Does line k differ from that of the run it is compared with? */
static bool differs(const struct ui *ui, uint32_t k)
{
    const struct differs *d = ui->run.differs;
    size_t lo = 0, n = d ? d->nouts : 0;
    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;
        if (d->outs[mid] == k)
            return true;
        if (d->outs[mid] > k)
            n = mid;
        else
            lo = mid + 1;
    }
    return false;
}

/* In the column before the text; the line that is spoken of has a ground, too. */
static void mark_difference(struct win w, int y, uint32_t k, const struct ui *ui)
{
    if (!differs(ui, k))
        return;
    win_puts(w, y, 0, BOLD(ROLE_WARNING), "≠");
    if (ui->run.differs->now == k)
        win_ground(w, y, 0, w.w, GROUND_CURRENT);
}

static void draw_lines(struct win w, const struct shown *sh, const struct player *p,
                       const struct ui *ui)
{
    struct ansi a = color_before(&p->trace, sh->top);
    for (uint32_t k = sh->top; k < sh->end; k++) {
        int y = (int)(k - sh->top), rows = k + 1 < sh->end ? 1 : sh->rows;
        draw_line(view_padded(w), y, rows, &sh->columns, &a, p->trace.outs[k], p, ui);
        for (int r = 0; r < rows && p->trace.outs[k] >= ui->run.before; r++)
            win_ground(w, y + r, 0, w.w, GROUND_SELECTED);
        mark_difference(w, y, k, ui);
    }
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    struct win in = view_inside(w);
    struct shown sh = choose_lines(view_padded(in), p, ui->run.scroll[PANE_OUTPUT]);
    uint32_t newer = p->model.outs - sh.end;
    char note[40];
    bool counted = !newer && ui->run.differs && p->model.outs; /* beside those of another run */
    snprintf(note, sizeof note, newer ? "%u newer" : "%u line%s", newer ? newer : p->model.outs,
             p->model.outs == 1 ? "" : "s");
    in = view_frame(w, "Output", newer || counted ? note : NULL, ui->run.focus == PANE_OUTPUT);
    draw_lines(in, &sh, p, ui);
    if (!p->model.outs)
        win_puts(in, 0, 1, STYLE(ROLE_DIM), "nothing printed yet");
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    (void)ui;
    struct win in = view_inside(w);
    struct shown first = choose_lines(view_padded(in), p, INT_MIN);
    return (struct range){-(int)(p->model.outs - first.end), 0};
}

/* A line, or who printed it. */
static bool has(const struct player *p, uint32_t i, const char *text)
{
    const struct trace *t = &p->trace;
    enum event_kind kind = trace_at(t, i)->kind;
    if (kind != EV_OUT && kind != EV_ERR)
        return false;
    const struct note *n = trace_note(t, i);
    struct buf who = {0};
    put_who(&who, t, i);
    bool found = view_find(n->text, n->len, text) < n->len || view_has(who.s, text);
    buf_free(&who);
    return found;
}

const struct view view_output = {.name = "output",
                                 .draw = draw,
                                 .range = range,
                                 .has = has,
                                 .has_kinds = 1ull << EV_OUT | 1ull << EV_ERR};
