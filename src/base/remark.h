/* SPDX-License-Identifier: MIT */
/* What a lesson has to say: a handout, and what it adds to the story of its own run. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Said where the line did something. {i} stands for what the local i is then; if there is none, the
 * remark is not made. */
struct remark {
    uint32_t line;
    const char *text;
    bool once; /* not where the line blocks again */
};

/* A question that stands in the story at one step, and its answer, which stands where it is seen. */
struct quiz {
    const char *question, *answer; /* one line each; a NULL question ends a list */
    unsigned asked, answered;      /* steps */
    const char *shows;             /* what the story says at that step, and no other answer would */
};

struct remarks {
    const struct remark *lines; /* up to one of line 0; may be NULL */
    const char *end;            /* at the end; may be NULL */
    const struct quiz *quiz;    /* may be NULL */
};

/* A handout: sentences, of which any may be NULL. */
struct handout {
    const char *question; /* that the lesson answers */
    const char *look;     /* where to look, step by step */
    const char *belief;   /* what many believe, and why it is not so */
    const char *change;   /* what to change, and what comes of it */
};
