/* SPDX-License-Identifier: MIT */
/* Where one stood in a program that is started again, and how one looked at it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "view/view.h"

/* A line of a source, by what stands in it. */
struct stood {
    char file[128], text[160]; /* "": the program's own file */
    uint32_t line;             /* 0: none */
};

struct again {
    bool kept, goes;    /* how one looked at it; and one goes to where one stood */
    struct run looked;  /* of which some members are put back */
    bool chose;         /* that task was selected */
    char task[64];      /* whose turn it was, by its name, … */
    uint32_t turn;      /* … and its how many-th; then so many are left … */
    struct stood stood; /* … and where in it */
    /* On the way there: the turn's first event, whose it is, the nearest event so far, and how far off. */
    uint32_t begin, actor, best, off;
};

/* How one looks at it, and nowhere to go to. */
static inline struct again stood_of(const struct run *r)
{
    return (struct again){.kept = true, .looked = *r};
}
