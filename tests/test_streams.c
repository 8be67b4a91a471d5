/* SPDX-License-Identifier: MIT */
/* Streams whose two ends are not equally fast: who writes waits in drain() until the other has read.
 * Run with "trace" it prints what its own program does, which tests/outside/drain.py is in Python. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/io.h"
#include "scenes/scene.h"
#include "target/program.h"
#include "tests/support/file.h"
#include "tests/support/python.h"
#include "tests/support/run.h"
#include "tests/test.h"

static const char *text_of(char c, int n, const char *end)
{
    char *s = arena_alloc(&this_thread->arena, (size_t)n + strlen(end) + 1);
    memset(s, c, (size_t)n);
    strcpy(s + n, end);
    return s;
}

static double time_now(void)
{
    return get_running_loop()->clock.now;
}

static const char *words(struct error *e)
{
    return str((struct value){.kind = VALUE_ERROR, .error = e});
}

/* ---- a slow reader ---- */

struct read_late {
    struct coro coro;
    struct stream *stream;
    int total;
};

async (read_late, def(9)) {
    async_begin;
    py(11) await(sleep_s(0.2));
    py(12) say("begins to read");
    for (;;) {
        py(14) await(stream_read(self->stream, 65536));
        if (!*awaited().s)
            break;
        self->total += (int)strlen(awaited().s);
    }
    py(16) say("has read %d", self->total);
    py(17) stream_close(self->stream);
    async_end;
}

static struct coro *reads_late(struct stream *s)
{
    return call(read_late, .stream = s);
}

struct write_much {
    struct coro coro;
    int port;
    struct stream *stream;
};

async (write_much, def(19)) {
    async_begin;
    py(20) await(open_connection(self->port, &self->stream));
    py(22) stream_write(self->stream, text_of('x', 1000000, ""));
    py(23) say("has written");
    py(24) await(stream_drain(self->stream));
    py(25) say("has drained");
    py(26) stream_close(self->stream);
    py(27) await(stream_wait_closed(self->stream));
    async_end;
}

struct leave_early {
    struct coro coro;
    int port;
    struct stream *stream;
    struct error *e;
};

async (leave_early, def(29)) {
    async_begin;
    py(30) await(open_connection(self->port, &self->stream));
    py(31) stream_close(self->stream);
    py(32) await(stream_wait_closed(self->stream));
    try {
        py(34) await(stream_drain(self->stream));
    } except_as (ConnectionResetError, self->e) {
        py(36) say("ConnectionResetError: %s", words(self->e));
    } end_try;
    async_end;
}

struct drain {
    struct coro coro;
    struct stream_server *server;
    int port;
};

async_as (drain, "main", def(38)) {
    async_begin;
    py(39) await(start_server(reads_late, &self->server));
    py(40) self->port = server_port(self->server);
    py(41) await(call(write_much, .port = self->port));
    py(42) await(sleep_s(0.2));
    py(43) await(call(leave_early, .port = self->port));
    py(44) await(sleep_s(0.4));
    py(45) stream_server_close(self->server);
    async_end;
}
MODULE_AT(drain, 47)

static const char drain_out[] = "has written\nbegins to read\nhas drained\nhas read 1000000\n"
                                "ConnectionResetError: Connection lost\nbegins to read\nhas read 0\n";

static void open_drain(struct player *p)
{
    run_file(p, "drain.py", drain_module_async);
}

TEST(in_real_time_all_of_it_comes_too_however_much_the_system_takes)
{
    static const struct program program = {.name = "drain", .file = "drain.py", .module = drain_module_async};
    struct player p;
    assert_int_equal(program_open(&p, &program, CLOCK_REAL, 0), 0);
    while (!player_over(&p))
        player_end(&p);
    struct buf out = printed(&p, EV_OUT);
    assert_non_null(strstr(out.s, "has drained\n"));
    assert_non_null(strstr(out.s, "has read 1000000\n"));
    buf_free(&out);
    player_close(&p);
}

TEST(who_writes_much_waits_in_drain_until_the_other_end_reads)
{
    struct player p;
    open_drain(&p);
    assert_prints(&p, EV_OUT, drain_out);
    assert_int_equal(p.target->status, 0);
    for (uint32_t i = 0; i < p.trace.end; i++)
        if (trace_at(&p.trace, i)->kind == EV_OUT && strstr(trace_note(&p.trace, i)->text, "drained"))
            assert_true(trace_at(&p.trace, i)->time == 0.2); /* when the reader has slept */
    player_close(&p);
}

TEST(while_nobody_reads_no_more_is_received_than_a_reader_holds)
{
    struct player p;
    size_t most = 0, all = 0;
    open_drain(&p);
    for (uint32_t i = 0; i < p.trace.end; i++) {
        const struct event *e = trace_at(&p.trace, i);
        if (e->kind != EV_TRANSFER || e->what != LEG_RECEIVED)
            continue;
        all += strtoul(trace_note(&p.trace, i)->text, NULL, 10);
        most = e->time < 0.2 ? all : most;
    }
    assert_int_equal(most, 3 * 65536); /* above two it receives no more; they come one by one */
    assert_int_equal(all, 1000000);
    player_close(&p);
}

