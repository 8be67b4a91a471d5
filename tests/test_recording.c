/* SPDX-License-Identifier: MIT */
/* R while one watches: the real program in a terminal, and the asciicast that it leaves, which is played
 * into a screen of its own. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/recorder.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"

enum { H = 24, W = 80 };

static char program[4096], folder[64]; /* absolute; where a test runs */

static int enter(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/recording-XXXXXX");
    return !mkdtemp(folder) || chdir(folder);
}

static int leave(void **state)
{
    (void)state;
    struct buf nothing = {0};
    int bad = chdir("/") || shell(&nothing, "rm -r '%s'", folder);
    buf_free(&nothing);
    return bad;
}

/* ---- what is in a recording ---- */

struct played {
    struct vt v;
    int frames, keys;
    double seconds;
};

static void play_event(struct played *p, json_t *event)
{
    const char *code, *data;
    double at;
    assert_false(json_unpack_ex(event, NULL, JSON_STRICT, "[F, s, s]", &at, &code, &data));
    assert_true(at >= p->seconds);
    p->seconds = at;
    p->frames += *code == 'o';
    p->keys += *code == 'i';
    if (*code == 'o')
        vt_feed(&p->v, data, strlen(data));
}

/* Each line must be whole, and the header the first. Its end is left out: it scrolls. */
static void play(struct played *p, const char *path)
{
    struct buf all = read_file(path);
    const char *s = all.s;
    *p = (struct played){0};
    vt_init(&p->v, H, W);
    for (const char *end; *s; s = end + 1) {
        end = strchr(s, '\n');
        assert_non_null(end);
        json_t *line = json_loadb(s, (size_t)(end - s), 0, NULL);
        assert_non_null(line);
        bool last = !end[1] && strstr(s, "[?25h");
        if (s == all.s)
            assert_int_equal(json_integer_value(json_object_get(line, "version")), 2);
        else if (!last)
            play_event(p, line);
        json_decref(line);
    }
    buf_free(&all);
}

static void assert_played(struct played *p, const char *keys)
{
    struct vt wanted;
    struct buf b = {0};
    vt_init(&wanted, H, W);
    assert_int_equal(
        shell(&b, "'%s' snap count --format ansi --size %dx%d --keys '%s'", program, W, H, keys),
        0);
    feed_lines(&wanted, &b);
    struct buf have = {0}, want = {0}; /* snap has other colours */
    vt_text(&p->v, &have);
    vt_text(&wanted, &want);
    assert_string_equal(have.s, want.s);
    buf_free(&have);
    buf_free(&want);
    buf_free(&b);
    vt_close(&wanted);
    vt_close(&p->v);
}

static bool is_there(const char *path)
{
    return !access(path, F_OK);
}

static void watch(struct vt *v, const char *option)
{
    vt_open(v, H, W);
    vt_start(v, WORDS(program, "count", option));
    assert_has(v, "asyncio.run() makes an event loop");
}

/* ---- tests ---- */

TEST(r_starts_and_stops_a_recording_under_a_free_name)
{
    struct vt v;
    struct played p;
    close(open("loopscope-1.cast", O_CREAT | O_WRONLY, 0666));
    watch(&v, "--theme=dark");
    vt_type(&v, "ss");
    assert_shows(&v, "count", "2*s");
    vt_type(&v, "R");
    assert_has(&v, "recording into loopscope-2.cast; R stops");
    assert_has(&v, "●loopscope");
    vt_type(&v, "s");
    assert_has(&v, "step  4/22");
    vt_type(&v, "]");
    assert_has(&v, "tick  3");
    vt_type(&v, "R");
    assert_has(&v, "s into loopscope-2.cast");
    assert_has(&v, " loopscope");
    vt_type(&v, "s");
    assert_has(&v, "? help");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    assert_clean(&v);
    play(&p, "loopscope-2.cast");
    assert_int_equal(p.frames, 3); /* … the sign and what is said of it are in none */
    assert_int_equal(p.keys, 3);
    assert_played(&p, "3*s ]");
    assert_false(is_there("loopscope-3.cast"));
    vt_close(&v);
}

TEST(record_begins_at_once_and_ends_with_the_program)
{
    struct vt v;
    struct played p;
    watch(&v, "--record=a.cast");
    assert_has(&v, "recording into a.cast; R stops");
    vt_type(&v, "ss");
    assert_has(&v, "step  3/22");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    assert_clean(&v);
    assert_has(&v, "s into a.cast");
    struct buf all = read_file("a.cast");
    assert_string_equal(all.s + all.len - 8, "[?25h\"]\n");
    buf_free(&all);
    play(&p, "a.cast");
    assert_played(&p, "2*s");
    vt_close(&v);
}

/* The last frame that was shown is in the file, however it ends. */
static void ends_after_two_steps(int signum)
{
    struct vt v;
    struct played p;
    watch(&v, "--record=a.cast");
    vt_type(&v, "s");
    assert_has(&v, "step  2/22");
    vt_type(&v, "s");
    assert_has(&v, "step  3/22");
    kill(v.pid, signum);
    assert_killed(&v, signum);
    play(&p, "a.cast");
    assert_int_equal(p.keys, 2);
    assert_played(&p, "2*s");
    vt_close(&v);
}

