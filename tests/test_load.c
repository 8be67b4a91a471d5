/* SPDX-License-Identifier: MIT */
/* Saving and loading: what was saved is loaded as it was; what is broken is refused with a
 * sentence; and docs/trace.md names all that can be written. Runs at the root of the project. */
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/text.h"
#include "tests/test.h"
#include "trace/fields.h"
#include "trace/load.h"
#include "trace/save.h"

#define START "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"start\",\"script\":\"a.py\",\"version\":1}\n"

static int load(struct load *l, struct player *p, const char *text, size_t len)
{
    FILE *f = fmemopen((char *)text, len, "r");
    player_open_empty(p, 0);
    int r = load_trace(l, f, &p->observer);
    fclose(f);
    assert_int_equal(p->trace.end, l->events);
    return r;
}

static struct buf save(struct player *p, const struct source *with, size_t n)
{
    struct buf b = {0};
    p->trace.sources = with;
    p->trace.nsources = n;
    for (uint32_t i = 1; i <= p->trace.end; i++) {
        assert_true(player_seek(p, i));
        save_event(&b, &p->model);
    }
    return b;
}

/* Loads a text and saves it again. */
static struct buf again(const char *text, size_t len)
{
    struct load l;
    struct player p;
    assert_int_equal(load(&l, &p, text, len), 0);
    struct buf b = save(&p, l.sources, l.nsources);
    player_close(&p);
    load_close(&l);
    return b;
}

/* ---- there and back ---- */

static struct buf saved_scene(const struct scene *s)
{
    struct player p;
    const struct source with[] = {*source_find(s->program.file), *source_find(s->c_file)};
    assert_int_equal(program_open(&p, &s->program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
    struct buf b = save(&p, with, 2);
    player_close(&p);
    return b;
}

TEST(every_scene_is_loaded_as_it_was_saved)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct buf first = saved_scene(*s), second = again(first.s, first.len);
        assert_string_equal(second.s, first.s);
        buf_free(&first);
        buf_free(&second);
    }
}

TEST(the_sources_come_with_the_trace)
{
    struct load l;
    struct player p;
    struct buf b = saved_scene(scene_find("count"));
    assert_int_equal(load(&l, &p, b.s, b.len), 0);
    assert_int_equal(l.nsources, 2);
    assert_string_equal(l.sources[0].name, "count.py");
    assert_string_equal(l.sources[0].text, source_find("count.py")->text);
    assert_string_equal(l.sources[1].name, "count.c");
    assert_string_equal(p.trace.file, "count.py");
    player_close(&p);
    load_close(&l);
    buf_free(&b);
}

/* Equal but for how a number is written, and for the one word that is not kept: by a thread. */
static bool same_json(const json_t *a, const json_t *b)
{
    const char *key;
    json_t *v;
    size_t i;
    if (json_is_number(a) && json_is_number(b))
        return json_number_value(a) == json_number_value(b);
    if (json_is_array(a) && json_array_size(a) == json_array_size(b)) {
        json_array_foreach((json_t *)a, i, v)
        {
            if (!same_json(v, json_array_get(b, i)))
                return false;
        }
        return true;
    }
    if (!json_is_object(a))
        return json_equal(a, b);
    json_object_foreach((json_t *)a, key, v)
    {
        const json_t *other = json_object_get(b, key);
        bool thread = json_is_string(v) && !strcmp(json_string_value(v), "thread");
        if (!thread && !(other && same_json(v, other)))
            return false;
    }
    return true;
}

static size_t line_length(const char *s)
{
    return strcspn(s, "\n");
}

static void assert_same_events(const char *a, const char *b)
{
    for (; *a && *b; a += line_length(a) + 1, b += line_length(b) + 1) {
        json_t *x = json_loadb(a, line_length(a), 0, NULL),
               *y = json_loadb(b, line_length(b), 0, NULL);
        assert_true(x && y);
        if (!same_json(x, y) || json_object_size(y) > json_object_size(x))
            fail_msg("%.*s\nbecame %.*s", (int)line_length(a), a, (int)line_length(b), b);
        json_decref(x);
        json_decref(y);
    }
    assert_int_equal(*a, *b);
}

