/* SPDX-License-Identifier: MIT */
#include "trace/archive.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

struct archived {
    _Alignas(struct model) char plain[MODEL_PLAIN];
    uint32_t versions; /* how many there are before it */
};

struct version {
    struct linked link; /* at: the mark */
    uint32_t task;
    struct row row;
};

/* What a model sees of it. */
struct archive_sight {
    struct sight sight;
    const struct archive *archive;
    struct undone *undo; /* of the last events, where the model came back by few; has MARK_EVERY */
    uint32_t nundo;
    uint32_t mark; /* since which the rows have changed that did … */
    uint32_t *changed;
    uint32_t nchanged;
    size_t changed_cap;
    uint32_t *seen; /* by task - 1: the row is there if this is `now` */
    size_t seen_cap;
    uint32_t now;
};

/* ---- writing it down ---- */

static struct links links_of(const struct archive *p)
{
    return (struct links){(char *)p->versions, sizeof *p->versions, p->gone};
}

/* Of those members that are there, the n behind the first `from`. */
static void forget_part(void *at, size_t members, size_t from, size_t n, size_t size)
{
    if (from < members)
        xrelease((char *)at + from * size, (n < members - from ? n : members - from) * size);
}

/* The row as it was at the mark; NULL: there was none. */
static const struct row *row_at(const struct archive *p, uint32_t task, uint32_t mark)
{
    struct links l = links_of(p);
    uint32_t newest = task <= p->newest_cap ? p->newest[task - 1] - 1 : NO_LINK;
    uint32_t version = links_find(&l, newest, mark);
    if (version != NO_LINK)
        return &p->versions[version].row;
    return task <= p->before_cap ? &p->before[task - 1] : NULL;
}

static inline void touch(struct archive *p, uint32_t task)
{
    if (!task)
        return;
    size_t word = (task - 1) / 64;
    uint64_t bit = 1ull << (task - 1) % 64;
    p->bits = xgrow_zero(p->bits, &p->bits_cap, word + 1, sizeof *p->bits);
    if (p->bits[word] & bit)
        return;
    p->bits[word] |= bit;
    p->changed = xgrow(p->changed, &p->changed_cap, p->nchanged + 1, sizeof *p->changed);
    p->changed[p->nchanged++] = task;
}

static void keep_row(struct archive *p, const struct row *row, uint32_t task, uint32_t mark)
{
    struct links l = links_of(p);
    stands_move(&p->stands, task, row_at(p, task, mark), row);
    p->newest = xgrow_zero(p->newest, &p->newest_cap, task, sizeof *p->newest);
    struct linked link = links_add(&l, p->nversions, p->newest[task - 1] - 1, mark);
    p->versions = xgrow(p->versions, &p->versions_cap, p->nversions + 1, sizeof *p->versions);
    p->versions[p->nversions] = (struct version){link, task, *row};
    p->newest[task - 1] = ++p->nversions;
    p->ntasks = task > p->ntasks ? task : p->ntasks;
}

static void keep_mark(struct archive *p, const struct model *head)
{
    for (uint32_t k = 0; k < p->nchanged; k++) {
        uint32_t task = p->changed[k];
        p->bits[(task - 1) / 64] = 0;
        if (task <= head->nrows)
            keep_row(p, &head->rows[task - 1], task, p->nmarks);
    }
    p->nchanged = 0;
    p->marks = xgrow(p->marks, &p->marks_cap, p->nmarks + 1, sizeof *p->marks);
    struct archived *mark = &p->marks[p->nmarks++];
    memcpy(mark->plain, head, MODEL_PLAIN);
    mark->versions = p->nversions;
    stands_mark(&p->stands, p->nmarks - 1);
}

/* Whose rows an event can touch: its actor's, that of who runs, that of the task it refers to. */
enum { TOUCHED = 3 };
static inline void touched(const struct model *m, const struct event *e, uint32_t tasks[TOUCHED])
{
    tasks[0] = e->actor;
    tasks[1] = m->task == e->actor ? 0 : m->task;
    tasks[2] = e->ref & REF_TASK ? e->ref & ~REF_TASK : 0;
    for (int k = 1; k < TOUCHED; k++)
        tasks[k] = tasks[k] <= m->nrows ? tasks[k] : 0;
}

void archive_apply(struct archive *p, struct model *head)
{
    uint32_t tasks[TOUCHED];
    touched(head, trace_at(head->trace, head->cursor), tasks);
    for (int k = 0; k < TOUCHED; k++)
        touch(p, tasks[k]);
    model_apply(head);
    if (head->cursor % MARK_EVERY == 0)
        keep_mark(p, head);
}

/* ---- life ---- */

void archive_init(struct archive *p, const struct model *head)
{
    *p = (struct archive){0};
    keep_mark(p, head);
}

void archive_close(struct archive *p)
{
    free(p->marks);
    free(p->versions);
    free(p->newest);
    free(p->before);
    free(p->bits);
    free(p->changed);
    free(p->ended);
    free(p->ended_in);
    free(p->whole);
    stands_close(&p->stands);
    *p = (struct archive){0};
}

/* ---- tasks that are gone, too ---- */

