/* SPDX-License-Identifier: MIT */
/* The few words in which the panes say what stands where, through every small program of
 * tests/programs as CPython ran it, against tests/golden/pane-words.txt (UPDATE_GOLDEN=1 writes it anew):
 * behind each event a line for whatever is said in another way than before. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "story/story.h"
#include "story/words.h"
#include "tests/support/golden.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/told.h"
#include "view/about.h"
#include "view/figures.h"

enum { LINES = 64 };

/* What was said last, by whom: a task by its number, others behind those. */
struct said {
    struct buf out, last[LINES], line;
};

enum { POLL = LINES - 4, READY, TIMERS, OBJECTS };

/* What s->line says of `who`, if that is new; it is empty then. */
static void say(struct said *s, uint32_t cursor, int who, const char *name)
{
    if (strcmp(buf_str(&s->line), buf_str(&s->last[who]))) {
        buf_printf(&s->out, "%u %s: %s\n", cursor, name, buf_str(&s->line));
        buf_clear(&s->last[who]);
        buf_puts(&s->last[who], buf_str(&s->line));
    }
    buf_clear(&s->line);
}

static void say_task(struct said *s, const struct player *p, uint32_t task)
{
    const struct model *m = &p->model;
    struct buf *b = &s->line;
    uint32_t told = view_told(p, task);
    story_task(m, task, b);
    buf_puts(b, " | ");
    view_awaits(b, m, task);
    buf_puts(b, " | ");
    view_created(b, m->trace, task);
    buf_puts(b, " | ");
    view_figures(b, m, task);
    buf_puts(b, " | ");
    view_figures_short(b, m, task);
    buf_puts(b, " | ");
    view_locals(b, told == TRACE_NONE ? NULL : told_locals(m->trace, told));
    say(s, m->cursor, (int)task, words_name(trace_task_name(m->trace, task)));
}

static void say_queue(struct said *s, const struct model *m)
{
    for (uint32_t k = 0; k < m->ready.n; k++) {
        buf_puts(&s->line, k ? ", " : "");
        story_handle(m, model_ready(m, k), &s->line);
    }
    buf_printf(&s->line, " (%u)", view_ready_now(m));
    say(s, m->cursor, READY, "ready");
}

static void say_timers(struct said *s, const struct model *m)
{
    struct timer_entry timers[16];
    uint32_t n = model_timers(m, timers, 16);
    for (uint32_t k = 0; k < n; k++) {
        buf_puts(&s->line, k ? ", " : "");
        story_timer(m, &timers[k], &s->line);
    }
    say(s, m->cursor, TIMERS, "timers");
}

static void say_objects(struct said *s, const struct model *m)
{
    for (uint32_t i = 1; i <= m->nobjects; i++) {
        uint32_t sync = view_object(m, i);
        if (sync != TRACE_NONE)
            buf_printf(&s->line, "%u held by %u; ", i, view_holder(m, trace_note(m->trace, sync)));
    }
    say(s, m->cursor, OBJECTS, "objects");
}

static void say_all(struct said *s, const struct player *p)
{
    const struct model *m = &p->model;
    for (uint32_t task = 1; task <= m->nrows && task < POLL; task++)
        say_task(s, p, task);
    story_poll(m, &s->line);
    say(s, m->cursor, POLL, "poll");
    say_queue(s, m);
    say_timers(s, m);
    say_objects(s, m);
}

static void go_through(struct said *s, const char *path)
{
    struct player p;
    struct load l;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    player_open_empty(&p, 0);
    assert_int_equal(load_trace(&l, f, &p.observer), 0);
    fclose(f);
    buf_printf(&s->out, "== %s ==\n", path);
    do {
        player_look_at_moment(&p); /* how tasks spend their time is seen on the way */
        say_all(s, &p);
    } while (player_step(&p, 1));
    for (int i = 0; i < LINES; i++)
        buf_free(&s->last[i]);
    load_close(&l);
    player_close(&p);
}

TEST(the_panes_say_of_every_program_what_they_said)
{
    glob_t found;
    struct said s = {0};
    assert_int_equal(glob("tests/golden/s[0-9]*.ndjson", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        go_through(&s, found.gl_pathv[i]);
    golden_check("tests/golden/pane-words.txt", &s.out);
    globfree(&found);
    buf_free(&s.out);
    buf_free(&s.line);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panes_say_of_every_program_what_they_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
