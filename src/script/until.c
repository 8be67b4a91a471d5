/* SPDX-License-Identifier: MIT */
#include "script/until.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "ui/move.h"
#include "ui/play.h"

/* So many events are looked at: a program may go on for ever. */
enum { EVENTS_MOST = 1 << 22 };

/* What can be waited for. */
struct condition {
    const char *form; /* how it is said */
    const char *word; /* behind the name of a task, or the first of all */
    bool task;
    bool (*is)(const struct player *p, uint32_t i, const struct until *u);
    const char *never; /* the end of a sentence: "never fails" */
};

struct until {
    const struct condition *condition;
    const char *text; /* a task, a pattern; the script's */
    double seconds;
    regex_t pattern;
    bool compiled;
    uint32_t from; /* the cursor up to which it has been looked */
    bool goes;     /* it goes there */
};

/* ---- the conditions ---- */

static bool is_of_task(const struct player *p, uint32_t i, const struct until *u)
{
    uint32_t id = trace_at(&p->trace, i)->actor;
    return trace_task(&p->trace, id) && !strcmp(trace_task_name(&p->trace, id), u->text);
}

static bool resumes(const struct player *p, uint32_t i, const struct until *u)
{
    int kind = trace_at(&p->trace, i)->kind;
    return (kind == EV_BEGIN || kind == EV_SWITCH) && is_of_task(p, i, u);
}

static bool ends(const struct player *p, uint32_t i, const struct until *u)
{
    int kind = trace_at(&p->trace, i)->kind;
    return (kind == EV_TASK_DONE || kind == EV_THREAD_DONE) && is_of_task(p, i, u);
}

static bool fails(const struct player *p, uint32_t i, const struct until *u)
{
    return trace_at(&p->trace, i)->what == OUTCOME_FAILED && ends(p, i, u);
}

static bool prints(const struct player *p, uint32_t i, const struct until *u)
{
    int kind = trace_at(&p->trace, i)->kind;
    if (kind != EV_OUT && kind != EV_ERR)
        return false;
    const struct note *n = trace_note(&p->trace, i);
    char *line = xmalloc(n->len + 1);
    memcpy(line, n->text ? n->text : "", n->len);
    line[n->len] = 0;
    bool found = !regexec(&u->pattern, line, 0, NULL, 0);
    free(line);
    return found;
}

static bool is_late(const struct player *p, uint32_t i, const struct until *u)
{
    return play_time_behind(p, i) >= u->seconds;
}

static bool warns(const struct player *p, uint32_t i, const struct until *u)
{
    int kind = trace_at(&p->trace, i)->kind;
    (void)u;
    return kind == EV_WARNING || kind == EV_LOOP_ERROR || kind == EV_DEADLOCK;
}

static const struct condition conditions[] = {
    {"TASK resumes", "resumes", true, resumes, "never resumes"},
    {"TASK ends", "ends", true, ends, "never ends"},
    {"TASK fails", "fails", true, fails, "never fails"},
    {"output /RE/", "output", false, prints, "is never printed"},
    {"t >= SECONDS", "t", false, is_late, "never comes"},
    {"warning", "warning", false, warns, "never comes"},
};
enum {
    CONDITIONS = sizeof conditions / sizeof *conditions,
    RESUMES = 0,
    OUTPUT = 3,
    TIME,
    WARNING
};

const char *until_form(size_t i)
{
    return i < CONDITIONS ? conditions[i].form : NULL;
}

/* ---- reading ---- */

static bool read_pattern(struct reading *r, struct step *s)
{
    regex_t pattern;
    char why[128];
    s->text = reading_pattern(r);
    if (!s->text)
        return reading_wrong(r, "needs a pattern between slashes: until output /one/");
    int bad = regcomp(&pattern, s->text, REG_EXTENDED | REG_NOSUB);
    if (!bad) {
        regfree(&pattern);
        return true;
    }
    regerror(bad, &pattern, why, sizeof why);
    return reading_wrong(r, "is no pattern: %s", why);
}

static bool read_time(struct reading *r, struct step *s)
{
    static const double most = 1e9;
    if (!reading_word(r) || !reading_is(r, ">="))
        return reading_wrong(r, "needs a time: until t >= 1.5");
    if (!reading_word(r) || !reading_number(r->word, r->n, most, &s->seconds))
        return reading_wrong(r, "is no number of seconds: until t >= 1.5");
    return true;
}

