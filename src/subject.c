/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"
#include "peek.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/program.h"

static bool looks_like_file(const char *s)
{
    return strchr(s, '/') || strchr(s, '.');
}

/* ---- scenes ---- */

static int set_param(struct subject *s, const struct option_param *given)
{
    struct param *p = s->params;
    while (p->name && (strncmp(p->name, given->name, (size_t)given->len) || p->name[given->len]))
        p++;
    if (!p->name) {
        struct buf has = {0};
        for (p = s->params; p->name; p++)
            buf_printf(&has, "%s%s", p == s->params ? "; it has " : ", ", p->name);
        report("%s has no parameter '%.*s'%s", s->name, given->len, given->name, buf_str(&has));
        report_hint("Try 'loopscope help %s'.", s->name);
        buf_free(&has);
        return USAGE;
    }
    if (given->value < p->least || given->value > p->most)
        return usage_error("the parameter %s is from %lld to %lld, not %lld", p->name,
                           (long long)p->least, (long long)p->most, (long long)given->value);
    p->value = given->value;
    p->set = true;
    return 0;
}

static int prepare_scene(struct subject *s, const struct scene *scene, const struct options *o)
{
    size_t n = 0;
    s->program = scene->program;
    s->program.seed = o->seed;
    s->name = s->program.name;
    s->summary = scene->summary;
    s->lesson = scene->lesson;
    for (const struct param *p = s->program.params; p && p->name && n < PARAMS_MOST; p++)
        s->params[n++] = *p;
    s->program.params = s->params;
    for (int i = 0; i < o->nparams; i++) {
        int bad = set_param(s, &o->params[i]);
        if (bad)
            return bad;
    }
    const char *files[] = {s->program.file, scene->c_file};
    for (int i = 0; i < 2; i++) {
        const struct source *source = source_find(files[i]);
        if (source)
            s->sources[s->nsources++] = *source;
    }
    return 0;
}

/* ---- files ---- */

static int cannot(const char *path, const char *why)
{
    report("%s: %s", path, why);
    return 1;
}

static int read_scenario(struct subject *s, FILE *f, const struct options *o)
{
    const char *path = strcmp(o->what, "-") ? o->what : "stdin";
    if (scenario_read(&s->scenario, f, path) < 0) {
        return cannot(o->what, s->scenario.error);
    }
    s->program = s->scenario.program;
    s->program.seed = o->seed;
    s->name = s->program.name;
    s->summary = "a scenario";
    s->sources[s->nsources++] =
        (struct source){s->program.file, s->scenario.listing.s, s->scenario.listing.len};
    return 0;
}

static int read_trace(struct subject *s, FILE *f, const struct options *o)
{
    player_open_empty(&s->player, o->history);
    s->loaded = true;
    int bad = load_trace(&s->load, f, &s->player.lint.observer);
    if (bad) {
        cannot(o->what, s->load.error);
        report_hint("A trace is made with 'loopscope trace SCENE --format ndjson -o FILE'.");
        return 1;
    }
    if (s->load.cut)
        report("%s ends within line %u, which was left out", o->what, s->load.lines);
    s->player.trace.sources = s->load.sources;
    s->player.trace.nsources = s->load.nsources;
    const char *slash = strrchr(o->what, '/');
    s->name = slash ? slash + 1 : o->what;
    s->summary = "a recorded trace";
    return 0;
}

static int read_either(struct subject *s, int fd, const struct options *o)
{
    struct stat st;
    bool scenario;
    if (!fstat(fd, &st) && S_ISDIR(st.st_mode))
        return cannot(o->what, "is a folder, neither a trace nor a scenario");
    FILE *f = peek_open(fd, &scenario);
    if (!f)
        return cannot(o->what, strerror(errno));
    int bad = scenario ? read_scenario(s, f, o) : read_trace(s, f, o);
    fclose(f);
    return bad;
}

static int open_file(struct subject *s, const struct options *o)
{
    if (!strcmp(o->what, "-"))
        return read_either(s, STDIN_FILENO, o);
    int fd = open(o->what, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot(o->what, strerror(errno));
    int bad = read_either(s, fd, o);
    close(fd);
    return bad;
}

/* ---- both ---- */

int subject_prepare(struct subject *s, const struct options *o)
{
    const struct scene *scene = scene_find(o->what);
    *s = (struct subject){0};
    if (scene)
        return prepare_scene(s, scene, o);
    if (looks_like_file(o->what) || !strcmp(o->what, "-"))
        return open_file(s, o);
    return usage_error("there is no scene '%s'; 'loopscope list' names them (a file has a dot or a "
                       "slash in its name)",
                       o->what);
}

static int start(struct subject *s, const struct options *o)
{
    int r = program_open(&s->player, &s->program, o->clock, o->history);
    s->loaded = true;
    s->player.trace.sources = s->sources;
    s->player.trace.nsources = s->nsources;
    if (r < 0)
        return cannot(s->name, uv_strerror(r));
    return 0;
}

int subject_open(struct subject *s, const struct options *o)
{
    int bad = subject_prepare(s, o);
    return bad || subject_is_trace(s) ? bad : start(s, o);
}

int subject_restart(struct subject *s, const struct options *o)
{
    if (subject_is_trace(s))
        return 0;
    player_close(&s->player);
    return start(s, o);
}

void subject_close(struct subject *s)
{
    if (s->loaded)
        player_close(&s->player);
    load_close(&s->load);
    scenario_close(&s->scenario);
}
