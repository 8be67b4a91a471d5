/* SPDX-License-Identifier: MIT */
/* Performs a script on an app: it says how long it waits, and does the next thing when so much time
 * has gone by. Whose time that is, it does not know: a recording's, or that of a terminal. */
#pragma once
#include "script/script.h"
#include "ui/app.h"

struct performer;

/* What only those can do who show the app. Any may be NULL. */
struct hands {
    /* The app is told of it, and what that asks for is done. */
    void (*tell)(void *data, const struct message *m);
    /* false: `wrong` says why. */
    bool (*snap)(void *data, const char *file, struct buf *wrong);
    void (*caption)(void *data, const char *text); /* "": none */
    void (*mark)(void *data, const char *label);
    void (*hide)(void *data, bool hidden);
};

struct performer {
    const struct script *script;
    struct app *app;
    const struct hands *hands;
    void *data;
    double pause;        /* seconds before each key */
    size_t at;           /* the step that comes next */
    bool begun;          /* that step's time has begun … */
    double left;         /* … and so many seconds of it are left */
    struct until *until; /* what it waits for the app to come to; NULL: nothing */
    struct buf wrong;    /* a sentence: it cannot go on */
};

/* script, app, hands and data are the caller's, and must live as long. */
void performer_open(struct performer *p, const struct script *script, struct app *app,
                    const struct hands *hands, void *data, double pause);
void performer_close(struct performer *p);
/* Does what stands before the first key and says how things begin; a size or a theme that somebody has
 * chosen otherwise counts more. */
void performer_prepare(struct performer *p, bool sized, bool themed);
/* Seconds until it does the next thing; negative: it waits for the app, or is over. */
double performer_due(struct performer *p);
/* So many have gone by. */
void performer_time(struct performer *p, double seconds);
/* Somebody else moves the app meanwhile: what it waits for, it will wait for anew. */
void performer_hold(struct performer *p);
/* The app may have come to what is waited for. */
void performer_look(struct performer *p);

/* Behind the last step, or where it cannot go on. */
static inline bool performer_over(const struct performer *p)
{
    return p->wrong.len || (p->at == p->script->n && !p->until);
}

/* For verbs: the app is told, and what they cannot do, with the place in the script. */
void performer_tell(struct performer *p, const struct message *m);
void performer_wrong(struct performer *p, const struct step *s, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
