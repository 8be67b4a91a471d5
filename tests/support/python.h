/* SPDX-License-Identifier: MIT */
/* Python's words, for programs in C: what these return lives as long as the run. */
#pragma once
#include "asyncio/asyncio.h"

/* str(v), repr(v), str(b), str(group.exceptions) */
const char *str(struct value v);
const char *repr(struct value v);
const char *truth(bool b);
const char *exceptions(const struct error *group);

/* t.cancelled(), ValueError(text) */
bool cancelled(const struct task *t);
struct error *value_error(const char *text);
