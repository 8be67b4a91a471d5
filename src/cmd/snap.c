/* SPDX-License-Identifier: MIT */
/* snap: the screen after --keys or --script. */
#include <string.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/picture.h"
#include "cmd/unattended.h"
#include "record/formats.h"

/* By --format, or by the ending of the file's name; a name without one is that of a text. */
static const struct format *format_for(const struct options *o)
{
    const char *slash = o->output ? strrchr(o->output, '/') : NULL;
    const char *name = slash && slash[1] ? slash + 1 : o->output;
    if (o->format)
        return format_named(o->format);
    return name && strpbrk(name, "./") ? format_of_file(name) : format_named("text");
}

static int check(const struct options *o)
{
    struct buf all = {0};
    const struct format *f = format_for(o);
    if (f && format_is_still(f))
        return picture_check(f);
    format_list(&all, format_is_still);
    usage_error("'%s' is no picture: the name of one ends in %s, or --format says which", o->output,
                buf_str(&all));
    buf_free(&all);
    return USAGE;
}

static int snap(struct unattended *u, const struct options *o)
{
    struct buf b = {0};
    const struct format *f = format_for(o);
    picture_put(&b, &u->stage, o, f);
    int bad = picture_check(f);
    if (!bad)
        bad = output_write(o->output, &b);
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

static const char *const names[] = {"text", "ansi", "svg", "png", "pdf", "gif", NULL};

const struct command command_snap = {
    .name = "snap",
    .usage = "[SCENE|FILE]",
    .summary = "the screen after --keys: as text, or as a picture (-o F.svg, F.png, F.pdf)",
    .named = NAME_MAY,
    .options = TAKES_OWN | TAKES_KEYS | TAKES_TWO | TAKES_SCRIPT | TAKES_FORMAT | TAKES_OUTPUT |
               TAKES_WINDOW,
    .formats = names,
    .check = check,
    .run = run,
};
