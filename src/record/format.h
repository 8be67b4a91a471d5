/* SPDX-License-Identifier: MIT */
/* A format of pictures and recordings: a file, and a row of the table in formats.c. What a recording is made of
 * comes from a film (record/film.h), which has put keys and captions below the screen. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "draw/screen.h"
#include "record/look.h"

/* What one sees from some time on. */
struct film_frame {
    const struct screen *screen; /* all of it, with what stands below */
    double seconds;              /* since the beginning; never less than the frame's before */
    /* For formats that have words beside the picture; each may be "". */
    const char *told;    /* the moment: lines, the first is its headline */
    const char *caption; /* it stands in the screen too, and so does … */
    const char *key;     /* … the key: "→ step" */
};

/* A place to which a player can go. */
enum mark { MARK_MOMENT, MARK_MARKER };

struct format {
    const char *name;   /* of --format */
    const char *ending; /* of its files: ".svg" */
    const char *about;  /* a word or two, for help */
    /* Appends one screen; NULL: it takes no single ones. */
    void (*still)(struct buf *out, const struct screen *s, const struct look *look);
    /* A recording: begun with a screen of the size that it will show first, then frame by frame. end()
     * frees it; `out` and what the look points to must live until then. NULL: it does not record. */
    void *(*start)(struct buf *out, const struct screen *s, const struct look *look);
    void (*frame)(void *recording, const struct film_frame *f);
    /* A key is pressed, as the bytes that a terminal sends for it; before the frame that comes of it.
     * NULL: it keeps none. */
    void (*key)(void *recording, const char *bytes, double seconds);
    /* Behind the frame that it belongs to. NULL: it keeps none. */
    void (*mark)(void *recording, enum mark mark, const char *label, double seconds);
    void (*end)(void *recording, double seconds);
    /* Why it cannot be made here, or why what has been made is no good, a sentence; NULL: all is well. Where the
     * member itself is NULL, it always is. */
    const char *(*trouble)(void);
    bool folder;       /* it makes a folder of files (record/folder.h), which have … */
    const char *files; /* … names with that ending, behind their numbers */
    bool windows;      /* it can draw a window's frame */
    bool prompts;      /* below its last line a shell's prompt may follow: it needs a line there */
};
