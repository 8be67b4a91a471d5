/* SPDX-License-Identifier: MIT */
/* The HTTP server of a program's pages serves nobody who does not know its secret. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/server.h"
#include "tests/test.h"

enum { SECRET = 32 }; /* characters */

static struct {
    uint32_t arrived, gone; /* a transfer */
} seen;

static void note_arrived(void *data, uint32_t transfer, struct visit *v)
{
    (void)data;
    (void)v;
    seen.arrived = transfer;
}

static void note_gone(void *data, uint32_t transfer)
{
    (void)data;
    seen.gone = transfer;
}

struct stage {
    uv_loop_t loop;
    struct server server;
};

static int open_stage(void **state)
{
    static struct stage s;
    s = (struct stage){.server = {.arrived = note_arrived, .gone = note_gone}};
    *state = &s;
    return uv_loop_init(&s.loop) || server_listen(&s.server, &s.loop);
}

static int close_stage(void **state)
{
    struct stage *s = *state;
    server_close(&s->server);
    uv_run(&s->loop, UV_RUN_DEFAULT);
    return uv_loop_close(&s->loop);
}

static int visit(struct stage *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)s->server.port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* Which transfer a request is taken for; 0: it is turned away. */
static uint32_t asked(struct stage *s, const struct buf *request)
{
    char end;
    int fd = visit(s);
    seen.arrived = 0;
    assert_int_equal(send(fd, request->s, request->len, MSG_NOSIGNAL), request->len);
    while (!seen.arrived && recv(fd, &end, 1, MSG_DONTWAIT) < 0)
        uv_run(&s->loop, UV_RUN_ONCE);
    close(fd);
    while (s->server.visits)
        uv_run(&s->loop, UV_RUN_ONCE);
    assert_int_equal(seen.gone, seen.arrived);
    seen.gone = 0;
    return seen.arrived;
}

static uint32_t asked_with(struct stage *s, const char *before, const char *secret,
                           const char *behind)
{
    struct buf request = {0};
    buf_printf(&request, "GET / HTTP/1.1\r\nHost: x\r\n%s%s%s\r\n\r\n", before, secret, behind);
    uint32_t transfer = asked(s, &request);
    buf_free(&request);
    return transfer;
}

TEST(who_knows_the_secret_is_served)
{
    struct stage *s = *state;
    assert_int_equal(strlen(s->server.secret), SECRET);
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, " 1"), 1);
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, " 70000"), 70000);
    assert_int_equal(asked_with(s, "Accept: *\r\nLoopscope: ", s->server.secret, " 2\r\nA: b"), 2);
}

TEST(who_has_one_character_of_it_wrong_is_not)
{
    struct stage *s = *state;
    for (int i = 0; i < SECRET; i++) {
        char wrong[SECRET + 1];
        strcpy(wrong, s->server.secret);
        wrong[i] = wrong[i] == '0' ? '1' : '0';
        if (asked_with(s, "Loopscope: ", wrong, " 1"))
            fail_msg("%s for %s", wrong, s->server.secret);
        wrong[i] = 0;
        if (asked_with(s, "Loopscope: ", wrong, " 1"))
            fail_msg("%s for %s", wrong, s->server.secret);
    }
}

TEST(nor_is_who_says_it_otherwise)
{
    struct stage *s = *state;
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, ""), 0);
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, "0 1"), 0);
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, " 0"), 0);
    assert_int_equal(asked_with(s, "Loopscope: ", s->server.secret, " "), 0);
    assert_int_equal(asked_with(s, "Loopscope: ", "", " 1"), 0);
    assert_int_equal(asked_with(s, "X-Loopscope: ", s->server.secret, " 1"), 0);
    assert_int_equal(asked_with(s, "", "", ""), 0);
}

/* 16384 bytes, of which the last four may end it. */
TEST(a_request_that_is_too_long_is_turned_away)
{
    struct stage *s = *state;
    for (size_t more = 0; more < 2; more++) {
        struct buf request = {0};
        buf_printf(&request, "GET / HTTP/1.1\r\nLoopscope: %s 7\r\nA: ", s->server.secret);
        while (request.len < 16384 - 4 + more)
            buf_putc(&request, 'b');
        buf_puts(&request, "\r\n\r\n");
        assert_int_equal(asked(s, &request), more ? 0 : 7);
        buf_free(&request);
    }
}

#define SERVER(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER(who_knows_the_secret_is_served),
        SERVER(who_has_one_character_of_it_wrong_is_not),
        SERVER(nor_is_who_says_it_otherwise),
        SERVER(a_request_that_is_too_long_is_turned_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
