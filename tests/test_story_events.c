/* SPDX-License-Identifier: MIT */
/* What is told of events that no loop of ours makes, or not in this order. */
#include <string.h>

#include "asyncio/asyncio.h"
#include "player/player.h"
#include "story/cause.h"
#include "story/moment.h"
#include "story/story.h"
#include "story/words.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "tests/support/telling.h"
#include "tests/test.h"

TEST(a_task_says_what_it_awaits)
{
    static const struct {
        enum awaited on;
        const char *text;
    } waits[] = {
        {ON_YIELD, "Task-1 gives way for one tick: a bare yield."},
        {ON_TASK, "Task-1 waits for Task-2."},
        {ON_FUTURE, "Task-1 waits for a future."},
        {ON_WAIT_FOR, "Task-1 waits for wait_for(), for at most 0.5 s."},
        {ON_WAIT, "Task-1 waits for wait()."},
        {ON_AS_COMPLETED, "Task-1 waits for as_completed()."},
        {ON_TASKGROUP, "Task-1 waits for a TaskGroup."},
        {ON_SHIELD, "Task-1 waits for shield()."},
        {ON_EXECUTOR, "Task-1 waits for a function in a thread."},
        {ON_TO_THREAD, "Task-1 waits for to_thread()."},
        {ON_LOCK, "Task-1 waits for Lock.acquire()."},
        {ON_QUEUE_JOIN, "Task-1 waits for Queue.join()."},
        {ON_SPAWN, "Task-1 waits for a process to start."},
        {ON_EXIT, "Task-1 waits for a process to end."},
        {ON_RESPONSE, "Task-1 waits for an answer."},
        {ON_CLOSED, "Task-1 waits for the connection to close."},
    };
    struct player p;
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.coro = "main"});
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct event e = {.kind = EV_END, .actor = 1, .what = waits[i].on, .ref = 2 | REF_TASK};
        see_event(&p, e, (struct note){.number = 0.5, .has = HAS_NUMBER});
        assert_string_equal(what.s, waits[i].text);
    }
    see_event(&p, (struct event){.kind = EV_END, .actor = 1, .what = ON_OTHER},
              (struct note){.name = "StreamReader.readline"});
    assert_string_equal(what.s, "Task-1 waits for StreamReader.readline().");
    player_close(&p);
}

static void assert_task(struct player *p, uint32_t task, const char *text)
{
    struct buf b = {0};
    story_task(&p->model, task, &b);
    assert_string_equal(b.s, text);
    buf_free(&b);
}

static void stops(struct player *p, enum awaited on, uint32_t object)
{
    see_event(p, (struct event){.kind = EV_BEGIN, .actor = 1, .handle = 1}, (struct note){0});
    see_event(
        p, (struct event){.kind = EV_END, .actor = 1, .handle = 1, .what = (uint8_t)on, .ref = 7},
        (struct note){.object = object});
}

TEST(who_waits_for_a_lock_or_a_queue_knows_how_it_stands_and_its_place)
{
    static const struct {
        enum awaited on;
        const char *object, *text;
    } waits[] = {
        {ON_LOCK, "held by Task-2", "Lock.acquire: held by Task-2, third in line"},
        {ON_SEMAPHORE, "0 left", "Semaphore.acquire: none left, third in line"},
        {ON_EVENT, "not set", "Event.wait: not set"},
        {ON_QUEUE_GET, "0 items", "Queue.get: empty, third in line"},
        {ON_QUEUE_PUT, "2 of 2 items", "Queue.put: full, 2 of 2, third in line"},
        {ON_QUEUE_PUT, "1 of 2 items", "Queue.put: 1 of 2 items, third in line"},
        {ON_BARRIER, "filling, 1 of 3", "Barrier.wait: filling, 1 of 3"},
    };
    static const uint32_t line[] = {4 | REF_TASK, 3 | REF_TASK, 1 | REF_TASK};
    struct player p;
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.coro = "main"});
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        const char *text = waits[i].object;
        see_event(
            &p, (struct event){.kind = EV_SYNC, .ref = 1},
            (struct note){.name = "X", .text = text, .len = strlen(text), .of = line, .nof = 3});
        stops(&p, waits[i].on, 1);
        assert_task(&p, 1, waits[i].text);
    }
    see_event(
        &p, (struct event){.kind = EV_SYNC, .ref = 1},
        (struct note){.name = "Queue", .text = "0 items", .len = 7, .of = line + 2, .nof = 1});
    stops(&p, ON_QUEUE_GET, 1);
    assert_task(&p, 1, "Queue.get: empty");
    stops(&p, ON_LOCK, 9);
    assert_task(&p, 1, "Lock.acquire()");
    player_close(&p);
}

