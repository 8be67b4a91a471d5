/* SPDX-License-Identifier: MIT */
/* How long a line of a trace may be. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "tests/test.h"
#include "trace/load.h"

/* Lines of all lengths around that of a read, whole and in pieces. */
TEST(a_line_may_be_of_any_length)
{
    struct buf text = {0};
    uint32_t n = 0;
    for (size_t len = (1 << 16) - 40; len < (1 << 16) + 4; len++, n += 2) {
        buf_puts(&text, "{\"e\":\"out\",\"s\":\"");
        for (size_t i = 0; i < len; i++)
            buf_putc(&text, 'x');
        buf_puts(&text, "\"}\n\n\r\n{\"e\":\"loop\"}\r\n");
    }
    for (int newline = 1; newline >= 0; newline--) {
        struct load l;
        struct player p;
        FILE *f = fmemopen(text.s, text.len - (newline ? 0 : 2), "r");
        player_open_empty(&p, 0);
        assert_int_equal(load_trace(&l, f, &p.observer), 0);
        assert_int_equal(l.events, n);
        assert_false(l.cut);
        fclose(f);
        player_close(&p);
        load_close(&l);
    }
    buf_free(&text);
}

struct long_line {
    size_t blanks;
    const char *behind;
};

static ssize_t give_long_line(void *given, char *to, size_t n)
{
    struct long_line *g = given;
    if (g->blanks) {
        n = n < g->blanks ? n : g->blanks;
        memset(to, ' ', n);
        g->blanks -= n;
        return (ssize_t)n;
    }
    n = strnlen(g->behind, n);
    memcpy(to, g->behind, n);
    g->behind += n;
    return (ssize_t)n;
}

/* The last one, and one among others; a byte more is too many. */
TEST(a_line_may_be_64_mib_long)
{
    static const char *const lines[] = {"{\"e\":\"loop\"}", "{\"e\":\"loop\"}\n{\"e\":\"loop\"}\n"};
    for (int i = 0; i < 4; i++) {
        struct load l;
        struct player p;
        struct long_line given = {(64 << 20) - strlen(lines[0]) + (i & 1), lines[i / 2]};
        FILE *f = fopencookie(&given, "r", (cookie_io_functions_t){.read = give_long_line});
        player_open_empty(&p, 0);
        assert_int_equal(load_trace(&l, f, &p.observer), i & 1 ? -1 : 0);
        assert_int_equal(l.events, i & 1 ? 0 : 1 + i / 2);
        if (i & 1)
            assert_string_equal(l.error, "line 1: longer than 67108864 bytes");
        fclose(f);
        player_close(&p);
        load_close(&l);
    }
}

static ssize_t give_the_letter_a(void *given, char *to, size_t n)
{
    memset(to, 'a', n);
    *(size_t *)given += n;
    return (ssize_t)n;
}

TEST(a_line_without_an_end_is_not_read_for_ever)
{
    struct load l;
    struct player p;
    size_t given = 0;
    FILE *f = fopencookie(&given, "r", (cookie_io_functions_t){.read = give_the_letter_a});
    player_open_empty(&p, 0);
    assert_int_equal(load_trace(&l, f, &p.observer), -1);
    assert_string_equal(l.error, "line 1: longer than 67108864 bytes");
    assert_true(given < 65 << 20);
    fclose(f);
    player_close(&p);
    load_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_may_be_of_any_length),
        cmocka_unit_test(a_line_may_be_64_mib_long),
        cmocka_unit_test(a_line_without_an_end_is_not_read_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
