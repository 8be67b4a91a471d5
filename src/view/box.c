/* SPDX-License-Identifier: MIT */
#include "view/box.h"

enum { WIDEST = 84, MARGIN = 2 }; /* columns; those, and rows, that a box leaves free in all */

/* With so many more columns on either side. */
static struct win place(struct win w, int wid, int rows, int more)
{
    int most = w.w - 2 * MARGIN, h = rows + 2 < w.h - MARGIN ? rows + 2 : w.h - MARGIN;
    wid = wid < most ? wid : most;
    return win_sub(w, (w.h - h) / 2, (w.w - wid) / 2 - more, h, wid + 2 * more);
}

struct win view_box_at(struct win w, int wid, int rows)
{
    return place(w, wid, rows, 0);
}

struct win view_box(struct win w, int wid, int rows)
{
    view_clear(place(w, wid, rows, 1));
    return place(w, wid, rows, 0);
}

static int rows_of(struct win w, view_rows *text, const struct player *p, const struct ui *ui)
{
    struct win in = view_padded(view_inside(view_box_at(w, WIDEST, 0)));
    return text(win_nowhere(w, in.w), 0, p, ui);
}

void view_text_box(struct win w, const char *title, view_rows *text, const struct player *p,
                   const struct ui *ui)
{
    int rows = rows_of(w, text, p, ui);
    if (!rows)
        return;
    struct win box = view_box(w, WIDEST, rows), in = view_frame(box, title, "Esc back", true);
    int top = view_top(0, rows, in.h, ui->scroll);
    text(view_padded(in), -top, p, ui);
    if (top + in.h < rows)
        win_puts(box, box.h - 1, box.w - 5, STYLE(ROLE_DIM), " … ");
}

struct range view_text_box_range(struct win w, view_rows *text, const struct player *p,
                                 const struct ui *ui)
{
    int rows = rows_of(w, text, p, ui);
    return view_range(0, rows, view_inside(view_box_at(w, WIDEST, rows)).h);
}
