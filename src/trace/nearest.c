/* SPDX-License-Identifier: MIT */
#include "trace/nearest.h"

#include "base/sorted.h"

/* Events of an actor that are passed by: whoever has more of them has turns not far away. */
enum { HOPS = 512 };

uint32_t nearest_of(const uint32_t *list, uint32_t n, uint32_t at, int by)
{
    uint32_t before = sorted_below(list, n, at);
    if (by > 0)
        return before < n ? list[before] : TRACE_NONE;
    return before ? list[before - 1] : TRACE_NONE;
}

bool nearest_is_turn(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return (e->kind == EV_BEGIN && !event_goes_on(e)) || e->kind == EV_SWITCH;
}

bool nearest_turn(const struct model *m, uint32_t task, uint32_t at, int by, uint32_t *found)
{
    const struct row *r = model_row(m, task);
    if (!r)
        return false;
    uint32_t i = r->last >= m->trace->first ? r->last : TRACE_NONE;
    *found = TRACE_NONE;
    for (int hops = 0; i != TRACE_NONE && (by < 0 || i >= at); hops++) {
        if (hops == HOPS)
            return false;
        if ((by > 0 || i < at) && nearest_is_turn(m->trace, i)) {
            *found = i;
            if (by < 0)
                break;
        }
        i = trace_previous(m->trace, i);
    }
    return true;
}
