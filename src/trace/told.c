/* SPDX-License-Identifier: MIT */
#include "trace/told.h"

#include <string.h>

enum { LOOK_BACK = 256 }; /* events of an actor that are looked through */

bool told_in(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return (e->kind == EV_OUT || e->kind == EV_END) && trace_frames(t, i);
}

uint32_t told_at(const struct trace *t, uint32_t i)
{
    for (int n = 0; i != TRACE_NONE && i >= t->first && n < LOOK_BACK;
         n++, i = trace_previous(t, i))
        if (told_in(t, i))
            return i;
    return TRACE_NONE;
}

const char *told_locals(const struct trace *t, uint32_t i)
{
    const struct note *n = trace_note(t, i);
    const char *locals = n->frames[n->nframes - 1].locals;
    return locals ? locals : "";
}

const char *told_value(const char *locals, const char *name, size_t n, size_t *len)
{
    for (const char *s = locals; *s; s += strcspn(s, "\n"), s += *s == '\n')
        if (!strncmp(s, name, n) && s[n] == '=') {
            *len = strcspn(s + n + 1, "\n");
            return s + n + 1;
        }
    return NULL;
}
