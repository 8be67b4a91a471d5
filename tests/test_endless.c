/* SPDX-License-Identifier: MIT */
/* In a terminal, a program that never ends: whatever looks for something in it says how to stop it,
 * and is stopped by Esc, by ^C and by signals. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "target/catalogue.h"
#include "tests/support/endless.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/live.h"

/* Keeping next to nothing of what it has seen. */
static int watch_endless(void *unused)
{
    const struct live_options options = {.term.colors = 256};
    struct player p;
    struct app a;
    (void)unused;
    if (program_open(&p, &endless, CLOCK_VIRTUAL, 1 << 17))
        return 1;
    app_init(&a, 24, 80, false, catalogue_of_scenes());
    app_attach(&a, &p);
    int status = live_run(&a, &options);
    app_close(&a);
    player_close(&p);
    if (status > 128)
        kill(getpid(), status - 128);
    return status;
}

static void open_endless(struct vt *v)
{
    vt_open(v, 24, 80);
    vt_call(v, watch_endless, NULL);
    assert_has(v, "step");
}

/* Each of them would go on for ever. A breakpoint that never stops makes c look for it. */
static const char *const searches[] = {
    "\033[F",
    "G",
    "w",
    ":break 999\rc",
    ":watch nosuch\rc",
    "/nosuch\r",
    "/nosuch\r\033n",
    ":until nosuch\r",
    ":t 999999999\r",
    "3G",
    ":break 2 if 1 > 2\rc",
};
enum { SEARCHES = sizeof searches / sizeof *searches };

TEST(every_search_says_how_to_stop_it_and_esc_does)
{
    for (int i = 0; i < SEARCHES; i++) {
        struct vt v;
        open_endless(&v);
        vt_type(&v, searches[i]);
        assert_has(&v, "Esc stops");
        vt_type(&v, "\033");
        assert_has(&v, "stopped");
        vt_type(&v, "m");
        assert_has(&v, "marker set");
        close_watching(&v);
    }
}

TEST(control_c_stops_a_search_too_and_then_quits)
{
    struct vt v;
    open_endless(&v);
    vt_type(&v, "G");
    assert_has(&v, "Esc stops");
    vt_type(&v, "\003");
    assert_has(&v, "stopped");
    vt_type(&v, "\003");
    assert_killed(&v, SIGINT);
    assert_clean(&v);
    vt_close(&v);
}

TEST(a_search_that_goes_on_is_ended_by_any_signal_that_ends_a_program)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vt v;
        open_endless(&v);
        vt_type(&v, "G");
        assert_has(&v, "Esc stops");
        kill(v.pid, signals[i]);
        assert_killed(&v, signals[i]);
        assert_clean(&v);
        vt_close(&v);
    }
}

/* Playing has no end either, nor has looking ahead while nothing is done. */
TEST(playing_at_any_speed_is_paused_by_a_key_and_quits)
{
    static const char *const plays[] = {" ", "+++++++++++++++++ ", "p++++++++++++++++++++ "};
    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++) {
        struct vt v;
        open_endless(&v);
        vt_type(&v, plays[i]);
        assert_has(&v, "playing");
        vt_type(&v, " ");
        assert_has(&v, "paused");
        close_watching(&v);
    }
}

TEST(a_size_that_changes_while_it_looks_is_shown_at_once)
{
    struct vt v;
    open_endless(&v);
    vt_type(&v, "G");
    assert_has(&v, "Esc stops");
    vt_resize(&v, 11, 39);
    assert_has(&v, "40×12");
    vt_resize(&v, 24, 80);
    assert_has(&v, "Esc stops");
    close_watching(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_search_says_how_to_stop_it_and_esc_does),
        cmocka_unit_test(control_c_stops_a_search_too_and_then_quits),
        cmocka_unit_test(a_search_that_goes_on_is_ended_by_any_signal_that_ends_a_program),
        cmocka_unit_test(playing_at_any_speed_is_paused_by_a_key_and_quits),
        cmocka_unit_test(a_size_that_changes_while_it_looks_is_shown_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
