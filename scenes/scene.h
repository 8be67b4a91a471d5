/* SPDX-License-Identifier: MIT */
/* A scene: a lesson one can watch. C coroutines (scenes/NAME.c) stand for a Python program
 * (scenes/NAME.py); a test holds what they do against what CPython does with the program, event by
 * event. scenes/scenes.c lists them. */
#pragma once
#include "asyncio/asyncio.h"

struct scene {
    struct program program;
    const char *c_file;  /* "count.c" */
    const char *summary; /* one line */
    const char *lesson;  /* what there is to see, a sentence or two */
};

/* The list, in the order of the gallery; ends with a NULL name. */
extern const struct scene *const scenes[];
/* NULL if there is none of that name. */
const struct scene *scene_find(const char *name);
