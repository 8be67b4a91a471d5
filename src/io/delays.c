/* SPDX-License-Identifier: MIT */
#include "io/delays.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const double most = 1000;

/* Digits, perhaps a point and digits, whatever the locale says of points; NULL: no number. */
static const char *read_number(const char *s, double *x)
{
    const char *from = s;
    double unit = 1;
    *x = 0;
    for (; *s >= '0' && *s <= '9'; s++)
        *x = *x * 10 + (*s - '0');
    if (*s == '.')
        for (s++; *s >= '0' && *s <= '9'; s++)
            *x += (*s - '0') * (unit /= 10);
    *x = round(*x * 1e6) / 1e6;
    return s > from && s[-1] != '.' ? s : NULL;
}

const char *delays_wrong(const char *text)
{
    static const char wrong[] = "up to 8 numbers of seconds, each at most 1000, like 0.3,0.1,0.2";
    double x;
    int n = 0;
    for (const char *s = text; s; s = *s ? s + 1 : NULL) {
        s = read_number(s, &x);
        if (!s || x > most || ++n > DELAYS_MOST || (*s && *s != ','))
            return wrong;
    }
    return NULL;
}

const char *seconds_wrong(const char *text)
{
    bool one = !strchr(text, ',') && !delays_wrong(text);
    return one ? NULL : "a number of seconds, at most 1000, like 0.5";
}

const char *url_wrong(const char *text)
{
    bool http = !strncmp(text, "http://", 7), https = !strncmp(text, "https://", 8);
    const char *host = text + (https ? 8 : 7);
    return (http || https) && *host && *host != '/'
               ? NULL
               : "an address that begins with http:// or https://";
}

double delay_of(const char *text, int i)
{
    double x = 0;
    const char *s = read_number(text, &x);
    for (; i && s && *s == ','; i--)
        s = read_number(s + 1, &x);
    return x;
}
