/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include "scenes/scene.h"

static void show(struct stage *s)
{
    const struct subject *j = &s->subject;
    struct app_names from = {
        .name = j->name,
        .summary = j->summary,
        .lesson = j->lesson,
    };
    app_attach(&s->app, &s->subject.player, &from);
}

static int open_subject(struct stage *s)
{
    int bad = subject_open(&s->subject, &s->options);
    s->open = true;
    if (!bad)
        show(s);
    return bad;
}

static void close_subject(struct stage *s)
{
    if (s->open)
        subject_close(&s->subject);
    s->open = false;
}

int stage_open(struct stage *s, const struct options *o, int h, int w, bool ascii)
{
    *s = (struct stage){.options = *o};
    app_init(&s->app, h, w, ascii);
    s->app.ui.speed = o->speed;
    s->app.ui.clock_pace = o->clock_pace;
    return o->what ? open_subject(s) : 0;
}

int stage_reopen(struct stage *s, unsigned reaction)
{
    app_attach(&s->app, NULL, NULL);
    if (reaction & REACT_OPEN) {
        close_subject(s);
        s->options.what = scenes[s->app.ui.gallery]->program.name;
        return open_subject(s);
    }
    int bad = subject_restart(&s->subject, &s->options);
    if (!bad)
        show(s);
    return bad;
}

void stage_close(struct stage *s)
{
    app_close(&s->app);
    close_subject(s);
}
