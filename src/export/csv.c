/* SPDX-License-Identifier: MIT */
/* CSV as RFC 4180 has it: a row for each task, thread and process, as it is at the cursor. A cell that
 * a spreadsheet would take for a formula gets an apostrophe in front. */
#include <math.h>
#include <string.h>

#include "export/export.h"
#include "export/labels.h"
#include "story/cause.h"
#include "trace/turns.h"

static void cell(struct buf *out, const char *s, size_t n)
{
    bool quotes = memchr(s, ',', n) || memchr(s, '"', n);
    if (quotes)
        buf_putc(out, '"');
    if (n && strchr("=+-@", *s))
        buf_putc(out, '\'');
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, s[i]);
    }
    if (quotes)
        buf_putc(out, '"');
}

/* On one line, and with nothing in it that a terminal would obey. */
static void text(struct buf *out, const char *s, size_t n)
{
    struct buf plain = {0};
    buf_putc(out, ',');
    buf_plain(&plain, s ? s : "", s ? n : 0);
    cell(out, buf_str(&plain), plain.len);
    buf_free(&plain);
}

static void seconds(struct buf *out, double s)
{
    buf_putc(out, ',');
    buf_float(out, round(s * 1e9) / 1e9);
}

static void put_figures(struct buf *out, const struct model *m, uint32_t actor)
{
    struct spent s = turns_spent(m, actor);
    buf_printf(out, ",%u", s.turns);
    seconds(out, spent_in(&s, TASK_RUNNING));
    seconds(out, spent_in(&s, TASK_READY));
    seconds(out, spent_in(&s, TASK_WAITING));
}

static void put_wait(struct buf *out, const struct model *m, const struct row *r)
{
    struct buf b = {0};
    if (r->state == TASK_WAITING)
        label_wait(&b, m, r);
    text(out, buf_str(&b), b.len);
    buf_free(&b);
}

/* Its result, and its error. */
static void put_outcome(struct buf *out, const struct model *m, const struct row *r)
{
    bool failed = r->state == TASK_FAILED || r->state == TASK_CANCELLED;
    struct note n = {0};
    if (state_is_over(r->state) && cause_kept(m->trace, r->ended))
        n = *trace_note(m->trace, r->ended);
    text(out, failed ? NULL : n.text, n.len);
    text(out, failed ? n.text : NULL, n.len);
}

static void put_row(struct buf *out, const struct model *m, uint32_t actor)
{
    const struct row *r = model_row(m, actor);
    const struct actor *a = trace_actor(m->trace, actor);
    if (!r || !a)
        return;
    const char *name = trace_task_name(m->trace, actor);
    label_id(out, m->trace, actor);
    text(out, name, strlen(name));
    text(out, a->from->coro, a->from->coro ? strlen(a->from->coro) : 0);
    buf_putc(out, ',');
    if (a->maker)
        label_id(out, m->trace, a->maker);
    text(out, state_names[r->state], strlen(state_names[r->state]));
    put_figures(out, m, actor);
    put_wait(out, m, r);
    put_outcome(out, m, r);
    buf_puts(out, "\r\n");
}

static void begin(struct export *x)
{
    buf_puts(&x->out,
             "id,name,coroutine,created_by,state,turns,ran,ready,slept,waits_for,result,error\r\n");
}

static void end(struct export *x)
{
    for (uint32_t actor = 1; actor <= x->m->trace->nactors; actor++) {
        put_row(&x->out, x->m, actor);
        export_flush(x);
    }
}

const struct export_format export_csv = {
    .name = "csv",
    .begin = begin,
    .end = end,
};
