/* SPDX-License-Identifier: MIT */
/* HTTP on the virtual clock: what goes wrong is a clear error in the task that asked; and whatever
 * the kernel's mood, the same bytes of trace. Runs at the root of the project; run with "trace" it
 * prints that of its own program, with "disorder" the same told as it comes. */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/io.h"
#include "io/settle.h"
#include "scenes/scene.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

/* ---- all that can go wrong, at once ---- */

static const struct http_page pages[] = {
    {.host = "good", .delay = 0.3, .bytes = 1256},
    {.host = "quick", .delay = 0.1, .bytes = 10},
    {.host = "tie", .delay = 0.1, .bytes = 1000000},
    {.host = "missing", .delay = 0.2, .bytes = 9, .status = 404},
    {.host = "broken", .delay = 0.25, .bytes = 9, .status = 503},
    {.host = "refused", .trouble = HTTP_REFUSED},
    {.host = "unknown", .trouble = HTTP_UNKNOWN},
    {.host = "silent", .trouble = HTTP_SILENT},
    {.host = "endless", .delay = 0.2, .bytes = 9, .trouble = HTTP_ENDLESS},
    {.host = "cut", .delay = 0.1, .bytes = 100000, .trouble = HTTP_CUT},
    {0},
};

struct text_of {
    struct coro coro;
    const char *url;
    struct response *response;
};

async (text_of, def(1), SHOW(url)) {
    async_begin;
    py(2) await(http_get(self->url, &self->response));
    if (response_raise_for_status(self->response))
        raise(response_raise_for_status(self->response));
    py(3) await(response_text(self->response));
    async_return(awaited());
    async_end;
}

static const char *words(struct error *e)
{
    return str((struct value){.kind = VALUE_ERROR, .error = e});
}

static const char *strip(struct value line)
{
    char *s = arena_strdup(&this_thread->arena, line.s);
    s[strcspn(s, "\n")] = 0;
    return s;
}

struct fetch {
    struct coro coro;
    const char *url;
    struct error *e;
};

async (fetch, def(10), SHOW(url)) {
    async_begin;
    try {
        py(11) await(wait_for(call(text_of, .url = self->url), 1));
        py(12) say("%s: %d", self->url, (int)py_len(awaited()));
    } except_as (Exception, self->e) {
        py(13) say("%s: %s: %s", self->url, self->e->type->name, words(self->e));
    } end_try;
    async_end;
}

struct many {
    struct coro coro;
};

async_as (many, "main", def(20)) {
    async_begin;
    http_serve(pages);
    py(21) await(gather(call(fetch, .url = "http://good/a"), call(fetch, .url = "http://quick"),
                        call(fetch, .url = "http://tie"), call(fetch, .url = "http://missing"),
                        call(fetch, .url = "http://refused"), call(fetch, .url = "http://unknown"),
                        call(fetch, .url = "http://silent"), call(fetch, .url = "http://endless"),
                        call(fetch, .url = "http://cut"), call(fetch, .url = "http://elsewhere"),
                        call(fetch, .url = "http://"), call(fetch, .url = "http://QUICK/again"),
                        call(fetch, .url = "http://broken")));
    async_end;
}
MODULE(many)

static const char many_out[] =
    "http://elsewhere: ClientError: http://elsewhere is out in the world: only --clock real goes there\n"
    "http://: InvalidURL: http://\n"
    "http://refused: ClientConnectorError: Cannot connect to host of http://refused [Connection refused]\n"
    "http://unknown: ClientConnectorError: Cannot connect to host of http://unknown [Name or service "
    "not known]\n"
    "http://quick: 10\n"
    "http://tie: 1000000\n"
    "http://cut: ClientPayloadError: Response payload is not completed\n"
    "http://QUICK/again: 10\n"
    "http://missing: ClientResponseError: 404, message='Not Found', url=URL('http://missing')\n"
    "http://endless: ValueError: http://endless is longer than 4194304 bytes\n"
    "http://broken: ClientResponseError: 503, message='Service Unavailable', "
    "url=URL('http://broken')\n"
    "http://good/a: 1256\n"
    "http://silent: TimeoutError: \n";

