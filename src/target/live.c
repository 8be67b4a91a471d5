/* SPDX-License-Identifier: MIT */
#include "target/live.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/now.h"
#include "base/report.h"
#include "live/asks.h"
#include "live/child.h"
#include "live/keep.h"
#include "live/link.h"
#include "live/printed.h"
#include "live/saved.h"
#include "target/traced.h"
#include "trace/load.h"

/* Seconds: behind which what came from the terminal would have been told of, if the program tells
 * anything; and at the latest; behind which a program that tells no more, and has not ended, goes on
 * unseen; how often one looks whether it asks. */
static const double soon = 0.02, late = 0.25, gone = 0.5, look = 0.25;

/* Events: at a time while it plays; more than it may tell, from which on it is not believed. */
enum { WINDOW = 256, EXCESS = 1 << 16 };

struct live_target {
    struct target target; /* first */
    struct observer seen; /* what comes up the link goes through here */
    struct observer *to;
    const struct wish *wish;
    char **words;
    struct tracer tracer;
    struct child child;
    struct link link;
    struct load load;
    struct printed printed;
    struct keep keep;
    struct saved saved;
    struct buf line;   /* that is read, to be kept */
    struct event last; /* for the time and tick of our own events */
    uint32_t credit;   /* events it may tell yet, as far as is known */
    uint32_t excess;
    bool started, free; /* START has come; it may tell what it likes */
    bool told_gone;     /* that it tells no more has been said */
    bool exact;         /* credit is what it has: when that is 0, it is held */
    /* Of what has come from the terminal so much is looked at whether anybody tells of it, since then. */
    uint64_t doubted;
    bool dry;                  /* … and nothing was told for a while then */
    double doubted_at, end_at; /* … when the link was closed */
    double looked_at;
    struct buf stops; /* the breakpoints it knows of: lines FILE:LINE */
};

static struct live_target *self(struct target *t)
{
    return (struct live_target *)t;
}

/* ---- what we tell ourselves ---- */

static void tell(struct live_target *s, enum event_kind kind, uint32_t ref, const struct note *n)
{
    struct event e = {.time = s->last.time, .tick = s->last.tick, .ref = ref, .kind = kind};
    s->to->see(s->to, &e, n);
}

/* A program that makes no loop has not told of its start. */
static void tell_start(struct live_target *s)
{
    struct event e = {.kind = EV_START, .what = s->wish->clock == CLOCK_REAL};
    struct note n = {.file = s->target.name, .name = s->target.name, .coro = "loopscope"};
    if (!s->started)
        s->to->see(s->to, &e, &n);
    s->started = true;
}

static void keep_json(struct live_target *s, const char *kind, const char *key, const char *text,
                      size_t n)
{
    struct buf b = {0};
    buf_printf(&b, "{\"n\":%u,\"t\":", s->last.tick);
    buf_float(&b, s->last.time);
    buf_printf(&b, ",\"e\":\"%s\",\"%s\":", kind, key);
    buf_json(&b, text, n);
    buf_puts(&b, "}");
    keep_line(&s->keep, b.s, b.len);
    buf_free(&b);
}

static void warn(struct live_target *s, const char *text)
{
    struct note n = {.text = text, .len = strlen(text)};
    tell_start(s);
    tell(s, EV_WARNING, 0, &n);
    keep_json(s, "warning", "msg", text, n.len);
}

/* It goes on, and is seen no more. */
static void stop_hearing(struct live_target *s, const char *why)
{
    link_close(&s->link);
    s->credit = 0;
    s->told_gone = true;
    warn(s, why);
}

/* ---- its terminal ---- */

static bool take_terminal(struct live_target *s)
{
    char text[1 << 14];
    ssize_t n = read(s->child.terminal, text, sizeof text);
    if (n < 0 && errno == EIO) /* nobody has it open any more, which would be news for ever */
        epoll_ctl(s->target.readable, EPOLL_CTL_DEL, s->child.terminal, NULL);
    if (n <= 0)
        return false;
    printed_seen(&s->printed, text, (size_t)n);
    keep_output(&s->keep, text, (size_t)n);
    return true;
}

