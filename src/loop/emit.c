/* SPDX-License-Identifier: MIT */
#include "loop/emit.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

uint32_t emit_number(void)
{
    static atomic_uint numbers; /* a run may have several loops */
    return atomic_fetch_add(&numbers, 1) + 1;
}

void emit_renumber(struct saying *t, const void *what, uint32_t which)
{
    *t = (struct saying){what, which, emit_number()};
}

static void flush_partial(struct emitter *m)
{
    struct buf b = m->text;
    if (!b.len)
        return;
    m->text = (struct buf){0};
    emit(m, EV_OUT, &m->partial, &(struct note){.text = b.s, .len = b.len, .line = m->line});
    buf_free(&b);
}

void emit_partial(struct emitter *m, enum event_kind kind)
{
    if (kind != EV_OUT && kind != EV_ERR)
        flush_partial(m);
}

/* To the end of the first line, or all of it. */
static size_t line_of(const char *text, size_t n, bool *whole)
{
    const char *nl = memchr(text, '\n', n);
    *whole = nl;
    return nl ? (size_t)(nl - text) + 1 : n;
}

void emit_print(struct emitter *m, uint32_t actor, const struct note *at, const char *text,
                size_t n)
{
    bool whole;
    for (size_t len; m->observer && n; text += len, n -= len) {
        struct event e = {.actor = actor};
        len = line_of(text, n, &whole);
        if (whole && !m->text.len) {
            struct note note = *at;
            note.text = text;
            note.len = len;
            emit(m, EV_OUT, &e, &note);
            continue;
        }
        if (!m->text.len) {
            m->partial = e;
            m->line = at->line;
        }
        buf_add(&m->text, text, len);
        if (whole)
            flush_partial(m);
    }
}

void emit_print_error(struct emitter *m, uint32_t actor, uint32_t line, const char *text, size_t n)
{
    bool whole;
    for (size_t len; m->observer && n; text += len, n -= len) {
        struct event e = {.actor = actor};
        len = line_of(text, n, &whole);
        emit(m, EV_ERR, &e, &(struct note){.text = text, .len = len, .line = line});
    }
}