TEST(every_trace_of_cpython_s_is_loaded_and_saved_as_it_was)
{
    glob_t found;
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buf golden = read_file(found.gl_pathv[i]), saved = again(golden.s, golden.len);
        struct buf twice = again(saved.s, saved.len);
        assert_same_events(second_line(&golden), second_line(&saved));
        assert_string_equal(twice.s, saved.s);
        buf_free(&golden);
        buf_free(&saved);
        buf_free(&twice);
    }
    globfree(&found);
}

/* ---- what a later version, or another producer, may add ---- */

static void assert_becomes(const char *line, const char *want)
{
    struct buf in = {0};
    buf_printf(&in, START "%s\n", line);
    struct buf out = again(in.s, in.len);
    size_t n = line_length(second_line(&out));
    assert_int_equal(n, strlen(want));
    assert_memory_equal(second_line(&out), want, n);
    buf_free(&in);
    buf_free(&out);
}

TEST(an_unknown_kind_is_kept_as_it_is)
{
    static const char line[] =
        "{\"e\":\"teleport\",\"n\":3, \"t\":1.5,\"to\":[\"moon\",{\"x\":\"ä\"}]}";
    assert_becomes(line, line);
}

TEST(an_unknown_kind_only_moves_the_clock)
{
    struct load l;
    struct player p;
    static const char text[] =
        START "{\"e\":\"teleport\",\"n\":3,\"t\":1.5,\"h\":\"H1\",\"task\":\"T1\"}\n";
    assert_int_equal(load(&l, &p, text, strlen(text)), 0);
    assert_true(player_seek(&p, 2));
    assert_true(p.model.time == 1.5);
    assert_int_equal(p.model.tick, 3);
    assert_int_equal(p.model.nrows, 0);
    player_close(&p);
    load_close(&l);
}

TEST(an_unknown_member_is_skipped)
{
    assert_becomes("{\"colour\":\"red\",\"e\":\"tick\",\"n\":1,\"ready\":2,\"timers\":0,\"x\":{"
                   "\"e\":\"out\"}}",
                   "{\"i\":1,\"n\":1,\"t\":0.0,\"e\":\"tick\",\"ready\":2,\"timers\":0}");
}

TEST(a_source_without_its_name_or_its_text_is_skipped)
{
    struct load l;
    struct player p;
    static const char text[] = START "{\"e\":\"source\",\"file\":\"a.py\"}\n"
                                     "{\"e\":\"source\",\"text\":\"x\"}\n"
                                     "{\"e\":\"source\",\"file\":\"b.py\",\"text\":\"y\"}\n";
    assert_int_equal(load(&l, &p, text, strlen(text)), 0);
    assert_int_equal(l.events, 1);
    assert_int_equal(l.nsources, 1);
    assert_string_equal(l.sources[0].name, "b.py");
    player_close(&p);
    load_close(&l);
}

TEST(an_unknown_wait_is_called_by_its_own_name)
{
    static const char text[] = START
        "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"task\",\"id\":\"T1\",\"name\":\"Task-1\",\"coro\":"
        "\"main\"}\n"
        "{\"i\":2,\"n\":1,\"t\":0.0,\"e\":\"begin\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"
        "{\"i\":3,\"n\":1,\"t\":0.0,\"e\":\"end\",\"h\":\"H1\",\"task\":\"T1\",\"state\":"
        "\"waiting\","
        "\"stack\":[[\"a.py\",2,\"main\"]],\"on\":{\"what\":\"StreamReader.readline\",\"fut\":"
        "\"F1\"},\"locals\":[{}]}\n";
    struct buf out = again(text, strlen(text));
    assert_string_equal(second_line(&out), strchr(text, '\n') + 1);
    buf_free(&out);
}

TEST(what_wakes_a_loop_is_kept)
{
    static const char line[] =
        "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"idle\",\"wakes\":[\"SIGTERM\",\"port 8080\",\"thread a "
        "\\\"b\\\"\"]}";
    assert_becomes(line, line);
    assert_becomes("{\"e\":\"idle\",\"n\":0,\"wakes\":[]}",
                   "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"idle\"}");
}

TEST(output_may_hold_any_character)
{
    static const char line[] =
        "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"out\",\"s\":\"a\\u0000b\\u001b[1m\\\"\\\\世😀\\n\"}";
    assert_becomes(line, line);
}

