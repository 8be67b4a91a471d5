/* SPDX-License-Identifier: MIT */
/* The command line from outside: the real program (LOOPSCOPE, or build/loopscope), its output, what
 * it says of mistakes, and its exit status. Runs at the root of the project. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/support/text.h"
#include "tests/test.h"

static char program[4096]; /* absolute: some tests run it elsewhere */

struct result {
    struct buf out, err;
    int status; /* as a shell has it: 128 + n after a signal */
};

static void read_from_start(struct buf *b, FILE *f)
{
    rewind(f);
    buf_clear(b);
    read_stream(b, f);
    fclose(f);
}

/* Runs a line of shell, in which $L is the program. */
static struct result sh(const char *line)
{
    struct result r = {0};
    FILE *out = tmpfile(), *err = tmpfile();
    int status;
    assert_non_null(out);
    assert_non_null(err);
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    read_from_start(&r.out, out);
    read_from_start(&r.err, err);
    return r;
}

static void result_free(struct result *r)
{
    buf_free(&r->out);
    buf_free(&r->err);
}

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
        {"snap count --format seq", "snap has the formats text, ansi, svg, png, pdf and gif"},
        {"trace count --format svg", "trace has the formats text, story, ndjson, seq, chrome, "
                                     "mermaid-gantt, mermaid-sequence, dot and csv"},
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
        {"trace count --format nosuch", "--format is text, story, ndjson, seq, chrome, "
                                        "mermaid-gantt, mermaid-sequence, dot, csv, ansi, "
                                        "svg, cast, png, steps, pdf, gif or html, not 'nosuch'"},
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
        {"run makerandom $(yes -- -pn=1 | head -99)", "parameters"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        assert_usage(&mistakes[i]);
}

/* ---- help ---- */

static void assert_prints(const char *line, const char *part)
{
    struct result r = sh(line);
    if (r.status || r.err.len || !strstr(r.out.s, part))
        fail_msg("%s: status %d and \"%s\" is not in it:\n%s%s", line, r.status, part, r.out.s,
                 r.err.s);
    result_free(&r);
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
    setenv("F", "/tmp/cli-\033]52;c;UFdO\a\n\r\177\302\233m\342\200\256x.ndjson", 1);
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

TEST(every_topic_has_its_help)
{
    assert_prints("\"$L\" help", "usage: loopscope [COMMAND]");
    assert_prints("\"$L\" --help", "usage: loopscope [COMMAND]");
    assert_prints("\"$L\" help keys", "  space           play, pause\n");
    assert_prints("\"$L\" help screen", "The story");
    assert_prints("\"$L\" help themes", "  colorblind ");
    assert_prints("\"$L\" help commands", "\nrecord  ");
    assert_prints("\"$L\" help options", "--size");
    assert_prints("\"$L\" help config", "theme");
    assert_prints("\"$L\" help script", "until");
    assert_prints("\"$L\" help scenes", "makerandom ");
    assert_prints("\"$L\" help makerandom", "-p NAME=VALUE");
    assert_prints("\"$L\" list", "hello-gather ");
    assert_prints("\"$L\" --version", "loopscope ");
    assert_prints("\"$L\" -V", "loopscope ");
    assert_prints("\"$L\" help record", "usage: loopscope record [SCENE|FILE] [OPTION]...\n");
    assert_prints("\"$L\" record --help", "usage: loopscope record [SCENE|FILE] [OPTION]...\n");
    assert_prints("\"$L\" run count --help", "usage: loopscope run SCENE|FILE [OPTION]...\n");
    assert_prints("\"$L\" count --help", "count: three coroutines, one second\n");
}

TEST(the_help_of_a_command_has_its_options_and_no_others)
{
    struct result r = sh("\"$L\" help list");
    assert_non_null(strstr(r.out.s, "--json"));
    assert_null(strstr(r.out.s, "--keys"));
    assert_null(strstr(r.out.s, "--output"));
    result_free(&r);
    r = sh("\"$L\" help trace");
    assert_non_null(strstr(r.out.s, "--output"));
    assert_null(strstr(r.out.s, "--keys"));
    result_free(&r);
}

TEST(no_line_of_any_help_is_longer_than_80_columns)
{
    struct result r =
        sh("{ \"$L\" help; for t in keys script screen themes config scenes"
           "    $(\"$L\" help commands | cut -d ' ' -f 1) $(\"$L\" list | cut -d ' ' -f 1);"
           "  do \"$L\" help $t; done; } | LC_ALL=C sed 's/[\200-\277]//g' | tee /dev/stderr |"
           "awk 'length > 80'");
    assert_true(lines(&r.err) > 500);
    assert_string_equal(r.out.s ? r.out.s : "", "");
    result_free(&r);
}

TEST(the_list_of_scenes_as_json_has_what_the_list_has)
{
    struct result r = sh("\"$L\" list --json"), names = sh("\"$L\" list | cut -d ' ' -f 1");
    struct buf all = {0};
    json_t *list = json_loadb(r.out.s, r.out.len, 0, NULL), *scene;
    size_t i;
    json_array_foreach(list, i, scene)
    {
        buf_printf(&all, "%s\n", json_string_value(json_object_get(scene, "name")));
        assert_true(json_is_string(json_object_get(scene, "chapter")));
        assert_true(json_is_string(json_object_get(scene, "lesson")));
        assert_true(json_is_array(json_object_get(scene, "params")));
    }
    assert_string_equal(all.s, names.out.s);
    assert_non_null(strstr(r.out.s,
                           "{\"name\":\"order\",\"about\":\"opposite, or same: both take a "
                           "first, then b\",\"default\":\"opposite\",\"values\":[\"opposite\","
                           "\"same\"]}"));
    assert_non_null(strstr(r.out.s, "\"default\":3,\"least\":0,\"most\":1000"));
    json_decref(list);
    buf_free(&all);
    result_free(&names);
    result_free(&r);
}

TEST(the_help_lists_every_command_and_the_topics_every_name)
{
    static const char *const commands[] = {"watch", "quiz",   "run",  "trace",
                                           "snap",  "record", "list", "help"};
    static const char *const scenes[] = {"count", "count-sync", "makerandom", "hello-sequential",
                                         "hello-gather"};
    static const char *const panes[] = {"The source", "Loop", "Tasks", "The story", "Output"};
    char row[64];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        snprintf(row, sizeof row, "\n  %-6s ", commands[i]);
        assert_prints("\"$L\" help", row);
    }
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        snprintf(row, sizeof row, "%s ", scenes[i]);
        assert_prints("\"$L\" help scenes", row);
        assert_prints("\"$L\" list", row);
    }
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++) {
        snprintf(row, sizeof row, "%-18s", panes[i]);
        assert_prints("\"$L\" help screen", row);
    }
    assert_prints("\"$L\" help makerandom", "\n  threshold  ");
    assert_prints("\"$L\" help makerandom", "scenes/makerandom.py");
}

