/* SPDX-License-Identifier: MIT */
#include "target/heard.h"

#include <errno.h>
#include <poll.h>
#include <sys/wait.h>

#include "base/report.h"
#include "trace/load.h"

enum {
    LOOK = 100
}; /* milliseconds: how often one looks whether it has ended, where others have its link */

int heard_open(struct heard *h)
{
    int other = -1, bad = link_open(&h->link, &other);
    if (bad)
        return bad;
    link_say(&h->link, "F");
    return other;
}

void heard_close(struct heard *h)
{
    link_close(&h->link);
    keep_close(&h->keep);
}

/* What cannot be read is the last that is heard; the program does not notice. */
static void take_lines(struct heard *h, struct load *l)
{
    char *line;
    size_t n;
    while (h->link.in.len && (line = link_line(&h->link, &n))) {
        keep_line(&h->keep, line, n); /* reading changes it */
        if (!load_line(l, line, n))
            continue;
        report("what it tells cannot be read any more: %s", l->error);
        link_close(&h->link);
        return;
    }
}

static void hear(struct heard *h, struct load *l, int milliseconds)
{
    struct pollfd fd = {.fd = h->link.fd, .events = POLLIN};
    if (poll(&fd, 1, milliseconds) <= 0)
        return;
    while (link_read(&h->link))
        take_lines(h, l);
    if (link_is_flooded(&h->link))
        link_close(&h->link);
}

static bool has_ended(pid_t child, int *status, int options)
{
    pid_t got;
    do
        got = waitpid(child, status, options);
    while (got < 0 && errno == EINTR);
    return got != 0;
}

int heard_all(struct heard *h, pid_t child)
{
    struct load l = {0};
    int status = 0;
    bool ended = false;
    load_begin(&l, NULL, h->to);
    while (h->link.fd >= 0 && !ended) {
        hear(h, &l, LOOK);
        ended = has_ended(child, &status, WNOHANG);
    }
    if (h->link.fd >= 0)
        hear(h, &l, 0); /* what was on its way */
    if (!ended)
        has_ended(child, &status, 0);
    load_close(&l);
    return status;
}