static void warn(struct player *p, const char *text)
{
    see_event(p, (struct event){.kind = EV_WARNING},
              (struct note){.text = text, .len = strlen(text)});
}

TEST(a_warning_is_what_happened_and_the_fix_is_why)
{
    struct player p;
    player_open_empty(&p, 0);
    warn(&p, "Task-2 was cancelled in tick 4 and returned all the same: an except clause swallowed "
             "its CancelledError; raise it again");
    assert_string_equal(what.s, "Task-2 was cancelled in tick 4 and returned all the same.");
    assert_string_equal(why.s, "An except clause swallowed its CancelledError; raise it again.");
    warn(&p, "coroutine 'nap' was never awaited");
    assert_string_equal(what.s, "Coroutine 'nap' was never awaited.");
    assert_non_null(strstr(why.s, "only makes a coroutine"));
    char text[1100] = "it happened: ";
    memset(text + 13, 'x', 1000);
    warn(&p, text);
    assert_string_equal(what.s, "It happened.");
    assert_int_equal(strlen(why.s), 1001);
    see_event(&p, (struct event){.kind = EV_WARNING}, (struct note){.name = "blocked"});
    assert_string_equal(what.s, "Blocked.");
    player_close(&p);
}

TEST(a_callback_is_known_by_its_name_in_cpython)
{
    static const struct {
        const char *name, *text;
    } callbacks[] = {
        {"_run_until_complete_cb", "The callback of run_until_complete() runs: Task-1 is done."},
        {"_release_waiter", "The waiter's callback runs: Task-1 is done."},
        {"_wait.<locals>._on_completion", "The callback of wait() runs: Task-1 is done."},
        {"TaskGroup._on_task_done", "The callback of the TaskGroup runs: Task-1 is done."},
        {"print", "The callback print runs: Task-1 is done."},
    };
    struct player p;
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){0});
    see_event(&p, (struct event){.kind = EV_TASK_DONE, .actor = 1, .what = OUTCOME_DONE},
              (struct note){0});
    for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks; i++) {
        struct event e = {
            .kind = EV_BEGIN, .handle = 1, .what = HANDLE_CALLBACK, .ref = 1 | REF_TASK};
        see_event(&p, e, (struct note){.name = callbacks[i].name});
        assert_string_equal(what.s, callbacks[i].text);
    }
    see_event(&p, (struct event){.kind = EV_BEGIN, .handle = 1, .what = HANDLE_CALLBACK, .ref = 3},
              (struct note){.name = "Timeout._on_timeout"});
    assert_string_equal(what.s, "The callback of the timeout block runs: the time is up.");
    player_close(&p);
}

/* Four names are all shown; of five, three and how many more, but five in a row are from … to. */
TEST(a_list_of_names_is_shortened_from_five_on)
{
    static const struct {
        uint32_t n, numbers[6];
        const char *text;
    } lists[] = {
        {1, {2}, "Task-2"},
        {2, {2, 3}, "Task-2, 3"},
        {4, {2, 3, 4, 5}, "Task-2, 3, 4, 5"},
        {4, {9, 3, 4, 5}, "Task-9, 3, 4, 5"},
        {5, {2, 3, 4, 5, 6}, "Task-2 to Task-6"},
        {5, {2, 3, 4, 5, 7}, "Task-2 to Task-5 and 1 more"},
        {5, {2, 3, 4, 6, 7}, "Task-2, 3, 4 and 2 more"},
        {5, {9, 3, 4, 5, 6}, "Task-9, 3, 4 and 2 more"},
        {6, {9, 10, 11, 12, 13, 14}, "Task-9 to Task-14"},
    };
    struct player p;
    struct buf b = {0};
    player_open_empty(&p, 0);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        uint32_t refs[6];
        for (uint32_t k = 0; k < lists[i].n; k++)
            refs[k] = lists[i].numbers[k] | REF_TASK;
        buf_clear(&b);
        words_refs(&b, &p.trace, refs, lists[i].n);
        assert_string_equal(b.s, lists[i].text);
    }
    buf_free(&b);
    player_close(&p);
}

