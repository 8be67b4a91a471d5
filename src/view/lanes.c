/* SPDX-License-Identifier: MIT */
#include "view/lanes.h"

#include <string.h>

#include "story/updates.h"

enum {
    UNKNOWN = TASK_STATES, /* its history could not be read */
    BLOCKED,               /* it stopped everything */
    SENT,                  /* while it waits, its request went out */
    RECEIVED,              /* … its answer came, or will never come */
    MOST_STEPS = 4096      /* events looked at: a frame must not take longer than the eye */
};

struct lane {
    uint8_t cells[SCREEN_MAX]; /* enum task_state, UNKNOWN or BLOCKED; TASK_NONE is blank */
    uint8_t state;
    int col;      /* the last one that is filled */
    bool woken;   /* scheduled again while it ran */
    bool blocked; /* it stands still until its next event */
    int sharers;  /* it computes, and so many share what it takes … */
    int rank;     /* … of which it is this one */
};

/* Who shares takes turns. They are shorter than a column; here each has two. */
static uint8_t state_at(const struct lane *l, int col)
{
    if (l->blocked)
        return BLOCKED;
    bool others = l->sharers > 1 && l->state == TASK_RUNNING && col / 2 % l->sharers != l->rank;
    return others ? TASK_READY : l->state;
}

/* The state goes on up to and with column `to`. An end is shown once, behind what it ended. */
static void carry_on(struct lane *l, int to)
{
    while (l->col < to) {
        bool ended = state_is_over(l->state) && (l->col < 0 || state_is_over(l->cells[l->col]) ||
                                                 l->cells[l->col] == TASK_NONE);
        l->col++;
        l->cells[l->col] = ended ? TASK_NONE : state_at(l, l->col);
    }
}

/* What the fold of src/trace/model.c makes of an event, for one task; tests/test_tasks_pane.c holds them
 * together. */
