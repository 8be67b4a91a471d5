/* SPDX-License-Identifier: MIT */
/* What the command line reads and writes: the same bytes everywhere, files, pipes, full disks, closed streams. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/support/session.h"
#include "tests/support/sh.h"
#include "tests/support/text.h"
#include "tests/test.h"

/* ---- the same bytes everywhere ---- */

static const char *const commands[] = {
    "list",
    "help",
    "help keys",
    "--version",
    "quiz --seed 7",
    "run count",
    "run makerandom -p n=5 --seed -12345678901234567890",
    "run makerandom --seed -$(printf %04300d 0 | tr 0 7)",
    "trace count",
    "trace makerandom --format ndjson",
    "trace hello-gather --format seq",
    "trace makerandom --format chrome --axis time",
    "trace processes --format chrome",
    "trace cancel --format mermaid-gantt --axis time",
    "trace threads --format mermaid-sequence",
    "trace deadlock --format dot",
    "trace errors --format csv",
    "snap",
    "snap count --keys '9*s ]'",
    "snap count --size 1000x1",
    "snap makerandom --keys '5*] enter' --size 80x24 --format ansi",
    "snap count --keys '? esc end' --format svg",
    "snap quiz --seed 7 --keys 'P 9*s 1'",
    "record count -o - --keys 's s wait:1 ]'",
    "record count -o - --format svg --window --keys 'caption é s*3 until output /T.o/ marker x S'",
    "record hello-gather -o - --at 4 --format svg --loop 1",
    "count",
};

static void assert_same(const char *a, const char *b)
{
    struct result x = sh(a), y = sh(b);
    if (x.status || y.status || !x.out.len || x.out.len != y.out.len ||
        memcmp(x.out.s, y.out.s, x.out.len))
        fail_msg("differ (status %d and %d, %zu and %zu bytes):\n%s\n%s\n%s%s", x.status, y.status,
                 x.out.len, y.out.len, a, b, x.err.s, y.err.s);
    result_free(&x);
    result_free(&y);
}

TEST(output_depends_on_nothing_around_it)
{
    char plain[256], strange[512];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        snprintf(plain, sizeof plain, "\"$L\" %s", commands[i]);
        snprintf(strange, sizeof strange,
                 "cd /; LANG=tr_TR.ISO-8859-9 LC_ALL=C LC_NUMERIC=de_DE TERM=dumb COLUMNS=20 "
                 "LINES=5 TZ=Asia/Tokyo NO_COLOR=1 "
                 "HOME=/nonexistent \"$L\" %s",
                 commands[i]);
        assert_same(plain, plain);
        assert_same(plain, strange);
    }
}

/* ---- output that cannot be written ---- */

TEST(a_full_disk_is_told_with_status_1)
{
    char line[256];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        snprintf(line, sizeof line, "\"$L\" %s >/dev/full", commands[i]);
        struct result r = sh(line);
        if (r.status != 1 || lines(&r.err) != 1 ||
            !strstr(r.err.s,
                    "loopscope: standard output cannot be written: No space left on device"))
            fail_msg("%s: status %d\n%s", line, r.status, r.err.s);
        result_free(&r);
    }
}

static void assert_fails(const char *line, const char *sentence)
{
    struct result r = sh(line);
    if (r.status != 1 || r.out.len || !strstr(r.err.s, sentence))
        fail_msg("%s: status %d, not 1 and \"%s\":\n%s%s", line, r.status, sentence, r.out.s,
                 r.err.s);
    result_free(&r);
}

