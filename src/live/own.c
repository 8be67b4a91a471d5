/* SPDX-License-Identifier: MIT */
#include "live/own.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/report.h"

/* That of a virtual environment comes before what the path has. */
static char *interpreter(const struct own *own)
{
    const char *venv = getenv("VIRTUAL_ENV");
    struct buf path = {0};
    if (own->python)
        return xstrdup(own->python);
    buf_printf(&path, "%s/bin/python", venv ? venv : "");
    if (venv && *venv && access(path.s, X_OK) == 0)
        return path.s;
    buf_free(&path);
    return xstrdup("python3");
}

static size_t count(const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    return n;
}

char **own_words(const struct own *own)
{
    char **words = xcalloc(count(own->words) + 4, sizeof *words);
    size_t n = 0;
    if (own->launch != LAUNCH_COMMAND)
        words[n++] = interpreter(own);
    if (own->launch == LAUNCH_MODULE) {
        words[n++] = xstrdup("-m");
        words[n++] = xstrdup(own->module);
    }
    for (size_t i = 0; own->words[i]; i++)
        words[n++] = xstrdup(own->words[i]);
    return words;
}

void own_words_free(char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        free(words[i]);
    free(words);
}

const char *own_called(const struct own *own)
{
    const char *slash;
    if (own->launch == LAUNCH_MODULE)
        return own->module;
    slash = strrchr(own->words[0], '/');
    return slash && slash[1] ? slash + 1 : own->words[0];
}

static int cannot(const char *what, const char *why)
{
    report("%s: %s", what, why);
    return 1;
}

int own_check(const struct own *own)
{
    struct stat st;
    if (own->launch == LAUNCH_FILE && stat(own->words[0], &st) < 0)
        return cannot(own->words[0], errno == ENOENT ? "there is no such file" : strerror(errno));
    if (own->launch == LAUNCH_FILE && access(own->words[0], R_OK) < 0)
        return cannot(own->words[0], strerror(errno));
    if (own->input && access(own->input, R_OK) < 0)
        return cannot(own->input, strerror(errno));
    return 0;
}

/* Where a folder of the PATH may not be looked into, execvp() says that of whatever it does not find. */
static bool is_nowhere(const char *word)
{
    const char *path = getenv("PATH");
    bool found = strchr(word, '/') != NULL;
    for (size_t n; path && !found; path = path[n] ? path + n + 1 : NULL) {
        struct buf b = {0};
        n = strcspn(path, ":");
        buf_printf(&b, "%.*s/%s", (int)n, path, word);
        found = access(buf_str(&b), F_OK) == 0;
        buf_free(&b);
    }
    return !found;
}

int own_not_run(const struct own *own, const char *word, int error)
{
    if (error != ENOENT && !(error == EACCES && is_nowhere(word)))
        return cannot(word, strerror(error));
    return cannot(word, own->launch == LAUNCH_COMMAND
                            ? "there is no such program"
                            : "there is no such Python; --python PATH says which one to run");
}
