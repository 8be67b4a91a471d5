/* SPDX-License-Identifier: MIT */
/* Searching for a text in ten million events: in the story before and after it was prepared for that, and in
 * other panes. */
#include "tests/bench.h"

#include <string.h>

#include "player/prints.h"
#include "ui/search.h"
#include "ui/app.h"

enum { MANY = 10000000 };

/* On while there is something to do; milliseconds that the longest slice took. */
static double go_on(struct app *a)
{
    double worst = 0;
    while (app_due(a) == 0) {
        struct span start = span_now();
        app_update(a, &(struct message){.kind = MSG_TIME});
        double ms = span_since(start).cpu / 1e6;
        worst = ms > worst ? ms : worst;
    }
    return worst;
}

static struct span look_for(struct app *a, enum pane focus, const char *text)
{
    struct span start = span_now();
    a->ui.run.focus = focus;
    strcpy(a->ui.run.search, text);
    search_go(a, 1);
    while (app_goes_on(a))
        app_update(a, &(struct message){.kind = MSG_TIME});
    return span_since(start);
}

static void bench_search(int variant)
{
    struct player p;
    struct app a;
    (void)variant;
    work_open(&p, (struct work){WORK_MIX, 1000, MANY}, MANY);
    p.target->over = true;
    app_init(&a, 50, 200, false, NULL);
    app_attach(&a, &p);
    while (app_goes_on(&a))
        app_update(&a, &(struct message){.kind = MSG_TIME});
    struct span start = span_now();
    double worst = go_on(&a);
    figure_span(span_since(start), 1e9, "search prepared");
    figure(worst, "search worst slice");
    figure_span(look_for(&a, PANE_STORY, "nobody says this"), 1e9, "search story");
    figure_span(look_for(&a, PANE_STORY, "Task-77 pays"), 1e9, "search story, nearly there");
    figure_span(look_for(&a, PANE_OUTPUT, "nobody says this"), 1e9, "search output");
    figure_span(look_for(&a, PANE_SOURCE, "nobody says this"), 1e9, "search source");
    figure((double)prints_bytes(p.prints) / p.trace.end, "search bytes");
    app_close(&a);
    player_close(&p);
}

const struct bench search_benches[] = {
    {"search", bench_search, 1, 1, NULL},
    {0},
};
