/* SPDX-License-Identifier: MIT */
#include "script/reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_end(char c)
{
    return !c || c == '\n' || is_blank(c);
}

/* Where the quote that s opens is closed, or else the end of its line. */
static const char *closing(const char *s)
{
    const char *from = s++;
    while (*s && *s != '\n' && *s != *from)
        s += *s == '\\' && s[1] && s[1] != '\n' ? 2 : 1;
    return s;
}

static const char *quote_end(const char *s)
{
    const char *end = closing(s);
    return end + (*end == *s);
}

/* The end of the word at s: a quote holds it together, if it is where a text can begin. */
static const char *word_end(const char *s)
{
    const char *from = s;
    while (!is_end(*s))
        s = *s == '"' && (s == from || s[-1] == '*' || s[-1] == ':') ? quote_end(s) : s + 1;
    return s;
}

bool reading_word(struct reading *r)
{
    while (is_blank(*r->at))
        r->at++;
    r->word = r->at;
    r->n = 0;
    if (is_end(*r->at) || *r->at == '#')
        return false;
    r->at = word_end(r->at);
    r->n = (size_t)(r->at - r->word);
    return true;
}

bool reading_is(const struct reading *r, const char *word)
{
    return r->n == strlen(word) && !memcmp(r->word, word, r->n);
}

/* ---- texts ---- */

/* May it be shown and typed? */
static bool is_printable(const char *s, size_t n)
{
    uint32_t c;
    for (size_t used; n; s += used, n -= used) {
        used = utf8_decode(s, n, &c);
        if (c == UTF8_BAD || utf8_width(c) < 0)
            return false;
    }
    return true;
}

/* What is in `bare` may stand behind a backslash, which goes. */
static void put_unescaped(struct buf *b, const char *s, const char *end, const char *bare)
{
    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end && strchr(bare, s[1]))
            s++;
        buf_putc(b, *s);
    }
}

char *reading_text(struct reading *r)
{
    struct buf b = {0};
    const char *end = r->word + r->n;
    bool quoted = *r->word == '"';
    if (!is_printable(r->word, r->n)) {
        reading_wrong(r, "has a character that is no text");
        return NULL;
    }
    if (quoted && closing(r->word) != end - 1) {
        reading_wrong(r, "has no closing quote");
        return NULL;
    }
    buf_clear(&b);
    if (quoted)
        put_unescaped(&b, r->word + 1, end - 1, "\"\\");
    else
        buf_add(&b, r->word, r->n);
    return b.s;
}

char *reading_pattern(struct reading *r)
{
    struct buf b = {0};
    while (is_blank(*r->at))
        r->at++;
    if (*r->at != '/')
        return NULL;
    const char *end = closing(r->at) + 1;
    if (end[-1] != '/' || !is_printable(r->at, (size_t)(end - r->at)))
        return NULL;
    r->word = r->at;
    r->n = (size_t)(end - r->at);
    r->at = end;
    buf_clear(&b);
    put_unescaped(&b, r->word + 1, end - 1, "/");
    return b.s;
}

/* ---- numbers ---- */

/* strtod would take signs, blanks, "inf" and hexadecimal too. */
bool reading_number(const char *s, size_t n, double most, double *to)
{
    char digits[32], *end;
    if (!n || n >= sizeof digits || strspn(s, "0123456789.") < n)
        return false;
    memcpy(digits, s, n);
    digits[n] = 0;
    *to = strtod(digits, &end);
    return end == digits + n && *to <= most;
}

bool reading_count(const char *s, size_t n, int most, int *to)
{
    double x = 0;
    if (!reading_number(s, n, most, &x) || x < 1 || floor(x) < x)
        return false;
    *to = (int)x;
    return true;
}

/* ---- mistakes ---- */

unsigned reading_column(const struct reading *r)
{
    unsigned n = 1;
    uint32_t c;
    for (const char *s = r->line_start; s < r->word; n++)
        s += utf8_decode(s, (size_t)(r->word - s), &c);
    return n;
}

bool reading_wrong(struct reading *r, const char *fmt, ...)
{
    va_list ap;
    struct step here = {.line = r->line, .column = reading_column(r)};
    script_put_place(r->error, r->to, &here);
    buf_puts(r->error, ": ");
    if (r->n) {
        buf_json(r->error, r->word, r->n);
        buf_putc(r->error, ' ');
    }
    va_start(ap, fmt);
    buf_vprintf(r->error, fmt, ap);
    va_end(ap);
    return false;
}