TEST(threads_and_tasks_keep_their_own_numbers)
{
    static const char events[] = START
        "{\"i\":1,\"n\":0,\"t\":0.0,\"e\":\"thread\",\"id\":\"W1\",\"name\":\"asyncio_0\"}\n"
        "{\"i\":2,\"n\":0,\"t\":0.0,\"e\":\"task\",\"id\":\"T1\",\"name\":\"Task-1\",\"coro\":"
        "\"main\"}\n"
        "{\"i\":3,\"n\":0,\"t\":0.0,\"e\":\"thread\",\"id\":\"W2\"}\n"
        "{\"i\":4,\"n\":0,\"t\":0.0,\"e\":\"task\",\"id\":\"T2\",\"name\":\"Task-2\",\"coro\":"
        "\"count\","
        "\"loop\":\"L2\"}\n"
        "{\"i\":5,\"n\":0,\"t\":0.0,\"e\":\"out\",\"thread\":\"W2\",\"s\":\"x\\n\",\"by\":"
        "\"thread\"}\n"
        "{\"i\":6,\"n\":0,\"t\":0.0,\"e\":\"cancel\",\"id\":\"T2\"}\n"
        "{\"i\":7,\"n\":0,\"t\":0.0,\"e\":\"task_done\",\"id\":\"T2\",\"state\":\"cancelled\"}\n";
    struct load l;
    struct player p;
    assert_int_equal(load(&l, &p, events, strlen(events)), 0);
    struct buf saved = save(&p, l.sources, l.nsources);
    assert_string_equal(strchr(buf_str(&saved), '\n') + 1, strchr(events, '\n') + 1);
    uint32_t t2 = trace_find_task(&p.trace, 2);
    const struct actor *printer = trace_actor(&p.trace, trace_at(&p.trace, 5)->actor);
    assert_int_equal(trace_at(&p.trace, 7)->actor, t2);
    assert_int_equal(trace_task(&p.trace, t2)->from->loop, 2);
    assert_int_equal(trace_find_task(&p.trace, 3), 0);
    assert_int_equal(printer->kind, ACTOR_THREAD);
    assert_int_equal(printer->number, 2);
    assert_null(trace_task(&p.trace, trace_at(&p.trace, 5)->actor));
    assert_string_equal(trace_task_name(&p.trace, trace_at(&p.trace, 5)->actor), "Thread-2");
    assert_null(model_row(&p.model, trace_at(&p.trace, 5)->actor));
    buf_free(&saved);
    player_close(&p);
    load_close(&l);
}

TEST(a_time_is_rounded_to_a_nanosecond)
{
    assert_becomes("{\"i\":1,\"n\":0,\"t\":0.30000000000000004,\"e\":\"close\"}",
                   "{\"i\":1,\"n\":0,\"t\":0.3,\"e\":\"close\"}");
}

TEST(every_loop_keeps_its_number)
{
    static const char line[] = "{\"i\":1,\"n\":9,\"t\":1.0,\"e\":\"loop\",\"id\":\"L2\"}";
    assert_becomes(line, line);
}

/* ---- what is broken ---- */

static void assert_refused(const char *text, size_t len, const char *sentence, uint32_t events)
{
    struct load l;
    struct player p;
    assert_int_equal(load(&l, &p, text, len), -1);
    if (!strstr(l.error, sentence))
        fail_msg("said \"%s\" and not \"%s\"", l.error, sentence);
    assert_int_equal(l.events, events);
    player_close(&p);
    load_close(&l);
}

