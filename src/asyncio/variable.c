/* SPDX-License-Identifier: MIT */
#include "asyncio/variable.h"

#include <stdio.h>

#include "loop/loop.h"

static void tell(enum event_kind kind, struct variable *v)
{
    struct loop *l = get_running_loop();
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v->value);
    if (!v->number)
        v->number = ++l->objects;
    loop_emit(
        l, kind, (struct event){.actor = l->actor, .ref = v->number},
        &(struct note){.name = v->name, .text = text, .len = (size_t)n, .line = this_thread->line});
}

int64_t variable_read(struct variable *v)
{
    tell(EV_READ, v);
    return v->value;
}

void variable_write(struct variable *v, int64_t value)
{
    v->value = value;
    tell(EV_WRITE, v);
}
