/* SPDX-License-Identifier: MIT */
/* `loopscope run` of a Python program: what it prints and its status are its own, and what is wrong with
 * it is said behind its end. Runs at the root of the project. */
#include <string.h>

#include "base/buf.h"
#include "tests/support/own.h"
#include "tests/support/sh.h"
#include "tests/test.h"

#define RUN(words) "\"$L\" run " words " " OWN ".py"

/* It forgets a coroutine, and blocks the loop. */
#define WRONG                                                                               \
    OWN_PROGRAM(                                                                            \
        "import asyncio, time\\nasync def lost(): pass\\nasync def main():\\n    lost()\\n" \
        "    await asyncio.sleep(0)\\n    time.sleep(0.3)\\n    print(1)\\n"                \
        "asyncio.run(main())\\nraise SystemExit(7)\\n")

TEST(warnings_are_said_when_the_program_has_ended_and_its_status_stays)
{
    struct result r = sh(WRONG RUN("--warnings") OWN_END);
    assert_int_equal(r.status, 7);
    assert_string_equal(buf_str(&r.out), "1\n");
    const char *own = strstr(buf_str(&r.err), "RuntimeWarning: coroutine");
    const char *ours = strstr(buf_str(&r.err), "loopscope: warning: coroutine 'lost'");
    assert_true(own && ours && own < ours);
    assert_non_null(strstr(ours, ":6 let nothing else run for 0.3 s: await asyncio.to_thread()"));
    assert_null(strstr(ours, "stood still")); /* said once */
    result_free(&r);
}

TEST(without_a_wish_for_them_there_are_none)
{
    struct result r = sh(WRONG RUN("") OWN_END);
    assert_int_equal(r.status, 7);
    assert_null(strstr(buf_str(&r.err), "loopscope"));
    result_free(&r);
}

TEST(its_trace_is_kept_all_the_same)
{
    struct result r = sh(WRONG RUN("--warnings --save " OWN ".ndjson") "; tail -n 1 " OWN
                                                                       ".ndjson; \"$L\" run " OWN
                                                                       ".ndjson" OWN_END);
    assert_int_equal(r.status, 7);
    assert_non_null(strstr(buf_str(&r.out), "\"e\":\"exit\",\"rc\":7}\n1\n"));
    result_free(&r);
}

TEST(of_warnings_that_are_alike_most_are_a_number)
{
    struct result r = sh(OWN_PROGRAM(
        "import asyncio\\nasync def lost(): pass\\nasync def main():\\n"
        "    exec(\"lost()\\\\n\" * 25)\\nasyncio.run(main())\\n") RUN("--warnings") OWN_END);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(buf_str(&r.err), "loopscope: warning: 5 more of “never awaited”"));
    result_free(&r);
}

TEST(what_ends_by_a_signal_ends_loopscope_by_it_and_what_is_no_python_was_not_seen)
{
    struct result r = sh("\"$L\" run --warnings -- sh -c 'kill -TERM $$'");
    assert_int_equal(r.status, 128 + 15);
    assert_non_null(strstr(buf_str(&r.err), "it was not seen, so there are no warnings"));
    result_free(&r);
}

TEST(a_trace_that_cannot_be_written_is_said_before_it_runs)
{
    struct result r = sh(WRONG RUN("--warnings --save /nowhere/x") OWN_END);
    assert_int_equal(r.status, 1);
    assert_string_equal(buf_str(&r.out), "");
    assert_non_null(strstr(buf_str(&r.err), "/nowhere/x: No such file or directory"));
    result_free(&r);
}

TEST(a_trace_that_is_printed_has_its_sources)
{
    struct result r = sh(WRONG "\"$L\" trace --format ndjson " OWN ".py | head -n 1" OWN_END);
    assert_non_null(strstr(buf_str(&r.out), "async def lost(): pass"));
    result_free(&r);
}

TEST(to_compare_a_program_one_needs_a_trace_of_it)
{
    struct result r = sh(WRONG "\"$L\" compare " OWN ".py count" OWN_END);
    assert_int_equal(r.status, 1);
    assert_non_null(
        strstr(buf_str(&r.err), "It is a program: 'loopscope run --save FILE /tmp/run_own."));
    result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warnings_are_said_when_the_program_has_ended_and_its_status_stays),
        cmocka_unit_test(without_a_wish_for_them_there_are_none),
        cmocka_unit_test(its_trace_is_kept_all_the_same),
        cmocka_unit_test(of_warnings_that_are_alike_most_are_a_number),
        cmocka_unit_test(
            what_ends_by_a_signal_ends_loopscope_by_it_and_what_is_no_python_was_not_seen),
        cmocka_unit_test(a_trace_that_cannot_be_written_is_said_before_it_runs),
        cmocka_unit_test(a_trace_that_is_printed_has_its_sources),
        cmocka_unit_test(to_compare_a_program_one_needs_a_trace_of_it),
    };
    return cmocka_run_group_tests(tests, sh_find_program, NULL) != 0;
}
