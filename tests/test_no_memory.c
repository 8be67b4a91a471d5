/* SPDX-License-Identifier: MIT */
/* Memory that runs out, wherever it does: a sentence says so and the status is 1, or nothing is to
 * be seen of it; never is something left out in silence, and a terminal is as it was. MORE=N takes N
 * times as many samples. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/session.h"
#include "tests/test.h"

#if !SANITIZED && !defined __SANITIZE_THREAD__
enum { SAMPLES = 6 };

static const char *const commands[] = {
    "run count",
    "run fetch",
    "run streams",
    "run gil",
    "run executor",
    "run processes",
    "run tests/golden/scenarios/r0000.json",
    "trace count",
    "trace count --format ndjson",
    "trace tests/hostile/every_field.ndjson",
    "trace count --format chrome",
    "trace - <tests/hostile/every_field.ndjson",
    "snap count",
    "snap count --keys '3*s' --format svg",
    "record count --keys s -o - --format cast",
    "record count --keys s -o - --format html",
    "compare count count-sync",
    "quiz --seed 3",
    "list",
    "lesson count",
    "help keys",
    "help count",
    "--nosuch",
};

/* Their libraries have threads of their own, whose stacks they use up without memory: of them one piece fails. */
static const char *const pictures[] = {
    "snap count --format png",
    "record count --keys s -o - --format gif",
    "record count --keys s -o - --format pdf",
};
enum { PICTURES = sizeof pictures / sizeof *pictures };

static const char *preload(void)
{
    static char path[4096];
    static const char file[] = "build/tests/preload/no_memory.so";
    const char *program = loopscope(), *slash = strrchr(program, '/');
    if (slash)
        snprintf(path, sizeof path, "%.*s/%s", (int)(slash - program), program, file + 6);
    else
        snprintf(path, sizeof path, "%s", file);
    return path;
}

static int samples(void)
{
    const char *more = getenv("MORE");
    return SAMPLES * (more ? atoi(more) : 1);
}

struct ending {
    struct buf all; /* of both */
    int status;
};

static struct ending run(const char *command, unsigned long at, bool once)
{
    struct ending r = {0};
    int status = shell(&r.all, "NO_MEMORY_AT=%lu %s LD_PRELOAD=%s %s %s 2>&1 </dev/null", at,
                       once ? "NO_MEMORY_ONCE=1" : "", preload(), loopscope(), command);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return r;
}

static unsigned long count_pieces(const char *command)
{
    struct buf out = {0};
    char path[64];
    snprintf(path, sizeof path, "/tmp/no-memory-%ld", (long)getpid());
    setenv("NO_MEMORY_COUNT", path, 1);
    struct ending r = run(command, 0, false);
    unsetenv("NO_MEMORY_COUNT");
    shell(&out, "cat %s; rm -f %s", path, path);
    unsigned long n = strtoul(buf_str(&out), NULL, 10);
    buf_free(&r.all);
    buf_free(&out);
    return n;
}

static bool names_the_cause(const struct buf *b)
{
    return strstr(buf_str(b), "loopscope: ") || strstr(buf_str(b), "Error: ");
}

/* A library may say something of its own before, and do without; the dynamic loader ends a program in
 * its own words. */
static void assert_as_usual_or_said(const char *command, const struct ending *usual,
                                    unsigned long at, bool once)
{
    struct ending r = run(command, at, once);
    bool same = r.status == usual->status && strstr(buf_str(&r.all), buf_str(&usual->all));
    bool said = (r.status == 1 || r.status == 2) && names_the_cause(&r.all);
    bool loader = r.status == 127 && strstr(buf_str(&r.all), "cannot allocate memory");
    if (!same && !said && !loader)
        fail_msg("%s, without memory from %lu on%s: status %d\n%s", command, at,
                 once ? ", once" : "", r.status, buf_str(&r.all));
    buf_free(&r.all);
}

/* Few of those at the beginning, and then ever fewer. */
static unsigned long sample(unsigned long n, int i, int of)
{
    double part = (double)i / of;
    return 1 + (unsigned long)(part * part * (double)(n - 1));
}