static uint8_t state_after(struct lane *l, const struct event *e)
{
    static const uint8_t ends[] = {TASK_ENDED, TASK_ENDED, TASK_FAILED, TASK_CANCELLED};
    switch ((enum event_kind)e->kind) {
    case EV_TASK:
        return TASK_CREATED;
    case EV_SOON:
    case EV_IO:
        l->woken = true;
        return l->state == TASK_RUNNING || l->state == UNKNOWN ? l->state : TASK_READY;
    case EV_BEGIN:
        l->woken = false;
        return TASK_RUNNING;
    case EV_END:
        return l->state != TASK_RUNNING ? l->state : l->woken ? TASK_READY : TASK_WAITING;
    case EV_TASK_DONE:
        return ends[e->what & 3];
    case EV_PROCESS:
        return e->what == LEG_RECEIVED                       ? TASK_WAITING
               : e->what == LEG_EXITED                       ? TASK_ENDED
               : e->what == LEG_KILLED                       ? TASK_FAILED
               : e->what == LEG_END || e->what == LEG_CLOSED ? l->state
                                                             : TASK_RUNNING;
    default:
        return l->state;
    }
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
static void add_event(struct lane *l, const struct axis *a, uint32_t i, uint8_t state, bool blocks)
{
    int col = axis_column(a, axis_event_x(a, i));
    carry_on(l, col < a->w ? col : a->w - 1);
    if (state_is_over(l->state))
        return;
    l->state = state;
    l->blocked = blocks;
    if (col >= 0 && col < a->w && !state_is_over(state) && l->cells[col] != TASK_RUNNING)
        l->cells[col] = mark_of(trace_at(a->trace, i), state);
}

/* The events of a task from its last one back to a turn that began left of the window, at most n of
 * them, newest first. *whole is false if that turn, or the task's creation, was not reached. */
static int read_back(const struct axis *a, uint32_t last, uint32_t *events, int n, bool *whole)
{
    int got = 0;
    *whole = false;
    for (uint32_t i = last; i != TRACE_NONE && got < n; i = trace_previous(a->trace, i)) {
        const struct event *e = trace_at(a->trace, i);
        events[got++] = i;
        *whole = e->kind == EV_TASK || (e->kind == EV_PROCESS && e->what == LEG_OPEN) ||
                 (e->kind == EV_BEGIN && axis_event_x(a, i) < 0);
        if (*whole)
            break;
    }
    return got;
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
static void draw(struct win w, int y, struct lane *l, const struct axis *a)
{
    carry_on(l, (a->here < a->w ? a->here : a->w - 1) + (state_is_over(l->state) ? 1 : 0));
    if (a->here >= 0)
        win_putc(w, y, a->here + 1, STYLE(ROLE_STRONG), u'┃');
    for (int x = 0; x <= l->col && x < w.w; x++)
        if (l->cells[x])
            win_putc(w, y, x, STYLE(lane_role(l->cells[x])), lane_glyph(l->cells[x]));
}

/* ---- warnings ---- */

enum { COLUMN_LOOK = 16 }; /* warnings looked at for one that is about the lane's task */

/* The task that a warning is about, 0: none. */
static uint32_t about(const struct trace *t, uint32_t i)
{
    const struct event *e = trace_at(t, i);
    return e->kind != EV_LOOP_ERROR ? e->actor : e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
}

static void draw_warnings(struct win w, int y, const struct axis *a, const struct player *p,
                          uint32_t task)
{
    const struct trace *t = a->trace;
    uint32_t seen = p->model.warnings, k = axis_warnings(a, 0, seen);
    for (int n = 0, at = -1; k < seen; k++) {
        int col = axis_column(a, axis_event_x(a, t->warnings[k]));
        n = col == at ? n + 1 : 1;
        at = col;
        if (col >= a->w)
            return;
        if (about(t, t->warnings[k]) == task)
            win_putc(w, y, col, BOLD(ROLE_WARNING), '!');
        if (n == COLUMN_LOOK)
            k = axis_warnings(a, col + 1, seen) - 1;
    }
}

/* Until its next event? */
static bool stands_still(const struct event *e)
{
    return e->kind == EV_BLOCK || (e->kind == EV_PROCESS && e->what == LEG_SLEEPS);
}

void lane_draw(struct win w, int y, const struct axis *a, const struct player *p, uint32_t task,
               int steps)
{
    const struct row *r = model_row(&p->model, task);
    struct lane l;
    uint32_t events[MOST_STEPS];
    bool whole;
    l.col = -1;
    l.woken = l.blocked = false;
    l.sharers = 0;
    l.state = r->state;
    if (r->last >= a->trace->first && axis_event_x(a, r->last) >= 0) {
        int n = read_back(a, r->last, events, steps < MOST_STEPS ? steps : MOST_STEPS, &whole);
        l.state = whole ? TASK_NONE : UNKNOWN;
        while (n) {
            const struct event *e = trace_at(a->trace, events[--n]);
            add_event(&l, a, events[n], state_after(&l, e), stands_still(e));
        }
        if (!state_is_over(l.state))
            l.state = r->state;
    }
    draw(w, y, &l, a);
    draw_warnings(w, y, a, p, task);
}

/* ---- generators, and the program that lets them go on ---- */

/* The state of a generator behind a SYNC event, as its text has it; TASK_NONE: it is none of a
 * generator. */
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
    const struct note *n = trace_at(t, i)->kind == EV_SYNC ? trace_note(t, i) : NULL;
    if (!n || !n->name || strcmp(n->name, "generator") || !n->text)
        return TASK_NONE;
    for (size_t k = 0; k < sizeof states / sizeof *states; k++)
        if (strstr(n->text, states[k].says))
            return states[k].state;
    return TASK_NONE;
}

/* It waits or is over from this event on: the column is that of whom it gave control to. */
static void give_control(struct lane *l, const struct axis *a, uint32_t i, uint8_t state)
{
    int before = l->col;
    add_event(l, a, i, state, false);
    if (l->col > before && l->state == state)
        l->cells[l->col] = state;
}

uint8_t lane_draw_generator(struct win w, int y, const struct axis *a, const struct player *p,
                            uint32_t number)
{
    const struct trace *t = a->trace;
    uint32_t end = p->model.cursor;
    uint32_t i = end - t->first > MOST_STEPS ? end - MOST_STEPS : t->first;
    struct lane l;
    l.col = -1;
    l.woken = l.blocked = false;
    l.sharers = 0;
    l.state = i > t->first ? UNKNOWN : TASK_NONE;
    for (; i < end; i++)
        if (trace_at(t, i)->kind == EV_SYNC && trace_at(t, i)->ref == number &&
            generator_after(t, i)) {
            uint8_t after = generator_after(t, i);
            if (after == TASK_WAITING || after == TASK_ENDED)
                give_control(&l, a, i, after);
            else
                add_event(&l, a, i, after, false);
        }
    draw(w, y, &l, a);
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
    uint32_t i = m->cursor - t->first > MOST_STEPS ? m->cursor - MOST_STEPS : t->first;
    l.col = -1;
    l.woken = l.blocked = false;
    l.sharers = 0;
    l.state = i > t->first ? UNKNOWN : TASK_NONE;
    for (; i < m->cursor; i++) {
        uint8_t after = program_after(t, i);
        if (!after)
            after = l.state == TASK_WAITING ? TASK_WAITING : TASK_RUNNING;
        if (after == TASK_WAITING)
            give_control(&l, a, i, after);
        else
            add_event(&l, a, i, after, trace_at(t, i)->kind == EV_BLOCK);
    }
    draw(w, y, &l, a);
}

/* ---- the threads of the pool ---- */

/* What it does behind an event of its own: it runs a function, sleeps in it, or nothing. */
static uint8_t worker_after(const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_THREAD:
    case EV_JOB_DONE:
        return TASK_NONE;
    case EV_THREAD_SLEEP:
        return BLOCKED;
    default:
        return TASK_RUNNING;
    }
}

