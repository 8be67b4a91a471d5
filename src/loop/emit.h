/* SPDX-License-Identifier: MIT */
/* What happens, told to an observer one event at a time, with its time and tick; and what the
 * program prints, a line an event. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "loop/clock.h"
#include "event.h"

/* What says the same whenever it is told: `which` of the notes about something that never changes. */
struct saying {
    const void *what;
    uint32_t which, number;
};

enum { SAYINGS = 64 }; /* a power of two */

struct emitter {
    struct observer *observer; /* NULL: nobody watches */
    const struct clock *clock;
    uint32_t tick;
    uint32_t actors;      /* ids given so far */
    struct event partial; /* printed, but without its newline yet … */
    struct buf text;      /* … */
    uint32_t line;        /* … and the line it began on */
    struct saying sayings[SAYINGS];
};

/* A number for struct note's `same` or `known` that nobody has had. */
uint32_t emit_number(void);
void emit_renumber(struct saying *t, const void *what, uint32_t which);
/* That of what is told again and again. */
static inline uint32_t emit_same(struct emitter *m, const void *what, uint32_t which)
{
    struct saying *t = &m->sayings[((uintptr_t)what / 16 + which) % SAYINGS];
    if (t->what != what || t->which != which)
        emit_renumber(t, what, which);
    return t->number;
}

/* What was printed before an event of this kind becomes an event. */
void emit_partial(struct emitter *m, enum event_kind kind);
/* Emits e (time and tick are filled in) with its note; somebody watches. */
static inline void emit_event(struct emitter *m, struct event *e, const struct note *note)
{
    if (m->text.len)
        emit_partial(m, e->kind);
    e->time = clock_time(m->clock);
    e->tick = m->tick;
    m->observer->see(m->observer, e, note);
}
/* The same, with the kind. */
static inline void emit(struct emitter *m, enum event_kind kind, struct event *e,
                        const struct note *note)
{
    e->kind = kind;
    emit_event(m, e, note);
}
/* n bytes of text printed by an actor; an event for each whole line. `at` has the line, and may have
 * the frame it stands in. */
void emit_print(struct emitter *m, uint32_t actor, const struct note *at, const char *text,
                size_t n);
/* The same on standard error. */
void emit_print_error(struct emitter *m, uint32_t actor, uint32_t line, const char *text, size_t n);
