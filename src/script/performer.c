/* SPDX-License-Identifier: MIT */
#include "script/performer.h"

#include <math.h>

#include "script/until.h"
#include "script/verb.h"

/* The characters of a text come faster than keys. */
static const double typing = 0.2;

void performer_open(struct performer *p, const struct script *script, struct app *app,
                    const struct hands *hands, void *data, double pause)
{
    *p = (struct performer){
        .script = script, .app = app, .hands = hands, .data = data, .pause = pause};
}

void performer_close(struct performer *p)
{
    until_free(p->until);
    buf_free(&p->wrong);
    *p = (struct performer){0};
}

void performer_tell(struct performer *p, const struct message *m)
{
    if (p->hands->tell)
        p->hands->tell(p->data, m);
}

void performer_wrong(struct performer *p, const struct step *s, const char *fmt, ...)
{
    va_list ap;
    script_put_place(&p->wrong, p->script, s);
    buf_puts(&p->wrong, ": ");
    va_start(ap, fmt);
    buf_vprintf(&p->wrong, fmt, ap);
    va_end(ap);
}

/* ---- steps ---- */

static void act(struct performer *p, const struct step *s)
{
    if (!s->verb)
        performer_tell(p, &(struct message){.kind = MSG_KEY, .code = s->code});
    else if (s->verb->act)
        s->verb->act(p, s);
}

static double time_of(const struct performer *p, const struct step *s)
{
    if (s->verb)
        return s->code == CODE_WAIT ? s->seconds : 0;
    return s->typed ? p->pause * typing : p->pause;
}

static const struct step *next(const struct performer *p)
{
    return &p->script->at[p->at];
}

void performer_prepare(struct performer *p, bool sized, bool themed)
{
    while (!performer_over(p) && next(p)->verb && next(p)->verb->prepares) {
        const struct step *s = &p->script->at[p->at++];
        bool chosen = s->verb->prepares == PREPARES_SIZE
                          ? sized
                          : s->verb->prepares == PREPARES_THEME && themed;
        if (!chosen)
            act(p, s);
    }
}

static void begin(struct performer *p)
{
    if (p->begun)
        return;
    p->begun = true;
    p->left = time_of(p, next(p));
}

double performer_due(struct performer *p)
{
    if (performer_over(p) || p->until)
        return -1;
    begin(p);
    return fmax(p->left, 0);
}

void performer_time(struct performer *p, double seconds)
{
    static const double nothing = 1e-9; /* what sums of times are wrong by */
    performer_look(p);
    if (performer_over(p) || p->until)
        return;
    begin(p);
    p->left -= seconds;
    if (p->left > nothing)
        return;
    p->begun = false;
    act(p, &p->script->at[p->at++]);
    performer_look(p);
}

void performer_hold(struct performer *p)
{
    if (!p->until)
        return;
    until_free(p->until);
    p->until = NULL;
    p->begun = false;
    p->at--;
}

void performer_look(struct performer *p)
{
    if (!p->until)
        return;
    enum until_is is = until_look(p->until, p->app);
    if (is == UNTIL_WAITS)
        return;
    if (is == UNTIL_NEVER) {
        struct buf why = {0};
        until_put_never(&why, p->until, p->app);
        performer_wrong(p, &p->script->at[p->at - 1], "%s", buf_str(&why));
        buf_free(&why);
    }
    until_free(p->until);
    p->until = NULL;
}
