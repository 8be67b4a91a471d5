/* SPDX-License-Identifier: MIT */
/* Files that a command writes: what becomes of what was there, and of a folder. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"
#include "cmd/output.h"
#include "record/folder.h"
#include "tests/support/file.h"
#include "tests/test.h"

static char folder[] = "/tmp/loopscope-output-XXXXXX", said[512];

static void take(void *data, const char *sentence)
{
    (void)data;
    snprintf(said, sizeof said, "%s", sentence);
}

static int begin(void **state)
{
    (void)state;
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    *said = 0;
    report_to(take, NULL);
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    char command[80];
    (void)state;
    report_to(NULL, NULL);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* A name in the folder. Good until the fourth call. */
static const char *in(const char *name)
{
    static char paths[4][128];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void make(const char *name, const char *text)
{
    FILE *f = fopen(in(name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void assert_is(const char *name, const char *text)
{
    struct buf b = read_file(in(name));
    assert_string_equal(buf_str(&b), text);
    buf_free(&b);
}

static int write_text(const char *path, const char *text)
{
    struct buf b = {.s = (char *)(uintptr_t)text, .len = strlen(text)};
    return output_write(path, &b);
}

static void assert_said(const char *path, int error)
{
    char want[512];
    snprintf(want, sizeof want, "%s cannot be written: %s", path, strerror(error));
    assert_string_equal(said, want);
}

TEST(no_name_or_a_dash_is_standard_output)
{
    struct output o;
    assert_int_equal(output_open(&o, NULL), 0);
    assert_ptr_equal(o.f, stdout);
    assert_int_equal(output_close(&o), 0);
    assert_int_equal(output_open(&o, "-"), 0);
    assert_ptr_equal(o.f, stdout);
    assert_null(o.path);
    assert_int_equal(output_close(&o), 0);
    assert_true(fcntl(STDOUT_FILENO, F_GETFD) >= 0);
}

TEST(a_file_is_what_was_written_once_it_is_closed_and_not_before)
{
    struct output o;
    make("f", "old");
    assert_int_equal(output_open(&o, in("f")), 0);
    fputs("new", o.f);
    fflush(o.f);
    assert_is("f", "old");
    assert_int_equal(output_close(&o), 0);
    assert_is("f", "new");
    assert_string_equal(said, "");
}

TEST(a_file_keeps_whose_it_is_and_who_may_read_it)
{
    struct stat st;
    make("f", "old");
    if (chown(in("f"), 12, 34) < 0)
        skip();
    assert_int_equal(chmod(in("f"), 0640), 0);
    assert_int_equal(write_text(in("f"), "new"), 0);
    assert_is("f", "new");
    assert_int_equal(stat(in("f"), &st), 0);
    assert_int_equal(st.st_uid, 12);
    assert_int_equal(st.st_gid, 34);
    assert_int_equal(st.st_mode & 07777, 0640);
}

TEST(a_file_that_has_another_name_is_written_under_both)
{
    make("f", "old, and longer");
    assert_int_equal(link(in("f"), in("g")), 0);
    assert_int_equal(write_text(in("f"), "new"), 0);
    assert_is("f", "new");
    assert_is("g", "new");
}

TEST(a_descriptor_is_written_as_it_is)
{
    char path[64];
    struct output o;
    make("f", "old");
    FILE *f = fopen(in("f"), "a");
    assert_non_null(f);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(f));
    assert_int_equal(output_open(&o, path), 0);
    assert_null(o.real);
    fputs("new", o.f);
    assert_int_equal(output_close(&o), 0);
    assert_is("f", "new");
    fclose(f);
}

TEST(what_cannot_be_opened_is_said)
{
    assert_int_equal(write_text(in("nowhere/f"), "new"), 1);
    assert_said(in("nowhere/f"), ENOENT);
    assert_int_equal(write_text(folder, "new"), 1);
    assert_said(folder, EISDIR);
    make("f", "old");
    assert_int_equal(write_text(in("f/g"), "new"), 1);
    assert_said(in("f/g"), ENOTDIR);
    assert_is("f", "old");
}

TEST(what_cannot_be_written_to_its_end_is_said)
{
    assert_int_equal(write_text("/dev/full", "new"), 1);
    assert_said("/dev/full", ENOSPC);
}

/* ---- a folder ---- */

static int write_folder(const char *path, int n)
{
    struct buf all = {0};
    for (int i = 1; i <= n; i++) {
        struct buf file = {0};
        buf_printf(&file, "picture %d", i);
        folder_add(&all, &file);
        buf_free(&file);
    }
    int bad = output_write_folder(path, ".png", &all);
    buf_free(&all);
    return bad;
}

TEST(the_files_of_a_folder_are_numbered_and_those_too_many_go)
{
    assert_int_equal(write_folder(in("new/"), 3), 0);
    assert_is("new/0001.png", "picture 1");
    assert_is("new/0003.png", "picture 3");
    make("new/00000004.png", "old");
    make("new/0007.png", "old");
    assert_int_equal(write_folder(in("new"), 2), 0);
    assert_is("new/0002.png", "picture 2");
    assert_int_equal(access(in("new/0003.png"), F_OK), -1);
    assert_int_equal(access(in("new/00000004.png"), F_OK), -1);
    assert_int_equal(access(in("new/0007.png"), F_OK), -1);
}

TEST(a_folder_that_has_something_else_in_it_is_left_alone)
{
    static const char *const others[] = {"001.png",  "000000001.png", "0001.svg", "0001.png2",
                                         "0000.png", "x0001.png",     "0001",     ".hidden"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        make(others[i], "old");
        assert_int_equal(write_folder(folder, 1), 1);
        assert_non_null(strstr(said, others[i]));
        assert_int_equal(access(in("0001.png"), F_OK), -1);
        assert_int_equal(unlink(in(others[i])), 0);
    }
    assert_int_equal(write_folder(folder, 1), 0);
}

TEST(a_folder_that_cannot_be_made_is_said)
{
    assert_int_equal(write_folder(in("nowhere/new"), 1), 1);
    assert_said(in("nowhere/new"), ENOENT);
    make("f", "old");
    assert_int_equal(write_folder(in("f"), 1), 1);
    assert_said(in("f"), ENOTDIR);
    assert_int_equal(mkdir(in("d"), 0700), 0);
    assert_int_equal(mkdir(in("d/0002.png"), 0700), 0);
    assert_int_equal(write_folder(in("d"), 3), 1);
    assert_said(in("d/0002.png"), EISDIR);
    assert_is("d/0001.png", "picture 1");
    assert_int_equal(access(in("d/0003.png"), F_OK), -1);
}

#define IN_A_FOLDER(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(no_name_or_a_dash_is_standard_output),
        IN_A_FOLDER(a_file_is_what_was_written_once_it_is_closed_and_not_before),
        IN_A_FOLDER(a_file_keeps_whose_it_is_and_who_may_read_it),
        IN_A_FOLDER(a_file_that_has_another_name_is_written_under_both),
        IN_A_FOLDER(a_descriptor_is_written_as_it_is),
        IN_A_FOLDER(what_cannot_be_opened_is_said),
        IN_A_FOLDER(what_cannot_be_written_to_its_end_is_said),
        IN_A_FOLDER(the_files_of_a_folder_are_numbered_and_those_too_many_go),
        IN_A_FOLDER(a_folder_that_has_something_else_in_it_is_left_alone),
        IN_A_FOLDER(a_folder_that_cannot_be_made_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
