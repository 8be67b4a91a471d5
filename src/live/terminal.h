/* SPDX-License-Identifier: MIT */
/* A live program's terminal: what comes from it is told where nobody else tells of it, when it is certain that
 * nobody will. */
#pragma once
#include "live/child.h"
#include "live/printed.h"
#include "live/voice.h"

struct terminal {
    const struct child *child;
    struct voice *voice;
    struct printed printed;
    bool closed; /* nobody has it open any more, which would be news for ever */
    /* Of what has come so much is looked at whether anybody tells of it, … */
    uint64_t doubted;
    double since; /* … since then … */
    bool dry;     /* … and nothing was told for a while then */
};

void terminal_close(struct terminal *t);
/* Takes in some of what has come. false: nothing has. */
bool terminal_take(struct terminal *t);
/* All that the program did so far has come, and it has told all that it was going to. */
void terminal_catch_up(struct terminal *t);
/* It has just told something, or not: what nobody can tell of any more is told. true: something was. */
bool terminal_doubt(struct terminal *t, bool told);
/* Seconds until there is something to be told of what has come; INFINITY: there is nothing. */
double terminal_patience(const struct terminal *t);
/* The program tells that it prints this. */
void terminal_told(struct terminal *t, const char *text, size_t n);
/* Types a line, and interrupts with Ctrl-C: what the terminal echoes is seen where it was typed. */
void terminal_type(struct terminal *t, struct child *c, const char *line);
void terminal_interrupt(struct terminal *t, struct child *c);
