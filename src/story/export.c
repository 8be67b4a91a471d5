/* SPDX-License-Identifier: MIT */
#include "story/export.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "story/moment.h"
#include "story/story.h"
#include "story/words.h"

enum { NUMBER = 7, TICK = 6, TIME = 11, WHO = 10, KIND = 12 }; /* columns */

/* Printable text, cut or filled up to `width` columns. */
static void put_cell(struct buf *out, const char *s, int width)
{
    size_t n = strlen(s);
    int used = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t k = utf8_decode(s + i, n - i, &c);
        int w = c == UTF8_BAD ? -1 : utf8_width(c);
        if (used + (w < 0 ? 1 : w) > width)
            break;
        if (w < 0)
            buf_putc(out, '?');
        else
            buf_add(out, s + i, k);
        used += w < 0 ? 1 : w;
        i += k;
    }
    while (used++ < width)
        buf_putc(out, ' ');
}

static void put_time(struct buf *out, double seconds)
{
    struct buf b = {0};
    words_time(&b, NULL, seconds);
    buf_printf(out, "%*s", TIME, buf_str(&b));
    buf_free(&b);
}

static void put_who(struct buf *out, const struct model *m, const struct event *e)
{
    uint32_t task = e->actor ? e->actor : m->task,
             handle = e->handle && e->kind != EV_TICK ? e->handle : m->handle;
    struct buf b = {0};
    if (task)
        buf_puts(&b, trace_task_name(m->trace, task));
    else if (handle)
        buf_printf(&b, "H%u", handle);
    put_cell(out, buf_str(&b), WHO);
    buf_free(&b);
}

void export_header(struct buf *out)
{
    buf_printf(out, "%*s  %*s  %*s  %-*s  %-*s  %s\n", NUMBER, "event", TICK, "tick", TIME, "time",
               WHO, "who", KIND, "kind", "what happened");
}

void export_line(struct buf *out, const struct model *m)
{
    if (m->cursor <= m->trace->first)
        return;
    const struct event *e = trace_at(m->trace, m->cursor - 1);
    buf_printf(out, "%*u  %*u  ", NUMBER, m->cursor - 1, TICK, e->tick);
    put_time(out, e->time);
    buf_puts(out, "  ");
    put_who(out, m, e);
    buf_puts(out, "  ");
    put_cell(out, e->kind < EV_OTHER ? event_names[e->kind] : "other", KIND);
    buf_puts(out, "  ");
    story_tell(m, out, NULL);
    buf_putc(out, '\n');
}

void export_moment(struct buf *out, const struct model *m, const struct moments *moments)
{
    enum { INDENT = 20 };
    struct moment told = {0};
    char events[24];
    uint32_t first;
    const struct stop *s = moments_at(moments, m->cursor, &first);
    if (!s || !story_moment(m, moments, &told)) {
        moment_free(&told);
        return;
    }
    snprintf(events, sizeof events, first < s->last ? "%u-%u" : "%u", first, s->last);
    buf_printf(out, "%5u  %-11s  %s\n", (unsigned)(s - moments->stops) + 1, events,
               buf_str(&told.headline));
    for (int i = 0; i < 2; i++)
        if (told.why[i].len)
            buf_printf(out, "%*s%s\n", INDENT, "", buf_str(&told.why[i]));
    moment_free(&told);
}
