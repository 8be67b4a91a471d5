/* SPDX-License-Identifier: MIT */
/* The last line of a mode whose keys mean something of their own: a message, or those keys. */
#include "view/panes.h"
#include "view/view.h"

enum { NARROW = 48, GAP = 3 }; /* columns; from key to key, one less on a narrow screen */

static int width_of(struct win w, const struct doing *d)
{
    return view_width(w, d->key) + 1 + view_width(w, d->does);
}

static int gap(struct win w)
{
    return w.w < NARROW ? GAP - 1 : GAP;
}

/* Is there room for it, beside all that must be there and the others before it? */
static bool fits(struct win w, const struct player *p, const struct doing *all,
                 const struct doing *one)
{
    int wid = 1 - gap(w);
    for (const struct doing *d = all; d->key; d++)
        if ((p || !d->watching) && (!d->may_go || d <= one))
            wid += width_of(w, d) + gap(w);
    return (p || !one->watching) && (!one->may_go || wid <= w.w);
}

/* Draws them, or nothing into nowhere; the code of the key at column `at`, or 0. */
static int draw_keys(struct win w, const struct player *p, const struct doing *all, int at)
{
    int x = 1, code = 0;
    for (const struct doing *d = all; d && d->key; d++) {
        if (!fits(w, p, all, d))
            continue;
        if (at >= x && at < x + width_of(w, d))
            code = d->code;
        x = win_puts(w, 0, x, BOLD(ROLE_KEY), d->key);
        x = win_puts(w, 0, x + 1, STYLE(ROLE_DIM), d->does) + gap(w);
    }
    return code;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    if (ui->message[0] || ui->caption[0])
        view_footer.draw(w, p, ui);
    else
        draw_keys(w, p, ui->mode->doings, -1);
}

static struct hit hit(struct win w, const struct player *p, const struct ui *ui, int y, int x)
{
    int code = ui->message[0] || ui->caption[0]
                   ? 0
                   : draw_keys(win_nowhere(w, w.w), p, ui->mode->doings, x);
    (void)y;
    return code ? (struct hit){.kind = HIT_KEY, .n = (uint32_t)code} : (struct hit){0};
}

const struct view view_doings = {.name = "doings", .draw = draw, .hit = hit};
