/* SPDX-License-Identifier: MIT */
#include "tests/support/bench.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scenes/scene.h"
#include "script/parse.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "view/frame.h"
#include "tests/test.h"

static void open_file(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    b->is_file = true;
    player_open_empty(&b->player, 0);
    assert_int_equal(load_trace(&b->load, f, &b->player.lint.observer), 0);
    fclose(f);
}

/* A scene, or a golden file if it is a path. */
void bench_watch(struct bench *b, const char *name, uint32_t cursor)
{
    static const struct source two[] = {{"a.py", "pass\n", 5}, {"a.c", "int main;\n", 10}};
    if (strchr(name, '/'))
        open_file(b, name);
    else
        assert_int_equal(program_open(&b->player, &scene_find(name)->program, CLOCK_VIRTUAL, 0), 0);
    b->player.trace.sources = two;
    b->player.trace.nsources = 2;
    app_attach(&b->app, &b->player);
    assert_true(player_seek(&b->player, cursor));
    app_draw(&b->app);
}

void bench_open(struct bench *b, const char *name, uint32_t cursor)
{
    *b = (struct bench){0};
    app_init(&b->app, 40, 120, false, catalogue_of_scenes());
    if (name)
        bench_watch(b, name, cursor);
}

void bench_close(struct bench *b)
{
    if (b->app.player)
        player_close(&b->player);
    if (b->is_file)
        load_close(&b->load);
    app_close(&b->app);
}

/* Panes that are as they were show what they would if they were drawn anew. */
static void draw(struct app *a)
{
    struct screen anew;
    screen_init(&anew, a->screen.h, a->screen.w);
    anew.ascii = a->screen.ascii;
    app_draw(a);
    frame_draw(&anew, a->player, &a->ui);
    assert_true(screen_same(&a->screen, &anew));
    screen_close(&anew);
}

void bench_tell(struct bench *b, struct message m)
{
    b->reaction |= app_update(&b->app, &m);
    while (app_goes_on(&b->app))
        b->reaction |= app_update(&b->app, &(struct message){.kind = MSG_TIME});
    if (b->app.player)
        draw(&b->app);
}

void bench_press(struct bench *b, const char *script)
{
    struct script p = {0};
    struct buf error = {0};
    if (!script_parse(&p, script, &error))
        fail_msg("%s", error.s);
    for (size_t i = 0; i < p.n; i++)
        if (p.at[i].code == CODE_WAIT)
            bench_tell(b, (struct message){.kind = MSG_TIME, .seconds = p.at[i].seconds});
        else if (p.at[i].code == CODE_RESIZE)
            bench_tell(b, (struct message){.kind = MSG_RESIZE, .y = p.at[i].h, .x = p.at[i].w});
        else
            bench_tell(b, (struct message){.kind = MSG_KEY, .code = p.at[i].code});
    script_free(&p);
}
