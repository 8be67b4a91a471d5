/* SPDX-License-Identifier: MIT */
#include "ui/app.h"

#include <stdlib.h>

#include "ui/breaks.h"
#include "ui/command.h"
#include "ui/compare.h"
#include "ui/compare_search.h"
#include "ui/held.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "ui/orders.h"
#include "ui/move.h"
#include "ui/play.h"
#include "ui/search.h"
#include "ui/select.h"
#include "ui/source.h"
#include "view/frame.h"
#include "player/offer.h"

/* As often as is asked for; a move that takes its time is waited for. What cannot be done is not
 * tried again, nor what has led to a question. */
static unsigned repeat(struct app *a)
{
    unsigned r = 0;
    while (a->run.again && !a->run.going && !a->run.then && !compare_searches(a)) {
        const struct layers *before = a->ui.mode;
        a->run.again--;
        a->run.could = false;
        r |= a->run.repeated(a);
        bool stuck = a->ui.message[0] && !a->run.going && !a->run.could;
        if (stuck || a->ui.mode != before)
            a->run.again = 0;
    }
    return r;
}

/* What the key does where it is pressed; NULL: nothing. */
static unsigned (*meaning(const struct app *a, const struct key *k))(struct app *a)
{
    const struct layers *floor = a->ui.beneath;
    if (!(k->needs & (KEY_WATCHING | KEY_COMPARING)))
        return k->press;
    if (floor == a->floors[FLOOR_COMPARE])
        return k->needs & KEY_COMPARING ? compare_meaning(k->press) : NULL;
    return floor == a->floors[FLOOR_WATCH] && k->needs & KEY_WATCHING ? k->press : NULL;
}

static unsigned no_meaning(struct app *a, const struct key *k)
{
    bool watches = a->ui.beneath == a->floors[FLOOR_WATCH];
    if (a->ui.beneath == a->floors[FLOOR_GALLERY])
        return 0;
    if (watches && a->ui.run.beside && k->press == press_difference)
        return REACT_OPEN | REACT_COMPARE;
    app_say(a,
            watches ? "%s is for two: loopscope compare count count-sync"
                    : "%s is for a run that is watched alone",
            key_label(k));
    return REACT_REDRAW;
}

static unsigned press(struct app *a, int code)
{
    unsigned count = a->run.count;
    bool busy = a->run.going || a->run.then || compare_searches(a);
    bool stops = busy && (code == CODE_ESC || code == CODE_CTRL_C);
    a->ui.message[0] = a->ui.aside[0] = 0;
    app_stop(a);
    compare_search_stop(a);
    if (stops || (count && code == CODE_ESC)) {
        a->run.count = 0;
        return REACT_REDRAW;
    }
    const struct mode *mode = mode_now(a);
    if (mode->key)
        return mode->key(a, code);
    unsigned reaction = 0;
    if (mode->own && mode->own(a, code, &reaction))
        return reaction;
    const struct key *k = key_find(a->keymap.rows, code);
    if (!k) {
        if (code >= ' ' && code < 0x110000)
            app_say(a, "no such key; ? shows them all");
        return REACT_REDRAW;
    }
    unsigned (*does)(struct app *) = meaning(a, k);
    if (!does)
        return no_meaning(a, k);
    if (k->needs & (KEY_WATCHING | KEY_COMPARING) && mode->steps_aside)
        mode_leave(a);
    a->run.pressed = code;
    if (does == press_count || (code == '0' && count))
        return press_count(a);
    a->run.count = 0;
    if (!(k->needs & (KEY_WATCHING | KEY_COUNTED | KEY_COMPARING)))
        return does(a);
    a->run.repeated = does;
    a->run.again = count ? count : 1;
    return repeat(a);
}

static unsigned time_goes_by(struct app *a, double seconds)
{
    if (a->comparison)
        return compare_time_goes_by(a, seconds) | repeat(a);
    if (!a->player)
        return 0;
    if (player_is_held(a->player)) {
        unsigned news = held_news(a);
        if (a->run.counting && a->player && player_count_stops(a->player))
            news |= REACT_REDRAW;
        return news | held_redraw(a) | repeat(a) | app_if_known(a);
    }
    if (a->run.going)
        return app_go_on(a) | repeat(a);
    bool playing = a->ui.run.playing;
    unsigned r = play_time(a, seconds);
    if (playing && !a->ui.run.playing)
        breaks_say(a);
    if (a->run.looking)
        r |= play_look_on(a);
    if (a->run.counting && player_count_stops(a->player))
        r |= REACT_REDRAW;
    if (orders_are_open(a))
        r |= orders_go_on(a);
    if (!a->ui.run.playing && !app_goes_on(a) && search_prepares(a))
        search_prepare(a);
    return r | app_if_known(a);
}

/* On a key in the last line it presses it. */
static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, a->player, &a->ui, y, x);
    if (hit.kind == HIT_KEY)
        return press(a, (int)hit.n);
    a->ui.message[0] = a->ui.aside[0] = 0;
    app_stop(a);
    compare_search_stop(a);
    return REACT_REDRAW | mode_click(a, y, x);
}

