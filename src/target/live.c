/* SPDX-License-Identifier: MIT */
#include "target/live.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/now.h"
#include "base/report.h"
#include "live/asks.h"
#include "live/child.h"
#include "live/hearing.h"
#include "live/saved.h"
#include "live/stops.h"
#include "live/terminal.h"
#include "live/voice.h"
#include "target/traced.h"

/* Seconds: how often one looks whether it asks; at the latest whether it has ended, where nobody says so. */
static const double look = 0.25, late = 0.25;

enum { WINDOW = 256 }; /* events at a time while it plays */

/* A process behind a terminal, a link to the tracer in it, and what is told of both. */
struct live_target {
    struct target target; /* first */
    const struct wish *wish;
    char **words;
    struct tracer tracer;
    struct child child;
    struct voice voice;
    struct terminal terminal;
    struct hearing hearing;
    struct stops stops;
    struct saved saved;
    char full[256]; /* why its trace is no longer kept; "": it is */
    double looked_at;
};

static struct live_target *self(struct target *t)
{
    return (struct live_target *)t;
}

/* ---- news ---- */

static void forget(struct live_target *s, int fd)
{
    if (fd >= 0)
        epoll_ctl(s->target.readable, EPOLL_CTL_DEL, fd, NULL);
}

/* Whatever has something for us makes one descriptor readable. */
static void watch(struct live_target *s)
{
    int fds[] = {s->hearing.link.fd, s->child.terminal, s->child.ending, s->saved.fd};
    s->target.readable = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fds[i]};
        if (fds[i] >= 0)
            epoll_ctl(s->target.readable, EPOLL_CTL_ADD, fds[i], &e);
    }
}

/* What it runs comes to be known while it does. */
static void take_sources(struct live_target *s)
{
    const struct load *l = &s->hearing.load;
    for (size_t i = s->target.nsources; s->wish->own.on_save && i < l->nsources; i++)
        saved_add(&s->saved, l->sources[i].name);
    s->target.sources = l->sources;
    s->target.nsources = l->nsources;
}

static bool reads_terminal(const struct live_target *s)
{
    return !s->wish->own.input && isatty(STDIN_FILENO);
}

/* A program that is held asks for nothing. */
static void look_whether_it_asks(struct live_target *s)
{
    double t = now();
    if (t - s->looked_at < look)
        return;
    s->looked_at = t;
    s->target.asks = reads_terminal(s) && (s->hearing.credit || s->hearing.link.fd < 0) &&
                     asks_for_input(s->child.pid);
}

static void finish_up(struct live_target *s)
{
    hearing_end(&s->hearing);
    voice_start(&s->voice);
    terminal_catch_up(&s->terminal);
    s->target.status = voice_ended(&s->voice, s->child.status);
    s->target.over = true;
    s->target.asks = false;
    if (s->voice.keep.error)
        report("%s cannot be written any more: %s", s->wish->own.save,
               strerror(s->voice.keep.error));
    forget(s, s->hearing.link.fd); /* they would be news for ever */
    forget(s, s->child.terminal);
    forget(s, s->child.ending);
}

static bool take_told(struct live_target *s)
{
    bool any = hearing_take(&s->hearing);
    take_sources(s);
    if (s->voice.started)
        tracer_remove_folder(&s->tracer);
    limits_know(&s->hearing.limits, s->hearing.load.python);
    return any;
}

static bool take_printed(struct live_target *s)
{
    bool closed = s->terminal.closed, any = terminal_take(&s->terminal);
    if (s->terminal.closed && !closed)
        forget(s, s->child.terminal);
    return any;
}

/* What is wrong with the file that keeps its trace, and what cannot be seen. */
static void say_limits(struct live_target *s)
{
    if (s->voice.keep.error && !*s->full) {
        snprintf(s->full, sizeof s->full, "%s cannot be written any more: %s", s->wish->own.save,
                 strerror(s->voice.keep.error));
        s->target.notice = s->full;
    }
    if (!s->target.notice)
        s->target.notice = limits_say(&s->hearing.limits);
}

static void drop_threads(struct live_target *s)
{
    limits_end(&s->hearing.limits);
    if (s->target.notice && !*s->target.notice)
        s->target.notice = NULL;
}

static bool more(struct target *t)
{
    struct live_target *s = self(t);
    link_send(&s->hearing.link);
    bool ended = child_has_ended(&s->child);
    bool any = take_printed(s), told = take_told(s);
    any |= told;
    any |= terminal_doubt(&s->terminal, told);
    if (ended)
        drop_threads(s);
    say_limits(s);
    if (any)
        return true;
    if (ended)
        finish_up(s);
    else
        hearing_miss(&s->hearing);
    look_whether_it_asks(s);
    say_limits(s);
    return ended;
}

static double patience(struct target *t)
{
    struct live_target *s = self(t);
    if (child_has_ended(&s->child))
        return 0;
    double least = fmin(terminal_patience(&s->terminal), hearing_patience(&s->hearing));
    if (s->hearing.credit && reads_terminal(s))
        least = fmin(least, look);
    if (s->child.ending < 0)
        least = fmin(least, late);
    return least;
}

/* ---- how far it may go ---- */

static void allow(struct target *t, uint32_t events)
{
    hearing_allow(&self(t)->hearing, events);
}

static void hold(struct target *t, bool still)
{
    if (still)
        hearing_hold(&self(t)->hearing);
    else
        hearing_allow(&self(t)->hearing, WINDOW);
}

static void stop_at(struct target *t, const char *lines)
{
    stops_set(&self(t)->stops, &self(t)->hearing.link, lines);
}

