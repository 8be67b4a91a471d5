/* SPDX-License-Identifier: MIT */
/* A program that runs by itself, held by credit: tests/live/fake.py speaks as the tracer does, or as it
 * never would. */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/now.h"
#include "player/player.h"
#include "target/live.h"
#include "tests/support/file.h"
#include "tests/test.h"

/* The fake, and what it does. */
struct run {
    const char *words[8];
    struct wish wish;
    struct target *target;
    struct player player;
};

static void open_fake(struct run *r, const char *what, const char *argument)
{
    *r = (struct run){.words = {"python3", "-I", "tests/live/fake.py", what, argument}};
    r->wish.own = (struct own){.launch = LAUNCH_COMMAND, .words = r->words};
    r->wish.clock = CLOCK_REAL;
    assert_int_equal(live_open(&r->target, &r->wish), 0);
    assert_int_equal(player_open(&r->player, r->target, 0), 0);
}

static void close_fake(struct run *r)
{
    player_close(&r->player);
    r->target->type->free(r->target);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, alive or not */
}

/* All it has to tell, and its end; a minute is a test that hangs. */
static void run_on(struct run *r)
{
    double end = now() + 60;
    player_hold(&r->player, false);
    while (!player_over(&r->player) && now() < end) {
        player_produce(&r->player, r->player.trace.end + 1);
        player_let_run(&r->player);
        player_wait(&r->player, 0.05);
    }
    assert_true(player_over(&r->player));
}

/* What comes within so many seconds while nobody lets it go on. */
static void listen_to(struct run *r, double seconds)
{
    for (double end = now() + seconds; now() < end; player_wait(&r->player, 0.02))
        player_produce(&r->player, r->player.trace.end + 1);
}

/* The texts of a kind of event, one behind the other. */
static const char *texts(const struct run *r, enum event_kind kind)
{
    static char all[4096];
    size_t n = 0;
    const struct trace *t = &r->player.trace;
    for (uint32_t i = t->first; i < t->end; i++) {
        const struct note *note = trace_note(t, i);
        if (trace_at(t, i)->kind == kind && n < sizeof all)
            n += (size_t)snprintf(all + n, sizeof all - n, "%.*s", (int)note->len,
                                  note->text ? note->text : "");
    }
    all[n < sizeof all ? n : sizeof all - 1] = 0;
    return all;
}

static uint32_t count(const struct run *r, enum event_kind kind)
{
    uint32_t n = 0;
    for (uint32_t i = r->player.trace.first; i < r->player.trace.end; i++)
        n += trace_at(&r->player.trace, i)->kind == kind;
    return n;
}

/* ---- credit ---- */

TEST(a_program_tells_nothing_before_it_may)
{
    struct run r;
    open_fake(&r, "turns", "3");
    listen_to(&r, 0.3);
    assert_int_equal(r.player.trace.end, 0);
    assert_true(player_moment(&r.player, 1));
    assert_true(r.player.trace.end > 0);
    close_fake(&r);
}

TEST(a_step_lets_it_go_on_by_no_more_than_it_takes)
{
    struct run r;
    open_fake(&r, "turns", "200");
    for (int i = 0; i < 12; i++)
        assert_true(player_moment(&r.player, 1));
    uint32_t end = r.player.trace.end;
    assert_true(end <= r.player.model.cursor + 8);
    listen_to(&r, 0.2);
    assert_int_equal(r.player.trace.end, end);
    close_fake(&r);
}

static off_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) ? 0 : st.st_size;
}

TEST(what_it_does_stands_still_while_it_is_held_and_a_step_back_leaves_it_alone)
{
    char path[] = "/tmp/loopscope-live-XXXXXX";
    struct run r;
    close(mkstemp(path));
    open_fake(&r, "writes", path);
    for (int i = 0; i < 30; i++)
        assert_true(player_moment(&r.player, 1));
    off_t size = size_of(path);
    uint32_t end = r.player.trace.end;
    assert_true(size > 0);
    for (int i = 0; i < 20; i++)
        assert_true(player_moment(&r.player, -1));
    assert_true(player_tick(&r.player, -1));
    assert_true(player_end(&r.player));
    listen_to(&r, 0.2);
    assert_int_equal(size_of(path), size);
    assert_int_equal(r.player.trace.end, end);
    close_fake(&r);
    unlink(path);
}