TEST(whatever_goes_wrong_with_a_page_is_an_error_in_the_task_that_asked)
{
    assert_module_prints(many_module_async, many_out);
}

/* ---- streams: three clients at once, long lines and short ones, one that is gone early ---- */

enum { LONG = 60000 };

struct echo {
    struct coro coro;
    struct stream *stream;
    const char *line;
};

async (echo, def(30)) {
    async_begin;
    for (;;) {
        py(31) await(stream_readline(self->stream));
        self->line = awaited().s;
        if (!*self->line)
            break;
        stream_write(self->stream, self->line);
        py(32) await(stream_drain(self->stream));
    }
    py(33) stream_close(self->stream);
    py(34) await(stream_wait_closed(self->stream));
    say("served");
    async_end;
}

static struct coro *echoes(struct stream *s)
{
    return call(echo, .stream = s);
}

static const char *line_of(char c, int n)
{
    char *s = arena_alloc(&this_thread->arena, (size_t)n + 2);
    memset(s, c, (size_t)n);
    s[n] = '\n';
    return s;
}

struct client {
    struct coro coro;
    int port, n, i;
    char c;
    struct stream *stream;
};

async (client, def(40), SHOW(n)) {
    async_begin;
    py(41) await(open_connection(self->port, &self->stream));
    for (; self->i < 3; self->i++) {
        stream_write(self->stream, line_of(self->c, self->n));
        py(42) await(stream_readline(self->stream));
        say("%c: %d", *awaited().s, (int)py_len(awaited()));
    }
    stream_write(self->stream, "rest");
    py(43) await(stream_read(self->stream, 1)); /* an echo of no whole line: the other end closes first */
    async_end;
}

struct leaver {
    struct coro coro;
    int port;
    struct stream *stream;
};

async (leaver, def(50)) {
    async_begin;
    py(51) await(open_connection(self->port, &self->stream));
    stream_write(self->stream, "bye\n");
    stream_close(self->stream);
    stream_write(self->stream, "never sent");
    py(52) await(stream_wait_closed(self->stream));
    say("left");
    async_end;
}

struct refused {
    struct coro coro;
    struct stream *stream;
    struct error *e;
};

async (refused, def(60)) {
    async_begin;
    try {
        py(61) await(open_connection(1, &self->stream));
    } except_as (OSError, self->e) {
        say("%s: %s", self->e->type->name, words(self->e));
    } end_try;
    async_end;
}

struct talk {
    struct coro coro;
    struct stream_server *server;
    int port;
};

async_as (talk, "main", def(70)) {
    async_begin;
    py(71) await(start_server(echoes, &self->server));
    self->port = server_port(self->server);
    py(72) await(gather(call(client, .port = self->port, .c = 'a', .n = 10), call(leaver, .port = self->port),
                        call(client, .port = self->port, .c = 'b', .n = LONG), call(refused)));
    stream_server_close(self->server);
    async_end;
}
MODULE(talk)

/* ---- processes: one that speaks and ends, one that fails, one that is killed, one left alone ---- */

static int counts(const char *argument)
{
    worker_say("%s", argument);
    const char *line;
    while ((line = worker_hear()))
        worker_say("%s again", line);
    return 7;
}
WORKER(counts)

static int fails(const char *argument)
{
    return atoi(argument);
}
WORKER(fails)

static int forgets(const char *argument)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d))
        n++;
    worker_say("%s has %d files, %s", argument, n - 3, getenv("HOME") ? "a home" : "no home");
    worker_hear();
    return 0;
}
WORKER(forgets)

struct family {
    struct coro coro;
    struct process *one, *two, *three, *four;
    struct error *e;
};

