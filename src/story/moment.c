/* SPDX-License-Identifier: MIT */
#include "story/moment.h"

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/story.h"

/* Of a text that has no room in one line the rest goes into the next one, if that is empty. */
static void split(struct buf *text, struct buf *below)
{
    size_t cut = 0, columns = 0;
    if (moment_columns(text) <= MOMENT_COLUMNS || below->len)
        return;
    for (size_t i = 0; i < text->len && columns <= MOMENT_COLUMNS; i++) {
        columns += ((unsigned char)text->s[i] & 0xc0) != 0x80;
        if (text->s[i] == ' ' && columns <= MOMENT_COLUMNS + 1)
            cut = i;
    }
    if (!cut)
        return;
    buf_puts(below, text->s + cut + 1);
    text->s[text->len = cut] = 0;
}

static void tell_event(const struct telling *s)
{
    story_tell_of(s->m, s->s->head, s->headline, s->why);
}

static void tell_stuck(const struct telling *s)
{
    (model_of_threads(s->m) ? tell_threads_stuck : tell_event)(s);
}

/* Moments of all other kinds are told as their event is. */
static teller *const tellers[EV_KINDS] = {
    [EV_START] = tell_start,
    [EV_LOOP] = tell_setup,
    [EV_CLOSE] = tell_ending,
    [EV_EXIT] = tell_recap,
    [EV_JUMP] = tell_jump,
    [EV_IDLE] = tell_idle,
    [EV_BEGIN] = tell_callback,
    [EV_END] = tell_wait,
    [EV_TASK] = tell_tasks,
    [EV_TASK_DONE] = tell_done,
    [EV_FUT_DONE] = tell_futures,
    [EV_CANCEL] = tell_cancel,
    [EV_TIMER] = tell_timer,
    [EV_OUT] = tell_print,
    [EV_ERR] = tell_print,
    [EV_BLOCK] = tell_block,
    [EV_EXECUTOR] = tell_executor,
    [EV_SYNC] = tell_sync,
    [EV_SOON] = tell_soon,
    [EV_TRANSFER] = tell_transfers,
    [EV_PROCESS] = tell_process,
    [EV_THREAD_WAIT] = tell_thread_wait,
    [EV_DEADLOCK] = tell_stuck,
    [EV_THREAD] = tell_worker,
    [EV_THREAD_START] = tell_thread,
    [EV_THREAD_DONE] = tell_thread_done,
    [EV_SWITCH] = tell_thread_switch,
    [EV_READ] = tell_shared,
    [EV_WRITE] = tell_shared,
};

/* Whom the head speaks of, or else who runs at the end. */
static uint32_t who(const struct model *m, const struct event *e)
{
    bool own = e->kind == EV_OUT || e->kind == EV_ERR || e->kind == EV_BLOCK || e->kind == EV_END ||
               e->kind == EV_TASK_DONE;
    return own ? e->actor : m->task;
}

static struct telling telling_of(const struct model *m, const struct moments *moments,
                                 const struct stop *stop, uint32_t first, struct moment *to)
{
    const struct trace *t = m->trace;
    bool begins = cause_kept(t, stop->begin);
    struct telling s = {
        .m = m,
        .t = t,
        .y = &moments->tally,
        .s = stop,
        .first = first > t->first ? first : t->first,
        .e = trace_at(t, stop->head),
        .n = *trace_note(t, stop->head),
        .begins = begins,
        .before = begins ? turn_before(t, stop->begin) : TRACE_NONE,
        .veiled = to->veiled,
        .headline = &to->headline,
        .why = &to->why[0],
        .more = &to->why[1],
    };
    s.who = who(m, s.e);
    s.starts = begins && turn_is_first(t, stop->begin);
    return s;
}

bool story_moment(const struct model *m, const struct moments *moments, struct moment *to)
{
    uint32_t first;
    const struct stop *stop = moments_at(moments, m->cursor, &first);
    if (!stop || !cause_kept(m->trace, stop->head))
        return false;
    struct telling s = telling_of(m, moments, stop, first, to);
    (tellers[s.e->kind] ? tellers[s.e->kind] : tell_event)(&s);
    split(s.why, s.more);
    if (!s.more->len)
        moment_remark(&s, s.more);
    moment_fit(s.headline);
    moment_fit(s.why);
    moment_fit(s.more);
    return true;
}

void moment_free(struct moment *to)
{
    buf_free(&to->headline);
    buf_free(&to->why[0]);
    buf_free(&to->why[1]);
}

static void add_line(struct buf *out, const struct buf *line)
{
    buf_add(out, buf_str(line), line->len);
    buf_putc(out, '\n');
}

void story_lines(const struct model *m, const struct moments *moments, struct buf *out)
{
    struct moment told = {0};
    if (!story_moment(m, moments, &told))
        story_tell(m, &told.headline, &told.why[0]);
    add_line(out, &told.headline);
    for (int i = 0; i < 2; i++)
        add_line(out, &told.why[i]);
    moment_free(&told);
}
