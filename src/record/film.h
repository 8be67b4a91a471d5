/* SPDX-License-Identifier: MIT */
/* A film: what somebody sees of a session, for any format. It puts a line below the screen, with the
 * key that was pressed and a caption; leaves out what is hidden, and its time with it; and passes on
 * frames, keys and marks as they come. Seconds are the session's, and never go back. */
#pragma once
#include "record/format.h"

/* What is seen of a key. */
struct film_key {
    const char *label; /* "→" */
    const char *does;  /* "step"; "": it is typed */
    const char *bytes; /* as a terminal sends it */
};

struct film {
    const struct format *format;
    struct look look;
    struct buf *out;
    void *recording;      /* of the format */
    struct screen canvas; /* the screen that was shown last, and the line below it */
    int strip;            /* lines below the screen: 0 or 1 */
    bool dirty;           /* the canvas has changed, and nobody has seen it */
    char label[48], does[24], key[96];
    unsigned times;
    double pressed; /* when; negative: no key is seen */
    struct buf caption, told;
    double at;       /* the last frame, in seconds of the film */
    double hidden;   /* since when, in the session's seconds; negative: it is not */
    double left_out; /* so many seconds of the session */
    unsigned frames;
};

/* Begins, with a screen of the size it will show first. The format must record, or the look be still
 * and the format take stills. `out`, and what the look points to, must live until film_end. */
void film_start(struct film *f, const struct format *format, struct buf *out,
                const struct screen *first, const struct look *look);
void film_frame(struct film *f, const struct screen *s, double seconds);
/* Before the frame that comes of it. */
void film_key(struct film *f, const struct film_key *key, double seconds);
void film_caption(struct film *f, const char *text, double seconds);
/* What the moment is told as, from the next frame on: lines, the first is its headline. */
void film_tell(struct film *f, const char *text, double seconds);
/* Behind the frame that it belongs to. */
void film_mark(struct film *f, enum mark mark, const char *label, double seconds);
void film_hide(struct film *f, bool hidden, double seconds);
/* How long it is so far. */
double film_length(const struct film *f, double seconds);
/* The last frame stays until then; frees all that it holds. */
void film_end(struct film *f, double seconds);
