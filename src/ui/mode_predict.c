/* SPDX-License-Identifier: MIT */
/* The question who runs next stands, or its answer, before a turn that two or more tasks could have.
 * Keys that move or change what is watched put it aside; on the way on it comes again, until it is
 * answered. */
#include "base/alloc.h"
#include "ui/mode.h"
#include "ui/move.h"
#include "ui/play.h"
#include "view/frame.h"
#include "view/panes.h"

/* ---- asking ---- */

static bool is_answered(const struct app *a, uint32_t begin)
{
    for (size_t i = 0; i < a->run.nanswers; i++)
        if (a->run.answers[i] == begin)
            return true;
    return false;
}

/* All that decides is made before it is looked for, where that takes no real time. */
static bool look_for_question(struct app *a, struct guess *g)
{
    struct player *p = a->player;
    if (player_is_live(p))
        return false;
    uint32_t most = UINT32_MAX - GUESS_AHEAD;
    player_produce(p, p->model.cursor < most ? p->model.cursor + GUESS_AHEAD : UINT32_MAX);
    return guess_make(&p->model, g) && !is_answered(a, g->begin);
}

static bool asks(struct app *a)
{
    struct predict *p = &a->ui.run.predict;
    struct guess g;
    if (!look_for_question(a, &g))
        return false;
    if (p->guess.begin != g.begin || p->said)
        p->chosen = 0;
    p->guess = g;
    p->said = 0;
    play_pause(a);
    mode_enter(a, &mode_predict);
    return true;
}

static unsigned ask_no_more(struct app *a)
{
    a->ui.run.predict.on = false;
    a->run.asks = NULL;
    app_say(a, "no more questions; P asks again");
    return REACT_REDRAW;
}

unsigned press_predict(struct app *a)
{
    if (a->ui.run.predict.on)
        return ask_no_more(a);
    if (player_is_live(a->player)) {
        app_say(a, "in real time nobody knows yet who is next: P asks once the program is over");
        return REACT_REDRAW;
    }
    play_pause(a);
    a->ui.run.predict.on = true;
    a->run.asks = asks;
    app_say(a, "from here on you are asked who runs next, where two or more could; P: no more");
    return REACT_REDRAW;
}

/* ---- answering ---- */

static unsigned answer(struct app *a, uint32_t k)
{
    struct predict *p = &a->ui.run.predict;
    if (p->said)
        return 0;
    if (k >= p->guess.n) {
        app_say(a, "there is no answer %u: 1 to %u answer", k + 1, p->guess.n);
        return REACT_REDRAW;
    }
    p->chosen = k;
    p->said = p->guess.tasks[k];
    p->asked++;
    p->right += p->said == p->guess.answer;
    a->run.answers =
        xgrow(a->run.answers, &a->run.answers_cap, a->run.nanswers + 1, sizeof *a->run.answers);
    a->run.answers[a->run.nanswers++] = p->guess.begin;
    return REACT_REDRAW;
}

static bool digit(struct app *a, int code, unsigned *reaction)
{
    if (code < '1' || code > '9')
        return false;
    *reaction = answer(a, (uint32_t)(code - '1'));
    return true;
}

static unsigned choose(struct app *a, int by)
{
    struct predict *p = &a->ui.run.predict;
    if (!p->said)
        p->chosen = (p->chosen + p->guess.n + (uint32_t)by) % p->guess.n;
    return REACT_REDRAW;
}

static unsigned enter(struct app *a)
{
    return a->ui.run.predict.said ? mode_leave(a) : answer(a, a->ui.run.predict.chosen);
}

static unsigned esc(struct app *a)
{
    bool told = a->ui.run.predict.said;
    mode_leave(a);
    return told ? REACT_REDRAW : ask_no_more(a);
}

static unsigned click(struct app *a, int y, int x)
{
    struct hit hit = frame_hit(&a->screen, a->player, &a->ui, y, x);
    return hit.kind == HIT_ANSWER ? answer(a, hit.n) : REACT_REDRAW;
}

const struct mode mode_predict = {
    .layers = {.name = "predict", .over = &view_predict, .footer = &view_answers},
    .steps_aside = true,
    .own = digit,
    .up_down = choose,
    .enter = enter,
    .esc = esc,
    .click = click,
};
