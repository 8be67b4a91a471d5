/* SPDX-License-Identifier: MIT */
/* A preload that makes the kernel moody: poll tells its news shuffled, some of it later, and sleeps
 * now and then; and with CHAOS_SHORT set, sockets give and take only part of what they are asked to.
 * Nothing that loopscope tells on the virtual clock may depend on any of that. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LIBUV_ASKS = 1024, NAP = 300000, PART = 20000 };

/* Another one in each process. */
static unsigned any_below(unsigned n)
{
    static uint64_t x;
    if (!x) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        x = (uint64_t)t.tv_nsec * 2654435761u + (uint64_t)getpid() + 1;
    }
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return (unsigned)(x >> 20) % n;
}

static void nap(void)
{
    struct timespec t = {0, any_below(NAP)};
    if (!any_below(8))
        nanosleep(&t, NULL);
}

/* Of what was found, in another order; for libuv, perhaps not all: the rest is told the next time. */
static int mix(struct epoll_event *e, int n, int most)
{
    for (int i = n - 1; i > 0; i--) {
        int k = (int)any_below((unsigned)i + 1);
        struct epoll_event swap = e[i];
        e[i] = e[k];
        e[k] = swap;
    }
    return most == LIBUV_ASKS && n > 1 && any_below(2) ? 1 + (int)any_below((unsigned)n) : n;
}

int epoll_pwait(int fd, struct epoll_event *e, int most, int ms, const sigset_t *mask)
{
    static int (*real)(int, struct epoll_event *, int, int, const sigset_t *);
    if (!real)
        real = dlsym(RTLD_NEXT, "epoll_pwait");
    nap();
    int n = real(fd, e, most, ms, mask);
    return n > 0 ? mix(e, n, most) : n;
}

int epoll_wait(int fd, struct epoll_event *e, int most, int ms)
{
    static int (*real)(int, struct epoll_event *, int, int);
    if (!real)
        real = dlsym(RTLD_NEXT, "epoll_wait");
    nap();
    int n = real(fd, e, most, ms);
    return n > 0 ? mix(e, n, most) : n;
}

static size_t part(size_t n)
{
    static int shorten = -1;
    if (shorten < 0)
        shorten = getenv("CHAOS_SHORT") != NULL;
    return shorten && n > 1 && any_below(2) ? 1 + any_below(n < PART ? (unsigned)n : PART) : n;
}

ssize_t recv(int fd, void *to, size_t n, int flags)
{
    static ssize_t (*real)(int, void *, size_t, int);
    if (!real)
        real = dlsym(RTLD_NEXT, "recv");
    return real(fd, to, part(n), flags);
}

ssize_t send(int fd, const void *from, size_t n, int flags)
{
    static ssize_t (*real)(int, const void *, size_t, int);
    if (!real)
        real = dlsym(RTLD_NEXT, "send");
    return real(fd, from, part(n), flags);
}
