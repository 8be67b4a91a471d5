/* SPDX-License-Identifier: MIT */
/* The source that is shown, line by line. Lines are Python's everywhere in a trace; in a C source,
 * py(N) says which one a line stands for. Numbers of its own lines are from 0. */
#pragma once
#include "view/view.h"

struct page {
    const char *name, *text;
    const char *file; /* of its Python lines, as a breakpoint has it */
    bool c;
    int nlines;
    uint32_t npython; /* its Python lines are less than this */
    int ran, next;    /* the line that ran last, and one stopped before; -1: none of them */
    int cursor;       /* the one chosen while the pane has the focus; -1: none */
};

struct line {
    const char *s; /* n bytes */
    size_t n;
    uint32_t py; /* the Python line it is or stands for, 0: none */
};

/* false: there is no source. */
bool page_open(struct page *page, const struct player *p, const struct ui *ui);

/* The first line, and from each to the next, whose number is y; false behind the last. */
bool page_first(const struct page *page, struct line *l);
bool page_next(const struct page *page, struct line *l, int y);
/* Line y; false: there is none. */
bool page_line(const struct page *page, int y, struct line *l);
/* The line of a place, if it is in this file; else 0. */
uint32_t page_python(const struct page *page, const struct trace *t, uint32_t place);

/* Which of the sources the program's own is; the first, if that is not known. */
size_t page_own(const struct trace *t);
/* Which of them is shown. There is one. */
size_t page_which(const struct trace *t, const struct ui *ui);
