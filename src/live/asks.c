/* SPDX-License-Identifier: MIT */
#include "live/asks.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* So many threads are looked at, and so many generations. */
enum { THREADS = 64, DEEP = 4 };

static bool read_line(const char *path, char *to, size_t size)
{
    FILE *f = fopen(path, "re");
    bool has = f && fgets(to, (int)size, f);
    if (f)
        fclose(f);
    return has;
}

/* "0 0x0 0x7f…": the number of the call, and its first argument. */
static bool thread_asks(pid_t pid, const char *thread)
{
    char path[96], line[64], *end;
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/syscall", (int)pid, thread);
    if (!read_line(path, line, sizeof line))
        return false;
    long call = strtol(line, &end, 10);
    return end > line && call == SYS_read && strtoul(end, NULL, 16) == 0;
}

/* Is its standard input a terminal? Its own is the only one it can have. */
static bool has_terminal(pid_t pid)
{
    char path[64], to[64];
    snprintf(path, sizeof path, "/proc/%d/fd/0", (int)pid);
    ssize_t n = readlink(path, to, sizeof to);
    static const char terminal[] = "/dev/pts/";
    return n > (ssize_t)strlen(terminal) && !memcmp(to, terminal, strlen(terminal));
}

static bool looks_deeper(pid_t pid, int deep);

static bool children_ask(pid_t pid, int deep)
{
    char path[96], line[1024];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    if (!deep || !read_line(path, line, sizeof line))
        return false;
    char *rest = line;
    for (char *word; (word = strtok_r(rest, " \n", &rest));)
        if (looks_deeper((pid_t)atoi(word), deep - 1))
            return true;
    return false;
}

static bool looks_deeper(pid_t pid, int deep)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *threads = has_terminal(pid) ? opendir(path) : NULL;
    bool asks = false;
    int n = 0;
    for (const struct dirent *e; threads && !asks && n < THREADS && (e = readdir(threads)); n++)
        asks = *e->d_name != '.' && thread_asks(pid, e->d_name);
    if (threads)
        closedir(threads);
    return asks || children_ask(pid, deep);
}

bool asks_for_input(pid_t pid)
{
    return pid > 0 && looks_deeper(pid, DEEP);
}
