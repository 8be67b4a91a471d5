/* SPDX-License-Identifier: MIT */
/* What other programs are told of every run: check sums in tests/golden/sums/exports.txt (UPDATE_GOLDEN=1 writes them
 * anew). Whether that is right is for tests/test_exports.c to say, whose readers are slow; a line that differs says
 * which run and format, for `loopscope trace RUN --format FORMAT` of before and after. */
#include <glob.h>
#include <stdio.h>

#include "cmd/stage.h"
#include "export/export.h"
#include "scenes/scene.h"
#include "tests/support/golden.h"
#include "tests/support/sums.h"
#include "tests/test.h"

#define EXPORTS_FILE "tests/golden/sums/exports.txt"

static const struct export_format *const formats[] = {&export_chrome, &export_gantt,
                                                      &export_sequence, &export_dot, &export_csv};
enum { FORMATS = sizeof formats / sizeof *formats, LOOKS = 7 };

static void add_export(uint32_t *sum, struct player *p, const struct export_format *format,
                       bool by_event)
{
    struct export x = {.format = format, .m = &p->model, .by_event = by_event};
    export_begin(&x);
    while (format->walks && !x.full && player_step(p, 1))
        export_event(&x);
    export_end(&x);
    sum_text(sum, buf_str(&x.out));
    sum_number(sum, p->model.cursor); /* behind which the rest was left out */
    export_close(&x);
}

/* One that shows the tasks as they are somewhere, there. */
static void add_looks(uint32_t *sum, struct player *p, const struct export_format *format)
{
    uint32_t first = p->trace.first, n = p->trace.end - first;
    for (uint32_t look = 0; look <= LOOKS; look++) {
        player_seek(p, first + (uint32_t)((uint64_t)n * look / LOOKS));
        player_look_at_moment(p);
        add_export(sum, p, format, false);
    }
}

static void put_exports(struct buf *out, struct player *p)
{
    for (size_t i = 0; i < FORMATS; i++) {
        uint32_t sum = NO_SUM;
        for (int by_event = 0; by_event < 2 && formats[i]->walks; by_event++) {
            player_start(p);
            add_export(&sum, p, formats[i], by_event);
        }
        if (!formats[i]->walks)
            add_looks(&sum, p, formats[i]);
        sum_put(out, formats[i]->name, sum);
    }
}

static void put_run(struct buf *out, const char *what)
{
    struct stage s;
    struct options o = {.wish = {.what = what}, .h = 24, .w = 80};
    assert_int_equal(stage_open(&s, &o, o.h, o.w, false), 0);
    while (app_goes_on(&s.app))
        app_update(&s.app, &(struct message){.kind = MSG_TIME});
    player_end(&s.player);
    buf_printf(out, "%s:", what);
    put_exports(out, &s.player);
    buf_putc(out, '\n');
    stage_close(&s);
    golden_check_so_far(EXPORTS_FILE, out);
}

static void put_files(struct buf *out, const char *pattern, size_t every)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += every)
        put_run(out, found.gl_pathv[i]);
    globfree(&found);
}

TEST(other_programs_are_told_of_every_run_what_they_were_told)
{
    struct buf out = {0};
    put_files(&out, "tests/golden/s[0-9]*.ndjson", 1);
    put_files(&out, "tests/golden/schedules/*.ndjson", 3);
    put_files(&out, "tests/golden/scenarios/r*.json", 4);
    put_run(&out, "tests/hostile/every_field.ndjson");
    for (const struct scene *const *s = scenes; *s; s++)
        put_run(&out, (*s)->program.name);
    golden_check(EXPORTS_FILE, &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_programs_are_told_of_every_run_what_they_were_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
