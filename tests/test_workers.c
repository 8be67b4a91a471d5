/* SPDX-License-Identifier: MIT */
/* Threads of a live program beside its loop: how they are told, and their lanes. */
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "story/moment.h"
#include "story/story.h"
#include "story/workers.h"
#include "tests/support/pane.h"
#include "tests/test.h"
#include "trace/load.h"
#include "view/panes.h"

#define LINE(text) text "\n"
#define TURN(n, h, k)                                                  \
    LINE("{'e':'tick','n':" #n ",'t':" #n "e-1,'ready':1,'timers':0}") \
    LINE("{'e':'begin','n':" #n ",'t':" #n "e-1,'h':'" h "','task':'T1','k':'" k "'}")
#define START                                                                  \
    LINE("{'e':'start','script':'x.py','py':'3.11.7','clock':'real'}")         \
    LINE("{'e':'loop','id':'L1'}")                                             \
    LINE("{'e':'task','id':'T1','name':'Task-1','coro':'main','at':'x.py:1'}") \
    LINE("{'e':'soon','h':'H1','task':'T1','k':'step'}")                       \
    LINE("{'e':'run','what':'main'}") TURN(1, "H1", "step")
#define OWN                                                                               \
    LINE("{'e':'thread','n':1,'t':1e-1,'id':'W1','name':'heart','func':'beat','by':'T1'," \
         "'at':'x.py:3'}")
#define POOLS                                                                  \
    LINE("{'e':'executor','n':1,'t':1e-1,'fut':'F1','func':'load','by':'T1'}") \
    LINE("{'e':'thread','n':1,'t':1e-1,'id':'W2','name':'asyncio_0','by':'T1'}")
#define BEGINS LINE("{'e':'job','n':1,'t':1e-1,'thread':'W1','func':'beat'}")
#define GETS   LINE("{'e':'job','n':1,'t':1e-1,'thread':'W2','fut':'F1','func':'load'}")
#define WAITS                                                                                   \
    LINE("{'e':'end','n':1,'t':2e-1,'h':'H1','task':'T1','state':'waiting','stack':[['x.py',4," \
         "'main']],'on':{'what':'to_thread','fut':'F1'}}")

static const struct {
    const char *lines, *what, *why, *headline, *moments_why; /* of the last line; NULL: any */
} told[] = {
    {START OWN, "A thread is started: heart. It will run beat().",
     "It runs beside the loop; the system says when.",
     "Task-1 starts main() and starts the thread heart, which runs beat().",
     "A thread runs beside the loop: who goes on first is not said."},
    {START OWN BEGINS, "Thread heart begins beat().",
     "It runs beside the loop; the system says when.", NULL, NULL},
    {START OWN BEGINS LINE("{'e':'job_done','n':1,'t':2e-1,'thread':'W1'}"),
     "Thread heart is over: beat() has ended.", "The loop goes on without it.",
     "Thread heart is over: beat() has ended.", "The loop goes on without it."},
    {START POOLS, "A thread is started: asyncio_0.", "None of the pool was idle.", NULL, NULL},
    {START POOLS GETS, "Thread asyncio_0 begins load().",
     "It was handed to the pool, and that thread was idle.", NULL, NULL},
    {START POOLS GETS LINE("{'e':'job_done','n':1,'t':2e-1,'thread':'W2','fut':'F1'}"),
     "Thread asyncio_0 has its result.", "It tells the loop, which finishes the future.", NULL,
     NULL},
    {START POOLS GETS LINE("{'e':'job_done','n':1,'t':2e-1,'thread':'W2'}"),
     "Thread asyncio_0 has its result.", "Whoever gave it the call may ask for it.", NULL, NULL},
    {START OWN BEGINS LINE("{'e':'out','n':1,'t':2e-1,'thread':'W1','s':'x','at':'x.py:9',"
                           "'by':'thread'}"),
     "heart prints “x”.", NULL, "Thread heart prints “x”.",
     "It runs beside the loop, whoever has a turn there."},
    /* two loops may run side by side, each in a thread of its own */
    {START WAITS LINE("{'e':'loop','n':1,'id':'L2'}")
         LINE("{'e':'task','n':1,'id':'T2','name':'Task-2','coro':'f','loop':'L2'}")
             LINE("{'e':'run','n':1,'what':'f'}") LINE("{'e':'close','n':1,'t':3e-1}")
                 LINE("{'e':'exit','n':1,'t':3e-1,'rc':0}"),
     "The program has ended.", NULL, NULL, "2 tasks had 1 turns, in 2 loops."},
    /* nobody tells who */
    {START LINE("{'e':'out','n':1,'t':2e-1,'s':'x'}"), "The program prints “x”.", NULL,
     "A child of the program or the program itself prints “x”.",
     "It came from the terminal, not from print(): who wrote it is not known."},
};

/* With quotation marks as JSON has them. */
static struct buf as_json(const char *lines)
{
    struct buf b = {0};
    buf_puts(&b, lines);
    for (char *s = b.s; (s = strchr(s, '\''));)
        *s = '"';
    return b;
}

static void open_lines(struct player *p, const char *lines)
{
    struct buf b = as_json(lines);
    FILE *f = fmemopen(b.s, b.len, "r");
    struct load l;
    player_open_empty(p, 0);
    if (load_trace(&l, f, &p->observer))
        fail_msg("%s", l.error);
    fclose(f);
    player_end(p);
    load_close(&l);
    buf_free(&b);
}

static void assert_said(const struct buf *b, const char *wanted)
{
    if (wanted)
        assert_string_equal(buf_str(b), wanted);
}

static void assert_told(struct player *p, size_t i)
{
    struct buf what = {0}, why = {0};
    struct moment m = {0};
    story_tell(&p->model, &what, &why);
    player_look_at_moment(p);
    assert_true(story_moment(&p->model, &p->moments, &m) || !told[i].headline);
    assert_said(&what, told[i].what);
    assert_said(&why, told[i].why);
    assert_said(&m.headline, told[i].headline);
    assert_said(&m.why[0], told[i].moments_why);
    moment_free(&m);
    buf_free(&what);
    buf_free(&why);
}

TEST(threads_beside_the_loop_are_told_in_these_words)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct player p;
        open_lines(&p, told[i].lines);
        assert_told(&p, i);
        player_close(&p);
    }
}

