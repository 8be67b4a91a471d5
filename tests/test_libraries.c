/* SPDX-License-Identifier: MIT */
/* Tasks of libraries are folded into one line, until they run a line of the program's. */
#include <stdio.h>
#include <string.h>

#include "tests/support/file.h"
#include "tests/support/pane.h"
#include "trace/libraries.h"
#include "trace/load.h"
#include "view/order.h"
#include "view/panes.h"

#define BEGIN                                                                             \
    "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"start\",\"script\":\"a.py\",\"clock\":\"real\","  \
    "\"version\":1,"                                                                      \
    "\"sources\":{\"a.py\":\"pass\\n\"}}\n"                                               \
    "{\"n\":0,\"t\":0.0,\"e\":\"loop\",\"id\":\"L1\"}\n"                                  \
    "{\"n\":0,\"t\":0.0,\"e\":\"task\",\"id\":\"T1\",\"coro\":\"_run_app\",\"at\":\"web/" \
    "app.py:1\",\"src\":"                                                                 \
    "\"a.py:9\"}\n"                                                                       \
    "{\"n\":1,\"t\":0.0,\"e\":\"begin\",\"h\":\"H1\",\"task\":\"T1\",\"k\":\"step\"}\n"

static void load_text(const char *events)
{
    struct buf text = {0};
    struct load l = {0};
    buf_printf(&text, "%s%s", BEGIN, events);
    player_open_empty(&player, 0);
    load_begin(&l, NULL, &player.lint.observer);
    for (char *line = text.s, *end; (end = strchr(line, '\n')); line = end + 1)
        assert_int_equal(load_line(&l, line, (size_t)(end - line)), 0);
    load_close(&l);
    buf_free(&text);
    player_seek(&player, player.trace.end);
}

static void put_task(struct buf *b, int number, const char *coro, const char *file)
{
    buf_printf(
        b,
        "{\"n\":1,\"t\":0.0,\"e\":\"task\",\"id\":\"T%d\",\"coro\":\"%s\",\"at\":\"%s:3\",\"by\":"
        "\"T1\",\"src\":\"a.py:9\"}\n",
        number, coro, file);
}

static const struct {
    const char *coro, *file;
} tasks[] = {
    {"work", "a.py"},          {"RequestHandler.start", "web/protocol.py"},
    {"work", "a.py"},          {"Process._read_stream", "asyncio/subprocess.py"},
    {"sleep", "asyncio/x.py"}, {"RequestHandler.start", "web/protocol.py"},
    {"made_up", "<string>"},
};
enum { TASKS = sizeof tasks / sizeof *tasks };

/* Events behind those that make them: T2 to T8. */
static void load_tasks(const char *events)
{
    struct buf b = {0};
    for (int i = 0; i < TASKS; i++)
        put_task(&b, i + 2, tasks[i].coro, tasks[i].file);
    buf_puts(
        &b,
        "{\"n\":1,\"t\":0.0,\"e\":\"end\",\"h\":\"H1\",\"task\":\"T1\",\"state\":\"waiting\"}\n");
    buf_puts(&b, events);
    load_text(b.s);
    buf_free(&b);
}

/* The numbers of those that are listed. */
static const char *listed(const struct ui *ui)
{
    static char text[64];
    struct order o;
    size_t n = 0;
    order_make(&o, &player.model, ui);
    order_settle(&o, 0, o.n);
    for (uint32_t i = 0; i < o.n; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%u", i ? " " : "", order_task(&o, i));
    order_free(&o);
    return text;
}

TEST(a_task_whose_coroutine_is_none_of_the_programs_is_folded)
{
    struct ui ui = {0};
    load_tasks("");
    assert_string_equal(listed(&ui), "1 2 4 6 8");
    pane_draw(&view_tasks, 16, 100, &ui);
    assert_true(pane_shows("3 tasks of libraries — press l"));
    ui.run.sort = SORT_NAME;
    assert_string_equal(listed(&ui), "1 2 4 6 8");
    ui.run.libraries = true;
    assert_string_equal(listed(&ui), "1 2 3 4 5 6 7 8");
    ui.run.sort = SORT_ID;
    assert_string_equal(listed(&ui), "1 2 3 4 5 6 7 8");
    pane_draw(&view_tasks, 16, 100, &ui);
    assert_false(pane_shows("press l"));
}

TEST(one_that_runs_a_line_of_the_programs_is_not)
{
    static const struct {
        const char *event, *listed;
    } rows[] = {
        {"{\"n\":2,\"t\":0.0,\"e\":\"end\",\"h\":\"H2\",\"task\":\"T3\",\"state\":\"waiting\","
         "\"stack\":[[\"web/"
         "protocol.py\",8,\"start\"],[\"a.py\",1,\"hello\"]],\"on\":{\"what\":\"sleep\"},"
         "\"locals\":[{},{}]}\n",
         "1 2 3 4 6 8"},
        {"{\"n\":2,\"t\":0.0,\"e\":\"end\",\"h\":\"H2\",\"task\":\"T3\",\"state\":\"waiting\","
         "\"stack\":[[\"web/"
         "protocol.py\",8,\"start\"]],\"on\":{\"what\":\"sleep\"},\"locals\":[{}]}\n",
         "1 2 4 6 8"},
        {"{\"n\":2,\"t\":0.0,\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:1\",\"by\":\"T7\"}\n",
         "1 2 4 6 7 8"},
        {"{\"n\":2,\"t\":0.0,\"e\":\"out\",\"s\":\"x\\n\",\"at\":\"a.py:9\",\"by\":\"T7\"}\n",
         "1 2 4 6 8"},
    };
    struct ui ui = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        load_tasks(rows[i].event);
        assert_string_equal(listed(&ui), rows[i].listed);
        player_close(&player);
    }
    player_open_empty(&player, 0);
}

TEST(who_is_beside_whom_is_the_same_with_folds)
{
    struct ui ui = {0};
    load_tasks("");
    assert_int_equal(order_beside(&player.model, &ui, 2, 1), 4);
    assert_int_equal(order_beside(&player.model, &ui, 4, -1), 2);
    assert_int_equal(order_beside(&player.model, &ui, 8, -2), 4);
    ui.run.task = 8;
    struct order o;
    order_make(&o, &player.model, &ui);
    assert_int_equal(o.at, 4);
    order_free(&o);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        PANES(a_task_whose_coroutine_is_none_of_the_programs_is_folded),
        PANES(one_that_runs_a_line_of_the_programs_is_not),
        PANES(who_is_beside_whom_is_the_same_with_folds),
    };
    return cmocka_run_group_tests(all, NULL, NULL) != 0;
}
