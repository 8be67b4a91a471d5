/* SPDX-License-Identifier: MIT */
#include "view/side.h"

#include "view/order.h"

/* It has come to its end, and not only to where enough of it was seen. */
static bool side_ended(const struct comparison *c, int run)
{
    const struct compared *r = &c->run[run];
    return !r->cut && r->player.model.cursor == r->player.trace.end;
}

struct ui side_ui(const struct ui *ui, int run, enum pane pane)
{
    const struct comparing *both = ui->comparing;
    struct ui own = *ui;
    own.run = both->runs[run];
    own.run.differs = &both->differs[run];
    own.run.ended = side_ended(both->comparison, run);
    own.run.focus = both->side == run && both->pane == pane ? pane : PANE_STORY;
    return own;
}

int side_lanes(const struct ui *ui, int run)
{
    const struct player *p = side_player(ui, run);
    uint32_t tasks = p->head.nrows - order_closing(&p->head) - order_folded(&p->head, ui);
    return tasks > SCREEN_MAX ? SCREEN_MAX : tasks ? (int)tasks : 1;
}
