/* SPDX-License-Identifier: MIT */
/* The screen: what a frame costs to draw, and how much of it a terminal must be told. */
#include "tests/bench.h"

#include <stdlib.h>
#include <unistd.h>

#include "asyncio/cost.h"
#include "record/cast.h"
#include "record/formats.h"
#include "record/recorder.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/scene.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/frame.h"
#include "view/view.h"

enum { STEPS = 201, FEW_STEPS = 25, PICTURES = 7, PLAYED_EVENTS = 20000, MILLION = 1000000 };

static const struct size {
    const char *name;
    int h, w;
} sizes[] = {{"80x24", 24, 80}, {"200x50", 50, 200}};

static struct ui usual_ui(void)
{
    return (struct ui){.mode = &mode_watch.layers,
                       .beneath = &mode_watch.layers,
                       .run.name = "bench",
                       .run.summary = "many tasks",
                       .keys = keys,
                       .hint = key_hint,
                       .command = command_hint};
}

static void show_source(struct player *p)
{
    p->trace.sources = source_find("count.py");
    p->trace.nsources = 1;
}

/* Microseconds. */
static double draw(struct screen *s, const struct player *p, const struct ui *ui)
{
    struct span start = span_now();
    frame_draw(s, p, ui);
    return span_since(start).cpu / 1e3;
}

/* So many steps from the middle of the trace on: the time of each frame that changed, and of one more that
 * did not; returns the bytes that a terminal is sent for a step. */
static double watch_steps(struct player *p, struct screen *s, enum sort sort, int steps,
                          double *changed, double *unchanged)
{
    struct differ differ;
    struct buf out = {0};
    struct ui ui = usual_ui();
    ui.run.sort = sort;
    differ_start(&differ, themes[0], DEPTH_256);
    player_seek(p, p->trace.end / 2);
    frame_draw(s, p, &ui);
    differ_frame(&differ, &out, s);
    buf_clear(&out);
    for (int i = 0; i < steps; i++) {
        ui.run.before = p->model.cursor;
        player_step(p, 1);
        changed[i] = draw(s, p, &ui);
        unchanged[i] = draw(s, p, &ui);
        differ_frame(&differ, &out, s);
    }
    double bytes = (double)out.len / steps;
    buf_free(&out);
    differ_close(&differ);
    return bytes;
}

double bench_frames(struct player *p)
{
    static double changed[FEW_STEPS], unchanged[FEW_STEPS];
    struct screen s;
    show_source(p);
    screen_init(&s, sizes[1].h, sizes[1].w);
    watch_steps(p, &s, SORT_ID, FEW_STEPS, changed, unchanged);
    screen_close(&s);
    return percentile(changed, FEW_STEPS, 0.5);
}

double bench_jumps(struct player *p)
{
    enum { JUMPS = 20 };
    double us[JUMPS];
    struct ui ui = usual_ui();
    struct screen s;
    screen_init(&s, sizes[1].h, sizes[1].w);
    for (uint32_t i = 0; i < JUMPS; i++) {
        uint32_t to = p->trace.end / JUMPS * (i * 7 % JUMPS);
        struct span start = span_now();
        player_seek(p, to);
        frame_draw(&s, p, &ui);
        us[i] = span_since(start).cpu / 1e3;
    }
    screen_close(&s);
    return percentile(us, JUMPS, 1);
}

static void bench_frame(int variant)
{
    static double changed[STEPS], unchanged[STEPS];
    const struct size *size = &sizes[variant];
    struct player p;
    struct screen s;
    work_open(&p, (struct work){WORK_MIX, 100, MILLION}, PLAYED_EVENTS);
    show_source(&p);
    screen_init(&s, size->h, size->w);
    double bytes = watch_steps(&p, &s, SORT_ID, STEPS, changed, unchanged);
    figure(percentile(changed, STEPS, 0.5), "frame %s", size->name);
    figure(percentile(unchanged, STEPS, 0.5), "frame %s unchanged", size->name);
    figure(bytes, "frame %s bytes", size->name);
    screen_close(&s);
    player_close(&p);
}

/* In the middle of a million sleepers' falling asleep, in one order after the other. */
static void bench_million(int variant)
{
    (void)variant;
    static const struct {
        enum sort sort;
        const char *name;
    } orders[] = {{SORT_ID, "frame of 1M tasks"},
                  {SORT_WAIT, "frame of 1M tasks by wait"},
                  {SORT_NAME, "frame of 1M tasks by name"},
                  {SORT_SLEPT, "frame of 1M tasks by slept"},
                  {SORT_TREE, "frame of 1M tasks by creator"}};
    static double changed[FEW_STEPS], unchanged[FEW_STEPS];
    struct player p;
    struct screen s;
    work_open(&p, (struct work){.kind = WORK_SLEEP, .tasks = MILLION}, 6 * MILLION);
    show_source(&p);
    turns_see(&p.turns, &p.trace, p.trace.end);
    screen_init(&s, sizes[1].h, sizes[1].w);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        watch_steps(&p, &s, orders[i].sort, FEW_STEPS, changed, unchanged);
        figure(percentile(changed, FEW_STEPS, 0.5), "%s", orders[i].name);
    }
    screen_close(&s);
    player_close(&p);
}

