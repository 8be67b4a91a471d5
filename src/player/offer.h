/* SPDX-License-Identifier: MIT */
/* What can be opened by a name, for whoever lets one choose. */
#pragma once
#include <stddef.h>

struct source;

struct offer {
    const char *name, *summary, *lesson;
    const char *chapter;         /* that it begins, or NULL */
    const struct source *source; /* NULL: it is not at hand */
};
struct catalogue {
    const struct offer *at;
    size_t n;
};
/* Which of them is called that; n: none is. */
size_t catalogue_find(const struct catalogue *c, const char *name);
