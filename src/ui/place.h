/* SPDX-License-Identifier: MIT */
/* Lines of the program's files, as they are typed and said. */
#pragma once
#include "base/buf.h"
#include "ui/state.h"

/* LINE or FILE:LINE, and what stands behind it. */
struct place_typed {
    const char *file; /* NULL: the program's own */
    uint32_t line;
    const char *rest;
    char name[sizeof((struct ui *)0)->input];
};

/* false: it is none, and that is said, with how the command goes. */
bool place_read(struct app *a, const char *text, const char *usage, struct place_typed *to);
/* false: nothing on that line can run, and that is said. */
bool place_can_run(struct app *a, const char *file, uint32_t line);
/* "line 6" of the source that is shown, "line 6 of a.py" if that is the C beside it, "b.py:6" of
 * another file. */
void place_put(struct buf *out, const struct app *a, const char *file, uint32_t line);
