/* SPDX-License-Identifier: MIT */
/* Reads a command line. */
#pragma once
#include <stdio.h>

#include "cmd/command.h"

/* What there is without any option. `commands` ends with a NULL; the first is meant where none is
 * named. */
void parse_nothing(struct options *o, const struct command *const commands[]);
/* What the line says, over what *o has. 0, or USAGE after a line and a hint on stderr. */
int parse(struct options *o, int argc, char **argv);
/* Is option --NAME, one of the table's, on the line? */
bool parse_given(const struct options *o, const char *name);
/* A setting: an option that can be wanted always, and its value: yes or no where the option has
 * none. 0, or USAGE after a sentence. */
int parse_setting(struct options *o, const char *name, const char *value);
/* Words that are options of that kind, behind the first. */
int parse_settings(struct options *o, int argc, char **argv);
/* The settings, a line each with comments, as they are by default. */
void parse_list_settings(FILE *out);
/* The options with what they are; only those of a command, or, NULL, all. */
void parse_help(FILE *out, const struct command *of);
/* The same for tools/tables: short name, name, argument, what it is, what the man page says beside,
 * and the words that the argument may be, with tabs between. */
void parse_list(FILE *out);
