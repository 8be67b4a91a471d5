/* SPDX-License-Identifier: MIT */
#include "cmd/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/report.h"
#include "base/signals.h"
#include "base/text.h"
#include "record/folder.h"

static int cannot(const char *path, int error)
{
    report("%s cannot be written: %s", path ? path : "standard output", strerror(error));
    return 1;
}

/* ---- the temporary file ---- */

static char *temporary;

static void remove_and_die(int signum)
{
    unlink(temporary);
    signal(signum, SIG_DFL);
    raise(signum);
}

static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGXCPU, 0};

static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Names of open descriptors: others write to them too, behind what we write. */
static bool is_descriptor(const char *path)
{
    return begins_with(path, "/dev/") || begins_with(path, "/proc/");
}

/* The file that path means, and as what it shall be made; NULL: it is not to be replaced by
 * another. */
static char *replaceable(const char *path, struct stat *st)
{
    char *real = is_descriptor(path) ? NULL : realpath(path, NULL);
    if (real && !stat(real, st) && S_ISREG(st->st_mode) && st->st_nlink == 1 && !access(real, W_OK))
        return real;
    free(real);
    if (lstat(path, st) == 0 || errno != ENOENT)
        return NULL;
    *st = (struct stat){.st_mode = usual_mode(), .st_uid = geteuid(), .st_gid = getegid()};
    return xstrdup(path);
}

/* A folder may give its own group to what is made in it. */
static bool make_alike(int fd, const struct stat *st)
{
    struct stat now;
    if (fstat(fd, &now) < 0)
        return false;
    bool given = st->st_nlink && (now.st_uid != st->st_uid || now.st_gid != st->st_gid);
    return (!given || !fchown(fd, st->st_uid, st->st_gid)) && !fchmod(fd, st->st_mode & 07777);
}

/* A file in the folder of `real`. */
static FILE *open_beside(const char *real, const struct stat *st)
{
    struct buf name = {0};
    const char *slash = strrchr(real, '/');
    buf_add(&name, real, slash ? (size_t)(slash + 1 - real) : 0);
    buf_puts(&name, ".loopscope-XXXXXX");
    int fd = mkostemp(name.s, O_CLOEXEC);
    FILE *f = fd >= 0 && make_alike(fd, st) ? fdopen(fd, "w") : NULL;
    if (f) {
        temporary = name.s;
        signals_hand_over(signals, SIG_DFL, remove_and_die);
        return f;
    }
    if (fd >= 0) {
        close(fd);
        unlink(name.s);
    }
    buf_free(&name);
    return NULL;
}

static void forget_temporary(void)
{
    signals_hand_over(signals, remove_and_die, SIG_DFL);
    free(temporary);
    temporary = NULL;
}

/* ---- output ---- */

int output_open(struct output *o, const char *path)
{
    struct stat st;
    *o = (struct output){.f = stdout};
    if (!path || !strcmp(path, "-"))
        return 0;
    o->path = path;
    o->real = replaceable(path, &st);
    o->f = o->real ? open_beside(o->real, &st) : NULL;
    if (o->f)
        return 0;
    free(o->real);
    o->real = NULL;
    o->f = fopen(path, "we");
    return o->f ? 0 : cannot(path, errno);
}

int output_close(struct output *o)
{
    int error = fflush(o->f) || ferror(o->f) ? errno ? errno : EIO : 0;
    if (o->f != stdout && fclose(o->f) && !error)
        error = errno;
    if (o->real && !error && rename(temporary, o->real) < 0)
        error = errno;
    if (o->real && error)
        unlink(temporary);
    if (o->real)
        forget_temporary();
    free(o->real);
    return error ? cannot(o->path, error) : 0;
}

int output_write(const char *path, const struct buf *b)
{
    struct output o;
    int bad = output_open(&o, path);
    if (bad)
        return bad;
    fwrite(buf_str(b), 1, b->len, o.f);
    return output_close(&o);
}

/* ---- a folder ---- */

/* The number of a file that such a folder has; 0: it is something else. */
static unsigned number_of(const char *name, const char *ending)
{
    unsigned n = 0, digits = 0;
    for (; name[digits] >= '0' && name[digits] <= '9' && digits < 8; digits++)
        n = 10 * n + (unsigned)(name[digits] - '0');
    return digits >= 4 && !strcmp(name + digits, ending) ? n : 0;
}

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Looks at all that is in the folder. 0, or an exit status after a sentence. */
static int look_through(DIR *folder, const char *path, const char *ending)
{
    for (const struct dirent *e; (e = readdir(folder));) {
        if (is_dots(e->d_name) || number_of(e->d_name, ending))
            continue;
        report("%s has something else in it (%s): give a folder that is new, empty, or has nothing "
               "but "
               "pictures of a recording before",
               path, e->d_name);
        return 1;
    }
    return 0;
}

static void remove_above(DIR *folder, const char *ending, unsigned most)
{
    rewinddir(folder);
    for (const struct dirent *e; (e = readdir(folder));)
        if (number_of(e->d_name, ending) > most)
            unlinkat(dirfd(folder), e->d_name, 0);
}

static int write_files(DIR *folder, const char *path, const char *ending, const struct buf *files)
{
    const char *file;
    size_t at = 0, n;
    unsigned count = 0;
    int bad = 0;
    while (!bad && folder_next(files, &at, &file, &n)) {
        struct buf name = {0}, bytes = {.s = (char *)file, .len = n};
        const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
        buf_printf(&name, "%s%s%04u%s", path, slash, ++count, ending);
        bad = output_write(buf_str(&name), &bytes);
        buf_free(&name);
    }
    if (!bad)
        remove_above(folder, ending, count);
    return bad;
}

int output_write_folder(const char *path, const char *ending, const struct buf *files)
{
    if (mkdir(path, 0777) < 0 && errno != EEXIST)
        return cannot(path, errno);
    DIR *folder = opendir(path);
    if (!folder)
        return cannot(path, errno);
    int bad = look_through(folder, path, ending);
    if (!bad)
        bad = write_files(folder, path, ending, files);
    closedir(folder);
    return bad;
}

int finish_output(int status)
{
    if (!fflush(stdout) && !ferror(stdout))
        return status;
    report("standard output cannot be written: %s", strerror(errno));
    return 1;
}
