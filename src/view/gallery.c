/* SPDX-License-Identifier: MIT */
/* The gallery: the scenes there are, by chapters, and what there is to see in the chosen one. */
#include <stdio.h>
#include <string.h>

#include "draw/lexer.h"
#include "view/panes.h"
#include "view/view.h"
#include "player/offer.h"

enum { LEAST_SOURCE = 6, LINE = 256 }; /* lines of the pane; bytes of a line of source */

static void draw_scene(struct win w, int y, int summary, const struct offer *s, bool marked,
                       bool seen)
{
    int right = seen ? w.w - 3 : w.w - 1;
    win_puts(w, y, 3, marked ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME), s->name);
    view_puts(w, y, summary, right, STYLE(marked ? ROLE_STRONG : ROLE_TEXT), s->summary);
    if (seen)
        win_putc(w, y, w.w - 2, STYLE(ROLE_DONE), u'✓');
    if (!marked)
        return;
    win_putc(w, y, 1, STYLE(ROLE_RUNNING), u'▸');
    win_ground(w, y, 0, w.w, GROUND_SELECTED);
}

/* Lines of the pane that has room for any of them, so that it stays where it is while one chooses.
 */
static int lesson_height(struct win w, const struct catalogue *c)
{
    int most = 0;
    for (size_t i = 0; i < c->n; i++) {
        int h = view_wrap(win_sub(w, 0, 2, 0, w.w - 4), 0, STYLE(ROLE_TEXT), c->at[i].lesson);
        most = h > most ? h : most;
    }
    return most + 2;
}

/* Rows of the list before scene i, if there is one, its chapter's title included. */
static int row_of(const struct catalogue *c, int i)
{
    int y = i;
    for (int k = 0; k <= i && k < (int)c->n; k++)
        y += c->at[k].chapter != NULL;
    return y;
}

/* The scene of a row; -1: it is a title, or there is none. */
static int scene_of(const struct catalogue *c, int y)
{
    for (int i = 0; i < (int)c->n; i++)
        if (row_of(c, i) == y)
            return i;
    return -1;
}

/* Lines of the list, its frame included, on a screen of w. */
static int list_height(struct win w, const struct ui *ui)
{
    int n = row_of(ui->catalogue, (int)ui->catalogue->n),
        room = w.h - lesson_height(w, ui->catalogue) - 2;
    return n + 2 < room ? n + 2 : room > 3 ? room : 3;
}

/* Of the list, in h lines. */
static int first_row(const struct ui *ui, int h)
{
    const struct catalogue *c = ui->catalogue;
    return view_top(row_of(c, ui->gallery), row_of(c, (int)c->n), h, 0);
}

static void draw_list(struct win w, const struct ui *ui)
{
    const struct catalogue *c = ui->catalogue;
    char note[32];
    int n = (int)c->n, at = ui->gallery, wide = 0;
    snprintf(note, sizeof note, "%d of %d", at + 1, n);
    w = view_frame(w, "Scenes", note, true);
    for (int i = 0; i < n; i++) {
        int wid = view_width(w, c->at[i].name);
        wide = wid > wide ? wid : wide;
    }
    int top = first_row(ui, w.h);
    for (int i = 0; i < n; i++) {
        int y = row_of(c, i) - top;
        if (c->at[i].chapter)
            win_puts(w, y - 1, 1, STYLE(ROLE_ACCENT), c->at[i].chapter);
        draw_scene(w, y, wide + 6, &c->at[i], i == at, ui->seen && ui->seen[i]);
    }
}

static void draw_lesson(struct win w, const struct offer *s)
{
    w = view_frame(w, "What there is to see", NULL, false);
    view_wrap(view_padded(w), 0, STYLE(ROLE_TEXT), s->lesson);
}

static void draw_code(struct win w, int y, struct lexer *lx, const char *s, size_t n)
{
    uint8_t roles[LINE];
    int x = 5;
    n = n < LINE ? n : LINE;
    lexer_line(lx, s, n, roles);
    win_printf(w, y, 1, STYLE(ROLE_DIM), "%2d", y + 1);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i; to < n && roles[to] == roles[i]; to++)
            ;
        x = win_putn(w, y, x, STYLE(roles[i]), s + i, (int)(to - i));
    }
}

static void draw_source(struct win w, const struct source *source)
{
    if (!source || w.h < LEAST_SOURCE)
        return;
    struct lexer lx = {.language = lexer_language(source->name)};
    const char *s = source->text;
    w = view_frame(w, source->name, NULL, false);
    for (int y = 0; y < w.h && *s; y++) {
        size_t n = strcspn(s, "\n");
        draw_code(w, y, &lx, s, n);
        s += n + (s[n] == '\n');
    }
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    int lesson = lesson_height(w, ui->catalogue);
    int room = w.h - lesson - 2, list = list_height(w, ui);
    const struct offer *s = &ui->catalogue->at[ui->gallery];
    int x = win_puts(w, 0, 1, BOLD(ROLE_STRONG), "loopscope");
    view_puts(w, 0, x + 2, w.w - 1, STYLE(ROLE_DIM),
              "the event loop, tick by tick, there and back");
    draw_list(win_sub(w, 1, 0, list, w.w), ui);
    draw_lesson(win_sub(w, 1 + list, 0, lesson, w.w), s);
    draw_source(win_sub(w, 1 + list + lesson, 0, room - list, w.w), s->source);
}

static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    int h = list_height(w, ui) - 2, at = y - 2; /* title and frame */
    int i = scene_of(ui->catalogue, first_row(ui, h) + at);
    (void)p;
    if (at < 0 || at >= h || x < 1 || x >= w.w - 1 || i < 0)
        return (struct hit){0};
    return (struct hit){.kind = HIT_OFFER, .n = (uint32_t)i};
}

const struct view view_gallery = {.name = "gallery", .draw = draw, .hit = hit};