/* Which threads of the pool compute, each a bit by its number. */
static uint64_t bit_of(const struct trace *t, uint32_t actor)
{
    const struct actor *a = actor ? trace_actor(t, actor) : NULL;
    return a && a->kind == ACTOR_THREAD && a->number ? 1ull << (a->number - 1) % 64 : 0;
}

static void share_out(struct lane *l, const struct axis *a, uint32_t i, uint64_t mine, uint64_t all)
{
    int n = all & mine ? __builtin_popcountll(all) : 0;
    if (n == l->sharers)
        return;
    int col = axis_column(a, axis_event_x(a, i));
    carry_on(l, col < a->w ? col : a->w - 1);
    l->sharers = n;
    l->rank = __builtin_popcountll(all & (mine - 1));
}

static enum worker_does worker_doing(const struct lane *l, uint32_t job)
{
    return job == TRACE_NONE     ? WORKER_IDLE
           : l->state == BLOCKED ? WORKER_SLEEPS
           : l->sharers > 1      ? WORKER_SHARES
           : l->sharers          ? WORKER_COMPUTES
                                 : WORKER_RUNS;
}

uint32_t lane_draw_worker(struct win w, int y, const struct axis *a, const struct player *p,
                          uint32_t worker, enum worker_does *does)
{
    const struct trace *t = a->trace;
    uint32_t end = p->model.cursor, job = TRACE_NONE;
    uint32_t i = end - t->first > MOST_STEPS ? end - MOST_STEPS : t->first;
    uint64_t mine = bit_of(t, worker), computing = 0;
    struct lane l;
    l.col = -1;
    l.woken = l.blocked = false;
    l.sharers = 0;
    l.state = i > t->first ? UNKNOWN : TASK_NONE;
    for (; i < end; i++) {
        const struct event *e = trace_at(t, i);
        uint64_t bit = bit_of(t, e->actor);
        computing = e->kind == EV_THREAD_COMPUTE ? computing | bit : computing & ~bit;
        if (e->actor == worker) {
            add_event(&l, a, i, worker_after(e), false);
            job = e->kind == EV_JOB ? i : e->kind == EV_JOB_DONE ? TRACE_NONE : job;
        }
        share_out(&l, a, i, mine, computing);
    }
    *does = worker_doing(&l, job);
    draw(w, y, &l, a);
    return job;
}

/* ---- threads ---- */

