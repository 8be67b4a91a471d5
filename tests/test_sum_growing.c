/* SPDX-License-Identifier: MIT */
/* Programs while they run: behind each event that comes, when nobody knows yet what will follow, all that the trace,
 * the model, the moments and the story say of it. Hundreds of programs, and such as nobody could write; as check sums
 * against tests/golden/sums/growing.txt (UPDATE_GOLDEN=1 writes it anew). One that differs names a program and what
 * is not what it was: its events and their notes, the facts of its actors, the world at each cursor, how tasks have
 * spent their time, the moments, why each turn took place, the sentences. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "player/player.h"
#include "story/cause.h"
#include "story/guess.h"
#include "story/moment.h"
#include "story/story.h"
#include "tests/support/file.h"
#include "tests/support/golden.h"
#include "tests/support/invented.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "trace/load.h"
#include "trace/told.h"

#define FILE_OF_SUMS "tests/golden/sums/growing.txt"

enum { INVENTED = 300, EVENTS_EACH = 100, EVENTS_AT_MOST = 500 };
enum part { TRACE, FACTS, WORLD, SPENT, MOMENTS, CAUSES, STORY, PARTS };
static const char *const names[PARTS] = {"trace",   "facts",  "world", "spent",
                                         "moments", "causes", "story"};

static void sum_words(uint32_t *sum, const char *s)
{
    sum_text(sum, s ? s : "(none)");
}

static void sum_double(uint32_t *sum, double d)
{
    char text[40];
    snprintf(text, sizeof text, "%.9f", d);
    sum_text(sum, text);
}

/* ---- an event and its note ---- */

static void sum_frames(uint32_t *sum, const struct note *n)
{
    sum_number(sum, (uint32_t)n->nframes);
    for (size_t k = 0; k < n->nframes; k++) {
        sum_words(sum, n->frames[k].file);
        sum_words(sum, n->frames[k].func);
        sum_words(sum, n->frames[k].locals);
        sum_number(sum, n->frames[k].line);
    }
}

static void sum_note(uint32_t *sum, const struct note *n)
{
    const char *const texts[] = {n->len ? n->text : NULL, n->name, n->coro, n->file, n->def};
    const uint32_t numbers[] = {(uint32_t)n->len, n->line,   n->def_line,
                                n->timer,         n->object, n->has};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        sum_words(sum, texts[k]);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sum_number(sum, numbers[k]);
    sum_double(sum, n->number);
    sum_double(sum, n->when);
    sum_frames(sum, n);
    for (size_t k = 0; k < n->nof; k++)
        sum_number(sum, n->of[k]);
}

static void sum_event(uint32_t *sum, const struct trace *t, uint32_t i)
{
    const struct event e = *trace_at(t, i);
    const uint32_t numbers[] = {
        e.tick, e.actor, e.handle, e.ref, e.kind, e.what, trace_previous(t, i), trace_frames(t, i)};
    sum_double(sum, e.time);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sum_number(sum, numbers[k]);
    sum_words(sum, trace_place(t, e.place)->file);
    sum_number(sum, trace_line(t, e.place));
    sum_double(sum, trace_number(t, i));
    sum_note(sum, trace_note(t, i));
    sum_number(sum, told_at(t, i));
    sum_words(sum, told_in(t, i) ? told_locals(t, i) : NULL);
}

/* ---- what is known of the whole ---- */

static void sum_actors(uint32_t *sum, const struct trace *t)
{
    for (uint32_t id = 1; id <= t->nactors + 1; id++) {
        const struct actor *a = trace_actor(t, id);
        sum_words(sum, trace_task_name(t, id));
        sum_number(sum, trace_number_of(t, id));
        sum_number(sum, trace_find_task(t, id));
        sum_number(sum, trace_task(t, id) != NULL);
        sum_number(sum, trace_is_thread(t, id));
        if (!a)
            continue;
        sum_words(sum, a->name);
        sum_words(sum, a->from ? a->from->coro : NULL);
        sum_words(sum, a->from ? a->from->def : NULL);
        sum_number(sum, a->from ? a->from->def_line + a->from->loop * 256 : 0);
        sum_number(sum, a->from ? trace_line(t, a->from->made) : 0);
        sum_number(sum, a->created);
        sum_number(sum, a->maker);
        sum_number(sum, a->kind + a->own * 8u + a->started * 16u);
    }
}

static void sum_list(uint32_t *sum, const uint32_t *list, uint32_t n)
{
    sum_number(sum, n);
    for (uint32_t k = 0; k < n; k++)
        sum_number(sum, list[k]);
}

