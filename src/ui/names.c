/* SPDX-License-Identifier: MIT */
#include "ui/names.h"

#include <ctype.h>
#include <string.h>

#include "draw/lexer.h"

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

bool names_is_name(const char *s)
{
    size_t n = 0;
    while (is_name(s[n]))
        n++;
    return n && !s[n] && !isdigit((unsigned char)*s);
}

/* Is there code on the line that the indentation of blocks goes by? What a string goes on with, a
 * comment and a closing bracket say nothing. */
static bool counts(const char *s, size_t n)
{
    return n && (is_name(*s) || *s == '@');
}

/* Reads the name behind "def", if the line begins a function. */
static bool is_def(const char *s, struct function *f)
{
    if (!strncmp(s, "async ", 6))
        s += 6 + strspn(s + 6, " \t");
    if (strncmp(s, "def ", 4))
        return false;
    f->name = s + 4 + strspn(s + 4, " \t");
    for (f->length = 0; is_name(f->name[f->length]);)
        f->length++;
    return f->length > 0;
}

enum { DEEPEST = 32 };

/* The functions that are open at a line: each begins a block that is indented further than it. */
struct open {
    struct function at[DEEPEST];
    size_t indent[DEEPEST];
    int n;
};

static void see_line(struct open *o, const char *line, size_t indent)
{
    struct function f = {.text = line};
    while (o->n && o->indent[o->n - 1] >= indent)
        o->n--;
    if (!is_def(line + indent, &f) || o->n == DEEPEST)
        return;
    o->indent[o->n] = indent;
    o->at[o->n++] = f;
}

bool names_function(const struct source *s, uint32_t line, struct function *f)
{
    struct lexer lx = {.language = LANGUAGE_PYTHON};
    struct open o = {0};
    const char *at = s->text;
    uint32_t n = 1;
    int depth = -1; /* of the function that the line is in, once it has come */
    for (; *at; n++) {
        size_t len = strcspn(at, "\n"), indent = strspn(at, " \t");
        bool code = !lx.quote && indent < len && counts(at + indent, len - indent);
        if (code)
            see_line(&o, at, indent);
        if (depth >= 0 && (o.n < depth || o.at[depth - 1].text != f->text))
            break;
        if (n == line) {
            if (!o.n)
                return false;
            depth = o.n;
            *f = o.at[o.n - 1];
        }
        lexer_line(&lx, at, len, NULL);
        at += len;
        at += *at == '\n';
    }
    if (depth < 0)
        return false;
    f->end = at;
    return true;
}

bool names_has(const struct function *f, const char *name, size_t n)
{
    for (const char *s = f->text; (s = memmem(s, (size_t)(f->end - s), name, n)); s++)
        if ((s == f->text || !is_name(s[-1])) && (s + n == f->end || !is_name(s[n])))
            return true;
    return false;
}
