/* SPDX-License-Identifier: MIT */
/* What a model knows of handles, against the simplest that does the same: an array. */
#include <string.h>

#include "tests/test.h"
#include "trace/handles.h"

static unsigned roll(unsigned *dice, unsigned n)
{
    *dice = *dice * 1664525 + 1013904223;
    return (*dice >> 8) % n;
}

/* ---- the ready queue ---- */

enum { LINE = 400 };

struct line {
    uint32_t at[LINE];
    uint32_t n;
};

static void take_out(struct line *l, uint32_t k)
{
    memmove(&l->at[k], &l->at[k + 1], (--l->n - k) * sizeof *l->at);
}

static void assert_queue(const struct handle_queue *q, const struct line *l)
{
    assert_int_equal(q->n, l->n);
    for (uint32_t k = 0; k < l->n; k++) {
        assert_int_equal(handle_queue_at(q, k)->handle, l->at[k]);
        assert_int_equal(handle_queue_at(q, k)->task, l->at[k] + 1);
    }
}

static struct entry entry(uint32_t handle)
{
    return (struct entry){.handle = handle, .task = handle + 1};
}

static void change_queue(struct handle_queue *q, struct line *l, unsigned what, uint32_t handle,
                         unsigned *dice)
{
    if (what < 4 && l->n < LINE) {
        handle_queue_push(q, entry(handle));
        l->at[l->n++] = handle;
    } else if (what < 6 && l->n < LINE) {
        handle_queue_untake(q, entry(handle));
        memmove(l->at + 1, l->at, l->n++ * sizeof *l->at);
        l->at[0] = handle;
    } else if (what < 8 && l->n) {
        handle_queue_take(q, l->at[0]);
        take_out(l, 0);
    } else if (what == 8 && l->n) {
        uint32_t k = roll(dice, l->n);
        handle_queue_take(q, l->at[k]);
        take_out(l, k);
    } else if (l->n) {
        handle_queue_unpush(q);
        l->n--;
    }
    handle_queue_take(q, 1000000); /* which is not there */
}

TEST(the_ready_queue_is_a_line_in_which_one_may_stand_anywhere)
{
    unsigned dice = 7;
    struct handle_queue q = {0}, copy = {0};
    struct line l = {.n = 0};
    for (uint32_t i = 1; i < 20000; i++) {
        change_queue(&q, &l, roll(&dice, i / 1000 % 2 ? 10 : 14), i, &dice);
        if (i % 7 == 0 || l.n < 3) {
            assert_queue(&q, &l);
            handle_queue_copy(&copy, &q);
            assert_queue(&copy, &l);
            assert_int_equal(handle_queue_bytes(&copy), l.n * sizeof(struct entry));
        }
    }
    handle_queue_close(&q);
    handle_queue_close(&copy);
    assert_int_equal(q.n, 0);
}

/* ---- sets ---- */

enum { KINDS = 600 };

static void assert_set(const struct handle_set *s, const bool *has, uint32_t n)
{
    assert_int_equal(s->n, n);
    assert_true(s->nslots == 0 || s->nslots >= 2 * n);
    for (uint32_t h = 1; h < KINDS; h++) {
        const struct timer_entry *e = handle_set_find(s, h);
        assert_int_equal(e != NULL, has[h]);
        if (e)
            assert_true(e->handle == h && e->event == h + 5);
    }
}

/* So that numbers meet in the same slots: few and many, near each other and far apart. */
TEST(a_set_has_what_was_put_into_it_and_not_taken_out_again)
{
    unsigned dice = 11;
    struct handle_set s = {0}, copy = {0};
    bool has[KINDS] = {false};
    uint32_t n = 0;
    assert_null(handle_set_find(&s, 1));
    for (uint32_t i = 1; i < 12000; i++) {
        uint32_t h = 1 + roll(&dice, i % 3000 < 1500 ? 24 : KINDS - 1);
        struct timer_entry out = {.handle = 0};
        if (roll(&dice, 2)) {
            handle_set_put(&s, (struct timer_entry){.handle = h, .event = h + 5});
            n += !has[h];
            has[h] = true;
        } else {
            assert_int_equal(handle_set_take(&s, h, &out), has[h]);
            assert_int_equal(out.handle, has[h] ? h : 0);
            n -= has[h];
            has[h] = false;
        }
        if (i % 5)
            continue;
        assert_set(&s, has, n);
        handle_set_copy(&copy, &s);
        assert_set(&copy, has, n);
    }
    handle_set_close(&s);
    handle_set_close(&copy);
}

TEST(a_second_put_changes_nothing)
{
    struct handle_set s = {0};
    handle_set_put(&s, (struct timer_entry){.handle = 3, .when = 1});
    handle_set_put(&s, (struct timer_entry){.handle = 3, .when = 2});
    assert_int_equal(s.n, 1);
    assert_true(handle_set_find(&s, 3)->when == 1);
    handle_set_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ready_queue_is_a_line_in_which_one_may_stand_anywhere),
        cmocka_unit_test(a_set_has_what_was_put_into_it_and_not_taken_out_again),
        cmocka_unit_test(a_second_put_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
