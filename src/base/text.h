/* SPDX-License-Identifier: MIT */
/* Plain strings. */
#pragma once
#include <stdbool.h>
#include <string.h>

static inline bool begins_with(const char *s, const char *with)
{
    return !strncmp(s, with, strlen(with));
}
