/* SPDX-License-Identifier: MIT */
/* Moments in which somebody does something to a lock, an event, a semaphore or a queue, and nobody
 * is woken by it. */
#include <stdio.h>
#include <string.h>

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/words.h"

/* What a deed is in words: what is done, what that means. %n is the number that the rest of its
 * state begins with. */
struct saying {
    const char *class;
    uint8_t deed;
    const char *does, *none, *one, *many; /* by how many there are, if that matters */
    const char *means;
};

/* clang-format off */
static const struct saying sayings[] = {
    {"Lock", DEED_TAKES, "takes ", NULL, NULL, NULL, "Whoever wants it now must wait."},
    {"Lock", DEED_GIVES, "gives ", NULL, NULL, NULL, "Nobody waits for it."},
    {"Condition", DEED_GIVES, "notifies, but nobody waits", NULL, NULL, NULL,
     "Who comes to wait later is not told of it."},
    {"Event", DEED_GIVES, "sets the event", NULL, NULL, NULL,
     "Nobody waits for it; whoever comes later need not wait."},
    {"Event", DEED_TAKES, "clears the event", NULL, NULL, NULL,
     "Whoever waits for it from here on must wait until it is set again."},
    {"Semaphore", DEED_TAKES, "takes a place of the semaphore", ": it was the last", ": 1 is left",
     ": %s are left", "Whoever finds no place must wait for one."},
    {"Semaphore", DEED_GIVES, "gives a place of the semaphore back", NULL, ": 1 is free",
     ": %s are free", "Nobody waits for one."},
    {"Queue", DEED_TAKES, "takes an item from the queue", ": none is left", ": 1 is left",
     ": %s are left", "It need not wait: an item was there."},
    {"Queue", DEED_GIVES, "puts an item into the queue", NULL, ": 1 is in it", ": %s are in it",
     "It need not wait: there was room."},
    {"Queue", DEED_SHUTS, "shuts the queue down", NULL, NULL, NULL,
     "Nothing more can be put into it; who finds it empty gets QueueShutDown."},
};
/* clang-format on */

/* "Semaphore" is a "BoundedSemaphore", too. */
static bool is_class(const char *name, const char *class)
{
    size_t n = strlen(name), len = strlen(class);
    return n >= len && !strcmp(name + n - len, class);
}

static const struct saying *saying_of(const char *name, uint8_t deed)
{
    for (size_t i = 0; name && i < sizeof sayings / sizeof *sayings; i++)
        if (sayings[i].deed == deed && is_class(name, sayings[i].class))
            return &sayings[i];
    return NULL;
}

static void put_count(const struct telling *s, const struct saying *say)
{
    char number[24] = "0";
    sscanf(s->n.len ? s->n.text : "", "%23[0-9]", number);
    const char *how = !strcmp(number, "0")   ? say->none
                      : !strcmp(number, "1") ? say->one
                                             : say->many;
    if (how)
        words_put(s->headline, s->t, how, number);
}

/* "3 of its items are not done yet", of "2 items [0, 1]; 3 not done". */
static void put_marked(const struct telling *s)
{
    const char *rest = s->n.len ? strstr(s->n.text, "; ") : NULL;
    unsigned left = 0;
    buf_puts(s->headline, "marks an item of the queue as done");
    if (rest && sscanf(rest, "; %u not done", &left) == 1 && left)
        words_put(s->headline, s->t, left == 1 ? ": %u is not done yet" : ": %u are not done yet",
                  left);
    buf_puts(s->why, left ? "That is task_done(): join() waits until it was called for every item."
                          : "That is task_done(); it was called for every item that was put.");
}

static void put_waiting(const struct telling *s, struct buf *b)
{
    words_refs(b, s->t, s->n.of, s->n.nof);
    buf_puts(b, s->n.nof == 1 ? " waits for it." : " wait for it, in this order.");
}

static void sync_why(const struct telling *s, const char *means)
{
    if (s->begins && !s->starts)
        moment_turn(s, s->why);
    else if (s->n.nof)
        put_waiting(s, s->why);
    else if (means)
        buf_puts(s->why, means);
}

/* The lock, or a place, was kept for whoever had waited for it. */
static bool was_kept(const struct telling *s)
{
    uint8_t on = s->before == TRACE_NONE ? ON_NONE : trace_at(s->t, s->before)->what;
    return s->begins && !s->starts && s->e->what == DEED_TAKES &&
           (on == ON_LOCK || on == ON_CONDITION_ACQUIRE || on == ON_SEMAPHORE);
}

enum { OBJECTS_LOOK = 64 }; /* looked through for another lock */

void moment_lock(const struct telling *s, struct buf *b, uint32_t object)
{
    uint32_t n = s->m->nobjects < OBJECTS_LOOK ? s->m->nobjects : OBJECTS_LOOK, locks = 0;
    for (uint32_t k = 1; k <= n; k++) {
        uint32_t sync = model_object(s->m, k);
        const char *name = cause_kept(s->t, sync) ? trace_note(s->t, sync)->name : NULL;
        locks += name && !strcmp(name, "Lock");
    }
    if (locks > 1)
        words_put(b, s->t, "Lock-%u", object);
    else
        buf_puts(b, "the lock");
}

static void put_lock_deed(const struct telling *s, const struct saying *say)
{
    buf_puts(s->headline, say->does);
    moment_lock(s, s->headline, s->e->ref);
    buf_puts(s->headline, say->deed == DEED_GIVES ? " back"
                          : was_kept(s)           ? ", which was kept for it"
                                                  : ": nobody had it");
}

static void put_deed(const struct telling *s, const struct saying *say)
{
    if (!strcmp(say->class, "Lock")) {
        put_lock_deed(s, say);
        return;
    }
    if (was_kept(s)) {
        buf_puts(s->headline, "takes the place of the semaphore that was kept for it");
        return;
    }
    buf_puts(s->headline, say->does);
    put_count(s, say);
}

/* Why a generator does what it says of itself. */
static void generator_why(const char *text, struct buf *b)
{
    static const struct {
        const char *says, *why;
    } whys[] = {
        {"() is called", "It has a yield: a call makes a generator, and runs none of its lines."},
        {"() begins", "It runs to its first yield; who called next() waits meanwhile."},
        {"() goes on", "It goes on behind its yield, with its locals as they were."},
        {"() gives", "Control goes back to who asked for it; the line and the locals stay."},
        {"() returns", "It has no more to yield: next() raises StopIteration, which ends a for."},
    };
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
        if (words_contain(text, whys[i].says)) {
            buf_puts(b, whys[i].why);
            return;
        }
}

static void tell_generator(const struct telling *s)
{
    words_text(s->headline, s->n.text, s->n.len, MOMENT_COLUMNS);
    buf_putc(s->headline, '.');
    generator_why(s->n.text, s->why);
}

void tell_sync(const struct telling *s)
{
    if (model_of_threads(s->m) && trace_task(s->t, s->e->actor)) {
        tell_thread_lock(s);
        return;
    }
    const char *name = s->n.name ? s->n.name : "It";
    if (!strcmp(name, "generator") && s->n.len) {
        tell_generator(s);
        return;
    }
    const struct saying *say = saying_of(name, s->e->what);
    moment_who(s, s->headline);
    if (s->e->what == DEED_MARKS) {
        put_marked(s);
    } else if (say) {
        put_deed(s, say);
        sync_why(s, say->means);
    } else {
        words_put(s->headline, s->t, "changes the %s: %s", name, s->n.len ? s->n.text : "changed");
        sync_why(s, NULL);
    }
    buf_putc(s->headline, '.');
}
