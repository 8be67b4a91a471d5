/* SPDX-License-Identifier: MIT */
#include "live/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/report.h"

static int open_one(const char *path, const char *ending)
{
    struct buf name = {0};
    buf_printf(&name, "%s%s", path, ending);
    int fd = open(name.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        report("%s cannot be written: %s", name.s, strerror(errno));
    buf_free(&name);
    return fd;
}

int keep_open(struct keep *k, const char *path)
{
    *k = (struct keep){-1, -1, 0};
    if (!path)
        return 0;
    k->trace = open_one(path, "");
    k->output = k->trace < 0 ? -1 : open_one(path, ".out");
    return k->output < 0;
}

void keep_close(struct keep *k)
{
    if (k->trace >= 0)
        close(k->trace);
    if (k->output >= 0)
        close(k->output);
    k->trace = k->output = -1;
}

/* Where that is cut short, as on a full disk, nothing more is written: the file ends there. */
static void write_to(struct keep *k, int fd, struct iovec *parts, int n)
{
    ssize_t want = 0, done;
    if (fd < 0 || k->error)
        return;
    for (int i = 0; i < n; i++)
        want += (ssize_t)parts[i].iov_len;
    do
        done = writev(fd, parts, n);
    while (done < 0 && errno == EINTR);
    if (done != want)
        k->error = done < 0 ? errno : ENOSPC;
}

void keep_line(struct keep *k, const char *s, size_t n)
{
    struct iovec parts[] = {{(void *)(uintptr_t)s, n}, {(void *)"\n", 1}};
    write_to(k, k->trace, parts, 2);
}

void keep_output(struct keep *k, const char *s, size_t n)
{
    struct iovec part = {(void *)(uintptr_t)s, n};
    write_to(k, k->output, &part, 1);
}
