/* SPDX-License-Identifier: MIT */
/* An asciicast that is written while somebody watches. Each frame is written at once and whole: whatever
 * ends the program, the file can be played up to there. One that cannot be written is given up, and ends
 * behind its last whole frame. */
#pragma once
#include <sys/types.h>

#include "record/cast.h"

struct recorder {
    struct cast cast;
    struct buf out; /* what is not written yet */
    char *path;
    int fd;
    off_t whole;    /* bytes of the file up to its last whole frame … */
    double seconds; /* … and how long it is up to there */
    double began;   /* in the caller's seconds */
    bool signals;   /* writing may bring one that would end the program */
    bool on;
};

/* path: NULL for a name that is free in the current folder: loopscope-1.cast, loopscope-2.cast … The
 * first frame is the screen. 0, or an errno: then it is not on. */
int recorder_start(struct recorder *r, const char *path, const struct screen *s,
                   const struct theme *t, enum depth depth, const char *title, double now);
/* 0, or an errno: then it is given up. */
int recorder_frame(struct recorder *r, const struct screen *s, const struct theme *t, double now);
/* A key, as the bytes that a terminal sends for it; it is written with the next frame. */
void recorder_key(struct recorder *r, const char *bytes, double now);
/* Its end is written. 0, or an errno. */
int recorder_stop(struct recorder *r, double now);
/* Frees the path, which is known until then. */
void recorder_close(struct recorder *r);
