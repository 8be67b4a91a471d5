/* SPDX-License-Identifier: MIT */
/* What R does: a recording of what is watched begins, and ends. */
#pragma once
#include "cmd/stage.h"
#include "record/recorder.h"
#include "ui/live.h"

struct recording {
    struct recorder recorder;
    struct stage *stage;
    const char *path; /* of --record, until it was used; NULL: a free name */
    bool wanted;      /* it begins with the next frame */
    struct onlooker onlooker;
};

/* With --record it begins with the first frame. The stage must live until recording_close. */
void recording_open(struct recording *r, struct stage *s, const struct options *o);
/* The terminal is as it was before: what was still recorded ends, and that is said on stderr. */
void recording_close(struct recording *r);
