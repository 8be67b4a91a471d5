/* SPDX-License-Identifier: MIT */
/* Whatever ends or stops the program, the terminal is left as it was found. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"
#include "ui/back.h"

TEST(a_signal_ends_it_and_leaves_a_clean_terminal)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct vt v;
        open_watching(&v, 24, 80);
        assert_true(v.alternate && v.cursor_hidden);
        kill(v.pid, signals[i]);
        assert_killed(&v, signals[i]);
        assert_clean(&v);
        vt_close(&v);
    }
}

static bool is_crash(int signum)
{
    return signum == SIGSEGV || signum == SIGBUS || signum == SIGABRT || signum == SIGFPE ||
           signum == SIGILL;
}

/* Not those that stop it, or do nothing, or leave nobody the time. */
static bool ends_by_default(int signum)
{
    static const int others[] = {SIGKILL, SIGSTOP, SIGCONT, SIGTSTP, SIGTTIN,
                                 SIGTTOU, SIGCHLD, SIGURG,  SIGWINCH};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (signum == others[i])
            return false;
    return signum < 32 || signum >= SIGRTMIN; /* between them are the C library's own */
}

/* Valgrind keeps the last signal for itself. */
static int last_signal(void)
{
    const char *loaded = getenv("LD_PRELOAD");
    return loaded && strstr(loaded, "vgpreload") ? SIGRTMAX - 1 : SIGRTMAX;
}

TEST(every_signal_that_ends_a_program_leaves_a_clean_terminal)
{
    for (int i = 1; i <= last_signal(); i++) {
        struct vt v;
        if (!ends_by_default(i) || (SANITIZED && is_crash(i)))
            continue;
        open_watching(&v, 12, 40);
        kill(v.pid, i);
        assert_killed(&v, i);
        assert_clean(&v);
        vt_close(&v);
    }
}

/* The kernel may bring the last bytes after the end. */
static bool is_clean(struct vt *v, const void *unused)
{
    (void)unused;
    return !v->alternate && !v->cursor_hidden && !v->pastes && !v->focuses && !v->clicks;
}

/* Is the process another program than this? Before, it would do with a signal what tests do. */
static bool has_begun(struct vt *v, const void *unused)
{
    char path[64];
    (void)unused;
    snprintf(path, sizeof path, "/proc/%d/comm", (int)v->pid);
    struct buf own = read_file("/proc/self/comm"), its = read_file(path);
    bool begun = strcmp(buf_str(&own), buf_str(&its)) != 0;
    buf_free(&own);
    buf_free(&its);
    return begun;
}

static bool ended_or_answered(struct vt *v, const void *unused)
{
    return vt_has_ended(v, unused) || vt_answers(v);
}

/* ^C may only stop what goes on; the next one then ends it. */
static void interrupt_again(struct vt *v)
{
    enum { TIMES = 8 };
    for (int i = 0; i < TIMES && !vt_has_ended(v, NULL); i++) {
        vt_type(v, "\003");
        assert_true(vt_wait(v, ended_or_answered, NULL));
    }
}

/* At ^C a terminal drops what was written and is not shown yet, be it what gives the terminal back: not so
 * here. */
static void keep_all_output(struct vt *v)
{
    v->before.c_lflag |= NOFLSH;
    assert_int_equal(tcsetattr(v->slave, TCSANOW, &v->before), 0);
}

/* Microseconds: while it starts, opens the terminal, draws, reads keys, quits. */
static void kill_at(unsigned moment, int signum)
{
    static const char *const keys[] = {"", "ssss", "G", " ", "q", "/x\r", "?"};
    struct vt v;
    vt_open(&v, 12, 40);
    keep_all_output(&v);
    vt_start(&v, WORDS(loopscope(), "makerandom"));
    vt_type(&v, keys[moment % (sizeof keys / sizeof *keys)]);
    assert_true(vt_wait(&v, has_begun, NULL));
    usleep(moment);
    kill(v.pid, signum);
    if (signum == SIGINT)
        interrupt_again(&v);
    assert_ends(&v);
    vt_wait(&v, is_clean, NULL);
    assert_clean(&v);
    vt_close(&v);
}

