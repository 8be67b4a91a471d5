/* SPDX-License-Identifier: MIT */
#include "breaks/literal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---- reading ---- */

static bool is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && !memcmp(s, word, n);
}

/* Nothing but a number as Python writes it; "inf" and "nan" are. */
static bool read_number(const char *s, size_t n, double *number)
{
    char digits[64], *end;
    size_t sign = n && *s == '-';
    bool named = is_word(s + sign, n - sign, "inf") || is_word(s, n, "nan");
    if (!n || n >= sizeof digits || (!named && strspn(s, "0123456789.eE+-") < n))
        return false;
    memcpy(digits, s, n);
    digits[n] = 0;
    *number = strtod(digits, &end);
    return !*end;
}

struct literal literal_read(const char *s, size_t n)
{
    struct literal v = {.kind = LITERAL_NUMBER, .s = s, .n = n};
    if (read_number(s, n, &v.number))
        return v;
    v.number = is_word(s, n, "True");
    if (v.number || is_word(s, n, "False"))
        return v;
    v.kind = is_word(s, n, "None") ? LITERAL_NONE : LITERAL_OTHER;
    if (n >= 2 && (*s == '\'' || *s == '"') && s[n - 1] == *s)
        return (struct literal){LITERAL_STRING, 0, s + 1, n - 2, true};
    return v;
}

struct literal literal_text(const char *s)
{
    return (struct literal){.kind = LITERAL_STRING, .s = s, .n = strlen(s)};
}

/* ---- the characters of a string ---- */

static uint32_t hex(const char *s, size_t n)
{
    uint32_t c = 0;
    for (size_t i = 0; i < n; i++) {
        const char *digits = "0123456789abcdef", *at = s[i] ? strchr(digits, s[i] | ' ') : NULL;
        if (!at)
            return 0;
        c = c * 16 + (uint32_t)(at - digits);
    }
    return c;
}

/* Behind a backslash; returns how many bytes it takes. */
static size_t unescape(const char *s, size_t n, uint32_t *c)
{
    static const char names[] = "nrt\\'\"", means[] = "\n\r\t\\'\"";
    const char *at = strchr(names, *s);
    size_t digits = *s == 'x' ? 2 : *s == 'u' ? 4 : *s == 'U' ? 8 : 0;
    if (digits && digits < n) {
        *c = hex(s + 1, digits);
        return digits + 1;
    }
    *c = *s && at ? (unsigned char)means[at - names] : (unsigned char)*s;
    return 1;
}

/* Takes the first off. */
static uint32_t take_char(struct literal *v)
{
    uint32_t c;
    size_t used = 1;
    if (v->escaped && *v->s == '\\' && v->n > 1)
        used += unescape(v->s + 1, v->n - 1, &c);
    else
        used = utf8_decode(v->s, v->n, &c);
    v->s += used;
    v->n -= used;
    return c;
}

static int compare_strings(struct literal a, struct literal b)
{
    while (a.n && b.n) {
        uint32_t x = take_char(&a), y = take_char(&b);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a.n > 0) - (b.n > 0);
}

/* ---- asking ---- */

truth literal_is_true(struct literal a)
{
    static const char *const empty[] = {"[]", "{}", "()", "set()", "b''"};
    switch (a.kind) {
    case LITERAL_UNKNOWN:
        return -1;
    case LITERAL_NONE:
        return false;
    case LITERAL_NUMBER:
        return a.number != 0;
    case LITERAL_STRING:
        return a.n > 0;
    case LITERAL_OTHER:
        break;
    }
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (is_word(a.s, a.n, empty[i]))
            return false;
    return true;
}

truth literal_equals(struct literal a, struct literal b)
{
    if (a.kind == LITERAL_UNKNOWN || b.kind == LITERAL_UNKNOWN)
        return -1;
    if (a.kind != b.kind)
        return false;
    if (a.kind == LITERAL_NUMBER)
        return a.number == b.number;
    if (a.kind == LITERAL_STRING)
        return !compare_strings(a, b);
    return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

truth literal_is_less(struct literal a, struct literal b)
{
    if (a.kind == LITERAL_NUMBER && b.kind == LITERAL_NUMBER)
        return isnan(a.number) || isnan(b.number) ? -1 : a.number < b.number;
    if (a.kind == LITERAL_STRING && b.kind == LITERAL_STRING)
        return compare_strings(a, b) < 0;
    return -1;
}