TEST(a_line_that_a_thread_prints_is_not_where_the_task_is)
{
    struct player p;
    open_lines(&p, START OWN BEGINS LINE("{'e':'line','n':1,'at':'x.py:2','by':'T1'}")
                       LINE("{'e':'out','n':1,'thread':'W1','s':'x','at':'x.py:9','by':'thread'}"));
    assert_int_equal(trace_line(&p.trace, p.model.place), 9);
    assert_int_equal(p.model.line_task, 0);
    assert_int_equal(trace_line(&p.trace, model_row(&p.model, 1)->place), 2);
    player_close(&p);
}

/* ---- their lanes ---- */

static void draw(const char *lines, int h, int w)
{
    struct ui ui = {0};
    open_lines(&player, lines);
    pane_draw(&view_tasks, h, w, &ui);
}

TEST(each_has_a_lane_by_its_name_and_what_it_runs)
{
    draw(START OWN BEGINS POOLS GETS WAITS, 9, 70);
    assert_true(strstr(pane_row(2), "heart ") && strstr(pane_row(2), "runs beat()"));
    assert_true(strstr(pane_row(3), "asyncio_0 ") && strstr(pane_row(3), "runs load()"));
}

TEST(one_of_the_programs_own_has_ended_and_one_of_a_pool_is_idle)
{
    draw(START OWN BEGINS POOLS GETS WAITS LINE("{'e':'job_done','n':1,'t':3e-1,'thread':'W1'}")
             LINE("{'e':'job_done','n':1,'t':3e-1,'thread':'W2','fut':'F1'}"),
         9, 70);
    assert_true(strstr(pane_row(2), "has ended"));
    assert_true(strstr(pane_row(3), "idle"));
}

TEST(where_there_is_no_room_for_a_name_it_has_a_number)
{
    draw(START LINE("{'e':'thread','id':'W3','name':'ThreadPoolExecutor-0_12','by':'T1'}") WAITS, 9,
         70);
    assert_true(strstr(pane_row(2), "thread 3"));
}

TEST(of_a_function_within_another_the_last_name_is_shown)
{
    draw(START LINE(
             "{'e':'task','n':1,'id':'T2','name':'Task-2','coro':'main.<locals>.job','by':'T1'}"),
         9, 70);
    assert_true(strstr(pane_row(2), "Task-2 job "));
}

TEST(where_only_threads_have_room_they_are_shown)
{
    draw(START OWN BEGINS POOLS WAITS GETS, 4, 60);
    assert_true(pane_shows("heart") && pane_shows("asyncio_0"));
    assert_false(pane_shows("No task is left"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_beside_the_loop_are_told_in_these_words),
        cmocka_unit_test(a_line_that_a_thread_prints_is_not_where_the_task_is),
        PANES(each_has_a_lane_by_its_name_and_what_it_runs),
        PANES(one_of_the_programs_own_has_ended_and_one_of_a_pool_is_idle),
        PANES(where_there_is_no_room_for_a_name_it_has_a_number),
        PANES(of_a_function_within_another_the_last_name_is_shown),
        PANES(where_only_threads_have_room_they_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
