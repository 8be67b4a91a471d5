/* SPDX-License-Identifier: MIT */
#include "story/deeds.h"

#include <stdlib.h>
#include <string.h>

#include "story/updates.h"
#include "story/words.h"

enum { FAR = 4096, THREADS = 32 }; /* events looked at; threads whose reads are kept */

/* What each thread has read last. */
struct seen {
    bool is[THREADS];
    int64_t value[THREADS];
};

static bool number_of(const struct trace *t, uint32_t i, int64_t *to)
{
    const struct note *n = trace_note(t, i);
    char *end = NULL;
    if (!n->text || !n->len)
        return false;
    *to = strtoll(n->text, &end, 10);
    return end > n->text && !*end;
}

static void see_value(struct deeds *d, struct seen *seen, const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    uint32_t thread = trace_number_of(t, e->actor);
    int64_t value = 0;
    if (!thread || thread > THREADS || !number_of(t, i, &value)) {
        d->counts = false;
        return;
    }
    if (e->kind == EV_READ) {
        seen->value[thread - 1] = value;
        seen->is[thread - 1] = true;
        return;
    }
    d->is = value;
    if (thread == 1) {
        d->due = value;
        return;
    }
    d->counts &= seen->is[thread - 1];
    d->adds &= value - seen->value[thread - 1] == 1;
    d->due += value - seen->value[thread - 1];
}

static void see_deed(struct deeds *d, const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    struct lost lost;
    if (d->n < DEEDS_SHOWN)
        d->letters[d->n] = e->kind == EV_READ ? 'r' : 'w';
    d->n++;
    d->early += e->kind == EV_READ && !d->writes;
    d->reads += e->kind == EV_READ;
    d->writes += e->kind == EV_WRITE;
    d->lost |= update_lost(t, i, &lost);
}

bool deeds_of(const struct model *m, uint32_t object, struct deeds *d)
{
    const struct trace *t = m->trace;
    struct seen seen = {0};
    *d = (struct deeds){.counts = object, .adds = true};
    if (!t->threads || m->cursor - t->first > FAR)
        return false;
    for (uint32_t i = t->first; i < m->cursor; i++) {
        const struct event *e = trace_at(t, i);
        if ((e->kind != EV_READ && e->kind != EV_WRITE) || (object && e->ref != object))
            continue;
        if (object)
            see_value(d, &seen, t, i);
        if (trace_number_of(t, e->actor) != 1)
            see_deed(d, t, i);
    }
    return d->n > 0;
}

void deeds_tell(const struct deeds *d, struct buf *out)
{
    if (!d->writes)
        return;
    if (d->n <= 4 && d->early == 2)
        buf_puts(out, "both reads before the first write");
    else if (d->lost)
        buf_puts(out, "a write between another’s read and its write");
    else if (d->n > 2)
        buf_puts(out, "each read what was written last");
}

void deeds_tell_due(const struct model *m, const struct deeds *d, struct buf *out)
{
    if (!d->counts || d->is == d->due)
        return;
    words_put(out, m->trace, "%n %s", d->writes, d->adds ? "add" : "change");
    buf_puts(out, d->writes == 1 ? "" : "s");
    buf_printf(out, ": it should be %lld", (long long)d->due);
}
