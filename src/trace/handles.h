/* SPDX-License-Identifier: MIT */
/* What a model knows of handles: the ready queue, in order, and sets in which one is found by its
 * number. All zero they are empty. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/checked.h"

/* A handle in the ready queue. */
struct entry {
    uint32_t handle, task; /* task: 0 for a callback */
    uint32_t event;        /* the SOON, FIRE or IO that put it there */
    uint32_t source;       /* the SOON or TIMER that says what it does */
};

struct handle_queue { /* a ring */
    struct entry *at;
    uint32_t head, n, size; /* size: a power of two */
};

void handle_queue_close(struct handle_queue *q);
/* What `to` held is reused. */
void handle_queue_copy(struct handle_queue *to, const struct handle_queue *from);
size_t handle_queue_bytes(const struct handle_queue *q);
/* For handle_queue_push: room for one more. */
void handle_queue_grow(struct handle_queue *q);
static inline void handle_queue_push(struct handle_queue *q, struct entry e)
{
    if (q->n == q->size)
        handle_queue_grow(q);
    q->at[(q->head + q->n++) & (q->size - 1)] = e;
}
/* k < n, from the front. */
static inline const struct entry *handle_queue_at(const struct handle_queue *q, uint32_t k)
{
    checked(k < q->n);
    return &q->at[(q->head + k) & (q->size - 1)];
}
/* Takes out the handle wherever it is, if it is there. */
void handle_queue_pull(struct handle_queue *q, uint32_t handle);
/* The same: it is nearly always in front, but a trace from elsewhere may surprise. */
static inline void handle_queue_take(struct handle_queue *q, uint32_t handle)
{
    if (q->n && handle_queue_at(q, 0)->handle == handle) {
        q->head = (q->head + 1) & (q->size - 1);
        q->n--;
    } else {
        handle_queue_pull(q, handle);
    }
}
/* These undo it: of a push, and of a take from the front. */
void handle_queue_unpush(struct handle_queue *q);
void handle_queue_untake(struct handle_queue *q, struct entry e);

/* A handle in a set. */
struct timer_entry {
    double when;            /* seconds; of a timer */
    uint32_t handle, event; /* event: that put it there, of a timer the TIMER */
};

/* The first of a set, in their order. */
enum { SOONEST = 16 };
struct soonest {
    struct timer_entry at[SOONEST];
    uint32_t n;
};

struct handle_set {
    struct timer_entry *at; /* n entries in no order */
    struct soonest *first;  /* NULL: nobody has asked for them */
    uint32_t n;
    size_t cap;
    uint32_t *slots; /* open addressing: place + 1 */
    uint32_t nslots; /* a power of two */
};

void handle_set_close(struct handle_set *s);
void handle_set_copy(struct handle_set *to, const struct handle_set *from);
size_t handle_set_bytes(const struct handle_set *s);
/* Does nothing if the handle is there already. */
void handle_set_put(struct handle_set *s, struct timer_entry e);
/* false: it was not there. */
bool handle_set_take(struct handle_set *s, uint32_t handle, struct timer_entry *out);
/* The `most` first ones by `when`, and of the same by their numbers; returns how many there are. The
 * set remembers them: only after many of these are gone does it look through all again. */
uint32_t handle_set_first(struct handle_set *s, struct timer_entry *out, uint32_t most);
/* How often a set was looked through, since the program began: for tests. */
extern uint64_t handle_set_looks;
static inline bool handle_due_before(const struct timer_entry *a, const struct timer_entry *b)
{
    return a->when < b->when || (a->when == b->when && a->handle < b->handle);
}
/* NULL: it is not there. */
const struct timer_entry *handle_set_find(const struct handle_set *s, uint32_t handle);