TEST(small_numbers_are_words_and_large_ones_are_not)
{
    static const struct {
        uint32_t n;
        const char *number, *ordinal;
    } numbers[] = {
        {0, "none", "zeroth"},  {1, "one", "first"},      {2, "two", "second"},
        {3, "three", "third"},  {4, "four", "fourth"},    {5, "five", "fifth"},
        {6, "six", "sixth"},    {7, "seven", "seventh"},  {8, "eight", "eighth"},
        {9, "nine", "ninth"},   {10, "ten", "tenth"},     {11, "eleven", "11th"},
        {12, "twelve", "12th"}, {13, "13", "13th"},       {100, "100", "100th"},
        {999, "999", "999th"},  {1000, "1000", "1000th"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buf_clear(&b);
        words_put(&b, NULL, "%n", numbers[i].n);
        assert_string_equal(b.s, numbers[i].number);
        buf_clear(&b);
        words_put(&b, NULL, "%o", numbers[i].n);
        assert_string_equal(b.s, numbers[i].ordinal);
    }
    buf_free(&b);
}

TEST(text_is_cut_at_the_column_where_it_has_no_room)
{
    static const struct {
        const char *text, *shown;
    } texts[] = {
        {"123456", "123456"},
        {"1234567", "123456…"},
        {"12345世", "12345…"}, /* two columns */
        {"1234世", "1234世"},
        {"12345\n", "12345…"}, /* \\n */
        {"1234\n", "1234\\n"},
        {"123\x7f", "123…"}, /* \\x7f */
        {"12\x7f", "12\\x7f"},
        {"12\x80", "12\\x80"},
        {"12\xff", "12\\xff"},
        {"123456e\xcc\x81", "123456…"},
        {"12345e\xcc\x81", "12345e\xcc\x81"},
        {"\033[1m123456\033[0m", "123456"},
        {"\033]0;title\a12", "12"},
        {"\033(12", "12"},
        {"1\033", "1\\x1b"},
        {"1\033[12", "1"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_clear(&b);
        words_text(&b, texts[i].text, strlen(texts[i].text), 6);
        assert_string_equal(buf_str(&b), texts[i].shown);
    }
    buf_free(&b);
}

/* asyncio sleeps for a day at most: a jump of a day or more may end before the deadline. */
TEST(a_jump_that_ends_before_the_deadline_says_so)
{
    static const struct {
        double to, deadline;
        const char *text;
        double from;
    } jumps[] = {
        {86400, 90000, "Nobody is ready: the clock jumps to 86400.000, the nearest deadline.", 1},
        {86401, 90000,
         "Nobody is ready: the clock jumps to 86401.000, as far as one poll may sleep.", 1},
        {86399, 86399, "Nobody is ready: the clock jumps to 86399.000, the nearest deadline.", 0},
        {86400, 86400, "Nobody is ready: the clock jumps to 86400.000, the nearest deadline.", 0},
        {86400, 90000,
         "Nobody is ready: the clock jumps to 86400.000, as far as one poll may sleep.", 0},
        {84600, 90000, "Nobody is ready: the clock jumps to 84600.000, the nearest deadline.", 0},
    };
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see_event(&p, (struct event){.kind = EV_TIMER, .handle = 1, .what = HANDLE_CALLBACK},
                  (struct note){.when = jumps[i].deadline, .has = HAS_WHEN});
        see_event(&p, (struct event){.kind = EV_JUMP, .time = jumps[i].from},
                  (struct note){.number = jumps[i].to, .has = HAS_NUMBER});
        assert_string_equal(what.s, jumps[i].text);
        player_close(&p);
    }
}

/* A thread that was due while another had the processor goes on late: the clock never jumps back. */
TEST(a_thread_that_goes_on_late_lets_no_clock_jump_back)
{
    static const struct {
        double now, due;
        const char *name, *text, *poll;
    } jumps[] = {
        {2, 3, "thread", "Nobody is ready: the clock jumps to 3.000 (a thread goes on).",
         "slept 1.000 s: a thread goes on at 3.000"},
        {2, 2, "thread", "Nobody is ready: a thread goes on.", "did not sleep: a thread goes on"},
        {2, 1, "thread", "Nobody is ready: a thread goes on.", "did not sleep: a thread goes on"},
        {2, 2.5, "a process goes on",
         "Nobody is ready: the clock jumps to 2.500 (a process goes on).",
         "slept 0.500 s: a process goes on at 2.500"},
        {2, 1, "a process goes on", "Nobody is ready: a process goes on.",
         "did not sleep: a process goes on"},
    };
    struct buf poll = {0};
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see_event(&p, (struct event){.kind = EV_TICK, .tick = 1, .time = jumps[i].now},
                  (struct note){0});
        see_event(&p, (struct event){.kind = EV_JUMP, .tick = 1, .time = jumps[i].now},
                  (struct note){.number = jumps[i].due, .name = jumps[i].name, .has = HAS_NUMBER});
        assert_string_equal(what.s, jumps[i].text);
        buf_clear(&poll);
        story_poll(&p.model, &poll);
        assert_string_equal(poll.s, jumps[i].poll);
        player_close(&p);
    }
    buf_free(&poll);
}