TEST(a_file_that_cannot_be_written_is_named)
{
    assert_fails("\"$L\" snap count -o /nonexistent/x",
                 "/nonexistent/x cannot be written: No such file or directory");
    assert_fails("\"$L\" snap count --script /nonexistent/x",
                 "/nonexistent/x cannot be read: No such file or directory");
    assert_fails("\"$L\" snap count --script /", "/ cannot be read: Is a directory");
    assert_fails("\"$L\" trace count -o /nonexistent/x",
                 "/nonexistent/x cannot be written: No such file or directory");
    assert_fails("\"$L\" record count -o /nonexistent/x.cast",
                 "/nonexistent/x.cast cannot be written: No such file or directory");
    assert_fails("\"$L\" record count -o /dev/full --format cast",
                 "/dev/full cannot be written: No space left on device");
    assert_fails("\"$L\" trace count -o /dev/full",
                 "/dev/full cannot be written: No space left on device");
}

/* Runs it in a folder of its own. */
static void assert_in_folder(const char *line, const char *out)
{
    char all[2048];
    snprintf(all, sizeof all, "d=$(mktemp -d) && cd $d || exit\n%s\ncd /; rm -rf $d", line);
    struct result r = sh(all);
    if (strcmp(buf_str(&r.out), out))
        fail_msg("%s:\n%s%s", line, r.out.s, r.err.s);
    result_free(&r);
}

TEST(a_recording_says_how_long_and_how_large_it_is_and_is_neither_too_much)
{
    assert_in_folder("\"$L\" record count -o f.cast 2>&1 | sed 's/[0-9.]* KB/n KB/'",
                     "loopscope: f.cast: 34.9 s, 22 frames, n KB\n");
    assert_in_folder("\"$L\" record count --keys 's s' -o f.svg 2>&1 | sed 's/[0-9.]* KB/n KB/'",
                     "loopscope: f.svg: 4.0 s, 3 frames, n KB\n");
    assert_in_folder("\"$L\" record makerandom -o f.svg 2>&1 | sed 's/: [0-9]*[.].*/ …/';"
                     "wc -c <f.svg | awk '{ print $1 < 250000 }'",
                     "loopscope: f.svg …\n1\n");
    assert_in_folder("\"$L\" record makerandom -o f.svg 2>&1 | awk '{ print $3 < 75 }'", "1\n");
}

/* The keys of a session, its moments and markers are there for players; a session is heard too. */
TEST(an_asciicast_has_keys_and_places_to_go_to)
{
    assert_in_folder(
        "\"$L\" record count --keys 's left marker here' -o - 2>&1 | grep '\"[im]\",'",
        "[0.0, \"m\", \"asyncio.run() makes an event loop and Task-1, which will run "
        "main().\"]\n"
        "[0.5, \"i\", \"s\"]\n"
        "[0.5, \"m\", \"Task-1 starts main() and makes three tasks: Task-2, Task-3 and "
        "Task-4.\"]\n"
        "[1.0, \"i\", \"\\u001b[D\"]\n"
        "[1.0, \"m\", \"asyncio.run() makes an event loop and Task-1, which will run "
        "main().\"]\n"
        "[1.0, \"m\", \"here\"]\n");
}

TEST(a_script_in_a_file_makes_pictures_on_its_way)
{
    assert_in_folder(
        "printf 'size 60x20 # small\\ns snap a.txt\\nuntil Task-3 ends snap b.svg\\n' >f.keys;"
        "\"$L\" snap count --script f.keys | wc -l; sed -n 2p a.txt; grep -c '<desc>' b.svg",
        "20\n Task-1 starts main() and makes three tasks: Task-2, Task-3\n1\n");
    assert_in_folder("echo s | \"$L\" snap count --script - --size 60x20 | sed -n 2p",
                     " Task-1 starts main() and makes three tasks: Task-2, Task-3\n");
}

/* The shell's ulimit stands for a full disk: a write beyond it fails, or ends the program. */
TEST(a_file_that_cannot_be_written_whole_stays_what_it_was)
{
    static const char *const all[] = {
        "trace makerandom --format ndjson -o f", "snap count -o f",
        "record count -o f --format svg",        "record count -o f --format html",
        "record count -o f --format cast",       "record count -o f --format text"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char line[512];
        snprintf(line, sizeof line,
                 "echo old >f; trap '' XFSZ; (ulimit -f 1; \"$L\" %s); echo $?; cat f; ls -A",
                 all[i]);
        assert_in_folder(line, "1\nold\nf\n");
        snprintf(line, sizeof line, "echo old >f; (ulimit -f 1; \"$L\" %s); cat f; ls -A", all[i]);
        assert_in_folder(line, "old\nf\n");
    }
}

