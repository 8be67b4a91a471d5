/* SPDX-License-Identifier: MIT */
/* Pictures of a stage: how the options want them to look, and what they say to those who cannot see them. */
#pragma once
#include "cmd/stage.h"
#include "record/format.h"

struct look picture_look(const struct stage *s, const struct options *o);
/* The moment at the cursor, in words: a line for its headline, and two at most for its why; of two
 * runs, a line for each; nothing where nothing is watched. */
void picture_tell(struct buf *out, const struct app *a);
/* A number that is another one at another moment. */
uint32_t picture_moment(const struct app *a);
/* Draws the screen and appends a picture of it, in a format that takes stills. */
void picture_put(struct buf *out, struct stage *s, const struct options *o,
                 const struct format *format);
/* Can it be made here, and is what was made good? 0, or an exit status after a sentence on stderr. */
int picture_check(const struct format *f);
/* The same into a file, by the ending of its name. 0, or an exit status after a sentence on stderr. */
int picture_write(struct stage *s, const struct options *o, const char *file);