TEST(after_playing_it_is_held_within_a_window)
{
    char path[] = "/tmp/loopscope-live-XXXXXX";
    struct run r;
    close(mkstemp(path));
    open_fake(&r, "writes", path);
    player_hold(&r.player, false);
    while (r.player.trace.end < 3000) {
        player_produce(&r.player, r.player.trace.end + 1);
        player_let_run(&r.player);
        player_wait(&r.player, 0.05);
    }
    uint32_t end = r.player.trace.end;
    player_hold(&r.player, true);
    listen_to(&r, 0.3);
    assert_true(r.player.trace.end - end <= 256);
    off_t size = size_of(path);
    listen_to(&r, 0.2);
    assert_int_equal(size_of(path), size);
    close_fake(&r);
    unlink(path);
}

TEST(a_move_to_the_end_stops_where_it_has_come_to)
{
    struct run r;
    open_fake(&r, "turns", "5000");
    for (int i = 0; i < 5; i++)
        player_moment(&r.player, 1);
    player_end(&r.player);
    assert_int_equal(r.player.model.cursor, r.player.trace.end);
    assert_true(r.player.trace.end < 100);
    assert_true(player_tick(&r.player, 1));
    assert_true(r.player.trace.end < 200);
    close_fake(&r);
}

TEST(all_of_it_is_the_same_by_steps_and_by_playing)
{
    struct run steps, plays;
    open_fake(&steps, "turns", "40");
    open_fake(&plays, "turns", "40");
    while (player_moment(&steps.player, 1))
        ;
    run_on(&plays);
    assert_int_equal(steps.player.trace.end, plays.player.trace.end);
    for (uint32_t i = 0; i < steps.player.trace.end; i++)
        assert_int_equal(trace_at(&steps.player.trace, i)->kind,
                         trace_at(&plays.player.trace, i)->kind);
    assert_int_equal(steps.target->status, 0);
    player_close(&steps.player);
    steps.target->type->free(steps.target);
    close_fake(&plays);
}

TEST(a_breakpoint_is_told_when_it_is_set_and_when_it_is_taken_away)
{
    struct run r;
    open_fake(&r, "obeys", "8");
    for (int i = 0; i < 4; i++)
        assert_true(player_moment(&r.player, 1));
    player_break(&r.player, NULL, 5);
    assert_true(player_moment(&r.player, 1));
    player_break(&r.player, NULL, 50);
    assert_true(player_moment(&r.player, 1));
    assert_true(player_moment(&r.player, 1));
    player_break(&r.player, NULL, 5);
    run_on(&r);
    assert_string_equal(texts(&r, EV_OUT), "B fake.py:5; B fake.py:50; D fake.py:5\n");
    close_fake(&r);
}

/* ---- its terminal ---- */

TEST(what_it_prints_by_any_way_is_told_in_its_order)
{
    struct run r;
    open_fake(&r, "beside", NULL);
    run_on(&r);
    const char *out = texts(&r, EV_OUT), *told = strstr(out, "told\n");
    assert_non_null(told);
    assert_non_null(strstr(out, "by os.write\n"));
    assert_non_null(strstr(out, "told again\n"));
    assert_non_null(strstr(out, "by a child\n"));
    assert_int_equal(strlen(out), strlen("told\nby os.write\ntold again\nby a child\n"));
    close_fake(&r);
}

TEST(by_steps_that_order_is_exact)
{
    struct run r;
    open_fake(&r, "beside", NULL);
    while (player_moment(&r.player, 1))
        ;
    assert_string_equal(texts(&r, EV_OUT), "told\nby os.write\ntold again\nby a child\n");
    close_fake(&r);
}

/* Standard input is a terminal, as it is where somebody watches; the descriptor of its other end. */
static int stand_at_terminal(int *before)
{
    int ours = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(ours >= 0 && !grantpt(ours) && !unlockpt(ours));
    int its = open(ptsname(ours), O_RDWR | O_NOCTTY);
    *before = dup(STDIN_FILENO);
    dup2(its, STDIN_FILENO);
    close(its);
    return ours;
}