TEST(a_file_is_written_where_its_links_lead_and_stays_what_it_is)
{
    assert_in_folder("umask 027; \"$L\" snap count -o f; stat -c %a f; ls -A", "640\nf\n");
    assert_in_folder("echo old >f; chmod 1605 f; \"$L\" snap count -o f; stat -c %a f", "1605\n");
    assert_in_folder("mkdir d; echo old >d/f; ln -s d/f a; ln -s a b; \"$L\" snap count -o b; "
                     "readlink a b; grep -c loopscope d/f; ls -A . d",
                     "d/f\na\n1\n.:\na\nb\nd\n\nd:\nf\n");
    assert_in_folder("ln -s f a; \"$L\" snap count -o a; readlink a; grep -c loopscope f",
                     "f\n1\n");
    assert_in_folder("echo old >f; ln f g; \"$L\" snap count -o f; grep -c loopscope g", "1\n");
    assert_in_folder("(echo 1; \"$L\" snap count -o /dev/stdout >&2; echo 2) 2>f | cat; "
                     "grep -c loopscope f",
                     "1\n2\n1\n");
    assert_in_folder(
        "mkfifo p; grep -c loopscope p & \"$L\" snap count -o p; wait; ls -l p | cut -c1",
        "1\np\n");
    assert_in_folder("\"$L\" snap count -o /dev/null; stat -c %F /dev/null",
                     "character special file\n");
}

TEST(a_reader_that_leaves_ends_it_quietly)
{
    static const char *const all[] = {"count", "trace makerandom --format ndjson",
                                      "run makerandom -p n=1000", "snap count"};
    char line[256];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(line, sizeof line, "\"$L\" %s | head -n 1", all[i]);
        struct result r = sh(line);
        assert_int_equal(r.status, 0);
        assert_int_equal(lines(&r.out), 1);
        assert_string_equal(r.err.s, "");
        result_free(&r);
    }
}

TEST(a_closed_standard_stream_is_no_file_of_ours)
{
    char line[256], plain[256];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        snprintf(plain, sizeof plain, "\"$L\" %s", commands[i]);
        for (int closed = 1; closed < 8; closed++) {
            snprintf(line, sizeof line, "\"$L\" %s%s%s%s", commands[i], closed & 1 ? " <&-" : "",
                     closed & 2 ? " >&-" : "", closed & 4 ? " 2>&-" : "");
            if (closed & 2)
                assert_fails(line,
                             closed & 4 ? "" : "output cannot be written: Bad file descriptor");
            else
                assert_same(plain, line);
        }
    }
    assert_fails("\"$L\" trace - <&-", "-: line 1: cannot be read: Bad file descriptor");
    assert_fails("\"$L\" run --python nosuch tests/live/fake.py",
                 "nosuch: there is no such Python; --python PATH says which one to run");
    assert_fails("\"$L\" trace --python nosuch tests/live/fake.py",
                 "nosuch: there is no such Python; --python PATH says which one to run");
    assert_fails("\"$L\" run -- nosuch x", "nosuch: there is no such program");
    assert_in_folder("mkdir -m 0 locked; PATH=$PWD/locked:$PATH; \"$L\" run -- nosuch x 2>&1 | "
                     "grep -c 'there is no such program'",
                     "1\n");
    assert_fails("\"$L\" run nosuch.json <&- >&-", "nosuch.json: No such file or directory");
    assert_in_folder("\"$L\" snap count -o f <&- >&- 2>&-; grep -c loopscope f", "1\n");
}

/* ---- files ---- */

