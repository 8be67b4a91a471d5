/* SPDX-License-Identifier: MIT */
/* What a live program is watched with, part by part and without a program: what is printed and who told of it, the
 * socket to the tracer, its folder and environment, the file that keeps a trace. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live/keep.h"
#include "live/limits.h"
#include "live/link.h"
#include "live/own.h"
#include "live/printed.h"
#include "live/saved.h"
#include "live/stops.h"
#include "live/tracer.h"
#include "live/voice.h"
#include "tests/support/file.h"
#include "tests/test.h"

/* ---- what comes from a terminal, and what was told ---- */

static struct printed printed;

static void told(const char *s)
{
    printed_told(&printed, s, strlen(s));
}

static void seen(const char *s)
{
    printed_seen(&printed, s, strlen(s));
}

/* "": nothing. */
static void assert_rest(uint64_t certain, const char *want)
{
    size_t n = 77;
    const char *s = printed_rest(&printed, certain, &n);
    assert_int_equal(s != NULL, *want != 0);
    if (!s)
        return;
    assert_int_equal(n, strlen(want));
    assert_memory_equal(s, want, n);
}

TEST(what_was_told_is_no_rest_whichever_comes_first)
{
    told("one\n");
    assert_false(printed_open(&printed));
    seen("one\n");
    assert_true(printed_open(&printed));
    assert_rest(0, "");
    assert_false(printed_open(&printed));
    seen("two\n");
    told("two\n");
    assert_rest(printed_so_far(&printed), "");
    assert_int_equal(printed_so_far(&printed), 8);
    printed_close(&printed);
}

TEST(what_came_in_pieces_is_told_all_the_same)
{
    told("hello\n");
    seen("hel");
    assert_rest(0, "");
    seen("lo\n");
    assert_rest(0, "");
    assert_false(printed_open(&printed));
    printed_close(&printed);
}

TEST(what_stands_before_what_was_told_is_a_rest_at_once)
{
    told("told\n");
    seen("child\ntold\nafter\n");
    assert_rest(0, "child\n");
    assert_rest(0, "");
    assert_true(printed_open(&printed));
    assert_rest(11, ""); /* that of which all was told ends before "after" */
    assert_rest(12, "a");
    assert_rest(17, "fter\n");
    assert_rest(17, "");
    assert_false(printed_open(&printed));
    printed_close(&printed);
}

TEST(what_may_yet_be_told_waits_until_it_is_certain)
{
    seen("os.write\n");
    assert_rest(0, "");
    assert_rest(3, "os.");
    assert_rest(3, "");
    assert_rest(9, "write\n");
    printed_close(&printed);
}

TEST(a_megabyte_of_which_nobody_tells_waits_no_longer)
{
    enum { MEGABYTE = 1 << 20 };
    char *much = malloc(MEGABYTE);
    size_t n;
    memset(much, 'x', MEGABYTE);
    printed_seen(&printed, much, MEGABYTE - 1);
    assert_null(printed_rest(&printed, 0, &n));
    printed_seen(&printed, "x", 1);
    assert_non_null(printed_rest(&printed, 0, &n));
    assert_int_equal(n, MEGABYTE);
    printed_close(&printed);
    printed_told(&printed, much, MEGABYTE); /* it never comes through: */
    printed_told(&printed, "y", 1);         /* that is a byte too much to remember */
    seen("z");
    assert_rest(1, "z");
    told("a");
    seen("a");
    assert_rest(0, "");
    assert_false(printed_open(&printed));
    printed_close(&printed);
    free(much);
}

