/* SPDX-License-Identifier: MIT */
#include "ui/place.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "story/words.h"
#include "ui/argument.h"
#include "ui/move.h"
#include "view/page.h"

bool place_read(struct app *a, const char *text, const char *usage, struct place_typed *to)
{
    size_t n = strcspn(text, " ");
    double line;
    snprintf(to->name, sizeof to->name, "%.*s", (int)n, text);
    char *colon = strrchr(to->name, ':');
    if (!argument_number(colon ? colon + 1 : to->name, &line) || colon == to->name) {
        argument_wrong(a, text, usage);
        return false;
    }
    if (line < 1 || floor(line) < line) {
        app_say(a, "a line has a whole number from 1, and not %g", line);
        return false;
    }
    if (colon)
        *colon = 0;
    to->file = colon ? to->name : NULL;
    to->line = (uint32_t)line;
    to->rest = text + n + strspn(text + n, " ");
    return true;
}

/* The text of a line and its length; NULL: the file has fewer. */
static const char *line_of(const struct source *s, uint32_t line, size_t *len)
{
    const char *at = s->text;
    for (uint32_t k = 1; k < line && *at; k++) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    *len = strcspn(at, "\n");
    return *at ? at : NULL;
}

bool place_can_run(struct app *a, const char *file, uint32_t line)
{
    const struct source *s = trace_source(&a->player->trace, file);
    size_t len = 0, blank;
    const char *text = s ? line_of(s, line, &len) : NULL;
    if (!s)
        return true; /* nobody knows */
    if (!text) {
        app_say(a, "there is no line %u in %s", line, s->name);
        return false;
    }
    blank = strspn(text, " \t\r");
    if (blank < len && text[blank] != '#')
        return true;
    app_say(a, "line %u of %s has nothing that runs", line, s->name);
    return false;
}

void place_put(struct buf *out, const struct app *a, const char *file, uint32_t line)
{
    const char *own = a->player->trace.file;
    struct page page = {0};
    page_open(&page, a->player, &a->ui);
    if (file && !(own && !strcmp(file, own)))
        buf_printf(out, "%s:%u", words_name(file), line);
    else if (own && page.c)
        buf_printf(out, "line %u of %s", line, words_name(own));
    else
        buf_printf(out, "line %u", line);
}
