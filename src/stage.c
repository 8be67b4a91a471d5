/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include "scenes/scene.h"

static int open_subject(struct stage *s)
{
    struct subject *j = &s->subject;
    int bad = subject_open(j, &s->options);
    s->open = true;
    if (bad)
        return bad;
    struct app_sources from = {
        .name = j->name,
        .summary = j->summary,
        .lesson = j->lesson,
        .py_name = j->sources[0].name,
        .py = j->sources[0].text,
        .c_name = j->sources[1].name,
        .c = j->sources[1].text,
    };
    app_attach(&s->app, &j->player, &from);
    return 0;
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
    close_subject(s);
    if (reaction & REACT_OPEN)
        s->options.what = scenes[s->app.ui.gallery]->program.name;
    return open_subject(s);
}

void stage_close(struct stage *s)
{
    app_close(&s->app);
    close_subject(s);
}