/* Line by line, as what is printed is told. */
static void tell_printed(struct live_target *s, const char *text, size_t n)
{
    while (n) {
        const char *end = memchr(text, '\n', n);
        size_t len = end ? (size_t)(end + 1 - text) : n;
        struct note note = {.text = text, .len = len};
        tell(s, EV_OUT, 0, &note);
        keep_json(s, "out", "s", text, len);
        text += len;
        n -= len;
    }
}

/* Before it has told of its start nothing else can be. */
static bool sort_printed(struct live_target *s, uint64_t certain)
{
    const char *text;
    size_t n;
    bool any = false;
    while (s->started && (text = printed_rest(&s->printed, certain, &n))) {
        tell_printed(s, text, n);
        any = true;
    }
    if (!printed_open(&s->printed))
        s->doubted = 0;
    return any;
}

/* The program tells of what it prints when it has printed it. What it tells comes in a row, and what came
 * behind a while in which it told nothing cannot lie before that. */
static bool doubt_printed(struct live_target *s, bool told)
{
    uint64_t certain = 0;
    double age = now() - s->doubted_at;
    sort_printed(s, 0);
    if (!printed_open(&s->printed))
        return false;
    if (!s->doubted) {
        s->doubted = printed_so_far(&s->printed);
        s->doubted_at = now();
        s->dry = false;
        return false;
    }
    if (told ? s->dry : age > late)
        certain = s->doubted;
    s->dry |= !told && age > soon;
    bool any = certain && sort_printed(s, certain);
    if (certain)
        s->doubted = 0;
    return any;
}

/* ---- what comes up the link ---- */

/* What it printed so far has come from its terminal, and all that it told of that before this. */
static void catch_up(struct live_target *s)
{
    while (take_terminal(s))
        ;
    sort_printed(s, printed_so_far(&s->printed));
}

/* A breakpoint's line holds it. Where it is held, it has told all. */
static void see(struct observer *o, const struct event *e, const struct note *note)
{
    struct live_target *s = (struct live_target *)((char *)o - offsetof(struct live_target, seen));
    s->started = true;
    s->last = *e;
    if (e->kind == EV_LINE)
        s->credit = 0;
    if ((e->kind == EV_OUT || e->kind == EV_ERR) && note)
        printed_told(&s->printed, note->text, note->len);
    s->to->see(s->to, e, note);
    if (!s->credit && s->exact)
        catch_up(s);
}

static void take_line(struct live_target *s, char *line, size_t n)
{
    if (!n)
        return;
    if (s->credit)
        s->credit--;
    else if (!s->free)
        s->excess++;
    buf_clear(&s->line); /* reading changes it */
    if (s->keep.trace >= 0)
        buf_add(&s->line, line, n);
    if (load_line(&s->load, line, n)) {
        struct buf why = {0};
        buf_printf(&why, "what it tells cannot be read, and it goes on unseen: %s", s->load.error);
        stop_hearing(s, buf_str(&why));
        buf_free(&why);
        return;
    }
    keep_line(&s->keep, buf_str(&s->line), s->line.len);
    for (size_t i = s->target.nsources; s->wish->own.on_save && i < s->load.nsources; i++)
        saved_add(&s->saved, s->load.sources[i].name);
    s->target.sources = s->load.sources;
    s->target.nsources = s->load.nsources;
}

static bool take_lines(struct live_target *s)
{
    char *line;
    size_t n;
    bool any = false;
    for (; s->link.in.len && (line = link_line(&s->link, &n)); any = true)
        take_line(s, line, n);
    return any;
}

static bool take_told(struct live_target *s)
{
    bool open = s->link.fd >= 0;
    bool any = take_lines(s) || (link_read(&s->link) && (take_lines(s), true));
    if (open && s->link.fd < 0 && !s->told_gone)
        s->end_at = now();
    if (s->started)
        tracer_remove_folder(&s->tracer);
    if (link_is_flooded(&s->link))
        stop_hearing(s, "it tells a line that has no end, and goes on unseen");
    else if (s->excess > EXCESS)
        stop_hearing(s, "it tells more than it may, and goes on unseen");
    if (s->excess > EXCESS)
        s->excess = 0;
    return any;
}

