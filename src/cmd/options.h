/* SPDX-License-Identifier: MIT */
/* What a command line says. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "draw/theme.h"
#include "target/open.h"

enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER, COLOR_16, COLOR_256 };

struct command;

/* A key bound anew; to: 0 for nothing. */
enum { BINDINGS_MOST = 64 };
struct binding {
    int code, to;
    char name[16];
};

struct options {
    const struct command *command;
    const struct command *of; /* what --help was asked of; NULL: of nothing, or of a scene */
    const struct command *const *commands; /* all there are; ends with a NULL */
    uint64_t given;                     /* a bit for each option of the line: ask parse_given() */
    struct wish wish;                   /* .what may also be a help topic, or NULL: none */
    struct wish other;                  /* the second of two that are compared */
    bool comparing;                     /* … if there are two */
    struct random random, other_random; /* as --seed seeds them, for the wishes */
    bool ascii, no_mouse, clock_pace, warnings, json;
    bool predict; /* ask who runs next from the first step on */
    enum color_mode color;
    const struct theme *theme; /* NULL: not given */
    int h, w;                  /* 0: not given */
    int speed;
    uint32_t history; /* events; 0: all, as long as … */
    uint64_t memory;  /* … they take no more bytes than this; 0: any number */
    const char *keys, *script, *save_keys, *output;
    const char *record;     /* what a terminal's session is recorded into */
    bool show_keys;         /* in a terminal */
    bool hide_keys, window; /* of recordings, as … */
    unsigned loop;          /* … this, … */
    double at;              /* … and this: a still, of so many seconds; if it is given */
    const char *format;     /* NULL: not given */
    bool by_event;          /* the axis of what is exported, if it is given */
    uint32_t event;         /* behind which it is looked at, if it is given */
    struct binding bindings[BINDINGS_MOST];
    int nbindings;
    char wrong[256]; /* with the settings, first; "" for nothing */
};
