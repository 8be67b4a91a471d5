/* SPDX-License-Identifier: MIT */
/* Lines that a process says, in whatever pieces its pipe brings them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "io/io.h"
#include "io/process.h"
#include "python/thread.h"
#include "tests/support/run.h"
#include "tests/test.h"

enum { LONG = 150000 }; /* bytes: more than are read at once */

/* What is said at once; a capital letter stands for so many of it. */
static const char *const said[] = {
    "one\ntwo\nthree\n",
    "\n\n\n",
    "short\nA\nlast\n",
    "A\nB\nC\n",
    "a\nbA\nccB\ndddC\n",
    "whole\npart",
    "part",
    "Apart\nBpart",
    "",
};
enum { TEXTS = sizeof said / sizeof *said };

static struct buf text_of(const char *s)
{
    struct buf b = {0};
    for (buf_str(&b); *s; s++)
        for (int n = *s >= 'A' && *s <= 'Z' ? LONG : 1; n; n--)
            buf_putc(&b, *s);
    return b;
}

static int speak(const char *number)
{
    struct buf b = text_of(said[atoi(number)]);
    ssize_t sent;
    for (size_t at = 0; at < b.len; at += (size_t)sent)
        if ((sent = write(WORKER_PIPE, b.s + at, b.len - at)) <= 0)
            return 1;
    buf_free(&b);
    return 0;
}
WORKER(speak)

static struct buf heard[TEXTS]; /* lines, each with a | behind it */

struct listen {
    struct coro coro;
    struct process *process;
    int i;
};

async_as (listen, "main", def(1)) {
    async_begin;
    for (; self->i < TEXTS; self->i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", self->i);
        py(3) await(create_process("it", "speak", number, &self->process));
        for (;;) {
            py(5) await(process_readline(self->process));
            if (!*awaited().s)
                break;
            buf_printf(&heard[self->i], "%s|", awaited().s);
        }
        py(6) await(process_wait(self->process));
        say("%d", (int)awaited().i);
    }
    async_end;
}
MODULE(listen)

TEST(a_line_is_a_line_in_whatever_pieces_it_comes_and_what_has_no_end_is_the_last_one)
{
    assert_module_prints(listen_module_async, "0\n0\n0\n0\n0\n0\n0\n0\n0\n");
    for (int i = 0; i < TEXTS; i++) {
        struct buf text = text_of(said[i]), want = {0};
        for (const char *s = buf_str(&text); *s; s++)
            buf_printf(&want, *s == '\n' || !s[1] ? "%c|" : "%c", *s);
        if (strcmp(buf_str(&want), buf_str(&heard[i])) != 0)
            fail_msg("%d: %zu bytes, not %zu", i, heard[i].len, want.len);
        buf_free(&text);
        buf_free(&want);
        buf_free(&heard[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_line_is_a_line_in_whatever_pieces_it_comes_and_what_has_no_end_is_the_last_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
