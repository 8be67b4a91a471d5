/* SPDX-License-Identifier: MIT */
/* Scenarios: the random ones of tests/golden/scenarios against what CPython did with them, and
 * files that are wrong. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "scenario/scenario.h"
#include "story/cause.h"
#include "story/story.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/live.h"
#include "tests/test.h"
#include "trace/save.h"

static const char folder[] = "tests/golden/scenarios";

static struct buf read_whole(const char *name, const char *ending)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%.5s.%s", folder, name, ending);
    return read_file(path);
}

static void open_scenario(struct scenario *s, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    if (scenario_read(s, f, path))
        fail_msg("%s: %s", name, s->error);
    fclose(f);
}

/* Calls `with` for each scenario of the folder; there must be many. */
static void for_each(void (*with)(const char *name, struct player *p))
{
    DIR *d = opendir(folder);
    int n = 0;
    assert_non_null(d);
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        struct scenario s;
        struct player p;
        if (!strstr(e->d_name, ".json"))
            continue;
        open_scenario(&s, e->d_name);
        assert_int_equal(program_open(&p, &s.program, CLOCK_VIRTUAL, 0), 0);
        with(e->d_name, &p);
        player_close(&p);
        scenario_close(&s);
        n++;
    }
    closedir(d);
    assert_true(n >= 200);
}

/* ---- equal to CPython ---- */

static void assert_equal_to_cpython(const char *name, struct player *p)
{
    struct buf out = {0}, seq = {0};
    struct buf expected_out = read_whole(name, "out"), expected_seq = read_whole(name, "seq");
    player_end(p);
    player_start(p);
    while (player_step(p, 1)) {
        uint32_t i = player_event(p);
        const struct note *n = trace_note(&p->trace, i);
        if (trace_at(&p->trace, i)->kind == EV_OUT)
            buf_add(&out, n->text, n->len);
        save_seq(&seq, &p->model);
    }
    buf_puts(&out, "");
    assert_string_equal(out.s, expected_out.s);
    assert_string_equal(seq.s, expected_seq.s);
    buf_free(&out);
    buf_free(&seq);
    buf_free(&expected_out);
    buf_free(&expected_seq);
}

TEST(every_scenario_prints_and_runs_its_handles_as_cpython_does)
{
    for_each(assert_equal_to_cpython);
}

/* ---- the fold ---- */

static void assert_folds_are_the_loop(const char *name, struct player *p)
{
    (void)name;
    assert_true_at_every_tick(p);
}

TEST(after_every_tick_of_every_scenario_the_fold_is_the_live_loop)
{
    for_each(assert_folds_are_the_loop);
}

static void assert_seeks_are_folds(const char *name, struct player *p)
{
    struct model prefix;
    uint32_t dice = (uint32_t)name[3] * 7919u + (uint32_t)name[4];
    player_end(p);
    for (int i = 0; i < 5; i++) {
        dice = dice * 1664525u + 1013904223u;
        uint32_t c = dice % (p->trace.end + 1);
        player_seek(p, c);
        model_init(&prefix, &p->trace);
        while (prefix.cursor < c)
            model_apply(&prefix);
        assert_true(model_same(&p->model, &prefix));
        model_close(&prefix);
    }
}

TEST(seeking_to_random_cursors_is_folding_the_prefix)
{
    for_each(assert_seeks_are_folds);
}

/* Every turn of a task was caused by an event before it. */
static void assert_turns_have_causes(const char *name, struct player *p)
{
    (void)name;
    player_end(p);
    player_start(p);
    while (player_step(p, 1)) {
        const struct event *e = trace_at(&p->trace, player_event(p));
        if (e->kind != EV_BEGIN)
            continue;
        uint32_t cause = cause_of(&p->model, player_event(p));
        assert_true(cause < player_event(p));
    }
}

TEST(every_turn_has_a_cause_before_it)
{
    for_each(assert_turns_have_causes);
}

/* ---- wrong files ---- */

static void assert_wrong(const char *text, const char *error)
{
    struct scenario s;
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_non_null(f);
    assert_int_equal(scenario_read(&s, f, "bad.json"), -1);
    assert_string_equal(s.error, error);
    fclose(f);
    scenario_close(&s);
}