TEST(one_that_waits_for_input_says_so_and_gets_the_line)
{
    struct run r;
    int before, ours = stand_at_terminal(&before);
    open_fake(&r, "asks", NULL);
    player_hold(&r.player, false);
    for (double end = now() + 5; !r.target->asks && now() < end; player_wait(&r.player, 0.1))
        player_produce(&r.player, r.player.trace.end + 1);
    assert_true(r.target->asks);
    r.target->type->type(r.target, "hello");
    run_on(&r);
    assert_false(r.target->asks);
    assert_non_null(strstr(texts(&r, EV_OUT), "read hello\n"));
    close_fake(&r);
    dup2(before, STDIN_FILENO);
    close(before);
    close(ours);
}

TEST(a_program_that_prints_without_end_is_taken_in_as_text)
{
    struct run r;
    open_fake(&r, "screams", NULL);
    run_on(&r);
    assert_true(count(&r, EV_OUT) >= 100000);
    close_fake(&r);
}

/* ---- how it ends ---- */

TEST(its_exit_status_and_the_signal_that_ended_it_are_told)
{
    struct run r;
    open_fake(&r, "silent", NULL);
    run_on(&r);
    assert_int_equal(r.target->status, 3);
    assert_string_equal(texts(&r, EV_OUT), "no loop\n");
    assert_int_equal(count(&r, EV_START), 1);
    close_fake(&r);
    open_fake(&r, "killed", NULL);
    run_on(&r);
    assert_int_equal(r.target->status, 128 + SIGSEGV);
    assert_non_null(strstr(texts(&r, EV_WARNING), "signal 11 ended it"));
    assert_int_equal(count(&r, EV_EXIT), 1);
    close_fake(&r);
}

TEST(it_is_interrupted_as_by_its_terminal)
{
    struct run r;
    open_fake(&r, "interrupted", NULL);
    player_hold(&r.player, false);
    while (!count(&r, EV_IDLE)) {
        player_produce(&r.player, r.player.trace.end + 1);
        player_wait(&r.player, 0.05);
    }
    listen_to(&r, 0.1);
    r.target->type->interrupt(r.target);
    run_on(&r);
    assert_non_null(strstr(texts(&r, EV_OUT), "interrupted\n"));
    assert_int_equal(r.target->status, 0);
    close_fake(&r);
}

TEST(who_closes_it_ends_it_whatever_it_is_in)
{
    static const char *const whats[] = {"sleeps", "stubborn", "turns", "floods", "asks"};
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++)
        for (int let = 0; let < 2; let++) {
            struct run r;
            double begin = now();
            open_fake(&r, whats[i], "5000");
            if (let) {
                player_hold(&r.player, false);
                listen_to(&r, 0.3);
            }
            close_fake(&r);
            assert_true(now() - begin < 8);
        }
}

TEST(it_can_be_started_again)
{
    struct run r;
    open_fake(&r, "turns", "2");
    run_on(&r);
    player_close(&r.player);
    assert_int_equal(player_open(&r.player, r.target, 0), 0);
    run_on(&r);
    assert_string_equal(texts(&r, EV_OUT), "tick 1\ntick 2\n");
    assert_non_null(trace_source(&r.player.trace, NULL));
    close_fake(&r);
}

TEST(one_that_is_not_there_is_a_sentence)
{
    struct run r = {.words = {"/nowhere/python3"}};
    r.wish.own = (struct own){.launch = LAUNCH_COMMAND, .words = r.words};
    assert_int_equal(live_open(&r.target, &r.wish), 0);
    assert_int_equal(player_open(&r.player, r.target, 0), 1);
    close_fake(&r);
    r.words[0] = "tests/live/nowhere.py";
    r.wish.own.launch = LAUNCH_FILE;
    assert_int_equal(live_open(&r.target, &r.wish), 1);
}

/* ---- what nobody should say ---- */

static void assert_goes_on_unseen(const char *what, const char *argument, const char *sentence)
{
    struct run r;
    open_fake(&r, what, argument);
    run_on(&r);
    if (!strstr(texts(&r, EV_WARNING), sentence))
        fail_msg("%s %s: “%s”, not “%s”", what, argument ? argument : "", texts(&r, EV_WARNING),
                 sentence);
    assert_int_equal(r.target->status, 0);
    close_fake(&r);
}

