/* SPDX-License-Identifier: MIT */
#include "target/traced.h"

#include <string.h>

#include "base/buf.h"
#include "base/report.h"

static void put_options(struct buf *b, const struct wish *w)
{
    buf_printf(b, "clock=%s locals=%d", w->clock == CLOCK_REAL ? "real" : "virtual",
               !w->own.no_locals);
    if (w->own.only)
        buf_printf(b, " only=%s", w->own.only);
    if (w->seed)
        buf_printf(b, " seed=%s", w->seed);
}

int traced_open(struct tracer *t, const struct wish *w, int fd, const char *file)
{
    struct buf options = {0};
    put_options(&options, w);
    int bad = tracer_open(t, &(struct tracer_wish){fd, file, buf_str(&options)});
    buf_free(&options);
    if (bad)
        report("the tracer cannot be laid where Python finds it: %s", strerror(-bad));
    return bad ? 1 : 0;
}