/* ---- does it ask? ---- */

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
    s->target.asks =
        reads_terminal(s) && (s->credit || s->link.fd < 0) && asks_for_input(s->child.pid);
}

/* ---- its end ---- */

static void tell_signal(struct live_target *s, int signum)
{
    struct buf text = {0};
    buf_printf(&text, "signal %d ended it: %s", signum, strsignal(signum));
    warn(s, buf_str(&text));
    buf_free(&text);
}

/* They would be news for ever. */
static void forget_descriptors(struct live_target *s)
{
    int fds[] = {s->link.fd, s->child.terminal, s->child.ending};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            epoll_ctl(s->target.readable, EPOLL_CTL_DEL, fds[i], NULL);
}

static void finish_up(struct live_target *s)
{
    char line[96];
    int status = child_exit_status(s->child.status);
    tell_start(s);
    sort_printed(s, printed_so_far(&s->printed));
    if (WIFSIGNALED(s->child.status))
        tell_signal(s, WTERMSIG(s->child.status));
    tell(s, EV_EXIT, (uint32_t)status, NULL);
    int n = snprintf(line, sizeof line, "{\"n\":%u,\"t\":%.9g,\"e\":\"exit\",\"rc\":%d}",
                     s->last.tick, s->last.time, status);
    keep_line(&s->keep, line, (size_t)n);
    if (s->keep.error)
        report("%s cannot be written any more: %s", s->wish->own.save, strerror(s->keep.error));
    s->target.status = status;
    s->target.over = true;
    forget_descriptors(s);
    s->target.asks = false;
}

/* It may have closed the link, or have become another program; or it ends. */
static void miss(struct live_target *s)
{
    if (s->link.fd >= 0 || s->told_gone || now() - s->end_at < gone)
        return;
    s->told_gone = true;
    warn(s, s->started
                ? "it tells no more, and goes on unseen: it has closed what it told through, or "
                  "has become another program"
                : "it was not seen: Python was started without its site, as with -I, -S or -E, "
                  "or it is no Python");
}

/* ---- the target ---- */

static bool more(struct target *t)
{
    struct live_target *s = self(t);
    link_send(&s->link);
    bool ended = child_has_ended(&s->child);
    bool any = take_terminal(s), told = take_told(s);
    any |= told;
    any |= doubt_printed(s, told);
    if (any)
        return true;
    if (ended)
        finish_up(s);
    else
        miss(s);
    look_whether_it_asks(s);
    return ended;
}

static double patience(struct target *t)
{
    struct live_target *s = self(t);
    if (child_has_ended(&s->child))
        return 0;
    double least = INFINITY;
    if (s->started && printed_open(&s->printed))
        least = fmax(0.001, (s->dry ? late : soon) - (now() - s->doubted_at));
    if (s->link.fd < 0 && !s->told_gone)
        least = fmin(least, gone);
    if (s->credit && reads_terminal(s))
        least = fmin(least, look);
    if (s->child.ending < 0)
        least = fmin(least, late);
    return least;
}

static void allow(struct target *t, uint32_t events)
{
    struct live_target *s = self(t);
    if (s->credit > events / 2)
        return;
    link_say(&s->link, "E %u", events - s->credit);
    s->credit = events;
}

static void hold(struct target *t, bool still)
{
    struct live_target *s = self(t);
    if (!still) {
        allow(t, WINDOW);
        return;
    }
    link_say(&s->link, "H");
    s->exact &= !s->credit;
    s->credit = 0;
}

/* ---- breakpoints ---- */

static bool has_line(const char *lines, const char *line, size_t n)
{
    for (const char *at = lines; (at = strstr(at, line)); at += n)
        if ((at == lines || at[-1] == '\n') && at[n - 1] == '\n')
            return true;
    return false;
}

