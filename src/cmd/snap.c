/* SPDX-License-Identifier: MIT */
/* snap: the screen after --keys or --script. */
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/picture.h"
#include "cmd/unattended.h"

static int snap(struct unattended *u, const struct options *o)
{
    struct buf b = {0};
    picture_put(&b, &u->stage, o, o->format ? o->format : "text");
    int bad = output_write(o->output, &b);
    buf_free(&b);
    return bad;
}

static int run(const struct options *o)
{
    struct unattended u;
    int bad = unattended_open(&u, o);
    if (!bad)
        bad = unattended_play(&u, 0);
    if (!bad)
        bad = snap(&u, o);
    unattended_close(&u);
    return bad;
}

static const char *const names[] = {"text", "ansi", "svg", NULL};

const struct command command_snap = {
    .name = "snap",
    .usage = "[SCENE|FILE]",
    .summary = "print the screen after --keys; --format text, ansi or svg",
    .named = NAME_MAY,
    .options = TAKES_KEYS | TAKES_TWO | TAKES_SCRIPT | TAKES_FORMAT | TAKES_OUTPUT | TAKES_WINDOW,
    .formats = names,
    .run = run,
};