/* What somebody chose stays. */
static unsigned take_ground(struct app *a, bool light)
{
    if (a->theme_chosen)
        return 0;
    a->theme = theme_find(light ? "light" : "dark");
    return REACT_REDRAW;
}

static unsigned answer(struct app *a, const struct message *m)
{
    switch (m->kind) {
    case MSG_KEY:
        return press(a, m->code);
    case MSG_PASTE:
        return mode_now(a)->types ? mode_now(a)->key(a, m->code) : 0;
    case MSG_RESIZE:
        screen_resize(&a->screen, m->y, m->x);
        select_seen(a);
        return REACT_REDRAW | REACT_REPAINT;
    case MSG_TIME:
        return time_goes_by(a, m->seconds);
    case MSG_CLICK:
        return click(a, m->y, m->x);
    case MSG_WHEEL:
        return mode_wheel(a, m->y, m->x, m->code);
    case MSG_GROUND:
        return take_ground(a, m->code);
    case MSG_REPAINT:
        return REACT_REPAINT;
    case MSG_NEWS:
        return held_news(a) | repeat(a) | app_if_known(a);
    }
    return 0;
}

/* Of the scene that is watched the end has been seen. */
static void note_end(struct app *a)
{
    if (!a->ui.seen || !a->ui.run.name || a->player->model.phase != PHASE_OVER)
        return;
    size_t i = catalogue_find(a->ui.catalogue, a->ui.run.name);
    if (i < a->ui.catalogue->n)
        a->ui.seen[i] = true;
}

/* Each story is read from its beginning. What a move passes by while it goes on is nobody's look. */
static void look_at_cursor(struct app *a)
{
    uint32_t cursor = a->player->model.cursor;
    if (a->run.going)
        return;
    if (cursor != a->run.seen)
        a->ui.run.scroll[PANE_STORY] = 0;
    a->run.seen = cursor;
    source_follow(a);
    note_end(a);
}

unsigned app_update(struct app *a, const struct message *m)
{
    if (!a->player)
        return answer(a, m);
    unsigned r = answer(a, m);
    look_at_cursor(a);
    r |= held_say(a);
    a->run.counting = mode_now(a) == &mode_breaks && !player_has_counted_stops(a->player);
    return r;
}

bool app_goes_on(const struct app *a)
{
    return compare_looks(a) || compare_searches(a) || a->run.going || a->run.looking ||
           a->run.counting || orders_are_open(a);
}

double app_due(const struct app *a)
{
    if (a->comparison)
        return compare_due(a);
    if (!a->player)
        return -1;
    if (player_is_held(a->player))
        return held_due(a);
    bool works = app_goes_on(a) || (!a->ui.run.playing && search_prepares(a));
    return works ? 0 : play_due(a);
}

void app_stand_still(struct app *a, bool still)
{
    if (a->player)
        play_stand_still(a, still);
}

void app_init(struct app *a, int h, int w, bool ascii, const struct catalogue *c)
{
    *a = (struct app){
        .theme = themes[0],
        .ui = {.keys = a->keymap.rows, .hint = key_hint, .command = command_hint, .catalogue = c}};
    keymap_init(&a->keymap, keys);
    screen_init(&a->screen, h, w);
    a->screen.ascii = ascii;
    a->floors[FLOOR_GALLERY] = &mode_gallery.layers;
    a->floors[FLOOR_WATCH] = &mode_watch.layers;
    a->floors[FLOOR_COMPARE] = &mode_compare.layers;
    app_attach(a, NULL);
}

static void forget_run(struct app *a)
{
    free(a->run.marks);
    free(a->run.effects);
    free(a->run.answers);
    free(a->run.wanted.places);
    a->run = (struct app_run){0};
    a->ui.run = (struct run){.focus = PANE_TASKS};
}

void app_close(struct app *a)
{
    screen_close(&a->screen);
    forget_run(a);
}

void app_attach(struct app *a, struct player *p)
{
    forget_run(a);
    a->player = p;
    a->comparison = NULL;
    a->ui.comparing = NULL;
    mode_settle(a, p ? FLOOR_WATCH : FLOOR_GALLERY);
    if (!p)
        return;
    if (p->target) {
        a->ui.run.name = p->target->name;
        a->ui.run.summary = p->target->summary;
        a->ui.run.lesson = p->target->lesson;
        a->ui.run.handout = p->target->handout;
        a->ui.run.beside = p->target->beside;
    }
    player_hold(p, true);
    play_look_ahead(a);
    if (player_is_held(p))
        held_begin(a);
    if (!player_is_live(p) && !p->model.cursor && player_moment(p, 1))
        play_look_ahead(a);
}

void app_compare(struct app *a, struct comparison *c)
{
    app_attach(a, NULL);
    a->comparison = c;
    a->comparing = (struct comparing){.comparison = c, .pane = PANE_SOURCE};
    a->ui.comparing = &a->comparing;
    mode_settle(a, FLOOR_COMPARE);
}

void app_draw(struct app *a)
{
    if (a->comparison)
        compare_look_at_cursors(a);
    if (a->player)
        player_look_at_moment(a->player);
    frame_draw(&a->screen, a->player, &a->ui);
}
