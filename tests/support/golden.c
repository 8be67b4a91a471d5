/* SPDX-License-Identifier: MIT */
#include "tests/support/golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/file.h"
#include "tests/test.h"

static void write_file(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "w");
    if (!f || fwrite(b->s, 1, b->len, f) != b->len || fclose(f))
        fail_msg("%s cannot be written", path);
}

static void assert_same_text(const char *path, const char *now, const char *before)
{
    for (int line = 1; *now || *before; line++) {
        int n = (int)strcspn(now, "\n"), k = (int)strcspn(before, "\n");
        if (n != k || memcmp(now, before, (size_t)n) || now[n] != before[k])
            fail_msg("%s:%d was\n%.*s\nand is\n%.*s\n(UPDATE_GOLDEN=1 writes it anew)", path, line,
                     k, before, n, now);
        now += n + (now[n] != 0);
        before += k + (before[k] != 0);
    }
}

void golden_check(const char *path, const struct buf *now)
{
    if (getenv("UPDATE_GOLDEN")) {
        write_file(path, now);
        return;
    }
    struct buf before = read_file(path);
    assert_int_equal(strlen(now->s), now->len);
    assert_same_text(path, now->s, before.s);
    buf_free(&before);
}

void golden_check_so_far(const char *path, const struct buf *now)
{
    if (getenv("UPDATE_GOLDEN"))
        return;
    struct buf before = read_file(path);
    if (before.len > now->len)
        before.s[now->len] = 0;
    assert_same_text(path, now->s, before.s);
    buf_free(&before);
}

void golden_end(void)
{
    if (getenv("UPDATE_GOLDEN"))
        fail_msg(
            "files of tests/golden were written: look at what changed, then test again without "
            "UPDATE_GOLDEN");
}