TEST(a_broken_line_is_named_with_what_is_wrong)
{
    static const struct {
        const char *text, *sentence;
        uint32_t events;
    } broken[] = {
        {"\n", "there is no event in the file", 0},
        {"\n\r\n\n", "there is no event in the file", 0},
        {"hello\n", "line 1: not JSON: ", 0},
        {"{\"e\":\"start\"", "line 1: not JSON: ", 0},
        {START "{\"e\":\"tick\"\n", "line 2: not JSON: ", 1},
        {START "\n\n{\"e\":\"tick\",}\n", "line 4: not JSON: ", 1},
        {START "{\"e\":\"close\"} {\"e\":\"close\"}\n", "line 2: not JSON: ", 1},
        {START "{\"e\":\"close\",\"e\":\"\xff\"}\n", "line 2: not JSON: ", 1},
        {START "[\"tick\"]\n", "line 2: an event is a JSON object", 1},
        {START "7\n", "line 2: ", 1},
        {START "{\"n\":1}\n", "line 2: an event needs a kind", 1},
        {START "{\"e\":7}\n", "line 2: an event needs a kind", 1},
        {START "{\"e\":null}\n", "line 2: an event needs a kind", 1},
        {"{\"e\":\"start\",\"version\":99}\n", "line 1: the trace is of version 99", 0},
        {START "{\"e\":\"task\",\"id\":\"T99999999\"}\n",
         "line 2: task number T99999999 is too large", 1},
        {START "{\"e\":\"cancel\",\"id\":\"T99999999\"}\n",
         "line 2: task number T99999999 is too large", 1},
        {START "{\"e\":\"sync\",\"id\":\"S99999999\"}\n",
         "line 2: object number S99999999 is too large", 1},
        {START "{\"e\":\"close\",\"t\":1e999}\n", "line 2: not JSON: ", 1},
        {START "{\"e\":\"close\",\"n\":99999999999999999999999}\n", "line 2: not JSON: ", 1},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_refused(broken[i].text, strlen(broken[i].text), broken[i].sentence,
                       broken[i].events);
}

TEST(nul_bytes_are_not_json)
{
    static const char text[] = START "\0\0\0\n", within[] = START "{\"e\":\"close\"\0}\n";
    assert_refused(text, sizeof text - 1, "line 2: not JSON: ", 1);
    assert_refused(within, sizeof within - 1, "line 2: not JSON: ", 1);
}

TEST(deep_nesting_is_refused)
{
    struct buf b = {0};
    buf_puts(&b, START "{\"e\":\"close\",\"x\":");
    for (int i = 0; i < 200000; i++)
        buf_putc(&b, '[');
    buf_putc(&b, '\n');
    assert_refused(b.s, b.len, "line 2: not JSON: ", 1);
    buf_free(&b);
}

TEST(a_file_that_ends_within_a_line_is_read_up_to_its_last_whole_one)
{
    struct buf whole = saved_scene(scene_find("hello-gather"));
    uint32_t lines = 0;
    for (size_t len = 1; len <= whole.len; len++) {
        struct load l;
        struct player p;
        bool complete = whole.s[len - 1] == '\n' || whole.s[len] == '\n';
        int r = load(&l, &p, whole.s, len);
        lines += whole.s[len - 1] == '\n';
        assert_int_equal(r, !lines && !complete ? -1 : 0);
        assert_int_equal(l.cut, lines && !complete);
        assert_int_equal(p.trace.end, lines + (complete && whole.s[len - 1] != '\n'));
        player_close(&p);
        load_close(&l);
    }
    buf_free(&whole);
}

TEST(a_line_may_be_long_and_end_in_crlf_or_nothing)
{
    enum { LONG = 10 << 20 };
    struct load l;
    struct player p;
    struct buf b = {0};
    buf_puts(&b, START "\r\n{\"e\":\"out\",\"s\":\"");
    for (int i = 0; i < LONG; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\"}\r\n{\"e\":\"exit\",\"rc\":3}");
    assert_int_equal(load(&l, &p, b.s, b.len), 0);
    assert_int_equal(p.trace.end, 3);
    assert_int_equal(trace_note(&p.trace, 1)->len, LONG);
    assert_int_equal(trace_at(&p.trace, 2)->ref, 3);
    player_close(&p);
    load_close(&l);
    buf_free(&b);
}

TEST(numbers_out_of_range_are_brought_into_it)
{
    struct load l;
    struct player p;
    static const char text[] =
        START "{\"e\":\"tick\",\"n\":-5,\"ready\":99999999999,\"t\":-1e300}\n"
              "{\"e\":\"out\",\"at\":\"a.py:99999999999\",\"s\":\"x\"}\n"
              "{\"e\":\"line\",\"at\":\"a.py:-3\"}\n"
              "{\"e\":\"begin\",\"h\":\"H99999999999\"}\n"
              "{\"e\":\"begin\",\"h\":\"H-1\"}\n";
    assert_int_equal(load(&l, &p, text, strlen(text)), 0);
    assert_int_equal(trace_at(&p.trace, 1)->tick, 0);
    assert_int_equal(trace_at(&p.trace, 1)->ref, UINT32_MAX);
    for (uint32_t i = 2; i < 4; i++)
        assert_int_equal(trace_at(&p.trace, i)->place, 0);
    for (uint32_t i = 4; i < 6; i++)
        assert_int_equal(trace_at(&p.trace, i)->handle, 0);
    player_close(&p);
    load_close(&l);
}

TEST(numbers_at_their_border_are_kept_as_they_are)
{
    struct load l;
    struct player p;
    static const char text[] = START "{\"e\":\"tick\",\"n\":4294967294,\"ready\":4294967295}\n"
                                     "{\"e\":\"tick\",\"n\":4294967296,\"ready\":0}\n"
                                     "{\"e\":\"line\",\"at\":\"a.py:2147483647\"}\n"
                                     "{\"e\":\"line\",\"at\":\"a.py:2147483648\"}\n"
                                     "{\"e\":\"soon\",\"h\":\"H2147483647\"}\n"
                                     "{\"e\":\"soon\",\"h\":\"H2147483648\"}\n";
    assert_int_equal(load(&l, &p, text, strlen(text)), 0);
    assert_int_equal(trace_at(&p.trace, 5)->handle, INT32_MAX);
    assert_int_equal(trace_at(&p.trace, 6)->handle, 0);
    assert_int_equal(trace_at(&p.trace, 1)->tick, UINT32_MAX - 1);
    assert_int_equal(trace_at(&p.trace, 1)->ref, UINT32_MAX);
    assert_int_equal(trace_at(&p.trace, 2)->tick, UINT32_MAX);
    assert_int_equal(trace_at(&p.trace, 2)->ref, 0);
    assert_int_equal(trace_line(&p.trace, trace_at(&p.trace, 3)->place), INT32_MAX);
    assert_int_equal(trace_at(&p.trace, 4)->place, 0);
    player_close(&p);
    load_close(&l);
}

TEST(a_number_behind_its_letter_is_one_from_1_to_2147483647)
{
    static const struct {
        const char *text;
        uint32_t number;
    } handles[] = {
        {"H1", 1},
        {"H10", 10},
        {"H2147483647", 2147483647},
        {"H2147483648", 0},
        {"H9999999999", 0},
        {"H18446744073709551617", 0},
        {"H0", 0},
        {"H01", 0},
        {"H", 0},
        {"", 0},
        {"1", 0},
        {"h1", 0},
        {"T1", 0},
        {"H1x", 0},
        {"H1:", 0},
        {"H1/", 0},
        {"H-1", 0},
        {"H 1", 0},
        {"H:", 0},
    };
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++) {
        struct load l;
        struct player p;
        char text[256];
        int n =
            snprintf(text, sizeof text, START "{\"e\":\"uncall\",\"h\":\"%s\"}\n", handles[i].text);
        assert_int_equal(load(&l, &p, text, (size_t)n), 0);
        if (trace_at(&p.trace, 1)->handle != handles[i].number)
            fail_msg("%s is read as %u", handles[i].text, trace_at(&p.trace, 1)->handle);
        player_close(&p);
        load_close(&l);
    }
}