TEST(nonsense_is_a_sentence_and_the_program_goes_on)
{
    static const char *const nonsense[] = {
        "{]\\n",
        "[]\\n",
        "\\x00\\xff\\n",
        "{}\\n",
        "{\\\"e\\\":\\\"task\\\",\\\"id\\\":\\\"T3000000\\\"}\\n",
        "17\\n"};
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
        assert_goes_on_unseen("nonsense", nonsense[i], "cannot be read");
    assert_goes_on_unseen("closes", NULL, "it tells no more");
}

TEST(lines_may_come_in_pieces)
{
    struct run r;
    open_fake(&r, "cut", NULL);
    run_on(&r);
    assert_string_equal(texts(&r, EV_OUT), "pieces\n");
    assert_int_equal(count(&r, EV_WARNING), 0);
    close_fake(&r);
}

TEST(who_tells_more_than_it_may_is_heard_no_longer)
{
    struct run r;
    open_fake(&r, "floods", NULL);
    const char *seen = NULL; /* on a slow machine it is not the only warning */
    for (double end = now() + 60; !seen && now() < end;) {
        player_let_run(&r.player);
        listen_to(&r, 0.2);
        seen = strstr(texts(&r, EV_WARNING), "more than it may");
    }
    assert_non_null(seen);
    close_fake(&r);
}

TEST(damaged_lines_in_any_pieces_end_nothing_but_what_is_seen)
{
    for (int seed = 1; seed <= 24; seed++) {
        struct run r;
        char number[8];
        snprintf(number, sizeof number, "%d", seed);
        open_fake(&r, "noise", number);
        run_on(&r);
        assert_non_null(strstr(texts(&r, EV_OUT), "the end\n"));
        assert_int_equal(r.target->status, 0);
        while (player_step(&r.player, 1))
            player_look_at_moment(&r.player);
        close_fake(&r);
    }
}

/* ---- a real program ---- */

static void write_program(const char *path, const char *word)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "import asyncio, sys\n\n\nasync def main():\n    print('%s')\n    await "
            "asyncio.sleep(0.01)\n    "
            "sys.exit(7)\n\n\nasyncio.run(main())\n",
            word);
    fclose(f);
}

static void open_program(struct run *r, const char *path, bool on_save)
{
    *r = (struct run){.words = {path}};
    r->wish.own = (struct own){.launch = LAUNCH_FILE, .words = r->words, .on_save = on_save};
    r->wish.clock = CLOCK_REAL;
    assert_int_equal(live_open(&r->target, &r->wish), 0);
    assert_int_equal(player_open(&r->player, r->target, 0), 0);
}

TEST(a_python_program_is_seen_as_it_is)
{
    char folder[] = "/tmp/loopscope-live-XXXXXX", path[64];
    struct run r;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/program.py", folder);
    write_program(path, "hello");
    open_program(&r, path, false);
    run_on(&r);
    assert_string_equal(texts(&r, EV_OUT), "hello\n");
    assert_int_equal(r.target->status, 7);
    assert_int_equal(count(&r, EV_EXIT), 1);
    assert_non_null(trace_source(&r.player.trace, NULL));
    assert_true(r.player.trace.real);
    close_fake(&r);
    unlink(path);
    rmdir(folder);
}

TEST(that_a_source_was_saved_is_known_however_it_was_saved)
{
    char folder[] = "/tmp/loopscope-live-XXXXXX", path[64], other[64];
    struct run r;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/program.py", folder);
    snprintf(other, sizeof other, "%s/other", folder);
    write_program(path, "hello");
    open_program(&r, path, true);
    run_on(&r);
    write_program(other, "of no matter");
    assert_false(r.target->type->changed(r.target));
    write_program(path, "again");
    assert_true(r.target->type->changed(r.target));
    assert_false(r.target->type->changed(r.target));
    rename(other, path);
    assert_true(r.target->type->changed(r.target));
    close_fake(&r);
    unlink(path);
    rmdir(folder);
}

/* ---- who watches may end, too ---- */

/* A process that watches it and is killed. */
static pid_t watch_and_die(const char *path, bool let, int after_ms)
{
    pid_t pid = fork();
    if (pid)
        return pid;
    struct run r;
    open_fake(&r, "writes", path);
    if (let)
        player_hold(&r.player, false);
    else
        player_moment(&r.player, 1);
    listen_to(&r, after_ms / 1000.0);
    kill(getpid(), SIGKILL);
    _exit(1);
}

