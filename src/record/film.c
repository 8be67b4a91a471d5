/* SPDX-License-Identifier: MIT */
#include "record/film.h"

#include <stdio.h>
#include <string.h>

/* How long a key is seen, in seconds. */
static const double key_stays = 1.5;

enum { LEFT = 1, KEY_COLUMNS = 24, GAP = 3 };

void film_start(struct film *f, const struct format *format, struct buf *out,
                const struct screen *first, const struct look *look)
{
    *f = (struct film){
        .format = format,
        .look = *look,
        .out = out,
        .strip = look->keys || look->captions || format->prompts,
        .pressed = -1,
        .hidden = -1,
    };
    screen_init(&f->canvas, first->h + f->strip, first->w);
    f->canvas.ascii = first->ascii;
    if (!look->still)
        f->recording = format->start(out, &f->canvas, &f->look);
}

static double in_film(const struct film *f, double seconds)
{
    return (f->hidden >= 0 ? f->hidden : seconds) - f->left_out;
}

double film_length(const struct film *f, double seconds)
{
    return in_film(f, seconds);
}

/* ---- the line below the screen ---- */

static int draw_key(struct film *f, struct win w)
{
    static const struct style label = {ROLE_KEY, GROUND_SELECTED, ATTR_BOLD},
                              does = {.role = ROLE_DIM};
    if (f->pressed < 0 || !f->look.keys)
        return LEFT;
    int x = win_printf(w, 0, LEFT, label, " %s ", f->label);
    if (*f->does)
        x = win_puts(w, 0, x + 1, does, f->does);
    if (f->times > 1)
        x = win_printf(w, 0, x + 1, does, w.screen->ascii ? "x%u" : "×%u", f->times);
    return x;
}

/* In the middle, and behind the place for keys; where it stands does not depend on the key that is seen,
 * if there is room. */
static void draw_caption(struct film *f, struct win w, int from)
{
    const char *text = buf_str(&f->caption);
    int wid = win_puts(win_nowhere(w, w.w), 0, 0, (struct style){0}, text);
    int x = (w.w - wid) / 2, least = f->look.keys ? KEY_COLUMNS : LEFT;
    if (x < least)
        x = least;
    if (x + wid > w.w - LEFT)
        x = w.w - LEFT - wid;
    if (x < from)
        x = from;
    win_puts(w, 0, x, (struct style){.role = ROLE_STRONG, .attr = ATTR_BOLD}, text);
}

static void draw_strip(struct film *f)
{
    struct win w = win_sub(win_whole(&f->canvas), f->canvas.h - f->strip, 0, f->strip, f->canvas.w);
    if (!f->strip)
        return;
    win_fill(w, 0, 0, w.w, (struct style){0}, ' ');
    int x = draw_key(f, w);
    if (f->caption.len)
        draw_caption(f, w, x > LEFT ? x + GAP : x);
    f->dirty = true;
}

/* ---- frames ---- */

static void emit(struct film *f, double at)
{
    struct film_frame frame = {
        .screen = &f->canvas,
        .seconds = at,
        .told = buf_str(&f->told),
        .caption = buf_str(&f->caption),
        .key = f->pressed < 0 ? "" : f->key,
    };
    f->dirty = false;
    f->at = at;
    f->frames++;
    if (!f->look.still)
        f->format->frame(f->recording, &frame);
}

/* Is what comes at that time beyond the frame that is wanted? */
static bool is_beyond(const struct film *f, double at)
{
    return f->look.still && f->frames && at > f->look.at;
}

static void forget_key(struct film *f)
{
    f->pressed = -1;
    f->times = 0;
    f->does[0] = f->label[0] = f->key[0] = 0;
    draw_strip(f);
}

/* A key has been seen for long enough before that time. */
static void let_key_go(struct film *f, double at)
{
    double end = f->pressed + key_stays;
    if (f->pressed < 0 || end > at || is_beyond(f, end))
        return;
    forget_key(f);
    if (f->look.keys && f->hidden < 0)
        emit(f, end);
}

