/* SPDX-License-Identifier: MIT */
/* The scenes' own texts, C and Python, inside the program: it shows them wherever it is installed. */
#pragma once
#include "base/source.h"

/* All of them in the order of their names' paths; the last has no name. Made at build time by tools/embed.c. */
extern const struct source sources[];

/* The text of the file called name ("count.py"), or NULL. Lives as long as the program. */
const struct source *source_find(const char *name);
