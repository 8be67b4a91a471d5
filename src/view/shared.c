/* SPDX-License-Identifier: MIT */
/* What all threads of a program see: who has the baton, the variables that they share, the locks; it
 * stands where the loop is shown else. */
#include "view/shared.h"

#include <string.h>

#include "base/buf.h"
#include "story/cause.h"
#include "story/deeds.h"
#include "story/threads.h"
#include "story/updates.h"
#include "story/words.h"
#include "view/circle.h"

enum { NAME = 11, NEAR = 256, SCAN = 64 }; /* columns; events and threads looked through */

struct pen {
    struct win w;
    int y;
    const struct model *m;
};

static int put_name(struct pen *p, const char *name, bool changed)
{
    view_puts(p->w, p->y, 0, NAME, changed ? BOLD(ROLE_NAME) : STYLE(ROLE_NAME), words_name(name));
    return NAME + 1;
}

static int put_thread(struct pen *p, int x, uint32_t thread)
{
    const struct row *r = model_row(p->m, thread);
    enum task_state state = r ? (enum task_state)r->state : TASK_NONE;
    win_putc(p->w, p->y, x, STYLE(state_role(state)), state_glyph(state));
    return view_puts(p->w, p->y, x + 2, p->w.w, STYLE(state_role(state)),
                     words_name(trace_task_name(p->m->trace, thread)));
}

static void put_baton(struct pen *p)
{
    int x = put_name(p, p->m->trace->real ? "acts" : "baton", false);
    const struct row *r = model_row(p->m, p->m->task);
    if (r && r->state == TASK_RUNNING)
        put_thread(p, x, p->m->task);
    else
        view_puts(p->w, p->y, x, p->w.w, STYLE(ROLE_DIM),
                  p->m->trace->real ? "nobody" : "nobody has it");
    p->y++;
}

/* What it should be, where an update was lost. */
static void put_due(struct pen *p, int x, uint32_t number)
{
    struct deeds d;
    struct buf b = {0};
    if (deeds_of(p->m, number, &d))
        deeds_tell_due(p->m, &d, &b);
    const char *text = buf_str(&b), *colon = strchr(text, ':');
    bool narrow = x + 3 + view_width(p->w, text) > p->w.w && colon;
    view_puts(p->w, p->y, x + 3, p->w.w, STYLE(ROLE_FAILED), narrow ? colon + 2 : text);
    buf_free(&b);
}

static void put_object(struct pen *p, uint32_t number, const struct ui *ui)
{
    uint32_t at = view_object(p->m, number);
    if (at == TRACE_NONE)
        return;
    const struct event *e = trace_at(p->m->trace, at);
    const struct note *n = trace_note(p->m->trace, at);
    struct style st = ui->run.before < p->m->cursor && at >= ui->run.before ? BOLD(ROLE_STRONG)
                                                                            : STYLE(ROLE_TEXT);
    int x = put_name(p, n->name ? n->name : "?", false);
    if (e->kind == EV_SYNC && e->handle) {
        x = view_puts(p->w, p->y, x, p->w.w, st, "held by ");
        put_thread(p, x, e->handle);
    } else {
        x = view_puts(p->w, p->y, x, p->w.w, st, n->text ? n->text : "?");
        put_due(p, x, number);
    }
    p->y++;
}

/* Its latest READ and WRITE, TRACE_NONE: none near. */
static uint32_t latest(const struct model *m, uint32_t thread, enum event_kind kind)
{
    const struct row *r = model_row(m, thread);
    uint32_t i = r ? r->last : TRACE_NONE;
    for (int n = 0; n < NEAR && cause_kept(m->trace, i); n++, i = trace_previous(m->trace, i))
        if (trace_at(m->trace, i)->kind == kind)
            return i;
    return TRACE_NONE;
}

static int put_deed(struct pen *p, int x, const char *verb, uint32_t i)
{
    const struct trace *t = p->m->trace;
    struct lost lost;
    bool loses = update_lost(t, i, &lost);
    struct buf b = {0};
    words_put(&b, t, "%s %s", verb, trace_note(t, i)->text);
    x = view_puts(p->w, p->y, x, p->w.w, loses ? BOLD(ROLE_FAILED) : STYLE(ROLE_TEXT), buf_str(&b));
    buf_free(&b);
    return x;
}

/* "Thread-1  read 0, wrote 1" */
static void put_deeds(struct pen *p, uint32_t thread)
{
    uint32_t read = latest(p->m, thread, EV_READ), write = latest(p->m, thread, EV_WRITE);
    if (read == TRACE_NONE)
        return;
    int x = put_name(p, trace_task_name(p->m->trace, thread), false);
    x = put_deed(p, x, "read", read);
    if (write != TRACE_NONE && write > read) {
        x = win_puts(p->w, p->y, x, STYLE(ROLE_TEXT), ", ");
        put_deed(p, x, "wrote", write);
    }
    p->y++;
}

void view_shared(struct win w, const struct player *player, const struct ui *ui)
{
    struct pen p = {.w = w, .m = &player->model, .y = view_circle(w, &player->model)};
    put_baton(&p);
    for (uint32_t k = 1; k <= p.m->nobjects && p.y < w.h; k++)
        put_object(&p, k, ui);
    for (uint32_t a = 1; a <= p.m->nrows && a <= SCAN && p.y < w.h; a++)
        put_deeds(&p, a);
}
