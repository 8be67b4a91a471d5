/* SPDX-License-Identifier: MIT */
#include "tests/support/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

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
