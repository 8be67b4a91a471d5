/* SPDX-License-Identifier: MIT */
#include "ui/presses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "ui/keys.h"

/* What a script may come to, so that a slip of the finger (99999999*s) is an error and not a long
 * wait. */
enum { MOST_PRESSES = 1000000, MOST_SIZE = 4096 };
#define MOST_SECONDS 3600.0

static bool is_space(char c)
{
    return c && strchr(" \t\r\n", c);
}

/* The end of the word at s: a quote holds it together, if it is where typed text can begin. */
static const char *word_end(const char *s)
{
    const char *from = s;
    bool quoted = false;
    for (; *s && (quoted || !is_space(*s)); s++)
        if (*s == '"' && (quoted || s == from || s[-1] == '*'))
            quoted = !quoted;
    return s;
}

/* Nothing but a number: strtod would take signs, blanks, "inf" and hexadecimal too. */
static bool read_number(const char *s, size_t n, double most, double *to)
{
    char digits[32], *end;
    if (!n || n >= sizeof digits || strspn(s, "0123456789.") < n)
        return false;
    memcpy(digits, s, n);
    digits[n] = 0;
    *to = strtod(digits, &end);
    return end == digits + n && *to <= most;
}

static bool read_count(const char *s, size_t n, int most, int *to)
{
    double x = 0;
    if (!read_number(s, n, most, &x) || x < 1 || floor(x) < x)
        return false;
    *to = (int)x;
    return true;
}

static bool add(struct presses *p, struct press press)
{
    if (p->n == MOST_PRESSES)
        return false;
    p->at = xgrow(p->at, &p->cap, p->n + 1, sizeof *p->at);
    p->at[p->n++] = press;
    return true;
}

static bool add_text(struct presses *p, const char *s, size_t n)
{
    uint32_t c;
    for (size_t used; n; s += used, n -= used) {
        used = utf8_decode(s, n, &c);
        if (c == UTF8_BAD || utf8_width(c) < 0 || !add(p, (struct press){.code = (int)c}))
            return false;
    }
    return true;
}

static bool add_wait(struct presses *p, const char *s, size_t n)
{
    struct press wait = {.code = CODE_WAIT};
    return read_number(s, n, MOST_SECONDS, &wait.seconds) && add(p, wait);
}

static bool add_resize(struct presses *p, const char *s, size_t n)
{
    struct press size = {.code = CODE_RESIZE};
    const char *x = memchr(s, 'x', n);
    if (!x || !read_count(s, (size_t)(x - s), MOST_SIZE, &size.w) ||
        !read_count(x + 1, n - (size_t)(x + 1 - s), MOST_SIZE, &size.h))
        return false;
    return add(p, size);
}

/* Moves *s behind a prefix. */
static bool skip(const char **s, size_t *n, const char *prefix)
{
    size_t len = strlen(prefix);
    if (*n < len || memcmp(*s, prefix, len))
        return false;
    *s += len;
    *n -= len;
    return true;
}

static bool add_word(struct presses *p, const char *s, size_t n)
{
    int code = key_code(s, n);
    if (code)
        return add(p, (struct press){.code = code});
    if (skip(&s, &n, "wait:"))
        return add_wait(p, s, n);
    if (skip(&s, &n, "resize:"))
        return add_resize(p, s, n);
    if (n >= 2 && s[0] == '"' && s[n - 1] == '"')
        return add_text(p, s + 1, n - 2);
    return false;
}

static bool add_times(struct presses *p, const char *s, size_t n)
{
    int times = 1;
    const char *star = memchr(s, '*', n);
    if (star && star > s && read_count(s, (size_t)(star - s), MOST_PRESSES, &times)) {
        n -= (size_t)(star + 1 - s);
        s = star + 1;
    }
    for (; times; times--)
        if (!add_word(p, s, n))
            return false;
    return true;
}

bool keys_parse(const char *script, struct presses *out, struct buf *error)
{
    for (const char *s = script, *end; *s; s = end) {
        end = s + 1;
        if (is_space(*s))
            continue;
        end = word_end(s);
        if (add_times(out, s, (size_t)(end - s)))
            continue;
        buf_json(error, s, (size_t)(end - s));
        if (out->n == MOST_PRESSES)
            buf_printf(error, " goes beyond the %d keys that a script may have", MOST_PRESSES);
        else
            buf_puts(error, " is not a key");
        return false;
    }
    return true;
}

void presses_free(struct presses *p)
{
    free(p->at);
    *p = (struct presses){0};
}
