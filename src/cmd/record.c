/* SPDX-License-Identifier: MIT */
/* record: an asciicast or a picture that moves, of --keys or of playing it. */
#include <math.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/pair.h"
#include "cmd/script.h"

static const double key_pause = 0.5; /* seconds between the keys of a recording */
static const double last_pause = 3;  /* how long its last frame stays */

static int play_animation(struct animation *f, struct stage *s, const struct presses *script)
{
    static struct press play = {.code = ' '};
    const struct presses only_play = {.at = &play, .n = 1};
    script_show(f, s);
    int bad = script_play(f, s, script->n ? script : &only_play, key_pause);
    if (!script->n)
        script_wait(f, s, INFINITY);
    f->now += last_pause;
    return bad;
}

static int animation(struct stage *s, const struct presses *script, const struct options *o)
{
    struct buf b = {0};
    struct look look = script_look(s, o);
    struct animation f = {.format = format_of_file(o->output)};
    look.title = s->pair ? s->pair->title : s->target ? s->target->name : NULL;
    f.recording = f.format->start(&b, &s->app.screen, &look);
    int bad = play_animation(&f, s, script);
    f.format->end(f.recording, f.now);
    if (!bad)
        bad = output_write(o->output, &b);
    buf_free(&b);
    return bad;
}

static int run(const struct options *o)
{
    struct stage s;
    struct presses script = {0};
    int bad = script_open(&s, &script, o);
    if (!bad)
        bad = animation(&s, &script, o);
    presses_free(&script);
    stage_close(&s);
    return bad;
}

static int check(const struct options *o)
{
    return o->output ? 0 : usage_error("record needs a file: -o NAME.cast or -o NAME.svg");
}

const struct command command_record = {
    .name = "record",
    .usage = "[SCENE|FILE]",
    .summary = "an asciicast (-o F.cast) or animated picture (-o F.svg) of --keys or of playing it",
    .named = NAME_MAY,
    .options = TAKES_KEYS | TAKES_OUTPUT | TAKES_TWO,
    .check = check,
    .run = run,
};
