/* SPDX-License-Identifier: MIT */
#include "script/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "script/performer.h"
#include "script/reading.h"
#include "script/until.h"

enum { MOST_SIDE = 1000 };
#define MOST_SECONDS 3600.0

/* ---- arguments ---- */

static bool missing(struct reading *r, const char *what)
{
    return reading_wrong(r, "something is missing: %s", what);
}

/* 2, 2s or 500ms */
static bool read_wait(struct reading *r, struct step *s)
{
    if (!reading_word(r))
        return missing(r, "wait 2s");
    size_t n = r->n;
    bool ms = n > 2 && !memcmp(r->word + n - 2, "ms", 2);
    n -= ms ? 2 : n > 1 && r->word[n - 1] == 's';
    if (!reading_number(r->word, n, ms ? 1000 * MOST_SECONDS : MOST_SECONDS, &s->seconds))
        return reading_wrong(r, "is no time to wait: 2s, 0.5s or 300ms, an hour at most");
    s->seconds /= ms ? 1000 : 1;
    return true;
}

static bool read_text(struct reading *r, struct step *s, const char *form)
{
    if (!reading_word(r))
        return missing(r, form);
    s->text = reading_text(r);
    return s->text;
}

static bool read_caption(struct reading *r, struct step *s)
{
    return read_text(r, s, "caption \"what one sees\", or \"\" for none");
}

static bool read_marker(struct reading *r, struct step *s)
{
    return read_text(r, s, "marker \"what begins here\"");
}

static bool read_file(struct reading *r, struct step *s)
{
    return read_text(r, s, "snap FILE.svg");
}

static bool read_size(struct reading *r, struct step *s)
{
    if (!reading_word(r))
        return missing(r, "size 100x30");
    const char *x = memchr(r->word, 'x', r->n), *end = r->word + r->n;
    if (!x || !reading_count(r->word, (size_t)(x - r->word), MOST_SIDE, &s->w) ||
        !reading_count(x + 1, (size_t)(end - x - 1), MOST_SIDE, &s->h))
        return reading_wrong(r, "is no size: columns and lines, as 100x30, each from 1 to %d",
                             MOST_SIDE);
    return true;
}

static bool no_theme(struct reading *r)
{
    struct buf all = {0};
    struct nearest near;
    nearest_begin(&near, r->word, r->n);
    for (const struct theme *const *t = themes; *t; t++) {
        nearest_try(&near, (*t)->name);
        buf_printf(&all, "%s%s", all.len ? t[1] ? ", " : " and " : "", (*t)->name);
    }
    reading_wrong(r, "is no theme: there are %s%s", buf_str(&all), nearest_said(&near));
    buf_free(&all);
    return false;
}

static bool read_theme(struct reading *r, struct step *s)
{
    if (!reading_word(r))
        return missing(r, "theme light");
    for (const struct theme *const *t = themes; *t; t++)
        if (reading_is(r, (*t)->name))
            return (s->text = reading_text(r));
    return no_theme(r);
}

/* The power of two is in h. */
static bool read_speed(struct reading *r, struct step *s)
{
    static const char *const speeds[] = {"1/4", "1/2", "1", "2", "4", "8", "16", "32", "64", NULL};
    if (!reading_word(r))
        return missing(r, "speed 2");
    for (int i = 0; speeds[i]; i++)
        if (reading_is(r, speeds[i])) {
            s->h = i - 2;
            return true;
        }
    return reading_wrong(r, "is no speed: it is 1/4, 1/2, 1, 2, 4, 8, 16, 32 or 64");
}

/* 12,40: column and line, from 1. */
static bool read_place(struct reading *r, struct step *s)
{
    const char *comma = memchr(r->word, ',', r->n), *end = r->word + r->n;
    if (!comma || !reading_count(r->word, (size_t)(comma - r->word), MOST_SIDE, &s->w) ||
        !reading_count(comma + 1, (size_t)(end - comma - 1), MOST_SIDE, &s->h))
        return reading_wrong(r, "is no place on the screen: column and line, as 12,40");
    s->w--, s->h--;
    return true;
}

static bool read_click(struct reading *r, struct step *s)
{
    return reading_word(r) ? read_place(r, s) : missing(r, "click 12,40");
}

