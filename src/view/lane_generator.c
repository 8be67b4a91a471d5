/* SPDX-License-Identifier: MIT */
/* The lanes of generators, and of the program that lets them go on. */
#include <string.h>

#include "view/lane.h"
#include "view/lanes.h"

const struct note *lane_generator_note(const struct trace *t, uint32_t i)
{
    const struct note *n = trace_note(t, i);
    return n->name && n->text && !strcmp(n->name, "generator") ? n : NULL;
}

/* The state of a generator behind an event, as its text has it; TASK_NONE: it is none of a generator. */
static uint8_t generator_after(const struct trace *t, uint32_t i)
{
    static const struct {
        const char *says;
        uint8_t state;
    } states[] = {{"() is called", TASK_CREATED},
                  {"() begins", TASK_RUNNING},
                  {"() goes on", TASK_RUNNING},
                  {"() gives", TASK_WAITING},
                  {"() returns", TASK_ENDED}};
    const struct note *n = trace_at(t, i)->kind == EV_SYNC ? lane_generator_note(t, i) : NULL;
    for (size_t k = 0; n && k < sizeof states / sizeof *states; k++)
        if (strstr(n->text, states[k].says))
            return states[k].state;
    return TASK_NONE;
}

/* It waits or is over from this event on: the column is that of whom it gave control to. */
static void give_control(struct lane *l, const struct axis *a, uint32_t i, uint8_t state)
{
    int before = l->col;
    lane_add(l, a, i, state, false);
    if (l->col > before && l->state == state)
        l->cells[l->col] = state;
}

uint8_t lane_draw_generator(struct win w, int y, const struct axis *a, const struct player *p,
                            uint32_t number)
{
    const struct trace *t = a->trace;
    uint32_t end = p->model.cursor;
    struct lane l;
    for (uint32_t i = lane_begin_near(&l, t, end); i < end; i++) {
        uint8_t after = trace_at(t, i)->ref == number ? generator_after(t, i) : TASK_NONE;
        if (after == TASK_WAITING || after == TASK_ENDED)
            give_control(&l, a, i, after);
        else if (after)
            lane_add(&l, a, i, after, false);
    }
    lane_close(w, y, &l, a);
    return l.state;
}

/* The program stands still while a generator runs. */
static uint8_t program_after(const struct trace *t, uint32_t i)
{
    switch ((enum event_kind)trace_at(t, i)->kind) {
    case EV_EXIT:
        return TASK_ENDED;
    case EV_CRASH:
        return TASK_FAILED;
    case EV_SYNC:
        return generator_after(t, i) == TASK_RUNNING ? TASK_WAITING : TASK_RUNNING;
    default:
        return TASK_NONE; /* as it was */
    }
}

void lane_draw_program(struct win w, int y, const struct axis *a, const struct player *p)
{
    const struct trace *t = a->trace;
    const struct model *m = &p->model;
    struct lane l;
    for (uint32_t i = lane_begin_near(&l, t, m->cursor); i < m->cursor; i++) {
        uint8_t after = program_after(t, i);
        if (!after)
            after = l.state == TASK_WAITING ? TASK_WAITING : TASK_RUNNING;
        if (after == TASK_WAITING)
            give_control(&l, a, i, after);
        else
            lane_add(&l, a, i, after, trace_at(t, i)->kind == EV_BLOCK);
    }
    lane_close(w, y, &l, a);
}
