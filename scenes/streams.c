/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "scenes/scene.h"

/* line.upper() */
static const char *upper(const char *line)
{
    char *s = arena_strdup(&this_thread->arena, line);
    for (char *c = s; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return s;
}

struct echo {
    struct coro coro;
    struct stream *stream;
    const char *line;
};

async (echo, def(5), SHOW(line)) {
    async_begin;
    for (;;) {
        py(6)  await(stream_readline(self->stream));
        self->line = awaited().s;
        if (!*self->line)
            break;
        py(7)  stream_write(self->stream, upper(self->line));
        py(8)  await(stream_drain(self->stream));
    }
    py(9)  stream_close(self->stream);
    async_end;
}

static struct coro *echoes(struct stream *s)
{
    return call(echo, .stream = s);
}

struct client {
    struct coro coro;
    const char *name;
    double start;
    int port, i, heard;
    const char *word, *line, *answer;
    struct stream *stream;
};

static const char *kept(struct buf *b)
{
    const char *s = arena_strdup(&this_thread->arena, b->s);
    buf_free(b);
    return s;
}

/* f"{word} {name}".ljust(WIDTH) + "\n" */
static const char *greeting(const struct client *c)
{
    struct buf b = {0};
    buf_printf(&b, "%s %s", c->word, c->name);
    for (int64_t n = (int64_t)b.len; n < param("width"); n++)
        buf_putc(&b, ' ');
    buf_putc(&b, '\n');
    return kept(&b);
}

/* line * LINES */
static const char *repeated(const char *line)
{
    struct buf b = {0};
    for (int64_t n = 0; n < param("lines"); n++)
        buf_puts(&b, line);
    return kept(&b);
}

/* line.strip() */
static const char *strip(const char *line)
{
    char *s = arena_strdup(&this_thread->arena, line);
    size_t n = strlen(s);
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    s[n] = 0;
    return s;
}

async (client, def(11), SHOW(name), SHOW(start), SHOW(word), SHOW(line), SHOW(answer)) {
    static const char *const words[] = {"hello", "bye"};
    async_begin;
    py(12) await(sleep_s(self->start));
    py(13) await(open_connection(self->port, &self->stream));
    for (; self->i < 2; self->i++) {
        self->word = words[self->i];
        self->line = greeting(self);
        py(16) stream_write(self->stream, repeated(self->line));
        py(17) await(stream_drain(self->stream));
        for (self->heard = 0; self->heard < param("lines"); self->heard++) {
            py(19) await(stream_readline(self->stream));
            self->answer = awaited().s;
        }
        py(20) say("%s hears %s", self->name, strip(self->answer));
        py(21) await(sleep_s((double)param("pause") / 1000));
    }
    py(22) stream_close(self->stream);
    py(23) await(stream_wait_closed(self->stream));
    async_end;
}

struct main {
    struct coro coro;
    struct stream_server *server;
    struct task *other;
    int port;
};

async (main, def(25), SHOW(other)) {
    async_begin;
    py(27) await(start_server(echoes, &self->server));
    py(28) self->port = server_port(self->server);
    py(29) keep(self->other, create_task(call(client, .name = "b", .start = 0.1, .port = self->port)));
    py(30) await(call(client, .name = "a", .port = self->port));
    py(31) await(self->other);
    py(32) stream_server_close(self->server);
    async_end;
}

module (1) {
    async_begin;
    py(34) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "pause",
     .about = "milliseconds that each client sleeps after an answer",
     .value = 200,
     .least = 0,
     .most = 10000},
    {.name = "lines", .about = "how many lines a client sends at once", .value = 1, .least = 1, .most = 8},
    {.name = "width", .about = "how long each line is at least", .value = 0, .least = 0, .most = 50000},
    {0},
};

static const struct quiz quiz[] = {
    {"Task-3 serves a, and waits for a line of it. Who can serve b meanwhile?",
     "Task-4: each connection has a task of its own, and waiting stops nobody.",
     .asked = 10, .answered = 22, .shows = "Task-4 starts echo()"},
    {"Two clients sleep, two servers wait for lines. Which server is next?",
     "Task-3: a’s sleep is over first, and its next line goes there.",
     .asked = 28, .answered = 32, .shows = "Task-3 goes on"},
    {0},
};

SCENE(streams, "streams", "an echo server and two clients",
      "A server makes a task for each connection: none waits for the other, though there is one thread.",
      .program.params = params,
      .outside = true,
      .handout = {"How does one thread serve many?",
               "Steps 8 and 20: each connection gets a task of its own, Task-3 and Task-4. Steps 11 and 13: bytes "
               "come to the one end and back to the other (↓), and who waits for them is ready again.",
               "“A server needs a thread for each client.” Here it is a task for each, and the loop runs whichever has "
               "something to read.",
               "-p pause=0: a sleeps no longer, and is through before b has begun. -p lines=8 -p width=50000: that is "
               "more than goes out at once, so at step 9 the client waits in drain() until the server has read "
               "most of it."},
      .remarks = {.quiz = quiz})
