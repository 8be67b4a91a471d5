/* SPDX-License-Identifier: MIT */
#include "cmd/recording.h"

#include <stdio.h>
#include <string.h>

#include "base/report.h"
#include "ui/pressed.h"

static void say_end(const struct recorder *r, char *to, size_t n, int error)
{
    if (!error)
        snprintf(to, n, "recorded %.1f s into %s", r->seconds, r->path);
    else if (r->whole)
        snprintf(to, n, "recorded no longer: %s; %s has the first %.1f s", strerror(error), r->path,
                 r->seconds);
    else
        snprintf(to, n, "cannot record into %s: %s", r->path, strerror(error));
}

static void leave(struct recording *r, int error)
{
    struct ui *ui = &r->stage->app.ui;
    say_end(&r->recorder, ui->message, sizeof ui->message, error);
    recorder_close(&r->recorder);
    ui->recording = false;
    ui->aside[0] = 0;
}

static void toggle(void *data, double seconds)
{
    struct recording *r = data;
    if (r->recorder.on)
        leave(r, recorder_stop(&r->recorder, seconds));
    else
        r->wanted = !r->wanted;
}

static void key(void *data, int code, double seconds)
{
    struct recording *r = data;
    if (!r->recorder.on)
        return;
    struct pressed p = key_pressed(&r->stage->app, code);
    if (p.bytes[0])
        recorder_key(&r->recorder, p.bytes, seconds);
}

/* Its first frame is the one that is there. */
static int start(struct recording *r, double seconds)
{
    struct app *a = &r->stage->app;
    bool mono = r->stage->options.color == COLOR_NEVER;
    const char *title = r->stage->target ? r->stage->target->name : NULL;
    int error = recorder_start(&r->recorder, r->path, &a->screen, a->theme,
                               mono ? DEPTH_MONO : DEPTH_RGB, title, seconds);
    r->wanted = false;
    r->path = NULL;
    a->ui.recording = !error;
    if (!error)
        snprintf(a->ui.aside, sizeof a->ui.aside, "recording into %s; R stops", r->recorder.path);
    return error;
}

static bool frame(void *data, double seconds)
{
    struct recording *r = data;
    const struct app *a = &r->stage->app;
    int error = 0;
    if (r->wanted)
        error = start(r, seconds);
    else if (r->recorder.on)
        error = recorder_frame(&r->recorder, &a->screen, a->theme, seconds);
    if (error)
        leave(r, error);
    return error;
}

void recording_open(struct recording *r, struct stage *s, const struct options *o)
{
    *r = (struct recording){.stage = s, .path = o->record, .wanted = o->record};
    r->onlooker = (struct onlooker){.toggle = toggle, .key = key, .frame = frame, .data = r};
}

void recording_close(struct recording *r)
{
    char text[sizeof r->stage->app.ui.message];
    if (!r->recorder.on)
        return;
    int error = recorder_stop(&r->recorder, r->onlooker.ended);
    say_end(&r->recorder, text, sizeof text, error);
    recorder_close(&r->recorder);
    report("%s", text);
}