/* The source that is shown is the one in the file, not the scene's own. */
TEST(a_saved_trace_carries_its_sources)
{
    assert_prints(
        "\"$L\" trace count --format ndjson | sed 's/async def count/async def recount/' | "
        "\"$L\" snap -",
        "│   3  async def recount():");
    assert_prints("\"$L\" trace count --format ndjson | sed 's/struct count {/struct recount {/' | "
                  "\"$L\" snap - --keys 'home x'",
                  "struct recount {");
}

/* The rows of "help keys", each as a line of the file. */
static void assert_has_keys(const char *path, const char *help)
{
    struct result want = sh(help);
    struct buf file = read_file(path);
    assert_int_equal(want.status, 0);
    assert_true(want.out.len > 500);
    if (!strstr(file.s, want.out.s))
        fail_msg("the keys in %s are not those of src/ui/keys.c: run make demo", path);
    buf_free(&file);
    result_free(&want);
}

TEST(readme_and_man_page_have_the_program_s_keys)
{
    assert_has_keys("README.md", "\"$L\" help keys | sed '/^$/,$d'");
    assert_has_keys(
        "assets/loopscope.1",
        "\"$L\" help keys | sed '/^$/,$d' | sed 's/\\\\/\\\\e/g' | sed \"s/'/\\\\\\\\(aq/g\"");
}

TEST(the_man_page_has_the_commands_of_the_table_and_completions_ask_for_them)
{
    struct result rows = sh("\"$L\" help commands | awk '{ name = $1; sub(/^[^ ]* */, \"\"); "
                            "print \".It Cm \" name; "
                            "print toupper(substr($0, 1, 1)) substr($0, 2) \".\" }'");
    struct buf page = read_file("assets/loopscope.1");
    assert_true(lines(&rows.out) >= 14);
    if (!strstr(page.s, rows.out.s))
        fail_msg("the commands in assets/loopscope.1 are not the program's: run make demo");
    struct result silent = sh("grep -L 'loopscope help commands' assets/completions/*");
    assert_string_equal(silent.out.s ? silent.out.s : "", "");
    result_free(&silent);
    buf_free(&page);
    result_free(&rows);
}