static bool anybody_writes(const char *path)
{
    struct buf out = {0};
    char command[128];
    snprintf(command, sizeof command, "ps ax -o args= | grep '[f]ake.py writes %s'", path);
    FILE *p = popen(command, "r");
    char line[256];
    bool any = p && fgets(line, sizeof line, p);
    if (p)
        pclose(p);
    buf_free(&out);
    return any;
}

TEST(if_who_watches_is_killed_nobody_stays_held)
{
    for (int let = 0; let < 2; let++) {
        char path[] = "/tmp/loopscope-live-XXXXXX";
        close(mkstemp(path));
        pid_t pid = watch_and_die(path, let, 300);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        double end = now() + 5;
        while (anybody_writes(path) && now() < end)
            usleep(50000);
        assert_false(anybody_writes(path));
        unlink(path);
    }
}

/* ---- what is kept ---- */

TEST(its_trace_is_kept_while_it_runs_and_what_it_prints_beside_it)
{
    char path[] = "/tmp/loopscope-live-XXXXXX", out[64];
    struct run r = {.words = {"python3", "-I", "tests/live/fake.py", "beside"}};
    close(mkstemp(path));
    r.wish.own = (struct own){.launch = LAUNCH_COMMAND, .words = r.words, .save = path};
    assert_int_equal(live_open(&r.target, &r.wish), 0);
    assert_int_equal(player_open(&r.player, r.target, 0), 0);
    run_on(&r);
    uint32_t events = r.player.trace.end;
    close_fake(&r);
    struct buf saved = read_file(path);
    snprintf(out, sizeof out, "%s.out", path);
    struct buf printed = read_file(out);
    assert_string_equal(printed.s, "told\nby os.write\ntold again\nby a child\n");
    uint32_t lines = 0;
    for (const char *s = saved.s; (s = strchr(s, '\n')); s++)
        lines++;
    assert_int_equal(lines, events + 1); /* and the source */
    assert_non_null(strstr(saved.s, "\"e\":\"exit\",\"rc\":0}\n"));
    buf_free(&saved);
    buf_free(&printed);
    unlink(path);
    unlink(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_tells_nothing_before_it_may),
        cmocka_unit_test(a_step_lets_it_go_on_by_no_more_than_it_takes),
        cmocka_unit_test(
            what_it_does_stands_still_while_it_is_held_and_a_step_back_leaves_it_alone),
        cmocka_unit_test(after_playing_it_is_held_within_a_window),
        cmocka_unit_test(a_move_to_the_end_stops_where_it_has_come_to),
        cmocka_unit_test(all_of_it_is_the_same_by_steps_and_by_playing),
        cmocka_unit_test(a_breakpoint_is_told_when_it_is_set_and_when_it_is_taken_away),
        cmocka_unit_test(what_it_prints_by_any_way_is_told_in_its_order),
        cmocka_unit_test(by_steps_that_order_is_exact),
        cmocka_unit_test(one_that_waits_for_input_says_so_and_gets_the_line),
        cmocka_unit_test(a_program_that_prints_without_end_is_taken_in_as_text),
        cmocka_unit_test(its_exit_status_and_the_signal_that_ended_it_are_told),
        cmocka_unit_test(it_is_interrupted_as_by_its_terminal),
        cmocka_unit_test(who_closes_it_ends_it_whatever_it_is_in),
        cmocka_unit_test(it_can_be_started_again),
        cmocka_unit_test(one_that_is_not_there_is_a_sentence),
        cmocka_unit_test(nonsense_is_a_sentence_and_the_program_goes_on),
        cmocka_unit_test(lines_may_come_in_pieces),
        cmocka_unit_test(who_tells_more_than_it_may_is_heard_no_longer),
        cmocka_unit_test(damaged_lines_in_any_pieces_end_nothing_but_what_is_seen),
        cmocka_unit_test(a_python_program_is_seen_as_it_is),
        cmocka_unit_test(that_a_source_was_saved_is_known_however_it_was_saved),
        cmocka_unit_test(if_who_watches_is_killed_nobody_stays_held),
        cmocka_unit_test(its_trace_is_kept_while_it_runs_and_what_it_prints_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
