/* SPDX-License-Identifier: MIT */
/* What any keys, clicks and passing time make of the app, and any bytes of a terminal of its messages: pressed
 * by chance, which is the same each time, and held as check sums against tests/golden/sums (UPDATE_GOLDEN=1
 * writes them anew). The line that differs first says after which presses, in which run. */
#include <stdio.h>
#include <string.h>

#include "target/open.h"
#include "tests/support/golden.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/input.h"
#include "ui/keys.h"
#include "player/offer.h"

#define FOLDER      "tests/golden/sums/"
#define TRACE(name) "tests/golden/" name ".ndjson"

/* ---- keys ---- */

enum { PRESSES = 600, A_LINE = 50 };

static const struct source a_source = {"a.py", "import asyncio\n\nprint('one')\n", 0};
static const struct offer offers[] = {
    {"one", "the first", "Little.", "To begin with", &a_source},
    {"two", "the second", "Less.", NULL, NULL},
    {"three", "the third", "Most.", "To end with", &a_source},
};
static const struct catalogue catalogue = {offers, sizeof offers / sizeof *offers};

/* Typed behind a ':', and entered. */
static const char *const typed[] = {
    "5",
    "tick 3",
    "tick 0",
    "t 1",
    "t 0.5",
    "t 99",
    "until Task",
    "until nowhere",
    "break 5",
    "break 9",
    "break 16",
    "break 17 if i > 4",
    "break 99",
    "break x.py:3",
    "breaks",
    "delete 5",
    "delete",
    "watch i",
    "watch",
    "watch nothing",
    "task 2",
    "task 77",
    "task 1.5",
    "sort ready",
    "sort name",
    "sort tree",
    "sort id",
    "sort wait",
    "sort by size",
    "nonsense",
    "tick",
    "break 5 if i > ",
    "t x",
    "400",
    "-1",
    "task -1",
    "sort state",
    "sort turns",
    "sort slept",
    "delete 6",
    "break 6",
    "break 8",
    "1.5",
    "until done",
    "sort ran",
    "delete what",
    "break",
    "until",
};

struct monkey {
    struct app app;
    struct player player;
    struct target *target;
    uint32_t history, dice, sum;
};

/* What goes on by itself has come to its end; reaction bits. */
static unsigned settle(struct monkey *k)
{
    unsigned r = 0;
    while (app_goes_on(&k->app))
        r |= app_update(&k->app, &(struct message){.kind = MSG_TIME});
    return r;
}

static void open_again(struct monkey *k)
{
    app_attach(&k->app, NULL);
    if (!k->target->recorded) {
        player_close(&k->player);
        assert_int_equal(player_open(&k->player, k->target, k->history), 0);
    }
    app_attach(&k->app, &k->player);
    settle(k);
}

static void update(struct monkey *k, struct message m)
{
    unsigned r = app_update(&k->app, &m) | settle(k);
    sum_number(&k->sum, r & ~(unsigned)REACT_REDRAW);
    if (r & (REACT_OPEN | REACT_RESTART))
        open_again(k);
}

static void press(struct monkey *k, int code)
{
    update(k, (struct message){.kind = MSG_KEY, .code = code});
}

static void type(struct monkey *k, int before, const char *text)
{
    press(k, before);
    for (; *text; text++)
        press(k, *text);
    press(k, CODE_ENTER);
}

static size_t count_keys(void)
{
    size_t n = 0;
    while (keys[n].name)
        n++;
    return n;
}

/* Keys that look for orders do so as long as a slice of real time lasts. */
static bool takes_real_time(int code)
{
    return code == '{' || code == '}' || code == ')' || code == 'L';
}