static void sum_facts(uint32_t *sum, const struct trace *t)
{
    sum_actors(sum, t);
    sum_list(sum, t->outs, t->nouts);
    sum_list(sum, t->ticks, t->nticks);
    sum_list(sum, t->deeds, t->ndeeds);
    sum_list(sum, t->own, t->nown);
    sum_list(sum, t->waits, t->nwaits);
    sum_list(sum, t->workers, t->nworkers);
    sum_list(sum, t->warnings, t->nwarnings);
    sum_number(sum, t->first_block);
    sum_number(sum, t->threads + t->real * 2u);
}

/* ---- the world at the cursor ---- */

static void sum_rows(uint32_t *sum, const struct model *m)
{
    for (uint32_t task = 1; task <= m->nrows; task++) {
        const struct row *r = model_row(m, task);
        const uint32_t numbers[] = {task,
                                    r ? r->state : 0,
                                    r ? r->on : 0,
                                    r ? r->ref : 0,
                                    r ? r->last : 0,
                                    r ? r->woken : 0,
                                    r ? r->ran : 0,
                                    r ? r->stopped : 0,
                                    r ? r->ended : 0,
                                    r ? r->cancel : 0};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            sum_number(sum, numbers[k]);
        sum_number(sum, r ? trace_line(m->trace, r->place) : 0);
    }
    for (int k = 0; k < TASK_STATES; k++)
        sum_number(sum, m->counts[k]);
}

static void sum_timers(uint32_t *sum, const struct model *m)
{
    struct timer_entry first[5], rest[5];
    uint32_t n = model_timers(m, first, 5), more = model_timers_from(m, 1, rest, 3);
    sum_number(sum, n * 16 + more);
    for (uint32_t k = 0; k < n; k++) {
        sum_double(sum, first[k].when);
        sum_number(sum, first[k].handle);
        sum_number(sum, first[k].event);
    }
    for (uint32_t k = 0; k < more; k++)
        sum_number(sum, rest[k].handle);
}

static void sum_world(uint32_t *sum, const struct model *m)
{
    const uint32_t numbers[] = {m->tick,
                                m->phase,
                                m->frozen,
                                m->ran,
                                m->handle,
                                m->task,
                                m->begin,
                                m->poll,
                                m->line_task,
                                m->main,
                                m->switches,
                                m->variables,
                                m->loop,
                                m->synced,
                                m->closing,
                                m->nrows,
                                m->nobjects,
                                m->processes[0],
                                m->processes[1],
                                m->outs,
                                m->warnings,
                                (uint32_t)m->status,
                                trace_line(m->trace, m->place)};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sum_number(sum, numbers[k]);
    sum_double(sum, m->time);
    sum_double(sum, m->began);
    sum_rows(sum, m);
    for (uint32_t k = 0; k < m->ready.n; k++) {
        struct entry h = model_ready(m, k);
        const uint32_t entry[] = {h.handle, h.task, h.event, h.source, model_uncalled(m, h)};
        for (size_t i = 0; i < sizeof entry / sizeof *entry; i++)
            sum_number(sum, entry[i]);
    }
    sum_timers(sum, m);
    for (uint32_t k = 0; k <= m->nobjects + 1; k++)
        sum_number(sum, model_object(m, k));
}

static void sum_spent(uint32_t *sum, const struct model *m)
{
    for (uint32_t task = 1; task <= m->nrows; task++) {
        struct spent s = turns_spent(m, task);
        for (int k = 0; k < 3; k++)
            sum_double(sum, s.in[k]);
        sum_double(sum, (double)s.longest);
        sum_number(sum, s.turns);
    }
}

/* ---- moments, causes, sentences ---- */

static void sum_moments(uint32_t *sum, const struct moments *m, uint32_t cursor)
{
    uint32_t first = 0;
    const struct stop *s = moments_at(m, cursor, &first);
    const struct tally *y = &m->tally;
    const uint32_t numbers[] = {s ? s->last : 0,
                                s ? s->head : 0,
                                s ? s->begin : 0,
                                s ? s->count : 0,
                                s ? s->woken : 0,
                                first,
                                (uint32_t)m->n,
                                m->growth,
                                moments_next(m, cursor),
                                moments_previous(m, cursor),
                                y->tasks,
                                y->turns,
                                y->ended[OUTCOME_FAILED],
                                y->ended[OUTCOME_CANCELLED],
                                y->threads,
                                y->sleeps,
                                y->overlapped,
                                y->beside,
                                y->asked,
                                y->deadlocked};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        sum_number(sum, numbers[k]);
    sum_list(sum, y->met, WORDS);
    sum_double(sum, y->slept);
    sum_double(sum, y->blocked);
    sum_double(sum, y->longest);
}

