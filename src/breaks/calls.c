/* SPDX-License-Identifier: MIT */
#include "breaks/calls.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { DEEPEST = 64 };

/* ---- functions ---- */

static bool is_python(const char *file)
{
    size_t n = strlen(file);
    return n > 3 && !strcmp(file + n - 3, ".py");
}

void defs_read(struct defs *p, const struct trace *t)
{
    *p = (struct defs){.files = xcalloc(t->nsources + 1, sizeof *p->files), .n = t->nsources};
    for (size_t i = 0; i < p->n; i++)
        if (is_python(t->sources[i].name))
            functions_read(&p->files[i], t->sources[i].text);
}

void defs_close(struct defs *p)
{
    for (size_t i = 0; i < p->n; i++)
        functions_close(&p->files[i]);
    free(p->files);
    *p = (struct defs){0};
}

/* The def that a line is in; 0: that is not known, or it is in none. */
static uint32_t function_of(const struct trace *t, const struct defs *p, const char *file,
                            uint32_t line)
{
    for (size_t i = 0; file && i < p->n && i < t->nsources; i++)
        if (!strcmp(t->sources[i].name, file))
            return functions_of(&p->files[i], line);
    return 0;
}

/* ---- calls ---- */

/* The calls that a task is in, outermost first. */
struct calls {
    struct call {
        const char *file, *function; /* of the trace's strings */
        uint32_t line;
    } at[DEEPEST];
    size_t n;
};

static void read_calls(struct calls *c, const struct trace *t, uint32_t end)
{
    const struct note *n = trace_note(t, end);
    c->n = n->nframes < DEEPEST ? n->nframes : DEEPEST;
    for (size_t k = 0; k < c->n; k++)
        c->at[k] = (struct call){n->frames[k].file, n->frames[k].func, n->frames[k].line};
}

static const char *file_of(const struct trace *t, const struct place *at)
{
    return at->file ? at->file : t->file;
}

/* The call that the line makes; the last is that which waits. */
static bool find_call(const struct calls *c, const struct trace *t, const struct place *line,
                      size_t *k)
{
    for (*k = 0; *k + 1 < c->n; ++*k)
        if (c->at[*k].line == line->line && c->at[*k].file == file_of(t, line))
            return true;
    return false;
}

static uint32_t previous_end(const struct trace *t, uint32_t i)
{
    for (int n = 0; n < REACH_FAR && (i = trace_previous(t, i)) != TRACE_NONE; n++)
        if (trace_at(t, i)->kind == EV_END)
            return i;
    return TRACE_NONE;
}

static bool same_call(const struct call *a, const struct call *b)
{
    return a->line == b->line && a->file == b->file && a->function == b->function;
}

/* Was the task in this very call already when it stopped before? A loop that makes it again looks the
 * same, if nothing is told of it in between. */
static bool is_old(const struct trace *t, const struct calls *c, size_t k, uint32_t end)
{
    struct calls before = {.n = 0};
    uint32_t i = previous_end(t, end);
    if (i != TRACE_NONE)
        read_calls(&before, t, i);
    return k + 1 < before.n && same_call(&before.at[k], &c->at[k]) &&
           before.at[k + 1].function == c->at[k + 1].function;
}

/* Is a line one of what the k-th call has called? */
static bool is_inside(const struct trace *t, const struct defs *p, const struct calls *c, size_t k,
                      const struct place *at)
{
    const char *file = file_of(t, at);
    uint32_t function = function_of(t, p, file, at->line);
    while (++k < c->n) {
        const struct call *call = &c->at[k];
        if (call->file != file)
            continue;
        if (function ? function == function_of(t, p, file, call->line) : at->line == call->line)
            return true;
    }
    return false;
}

static bool is_of_caller(const struct trace *t, const struct defs *p, const struct call *caller,
                         const struct place *at)
{
    return file_of(t, at) == caller->file && function_of(t, p, caller->file, at->line) ==
                                                 function_of(t, p, caller->file, caller->line);
}

uint32_t calls_before(const struct trace *t, const struct defs *p, uint32_t end,
                      const struct place *line, size_t *frame)
{
    struct calls c;
    read_calls(&c, t, end);
    if (!find_call(&c, t, line, frame))
        return TRACE_NONE;
    uint32_t least = end - t->first > REACH_FAR ? end - REACH_FAR : t->first;
    for (uint32_t i = end; i > least; i--) {
        const struct event *e = trace_at(t, i - 1);
        const struct place *at = trace_place(t, e->place);
        if (e->kind != EV_BEGIN && (!reach_names_line(t, e) || is_inside(t, p, &c, *frame, at)))
            continue;
        bool back = e->kind != EV_BEGIN && is_of_caller(t, p, &c.at[*frame], at);
        return back || !is_old(t, &c, *frame, end) ? i : TRACE_NONE;
    }
    return TRACE_NONE;
}