TEST(the_name_of_a_file_is_kept_up_to_255_bytes)
{
    for (int n = 253; n < 258; n++) {
        struct load l;
        struct player p;
        char name[300], text[600];
        memset(name, 'f', sizeof name);
        name[n] = 0;
        snprintf(text, sizeof text, START "{\"e\":\"line\",\"at\":\"%s:7\"}\n", name);
        assert_int_equal(load(&l, &p, text, strlen(text)), 0);
        const struct place *at = trace_place(&p.trace, trace_at(&p.trace, 1)->place);
        assert_int_equal(at->line, 7);
        assert_int_equal(strlen(at->file), n < 255 ? n : 255);
        player_close(&p);
        load_close(&l);
    }
}

/* Puts each of these in the place of each member of each event: nothing but a sentence may come of
 * it. */
TEST(a_member_of_any_type_does_no_harm)
{
    static const char *const values[] = {"null",  "true",   "-1",          "1e300",
                                         "\"\"",  "\"T1\"", "\"T0\"",      "[]",
                                         "[[7]]", "{}",     "{\"what\":7}"};
    struct buf golden = read_file("tests/golden/s27_cancel_gather.ndjson");
    for (const char *line = golden.s; *line; line += line_length(line) + 1) {
        json_t *o = json_loadb(line, line_length(line), 0, NULL), *v;
        const char *key;
        json_object_foreach(o, key, v)
        {
            for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
                json_t *changed = json_copy(o);
                struct load l;
                struct player p;
                struct buf in = {0};
                json_object_set_new(changed, key, json_loads(values[i], JSON_DECODE_ANY, NULL));
                char *text = json_dumps(changed, 0);
                buf_printf(&in, START "{\"e\":\"task\",\"id\":\"T1\"}\n%s\n", text);
                int r = load(&l, &p, in.s, in.len);
                assert_true(r == 0 || *l.error);
                struct buf out = save(&p, NULL, 0);
                buf_free(&out);
                buf_free(&in);
                free(text);
                player_close(&p);
                load_close(&l);
                json_decref(changed);
            }
        }
        json_decref(o);
    }
    buf_free(&golden);
}