TEST(a_wrong_file_is_told_by_line_and_place)
{
    assert_wrong("{\n\"main\": [}", "line 2: not JSON: unexpected token near '}'");
    assert_wrong("[]", "line 1: the file: a scenario is an object in {…}");
    assert_wrong("{}", "line 1: main: a list of ops belongs here");
    assert_wrong("{\"main\":\n[[\"say\",\"a\"],\n[\"dance\"]]}",
                 "line 3: main[1]: there is no op \"dance\"");
    assert_wrong("{\"main\":\n\n[[\"sleep\"]]}", "line 3: main[0]: \"sleep\" takes 1 argument");
    assert_wrong("{\"main\":[[\"sleep\",\"1\"]]}", "line 1: main[0]: seconds are a number");
    assert_wrong("{\"main\":[[\"lock\",0,[]]]}",
                 "line 1: main[0]: there is none of these in the scenario: a lock");
    assert_wrong("{\"defs\":[[]],\"main\":[[\"spawn\",0,1]]}",
                 "line 1: main[0]: a def is a whole number from 0 to 0");
    assert_wrong("{\"main\":[[\"try\",[[\"say\",\"a\"]],7]]}",
                 "line 1: main[0][2]: a list of ops belongs here");
    assert_wrong("{\"defs\":[[[\"say\",\"a\"]],[[\"dance\"]]],\"main\":[]}",
                 "line 1: defs[1][0]: there is no op \"dance\"");
    assert_wrong(
        "{\"defs\":[[],\n[\n[\"try\",[\n7],[]]]],\"main\":[]}",
        "line 4: defs[1][0][1][0]: an op is a list that begins with its name, like [\"sleep\", 1]");
}

