/* SPDX-License-Identifier: MIT */
/* What the lessons say and ask, against what their scenes do. */
#include <string.h>

#include "base/utf8.h"
#include "player/player.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "story/moment.h"
#include "target/scene.h"
#include "tests/test.h"

/* A scene as it is watched, at one of its steps; what is told there. */
struct lesson {
    struct target *target;
    struct player player;
    struct moment told;
};

static void open_lesson(struct lesson *l, const struct scene *s)
{
    struct wish w = {.what = s->program.name};
    *l = (struct lesson){0};
    assert_int_equal(scene_open(&l->target, s, &w), 0);
    assert_int_equal(player_open(&l->player, l->target, 0), 0);
    assert_true(player_end(&l->player));
    player_look_at_moment(&l->player);
}

static void close_lesson(struct lesson *l)
{
    moment_free(&l->told);
    player_close(&l->player);
    l->target->type->free(l->target);
}

static void go_to_step(struct lesson *l, unsigned step)
{
    struct player *p = &l->player;
    assert_in_range(step, 1, p->moments.n);
    assert_true(player_seek(p, p->moments.stops[step - 1].last + 1));
    player_look_at_moment(p);
    assert_int_equal(moments_before(&p->moments, p->model.cursor), step);
    moment_free(&l->told);
    assert_true(story_moment(&p->model, &p->moments, &l->told));
}

static bool says(const struct moment *told, const char *text)
{
    return strstr(buf_str(&told->headline), text) || strstr(buf_str(&told->why[0]), text) ||
           strstr(buf_str(&told->why[1]), text);
}

static void assert_a_line(const char *text)
{
    if (!*text || utf8_columns(text, strlen(text)) > MOMENT_COLUMNS - 4)
        fail_msg("“%s” is no line", text);
}

TEST(every_answer_is_seen_at_the_step_that_it_names)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct lesson l;
        open_lesson(&l, *s);
        for (const struct quiz *q = (*s)->remarks.quiz; q && q->question; q++) {
            assert_true(q->asked < q->answered);
            go_to_step(&l, q->asked);
            if (says(&l.told, q->shows))
                fail_msg("%s: “%s” can be read where it is asked", (*s)->program.name, q->shows);
            go_to_step(&l, q->answered);
            if (!says(&l.told, q->shows))
                fail_msg("%s, step %u: “%s” is not “%s”", (*s)->program.name, q->answered,
                         buf_str(&l.told.headline), q->shows);
        }
        close_lesson(&l);
    }
}

TEST(no_question_and_no_answer_stands_where_something_else_must_be_said)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct lesson l;
        open_lesson(&l, *s);
        for (const struct quiz *q = (*s)->remarks.quiz; q && q->question; q++)
            for (int i = 0; i < 2; i++) {
                go_to_step(&l, i ? q->answered : q->asked);
                if (l.told.why[1].len)
                    fail_msg("%s, step %u: “%s” would be lost", (*s)->program.name,
                             i ? q->answered : q->asked, buf_str(&l.told.why[1]));
                for (const struct quiz *other = (*s)->remarks.quiz; other < q; other++)
                    assert_false(other->asked == q->asked || other->answered == q->answered ||
                                 other->asked == q->answered || other->answered == q->asked);
            }
        close_lesson(&l);
    }
}

TEST(nothing_of_the_lesson_can_be_read_in_the_source_of_its_program)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        const struct source *c = source_find((*s)->c_file);
        assert_non_null(strstr(c->text, "module"));
        assert_int_equal(strlen(c->text), c->len);
        for (const struct quiz *q = (*s)->remarks.quiz; q->question; q++)
            if (strstr(c->text, q->question) || strstr(c->text, q->answer))
                fail_msg("%s says “%s”", (*s)->c_file, q->answer);
    }
}

TEST(every_scene_has_a_handout_with_two_questions)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        const struct handout *h = &(*s)->handout;
        const struct quiz *q = (*s)->remarks.quiz;
        assert_true(h->question && h->look && h->belief && h->change);
        assert_int_equal(h->question[strlen(h->question) - 1], '?');
        assert_true(q && q[0].question && q[1].question && !q[2].question);
        for (; q->question; q++) {
            assert_a_line(q->question);
            assert_a_line(q->answer);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_seen_at_the_step_that_it_names),
        cmocka_unit_test(no_question_and_no_answer_stands_where_something_else_must_be_said),
        cmocka_unit_test(nothing_of_the_lesson_can_be_read_in_the_source_of_its_program),
        cmocka_unit_test(every_scene_has_a_handout_with_two_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