/* Lines of two kinds, told and not told, in any order and in pieces: the rest is what nobody told. */
TEST(of_any_mixture_the_rest_is_what_nobody_told)
{
    srand(1);
    for (int run = 0; run < 200; run++) {
        struct buf want = {0}, have = {0};
        size_t n;
        for (int line = 0; line < 30; line++) {
            char text[32];
            bool own = rand() % 2;
            snprintf(text, sizeof text, own ? "own %d\n" : "child %d\n", line);
            if (own)
                told(text);
            else
                buf_puts(&want, text);
            size_t half = (size_t)rand() % strlen(text);
            printed_seen(&printed, text, half);
            if (own && rand() % 2)
                assert_null(printed_rest(&printed, 0, &n)); /* nothing else has come */
            seen(text + half);
            for (const char *s; (s = printed_rest(&printed, printed_so_far(&printed), &n));)
                buf_add(&have, s, n);
        }
        assert_string_equal(buf_str(&have), buf_str(&want));
        buf_free(&want);
        buf_free(&have);
        printed_close(&printed);
    }
}

/* ---- a program of the user's own ---- */

static const char *const words[] = {"dir/a.py", "-x", NULL}, *const plain[] = {"a.py", NULL},
                         *const folder[] = {"dir/", NULL};

static void assert_words(const struct own *own, const char *want)
{
    struct buf b = {0};
    char **all = own_words(own);
    for (size_t i = 0; all[i]; i++)
        buf_printf(&b, "%s|", all[i]);
    assert_string_equal(buf_str(&b), want);
    own_words_free(all);
    buf_free(&b);
}

TEST(a_file_and_a_module_are_started_by_a_python_and_a_command_by_itself)
{
    unsetenv("VIRTUAL_ENV");
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = words}, "python3|dir/a.py|-x|");
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = plain, .python = "py"}, "py|a.py|");
    assert_words(&(struct own){.launch = LAUNCH_MODULE, .words = words + 1, .module = "m.n"},
                 "python3|-m|m.n|-x|");
    assert_words(&(struct own){.launch = LAUNCH_COMMAND, .words = words}, "dir/a.py|-x|");
    own_words_free(NULL);
}

TEST(the_python_of_a_virtual_environment_comes_first_if_it_is_there)
{
    char venv[] = "/tmp/loopscope-XXXXXX", path[64], want[128];
    assert_non_null(mkdtemp(venv));
    setenv("VIRTUAL_ENV", venv, 1);
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = plain}, "python3|a.py|");
    snprintf(path, sizeof path, "%s/bin", venv);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/bin/python", venv);
    assert_int_equal(symlink("/bin/sh", path), 0);
    snprintf(want, sizeof want, "%s|a.py|", path);
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = plain}, want);
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = plain, .python = "py"}, "py|a.py|");
    unlink(path);
    *strrchr(path, '/') = 0;
    rmdir(path);
    rmdir(venv);
    setenv("VIRTUAL_ENV", "", 1);
    assert_words(&(struct own){.launch = LAUNCH_FILE, .words = plain}, "python3|a.py|");
    unsetenv("VIRTUAL_ENV");
}

TEST(it_is_called_as_its_file_or_its_module)
{
    assert_string_equal(own_called(&(struct own){.launch = LAUNCH_FILE, .words = words}), "a.py");
    assert_string_equal(own_called(&(struct own){.launch = LAUNCH_FILE, .words = plain}), "a.py");
    assert_string_equal(own_called(&(struct own){.launch = LAUNCH_COMMAND, .words = folder}),
                        "dir/");
    assert_string_equal(
        own_called(&(struct own){.launch = LAUNCH_MODULE, .words = words, .module = "a.b"}), "a.b");
}

/* ---- the socket ---- */

