/* SPDX-License-Identifier: MIT */
#include "view/view.h"

#include <stdio.h>
#include <string.h>
#include <uchar.h>

static int max(int a, int b)
{
    return a > b ? a : b;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* ---- what all views draw with ---- */

uint32_t state_glyph(enum task_state s)
{
    static const char16_t glyphs[TASK_STATES] = u" ·○●◷✓✗⊘";
    return glyphs[s];
}

enum role state_role(enum task_state s)
{
    static const uint8_t roles[TASK_STATES] = {
        [TASK_CREATED] = ROLE_CREATED,     [TASK_READY] = ROLE_READY, [TASK_RUNNING] = ROLE_RUNNING,
        [TASK_WAITING] = ROLE_WAITING,     [TASK_ENDED] = ROLE_DONE,  [TASK_FAILED] = ROLE_FAILED,
        [TASK_CANCELLED] = ROLE_CANCELLED,
    };
    return roles[s];
}

struct win view_frame(struct win w, const char *title, const char *note, bool focused)
{
    if (w.h < 3)
        return w;
    struct style line = focused ? BOLD(ROLE_DIM) : STYLE(ROLE_FRAME);
    win_box(w, line);
    win_putc(w, 0, 2, line, ' ');
    int x = view_puts(w, 0, 3, w.w - 3, BOLD(ROLE_STRONG), title);
    win_putc(w, 0, x, line, ' ');
    int at = note ? w.w - 3 - view_width(w, note) : 0;
    if (at > x + 2) {
        win_putc(w, 0, at - 1, line, ' ');
        win_puts(w, 0, at, STYLE(focused ? ROLE_TEXT : ROLE_DIM), note);
        win_putc(w, 0, w.w - 3, line, ' ');
    }
    return win_sub(w, 1, 1, w.h - 2, w.w - 2);
}

uint32_t view_task(const struct model *m, const struct ui *ui)
{
    uint32_t task = ui->task ? ui->task : m->task ? m->task : m->line_task;
    return model_row(m, task) ? task : model_row(m, 1) ? 1 : 0;
}

int view_top(int at, int n, int h, int scroll)
{
    int jump = max(h / 2, 1);
    int top = n <= h ? 0 : at / jump * jump - (h - jump) / 2;
    top = max(min(top, n - h), 0);
    return max(min(top + scroll, n - h), 0);
}

/* Drawn where there is no room, so only the column behind it comes of it. */
static int width(struct win w, const char *s, int bytes)
{
    return win_putn(win_sub(w, 0, 0, 0, 0), 0, 0, STYLE(ROLE_TEXT), s, bytes);
}

int view_width(struct win w, const char *s)
{
    return width(w, s, (int)strlen(s));
}

int view_puts(struct win w, int y, int x, int right, struct style st, const char *s)
{
    right = min(right, w.w);
    if (x >= right)
        return x;
    if (x + view_width(w, s) <= right)
        return win_puts(w, y, x, st, s);
    win_puts(win_sub(w, 0, 0, w.h, right - 1), y, x, st, s);
    win_putc(w, y, right - 1, st, u'…');
    return right;
}

/* The bytes of a word that fit; at least one character. */
static int part_of_word(struct win w, const char *s)
{
    int n = 0;
    do {
        int next = n + 1;
        while ((s[next] & 0xc0) == 0x80)
            next++;
        if (n && width(w, s, next) > w.w)
            break;
        n = next;
    } while (s[n] && s[n] != ' ');
    return n;
}

/* The bytes of s, not empty, that go onto one line: whole words, or what fits of a word longer than
 * that. */
static int line_bytes(struct win w, const char *s)
{
    int fit = 0;
    for (int n = 0; s[n]; fit = n) {
        n += (int)strspn(s + n, " ");
        n += (int)strcspn(s + n, " ");
        if (width(w, s, n) > w.w)
            break;
    }
    return fit ? fit : part_of_word(w, s);
}

int view_wrap(struct win w, int y, struct style st, const char *s)
{
    while (*(s += strspn(s, " "))) {
        int n = line_bytes(w, s);
        win_putn(w, y++, 0, st, s, n);
        s += n;
    }
    return y;
}

/* ---- where the panes are: each is carved from what is left, so none can overlap another ---- */

enum { TWO_COLUMNS = 72 }; /* the width from which panes stand side by side */

static struct win take_top(struct win *rest, int h)
{
    struct win w = win_sub(*rest, 0, 0, h, rest->w);
    *rest = win_sub(*rest, h, 0, rest->h, rest->w);
    return w;
}

static struct win take_bottom(struct win *rest, int h)
{
    struct win w = win_sub(*rest, max(rest->h - h, 0), 0, h, rest->w);
    *rest = win_sub(*rest, 0, 0, rest->h - h, rest->w);
    return w;
}

static struct win take_left(struct win *rest, int wid)
{
    struct win w = win_sub(*rest, 0, 0, rest->h, wid);
    *rest = win_sub(*rest, 0, wid, rest->h, rest->w);
    return w;
}

static int story_height(struct win rest)
{
    if (rest.h < 16)
        return 4;
    if (rest.w < TWO_COLUMNS)
        return rest.h < 20 ? 5 : 7;
    return rest.h < 40 || rest.w > 140 ? 5 : 6;
}

/* A place for one pane is that of the pane with the focus, if it has no other, so that Tab reaches
 * them all. */
static enum pane instead_of(enum pane usual, const struct layout *l, const struct ui *ui)
{
    bool spare = ui->focus == PANE_TIMELINE || ui->focus == PANE_OUTPUT ||
                 (ui->focus == PANE_SYNC && ui->objects);
    return spare && !l->panes[ui->focus].h ? ui->focus : usual;
}

static int loop_height(int h)
{
    if (h < 10)
        return 1;
    if (h < 15)
        return 5;
    return min(h * 9 / 16, max(10, h / 3));
}

/* The timeline, what has been printed, and between them the locks and queues, if there are any. */
static void band(struct layout *l, struct win rest, const struct ui *ui)
{
    struct win left = take_left(&rest, rest.w * 2 / 3);
    l->panes[PANE_OUTPUT] = rest;
    l->panes[PANE_TIMELINE] = take_left(&left, ui->objects ? left.w / 2 : left.w);
    if (ui->objects)
        l->panes[PANE_SYNC] = left;
}

static void side_by_side(struct layout *l, struct win rest, const struct ui *ui)
{
    int middle = rest.h < 14 ? 0 : max(6, rest.h * 5 / 16);
    struct win below = take_bottom(&rest, middle);
    if (middle)
        band(l, below, ui);
    l->panes[PANE_SOURCE] = take_left(&rest, min(max(rest.w * 13 / 30, 35), 100));
    l->panes[PANE_LOOP] = take_top(&rest, loop_height(rest.h));
    l->panes[instead_of(PANE_TASKS, l, ui)] = rest;
}

static void one_pane(struct layout *l, struct win rest, const struct ui *ui)
{
    bool none = ui->focus == PANE_STORY || (ui->focus == PANE_SYNC && !ui->objects);
    if (ui->focus != PANE_LOOP)
        l->panes[PANE_LOOP] = take_top(&rest, 1);
    l->panes[none ? PANE_TASKS : ui->focus] = rest;
}

static void stack(struct layout *l, struct win rest, const struct ui *ui)
{
    if (rest.h < 12) {
        one_pane(l, rest, ui);
        return;
    }
    bool sync = rest.h >= 44 && ui->objects, output = rest.h >= 38, timeline = rest.h >= 26;
    if (output)
        l->panes[PANE_OUTPUT] = take_bottom(&rest, rest.h / 6);
    if (sync)
        l->panes[PANE_SYNC] = take_bottom(&rest, 6);
    if (timeline)
        l->panes[instead_of(PANE_TIMELINE, l, ui)] = take_bottom(&rest, max(6, rest.h / 5));
    l->panes[PANE_SOURCE] = take_top(&rest, rest.h < 18 ? rest.h / 2 : rest.h * 2 / 5);
    l->panes[PANE_LOOP] = take_top(&rest, rest.h < 11 ? 1 : loop_height(rest.h));
    l->panes[instead_of(PANE_TASKS, l, ui)] = rest;
}

void layout_make(struct layout *l, struct screen *s, const struct ui *ui)
{
    struct win rest = win_whole(s);
    *l = (struct layout){0};
    l->header = take_top(&rest, 1);
    l->footer = take_bottom(&rest, 1);
    if (rest.h >= 30)
        take_bottom(&rest, 1);
    l->panes[PANE_STORY] = take_bottom(&rest, story_height(rest));
    if (rest.w < TWO_COLUMNS)
        stack(l, rest, ui);
    else
        side_by_side(l, rest, ui);
}

/* ---- the whole screen ---- */

static void wish_for_a_larger_one(struct screen *s)
{
    char text[64];
    snprintf(text, sizeof text, "needs %d×%d, has %d×%d", LEAST_W, LEAST_H, s->w, s->h);
    struct win w = win_whole(s);
    int wid = view_width(w, text);
    if (wid <= w.w)
        win_puts(w, w.h / 2, (w.w - wid) / 2, STYLE(ROLE_TEXT), text);
    else
        view_wrap(w, max(w.h / 2 - 1, 0), STYLE(ROLE_TEXT), text);
}

static void draw_panes(struct screen *s, const struct player *p, const struct ui *ui)
{
    static const struct view *const panes[PANES] = {
        [PANE_SOURCE] = &view_source,     [PANE_LOOP] = &view_loop, [PANE_TASKS] = &view_tasks,
        [PANE_TIMELINE] = &view_timeline, [PANE_SYNC] = &view_sync, [PANE_OUTPUT] = &view_output,
        [PANE_STORY] = &view_story,
    };
    struct layout l;
    layout_make(&l, s, ui);
    view_header.draw(l.header, p, ui);
    for (int i = 0; i < PANES; i++)
        if (l.panes[i].h)
            panes[i]->draw(l.panes[i], p, ui);
    view_footer.draw(l.footer, p, ui);
}

static const struct view *overlay(const struct player *p, enum mode mode)
{
    switch (mode) {
    case MODE_HELP:
        return &view_help;
    case MODE_DETAILS:
        return p ? &view_details : NULL;
    case MODE_GALLERY:
    case MODE_PROMPT:
    case MODE_WATCH:
        break;
    }
    return NULL;
}

void frame_draw(struct screen *s, const struct player *p, const struct ui *ui)
{
    screen_erase(s);
    if (s->w < LEAST_W || s->h < LEAST_H) {
        wish_for_a_larger_one(s);
        return;
    }
    if (ui->mode == MODE_GALLERY || !p)
        view_gallery.draw(win_whole(s), p, ui);
    else
        draw_panes(s, p, ui);
    const struct view *above = overlay(p, ui->mode);
    if (above)
        above->draw(win_whole(s), p, ui);
}
