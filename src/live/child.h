/* SPDX-License-Identifier: MIT */
/* A program in a process of its own, and in a session of its own behind a terminal that is read here:
 * what the keyboard does is not meant for it, and if this end goes, it meets what any program meets
 * whose terminal is closed. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

struct child_wish {
    char *const
        *words; /* the program, looked for as a shell does, and its arguments; ends with a NULL */
    char *const *environment;
    int input; /* what its standard input is to be; -1: its terminal */
    int kept;  /* a descriptor of ours that it keeps, by the same number; -1: none */
};

struct child {
    pid_t pid;    /* 0: there is none */
    int terminal; /* what it writes is read here, and what is written here it reads */
    int ending;   /* can be read once it has ended; -1: nobody says so */
    bool ended;   /* and waited for */
    int status;   /* as waitpid has it, once ended */
};

/* 0, or a negative errno: it could not be started, and there is nothing to end. */
int child_start(struct child *c, const struct child_wish *w);
/* Has it ended? Looks, and does not wait. */
bool child_has_ended(struct child *c);
/* As Ctrl-C at its terminal. */
void child_interrupt(struct child *c);
/* Types what is there already, with the end of its line. */
void child_type(struct child *c, const char *text, size_t n);
/* Does its terminal show what is typed? */
bool child_echoes(const struct child *c);
/* All that belongs to it is asked to end (SIGTERM), and after a grace made to (SIGKILL). Gives back
 * what child_start took. */
void child_end(struct child *c);
/* Waits, at most so long, that it ends; what it writes meanwhile is read and dropped. */
bool child_wait(struct child *c, int milliseconds);

/* As a shell has it: 128 + n if signal n ended it. */
int child_exit_status(int status);
