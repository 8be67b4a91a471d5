/* SPDX-License-Identifier: MIT */
/* An app that watches one program, and whose keys a test presses. */
#pragma once
#include "player/player.h"
#include "trace/load.h"
#include "ui/app.h"

struct bench {
    struct app app;
    struct player player;
    struct load load;
    bool is_file;
    unsigned reaction; /* all bits since it was opened */
};

/* A scene, or a golden file if it is a path; NULL: nothing, which is the gallery. */
void bench_open(struct bench *b, const char *name, uint32_t cursor);
void bench_watch(struct bench *b, const char *name, uint32_t cursor);
void bench_close(struct bench *b);

void bench_tell(struct bench *b, struct message m);
/* A key script, as on the command line. */
void bench_press(struct bench *b, const char *script);
