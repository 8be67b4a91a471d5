/* SPDX-License-Identifier: MIT */
#include "view/stamp.h"

#include <string.h>

/* What belongs to the last line, and to what lies over the panes, is nothing to them. */
static void take_ui(struct ui *to, const struct ui *ui)
{
    memcpy(to, ui, sizeof *to);
    memset(to->input, 0, sizeof to->input);
    memset(to->message, 0, sizeof to->message);
    memset(to->aside, 0, sizeof to->aside);
    memset(to->caption, 0, sizeof to->caption);
    memset(to->pressed, 0, sizeof to->pressed);
    to->mode = to->beneath = NULL;
    to->scroll = 0;
    to->prompt = 0;
    to->caret = 0;
    to->recording = false;
    to->gallery = 0;
    to->seen = NULL;
}

static void add(uint64_t *hash, uint64_t n)
{
    *hash = (*hash ^ n) * 0x9e3779b97f4a7c15u;
    *hash ^= *hash >> 32;
}

static uint64_t hash_lists(const struct player *p, const struct ui *ui)
{
    const struct breaks *b = &p->breaks;
    uint64_t hash = b->n;
    for (uint32_t k = 0; k < ui->run.nmarks; k++)
        add(&hash, ui->run.marks[k]);
    for (size_t k = 0; k < b->n; k++) {
        add(&hash, b->at[k].place);
        add(&hash, b->at[k].condition != NULL);
        add(&hash, (uint64_t)b->at[k].before << 32 | b->at[k].after);
    }
    add(&hash, b->watched != NULL);
    for (const char *s = b->watched; s && *s; s++)
        add(&hash, (unsigned char)*s);
    add(&hash, player_has_counted_stops(p));
    return hash;
}

void stamp_make(struct stamp *s, const struct screen *screen, const struct player *p,
                const struct ui *ui)
{
    const struct trace *t = &p->trace;
    memset(s, 0, sizeof *s);
    take_ui(&s->ui, ui);
    s->player = p->number;
    s->lists = hash_lists(p, ui);
    s->cursor = p->model.cursor;
    s->first = t->first;
    s->end = t->end;
    s->seen = p->moments.seen;
    s->nmoments = p->moments.n;
    s->nsources = t->nsources;
    s->sources = t->sources;
    s->remarks = t->remarks;
    s->ascii = screen->ascii;
    s->over = player_over(p);
    if (!p->target)
        return;
    s->asks = p->target->asks;
    if (p->target->orders)
        memcpy(&s->orders, p->target->orders, sizeof s->orders);
}
