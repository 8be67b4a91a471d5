/* SPDX-License-Identifier: MIT */
/* quiz: a random program in a terminal, which asks who runs next; without one, a worksheet: the
 * program, its questions, and on what comes last the answers with their whys. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd/command.h"
#include "cmd/output.h"
#include "story/guess.h"
#include "story/words.h"
#include "player/player.h"

/* ---- the worksheet ---- */

static void put_listing(struct buf *out, const struct source *s)
{
    int number = 1;
    for (const char *line = s->text, *end; *line; line = end + (*end != 0)) {
        end = line + strcspn(line, "\n");
        buf_printf(out, end > line ? "%4d  %.*s\n" : "%4d\n", number++, (int)(end - line), line);
    }
}

/* At which step, what has happened there, and who could be next. */
static void put_question(struct buf *out, struct player *p, const struct guess *g, uint32_t number)
{
    struct moment told = {.veiled = true};
    player_look_at_moment(p);
    story_moment(&p->model, &p->moments, &told);
    buf_printf(out, "%2u. step %zu, at ", number, moments_before(&p->moments, p->model.cursor));
    words_time(out, &p->trace, p->model.time);
    buf_printf(out, ": %s\n    ", buf_str(&told.headline));
    for (uint32_t k = 0; k < g->n; k++)
        words_put(out, &p->trace, k ? ",  %T %C" : "%T %C", g->tasks[k], g->tasks[k]);
    buf_puts(out, "?\n");
    moment_free(&told);
}

static void put_answer(struct buf *out, const struct player *p, const struct guess *g,
                       uint32_t number)
{
    struct moment told = {0};
    guess_tell(&p->model, g, g->answer, &told);
    buf_printf(out, "%2u. ", number);
    words_put(out, &p->trace, "%T. ", g->answer);
    buf_printf(out, "%s\n", buf_str(&told.why[0]));
    if (told.why[1].len)
        buf_printf(out, "    %s\n", buf_str(&told.why[1]));
    moment_free(&told);
}

static void put_worksheet(struct buf *out, struct player *p)
{
    struct buf answers = {0};
    struct guess g;
    uint32_t n = 0, asked = TRACE_NONE;
    buf_printf(out, "loopscope %s\n\n", p->target->name);
    put_listing(out, &p->target->sources[0]);
    buf_puts(out, "\nWho runs next?\n\n");
    player_produce(p, UINT32_MAX);
    while (player_moment(p, 1))
        if (guess_make(&p->model, &g) && g.begin != asked) {
            asked = g.begin;
            put_question(out, p, &g, ++n);
            put_answer(&answers, p, &g, n);
        }
    buf_printf(out, "\nAnswers\n\n%s", buf_str(&answers));
    buf_free(&answers);
}

static int print_worksheet(const struct options *o)
{
    struct wish w = o->wish;
    struct target *t = NULL;
    struct player p = {0};
    struct buf out = {0};
    w.clock = CLOCK_VIRTUAL;
    int bad = target_open(&t, &w);
    if (!bad)
        bad = player_open(&p, t, 0);
    if (!bad) {
        put_worksheet(&out, &p);
        fputs(buf_str(&out), stdout);
    }
    buf_free(&out);
    player_close(&p);
    if (t)
        t->type->free(t);
    return finish_output(bad);
}

/* ---- the command ---- */

/* Short enough to be typed again. */
static unsigned seed_of_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (unsigned)((uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000) % 10000;
}

static int run(const struct options *o)
{
    struct options quiz = *o;
    char seed[16];
    quiz.wish.what = "quiz";
    quiz.predict = true;
    if (!o->wish.seeded) {
        snprintf(seed, sizeof seed, "%u", seed_of_now());
        random_seed_text(&quiz.random, seed);
        quiz.wish.seed = seed;
    }
    quiz.wish.seeded = &quiz.random;
    return isatty(STDOUT_FILENO) ? command_watch.run(&quiz) : print_worksheet(&quiz);
}

const struct command command_quiz = {
    .name = "quiz",
    .usage = "[--seed N]",
    .summary = "a random program that asks who runs next; where there is no terminal, on paper",
    .options = TAKES_SETTINGS | TAKES_SCRIPT | TAKES_LIVE,
    .run = run,
};
