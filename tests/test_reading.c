/* SPDX-License-Identifier: MIT */
/* A file that is opened to be watched is read while it is shown: the first frame is there before its
 * end was read, what is there can be stepped through, and what is wrong in the rest is said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "record/text.h"
#include "target/catalogue.h"
#include "target/open.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/code.h"

enum { TICKS = 40000 };

#define START "{\"e\":\"start\",\"script\":\"a.py\",\"version\":1}\n"

struct reading {
    char path[32];
    struct target *target;
    struct player player;
    struct app app;
    struct buf screen;
};

static void write_file(struct reading *r, const char *last)
{
    strcpy(r->path, "/tmp/reading.XXXXXX");
    FILE *f = fdopen(mkstemp(r->path), "w");
    assert_non_null(f);
    fputs(START, f);
    for (int i = 1; i <= TICKS; i++)
        fprintf(f, "{\"e\":\"tick\",\"n\":%d,\"t\":%d.5,\"ready\":0,\"timers\":0}\n", i, i);
    fputs(last, f);
    assert_int_equal(fclose(f), 0);
}

static int open_file(struct reading *r, bool in_pieces, const char *last)
{
    *r = (struct reading){0};
    write_file(r, last);
    struct wish wish = {.what = r->path, .in_pieces = in_pieces};
    assert_int_equal(target_open(&r->target, &wish), 0);
    return player_open(&r->player, r->target, 0);
}

static const char *draw(struct reading *r)
{
    buf_clear(&r->screen);
    app_draw(&r->app);
    text_write(&r->screen, &r->app.screen);
    return r->screen.s;
}

static void watch(struct reading *r, const char *last)
{
    assert_int_equal(open_file(r, true, last), 0);
    app_init(&r->app, 24, 80, false, catalogue_of_scenes());
    app_attach(&r->app, &r->player);
}

static void press(struct reading *r, int code)
{
    app_update(&r->app, &(struct message){.kind = MSG_KEY, .code = code});
}

static void read_all(struct reading *r)
{
    while (app_goes_on(&r->app))
        app_update(&r->app, &(struct message){.kind = MSG_TIME});
}

static void close_file(struct reading *r)
{
    app_attach(&r->app, NULL);
    player_close(&r->player);
    r->target->type->free(r->target);
    app_close(&r->app);
    buf_free(&r->screen);
    unlink(r->path);
}

TEST(a_file_is_shown_before_its_end_was_read)
{
    struct reading r;
    watch(&r, "");
    assert_true(r.player.trace.end < TICKS / 2);
    assert_non_null(strstr(draw(&r), "reading … "));
    press(&r, '.');
    press(&r, '.');
    assert_true(r.player.model.cursor > 1);
    assert_true(app_goes_on(&r.app));
    read_all(&r);
    assert_int_equal(r.player.trace.end, TICKS + 1);
    assert_null(strstr(draw(&r), "reading …"));
    close_file(&r);
}

TEST(the_end_of_a_file_that_is_being_read_is_its_last_event)
{
    struct reading r;
    watch(&r, "{\"e\":\"exit\",\"rc\":3}\n");
    press(&r, CODE_END);
    read_all(&r);
    assert_int_equal(r.player.model.cursor, TICKS + 2);
    assert_int_equal(r.player.model.status, 3);
    close_file(&r);
}

TEST(what_is_wrong_far_behind_is_said_and_what_came_before_it_stays)
{
    struct reading r;
    watch(&r, "{\"e\":7}\n");
    read_all(&r);
    assert_int_equal(r.player.trace.end, TICKS + 1);
    assert_non_null(strstr(draw(&r), "line 40002: an event needs a kind"));
    assert_int_equal(r.target->status, 1);
    assert_non_null(r.target->trouble);
    close_file(&r);
}

TEST(a_file_that_ends_within_a_line_says_so_when_it_comes_to_that)
{
    struct reading r;
    watch(&r, "{\"e\":\"exit\",\"r");
    read_all(&r);
    assert_int_equal(r.player.trace.end, TICKS + 1);
    assert_non_null(strstr(draw(&r), "the file ends within line 40002, which was left out"));
    assert_int_equal(r.target->status, 0);
    close_file(&r);
}

TEST(whoever_shows_nothing_has_all_of_it_at_once)
{
    struct reading r;
    assert_int_equal(open_file(&r, false, ""), 0);
    assert_int_equal(r.player.trace.end, TICKS + 1);
    assert_true(r.target->over);
    player_close(&r.player);
    r.target->type->free(r.target);
    unlink(r.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_shown_before_its_end_was_read),
        cmocka_unit_test(the_end_of_a_file_that_is_being_read_is_its_last_event),
        cmocka_unit_test(what_is_wrong_far_behind_is_said_and_what_came_before_it_stays),
        cmocka_unit_test(a_file_that_ends_within_a_line_says_so_when_it_comes_to_that),
        cmocka_unit_test(whoever_shows_nothing_has_all_of_it_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
