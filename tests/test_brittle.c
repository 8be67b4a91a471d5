/* SPDX-License-Identifier: MIT */
/* A library that ends the program by a signal: while it is at work a sentence says so, and who has taken the
 * signal keeps it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/brittle.h"
#include "tests/test.h"

enum when { AT_WORK, BEHIND, WHERE_ANOTHER_HAS_IT };

static void end_otherwise(int signum)
{
    (void)signum;
    _exit(7);
}

static void be_ended(enum when when, int signum, int err)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    alarm(30);
    dup2(err, STDERR_FILENO);
    signal(signum,
           when == WHERE_ANOTHER_HAS_IT ? end_otherwise : SIG_DFL); /* a sanitizer takes some */
    brittle_begin("it broke");
    if (when == BEHIND)
        brittle_end();
    raise(signum);
    _exit(0);
}

/* How a process ends by a signal, as waitpid says; what it says on standard error to `said`. */
static int end_by(enum when when, int signum, char said[64])
{
    int err[2], status;
    assert_int_equal(pipe(err), 0);
    pid_t child = fork();
    if (!child)
        be_ended(when, signum, err[1]);
    close(err[1]);
    FILE *f = fdopen(err[0], "r");
    assert_non_null(f);
    said[fread(said, 1, 63, f)] = 0;
    fclose(f);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static const int crashes[] = {SIGABRT, SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE};

TEST(whatever_ends_a_library_at_work_is_a_sentence_and_status_1)
{
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        char said[64];
        int status = end_by(AT_WORK, crashes[i], said);
        if (status != 1 << 8 || strcmp(said, "loopscope: it broke\n") != 0)
            fail_msg("%s: %x, %s", strsignal(crashes[i]), status, said);
    }
}

TEST(when_it_is_done_and_where_another_has_the_signal_they_do_what_they_did)
{
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        char said[64];
        int status = end_by(BEHIND, crashes[i], said);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != crashes[i] || *said)
            fail_msg("%s behind it: %x, %s", strsignal(crashes[i]), status, said);
        status = end_by(WHERE_ANOTHER_HAS_IT, crashes[i], said);
        if (status != 7 << 8 || *said)
            fail_msg("%s of another: %x, %s", strsignal(crashes[i]), status, said);
    }
}

TEST(a_signal_that_somebody_sends_is_none_of_a_library_s)
{
    static const int sent[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        char said[64];
        int status = end_by(AT_WORK, sent[i], said);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != sent[i] || *said)
            fail_msg("%s: %x, %s", strsignal(sent[i]), status, said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_ends_a_library_at_work_is_a_sentence_and_status_1),
        cmocka_unit_test(when_it_is_done_and_where_another_has_the_signal_they_do_what_they_did),
        cmocka_unit_test(a_signal_that_somebody_sends_is_none_of_a_library_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
