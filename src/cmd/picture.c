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

void picture_tell(struct buf *out, const struct player *p)
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

void picture_put(struct buf *out, struct stage *s, const struct options *o, const struct format *f)
{
    struct look look = picture_look(s, o);
    struct buf about = {0};
    app_draw(&s->app);
    if (s->app.player)
        picture_tell(&about, s->app.player);
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
