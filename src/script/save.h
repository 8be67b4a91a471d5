/* SPDX-License-Identifier: MIT */
/* Writes down what is done as a script, to be read and to be played again: a line for each key, or for the
 * same one several times, and for waits that are longer than those that playing has by itself. Each key is
 * in the file at once: whatever ends the program, it is a script up to there. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "ui/app.h"

struct save {
    int fd;           /* negative: nothing is written */
    const char *path; /* the caller's */
    struct buf line;  /* the last one, which may still grow, … */
    long long at;     /* … and where it begins in the file */
    double then;      /* when the last thing was done */
    int code;         /* the key of the line, so … */
    unsigned times;   /* … many times; 0: it is none */
    bool typing;      /* the line is a text, without its end */
    int error;        /* why it could not go on; it is said once */
};

/* Begins with a comment of these words. 0, or an exit status after a sentence on stderr. */
int save_open(struct save *s, const char *path, const char *words);
/* What the app was told, so many seconds after the beginning; typed: a key that was a character of a text.
 * false: it cannot be written any more; s->error says why. */
bool save_note(struct save *s, const struct message *m, bool typed, double seconds);
void save_close(struct save *s);
