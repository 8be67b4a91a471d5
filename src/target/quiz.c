/* SPDX-License-Identifier: MIT */
#include "target/quiz.h"

#include "base/alloc.h"
#include "scenario/quiz.h"
#include "story/guess.h"
#include "target/program.h"
#include "player/player.h"

struct quiz_target {
    struct program_target run; /* first */
    struct scenario scenario;
    struct source listing;
    char name[48];
};

static void let_go(struct program_target *t)
{
    scenario_close(&((struct quiz_target *)t)->scenario);
}

/* How many questions somebody meets who goes through it step by step. */
static uint32_t count_questions(const struct program *program)
{
    struct player p;
    struct guess g;
    uint32_t n = 0, asked = TRACE_NONE;
    if (!program_open(&p, program, CLOCK_VIRTUAL, 0))
        player_produce(&p, UINT32_MAX);
    while (player_moment(&p, 1))
        if (guess_make(&p.model, &g) && g.begin != asked) {
            asked = g.begin;
            n++;
        }
    player_close(&p);
    return n;
}

/* Draws until there are enough, and not too many. */
static void draw(struct scenario *s, struct random *draws)
{
    for (;;) {
        quiz_make(s, draws);
        uint32_t n = count_questions(&s->program);
        if (n >= QUIZ_LEAST && n <= QUIZ_MOST)
            return;
        scenario_close(s);
    }
}

int quiz_open(struct target **t, const struct wish *w)
{
    struct quiz_target *q = xcalloc(1, sizeof *q);
    struct random draws;
    random_seed(&draws, 1);
    if (w->seeded)
        draws = *w->seeded;
    draw(&q->scenario, &draws);
    program_init(&q->run, &q->scenario.program, w->clock);
    q->run.let_go = let_go;
    snprintf(q->name, sizeof q->name, "quiz --seed %.32s", w->seed ? w->seed : "1");
    q->run.target.name = q->name;
    q->run.target.summary = "who runs next?";
    q->listing = (struct source){q->run.program.file, buf_str(&q->scenario.listing),
                                 q->scenario.listing.len};
    q->run.target.sources = &q->listing;
    q->run.target.nsources = 1;
    *t = &q->run.target;
    return 0;
}