/* What the fold makes of an event, for one thread: its state behind it. */
static uint8_t thread_after(struct lane *l, const struct event *e, uint32_t thread, bool first)
{
    switch ((enum event_kind)e->kind) {
    case EV_THREAD_START:
        return e->actor != thread ? l->state : first ? TASK_RUNNING : TASK_READY;
    case EV_SWITCH:
        if (e->actor == thread) {
            l->woken = false;
            return TASK_RUNNING;
        }
        return e->ref == (thread | REF_TASK) && l->state == TASK_RUNNING && !l->woken ? TASK_READY
                                                                                      : l->state;
    case EV_THREAD_WAIT:
        if (e->actor == thread && e->what == ON_COMPUTE)
            l->woken = true; /* it runs on, beside others */
        return e->actor != thread || l->woken ? l->state : TASK_WAITING;
    case EV_THREAD_DONE:
        return e->actor == thread ? TASK_ENDED : l->state;
    default:
        return l->state;
    }
}

struct marks {
    char at[SCREEN_MAX];
    bool lost[SCREEN_MAX];
};

static void mark(struct marks *marks, const struct axis *a, uint32_t i)
{
    const struct event *e = trace_at(a->trace, i);
    int col = axis_column(a, axis_event_x(a, i));
    struct lost lost;
    if ((e->kind != EV_READ && e->kind != EV_WRITE) || col < 0 || col >= a->w)
        return;
    marks->at[col] = e->kind == EV_READ ? 'r' : 'w';
    marks->lost[col] = update_lost(a->trace, i, &lost);
}

/* All events up to the cursor, those of others too: a thread is made to stand still by another one. */
static void read_thread(struct lane *l, struct marks *marks, const struct axis *a,
                        const struct player *p, uint32_t thread, int steps)
{
    const struct trace *t = a->trace;
    uint32_t i = axis_event_at(a, 0), most = (uint32_t)steps, end = p->model.cursor;
    i = i - t->first > most ? i - most : t->first;
    l->state = i > t->first ? UNKNOWN : TASK_NONE;
    i = end - i > 2 * most ? end - 2 * most : i;
    for (; i < end; i++) {
        const struct event *e = trace_at(t, i);
        uint8_t state = thread_after(l, e, thread, trace_number_of(t, thread) == 1);
        int before = l->col;
        if (state != l->state || e->actor == thread)
            add_event(l, a, i, state, false);
        if (e->kind == EV_SWITCH && state == TASK_READY && before < l->col)
            l->cells[l->col] = TASK_READY; /* that column is the other one's */
        if (e->actor == thread)
            mark(marks, a, i);
    }
}

void lane_draw_thread(struct win w, int y, const struct axis *a, const struct player *p,
                      uint32_t thread, int steps)
{
    struct lane l;
    struct marks marks = {0};
    l.col = -1;
    l.woken = l.blocked = false;
    l.sharers = 0;
    read_thread(&l, &marks, a, p, thread, steps < MOST_STEPS ? steps : MOST_STEPS);
    draw(w, y, &l, a);
    for (int x = 0; x < w.w && x < a->w; x++)
        if (marks.at[x])
            win_putc(w, y, x, marks.lost[x] ? BOLD(ROLE_FAILED) : BOLD(ROLE_TEXT),
                     (uint32_t)marks.at[x]);
}

const char *lane_legend_threads(int room, bool marked, bool real)
{
    static const char *const words[2][3] = {
        {"█ has the baton  ▂ can run  ╌ waits", "█ runs  ▂ can run  ╌ waits", "█ runs  ▂ can"},
        {"█ has the baton  ▂ can run  ╌ waits  r w reads, writes",
         "█ runs  ▂ can run  ╌ waits  r reads  w writes", "█ runs  r reads  w writes"},
    };
    int narrow = room >= 56 && !real ? 0 : room >= 46 ? 1 : 2;
    return room >= 26 ? words[marked][narrow] : "";
}

const char *lane_legend(int room, bool blocked)
{
    static const char *const words[2][2] = {
        {"█ ran  ▂ ready  ╌ waiting", "█ ran  ▂ ready"},
        {"█ ran  ▒ blocked  ▂ ready  ╌ waiting", "█ ran  ▒ blocked"},
    };
    return room >= 40 ? words[blocked][0] : room >= 20 ? words[blocked][1] : "";
}
