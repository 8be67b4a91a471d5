/* SPDX-License-Identifier: MIT */
/* record: a film of --keys or --script, or of all there is to see; in which format, the file's name says. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/parse.h"
#include "cmd/picture.h"
#include "cmd/unattended.h"
#include "compare/compare.h"
#include "record/formats.h"
#include "script/verbs.h"

static const double key_pause = 0.5; /* seconds between the keys of a recording */
static const double last_pause = 3;  /* how long its last frame stays */

/* Without keys, how long a moment stays: one that is told in words that were not there yet, and others. */
static const double new_stays = 2.5, known_stays = 0.4;

/* ---- without keys ---- */

/* What kinds of moments there were: the kinds of their heads. */
struct kinds {
    bool seen[EV_KINDS][2];
};

/* Is the moment at the cursor of a kind that was not there yet? */
static bool is_new(struct kinds *k, const struct player *p)
{
    uint32_t first;
    const struct stop *s = moments_at(&p->moments, p->model.cursor, &first);
    if (!s)
        return true;
    bool *seen = &k->seen[trace_at(&p->trace, s->head)->kind][s->begin != TRACE_NONE];
    bool is = !*seen;
    *seen = true;
    return is;
}

/* Of two runs that are compared each has kinds of its own. */
static bool any_is_new(struct kinds k[2], const struct app *a)
{
    if (a->player)
        return is_new(&k[0], a->player);
    bool first = is_new(&k[0], &a->comparison->run[0].player);
    return is_new(&k[1], &a->comparison->run[1].player) || first;
}

/* Moment after moment, to the end. */
static void play_moments(struct unattended *u)
{
    const struct app *a = &u->stage.app;
    struct kinds kinds[2] = {0};
    double factor = ldexp(1, a->ui.speed);
    uint32_t from;
    do {
        from = picture_moment(a);
        unattended_wait(u, (any_is_new(kinds, a) ? new_stays : known_stays) / factor);
        unattended_tell(u, &(struct message){.kind = MSG_KEY, .code = CODE_RIGHT});
        if (picture_moment(a) != from)
            unattended_show(u);
    } while (picture_moment(a) != from);
}

/* As the key for playing does it. */
static void play_time(struct unattended *u)
{
    unattended_tell(u, &(struct message){.kind = MSG_KEY, .code = ' '});
    unattended_wait(u, INFINITY);
}

static int play(struct unattended *u, const struct options *o)
{
    const struct player *p = u->stage.app.player;
    unattended_show(u);
    if (u->keys.script.n)
        return unattended_play(u, key_pause);
    bool by_moments = !o->clock_pace && !(p && player_is_live(p));
    if (by_moments && (p || u->stage.pair))
        play_moments(u);
    else if (p || u->stage.pair)
        play_time(u);
    return u->status;
}

/* ---- what is said of it ---- */

/* Once a second, when it has taken more than one. */
static bool is_time(void)
{
    static time_t begun, said;
    time_t now = time(NULL), before = said;
    begun = begun ? begun : now;
    said = now;
    return now - begun > 1 && now != before;
}

/* A line that each one overwrites, and the last one leaves empty. */
static void say_progress(struct unattended *u)
{
    if (is_time())
        fprintf(stderr, "\rloopscope: %.0f s …\033[K", film_length(&u->film, u->now));
}

/* frames: 0 for a still. */
static void say_size(const char *path, double seconds, unsigned frames, size_t bytes)
{
    size_t size = (bytes + 999) / 1000;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    const char *name = strcmp(path, "-") ? path : "standard output";
    if (!frames)
        report("%s: %zu KB", name, size);
    else
        report("%s: %.1f s, %u frames, %zu KB", name, seconds, frames, size);
}

/* ---- recording ---- */

static const struct format *format_for(const struct options *o)
{
    if (o->format)
        return format_named(o->format);
    return strcmp(o->output, "-") ? format_of_file(o->output) : format_named("cast");
}

/* A format that takes no frames shows the last screen. */
static struct look look_for(const struct unattended *u, const struct options *o,
                            const struct format *f)
{
    struct look look = picture_look(&u->stage, o);
    look.keys = u->keys.script.n && !o->hide_keys;
    look.captions = verb_next(&u->keys.script, "caption", NULL);
    look.loop = o->loop;
    look.still = parse_given(o, "at") || !f->start;
    look.at = parse_given(o, "at") ? o->at : INFINITY;
    return look;
}

static int write_all(const struct options *o, const struct format *format, const struct buf *b)
{
    const char *trouble = format_trouble(format);
    if (!trouble)
        return format->folder ? output_write_folder(o->output, format->files, b)
                              : output_write(o->output, b);
    report("%s", trouble);
    return 1;
}

static int film(struct unattended *u, const struct options *o)
{
    struct buf b = {0};
    struct film *f = &u->film;
    const struct format *format = format_for(o);
    struct look look = look_for(u, o, format);
    film_start(f, format, &b, &u->stage.app.screen, &look);
    u->filmed = true;
    if (isatty(STDERR_FILENO))
        u->progress = say_progress;
    film_caption(f, u->caption, 0);
    film_hide(f, u->hidden, 0);
    int bad = play(u, o);
    u->now += bad ? 0 : last_pause;
    double length = film_length(f, u->now);
    unsigned frames = look.still ? 0 : f->frames;
    film_end(f, u->now);
    if (!bad)
        bad = write_all(o, format, &b);
    if (!bad)
        say_size(o->output, length, frames, b.len);
    buf_free(&b);
    return bad;
}

static int run(const struct options *o)
{
    struct unattended u;
    int bad = unattended_open(&u, o);
    if (!bad)
        bad = film(&u, o);
    unattended_close(&u);
    return bad;
}

/* ---- its options ---- */

static int wrong_format(const char *path)
{
    struct buf all = {0};
    format_list(&all, format_records);
    usage_error(
        "'%s' says no format that can be recorded: its name ends in %s, or --format says it", path,
        buf_str(&all));
    buf_free(&all);
    return USAGE;
}

static int check(const struct options *o)
{
    struct buf all = {0};
    if (!o->output) {
        format_list(&all, format_records);
        usage_error("record needs a file whose name ends in %s: -o NAME.svg", buf_str(&all));
        buf_free(&all);
        return USAGE;
    }
    const struct format *f = format_for(o);
    if (!f || !(parse_given(o, "at") ? format_is_still(f) : format_records(f)))
        return wrong_format(o->output);
    if (f->folder && !strcmp(o->output, "-"))
        return usage_error("--format %s needs a folder to write to: -o NAME/", f->name);
    const char *trouble = format_trouble(f);
    if (trouble)
        return usage_error("%s", trouble);
    if (o->window && !f->windows)
        return usage_error("--window goes with pictures: what plays a .%s has a window itself",
                           f->name);
    return 0;
}

static const char *const names[] = {"cast", "svg",  "png",  "steps", "pdf",
                                    "gif",  "html", "text", "ansi",  NULL};

const struct command command_record = {
    .name = "record",
    .usage = "[SCENE|FILE]",
    .summary = "a film of --keys or of playing it: -o F.svg, F.gif, F.html …; a picture: -o F.png",
    .named = NAME_MAY,
    .options = TAKES_OWN | TAKES_KEYS | TAKES_TWO | TAKES_SCRIPT | TAKES_OUTPUT | TAKES_FORMAT |
               TAKES_WINDOW | TAKES_FILM,
    .formats = names,
    .check = check,
    .run = run,
};
