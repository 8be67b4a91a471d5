/* SPDX-License-Identifier: MIT */
/* Graphviz's DOT: who awaits whom at the cursor. A task is a box; an arrow leads from one that waits to
 * what it awaits: tasks, threads, the lock or queue in whose line it stands; and from a lock to the
 * thread that holds it. A grey arrow leads from a task to those it created. */
#include "export/export.h"
#include "export/labels.h"
#include "story/awaits.h"
#include "story/cause.h"
#include "story/words.h"

/* Text of the program as a quoted string, "\n" between its lines. */
static void quoted(struct buf *out, const char *s)
{
    buf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_putc(out, '\\');
        if (*s == '\n')
            buf_puts(out, "\\n");
        else
            buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

/* asyncio.run()'s own are of interest only while they run. */
static bool is_seen(const struct model *m, uint32_t actor)
{
    const struct row *r = model_row(m, actor);
    const struct actor *a = trace_actor(m->trace, actor);
    return r && a && !(a->own && state_is_over(r->state));
}

/* ---- nodes ---- */

static void put_node(struct buf *out, const struct model *m, uint32_t actor)
{
    static const char *const colors[TASK_STATES] = {
        [TASK_CREATED] = "#ffffff",   [TASK_READY] = "#fff3b0",    [TASK_RUNNING] = "#b7e4c7",
        [TASK_WAITING] = "#cfe2f3",   [TASK_ENDED] = "#eeeeee",    [TASK_FAILED] = "#f4cccc",
        [TASK_CANCELLED] = "#fce5cd", [TASK_DESTROYED] = "#f4cccc"};
    const struct row *r = model_row(m, actor);
    struct buf label = {0};
    label_actor(&label, m->trace, actor);
    buf_printf(&label, "\n%s", state_names[r->state]);
    if (r->state == TASK_WAITING) {
        buf_puts(&label, ": ");
        label_state(&label, m, actor, TASK_WAITING);
    }
    buf_puts(out, "    ");
    label_id(out, m->trace, actor);
    buf_puts(out, " [label=");
    quoted(out, buf_str(&label));
    buf_printf(out, ", fillcolor=\"%s\"];\n", colors[r->state]);
    buf_free(&label);
}

/* A lock, a queue … that was told of. */
static void put_object(struct buf *out, const struct model *m, uint32_t number)
{
    uint32_t i = model_object(m, number);
    if (!cause_kept(m->trace, i) || trace_at(m->trace, i)->kind != EV_SYNC)
        return;
    const struct note *n = trace_note(m->trace, i);
    struct buf label = {0};
    words_put(&label, m->trace, "%s\n", n->name ? n->name : "");
    words_text(&label, n->text ? n->text : "", n->text ? n->len : 0, WORDS_ALL);
    buf_printf(out, "    S%u [shape=ellipse, fillcolor=\"#ffffff\", label=", number);
    quoted(out, buf_str(&label));
    buf_puts(out, "];\n");
    uint32_t owner = trace_at(m->trace, i)->handle;
    if (is_seen(m, owner)) {
        buf_printf(out, "    S%u -> ", number);
        label_id(out, m->trace, owner);
        buf_puts(out, " [label=\"held by\"];\n");
    }
    buf_free(&label);
}

/* ---- arrows ---- */

static void put_arrow(struct buf *out, const struct model *m, uint32_t from, uint32_t to,
                      const char *attributes)
{
    if (!is_seen(m, to))
        return;
    buf_puts(out, "    ");
    label_id(out, m->trace, from);
    buf_puts(out, " -> ");
    label_id(out, m->trace, to);
    buf_printf(out, "%s;\n", attributes);
}

/* From one that waits to what it waits for. */
static void put_waits(struct buf *out, const struct model *m, uint32_t actor, const struct row *r)
{
    struct wait w = awaits_of(m, r);
    uint32_t object =
        w.on == ON_LOCK && trace_actor(m->trace, actor)->kind == ACTOR_THREAD ? r->ref : w.n.object;
    if (r->ref & REF_TASK)
        put_arrow(out, m, actor, r->ref & ~REF_TASK, "");
    for (size_t i = 0; i < w.n.nof; i++)
        if (w.n.of[i] & REF_TASK && w.n.of[i] != r->ref)
            put_arrow(out, m, actor, w.n.of[i] & ~REF_TASK, "");
    if (model_object(m, object) == TRACE_NONE)
        return;
    buf_puts(out, "    ");
    label_id(out, m->trace, actor);
    buf_printf(out, " -> S%u;\n", object);
}

static void put_actor(struct buf *out, const struct model *m, uint32_t actor)
{
    if (!is_seen(m, actor))
        return;
    const struct row *r = model_row(m, actor);
    uint32_t maker = trace_actor(m->trace, actor)->maker;
    put_node(out, m, actor);
    if (r->state == TASK_WAITING)
        put_waits(out, m, actor, r);
    if (maker && is_seen(m, maker))
        put_arrow(out, m, maker, actor, " [style=dotted, color=gray, arrowhead=open]");
}

static void begin(struct export *x)
{
    const struct model *m = x->m;
    struct buf title = {0};
    label_file(&title, m->trace);
    if (m->cursor > m->trace->first) {
        buf_printf(&title, ", behind event %u, ", m->cursor - 1);
        words_time(&title, m->trace, m->time);
        buf_puts(&title, " s");
    }
    buf_puts(&x->out, "digraph loopscope {\n    rankdir=LR;\n    label=");
    quoted(&x->out, buf_str(&title));
    buf_puts(&x->out,
             ";\n    graph [fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\"];\n"
             "    node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n");
    buf_free(&title);
}

static void end(struct export *x)
{
    for (uint32_t number = 1; number <= x->m->nobjects; number++) {
        put_object(&x->out, x->m, number);
        export_flush(x);
    }
    for (uint32_t actor = 1; actor <= x->m->nrows; actor++) {
        put_actor(&x->out, x->m, actor);
        export_flush(x);
    }
    buf_puts(&x->out, "}\n");
}

const struct export_format export_dot = {
    .name = "dot",
    .begin = begin,
    .end = end,
};
