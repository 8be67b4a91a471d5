/* SPDX-License-Identifier: MIT */
#include "cmd/stage.h"

#include "breaks/kept.h"
#include "cmd/pair.h"
#include "target/catalogue.h"
#include "ui/keys.h"
#include "ui/mode.h"

static int start(struct stage *s)
{
    int bad = player_open_within(&s->player, s->target, s->options.history, s->options.memory);
    if (!bad)
        app_attach(&s->app, &s->player);
    return bad;
}

static void close_player(struct stage *s)
{
    app_attach(&s->app, NULL);
    if (s->player.archive.marks)
        player_close(&s->player);
}

/* What one stops at stays. */
static int start_again(struct stage *s)
{
    struct kept_breaks kept;
    breaks_take(&kept, &s->player.breaks, &s->player.trace);
    close_player(s);
    int bad = start(s);
    breaks_put(&kept, &s->player.breaks, &s->player.trace);
    return bad;
}

static int open_pair(struct stage *s)
{
    int bad = pair_open(&s->pair, &s->options);
    if (!bad)
        app_compare(&s->app, &s->pair->comparison);
    return bad;
}

static int open_target(struct stage *s)
{
    if (s->options.comparing)
        return open_pair(s);
    int bad = target_open(&s->target, &s->options.wish);
    return bad ? bad : start(s);
}

static void close_target(struct stage *s)
{
    close_player(s);
    pair_close(s->pair);
    s->pair = NULL;
    if (s->target)
        s->target->type->free(s->target);
    s->target = NULL;
}

int stage_open(struct stage *s, const struct options *o, int h, int w, bool ascii)
{
    *s = (struct stage){.options = *o};
    app_init(&s->app, h, w, ascii, catalogue_of_scenes());
    if (o->theme)
        s->app.theme = o->theme;
    for (int i = 0; i < o->nbindings; i++)
        keymap_bind(&s->app.keymap, o->bindings[i].code, o->bindings[i].name,
                    o->bindings[i].to ? key_find(keys, o->bindings[i].to) : NULL);
    s->app.ui.speed = o->speed;
    s->app.ui.clock_pace = o->clock_pace;
    int bad = o->wish.what ? open_target(s) : 0;
    if (!bad && o->predict)
        press_predict(&s->app);
    return bad;
}

/* What is watched, as it was wished for, and another scene. */
static int open_beside(struct stage *s)
{
    struct wish other = {.what = s->app.ui.run.beside, .clock = s->options.wish.clock};
    close_target(s);
    s->options.other = other;
    s->options.comparing = true;
    return open_target(s);
}

int stage_reopen(struct stage *s, unsigned reaction)
{
    if (reaction & REACT_COMPARE)
        return open_beside(s);
    if (reaction & REACT_OPEN) {
        close_target(s);
        s->options.comparing = false;
        s->options.wish = (struct wish){
            .what = catalogue_of_scenes()->at[s->app.ui.gallery].name,
            .clock = s->options.wish.clock,
        };
        return open_target(s);
    }
    return start_again(s);
}

void stage_close(struct stage *s)
{
    close_target(s);
    app_close(&s->app);
}
