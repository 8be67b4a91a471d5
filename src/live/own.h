/* SPDX-License-Identifier: MIT */
/* A program of the user's own, as a command line names it, and the words that start it. */
#pragma once
#include <stdbool.h>

enum launch { LAUNCH_NOTHING, LAUNCH_FILE, LAUNCH_MODULE, LAUNCH_COMMAND };

struct own {
    enum launch launch;
    /* The file or the command, if it is one, and the arguments; ends with a NULL. */
    const char *const *words;
    const char *module;
    const char *python; /* NULL: that of $VIRTUAL_ENV, or else python3 */
    const char *input;  /* a file; NULL: whatever standard input is, or the program's terminal */
    const char *save;   /* a file for its trace; NULL: none */
    const char *only;   /* whose files are traced line by line; NULL: the user's own */
    bool no_locals;
    bool on_save; /* where its sources are saved anew, it shall be started again */
};

/* To be freed with own_words_free; ends with a NULL. */
char **own_words(const struct own *own);
void own_words_free(char **words);
/* What the program is called. */
const char *own_called(const struct own *own);
/* 0, or an exit status after a sentence: that file or interpreter is not there. */
int own_check(const struct own *own);
/* An exit status after a sentence: the first of its words could not be run. error: an errno. */
int own_not_run(const struct own *own, const char *word, int error);