TEST(what_is_made_of_the_tables_is_what_the_tables_say)
{
    struct result r = sh("LOOPSCOPE=\"$L\" tools/tables --check");
    assert_string_equal(r.out.s ? r.out.s : "", "");
    assert_int_equal(r.status, 0);
    result_free(&r);
    r = sh("grep -c 'options:begin' assets/loopscope.1 assets/completions/* | grep -v ':1$'");
    assert_string_equal(r.out.s ? r.out.s : "", "");
    result_free(&r);
}

static const char *complete(const char *words, struct result *r)
{
    char line[512];
    snprintf(line, sizeof line,
             "PATH=\"${L%%/*}:$PATH\" bash -c 'compopt() { :; }; complete() { :; };"
             " . assets/completions/loopscope.bash; COMP_WORDS=(loopscope %s); "
             "COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
             " _loopscope; echo ${COMPREPLY[@]}'",
             words);
    *r = sh(line);
    return r->out.s;
}

TEST(bash_completes_commands_scenes_values_and_parameters)
{
    static const struct {
        const char *words, *wanted;
    } rows[] = {{"rec", "record\n"},
                {"run maker", "makerandom\n"},
                {"count --theme li", "light\n"},
                {"count --theme = li", "light\n"},
                {"makerandom -p t", "threshold=\n"},
                {"race -p \"\"", "lock= n= gil= schedule=\n"},
                {"help rec", "record\n"},
                {"count --hist", "--history\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct result r;
        assert_string_equal(complete(rows[i].words, &r), rows[i].wanted);
        result_free(&r);
    }
}

/* Each --option of the help, in the man page and all completions. */
TEST(man_page_and_completions_know_every_option)
{
    struct result r = sh("for o in $(\"$L\" help | sed -n 's/^ .*--\\([a-z]*\\) .*/\\1/p') "
                         "; do\n"
                         "    for f in assets/loopscope.1 assets/completions/*; do grep -qw -- "
                         "\"$o\" $f || echo \"$f: $o\"; done\n"
                         "    echo found >&2\n"
                         "done");
    assert_string_equal(r.out.s, "");
    assert_true(lines(&r.err) >= 20);
    result_free(&r);
}

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
    assert_in_folder("echo old >f; chmod 4605 f; \"$L\" snap count -o f; stat -c %a f", "4605\n");
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
    assert_prints(line, "here");
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
    assert_prints("echo '{\"main\": [[\"say\", \"here\"]]}' | "
                  "\"$L\" snap - --clock real --keys 'end r end'",
                  "here");
}

TEST(a_trace_in_real_time_is_as_long_as_the_run)
{
    assert_prints("\"$L\" trace count --clock real", "executed in ");
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
    assert_prints("\"$L\" run swarm --clock real -p n=0",
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
    assert_prints("echo '{\"defs\":[[[\"sleep\",0],[\"spawn\",0,0]]],"
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

static int find_program(void **state)
{
    (void)state;
    const char *given = getenv("LOOPSCOPE");
    char *real = realpath(given && *given ? given : "build/loopscope", NULL);
    if (!real)
        return -1;
    snprintf(program, sizeof program, "%s", real);
    free(real);
    unsetenv("NO_COLOR");
    return setenv("L", program, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_gets_a_line_and_a_hint_and_status_2),
        cmocka_unit_test(no_argument_reaches_the_terminal_as_it_is),
        cmocka_unit_test(no_name_of_a_file_nor_in_it_reaches_the_terminal),
        cmocka_unit_test(no_text_of_a_file_reaches_the_terminal_with_an_error),
        cmocka_unit_test(every_topic_has_its_help),
        cmocka_unit_test(the_help_of_a_command_has_its_options_and_no_others),
        cmocka_unit_test(no_line_of_any_help_is_longer_than_80_columns),
        cmocka_unit_test(the_list_of_scenes_as_json_has_what_the_list_has),
        cmocka_unit_test(the_help_lists_every_command_and_the_topics_every_name),
        cmocka_unit_test(a_saved_trace_carries_its_sources),
        cmocka_unit_test(readme_and_man_page_have_the_program_s_keys),
        cmocka_unit_test(the_man_page_has_the_commands_of_the_table_and_completions_ask_for_them),
        cmocka_unit_test(what_is_made_of_the_tables_is_what_the_tables_say),
        cmocka_unit_test(man_page_and_completions_know_every_option),
        cmocka_unit_test(bash_completes_commands_scenes_values_and_parameters),
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
    return cmocka_run_group_tests(tests, find_program, NULL) != 0;
}