/* ---- docs/trace.md ---- */

static void assert_named(const struct buf *page, const char *word)
{
    char quoted[128];
    snprintf(quoted, sizeof quoted, "`%s`", word);
    if (!strstr(page->s, quoted))
        fail_msg("docs/trace.md does not name %s", quoted);
}

TEST(the_page_names_every_kind_and_every_wait)
{
    struct buf page = read_file("docs/trace.md");
    for (int k = 0; k < EV_OTHER; k++)
        assert_named(&page, event_names[k]);
    for (int i = 1; i < ON_OTHER; i++)
        assert_named(&page, awaited_names[i]);
    buf_free(&page);
}

/* The keys of the object, and of the object `on` in it; those of sources and locals are the
 * program's. */
static void assert_keys_named(const struct buf *page, const json_t *o)
{
    const char *key;
    json_t *v;
    json_object_foreach((json_t *)o, key, v)
    {
        assert_named(page, key);
        if (!strcmp(key, "on"))
            assert_keys_named(page, v);
    }
}

static void assert_all_keys_named(const struct buf *page, const char *ndjson)
{
    for (const char *line = ndjson; *line; line += line_length(line) + 1) {
        json_t *o = json_loadb(line, line_length(line), 0, NULL);
        assert_non_null(o);
        assert_keys_named(page, o);
        json_decref(o);
    }
}

TEST(the_page_names_every_key_that_is_written)
{
    glob_t found;
    struct buf page = read_file("docs/trace.md");
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buf golden = read_file(found.gl_pathv[i]);
        assert_all_keys_named(&page, golden.s);
        buf_free(&golden);
    }
    for (const struct scene *const *s = scenes; *s; s++) {
        struct buf saved = saved_scene(*s);
        assert_all_keys_named(&page, saved.s);
        buf_free(&saved);
    }
    globfree(&found);
    buf_free(&page);
}

/* The page's NDJSON examples are lines that can be loaded, and are written just so. */
TEST(the_page_s_examples_are_true)
{
    struct buf page = read_file("docs/trace.md"), trace = {0};
    const char *block = strstr(page.s, "```json\n");
    assert_non_null(block);
    for (; block; block = strstr(block, "```json\n")) {
        const char *end = strstr(block += strlen("```json\n"), "```");
        assert_non_null(end);
        buf_add(&trace, block, (size_t)(end - block));
        struct buf saved = again(trace.s, trace.len);
        assert_string_equal(saved.s, trace.s);
        buf_free(&saved);
        buf_clear(&trace);
        block = end;
    }
    buf_free(&trace);
    buf_free(&page);
}

/* The row of docs/trace.md whose first cell names the kind. */
static const char *row_of(const char *docs, const char *kind, char *row, size_t size)
{
    char name[32];
    snprintf(name, sizeof name, "`%s`", kind);
    for (const char *s = docs; (s = strstr(s, "\n| ")); s++) {
        const char *cell = s + 3, *end = strchr(cell, '|'), *at = strstr(cell, name);
        if (!at || at > end)
            continue;
        snprintf(row, size, "%.*s", (int)strcspn(cell, "\n"), cell);
        return row;
    }
    return NULL;
}

