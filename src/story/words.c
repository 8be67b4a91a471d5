/* SPDX-License-Identifier: MIT */
#include "story/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "story/callbacks.h"

enum {
    COLUMNS = 60,
    LONG_RESULT = 45
}; /* of the program's own text before it is cut; of a result */

/* The length of the terminal sequence at s (colours, titles), 0 if there is none. */
static size_t sequence(const char *s, size_t n)
{
    size_t i = 2;
    if (n < 2 || s[0] != '\033')
        return 0;
    if (s[1] == '[')
        while (i < n && (unsigned char)s[i] < 0x40)
            i++;
    else if (s[1] == ']')
        while (i < n && s[i] != '\a' && s[i] != '\033')
            i++;
    else
        return s[1] >= 0x20 ? 2 : 0;
    return i < n ? i + 1 : n;
}

void words_text(struct buf *b, const char *s, size_t n, int most)
{
    int columns = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t k = sequence(s + i, n - i);
        if (k) {
            i += k;
            continue;
        }
        char plain[UTF8_ESCAPE];
        k = utf8_decode(s + i, n - i, &c);
        size_t len = utf8_plain(plain, s + i, n - i);
        bool escaped = c == UTF8_BAD || utf8_width(c) < 0;
        columns += escaped ? (int)len : utf8_width(c);
        if (columns > most) {
            buf_puts(b, "…");
            return;
        }
        buf_add(b, plain, len);
        i += k;
    }
}

/* Is nothing of it to be seen? */
static bool invisible(const char *s, size_t n)
{
    uint32_t c;
    for (size_t i = 0; i < n; i += utf8_decode(s + i, n - i, &c))
        if (utf8_decode(s + i, n - i, &c) && (c == UTF8_BAD || utf8_width(c)))
            return false;
    return true;
}

const char *words_name(const char *s)
{
    return invisible(s, strlen(s)) ? "“”" : s;
}

/* A name, a class, a result. */
static void put_name(struct buf *b, const char *s)
{
    size_t from = b->len;
    words_text(b, s, strlen(s), COLUMNS);
    if (invisible(buf_str(b) + from, b->len - from))
        buf_puts(b, "“”");
}

void words_time(struct buf *out, const struct trace *t, double seconds)
{
    char s[40];
    int decimals = t && t->real ? 3 : 9;
    int n = fabs(seconds) < 1e15 ? snprintf(s, sizeof s, "%.*f", decimals, seconds)
                                 : snprintf(s, sizeof s, "%g", seconds);
    char *point = strchr(s, '.');
    while (point && n > point - s + 4 && s[n - 1] == '0')
        n--;
    buf_add(out, s, (size_t)n);
}

/* As a Python program would write it: 1, 0.5. */
static void put_delay(struct buf *b, double seconds)
{
    buf_float(b, seconds);
    if (b->len > 2 && !strcmp(b->s + b->len - 2, ".0"))
        b->s[b->len -= 2] = 0;
}

