/* SPDX-License-Identifier: MIT */
/* Moments of transfers: requests are on their way, answers are here. */
#include <string.h>

#include "base/text.h"
#include "story/moment_parts.h"
#include "story/words.h"

enum { NEAR = 256 }; /* events of a moment looked through */

/* The transfers of a moment that have come to one of some legs: bits, 1 << enum leg. */
struct found {
    struct names tasks;
    uint32_t last; /* the last such event, TRACE_NONE: none */
    bool failed;   /* one of them */
};

static struct found find(const struct telling *s, unsigned legs)
{
    struct found f = {.last = TRACE_NONE};
    for (uint32_t i = s->first; i <= s->s->last && i - s->first < NEAR; i++) {
        const struct event *e = trace_at(s->t, i);
        if (e->kind != EV_TRANSFER || !(legs >> e->what & 1))
            continue;
        f.last = i;
        f.failed |= e->what == LEG_FAILED;
        moment_add_name(&f.tasks, e->actor);
    }
    return f;
}

const char *moment_asks(const struct telling *s)
{
    struct found f = find(s, 1u << LEG_OPEN);
    return f.last == TRACE_NONE ? NULL : trace_note(s->t, f.last)->name;
}

const char *moment_writes(const struct telling *s)
{
    struct found f = find(s, 1u << LEG_SENT);
    const struct note *n = f.last == TRACE_NONE ? NULL : trace_note(s->t, f.last);
    return n && n->len && f.tasks.all == 1 ? n->text : NULL;
}

/* "Three requests": a number as a word begins a sentence. */
static void put_many_of(const struct telling *s, const char *what, uint32_t n)
{
    size_t from = s->headline->len;
    words_put(s->headline, s->t, "%n ", n);
    if (s->headline->s[from] >= 'a')
        s->headline->s[from] -= 'a' - 'A';
    buf_puts(s->headline, what);
}

/* ---- there ---- */

static void tell_sent(const struct telling *s, const struct found *f)
{
    uint32_t n = f->tasks.all;
    if (n == 1)
        words_put(s->headline, s->t, "The request for %s is sent.",
                  trace_note(s->t, f->last)->name);
    else {
        put_many_of(s, "requests are sent: ", n);
        moment_names(s, s->headline, &f->tasks);
        buf_puts(s->headline, " wait.");
    }
    buf_puts(s->why, "The system carries the bytes to and fro; no thread of the program waits.");
    if (moment_meets(s, WORD_REQUEST))
        buf_puts(s->more, "poll will find each answer when it comes, and the loop is told.");
}

static void tell_underway(const struct telling *s, const char *what, const struct found *f)
{
    uint32_t n = f->tasks.all;
    if (n == 1)
        words_put(s->headline, s->t, "%s: %s.", trace_note(s->t, f->last)->name, what);
    else {
        moment_names(s, s->headline, &f->tasks);
        words_put(s->headline, s->t, ": %s.", what);
    }
    buf_puts(s->why, "The system does that; no thread of the program waits for it.");
}

void tell_transfers(const struct telling *s)
{
    struct found sent = find(s, 1u << LEG_ARRIVED);
    if (!sent.tasks.all)
        sent = find(s, 1u << LEG_REQUEST);
    struct found connected = find(s, 1u << LEG_CONNECT), named = find(s, 1u << LEG_RESOLVE);
    if (sent.tasks.all)
        tell_sent(s, &sent);
    else if (connected.tasks.all)
        tell_underway(s, "connected", &connected);
    else
        tell_underway(s, "the name is looked up", &named);
}

/* ---- and back ---- */

/* An answer that says of itself that it is no page: "404"; "": it does not. */
static const char *status_of(const struct telling *s)
{
    struct found f = find(s, 1u << LEG_FIRST_BYTE);
    const struct note *n = f.last == TRACE_NONE ? NULL : trace_note(s->t, f.last);
    const char *status = n && n->len && begins_with(n->text, "status ") ? n->text + 7 : "";
    return *status >= '4' ? status : "";
}

