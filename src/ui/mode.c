/* SPDX-License-Identifier: MIT */
#include "ui/mode.h"

enum { SCROLL_MOST = 100000 };

unsigned mode_enter(struct app *a, const struct mode *m)
{
    a->ui.mode = &m->layers;
    a->ui.scroll = 0;
    return REACT_REDRAW;
}

unsigned mode_leave(struct app *a)
{
    a->ui.mode = a->ui.beneath;
    return REACT_REDRAW;
}

unsigned mode_toggle(struct app *a, const struct mode *m)
{
    return mode_now(a) == m ? mode_leave(a) : mode_enter(a, m);
}

void mode_scroll_lines(int *scroll, int by)
{
    int n = *scroll + by;
    *scroll = n < -SCROLL_MOST ? -SCROLL_MOST : n > SCROLL_MOST ? SCROLL_MOST : n;
}

unsigned mode_scroll(struct app *a, int by)
{
    mode_scroll_lines(&a->ui.scroll, by);
    return REACT_REDRAW;
}

unsigned press_up(struct app *a)
{
    return mode_now(a)->up_down(a, -1);
}

unsigned press_down(struct app *a)
{
    return mode_now(a)->up_down(a, 1);
}

unsigned press_enter(struct app *a)
{
    return mode_now(a)->enter(a);
}

unsigned press_esc(struct app *a)
{
    return mode_now(a)->esc(a);
}

unsigned mode_click(struct app *a, int y, int x)
{
    return mode_now(a)->click ? mode_now(a)->click(a, y, x) : 0;
}

unsigned mode_wheel(struct app *a, int y, int x, int by)
{
    return mode_now(a)->wheel ? mode_now(a)->wheel(a, y, x, by) : 0;
}
