/* SPDX-License-Identifier: MIT */
/* Traces in the formats of other programs, read by readers that know nothing of how they were written
 * (tests/readers), and by hand. What they are to the last byte is in tests/golden/printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenes/scene.h"
#include "tests/support/file.h"
#include "tests/test.h"

static const char *program(void)
{
    const char *l = getenv("LOOPSCOPE");
    return l ? l : "build/loopscope";
}

/* What the readers make of scenes or files of traces. */
static void assert_readers_agree(const struct buf *names)
{
    struct buf command = {0};
    if (system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null"))
        skip();
    buf_printf(&command, "python3 tests/readers/exports.py '%s' %s", program(), names->s);
    if (system(command.s))
        fail_msg("a reader did not find what the trace has; it is said above");
    buf_free(&command);
}

TEST(each_export_of_each_scene_is_to_another_reader_what_its_trace_is)
{
    struct buf names = {0};
    for (const struct scene *const *s = scenes; *s; s++)
        buf_printf(&names, " %s", (*s)->program.name);
    assert_readers_agree(&names);
    buf_free(&names);
}

TEST(so_is_each_export_of_traces_of_cpython)
{
    struct buf names = {0};
    buf_puts(&names, "tests/golden/s[0-9]*.ndjson");
    assert_readers_agree(&names);
    buf_free(&names);
}

/* ---- texts that mean no good ---- */

/* JSON escapes. */
static const char *const payloads[] = {
    "",
    "\\u001b[31m\\u0007",
    "=1+1",
    "@SUM(A1)",
    "-1, +2 \\\"quoted\\\"",
    "a\\nb\\r\\nc",
    "\\\\n \\\\\\\" \\\\",
    "end; #35; :a, 1, 2 %% x",
    "\\\"]; T9 -> T8; [label=\\\"",
    "a\\u202eb\\u2066c",
    "<script>&amp;</script>",
    "participant X\\n    section Y",
    "</script>``` ${x} {{y}}",
    "title",
    "\\u4e16\\u754c \\ud83d\\ude00",
};

static void write_trace(const char *path, const struct buf *template, const char *payload)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (const char *s = template->s; *s; s++)
        if (*s == '@')
            fputs(payload, f);
        else
            fputc(*s, f);
    fclose(f);
}

TEST(no_text_of_a_program_means_anything_in_an_export)
{
    struct buf template = read_file("tests/hostile/every_field.ndjson"), names = {0};
    char folder[] = "/tmp/exports-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        snprintf(path, sizeof path, "%s/%zu.ndjson", folder, i);
        write_trace(path, &template, payloads[i]);
        buf_printf(&names, " %s", path);
    }
    assert_readers_agree(&names);
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        snprintf(path, sizeof path, "%s/%zu.ndjson", folder, i);
        unlink(path);
    }
    rmdir(folder);
    buf_free(&names);
    buf_free(&template);
}

/* ---- by hand ---- */

static struct buf exported(const char *options)
{
    char command[4200];
    snprintf(command, sizeof command, "'%s' trace %s", program(), options);
    return output_of(command);
}

static void assert_has(const struct buf *b, const char *part)
{
    if (!strstr(buf_str(b), part))
        fail_msg("\"%s\" is not in\n%s", part, buf_str(b));
}

TEST(a_cell_that_looks_like_a_formula_gets_an_apostrophe)
{
    char command[4600];
    snprintf(command, sizeof command,
             "printf '%%s\\n' '{\"e\":\"start\",\"script\":\"a.py\"}' "
             "'{\"e\":\"task\",\"id\":\"T1\",\"name\":\"=1+1,\\\"2\\\"\",\"coro\":\"-x\"}' "
             "'{\"e\":\"task_done\",\"id\":\"T1\",\"state\":\"done\",\"res\":\"-1\"}' | "
             "'%s' trace - --format csv",
             program());
    struct buf b = output_of(command);
    assert_has(&b, "\r\nT1,\"'=1+1,\"\"2\"\"\",'-x,,done,0,0.0,0.0,0.0,,'-1,\r\n");
    buf_free(&b);
}

TEST(a_deadlock_is_a_circle_of_arrows)
{
    struct buf b = exported("deadlock --format dot");
    static const char *const arrows[] = {"W2 -> S2;", "S2 -> W3 [label=\"held by\"];", "W3 -> S1;",
                                         "S1 -> W2 [label=\"held by\"];", "W1 -> W2;"};
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
        assert_has(&b, arrows[i]);
    buf_free(&b);
}

TEST(an_event_says_when_tasks_are_looked_at)
{
    struct buf before = exported("hello-gather --format csv --event 7"),
               behind = exported("hello-gather --format csv --event 12"),
               later = exported("hello-gather --format dot --event 20");
    assert_has(&before, "T1,Task-1,main,,running,");
    assert_has(&behind, "T1,Task-1,main,,waiting,");
    assert_has(&later, "T1 -> T2;\n");
    assert_has(&later, "waiting: sleep(1)\"");
    buf_free(&before);
    buf_free(&behind);
    buf_free(&later);
}

/* GitHub draws no diagram of more characters. */
TEST(a_long_diagram_ends_before_50000_characters_and_says_so)
{
    static const char *const kinds[] = {"mermaid-gantt", "mermaid-sequence"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char options[64];
        snprintf(options, sizeof options, "swarm -p n=3000 --format %s", kinds[i]);
        struct buf b = exported(options);
        assert_true(b.len > 30000 && b.len < 50000);
        assert_has(&b, "left out from event ");
        buf_free(&b);
    }
}

/* A slice lies within its tick although neither takes time; waiting takes the second that it takes. */
TEST(on_an_axis_of_time_events_of_one_moment_are_a_nanosecond_apart)
{
    struct buf b = exported("hello-gather --format chrome --axis time");
    assert_has(&b,
               "{\"ph\":\"B\",\"pid\":1,\"tid\":1,\"ts\":0.006,\"name\":\"tick 1\"},\n"
               "{\"ph\":\"B\",\"pid\":1,\"tid\":1,\"ts\":0.008,\"name\":\"Task-1 main:11\"},\n");
    assert_has(&b, "{\"ph\":\"E\",\"pid\":1,\"tid\":1,\"ts\":1000000,\"name\":\"poll\"},\n");
    buf_free(&b);
}

TEST(the_diagrams_in_the_documentation_are_the_program_s)
{
    struct buf page = read_file("docs/exports.md"),
               gantt = exported("hello-gather --format mermaid-gantt"),
               sequence = exported("hello-gather --format mermaid-sequence");
    assert_has(&page, gantt.s);
    assert_has(&page, sequence.s);
    buf_free(&page);
    buf_free(&gantt);
    buf_free(&sequence);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_export_of_each_scene_is_to_another_reader_what_its_trace_is),
        cmocka_unit_test(so_is_each_export_of_traces_of_cpython),
        cmocka_unit_test(no_text_of_a_program_means_anything_in_an_export),
        cmocka_unit_test(a_cell_that_looks_like_a_formula_gets_an_apostrophe),
        cmocka_unit_test(a_deadlock_is_a_circle_of_arrows),
        cmocka_unit_test(an_event_says_when_tasks_are_looked_at),
        cmocka_unit_test(a_long_diagram_ends_before_50000_characters_and_says_so),
        cmocka_unit_test(on_an_axis_of_time_events_of_one_moment_are_a_nanosecond_apart),
        cmocka_unit_test(the_diagrams_in_the_documentation_are_the_program_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
