/* SPDX-License-Identifier: MIT */
#include "cmd/seen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "cmd/home.h"

/* mkdir -p */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0777);
        *slash = '/';
    }
    mkdir(path, 0700);
}

static FILE *open_list(const char *mode)
{
    struct buf path = home_folder("XDG_STATE_HOME", ".local/state");
    FILE *f = NULL;
    if (path.len && *mode == 'a')
        make_folders(path.s);
    if (path.len) {
        buf_puts(&path, "/seen");
        f = fopen(path.s, mode);
    }
    buf_free(&path);
    return f;
}

void seen_read(bool *seen, const struct catalogue *c)
{
    FILE *f = open_list("re");
    char line[128];
    memset(seen, 0, c->n * sizeof *seen);
    while (f && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        size_t i = catalogue_find(c, line);
        if (i < c->n)
            seen[i] = true;
    }
    if (f)
        fclose(f);
}

void seen_write(const bool *seen, const struct catalogue *c)
{
    bool *before = xcalloc(c->n + 1, sizeof *before);
    FILE *f = NULL;
    seen_read(before, c);
    for (size_t i = 0; i < c->n; i++) {
        if (!seen[i] || before[i])
            continue;
        f = f ? f : open_list("ae");
        if (f)
            fprintf(f, "%s\n", c->at[i].name);
    }
    if (f)
        fclose(f);
    free(before);
}
