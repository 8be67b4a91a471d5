/* SPDX-License-Identifier: MIT */
/* Writing all of something to a descriptor. */
#pragma once
#include <errno.h>
#include <unistd.h>

/* 0, or a negative errno; signals do not end it. */
static inline int write_all(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t done = write(fd, s, n);
        if (done < 0 && errno != EINTR)
            return -errno;
        s += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return 0;
}
