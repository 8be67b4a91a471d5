/* SPDX-License-Identifier: MIT */
/* The cursor goes somewhere: wherever that is, by the archive. */
#include "player/player_parts.h"

bool player_seek(struct player *p, uint32_t cursor)
{
    if (cursor < p->trace.first || !player_more(p, cursor))
        return false;
    if (cursor < p->trace.first) /* so much was told meanwhile that it is gone */
        cursor = p->trace.first;
    if (cursor != p->model.cursor)
        archive_seek(&p->archive, &p->model, cursor);
    return true;
}

bool player_step(struct player *p, int by)
{
    int64_t to = (int64_t)p->model.cursor + by;
    return to >= p->trace.first && to < UINT32_MAX && player_seek(p, (uint32_t)to);
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
