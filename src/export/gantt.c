/* SPDX-License-Identifier: MIT */
/* A gantt chart of Mermaid: a section for each task, thread and process, in which its turns, and what
 * it waits for, are bars. */
#include <stdlib.h>

#include "base/alloc.h"
#include "export/export.h"
#include "export/labels.h"
#include "export/mermaid.h"
#include "export/tracks.h"

struct bar {
    uint32_t actor;
    enum task_state state;
    int64_t from, to; /* to: -1 while it goes on */
    size_t label;     /* where its text begins; a NUL ends it */
};

struct gantt {
    struct tracks tracks;
    struct bar *bars; /* by when they begin */
    size_t n, cap;
    struct buf labels;
    size_t bytes; /* that the chart will take, at most */
    size_t bar_bytes;
    const char *unit;
    int64_t divisor; /* nanoseconds in one */
};

/* Bytes of a line beside its text: of a section; of a bar, but for its numbers, which are at most as
 * long as the last of the trace. */
enum { SECTION_BYTES = 13, BAR_BYTES = 17 };

/* Such that numbers are not too long; an axis of events counts them. */
static void choose_unit(const struct export *x, struct gantt *g)
{
    const struct trace *t = x->m->trace;
    double length = t->end > t->first ? trace_at(t, t->end - 1)->time : 0;
    double last = x->by_event ? t->end * 1e3 : length * 1e9;
    g->unit = x->by_event ? "" : length < 0.1 ? " µs" : length < 100 ? " ms" : " s";
    g->divisor = x->by_event || length < 0.1 ? 1000 : length < 100 ? 1000000 : 1000000000;
    g->bar_bytes = BAR_BYTES + 2 * (size_t)snprintf(NULL, 0, "%.0f", last / (double)g->divisor);
}

static void begin(struct export *x)
{
    struct gantt *g = x->state;
    struct buf file = {0};
    label_file(&file, x->m->trace);
    choose_unit(x, g);
    buf_puts(&x->out, "---\ndisplayMode: compact\n---\ngantt\n    title ");
    mermaid_text(&x->out, buf_str(&file));
    buf_free(&file);
    buf_puts(&x->out, x->by_event ? " by events" : " by time");
    buf_printf(&x->out, "\n    dateFormat x\n    axisFormat %%Q%s\n", g->unit);
    g->bytes = x->out.len;
}

static void end_bar(struct gantt *g, uint32_t actor, int64_t at)
{
    for (size_t i = g->n; i--;)
        if (g->bars[i].actor == actor) {
            g->bars[i].to = at;
            return;
        }
}

static bool is_new(const struct gantt *g, uint32_t actor)
{
    for (size_t i = g->n; i--;)
        if (g->bars[i].actor == actor)
            return false;
    return true;
}

/* The name of its section, as text of Mermaid. */
static void put_section(struct buf *out, const struct trace *t, uint32_t actor)
{
    struct buf name = {0};
    label_actor(&name, t, actor);
    mermaid_text(out, buf_str(&name));
    buf_free(&name);
}

static size_t section_bytes(const struct trace *t, uint32_t actor)
{
    struct buf name = {0};
    put_section(&name, t, actor);
    size_t n = name.len + SECTION_BYTES;
    buf_free(&name);
    return n;
}

static void begin_bar(struct export *x, uint32_t actor, enum task_state state)
{
    struct gantt *g = x->state;
    struct buf label = {0};
    size_t from = g->labels.len;
    if (is_new(g, actor))
        g->bytes += section_bytes(x->m->trace, actor);
    g->bars = xgrow(g->bars, &g->cap, g->n + 1, sizeof *g->bars);
    g->bars[g->n++] = (struct bar){actor, state, x->at, -1, from};
    label_state(&label, x->m, actor, state);
    mermaid_text(&g->labels, buf_str(&label));
    g->bytes += g->labels.len - from + g->bar_bytes;
    buf_putc(&g->labels, 0);
    buf_free(&label);
    x->full = g->bytes > MERMAID_MOST;
}

static void changed(void *data, uint32_t actor, enum task_state before, enum task_state state)
{
    struct export *x = data;
    const struct actor *a = trace_actor(x->m->trace, actor);
    if (!a || a->own)
        return;
    if (before)
        end_bar(x->state, actor, x->at);
    if (state && !x->full)
        begin_bar(x, actor, state);
}

static void event(struct export *x)
{
    struct gantt *g = x->state;
    tracks_see(&g->tracks, x->m, changed, x);
}

/* By the tasks in order of creation, and each one's by time. */
static int compare(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;
    if (x->actor != y->actor)
        return x->actor < y->actor ? -1 : 1;
    return x->label < y->label ? -1 : 1;
}

/* A turn that takes no time is a point; whatever else takes none is nothing. */
static void put_bar(struct buf *out, const struct gantt *g, const struct bar *bar)
{
    static const char *const tags[TASK_STATES] = {
        [TASK_RUNNING] = "active, ", [TASK_WAITING] = "done, "};
    long long from = bar->from / g->divisor, to = bar->to / g->divisor;
    const char *tag = tags[bar->state] ? tags[bar->state] : "";
    if (from == to && bar->state != TASK_RUNNING)
        return;
    buf_printf(out, "    %s :%s%s%lld, %lld\n", g->labels.s + bar->label, tag,
               from == to ? "milestone, " : "", from, to);
}

static void put_bars(struct export *x)
{
    struct gantt *g = x->state;
    for (size_t i = 0; i < g->n; i++) {
        if (!i || g->bars[i].actor != g->bars[i - 1].actor) {
            buf_puts(&x->out, "    section ");
            put_section(&x->out, x->m->trace, g->bars[i].actor);
            buf_putc(&x->out, '\n');
        }
        put_bar(&x->out, g, &g->bars[i]);
    }
}

static void end(struct export *x)
{
    struct gantt *g = x->state;
    tracks_end(&g->tracks, changed, x);
    if (g->n)
        qsort(g->bars, g->n, sizeof *g->bars, compare);
    put_bars(x);
    if (!g->n) /* Mermaid draws no chart of nothing */
        buf_printf(&x->out,
                   "    section program\n    no task, one line after the other :active, 0, %lld\n",
                   (long long)(x->at / g->divisor) + 1);
    if (x->full)
        buf_printf(
            &x->out, "    section and so on\n    left out from event %u on :crit, %lld, %lld\n",
            x->m->cursor, (long long)(x->at / g->divisor), (long long)(x->at / g->divisor) + 1);
    tracks_close(&g->tracks);
    buf_free(&g->labels);
    free(g->bars);
}

const struct export_format export_gantt = {
    .name = "mermaid-gantt",
    .walks = true,
    .axis = true,
    .state = sizeof(struct gantt),
    .begin = begin,
    .event = event,
    .end = end,
};