async_as (family, "main", def(80)) {
    async_begin;
    py(81) await(create_process("one", "counts", "1", &self->one));
    py(82) await(create_process("two", "fails", "3", &self->two));
    py(83) await(create_process("three", "forgets", "it", &self->three));
    py(84) await(create_process("four", "no such worker", "", &self->four));
    py(85) await(process_readline(self->one));
    say("%s", strip(awaited()));
    process_write(self->one, "hello\n");
    process_write(self->two, "hello\n");
    py(86) await(process_readline(self->one));
    say("%s", strip(awaited()));
    py(87) await(process_readline(self->three));
    say("%s", strip(awaited()));
    process_kill(self->one);
    process_kill(self->one);
    py(88) await(process_wait(self->one));
    say("one: %d", (int)awaited().i);
    py(89) await(process_readline(self->two));
    say("two says “%s”", awaited().s);
    py(90) await(process_wait(self->two));
    say("two: %d", (int)awaited().i);
    py(91) await(process_wait(self->four));
    say("four: %d", (int)awaited().i);
    async_end; /* and three is left alone */
}
MODULE(family)

static const char family_out[] = "1\nhello again\nit has 4 files, no home\none: -9\ntwo says “”\ntwo: 3\nfour: 127\n";

TEST(processes_have_nothing_of_their_parent_s_and_end_each_in_its_way)
{
    for (int i = 0; i < 3; i++)
        assert_module_prints(family_module_async, family_out);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left, and no zombie */
}

/* ---- processes that sleep and compute, by the loop's clock; a pool of them ---- */

static int rests(const char *argument)
{
    worker_say("%s begins", argument);
    time_sleep(1);
    compute_s(0.5);
    worker_say("%s ends", argument);
    return 0;
}
WORKER(rests)

static struct value naps(const char *seconds)
{
    time_sleep(atof(seconds));
    return value_float(atof(seconds));
}
IN_PROCESS(naps)

static struct value says(const char *text)
{
    return *text ? value_str(text) : NONE;
}
IN_PROCESS(says)

static struct value dies(const char *status)
{
    _exit(atoi(status));
}
IN_PROCESS(dies)

struct house {
    struct coro coro;
    struct process *one, *two, *three;
    struct executor *pool;
    struct error *e;
};

static void say_line(const char *line)
{
    say("%.3f %s", perf_counter(), strip(value_str(line)));
}

static struct future *three_naps(struct executor *pool)
{
    return gather_futures((struct future *[]){run_in_process(pool, "naps", "0.25"),
                                              run_in_process(pool, "says", "a word"),
                                              run_in_process(pool, "naps", "0.5")},
                          3, false);
}

async_as (house, "main", def(90)) {
    async_begin;
    py(91) await(create_process("one", "rests", "one", &self->one));
    py(92) await(create_process("two", "rests", "two", &self->two));
    py(93) await(create_process("three", "rests", "three", &self->three));
    py(94) await(process_readline(self->one));
    say_line(awaited().s);
    py(95) await(process_readline(self->one));
    say_line(awaited().s);
    py(96) process_kill(self->three);
    py(97) await(process_wait(self->two));
    py(98) say("%.3f two: %d", perf_counter(), (int)awaited().i);
    self->pool = process_pool(2);
    py(99) await(three_naps(self->pool));
    say("%.3f %g %s %g", perf_counter(), awaited().list->at[0].f, awaited().list->at[1].s,
        awaited().list->at[2].f);
    py(100) await(run_in_process(self->pool, "says", ""));
    say("%s", awaited().kind == VALUE_NONE ? "None" : "something");
    try {
        py(101) await(run_in_process(self->pool, "dies", "3"));
    } except_as (BrokenProcessPool, self->e) {
        say("%s", self->e->type->name);
    } end_try;
    process_pool_shutdown(self->pool);
    try {
        py(102) await(run_in_process(self->pool, "says", "x"));
    } except (RuntimeError) {
        say("shut down");
    } end_try;
    async_end;
}
MODULE(house)