TEST(lines_come_up_whole_however_they_were_sent)
{
    struct link l;
    int other = -1;
    size_t n = 0;
    assert_int_equal(link_open(&l, &other), 0);
    assert_true(other >= 200); /* out of the way of programs that count on low numbers */
    assert_false(link_read(&l));
    assert_null(link_line(&l, &n));
    assert_int_equal(write(other, "one\ntw", 6), 6);
    assert_true(link_read(&l));
    assert_memory_equal(link_line(&l, &n), "one", 3);
    assert_int_equal(n, 3);
    assert_null(link_line(&l, &n));
    assert_null(link_line(&l, &n));
    assert_int_equal(write(other, "o\n\nthree\n", 9), 9);
    assert_true(link_read(&l));
    assert_memory_equal(link_line(&l, &n), "two", 3);
    assert_int_equal(n, 3);
    assert_non_null(link_line(&l, &n));
    assert_int_equal(n, 0);
    assert_memory_equal(link_line(&l, &n), "three", 5);
    assert_null(link_line(&l, &n));
    assert_false(link_is_flooded(&l));
    close(other);
    assert_true(l.fd >= 0);
    errno = EAGAIN; /* of before */
    assert_false(link_read(&l));
    assert_int_equal(l.fd, -1); /* it is closed, too */
    assert_false(link_read(&l));
    link_say(&l, "nobody hears");
    assert_int_equal(l.out.len, 0);
    link_close(&l);
}

TEST(a_line_longer_than_16_mb_floods_it)
{
    enum { MOST = 16 << 20 };
    struct link l = {.fd = -1};
    char *much = malloc(MOST);
    memset(much, 'x', MOST);
    buf_add(&l.in, much, MOST);
    assert_false(link_is_flooded(&l));
    buf_putc(&l.in, 'x');
    assert_true(link_is_flooded(&l));
    l.at = 1; /* that was given out */
    assert_false(link_is_flooded(&l));
    link_close(&l);
    free(much);
}

static size_t take_all(int fd, struct buf *to)
{
    char chunk[65536];
    ssize_t n;
    while ((n = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT)) > 0)
        buf_add(to, chunk, (size_t)n);
    return to->len;
}

TEST(orders_go_down_in_order_even_where_nobody_reads_for_long)
{
    struct link l;
    struct buf have = {0}, want = {0};
    int other;
    assert_int_equal(link_open(&l, &other), 0);
    for (int i = 0; i < 60000; i++) {
        link_say(&l, "G %d", i);
        buf_printf(&want, "G %d\n", i);
    }
    assert_true(l.out.len > 0);
    for (int i = 0; i < 1000 && (take_all(other, &have) < want.len || l.out.len); i++)
        link_send(&l);
    assert_int_equal(have.len, want.len);
    assert_memory_equal(have.s, want.s, want.len);
    assert_int_equal(l.out.len, 0);
    buf_free(&have);
    buf_free(&want);
    close(other);
    link_close(&l);
}

TEST(of_lines_to_stop_at_only_what_changes_is_ordered)
{
    static const char *const steps[][2] = {
        {"a.py:1\n", "B a.py:1\n"},
        {"a.py:1\na.py:12\n", "B a.py:12\n"},
        {"a.py:12\n", "D a.py:1\n"},
        {"a.py:12\n", ""},
        {"aa.py:1\na.py:1\n", "B aa.py:1\nB a.py:1\nD a.py:12\n"},
        {"aa.py:1\n", "D a.py:1\n"},
        {"", "D aa.py:1\n"},
    };
    struct stops s = {0};
    struct link l;
    int other;
    assert_int_equal(link_open(&l, &other), 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct buf have = {0};
        stops_set(&s, &l, steps[i][0]);
        take_all(other, &have);
        assert_string_equal(buf_str(&have), steps[i][1]);
        buf_free(&have);
    }
    stops_close(&s);
    close(other);
    link_close(&l);
}

/* ---- a trace that is kept ---- */

TEST(lines_and_output_are_kept_in_two_files)
{
    char path[] = "/tmp/loopscope-XXXXXX", name[64];
    struct keep k;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    snprintf(name, sizeof name, "%s.out", path);
    assert_int_equal(keep_open(&k, path), 0);
    keep_line(&k, "{1}XX", 3);
    keep_line(&k, "{2}", 3);
    keep_output(&k, "hello\nXX", 6);
    assert_int_equal(k.error, 0);
    keep_close(&k);
    assert_int_equal(k.trace, -1);
    assert_int_equal(k.output, -1);
    keep_close(&k);
    struct buf trace = read_file(path), output = read_file(name);
    assert_string_equal(buf_str(&trace), "{1}\n{2}\n");
    assert_string_equal(buf_str(&output), "hello\n");
    buf_free(&trace);
    buf_free(&output);
    unlink(path);
    unlink(name);
}