#if !SANITIZED && !defined __SANITIZE_THREAD__
/* What is left of a trace must not look like all of it. */
TEST(a_line_for_which_there_is_no_memory_ends_it_with_a_sentence)
{
    assert_fails("ulimit -v 70000; { echo '{\"e\": \"loop\"}'; head -c 60000000 /dev/zero | "
                 "tr '\\0' ' '; } | \"$L\" trace -",
                 "loopscope: out of memory");
}
#endif

TEST(a_saved_trace_carries_its_sources)
{
    assert_line_prints(
        "\"$L\" trace count --format ndjson | sed 's/async def count/async def recount/' | "
        "\"$L\" snap -",
        "│   3  async def recount():");
    assert_line_prints(
        "\"$L\" trace count --format ndjson | sed 's/struct count {/struct recount {/' | "
        "\"$L\" snap - --keys 'home x'",
        "struct recount {");
}

TEST(a_trace_through_a_pipe_tells_the_same_story)
{
    assert_same("\"$L\" trace count --format ndjson | \"$L\" trace - --format seq",
                "\"$L\" trace count --format seq");
    assert_same("\"$L\" trace makerandom --format ndjson | \"$L\" trace -",
                "\"$L\" trace makerandom");
    assert_same("\"$L\" trace makerandom --format ndjson | \"$L\" trace - --format ndjson",
                "\"$L\" trace makerandom --format ndjson");
    assert_same("\"$L\" trace makerandom --format ndjson | \"$L\" run -", "\"$L\" run makerandom");
    assert_same("\"$L\" trace count --format ndjson | \"$L\" trace - --format story | sed '$d'",
                "\"$L\" trace count --format story | sed '$d' | sed '$d'");
}

/* The same story, whichever way the file comes. */
static void assert_same_however_it_comes(const char *file, const char *command)
{
    char plain[512], other[1024];
    snprintf(plain, sizeof plain, "\"$L\" %s %s", command, file);
    snprintf(other, sizeof other, "cat %s | \"$L\" %s -", file, command);
    assert_same(plain, other);
    snprintf(other, sizeof other, "\"$L\" %s /dev/stdin <%s", command, file);
    assert_same(plain, other);
    snprintf(other, sizeof other, "cat %s | \"$L\" %s /dev/stdin", file, command);
    assert_same(plain, other);
    snprintf(other, sizeof other,
             "d=$(mktemp -d); mkfifo $d/f.x; (sed 's/x/x/' %s >$d/f.x &) ; \"$L\" %s $d/f.x; "
             "rm -r $d",
             file, command);
    assert_same(plain, other);
}

TEST(a_file_may_be_a_pipe)
{
    char path[64], make[128];
    snprintf(path, sizeof path, "/tmp/cli-%ld.ndjson", (long)getpid());
    snprintf(make, sizeof make, "\"$L\" trace makerandom --format ndjson -o %s", path);
    struct result r = sh(make);
    assert_int_equal(r.status, 0);
    result_free(&r);
    assert_same_however_it_comes(path, "trace --format seq");
    assert_same_however_it_comes(path, "run");
    assert_same_however_it_comes("tests/golden/scenarios/r0000.json", "trace --format seq");
    assert_same_however_it_comes("tests/golden/scenarios/r0000.json", "run");
    unlink(path);
}

/* What `trace -` makes of an input: a scenario's first event is the START of a program. */
static void assert_is_scenario(const char *make)
{
    char line[512];
    snprintf(line, sizeof line, "%s | \"$L\" run -", make);
    assert_line_prints(line, "here");
}

