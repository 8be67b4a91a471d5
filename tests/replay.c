/* SPDX-License-Identifier: MIT */
/* A fuzzer without its engine: runs it once on each file that is named, or stands in a folder that
 * is named. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    struct buf b = {0};
    char s[4096];
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return -1;
    }
    fprintf(stderr, "%s\n", path); /* before it runs: the last one named is the one that failed */
    for (size_t n; (n = fread(s, 1, sizeof s, f));)
        buf_add(&b, s, n);
    fclose(f);
    /* in a block of just that size, so that a step beyond is a step out */
    uint8_t *data = malloc(b.len + !b.len);
    for (size_t i = 0; i < b.len; i++)
        data[i] = (uint8_t)b.s[i];
    LLVMFuzzerTestOneInput(data, b.len);
    free(data);
    buf_free(&b);
    return 1;
}

/* How many files were run; negative if one could not be read. */
static int replay(const char *path)
{
    DIR *d = opendir(path);
    int n = 0, r = 1;
    if (!d)
        return replay_file(path);
    for (struct dirent *e; r > 0 && (e = readdir(d));) {
        struct buf b = {0};
        if (e->d_name[0] == '.')
            continue;
        buf_printf(&b, "%s/%s", path, e->d_name);
        r = replay_file(b.s);
        buf_free(&b);
        n++;
    }
    closedir(d);
    return r < 0 ? r : n;
}

int main(int argc, char **argv)
{
    int all = 0;
    for (int i = 1; i < argc; i++) {
        int n = replay(argv[i]);
        if (n < 0)
            return 1;
        all += n;
    }
    printf("%s: %d replayed\n", argv[0], all);
    return !all;
}
