/* SPDX-License-Identifier: MIT */
#include "cmd/own.h"

#include <getopt.h>
#include <string.h>

#include "base/report.h"
#include "cmd/command.h"
#include "scenes/scene.h"

/* The first word that is neither an option, nor what one takes, nor a command: from there on, all is the
 * program's, if it is one. */
struct words {
    int argc;
    char **argv;
    int at; /* its place in argv; argc: there is none */
    bool dashes;
    const char *module; /* NULL: none is named */
};

static bool is_command(const struct options *o, const char *word)
{
    const struct command *c = command_named(o, word);
    return c && c->options & TAKES_OWN;
}

/* getopt_long has come behind "--", or to the end. */
static void find_words(struct words *w, const struct options *o, own_next *next)
{
    int c, n = 0;
    optind = 0;
    opterr = 0;
    w->at = w->argc;
    while ((c = next(w->argc, w->argv)) != -1) {
        if (c == '?' || c == ':')
            return; /* of what cannot be read nothing is the program's */
        if (c == 'm')
            w->module = optarg;
        else if (c != 1 || (!n++ && is_command(o, optarg)))
            continue;
        w->at = w->module ? optind : optind - 1;
        return;
    }
    w->dashes = optind <= w->argc && !strcmp(w->argv[optind - 1], "--");
    if (w->dashes)
        w->at = optind;
}

static bool is_python(const char *word)
{
    size_t n = strlen(word);
    return n > 3 && !strcmp(word + n - 3, ".py");
}

/* Behind "--" a name of ours goes before a command that the system may have. */
static bool is_ours(const struct options *o, const char *word)
{
    return command_named(o, word) || scene_find(word) || !strcmp(word, "quiz");
}

static enum launch launches(const struct words *w, const struct options *o)
{
    if (w->module)
        return LAUNCH_MODULE;
    if (w->at >= w->argc)
        return LAUNCH_NOTHING;
    if (w->dashes)
        return is_ours(o, w->argv[w->at]) ? LAUNCH_NOTHING : LAUNCH_COMMAND;
    return is_python(w->argv[w->at]) ? LAUNCH_FILE : LAUNCH_NOTHING;
}

void own_take(struct options *o, own_next *next, int *argc, char **argv)
{
    struct words w = {.argc = *argc, .argv = argv};
    find_words(&w, o, next);
    enum launch launch = launches(&w, o);
    if (!launch)
        return;
    o->wish.own = (struct own){
        .launch = launch, .words = (const char *const *)(argv + w.at), .module = w.module};
    *argc = w.at - w.dashes;
    if (w.module)
        *argc -= w.module == argv[w.at - 1] ? 2 : 1;
}

/* Its clock is real by itself. */
int own_settle(struct options *o, bool clock_given)
{
    if (!o->wish.own.launch)
        return 0;
    if (o->wish.nparams)
        return usage_error("-p is for scenes; what stands behind the name of a program is for it");
    o->wish.what = own_called(&o->wish.own);
    if (!clock_given)
        o->wish.clock = CLOCK_REAL;
    return 0;
}
