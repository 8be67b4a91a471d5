/* SPDX-License-Identifier: MIT */
#include "cmd/pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pager;

static const char *wanted(void)
{
    const char *name = getenv("LOOPSCOPE_PAGER");
    if (!name)
        name = getenv("PAGER");
    if (!name)
        name = "less";
    return *name && strcmp(name, "cat") != 0 ? name : NULL;
}

/* Whoever leaves the pager has seen enough. */
static void on_left(int signum)
{
    (void)signum;
    waitpid(pager, NULL, 0);
    _exit(0);
}

static void become(const char *name, const int fd[2])
{
    dup2(fd[0], STDIN_FILENO);
    close(fd[0]);
    close(fd[1]);
    setenv("LESS", "FRX", 0); /* what fits into a screen just stands there; colours are kept */
    execl("/bin/sh", "sh", "-c", name, (char *)NULL);
    _exit(127);
}

void pager_begin(void)
{
    const char *name = isatty(STDOUT_FILENO) ? wanted() : NULL;
    int fd[2];
    if (!name || pipe(fd) < 0)
        return;
    pager = fork();
    if (!pager)
        become(name, fd);
    close(fd[0]);
    if (pager > 0) {
        dup2(fd[1], STDOUT_FILENO);
        signal(SIGPIPE, on_left);
        signal(SIGINT, SIG_IGN); /* that is the pager's */
    }
    close(fd[1]);
}

void pager_end(void)
{
    if (pager <= 0)
        return;
    fclose(stdout);
    waitpid(pager, NULL, 0);
    pager = 0;
}
