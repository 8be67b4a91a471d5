/* SPDX-License-Identifier: MIT */
/* The handout of the lesson, over the panes: its question, where to look, what many believe, what to
 * change, and what one is asked on the way. */
#include <stdio.h>

#include "view/box.h"
#include "view/panes.h"
#include "view/view.h"

enum { LABEL = 9 };

/* A paragraph with its label from row y on; the row behind it and a blank one. */
static int put(struct win w, int y, const char *label, struct style st, const char *text)
{
    if (!text)
        return y;
    win_puts(w, y, 0, STYLE(ROLE_DIM), label);
    return view_wrap(win_sub(w, 0, LABEL, w.h, w.w), y, st, text) + 1;
}

static int put_quiz(struct win w, int y, const struct quiz *q)
{
    for (; q && q->question; q++) {
        char label[16];
        snprintf(label, sizeof label, "step %u", q->asked);
        y = put(w, y, label, STYLE(ROLE_TEXT), q->question);
    }
    return y;
}

static int draw_text(struct win w, int y, const struct player *p, const struct ui *ui)
{
    const struct handout *h = ui->run.handout;
    y = put(w, y, "asks", BOLD(ROLE_ACCENT), h->question);
    y = put(w, y, "shows", STYLE(ROLE_TEXT), ui->run.lesson);
    y = put(w, y, "look", STYLE(ROLE_TEXT), h->look);
    y = put(w, y, "belief", STYLE(ROLE_TEXT), h->belief);
    y = put(w, y, "try", STYLE(ROLE_TEXT), h->change);
    y = put_quiz(w, y, p->trace.remarks ? p->trace.remarks->quiz : NULL);
    return y - 1;
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    view_text_box(w, ui->run.name, draw_text, p, ui);
}

static struct range range(struct win w, const struct player *p, const struct ui *ui)
{
    return view_text_box_range(w, draw_text, p, ui);
}

const struct view view_handout = {.name = "handout", .draw = draw, .range = range};
