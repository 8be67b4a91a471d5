/* SPDX-License-Identifier: MIT */
#include "view/recap.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { LABEL = 10, LABEL_NARROW = 8, NARROW = 50 };

static int put(struct win w, int y, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The row behind it. */
static int put(struct win w, int y, const char *label, const char *fmt, ...)
{
    char text[80];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    win_puts(w, y, 0, STYLE(ROLE_DIM), label);
    win_puts(w, y, w.w < NARROW ? LABEL_NARROW : LABEL, STYLE(ROLE_TEXT), text);
    return y + 1;
}

/* As the story says it. */
static double whole_ms(double seconds)
{
    return round(seconds * 1000) / 1000;
}

/* How many rows they are; a window without a line only counts them. */
static int draw_figures(struct win w, const struct player *p)
{
    const struct tally *t = &p->moments.tally;
    int y = put(w, 0, "time", "%.3f s", p->model.time);
    if (t->tasks)
        y = put(w, y, "turns", "%u, of %u task%s", t->turns, t->tasks, t->tasks == 1 ? "" : "s");
    if (t->slept > 0)
        y = put(w, y, "slept", "%g s, %s", whole_ms(t->slept),
                t->overlapped    ? "overlapping"
                : t->sleeps == 1 ? "once"
                                 : "one after the other");
    if (t->blocked > 0)
        y = put(w, y, "blocked", "%g s, the longest %g s", whole_ms(t->blocked),
                whole_ms(t->longest));
    if (p->model.status)
        y = put(w, y, "status", "%d", p->model.status);
    return y;
}

/* The lesson; where there is room for them too, the figures before. */
void view_recap(struct win w, const struct player *p, const struct ui *ui)
{
    struct win nowhere = win_nowhere(w, w.w);
    const char *lesson = ui->run.lesson ? ui->run.lesson : "";
    int figures = draw_figures(nowhere, p), rows = view_wrap(nowhere, 0, STYLE(ROLE_DIM), lesson);
    int y = !rows || figures + 1 + rows <= w.h ? draw_figures(w, p) : 0;
    view_wrap(w, y ? y + 1 : 0, STYLE(ROLE_DIM), lesson);
}