static void put_number(struct buf *b, uint32_t n)
{
    static const char *const words[] = {"none",  "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (n < sizeof words / sizeof *words)
        buf_puts(b, words[n]);
    else
        buf_printf(b, "%u", n);
}

static void put_ordinal(struct buf *b, uint32_t n)
{
    static const char *const words[] = {"zeroth", "first",   "second", "third", "fourth", "fifth",
                                        "sixth",  "seventh", "eighth", "ninth", "tenth"};
    if (n < sizeof words / sizeof *words)
        buf_puts(b, words[n]);
    else
        buf_printf(b, "%uth", n);
}

void words_task(struct buf *b, const struct trace *t, uint32_t task)
{
    const char *name = task ? trace_task_name(t, task) : "a task";
    put_name(b, name);
}

static const char *coro_name(const struct trace *t, uint32_t task)
{
    const struct actor *f = trace_task(t, task);
    return f ? f->from->coro : "its coroutine";
}

const char *words_result(const char *repr)
{
    bool list = *repr == '[', text = repr[list] == '\'' || repr[list] == '"';
    bool is_long = utf8_columns(repr, strlen(repr)) > LONG_RESULT;
    return !text || !is_long ? repr : list ? "long texts" : "a long text";
}

void words_capital(struct buf *b, size_t from)
{
    static const char *const words[] = {"the ", "a ", "its "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(buf_str(b) + from, words[i], strlen(words[i])))
            b->s[from] -= 'a' - 'A';
}

static void put_place(struct buf *b, const struct place *at)
{
    buf_printf(b, "line %u", at->line);
    if (at->file) {
        buf_puts(b, " of ");
        put_name(b, at->file);
    }
}

void words_put(struct buf *b, const struct trace *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    for (const char *p = fmt; *p; p++) {
        if (*p != '%') {
            buf_putc(b, *p);
            continue;
        }
        switch (*++p) {
        case 'T':
            words_task(b, t, va_arg(ap, uint32_t));
            break;
        case 'C': {
            const char *name = coro_name(t, va_arg(ap, uint32_t));
            put_name(b, name);
            break;
        }
        case 'R': {
            uint32_t ref = va_arg(ap, uint32_t);
            if (ref & REF_TASK)
                words_task(b, t, ref & ~REF_TASK);
            else
                buf_puts(b, "a future");
            break;
        }
        case 'a':
            words_runner(b, t, va_arg(ap, uint32_t));
            break;
        case 'n':
            put_number(b, va_arg(ap, uint32_t));
            break;
        case 'o':
            put_ordinal(b, va_arg(ap, uint32_t));
            break;
        case 'u':
            buf_printf(b, "%u", va_arg(ap, uint32_t));
            break;
        case 't':
            words_time(b, t, va_arg(ap, double));
            break;
        case 'P':
            put_place(b, trace_place(t, va_arg(ap, uint32_t)));
            break;
        case 'd':
            put_delay(b, va_arg(ap, double));
            break;
        case 's': {
            const char *s = va_arg(ap, const char *);
            if (s)
                put_name(b, s);
            break;
        }
        case 'q': {
            const char *s = va_arg(ap, const char *);
            size_t n = va_arg(ap, size_t);
            buf_puts(b, "“");
            words_text(b, s, n && s[n - 1] == '\n' ? n - 1 : n, COLUMNS);
            buf_puts(b, "”");
            break;
        }
        }
    }
    va_end(ap);
}

/* What a future is asked by its number, as in F8.set_result; NULL: it is another name. */
static const char *method_of_future(const char *name)
{
    const char *dot = *name == 'F' ? name + 1 + strspn(name + 1, "0123456789") : name;
    return dot > name + 1 && *dot == '.' ? dot + 1 : NULL;
}

void words_function(struct buf *b, const char *name)
{
    const char *local = name ? strstr(name, "<locals>.") : NULL;
    const char *base = local ? local + strlen("<locals>.") : name;
    if (!base)
        buf_puts(b, "a callback");
    else if (!strcmp(base, "<lambda>"))
        buf_puts(b, "a lambda");
    else if (method_of_future(base))
        words_put(b, NULL, "a future’s %s()", method_of_future(base));
    else
        words_put(b, NULL, "%s()", base);
}

void words_callback(struct buf *b, const struct trace *t, uint32_t i)
{
    const char *name = trace_note(t, i)->name;
    const struct callback *c = callback_find(name);
    words_put(b, t, c ? "%s" : name ? "the callback %s" : "a callback", c ? c->noun : name);
}

void words_runner(struct buf *b, const struct trace *t, uint32_t begin)
{
    if (begin == TRACE_NONE)
        buf_puts(b, "the program");
    else if (trace_at(t, begin)->actor)
        words_task(b, t, trace_at(t, begin)->actor);
    else
        words_callback(b, t, begin);
}

void words_refs(struct buf *b, const struct trace *t, const uint32_t *refs, size_t n)
{
    size_t run = 1, plain = 0, shown = n <= WORDS_NAMED ? n : WORDS_NAMED - 1;
    for (; plain < n && refs[plain] > REF_TASK; plain++) {
        const struct actor *f = trace_task(t, refs[plain] & ~REF_TASK);
        if (f && f->name)
            break;
    }
    while (run < plain && refs[run] == refs[run - 1] + 1)
        run++;
    if (n > WORDS_NAMED && run >= WORDS_NAMED)
        words_put(b, t, "%R to %R", refs[0], refs[(shown = run) - 1]);
    else
        for (size_t i = 0; i < shown; i++)
            words_put(b, t,
                      !i          ? "%R"
                      : i < plain ? ", %u"
                                  : ", %R",
                      i && i < plain ? refs[i] & ~REF_TASK : refs[i]);
    if (shown < n)
        words_put(b, t, " and %u more", (uint32_t)(n - shown));
}

void words_stop(struct buf *b)
{
    static const char *const ends[] = {".”", "!”", "?”", "…”"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (b->len >= n && !memcmp(b->s + b->len - n, ends[i], n))
            return;
    }
    buf_putc(b, '.');
}

bool words_contain(const char *s, const char *part)
{
    return s && strstr(s, part);
}