static void do_anything(struct monkey *k)
{
    static const char *const words[] = {"Task-2", "sleep", "e", "nobody", "main", "wakes"};
    int what = chance(&k->dice, 100), y = chance(&k->dice, 36), x = chance(&k->dice, 110);
    int code = keys[chance(&k->dice, (int)count_keys())].code;
    if (what < 62 && !takes_real_time(code))
        press(k, code);
    else if (what < 70)
        type(k, ':', typed[chance(&k->dice, sizeof typed / sizeof *typed)]);
    else if (what < 74)
        type(k, what % 2 ? '/' : '\\', words[chance(&k->dice, 6)]);
    else if (what < 80)
        update(k, (struct message){.kind = MSG_CLICK, .y = y, .x = x});
    else if (what < 84)
        update(k, (struct message){.kind = MSG_WHEEL, .code = what % 2 ? 1 : -1, .y = y, .x = x});
    else if (what < 90)
        update(k, (struct message){.kind = MSG_TIME, .seconds = x / 50.0});
    else if (what < 92)
        update(k, (struct message){.kind = MSG_RESIZE, .y = 12 + y, .x = 40 + x});
    else if (what < 94)
        update(k, (struct message){.kind = MSG_PASTE, .code = ' ' + x % 90});
    else
        press(k, '1' + x % 9);
}

static void look(struct monkey *k)
{
    app_draw(&k->app);
    sum_cells(&k->sum, &k->app.screen);
    sum_number(&k->sum, k->app.player ? k->app.player->model.cursor : 0);
    sum_number(&k->sum, (uint32_t)(app_due(&k->app) * 1000));
    sum_text(&k->sum, k->app.ui.message);
}

static void play_as(struct buf *out, const struct wish *w, uint32_t history)
{
    struct monkey k = {.history = history, .dice = NO_SUM, .sum = NO_SUM};
    const char *what = w->what;
    sum_text(&k.dice, what);
    assert_int_equal(target_open(&k.target, w), 0);
    assert_int_equal(player_open(&k.player, k.target, history), 0);
    app_init(&k.app, 30, 100, false, &catalogue);
    app_attach(&k.app, &k.player);
    settle(&k);
    buf_puts(out, what);
    buf_printf(out, history ? ", %u kept:" : ":", history);
    for (int i = 1; i <= PRESSES; i++) {
        do_anything(&k);
        look(&k);
        if (i % A_LINE == 0)
            sum_put(out, "", k.sum);
    }
    buf_putc(out, '\n');
    app_close(&k.app);
    player_close(&k.player);
    k.target->type->free(k.target);
}

static void play(struct buf *out, const char *what)
{
    play_as(out, &(struct wish){.what = what}, 0);
}

