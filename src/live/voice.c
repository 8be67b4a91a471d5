/* SPDX-License-Identifier: MIT */
#include "live/voice.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "live/child.h"

void voice_pass(struct voice *v, const struct event *e, const struct note *n)
{
    v->started = true;
    v->last = *e;
    v->to->see(v->to, e, n);
}

static void tell(struct voice *v, enum event_kind kind, uint32_t ref, const struct note *n)
{
    struct event e = {.time = v->last.time, .tick = v->last.tick, .ref = ref, .kind = kind};
    v->to->see(v->to, &e, n);
}

void voice_start(struct voice *v)
{
    struct event e = {.kind = EV_START, .what = v->real};
    struct note n = {.file = v->program, .name = v->program, .coro = "loopscope"};
    if (!v->started)
        v->to->see(v->to, &e, &n);
    v->started = true;
}

static void keep_json(struct voice *v, const char *kind, const char *key, const char *text,
                      size_t n)
{
    struct buf b = {0};
    buf_printf(&b, "{\"n\":%u,\"t\":", v->last.tick);
    buf_float(&b, v->last.time);
    buf_printf(&b, ",\"e\":\"%s\",\"%s\":", kind, key);
    buf_json(&b, text, n);
    buf_puts(&b, "}");
    keep_line(&v->keep, b.s, b.len);
    buf_free(&b);
}

void voice_printed(struct voice *v, const char *text, size_t n)
{
    while (n) {
        const char *end = memchr(text, '\n', n);
        size_t len = end ? (size_t)(end + 1 - text) : n;
        struct note note = {.text = text, .len = len};
        tell(v, EV_OUT, 0, &note);
        keep_json(v, "out", "s", text, len);
        text += len;
        n -= len;
    }
}

void voice_warn(struct voice *v, const char *text)
{
    struct note n = {.text = text, .len = strlen(text)};
    voice_start(v);
    tell(v, EV_WARNING, 0, &n);
    keep_json(v, "warning", "msg", text, n.len);
}

static void warn_of_signal(struct voice *v, int signum)
{
    struct buf text = {0};
    buf_printf(&text, "signal %d ended it: %s", signum, strsignal(signum));
    voice_warn(v, buf_str(&text));
    buf_free(&text);
}

int voice_ended(struct voice *v, int status)
{
    char line[96];
    int exit_status = child_exit_status(status);
    voice_start(v);
    if (WIFSIGNALED(status))
        warn_of_signal(v, WTERMSIG(status));
    tell(v, EV_EXIT, (uint32_t)exit_status, NULL);
    int n = snprintf(line, sizeof line, "{\"n\":%u,\"t\":%.9g,\"e\":\"exit\",\"rc\":%d}",
                     v->last.tick, v->last.time, exit_status);
    keep_line(&v->keep, line, (size_t)n);
    return exit_status;
}
