/* SPDX-License-Identifier: MIT */
/* The cursor goes somewhere: back along the journal, forth by folding, far by what is kept. */
#include "player/player_parts.h"

/* The nearest model that was kept before the cursor. */
static const struct model *nearest(const struct player *p, uint32_t cursor)
{
    return p->head.cursor <= cursor ? &p->head : checkpoints_before(&p->checkpoints, cursor);
}

/* The same, but where the model is big, so far before it that the journal will be full at the cursor:
 * one more copy, for a step back, would take longer than that. */
static const struct model *nearest_with_journal(const struct player *p, uint32_t cursor)
{
    const struct model *near = nearest(p, cursor);
    uint32_t room = journal_room(&p->head);
    if (room == JOURNAL_MOST || cursor - near->cursor >= room)
        return near;
    return checkpoints_before(&p->checkpoints, cursor > room ? cursor - room : 0);
}

static void go_back(struct player *p, uint32_t cursor)
{
    if (!journal_undo(&p->journal, &p->model, cursor))
        player_become(p, nearest_with_journal(p, cursor));
}

/* A copy takes what many events take: one for every 64 bytes, or so. */
static void go_forth(struct player *p, uint32_t cursor)
{
    if (cursor - p->model.cursor > JOURNAL_MOST) {
        const struct model *from = nearest_with_journal(p, cursor);
        size_t far = model_bytes(from) / 64;
        far = far > JOURNAL_MOST ? far : JOURNAL_MOST;
        if (from->cursor > p->model.cursor && from->cursor - p->model.cursor > far)
            player_become(p, from);
        if (cursor - p->model.cursor > p->journal.most)
            journal_clear(&p->journal);
        journal_make_room(&p->journal, journal_room(&p->head));
    }
    journal_fold(&p->journal, &p->model, cursor);
}

bool player_seek(struct player *p, uint32_t cursor)
{
    if (cursor < p->trace.first || !player_more(p, cursor))
        return false;
    if (cursor < p->model.cursor)
        go_back(p, cursor);
    if (cursor > p->model.cursor)
        go_forth(p, cursor);
    return true;
}

bool player_step(struct player *p, int by)
{
    int64_t to = (int64_t)p->model.cursor + by;
    return to >= p->trace.first && to <= UINT32_MAX - 1 && player_seek(p, (uint32_t)to);
}

bool player_start(struct player *p)
{
    return p->model.cursor != p->trace.first && player_seek(p, p->trace.first);
}

bool player_percent(struct player *p, int by)
{
    int64_t all = p->trace.end - p->trace.first, at = p->model.cursor;
    int64_t to = at + all * by / 100;
    if (to == at)
        to += by > 0 ? 1 : -1;
    to = to < p->trace.first ? p->trace.first : to > p->trace.end ? p->trace.end : to;
    return to != at && player_seek(p, (uint32_t)to);
}