TEST(where_nothing_is_kept_nothing_is_written)
{
    struct keep k;
    assert_int_equal(keep_open(&k, NULL), 0);
    keep_line(&k, "{1}", 3);
    keep_output(&k, "x", 1);
    assert_int_equal(k.trace, -1);
    assert_int_equal(k.error, 0);
    keep_close(&k);
}

TEST(on_a_full_disk_the_trace_ends_and_says_why)
{
    char path[] = "/tmp/loopscope-XXXXXX", name[64];
    struct keep k;
    if (access("/dev/full", W_OK) < 0)
        skip();
    assert_non_null(mkdtemp(path));
    snprintf(name, sizeof name, "%s/t", path);
    assert_int_equal(symlink("/dev/full", name), 0);
    assert_int_equal(keep_open(&k, name), 0);
    keep_line(&k, "{1}", 3);
    assert_int_equal(k.error, ENOSPC);
    keep_output(&k, "not written any more", 20);
    keep_close(&k);
    unlink(name);
    strcat(name, ".out");
    struct buf output = read_file(name);
    assert_int_equal(output.len, 0);
    buf_free(&output);
    unlink(name);
    rmdir(path);
}

/* ---- the tracer's folder and environment ---- */

static const char *variable(const struct tracer *t, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; t->environment[i]; i++)
        if (!strncmp(t->environment[i], name, strlen(name)) &&
            t->environment[i][strlen(name)] == '=') {
            assert_null(found); /* each once */
            found = t->environment[i] + strlen(name) + 1;
        }
    return found;
}