/* Orders for the lines of `a` that `b` has not. */
static void say_lines(struct live_target *s, const char *order, const char *a, const char *b)
{
    for (const char *end; (end = strchr(a, '\n')); a = end + 1) {
        char line[320];
        int n = snprintf(line, sizeof line, "%.*s\n", (int)(end - a), a);
        if (n < (int)sizeof line && !has_line(b, line, (size_t)n))
            link_say(&s->link, "%s %.*s", order, (int)(end - a), a);
    }
}

static void stop_at(struct target *t, const char *lines)
{
    struct live_target *s = self(t);
    if (!strcmp(buf_str(&s->stops), lines))
        return;
    say_lines(s, "B", lines, buf_str(&s->stops));
    say_lines(s, "D", buf_str(&s->stops), lines);
    buf_clear(&s->stops);
    buf_puts(&s->stops, lines);
}

/* ---- what a user does with it ---- */

/* What a terminal shows of that key nobody has printed. */
static void interrupt(struct target *t)
{
    if (child_echoes(&self(t)->child))
        printed_told(&self(t)->printed, "^C", 2);
    child_interrupt(&self(t)->child);
}

/* What the terminal echoes is seen where it was typed. */
static void type(struct target *t, const char *line)
{
    struct live_target *s = self(t);
    struct buf text = {0};
    buf_printf(&text, "%s\n", line);
    if (s->started && child_echoes(&s->child)) {
        printed_told(&s->printed, text.s, text.len);
        tell_printed(s, text.s, text.len);
    }
    child_type(&s->child, text.s, text.len);
    buf_free(&text);
    t->asks = false;
    s->looked_at = now();
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
        child_interrupt(&s->child);
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
    struct sigaction before, ours = {.sa_handler = on_interrupt};
    int passed = interrupts = 0;
    sigaction(SIGINT, &ours, &before);
    link_say(&s->link, "F");
    s->exact = false;
    for (s->free = true; !t->over; pass_interrupts_on(s, &passed))
        if (!more(t))
            wait_for_more(s);
    sigaction(SIGINT, &before, NULL);
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
    return bad ? cannot(s->words[0], bad) : 0;
}

/* Whatever has something for us makes one descriptor readable. */
static void watch(struct live_target *s)
{
    int fds[] = {s->link.fd, s->child.terminal, s->child.ending, s->saved.fd};
    s->target.readable = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fds[i]};
        if (fds[i] >= 0)
            epoll_ctl(s->target.readable, EPOLL_CTL_ADD, fds[i], &e);
    }
}

static int start_it(struct live_target *s)
{
    int other = -1, bad = link_open(&s->link, &other);
    if (bad)
        return cannot("no socket can be made", bad);
    bad = traced_open(&s->tracer, s->wish, other, NULL);
    if (!bad)
        bad = keep_open(&s->keep, s->wish->own.save);
    if (!bad)
        bad = start_child(s, other);
    close(other);
    return bad;
}

static void stop(struct target *t)
{
    struct live_target *s = self(t);
    link_close(&s->link);
    child_end(&s->child);
    tracer_close(&s->tracer);
    keep_close(&s->keep);
    saved_close(&s->saved);
    printed_close(&s->printed);
    buf_free(&s->stops);
    buf_free(&s->line);
    load_close(&s->load);
    if (t->readable)
        close(t->readable);
    t->readable = 0;
    t->sources = NULL;
    t->nsources = 0;
}

static void begin(struct live_target *s, struct observer *to)
{
    s->to = to;
    s->last = (struct event){0};
    s->credit = s->excess = 0;
    s->started = s->free = s->told_gone = false;
    s->exact = true;
    s->dry = false;
    s->doubted = 0;
    s->doubted_at = s->end_at = s->looked_at = 0;
    s->target.over = s->target.asks = false;
    s->saved = (struct saved){.fd = -1};
    load_begin(&s->load, NULL, &s->seen);
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
    s->seen.see = see;
    s->wish = w;
    s->words = own_words(&w->own);
    *t = &s->target;
    return 0;
}
