/* SPDX-License-Identifier: MIT */
#include "breaks/watch.h"

#include <string.h>

#include "trace/told.h"

enum { LOOK_BACK = 256 }; /* events of an actor that are looked through */

/* What one event tells of the local. */
struct told {
    uint32_t event;
    const char *function, *value;
    size_t len;
};

/* The innermost frame of event i that has the local. */
static bool tells(const struct trace *t, uint32_t i, const char *name, struct told *told)
{
    const struct note *n = told_in(t, i) ? trace_note(t, i) : NULL;
    for (size_t k = n ? n->nframes : 0; k-- > 0;) {
        const char *locals = n->frames[k].locals;
        const char *value = locals ? told_value(locals, name, strlen(name), &told->len) : NULL;
        if (!value)
            continue;
        told->event = i;
        told->value = value;
        told->function = n->frames[k].func;
        return true;
    }
    return false;
}

/* Event i or before it. What stops tells of all its frames: if it is in none of them, it is not there. */
static bool tells_last(const struct trace *t, uint32_t i, const char *name, struct told *told)
{
    for (int n = 0; i != TRACE_NONE && i >= t->first && n < LOOK_BACK;
         n++, i = trace_previous(t, i)) {
        if (tells(t, i, name, told))
            return true;
        if (trace_at(t, i)->kind == EV_END)
            return false;
    }
    return false;
}

bool watch_look(const struct trace *t, uint32_t i, const char *name, struct watched *w)
{
    struct told now, was;
    if (!tells_last(t, i, name, &now))
        return false;
    *w = (struct watched){.event = now.event, .now = now.value, .now_len = now.len};
    if (trace_at(t, now.event)->actor && tells_last(t, trace_previous(t, now.event), name, &was) &&
        was.function == now.function) {
        w->was = was.value;
        w->was_len = was.len;
    }
    return true;
}

bool watch_changes(const struct trace *t, uint32_t i, const char *name, struct watched *w)
{
    enum event_kind kind = trace_at(t, i)->kind;
    if ((kind != EV_OUT && kind != EV_END) || !trace_at(t, i)->note)
        return false;
    return watch_look(t, i, name, w) && w->event == i && w->was &&
           (w->now_len != w->was_len || memcmp(w->now, w->was, w->now_len));
}