/* ---- a little does not wait; many may wait at once; one may be cancelled ---- */

struct keeper {
    struct coro coro;
    struct stream *stream;
};

async (keeper, def(1)) {
    async_begin;
    py(2) await(sleep_s(5));
    py(3) stream_close(self->stream);
    async_end;
}

static struct coro *keeps(struct stream *s)
{
    return call(keeper, .stream = s);
}

struct drains {
    struct coro coro;
    struct stream *stream;
    const char *name;
    struct error *e;
};

async (drains, def(10), SHOW(name)) {
    async_begin;
    try {
        py(11) await(wait_for(stream_drain(self->stream), *self->name == 'c' ? 1 : 100));
        py(12) say("%s at %.0f", self->name, time_now());
    } except_as (Exception, self->e) {
        py(13) say("%s at %.0f: %s %s", self->name, time_now(), self->e->type->name, words(self->e));
    } end_try;
    async_end;
}

struct several {
    struct coro coro;
    struct stream_server *server;
    struct stream *stream;
};

async_as (several, "main", def(20)) {
    async_begin;
    py(21) await(start_server(keeps, &self->server));
    py(22) await(open_connection(server_port(self->server), &self->stream));
    py(23) stream_write(self->stream, text_of('x', 128 << 10, ""));
    py(24) await(call(drains, .stream = self->stream, .name = "a")); /* 64 KiB are under way, 64 wait */
    py(25) stream_write(self->stream, text_of('x', 256 << 10, ""));
    py(26) await(gather(call(drains, .stream = self->stream, .name = "b"),
                        call(drains, .stream = self->stream, .name = "c"),
                        call(drains, .stream = self->stream, .name = "d")));
    stream_write(self->stream, "never sent");
    py(27) await(call(drains, .stream = self->stream, .name = "e"));
    async_end;
}
MODULE(several)

TEST(all_who_drain_go_on_when_the_other_end_is_closed_with_an_error)
{
    assert_module_prints(several_module_async, "a at 0\n"
                                               "c at 1: TimeoutError \n"
                                               "b at 5: ConnectionResetError Connection lost\n"
                                               "d at 5: ConnectionResetError Connection lost\n"
                                               "e at 5: ConnectionResetError Connection lost\n");
}

/* ---- at the border ---- */

struct fills {
    struct coro coro;
    struct stream_server *server;
    struct stream *stream;
};

/* Nobody reads: 192 KiB are received, 64 are under way, what is written beyond that waits. */
async_as (fills, "main", def(20)) {
    async_begin;
    py(21) await(start_server(keeps, &self->server));
    py(22) await(open_connection(server_port(self->server), &self->stream));
    py(23) stream_write(self->stream, text_of('x', 256 << 10, ""));
    py(24) await(sleep_s(1));
    py(25) stream_write(self->stream, text_of('x', 64 << 10, ""));
    py(26) await(call(drains, .stream = self->stream, .name = "64 KiB"));
    py(27) stream_write(self->stream, "x");
    py(28) await(call(drains, .stream = self->stream, .name = "a byte more"));
    async_end;
}
MODULE(fills)

TEST(a_writer_waits_with_more_than_64_kib_unsent)
{
    assert_module_prints(fills_module_async, "64 KiB at 1\n"
                                             "a byte more at 5: ConnectionResetError Connection lost\n");
}

static int more;

struct leaves_some {
    struct coro coro;
    struct stream_server *server;
    struct stream *stream;
};

async_as (leaves_some, "main", def(20)) {
    async_begin;
    py(21) await(start_server(keeps, &self->server));
    py(22) await(open_connection(server_port(self->server), &self->stream));
    py(23) stream_write(self->stream, text_of('x', ((256 + 16) << 10) + more, ""));
    py(24) await(call(drains, .stream = self->stream, .name = "drained"));
    async_end;
}
MODULE(leaves_some)

TEST(who_drains_goes_on_with_16_kib_unsent_and_with_no_more)
{
    more = 0;
    assert_module_prints(leaves_some_module_async, "drained at 0\n");
    more = 1;
    assert_module_prints(leaves_some_module_async,
                         "drained at 5: ConnectionResetError Connection lost\n");
}

/* ---- nobody there ---- */

struct finds_nobody {
    struct coro coro;
    struct stream_server *server;
    struct stream *stream;
    int port;
    struct error *e;
};

async_as (finds_nobody, "main", def(10)) {
    async_begin;
    py(11) await(start_server(keeps, &self->server));
    py(12) self->port = server_port(self->server);
    py(13) stream_server_close(self->server);
    py(14) await(sleep_s(0));
    try {
        py(16) await(open_connection(self->port, &self->stream));
        say("somebody is there");
    } except_as (OSError, self->e) {
        py(18) say("%s", self->e->type->name);
    } end_try;
    async_end;
}
MODULE(finds_nobody)