uint32_t archive_block = 1 << 14;

/* It will be looked up no more. */
static void let_go_of_block(struct archive *p, uint32_t block)
{
    size_t from = (size_t)block * archive_block;
    forget_part(p->newest, p->newest_cap, from, archive_block, sizeof *p->newest);
    forget_part(p->before, p->before_cap, from, archive_block, sizeof *p->before);
    p->whole = xgrow(p->whole, &p->whole_cap, p->nwhole + 1u, sizeof *p->whole);
    p->whole[p->nwhole++] = block;
}

/* What was last known of it is that it is over, and that is gone. */
static void note_ended(struct archive *p, uint32_t task)
{
    size_t word = (task - 1) / 64;
    uint64_t bit = 1ull << (task - 1) % 64;
    uint32_t block = (task - 1) / archive_block;
    p->ended = xgrow_zero(p->ended, &p->ended_cap, word + 1, sizeof *p->ended);
    if (p->ended[word] & bit)
        return;
    p->ended[word] |= bit;
    p->ended_in = xgrow_zero(p->ended_in, &p->blocks_cap, block + 1u, sizeof *p->ended_in);
    if (++p->ended_in[block] == archive_block)
        let_go_of_block(p, block);
}

void archive_forget(struct model *m, uint32_t from, uint32_t n)
{
    struct archive_sight *s = (struct archive_sight *)m->sight;
    forget_part(m->rows, m->rows_cap, from, n, sizeof *m->rows);
    if (!s)
        return;
    forget_part(s->seen, s->seen_cap, from, n, sizeof *s->seen);
    s->nundo = 0;
}

/* ---- letting go ---- */

/* Of each task what was last before the first mark stays. */
void archive_drop(struct archive *p, uint32_t first)
{
    p->first = first / MARK_EVERY;
    for (; p->gone < p->nversions && p->versions[p->gone].link.at <= p->first; p->gone++) {
        const struct version *v = &p->versions[p->gone];
        p->before = xgrow_zero(p->before, &p->before_cap, v->task, sizeof *p->before);
        p->before[v->task - 1] = v->row;
        if (state_is_over(v->row.state) && p->newest[v->task - 1] == p->gone + 1)
            note_ended(p, v->task);
    }
    xrelease(p->versions, p->gone * sizeof *p->versions);
    xrelease(p->marks, p->first * sizeof *p->marks);
    stands_drop(&p->stands, p->first);
}

size_t archive_bytes(const struct archive *p)
{
    size_t tasks = p->ntasks - (size_t)p->nwhole * archive_block;
    return (p->nmarks - p->first) * sizeof *p->marks +
           (p->nversions - p->gone) * sizeof *p->versions +
           tasks * (sizeof *p->newest + sizeof *p->before) + stands_bytes(&p->stands);
}

/* ---- what a model sees of it ---- */

/* What an event changed, as it was before. */
struct undone {
    _Alignas(struct model) char plain[MODEL_PLAIN];
    uint32_t tasks[TOUCHED]; /* 0: none */
    struct row rows[TOUCHED];
};

uint64_t archive_looks;

static void look(struct model *m, uint32_t task)
{
    static const struct row none;
    struct archive_sight *s = (struct archive_sight *)m->sight;
    if (task <= s->seen_cap && s->seen[task - 1] == s->now)
        return;
    s->seen = xgrow_zero(s->seen, &s->seen_cap, task, sizeof *s->seen);
    m->rows = xgrow(m->rows, &m->rows_cap, task, sizeof *m->rows);
    archive_looks++;
    const struct row *r = row_at(s->archive, task, s->mark);
    m->rows[task - 1] = r ? *r : none;
    s->seen[task - 1] = s->now;
}

static void close_sight(struct sight *sight)
{
    struct archive_sight *s = (struct archive_sight *)sight;
    free(s->seen);
    free(s->changed);
    free(s->undo);
    free(s);
}

static struct archive_sight *sight_of(const struct archive *p, struct model *m)
{
    if (m->sight)
        return (struct archive_sight *)m->sight;
    struct archive_sight *s = xcalloc(1, sizeof *s);
    *s = (struct archive_sight){
        .sight = {look, close_sight}, .archive = p, .now = 1, .mark = NO_LINK};
    m->sight = &s->sight;
    return s;
}

/* ---- seeking ---- */

static void forget_all(struct archive_sight *s)
{
    if (++s->now)
        return;
    memset(s->seen, 0, s->seen_cap * sizeof *s->seen);
    s->now = 1;
}

static void forget(struct archive_sight *s, uint32_t task)
{
    if (task <= s->seen_cap)
        s->seen[task - 1] = 0;
}

/* The rows that are another's at mark `to`. */
static void forget_between(struct archive_sight *s, uint32_t to)
{
    enum { MANY = 16 * MARK_EVERY };
    const struct archive *p = s->archive;
    uint32_t low = s->mark < to ? s->mark : to, high = s->mark < to ? to : s->mark;
    if (s->mark == NO_LINK || low < p->first ||
        p->marks[high].versions - p->marks[low].versions > MANY) {
        forget_all(s);
        return;
    }
    for (uint32_t k = p->marks[low].versions; k < p->marks[high].versions; k++)
        forget(s, p->versions[k].task);
    for (uint32_t k = 0; k < s->nchanged; k++)
        forget(s, s->changed[k]);
}

