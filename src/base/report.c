/* SPDX-License-Identifier: MIT */
#include "base/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static void (*taker)(void *data, const char *sentence);
static void *taker_data;

void report_to(void (*take)(void *data, const char *sentence), void *data)
{
    taker = take;
    taker_data = data;
}

static void put(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        char plain[UTF8_ESCAPE];
        uint32_t c;
        size_t k = utf8_decode(s + i, n - i, &c);
        size_t len = utf8_plain(plain, s + i, n - i);
        fwrite(plain, 1, len, stderr);
        i += k;
    }
}

static void put_line(const char *before, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* There may be no memory: then a long sentence is cut. */
static void put_line(const char *before, const char *fmt, va_list ap)
{
    char s[512], *big = NULL;
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(s, sizeof s, fmt, ap);
    if (n >= (int)sizeof s && (big = malloc((size_t)n + 1)))
        vsnprintf(big, (size_t)n + 1, fmt, again);
    va_end(again);
    if (taker) {
        taker(taker_data, big ? big : s);
        free(big);
        return;
    }
    flockfile(stderr);
    fputs(before, stderr);
    put(big ? big : s, strlen(big ? big : s));
    fputc('\n', stderr);
    funlockfile(stderr);
    free(big);
}

void report_v(const char *fmt, va_list ap)
{
    put_line("loopscope: ", fmt, ap);
}

void report(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    report_v(fmt, ap);
    va_end(ap);
}

void report_hint(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (!taker)
        put_line("", fmt, ap);
    va_end(ap);
}

int usage_error(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    report_v(fmt, ap);
    va_end(ap);
    report_hint("Try 'loopscope help'.");
    return USAGE;
}