TEST(a_scenario_is_known_by_its_main_wherever_that_stands)
{
    assert_is_scenario("echo '{\"main\": [[\"say\", \"here\"]], \"e\": 1}'");
    assert_is_scenario("echo '{\"e\": \"start\", \"main\": [[\"say\", \"here\"]]}'");
    assert_is_scenario("printf %s '{\"ma\\u0069n\": [[\"say\", \"here\"]]}'");
    assert_is_scenario("printf '\\n \\n{\"main\"\\n:[[\"say\", \"here\"]]}'");
    assert_is_scenario("printf '{\"defs\": [[[\"say\", \"}{\"]]],%9999s\"main\": [[\"say\", "
                       "\"here\"]]}' ''");
    assert_fails("echo '{\"e\": \"out\", \"s\": {\"main\": 1}' | \"$L\" run -", "line 1: not JSON");
    assert_fails("printf %s '{\"e\": \"out\", \"main\\\": \": 1' | \"$L\" run -",
                 "line 1: not JSON");
    assert_fails("echo '{\"locks\": 1}' | \"$L\" run -", "line 1: main: ");
}

TEST(what_came_through_a_pipe_can_be_run_again)
{
    assert_line_prints("echo '{\"main\": [[\"say\", \"here\"]]}' | "
                       "\"$L\" snap - --clock real --keys 'end r end'",
                       "here");
}

TEST(a_trace_in_real_time_is_as_long_as_the_run)
{
    assert_line_prints("\"$L\" trace count --clock real", "executed in ");
}

/* "A thread: 141.06 µs to start, …" is 141.06, where `what` is "A thread: ". */
static double figure_behind(const char *out, const char *what)
{
    const char *at = strstr(out, what);
    assert_non_null(at);
    return strtod(at + strlen(what), NULL);
}

TEST(in_real_time_a_swarm_measures_what_tasks_and_threads_cost)
{
    struct result r = sh("\"$L\" run swarm --clock real -p n=40");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out.s, "40 tasks slept for 1 s each: 1."));
    double task = figure_behind(r.out.s, "A task: "), thread = figure_behind(r.out.s, "A thread: ");
    assert_true(task > 0 && thread > task);
    assert_null(strstr(r.out.s, ", 0 bytes"));
    assert_true(figure_behind(r.out.s, "Measured with ") == 40);
    assert_true(figure_behind(r.out.s, "the system lets us have ") >= 40);
    result_free(&r);
    assert_line_prints("\"$L\" run swarm --clock real -p n=0",
                       "0 tasks slept for 1 s each: 0.0 s in all");
}

/* The first lock of a long program is what makes a pane of it. */
TEST(a_screen_without_keys_has_looked_ahead_too)
{
    static const char program_of[] = "(printf '{\"locks\":1,\"main\":[' && yes '[\"sleep\",0],' | "
                                     "head -n %d && printf '[\"lock\",0,[]]]}') | "
                                     "\"$L\" snap - --size 100x30";
    static const int sleeps[] = {1, 1500, 5000};
    for (size_t i = 0; i < sizeof sleeps / sizeof *sleeps; i++) {
        char line[512];
        snprintf(line, sizeof line, program_of, sleeps[i]);
        struct result r = sh(line);
        assert_int_equal(r.status, 0);
        assert_non_null(strstr(r.out.s, "Locks and queues"));
        result_free(&r);
    }
}

TEST(what_is_no_file_is_said)
{
    assert_fails("\"$L\" run ./nosuch.json", "./nosuch.json: No such file or directory");
    assert_fails("\"$L\" snap /", "/: is a folder, neither a trace nor a scenario");
}

/* A file of these words, run: "FILE: line N: sentence". */
static void assert_refused(const char *suffix, const char *text, const char *sentence)
{
    char path[64], line[256], want[256];
    snprintf(path, sizeof path, "/tmp/cli-%ld.%s", (long)getpid(), suffix);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    snprintf(line, sizeof line, "\"$L\" trace %s", path);
    snprintf(want, sizeof want, "loopscope: %s: %s", path, sentence);
    assert_fails(line, want);
    unlink(path);
}

