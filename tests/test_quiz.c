/* SPDX-License-Identifier: MIT */
/* Random programs for the quiz: what must hold for every seed. That CPython goes the same way is
 * seen by "make conformance". */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "story/guess.h"
#include "target/open.h"
#include "target/quiz.h"
#include "tests/support/live.h"
#include "tests/support/run.h"
#include "tests/test.h"

enum { SEEDS = 50 };

/* What a wish points to. */
struct seeded {
    struct random random;
    char text[16];
    struct wish wish;
};

static void open_quiz(struct player *p, struct seeded *s, int seed)
{
    struct target *t;
    snprintf(s->text, sizeof s->text, "%d", seed);
    random_seed(&s->random, seed);
    s->wish = (struct wish){.what = "quiz", .seeded = &s->random, .seed = s->text};
    assert_int_equal(target_open(&t, &s->wish), 0);
    assert_int_equal(player_open(p, t, 0), 0);
    p->owns_target = true;
}

static const char *listing(const struct player *p)
{
    assert_int_equal(p->target->nsources, 1);
    return p->target->sources[0].text;
}

static uint32_t count_questions(struct player *p)
{
    struct guess g;
    uint32_t n = 0, asked = TRACE_NONE;
    while (player_moment(p, 1))
        if (guess_make(&p->model, &g) && g.begin != asked) {
            asked = g.begin;
            n++;
        }
    return n;
}

TEST(each_program_ends_well_and_has_at_least_five_questions)
{
    for (int seed = 0; seed < SEEDS; seed++) {
        struct player p;
        struct seeded s;
        open_quiz(&p, &s, seed);
        player_produce(&p, UINT32_MAX);
        assert_true(p.target->over);
        assert_int_equal(p.target->status, 0);
        assert_int_equal(count_kind(&p, EV_WARNING), 0);
        uint32_t n = count_questions(&p);
        if (n < 5 || n > QUIZ_MOST)
            fail_msg("seed %d has %u questions", seed, n);
        player_close(&p);
    }
}

TEST(after_every_tick_of_each_the_fold_is_the_live_loop)
{
    for (int seed = 0; seed < SEEDS; seed++) {
        struct player p;
        struct seeded s;
        open_quiz(&p, &s, seed);
        assert_true_at_every_tick(&p);
        player_close(&p);
    }
}

/* Each line that printed is a print() of that text; each that waits is an await or an async with. */
static void assert_line_does_it(const struct player *p, uint32_t i)
{
    const struct event *e = trace_at(&p->trace, i);
    const char *line = listing(p);
    char want[64];
    uint32_t number = trace_line(&p->trace, e->place);
    for (uint32_t k = 1; k < number; k++)
        line = strchr(line, '\n') + 1;
    line += strspn(line, " ");
    if (e->kind == EV_OUT) {
        const struct note *n = trace_note(&p->trace, i);
        snprintf(want, sizeof want, "print(\"%.*s\")\n", (int)n->len - 1, n->text);
        assert_memory_equal(line, want, strlen(want));
    } else if (e->kind == EV_END && e->actor && e->what) {
        assert_true(!strncmp(line, "await ", 6) || !strncmp(line, "async with ", 11));
    }
}

TEST(the_listing_says_what_each_line_does)
{
    for (int seed = 0; seed < SEEDS; seed++) {
        struct player p;
        struct seeded s;
        open_quiz(&p, &s, seed);
        player_produce(&p, UINT32_MAX);
        const char *first = "import asyncio\n", *last = "\nasyncio.run(main())\n";
        assert_memory_equal(listing(&p), first, strlen(first));
        assert_string_equal(listing(&p) + strlen(listing(&p)) - strlen(last), last);
        for (uint32_t i = 0; i < p.trace.end; i++)
            assert_line_does_it(&p, i);
        player_close(&p);
    }
}

static struct buf program_of(int seed)
{
    struct player p;
    struct seeded s;
    struct buf b = {0};
    open_quiz(&p, &s, seed);
    buf_puts(&b, listing(&p));
    player_close(&p);
    return b;
}

TEST(a_seed_is_always_the_same_program_and_others_are_others)
{
    int same = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
        struct buf one = program_of(seed), again = program_of(seed), other = program_of(seed + 1);
        assert_string_equal(one.s, again.s);
        same += !strcmp(one.s, other.s);
        buf_free(&one);
        buf_free(&again);
        buf_free(&other);
    }
    assert_int_equal(same, 0);
}

TEST(it_is_called_by_its_seed)
{
    struct player p;
    struct seeded s;
    open_quiz(&p, &s, 7);
    assert_string_equal(p.target->name, "quiz --seed 7");
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_program_ends_well_and_has_at_least_five_questions),
        cmocka_unit_test(after_every_tick_of_each_the_fold_is_the_live_loop),
        cmocka_unit_test(the_listing_says_what_each_line_does),
        cmocka_unit_test(a_seed_is_always_the_same_program_and_others_are_others),
        cmocka_unit_test(it_is_called_by_its_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
