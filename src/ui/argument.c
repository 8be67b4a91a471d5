/* SPDX-License-Identifier: MIT */
#include "ui/argument.h"

#include <stdlib.h>

#include "ui/move.h"

bool argument_number(const char *s, double *n)
{
    char *end;
    *n = strtod(s, &end);
    return end > s && !*end && *n >= 0 && *n < UINT32_MAX;
}

unsigned argument_wrong(struct app *a, const char *argument, const char *usage)
{
    if (*argument)
        app_say(a, "“%s” will not do: :%s", argument, usage);
    else
        app_say(a, "something is missing: :%s", usage);
    return REACT_REDRAW;
}