TEST(processes_sleep_and_compute_by_the_clock_of_the_loop)
{
    assert_module_prints(house_module_async, "0.000 one begins\n"
                                             "1.500 one ends\n"
                                             "1.500 two: 0\n"
                                             "2.000 0.25 a word 0.5\n"
                                             "None\n"
                                             "BrokenProcessPool\n"
                                             "shut down\n");
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void add_trace(struct buf *b, const struct async *(*module)(void))
{
    struct told t = told_by(module);
    buf_add(b, t.ndjson.s, t.ndjson.len);
    told_free(&t);
}

static struct buf trace_here(void)
{
    struct buf b = {0};
    add_trace(&b, many_module_async);
    add_trace(&b, talk_module_async);
    add_trace(&b, family_module_async);
    add_trace(&b, house_module_async);
    return b;
}

TEST(streams_carry_long_lines_and_short_ones_to_the_end)
{
    struct player p;
    run_module(&p, talk_module_async);
    struct buf out = printed(&p, EV_OUT);
    assert_int_equal(p.target->status, 3); /* both clients wait for what never comes, and it is said so */
    assert_non_null(strstr(out.s, "ConnectionRefusedError: [Errno 111] Connect call failed\n"));
    assert_non_null(strstr(out.s, "a: 11\n"));
    assert_non_null(strstr(out.s, "b: 60001\n"));
    assert_non_null(strstr(out.s, "left\n"));
    assert_non_null(strstr(out.s, "served\n"));
    buf_free(&out);
    player_close(&p);
}

TEST(every_leg_of_a_transfer_is_told_in_the_order_of_the_transfers)
{
    struct player p;
    run_module(&p, many_module_async);
    uint32_t object = 0, leg = 0, tick = 0;
    for (uint32_t i = 0; i < p.trace.end; i++) {
        const struct event *e = trace_at(&p.trace, i);
        if (e->kind != EV_TRANSFER || e->what == LEG_OPEN || e->what == LEG_DROPPED)
            continue;
        if (e->tick == tick)
            assert_true(e->what > leg || (e->what == leg && e->ref > object));
        tick = e->tick;
        leg = e->what;
        object = e->ref;
    }
    assert_true(tick > 0);
    player_close(&p);
}

/* ---- the kernel's mood ---- */

static char self[4096], chaos[4096];

/* What a run of this program tells, or another command, among such surroundings. */
static struct buf told_among(const char *surroundings, const char *command)
{
    struct buf line = {0};
    buf_printf(&line, "%s %s", surroundings, command);
    struct buf out = output_of(line.s);
    buf_free(&line);
    return out;
}

static struct buf under_chaos(const char *more, const char *command)
{
    struct buf around = {0};
    buf_printf(&around, "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 LD_PRELOAD=%s %s", chaos, more);
    struct buf out = told_among(around.s, command);
    buf_free(&around);
    return out;
}

/* How many of n runs differ from the first of them. */
static int different(int n, const char *more, const char *command)
{
    int found = 0;
    struct buf first = under_chaos(more, command);
    for (int i = 1; i < n; i++) {
        struct buf next = under_chaos(more, command);
        found += strcmp(buf_str(&first), buf_str(&next)) != 0;
        buf_free(&next);
    }
    assert_true(first.len > 1000);
    buf_free(&first);
    return found;
}

static void own_command(char *to, size_t n, const char *what)
{
    snprintf(to, n, "%s %s", self, what);
}

TEST(a_shuffled_late_and_partial_poll_changes_no_byte_of_a_trace)
{
    char command[5000];
    struct buf want = trace_here();
    own_command(command, sizeof command, "trace");
    struct buf have = under_chaos("", command);
    assert_string_equal(buf_str(&have), want.s);
    assert_int_equal(different(12, "", command), 0);
    assert_int_equal(different(6, "CHAOS_SHORT=1", command), 0);
    buf_free(&have);
    buf_free(&want);
}

TEST(told_as_it_comes_the_trace_is_another_one_each_time)
{
    char command[5000];
    own_command(command, sizeof command, "disorder");
    assert_true(different(12, "", command) > 0);
}

/* ---- scenes with real parts ---- */

static const char *program(void)
{
    const char *loopscope = getenv("LOOPSCOPE");
    return loopscope ? loopscope : "build/loopscope";
}

static void scene_command(char *to, size_t n, const struct scene *s, const char *what, const char *more)
{
    snprintf(to, n, "%s %s %s %s", program(), what, s->program.name, more);
}

TEST(a_program_whose_file_is_gone_starts_processes_all_the_same)
{
    char command[512];
    snprintf(command, sizeof command,
             "d=$(mktemp -d); cp %s $d/gone; exec 9<$d/gone; rm -r $d; /proc/self/fd/9 run processes --clock real 2>&1",
             program());
    struct buf out = output_of(command);
    assert_non_null(strstr(out.s, "the second ends with -9\n"));
    assert_non_null(strstr(out.s, "a process "));
    buf_free(&out);
}

TEST(surroundings_change_no_byte_of_a_scene_with_real_parts)
{
    static const char *const around[] = {
        "http_proxy=http://127.0.0.1:1 HTTPS_PROXY=http://127.0.0.1:1 ALL_PROXY=http://127.0.0.1:1",
        "LC_ALL=C", "LC_ALL=C.UTF-8 LANG=de_DE.UTF-8", "exec 0<&-;", "HOME=/nowhere CURL_HOME=/nowhere no_proxy='*'"};
    int open_file = open("/dev/null", O_RDONLY);
    for (const struct scene *const *s = scenes; *s; s++) {
        char command[5000];
        if (!(*s)->outside && !(*s)->real)
            continue;
        scene_command(command, sizeof command, *s, "trace", "--format ndjson");
        struct buf want = output_of(command);
        assert_true(want.len > 1000);
        dup2(open_file, 20);
        dup2(open_file, 200);
        for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
            struct buf have = told_among(around[i], command);
            assert_string_equal(buf_str(&have), want.s);
            buf_free(&have);
        }
        struct buf have = under_chaos("CHAOS_SHORT=1", command);
        assert_string_equal(buf_str(&have), want.s);
        assert_int_equal(different(5, "", command), 0);
        buf_free(&have);
        buf_free(&want);
        close(20);
        close(200);
    }
    close(open_file);
}

