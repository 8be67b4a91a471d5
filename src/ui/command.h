/* SPDX-License-Identifier: MIT */
/* The commands that are typed behind a colon: one table, from which help and man page are made too. */
#pragma once
#include "ui/state.h"

struct command_line {
    const char *name;     /* "tick"; "": the argument stands alone */
    const char *argument; /* "N"; "" for none */
    const char *help;     /* NULL: it is another word for the one above */
    /* Reaction bits; what it cannot do it says. */
    unsigned (*run)(struct app *a, const char *argument);
    /* The same where two runs are compared (ui/compare_commands.h). Of both NULL is what there is nothing of. */
    unsigned (*both)(struct app *a, const char *argument);
};

/* Ends with a NULL name. */
extern const struct command_line command_lines[];

/* What the screen says of row i; the label is NULL behind the last. */
struct hint command_hint(size_t i);

/* Does what is typed. Reaction bits. */
unsigned app_command(struct app *a, const char *line);