/* The scene of a million tasks: what it takes to run it to its end, and a frame on the way, some fifty times. */
static void bench_swarm(int variant)
{
    enum { EVENTS = 400000, FRAMES = 100 };
    static double us[FRAMES];
    struct wish w = {.what = "swarm", .nparams = 1, .params = {{"n", 1, MILLION}}};
    struct player p;
    struct target *t;
    struct screen s;
    struct ui ui = usual_ui();
    size_t n = 0, before = resident_bytes();
    (void)variant;
    screen_init(&s, sizes[1].h, sizes[1].w);
    if (scene_open(&t, scene_find("swarm"), &w) || player_open(&p, t, 0))
        return;
    struct span start = span_now();
    for (bool more = true; more && n < FRAMES; n++) {
        more = player_seek(&p, p.model.cursor + EVENTS) && !player_over(&p);
        us[n] = draw(&s, &p, &ui);
    }
    figure_span(span_since(start), 1e9, "swarm of 1M");
    figure((double)(resident_bytes() - before) / MILLION, "swarm of 1M bytes");
    figure(percentile(us, n, 0.5), "swarm of 1M frame");
    screen_close(&s);
    player_close(&p);
    t->type->free(t);
}

/* A whole frame as an asciicast event. */
static void bench_cast(int variant)
{
    static double us[STEPS];
    (void)variant;
    struct player p;
    struct screen s;
    struct cast c;
    struct buf out = {0};
    struct ui ui = usual_ui();
    work_open(&p, (struct work){WORK_MIX, 100, MILLION}, PLAYED_EVENTS);
    show_source(&p);
    screen_init(&s, sizes[1].h, sizes[1].w);
    player_seek(&p, p.trace.end / 2);
    frame_draw(&s, &p, &ui);
    cast_start(&c, &out, s.h, s.w, "bench", themes[0], DEPTH_256);
    for (int i = 0; i < STEPS; i++) {
        struct span start = span_now();
        cast_frame(&c, &s, i);
        us[i] = span_since(start).cpu / 1e3;
        cast_recolor(&c, themes[0]);
        buf_clear(&out);
    }
    cast_end(&c, STEPS);
    buf_free(&out);
    figure(percentile(us, STEPS, 0.5), "cast 200x50");
    screen_close(&s);
    player_close(&p);
}

/* A picture of a frame, as `record` writes one a moment; without librsvg there is no figure. */
static void bench_picture(int variant)
{
    static double ms[PICTURES + 1];
    (void)variant;
    struct player p;
    struct screen s;
    struct buf out = {0};
    struct ui ui = usual_ui();
    struct look look = {.theme = themes[0]};
    work_open(&p, (struct work){WORK_MIX, 100, MILLION}, PLAYED_EVENTS);
    show_source(&p);
    screen_init(&s, sizes[0].h, sizes[0].w);
    player_seek(&p, p.trace.end / 2);
    frame_draw(&s, &p, &ui);
    for (int i = 0; i <= PICTURES && !format_trouble(format_named("png")); i++) {
        struct span start = span_now();
        format_named("png")->still(&out, &s, &look);
        ms[i] = span_since(start).cpu / 1e6;
        buf_clear(&out);
    }
    if (*ms > 0) /* the first loads the libraries */
        figure(percentile(ms + 1, PICTURES, 0.5), "picture 80x24");
    buf_free(&out);
    screen_close(&s);
    player_close(&p);
}

/* What recording adds to a frame while one watches, for steps as in bench_frame: finding out what
 * changed, and writing it into a file. */
static void bench_recording(int variant)
{
    static double us[STEPS], drawn[STEPS];
    const struct size *size = &sizes[variant];
    struct player p;
    struct screen s;
    struct recorder r;
    struct ui ui = usual_ui();
    char path[] = "/tmp/bench-XXXXXX";
    work_open(&p, (struct work){WORK_MIX, 100, MILLION}, PLAYED_EVENTS);
    show_source(&p);
    screen_init(&s, size->h, size->w);
    player_seek(&p, p.trace.end / 2);
    close(mkstemp(path));
    recorder_start(&r, path, &s, themes[0], DEPTH_RGB, "bench", 0);
    for (int i = 0; i < STEPS; i++) {
        ui.run.before = p.model.cursor;
        player_step(&p, 1);
        drawn[i] = draw(&s, &p, &ui);
        struct span start = span_now();
        recorder_frame(&r, &s, themes[0], i);
        us[i] = span_since(start).cpu / 1e3;
    }
    double median = percentile(us, STEPS, 0.5);
    figure(median, "recording %s", size->name);
    figure(100 * median / percentile(drawn, STEPS, 0.5), "recording %s of drawing", size->name);
    recorder_stop(&r, STEPS);
    recorder_close(&r);
    unlink(path);
    screen_close(&s);
    player_close(&p);
}

const struct bench screen_benches[] = {
    {"frame", bench_frame, 2, 5, NULL},
    {"million", bench_million, 1, 1, NULL},
    {"swarm", bench_swarm, 1, 1, NULL},
    {"cast", bench_cast, 1, 5, NULL},
    {"picture", bench_picture, 1, 3, NULL},
    {"recording", bench_recording, 2, 5, NULL},
    {0},
};
