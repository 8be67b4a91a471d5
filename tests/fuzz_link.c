/* SPDX-License-Identifier: MIT */
/* Any bytes from the socket to a tracer and from the program's terminal, in any pieces, with anything that one
 * does meanwhile: taken in, told, drawn. What is wrong is a sentence, and nothing that a terminal would obey
 * comes of it. */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "live/hearing.h"
#include "player/player.h"
#include "story/export.h"
#include "tests/support/printable.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct live {
    struct player player;
    struct child child;
    struct voice voice;
    struct terminal terminal;
    struct hearing hearing;
    int tracer, printer; /* the other ends */
};

static void begin(struct live *l)
{
    int ends[2];
    signal(SIGPIPE, SIG_IGN); /* the tracer may write where nobody reads any more */
    memset(l, 0, sizeof *l);
    player_open_empty(&l->player, 0);
    l->voice = (struct voice){.to = &l->player.observer,
                              .program = "fuzz.py",
                              .real = true,
                              .keep = {.trace = -1, .output = -1}};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
        abort();
    l->child.terminal = ends[0];
    l->printer = ends[1];
    l->terminal = (struct terminal){.child = &l->child, .voice = &l->voice};
    hearing_begin(&l->hearing, &l->voice, &l->terminal);
    if (link_open(&l->hearing.link, &l->tracer))
        abort();
}

static void end(struct live *l)
{
    hearing_close(&l->hearing);
    terminal_close(&l->terminal);
    player_close(&l->player);
    close(l->tracer);
    close(l->printer);
    close(l->child.terminal);
}

static void give(int fd, const uint8_t *data, size_t n)
{
    ssize_t done = write(fd, data, n);
    (void)done; /* one that is full, or closed, takes nothing */
}

/* As the target does it. */
static void take_in(struct live *l)
{
    terminal_take(&l->terminal);
    bool told = hearing_take(&l->hearing);
    if (!told)
        hearing_miss(&l->hearing);
    terminal_doubt(&l->terminal, told);
    limits_know(&l->hearing.limits, l->hearing.load.python);
    limits_say(&l->hearing.limits);
}

static void tell(struct live *l)
{
    struct player *p = &l->player;
    struct buf out = {0};
    player_end(p);
    player_look_at_moment(p);
    export_moment(&out, &p->model, &p->moments);
    must_be_printable(&out);
    buf_free(&out);
}

static void draw(const struct player *p)
{
    struct screen s;
    struct ui ui = {.run.name = "fuzz.py",
                    .run.focus = PANE_TASKS,
                    .mode = &mode_watch.layers,
                    .beneath = &mode_watch.layers,
                    .keys = keys,
                    .hint = key_hint,
                    .command = command_hint};
    screen_init(&s, 24, 80);
    frame_draw(&s, p, &ui);
    for (int i = 0; i < s.h * s.w; i++)
        if (s.cells[i].ch && utf8_width(s.cells[i].ch) < 1)
            abort();
    screen_close(&s);
}

/* What happens next: a piece from the socket or the terminal, which the bytes behind it are, or something that
 * one does. Returns how many bytes that took. */
static size_t happen(struct live *l, uint8_t what, const uint8_t *data, size_t size)
{
    size_t n = size < what >> 2 ? size : what >> 2;
    switch (what & 3) {
    case 0:
    case 1:
        give(l->tracer, data, n);
        return n;
    case 2:
        give(l->printer, data, n);
        return n;
    default:
        if (what & 4)
            hearing_allow(&l->hearing, what >> 3);
        else if (what & 8)
            hearing_hold(&l->hearing);
        else
            hearing_let_go(&l->hearing);
        return 0;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct live l;
    begin(&l);
    for (size_t i = 0; i < size;) {
        uint8_t what = data[i++];
        i += happen(&l, what, data + i, size - i);
        take_in(&l);
    }
    close(l.tracer);
    l.tracer = -1;
    take_in(&l);
    take_in(&l);
    hearing_end(&l.hearing);
    terminal_catch_up(&l.terminal);
    voice_ended(&l.voice, size & 1 ? 0 : 9);
    tell(&l);
    draw(&l.player);
    end(&l);
    return 0;
}
