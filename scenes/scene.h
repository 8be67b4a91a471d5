/* SPDX-License-Identifier: MIT */
/* A scene: a lesson one can watch. C coroutines (scenes/NAME.c) stand for a Python program
 * (scenes/NAME.py); a test holds what they do against what CPython does with the program, event by
 * event.
 *
 *     module (1) {
 *         async_begin;
 *         py(8)  asyncio_run(call(main));
 *         async_end;
 *     }
 *
 *     SCENE(tea, "tea", "two cups", "A loop may await.")
 *
 * A scene is these two files and nothing else: the list is made when loopscope is built. */
#pragma once
#include "asyncio/asyncio.h"
#include "base/remark.h"
#include "io/io.h"
#include "threads/threading.h"

struct scene {
    struct program program;
    const char *c_file; /* "count.c" */
    /* It has real parts, sockets or processes: of CPython's run of its twin the output is the same, and
     * what is guaranteed, but not every event (docs/truth.md). */
    bool outside;
    bool real;              /* it has real parts, and every event is CPython's all the same */
    const char *summary;    /* one line */
    const char *lesson;     /* what there is to see, a sentence or two */
    struct handout handout; /* what else there is to say of it */
    /* What it adds to the story; at its end, and questions, only if no parameter was changed. */
    struct remarks remarks;
    const char *beside; /* the scene that it is worth comparing with; NULL: none is */
};

/* clang-format off */

/* The program's own lines, of which the first is at `line`; module_with: and the variables that
 * they need. */
#define module(line)                                                                               \
    struct module { struct coro coro; };                                                           \
    async (module, def(line))
#define module_with(line, ...)                                                                     \
    struct module { struct coro coro; __VA_ARGS__ };                                               \
    async (module, def(line))

/* A parameter of programs of threads. */
#define PARAM_GIL                                                                                  \
    {.name = "gil",                                                                                \
     .about = "off: as if there was no GIL, others may go on before any read, write or lock",      \
     .value = 1,                                                                                   \
     .least = 0,                                                                                   \
     .most = 1}

/* The scene of the files ID.py and ID.c: as the user calls it, its summary, its lesson; then what
 * else there is to say: .program.params = …, .handout = …, .remarks = … */
#define SCENE(id, called, about, ...)                                                              \
    const struct scene scene_##id = {                                                              \
        .program.name = called,                                                                    \
        .program.file = #id ".py",                                                                 \
        .program.module = module_async,                                                            \
        .c_file = #id ".c",                                                                        \
        .summary = about,                                                                          \
        .lesson = __VA_ARGS__                                                                      \
    };
/* clang-format on */

/* The list, in the order of scenes/path.txt; ends with NULL. */
extern const struct scene *const scenes[];
/* Of each of them the chapter that it begins; NULL: it goes on with the one before. */
extern const char *const chapters[];
/* NULL if there is none of that name. */
const struct scene *scene_find(const char *name);
