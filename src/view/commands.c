/* SPDX-License-Identifier: MIT */
/* What can be typed behind a colon, over the panes while one types it. */
#include <string.h>

#include "base/buf.h"
#include "view/panes.h"
#include "view/view.h"

enum { GAP = 3 };

static void put_usage(struct buf *b, const struct hint *c)
{
    buf_clear(b);
    buf_printf(b, ":%s%s%s", c->label, *c->label && *c->argument ? " " : "", c->argument);
}

/* Can what is typed become this command, and is there something it could do? */
static bool fits(const struct hint *c, const struct ui *ui)
{
    const char *typed = ui->input;
    size_t n = strcspn(typed, " ");
    return c->help && !(ui->comparing ? c->only_one : c->only_two) &&
           !strncmp(c->label, typed, n) && (!typed[n] || !c->label[n]);
}

/* Draws them, or nothing into a window without a line; returns how many there are, and in *usage
 * and *help the columns that the widest take. */
static int draw_commands(struct win w, const struct ui *ui, int *usage, int *help)
{
    struct buf b = {0};
    struct hint c;
    int n = 0, at = *usage + GAP;
    for (size_t i = 0; (c = ui->command(i)).label; i++) {
        if (!fits(&c, ui))
            continue;
        put_usage(&b, &c);
        int a = view_width(w, buf_str(&b)), z = view_width(w, c.help);
        *usage = a > *usage ? a : *usage;
        *help = z > *help ? z : *help;
        win_puts(w, n, 0, BOLD(ROLE_KEY), buf_str(&b));
        view_puts(w, n, at, w.w, STYLE(ROLE_TEXT), c.help);
        n++;
    }
    buf_free(&b);
    return n;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    int usage = 0, help = 0;
    if (ui->prompt != ':')
        return;
    int n = draw_commands(win_nowhere(w, w.w), ui, &usage, &help);
    if (!n)
        return;
    int h = n + 2 < w.h - 1 ? n + 2 : w.h - 1;
    w = win_sub(w, w.h - 1 - h, 0, h, usage + GAP + help + 4);
    view_clear(w);
    w = view_frame(w, "Commands", NULL, true);
    draw_commands(view_padded(w), ui, &usage, &help);
}

const struct view view_commands = {.name = "commands", .draw = draw};
