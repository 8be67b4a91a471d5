/* SPDX-License-Identifier: MIT */
/* The last line of the screen: a message, what a script says, or the keys one is most likely to want; or what is being
 * typed. */
#include <stdio.h>
#include <string.h>

#include "view/about.h"
#include "view/orders.h"
#include "view/panes.h"
#include "view/view.h"
#include "view/watch.h"

enum { GAP = 3, LEAST_WATCHED = 12 };
static const char ENTER[] = "Enter";

static const char *word(const struct hint *k, const struct ui *ui)
{
    return k->playing && ui->run.playing ? k->playing : k->footer;
}

static int entry_width(struct win w, const struct hint *k, const struct ui *ui)
{
    return view_width(w, k->label) + 1 + view_width(w, word(k, ui));
}

static int draw_entry(struct win w, int x, const struct hint *k, const struct ui *ui)
{
    x = win_puts(w, 0, x, BOLD(ROLE_KEY), k->label);
    return win_puts(w, 0, x + 1, STYLE(ROLE_DIM), word(k, ui)) + GAP;
}

static int code_of(const struct ui *ui, const char *label)
{
    struct hint k;
    for (size_t i = 0; (k = view_hint(ui, i)).label; i++)
        if (!strcmp(k.label, label))
            return k.code;
    return 0;
}

/* What Enter opens, if it opens something, before the column `room`; the column behind it. */
static int draw_offer(struct win w, int x, const char *name, int room)
{
    static const char does[] = "opens";
    if (!name)
        return x;
    int bare = x + view_width(w, ENTER) + 1 + view_width(w, name);
    x = win_puts(w, 0, x, BOLD(ROLE_KEY), ENTER);
    if (bare + 1 + view_width(w, does) <= room)
        x = win_puts(w, 0, x + 1, STYLE(ROLE_DIM), does);
    return win_puts(w, 0, x + 1, STYLE(ROLE_NAME), name) + GAP;
}

/* What d would show beside it, at the end, if there is room. */
static int draw_beside(struct win w, int x, const struct player *p, const struct ui *ui, int room)
{
    static const char key[] = "d", does[] = "beside";
    const char *name = view_offered(p, ui) ? ui->run.beside : NULL;
    if (!name || x + 1 + view_width(w, key) + view_width(w, does) + 1 + view_width(w, name) > room)
        return x;
    x = win_puts(w, 0, x, BOLD(ROLE_KEY), key);
    x = win_puts(w, 0, x + 1, STYLE(ROLE_DIM), does);
    return win_puts(w, 0, x + 1, STYLE(ROLE_NAME), name) + GAP;
}

/* Where threads can go in several orders, the keys for those stand there instead of some others. */
static struct hint hint_of(const struct player *p, const struct ui *ui, size_t i)
{
    const struct orders *o = p ? view_orders_of(p) : NULL;
    struct hint k = view_hint(ui, i);
    if (p && p->trace.threads && !p->model.loop && k.threads)
        k.footer = k.threads;
    if (o && o->orders > 1 && !k.always)
        k.footer = k.orders;
    return k;
}

/* Draws them into w, or into nothing of that width; returns the code of the key at column `at`, or 0. */
static int draw_keys(struct win w, int width, const struct player *p, const struct ui *ui, int at)
{
    struct hint k;
    int room = width - 1;
    for (size_t i = 0; (k = hint_of(p, ui, i)).label; i++)
        if (k.always)
            room -= GAP + entry_width(w, &k, ui);
    int x = draw_offer(w, 1, view_offered(p, ui), room);
    int code = at >= 1 && at < x - GAP ? code_of(ui, ENTER) : 0;
    int beside = draw_beside(w, x, p, ui, room);
    if (at >= x && at < beside - GAP)
        code = 'd';
    x = beside;
    for (int always = 0; always < 2; always++)
        for (size_t i = 0; (k = hint_of(p, ui, i)).label; i++) {
            if (!k.footer || k.always != always)
                continue;
            if (!always && x + entry_width(w, &k, ui) > room)
                break;
            int end = draw_entry(w, x, &k, ui);
            if (at >= x && at < end - GAP)
                code = k.code;
            x = end;
        }
    return code;
}

/* The watched local takes at most the right half, and what a message leaves. Returns the columns that
 * are left. */
static int draw_watched(struct win w, const struct player *p, const struct ui *ui)
{
    int taken = ui->message[0] ? 1 + view_width(w, ui->message) + GAP : w.w / 2;
    int room = w.w - (taken > w.w / 2 ? taken : w.w / 2) - 1;
    if (!p || !p->breaks.watched || room < LEAST_WATCHED)
        return w.w;
    int wid = view_watch(win_nowhere(w, room), 0, 0, p, ui);
    wid = wid < room ? wid : room;
    view_watch(win_sub(w, 0, w.w - 1 - wid, 1, wid), 0, 0, p, ui);
    return w.w - 1 - wid - GAP;
}

/* The columns that are left beside what is drawn at the right. */
static int draw_right(struct win w, const struct player *p, const struct ui *ui)
{
    char reading[32];
    int left = draw_watched(w, p, ui);
    snprintf(reading, sizeof reading, w.screen->ascii ? "reading ... %u %%" : "reading … %u %%",
             ui->run.read);
    int x = left - 1 - view_width(w, reading);
    if (!ui->run.read || (ui->message[0] && x < 1 + view_width(w, ui->message) + GAP))
        return left;
    win_puts(w, 0, x, STYLE(ROLE_ACCENT), reading);
    return x - GAP;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    int left = draw_right(w, p, ui);
    if (ui->message[0])
        win_puts(w, 0, 1, STYLE(ROLE_ACCENT), ui->message);
    else if (ui->caption[0])
        win_puts(w, 0, 1, BOLD(ROLE_STRONG), ui->caption);
    else
        draw_keys(w, left, p, ui, -1);
}

static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    struct win nowhere = win_nowhere(w, w.w);
    int code = ui->message[0] || ui->caption[0]
                   ? 0
                   : draw_keys(nowhere, draw_right(nowhere, p, ui), p, ui, x);
    (void)y;
    return code ? (struct hit){.kind = HIT_KEY, .n = (uint32_t)code} : (struct hit){0};
}

const struct view view_footer = {.name = "footer", .draw = draw, .hit = hit};

/* Around the caret, where it is too long. */
static void draw_prompt(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    char before[sizeof ui->input];
    snprintf(before, sizeof before, "%.*s", (int)ui->caret, ui->input);
    int at = view_width(w, before), x = 2 + at < w.w ? 1 : w.w - 2 - at;
    win_putc(w, 0, x, BOLD(ROLE_KEY), (unsigned char)ui->prompt);
    win_puts(w, 0, x + 1, STYLE(ROLE_TEXT), ui->input);
    at += x + 1;
    if (!ui->input[ui->caret])
        win_putc(w, 0, at, STYLE(ROLE_ACCENT), w.screen->ascii ? '_' : 0x258f);
    else if (at >= 0 && at < w.w)
        screen_at(w.screen, w.y, w.x + at)->style.attr ^= ATTR_REVERSE;
}

const struct view view_prompt = {.name = "prompt", .draw = draw_prompt};
