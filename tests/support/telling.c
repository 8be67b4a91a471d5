/* SPDX-License-Identifier: MIT */
#include "tests/support/telling.h"

#include <string.h>

#include "base/utf8.h"
#include "story/moment.h"
#include "story/story.h"
#include "target/program.h"
#include "tests/test.h"

struct buf what, why;

void tell_event(const struct player *p)
{
    buf_clear(&what);
    buf_clear(&why);
    story_tell(&p->model, &what, &why);
}

void see_event(struct player *p, struct event e, struct note n)
{
    p->observer.see(&p->observer, &e, &n);
    player_end(p);
    tell_event(p);
}

void open_program(struct player *p, const struct program *program)
{
    assert_int_equal(program_open(p, program, CLOCK_VIRTUAL, 0), 0);
}

void tell_next(struct player *p, enum event_kind kind, uint32_t task)
{
    const struct event *e;
    do {
        assert_true(player_step(p, 1));
        e = trace_at(&p->trace, player_event(p));
    } while (e->kind != kind || (task && e->actor != task));
    tell_event(p);
}

void assert_next(struct player *p, enum event_kind kind, uint32_t task, const char *text)
{
    tell_next(p, kind, task);
    assert_string_equal(what.s, text);
}

void assert_printable(const struct buf *b)
{
    for (size_t i = 0; i < b->len;) {
        uint32_t c;
        i += utf8_decode(b->s + i, b->len - i, &c);
        assert_true(c != UTF8_BAD && utf8_width(c) >= 0);
    }
    assert_null(strstr(b->s, "(null)"));
    assert_null(strstr(b->s, "Task-0"));
    assert_null(strstr(b->s, "H0"));
}

/* The same is always said in the same words, and these are not among them. */
static void assert_no_other_words(const struct buf *b)
{
    static const char *const others[] = {"wakeup", "frozen",   "froze",   "schedule",
                                         "yields", "executes", " fires ", "Why now"};
    for (size_t i = 0; b->len && i < sizeof others / sizeof *others; i++)
        if (strstr(b->s, others[i]))
            fail_msg("“%s” in: %s", others[i], b->s);
}

static void assert_sentences(const struct buf *b)
{
    assert_printable(b);
    assert_no_other_words(b);
    if (b->len)
        assert_true(strchr(".!", b->s[b->len - 1]) || !strcmp(b->s + b->len - 3, "”"));
    assert_true(!b->len || b->s[0] != ' ');
}

void assert_fits_a_line(const struct buf *b)
{
    int columns = 0;
    uint32_t c;
    assert_printable(b);
    for (size_t i = 0; i < b->len;) {
        i += utf8_decode(b->s + i, b->len - i, &c);
        columns += utf8_width(c);
    }
    if (columns > MOMENT_COLUMNS)
        fail_msg("%d columns: %s", columns, b->s);
}

/* A moment that ends at the cursor has a headline, and no line of it is too long. */
static void assert_moment_well_told(struct player *p)
{
    struct moment told = {0};
    player_look_at_moment(p);
    if (story_moment(&p->model, &p->moments, &told)) {
        assert_true(told.headline.len);
        assert_fits_a_line(&told.headline);
        for (int i = 0; i < 2; i++)
            if (told.why[i].len)
                assert_fits_a_line(&told.why[i]);
    }
    moment_free(&told);
}

void assert_well_told(struct player *p)
{
    const struct model *m = &p->model;
    assert_moment_well_told(p);
    struct timer_entry timers[4];
    uint32_t ntimers = model_timers(m, timers, 4);
    tell_event(p);
    assert_true(what.len);
    assert_sentences(&what);
    assert_sentences(&why);
    assert_null(strstr(why.s, "  "));
    buf_clear(&what);
    story_poll(m, &what);
    for (uint32_t i = 1; i <= m->nrows && i <= 8; i++)
        story_task(m, i, &what);
    for (uint32_t i = 0; i < m->ready.n && i < 8; i++)
        story_handle(m, model_ready(m, i), &what);
    for (uint32_t i = 0; i < ntimers; i++)
        story_timer(m, &timers[i], &what);
    assert_printable(&what);
    assert_no_other_words(&what);
}

int free_words(void **state)
{
    (void)state;
    buf_free(&what);
    buf_free(&why);
    return 0;
}