static void sum_causes(uint32_t *sum, const struct model *m, uint32_t i)
{
    const struct trace *t = m->trace;
    enum event_kind kind = (enum event_kind)trace_at(t, i)->kind;
    sum_number(sum, cause_run(t, i));
    sum_number(sum, cause_of(m, i));
    sum_number(sum, cause_waiter(m, trace_at(t, i)->ref));
    if (kind == EV_BEGIN) {
        sum_number(sum, cause_soon(t, i));
        sum_number(sum, cause_heard(t, i));
        sum_number(sum, cause_fire(t, i));
        sum_number(sum, turn_before(t, i));
        sum_number(sum, turn_is_first(t, i));
    }
    if (kind == EV_SOON)
        sum_number(sum, cause_done(t, i));
    if (kind == EV_TIMER)
        sum_number(sum, cause_setter(t, i));
}

static void sum_moment(uint32_t *sum, const struct player *p, bool veiled)
{
    struct moment told = {.veiled = veiled};
    if (story_moment(&p->model, &p->moments, &told))
        for (int i = 0; i < 3; i++)
            sum_text(sum, buf_str(i ? &told.why[i - 1] : &told.headline));
    moment_free(&told);
}

static void sum_story(uint32_t *sum, const struct player *p)
{
    struct buf what = {0}, why = {0};
    struct guess g;
    story_tell(&p->model, &what, &why);
    for (uint32_t task = 1; task <= p->model.nrows; task++)
        story_task(&p->model, task, &what);
    for (uint32_t k = 0; k < p->model.ready.n; k++)
        story_handle(&p->model, model_ready(&p->model, k), &what);
    story_poll(&p->model, &what);
    sum_text(sum, buf_str(&what));
    sum_text(sum, buf_str(&why));
    sum_moment(sum, p, false);
    sum_moment(sum, p, true);
    sum_number(sum, guess_make(&p->model, &g));
    buf_free(&what);
    buf_free(&why);
}

/* ---- programs ---- */

/* What there is behind the last event that has come. */
static void look(uint32_t sums[PARTS], struct player *p)
{
    uint32_t i = p->trace.end - 1;
    assert_true(player_seek(p, p->trace.end));
    player_look_at_moment(p);
    sum_event(&sums[TRACE], &p->trace, i);
    sum_world(&sums[WORLD], &p->model);
    sum_spent(&sums[SPENT], &p->model);
    sum_moments(&sums[MOMENTS], &p->moments, p->model.cursor);
    sum_causes(&sums[CAUSES], &p->model, i);
    sum_story(&sums[STORY], p);
}

static void grow(struct buf *out, const char *name, struct buf *text)
{
    uint32_t sums[PARTS];
    struct player p;
    struct load l = {0};
    player_open_empty(&p, 0);
    load_begin(&l, NULL, &p.lint.observer);
    for (int k = 0; k < PARTS; k++)
        sums[k] = NO_SUM;
    for (char *s = buf_str(text), *end; (end = strchr(s, '\n')); s = end + 1) {
        uint32_t before = p.trace.end;
        *end = 0;
        assert_int_equal(load_line(&l, s, (size_t)(end - s)), 0);
        p.trace.sources = l.sources;
        p.trace.nsources = l.nsources;
        if (p.trace.end > before)
            look(sums, &p);
    }
    sum_facts(&sums[FACTS], &p.trace);
    buf_printf(out, "%s:", name);
    for (int k = 0; k < PARTS; k++)
        sum_put(out, names[k], sums[k]);
    buf_putc(out, '\n');
    player_close(&p);
    load_close(&l);
}

static void grow_all(struct buf *out, const char *pattern, size_t every)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += every) {
        struct buf text = read_file(found.gl_pathv[i]);
        grow(out, strrchr(found.gl_pathv[i], '/') + 1, &text);
        golden_check_so_far(FILE_OF_SUMS, out);
        buf_free(&text);
    }
    globfree(&found);
}

TEST(a_program_that_runs_is_known_and_told_as_it_was)
{
    struct buf out = {0};
    for (uint32_t number = 0; number < INVENTED; number++) {
        struct buf text = invented_trace(1000 + number, number % 8 ? EVENTS_EACH : EVENTS_AT_MOST,
                                         number % 3 == 2);
        char name[24];
        snprintf(name, sizeof name, "invented %u", number);
        grow(&out, name, &text);
        golden_check_so_far(FILE_OF_SUMS, &out);
        buf_free(&text);
    }
    grow_all(&out, "tests/golden/*.ndjson", 1);
    grow_all(&out, "tests/golden/schedules/*.ndjson", 3);
    golden_check(FILE_OF_SUMS, &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_runs_is_known_and_told_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