/* ---- what a user does with it ---- */

static void interrupt(struct target *t)
{
    terminal_interrupt(&self(t)->terminal, &self(t)->child);
}

static void type(struct target *t, const char *line)
{
    terminal_type(&self(t)->terminal, &self(t)->child, line);
    t->asks = false;
    self(t)->looked_at = now();
}

static bool changed(struct target *t)
{
    return saved_any(&self(t)->saved);
}

/* ---- to its end, without anybody who watches ---- */

static volatile sig_atomic_t interrupts;

static void on_interrupt(int signum)
{
    (void)signum;
    interrupts++;
}

/* The first interrupts the program, as in its own terminal; it is given up at the third. */
static void pass_interrupts_on(struct live_target *s, int *passed)
{
    if (*passed == interrupts)
        return;
    *passed = interrupts;
    if (*passed < 3)
        interrupt(&s->target);
    else
        kill(-s->child.pid, SIGKILL);
}

static void wait_for_more(struct live_target *s)
{
    struct pollfd fd = {.fd = s->target.readable, .events = POLLIN};
    double wait = fmin(patience(&s->target), 1);
    poll(&fd, 1, (int)ceil(1000 * wait));
}

static void finish(struct target *t)
{
    struct live_target *s = self(t);
    struct sigaction before[2], ours = {.sa_handler = on_interrupt};
    int passed = interrupts = 0;
    sigaction(SIGINT, &ours, &before[0]);
    sigaction(SIGTERM, &ours, &before[1]);
    hearing_let_go(&s->hearing);
    for (; !t->over; pass_interrupts_on(s, &passed))
        if (!more(t))
            wait_for_more(s);
    sigaction(SIGINT, &before[0], NULL);
    sigaction(SIGTERM, &before[1], NULL);
}

/* ---- life ---- */

static int cannot(const char *what, int error)
{
    report("%s: %s", what, strerror(-error));
    return 1;
}

/* -1: its terminal; else to be closed. */
static int open_input(const struct live_target *s)
{
    if (s->wish->own.input)
        return open(s->wish->own.input, O_RDONLY | O_CLOEXEC);
    return reads_terminal(s) ? -1 : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
}

static int start_child(struct live_target *s, int link)
{
    struct child_wish w = {s->words, s->tracer.environment, open_input(s), link};
    int bad = child_start(&s->child, &w);
    if (w.input >= 0)
        close(w.input);
    return bad ? own_not_run(&s->wish->own, s->words[0], -bad) : 0;
}

static int start_it(struct live_target *s)
{
    int other = -1, bad = link_open(&s->hearing.link, &other);
    if (bad)
        return cannot("no socket can be made", bad);
    bad = traced_open(&s->tracer, s->wish, other, NULL);
    if (!bad)
        bad = keep_open(&s->voice.keep, s->wish->own.save);
    if (!bad)
        bad = start_child(s, other);
    close(other);
    return bad;
}

static void stop(struct target *t)
{
    struct live_target *s = self(t);
    link_close(&s->hearing.link); /* who is held goes on */
    child_end(&s->child);
    tracer_close(&s->tracer);
    keep_close(&s->voice.keep);
    saved_close(&s->saved);
    terminal_close(&s->terminal);
    hearing_close(&s->hearing);
    stops_close(&s->stops);
    if (t->readable)
        close(t->readable);
    t->readable = 0;
    t->sources = NULL;
    t->nsources = 0;
}

static void begin(struct live_target *s, struct observer *to)
{
    s->voice = (struct voice){.to = to,
                              .program = s->target.name,
                              .real = s->wish->clock == CLOCK_REAL,
                              .keep = {.trace = -1, .output = -1}};
    s->terminal = (struct terminal){.child = &s->child, .voice = &s->voice};
    hearing_begin(&s->hearing, &s->voice, &s->terminal);
    s->saved = (struct saved){.fd = -1};
    s->target.over = s->target.asks = false;
    s->looked_at = 0;
    *s->full = 0;
}

/* The file itself is known before it tells of its source: it may have an error in it. */
static void watch_files(struct live_target *s)
{
    if (saved_open(&s->saved))
        return;
    if (s->wish->own.launch == LAUNCH_FILE)
        saved_add(&s->saved, s->wish->own.words[0]);
}

static int start(struct target *t, struct observer *to)
{
    struct live_target *s = self(t);
    begin(s, to);
    int bad = start_it(s);
    if (!bad && s->wish->own.on_save)
        watch_files(s);
    if (bad)
        stop(t);
    else
        watch(s);
    return bad;
}

static void free_it(struct target *t)
{
    own_words_free(self(t)->words);
    free(t);
}

static const struct target_type live_type = {
    .start = start,
    .more = more,
    .finish = finish,
    .patience = patience,
    .hold = hold,
    .stop = stop,
    .free = free_it,
    .allow = allow,
    .stop_at = stop_at,
    .interrupt = interrupt,
    .type = type,
    .changed = changed,
};

int live_open(struct target **t, const struct wish *w)
{
    int bad = own_check(&w->own);
    if (bad)
        return bad;
    struct live_target *s = xcalloc(1, sizeof *s);
    s->target = (struct target){.type = &live_type, .live = true, .held = true};
    s->target.name = own_called(&w->own);
    s->target.summary =
        w->clock == CLOCK_REAL ? "a live program" : "a live program, on virtual time";
    s->wish = w;
    s->words = own_words(&w->own);
    *t = &s->target;
    return 0;
}
