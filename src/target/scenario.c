/* SPDX-License-Identifier: MIT */
#include "target/scenario.h"

#include <string.h>

#include "base/alloc.h"
#include "base/report.h"
#include "scenario/scenario.h"
#include "target/program.h"

struct scenario_target {
    struct program_target run; /* first */
    struct scenario scenario;
    struct source listing;
};

static void let_go(struct program_target *t)
{
    scenario_close(&((struct scenario_target *)t)->scenario);
}

int scenario_open(struct target **t, FILE *f, const struct wish *w)
{
    struct scenario_target *s = xcalloc(1, sizeof *s);
    int bad = scenario_read(&s->scenario, f, strcmp(w->what, "-") ? w->what : "stdin");
    program_init(&s->run, &s->scenario.program, w->clock);
    s->run.let_go = let_go;
    s->run.program.seeded = w->seeded;
    s->run.target.summary = "a scenario";
    *t = &s->run.target;
    if (bad) {
        report("%s: %s", w->what, s->scenario.error);
        return 1;
    }
    s->listing = (struct source){s->run.program.file, buf_str(&s->scenario.listing),
                                 s->scenario.listing.len};
    s->run.target.sources = &s->listing;
    s->run.target.nsources = 1;
    return 0;
}
