/* SPDX-License-Identifier: MIT */
/* What each option and each order of words on a command line means: all that it sets, and nothing else. What is said
 * of mistakes is in test_cli.c, as people meet it. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/report.h"
#include "cmd/commands.h"
#include "cmd/parse.h"
#include "tests/test.h"

enum { WORDS_MOST = 64 };

/* A line in its words, and what it was read as. */
struct line {
    char text[5000];
    char *words[WORDS_MOST];
    int n;
    struct options options;
    int bad;
    char said[512]; /* the sentence, if it is bad */
};

static void take(void *data, const char *sentence)
{
    struct line *l = data;
    snprintf(l->said, sizeof l->said, "%s", sentence);
}

static void split(struct line *l, const char *text)
{
    snprintf(l->text, sizeof l->text, "loopscope %s", text);
    for (char *word = strtok(l->text, " "); word; word = strtok(NULL, " ")) {
        assert_true(l->n < WORDS_MOST - 1);
        l->words[l->n++] = word;
    }
}

static void read_line(struct line *l, const char *text)
{
    *l = (struct line){0};
    split(l, text);
    parse_nothing(&l->options, commands);
    report_to(take, l);
    l->bad = parse(&l->options, l->n, l->words);
    report_to(NULL, NULL);
}

/* ---- all that is not as it is without options ---- */

static void put_text(struct buf *b, const char *name, const char *text)
{
    if (text)
        buf_printf(b, " %s=%s", name, text);
}

static void put_number(struct buf *b, const char *name, double number)
{
    if (number < 0 || number > 0)
        buf_printf(b, " %s=%.15g", name, number);
}

static void put_own(struct buf *b, const struct own *own)
{
    static const char *const kinds[] = {"", "file", "module", "command"};
    if (!own->launch)
        return;
    put_text(b, "own", kinds[own->launch]);
    put_text(b, "module", own->module);
    buf_puts(b, " [");
    for (const char *const *word = own->words; *word; word++)
        buf_printf(b, "%s%s", word == own->words ? "" : " ", *word);
    buf_putc(b, ']');
    put_text(b, "python", own->python);
    put_text(b, "stdin", own->input);
    put_text(b, "save", own->save);
    put_text(b, "only", own->only);
    put_number(b, "no_locals", own->no_locals);
    put_number(b, "on_save", own->on_save);
}

static void put_wish(struct buf *b, const struct wish *w)
{
    put_text(b, "what", w->what);
    put_number(b, "real", w->clock == CLOCK_REAL);
    put_text(b, "seed", w->seed);
    for (int i = 0; i < w->nparams; i++) {
        const struct wish_param *p = &w->params[i];
        buf_printf(b, " %.*s:", p->len, p->name);
        if (p->other)
            buf_puts(b, p->text);
        else
            buf_printf(b, "%s%lld", p->word ? "word" : "", (long long)p->value);
    }
    put_own(b, &w->own);
}

static void put_screen(struct buf *b, const struct options *o)
{
    put_text(b, "theme", o->theme ? o->theme->name : NULL);
    put_number(b, "color", o->color);
    put_number(b, "ascii", o->ascii);
    put_number(b, "no_mouse", o->no_mouse);
    put_number(b, "clock_pace", o->clock_pace);
    put_number(b, "speed", o->speed);
    put_number(b, "w", o->w);
    put_number(b, "h", o->h);
}

static void put_output(struct buf *b, const struct options *o)
{
    put_text(b, "keys", o->keys);
    put_text(b, "script", o->script);
    put_text(b, "save_keys", o->save_keys);
    put_text(b, "output", o->output);
    put_text(b, "record", o->record);
    put_text(b, "format", o->format);
    put_number(b, "show_keys", o->show_keys);
    put_number(b, "hide_keys", o->hide_keys);
    put_number(b, "window", o->window);
    put_number(b, "loop", o->loop);
    put_number(b, "at", o->at);
    put_number(b, "by_event", o->by_event);
    put_number(b, "event", o->event);
}