static void go_to_mark(const struct archive *p, struct model *m, uint32_t mark)
{
    struct archive_sight *s = sight_of(p, m);
    forget_between(s, mark);
    s->mark = mark;
    s->nchanged = 0;
    memcpy(m, p->marks[mark].plain, MODEL_PLAIN);
    if (m->soonest)
        m->soonest->n = 0;
}

/* Before the next event changes these rows. */
static void look_at_changed(struct model *m, const uint32_t tasks[TOUCHED])
{
    struct archive_sight *s = (struct archive_sight *)m->sight;
    for (int k = 0; k < TOUCHED; k++) {
        if (!tasks[k])
            continue;
        look(m, tasks[k]);
        s->changed = xgrow(s->changed, &s->changed_cap, s->nchanged + 1, sizeof *s->changed);
        s->changed[s->nchanged++] = tasks[k];
    }
}

static void go_forth(struct model *m, uint32_t cursor)
{
    struct archive_sight *s = (struct archive_sight *)m->sight;
    uint32_t tasks[TOUCHED];
    s->nundo = 0;
    for (; m->cursor < cursor; model_apply(m)) {
        if (m->cursor / MARK_EVERY != s->mark) {
            s->mark = m->cursor / MARK_EVERY;
            s->nchanged = 0;
        }
        touched(m, trace_pass(m->trace, m->cursor), tasks);
        look_at_changed(m, tasks);
    }
}

/* ---- back, step by step: who came back from near by may go on so ---- */

static void keep_undo(struct model *m, struct undone *u)
{
    touched(m, trace_pass(m->trace, m->cursor), u->tasks);
    look_at_changed(m, u->tasks);
    memcpy(u->plain, m, MODEL_PLAIN);
    for (int k = 0; k < TOUCHED; k++)
        if (u->tasks[k])
            u->rows[k] = m->rows[u->tasks[k] - 1];
}

static void go_forth_for_undo(struct model *m, uint32_t cursor)
{
    struct archive_sight *s = (struct archive_sight *)m->sight;
    if (!s->undo)
        s->undo = xmalloc(MARK_EVERY * sizeof *s->undo);
    for (s->nundo = 0; m->cursor < cursor; model_apply(m)) {
        checked(s->nundo < MARK_EVERY);
        keep_undo(m, &s->undo[s->nundo++]);
    }
}

static void undo(struct model *m, uint32_t events)
{
    struct archive_sight *s = (struct archive_sight *)m->sight;
    while (events--) {
        const struct undone *u = &s->undo[--s->nundo];
        memcpy(m, u->plain, MODEL_PLAIN);
        for (int k = 0; k < TOUCHED; k++)
            if (u->tasks[k])
                m->rows[u->tasks[k] - 1] = u->rows[k];
    }
    if (m->soonest)
        m->soonest->n = 0;
}

void archive_seek(const struct archive *p, struct model *m, uint32_t cursor)
{
    uint32_t mark = cursor / MARK_EVERY;
    if (mark >= p->nmarks)
        mark = p->nmarks - 1;
    const struct archive_sight *s = (struct archive_sight *)m->sight;
    bool there = s && m->cursor >= p->first * MARK_EVERY;
    int64_t by = (int64_t)cursor - m->cursor;
    if (there && by < 0 && -by <= s->nundo) {
        undo(m, (uint32_t)-by);
    } else if (there && by < 0 && -by <= MARK_EVERY) {
        go_to_mark(p, m, mark);
        go_forth_for_undo(m, cursor);
    } else {
        if (!there || by < 0 || by > MARK_EVERY)
            go_to_mark(p, m, mark);
        go_forth(m, cursor);
    }
}

/* ---- who stands where ---- */

/* Of the rows that have changed since the mark each once, though the list may have them more often. */
static void move_changed(const struct archive_sight *s, const struct model *m, struct stand *at,
                         uint32_t n)
{
    uint32_t *seen = xmalloc((s->nchanged + 1) * sizeof *seen), nseen = 0;
    for (uint32_t k = 0; k < s->nchanged; k++) {
        uint32_t task = s->changed[k], i = 0;
        while (i < nseen && seen[i] != task)
            i++;
        if (i < nseen)
            continue;
        seen[nseen++] = task;
        stand_move(at, n, task, row_at(s->archive, task, s->mark), model_row(m, task));
    }
    free(seen);
}

struct stand *archive_stands(const struct model *m, uint32_t n)
{
    const struct archive_sight *s = (const struct archive_sight *)m->sight;
    struct stand *at = xcalloc(n, sizeof *at);
    for (uint32_t task = 1; !s && task <= m->nrows; task++)
        stand_move(at, n, task, NULL, model_row(m, task));
    if (!s)
        return at;
    for (uint32_t place = 1; place < n && place < s->archive->stands.nplaces; place++)
        at[place] = stands_at(&s->archive->stands, place, s->mark);
    move_changed(s, m, at, n);
    return at;
}