/* Between a future's end and its callbacks lie its other callbacks and warnings, and nothing else. */
TEST(a_warning_is_a_sentence_and_what_stands_behind_a_colon_is_another)
{
    static const char *const texts[][3] = {
        {"it blocked", "It blocked.", ""},
        {"it blocked.", "It blocked.", ""},
        {"stop!", "Stop!", ""},
        {"use a.b", "Use a.b.", ""},
        {"bad: use c.d", "Bad.", "Use c.d."},
        {"bad: do it!", "Bad.", "Do it!"},
        {"wait for it..", "Wait for it..", ""},
        {"bad: ", "Bad.", ""},
        {"see a!b", "See a!b.", ""},
    };
    struct player p;
    player_open_empty(&p, 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        see_event(&p, (struct event){.kind = EV_WARNING},
                  (struct note){.text = texts[i][0], .len = strlen(texts[i][0])});
        assert_string_equal(what.s, texts[i][1]);
        assert_string_equal(buf_str(&why), texts[i][2]);
    }
    player_close(&p);
}

static char letters[128];

struct nap {
    struct coro coro;
    double seconds;
};

async(nap, def(1))
{
    async_begin;
    py(2) await(sleep_s(self->seconds));
    py(3) async_return(value_int(7));
    async_end;
}

struct gathers {
    struct coro coro;
};

async(gathers, def(60))
{
    async_begin;
    py(61) await(gather_futures(
        (struct future *[]){&create_named_task(call(nap, .seconds = 1), letters)->future,
                            &create_task(call(nap, .seconds = 1))->future},
        2, false));
    async_end;
}
RUNS(gathers);

TEST(a_headline_is_whole_if_it_fits_whoever_is_awaited)
{
    int whole = 0;
    for (int n = 1; n < 80; n++) {
        struct player p;
        struct moment told = {0};
        char want[256];
        memset(letters, 'x', (size_t)n);
        snprintf(want, sizeof want,
                 "Task-1 awaits gather() at line 61: it waits for %s and Task-3.", letters);
        assert_int_equal(program_open(&p, &gathers_program, CLOCK_VIRTUAL, 0), 0);
        while (!strstr(buf_str(&told.headline), "awaits gather")) {
            moment_free(&told);
            told = (struct moment){0};
            assert_true(player_moment(&p, 1));
            assert_true(story_moment(&p.model, &p.moments, &told));
        }
        if (strlen(want) <= MOMENT_COLUMNS)
            assert_string_equal(told.headline.s, want);
        else if (strlen(want) <= MOMENT_COLUMNS + 3) /* ", " is shorter than " and " */
            assert_null(strstr(told.headline.s, "…"));
        whole += strlen(want) <= MOMENT_COLUMNS;
        assert_fits_a_line(&told.headline);
        moment_free(&told);
        player_close(&p);
    }
    assert_true(whole > 2);
}

