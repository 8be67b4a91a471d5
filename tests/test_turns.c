/* SPDX-License-Identifier: MIT */
/* How tasks have spent their time, against adding up: what lies between two events is spent in the state that each row
 * has behind the first of them. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/turns.h"

enum { ACTORS = 24 };

/* One actor, as it is added up. */
struct sum {
    double in[3], turn; /* turn: the seconds of the one that it is having */
    double longest;
    uint32_t turns, ran;
};

/* The time between the cursor and the event behind it. */
static void add(struct sum *s, const struct row *r, double seconds)
{
    if (r->state < TASK_READY || r->state > TASK_WAITING)
        return;
    s->in[r->state - TASK_READY] += seconds;
    s->turn = r->state == TASK_RUNNING ? s->turn + seconds : 0;
    s->longest = s->turn > s->longest ? s->turn : s->longest;
}

static void add_all(struct sum *sums, const struct model *m, double seconds)
{
    for (uint32_t task = 1; task <= m->nrows && task <= ACTORS; task++) {
        const struct row *r = model_row(m, task);
        if (!r)
            continue;
        add(&sums[task - 1], r, seconds);
        if (r->ran != sums[task - 1].ran && r->ran != TRACE_NONE) {
            sums[task - 1].turns++;
            sums[task - 1].turn = 0;
        }
        sums[task - 1].ran = r->ran;
    }
}

static void assert_spent(const struct model *m, const struct sum *sums, const char *path)
{
    for (uint32_t task = 1; task <= m->nrows && task <= ACTORS; task++) {
        struct spent have = turns_spent(m, task);
        const struct sum *want = &sums[task - 1];
        for (int i = 0; i < 3; i++) {
            double seconds = want->in[i] > 0 ? want->in[i] : 0; /* a clock may go back */
            if (have.in[i] - seconds > 1e-6 || seconds - have.in[i] > 1e-6)
                fail_msg("%s, cursor %u, actor %u: %.9f s and not %.9f %s", path, m->cursor, task,
                         have.in[i], want->in[i], state_names[TASK_READY + i]);
        }
        if (have.turns != want->turns)
            fail_msg("%s, cursor %u, actor %u: turn %u and not %u", path, m->cursor, task,
                     have.turns, want->turns);
        if ((double)have.longest - want->longest > 1e-5 ||
            want->longest - (double)have.longest > 1e-5)
            fail_msg("%s, cursor %u, actor %u: %f s and not %f at once", path, m->cursor, task,
                     (double)have.longest, want->longest);
    }
}

static void add_up(const char *path)
{
    struct player p;
    struct load l;
    struct sum sums[ACTORS] = {0};
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    for (int i = 0; i < ACTORS; i++)
        sums[i].ran = TRACE_NONE;
    player_open_empty(&p, 0);
    assert_int_equal(load_trace(&l, f, &p.observer), 0);
    fclose(f);
    double before = 0;
    player_start(&p);
    while (p.model.cursor < p.trace.end) {
        double time = trace_at(&p.trace, p.model.cursor)->time;
        add_all(sums, &p.model, time - before);
        player_seek(&p, p.model.cursor + 1);
        player_look_at_moment(&p);
        add_all(sums, &p.model, p.model.time - time); /* it jumps, or blocks */
        before = p.model.time;
        assert_spent(&p.model, sums, path);
    }
    player_close(&p);
    load_close(&l);
}

static void add_up_all(const char *pattern)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_up(found.gl_pathv[i]);
    globfree(&found);
}

TEST(the_time_of_a_task_is_the_sum_of_what_lies_between_the_events_in_each_of_its_states)
{
    add_up_all("tests/golden/*.ndjson");
}

TEST(the_same_is_true_of_threads)
{
    add_up_all("tests/golden/schedules/*.ndjson");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_time_of_a_task_is_the_sum_of_what_lies_between_the_events_in_each_of_its_states),
        cmocka_unit_test(the_same_is_true_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
