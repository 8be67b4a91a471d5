/* SPDX-License-Identifier: MIT */
#include "ui/source.h"

#include <string.h>

#include "ui/move.h"
#include "view/page.h"

/* Which line runs, and which one runs next. */
static struct lines lines_now(const struct app *a)
{
    uint32_t event;
    const struct breakpoint *next = player_stops_before(a->player, &event);
    return (struct lines){a->player->model.place, next ? next->place : 0};
}

static int from(const struct page *page)
{
    return page->cursor >= 0 ? page->cursor
           : page->next >= 0 ? page->next
           : page->ran >= 0  ? page->ran
                             : 0;
}

unsigned source_up_down(struct app *a, int by)
{
    struct page page;
    if (!page_open(&page, a->player, &a->ui) || !page.nlines) {
        app_say(a, "this trace was saved without its source");
        return REACT_REDRAW;
    }
    int64_t to = (int64_t)from(&page) + by;
    int last = page.nlines - 1, line = to < 0 ? 0 : to > last ? last : (int)to;
    if (page.cursor < 0 && line == from(&page))
        return 0;
    a->ui.run.line = line + 1;
    a->ui.run.scroll[PANE_SOURCE] = 0;
    a->run.lines = lines_now(a);
    return REACT_REDRAW;
}

bool source_let_go(struct app *a)
{
    bool any = a->ui.run.line && a->ui.run.focus == PANE_SOURCE;
    a->ui.run.line = 0;
    return any;
}

/* Another file's line runs, or is about to: that one is shown, until one chooses another. */
static void follow_file(struct app *a, struct lines now)
{
    const struct trace *t = &a->player->trace;
    uint32_t place = now.next ? now.next : now.ran;
    const char *file = trace_place(t, place)->file;
    if (!trace_line(t, place) || file == a->run.file)
        return;
    a->run.file = file;
    if (!file || trace_source(t, file))
        source_show(a, file);
}

void source_follow(struct app *a)
{
    struct lines now = lines_now(a);
    follow_file(a, now);
    if (a->ui.run.line && (now.ran != a->run.lines.ran || now.next != a->run.lines.next))
        a->ui.run.line = 0;
}

void source_show(struct app *a, const char *file)
{
    size_t was = a->ui.run.source, n = a->player->trace.nsources;
    struct page page;
    for (size_t i = 0; i < n && page_open(&page, a->player, &a->ui); i++) {
        if (page.file && file ? !strcmp(page.file, file) : page.file == file)
            return;
        a->ui.run.source = (a->ui.run.source + 1) % n;
    }
    a->ui.run.source = was;
}

void source_go(struct app *a, const char *file, uint32_t line)
{
    struct page page;
    struct line l;
    source_show(a, file);
    a->ui.run.focus = PANE_SOURCE;
    if (!page_open(&page, a->player, &a->ui))
        return;
    bool more = page_first(&page, &l);
    for (int y = 0; more && l.py != line; more = page_next(&page, &l, y))
        a->ui.run.line = ++y + 1;
    if (!more)
        a->ui.run.line = 0;
    a->run.lines = lines_now(a);
}
