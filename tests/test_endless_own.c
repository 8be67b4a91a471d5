/* SPDX-License-Identifier: MIT */
/* A Python program that never ends by itself, shown without a terminal: nobody waits for what cannot come, and a
 * signal ends it without a loss. Runs at the root of the project. */
#include <string.h>

#include "base/buf.h"
#include "tests/support/own.h"
#include "tests/support/sh.h"
#include "tests/test.h"

#define PROGRAM(text) OWN_PROGRAM("import asyncio, sys\\n" text "asyncio.run(main())\\n")

/* Two tasks that wait for each other's lock. */
#define DEADLOCK                                                                            \
    PROGRAM("async def both(a, b):\\n    async with a:\\n        await asyncio.sleep(0)\\n" \
            "        async with b:\\n            pass\\nasync def main():\\n"               \
            "    a, b = asyncio.Lock(), asyncio.Lock()\\n"                                  \
            "    await asyncio.gather(both(a, b), both(b, a))\\n")

/* It says when it serves. */
#define SERVER                                                                             \
    PROGRAM("async def main():\\n"                                                         \
            "    s = await asyncio.start_server(lambda r, w: None, \"127.0.0.1\", 0)\\n"   \
            "    print(\"serves\")\\n    asyncio.get_running_loop().call_later(0.1, open," \
            " sys.argv[1], \"w\")\\n    await s.serve_forever()\\n")
#define END_IT                                                                          \
    " & pid=$!; until [ -e " OWN ".up ]; do kill -0 $pid || exit 9; sleep 0.05; done; " \
    "kill -TERM $pid; wait $pid"

TEST(a_move_does_not_wait_for_what_a_deadlock_keeps_from_coming)
{
    struct result r = sh(DEADLOCK "\"$L\" snap --keys '99*right o' " OWN ".py" OWN_END);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(buf_str(&r.out), "Deadlock: nothing is ready"));
    result_free(&r);
}

TEST(a_film_of_a_deadlock_ends_with_it)
{
    struct result r =
        sh(DEADLOCK "\"$L\" record -o " OWN ".cast " OWN ".py && cat " OWN ".cast" OWN_END);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(buf_str(&r.out), "\"m\", \"Deadlock: nothing is ready"));
    result_free(&r);
}

TEST(a_film_of_a_server_is_written_when_a_signal_ends_it)
{
    struct result r = sh(SERVER "\"$L\" record -o " OWN ".cast " OWN ".py " OWN ".up" END_IT
                                " && cat " OWN ".cast" OWN_END);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(buf_str(&r.out), "the loop waits for a connection on port"));
    assert_string_equal(strrchr(buf_str(&r.out), '['), "[?25h\"]\n");
    result_free(&r);
}

TEST(a_picture_of_a_server_is_what_there_is_when_a_signal_ends_it)
{
    struct result r =
        sh(SERVER "\"$L\" snap --keys '99*right' " OWN ".py " OWN ".up" END_IT OWN_END);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(buf_str(&r.out), "  Task-1  serves"));
    result_free(&r);
}

TEST(a_trace_of_a_server_is_printed_when_a_signal_ends_it)
{
    struct result r = sh(SERVER "\"$L\" trace --format ndjson " OWN ".py " OWN ".up >" OWN
                                ".out" END_IT "; tail -n 1 " OWN ".out" OWN_END);
    assert_non_null(strstr(buf_str(&r.out), "\"e\":\"exit\""));
    result_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_does_not_wait_for_what_a_deadlock_keeps_from_coming),
        cmocka_unit_test(a_film_of_a_deadlock_ends_with_it),
        cmocka_unit_test(a_film_of_a_server_is_written_when_a_signal_ends_it),
        cmocka_unit_test(a_picture_of_a_server_is_what_there_is_when_a_signal_ends_it),
        cmocka_unit_test(a_trace_of_a_server_is_printed_when_a_signal_ends_it),
    };
    return cmocka_run_group_tests(tests, sh_find_program, NULL) != 0;
}
