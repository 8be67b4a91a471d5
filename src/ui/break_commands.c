/* SPDX-License-Identifier: MIT */
/* Breakpoints, typed: :break LINE if CONDITION, :delete LINE, :watch NAME. */
#include <string.h>

#include "base/buf.h"
#include "draw/lexer.h"
#include "story/words.h"
#include "ui/argument.h"
#include "ui/breaks.h"
#include "ui/move.h"
#include "ui/names.h"
#include "ui/place.h"

static const char break_usage[] = "break [FILE:]LINE [if CONDITION]",
                  delete_usage[] = "delete [FILE:]LINE";

/* Says why a local of the condition is none of those that the line can know; false: all may be. */
static bool is_strange(struct app *a, const struct place_typed *at, const struct condition *c)
{
    const struct source *s = trace_source(&a->player->trace, at->file);
    struct function f;
    size_t n;
    const char *name = condition_name(c, 0, &n);
    if (!s || !name || lexer_language(s->name) != LANGUAGE_PYTHON)
        return false;
    if (!names_function(s, at->line, &f)) {
        app_say(a, "line %u of %s is in no function: it has no locals", at->line,
                words_name(s->name));
        return true;
    }
    for (size_t i = 0; (name = condition_name(c, i, &n)); i++)
        if (!names_has(&f, name, n)) {
            app_say(a, "%.*s() has no “%.*s”", (int)f.length, f.name, (int)n, name);
            return true;
        }
    return false;
}

static unsigned set_condition(struct app *a, const struct place_typed *at, const char *text)
{
    struct buf error = {0};
    struct condition *c = condition_parse(text, &error);
    if (!c) {
        app_say(a, "the condition will not do: %s", buf_str(&error));
    } else if (is_strange(a, at, c)) {
        condition_free(c);
    } else {
        breaks_set(&a->player->breaks, &a->player->trace, at->file, at->line, c);
        breaks_say_set(a, at->file, at->line);
    }
    buf_free(&error);
    return REACT_REDRAW;
}

unsigned typed_break(struct app *a, const char *argument)
{
    struct place_typed at;
    if (!place_read(a, argument, break_usage, &at) || !place_can_run(a, at.file, at.line))
        return REACT_REDRAW;
    if (!*at.rest)
        return app_break(a, at.file, at.line);
    if (strncmp(at.rest, "if", 2) || (at.rest[2] && at.rest[2] != ' ')) {
        app_say(a, "“%s” will not do: a condition begins with “if”", at.rest);
        return REACT_REDRAW;
    }
    return set_condition(a, &at, at.rest + 2 + strspn(at.rest + 2, " "));
}

static unsigned delete_all(struct app *a)
{
    struct breaks *b = &a->player->breaks;
    if (!b->n)
        app_say(a, "there are no breakpoints");
    else
        app_say(a, "%zu breakpoint%s taken away", b->n, b->n == 1 ? "" : "s");
    breaks_close(b);
    return REACT_REDRAW;
}

unsigned typed_delete(struct app *a, const char *argument)
{
    struct breaks *b = &a->player->breaks;
    struct place_typed at;
    struct buf where = {0};
    if (!*argument)
        return delete_all(a);
    if (!place_read(a, argument, delete_usage, &at))
        return REACT_REDRAW;
    if (*at.rest)
        return argument_wrong(a, argument, delete_usage);
    if (breaks_find(b, &a->player->trace, at.file, at.line))
        return app_break(a, at.file, at.line);
    place_put(&where, a, at.file, at.line);
    app_say(a, "there is no breakpoint on %s", buf_str(&where));
    buf_free(&where);
    return REACT_REDRAW;
}

/* ---- a local that is watched ---- */

/* Has none of the Python the name in it? Where there is none, nobody knows. */
static bool is_nowhere(const struct trace *t, const char *name)
{
    bool any = false;
    for (size_t i = 0; i < t->nsources; i++) {
        const struct source *s = &t->sources[i];
        struct function all = {.text = s->text, .end = s->text + strlen(s->text)};
        if (lexer_language(s->name) != LANGUAGE_PYTHON)
            continue;
        any = true;
        if (names_has(&all, name, strlen(name)))
            return false;
    }
    return any;
}

static unsigned watch_no_more(struct app *a)
{
    struct breaks *b = &a->player->breaks;
    if (!b->watched)
        return argument_wrong(a, "", "watch NAME");
    app_say(a, "%s is watched no more", b->watched);
    breaks_watch(b, NULL);
    return REACT_REDRAW;
}

unsigned typed_watch(struct app *a, const char *name)
{
    if (!*name)
        return watch_no_more(a);
    if (!names_is_name(name))
        return argument_wrong(a, name, "watch NAME");
    if (is_nowhere(&a->player->trace, name)) {
        app_say(a, "nothing in the program is called “%s”", name);
        return REACT_REDRAW;
    }
    breaks_watch(&a->player->breaks, name);
    app_say(a, "%s is watched: c runs on to where it changes, C back", name);
    return REACT_REDRAW;
}
