/* SPDX-License-Identifier: MIT */
/* Help, lists and what is made of the program's tables: man page, README, completions. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/file.h"
#include "tests/support/sh.h"
#include "tests/support/text.h"
#include "tests/test.h"

TEST(every_topic_has_its_help)
{
    assert_line_prints("\"$L\" help", "usage: loopscope [COMMAND]");
    assert_line_prints("\"$L\" --help", "usage: loopscope [COMMAND]");
    assert_line_prints("\"$L\" help keys", "  space           play, pause\n");
    assert_line_prints("\"$L\" help screen", "The story");
    assert_line_prints("\"$L\" help themes", "  colorblind ");
    assert_line_prints("\"$L\" help commands", "\nrecord  ");
    assert_line_prints("\"$L\" help options", "--size");
    assert_line_prints("\"$L\" help config", "theme");
    assert_line_prints("\"$L\" help script", "until");
    assert_line_prints("\"$L\" help scenes", "makerandom ");
    assert_line_prints("\"$L\" help makerandom", "-p NAME=VALUE");
    assert_line_prints("\"$L\" list", "hello-gather ");
    assert_line_prints("\"$L\" --version", "loopscope ");
    assert_line_prints("\"$L\" -V", "loopscope ");
    assert_line_prints("\"$L\" help record", "usage: loopscope record [SCENE|FILE] [OPTION]...\n");
    assert_line_prints("\"$L\" record --help",
                       "usage: loopscope record [SCENE|FILE] [OPTION]...\n");
    assert_line_prints("\"$L\" run count --help", "usage: loopscope run SCENE|FILE [OPTION]...\n");
    assert_line_prints("\"$L\" count --help", "count: three coroutines, one second\n");
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
        assert_line_prints("\"$L\" help", row);
    }
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        snprintf(row, sizeof row, "%s ", scenes[i]);
        assert_line_prints("\"$L\" help scenes", row);
        assert_line_prints("\"$L\" list", row);
    }
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++) {
        snprintf(row, sizeof row, "%-18s", panes[i]);
        assert_line_prints("\"$L\" help screen", row);
    }
    assert_line_prints("\"$L\" help makerandom", "\n  threshold  ");
    assert_line_prints("\"$L\" help makerandom", "scenes/makerandom.py");
}

/* The source that is shown is the one in the file, not the scene's own. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_topic_has_its_help),
        cmocka_unit_test(the_help_of_a_command_has_its_options_and_no_others),
        cmocka_unit_test(no_line_of_any_help_is_longer_than_80_columns),
        cmocka_unit_test(the_list_of_scenes_as_json_has_what_the_list_has),
        cmocka_unit_test(the_help_lists_every_command_and_the_topics_every_name),
        cmocka_unit_test(readme_and_man_page_have_the_program_s_keys),
        cmocka_unit_test(the_man_page_has_the_commands_of_the_table_and_completions_ask_for_them),
        cmocka_unit_test(what_is_made_of_the_tables_is_what_the_tables_say),
        cmocka_unit_test(man_page_and_completions_know_every_option),
        cmocka_unit_test(bash_completes_commands_scenes_values_and_parameters),
    };
    return cmocka_run_group_tests(tests, sh_find_program, NULL) != 0;
}