TEST(a_scene_with_real_parts_prints_the_same_in_real_time)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        char command[5000];
        if (!(*s)->outside)
            continue;
        scene_command(command, sizeof command, *s, "run", "");
        struct buf want = output_of(command);
        scene_command(command, sizeof command, *s, "run", "--clock real");
        struct buf have = output_of(command);
        char *measured = strstr(want.s, "What they cost"); /* there it is not said, but done */
        if (measured)
            want.s[want.len = (size_t)(measured - want.s)] = 0;
        assert_int_equal(strncmp(buf_str(&have), buf_str(&want), want.len), 0);
        buf_free(&have);
        buf_free(&want);
    }
}

TEST(what_is_guaranteed_is_as_on_real_cpython)
{
    bool skipped = false;
    for (const struct scene *const *s = scenes; *s; s++) {
        char command[5000];
        if (!(*s)->outside)
            continue;
        snprintf(command, sizeof command, "python3 tests/oracle/outside.py %s %s >&2", program(),
                 (*s)->program.name);
        int status = system(command);
        skipped |= WEXITSTATUS(status) == 77;
        if (status && WEXITSTATUS(status) != 77)
            fail_msg("%s is not what CPython does", (*s)->program.name);
    }
    if (skipped)
        skip();
}

/* 400 KB at once from a client, and back again: as on CPython, if the system keeps little itself. */
TEST(who_writes_too_much_at_once_waits_in_drain_as_on_real_cpython_and_the_same_each_time)
{
    static const char much[] = "streams -p lines=8 -p width=50000";
    char command[5000];
    snprintf(command, sizeof command, "python3 tests/oracle/outside.py %s %s >&2", program(), much);
    int status = system(command);
    if (status && WEXITSTATUS(status) != 77)
        fail_msg("%s is not what CPython does", much);
    snprintf(command, sizeof command, "%s trace %s --format ndjson", program(), much);
    assert_int_equal(different(4, "", command), 0);
    assert_int_equal(different(4, "CHAOS_SHORT=1", command), 0);
    snprintf(command, sizeof command, "%s trace %s --format story", program(), much);
    struct buf story = output_of(command);
    assert_non_null(strstr(story.s, "Task-1 goes on and writes 400008 bytes, then waits in drain() at line 17."));
    buf_free(&story);
}

