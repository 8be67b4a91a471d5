/* SPDX-License-Identifier: MIT */
/* A line that is typed (ui.input, ui.caret): its editing, and the lines that were typed before. */
#pragma once
#include "view/view.h"

enum { LINES_KEPT = 32 };

/* The lines typed before, and the one that is being typed while one goes through them. Zero is
 * empty. */
struct past {
    char lines[LINES_KEPT][sizeof((struct ui *)0)->input], draft[sizeof((struct ui *)0)->input];
    unsigned n, back; /* back: so many before the one being typed; 0: at that */
};

/* The caret stands behind it. */
void line_set(struct ui *ui, const char *text);
/* Does what a key does to a line: a character, ← → Home End, Backspace, Delete, and of Emacs' keys
 * Ctrl-A E B F U K W D. false: it is none of those. */
bool line_edit(struct ui *ui, int code);

/* Keeps a line, the oldest goes; none that is empty or the one before again. */
void past_add(struct past *p, const char *line);
/* Shows the one before (1), or behind (-1). */
void past_go(struct past *p, struct ui *ui, int by);
