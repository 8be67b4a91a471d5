/* SPDX-License-Identifier: MIT */
#include "view/page.h"

#include <stdlib.h>
#include <string.h>

#include "draw/lexer.h"

/* ---- lines ---- */

static size_t line_length(const char *s)
{
    size_t n = strcspn(s, "\n");
    return n && s[n - 1] == '\r' ? n - 1 : n;
}

/* The N of word(N) on this line; 0 if there is none that could be a line's number. */
static uint32_t number_in(const struct line *l, const char *word)
{
    const char *at = memmem(l->s, l->n, word, strlen(word));
    unsigned long n = at ? strtoul(at + strlen(word), NULL, 10) : 0;
    return n <= INT32_MAX ? (uint32_t)n : 0;
}

static void number_line(const struct page *page, struct line *l, int y)
{
    if (!page->c)
        l->py = (uint32_t)y + 1;
    else if (!(l->py = number_in(l, " py(")))
        l->py = number_in(l, " def(");
}

bool page_first(const struct page *page, struct line *l)
{
    *l = (struct line){.s = page->text, .n = line_length(page->text)};
    number_line(page, l, 0);
    return *l->s;
}

bool page_next(const struct page *page, struct line *l, int y)
{
    l->s += strcspn(l->s, "\n");
    if (*l->s)
        l->s++;
    l->n = line_length(l->s);
    number_line(page, l, y);
    return *l->s;
}

bool page_line(const struct page *page, int y, struct line *l)
{
    bool more = page_first(page, l);
    for (int i = 0; more && i < y; i++)
        more = page_next(page, l, i + 1);
    return more;
}

uint32_t page_python(const struct page *page, const struct trace *t, uint32_t place)
{
    const struct place *at = trace_place(t, place);
    const char *own = page->name ? page->name : "";
    bool here = !at->file ? !page->file : !strcmp(at->file, page->file ? page->file : own);
    return here ? at->line : 0;
}

/* ---- which source ---- */

size_t page_own(const struct trace *t)
{
    const struct source *own = trace_source(t, NULL);
    return own ? (size_t)(own - t->sources) : 0;
}

size_t page_which(const struct trace *t, const struct ui *ui)
{
    return (page_own(t) + ui->run.source) % t->nsources;
}

/* Of two lines that stand for the same one the first is it. */
static void find_lines(struct page *page, uint32_t ran, uint32_t next)
{
    struct line l;
    page->ran = page->next = -1;
    for (bool more = page_first(page, &l); more; more = page_next(page, &l, ++page->nlines)) {
        if (page->ran < 0 && ran && l.py == ran)
            page->ran = page->nlines;
        if (page->next < 0 && next && l.py == next)
            page->next = page->nlines;
        if (l.py >= page->npython)
            page->npython = l.py + 1;
    }
}

bool page_open(struct page *page, const struct player *p, const struct ui *ui)
{
    const struct trace *t = &p->trace;
    if (!t->nsources)
        return false;
    size_t which = page_which(t, ui);
    const struct source *s = &t->sources[which];
    uint32_t event;
    const struct breakpoint *next = player_stops_before(p, &event);
    *page =
        (struct page){.name = s->name, .text = s->text, .c = lexer_language(s->name) == LANGUAGE_C};
    page->file = page->c || which == page_own(t) ? NULL : s->name;
    find_lines(page, page_python(page, t, p->model.place),
               next ? page_python(page, t, next->place) : 0);
    page->cursor = ui->run.focus == PANE_SOURCE ? ui->run.line - 1 : -1;
    if (page->cursor >= page->nlines)
        page->cursor = page->nlines - 1;
    return true;
}