static void put_options(struct buf *b, const struct options *o)
{
    buf_puts(b, o->command->name);
    put_text(b, "of", o->of ? o->of->name : NULL);
    put_wish(b, &o->wish);
    if (o->comparing)
        buf_puts(b, " beside"), put_wish(b, &o->other);
    put_screen(b, o);
    put_output(b, o);
    put_number(b, "warnings", o->warnings);
    put_number(b, "json", o->json);
    put_number(b, "predict", o->predict);
    put_number(b, "history", o->history);
    if (o->memory != 2ull << 30)
        buf_printf(b, " memory=%llu", (unsigned long long)o->memory);
}

struct meant {
    const char *line, *meaning;
};

static void assert_means(const struct meant *row)
{
    struct line l;
    struct buf b = {0};
    read_line(&l, row->line);
    if (l.bad)
        fail_msg("loopscope %s: %s", row->line, l.said);
    put_options(&b, &l.options);
    if (strcmp(buf_str(&b), row->meaning) != 0)
        fail_msg("loopscope %s\n is    %s\n not   %s", row->line, buf_str(&b), row->meaning);
    buf_free(&b);
}

#define ASSERT_ALL(rows, assert_one)                        \
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) \
    assert_one(&rows[i])

TEST(an_option_sets_what_it_is_called_after_and_nothing_else)
{
    static const struct meant rows[] = {
        {"", "watch"},
        {"count", "watch what=count"},
        {"run count", "run what=count"},
        {"count --clock real", "watch what=count real=1"},
        {"count --clock virtual", "watch what=count"},
        {"count --clock=real", "watch what=count real=1"},
        {"count --seed 7", "watch what=count seed=7"},
        {"count --seed -7", "watch what=count seed=-7"},
        {"snap count --keys s", "snap what=count keys=s"},
        {"snap count --script x.keys", "snap what=count script=x.keys"},
        {"count --script x.keys", "watch what=count script=x.keys"},
        {"count --save-keys x.keys", "watch what=count save_keys=x.keys"},
        {"count --show-keys", "watch what=count show_keys=1"},
        {"record count -o x.svg --hide-keys", "record what=count output=x.svg hide_keys=1"},
        {"trace count --format seq", "trace what=count format=seq"},
        {"trace count --format chrome --axis time", "trace what=count format=chrome"},
        {"trace count --format chrome --axis event", "trace what=count format=chrome by_event=1"},
        {"trace count --format dot --event 0", "trace what=count format=dot"},
        {"trace count --format dot --event 9", "trace what=count format=dot event=9"},
        {"trace count --output x", "trace what=count output=x"},
        {"trace count -ox", "trace what=count output=x"},
        {"snap count --format svg --window", "snap what=count format=svg window=1"},
        {"record count -o x.svg --loop 3", "record what=count output=x.svg loop=3"},
        {"record count -o x.svg --at 2.5", "record what=count output=x.svg at=2.5"},
        {"snap count --size 120x36", "snap what=count w=120 h=36"},
        {"count --theme light", "watch what=count theme=light"},
        {"count --theme colorblind", "watch what=count theme=colorblind"},
        {"count --color auto", "watch what=count"},
        {"count --color always", "watch what=count color=1"},
        {"count --color never", "watch what=count color=2"},
        {"count --color 16", "watch what=count color=3"},
        {"count --color 256", "watch what=count color=4"},
        {"count --ascii", "watch what=count ascii=1"},
        {"count --no-mouse", "watch what=count no_mouse=1"},
        {"count --pace clock", "watch what=count clock_pace=1"},
        {"count --pace event", "watch what=count"},
        {"count --speed 1/4", "watch what=count speed=-2"},
        {"count --speed 1/2", "watch what=count speed=-1"},
        {"count --speed 1", "watch what=count"},
        {"count --speed 64", "watch what=count speed=6"},
        {"run count --warnings", "run what=count warnings=1"},
        {"list --json", "list json=1"},
        {"count --history 500", "watch what=count history=500"},
        {"count --memory 0", "watch what=count memory=0"},
        {"count --memory 77", "watch what=count memory=77"},
        {"count --memory 3K", "watch what=count memory=3072"},
        {"count --memory 500M", "watch what=count memory=524288000"},
        {"count --memory 2G", "watch what=count"},
        {"count --memory 1T", "watch what=count memory=1099511627776"},
        {"count --help", "help what=count"},
        {"-h", "help"},
        {"run --help", "help of=run"},
        {"help run", "help what=run"},
        {"run count -h", "help of=run what=count"},
        {"-V", "version"},
        {"compare --help", "help of=compare"},
    };
    ASSERT_ALL(rows, assert_means);
}

