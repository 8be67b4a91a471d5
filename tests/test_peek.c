/* SPDX-License-Identifier: MIT */
/* Is a file a scenario or a trace? That is known from the keys of its first value, and all of it can be read again. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target/peek.h"
#include "tests/support/text.h"
#include "tests/test.h"

static void assert_read_again(FILE *f, const struct buf *want)
{
    struct buf have = {0};
    char piece[777];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f));)
        buf_add(&have, piece, n);
    assert_int_equal(have.len, want->len);
    assert_memory_equal(have.s, want->s, want->len);
    buf_free(&have);
}

/* Blanks before and behind it change nothing; they are more than is read at a time. */
static void assert_kind(const char *text, bool scenario, int blanks)
{
    struct buf b = {0};
    bool is = !scenario;
    int fd = memfd_create("peek", MFD_CLOEXEC);
    buf_printf(&b, "%*s%s%*s", blanks, "", text, blanks, "");
    assert_true(fd >= 0);
    assert_int_equal(write(fd, buf_str(&b), b.len), b.len);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    FILE *f = peek_open(fd, &is);
    assert_non_null(f);
    if (is != scenario)
        fail_msg("%s is taken for a %s", text, is ? "scenario" : "trace");
    assert_read_again(f, &b);
    fclose(f);
    close(fd);
    buf_free(&b);
}

TEST(a_scenario_has_main_or_what_only_scenarios_have_and_a_trace_has_e)
{
    static const struct {
        const char *text;
        bool scenario;
    } files[] = {
        {"{\"main\":[]}", true},
        {" {\t\"main\"\r\n : [] }", true},
        {"{\"defs\":[],\"locks\":1}", true},
        {"{\"locks\":1}", true},
        {"{\"sems\":[1]}", true},
        {"{\"events\":1}", true},
        {"{\"queues\":[]}", true},
        {"{\"x\":[{\"y\":1},\"main\"],\"queues\":[]}", true},
        {"{\"e\":\"start\",\"main\":1}", true},
        {"{\"m\\u0061in\":1}", true},
        {"{\"x\":\"\\\\\",\"main\":1}", true},
        {"{\"x\":\"a\\\"b\",\"main\":1}", true},
        {"{\"e\":\"start\"}", false},
        {"{\"e\":\"x\",\"events\":1}", false},
        {"{\"events\":1,\"e\":\"x\"}", false},
        {"{\"x\":{\"main\":1}}", false},
        {"{\"x\":[{\"main\":1}]}", false},
        {"{\"x\":\"main\"}", false},
        {"{\"x\":\"main\",\"y\":1}", false},
        {"{\"x\":\"\\\"main\\\":\"}", false},
        {"{\"mainly\":1}", false},
        {"{\"MAIN\":1}", false},
        {"{\"x\n\":1,\"main\":2}", false},
        {"{\"x\":1}{\"main\":1}", false},
        {"{\"x\":1}\n{\"e\":1}\n", false},
        {"[\"main\"]", false},
        {"[{\"main\":1}]", false},
        {"\"main\":1", false},
        {"7", false},
        {"{", false},
        {"{\"main\"", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (int blanks = 0; blanks <= 4096; blanks += 4096)
            assert_kind(files[i].text, files[i].scenario, blanks);
}

TEST(what_comes_through_a_pipe_in_pieces_is_told_as_soon_as_it_is_known)
{
    int ends[2];
    bool scenario = false;
    struct buf want = {0};
    assert_int_equal(pipe(ends), 0);
    buf_puts(&want, "{\"x\":1,\"main\":[]}");
    assert_int_equal(write(ends[1], want.s, 14), 14); /* up to the colon: it waits for no more */
    FILE *f = peek_open(ends[0], &scenario);
    assert_true(scenario);
    assert_int_equal(write(ends[1], want.s + 14, want.len - 14), want.len - 14);
    close(ends[1]);
    assert_read_again(f, &want);
    fclose(f);
    close(ends[0]);
    buf_free(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_has_main_or_what_only_scenarios_have_and_a_trace_has_e),
        cmocka_unit_test(what_comes_through_a_pipe_in_pieces_is_told_as_soon_as_it_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
