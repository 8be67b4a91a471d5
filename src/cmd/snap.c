/* SPDX-License-Identifier: MIT */
/* snap: the screen after --keys. */
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/script.h"

static int run(const struct options *o)
{
    struct stage s;
    struct presses script = {0};
    struct animation animation = {0};
    struct buf b = {0};
    int bad = script_open(&s, &script, o);
    if (!bad)
        bad = script_play(&animation, &s, &script, 0);
    if (!bad) {
        struct look look = script_look(&s, o);
        app_draw(&s.app);
        format_named(o->format ? o->format : "text")->still(&b, &s.app.screen, &look);
        bad = output_write(o->output, &b);
    }
    buf_free(&b);
    presses_free(&script);
    stage_close(&s);
    return bad;
}

static const char *const names[] = {"text", "ansi", "svg", NULL};

const struct command command_snap = {
    .name = "snap",
    .usage = "[SCENE|FILE]",
    .summary = "print the screen after --keys; --format text, ansi or svg",
    .named = NAME_MAY,
    .options = TAKES_KEYS | TAKES_FORMAT | TAKES_OUTPUT | TAKES_TWO,
    .formats = names,
    .run = run,
};