TEST(parameters_are_numbers_switches_or_words)
{
    static const struct meant rows[] = {
        {"makerandom -p n=4", "watch what=makerandom n:4"},
        {"makerandom -pn=4 --param threshold=-7", "watch what=makerandom n:4 threshold:-7"},
        {"race -p lock=on", "watch what=race lock:word1"},
        {"race -p lock=off", "watch what=race lock:word0"},
        {"deadlock -p order=same", "watch what=deadlock order:same"},
        {"deadlock -p order=", "watch what=deadlock order:"},
        {"x -p a=1x", "watch what=x a:1x"},
        {"x -p a=9223372036854775807", "watch what=x a:9223372036854775807"},
        {"x -p a=9223372036854775808", "watch what=x a:9223372036854775808"},
        {"x -p a=b=c", "watch what=x a:b=c"},
    };
    ASSERT_ALL(rows, assert_means);
}

TEST(what_stands_behind_the_second_name_of_two_is_of_that_one)
{
    static const struct meant rows[] = {
        {"compare count race", "compare what=count beside what=race"},
        {"compare -p n=1 count race", "compare what=count n:1 beside what=race"},
        {"compare count -p n=1 --seed 5 race -p n=2 --seed 6",
         "compare what=count seed=5 n:1 beside what=race seed=6 n:2"},
        {"compare count race --clock real", "compare what=count real=1 beside what=race real=1"},
        {"snap compare count race --keys s", "snap what=count beside what=race keys=s"},
        {"record compare count race -o x.gif", "record what=count beside what=race output=x.gif"},
        {"compare count race --theme mono", "compare what=count beside what=race theme=mono"},
    };
    ASSERT_ALL(rows, assert_means);
}

TEST(a_program_of_ones_own_begins_at_its_name_and_takes_all_that_follows)
{
    static const struct meant rows[] = {
        {"a.py", "watch what=a.py real=1 own=file [a.py]"},
        {"a.py --theme light run", "watch what=a.py real=1 own=file [a.py --theme light run]"},
        {"--theme light a.py x", "watch what=a.py real=1 own=file [a.py x] theme=light"},
        {"run a.py -p n=1", "run what=a.py real=1 own=file [a.py -p n=1]"},
        {"trace --format seq dir/a.py", "trace what=a.py real=1 own=file [dir/a.py] format=seq"},
        {"--clock virtual a.py", "watch what=a.py own=file [a.py]"},
        {"--clock real a.py", "watch what=a.py real=1 own=file [a.py]"},
        {"-m pkg.mod a --ascii", "watch what=pkg.mod real=1 own=module module=pkg.mod [a --ascii]"},
        {"-mpkg a", "watch what=pkg real=1 own=module module=pkg [a]"},
        {"run --ascii -m pkg", "run what=pkg real=1 own=module module=pkg [] ascii=1"},
        {"--module=pkg a", "watch what=pkg real=1 own=module module=pkg [a]"},
        {"-m a -m b", "watch what=a real=1 own=module module=a [-m b]"},
        {"--module pkg a", "watch what=pkg real=1 own=module module=pkg [a]"},
        {"-- python3 a.py --ascii", "watch what=python3 real=1 own=command [python3 a.py --ascii]"},
        {"run -- pytest -x", "run what=pytest real=1 own=command [pytest -x]"},
        {"-- count", "watch what=count"},
        {"-- quiz", "quiz"},
        {"count --", "watch what=count"},
        {".py", "watch what=.py"},
        {"a.pyc", "watch what=a.pyc"},
        {"--python p3 a.py", "watch what=a.py real=1 own=file [a.py] python=p3"},
        {"--save t.ndjson a.py", "watch what=a.py real=1 own=file [a.py] save=t.ndjson"},
        {"--locals off a.py", "watch what=a.py real=1 own=file [a.py] no_locals=1"},
        {"--locals on a.py", "watch what=a.py real=1 own=file [a.py]"},
        {"--only src/* a.py", "watch what=a.py real=1 own=file [a.py] only=src/*"},
        {"--stdin in.txt a.py", "watch what=a.py real=1 own=file [a.py] stdin=in.txt"},
        {"--on-save a.py", "watch what=a.py real=1 own=file [a.py] on_save=1"},
    };
    ASSERT_ALL(rows, assert_means);
}