/* MORE=N kills it N times as often. */
TEST(a_signal_at_any_moment_leaves_a_clean_terminal)
{
    enum { KILLS = 25, LATEST = 60000 };
    const char *more = getenv("MORE");
    int n = KILLS * (more ? atoi(more) : 1);
    unsigned random = 1;
    for (int i = 0; i < n;) {
        random = random * 1103515245 + 12345;
        int signum = 1 + (int)(random >> 16) % last_signal();
        if (!ends_by_default(signum) || (SANITIZED && is_crash(signum)))
            continue;
        random = random * 1103515245 + 12345;
        kill_at((random >> 8) % LATEST, signum);
        i++;
    }
}

TEST(an_interrupt_at_any_moment_leaves_a_clean_terminal_at_last)
{
    enum { KILLS = 12, LATEST = 60000 };
    const char *more = getenv("MORE");
    int n = KILLS * (more ? atoi(more) : 1);
    for (int i = 0; i < n; i++)
        kill_at((unsigned)i * 2654435769u % LATEST, SIGINT);
}

static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
enum { CRASHES = sizeof crashes / sizeof *crashes };

/* It had been ignored, as a parent may do: what comes of a crash is no matter of choice. */
static int crash_ignored(void *signum)
{
    signal(*(const int *)signum, SIG_IGN);
    open_term();
    raise(*(const int *)signum);
    return 3;
}

TEST(a_crash_leaves_a_clean_terminal_even_where_its_signal_was_ignored)
{
    for (int i = 0; i < CRASHES && !SANITIZED; i++) {
        struct vt v;
        int signum = crashes[i];
        vt_open(&v, 12, 40);
        vt_call(&v, crash_ignored, &signum);
        assert_killed(&v, signum);
        assert_clean(&v);
        vt_close(&v);
    }
}

/* 0, or the first signal that is not as it was: it was ignored, or somebody's, and is no crash. */
static int keep_what_is_taken(void *unused)
{
    struct sigaction now;
    (void)unused;
    for (int i = 1; i < 32; i++)
        if (ends_by_default(i) && !is_crash(i))
            signal(i, SIG_IGN);
    struct term *t = open_term();
    for (int i = 1; i < 32; i++)
        if (ends_by_default(i) && !is_crash(i) &&
            (sigaction(i, NULL, &now) || now.sa_handler != SIG_IGN))
            return i;
    term_close(t);
    for (int i = 1; i < 32; i++)
        if (ends_by_default(i) && !is_crash(i) &&
            (sigaction(i, NULL, &now) || now.sa_handler != SIG_IGN))
            return i;
    return 0;
}

TEST(a_signal_that_is_ignored_stays_so)
{
    struct vt v;
    vt_open(&v, 12, 40);
    vt_call(&v, keep_what_is_taken, NULL);
    assert_exits(&v, 0);
    vt_close(&v);
}

static int give_signals_back(void *unused)
{
    struct sigaction before[32], now;
    (void)unused;
    for (int i = 1; i < 32; i++)
        sigaction(i, NULL, &before[i]);
    term_close(open_term());
    for (int i = 1; i < 32; i++)
        if (ends_by_default(i) &&
            (sigaction(i, NULL, &now) ||
             now.sa_handler != (is_crash(i) && !SANITIZED ? SIG_DFL : before[i].sa_handler)))
            return i;
    return 0;
}

/* Crashes were taken from whoever had them. */
TEST(once_the_terminal_is_closed_signals_do_what_they_did)
{
    struct vt v;
    vt_open(&v, 12, 40);
    vt_call(&v, give_signals_back, NULL);
    assert_exits(&v, 0);
    vt_close(&v);
}

static int die_in_raw_mode(void *unused)
{
    struct termios m;
    int fd = open("/dev/tty", O_RDWR);
    (void)unused;
    if (back_open(fd, back_term(fd), true))
        return 1;
    tcgetattr(fd, &m);
    cfmakeraw(&m);
    tcsetattr(fd, TCSANOW, &m);
    close(fd);
    if (open("/dev/tty", O_RDONLY) != fd)
        return 2;
    raise(SIGUSR1);
    return 3;
}

/* Writing to it fails; its modes are another matter. */
TEST(a_terminal_that_takes_no_text_gets_its_modes_back)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_call(&v, die_in_raw_mode, NULL);
    assert_killed(&v, SIGUSR1);
    assert_same_modes(&v);
    vt_close(&v);
}

static int die_while_suspended(void *unused)
{
    struct term *t = open_term();
    (void)unused;
    term_suspend(t);
    if (write(STDOUT_FILENO, "\033[?1049hanother's screen", 24) < 0)
        return 1;
    raise(SIGUSR1);
    return 2;
}

