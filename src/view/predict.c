/* SPDX-License-Identifier: MIT */
/* The question who runs next, and the answer with its why, where the story else stands; and the
 * keys that answer, in the last line. */
#include <stdio.h>

#include "story/guess.h"
#include "story/words.h"
#include "view/layout.h"
#include "view/panes.h"
#include "view/view.h"

enum { GAP = 2 };

/* ---- the candidates, each behind its digit, over as many rows as they need ---- */

/* A candidate, or nothing into a window without a line; returns the column behind it. */
static int draw_candidate(struct win w, int y, int x, const struct trace *t,
                          const struct predict *p, uint32_t k, bool coro)
{
    const struct actor *f = trace_task(t, p->guess.tasks[k]);
    int from = x;
    win_puts(w, y, x, STYLE(ROLE_STRONG), k == p->chosen ? "▸" : " ");
    x = win_printf(w, y, x + 1, BOLD(ROLE_KEY), "%u", k + 1);
    x = win_puts(w, y, x + 1, BOLD(ROLE_TEXT), words_name(trace_task_name(t, p->guess.tasks[k])));
    if (coro && f)
        x = win_printf(w, y, x + 1, STYLE(ROLE_NAME), "%s", words_name(f->from->coro));
    if (k == p->chosen)
        win_ground(w, y, from, x + 1 - from, GROUND_SELECTED);
    return x + 1;
}

/* Which of them is at a place, if any; and the row behind the last. */
struct found {
    uint32_t k;
    bool any;
    int rows;
};

static struct found draw_candidates(struct win w, const struct trace *t, const struct predict *p,
                                    bool coro, int at_y, int at_x)
{
    struct found found = {0};
    struct win nowhere = win_nowhere(w, w.w);
    int y = 0, x = 0;
    for (uint32_t k = 0; k < p->guess.n; k++) {
        int wid = draw_candidate(nowhere, 0, 0, t, p, k, coro);
        if (x && x + wid > w.w) {
            y++;
            x = 0;
        }
        if (at_y == y && at_x >= x && at_x < x + wid)
            found = (struct found){.k = k, .any = true};
        x = draw_candidate(w, y, x, t, p, k, coro) + GAP;
    }
    found.rows = y + 1;
    return found;
}

/* Their coroutines are named where that takes no second row. */
static bool has_room_for_coros(struct win w, const struct trace *t, const struct predict *p)
{
    return draw_candidates(win_nowhere(w, w.w), t, p, true, -1, -1).rows == 1;
}

/* ---- question and answer ---- */

static int draw_question(struct win w, const struct trace *t, const struct predict *p)
{
    struct buf b = {0};
    guess_ask(&p->guess, &b);
    int y = view_wrap(w, 0, BOLD(ROLE_KEY), buf_str(&b));
    buf_free(&b);
    struct win rest = win_sub(w, y, 0, w.h, w.w);
    return y + draw_candidates(rest, t, p, has_room_for_coros(rest, t, p), -1, -1).rows;
}

static int draw_answer(struct win w, const struct model *m, const struct predict *p)
{
    struct moment told = {0};
    bool right = p->said == p->guess.answer;
    guess_tell(m, &p->guess, p->said, &told);
    win_putc(w, 0, 0, BOLD(right ? ROLE_DONE : ROLE_FAILED),
             state_glyph(right ? TASK_ENDED : TASK_FAILED));
    int y = view_wrap(win_sub(w, 0, 2, w.h, w.w - 2), 0, BOLD(right ? ROLE_DONE : ROLE_FAILED),
                      buf_str(&told.headline));
    for (int i = 0; i < 2; i++)
        if (told.why[i].len)
            y = view_wrap(w, y, STYLE(ROLE_TEXT), buf_str(&told.why[i]));
    moment_free(&told);
    return y;
}

static int draw_text(struct win w, const struct player *p, const struct ui *ui)
{
    const struct predict *asked = &ui->run.predict;
    return asked->said ? draw_answer(w, &p->model, asked) : draw_question(w, &p->trace, asked);
}

/* The story's place, and below it what more is needed. */
static struct win place(struct win whole, const struct player *p, const struct ui *ui)
{
    struct layout l;
    layout_make(&l, whole.screen, ui);
    struct win w = l.panes[PANE_STORY];
    int rows = draw_text(win_nowhere(whole, w.w - 2), p, ui);
    return win_sub(whole, w.y, w.x, rows > w.h ? rows : w.h, w.w);
}

static void draw(struct win whole, const struct player *p, const struct ui *ui)
{
    struct win w = place(whole, p, ui);
    view_clear(w);
    draw_text(view_padded(w), p, ui);
}

static struct hit hit(struct win whole, const struct player *p, const struct ui *ui, int y, int x)
{
    const struct predict *asked = &ui->run.predict;
    struct win w = place(whole, p, ui);
    struct win in = view_padded(w);
    struct buf b = {0};
    guess_ask(&asked->guess, &b);
    int top = view_wrap(win_nowhere(in, in.w), 0, BOLD(ROLE_KEY), buf_str(&b));
    buf_free(&b);
    struct found found =
        draw_candidates(win_nowhere(in, in.w), &p->trace, asked,
                        has_room_for_coros(in, &p->trace, asked), y - in.y - top, x - in.x);
    return found.any && !asked->said ? (struct hit){.kind = HIT_ANSWER, .n = found.k}
                                     : (struct hit){0};
}

const struct view view_predict = {.name = "predict", .draw = draw, .hit = hit};

/* ---- the keys ---- */

/* Draws a key and its word, if there is room; returns the column at which the next begins. */
static int draw_entry(struct win w, int x, const char *key, const char *word)
{
    int end = x + view_width(w, key) + 1 + view_width(w, word);
    if (end > w.w)
        return x;
    int to = win_puts(w, 0, x, BOLD(ROLE_KEY), key);
    win_puts(w, 0, to + 1, STYLE(ROLE_DIM), word);
    return end + 3;
}

/* Draws them, or nothing into a window without a line; returns the code of the key at column `at`,
 * or 0. */
static int draw_entries(struct win w, const struct ui *ui, int at)
{
    bool told = ui->run.predict.said;
    char digits[16];
    struct hint k;
    int x = 1, code = 0;
    snprintf(digits, sizeof digits, "1-%u", ui->run.predict.guess.n);
    if (!told)
        x = draw_entry(w, x, digits, "answer");
    for (size_t i = 0; (k = view_hint(ui, i)).label; i++) {
        int from = x;
        const char *word = told && k.told ? k.told : k.asking;
        if (word)
            x = draw_entry(w, x, k.label, word);
        if (at >= from && at < x - 3)
            code = k.code;
    }
    return code;
}

static void draw_keys(struct win w, const struct player *p, const struct ui *ui)
{
    if (ui->message[0])
        view_footer.draw(w, p, ui);
    else
        draw_entries(w, ui, -1);
}

static struct hit hit_key(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    int code = ui->message[0] ? 0 : draw_entries(win_nowhere(w, w.w), ui, x);
    (void)p, (void)y;
    return code ? (struct hit){.kind = HIT_KEY, .n = (uint32_t)code} : (struct hit){0};
}

const struct view view_answers = {.name = "answers", .draw = draw_keys, .hit = hit_key};
