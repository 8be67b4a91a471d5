/* SPDX-License-Identifier: MIT */
#include "ui/names.h"

#include <ctype.h>
#include <string.h>

#include "breaks/functions.h"

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

/* Where a line begins, from 1; behind the last, where the text ends. */
static const char *line_at(const char *s, uint32_t line)
{
    for (; line > 1 && *s; line--) {
        s += strcspn(s, "\n");
        s += *s == '\n';
    }
    return s;
}

bool names_function(const struct source *s, uint32_t line, struct function *f)
{
    struct functions all;
    functions_read(&all, s->text);
    uint32_t def = functions_of(&all, line);
    if (def) {
        f->text = line_at(s->text, def);
        f->end = line_at(s->text, functions_end(&all, def));
        f->name = strstr(f->text, "def ") + 4;
        f->name += strspn(f->name, " \t");
        for (f->length = 0; is_name(f->name[f->length]);)
            f->length++;
    }
    functions_close(&all);
    return def;
}

bool names_has(const struct function *f, const char *name, size_t n)
{
    for (const char *s = f->text; (s = memmem(s, (size_t)(f->end - s), name, n)); s++)
        if ((s == f->text || !is_name(s[-1])) && (s + n == f->end || !is_name(s[n])))
            return true;
    return false;
}
