/* SPDX-License-Identifier: MIT */
#include "live/hearing.h"

#include <math.h>

#include "base/now.h"

/* Seconds behind which a program that tells no more, and has not ended, goes on unseen. */
static const double gone = 0.5;
/* … and within which the tracer has come into any Python. */
static const double comes = 3;

/* Events: more than it may tell, from which on it is not believed; what it may have told before it heard
 * that it is held. */
enum { EXCESS = 1 << 16, LATE = 256 };

/* A breakpoint's line holds it. Where it is held, it has told all. */
static void see(struct observer *o, const struct event *e, const struct note *note)
{
    struct hearing *h = (struct hearing *)o;
    if (e->kind == EV_LINE)
        h->credit = 0;
    if ((e->kind == EV_OUT || e->kind == EV_ERR) && note)
        terminal_told(h->terminal, note->text, note->len);
    limits_see(&h->limits, e, note);
    voice_pass(h->voice, e, note);
    if (!h->credit && h->exact)
        terminal_catch_up(h->terminal);
}

void hearing_begin(struct hearing *h, struct voice *v, struct terminal *t)
{
    *h = (struct hearing){
        .seen.see = see, .link.fd = -1, .voice = v, .terminal = t, .exact = true, .begun = now()};
    load_begin(&h->load, NULL, &h->seen);
}

void hearing_close(struct hearing *h)
{
    link_close(&h->link);
    load_close(&h->load);
    buf_free(&h->line);
}

/* It goes on, and is seen no more. */
static void stop_hearing(struct hearing *h, const char *why)
{
    link_close(&h->link);
    h->credit = 0;
    h->told_gone = true;
    voice_warn(h->voice, why);
}

static void stop_reading(struct hearing *h)
{
    struct buf why = {0};
    buf_printf(&why, "what it tells cannot be read, and it goes on unseen: %s", h->load.error);
    stop_hearing(h, buf_str(&why));
    buf_free(&why);
}

static void take_line(struct hearing *h, char *line, size_t n)
{
    h->there = true;
    if (!n)
        return;
    if (h->credit)
        h->credit--;
    else if (!h->free)
        h->excess++;
    buf_clear(&h->line); /* reading changes it */
    if (h->voice->keep.trace >= 0)
        buf_add(&h->line, line, n);
    if (load_line(&h->load, line, n))
        stop_reading(h);
    else
        keep_line(&h->voice->keep, buf_str(&h->line), h->line.len);
}

static bool take_lines(struct hearing *h)
{
    char *line;
    size_t n;
    bool any = false;
    for (; h->link.in.len && (line = link_line(&h->link, &n)); any = true)
        take_line(h, line, n);
    return any;
}

bool hearing_take(struct hearing *h)
{
    bool open = h->link.fd >= 0;
    bool any = take_lines(h) || (link_read(&h->link) && (take_lines(h), true));
    if (open && h->link.fd < 0 && !h->told_gone)
        h->ended = now();
    if (link_is_flooded(&h->link))
        stop_hearing(h, "it tells a line that has no end, and goes on unseen");
    else if (h->excess > EXCESS)
        stop_hearing(h, "it tells more than it may, and goes on unseen");
    if (h->excess > EXCESS)
        h->excess = 0;
    return any;
}

void hearing_allow(struct hearing *h, uint32_t events)
{
    if (h->credit > events / 2)
        return;
    link_say(&h->link, "E %u", events - h->credit);
    h->credit = events;
    h->excess -= h->excess < LATE ? h->excess : LATE;
}

void hearing_hold(struct hearing *h)
{
    link_say(&h->link, "H");
    h->exact &= !h->credit;
    h->credit = 0;
}

void hearing_let_go(struct hearing *h)
{
    link_say(&h->link, "F");
    h->exact = false;
    h->free = true;
}

/* What it prints is shown all the same. */
static void miss_tracer(struct hearing *h)
{
    if (h->there || h->limits.met[LIMIT_UNSEEN] || now() - h->begun < comes)
        return;
    h->limits.met[LIMIT_UNSEEN] = true;
    voice_start(h->voice);
}

/* It may have closed the link, or have become another program; or it ends. */
void hearing_miss(struct hearing *h)
{
    miss_tracer(h);
    if (h->link.fd >= 0 || h->told_gone || now() - h->ended < gone)
        return;
    h->told_gone = true;
    h->limits.met[LIMIT_UNSEEN] = !h->voice->started;
    voice_warn(h->voice,
               h->voice->started
                   ? "it tells no more, and goes on unseen: it has closed what it told through, or "
                     "has become another program"
                   : "it was not seen: " UNSEEN);
}

void hearing_end(struct hearing *h)
{
    if (h->there || h->told_gone)
        return;
    h->limits.met[LIMIT_UNSEEN] = true;
    voice_warn(h->voice, "it was not seen: " UNSEEN);
}

double hearing_patience(const struct hearing *h)
{
    if (!h->there && !h->limits.met[LIMIT_UNSEEN])
        return fmax(0.01, comes - (now() - h->begun));
    return h->link.fd < 0 && !h->told_gone ? gone : INFINITY;
}