TEST(where_no_server_is_any_more_a_connection_is_refused_on_each_clock)
{
    static const struct program program = {
        .name = "nobody", .file = "nobody.py", .module = finds_nobody_module_async};
    static const enum clock_mode clocks[] = {CLOCK_VIRTUAL, CLOCK_REAL};
    for (int i = 0; i < 2; i++) {
        struct player p;
        enum leg legs[4] = {LEG_KINDS, LEG_KINDS};
        uint32_t n = 0;
        assert_int_equal(program_open(&p, &program, clocks[i], 0), 0);
        while (!player_over(&p))
            player_end(&p);
        assert_prints(&p, EV_OUT, "ConnectionRefusedError\n");
        for (uint32_t k = 0; k < p.trace.end; k++) {
            const struct event *e = trace_at(&p.trace, k);
            if (e->kind != EV_TRANSFER)
                continue;
            assert_true(n < 4);
            legs[n++] = (enum leg)e->what;
            assert_string_equal(trace_note(&p.trace, k)->name, "connection 1");
            assert_int_equal(trace_note(&p.trace, k)->len, 0);
        }
        assert_int_equal(n, 2);
        assert_int_equal(legs[0], LEG_OPEN);
        assert_int_equal(legs[1], LEG_FAILED);
        player_close(&p);
    }
}

/* ---- lines ---- */

struct says_lines {
    struct coro coro;
    struct stream *stream;
};

async (says_lines, def(1)) {
    async_begin;
    stream_write(self->stream, text_of('a', 65536, "\n"));
    stream_write(self->stream, text_of('b', 65537, "\n"));
    stream_write(self->stream, text_of('c', 3, "\n"));
    py(2) await(stream_drain(self->stream));
    stream_write(self->stream, text_of('d', 300000, ""));
    py(3) await(stream_drain(self->stream));
    py(4) stream_close(self->stream);
    async_end;
}

static struct coro *lines(struct stream *s)
{
    return call(says_lines, .stream = s);
}

struct hears_lines {
    struct coro coro;
    struct stream_server *server;
    struct stream *stream;
    int i;
    struct error *e;
};

async_as (hears_lines, "main", def(10)) {
    async_begin;
    py(11) await(start_server(lines, &self->server));
    py(12) await(open_connection(server_port(self->server), &self->stream));
    for (; self->i < 4; self->i++) {
        try {
            py(13) await(stream_readline(self->stream));
            say("%.1s %d", awaited().s, (int)strlen(awaited().s));
        } except_as (ValueError, self->e) {
            py(14) say("%s", words(self->e));
        } end_try;
    }
    async_end;
}
MODULE(hears_lines)

TEST(a_line_longer_than_a_reader_holds_is_an_error)
{
    assert_module_prints(hears_lines_module_async,
                         "a 65537\n"
                         "Separator is found, but chunk is longer than limit\n"
                         "c 4\n"
                         "Separator is not found, and chunk exceed the limit\n");
}

/* ---- CPython ---- */

static char self[4096];

TEST(drain_waits_where_it_waits_in_cpython)
{
    char command[5000];
    snprintf(command, sizeof command, "python3 tests/oracle/outside.py %s tests/outside/drain.py >&2", self);
    int status = system(command);
    if (WEXITSTATUS(status) == 77)
        skip();
    assert_int_equal(status, 0);
}

TEST(a_shuffled_late_and_partial_poll_changes_no_byte_of_what_is_slow)
{
    struct player p;
    char command[9000];
    open_drain(&p);
    struct told want = told(&p);
    snprintf(command, sizeof command,
             "CHAOS_SHORT=1 ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 "
             "LD_PRELOAD=%.*s/preload/chaos.so %s trace",
             (int)(strrchr(self, '/') - self), self, self);
    for (int i = 0; i < 4; i++) {
        struct buf have = output_of(command);
        assert_string_equal(buf_str(&have), want.ndjson.s);
        buf_free(&have);
    }
    told_free(&want);
    player_close(&p);
}

static int print_trace(void)
{
    struct player p;
    open_drain(&p);
    struct told t = told(&p);
    fputs(t.ndjson.s, stdout);
    told_free(&t);
    player_close(&p);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_writes_much_waits_in_drain_until_the_other_end_reads),
        cmocka_unit_test(in_real_time_all_of_it_comes_too_however_much_the_system_takes),
        cmocka_unit_test(while_nobody_reads_no_more_is_received_than_a_reader_holds),
        cmocka_unit_test(all_who_drain_go_on_when_the_other_end_is_closed_with_an_error),
        cmocka_unit_test(a_writer_waits_with_more_than_64_kib_unsent),
        cmocka_unit_test(who_drains_goes_on_with_16_kib_unsent_and_with_no_more),
        cmocka_unit_test(where_no_server_is_any_more_a_connection_is_refused_on_each_clock),
        cmocka_unit_test(a_line_longer_than_a_reader_holds_is_an_error),
        cmocka_unit_test(a_shuffled_late_and_partial_poll_changes_no_byte_of_what_is_slow),
        cmocka_unit_test(drain_waits_where_it_waits_in_cpython),
    };
    if (argc > 1 && !strcmp(argv[1], "trace"))
        return print_trace();
    assert_true(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
