/* SPDX-License-Identifier: MIT */
#include "cmd/home.h"

#include <stdlib.h>

struct buf home_folder(const char *variable, const char *otherwise)
{
    const char *base = getenv(variable), *home = getenv("HOME");
    struct buf path = {0};
    if (base && *base == '/')
        buf_printf(&path, "%s/loopscope", base);
    else if (home && *home == '/')
        buf_printf(&path, "%s/%s/loopscope", home, otherwise);
    return path;
}
