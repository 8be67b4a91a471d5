/* SPDX-License-Identifier: MIT */
#include "breaks/functions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

enum { DEEPEST = 32 };

/* The functions that are open at a line: each has a block that is indented further than it. */
struct open {
    uint32_t def[DEEPEST];
    size_t indent[DEEPEST];
    int n;
    char quote; /* of a string of three quotes that goes on; 0: none does */
};

static bool is_triple(const char *s, const char *end, char quote)
{
    return end - s >= 3 && s[0] == quote && s[1] == quote && s[2] == quote;
}

/* Behind a string that begins at s, or at the end of its line. */
static const char *skip_string(struct open *o, const char *s, const char *end)
{
    char quote = *s++;
    if (is_triple(s - 1, end, quote)) {
        o->quote = quote;
        return s + 2;
    }
    while (s < end && *s != quote)
        s += *s == '\\' && s + 1 < end ? 2 : 1;
    return s < end ? s + 1 : end;
}

/* Which string goes on behind the line. */
static void skip_line(struct open *o, const char *s, const char *end)
{
    while (s < end && (o->quote || *s != '#')) {
        if (o->quote && is_triple(s, end, o->quote)) {
            o->quote = 0;
            s += 3;
        } else if (*s == '\\')
            s += 2;
        else if (!o->quote && (*s == '\'' || *s == '"'))
            s = skip_string(o, s, end);
        else
            s++;
    }
}

static bool is_def(const char *s)
{
    if (begins_with(s, "async "))
        s += strlen("async") + strspn(s + strlen("async"), " \t");
    return begins_with(s, "def ");
}

/* Blocks go by the lines that begin with a word or a decorator: a comment, and what goes on with a bracket
 * or a string, may stand anywhere. */
static void see_line(struct open *o, const char *s, const char *end, uint32_t line)
{
    size_t indent = strspn(s, " \t");
    const char *code = s + indent;
    if (o->quote || code >= end || !(isalpha((unsigned char)*code) || strchr("_@", *code)))
        return;
    while (o->n && o->indent[o->n - 1] >= indent)
        o->n--;
    if (!is_def(code) || o->n == DEEPEST)
        return;
    o->indent[o->n] = indent;
    o->def[o->n++] = line;
}

void functions_read(struct functions *f, const char *text)
{
    struct open o = {0};
    size_t cap = 0;
    *f = (struct functions){.n = 1};
    for (const char *s = text; *s; f->n++) {
        const char *end = s + strcspn(s, "\n");
        see_line(&o, s, end, f->n);
        f->at = xgrow(f->at, &cap, f->n + 1u, sizeof *f->at);
        f->at[f->n] = (struct around){
            .def = o.n > 0 ? o.def[o.n - 1] : 0,
            .outer = o.n > 1 ? o.def[o.n - 2] : 0,
        };
        skip_line(&o, s, end);
        s = end + (*end == '\n');
    }
}

void functions_close(struct functions *f)
{
    free(f->at);
    *f = (struct functions){0};
}

uint32_t functions_of(const struct functions *f, uint32_t line)
{
    return line && line < f->n ? f->at[line].def : 0;
}

static bool is_within(const struct functions *f, uint32_t line, uint32_t def)
{
    uint32_t at = f->at[line].def;
    while (at > def)
        at = f->at[at].outer;
    return at == def;
}

uint32_t functions_end(const struct functions *f, uint32_t def)
{
    uint32_t line = def;
    while (line < f->n && is_within(f, line, def))
        line++;
    return line;
}