/* up is -1, down is 1. */
static bool read_wheel(struct reading *r, struct step *s)
{
    if (!reading_word(r))
        return missing(r, "wheel down 12,40");
    s->code = reading_is(r, "up") ? -1 : reading_is(r, "down") ? 1 : 0;
    if (!s->code)
        return reading_wrong(r, "is no way to turn a wheel: up or down");
    return reading_word(r) ? read_place(r, s) : missing(r, "wheel down 12,40");
}

/* ---- what they do ---- */

static void act_until(struct performer *p, const struct step *s)
{
    p->until = until_begin(p->app, s);
}

static void act_speed(struct performer *p, const struct step *s)
{
    p->app->ui.speed = s->h;
}

static void act_size(struct performer *p, const struct step *s)
{
    performer_tell(p, &(struct message){.kind = MSG_RESIZE, .y = s->h, .x = s->w});
}

static void act_theme(struct performer *p, const struct step *s)
{
    p->app->theme = theme_find(s->text);
    p->app->theme_chosen = true;
    performer_tell(p, &(struct message){.kind = MSG_REPAINT});
}

static void act_click(struct performer *p, const struct step *s)
{
    performer_tell(p, &(struct message){.kind = MSG_CLICK, .y = s->h, .x = s->w});
}

static void act_wheel(struct performer *p, const struct step *s)
{
    performer_tell(p, &(struct message){.kind = MSG_WHEEL, .code = s->code, .y = s->h, .x = s->w});
}

static void act_caption(struct performer *p, const struct step *s)
{
    if (p->hands->caption)
        p->hands->caption(p->data, s->text);
}

static void act_marker(struct performer *p, const struct step *s)
{
    if (p->hands->mark)
        p->hands->mark(p->data, s->text);
}

static void act_hide(struct performer *p, const struct step *s)
{
    (void)s;
    if (p->hands->hide)
        p->hands->hide(p->data, true);
}

static void act_show(struct performer *p, const struct step *s)
{
    (void)s;
    if (p->hands->hide)
        p->hands->hide(p->data, false);
}

static void act_snap(struct performer *p, const struct step *s)
{
    struct buf why = {0};
    if (p->hands->snap && !p->hands->snap(p->data, s->text, &why))
        performer_wrong(p, s, "%s", buf_str(&why));
    buf_free(&why);
}

/* ---- the table ---- */

/* clang-format off */
const struct verb verbs[] = {
    {"type", "\"count\"", "types a text; so does \"count\" alone", .types = true},
    {"wait", "2s", "lets so much time go by", .read = read_wait, .code = CODE_WAIT},
    {"until", "…", "waits until that is so, and pauses; goes there, if it does not play",
     .read = until_read, .act = act_until},
    {"speed", "2", "how fast it plays: 1/4 to 64", .read = read_speed, .act = act_speed, .prepares = PREPARES},
    {"size", "100x30", "columns and lines of the screen", .read = read_size, .act = act_size,
     .code = CODE_RESIZE, .prepares = PREPARES_SIZE},
    {"theme", "light", "its colours", .read = read_theme, .act = act_theme, .prepares = PREPARES_THEME},
    {"caption", "\"…\"", "a line below the screen; \"\" for none", .read = read_caption, .act = act_caption,
     .prepares = PREPARES},
    {"marker", "\"…\"", "a place that players of recordings can go to", .read = read_marker, .act = act_marker},
    {"hide", "", "what follows is not recorded, and takes no time …", .act = act_hide, .prepares = PREPARES},
    {"show", "", "… until here", .act = act_show},
    {"snap", "FILE.svg", "writes a picture of the screen, as snap -o FILE does", .read = read_file, .act = act_snap},
    {"click", "12,40", "clicks on a column and line", .read = read_click, .act = act_click},
    {"wheel", "down 12,40", "turns the wheel there", .read = read_wheel, .act = act_wheel},
    {.name = NULL},
};
/* clang-format on */

const struct step *verb_next(const struct script *s, const char *name, const struct step *after)
{
    for (size_t i = after ? (size_t)(after + 1 - s->at) : 0; i < s->n; i++)
        if (s->at[i].verb && !strcmp(s->at[i].verb->name, name))
            return &s->at[i];
    return NULL;
}
