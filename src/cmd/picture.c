/* SPDX-License-Identifier: MIT */
#include "cmd/picture.h"

#include "base/report.h"
#include "cmd/output.h"
#include "cmd/pair.h"
#include "record/formats.h"
#include "story/moment.h"

struct look picture_look(const struct stage *s, const struct options *o)
{
    bool mono = o->color == COLOR_NEVER;
    return (struct look){
        .theme = mono ? theme_find("mono") : s->app.theme,
        .depth = mono                    ? DEPTH_MONO
                 : o->color == COLOR_16  ? DEPTH_16
                 : o->color == COLOR_256 ? DEPTH_256
                                         : DEPTH_RGB,
        .title = s->pair     ? s->pair->title
                 : s->target ? s->target->name
                             : "loopscope",
        .about = s->target ? s->target->summary : NULL,
        .window = o->window,
    };
}

static void tell_one(struct buf *out, const struct player *p)
{
    struct moment told = {0};
    if (story_moment(&p->model, &p->moments, &told)) {
        buf_puts(out, buf_str(&told.headline));
        for (int i = 0; i < 2; i++)
            if (told.why[i].len)
                buf_printf(out, "\n%s", buf_str(&told.why[i]));
    }
    moment_free(&told);
}

/* What has happened last comes first. */
static void tell_two(struct buf *out, const struct app *a)
{
    const struct comparison *c = a->comparison;
    bool fresh[2];
    for (int i = 0; i < 2; i++)
        fresh[i] = a->comparing.runs[i].before < c->run[i].player.model.cursor;
    bool swap = fresh[1] && !fresh[0];
    for (int i = 0; i < 2; i++) {
        const struct compared *r = &c->run[swap ? !i : i];
        struct moment told = {0};
        if (story_moment(&r->player.model, &r->player.moments, &told))
            buf_printf(out, "%s%s: %s", out->len ? "\n" : "", r->name, buf_str(&told.headline));
        moment_free(&told);
    }
}

void picture_tell(struct buf *out, const struct app *a)
{
    if (a->player)
        tell_one(out, a->player);
    else if (a->comparison && compare_known(a->comparison))
        tell_two(out, a);
}

uint32_t picture_moment(const struct app *a)
{
    const struct comparison *c = a->comparison;
    if (c)
        return c->run[0].player.model.cursor + c->run[1].player.model.cursor;
    return a->player ? a->player->model.cursor : 0;
}

void picture_put(struct buf *out, struct stage *s, const struct options *o, const struct format *f)
{
    struct look look = picture_look(s, o);
    struct buf about = {0};
    app_draw(&s->app);
    picture_tell(&about, &s->app);
    look.about = about.len ? about.s : look.about;
    f->still(out, &s->app.screen, &look);
    buf_free(&about);
}

int picture_check(const struct format *f)
{
    const char *trouble = format_trouble(f);
    return trouble ? usage_error("%s", trouble) : 0;
}

int picture_write(struct stage *s, const struct options *o, const char *file)
{
    struct buf b = {0};
    const struct format *f = format_of_file(file);
    picture_put(&b, s, o, f);
    int bad = picture_check(f) ? 1 : output_write(file, &b);
    buf_free(&b);
    return bad;
}