TEST(a_signal_while_the_program_is_stopped_leaves_the_terminal_to_others)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_call(&v, die_while_suspended, NULL);
    assert_killed(&v, SIGUSR1);
    assert_has(&v, "another's screen");
    assert_true(v.alternate);
    vt_close(&v);
}

TEST(control_c_ends_it_while_it_plays)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "-- "); /* so slow that it plays for minutes */
    assert_has(&v, "playing");
    vt_type(&v, "\003");
    assert_killed(&v, SIGINT);
    assert_clean(&v);
    vt_close(&v);
}

TEST(a_terminal_that_is_closed_ends_it)
{
    struct vt v;
    open_watching(&v, 24, 80);
    close(v.master);
    close(v.slave);
    v.master = v.slave = -1;
    assert_killed(&v, SIGHUP);
    vt_close(&v);
}

/* What nobody can clean up: but the shell's next command finds a terminal that it can use. */
TEST(a_kill_leaves_a_terminal_that_still_obeys)
{
    struct vt v;
    struct termios now;
    open_watching(&v, 24, 80);
    kill(v.pid, SIGKILL);
    assert_killed(&v, SIGKILL);
    assert_int_equal(tcgetattr(v.slave, &now), 0);
    assert_true(now.c_lflag & ISIG);
    assert_true(now.c_oflag & OPOST);
    assert_false(fcntl(v.slave, F_GETFL) & O_NONBLOCK);
    vt_close(&v);
}

static int die_while_open(void *unused)
{
    (void)unused;
    open_term();
    fputs("said meanwhile\n", stderr);
    die("this is why");
}

TEST(the_last_words_can_be_read_on_the_restored_screen)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_call(&v, die_while_open, NULL);
    assert_exits(&v, 1);
    assert_clean(&v);
    if (!SANITIZED)
        assert_has(&v, "said meanwhile");
    if (!SANITIZED)
        assert_has(&v, "loopscope: this is why");
    vt_close(&v);
}

#if !SANITIZED /* a sanitizer takes the signal for itself */
static int run_over_the_stack(volatile int *from)
{
    volatile int big[1024] = {*from + 1};
    return big[0] ? run_over_the_stack(big) + big[0] : 0;
}

static int overflow_while_open(void *unused)
{
    (void)unused;
    open_term();
    return run_over_the_stack(&(volatile int){0});
}

TEST(a_stack_that_runs_over_leaves_a_clean_terminal)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_call(&v, overflow_while_open, NULL);
    assert_killed(&v, SIGSEGV);
    assert_clean(&v);
    vt_close(&v);
}
#endif

/* ---- what a file makes of it ---- */

/* A scene may do to its terminal what it likes; a file that one was sent may not. */
TEST(running_a_trace_lets_nothing_through_that_a_terminal_obeys)
{
    struct vt v;
    char path[64];
    snprintf(path, sizeof path, "/tmp/terminal-%ld.ndjson", (long)getpid());
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("{\"e\": \"out\", \"s\": \"\\u001b[?1049h\\u001b[?25lout\\tone\\ntwo\\n\"}\n"
          "{\"e\": \"out\", \"s\": \"three\"}\n"
          "{\"e\": \"err\", \"s\": \"\\u001b[?1049h\\u001b[?25lerr\\n\"}\n"
          "{\"e\": \"warning\", \"msg\": \"\\u001b[?1049hwarned\"}\n",
          f);
    fclose(f);
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS(loopscope(), "run", path));
    assert_exits(&v, 0);
    assert_has(&v, "\\x1b[?1049h\\x1b[?25lout one");
    assert_has(&v, "\ntwo ");
    assert_has(&v, "\nthree\\x1b[?1049h\\x1b[?25lerr ");
    assert_has(&v, "loopscope: warning: \\x1b[?1049hwarned");
    assert_clean(&v);
    vt_close(&v);
    unlink(path);
}

TEST(running_a_scenario_lets_nothing_through_that_a_terminal_obeys)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("sh", "-c",
                       "echo '{\"main\": [[\"say\", \"\\u001b[?1049hout\"], "
                       "[\"raise\", \"\\u001b[?25lerr\"]]}' | $LOOPSCOPE run -"));
    assert_exits(&v, 1);
    assert_has(&v, "\\x1b[?1049hout");
    assert_has(&v, "\\x1b[?25lerr");
    assert_clean(&v);
    vt_close(&v);
}

/* ---- stopping and going on ---- */