TEST(a_loop_that_sleeps_says_for_how_long_if_it_knows)
{
    struct player p;
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_IDLE}, (struct note){.number = 2, .has = HAS_NUMBER});
    assert_string_equal(what.s, "Nobody is ready: the loop sleeps, for at most 2.000 s.");
    see_event(&p, (struct event){.kind = EV_IDLE}, (struct note){0});
    assert_string_equal(what.s, "Nobody is ready: the loop sleeps.");
    player_close(&p);
}

static struct note wakes(const char *words)
{
    return (struct note){.text = words, .len = strlen(words)};
}

TEST(a_loop_that_sleeps_says_who_can_wake_it)
{
    static const struct {
        const char *words, *says;
    } rows[] = {
        {"SIGTERM", "SIGTERM"},
        {"SIGINT\nport 8080", "SIGINT or a connection on port 8080"},
        {"child 1234\nfile 7\nthread asyncio_0",
         "process 1234, bytes on file 7 or thread asyncio_0"},
        {"SIGTERM\nport 80\npeer ::1:5000\npeer ::1:5001\npeer ::1:5002",
         "SIGTERM, a connection on port 80, bytes from ::1:5000 or 2 more"},
        {"thread a\033[2Jb", "thread ab"},
    };
    struct player p;
    struct buf want = {0}, poll = {0};
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_TICK, .tick = 1}, (struct note){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        see_event(&p, (struct event){.kind = EV_IDLE, .tick = 1}, wakes(rows[i].words));
        buf_clear(&want);
        buf_clear(&poll);
        buf_printf(&want, "Nobody is ready: the loop waits for %s.", rows[i].says);
        assert_string_equal(what.s, want.s);
        story_poll(&p.model, &poll);
        buf_clear(&want);
        buf_printf(&want, "waits for %s", rows[i].says);
        assert_string_equal(poll.s, want.s);
    }
    buf_free(&want);
    buf_free(&poll);
    player_close(&p);
}

TEST(who_finished_a_future_is_looked_for_behind_its_callbacks_and_warnings)
{
    static const struct {
        enum event_kind between;
        bool found;
    } kinds[] = {{EV_SOON, true}, {EV_WARNING, true}, {EV_OUT, false}, {EV_TICK, false}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct player p;
        player_open_empty(&p, 0);
        see_event(&p, (struct event){.kind = EV_FUT_DONE, .ref = 5, .what = OUTCOME_DONE},
                  (struct note){0});
        see_event(&p,
                  (struct event){.kind = (uint8_t)kinds[i].between,
                                 .ref = 5,
                                 .handle = 1,
                                 .what = kinds[i].between == EV_SOON ? HANDLE_CALLBACK : 0},
                  (struct note){.name = "a"});
        see_event(&p,
                  (struct event){.kind = EV_SOON, .ref = 5, .handle = 2, .what = HANDLE_CALLBACK},
                  (struct note){.name = "b"});
        assert_int_equal(cause_done(&p.trace, 2), kinds[i].found ? 0 : TRACE_NONE);
        player_close(&p);
    }
}

TEST(mixed_names_are_listed_one_by_one)
{
    static const uint32_t few[] = {2 | REF_TASK, 3 | REF_TASK, 9 | REF_TASK, 7};
    static const uint32_t more[] = {2 | REF_TASK, 3 | REF_TASK, 4 | REF_TASK, 5 | REF_TASK,
                                    9 | REF_TASK, 1 | REF_TASK, 8 | REF_TASK};
    static const uint32_t named[] = {1 | REF_TASK, 3 | REF_TASK, 9 | REF_TASK,
                                     5 | REF_TASK, 6 | REF_TASK, 7 | REF_TASK};
    struct player p;
    struct event end = {.kind = EV_END, .actor = 1, .what = ON_GATHER};
    player_open_empty(&p, 0);
    see_event(&p, (struct event){.kind = EV_TASK, .actor = 1}, (struct note){.name = "boss"});
    see_event(&p, end, (struct note){.of = few, .nof = 4});
    assert_string_equal(what.s, "boss waits for gather of Task-2, 3, 9, a future.");
    see_event(&p, end, (struct note){.of = more, .nof = 7});
    assert_string_equal(what.s, "boss waits for gather of Task-2 to Task-5 and 3 more.");
    see_event(&p, end, (struct note){.of = named, .nof = 6});
    assert_string_equal(what.s, "boss waits for gather of boss, Task-3, Task-9 and 3 more.");
    player_close(&p);
}

