/* SPDX-License-Identifier: MIT */
/* The reader of key scripts. */
#pragma once
#include "script/script.h"

/* Reads a script, behind what there is of `to` (zero it first, script_free it in the end), whose name
 * is the caller's. false: `error` gets a sentence that says where, what is wrong, and what would be
 * right. */
bool script_parse(struct script *to, const char *text, struct buf *error);