TEST(control_z_gives_the_terminal_back_and_fg_takes_it_again)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("sh", "-mc",
                       "$LOOPSCOPE count; stty -a | grep -q ' icanon' && echo 'it has stopped'; "
                       "read go; fg; echo \"its status: $?\""));
    assert_shows(&v, "count", "");
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    vt_type(&v, "\032");
    assert_has(&v, "it has stopped");
    assert_false(v.alternate);
    assert_false(v.cursor_hidden);
    vt_type(&v, "go\n");
    assert_shows(&v, "count", "s");
    assert_true(v.alternate);
    vt_type(&v, "s");
    assert_shows(&v, "count", "s s");
    vt_type(&v, "q");
    assert_has(&v, "its status: 0");
    assert_exits(&v, 0);
    vt_close(&v);
}

TEST(the_shell_learns_that_control_c_ended_it)
{
    struct vt v;
    vt_open(&v, 24, 80);
    vt_start(&v, WORDS("sh", "-mc", "trap : INT; $LOOPSCOPE count; echo \"its status: $?\""));
    assert_shows(&v, "count", "");
    vt_type(&v, "\003");
    assert_has(&v, "its status: 130");
    assert_exits(&v, 0);
    assert_clean(&v);
    vt_close(&v);
}

/* Nobody could continue a program whose parent is no shell: then the kernel stops nothing. */
TEST(control_z_without_a_shell_only_paints_again)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_type(&v, "\032");
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    close_watching(&v);
}

static bool has_stopped(struct vt *v, const void *unused)
{
    (void)unused;
    return waitpid(v->pid, &v->status, WNOHANG | WUNTRACED) == v->pid && WIFSTOPPED(v->status);
}

TEST(what_others_wrote_while_it_was_stopped_is_painted_over)
{
    struct vt v;
    open_watching(&v, 24, 80);
    kill(v.pid, SIGSTOP);
    assert_true(vt_wait(&v, has_stopped, NULL));
    vt_feed(&v, "\033[31mgarbage\033[?25h\033[?1049l", 27);
    tcsetattr(v.slave, TCSANOW, &v.before);
    kill(v.pid, SIGCONT);
    assert_shows(&v, "count", "");
    assert_true(v.cursor_hidden && v.alternate);
    vt_type(&v, "s");
    assert_shows(&v, "count", "s");
    close_watching(&v);
}

TEST(control_l_paints_over_garbage)
{
    struct vt v;
    open_watching(&v, 24, 80);
    vt_feed(&v, "\033[5;5H\033[7mgarbage\033[m", 20);
    vt_type(&v, "\014");
    assert_shows(&v, "count", "ctrl-l");
    close_watching(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signal_ends_it_and_leaves_a_clean_terminal),
        cmocka_unit_test(every_signal_that_ends_a_program_leaves_a_clean_terminal),
        cmocka_unit_test(a_signal_at_any_moment_leaves_a_clean_terminal),
        cmocka_unit_test(an_interrupt_at_any_moment_leaves_a_clean_terminal_at_last),
        cmocka_unit_test(a_signal_while_the_program_is_stopped_leaves_the_terminal_to_others),
        cmocka_unit_test(a_crash_leaves_a_clean_terminal_even_where_its_signal_was_ignored),
        cmocka_unit_test(a_signal_that_is_ignored_stays_so),
        cmocka_unit_test(once_the_terminal_is_closed_signals_do_what_they_did),
        cmocka_unit_test(a_terminal_that_takes_no_text_gets_its_modes_back),
        cmocka_unit_test(control_c_ends_it_while_it_plays),
        cmocka_unit_test(a_terminal_that_is_closed_ends_it),
        cmocka_unit_test(a_kill_leaves_a_terminal_that_still_obeys),
        cmocka_unit_test(the_last_words_can_be_read_on_the_restored_screen),
#if !SANITIZED
        cmocka_unit_test(a_stack_that_runs_over_leaves_a_clean_terminal),
#endif
        cmocka_unit_test(running_a_scenario_lets_nothing_through_that_a_terminal_obeys),
        cmocka_unit_test(running_a_trace_lets_nothing_through_that_a_terminal_obeys),
        cmocka_unit_test(control_z_gives_the_terminal_back_and_fg_takes_it_again),
        cmocka_unit_test(the_shell_learns_that_control_c_ended_it),
        cmocka_unit_test(control_z_without_a_shell_only_paints_again),
        cmocka_unit_test(what_others_wrote_while_it_was_stopped_is_painted_over),
        cmocka_unit_test(control_l_paints_over_garbage),
    };
    setenv("LOOPSCOPE", loopscope(), 1);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