TEST(what_stands_in_the_wrong_place_is_told_what_belongs_there)
{
    static const struct {
        const char *text, *says;
    } table[] = {
        {"{\"locks\":-1}", "locks: a count is a whole number from 0 to 10000"},
        {"{\"locks\":10001}", "locks: a count is a whole number from 0 to 10000"},
        {"{\"locks\":1.5}", "locks: a count is a whole number from 0 to 10000"},
        {"{\"locks\":10000}", "main: a list of ops belongs here"},
        {"{\"events\":\"1\"}", "events: a count is a whole number from 0 to 10000"},
        {"{\"sems\":1}", "sems: a list of numbers belongs here"},
        {"{\"sems\":[-1]}", "sems: it is a whole number from 0 to 1000000"},
        {"{\"sems\":[1,1000001]}", "sems: it is a whole number from 0 to 1000000"},
        {"{\"sems\":[0,1000000]}", "main: a list of ops belongs here"},
        {"{\"queues\":{}}", "queues: a list of numbers belongs here"},
        {"{\"queues\":[-2]}", "queues: it is a whole number from -1 to 1000000"},
        {"{\"queues\":[-1]}", "main: a list of ops belongs here"},
        {"{\"defs\":7}", "defs: a list of lists of ops belongs here"},
        {"{\"defs\":[7]}", "defs[0]: a list of ops belongs here"},
        {"{\"main\":{}}", "main: a list of ops belongs here"},
        {"{\"main\":[7]}",
         "main[0]: an op is a list that begins with its name, like [\"sleep\", 1]"},
        {"{\"main\":[[\"sleep\",1,2]]}", "main[0]: \"sleep\" takes 1 argument"},
        {"{\"main\":[[\"spawn\",1]]}", "main[0]: \"spawn\" takes 2 arguments"},
        {"{\"main\":[[\"sleep\",null]]}", "main[0]: seconds are a number"},
        {"{\"main\":[[\"sleep\",1000000001]]}", "main[0]: seconds are a number"},
        {"{\"main\":[[\"sleep\",-1000000001]]}", "main[0]: seconds are a number"},
        {"{\"main\":[[\"timeout\",\"1\",[]]]}", "main[0]: seconds are a number or null"},
        {"{\"main\":[[\"join\",10000]]}", "main[0]: a slot is a whole number from 0 to 9999"},
        {"{\"main\":[[\"join\",-1]]}", "main[0]: a slot is a whole number from 0 to 9999"},
        {"{\"main\":[[\"gather\",7,true]]}", "main[0]: a list of numbers of defs belongs here"},
        {"{\"main\":[[\"gather\",[],7]]}",
         "main[0]: gather ends with true or false: return_exceptions"},
        {"{\"main\":[[\"gather\",[0],true]]}",
         "main[0]: there is none of these in the scenario: a def"},
        {"{\"main\":[[\"raise\",7]]}", "main[0]: a text in double quotes belongs here"},
        {"{\"main\":[[\"say\",{}]]}",
         "main[0]: a value is null, true, false, a number, a text or a list"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char says[256];
        snprintf(says, sizeof says, "line 1: %s", table[i].says);
        assert_wrong(table[i].text, says);
    }
}

/* Whatever stands before the wrong place: brackets in texts, quotes, blanks and commas. */
TEST(the_line_of_what_is_wrong_is_found_behind_texts_that_look_like_json)
{
    assert_wrong(
        "{ \"a\" : \"]}\\\"[\" ,\n\t\"b\":[\"[\",{\"main\":1}],\r\n \"c\":-1.5e3 ,\"main\" :\n[ "
        "[\"say\",\"\\\\\"],\n[\"say\",[\"]\",[2]]] ,\n [\"x\"]]}",
        "line 6: main[2]: there is no op \"x\"");
    assert_wrong("{\"mainly\":[],\n\"main\":[[\"x\"]]}", "line 2: main[0]: there is no op \"x\"");
    assert_wrong("{\"locks\":1,\n\"main\":\n[[\"try\",\n[],\n[[\"x\"]]]]}",
                 "line 5: main[0][2][0]: there is no op \"x\"");
}

TEST(the_line_of_the_thirteenth_op_is_found_too)
{
    assert_wrong(
        "{\"main\":[[\"say\",0],\n[\"say\",1],\n[\"say\",2],\n[\"say\",3],\n[\"say\",4],\n"
        "[\"say\",5],\n[\"say\",6],\n[\"say\",7],\n[\"say\",8],\n[\"say\",9],\n[\"say\",10],\n"
        "[\"say\",11],\n[\"x\"],\n[\"say\",13]]}",
        "line 13: main[12]: there is no op \"x\"");
}

static void assert_listing(const char *text, const char *listing)
{
    struct scenario s;
    FILE *f = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_int_equal(scenario_read(&s, f, "good.json"), 0);
    assert_string_equal(buf_str(&s.listing), listing);
    fclose(f);
    scenario_close(&s);
}

TEST(the_listing_reads_as_the_python_that_it_stands_for)
{
    assert_listing(
        "{\"defs\":[[],[[\"gather\",[],true],[\"gather\",[0],true],[\"gather\",[0,0],false]]],"
        "\"main\":[[\"timeout\",null,[[\"say\",[1,\"a\"]]]],[\"timeout\",2,[]],"
        "[\"wait_for\",1,null],[\"wait_for\",0,1.5]]}",
        "async def d0():\n"
        "    pass\n"
        "\n"
        "async def d1():\n"
        "    say(\"gather ->\", await gather(return_exceptions=True))\n"
        "    say(\"gather ->\", await gather(d0(), return_exceptions=True))\n"
        "    say(\"gather ->\", await gather(d0(), d0()))\n"
        "\n"
        "async def main():\n"
        "    async with timeout(None):\n"
        "        say([1, 'a'])\n"
        "    async with timeout(2):  # says “timeout”\n"
        "        pass\n"
        "    say(\"wait_for ->\", await wait_for(d1(), None))\n"
        "    say(\"wait_for ->\", await wait_for(d0(), 1.5))\n"
        "\n"
        "asyncio.run(main())\n");
}

TEST(a_file_of_more_than_16_megabytes_is_not_read)
{
    struct buf b = {0};
    struct scenario s;
    buf_puts(&b, "{\"main\":[]}");
    while (b.len < 16 << 20)
        buf_add(&b, "                                                                ", 64);
    FILE *f = fmemopen(b.s, b.len, "r");
    assert_int_equal(scenario_read(&s, f, "large.json"), -1);
    assert_string_equal(s.error, "line 1: the file is larger than 16 MB");
    fclose(f);
    scenario_close(&s);
    f = fopen("tests", "r"); /* a folder */
    assert_int_equal(scenario_read(&s, f, "tests"), -1);
    assert_string_equal(s.error, "line 1: the file cannot be read");
    fclose(f);
    scenario_close(&s);
    buf_free(&b);
}

TEST(nesting_is_bounded)
{
    struct buf b = {0};
    struct scenario s;
    buf_puts(&b, "{\"main\":");
    for (int i = 0; i < 200; i++)
        buf_puts(&b, "[[\"timeout\",1,");
    buf_puts(&b, "[]");
    for (int i = 0; i < 200; i++)
        buf_puts(&b, "]]");
    buf_puts(&b, "}");
    FILE *f = fmemopen(b.s, b.len, "r");
    assert_int_equal(scenario_read(&s, f, "deep.json"), -1);
    assert_non_null(strstr(s.error, "at most 100000 ops, nested at most 64 deep"));
    fclose(f);
    scenario_close(&s);
    buf_free(&b);
}

/* {"main":[["put",0,v]]}, v within `depth` lists, and what it says of that; NULL: nothing. */
static void assert_value(int depth, const char *v, const char *error)
{
    struct buf b = {0};
    struct scenario s;
    buf_puts(&b, "{\"queues\":[0],\"main\":[[\"put\",0,");
    for (int i = 0; i < depth; i++)
        buf_putc(&b, '[');
    buf_puts(&b, v);
    for (int i = 0; i < depth; i++)
        buf_putc(&b, ']');
    buf_puts(&b, "]]}");
    FILE *f = fmemopen(b.s, b.len, "r");
    int bad = scenario_read(&s, f, "value.json");
    if (!bad != !error || (error && !strstr(s.error, error)))
        fail_msg("%s within %d: %s", v, depth, s.error);
    fclose(f);
    scenario_close(&s);
    buf_free(&b);
}

TEST(a_value_is_what_python_can_print_and_no_deeper_than_a_program)
{
    static const char wrong[] = "a value is null, true, false, a number, a text or a list";
    static const char *const good[] = {"null", "true", "1", "1.5", "\"a\"", "[]", "[1,null]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_value(0, good[i], NULL);
    assert_value(0, "{}", wrong);
    assert_value(1, "{}", wrong);
    assert_value(64, "null", NULL);
    assert_value(65, "null", wrong);
}

TEST(an_error_says_its_reason_however_deep_it_is)
{
    struct buf b = {0};
    struct scenario s;
    buf_puts(&b, "{\"main\":[");
    for (int i = 0; i < 63; i++)
        buf_puts(&b, "[\"timeout\",1,[");
    buf_puts(&b, "[\"slep\",1]");
    for (int i = 0; i < 63; i++)
        buf_puts(&b, "]]");
    buf_puts(&b, "]}");
    FILE *f = fmemopen(b.s, b.len, "r");
    assert_int_equal(scenario_read(&s, f, "deep.json"), -1);
    assert_non_null(strstr(s.error, "[2][0]: there is no op \"slep\""));
    fclose(f);
    scenario_close(&s);
    buf_free(&b);
}

TEST(endless_recursion_is_a_recursion_error)
{
    static const char text[] =
        "{\"defs\":[[[\"wait_for\",0,null]]],\"main\":[[\"wait_for\",0,null]]}";
    struct scenario s;
    struct player p;
    FILE *f = fmemopen((void *)(uintptr_t)text, sizeof text - 1, "r");
    assert_int_equal(scenario_read(&s, f, "deep.json"), 0);
    fclose(f);
    assert_int_equal(program_open(&p, &s.program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
    assert_true(player_over(&p));
    bool told = false;
    for (uint32_t i = 0; i < p.trace.nouts; i++)
        told |= strstr(trace_note(&p.trace, p.trace.outs[i])->text, "RecursionError") != NULL;
    assert_true(told);
    player_close(&p);
    scenario_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_prints_and_runs_its_handles_as_cpython_does),
        cmocka_unit_test(after_every_tick_of_every_scenario_the_fold_is_the_live_loop),
        cmocka_unit_test(seeking_to_random_cursors_is_folding_the_prefix),
        cmocka_unit_test(every_turn_has_a_cause_before_it),
        cmocka_unit_test(a_wrong_file_is_told_by_line_and_place),
        cmocka_unit_test(what_stands_in_the_wrong_place_is_told_what_belongs_there),
        cmocka_unit_test(the_line_of_what_is_wrong_is_found_behind_texts_that_look_like_json),
        cmocka_unit_test(the_line_of_the_thirteenth_op_is_found_too),
        cmocka_unit_test(the_listing_reads_as_the_python_that_it_stands_for),
        cmocka_unit_test(a_file_of_more_than_16_megabytes_is_not_read),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(a_value_is_what_python_can_print_and_no_deeper_than_a_program),
        cmocka_unit_test(an_error_says_its_reason_however_deep_it_is),
        cmocka_unit_test(endless_recursion_is_a_recursion_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
