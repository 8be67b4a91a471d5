/* SPDX-License-Identifier: MIT */
#include "ui/mode.h"

#include "ui/move.h"
#include "player/offer.h"

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

unsigned mode_settle(struct app *a, enum floor floor)
{
    a->ui.beneath = a->floors[floor];
    a->ui.scroll = 0;
    return mode_leave(a);
}

bool mode_choose(struct app *a, const char *name)
{
    size_t i = catalogue_find(a->ui.catalogue, name);
    if (i < a->ui.catalogue->n)
        a->ui.gallery = (int)i;
    return i < a->ui.catalogue->n;
}

unsigned mode_toggle(struct app *a, const struct mode *m)
{
    return mode_now(a) == m ? mode_leave(a) : mode_enter(a, m);
}

static int within(int n, struct range r)
{
    return n < r.least ? r.least : n > r.most ? r.most : n;
}

/* Where it stands may be beyond what there is to see since something else is shown. */
void mode_scroll_lines(int *scroll, int by, struct range range)
{
    *scroll = within(within(*scroll, range) + by, range);
}

unsigned mode_scroll(struct app *a, int by)
{
    const struct view *over = a->ui.mode->over;
    mode_scroll_lines(&a->ui.scroll, by, over->range(win_whole(&a->screen), a->player, &a->ui));
    return REACT_REDRAW;
}

unsigned mode_scroll_page(struct app *a, int by)
{
    enum { PAGE = 6 };
    struct range range = a->ui.mode->over->range(win_whole(&a->screen), a->player, &a->ui);
    return range.least < range.most ? mode_scroll(a, by * PAGE) : 0;
}

static unsigned page(struct app *a, int by)
{
    unsigned r = mode_now(a)->page ? mode_now(a)->page(a, by) : 0;
    return r ? r : app_percent(a, by);
}

unsigned press_percent(struct app *a)
{
    return page(a, 1);
}

unsigned press_percent_back(struct app *a)
{
    return page(a, -1);
}

unsigned mode_leave_by_click(struct app *a, int y, int x)
{
    (void)y, (void)x;
    return mode_leave(a);
}

unsigned mode_scroll_by_wheel(struct app *a, int y, int x, int by)
{
    (void)y, (void)x;
    return mode_scroll(a, by);
}

unsigned press_up(struct app *a)
{
    return mode_now(a)->up_down(a, -app_times(a));
}

unsigned press_down(struct app *a)
{
    return mode_now(a)->up_down(a, app_times(a));
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
    return mode_now(a)->click ? mode_now(a)->click(a, y, x) : REACT_REDRAW;
}

unsigned mode_wheel(struct app *a, int y, int x, int by)
{
    return mode_now(a)->wheel ? mode_now(a)->wheel(a, y, x, by) : 0;
}
