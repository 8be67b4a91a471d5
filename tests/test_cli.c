/* SPDX-License-Identifier: MIT */
/* The command line from outside: mistakes, and text that others wrote. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/sh.h"
#include "tests/support/text.h"
#include "tests/test.h"

/* ---- mistakes ---- */

struct mistake {
    const char *arguments, *sentence;
};

static void assert_usage(const struct mistake *m)
{
    char line[512];
    snprintf(line, sizeof line, "\"$L\" %s", m->arguments);
    struct result r = sh(line);
    if (r.status != 2 || r.out.len || lines(&r.err) != 2 || !strstr(r.err.s, m->sentence))
        fail_msg("loopscope %s: status %d, not 2 and \"%s\":\n%s%s", m->arguments, r.status,
                 m->sentence, r.out.s, r.err.s);
    assert_memory_equal(r.err.s, "loopscope: ", 11);
    assert_memory_equal(strchr(r.err.s, '\n') + 1, "Try 'loopscope help", 19);
    result_free(&r);
}

TEST(a_mistake_gets_a_line_and_a_hint_and_status_2)
{
    static const struct mistake mistakes[] = {
        {"run nosuch", "there is no scene 'nosuch'"},
        {"run", "which scene?"},
        {"trace", "which scene?"},
        {"run count more", "what is 'more' for?"},
        {"run count -p m=1", "count has no parameter 'm'; it has n, seconds"},
        {"run makerandom -p m=1", "makerandom has no parameter 'm'; it has seed, n, threshold"},
        {"run makerandom -p n=x", "n is a whole number, not 'x'"},
        {"run makerandom -p n=5000", "the parameter n is from 0 to 1000, not 5000"},
        {"run makerandom -p n=-1", "the parameter n is from 0 to 1000, not -1"},
        {"run makerandom -p n=99999999999999999999", "is a whole number"},
        {"run makerandom -p n", "-p needs a name and a value"},
        {"run makerandom -p =1", "-p needs a name and a value"},
        {"run makerandom --seed x", "--seed is an integer, not 'x'"},
        {"run makerandom --seed ''", "--seed is an integer"},
        {"run makerandom --seed -$(printf %04301d 0 | tr 0 7)",
         "--seed has at most 4300 digits, as in Python's int(), not 4301"},
        {"--bogus", "unrecognized option '--bogus'"},
        {"--bogus=1", "unrecognized option '--bogus'"},
        {"--s", "option '--s' is ambiguous"},
        {"--ascii=1", "option '--ascii' doesn't allow an argument"},
        {"--help=1", "option '--help' doesn't allow an argument"},
        {"--seed", "option '--seed' requires an argument"},
        {"snap --ascii -qx", "invalid option -- 'q'"},
        {"-o", "option requires an argument -- 'o'"},
        {"snap count --size 0x0", "--size is columns and lines"},
        {"snap count --size 80", "--size is columns and lines"},
        {"snap count --size 80x24x2", "--size is columns and lines"},
        {"snap count --size 4294967297x1", "--size is columns and lines"},
        {"snap count --size 1x18446744073709551617", "--size is columns and lines"},
        {"snap count --size ' 80x24'", "--size is columns and lines"},
        {"snap count --size '80x 24'", "--size is columns and lines"},
        {"snap count --size +80x24", "--size is columns and lines"},
        {"snap count --size 1001x24", "--size is columns and lines"},
        {"snap count --size 80x1001", "--size is columns and lines"},
        {"snap count --keys nokey", "\"nokey\" is not a key"},
        {"snap count --format seq",
         "snap has the formats text, ansi, svg, png, pdf and gif, not 'seq'"},
        {"trace count --format svg", "trace has the formats text, story, ndjson, seq, chrome, "
                                     "mermaid-gantt, mermaid-sequence, dot and csv, not 'svg'"},
        {"snap count --format sgv", "and gif, not 'sgv'; did you mean 'svg'?"},
        {"trace count --axis time", "--axis goes with --format chrome and mermaid-gantt"},
        {"trace count --axis time --format dot", "--axis goes with --format chrome and mermaid"},
        {"trace count --axis x --format chrome", "--axis is time or event, not 'x'"},
        {"trace count --event 1", "--event goes with --format dot and csv"},
        {"trace count --event 1 --format chrome", "--event goes with --format dot and csv"},
        {"trace count --event x --format dot",
         "--event is the number of an event, as trace has it"},
        {"trace count --event -1 --format dot",
         "--event is the number of an event, as trace has it"},
        {"trace count --event 999 --format dot",
         "there is no event 999; they are numbered from 0 to 118"},
        {"snap count --event 1", "--event goes with trace"},
        {"run count --record a.cast", "--record goes with watch"},
        {"count --record a.svg", "--record writes an asciicast, FILE.cast, not 'a.svg'"},
        {"count --record ''", "--record writes an asciicast"},
        {"count --record a.cast", "--record goes with a terminal"},
        {"run count --axis time", "--axis goes with trace"},
        {"trace count --format nosuch", "trace has the formats text, story, ndjson, seq, chrome, "
                                        "mermaid-gantt, mermaid-sequence, dot and csv, not "
                                        "'nosuch'"},
        {"record count", "record needs a file whose name ends in .txt, .ansi, .svg, .cast, .png, "
                         "/, .pdf, .gif and .html"},
        {"record count -o x.mp4",
         "'x.mp4' says no format that can be recorded: its name ends in "
         ".txt, .ansi, .svg, .cast, .png, /, .pdf, .gif and .html, or --format says it"},
        {"record count -o x", "'x' says no format"},
        {"record count --format steps -o -", "--format steps needs a folder to write to"},
        {"snap count -o x.mp4", "'x.mp4' is no picture: the name of one ends in .txt, .ansi, .svg, "
                                ".png, .pdf and .gif, or --format says which"},
        {"snap count -o x/", "'x/' is no picture"},
        {"record count -o x.cast --at 3", "'x.cast' says no format"},
        {"record count -o x.cast --window", "--window goes with pictures"},
        {"record count -o x.svg --at x", "--at is a number of seconds, not 'x'"},
        {"record count -o x.svg --loop -1", "--loop is a number of times, 0 for ever; not '-1'"},
        {"compare count count-sync --history 9",
         "--history is for one run: what is compared is kept, all of both"},
        {"snap count --loop 1", "--loop goes with record"},
        {"snap count --keys s --script x.keys", "--keys or --script: one of them"},
        {"run count --script x.keys", "--script goes with watch, compare, quiz, snap and record"},
        {"snap count --save-keys x",
         "--save-keys goes with watch, compare and quiz: what is done in a terminal"},
        {"record count -o x.svg --show-keys",
         "--show-keys goes with watch, compare and quiz: a recording shows them by itself"},
        {"snap count --keys 's sapce'",
         "--keys:1:3: \"sapce\" is not a key or a verb; did you mean 'space'?"},
        {"snap count --keys 'snap x.bmp'",
         "--keys:1:1: 'x.bmp' is no picture: the name of one ends in .txt, .ansi, "
         ".svg, .png, .pdf and .gif"},
        {"count --keys s", "--keys goes with snap and record"},
        {"--clock fast", "--clock is virtual or real, not 'fast'"},
        {"--theme pink", "--theme is dark, light, colorblind or mono, not 'pink'"},
        {"--color blue", "--color is auto, always, never, 16 or 256, not 'blue'"},
        {"--pace x", "--pace is event or clock, not 'x'"},
        {"--speed 3", "--speed is 1/4, 1/2, 1, 2, 4, 8, 16, 32 or 64, not '3'"},
        {"--memory 2X", "--memory is a number of bytes like 500M or 2G, not '2X'"},
        {"--memory 2GB", "--memory is a number of bytes like 500M or 2G, not '2GB'"},
        {"--memory -1", "--memory is a number of bytes like 500M or 2G, not '-1'"},
        {"--memory G", "--memory is a number of bytes like 500M or 2G, not 'G'"},
        {"--memory 99999999999G",
         "--memory is a number of bytes like 500M or 2G, not '99999999999G'"},
        {"--history -1", "--history is a number of events, not '-1'"},
        {"help nosuch", "there is no help on 'nosuch'"},
        {"lesson nosuch", "there is no scene 'nosuch'; 'loopscope list' names them"},
        {"list --format svg", "--format goes with"},
        {"list -o f", "--output goes with trace, snap and record"},
        {"run count --size 80x24", "--size goes with snap and record"},
        {"run count --json", "--json goes with list"},
        {"cuont", "there is no scene 'cuont'; did you mean 'count'?"},
        {"run cuont", "there is no scene 'cuont'; did you mean 'count'?"},
        {"lesson cout", "there is no scene 'cout'; did you mean 'count'?"},
        {"wacth count", "there is no command 'wacth'; did you mean 'watch'?"},
        {"recrod", "there is no command 'recrod'; did you mean 'record'?"},
        {"count --colour never", "unrecognized option '--colour'; did you mean '--color'?"},
        {"count --clokc=real", "unrecognized option '--clokc'; did you mean '--clock'?"},
        {"count --theme drak", "not 'drak'; did you mean 'dark'?"},
        {"trace count --format stroy", "not 'stroy'; did you mean 'story'?"},
        {"run makerandom -p treshold=1", "no parameter 'treshold'; did you mean 'threshold'?"},
        {"run deadlock -p order=sane",
         "order is opposite or same, not 'sane'; did you mean 'same'?"},
        {"run race -p lock=onn", "the parameter lock is on or off, not 'onn'"},
        {"help makrandom", "there is no help on 'makrandom'; did you mean 'makerandom'?"},
        {"help recrod", "there is no help on 'recrod'; did you mean 'record'?"},
        {"help kyes", "there is no help on 'kyes'; did you mean 'keys'?"},
        {"trace count --warnings", "--warnings goes with run: elsewhere warnings are always there"},
        {"compare count count-sync choose", "two at a time; what is 'choose' for?"},
        {"snap count --script /bin/true", "/bin/true is no key script"},
        {"run makerandom $(yes -- -pn=1 | head -99)", "parameters"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        assert_usage(&mistakes[i]);
}

/* ---- two runs ---- */

static void assert_begins(const char *arguments, const char *text)
{
    char line[256];
    snprintf(line, sizeof line, "\"$L\" %s 2>&1", arguments);
    struct result r = sh(line);
    if (!r.out.s || strncmp(r.out.s, text, strlen(text)) != 0)
        fail_msg("loopscope %s:\n%s", arguments, buf_str(&r.out));
    result_free(&r);
}

TEST(two_runs_are_called_by_their_names_and_what_each_was_given)
{
    assert_begins("compare count count-sync", "count ends at 1.000, count-sync at 3.000: ");
    assert_begins("compare makerandom --seed 3 -p n=2 count",
                  "makerandom n=2 seed=3 ends at 6.000, count at 1.000: ");
    assert_begins("compare makerandom -p n=1 -p threshold=9 makerandom --seed 3",
                  "n=1 threshold=9 ends at 8.000, seed=3 at 5.000: ");
    assert_begins("compare makerandom -p n=1 makerandom", "n=1 ends at 8.000, makerandom at ");
    assert_begins("compare count count", "Both end at 1.000: no difference, ");
    assert_begins("snap compare count count --keys s", " loopscope  count  |  count again ");
    assert_begins("snap compare count -p n=2 count -p n=2", " loopscope  n=2  |  n=2 again ");
    assert_begins("compare count nosuch", "loopscope: there is no scene 'nosuch'; ");
    assert_begins("compare nosuch count", "loopscope: there is no scene 'nosuch'; ");
    assert_begins("compare count tests/nothing.ndjson",
                  "loopscope: tests/nothing.ndjson: No such file or directory\n");
    assert_begins("compare race -p schedule=0,x race", "loopscope: a schedule is a list of ");
    assert_begins("compare race race -p schedule=0,x", "loopscope: a schedule is a list of ");
}

/* ---- text that others wrote ---- */

TEST(no_argument_reaches_the_terminal_as_it_is)
{
    static const char *const all[] = {
        "run \"$H\"",
        "run \"./$H\"",
        "watch ./x \"$H\"",
        "\"-$H\"",
        "\"--$H\"",
        "\"--help=$H\"",
        "snap --ascii \"-$H\"",
        "\"--$H=$H\"",
        "count -p \"$H\"",
        "count -p \"n=$H\"",
        "count -p \"$H=1\"",
        "run count -p \"$H=1\"",
        "--seed \"$H\"",
        "--size \"$H\"",
        "snap count --keys \"$H\"",
        "--format \"$H\"",
        "--theme \"$H\"",
        "--color \"$H\"",
        "--pace \"$H\"",
        "--speed \"$H\"",
        "--history \"$H\"",
        "--memory \"$H\"",
        "--clock \"$H\"",
        "help \"$H\"",
        "list \"$H\"",
        "snap count -o \"/nonexistent/$H\"",
        "trace count -o \"/nonexistent/$H\"",
        "snap --bogus \"$H\"",
    };
    setenv("H", "\033]52;c;UFdO\a\n\r\177\302\233m\342\200\256x\342\201\246\377\363\240\201\201",
           1);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char line[256];
        snprintf(line, sizeof line, "\"$L\" %s", all[i]);
        struct result r = sh(line);
        assert_true(r.status == 1 || r.status == 2);
        assert_plain(all[i], &r.err);
        assert_true(lines(&r.err) == 1 || lines(&r.err) == 2);
        result_free(&r);
    }
}

/* A good file may have a bad name, and may be full of bad names. */
TEST(no_name_of_a_file_nor_in_it_reaches_the_terminal)
{
    static const char *const all[] = {
        "trace \"$F\"",
        "trace \"$F\" --format story",
        "trace \"$F\" --format seq",
        "trace \"$F\" --format ndjson",
        "trace \"$F\" --format chrome",
        "trace \"$F\" --format mermaid-gantt",
        "trace \"$F\" --format mermaid-sequence",
        "trace \"$F\" --format dot",
        "trace \"$F\" --format csv | tr -d '\\r'",
        "watch \"$F\"",
        "compare \"$F\" count",
        "compare count \"$F\"",
        "snap \"$F\" --keys end",
        "snap \"$F\" --keys end --format svg",
        "record \"$F\" --keys end -o - --format cast",
        "record \"$F\" --keys end -o - --format html",
        "record \"$F\" --keys end -o - --format steps",
        "record \"$F\" --keys end -o \"$F.svg\"",
        "snap count --script \"$F\"",
        "snap \"$F\" --keys \"caption $F\"",
        "snap count --script - <\"$F\"",
    };
    char path[80];
    snprintf(path, sizeof path, "/tmp/cli-%ld\033]52;c;UFdO\a\n\r\177\302\233m\342\200\256x.ndjson",
             (long)getpid());
    setenv("F", path, 1);
    struct result made = sh("sed 's/@/\\\\u001b]52;c;UFdO\\\\u0007\\\\n\\\\u009bm\\\\u202e/g' "
                            "tests/hostile/every_field.ndjson >\"$F\"");
    assert_int_equal(made.status, 0);
    result_free(&made);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char line[256];
        snprintf(line, sizeof line, "\"$L\" %s", all[i]);
        struct result r = sh(line);
        assert_plain(all[i], &r.out);
        assert_plain(all[i], &r.err);
        result_free(&r);
    }
    made = sh("rm -f \"$F\" \"$F.svg\"");
    result_free(&made);
}