TEST(no_command_goes_on_in_silence_where_memory_runs_out)
{
    for (size_t c = 0; c < sizeof commands / sizeof *commands; c++) {
        unsigned long n = count_pieces(commands[c]);
        struct ending usual = run(commands[c], 0, false);
        for (int i = 0; n && i <= samples(); i++) {
            assert_as_usual_or_said(commands[c], &usual, sample(n, i, samples()), false);
            assert_as_usual_or_said(commands[c], &usual, sample(n, i, samples()), true);
        }
        buf_free(&usual.all);
    }
}

TEST(libraries_that_draw_pictures_end_in_a_sentence_where_memory_runs_out)
{
    for (size_t c = 0; c < PICTURES; c++) {
        unsigned long n = count_pieces(pictures[c]);
        struct ending usual = run(pictures[c], 0, false);
        for (int i = 0; i <= samples(); i++)
            assert_as_usual_or_said(pictures[c], &usual,
                                    1 + (n - 1) * (unsigned long)i / (unsigned long)samples(),
                                    true);
        buf_free(&usual.all);
    }
}

/* The command's status within such a limit; its standard error is left in `out`. */
static int status_within(struct buf *out, const char *limit, const char *command)
{
    int status = shell(out, "{ ulimit %s; exec %s %s >/dev/null; } 2>&1 </dev/null", limit,
                       loopscope(), command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(in_a_small_address_space_a_picture_is_made_or_it_is_said_why_not)
{
    for (size_t c = 0; c < PICTURES; c++)
        for (int kb = 60000; kb <= 130000; kb += 10000) {
            struct buf err = {0};
            char limit[24];
            snprintf(limit, sizeof limit, "-v %d", kb);
            int status = status_within(&err, limit, pictures[c]);
            bool told = names_the_cause(&err) || strstr(buf_str(&err), "error while loading");
            if (status && (status > 127 || !told))
                fail_msg("ulimit %s; %s: status %d\n%s", limit, pictures[c], status, buf_str(&err));
            buf_free(&err);
        }
}

TEST(where_memory_runs_out_the_terminal_is_as_it_was)
{
    for (int i = 0; i <= 2 * samples(); i++) {
        char at[24];
        struct vt v;
        snprintf(at, sizeof at, "%lu", sample(3000, i, 2 * samples()));
        vt_open(&v, 24, 80);
        vt_start(&v, WORDS("sh", "-c",
                           "NO_MEMORY_AT=$0 LD_PRELOAD=$1 exec $2 makerandom --keys 'end' "
                           "2>/dev/null",
                           at, preload(), loopscope()));
        vt_type(&v, "ssss]]]/x\r?q\033q");
        assert_ends(&v);
        assert_true(WIFEXITED(v.status));
        assert_clean(&v);
        vt_close(&v);
    }
}

/* No room for another file, and little for memory: what the system says is passed on. */
TEST(few_descriptors_and_a_small_address_space_are_told)
{
    static const char *const limits[] = {"-n 5", "-n 8", "-n 10", "-v 40000", "-v 80000"};
    static const char *const few[] = {"run count",
                                      "run fetch",
                                      "run executor",
                                      "run processes",
                                      "trace count --format ndjson",
                                      "snap count --format svg"};
    for (size_t c = 0; c < sizeof few / sizeof *few; c++)
        for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
            struct buf out = {0};
            int status = shell(&out, "{ ulimit %s; exec %s %s; } 2>&1 </dev/null", limits[l],
                               loopscope(), few[c]);
            bool told = names_the_cause(&out) || strstr(buf_str(&out), "sh: ") ||
                        strstr(buf_str(&out), "error while loading");
            if (!WIFEXITED(status) || (WEXITSTATUS(status) && !told))
                fail_msg("ulimit %s; %s: status %x\n%s", limits[l], few[c], (unsigned)status,
                         buf_str(&out));
            buf_free(&out);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_goes_on_in_silence_where_memory_runs_out),
        cmocka_unit_test(libraries_that_draw_pictures_end_in_a_sentence_where_memory_runs_out),
        cmocka_unit_test(in_a_small_address_space_a_picture_is_made_or_it_is_said_why_not),
        cmocka_unit_test(where_memory_runs_out_the_terminal_is_as_it_was),
        cmocka_unit_test(few_descriptors_and_a_small_address_space_are_told),
    };
    setenv("LOOPSCOPE", loopscope(), 1);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
#else
int main(void)
{
    return 0;
}
#endif
