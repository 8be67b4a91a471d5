/* SPDX-License-Identifier: MIT */
/* What a lesson adds to the story of its own run. */
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

struct remarks {
    const struct remark *lines; /* up to one of line 0; may be NULL */
    const char *end;            /* at the end; may be NULL */
    const char *next;           /* the scene to open next; may be NULL */
};
