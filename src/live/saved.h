/* SPDX-License-Identifier: MIT */
/* Files that are watched for being saved anew, in whatever way an editor does that. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct saved {
    int fd; /* can be read when something has happened in one of their folders; -1: nothing is watched */
    struct saved_file {
        int folder; /* as inotify calls it */
        char *name; /* within that */
    } * files;
    size_t n, cap;
};

/* 0, or a negative errno. */
int saved_open(struct saved *s);
void saved_close(struct saved *s);
/* From now on that file, too. One that is not there is of no matter. */
void saved_add(struct saved *s, const char *path);
/* Has one of them been saved since this was asked last? */
bool saved_any(struct saved *s);
