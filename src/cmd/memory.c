/* SPDX-License-Identifier: MIT */
#include "cmd/memory.h"

#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/alloc.h"

static void say(const char *s)
{
    if (write(STDERR_FILENO, s, strlen(s)) < 0)
        return;
}

/* Libraries that take memory by themselves, and cannot go on without it or without another thread,
 * abort. */
static void give_up(int signum)
{
    (void)signum;
    say("loopscope: a library gave up: most likely there is no more memory, or no room for another "
        "thread or file\n");
    _exit(1);
}

void memory_watch(void)
{
    struct sigaction a = {.sa_handler = give_up};
    atexit(leave_if_out_of_memory); /* the first to be told is the last to be called */
    json_set_alloc_funcs(xmalloc, free);
    uv_replace_allocator(xmalloc, xrealloc, xcalloc, free);
    sigaction(SIGABRT, &a, NULL);
}