/* ---- what is just still taken, and what is not ---- */

static void assert_refused(const struct meant *row)
{
    struct line l;
    read_line(&l, row->line);
    if (l.bad != USAGE || !strstr(l.said, row->meaning))
        fail_msg("loopscope %s: %d, \"%s\", and not %s", row->line, l.bad, l.said, row->meaning);
}

TEST(a_number_may_be_as_large_as_is_said_and_not_one_more)
{
    static const struct meant rows[] = {
        {"snap count --size 1x1", "snap what=count w=1 h=1"},
        {"snap count --size 1000x1000", "snap what=count w=1000 h=1000"},
        {"record count -o x.svg --loop 1000000", "record what=count output=x.svg loop=1000000"},
        {"record count -o x.svg --loop 0", "record what=count output=x.svg"},
        {"record count -o x.svg --at 1000000000", "record what=count output=x.svg at=1000000000"},
        {"trace count --format dot --event 4294967294",
         "trace what=count format=dot event=4294967294"},
        {"count --history 2147483647", "watch what=count history=2147483647"},
        {"count --history 0", "watch what=count"},
        {"count --memory 16777215T", "watch what=count memory=18446742974197923840"},
        {"count --memory 18446744073709551615", "watch what=count memory=18446744073709551615"},
    };
    static const struct meant refused[] = {
        {"snap count --size 1001x1000", "--size is columns and lines"},
        {"snap count --size 1000x1001", "--size is columns and lines"},
        {"snap count --size 0x1", "--size is columns and lines"},
        {"snap count --size 1x0", "--size is columns and lines"},
        {"snap count --size 80:24", "--size is columns and lines"},
        {"snap count --size x24", "--size is columns and lines"},
        {"record count -o x.svg --loop 1000001", "--loop is a number of times"},
        {"record count -o x.svg --loop 1x", "--loop is a number of times"},
        {"record count -o x.svg --loop -1", "--loop is a number of times"},
        {"record count -o x.svg --at 1000000001", "--at is a number of seconds"},
        {"record count -o x.svg --at 1e3", "--at is a number of seconds"},
        {"record count -o x.svg --at -1", "--at is a number of seconds"},
        {"record count -o x.svg --at 1.2.3", "--at is a number of seconds"},
        {"record count -o x.svg --at .", "--at is a number of seconds"},
        {"record count -o x.svg --at=", "--at is a number of seconds"},
        {"trace count --format dot --event 4294967295", "--event is the number of an event"},
        {"trace count --format dot --event=", "--event is the number of an event"},
        {"count --history 2147483648", "--history is a number of events"},
        {"count --memory 16777216T", "--memory is a number of bytes"},
        {"count --memory 18446744073709551616", "--memory is a number of bytes"},
        {"count --memory 1k", "--memory is a number of bytes"},
        {"count --memory 1MB", "--memory is a number of bytes"},
        {"count --memory +1", "--memory is a number of bytes"},
        {"count --memory=", "--memory is a number of bytes"},
    };
    ASSERT_ALL(rows, assert_means);
    ASSERT_ALL(refused, assert_refused);
}

TEST(a_scene_has_32_parameters_at_most)
{
    struct buf b = {0};
    struct line l;
    buf_puts(&b, "x");
    for (int i = 0; i < PARAMS_MOST; i++)
        buf_puts(&b, " -pn=1");
    read_line(&l, b.s);
    assert_int_equal(l.bad, 0);
    assert_int_equal(l.options.wish.nparams, 32);
    buf_puts(&b, " -pn=1");
    assert_refused(&(struct meant){b.s, "more than 32 parameters"});
    buf_free(&b);
}