TEST(the_tracer_comes_first_on_pythons_path_and_its_folder_goes_with_all_that_is_in_it)
{
    char where[] = "/tmp/loopscope-XXXXXX", path[128], want[128];
    struct tracer t;
    assert_non_null(mkdtemp(where));
    unsetenv("XDG_RUNTIME_DIR");
    setenv("TMPDIR", where, 1);
    setenv("PYTHONPATH", "/my/path", 1);
    setenv("LOOPSCOPE_FD", "99", 1);
    setenv("LOOPSCOPE_TRACE", "old", 1);
    setenv("LOOPSCOPES", "mine", 1);
    assert_int_equal(tracer_open(&t, &(struct tracer_wish){.fd = 0, .options = "a=1 b=2"}), 0);
    assert_memory_equal(t.folder, where, strlen(where));
    snprintf(want, sizeof want, "%s:/my/path", t.folder);
    assert_string_equal(variable(&t, "PYTHONPATH"), want);
    assert_string_equal(variable(&t, "LOOPSCOPE_FD"), "0");
    assert_null(variable(&t, "LOOPSCOPE_TRACE"));
    assert_string_equal(variable(&t, "LOOPSCOPE_OPTIONS"), "a=1 b=2");
    assert_string_equal(variable(&t, "LOOPSCOPES"), "mine");
    assert_string_equal(variable(&t, "TMPDIR"), where);
    snprintf(path, sizeof path, "%s/sitecustomize.py", t.folder);
    struct buf source = read_file(path);
    assert_int_equal(source.len, tracer_source.len);
    assert_memory_equal(source.s, tracer_source.text, source.len);
    buf_free(&source);
    snprintf(path, sizeof path, "%s/__pycache__", t.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    strcat(path, "/x.pyc");
    close(open(path, O_CREAT | O_WRONLY, 0600));
    tracer_close(&t);
    assert_int_equal(rmdir(where), 0); /* nothing is left in it */
}

TEST(without_a_socket_the_tracer_is_told_of_a_file)
{
    struct tracer t;
    unsetenv("PYTHONPATH");
    setenv("TMPDIR", "/nowhere", 1);
    assert_int_equal(
        tracer_open(&t, &(struct tracer_wish){.fd = -1, .file = "x.ndjson", .options = ""}), 0);
    assert_memory_equal(t.folder, "/tmp/loopscope-", 15);
    assert_string_equal(variable(&t, "PYTHONPATH"), t.folder);
    assert_string_equal(variable(&t, "LOOPSCOPE_TRACE"), "x.ndjson");
    assert_null(variable(&t, "LOOPSCOPE_FD"));
    tracer_remove_folder(&t);
    assert_null(t.folder);
    tracer_close(&t);
    unsetenv("TMPDIR");
}

/* ---- what is told in a program's place ---- */

static struct buf heard;

static void hear(struct observer *o, const struct event *e, const struct note *n)
{
    (void)o;
    buf_printf(&heard, "%d %u %g %u %.*s\n", e->kind, e->tick, e->time, e->ref, n ? (int)n->len : 0,
               n && n->text ? n->text : "");
}

static struct observer ears = {.see = hear};

static void assert_heard(const char *want)
{
    assert_string_equal(buf_str(&heard), want);
    buf_free(&heard);
}

TEST(what_it_prints_is_told_line_by_line_at_its_last_time)
{
    struct voice v = {.to = &ears, .program = "a.py", .keep = {-1, -1, 0}};
    char want[128];
    voice_pass(&v, &(struct event){.kind = EV_TICK, .tick = 3, .time = 1.5}, NULL);
    voice_printed(&v, "one\n\ntwo", 8);
    snprintf(want, sizeof want, "%d 3 1.5 0 \n%d 3 1.5 0 one\n\n%d 3 1.5 0 \n\n%d 3 1.5 0 two\n",
             EV_TICK, EV_OUT, EV_OUT, EV_OUT);
    assert_heard(want);
}

TEST(one_that_ends_without_a_word_has_started_and_says_how_it_ended)
{
    struct voice v = {.to = &ears, .program = "a.py", .keep = {-1, -1, 0}};
    char want[128];
    assert_int_equal(voice_ended(&v, 3 << 8), 3);
    snprintf(want, sizeof want, "%d 0 0 0 \n%d 0 0 3 \n", EV_START, EV_EXIT);
    assert_heard(want);
    v = (struct voice){.to = &ears, .program = "a.py", .keep = {-1, -1, 0}};
    voice_start(&v);
    voice_start(&v);
    assert_int_equal(voice_ended(&v, SIGTERM), 128 + SIGTERM);
    snprintf(want, sizeof want, "%d 0 0 0 \n%d 0 0 0 signal 15 ended it: Terminated\n%d 0 0 143 \n",
             EV_START, EV_WARNING, EV_EXIT);
    assert_heard(want);
}

/* ---- what cannot be seen ---- */

static void tell_limits(struct limits *l, enum event_kind kind, const char *name, const char *coro)
{
    limits_see(l, &(struct event){.kind = (uint8_t)kind},
               &(struct note){.name = name, .coro = coro});
}

static void assert_limit(struct limits *l, const char *sentence)
{
    const char *said = limits_say(l);
    if (!sentence)
        assert_null(said);
    else if (!said || strcmp(said, sentence) != 0)
        fail_msg("“%s”, not “%s”", said ? said : "", sentence);
}

TEST(threads_that_run_on_are_named_once)
{
    struct limits l = {.beside = 0};
    tell_limits(&l, EV_THREAD, "heart", NULL);
    assert_limit(&l, NULL); /* it runs nothing yet */
    tell_limits(&l, EV_JOB, NULL, NULL);
    assert_limit(&l, "while it is held, thread heart runs on until it tells something");
    tell_limits(&l, EV_JOB, NULL, NULL);
    assert_limit(&l, NULL);
}

TEST(of_several_threads_there_is_a_number)
{
    struct limits l = {.beside = 0};
    for (int i = 0; i < 3; i++)
        tell_limits(&l, EV_JOB, NULL, NULL);
    tell_limits(&l, EV_JOB_DONE, NULL, NULL);
    assert_limit(&l, "while it is held, its 2 threads run on until they tell something");
}

TEST(no_thread_runs_on_when_the_program_has_ended)
{
    struct limits l = {.beside = 0};
    tell_limits(&l, EV_THREAD, "heart", NULL);
    tell_limits(&l, EV_JOB, NULL, NULL);
    const char *said = limits_say(&l);
    assert_non_null(said);
    limits_end(&l);
    assert_string_equal(said, "");
    tell_limits(&l, EV_JOB, NULL, NULL);
    limits_end(&l);
    assert_limit(&l, NULL);
}

TEST(of_processes_only_what_goes_in_and_out_is_seen)
{
    struct limits l = {.beside = 0};
    tell_limits(&l, EV_EXECUTOR, "f", NULL); /* to a thread */
    assert_limit(&l, NULL);
    tell_limits(&l, EV_EXECUTOR, "f", "process");
    assert_limit(&l, "what its processes do is not seen; what they are given and give back is");
    assert_limit(&l, NULL);
}

TEST(another_python_has_its_own_order)
{
    struct limits l = {.beside = 0};
    limits_know(&l, "");
    limits_know(&l, "3.11.7");
    assert_limit(&l, NULL);
    limits_know(&l, "3.8.18");
    limits_know(&l, "3.8.18");
    assert_limit(
        &l,
        "Python 3.8 has an asyncio of its own, whose order is seen here; the lessons have 3.11's");
    assert_limit(&l, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_told_is_no_rest_whichever_comes_first),
        cmocka_unit_test(what_came_in_pieces_is_told_all_the_same),
        cmocka_unit_test(what_stands_before_what_was_told_is_a_rest_at_once),
        cmocka_unit_test(what_may_yet_be_told_waits_until_it_is_certain),
        cmocka_unit_test(a_megabyte_of_which_nobody_tells_waits_no_longer),
        cmocka_unit_test(of_any_mixture_the_rest_is_what_nobody_told),
        cmocka_unit_test(a_file_and_a_module_are_started_by_a_python_and_a_command_by_itself),
        cmocka_unit_test(the_python_of_a_virtual_environment_comes_first_if_it_is_there),
        cmocka_unit_test(it_is_called_as_its_file_or_its_module),
        cmocka_unit_test(lines_come_up_whole_however_they_were_sent),
        cmocka_unit_test(a_line_longer_than_16_mb_floods_it),
        cmocka_unit_test(orders_go_down_in_order_even_where_nobody_reads_for_long),
        cmocka_unit_test(of_lines_to_stop_at_only_what_changes_is_ordered),
        cmocka_unit_test(lines_and_output_are_kept_in_two_files),
        cmocka_unit_test(where_nothing_is_kept_nothing_is_written),
        cmocka_unit_test(on_a_full_disk_the_trace_ends_and_says_why),
        cmocka_unit_test(
            the_tracer_comes_first_on_pythons_path_and_its_folder_goes_with_all_that_is_in_it),
        cmocka_unit_test(without_a_socket_the_tracer_is_told_of_a_file),
        cmocka_unit_test(what_it_prints_is_told_line_by_line_at_its_last_time),
        cmocka_unit_test(one_that_ends_without_a_word_has_started_and_says_how_it_ended),
        cmocka_unit_test(threads_that_run_on_are_named_once),
        cmocka_unit_test(of_several_threads_there_is_a_number),
        cmocka_unit_test(no_thread_runs_on_when_the_program_has_ended),
        cmocka_unit_test(of_processes_only_what_goes_in_and_out_is_seen),
        cmocka_unit_test(another_python_has_its_own_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