/* Said a second time, in Python. */
TEST(the_story_of_real_parts_is_told_alike_by_both)
{
    static const char *const runs[] = {"fetch", "fetch -p delays=0.1,0.1,0.1", "fetch-sequential",
                                       "fetch -p broken=404", "fetch -p broken=timeout", "fetch -p broken=endless",
                                       "streams", "streams -p pause=0", "streams -p lines=8 -p width=50000",
                                       "processes"};
    if (system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null"))
        skip();
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char command[1024];
        snprintf(command, sizeof command,
                 "f=$(mktemp) && %s trace %s --format ndjson >$f && %s trace $f --format story >$f.ours && "
                 "python3 tests/oracle/story.py $f >$f.theirs && diff $f.ours $f.theirs; r=$?; rm -f $f $f.*; exit $r",
                 program(), runs[i], program());
        if (system(command))
            fail_msg("%s is told in two ways", runs[i]);
    }
}

/* ---- a page that goes wrong ---- */

static const struct {
    const char *what, *says, *ends, *story;
} troubles[] = {
    {"refused", "line 6, in fetch_url\nClientConnectorError: Cannot connect to host of http://example.org [Connection "
                "refused]\n", "at 0.000",
     "http://example.org fails, the connection is refused: Task-3 is ready again."},
    {"unknown", "line 6, in fetch_url\nClientConnectorError: Cannot connect to host of http://example.org [Name or "
                "service not known]\n", "at 0.000",
     "http://example.org fails, no such host: Task-3 is ready again."},
    {"timeout", "line 6, in fetch_url\nTimeoutError\n", "at 300.000", "and the time of a request is up at 300.000."},
    {"404", "Content from http://example.org: 9 bytes\n", "at 0.300",
     "The answer from http://example.org is here, status 404: Task-3 is ready again."},
    {"endless", "line 7, in fetch_url\nTimeoutError\n", "at 300.000", "and the server answers at 240.100."},
    {"cut", "line 7, in fetch_url\nClientPayloadError: Response payload is not completed\n", "at 0.100",
     "http://example.org fails, cut off in the body: Task-3 is ready again."},
};

TEST(a_page_that_goes_wrong_is_an_error_in_the_task_that_fetches_it)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        char command[512];
        snprintf(command, sizeof command, "%s run fetch -p broken=%s 2>&1", program(), troubles[i].what);
        struct buf out = output_of(command);
        assert_non_null(strstr(out.s, troubles[i].says));
        buf_free(&out);
        snprintf(command, sizeof command, "%s trace fetch -p broken=%s --format story", program(), troubles[i].what);
        out = output_of(command);
        assert_non_null(strstr(out.s, troubles[i].story));
        assert_non_null(strstr(out.s, troubles[i].ends));
        bool page = !strcmp(troubles[i].what, "404"), head = page || !strcmp(troubles[i].what, "cut");
        assert_int_equal(strstr(out.s, "Its request has failed, so it has its turn") != NULL, !head);
        assert_int_equal(strstr(out.s, "Its status is 1.") != NULL, !page);
        buf_free(&out);
    }
}

TEST(a_page_goes_wrong_as_on_real_cpython)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        char command[512];
        snprintf(command, sizeof command, "python3 tests/oracle/outside.py %s fetch -p broken=%s >&2", program(),
                 troubles[i].what);
        int status = system(command);
        if (WEXITSTATUS(status) == 77)
            skip();
        if (status)
            fail_msg("broken=%s is not what CPython does", troubles[i].what);
    }
}

