/* SPDX-License-Identifier: MIT */
#include "live/saved.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/alloc.h"

int saved_open(struct saved *s)
{
    *s = (struct saved){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    return s->fd < 0 ? -errno : 0;
}

void saved_close(struct saved *s)
{
    if (s->fd >= 0)
        close(s->fd);
    for (size_t i = 0; i < s->n; i++)
        free(s->files[i].name);
    free(s->files);
    *s = (struct saved){.fd = -1};
}

/* An editor may write another file and give it the name: so the folder is watched. */
void saved_add(struct saved *s, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (s->fd < 0 || access(path, F_OK) < 0)
        return;
    char *folder = slash ? xstrdup(path) : xstrdup(".");
    if (slash)
        folder[slash == path ? 1 : slash - path] = 0;
    int watched = inotify_add_watch(s->fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO);
    free(folder);
    if (watched < 0)
        return;
    s->files = xgrow(s->files, &s->cap, s->n + 1, sizeof *s->files);
    s->files[s->n++] = (struct saved_file){watched, xstrdup(slash ? slash + 1 : path)};
}

static bool is_ours(const struct saved *s, const struct inotify_event *e)
{
    for (size_t i = 0; e->len && i < s->n; i++)
        if (s->files[i].folder == e->wd && !strcmp(s->files[i].name, e->name))
            return true;
    return false;
}

bool saved_any(struct saved *s)
{
    _Alignas(struct inotify_event) char events[4096];
    ssize_t n;
    bool any = false;
    while (s->fd >= 0 && (n = read(s->fd, events, sizeof events)) > 0)
        for (const char *at = events; at < events + n;) {
            const struct inotify_event *e = (const struct inotify_event *)(const void *)at;
            any |= is_ours(s, e);
            at += sizeof *e + e->len;
        }
    return any;
}
