/* SPDX-License-Identifier: MIT */
/* Where there is no task, the program does all by itself, or with generators. */
#include <stdio.h>
#include <string.h>

#include "story/words.h"
#include "view/about.h"
#include "view/lanes.h"
#include "view/tasks_parts.h"

static const char *program_name(const struct player *p)
{
    return p->trace.file ? words_name(p->trace.file) : "the program";
}

int tasks_program_lane(struct win w, const struct player *p)
{
    return 4 + view_width(w, program_name(p)) + 1;
}

enum { OBJECTS_SCAN = 1024 }; /* looked at for generators */

/* The generators of a program without a loop: their names, their lanes below that of the program. Returns how
 * many lines they take. */
static int draw_generators(struct win w, int lane, const struct axis *a, const struct player *p)
{
    const struct model *m = &p->model;
    struct win right = win_sub(w, 0, lane, w.h, w.w);
    int lines = 0;
    for (uint32_t i = 1; i <= m->nobjects && i < OBJECTS_SCAN && lines < w.h; i++) {
        uint32_t sync = view_object(m, i);
        const struct note *n = sync == TRACE_NONE ? NULL : lane_generator_note(&p->trace, sync);
        if (!n)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(n->text, " "), n->text);
        view_puts(w, lines, 3, lane - 1, STYLE(ROLE_NAME), words_name(name));
        uint8_t state = lane_draw_generator(right, lines, a, p, i);
        if (state < TASK_STATES)
            win_putc(w, lines, 1, STYLE(state_role(state)), state_glyph(state));
        lines++;
    }
    return lines;
}

void tasks_draw_program(struct win w, const struct player *p, const struct ui *ui)
{
    const struct model *m = &p->model;
    if (p->trace.first == p->trace.end)
        return;
    bool over = m->phase == PHASE_OVER;
    struct win right = win_sub(w, 0, tasks_program_lane(w, p), w.h, w.w);
    struct axis a = axis_make(p, ui, right.w);
    win_putc(w, 0, 1, STYLE(over ? ROLE_DONE : ROLE_RUNNING),
             state_glyph(over ? TASK_ENDED : TASK_RUNNING));
    view_puts(w, 0, 3, w.w, STYLE(ROLE_TEXT), program_name(p));
    lane_draw_program(right, 0, &a, p);
    int y = 1 + draw_generators(win_sub(w, 1, 0, w.h - 3, w.w), tasks_program_lane(w, p), &a, p);
    axis_draw(win_sub(right, y, 0, w.h, right.w), &a, p, ui);
    if (w.h > y + 3)
        view_puts(w, y + 3, 1, w.w, STYLE(ROLE_DIM),
                  m->tick ? "No task is left in what is kept of the trace."
                  : over  ? "No task was made: the program's own lines ran."
                          : "No task yet: the program's own lines run.");
}
