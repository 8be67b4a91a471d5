/* SPDX-License-Identifier: MIT */
/* Two runs beside each other, by more keys and at more sizes than anybody could look at, and what is said of all
 * their differences: check sums in tests/golden/sums/pairs.txt (UPDATE_GOLDEN=1 writes them anew). The line that
 * differs says which two; its first sum is of the words, each other of some more presses. */
#include <stdio.h>

#include "cmd/pair.h"
#include "cmd/unattended.h"
#include "compare/verdict.h"
#include "tests/support/golden.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "ui/keys.h"
#include "view/compare.h"
#include "view/frame.h"

#define FILE_OF_PAIRS "tests/golden/sums/pairs.txt"
#define TRACE(name)   "tests/golden/" name ".ndjson"
#define RANDOM(n)     "tests/golden/scenarios/r00" n ".json"

enum { LOOKS = 14, PRESSES = 25, QUOTES = 7 };

static void settle(struct app *a)
{
    while (app_goes_on(a))
        app_update(a, &(struct message){.kind = MSG_TIME});
}

static void tell(struct unattended *u, struct message m)
{
    unattended_tell(u, &m);
    settle(&u->stage.app);
}

static void press(struct unattended *u, int code)
{
    tell(u, (struct message){.kind = MSG_KEY, .code = code});
}

/* ---- words ---- */

static void put_words(struct buf *out, const struct comparison *c)
{
    uint32_t sum = NO_SUM;
    struct buf b = {0};
    verdict_of_all(&b, c);
    for (size_t i = 0; i <= c->differences.n + 1 && i < 40; i++)
        for (int most = 8; most < 8 + 6 * QUOTES; most += 6)
            verdict_of_one(&b, c, i, most), buf_putc(&b, '\n');
    sum_text(&sum, buf_str(&b));
    for (int run = 0; run < 2; run++)
        for (uint32_t line = 1; line <= c->run[run].lines.n; line++)
            sum_number(&sum, line * 2 + c->run[run].lines.differs[line]);
    buf_free(&b);
    sum_put(out, "words", sum);
}

/* ---- screens ---- */

static int any_key(uint32_t *dice)
{
    static const int codes[] = {
        CODE_RIGHT, CODE_LEFT, '.', ',',     's',       'S',      'd',
        'D',        'n',       'N', CODE_UP, CODE_DOWN, CODE_TAB, CODE_SHIFT_TAB,
        'z',        'Z',       '+', '-',     CODE_HOME, CODE_END, CODE_PGUP,
        CODE_PGDN,  ' ',       'x', '?',     '2',       '5',      'r',
        'p',        ']',       '[', 'w',     'W',       'm',      'f'};
    return codes[chance(dice, sizeof codes / sizeof *codes)];
}

static void enter(struct unattended *u, int before, const char *text)
{
    press(u, before);
    for (; *text; text++)
        press(u, *text);
    press(u, CODE_ENTER);
}

static void search(struct unattended *u, uint32_t *dice)
{
    static const char *const words[] = {"wo", "sleep", "Task-2", "e", "nobody"};
    enter(u, '/', words[chance(dice, 5)]);
}

static void command(struct unattended *u, uint32_t *dice)
{
    static const char *const commands[] = {
        "0",       "7",        "40",           "-1",    "9999",
        "tick 1",  "tick 3",   "tick 99",      "t 0.5", "t 1",
        "t 2.25",  "t -1",     "t 99",         "tick",  "until done",
        "until w", "until no", "difference 1", "until", "difference 2",
        "t x",     "nothing",  "difference 0", "1.5",   "difference 1.5"};
    enter(u, ':', commands[chance(dice, sizeof commands / sizeof *commands)]);
}