/* The one is as deep as it can get at last; the other is as old. */
TEST(a_scenario_in_which_tasks_make_tasks_for_ever_ends)
{
    assert_fails("echo '{\"defs\":[[[\"sleep\",0],[\"spawn\",0,0],[\"join\",0]]],"
                 "\"main\":[[\"spawn\",0,0],[\"sleep\",99]]}' | \"$L\" run - 2>&1 >/dev/null | "
                 "tail -n 1 >&2; false",
                 "RecursionError: maximum recursion depth exceeded");
    assert_line_prints("echo '{\"defs\":[[[\"sleep\",0],[\"spawn\",0,0]]],"
                       "\"main\":[[\"spawn\",0,0],[\"sleep\",99]]}' | \"$L\" run -",
                       "end at 99.001\n");
}

TEST(a_wrong_scenario_is_refused_with_its_line)
{
    assert_refused("json", "{\"main\": [\n[\"say\", 1],\n[\"slep\", 1]]}",
                   "line 3: main[1]: there is no op \"slep\"");
    assert_refused("json", "{\"main\": [[\"sleep\", \"x\"]]}",
                   "line 1: main[0]: seconds are a number");
    assert_refused("json", "{\"main\": [[\"sleep\"]]}",
                   "line 1: main[0]: \"sleep\" takes 1 argument");
    assert_refused("json", "{\n\"locks\": -1, \"main\": []}",
                   "line 2: locks: a count is a whole number from 0 to 10000");
    assert_refused("json", "{\"main\": 1}", "line 1: main: a list of ops belongs here");
    assert_refused("json", "{\"main\": [\n", "line 2: not JSON: ");
    assert_refused("json", "[1, \"main\"]", "line 1: an event is a JSON object");
}

TEST(a_wrong_trace_is_refused_with_its_line)
{
    assert_refused("ndjson", "nonsense\n", "line 1: ");
    assert_refused("ndjson",
                   "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"start\",\"script\":\"a.py\"}\n[]\n",
                   "line 2: ");
    assert_fails("\"$L\" trace - </dev/null", "there is no event in the file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_trace_carries_its_sources),
        cmocka_unit_test(output_depends_on_nothing_around_it),
        cmocka_unit_test(a_full_disk_is_told_with_status_1),
        cmocka_unit_test(a_file_that_cannot_be_written_is_named),
        cmocka_unit_test(a_recording_says_how_long_and_how_large_it_is_and_is_neither_too_much),
        cmocka_unit_test(an_asciicast_has_keys_and_places_to_go_to),
        cmocka_unit_test(a_script_in_a_file_makes_pictures_on_its_way),
        cmocka_unit_test(a_file_that_cannot_be_written_whole_stays_what_it_was),
        cmocka_unit_test(a_file_is_written_where_its_links_lead_and_stays_what_it_is),
        cmocka_unit_test(a_reader_that_leaves_ends_it_quietly),
        cmocka_unit_test(a_closed_standard_stream_is_no_file_of_ours),
#if !SANITIZED && !defined __SANITIZE_THREAD__
        cmocka_unit_test(a_line_for_which_there_is_no_memory_ends_it_with_a_sentence),
#endif
        cmocka_unit_test(a_trace_through_a_pipe_tells_the_same_story),
        cmocka_unit_test(a_file_may_be_a_pipe),
        cmocka_unit_test(a_scenario_is_known_by_its_main_wherever_that_stands),
        cmocka_unit_test(what_came_through_a_pipe_can_be_run_again),
        cmocka_unit_test(a_trace_in_real_time_is_as_long_as_the_run),
        cmocka_unit_test(in_real_time_a_swarm_measures_what_tasks_and_threads_cost),
        cmocka_unit_test(a_screen_without_keys_has_looked_ahead_too),
        cmocka_unit_test(what_is_no_file_is_said),
        cmocka_unit_test(a_scenario_in_which_tasks_make_tasks_for_ever_ends),
        cmocka_unit_test(a_wrong_scenario_is_refused_with_its_line),
        cmocka_unit_test(a_wrong_trace_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, sh_find_program, NULL) != 0;
}
