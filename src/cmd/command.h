/* SPDX-License-Identifier: MIT */
/* A command of the command line: one file, and one row of the table in commands.c. Help and
 * completions are printed from the rows. */
#pragma once
#include <string.h>

#include "cmd/options.h"

/* Options that only some commands take. */
enum {
    TAKES_KEYS = 1,
    TAKES_FORMAT = 2,
    TAKES_OUTPUT = 4,
    TAKES_WARNINGS = 8,
    TAKES_SETTINGS = 16,
    TAKES_JSON = 32,
    TAKES_EXPORT = 64,
    TAKES_TWO = 128, /* compare A B, in place of one name */
    TAKES_WINDOW = 256,
    TAKES_FILM = 512, /* what only a recording has */
    TAKES_SCRIPT = 1024,
    TAKES_LIVE = 2048, /* what goes along with the user in a terminal */
    TAKES_OWN = 4096   /* a program of the user's own, and what goes with one */
};
/* Does it take a name? */
enum named { NAME_NONE, NAME_MAY, NAME_MUST };

struct command {
    const char *name;
    const char *usage;   /* what stands behind the name */
    const char *summary; /* NULL: it is not listed */
    enum named named;
    unsigned options;           /* TAKES_… */
    const char *const *formats; /* of --format; ends with a NULL */
    /* 0, or USAGE after a sentence on stderr; NULL: nothing more is asked of the options. */
    int (*check)(const struct options *o);
    int (*run)(const struct options *o); /* returns the exit status */
};

/* NULL: there is none. */
static inline const struct command *command_named(const struct options *o, const char *name)
{
    const struct command *const *c = o->commands;
    while (*c && strcmp((*c)->name, name) != 0)
        c++;
    return *c;
}

extern const struct command command_watch, command_compare, command_quiz, command_run,
    command_trace, command_snap, command_record, command_list, command_lesson, command_help,
    command_version;