static void do_anything(struct unattended *u, uint32_t *dice)
{
    int what = chance(dice, 20), y = chance(dice, 40), x = chance(dice, 130);
    if (what < 12)
        press(u, any_key(dice));
    else if (what < 14)
        command(u, dice);
    else if (what == 14)
        search(u, dice);
    else if (what < 17)
        tell(u, (struct message){.kind = MSG_CLICK, .y = y, .x = x});
    else if (what == 17)
        tell(u, (struct message){.kind = MSG_WHEEL, .code = x % 2 ? 1 : -1, .y = y, .x = x});
    else if (what == 18)
        tell(u, (struct message){.kind = MSG_TIME, .seconds = x / 30.0});
    else
        tell(u, (struct message){.kind = MSG_RESIZE, .y = 12 + y, .x = 40 + x});
}

static void add_spots(uint32_t *sum, struct screen *s, const struct ui *ui)
{
    for (int y = 0; y < s->h; y++)
        for (int x = y % 5; x < s->w; x += 5) {
            struct spot spot = view_compare_at(win_whole(s), ui, y, x);
            sum_number(sum, spot.pane * 2u + (unsigned)spot.run);
            sum_number(sum, spot.event);
        }
    struct range r = view_compare_range(win_whole(s), ui);
    sum_number(sum, (uint32_t)r.least * 1000u + (uint32_t)r.most);
}

/* As it stands, on screens of other sizes. */
static void add_screens(uint32_t *sum, struct app *a, uint32_t *dice)
{
    for (int i = 0; i < 3; i++) {
        struct screen s;
        any_screen(&s, 12, i % 2 ? 14 : 40, 40, i ? 60 : 170, dice);
        frame_draw(&s, a->player, &a->ui);
        sum_cells(sum, &s);
        if (a->ui.comparing)
            add_spots(sum, &s, &a->ui);
        screen_close(&s);
    }
    sum_text(sum, a->ui.message);
    sum_number(sum, (uint32_t)(app_due(a) * 1000));
}

static void put_screens(struct buf *out, struct unattended *u, uint32_t *dice)
{
    uint32_t sum = NO_SUM;
    for (int look = 0; look < LOOKS; look++) {
        for (int i = 0; i < PRESSES; i++)
            do_anything(u, dice);
        add_screens(&sum, &u->stage.app, dice);
        sum_put(out, "", sum);
    }
}

/* ---- pairs ---- */

static void put_pair(struct buf *out, const char *a, const char *b)
{
    struct options o = {.comparing = true, .wish.what = a, .other.what = b, .h = 30, .w = 100};
    struct unattended u;
    uint32_t dice = NO_SUM;
    sum_text(&dice, a);
    assert_int_equal(unattended_open(&u, &o), 0);
    settle(&u.stage.app);
    buf_printf(out, "%s | %s:", a, b);
    put_words(out, &u.stage.pair->comparison);
    put_screens(out, &u, &dice);
    buf_putc(out, '\n');
    unattended_close(&u);
}

TEST(two_runs_beside_each_other_are_shown_as_they_were)
{
    static const char *const pairs[][2] = {
        {"count", "count-sync"},
        {"hello-sequential", "hello-gather"},
        {"race", "race-async"},
        {"makerandom", "makerandom"},
        {"deadlock", "deadlock-async"},
        {"generator", "cancel"},
        {"producer-consumer", "executor"},
        {"gil", "threads"},
        {TRACE("s05c_cancel_chain"), TRACE("s13b_taskgroup_fail")},
        {TRACE("s08b_queue_full"), TRACE("s10_semaphore")},
        {TRACE("s17_never_retrieved"), "errors"},
        {RANDOM("01"), RANDOM("02")},
        {RANDOM("05"), RANDOM("12")},
        {RANDOM("33"), RANDOM("50")},
        {RANDOM("07"), TRACE("s15_executor")},
    };
    struct buf out = {0};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        put_pair(&out, pairs[i][0], pairs[i][1]);
        golden_check_so_far(FILE_OF_PAIRS, &out);
    }
    golden_check(FILE_OF_PAIRS, &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_beside_each_other_are_shown_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
