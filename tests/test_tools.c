/* SPDX-License-Identifier: MIT */
/* What the tools of this tree say. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/file.h"
#include "tests/test.h"

/* ---- tools/count ---- */

#define BEGINS  "[ RUN      ] a\\n"
#define OK      BEGINS "[       OK ] a\\n"
#define FAILED  BEGINS "[  FAILED  ] a\\n"
#define SKIPPED BEGINS "[  SKIPPED ] a\\n"
#define EXIT(n) "::exit " n " build/tests/test_a\\n"

/* The last line that it prints, and its status, for what test programs said. */
static void assert_count(const char *ci, const char *said, const char *last)
{
    struct buf command = {0};
    buf_printf(&command,
               "printf '%s' | CI=%s awk -f tools/count >build/count; s=$?; "
               "tail -n 1 build/count | tr '\\n' ' '; printf '%%d' $s",
               said, ci);
    struct buf out = output_of(command.s);
    assert_string_equal(out.s, last);
    buf_free(&command);
    buf_free(&out);
}

TEST(the_last_line_counts_the_tests)
{
    assert_count("", OK OK EXIT("0") OK EXIT("0"), "3 passed, 0 failed, 0 skipped 0");
    assert_count("", OK FAILED EXIT("1") OK EXIT("0"), "2 passed, 1 failed, 0 skipped 1");
    assert_count("", "", "0 passed, 0 failed, 0 skipped 1");
}

TEST(a_program_that_ends_within_a_test_has_failed)
{
    assert_count("", OK BEGINS EXIT("139") OK EXIT("0"), "2 passed, 1 failed, 0 skipped 1");
    assert_count("", OK EXIT("23"), "1 passed, 1 failed, 0 skipped 1");
}

TEST(a_skipped_test_is_counted_and_a_failure_only_in_ci)
{
    assert_count("", OK SKIPPED EXIT("0"), "1 passed, 0 failed, 1 skipped 0");
    assert_count("true", OK SKIPPED EXIT("0"), "1 passed, 0 failed, 1 skipped 1");
    assert_count("true", OK EXIT("0"), "1 passed, 0 failed, 0 skipped 0");
}

/* ---- Makefile ---- */

TEST(with_other_flags_all_is_built_anew_and_else_nothing)
{
    struct buf out = output_of("unset MAKEFLAGS MAKELEVEL; d=$(mktemp -d); m=\"make -s BUILD=$d\"; "
                               "$m WITHOUT=gif $d/settings; "
                               "$m -q WITHOUT=gif $d/settings; printf '%d' $?; "
                               "$m -q $d/settings; printf '%d' $?; "
                               "$m -q WITHOUT=gif CFLAGS=-O0 $d/settings; printf '%d' $?; "
                               "rm -r $d");
    assert_string_equal(out.s, "011");
    buf_free(&out);
}

/* ---- tools/rooms ---- */

/* Says what it finds in a copy of the tree in which a line of shell has changed something; $b is the
 * copy's build, $c compiles a file of it. */
static struct buf rooms_say(const char *change)
{
    struct buf command = {0};
    buf_printf(&command,
               "from=${LOOPSCOPE:-build/loopscope}; from=${from%%/*}; d=$(mktemp -d); b=$d/build; "
               "c=\"cc -c -D_GNU_SOURCE -I$d/src -I$d -o $b\"; mkdir $b; "
               "cp -r src scenes tools $d; cp -r $from/src $from/scenes $from/sources.o $b; "
               "(cd $d; %s); BUILD=$b $d/tools/rooms 2>&1; echo $?; rm -r $d",
               change);
    struct buf out = output_of(command.s);
    buf_free(&command);
    return out;
}

static void assert_rooms_say(const char *change, const char *want)
{
    struct buf out = rooms_say(change);
    assert_string_equal(out.s, want);
    buf_free(&out);
}

TEST(every_file_knows_only_the_rooms_of_its_line)
{
    assert_rooms_say("true", "0\n");
}

TEST(an_include_of_a_room_above_is_named)
{
    assert_rooms_say("echo '#include \"player/player.h\"' >>src/draw/ansi.c",
                     "src/draw/ansi.c: draw may not include player (src/player/player.h)\n1\n");
}

TEST(a_call_into_a_room_above_is_named_with_its_symbol)
{
    assert_rooms_say(
        "echo 'void player_end(void); void wrong(void); void wrong(void) "
        "{ player_end(); }' >>src/draw/ansi.c; $c/src/draw/ansi.o src/draw/ansi.c",
        "src/draw/ansi.c: draw may not call player (player_end of src/player/moves.c)\n1\n");
}

