/* SPDX-License-Identifier: MIT */
#include "view/lane.h"

#include "view/lanes.h"

void lane_begin(struct lane *l, uint8_t state)
{
    l->state = state;
    l->col = -1;
    l->woken = l->blocked = false;
    l->sharers = l->rank = 0;
    l->cores = 1;
}

uint32_t lane_begin_near(struct lane *l, const struct trace *t, uint32_t end)
{
    bool all = end - t->first <= MOST_STEPS;
    lane_begin(l, all ? TASK_NONE : UNKNOWN);
    return all ? t->first : end - MOST_STEPS;
}

bool lane_takes_turns(const struct lane *l)
{
    return l->sharers > l->cores;
}

/* Who shares takes turns, so many at a time as there are cores. They are shorter than a column; here each
 * has two. */
static uint8_t state_at(const struct lane *l, int col)
{
    if (l->blocked)
        return BLOCKED;
    if (!lane_takes_turns(l) || l->state != TASK_RUNNING)
        return l->state;
    int first = col / 2 * l->cores % l->sharers;
    return (l->rank - first + l->sharers) % l->sharers < l->cores ? l->state : TASK_READY;
}

void lane_carry_on(struct lane *l, int to)
{
    while (l->col < to) {
        bool ended = state_is_over(l->state) && (l->col < 0 || state_is_over(l->cells[l->col]) ||
                                                 l->cells[l->col] == TASK_NONE);
        l->col++;
        l->cells[l->col] = ended ? TASK_NONE : state_at(l, l->col);
    }
}

void lane_share(struct lane *l, const struct axis *a, uint32_t i, uint64_t mine, uint64_t all,
                int cores)
{
    int n = all & mine ? __builtin_popcountll(all) : 0;
    if (n == l->sharers)
        return;
    int col = axis_column(a, axis_event_x(a, i));
    lane_carry_on(l, col < a->w ? col : a->w - 1);
    l->sharers = n;
    l->cores = cores;
    l->rank = __builtin_popcountll(all & (mine - 1));
}

/* What a transfer does is marked where its task has no turn; the state stays what it was. */
static uint8_t mark_of(const struct event *e, uint8_t state)
{
    if (e->kind != EV_TRANSFER || state == TASK_RUNNING)
        return state;
    return e->what == LEG_REQUEST || e->what == LEG_ARRIVED ? SENT
           : e->what == LEG_BODY || e->what == LEG_FAILED || e->what == LEG_RECEIVED ||
                   e->what == LEG_END
               ? RECEIVED
               : state;
}

/* A column that holds several events shows that it ran, or how it was left. */
void lane_add(struct lane *l, const struct axis *a, uint32_t i, uint8_t state, bool blocks)
{
    int col = axis_column(a, axis_event_x(a, i));
    lane_carry_on(l, col < a->w ? col : a->w - 1);
    if (state_is_over(l->state))
        return;
    l->state = state;
    l->blocked = blocks;
    if (col >= 0 && col < a->w && !state_is_over(state) && l->cells[col] != TASK_RUNNING)
        l->cells[col] = mark_of(trace_at(a->trace, i), state);
}

static uint32_t lane_glyph(uint8_t state)
{
    switch (state) {
    case TASK_NONE:
        return ' ';
    case TASK_CREATED:
    case TASK_READY:
        return u'▂';
    case TASK_RUNNING:
        return u'█';
    case TASK_WAITING:
        return u'╌';
    case UNKNOWN:
        return u'·';
    case BLOCKED:
        return u'▒';
    case SENT:
        return u'↑';
    case RECEIVED:
        return u'↓';
    default:
        return state_glyph(state);
    }
}

static enum role lane_role(uint8_t state)
{
    switch (state) {
    case TASK_NONE:
    case TASK_WAITING:
    case UNKNOWN:
        return ROLE_DIM;
    case TASK_CREATED:
        return ROLE_READY;
    case BLOCKED:
        return ROLE_BLOCKED;
    case SENT:
    case RECEIVED:
        return ROLE_WAITING;
    default:
        return state_role(state);
    }
}

void lane_put_state(struct win w, int y, int x, unsigned state)
{
    win_putc(w, y, x, STYLE(lane_role((uint8_t)state)), lane_glyph((uint8_t)state));
}

/* The cursor stands behind the last column; an end goes there too, and is drawn over it. */
void lane_close(struct win w, int y, struct lane *l, const struct axis *a)
{
    lane_carry_on(l, (a->here < a->w ? a->here : a->w - 1) + (state_is_over(l->state) ? 1 : 0));
    if (a->here >= 0)
        win_putc(w, y, a->here + 1, STYLE(ROLE_STRONG), u'┃');
    for (int x = 0; x <= l->col && x < w.w; x++)
        if (l->cells[x])
            win_putc(w, y, x, STYLE(lane_role(l->cells[x])), lane_glyph(l->cells[x]));
}
