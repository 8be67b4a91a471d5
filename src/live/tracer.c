/* SPDX-License-Identifier: MIT */
#include "live/tracer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/write.h"

extern char **environ;

static const char file_name[] = "sitecustomize.py";

/* ---- the folder ---- */

static int write_source(const char *folder)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, file_name);
    int fd = open(buf_str(&path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int bad = fd < 0 ? -errno : write_all(fd, tracer_source.text, tracer_source.len);
    if (fd >= 0)
        close(fd);
    buf_free(&path);
    return bad;
}

/* mkdtemp gives it to its owner alone. */
static int make_folder(struct tracer *t)
{
    const char *where = getenv("XDG_RUNTIME_DIR");
    struct buf path = {0};
    if (!where || access(where, W_OK) < 0)
        where = getenv("TMPDIR");
    buf_printf(&path, "%s/loopscope-XXXXXX", where && access(where, W_OK) == 0 ? where : "/tmp");
    if (!mkdtemp(path.s)) {
        int error = errno;
        buf_free(&path);
        return -error;
    }
    t->folder = path.s;
    return write_source(t->folder);
}

/* Python may have put what it compiled beside the source. */
static void empty(const char *folder, int deep)
{
    DIR *d = opendir(folder);
    for (const struct dirent *e; d && (e = readdir(d));) {
        struct buf path = {0};
        bool dots = !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..");
        buf_printf(&path, "%s/%s", folder, e->d_name);
        if (!dots && unlink(path.s) < 0 && deep) {
            empty(path.s, deep - 1);
            rmdir(path.s);
        }
        buf_free(&path);
    }
    if (d)
        closedir(d);
}

void tracer_remove_folder(struct tracer *t)
{
    if (!t->folder)
        return;
    empty(t->folder, 1);
    rmdir(t->folder);
    free(t->folder);
    t->folder = NULL;
}

/* ---- the environment ---- */

static bool is_ours(const char *variable)
{
    return !strncmp(variable, "LOOPSCOPE_", 10) || !strncmp(variable, "PYTHONPATH=", 11);
}

static void add(struct tracer *t, size_t *n, struct buf *variable)
{
    t->environment[(*n)++] = variable->s;
}

static void set_variables(struct tracer *t, size_t *n, const struct tracer_wish *w)
{
    const char *path = getenv("PYTHONPATH");
    struct buf b[3] = {0};
    buf_printf(&b[0], "PYTHONPATH=%s%s%s", t->folder, path && *path ? ":" : "", path ? path : "");
    if (w->fd >= 0)
        buf_printf(&b[1], "LOOPSCOPE_FD=%d", w->fd);
    else
        buf_printf(&b[1], "LOOPSCOPE_TRACE=%s", w->file);
    buf_printf(&b[2], "LOOPSCOPE_OPTIONS=%s", w->options);
    for (size_t i = 0; i < sizeof b / sizeof *b; i++)
        add(t, n, &b[i]);
}

static void make_environment(struct tracer *t, const struct tracer_wish *w)
{
    size_t n = 0, most = 0;
    while (environ[most])
        most++;
    t->environment = xcalloc(most + 4, sizeof *t->environment);
    for (size_t i = 0; i < most; i++)
        if (!is_ours(environ[i]))
            t->environment[n++] = xstrdup(environ[i]);
    set_variables(t, &n, w);
}

/* ---- life ---- */

int tracer_open(struct tracer *t, const struct tracer_wish *w)
{
    *t = (struct tracer){0};
    int bad = make_folder(t);
    if (bad)
        tracer_remove_folder(t);
    else
        make_environment(t, w);
    return bad;
}

void tracer_close(struct tracer *t)
{
    tracer_remove_folder(t);
    for (size_t i = 0; t->environment && t->environment[i]; i++)
        free(t->environment[i]);
    free(t->environment);
    t->environment = NULL;
}
