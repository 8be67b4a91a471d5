/* SPDX-License-Identifier: MIT */
#include "asyncio/report.h"

#include "python/error.h"
#include "python/repr.h"
#include "loop/task.h"

static void describe_task(struct buf *b, const struct task *t)
{
    const struct async *fn = task_async(t);
    buf_printf(b, "future: <Task %s name='%s'", task_done(t) ? "finished" : "pending",
               task_name(t));
    if (fn)
        buf_printf(b, " coro=<%s()>", fn->name);
    buf_puts(b, ">\n");
}

void report_exception(struct loop *l, const char *message, const struct error *e, uint32_t ref)
{
    if (!loop_watched(l))
        return;
    struct buf b = {0};
    if (e)
        error_brief(&b, e);
    loop_emit(l, EV_LOOP_ERROR, (struct event){.ref = ref},
              &(struct note){.name = message, .text = b.s, .len = b.len});
    buf_clear(&b);
    buf_printf(&b, "%s\n", message);
    for (struct task *t = l->first; t && ref & REF_TASK; t = t->next)
        if (t->future.object.id == ref)
            describe_task(&b, t);
    if (e)
        error_traceback(&b, e);
    emit_print_error(&l->emitter, l->actor, l->thread->line, b.s, b.len);
    buf_free(&b);
}