static void put_one(const struct telling *s, const struct found *f)
{
    const struct event *e = trace_at(s->t, f->last);
    struct note n = *trace_note(s->t, f->last);
    const char *url = n.name ? n.name : "a connection";
    if (e->what == LEG_FAILED) {
        words_put(s->headline, s->t, "%s fails, ", url);
        words_text(s->headline, n.text, n.len, MOMENT_COLUMNS);
    } else {
        words_put(s->headline, s->t, "The answer from %s is here", url);
        if (*status_of(s))
            words_put(s->headline, s->t, ", status %s", status_of(s));
    }
    if (e->what == LEG_FAILED)
        buf_puts(s->why, "The error comes out of the await that waits for it.");
    else if (*status_of(s))
        buf_puts(s->why, "It is no error to the client: only raise_for_status() makes one of it.");
    else
        buf_puts(s->why, "The system received it, poll found it, and its callback handed it on.");
}

static void put_many(const struct telling *s, const struct found *f)
{
    put_many_of(s, f->failed ? "requests are over" : "answers are here", f->tasks.all);
    buf_puts(s->why, "The system received them, poll found them, and callbacks handed them on.");
}

/* Bytes have come on a stream, or its end. */
static void tell_stream(const struct telling *s, const struct found *f)
{
    struct note n = *trace_note(s->t, f->last);
    bool end = trace_at(s->t, f->last)->what == LEG_END;
    uint32_t task = f->tasks.n ? f->tasks.task[0] : 0;
    if (f->tasks.all > 1)
        put_many_of(s, "connections have news", f->tasks.all);
    else if (end)
        words_put(s->headline, s->t, "The other end of %T’s connection has closed", task);
    else
        words_put(s->headline, s->t, "%s have come for %T", n.len ? n.text : "Bytes", task);
    if (s->s->woken) {
        buf_puts(s->headline, f->tasks.all > 1 ? ": " : ": it is ready again");
        if (f->tasks.all > 1)
            moment_ready(s, s->headline);
        moment_their_turn(s, s->more);
    }
    buf_putc(s->headline, '.');
    buf_puts(s->why, end ? "What is read there is empty from now on: so a loop over lines ends."
                         : "poll found them, and a callback put them into the reader.");
}

/* Told before another had its turn in this tick: what came for the task that is ready now. */
static struct found find_before(const struct telling *s)
{
    struct found f = {.last = TRACE_NONE};
    uint32_t soon = moment_last(s, EV_SOON),
             task = soon == TRACE_NONE ? 0 : trace_at(s->t, soon)->actor;
    for (uint32_t i = s->first, n = 0; task && i > s->t->first && n < NEAR; n++) {
        const struct event *e = trace_at(s->t, --i);
        bool news = e->what == LEG_RECEIVED || e->what == LEG_END;
        if (e->kind != EV_TRANSFER || e->actor != task || !news)
            continue;
        f = (struct found){.last = i, .tasks = {.task = {task}, .n = 1, .all = 1}};
        break;
    }
    return f;
}

void tell_answers(const struct telling *s)
{
    struct found f = find(s, 1u << LEG_RECEIVED), end = find(s, 1u << LEG_END);
    if (f.tasks.all + end.tasks.all) {
        tell_stream(s, f.tasks.all ? &f : &end);
        return;
    }
    f = find(s, 1u << LEG_BODY | 1u << LEG_FAILED);
    if (!f.tasks.all)
        f = find(s, 1u << LEG_FIRST_BYTE);
    struct found before = f.tasks.all ? f : find_before(s);
    if (!f.tasks.all && before.tasks.all) {
        tell_stream(s, &before);
        return;
    }
    if (!f.tasks.all)
        buf_puts(s->headline, "Something has come on a connection");
    else if (f.tasks.all == 1)
        put_one(s, &f);
    else
        put_many(s, &f);
    if (s->s->woken) {
        buf_puts(s->headline, ": ");
        moment_ready(s, s->headline);
        moment_their_turn(s, s->more);
    }
    buf_putc(s->headline, '.');
}
