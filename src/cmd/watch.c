/* SPDX-License-Identifier: MIT */
/* watch: the stage in a terminal. */
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/report.h"
#include "cmd/attended.h"
#include "cmd/command.h"
#include "cmd/pair.h"
#include "cmd/recording.h"
#include "cmd/seen.h"
#include "cmd/stage.h"
#include "ui/live.h"
#include "view/layout.h"

static int tell(const struct options *o)
{
    struct options trace = *o;
    if (o->comparing)
        return pair_print(o);
    if (!o->wish.what)
        return command_list.run(o);
    trace.format = NULL;
    return command_trace.run(&trace);
}

/* https://no-color.org/; what is asked for on the command line counts more. */
static int most_colors(enum color_mode mode)
{
    const char *no_color = getenv("NO_COLOR");
    if (mode == COLOR_NEVER || (mode == COLOR_AUTO && no_color && *no_color))
        return 0;
    return mode == COLOR_16 ? 16 : 256;
}

static int reopen(struct app *a, unsigned reaction, void *stage)
{
    (void)a;
    return stage_reopen(stage, reaction);
}

static bool is_stdin(const char *path)
{
    struct stat a, b;
    return !strcmp(path, "-") || (!stat(path, &a) && !fstat(STDIN_FILENO, &b) &&
                                  a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* A trace has come through the pipe; keys shall not. If that fails, live_run will say so. */
static void leave_pipe(const struct options *o)
{
    if (!o->wish.what || isatty(STDIN_FILENO) || !is_stdin(o->wish.what))
        return;
    int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    dup2(fd, STDIN_FILENO);
    close(fd);
}

/* "15;0": the last number is the background, white or one of the bright ones where it is light. */
static bool is_light(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    int n = last && isdigit((unsigned char)last[1]) ? atoi(last + 1) : 0;
    return n == 7 || (n > 8 && n < 16);
}

/* What the terminal itself says of its background counts more. */
static void choose_theme(struct app *a, const struct options *o)
{
    a->theme_chosen = o->theme;
    if (!o->theme && is_light(getenv("COLORFGBG")))
        a->theme = theme_find("light");
}

/* What was wrong with a file was found while it was shown. */
static int say_trouble(const struct stage *s, int status)
{
    const struct target *t = s->target;
    if (!t || !t->trouble)
        return status;
    report("%s: %s", s->options.wish.what, t->trouble);
    return status ? status : t->status;
}

static int watch(struct stage *s, const struct options *o)
{
    struct attended attended;
    struct recording recording;
    choose_theme(&s->app, o);
    int status = attended_open(&attended, s, o);
    recording_open(&recording, s, o);
    struct live_options live = {
        .onlooker = &recording.onlooker,
        .companion = &attended.companion,
        .term = {.colors = most_colors(o->color), .mouse = !o->no_mouse},
        .reopen = reopen,
        .data = s,
    };
    if (status) {
        attended_close(&attended);
        return status;
    }
    bool *seen = xcalloc(s->app.ui.catalogue->n, sizeof *seen);
    seen_read(seen, s->app.ui.catalogue);
    s->app.ui.seen = seen;
    if (o->wrong[0])
        snprintf(s->app.ui.message, sizeof s->app.ui.message, "%s", o->wrong);
    leave_pipe(o);
    status = live_run(&s->app, &live);
    recording_close(&recording);
    seen_write(seen, s->app.ui.catalogue);
    s->app.ui.seen = NULL;
    free(seen);
    attended_close(&attended);
    return status;
}

static int run(const struct options *o)
{
    struct stage s;
    struct options own = *o;
    bool terminal = isatty(STDOUT_FILENO);
    if (!terminal && o->record)
        return usage_error("--record goes with a terminal; 'loopscope record' needs none");
    if (!terminal)
        return tell(o);
    own.wish.in_pieces = true;
    int status = stage_open(&s, &own, LEAST_H, LEAST_W, o->ascii);
    if (!status)
        status = say_trouble(&s, watch(&s, o));
    stage_close(&s);
    if (status > 128)
        raise(status - 128);
    return status;
}

const struct command command_watch = {
    .name = "watch",
    .usage = "[SCENE|FILE]",
    .summary = "step through it; a gallery without a name (watch may be left out)",
    .named = NAME_MAY,
    .options = TAKES_OWN | TAKES_SETTINGS | TAKES_TWO | TAKES_SCRIPT | TAKES_LIVE,
    .run = run,
};