static bool read_task(struct reading *r, struct step *s)
{
    if (!(s->text = reading_text(r)))
        return false;
    if (!reading_word(r))
        return reading_wrong(r, "until needs what %s does: until %s resumes, ends or fails",
                             s->text, s->text);
    for (s->h = 0; s->h < OUTPUT; s->h++)
        if (reading_is(r, conditions[s->h].word))
            return true;
    struct nearest near;
    nearest_begin(&near, r->word, r->n);
    for (int i = 0; i < OUTPUT; i++)
        nearest_try(&near, conditions[i].word);
    return reading_wrong(r, "is nothing a task does: it resumes, ends or fails%s",
                         nearest_said(&near));
}

bool until_read(struct reading *r, struct step *s)
{
    if (!reading_word(r))
        return reading_wrong(r, "until needs what to wait for: until Task-2 resumes");
    for (s->h = OUTPUT; s->h < CONDITIONS && !reading_is(r, conditions[s->h].word); s->h++)
        ;
    switch (s->h) {
    case OUTPUT:
        return read_pattern(r, s);
    case TIME:
        return read_time(r, s);
    case WARNING:
        return true;
    }
    return read_task(r, s);
}

/* ---- waiting ---- */

struct until *until_begin(struct app *a, const struct step *s)
{
    struct until *u = xcalloc(1, sizeof *u);
    u->condition = &conditions[s->h];
    u->text = s->text;
    u->seconds = s->seconds;
    u->from = a->player ? a->player->model.cursor : 0;
    u->compiled = s->h == OUTPUT && !regcomp(&u->pattern, s->text, REG_EXTENDED | REG_NOSUB);
    return u;
}

/* Is it so of any event of the moment that ends behind event i? Who waits reads the story there. */
static bool ends_moment_with_it(const struct player *p, uint32_t i, const struct move *m)
{
    const struct until *u = m->data;
    uint32_t first;
    if (!moments_at(&p->moments, i + 1, &first))
        return false;
    for (; first <= i; first++)
        if (first >= u->from && u->condition->is(p, first, u))
            return true;
    return false;
}

static void go(struct until *u, struct app *a)
{
    u->goes = true;
    u->from = a->player->model.cursor;
    app_go(a,
           (struct move){.by = 1,
                         .along = true,
                         .hit = ends_moment_with_it,
                         .data = u,
                         .upto = u->from + EVENTS_MOST},
           "the script waits for what does not come");
}

/* Has playing come to it? Then it pauses, where the moment ends. */
static bool has_played_there(struct until *u, struct app *a)
{
    struct player *p = a->player;
    uint32_t to = p->model.cursor;
    for (; u->from < to; u->from++) {
        if (u->from < p->trace.first || !u->condition->is(p, u->from, u))
            continue;
        uint32_t stop = moments_next(&p->moments, u->from);
        play_pause(a);
        player_seek(p, stop < to ? stop : to);
        return true;
    }
    u->from = to;
    return false;
}

enum until_is until_look(struct until *u, struct app *a)
{
    if (!a->player)
        return UNTIL_NEVER;
    if (a->run.going)
        return UNTIL_WAITS;
    if (u->goes)
        return a->run.could ? UNTIL_SO : UNTIL_NEVER;
    if (has_played_there(u, a))
        return UNTIL_SO;
    if (u->condition == &conditions[TIME] && a->player->model.time >= u->seconds)
        return UNTIL_SO;
    if (a->ui.run.playing)
        return UNTIL_WAITS;
    go(u, a);
    return until_look(u, a);
}

void until_put_never(struct buf *out, const struct until *u, const struct app *a)
{
    const struct condition *c = u->condition;
    if (!a->player) {
        buf_puts(out, "nothing is watched that could come to it");
        return;
    }
    if (c->task)
        buf_plain(out, u->text, strlen(u->text));
    else if (c == &conditions[OUTPUT]) {
        buf_putc(out, '/');
        buf_plain(out, u->text, strlen(u->text));
        buf_putc(out, '/');
    } else if (c == &conditions[TIME])
        buf_printf(out, "t >= %g", u->seconds);
    else
        buf_puts(out, "a warning");
    buf_printf(out, " %s: ", c->never);
    if (player_over(a->player))
        buf_printf(out, "the run is over at %.3f", a->player->head.time);
    else
        buf_printf(out, "not in %u events", a->player->trace.end - u->from);
}

void until_free(struct until *u)
{
    if (u && u->compiled)
        regfree(&u->pattern);
    free(u);
}