static uint64_t draw(struct random *r)
{
    uint64_t x = 0;
    random_bits(r, 32, &x);
    return x;
}

static struct event odd_event(struct random *r)
{
    uint64_t a = draw(r), c = draw(r);
    uint8_t kind = (uint8_t)(a % EV_KINDS);
    return (struct event){
        .kind = kind,
        .what = (uint8_t)(a >> 8 & 31),
        .actor = (uint32_t)(a >> 13 & 7),
        .handle = (uint32_t)(a >> 16 & 7),
        .ref = (uint32_t)(c & 7) | (c & 8 && kind != EV_SYNC ? REF_TASK : 0),
        .tick = (uint32_t)(c >> 4 & 3),
        .time = (double)(c >> 6 & 3),
    };
}

static struct note odd_note(struct random *r)
{
    static const char *const names[] = {NULL,
                                        "",
                                        "_release_waiter",
                                        "_set_result_unless_cancelled",
                                        "gather.<locals>._done_callback",
                                        "x\n\033[2J\a\xc3"};
    static const uint32_t of[] = {1 | REF_TASK, 2 | REF_TASK, 3, 0};
    uint64_t a = draw(r);
    const char *text = names[a / 6 % 6];
    return (struct note){
        .name = names[a % 6],
        .coro = names[a / 36 % 6],
        .text = text,
        .len = text ? strlen(text) : 0,
        .number = 0.5,
        .when = 1,
        .has = (unsigned)(a >> 20 & 3),
        .of = of,
        .nof = a >> 22 & 3,
        .line = a >> 24 & 3,
    };
}

TEST(however_odd_a_trace_is_its_story_can_be_printed)
{
    struct random r;
    random_seed(&r, 1);
    for (int run = 0; run < 100; run++) {
        struct player p;
        player_open_empty(&p, 0);
        for (int i = 0; i < 200; i++) {
            see_event(&p, odd_event(&r), odd_note(&r));
            assert_well_told(&p);
            uint32_t cause = cause_of(&p.model, player_event(&p));
            assert_true(cause == TRACE_NONE || cause < player_event(&p));
        }
        player_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_says_what_it_awaits),
        cmocka_unit_test(who_waits_for_a_lock_or_a_queue_knows_how_it_stands_and_its_place),
        cmocka_unit_test(a_warning_is_what_happened_and_the_fix_is_why),
        cmocka_unit_test(a_callback_is_known_by_its_name_in_cpython),
        cmocka_unit_test(a_list_of_names_is_shortened_from_five_on),
        cmocka_unit_test(small_numbers_are_words_and_large_ones_are_not),
        cmocka_unit_test(text_is_cut_at_the_column_where_it_has_no_room),
        cmocka_unit_test(a_jump_that_ends_before_the_deadline_says_so),
        cmocka_unit_test(a_thread_that_goes_on_late_lets_no_clock_jump_back),
        cmocka_unit_test(a_warning_is_a_sentence_and_what_stands_behind_a_colon_is_another),
        cmocka_unit_test(a_headline_is_whole_if_it_fits_whoever_is_awaited),
        cmocka_unit_test(a_loop_that_sleeps_says_for_how_long_if_it_knows),
        cmocka_unit_test(a_loop_that_sleeps_says_who_can_wake_it),
        cmocka_unit_test(who_finished_a_future_is_looked_for_behind_its_callbacks_and_warnings),
        cmocka_unit_test(mixed_names_are_listed_one_by_one),
        cmocka_unit_test(however_odd_a_trace_is_its_story_can_be_printed),
    };
    return cmocka_run_group_tests(tests, NULL, free_words) != 0;
}
