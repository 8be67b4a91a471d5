/* SPDX-License-Identifier: MIT */
#include "tests/support/file.h"

#include <stdlib.h>

#include "tests/test.h"

void read_stream(struct buf *b, FILE *f)
{
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f));)
        buf_add(b, part, n);
}

struct buf read_file(const char *path)
{
    struct buf b = {0};
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s cannot be read", path);
    buf_clear(&b);
    read_stream(&b, f);
    fclose(f);
    return b;
}

struct buf output_of(const char *command)
{
    struct buf b = {0};
    FILE *f = popen(command, "r");
    assert_non_null(f);
    buf_clear(&b);
    read_stream(&b, f);
    pclose(f);
    return b;
}

const char *compiler(void)
{
    const char *cc = getenv("CC");
    return cc && *cc ? cc : "cc";
}