TEST(a_page_that_goes_wrong_does_so_in_real_time_too)
{
    static const size_t quick[] = {0, 1, 3, 5};
    for (size_t i = 0; i < sizeof quick / sizeof *quick; i++) {
        char command[512];
        snprintf(command, sizeof command, "%s run fetch -p broken=%s --clock real 2>&1", program(),
                 troubles[quick[i]].what);
        struct buf out = output_of(command);
        assert_non_null(strstr(out.s, troubles[quick[i]].says));
        buf_free(&out);
    }
}

/* ---- pages of the world ---- */

/* A server of anybody's: answers one request, in a process of its own. */
static int serve_once(const char *answer, pid_t *child)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
    *child = fork();
    if (!*child) {
        char request[4096];
        int c = accept(fd, NULL, NULL);
        ssize_t got = read(c, request, sizeof request);
        got = got > 0 ? write(c, answer, strlen(answer)) : 0;
        shutdown(c, SHUT_WR);
        _exit(got <= 0 || read(c, request, sizeof request) < 0);
    }
    close(fd);
    return ntohs(at.sin_port);
}

static struct buf fetched(const char *answer, const char *also)
{
    char command[512];
    pid_t child;
    int port = serve_once(answer, &child);
    snprintf(command, sizeof command, "%s run fetch -p url=http://127.0.0.1:%d/x %s 2>&1", program(), port, also);
    struct buf out = output_of(command);
    waitpid(child, NULL, 0);
    return out;
}

TEST(a_page_that_is_given_is_fetched_in_real_time)
{
    struct buf out = fetched("HTTP/1.0 200 OK\r\nContent-Length: 8\r\n\r\nh\303\244llo\377x", "");
    assert_non_null(strstr(out.s, "/x: "));
    assert_non_null(strstr(out.s, ": 7 bytes\n"));
    buf_free(&out);
    out = fetched("HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\nhello", "");
    assert_non_null(strstr(out.s, "ClientPayloadError: Response payload is not completed"));
    buf_free(&out);
    out = fetched("", "");
    assert_non_null(strstr(out.s, "ServerDisconnectedError: Server disconnected"));
    buf_free(&out);
    out = fetched("HTTP/1.0 200 OK\r\n\r\nhello", "-p url=http://127.0.0.1:1/");
    assert_non_null(strstr(out.s, "Connection refused"));
    buf_free(&out);
}

/* ---- libcurl ---- */

/* What that command says where the file `library` is what is found by libcurl's name. */
static struct buf said_with_libcurl(const char *library, const char *command)
{
    char around[9000];
    snprintf(around, sizeof around,
             "d=$(mktemp -d); cp '%s' $d/libcurl.so.4; "
             "ASAN_OPTIONS=verify_asan_link_order=0 LD_LIBRARY_PATH=$d %s %s 2>&1; rm -r $d",
             library, program(), command);
    return output_of(around);
}

TEST(a_program_that_fetches_nothing_goes_without_libcurl)
{
    struct buf out = said_with_libcurl("Makefile", "run count");
    assert_non_null(strstr(out.s, "One\nOne\nOne\nTwo\nTwo\nTwo\n"));
    buf_free(&out);
    out = said_with_libcurl("Makefile", "run streams");
    assert_non_null(strstr(out.s, "a hears HELLO A\n"));
    assert_null(strstr(out.s, "libcurl"));
    buf_free(&out);
}

TEST(where_there_is_no_libcurl_a_fetch_says_what_to_install)
{
    static const char *const what = "ImportError: libcurl, which fetches pages, cannot be loaded (";
    static const char *const todo = "); install the package libcurl4, or libcurl, as your system calls it\n";
    struct buf out = said_with_libcurl("Makefile", "run fetch");
    assert_non_null(strstr(out.s, what));
    assert_non_null(strstr(out.s, todo));
    buf_free(&out);
    out = said_with_libcurl(chaos, "run fetch"); /* a library, but without its functions */
    assert_non_null(strstr(out.s, what));
    assert_non_null(strstr(out.s, "curl_"));
    assert_non_null(strstr(out.s, todo));
    buf_free(&out);
}