/* A file of these words, put through each command that reads one. */
static void assert_says_it_plainly(const char *text)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/tmp/cli-%ld\033[7m.json", (long)getpid());
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    setenv("F", path, 1);
    static const char *const all[] = {"run", "trace", "snap", "record -o -"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(line, sizeof line, "\"$L\" %s \"$F\" 2>&1 >/dev/null", all[i]);
        struct result r = sh(line);
        if (!r.out.len)
            fail_msg("%s says nothing of %s", line, text);
        assert_plain(text, &r.out);
        result_free(&r);
    }
    unlink(path);
}

TEST(no_text_of_a_file_reaches_the_terminal_with_an_error)
{
    assert_says_it_plainly("{\"main\": [[\"\\u001b]52;c;UFdO\\u0007\"]]}");
    assert_says_it_plainly("{\"main\": [[\"say\\u202e\", 1]]}");
    assert_says_it_plainly("{\"a\" \"\302\235"
                           "52;c;UFdO\302\234\"}");
    assert_says_it_plainly("\033[31m");
    assert_says_it_plainly("{\"main\": \302\233");
    assert_says_it_plainly("{\"main\": [[\"sleep\", \"\\u0007\"]]}");
    assert_says_it_plainly("{\"e\": \"warning\", \"msg\": \"\\u001b[2J\\nloopscope: x\"}\n{");
    assert_says_it_plainly("{\"e\": \"deadlock\", \"msg\": \"\\u009b2J\\u202e\"}\n{");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_gets_a_line_and_a_hint_and_status_2),
        cmocka_unit_test(two_runs_are_called_by_their_names_and_what_each_was_given),
        cmocka_unit_test(no_argument_reaches_the_terminal_as_it_is),
        cmocka_unit_test(no_name_of_a_file_nor_in_it_reaches_the_terminal),
        cmocka_unit_test(no_text_of_a_file_reaches_the_terminal_with_an_error),
    };
    return cmocka_run_group_tests(tests, sh_find_program, NULL) != 0;
}