TEST(a_circle_of_files_is_named_with_what_closes_it)
{
    assert_rooms_say("echo 'void lexer_language(void); void wrong(void); void wrong(void) "
                     "{ lexer_language(); }' >>src/draw/screen.c; "
                     "$c/src/draw/screen.o src/draw/screen.c",
                     "src/draw/lexer: is in a circle, as it includes src/draw/screen.h\n"
                     "src/draw/screen: is in a circle, as it calls lexer_language of "
                     "src/draw/lexer.c\n1\n");
}

TEST(a_file_that_is_not_compiled_is_no_silence)
{
    struct buf out = rooms_say("rm $b/src/draw/ansi.o");
    assert_non_null(strstr(out.s, "/src/draw/ansi.o is missing: run make\n1\n"));
    buf_free(&out);
}

/* ---- tools/demo ---- */

/* Changes something in a copy of the demos; what a check of that copy says. */
static struct buf demos_say(const char *change)
{
    struct buf command = {0};
    buf_printf(&command,
               "d=$(mktemp -d); mkdir $d/assets $d/tools; cp -r assets/demos $d/assets; "
               "cp tools/demo $d/tools; L=$(realpath ${LOOPSCOPE:-build/loopscope}); (cd $d; %s); "
               "LOOPSCOPE=$L $d/tools/demo --check 2>&1; echo $?; rm -r $d",
               change);
    struct buf out = output_of(command.s);
    buf_free(&command);
    return out;
}

static void assert_demos_say(const char *change, const char *want)
{
    struct buf out = demos_say(change);
    assert_string_equal(out.s, want);
    buf_free(&out);
}

TEST(each_demo_is_what_its_script_makes)
{
    assert_demos_say("true", "0\n");
}

TEST(a_demo_whose_script_makes_something_else_is_named)
{
    assert_demos_say(
        "echo 'wait 1s' >>assets/demos/count-sync.keys",
        "assets/demos/count-sync.svg is not what its script makes: run make demo\n1\n");
    assert_demos_say("rm assets/demos/race.svg",
                     "assets/demos/race.svg is not what its script makes: run make demo\n1\n");
}

TEST(a_script_of_which_nothing_is_made_is_named)
{
    assert_demos_say("cp assets/demos/race.keys assets/demos/other.keys",
                     "assets/demos/other.keys: tools/demo makes nothing of it\n1\n");
}

TEST(the_demos_stay_small)
{
    struct buf out = output_of("du -cb assets/demos/* assets/lessons/* | tail -n 1");
    assert_in_range(atol(out.s), 100000, 2000000);
    buf_free(&out);
}

/* ---- guides ---- */

TEST(what_the_guides_link_to_is_there)
{
    struct buf out =
        output_of("for f in *.md docs/*.md scenes/*.md; do "
                  "sed 's/`[^`]*`//g' $f | grep -o '](\\([^)#]*\\)' | cut -c3- | sort -u | "
                  "while read -r to; do case $to in http*|'') continue ;; esac; "
                  "[ -e \"$(dirname $f)/$to\" ] || echo \"$f: there is no $to\"; done; done");
    assert_string_equal(buf_str(&out), "");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_other_flags_all_is_built_anew_and_else_nothing),
        cmocka_unit_test(the_last_line_counts_the_tests),
        cmocka_unit_test(a_program_that_ends_within_a_test_has_failed),
        cmocka_unit_test(a_skipped_test_is_counted_and_a_failure_only_in_ci),
        cmocka_unit_test(every_file_knows_only_the_rooms_of_its_line),
        cmocka_unit_test(an_include_of_a_room_above_is_named),
        cmocka_unit_test(a_call_into_a_room_above_is_named_with_its_symbol),
        cmocka_unit_test(a_circle_of_files_is_named_with_what_closes_it),
        cmocka_unit_test(a_file_that_is_not_compiled_is_no_silence),
        cmocka_unit_test(each_demo_is_what_its_script_makes),
        cmocka_unit_test(a_demo_whose_script_makes_something_else_is_named),
        cmocka_unit_test(a_script_of_which_nothing_is_made_is_named),
        cmocka_unit_test(the_demos_stay_small),
        cmocka_unit_test(what_the_guides_link_to_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
