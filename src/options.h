/* SPDX-License-Identifier: MIT */
/* The command line. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "draw/theme.h"
#include "loop/loop.h"

enum command {
    COMMAND_WATCH,
    COMMAND_RUN,
    COMMAND_TRACE,
    COMMAND_SNAP,
    COMMAND_RECORD,
    COMMAND_LIST,
    COMMAND_HELP,
    COMMAND_VERSION
};
enum format { FORMAT_DEFAULT, FORMAT_TEXT, FORMAT_NDJSON, FORMAT_SEQ, FORMAT_ANSI, FORMAT_SVG };
enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER, COLOR_16, COLOR_256 };

enum { PARAMS_MOST = 32 };

struct options {
    enum command command;
    const char *what; /* a scene, a file, a help topic; NULL: none */
    struct option_param {
        const char *name; /* "seed", with its length: the text goes on with =value */
        int len;
        int64_t value;
    } params[PARAMS_MOST];
    int nparams;
    enum clock_mode clock;
    const char *seed;
    bool ascii, mouse, clock_pace, warnings;
    enum color_mode color;
    const struct theme *theme;
    int h, w; /* 0: not given */
    int speed;
    uint32_t history;
    const char *keys, *output;
    enum format format;
};

/* Exit status of a usage error. */
enum { USAGE = 2 };

/* 0, or USAGE after a line and a hint on stderr. */
int options_parse(struct options *o, int argc, char **argv);
void options_help(FILE *out);

/* Says what is wrong on stderr, with a hint, and returns USAGE. */
int usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
