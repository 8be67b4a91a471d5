/* SPDX-License-Identifier: MIT */
/* A program that tells nothing yet, or nothing any more: when that is said, and for how long one waits until
 * then. Whatever is long ago or far ahead here is so on any machine. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/now.h"
#include "live/hearing.h"
#include "tests/test.h"

enum { LONG = 1000 }; /* seconds */

struct stage {
    struct observer ears;
    struct voice voice;
    struct hearing hearing;
    struct buf heard; /* kinds of events, and what is said */
};

static void hear(struct observer *o, const struct event *e, const struct note *n)
{
    struct buf *heard = &((struct stage *)o)->heard;
    if (e->kind == EV_START)
        buf_puts(heard, "started. ");
    else
        buf_printf(heard, "%.*s. ", (int)strcspn(n->text, ",:"), n->text);
}

/* Of a program that has just begun, with a link that is open. */
static struct hearing *begin(struct stage *s)
{
    *s = (struct stage){.ears.see = hear};
    s->voice = (struct voice){.to = &s->ears, .program = "a.py", .keep = {-1, -1, 0}};
    hearing_begin(&s->hearing, &s->voice, NULL);
    s->hearing.link.fd = 0;
    return &s->hearing;
}

static void end(struct stage *s, const char *heard)
{
    assert_string_equal(buf_str(&s->heard), heard);
    s->hearing.link.fd = -1;
    hearing_close(&s->hearing);
    buf_free(&s->heard);
}

TEST(one_waits_for_the_tracer_and_for_the_end_of_who_tells_no_more_and_else_for_ever)
{
    static const struct {
        bool there, unseen, closed, told_gone;
        double begun, least, most; /* begun: from now on */
    } rows[] = {
        {false, false, false, false, LONG, LONG, LONG + 10},
        {false, false, false, false, -LONG, 0.01, 0.01},
        {false, false, true, false, -LONG, 0.01, 0.01},
        {false, true, false, false, -LONG, INFINITY, INFINITY},
        {false, true, true, false, -LONG, 0.5, 0.5},
        {true, false, false, false, -LONG, INFINITY, INFINITY},
        {true, false, false, false, LONG, INFINITY, INFINITY},
        {true, false, true, false, LONG, 0.5, 0.5},
        {true, false, true, true, LONG, INFINITY, INFINITY},
        {true, true, true, true, LONG, INFINITY, INFINITY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stage s;
        struct hearing *h = begin(&s);
        h->there = rows[i].there;
        h->limits.met[LIMIT_UNSEEN] = rows[i].unseen;
        h->link.fd = rows[i].closed ? -1 : 0;
        h->told_gone = rows[i].told_gone;
        h->begun = now() + rows[i].begun;
        double patience = hearing_patience(h);
        if (!(patience >= rows[i].least && patience <= rows[i].most))
            fail_msg("%zu: %g", i, patience);
        end(&s, "");
    }
}

TEST(who_has_not_been_seen_for_long_is_started_without_it_once)
{
    struct stage s;
    struct hearing *h = begin(&s);
    hearing_miss(h);
    assert_false(h->limits.met[LIMIT_UNSEEN]);
    h->begun = now() - LONG;
    h->there = true;
    hearing_miss(h);
    assert_false(h->limits.met[LIMIT_UNSEEN]);
    h->there = false;
    hearing_miss(h);
    assert_true(h->limits.met[LIMIT_UNSEEN]);
    hearing_miss(h);
    assert_false(h->told_gone);
    end(&s, "started. ");
}

TEST(that_it_tells_no_more_is_said_once_and_when_it_is_certain)
{
    struct stage s;
    struct hearing *h = begin(&s);
    h->there = true;
    h->ended = now() - LONG;
    hearing_miss(h); /* its link is open */
    h->link.fd = -1;
    h->ended = now() + LONG;
    hearing_miss(h); /* it may only be about to end */
    assert_false(h->told_gone);
    voice_start(&s.voice);
    h->ended = now() - LONG;
    hearing_miss(h);
    hearing_miss(h);
    assert_true(h->told_gone);
    assert_false(h->limits.met[LIMIT_UNSEEN]);
    end(&s, "started. it tells no more. ");
}

TEST(who_closes_the_link_before_a_word_was_not_seen)
{
    struct stage s;
    struct hearing *h = begin(&s);
    h->there = true;
    h->link.fd = -1;
    h->ended = now() - LONG;
    hearing_miss(h);
    assert_true(h->limits.met[LIMIT_UNSEEN]);
    end(&s, "started. it was not seen. ");
}

TEST(who_ends_before_the_tracer_came_was_not_seen_if_that_was_not_said)
{
    for (int i = 0; i < 4; i++) {
        struct stage s;
        struct hearing *h = begin(&s);
        h->there = i & 1;
        h->told_gone = i & 2;
        hearing_end(h);
        assert_int_equal(h->limits.met[LIMIT_UNSEEN], !i);
        end(&s, i ? "" : "started. it was not seen. ");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            one_waits_for_the_tracer_and_for_the_end_of_who_tells_no_more_and_else_for_ever),
        cmocka_unit_test(who_has_not_been_seen_for_long_is_started_without_it_once),
        cmocka_unit_test(that_it_tells_no_more_is_said_once_and_when_it_is_certain),
        cmocka_unit_test(who_closes_the_link_before_a_word_was_not_seen),
        cmocka_unit_test(who_ends_before_the_tracer_came_was_not_seen_if_that_was_not_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
