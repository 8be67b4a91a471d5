/* SPDX-License-Identifier: MIT */
#include "view/orders.h"

#include "base/buf.h"
#include "story/deeds.h"
#include "story/words.h"

const struct orders *view_orders_of(const struct player *p)
{
    const struct orders *o = p->target ? p->target->orders : NULL;
    return o && o->orders ? o : NULL;
}

bool view_deeds(struct win w, int y, const struct model *m)
{
    struct deeds d;
    struct buf b = {0};
    if (!deeds_of(m, 0, &d))
        return false;
    int x = win_puts(w, y, 1, STYLE(ROLE_DIM), "order   ");
    for (uint32_t i = 0; i < d.n && i < DEEDS_SHOWN; i++, x += 2)
        win_putc(w, y, x, STYLE(ROLE_TEXT), (uint32_t)d.letters[i]);
    if (d.n > DEEDS_SHOWN)
        x = win_puts(w, y, x, STYLE(ROLE_DIM), "… ");
    deeds_tell(&d, &b);
    view_puts(w, y, x + 2, w.w, d.lost ? BOLD(ROLE_FAILED) : STYLE(ROLE_DIM), buf_str(&b));
    buf_free(&b);
    return true;
}

/* "2 reads and 2 writes can come in 6 orders" */
static void put_orders(struct buf *b, const struct orders *o)
{
    if (o->too_many)
        buf_printf(b, "%u orders in the first %u schedules; ", o->orders, o->schedules);
    else if (o->over)
        buf_printf(b, "%u reads and %u writes can come in %u order%s; ", o->reads, o->writes,
                   o->orders, o->orders == 1 ? "" : "s");
    else
        buf_printf(b, "%u orders so far, in %u schedules; ", o->orders, o->schedules);
}

void view_orders(struct win w, int y, const struct orders *o)
{
    struct buf b = {0}, details = {0};
    put_orders(&b, o);
    int x = win_puts(w, y, 1, STYLE(ROLE_DIM), "orders  ");
    x = view_puts(w, y, x, w.w, STYLE(ROLE_TEXT), buf_str(&b));
    buf_clear(&b);
    buf_printf(&b, o->losing == 1 ? "%u loses an update" : "%u lose an update", o->losing);
    x = view_puts(w, y, x, w.w, o->losing ? BOLD(ROLE_FAILED) : BOLD(ROLE_DONE),
                  o->losing ? buf_str(&b) : "none loses an update");
    buf_printf(&details, "   (%u schedules, %u lose)", o->schedules, o->losing_schedules);
    if (o->over && x + view_width(w, buf_str(&details)) < w.w)
        view_puts(w, y, x, w.w, STYLE(ROLE_DIM), buf_str(&details));
    buf_free(&b);
    buf_free(&details);
}