TEST(a_seed_has_4300_digits_at_most)
{
    struct buf b = {0};
    struct line l;
    buf_puts(&b, "x --seed ");
    for (int i = 0; i < 4300; i++)
        buf_putc(&b, '7');
    read_line(&l, b.s);
    assert_int_equal(l.bad, 0);
    assert_ptr_equal(l.options.wish.seeded, &l.options.random);
    buf_putc(&b, '7');
    assert_refused(
        &(struct meant){b.s, "--seed has at most 4300 digits, as in Python's int(), not 4301"});
    buf_free(&b);
    assert_refused(&(struct meant){"x --seed -", "--seed is an integer, not '-'"});
    assert_refused(&(struct meant){"x --seed 7x", "--seed is an integer, not '7x'"});
}

TEST(an_option_is_refused_where_it_means_nothing)
{
    static const struct meant rows[] = {
        {"count more", "one scene or file at a time; what is 'more' for?"},
        {"count run", "one scene or file at a time; what is 'run' for?"},
        {"list x", "list takes no name; what is 'x' for?"},
        {"compare count", "compare needs two"},
        {"compare", "compare needs two"},
        {"compare a b c", "two at a time; what is 'c' for?"},
        {"compare a -p n=1 b c", "two at a time; what is 'c' for?"},
        {"compare a b --history 5", "--history is for one run"},
        {"count --on-save", "--on-save goes with a program of your own"},
        {"count --python x", "--python goes with a program of your own"},
        {"list --on-save", "--on-save goes with watch, run, trace, snap and record"},
        {"-p n=1 a.py", "-p is for scenes"},
        {"compare -m a b", "-m goes with one program at a time"},
        {"count --record x.svg", "--record writes an asciicast, FILE.cast, not 'x.svg'"},
        {"count --record a.b/x.cas", "--record writes an asciicast"},
        {"count --record=", "--record writes an asciicast"},
        {"count --colr", "unrecognized option '--colr'; did you mean '--color'?"},
        {"count --colr=x", "unrecognized option '--colr'; did you mean '--color'?"},
        {"count --se", "option '--se' requires an argument"},
    };
    ASSERT_ALL(rows, assert_refused);
}

/* An asciicast has its ending, or none; where a folder has one, that is not the file's. */
TEST(a_session_is_recorded_into_a_file_that_may_have_no_ending)
{
    static const struct meant rows[] = {
        {"count --record x.cast", "watch what=count record=x.cast"},
        {"count --record x", "watch what=count record=x"},
        {"count --record a.svg/x", "watch what=count record=a.svg/x"},
        {"count --record a/b.cast", "watch what=count record=a/b.cast"},
    };
    ASSERT_ALL(rows, assert_means);
}

TEST(it_is_known_of_each_option_whether_it_was_on_the_line)
{
    struct line l;
    read_line(&l, "count --theme dark -p n=1");
    assert_true(parse_given(&l.options, "theme"));
    assert_true(parse_given(&l.options, "param"));
    assert_false(parse_given(&l.options, "color"));
    assert_false(parse_given(&l.options, "version"));
    assert_false(parse_given(&l.options, "nothing"));
    read_line(&l, "--version");
    assert_true(parse_given(&l.options, "version"));
    assert_false(parse_given(&l.options, "theme"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_sets_what_it_is_called_after_and_nothing_else),
        cmocka_unit_test(parameters_are_numbers_switches_or_words),
        cmocka_unit_test(what_stands_behind_the_second_name_of_two_is_of_that_one),
        cmocka_unit_test(a_program_of_ones_own_begins_at_its_name_and_takes_all_that_follows),
        cmocka_unit_test(a_number_may_be_as_large_as_is_said_and_not_one_more),
        cmocka_unit_test(a_scene_has_32_parameters_at_most),
        cmocka_unit_test(a_seed_has_4300_digits_at_most),
        cmocka_unit_test(an_option_is_refused_where_it_means_nothing),
        cmocka_unit_test(a_session_is_recorded_into_a_file_that_may_have_no_ending),
        cmocka_unit_test(it_is_known_of_each_option_whether_it_was_on_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
