/* SPDX-License-Identifier: MIT */
#include "ui/orders.h"

#include "ui/move.h"

bool orders_are_open(const struct app *a)
{
    const struct target *t = a->player ? a->player->target : NULL;
    return t && t->orders && !t->orders->over;
}

unsigned orders_go_on(struct app *a)
{
    struct target *t = a->player->target;
    return t->type->try_orders(t) ? REACT_REDRAW : 0;
}

/* The orders that are known, or NULL, and it is said why. */
static const struct orders *known(struct app *a)
{
    const struct target *t = a->player->target;
    if (!t || !t->orders) {
        app_say(a, "no threads take turns by a schedule here, so there is no other order");
        return NULL;
    }
    if (!t->orders->over)
        app_say(a, "the orders are being counted: %u schedules so far", t->orders->schedules);
    else if (!t->orders->orders)
        app_say(a, "its threads share no variable: there is no order to count");
    else
        return t->orders;
    return NULL;
}

static unsigned take(struct app *a, enum order_wish wish)
{
    struct target *t = a->player->target;
    if (!known(a))
        return REACT_REDRAW;
    if (t->type->take_order(t, wish))
        return REACT_RESTART;
    app_say(a, "no order loses an update");
    return REACT_REDRAW;
}

unsigned press_order(struct app *a)
{
    return take(a, ORDER_NEXT);
}

unsigned press_order_back(struct app *a)
{
    return take(a, ORDER_BEFORE);
}

unsigned press_losing(struct app *a)
{
    return take(a, ORDER_LOSING);
}

unsigned press_lock(struct app *a)
{
    struct target *t = a->player->target;
    if (t && t->type->take_order && t->type->take_order(t, ORDER_LOCKED))
        return REACT_RESTART;
    app_say(a, "this program has no lock to put in (no parameter called lock)");
    return REACT_REDRAW;
}