TEST(a_wrong_parameter_gets_a_sentence)
{
    static const struct {
        const char *given, *says;
    } rows[] = {
        {"delays=", "up to 8 numbers of seconds"},      {"delays=1,", "like 0.3,0.1,0.2, not '1,'"},
        {"delays=-1", "up to 8 numbers of seconds"},    {"delays=1,2,3,4,5,6,7,8,9", "up to 8"},
        {"delays=1001", "each at most 1000"},           {"delays=1;2", "not '1;2'"},
        {"url=example.com", "begins with http:// or "}, {"url=http:///x", "not 'http:///x'"},
        {"url=ftp://x/", "begins with http:// or "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char command[512];
        snprintf(command, sizeof command, "%s run fetch -p '%s' 2>&1", program(), rows[i].given);
        struct buf out = output_of(command);
        assert_non_null(strstr(out.s, rows[i].says));
        buf_free(&out);
    }
}

/* ---- */

static int descriptors(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

TEST(a_run_leaves_no_descriptor_open)
{
    struct buf b = trace_here();
    int before = descriptors();
    for (int i = 0; i < 3; i++) {
        buf_free(&b);
        b = trace_here();
    }
    assert_int_equal(descriptors(), before);
    buf_free(&b);
}

static int print_trace(bool in_order)
{
    io_in_order = in_order;
    struct buf b = trace_here();
    fputs(b.s, stdout);
    buf_free(&b);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_goes_wrong_with_a_page_is_an_error_in_the_task_that_asked),
        cmocka_unit_test(streams_carry_long_lines_and_short_ones_to_the_end),
        cmocka_unit_test(processes_sleep_and_compute_by_the_clock_of_the_loop),
        cmocka_unit_test(processes_have_nothing_of_their_parent_s_and_end_each_in_its_way),
        cmocka_unit_test(every_leg_of_a_transfer_is_told_in_the_order_of_the_transfers),
        cmocka_unit_test(a_shuffled_late_and_partial_poll_changes_no_byte_of_a_trace),
        cmocka_unit_test(told_as_it_comes_the_trace_is_another_one_each_time),
        cmocka_unit_test(a_program_whose_file_is_gone_starts_processes_all_the_same),
        cmocka_unit_test(surroundings_change_no_byte_of_a_scene_with_real_parts),
        cmocka_unit_test(a_scene_with_real_parts_prints_the_same_in_real_time),
        cmocka_unit_test(what_is_guaranteed_is_as_on_real_cpython),
        cmocka_unit_test(who_writes_too_much_at_once_waits_in_drain_as_on_real_cpython_and_the_same_each_time),
        cmocka_unit_test(the_story_of_real_parts_is_told_alike_by_both),
        cmocka_unit_test(a_page_that_goes_wrong_is_an_error_in_the_task_that_fetches_it),
        cmocka_unit_test(a_page_goes_wrong_as_on_real_cpython),
        cmocka_unit_test(a_page_that_goes_wrong_does_so_in_real_time_too),
        cmocka_unit_test(a_page_that_is_given_is_fetched_in_real_time),
        cmocka_unit_test(a_program_that_fetches_nothing_goes_without_libcurl),
        cmocka_unit_test(where_there_is_no_libcurl_a_fetch_says_what_to_install),
        cmocka_unit_test(a_wrong_parameter_gets_a_sentence),
        cmocka_unit_test(a_run_leaves_no_descriptor_open),
    };
    if (argc > 1)
        return print_trace(!strcmp(argv[1], "trace"));
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    snprintf(chaos, sizeof chaos, "%.*s/preload/chaos.so", (int)(strrchr(self, '/') - self), self);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
