/* SPDX-License-Identifier: MIT */
#include "export/export.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

void export_begin(struct export *x)
{
    x->state = xcalloc(1, x->format->state ? x->format->state : 1);
    if (x->format->begin)
        x->format->begin(x);
}

static void write_out(struct export *x)
{
    if (!x->f)
        return;
    fwrite(buf_str(&x->out), 1, x->out.len, x->f);
    buf_clear(&x->out);
}

void export_flush(struct export *x)
{
    if (x->out.len > 1 << 16)
        write_out(x);
}

/* What a trace from elsewhere says may be any number. */
static int64_t nanoseconds(double seconds)
{
    static const double most = 4e9;
    if (!(seconds > 0))
        return 0;
    return llround((seconds < most ? seconds : most) * 1e9);
}

static void tell_time(struct export *x, int64_t t)
{
    x->at = t > x->at ? t : x->at + 1;
}

void export_event(struct export *x)
{
    uint32_t i = x->m->cursor - 1;
    tell_time(x, x->by_event ? i * INT64_C(1000) : nanoseconds(trace_at(x->m->trace, i)->time));
    x->format->event(x);
    export_flush(x);
}

void export_end(struct export *x)
{
    tell_time(x, x->by_event ? x->m->cursor * INT64_C(1000) : nanoseconds(x->m->time));
    x->format->end(x);
    write_out(x);
}

void export_close(struct export *x)
{
    buf_free(&x->out);
    free(x->state);
    x->state = NULL;
}
