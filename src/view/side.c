/* SPDX-License-Identifier: MIT */
#include "view/side.h"

#include "view/order.h"

struct ui side_ui(const struct ui *ui, int run, enum pane pane)
{
    const struct comparing *both = ui->comparing;
    struct ui own = *ui;
    own.run = both->runs[run];
    own.run.differs = &both->differs[run];
    own.run.focus = both->side == run && both->pane == pane ? pane : PANE_STORY;
    return own;
}

int side_lanes(const struct ui *ui, int run)
{
    const struct player *p = side_player(ui, run);
    uint32_t tasks = p->head.nrows - order_closing(&p->head) - order_folded(&p->head, ui);
    return tasks > SCREEN_MAX ? SCREEN_MAX : tasks ? (int)tasks : 1;
}