TEST(whatever_ends_the_program_the_recording_is_whole_up_to_its_last_frame)
{
    static const int signals[] = {SIGKILL, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        ends_after_two_steps(signals[i]);
}

TEST(so_it_is_when_the_terminal_is_closed)
{
    struct vt v;
    struct played p;
    watch(&v, "--record=a.cast");
    vt_type(&v, "ss");
    assert_has(&v, "step  3/22");
    close(v.slave);
    close(v.master);
    v.slave = v.master = -1;
    int status;
    assert_int_equal(waitpid(v.pid, &status, 0), v.pid);
    v.ended = true;
    play(&p, "a.cast");
    assert_played(&p, "2*s");
    vt_close(&v);
}

TEST(a_full_disk_ends_the_recording_and_the_session_goes_on)
{
    struct vt v;
    watch(&v, "--record=/dev/full");
    assert_has(&v, "cannot record into /dev/full: No space left on device");
    vt_type(&v, "ss");
    assert_shows(&v, "count", "2*s");
    close_watching(&v);
}

/* As on a disk that becomes full: what is allowed is one frame and a piece of the next. */
static int watch_within(void *bytes)
{
    const struct rlimit most = {*(const rlim_t *)bytes, *(const rlim_t *)bytes};
    setrlimit(RLIMIT_FSIZE, &most);
    execl(program, "loopscope", "count", "--record=a.cast", (char *)NULL);
    return 127;
}

TEST(a_disk_that_becomes_full_leaves_the_whole_frames)
{
    struct vt v;
    struct played p;
    struct stat first;
    watch(&v, "--record=b.cast");
    assert_has(&v, "recording into b.cast");
    assert_int_equal(stat("b.cast", &first), 0);
    close_watching(&v);
    rlim_t bytes = (rlim_t)first.st_size + 50;
    vt_open(&v, H, W);
    vt_call(&v, watch_within, &bytes);
    assert_has(&v, "recording into a.cast");
    vt_type(&v, "s");
    assert_has(&v, "recorded no longer: File too large; a.cast has the first");
    vt_type(&v, "s");
    assert_shows(&v, "count", "2*s");
    close_watching(&v);
    play(&p, "a.cast");
    assert_int_equal(p.frames, 1);
    assert_played(&p, "");
}

TEST(what_cannot_be_recorded_is_said_and_nothing_is_left)
{
    struct vt v;
    watch(&v, "--record=nowhere/a.cast");
    assert_has(&v, "cannot record into nowhere/a.cast: No such file or directory");
    vt_type(&v, "R");
    assert_has(&v, "recording into loopscope-1.cast");
    vt_type(&v, "q");
    assert_exits(&v, 0);
    vt_close(&v);
}

/* ---- by hand ---- */

TEST(a_pipe_whose_reader_is_gone_is_an_error_and_no_signal)
{
    struct recorder r;
    struct screen s;
    screen_init(&s, 2, 10);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(recorder_start(&r, "pipe", &s, themes[0], DEPTH_RGB, NULL, 0), ENXIO);
    recorder_close(&r);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK);
    assert_int_equal(recorder_start(&r, "pipe", &s, themes[0], DEPTH_RGB, NULL, 0), 0);
    close(reader);
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "x");
    assert_int_equal(recorder_frame(&r, &s, themes[0], 1), EPIPE);
    assert_false(r.on);
    recorder_close(&r);
    screen_close(&s);
}

TEST(in_another_theme_every_cell_is_recorded_again)
{
    struct recorder r;
    struct screen s;
    screen_init(&s, 4, 20);
    assert_int_equal(recorder_start(&r, "a.cast", &s, themes[0], DEPTH_RGB, NULL, 5), 0);
    off_t first = r.whole;
    assert_int_equal(recorder_frame(&r, &s, themes[0], 6), 0);
    assert_int_equal(r.whole, first); /* nothing has changed */
    assert_int_equal(recorder_frame(&r, &s, themes[1], 7), 0);
    assert_true(r.whole > first);
    assert_int_equal(recorder_stop(&r, 8), 0);
    assert_true(r.seconds == 3);
    recorder_close(&r);
    screen_close(&s);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(r_starts_and_stops_a_recording_under_a_free_name),
        IN_A_FOLDER(record_begins_at_once_and_ends_with_the_program),
        IN_A_FOLDER(whatever_ends_the_program_the_recording_is_whole_up_to_its_last_frame),
        IN_A_FOLDER(so_it_is_when_the_terminal_is_closed),
        IN_A_FOLDER(a_full_disk_ends_the_recording_and_the_session_goes_on),
        IN_A_FOLDER(a_disk_that_becomes_full_leaves_the_whole_frames),
        IN_A_FOLDER(what_cannot_be_recorded_is_said_and_nothing_is_left),
        IN_A_FOLDER(a_pipe_whose_reader_is_gone_is_an_error_and_no_signal),
        IN_A_FOLDER(in_another_theme_every_cell_is_recorded_again),
    };
    if (!realpath(loopscope(), program))
        return 1;
    setenv("LOOPSCOPE", program, 1);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
