/* SPDX-License-Identifier: MIT */
#include "target/scene.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "base/report.h"
#include "scenes/sources.h"
#include "target/program.h"

struct scene_target {
    struct program_target run; /* first */
    struct param params[PARAMS_MOST + 1];
    struct source sources[2];
    struct remarks remarks;
    const struct scene *scene;
};

static int no_param(const struct scene_target *s, const struct wish_param *given)
{
    const char *name = s->run.target.name;
    struct buf has = {0};
    struct nearest n;
    nearest_begin(&n, given->name, (size_t)given->len);
    for (const struct param *p = s->params; p->name; p++) {
        nearest_try(&n, p->name);
        buf_printf(&has, "%s%s", p == s->params ? "; it has " : ", ", p->name);
    }
    report("%s has no parameter '%.*s'%s", name, given->len, given->name,
           n.name ? nearest_said(&n) : buf_str(&has));
    report_hint("Try 'loopscope help %s'.", name);
    buf_free(&has);
    return USAGE;
}

/* "0,1,1": by which the threads of a program go. */
static int set_schedule(struct scene_target *s, const struct wish_param *given)
{
    if (!given->text || schedule_take(&s->run.chosen, given->text))
        return usage_error(
            "a schedule is a list of numbers, like 0,1,1: of those that can go on the first, "
            "the second …; not '%s'",
            given->text ? given->text : "");
    s->run.program.schedule = &s->run.chosen;
    return 0;
}

/* Its value, if it was given as one of the words of the parameter; -1: it was not. */
static int64_t word_value(const struct param *p, const char *text)
{
    for (int64_t i = 0; text && p->words && p->words[i]; i++)
        if (!strcmp(p->words[i], text))
            return i;
    return -1;
}

static int no_word(const struct param *p, const struct wish_param *given)
{
    struct buf words = {0};
    for (size_t i = 0; p->words && p->words[i]; i++)
        buf_printf(&words, i ? " or %s" : "%s", p->words[i]);
    struct nearest n;
    nearest_begin(&n, given->text, strlen(given->text));
    for (size_t i = 0; p->words && p->words[i]; i++)
        nearest_try(&n, p->words[i]);
    bool either = p->least == 0 && p->most == 1;
    int bad = usage_error("the parameter %s is %s, not '%s'%s", p->name,
                          p->words ? buf_str(&words)
                          : either ? "on or off"
                                   : "a whole number",
                          given->text, nearest_said(&n));
    buf_free(&words);
    return bad;
}

/* Whoever may be given more than once gets one more. */
static int set_text(struct scene_target *s, struct param *p, const struct wish_param *given)
{
    const char *text = given->name + given->len + 1, *wrong = p->wrong(text);
    int n = 0;
    while (p->optional && n < TEXTS_MOST && p->texts[n])
        n++;
    if (n == TEXTS_MOST)
        return usage_error("the parameter %s may be given %d times", p->name, TEXTS_MOST);
    if (wrong)
        return usage_error("the parameter %s is %s, not '%s'", p->name, wrong, text);
    p->texts[n] = text;
    p->value = p->set = true;
    if (p->real) {
        s->run.clock = CLOCK_REAL;
        s->run.target.live = true;
    }
    return 0;
}

static int set_param(struct scene_target *s, const struct wish_param *given)
{
    bool schedule = given->len == 8 && !strncmp(given->name, "schedule", 8);
    if (s->run.program.threads && schedule)
        return set_schedule(s, given);
    struct param *p = s->params;
    while (p->name && (strncmp(p->name, given->name, (size_t)given->len) || p->name[given->len]))
        p++;
    if (!p->name)
        return no_param(s, given);
    if (p->wrong)
        return set_text(s, p, given);
    int64_t word = word_value(p, given->text);
    if (word >= 0) {
        p->value = word;
        p->set = true;
        return 0;
    }
    if (given->other)
        return no_word(p, given);
    bool is_switch = p->least == 0 && p->most == 1;
    if (given->word && !is_switch)
        return usage_error("the parameter %s needs a whole number, not on or off", p->name);
    if (given->value < p->least || given->value > p->most)
        return usage_error("the parameter %s is from %lld to %lld, not %lld", p->name,
                           (long long)p->least, (long long)p->most, (long long)given->value);
    p->value = given->value;
    p->set = true;
    return 0;
}

static void take_params(struct scene_target *s, const struct param *from)
{
    for (size_t n = 0; from && from->name && n < PARAMS_MOST; from++)
        s->params[n++] = *from;
    s->run.program.params = s->params;
    for (struct param *p = s->params; p->name; p++)
        if (!strcmp(p->name, "lock"))
            s->run.lock = p;
}

static void take_source(struct scene_target *s, const char *file)
{
    const struct source *source = source_find(file);
    if (source)
        s->sources[s->run.target.nsources++] = *source;
}

/* What is said at the end speaks of the lesson as it is. */
static void take_remarks(struct scene_target *s, const struct scene *scene)
{
    s->remarks = scene->remarks;
    bool loose = s->run.clock == CLOCK_REAL;
    if (scene->program.threads && (loose || s->run.program.seeded || s->run.program.schedule))
        s->remarks.end = NULL, s->remarks.quiz = NULL;
    for (size_t i = 0; s->params[i].name; i++)
        if (s->params[i].value != scene->program.params[i].value ||
            (s->params[i].optional && s->params[i].set))
            s->remarks.end = NULL, s->remarks.quiz = NULL;
    s->run.target.remarks = &s->remarks;
    s->run.target.handout = scene->handout.question ? &scene->handout : NULL;
}

static void changed(struct program_target *t)
{
    struct scene_target *s = (struct scene_target *)t;
    take_remarks(s, s->scene);
}

int scene_open(struct target **t, const struct scene *scene, const struct wish *w)
{
    struct scene_target *s = xcalloc(1, sizeof *s);
    program_init(&s->run, &scene->program, w->clock);
    s->run.program.seeded = w->seeded;
    s->run.changed = changed;
    s->scene = scene;
    s->run.target.summary = scene->summary;
    s->run.target.lesson = scene->lesson;
    s->run.target.beside = scene->beside;
    s->run.target.sources = s->sources;
    take_source(s, scene->program.file);
    take_source(s, scene->c_file);
    take_params(s, scene->program.params);
    *t = &s->run.target;
    for (int i = 0; i < w->nparams; i++) {
        int bad = set_param(s, &w->params[i]);
        if (bad)
            return bad;
    }
    take_remarks(s, scene);
    return 0;
}
