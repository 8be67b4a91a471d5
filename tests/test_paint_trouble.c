/* SPDX-License-Identifier: MIT */
/* Of what the libraries that paint say by themselves, only that memory is wanting makes a picture no good. */
#include <dlfcn.h>
#include <string.h>

#include "record/paint.h"
#include "record/rsvg.h"
#include "tests/test.h"

#ifdef HAVE_RSVG
typedef void logs(const char *domain, GLogLevelFlags level, const char *format, ...);

TEST(want_of_memory_is_trouble_and_nothing_else_that_is_said)
{
    static const struct {
        const char *domain, *said;
        bool trouble;
    } rows[] = {
        {"Pango", "no such font", false},
        {"memory", "no such font", false},
        {"memory", "", false},
        {"Pango", "failed to shape text, out of memory", true},
    };
    if (paint_trouble()) {
        print_message("%s\n", paint_trouble());
        skip();
    }
    logs *g_log;
    void *library = dlopen("libglib-2.0.so.0", RTLD_NOW | RTLD_NOLOAD), *at;
    assert_non_null(library);
    at = dlsym(library, "g_log");
    assert_non_null(at);
    memcpy(&g_log, &at, sizeof g_log);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        g_log(rows[i].domain, G_LOG_LEVEL_INFO, "%s", rows[i].said);
        if (!paint_trouble() == rows[i].trouble)
            fail_msg("%s: %s", rows[i].said, paint_trouble());
    }
    assert_string_equal(paint_trouble(), RSVG_BREAKS);
    dlclose(library);
}
#endif

int main(void)
{
#ifdef HAVE_RSVG
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(want_of_memory_is_trouble_and_nothing_else_that_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
#else
    return 0;
#endif
}