static void copy(struct film *f, const struct screen *s)
{
    if (f->canvas.h != s->h + f->strip || f->canvas.w != s->w)
        screen_resize(&f->canvas, s->h + f->strip, s->w);
    for (int y = 0; y < s->h; y++)
        memcpy(screen_at(&f->canvas, y, 0), screen_at(s, y, 0), (size_t)s->w * sizeof *s->cells);
    draw_strip(f);
    f->dirty = true;
}

void film_frame(struct film *f, const struct screen *s, double seconds)
{
    double at = in_film(f, seconds);
    let_key_go(f, at);
    if (is_beyond(f, at))
        return;
    copy(f, s);
    if (f->hidden < 0)
        emit(f, at);
}

/* ---- what belongs to them ---- */

static bool same_key(const struct film *f, const struct film_key *key)
{
    return f->pressed >= 0 && *key->does && !strcmp(f->label, key->label) &&
           !strcmp(f->does, key->does);
}

/* What is typed is one text, as long as there is room for it. */
static bool goes_on_typing(const struct film *f, const struct film_key *key)
{
    return f->pressed >= 0 && !*f->does && !*key->does &&
           strlen(f->label) + strlen(key->label) < KEY_COLUMNS;
}

static void see_key(struct film *f, const struct film_key *key)
{
    if (same_key(f, key)) {
        f->times++;
    } else {
        char before[sizeof f->label] = "";
        if (goes_on_typing(f, key))
            strcpy(before, f->label);
        f->times = 1;
        snprintf(f->label, sizeof f->label, "%.23s%.23s", before, key->label);
        snprintf(f->does, sizeof f->does, "%.23s", key->does);
    }
    snprintf(f->key, sizeof f->key, "%s%s%s", f->label, *f->does ? " " : "", f->does);
}

void film_key(struct film *f, const struct film_key *key, double seconds)
{
    double at = in_film(f, seconds);
    let_key_go(f, at);
    if (f->hidden >= 0 || is_beyond(f, at))
        return;
    see_key(f, key);
    f->pressed = at;
    draw_strip(f);
    if (f->format->key && !f->look.still)
        f->format->key(f->recording, key->bytes, at);
}

void film_caption(struct film *f, const char *text, double seconds)
{
    double at = in_film(f, seconds);
    let_key_go(f, at);
    if (is_beyond(f, at))
        return;
    buf_clear(&f->caption);
    buf_puts(&f->caption, text);
    draw_strip(f);
    if (f->hidden < 0 && f->frames)
        emit(f, at);
}

void film_tell(struct film *f, const char *text, double seconds)
{
    if (is_beyond(f, in_film(f, seconds)))
        return;
    buf_clear(&f->told);
    buf_puts(&f->told, text);
}

void film_mark(struct film *f, enum mark mark, const char *label, double seconds)
{
    if (f->hidden < 0 && f->format->mark && !f->look.still)
        f->format->mark(f->recording, mark, label, in_film(f, seconds));
}

void film_hide(struct film *f, bool hidden, double seconds)
{
    if (hidden == (f->hidden >= 0))
        return;
    let_key_go(f, in_film(f, seconds));
    if (hidden) {
        f->hidden = seconds;
        return;
    }
    f->left_out += seconds - f->hidden;
    f->hidden = -1;
    if (is_beyond(f, in_film(f, seconds)))
        return;
    if (f->pressed >= 0)
        forget_key(f);
    if (f->dirty && f->frames)
        emit(f, in_film(f, seconds));
}

static void write_still(struct film *f)
{
    struct look look = f->look;
    look.about = f->told.len ? buf_str(&f->told) : look.about;
    f->format->still(f->out, &f->canvas, &look);
}

void film_end(struct film *f, double seconds)
{
    double at = in_film(f, seconds);
    let_key_go(f, at);
    if (!f->frames)
        emit(f, at);
    if (f->look.still)
        write_still(f);
    else
        f->format->end(f->recording, at);
    screen_close(&f->canvas);
    buf_free(&f->caption);
    buf_free(&f->told);
}
