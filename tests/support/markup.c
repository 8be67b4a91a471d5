/* SPDX-License-Identifier: MIT */
#include "tests/support/markup.h"

#include <stdbool.h>
#include <string.h>

#include "tests/test.h"

size_t count_text(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

void assert_contains(const struct buf *b, const char *what)
{
    if (!strstr(b->s, what))
        fail_msg("there is no %s in %s", what, b->s);
}

void assert_lacks(const struct buf *b, const char *what)
{
    if (strstr(b->s, what))
        fail_msg("there is %s in %s", what, b->s);
}

void assert_well_formed(const char *s)
{
    const char *open[16];
    size_t depth = 0;
    for (; (s = strchr(s, '<')); s++) {
        if (s[1] == '/') {
            assert_true(depth > 0);
            size_t n = strcspn(open[--depth], " >");
            assert_true(!strncmp(s + 2, open[depth], n) && s[2 + n] == '>');
            continue;
        }
        const char *end = strchr(s, '>');
        assert_true(end && strspn(s + 1, "abcdefghijklmnopqrstuvwxyz") > 0);
        size_t quotes = 0;
        for (const char *c = s + 1; c < end; c++) {
            quotes += *c == '"';
            assert_true(*c != '<');
        }
        assert_int_equal(quotes % 2, 0);
        if (end[-1] == '/')
            continue;
        assert_true(depth < 16);
        open[depth++] = s + 1;
    }
    assert_int_equal(depth, 0);
}