TEST(whatever_is_pressed_leads_where_it_led)
{
    static const char *const runs[] = {
        "count",
        "count-sync",
        "makerandom",
        "hello-gather",
        "producer-consumer",
        "generator",
        "cancel",
        TRACE("s05c_cancel_chain"),
        TRACE("s13b_taskgroup_fail"),
        TRACE("s15_executor"),
        TRACE("s17_never_retrieved"),
        TRACE("s26_main_raises"),
        TRACE("s37_nested_blocks"),
        "tests/golden/scenarios/r0050.json",
        "tests/golden/scenarios/r0007.json",
        "tests/golden/scenarios/r0123.json",
        "race",
        "race-async",
        "deadlock",
        "deadlock-async",
        "gil",
        "executor",
        "processes",
        "fetch",
        "streams",
        "locks",
        "events",
        "taskgroup",
        "determinism",
        "choose",
        "swarm",
    };
    /* More events than are kept. */
    static const struct wish forgetful[] = {
        {.what = "swarm", .nparams = 1, .params = {{"n", 1, 2000}}},
        {.what = "determinism", .nparams = 1, .params = {{"n", 1, 100}}},
        {.what = "makerandom", .nparams = 1, .params = {{"n", 1, 60}}},
    };
    struct buf out = {0};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        play(&out, runs[i]), golden_check_so_far(FOLDER "keys.txt", &out);
    for (size_t i = 0; i < sizeof forgetful / sizeof *forgetful; i++)
        play_as(&out, &forgetful[i], 300), golden_check_so_far(FOLDER "keys.txt", &out);
    golden_check(FOLDER "keys.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- bytes of a terminal ---- */

static const char *const pieces[] = {
    "a",
    "Z",
    " ",
    "\r",
    "\n",
    "\t",
    "\x7f",
    "\b",
    "\x01",
    "\x1b",
    "\x1b[A",
    "\x1b[B",
    "\x1b[1;5C",
    "\x1b[D",
    "\x1b[H",
    "\x1b[F",
    "\x1b[Z",
    "\x1b[1~",
    "\x1b[3~",
    "\x1b[4~",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[7~",
    "\x1b[8~",
    "\x1b[11~",
    "\x1b[21~",
    "\x1bOA",
    "\x1bOP",
    "\x1bOH",
    "\x1bOZ",
    "\x1bOM",
    "\x1b[[A",
    "\x1b[<0;5;7M",
    "\x1b[<0;5;7m",
    "\x1b[<64;3;2M",
    "\x1b[<65;3;2M",
    "\x1b[<35;9;9M",
    "\x1b[<0;0;0M",
    "\x1b[M !!",
    "\x1b[M`#%",
    "\x1b[Ma12",
    "\x1b[200~",
    "\x1b[201~",
    "ab\r\nc",
    "\xc3\xa9",
    "\xe2\x82\xac",
    "\xf0\x9f\x98\x80",
    "\xc3",
    "\xff",
    "\x80",
    "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    "\x1b]11;rgb:0000/0000/0000\a",
    "\x1b]11;rgb:7f/80/81\a",
    "\x1b]11;rgb:8/8/7\a",
    "\x1b]11;what\a",
    "\x1bP1$r\x1b\\",
    "\x1b[97;5u",
    "\x1b[99;5u",
    "\x1b[13u",
    "\x1b[27u",
    "\x1b[65;2u",
    "\x1b[27;5;97~",
    "\x1bx",
    "\x1b[?62c",
    "\x1b[1;2;3;4;5;6;7;8;9A",
    "\x1b[99999999999A",
    "\x1b[I",
    "\x1b[O",
    "\x1b[E",
    "\x1b[1;2P",
    "\x1b_x\x1b\\",
};

static void put_message(struct buf *out, const struct message *m)
{
    buf_printf(out, " %d:%d", (int)m->kind, m->code);
    if (m->kind == MSG_CLICK || m->kind == MSG_WHEEL)
        buf_printf(out, "@%d,%d", m->y, m->x);
}

/* What a text is taken for, come in pieces of so many bytes; behind the last, silence. */
static void put_messages(struct buf *out, const char *s, size_t n, size_t piece)
{
    struct input in = {0};
    struct message m;
    for (size_t i = 0, some; i < n; i += some) {
        some = n - i < piece ? n - i : piece;
        some = input_feed(&in, s + i, some);
        while (input_next(&in, false, &m))
            put_message(out, &m);
        assert_true(some > 0);
        buf_printf(out, "%s", input_pending(&in) ? "," : "");
    }
    buf_printf(out, " (%d)", input_pending(&in) ? input_patience(&in) : 0);
    while (input_next(&in, true, &m))
        put_message(out, &m);
    buf_putc(out, '\n');
}

/* Each alone, whole and byte by byte, by kind, code and place. */
TEST(a_piece_of_a_terminals_bytes_is_taken_for_what_it_was)
{
    struct buf out = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        for (const char *s = pieces[i]; *s; s++)
            buf_printf(&out, *s > ' ' && *s < 0x7f ? "%c" : "<%02x>", (unsigned char)*s);
        put_messages(&out, pieces[i], strlen(pieces[i]), 99);
        buf_putc(&out, ' ');
        put_messages(&out, pieces[i], strlen(pieces[i]), 1);
    }
    golden_check(FOLDER "bytes.txt", &out);
    buf_free(&out);
    golden_end();
}

TEST(many_pieces_are_taken_for_what_they_were_wherever_they_are_cut)
{
    struct buf out = {0};
    uint32_t dice = NO_SUM;
    for (int line = 0; line < 60; line++) {
        struct buf typed_now = {0}, messages = {0};
        uint32_t sum = NO_SUM;
        for (int i = 0; i < 40; i++)
            buf_puts(&typed_now, pieces[chance(&dice, sizeof pieces / sizeof *pieces)]);
        put_messages(&messages, typed_now.s, typed_now.len, 1 + (size_t)chance(&dice, 40));
        sum_text(&sum, messages.s);
        sum_put(&out, "bytes", sum);
        buf_putc(&out, '\n');
        buf_free(&typed_now);
        buf_free(&messages);
    }
    golden_check(FOLDER "typed.txt", &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_pressed_leads_where_it_led),
        cmocka_unit_test(a_piece_of_a_terminals_bytes_is_taken_for_what_it_was),
        cmocka_unit_test(many_pieces_are_taken_for_what_they_were_wherever_they_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
