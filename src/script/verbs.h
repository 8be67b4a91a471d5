/* SPDX-License-Identifier: MIT */
/* The verbs of key scripts: a table, from which the help is made too. */
#pragma once
#include "script/script.h"
#include "script/verb.h"

/* Ends with a NULL name. */
extern const struct verb verbs[];
/* The next step of that verb, behind another (NULL: the first of all); NULL: there is none. */
const struct step *verb_next(const struct script *s, const char *name, const struct step *after);
