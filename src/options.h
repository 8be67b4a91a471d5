/* SPDX-License-Identifier: MIT */
/* The command line. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "draw/theme.h"
#include "target/open.h"

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

struct options {
    enum command command;
    struct wish wish; /* .what may also be a help topic, or NULL: none */
    bool ascii, mouse, clock_pace, warnings;
    enum color_mode color;
    const struct theme *theme;
    int h, w; /* 0: not given */
    int speed;
    uint32_t history;
    const char *keys, *output;
    enum format format;
};

/* 0, or USAGE after a line and a hint on stderr. */
int options_parse(struct options *o, int argc, char **argv);
void options_help(FILE *out);