TEST(every_member_of_the_table_is_documented_in_the_row_of_its_kind)
{
    struct buf docs = read_file("docs/trace.md");
    char row[1024], key[32];
    for (int kind = 0; kind < EV_OTHER; kind++) {
        if (!row_of(docs.s, event_names[kind], row, sizeof row))
            fail_msg("docs/trace.md has no row for %s", event_names[kind]);
        for (const struct member *f = trace_members[kind]; f->field; f++) {
            if (!f->key)
                continue;
            snprintf(key, sizeof key, "`%s`", f->key);
            if (!strstr(row, key))
                fail_msg("docs/trace.md has no %s of %s", key, event_names[kind]);
        }
    }
    buf_free(&docs);
}

/* A RUN that says this name. */
static void assert_name_is_json(const char *name)
{
    struct player p;
    struct buf want = {0};
    player_open_empty(&p, 0);
    p.observer.see(&p.observer, &(struct event){.kind = EV_RUN}, &(struct note){.name = name});
    struct buf got = save(&p, NULL, 0);
    buf_puts(&want, "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"run\",\"what\":");
    buf_json(&want, name, strlen(name));
    buf_puts(&want, "}\n");
    assert_string_equal(got.s, want.s);
    buf_free(&got);
    buf_free(&want);
    player_close(&p);
}

TEST(a_name_is_json_wherever_in_it_an_odd_character_stands)
{
    enum { LONGEST = 20 };
    static const char odd[] = "\"\\\t\x01\x1f\x7f\x80\xff ~!#";
    for (int n = 0; n <= LONGEST; n++) {
        char name[LONGEST + 1] = "";
        memset(name, 'x', (size_t)n);
        assert_name_is_json(name);
        for (int at = 0; at < n; at++, name[at - 1] = 'x')
            for (const char *c = odd; *c; c++) {
                name[at] = *c;
                assert_name_is_json(name);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_member_of_the_table_is_documented_in_the_row_of_its_kind),
        cmocka_unit_test(every_scene_is_loaded_as_it_was_saved),
        cmocka_unit_test(the_sources_come_with_the_trace),
        cmocka_unit_test(every_trace_of_cpython_s_is_loaded_and_saved_as_it_was),
        cmocka_unit_test(an_unknown_kind_is_kept_as_it_is),
        cmocka_unit_test(an_unknown_kind_only_moves_the_clock),
        cmocka_unit_test(an_unknown_member_is_skipped),
        cmocka_unit_test(a_source_without_its_name_or_its_text_is_skipped),
        cmocka_unit_test(an_unknown_wait_is_called_by_its_own_name),
        cmocka_unit_test(what_wakes_a_loop_is_kept),
        cmocka_unit_test(output_may_hold_any_character),
        cmocka_unit_test(every_loop_keeps_its_number),
        cmocka_unit_test(threads_and_tasks_keep_their_own_numbers),
        cmocka_unit_test(a_time_is_rounded_to_a_nanosecond),
        cmocka_unit_test(a_broken_line_is_named_with_what_is_wrong),
        cmocka_unit_test(nul_bytes_are_not_json),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_file_that_ends_within_a_line_is_read_up_to_its_last_whole_one),
        cmocka_unit_test(a_line_may_be_long_and_end_in_crlf_or_nothing),
        cmocka_unit_test(numbers_out_of_range_are_brought_into_it),
        cmocka_unit_test(numbers_at_their_border_are_kept_as_they_are),
        cmocka_unit_test(a_number_behind_its_letter_is_one_from_1_to_2147483647),
        cmocka_unit_test(the_name_of_a_file_is_kept_up_to_255_bytes),
        cmocka_unit_test(a_member_of_any_type_does_no_harm),
        cmocka_unit_test(the_page_names_every_kind_and_every_wait),
        cmocka_unit_test(the_page_names_every_key_that_is_written),
        cmocka_unit_test(the_page_s_examples_are_true),
        cmocka_unit_test(a_name_is_json_wherever_in_it_an_odd_character_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
